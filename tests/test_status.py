"""What an author and an officer are told: one submission's case, the ledger of places, the people with several innovations."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.cli import main
from sangkien.figures import figures, people
from sangkien.model.history import AsOf
from sangkien.receipt_code import receipt_code
from story import HOME, Story

CU, MOI, BA = f"{HOME}bv-mau/cu.md", f"{HOME}bv-mau/moi.md", f"{HOME}bv-mau/ba.md"
MARCH, APRIL, MAY = "2021-03-20T08:00:00+07:00", "2021-04-08T08:00:00+07:00", "2021-05-15T08:00:00+07:00"
RULES, UNITS = "program/2021/rules.yml", "program/2021/units/thai-binh.yml"
TO_PROVINCE = "dossiers/thai-binh/nganh-y-te/len-tinh.yml"
Ask = Callable[..., str]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """What `sangkien` prints for these words about a story, once it has ended well; else its one line."""
    monkeypatch.delenv("SANGKIEN_LANG", raising=False)

    def run(told: Story, *words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["sangkien", *words, "--repo", str(told.folder)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return out.decode() if ended.value.code == 0 else err.decode()

    return run


def case(ask: Ask, told: Story, path: str, as_of: str = APRIL) -> Any:
    return json.loads(ask(told, "status", path, "--as-of", as_of, "--format", "json"))


def next_steps(found: Any) -> list[str]:
    return [step["vi"] for step in found["next"]]


@pytest.fixture
def three(story: Callable[[], Story]) -> Story:
    """Three sound submissions, of which two are proposed to the province, where there are two places, and one is in reserve."""
    told = story()
    told.step({"on": "main", "at": MARCH, "write": {
        RULES: {"{max: 50, per: province}": "{max: 2, per: province}"},
        "bv-mau/moi.md": {}, "bv-mau/ba.md": {"Giá đỡ bình oxy": "Giá đỡ thứ ba"},
    }})  # fmt: skip
    told.step({"on": "main", "at": APRIL, "write": {TO_PROVINCE: {"items": ["bv-mau/cu.md", "bv-mau/moi.md", "bv-mau/ba.md"]}}})
    dossier = told.folder / "program/2021" / TO_PROVINCE
    text = dossier.read_text(encoding="utf-8").replace("sample: true", "    reserve: true\nsample: true")
    told.commit(APRIL, {f"program/2021/{TO_PROVINCE}": text})
    return told


# One submission


def test_an_author_reads_the_whole_case(ask: Ask, three: Story) -> None:
    three.step({"on": "main", "at": MAY, "write": {"decisions/thai-binh/18-qd.yml": {
        "number: 15/QĐ-CĐYT (mẫu)": "number: 18/QĐ-LĐLĐ (mẫu)", "level: upper": "level: province",
        "signed_on: 2021-05-12": "signed_on: 2021-05-14"}}})  # fmt: skip
    assert (
        ask(three, "status", CU, "--as-of", MAY)
        == f"""\
Bảng nhắc lịch thay chai có khóa bánh cho xe đẩy
{CU}
CĐCS Bệnh viện Mẫu

Biên nhận   mã {receipt_code(three.git("rev-parse", f"main:{CU}").strip())}
Nhận        08:00 ngày 12/3/2021, theo lúc vào kho: kịp (giờ đóng 24:00 ngày 20/4/2021)
Hợp lệ      có
Đề nghị     LĐLĐ tỉnh, công đoàn ngành Trung ương: trong hồ sơ của Công đoàn ngành Y tế (mẫu), giữ suất
Tôn vinh    LĐLĐ tỉnh, công đoàn ngành Trung ương: Giấy khen, quyết định 18/QĐ-LĐLĐ (mẫu), ngày 14/5/2021
Tiếp theo   Đã hết hạn đề nghị lên Tổng Liên đoàn (24:00 ngày 10/4/2021).
"""
    )


def test_what_comes_next_follows_the_clock_and_the_dossiers(ask: Ask, three: Story) -> None:
    own = [
        "Công đoàn cơ sở có thể tôn vinh theo thẩm quyền, không cần hồ sơ, đến hết ngày 31/5/2021.",
        "Công đoàn cấp trên trực tiếp cơ sở có thể tôn vinh theo thẩm quyền, không cần hồ sơ, đến hết ngày 31/5/2021.",
    ]
    waits = "Chờ LĐLĐ tỉnh, công đoàn ngành Trung ương xét và ra quyết định; cấp này nhận hồ sơ đến 24:00 ngày 25/4/2021."
    before = "Công đoàn cơ sở hoặc công đoàn cấp trên có thể đề nghị lên Tổng Liên đoàn, hồ sơ nộp trước 24:00 ngày 10/4/2021."
    after = "Đã hết hạn đề nghị lên Tổng Liên đoàn (24:00 ngày 10/4/2021)."
    assert next_steps(case(ask, three, MOI, "2021-04-10T23:59:59+07:00")) == [*own, waits, before]
    assert next_steps(case(ask, three, MOI, "2021-04-11T00:00:00+07:00")) == [*own, waits, after]


@pytest.mark.parametrize(
    ("path", "standing"), [(CU, "holds"), (MOI, "holds"), (BA, "waits")], ids=["first", "second", "reserve"]
)
def test_each_item_says_its_rank_and_standing(ask: Ask, three: Story, path: str, standing: str) -> None:
    (entry,) = case(ask, three, path)["proposed"]
    assert (entry["level"], entry["rank"], entry["standing"]) == ("province", [CU, MOI, BA].index(path) + 1, standing)
    assert entry["dossier"] == f"program/2021/{TO_PROVINCE}"


def test_an_open_complaint_keeps_the_place_and_stops_the_choice(ask: Ask, three: Story) -> None:
    three.step({"on": "main", "at": "2021-04-12T08:00:00+07:00", "write": {"disputes/thai-binh/nganh-y-te/03.yml": {}}})
    found = case(ask, three, CU, MAY)
    (entry,) = found["proposed"]
    assert (entry["standing"], entry["blocked"], [bar["effect"] for bar in entry["bars"]]) == ("holds", True, ["blocks"])
    assert next_steps(found)[0] == (
        "Công đoàn ngành Y tế (mẫu) kết luận vụ việc; đến lúc đó bài giữ nguyên suất nhưng chưa được chọn."
    )


def test_an_upheld_complaint_puts_it_out_and_names_the_heir(ask: Ask, three: Story) -> None:
    upheld = {"sample: true": "closed: {number: 05/KL-CĐYT (mẫu), signed_on: 2021-04-28, result: upheld}\nsample: true"}
    three.step({"on": "main", "at": "2021-04-12T08:00:00+07:00", "write": {"disputes/thai-binh/nganh-y-te/03.yml": upheld}})
    found = case(ask, three, CU, MAY)
    assert [(each["standing"], each["blocked"]) for each in found["proposed"]] == [("out", False)]
    assert next_steps(found) == ["Bài đã bị loại theo kết luận nêu trên, không được xét nữa."]
    told = ask(three, "quota", "thai-binh", "--as-of", MAY)
    assert "giữ 1/2 · còn 1 · chờ 1 · đã tôn vinh 0" in told
    assert f"đang còn chỗ cho mục dự bị: {BA}" in told


def test_an_item_that_may_not_be_proposed_says_everything_that_stands_against_it(ask: Ask, story: Callable[[], Story]) -> None:
    told, folder = story(), HOME.removeprefix("submissions/2021/")
    told.step({"on": "main", "at": APRIL, "write": {
        UNITS: {"allocation: 4": "allocation: 9", "allocation: 3": "allocation: 9"},
        "bv-mau/hong.md": {"scope: unit": "scope: khoa"},
        "bv-mau/ngoai.md": {"applied_from: 2021-02-15": "applied_from: 2021-06-15"},
        "bv-mau/chua-dong-y.md": {"employer_agreed: true": "employer_agreed: false", "stage: effective": "stage: planned"},
        "bv-mau/linh-vuc-khac.md": {"field: community-health": "field: other"},
        "duoc-mau/khac.md": {"block: agency": "block: enterprise"},
    }})  # fmt: skip
    names = ["hong", "ngoai", "chua-dong-y", "linh-vuc-khac", "tre"]
    paths = [*(f"bv-mau/{name}.md" for name in names), "duoc-mau/khac.md"]
    told.step({"on": "main", "at": APRIL, "write": {f"dossiers/{folder}bv-mau/len-tong-lien-doan.yml": {
        "level: province": "level: national", "in_favour: 8, against: 0": "in_favour: 4, against: 4", "items": paths}}})  # fmt: skip
    told.step({"on": "main", "at": "2021-04-21T00:00:00+07:00", "write": {"bv-mau/tre.md": {}}})
    found = {path: case(ask, told, f"{HOME}{path}", MAY)["proposed"] for path in paths}
    bars = {path: [bar for entry in entries for bar in entry["bars"]] for path, entries in found.items()}
    assert {bar["id"] for each in bars.values() for bar in each if bar["effect"] != "refuses"} == {"other_content"}
    assert {path: [bar["id"] for bar in each] for path, each in bars.items()} == {
        "bv-mau/hong.md": ["not_carried", "unreadable"],
        "bv-mau/ngoai.md": ["not_carried", "outside_window"],
        "bv-mau/chua-dong-y.md": ["not_carried", "employer", "stage"],
        "bv-mau/linh-vuc-khac.md": ["not_carried", "field"],
        "bv-mau/tre.md": ["other_content", "not_carried", "late"],
        "duoc-mau/khac.md": ["subtree", "not_carried"],
    }


def test_a_late_one_is_told_what_is_left_to_do(ask: Ask, story: Callable[[], Story]) -> None:
    told = story()
    told.step({"on": "main", "at": "2021-04-21T00:00:00+07:00", "write": {"bv-mau/moi.md": {}}})
    found = case(ask, told, MOI, MAY)
    assert (found["valid"], found["received"]["late"], found["faults"]) == (False, True, [])
    assert next_steps(found) == [
        "Bài đến sau giờ đóng (24:00 ngày 20/4/2021) nên không được xét ở kỳ 2021.",
        "Nếu bản giấy hay thư điện tử đã đến kịp: nhờ nơi nhận ghi vào sổ tiếp nhận.",
        "Trong số liệu của kỳ, bài được tính là trễ hạn.",
    ]


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2021-04-20T23:59:59+07:00", "Tác giả hoặc công đoàn cơ sở sửa các lỗi trên trước 24:00 ngày 20/4/2021."),
        ("2021-04-21T00:00:00+07:00", "Cổng nhận bài đã đóng (24:00 ngày 20/4/2021); bài còn lỗi nên không được xét."),
    ],
)
def test_a_broken_one_is_told_its_errors_and_until_when_it_may_be_mended(
    ask: Ask, story: Callable[[], Story], as_of: str, said: str
) -> None:
    told = story()
    told.step({"on": "main", "at": APRIL, "write": {"bv-mau/moi.md": {"scope: unit": "scope: khoa"}}})
    found = case(ask, told, MOI, as_of)
    assert (found["valid"], [each["code"] for each in found["faults"]]) == (False, ["SK204"])
    assert next_steps(found)[0] == said
    assert "Hợp lệ      không: giá trị ngoài danh sách (SK204)\n" in ask(told, "status", MOI, "--as-of", as_of)


def test_a_revoked_honour_says_by_which_decision(ask: Ask, story: Callable[[], Story]) -> None:
    told = story()
    revoking = "number: 16/QĐ-CĐYT (mẫu)\nsigned_on: 2021-05-14\nlevel: upper\nrevokes:\n  - number: 15/QĐ-CĐYT (mẫu)\n"
    told.step({"on": "main", "at": MAY, "write": {"decisions/thai-binh/nganh-y-te/15.yml": {}}})
    told.step({"on": "main", "at": MAY, "write": {"decisions/thai-binh/nganh-y-te/16.yml": revoking}})
    (honour,) = case(ask, told, CU, MAY)["honours"]
    assert (honour["decision"], honour["revoked_by"]) == ("15/QĐ-CĐYT (mẫu)", "16/QĐ-CĐYT (mẫu)")


def test_a_name_that_was_left_says_where_the_content_stands_and_a_withdrawn_one_says_so(ask: Ask, three: Story) -> None:
    before = case(ask, three, MOI, MAY)["received"]
    three.step({"on": "main", "at": "2021-04-12T08:00:00+07:00", "move": {"bv-mau/moi.md": "bv-mau/moi-hon.md"}})
    assert f"đúng nội dung ấy nay ở “{HOME}bv-mau/moi-hon.md”" in ask(three, "status", MOI)
    moved = case(ask, three, f"{HOME}bv-mau/moi-hon.md", MAY)
    assert (moved["received"], moved["proposed"]) == (before, [])  # its time goes with the content, its place with the name
    three.step({"on": "main", "at": "2021-04-13T08:00:00+07:00", "remove": ["bv-mau/moi-hon.md"]})
    assert "đã được rút" in ask(three, "status", MOI)
    assert "Không có bài “submissions/x.md”" in ask(three, "status", "submissions/x.md")


# The ledger


def test_the_ledger_tells_who_holds_and_what_a_withdrawal_would_release(ask: Ask, three: Story) -> None:
    told = json.loads(ask(three, "quota", "--as-of", APRIL, "--format", "json"))
    (account,) = told["accounts"]
    assert [account[name] for name in ("level", "unit", "max", "held", "free", "waiting", "over", "honoured")] == [
        "province", "thai-binh", 2, 2, 0, 1, 0, 0,
    ]  # fmt: skip
    assert [(each["path"], each["standing"], each["releases"]) for each in account["entries"]] == [
        (CU, "holds", BA), (MOI, "holds", BA), (BA, "waits", None),
    ]  # fmt: skip
    assert {each["unit"]: (each["sent"], each["max"]) for each in told["allocations"]} == {
        "thai-binh/nganh-y-te": (3, 4), "thai-binh/nganh-y-te/bv-mau": (3, 3),
    }  # fmt: skip


def test_a_heir_must_fit_under_every_limit(ask: Ask, three: Story) -> None:
    share = "    target: 2\n    may_propose: [{level: province, max: 2}]"
    three.step({"on": "main", "at": "2021-04-09T08:00:00+07:00", "write": {UNITS: {"    target: 2": share}}})
    assert f"trả lại 1 chỗ, tới lượt: {BA}" in ask(three, "quota", "thai-binh", "--as-of", MAY)
    fewer = {"may_propose: [{level: province, max: 2}]": "may_propose: [{level: province, max: 1}]"}
    three.step({"on": "main", "at": "2021-04-09T09:00:00+07:00", "write": {UNITS: fewer}})
    told = ask(three, "quota", "thai-binh", "--as-of", MAY)
    assert (
        "Số được đề nghị lên cấp “LĐLĐ tỉnh, công đoàn ngành Trung ương”: CĐCS Bệnh viện Mẫu\n  giữ 1/1 · còn 0 · chờ 1" in told
    )
    assert "giữ 1/2 · còn 1 · chờ 1 · ngoài hạn mức 1" in told
    assert "đang còn chỗ" not in told  # the province has room, the hospital has not


@pytest.mark.parametrize(
    "act",
    [
        {"disputes/thai-binh/nganh-y-te/03.yml": {"bv-mau/cu.md": "bv-mau/ba.md"}},
        {"decisions/thai-binh/18-qd.yml": {"level: upper": "level: province", "bv-mau/cu.md": "bv-mau/ba.md"}},
    ],
    ids=["in dispute", "honoured already"],
)
def test_a_reserve_that_cannot_be_chosen_is_passed_over(ask: Ask, three: Story, act: dict[str, Any]) -> None:
    bon = f"{HOME}bv-mau/bon.md"
    text = (three.folder / "program/2021" / TO_PROVINCE).read_text(encoding="utf-8")
    waiting = f"  - path: {bon}\n    votes: {{in_favour: 8, against: 0}}\n    reserve: true\nsample: true"
    three.step({"on": "main", "at": APRIL, "write": {"bv-mau/bon.md": {}}})
    three.commit(APRIL, {f"program/2021/{TO_PROVINCE}": text.replace("sample: true", waiting)})
    assert f"trả lại 1 chỗ, tới lượt: {BA}\n" in ask(three, "quota", "thai-binh", "--as-of", MAY)
    three.step({"on": "main", "at": MAY, "write": act})
    assert f"trả lại 1 chỗ, tới lượt: {bon}\n" in ask(three, "quota", "thai-binh", "--as-of", MAY)


def test_a_unit_without_a_dossier_sees_its_free_places(ask: Ask, story: Callable[[], Story]) -> None:
    told = ask(story(), "quota", "thai-binh/nganh-y-te/duoc-mau", "--as-of", APRIL, "--lang", "en")
    assert "Quota at level “National confederation”: LĐLĐ tỉnh Thái Bình\n  0/4 held · 4 free · 0 waiting" in told


def test_an_unknown_unit_or_edition_is_one_line(ask: Ask, three: Story) -> None:
    assert "Không có đơn vị “thai-bin”" in ask(three, "quota", "thai-bin")
    assert "Không có kỳ “1999”" in ask(three, "quota", "--edition", "1999")


# People


@pytest.fixture
def namesakes(story: Callable[[], Story]) -> Path:
    """Nguyễn Văn Mẫu twice in one unit and once in another, and a Nguyễn Văn Mậu."""
    told = story()
    told.step({"on": "main", "at": APRIL, "write": {
        "bv-mau/moi.md": {"name: Nguyễn Văn Mẫu": "name: Nguyễn  văn Mẫu"},
        "bv-mau/ba.md": {"name: Nguyễn Văn Mẫu": "name: Nguyễn Văn Mậu"},
        "duoc-mau/khac.md": {"block: agency": "block: enterprise"},
    }})  # fmt: skip
    return told.folder


def counted(folder: Path, sealed: dict[tuple[str, int], str] | None = None) -> list[tuple[str, str, int]]:
    corpus, findings, _ = read_judged(git.open_repository(folder), "main", AsOf(datetime.fromisoformat(APRIL)))
    entries = figures(corpus, findings, corpus.editions["2021"]).entries
    return [(each.name, each.unit.rpartition("/")[2], each.valid) for each in people(corpus, entries, sealed)]


def test_a_person_is_a_name_in_a_unit_never_a_name_alone(namesakes: Path) -> None:
    assert counted(namesakes) == [
        ("Nguyễn Văn Mẫu", "bv-mau", 2),
        ("Nguyễn Văn Mậu", "bv-mau", 1),
        ("Nguyễn Văn Mẫu", "duoc-mau", 1),
    ]


@pytest.mark.parametrize(
    ("other", "people"), [("Trần Mẫu Hoà", 2), ("Trần Mẫu Hoa", 3)], ids=["where a mark stands", "another mark"]
)
def test_one_name_spelt_two_ways_is_one_author_and_another_mark_is_another(
    story: Callable[[], Story], other: str, people: int
) -> None:
    made, names = story(), {"mot": "Trần Mẫu Hòa", "hai": other}
    written = {f"bv-mau/{file}.md": {"Nguyễn Văn Mẫu": name} for file, name in names.items()}
    made.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": written})
    assert len(counted(made.folder)) == people


def test_what_was_unsealed_tells_two_people_of_one_name_apart(namesakes: Path) -> None:
    assert counted(namesakes, {(CU, 0): "a", (MOI, 0): "b"}).count(("Nguyễn Văn Mẫu", "bv-mau", 1)) == 1
    assert len(counted(namesakes, {(CU, 0): "a", (MOI, 0): "b"})) == 4
    assert len(counted(namesakes, {(CU, 0): "a", (MOI, 0): "a"})) == 3


def test_an_officer_lists_who_has_several(ask: Ask, namesakes: Path) -> None:
    told = Story.__new__(Story)
    told.folder = namesakes
    said = ask(told, "people", "thai-binh", "--as-of", APRIL)
    assert "1 tác giả có từ 2 sáng kiến hợp lệ" in said
    assert "Nguyễn Văn Mẫu · CĐCS Bệnh viện Mẫu: 2 hợp lệ, 0 được đề nghị lên trên, 0 được tôn vinh" in said
    assert "đối chiếu với danh sách đoàn viên" in said
    assert "0 tác giả" in ask(told, "people", "thai-binh/nganh-y-te/duoc-mau", "--as-of", APRIL)

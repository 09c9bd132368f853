"""The register as an officer writes it: many lines at once, each a file of its own, none lost, none changed, a wrong one struck."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.corpus.act_files import named
from sangkien.inputs.moment import day, instant
from sangkien.language import filled
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.receipt_code import receipt_code
from sangkien.rules import CATALOGUE
from story import AS_OF, HOME, WORLD, Story
from test_cli import JUNE, NEW, OLD, SOUND, Ask, Tell, Told, sangkien

__all__ = ["sangkien"]

BOOK = "program/2021/register/thai-binh/nganh-y-te"
DOSSIER = "program/2021/dossiers/thai-binh/nganh-y-te/len-tinh.yml"
HERE = timezone(timedelta(hours=7))
AFTER = "2021-04-26T08:00:00+07:00"
THIRD = f"{HOME}bv-mau/ba.md"


def words(**changed: str) -> list[str]:
    given = {"on": "12/4/2021 9h15", "channel": "paper", "office": "Văn thư (mẫu)", **changed}
    return [word for name, value in given.items() for word in (f"--{name}", value)]


def register(sangkien: Ask, told: Story, *files: str, **changed: str) -> Told:
    paths = [told.folder / file for file in files or (NEW,)]
    return sangkien("register", "--repo", told.folder, *paths, *words(**changed))


def late(told: Story) -> None:
    """A submission reaches `main` after closing."""
    told.commit("2021-04-25T08:00:00+07:00", {NEW: SOUND})


def judge(sangkien: Ask, told: Story) -> Told:
    """What the gate says of everything in June."""
    return sangkien("check", "--repo", told.folder, "--as-of", JUNE)


def lines(told: Story) -> dict[str, str]:
    """Every line on the disk, by its path inside the register's folder."""
    top = told.folder / "program/2021/register"
    return {file.relative_to(top).as_posix(): file.read_text(encoding="utf-8") for file in sorted(top.rglob("*.yml"))}


def test_what_the_office_registers_is_on_time_from_then_on(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    assert "[SK301]" in judge(sangkien, told).out
    done = register(sangkien, told)
    blob = told.git("hash-object", str(told.folder / NEW))
    line = f"{BOOK}/0001-moi.yml"
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Số đến 1, sổ của Công đoàn ngành Y tế (mẫu)\n"
        "  Tên bài: Giá đỡ bình oxy có khóa bánh cho xe đẩy\n"
        "  Nơi gửi: CĐCS Bệnh viện Mẫu\n"
        "  Nhận lúc: 09:15 ngày 12/4/2021\n"
        "  Nơi nhận: Văn thư (mẫu)\n"
        f"  Tệp: {NEW}\n"
        f"  Mã biên nhận, đưa lại cho người gửi: {receipt_code(blob)}\n"
        "\n"
        f"Đã ghi 1 dòng. Commit cả bài và dòng sổ: git -C {told.folder.resolve()} add {NEW} {line}\n"
    )
    assert 'received_at: "2021-04-12T09:15:00+07:00"\n' in (told.folder / line).read_text(encoding="utf-8")
    told.commit(AFTER, {})
    assert judge(sangkien, told).code == 0
    told.commit("2021-04-27T08:00:00+07:00", {NEW: SOUND.replace("scope: unit", "scope: team")})
    assert "[SK301]" in judge(sangkien, told).out  # the line vouched for the content of that moment, not for this one


def test_an_english_reader_is_answered_in_english(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    done = register(sangkien, told, lang="en")
    assert "Number 1, register of" in done.out
    assert "1 entered." in done.out


def test_the_papers_of_a_morning_are_entered_in_one_go(story: Tell, sangkien: Ask) -> None:
    told = story()
    names = [f"{HOME}bv-mau/giay-{number}.md" for number in range(1, 8)]
    told.commit(AS_OF, {name: SOUND.replace("xe đẩy", f"xe đẩy số {name[-4]}") for name in names})
    assert register(sangkien, told, *names).code == 0
    assert list(lines(told)) == [f"thai-binh/nganh-y-te/{number:04d}-giay-{number}.yml" for number in range(1, 8)]
    assert register(sangkien, told, OLD).code == 0  # what stands on the disk counts too, committed or not
    assert "thai-binh/nganh-y-te/0008-cu.yml" in lines(told)
    told.commit(AFTER, {})
    assert "/register/" not in judge(sangkien, told).out


def test_where_one_of_many_cannot_be_entered_none_is(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    assert register(sangkien, told, OLD).code == 0
    before = lines(told)
    refused = register(sangkien, told, NEW, OLD).reason
    assert "số đến 1 (thai-binh/nganh-y-te)" in refused
    assert "sangkien register --strike 1 --unit thai-binh/nganh-y-te" in refused
    assert lines(told) == before


def test_three_officers_at_one_moment_get_three_numbers(story: Tell) -> None:
    told = story()
    told.commit(AS_OF, {NEW: SOUND, THIRD: SOUND.replace("xe đẩy", "xe đẩy khác")})
    command = [sys.executable, "-m", "sangkien", "register", "--repo", str(told.folder)]
    running = [
        subprocess.Popen([*command, str(told.folder / file), *words()], stdout=subprocess.DEVNULL) for file in (OLD, NEW, THIRD)
    ]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert sorted(name.rpartition("/")[2][:4] for name in lines(told)) == ["0001", "0002", "0003"]


def test_a_number_may_be_given_and_the_next_follows_the_greatest(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    assert register(sangkien, told, OLD, number="5").code == 0
    assert register(sangkien, told, number="5").reason == (
        f"Số đến 5 đã dùng ở {BOOK}/0005-cu.yml. Bỏ --number, hoặc ghi --number 6."
    )
    assert register(sangkien, told).code == 0
    assert [name.rpartition("/")[2] for name in lines(told)] == ["0005-cu.yml", "0006-moi.yml"]


def test_a_dossier_is_received_by_the_unit_above(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.step({"on": "main", "at": "2021-04-28T08:00:00+07:00", "write": {DOSSIER: {}}})
    done = register(sangkien, told, DOSSIER)
    assert done.code == 0
    assert "Mã biên nhận" not in done.out
    assert list(lines(told)) == ["thai-binh/0001-len-tinh.yml"]
    assert "[SK517]" in register(sangkien, told, DOSSIER, unit="thai-binh/nganh-y-te").reason


def test_what_is_no_file_of_the_programme_is_refused(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    told.commit(AFTER, {"submissions/2022/thai-binh/a.md": SOUND, f"{HOME}bv-mau/Sai Tên.md": SOUND})
    for file, reason in (
        ("program/2021/rules.yml", "không phải tệp của một bài"),
        (f"{HOME}bv-mau/Sai Tên.md", "không phải tệp của một bài"),
        ("submissions/2022/thai-binh/a.md", "Không có kỳ “2022”"),
        (f"{HOME}bv-mau/khong-co.md", "Không đọc được"),
    ):
        assert reason in register(sangkien, told, file).reason
    assert lines(told) == {}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"on": "1/1/2999 8h"}, "[SK518]"),
        ({"on": "12/4/2020 8h"}, "[SK518]"),
        ({"on": "hôm qua"}, "15/4/2021 9h30"),
        ({"on": "15/4/2021"}, "thiếu giờ"),
        ({"channel": "bo-cau"}, "paper (Bản giấy), email"),
        ({"office": ""}, "[SK205]"),
        ({"office": "a" * 161}, "[SK206]"),
        ({"unit": "thai-binh/nganh-y-te/duoc-mau"}, "[SK517]"),
        ({"unit": "thai-binh/nganh-y-ta"}, "[SK401]"),
    ],
)
def test_what_the_gate_would_refuse_is_not_written(changed: dict[str, str], reason: str, story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    assert reason in register(sangkien, told, **changed).reason
    assert lines(told) == {}


def test_the_slip_of_a_file_with_faults_says_that_mending_it_takes_another_line(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.commit("2021-04-25T08:00:00+07:00", {NEW: SOUND.replace("scope: unit", "scope: khắp-nơi")})
    assert "tệp còn lỗi (SK204)" in register(sangkien, told).out
    late(told)
    assert "tệp còn lỗi" not in register(sangkien, told).out


@pytest.mark.parametrize("stand", [".", HOME, f"{HOME}bv-mau", "program"])
def test_a_file_is_known_from_wherever_the_officer_stands(
    stand: str, story: Tell, sangkien: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story()
    late(told)
    monkeypatch.chdir(told.folder / stand)
    ways = (
        NEW,
        str(told.folder / NEW),
        NEW.replace("/", "\\"),
        os.path.relpath(told.folder / NEW),
        f"{HOME}../nganh-y-te/bv-mau/moi.md",
    )
    for number, way in enumerate(ways, 1):
        done = sangkien("register", way, *words())
        assert done.code == 0, done.err
        told.git(*shlex.split(done.out.rpartition("git ")[2])[-3:], at=AS_OF)
        file = f"{BOOK}/{number:04d}-moi.yml"
        for asked in (str(number), file, os.path.relpath(told.folder / file), file.replace("/", "\\")):
            done = sangkien("register", "--strike", asked, "--reason", "Ghi nhầm sang bài khác")
            assert ("đã gạch ngày" in done.err) if done.code else file in done.out
    assert "nằm ngoài kho này" in sangkien("register", told.folder.parent / "la.md", *words()).reason


def test_the_disk_that_refuses_stops_the_tool(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    (told.folder / "program/2021/register").write_text("một tệp ở chỗ của thư mục", encoding="utf-8")
    assert "Không ghi được" in register(sangkien, told).reason


# Striking


def test_a_line_that_is_struck_stays_and_counts_no_more(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    register(sangkien, told)
    told.commit(AFTER, {})
    assert judge(sangkien, told).code == 0
    before = lines(told)["thai-binh/nganh-y-te/0001-moi.yml"]
    assert (
        sangkien(
            "register", "--repo", told.folder, "--strike", "1", "--reason", "Ghi nhầm sang bài khác", "--as-of", AFTER
        ).code
        == 0
    )
    after = lines(told)["thai-binh/nganh-y-te/0001-moi.yml"]
    assert after.startswith(f'{before}struck: {{"reason": "Ghi nhầm sang bài khác", "on": "')
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit("2021-04-27T08:00:00+07:00", {})
    # Nobody is blamed for what an office strikes, and what it means is told.
    gate = told.judge({"base": "main", "head": "topic", "as_of": JUNE})
    assert [found.code for found in gate.verdict.introduced] == []
    assert any("số đến 1" in notice.vi and NEW in notice.vi for notice in gate.notices)
    assert "[SK301]" in judge(sangkien, told).out
    assert register(sangkien, told).code == 0  # the paper is entered again, under a new number
    assert "thai-binh/nganh-y-te/0002-moi.yml" in lines(told)


def test_what_is_struck_stays_struck(story: Tell, sangkien: Ask) -> None:
    told = story()
    register(sangkien, told, OLD)
    file = f"{BOOK}/0001-cu.yml"
    strike = ("register", "--repo", told.folder, "--strike", told.folder / file, "--reason", "Ghi nhầm sang bài khác")
    plain = (told.folder / file).read_text(encoding="utf-8")
    assert sangkien(*strike).code == 0
    assert "đã gạch ngày" in sangkien(*strike).reason
    assert "vì: Ghi nhầm sang bài khác" in sangkien(*strike).reason
    told.commit(AFTER, {})
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit(AFTER, {file: plain})
    assert [found.code for found in told.judge({"base": "main", "head": "topic", "as_of": JUNE}).verdict.introduced] == [
        "SK505"
    ]


def test_a_line_must_be_told_from_others_to_be_struck(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.step({"on": "main", "at": AS_OF, "write": {DOSSIER: {}}})
    register(sangkien, told, OLD)
    register(sangkien, told, DOSSIER)
    asked = ("register", "--repo", told.folder, "--reason", "Ghi nhầm sang bài khác", "--strike")
    reason = sangkien(*asked, "1").err
    for file in ("program/2021/register/thai-binh/0001-len-tinh.yml", f"{BOOK}/0001-cu.yml"):
        assert f"sangkien register --strike {file} --reason 'Ghi nhầm sang bài khác'" in reason
    assert "mang số 9" in sangkien(*asked, "9").reason
    assert "không phải một dòng sổ" in sangkien(*asked, told.folder / OLD).reason
    assert sangkien(*asked, "1", "--unit", "thai-binh").code == 0
    assert [name for name, text in lines(told).items() if "struck" in text] == ["thai-binh/0001-len-tinh.yml"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2201-01-01", "ghi là gạch ngày 1/1/2201, sau cả lúc vào sổ"),
        ("1999-01-01", "ghi là gạch ngày 1/1/1999, trước cả lúc nhận (09:15 ngày 12/4/2021)"),
        ("2021-04-27", ""),
        ("2021-04-12", ""),
    ],
)
def test_a_strike_is_of_a_day_that_can_be(day: str, said: str, story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    register(sangkien, told)
    told.commit(AFTER, {})
    told.git("checkout", "--quiet", "-b", "topic")
    line = f"{BOOK}/0001-moi.yml"
    mark = f'struck: {{"reason": "Ghi nhầm sang bài khác", "on": "{day}"}}\n'
    told.commit("2021-04-27T08:00:00+07:00", {line: (told.folder / line).read_text(encoding="utf-8") + mark})
    found = told.judge({"base": "main", "head": "topic", "as_of": JUNE}).verdict.introduced
    assert [(each.code, said in filled(CATALOGUE[each.code].says, dict(each.values)).vi) for each in found] == (
        [("SK518", True)] if said else []
    )


@pytest.mark.parametrize("landed", [False, True])
def test_a_line_of_a_wrong_time_is_struck_only_where_it_is_on_main(landed: bool, story: Tell, sangkien: Ask) -> None:
    told = story()
    register(sangkien, told, OLD)
    line = f"{BOOK}/0001-cu.yml"
    file = told.folder / line
    file.write_text(file.read_text(encoding="utf-8").replace("2021-04-12", "2020-04-12"), encoding="utf-8")
    if landed:
        told.commit(AFTER, {})
    cure = f"sangkien register --strike {line} --reason …"
    assert (cure in (judge(sangkien, told) if landed else check(sangkien, told, line, at=JUNE)).out) == landed


def test_two_officers_who_enter_one_paper_are_told_which_line_stands(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    for branch, office in (("main", "Văn thư (mẫu)"), ("topic", "Văn phòng (mẫu)")):
        told.git("checkout", "--quiet", "-B", branch, "HEAD" if branch == "main" else "main~1")
        register(sangkien, told, office=office)
        told.commit(AFTER, {})
    (found,) = told.judge({"base": "main", "head": "topic", "as_of": JUNE}).verdict.introduced
    assert found.code == "SK120"
    assert "giữ dòng sổ đã có trên main" in filled(CATALOGUE["SK120"].cure, dict(found.values)).vi


def test_a_struck_line_is_told_wherever_its_submission_is(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    register(sangkien, told)
    told.commit(AFTER, {})
    sangkien("register", "--repo", told.folder, "--strike", "1", "--reason", "Ghi nhầm sang bài khác", "--as-of", AFTER)
    told.commit("2021-04-27T08:00:00+07:00", {})
    given = ("--repo", told.folder, "--as-of", JUNE)
    timeline = sangkien("timeline", NEW, *given).out
    assert "nơi nhận ghi sổ, số đến 1" in timeline
    assert "gạch số đến 1, dòng ấy không còn tính: Ghi nhầm sang bài khác" in timeline
    assert (
        "số đến 1 (thai-binh/nganh-y-te), gạch ngày 26/4/2021, không còn tính: Ghi nhầm" in sangkien("status", NEW, *given).out
    )
    (struck,) = json.loads(sangkien("status", NEW, *given, "--format", "json").out)["struck"]
    assert (struck["number"], struck["reason"]) == (1, "Ghi nhầm sang bài khác")
    assert "1 dòng sổ đã gạch\n\nsố đến 1 (thai-binh/nganh-y-te), gạch ngày" in sangkien("audit", *given).out
    (audit,) = json.loads(sangkien("audit", *given, "--format", "json").out)
    assert [(each["number"], each["path"]) for each in audit["struck"]] == [(1, NEW)]
    line = f"{BOOK}/0001-moi.yml"
    assert sangkien("status", line, *given).reason == f"“{line}” không phải một bài. Xem: sangkien status {NEW}"


def test_a_dossier_is_told_by_the_due_date_of_its_own_level(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.step({"on": "main", "at": "2021-04-24T08:00:00+07:00", "write": {DOSSIER: {}}})
    given = ("--repo", told.folder, "--as-of", JUNE)
    timeline = sangkien("timeline", DOSSIER, *given).out
    assert "      24:00 ngày 25/4/2021  hết hạn nộp hồ sơ" in timeline
    assert "kịp, hạn nộp là 24:00 ngày 25/4/2021." in timeline
    assert "24:00 ngày 20/4/2021  đóng cổng nhận bài" in sangkien("timeline", OLD, *given).out
    assert f"Xem: sangkien timeline {DOSSIER}" in sangkien("status", DOSSIER, *given).reason


def test_the_reason_of_a_strike_is_one_clean_line_without_personal_data(story: Tell, sangkien: Ask) -> None:
    told = story()
    register(sangkien, told, OLD)
    before = lines(told)
    asked = ("register", "--repo", told.folder, "--strike", "1", "--reason")
    refused = sangkien(*asked, "Gọi 0912345678 để hỏi").reason
    assert "[SK901]" in refused
    assert "chỉ ghi chức danh" in refused
    assert lines(told) == before
    assert sangkien(*asked, 'Ghi nhầm\n\tsang "bài" khác').code == 0
    assert '"Ghi nhầm sang \\"bài\\" khác"' in lines(told)["thai-binh/nganh-y-te/0001-cu.yml"]


def test_a_broken_line_is_mended_before_it_is_struck(story: Tell, sangkien: Ask) -> None:
    told = story()
    register(sangkien, told, OLD)
    (told.folder / f"{BOOK}/0001-cu.yml").write_text("lủng {", encoding="utf-8")
    assert "đang hỏng" in sangkien("register", "--repo", told.folder, "--strike", "1", "--reason", "Ghi nhầm bài").reason
    assert lines(told) == {"thai-binh/nganh-y-te/0001-cu.yml": "lủng {"}


# Dates as people write them


@pytest.mark.parametrize(
    "text",
    [
        "15/4/2021 9h30", "15/04/2021 09:30", "15-4-2021 09:30", "15.4.2021 9g30", "9h30 15/4/2021", "9h30, 15/4/2021",
        "9 giờ 30 ngày 15/4/2021", "lúc 9 giờ 30 phút ngày 15/4/2021", "ngày 15/4/2021 lúc 9h30", " 15/4/2021  9H30 ",
        "2021-04-15T09:30:00+07:00", "2021-04-15 09:30", "2021-04-15T02:30:00Z", "9h30 sáng 15/4/2021", "15/4/2021 9:30:00",
        "Thứ năm 15/4/2021 9h30", "Thứ Năm, ngày 15/4/2021, 9h30", "T5 15/4/2021 9h30", "9 giờ 30 ngày 15 tháng 4 năm 2021",
        "9 giờ rưỡi sáng ngày 15/4/2021",
    ],
)  # fmt: skip
def test_a_moment_is_understood_as_people_write_it(text: str) -> None:
    told = instant(text, lambda: HERE)
    assert told == datetime(2021, 4, 15, 9, 30, tzinfo=HERE)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("8h sáng 15-4-2021", 8), ("2h chiều 15/4/2021", 14), ("15/4/2021 14h chiều", 14), ("11 giờ trưa 15/4/2021", 11),
        ("1h trưa 15/4/2021", 13), ("10 giờ tối 15/4/2021", 22), ("15/4/2021 2:00 pm", 14), ("24h ngày 14/4/2021", 0),
        ("14/4/2021 24:00", 0), ("15/4/2021 0h", 0),
    ],
)  # fmt: skip
def test_the_part_of_the_day_and_its_end_are_understood(text: str, hour: int) -> None:
    assert instant(text, lambda: HERE) == datetime(2021, 4, 15, hour, tzinfo=HERE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "không phải ngày giờ"), ("x", "không phải ngày giờ"), ("20210415", "không phải ngày giờ"),
        ("９/4/2021 9h", "không phải ngày giờ"), ("0001-01-01", "không phải ngày giờ"), ("15/4/2021 9", "không phải ngày giờ"),
        ("15/4/2021 9h30 10h", "không phải ngày giờ"), ("15/4/2021 16/4/2021 9h", "không phải ngày giờ"),
        ("15/4 9h30", "thiếu năm; viết đủ như 15/4/2021"), ("15/4/21 9h", "năm “21” phải viết đủ bốn chữ số"),
        ("15/4/20211 9h", "năm “20211” phải viết đủ bốn chữ số"), ("4/15/2021 9h", "có phải 15/4/2021?"),
        ("15/15/2021 9h", "không có tháng 15."), ("31/4/2021 9h", "tháng 4 năm 2021 không có ngày 31"),
        ("29/2/2021 9h", "tháng 2 năm 2021 không có ngày 29"), ("15/4/2021 25h", "không có giờ 25;"),
        ("15/4/2021 24:30", "không có giờ 24:30;"), ("15/4/2021 9h75", "không có giờ 9:75;"),
        ("15/4/2021", "thiếu giờ; ghi cả giờ, như 15/4/2021 9h30"), ("2021-04-15", "thiếu giờ; ghi cả giờ, như 15/4/2021 9h30"),
        ("12h đêm 15/4/2021", "chưa rõ là mấy giờ"), ("14h sáng 15/4/2021", "chưa rõ là mấy giờ"),
        ("thứ sáu 15/4/2021 9h", "ngày 15/4/2021 là thứ năm"), ("CN 15/4/2021 9h", "ngày 15/4/2021 là thứ năm"),
    ],
)  # fmt: skip
def test_what_is_no_moment_is_not_guessed_at_but_told_by_the_part_that_is_wrong(text: str, said: str) -> None:
    with pytest.raises(CannotJudge) as caught:
        instant(text, lambda: HERE)
    assert said in caught.value.words.vi


def test_a_day_of_a_paper_has_no_hour() -> None:
    assert {day("22/4/2021"), day("2021-04-22"), day("ngày 22 tháng 4 năm 2021")} == {date(2021, 4, 22)}
    with pytest.raises(CannotJudge) as caught:
        day("22/4/2021 9h")
    assert "chỉ ghi ngày: 22/4/2021" in caught.value.words.vi


def test_as_of_is_read_like_any_other_moment_on_the_clock_of_the_edition(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    assert check(sangkien, told, at="1/6/2021 8h").code == check(sangkien, told, at="2021-06-01T01:00:00Z").code == 1
    assert "thiếu giờ" in check(sangkien, told, at="1/6/2021").reason


def test_a_long_name_is_cut_to_what_a_path_may_have() -> None:
    folder = f"program/2021/register/{'a' * 120}"
    assert len(named(folder, 7, f"submissions/2021/x/{'b' * 200}.md")) == 240
    assert named(folder, 12345, "submissions/2021/x/gia-do.md") == f"{folder}/12345-gia-do.yml"


# The register of the old form


def test_a_register_of_the_old_form_is_converted_line_by_line(story: Tell, sangkien: Ask) -> None:
    told = story()
    late(told)
    told.step({"on": "main", "at": "2021-04-28T08:00:00+07:00", "write": {DOSSIER: {}}})
    blobs = {path: told.git("rev-parse", f"HEAD:{path}") for path in (OLD, NEW, DOSSIER)}
    office = 'received_at: "2021-04-12T09:15:00+07:00"\n    channel: paper\n    office: Văn thư (mẫu)\n'
    book = "lines:\n" + "".join(
        f"  - number: {number}\n    {office}    path: {path}\n    blob: {blob}\n"
        for number, (path, blob) in enumerate(blobs.items(), 3)
    )
    told.commit(AFTER, {"program/2021/register.yml": book})
    assert "[SK516]" in judge(sangkien, told).out
    assert "[SK301]" in judge(sangkien, told).out  # its lines count for nothing until then
    assert sangkien("register", "--repo", told.folder, "--convert", told.folder / "program/2021/register.yml").code == 0
    assert not (told.folder / "program/2021/register.yml").exists()
    assert list(lines(told)) == [
        "thai-binh/0005-len-tinh.yml",
        "thai-binh/nganh-y-te/0003-cu.yml",
        "thai-binh/nganh-y-te/0004-moi.yml",
    ]
    told.commit(AFTER, {})
    assert judge(sangkien, told).code == 0
    corpus, _, _ = read_judged(git.open_repository(told.folder), "HEAD", AsOf(datetime.fromisoformat(JUNE)))
    assert {corpus.received[path].at for path in (NEW, DOSSIER)} == {datetime(2021, 4, 12, 2, 15, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((1, 1), "số đến 1 của {new} đã dùng ở {book}/0001-cu.yml"),
        (("true", 2), "không đọc được"),
        ((7, 2), "{book}/0007-co.yml"),
    ],
)
def test_no_two_lines_of_one_number_come_of_a_conversion(
    numbers: tuple[object, ...], said: str, story: Tell, sangkien: Ask
) -> None:
    told = story()
    late(told)
    there = told.folder / BOOK / "0007-co.yml"
    there.parent.mkdir(parents=True)
    there.write_text("đã có", encoding="utf-8")
    file = told.folder / "program/2021/register.yml"
    office = 'received_at: "2021-04-12T09:15:00+07:00", channel: paper, office: Văn thư (mẫu)'
    pairs = zip(numbers, (OLD, NEW), strict=True)
    rows = (
        f"  - {{number: {number}, {office}, path: {path}, blob: {told.git('rev-parse', f'HEAD:{path}')}}}\n"
        for number, path in pairs
    )
    file.write_text("lines:\n" + "".join(rows), encoding="utf-8")
    assert said.format(new=NEW, book=BOOK) in sangkien("register", "--repo", told.folder, "--convert", file).reason
    assert file.exists()
    assert list(lines(told)) == ["thai-binh/nganh-y-te/0007-co.yml"]


@pytest.mark.parametrize("book", ["", "lines: 3\n", "lines:\n  - {number: một, path: x}\n", "lines:\n  - {number: 1}\n", "\tx"])
def test_a_broken_register_of_the_old_form_is_left_as_it_is(book: str, story: Tell, sangkien: Ask) -> None:
    told = story()
    file = told.folder / "program/2021/register.yml"
    file.write_text(book, encoding="utf-8")
    assert sangkien("register", "--repo", told.folder, "--convert", file).code == 2
    assert file.read_text(encoding="utf-8") == book
    assert lines(told) == {}


# Drafts, as Git would store them


def check(sangkien: Ask, told: Story, *files: str, at: str = AS_OF) -> Told:
    return sangkien("check", "--repo", told.folder, "--as-of", at, *(told.folder / file for file in files))


def uploaded(told: Story, path: str, at: str) -> str:
    """A text with the line ends of Windows goes into Git as it is, as web pages upload it; where text is told to be stored otherwise."""
    told.commit(at, {".gitattributes": "* text=auto eol=lf\n"})
    blob = told.hashed("blob", SOUND.replace("\n", "\r\n").encode())
    told.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")
    told.git("commit", "--quiet", "--message=x", at=at)
    told.git("reset", "--quiet", "--hard")
    return blob


def test_a_file_as_it_was_received_in_time_is_not_late_by_its_name(story: Tell, sangkien: Ask) -> None:
    told = story()
    uploaded(told, NEW, AS_OF)
    assert check(sangkien, told, NEW, at=JUNE).code == 0
    (told.folder / NEW).write_bytes(SOUND.replace("\n", "\r\n").replace("bốn", "năm").encode() + b"\r\n")
    assert "[SK301]" in check(sangkien, told, NEW, at=JUNE).out


def test_a_line_vouches_for_the_content_that_git_holds(story: Tell, sangkien: Ask) -> None:
    told = story()
    blob = uploaded(told, NEW, "2021-04-25T08:00:00+07:00")
    assert register(sangkien, told).code == 0
    assert f'blob: "{blob}"' in lines(told)["thai-binh/nganh-y-te/0001-moi.yml"]
    told.commit(AFTER, {})
    assert judge(sangkien, told).code == 0


def test_a_disk_on_which_every_file_looks_executable_makes_none_so(story: Tell, sangkien: Ask) -> None:
    told = story()
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    (told.folder / NEW).chmod(0o755)
    assert "[SK102]" in check(sangkien, told, NEW).out
    told.git("config", "core.fileMode", "false")
    assert check(sangkien, told, NEW).code == 0


def test_a_file_that_only_got_another_name_keeps_its_time(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.commit(AS_OF, {NEW: SOUND})
    (told.folder / NEW).rename(told.folder / THIRD)
    assert check(sangkien, told, THIRD, at=JUNE).code == 0
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")  # both are there: one text sent twice
    assert "[SK407]" in check(sangkien, told, THIRD, at=JUNE).out


def test_a_paper_and_its_line_are_judged_together_before_either_is_committed(story: Tell, sangkien: Ask) -> None:
    told = story()
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    assert register(sangkien, told).code == 0
    line = f"{BOOK}/0001-moi.yml"
    assert check(sangkien, told, NEW, line, at=JUNE).code == 0
    assert "[SK301]" in check(sangkien, told, NEW, at=JUNE).out
    alone = check(sangkien, told, line, at=JUNE).out
    assert "[SK504]" in alone
    assert f"sangkien check {told.folder / line} {os.path.relpath(told.folder / NEW)}\n" in alone


def test_a_draft_dossier_may_name_draft_submissions(story: Tell, sangkien: Ask) -> None:
    told = story()
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    dossier = (WORLD / "dossier.yml").read_text(encoding="utf-8").replace("bv-mau/cu.md", "bv-mau/moi.md")
    (told.folder / DOSSIER).parent.mkdir(parents=True)
    (told.folder / DOSSIER).write_text(dossier, encoding="utf-8")
    alone = check(sangkien, told, DOSSIER).out
    assert "[SK501]" in alone
    assert f"sangkien check {told.folder / DOSSIER} {os.path.relpath(told.folder / NEW)}\n" in alone
    together = check(sangkien, told, DOSSIER, NEW)
    assert (together.code, "sangkien check" in together.out) == (0, False)


def test_no_receipt_code_is_told_before_anything_was_received(story: Tell, sangkien: Ask) -> None:
    told = story()
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    code = receipt_code(told.git("hash-object", str(told.folder / NEW)))
    done = check(sangkien, told, NEW)
    assert done.code == 0
    assert code not in done.out

"""The register as an officer writes it: many lines at once, each a file of its own, none lost, none changed, a wrong one struck."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sangkien import git
from sangkien.cli import flow
from sangkien.inputs.register import moment, named
from sangkien.model.history import AsOf
from sangkien.receipt_code import receipt_code
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
        "  Nhận lúc: 09:15 ngày 12/4/2021\n"
        "  Nơi nhận: Văn thư (mẫu)\n"
        f"  Tệp: {NEW}\n"
        "  Tên bài: Giá đỡ bình oxy có khóa bánh cho xe đẩy\n"
        f"  Mã biên nhận: {receipt_code(blob)}\n"
        f"Đã ghi 1 dòng. Commit cả bài và dòng sổ: git add {NEW} {line}\n"
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
    assert "số đến 1 (thai-binh/nganh-y-te)" in register(sangkien, told, NEW, OLD).reason
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
    assert "Số tiếp theo còn trống là 6." in register(sangkien, told, number="5").reason
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
        ({"on": "1/1/2999"}, "[SK518]"),
        ({"on": "12/4/2020"}, "[SK518]"),
        ({"on": "hôm qua"}, "15/4/2021 9h30"),
        ({"on": "15/4/21"}, "15/4/2021 9h30"),
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


def test_a_day_on_which_something_is_due_needs_its_hour(story: Tell, sangkien: Ask) -> None:
    told = story()
    rules = (told.folder / "program/2021/rules.yml").read_text(encoding="utf-8")
    told.commit(AS_OF, {NEW: SOUND, "program/2021/rules.yml": rules.replace("2021-04-21T00:00:00", "2021-04-21T17:00:00")})
    assert "cả giờ nhận" in register(sangkien, told, on="21/4/2021").reason
    assert register(sangkien, told, on="21/4/2021 16h59").code == 0


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
    assert sangkien("register", "--repo", told.folder, "--strike", "1", "--reason", "Ghi nhầm sang bài khác").code == 0
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
    assert "[SK106]" in sangkien(*strike).reason
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
    assert "program/2021/register/thai-binh/0001-len-tinh.yml" in sangkien(*asked, "1").reason
    assert "mang số 9" in sangkien(*asked, "9").reason
    assert "không phải một dòng sổ" in sangkien(*asked, told.folder / OLD).reason


# Dates as people write them


@pytest.mark.parametrize(
    "text",
    [
        "15/4/2021 9h30", "15/04/2021 09:30", "15-4-2021 09:30", "15.4.2021 9g30", "9h30 15/4/2021", "9h30, 15/4/2021",
        "9 giờ 30 ngày 15/4/2021", "lúc 9 giờ 30 phút ngày 15/4/2021", "ngày 15/4/2021 lúc 9h30", " 15/4/2021  9H30 ",
        "2021-04-15T09:30:00+07:00", "2021-04-15 09:30", "2021-04-15T02:30:00Z",
    ],
)  # fmt: skip
def test_a_moment_is_understood_as_people_write_it(text: str) -> None:
    told = moment(text, HERE)
    assert told is not None
    assert (told.at, told.at.utcoffset(), told.hour_told) == (
        datetime(2021, 4, 15, 9, 30, tzinfo=HERE),
        timedelta(hours=7),
        True,
    )


@pytest.mark.parametrize("text", ["15/4/2021", "2021-04-15", "ngày 15-04-2021"])
def test_a_day_alone_is_known_to_lack_its_hour(text: str) -> None:
    told = moment(text, HERE)
    assert told is not None
    assert (told.at, told.hour_told) == (datetime(2021, 4, 15, tzinfo=HERE), False)
    assert told.leaves_open(datetime(2021, 4, 15, 17, tzinfo=HERE))
    assert not told.leaves_open(datetime(2021, 4, 16, tzinfo=HERE))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "15/4",
        "15/4/21",
        "4/15/2021",
        "31/4/2021",
        "15/4/2021 24:30",
        "15/4/2021 9h75",
        "９/4/2021",
        "20210415",
        "0001-01-01",
        "x",
    ],
)
def test_what_is_no_moment_is_not_guessed_at(text: str) -> None:
    assert moment(text, HERE) is None


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
    corpus, _, _ = flow.read(git.open_repository(told.folder), "HEAD", AsOf(datetime.fromisoformat(JUNE)))
    assert {corpus.received[path].at for path in (NEW, DOSSIER)} == {datetime(2021, 4, 12, 2, 15, tzinfo=UTC)}


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

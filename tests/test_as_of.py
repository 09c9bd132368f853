"""One meaning of --as-of in every verb: main and receipts end before the first commit dated after the instant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sangkien import git
from sangkien.app import receipts
from sangkien.cli import main
from sangkien.language import LANGUAGES, Language
from sangkien.receipt_code import receipt_code
from server import CLOSING, OPEN_UNTIL, RULES
from story import BEGINNING, HOME, Story

UNITS = "program/2021/units/thai-binh.yml"
ROOM = {"allocation: 4": "allocation: 9", "allocation: 3": "allocation: 9"}
OPEN = {f"closes:\n    - {{at: {CLOSING}": f"closes:\n    - {{at: {OPEN_UNTIL}"}
# In the order of the line: the third is dated before the one it stands on, the fourth far ahead, the fifth stands on it.
DATES = (
    "2021-04-01T08:00:00+07:00",
    "2021-04-05T08:00:00+07:00",
    "2021-04-02T08:00:00+07:00",
    "2030-01-01T00:00:00+07:00",
    "2021-04-09T08:00:00+07:00",
)
ALL = {1, 2, 3, 4, 5}
THEN = {
    "2021-03-12T08:00:00+07:00": set(),
    "2021-04-01T07:59:59+07:00": set(),
    "2021-04-01T08:00:00+07:00": {1},
    "2021-04-03T00:00:00+07:00": {1},
    "2021-04-05T07:59:59+07:00": {1},
    "2021-04-05T01:00:00Z": {1, 2, 3},
    "2029-12-31T16:59:59Z": {1, 2, 3},
    "2029-12-31T17:00:00Z": ALL,
    "9000-01-01T00:00:00Z": ALL,
}
Said = tuple[int, str, str]
"""Exit code, output and what was said beside it."""
Ask = Callable[..., Said]


@pytest.fixture
def sangkien(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    def ask(*words: object) -> Said:
        monkeypatch.setattr("sys.argv", ["sangkien", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return int(str(ended.value.code)), told.out, told.err

    return ask


def path(number: int, name: str = "bai") -> str:
    return f"{HOME}bv-mau/{name}-{number}.md"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Each commit brings a submission, a dossier that proposes it and a file of no kind; a branch sends the submissions once more."""
    told = Story(tmp_path_factory.mktemp("luc-ay") / "kho")
    told.step(
        {
            "on": "main",
            "at": BEGINNING,
            "write": {UNITS: ROOM, RULES: OPEN},
        }
    )
    told.git("branch", "topic")
    for number, at in enumerate(DATES, start=1):
        one = {"Nguyễn Văn Mẫu": f"Nguyễn Văn {number}", "Giá đỡ bình oxy": f"Giá đỡ số {number}"}
        dossier = {f"{HOME}bv-mau/cu.md": path(number)}
        files = {path(number): one, f"dossiers/thai-binh/nganh-y-te/hs-{number}.yml": dossier}
        told.step({"on": "main", "at": at, "write": {**files, path(number).replace(".md", ".txt"): "không phải bài\n"}})
    told.git("checkout", "--quiet", "topic")
    copies = {path(number, "sao"): told.git("show", f"main:{path(number)}") + "\n" for number in ALL}
    told.commit(BEGINNING, copies)
    told.git("checkout", "--quiet", "main")
    for number, content in zip(sorted(ALL), copies.values(), strict=True):
        (told.folder / path(number, "nhap")).write_text(content, encoding="utf-8")
    return told


def numbers(paths: Any) -> set[int]:
    return {int(each.rpartition("-")[2].partition(".")[0]) for each in paths if "-" in each.rpartition("/")[2]}


def found(told: Said, code: str) -> set[int]:
    return numbers(each["path"] for each in json.loads(told[1])["findings"] if each["code"] == code)


def by_check(ask: Ask, world: Story, *as_of: str) -> set[int]:
    return found(ask("check", "--repo", world.folder, "--format", "json", *as_of), "SK101")


def by_a_change(ask: Ask, world: Story, *as_of: str) -> set[int]:
    return found(ask("check", "--repo", world.folder, "--base", "main", "--head", "topic", "--format", "json", *as_of), "SK407")


def by_drafts(ask: Ask, world: Story, *as_of: str) -> set[int]:
    drafts = [world.folder / path(number, "nhap") for number in sorted(ALL)]
    return found(ask("check", "--repo", world.folder, "--format", "json", *as_of, *drafts), "SK407")


def by_audit(ask: Ask, world: Story, *as_of: str) -> set[int]:
    (edition,) = json.loads(ask("audit", "--repo", world.folder, "--format", "json", *as_of)[1])
    return numbers(line["path"] for line in edition["lines"])


def by_timeline(ask: Ask, world: Story, *as_of: str) -> set[int]:
    return {number for number in ALL if ask("timeline", "--repo", world.folder, path(number), *as_of)[0] == 0}


def by_status(ask: Ask, world: Story, *as_of: str) -> set[int]:
    return {number for number in ALL if ask("status", "--repo", world.folder, path(number), *as_of)[0] == 0}


def by_people(ask: Ask, world: Story, *as_of: str) -> set[int]:
    told = json.loads(ask("people", "--repo", world.folder, "--least", "1", "--format", "json", *as_of)[1])
    return numbers(each["path"] for person in told["people"] for each in person["submissions"])


def by_quota(ask: Ask, world: Story, *as_of: str) -> set[int]:
    return numbers(re.findall(r"bai-\d", ask("quota", "--repo", world.folder, "--format", "json", *as_of)[1]))


def by_code(ask: Ask, world: Story, *as_of: str) -> set[int]:
    codes = {number: receipt_code(world.git("rev-parse", f"main:{path(number)}")) for number in ALL}
    return {number for number, code in codes.items() if ask("status", "--repo", world.folder, code, *as_of)[0] == 0}


def by_the_site(ask: Ask, world: Story, *as_of: str) -> set[int]:
    """What it counts; numbered in the order of the line."""
    out = world.folder.parent / "trang"
    code, _, said = ask("build", "--repo", world.folder, "--revision", "main", "--out", out, *as_of)
    assert code == 0, said
    tables = json.loads((out / "files/du-lieu/2021/bao-cao.json").read_text(encoding="utf-8"))["tables"]
    return set(range(1, tables["khoi"]["total"]["received"]))  # beside the one that stood at the beginning


VERBS = {
    each.__name__: each
    for each in (
        *(by_check, by_a_change, by_drafts, by_audit, by_timeline, by_status, by_code, by_people, by_quota),
        by_the_site,
    )
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_ends_main_at_the_same_commit(verb: str, world: Story, sangkien: Ask) -> None:
    said = {at: VERBS[verb](sangkien, world, "--as-of", at) for at in THEN}
    assert said == THEN
    assert VERBS[verb](sangkien, world) == ALL, "at present nothing is cut, whatever the clocks say"


def test_the_code_of_what_came_later_is_no_code_yet(world: Story, sangkien: Ask) -> None:
    code = receipt_code(world.git("rev-parse", f"main:{path(2)}"))
    told = sangkien("status", "--repo", world.folder, code, "--as-of", "2021-04-03T00:00:00+07:00")
    assert (told[0], f"Không có bài nào có mã biên nhận {code}" in told[2]) == (2, True)


TAKEN, WRITTEN = "2021-04-02T08:00:00+07:00", "2021-04-10T08:00:00+07:00"


@pytest.fixture(params=[0, 1])
def vouched(request: pytest.FixtureRequest, story: Callable[[], Story]) -> Story:
    """A submission that the server took before the closing, wrote down a day later, and that landed after it; no receipt before it, or
    one."""
    told = story()
    told.step({"on": "main", "at": BEGINNING, "write": {UNITS: ROOM, "bv-mau/cu-hai.md": {"Giá đỡ bình oxy": "Thẻ số"}}})
    if request.param:
        give(told, "main~1", "main", WRITTEN, WRITTEN)
    told.step({"on": "topic", "at": TAKEN, "write": {"bv-mau/moi.md": {}}})
    give(told, "main", "topic", "2021-04-20T23:00:00+07:00", "2021-04-22T08:00:00+07:00")
    told.step({"merge": "2021-04-21T08:00:00+07:00"})
    return told


def give(told: Story, base: str, head: str, at: str, written: str) -> None:
    instants = (datetime.fromisoformat(each) for each in (at, written))
    receipts.receive(git.open_repository(told.folder), base, head, "push refs/heads/x", *instants)


WROTE = {"2021-04-22T07:59:59+07:00": True, "2021-04-22T08:00:00+07:00": False}


@pytest.mark.parametrize(("at", "late"), WROTE.items())
def test_a_receipt_that_was_written_later_was_not_there(at: str, late: bool, vouched: Story, sangkien: Ask) -> None:
    new, repo = f"{HOME}bv-mau/moi.md", ("--repo", vouched.folder, "--as-of", at)

    def told(*words: object) -> Any:
        return json.loads(sangkien(*words, *repo, "--format", "json")[1])

    assert any(each["code"] == "SK301" for each in told("check")["findings"]) is late
    (edition,) = told("audit")
    assert {line["path"]: line["late"] for line in edition["lines"]}[new] is late
    assert edition["receipts"]["count"] == len(vouched.git("rev-list", "receipts").split()) - late
    assert ("biên nhận" in sangkien("timeline", new, *repo)[1]) is not late
    assert told("status", new)["received"]["late"] is late


CU = f"{HOME}bv-mau/cu.md"
ENTERED, BEFORE_ENTERED = "2021-03-31T09:15:00+07:00", "2021-03-31T09:14:59+07:00"
SIGNED, BEFORE_SIGNED = "2021-05-12T00:00:00+07:00", "2021-05-11T23:59:59+07:00"
NOTE = {"vi": "lưu ý: lúc ấy kho này chưa có commit nào", "en": "note: this repository had no commit then"}
REPLAYING = (("audit",), ("timeline", CU), ("status", CU), ("quota",), ("people", "--least", "1"), ("build", "--out", "OUT"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """What was kept elsewhere in 2021 and brought into Git in 2026: a submission, its line in the register, a decision."""
    told = Story(tmp_path_factory.mktemp("kho-luu") / "kho")
    decision = {"decisions/thai-binh/nganh-y-te/1.yml": {}}
    told.step({"on": "main", "at": BEGINNING, "write": {"register/thai-binh/nganh-y-te/0001-cu.yml": {}, **decision}})
    told.git("checkout", "--quiet", "--orphan", "kho-luu")
    told.commit("2026-11-20T08:00:00+07:00", {})
    told.git("branch", "--quiet", "-M", "main")
    return told


def of(told: Story, at: str, *words: str) -> list[object]:
    out = told.folder.parent / "trang"
    verb, *rest = (out if word == "OUT" else word for word in words)
    return [verb, *rest, "--repo", told.folder, "--as-of", at]


@pytest.mark.parametrize("words", REPLAYING, ids=lambda words: words[0])
def test_where_no_file_dates_anything_so_early_there_was_nothing(words: tuple[str, ...], archive: Story, sangkien: Ask) -> None:
    for at in ("1901-01-01T00:00:00Z", "1972-06-01T00:00:00Z", BEFORE_ENTERED):
        assert sangkien(*of(archive, at, *words)) == (2, "", "sangkien: Lúc ấy kho chưa có gì.\n")


@pytest.mark.parametrize("words", [*REPLAYING, ("check",), ("check", "DRAFT")], ids=" ".join)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_archive_is_said_to_be_one(lang: Language, words: tuple[str, ...], archive: Story, sangkien: Ask) -> None:
    draft = str(archive.folder / CU)
    words = (*(draft if word == "DRAFT" else word for word in words), "--lang", lang)
    code, out, err = sangkien(*of(archive, ENTERED, *words))
    assert code in (0, 1), err
    assert NOTE[lang] in out
    assert err == ""


@pytest.mark.parametrize("words", [each for each in (*REPLAYING, ("check",)) if each[0] != "build"], ids=lambda words: words[0])
def test_a_machine_reads_no_remark(words: tuple[str, ...], archive: Story, sangkien: Ask) -> None:
    code, out, err = sangkien(*of(archive, ENTERED, *words), "--format", "json")
    assert code in (0, 1), err
    told = json.loads(out)
    said = (
        err if words[0] != "check" else "".join(f"lưu ý: {each['vi']}" for each in told["notices"])
    )  # a field of its own there
    assert NOTE["vi"] in said


HONOURS = {ENTERED: 0, BEFORE_SIGNED: 0, SIGNED: 1, "2021-05-11T17:00:00Z": 1, "2021-05-11T16:59:59Z": 0}


@pytest.mark.parametrize(("at", "honours"), HONOURS.items())
def test_of_an_archive_what_is_dated_by_then_counts(at: str, honours: int, archive: Story, sangkien: Ask) -> None:
    told = json.loads(sangkien(*of(archive, at, "status", CU), "--format", "json")[1])
    assert (told["received"]["at"], len(told["honours"])) == (ENTERED, honours)


def test_an_instant_has_its_hour_and_lies_within_reason(archive: Story, sangkien: Ask) -> None:
    for at in ("2021-04-12", "2021-04-12T25:15:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "hôm qua"):
        code, out, err = sangkien(*of(archive, at, "audit"))
        assert (code, out, len(err.splitlines())) == (2, "", 1)

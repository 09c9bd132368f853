"""What people enter becomes files, and what is wrong with a file finds its way back to where they typed it."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangkien import git
from sangkien.app.judge import judge_contents
from sangkien.corpus.document import parse_typed
from sangkien.git.committer import Committed, NewCommit, Signature, commit
from sangkien.git.objects import Objects
from sangkien.git.packing import NewObjects
from sangkien.git.tree_editing import edited
from sangkien.inputs.entry import Cell, Channel, Entry, FormField, JudgedEntry, Origin, Sender, TextLine, judge_entries
from sangkien.model.finding import CannotJudge, Finding
from sangkien.model.history import AsOf
from story import AS_OF, HOME, WORLD, Story
from test_writer import HEADINGS, parse_submission

NEW = f"{HOME}bv-mau/moi.md"
UNIT = "thai-binh/nganh-y-te/"
NOW = AsOf(datetime.fromisoformat(AS_OF))
WORKER = Sender("Nguyễn Văn Mẫu", "mau@example.org", ("thai-binh/nganh-y-te/bv-mau",))
SOUND: Any = parse_submission((WORLD / "submission.md").read_text(encoding="utf-8"), HEADINGS).data
Place = tuple[str | int, ...]


@pytest.fixture
def bare(story: Callable[[], Story], tmp_path: Path) -> git.Repository:
    """The small world as a server has it: no work tree, no index."""
    told = story()
    told.git("clone", "--quiet", "--bare", str(told.folder), str(tmp_path / "kho.git"))
    return git.open_repository(tmp_path / "kho.git")


def places(values: Any, path: Place = ()) -> Iterator[Place]:
    """The way to every value, whole ones and those inside."""
    inside = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for step, value in inside:
        yield (*path, step)
        yield from places(value, (*path, step))


def entered(values: Any, path: str = NEW, **empty: str) -> Entry:
    """As a form gives it: every value under the name of its field, and the names of those that were left empty."""
    origins: dict[Place, Origin] = {each: FormField(".".join(map(str, each))) for each in places(values)}
    origins |= {tuple(name.split("__")): FormField(name) for name in empty}
    return Entry(path, values, WORKER, NOW.at, origins)


def judged(bare: git.Repository, *entries: Entry) -> tuple[JudgedEntry, ...]:
    return judge_entries(bare, "main", entries, NOW)[0]


def said(entry: JudgedEntry) -> set[tuple[str, Origin | None]]:
    """Code, or why it cannot be written, and where it was entered."""
    return {(each.said.code if isinstance(each.said, Finding) else each.said.en, each.origin) for each in entry.remarks}


def with_value(path: Place, value: Any) -> Any:
    """A sound submission with another value at one place; None takes it out."""
    values = copy.deepcopy(SOUND)
    *way, last = path
    inside = values
    for step in way:
        inside = inside[step]
    if value is None:
        del inside[last]
    else:
        inside[last] = value
    return values


def test_a_sound_entry_is_the_file_that_people_write_and_nothing_is_said(bare: git.Repository) -> None:
    (entry,) = judged(bare, entered(SOUND))
    assert entry.content == (WORLD / "submission.md").read_bytes()
    assert entry.remarks == ()


WRONG: dict[str, tuple[Place, Any, str]] = {
    "a title too short": (("title",), "Ngắn", "SK205"),
    "a share of no one": (("authors", 0, "share"), 0, "SK209"),
    "an author without a name": (("authors", 0, "name"), "", "SK205"),
    "a field that is not listed": (("field",), "y-te", "SK204"),
    "a day that is none": (("applied_from",), "2021-02-30", "SK208"),
    "text for a number": (("benefit_vnd",), "36 triệu", "SK203"),
    "an unknown field": (("mau",), "x", "SK202"),
    "an unknown field of an author": (("authors", 0, "mau"), "x", "SK202"),
    "an unknown field of an author, named like another": (("authors", 0, "title"), "x", "SK202"),
    "an unknown field of what was agreed to, named like another": (("consent", "title"), "x", "SK202"),
    "an unknown answer, named like a field": (("answers", "title"), "x", "SK202"),
    "an answer too short": (("answers", "problem"), "Ngắn", "SK205"),
    "a telephone number in an answer": (
        ("answers", "solution"),
        SOUND["answers"]["solution"] + "\n\nGọi 0912 345 678.",
        "SK901",
    ),
    "a telephone number in the title": (("title",), SOUND["title"] + " 0912 345 678", "SK901"),
    "a day outside the window": (("applied_from",), "2021-07-01", "SK302"),
    "another unit": (("unit",), "thai-binh/nganh-y-te/duoc-mau", "SK402"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_leads_back_to_the_field_it_was_typed_in(what: str, bare: git.Repository) -> None:
    path, value, code = WRONG[what]
    (entry,) = judged(bare, entered(with_value(path, value)))
    assert (code, FormField(".".join(map(str, path)))) in said(entry)


ACTS: dict[str, tuple[str, Place]] = {
    "decision": (f"program/2021/decisions/{UNIT}a.yml", ("items", 0, "number")),
    "decision, of its level": (f"program/2021/decisions/{UNIT}a.yml", ("items", 0, "level")),
    "dossier": (f"program/2021/dossiers/{UNIT}a.yml", ("letter", "level")),
}


@pytest.mark.parametrize("what", ACTS)
def test_an_unknown_field_of_an_act_leads_back_to_where_it_stands(what: str, bare: git.Repository) -> None:
    path, (*way, last) = ACTS[what]
    kind = what.partition(",")[0]
    values: Any = parse_typed((WORLD / f"{kind}.yml").read_text(encoding="utf-8"), ()).data
    inside = values
    for step in way:
        inside = inside[step] if isinstance(step, int) else inside.setdefault(step, {})
    inside[last] = "x"
    (entry,) = judged(
        bare, Entry(path, values, WORKER, NOW.at, {each: FormField(".".join(map(str, each))) for each in places(values)})
    )
    assert [origin for code, origin in said(entry) if code == "SK202"] == [FormField(".".join(map(str, (*way, last))))]


@pytest.mark.parametrize(
    "path", [("title",), ("consent",), ("consent", "contact"), ("authors", 0, "name"), ("answers", "effect")]
)
def test_what_is_missing_leads_back_to_the_field_that_was_left_empty(path: Place, bare: git.Repository) -> None:
    entry = entered(with_value(path, None))
    empty: dict[Place, Origin] = {path: FormField("empty")}
    (found,) = judged(bare, Entry(entry.path, entry.values, entry.sender, entry.at, {**entry.origins, **empty}))
    assert ("SK201", FormField("empty")) in said(found)


def test_what_no_file_can_hold_leads_back_too(bare: git.Repository) -> None:
    values = with_value(("answers", "effect"), "Một\n## Hai")
    values["title"] = "Giá đỡ\x07 bình oxy"
    (entry,) = judged(bare, entered(values))
    assert entry.content == b""
    assert {origin for _, origin in said(entry)} == {FormField("answers.effect"), FormField("title")}


def test_where_a_part_is_not_known_the_whole_is_told(bare: git.Repository) -> None:
    """A table has the authors in one cell, however many they are."""
    entry = Entry(
        NEW, with_value(("authors", 0, "share"), 0), WORKER, NOW.at, {("authors",): Cell("Sáng kiến", 7, 3), (): TextLine(7)}
    )
    (found,) = judged(bare, entry)
    assert ("SK209", Cell("Sáng kiến", 7, 3)) in said(found)
    assert entry.origin(("title",)) == TextLine(7)
    assert entered({}).origin(("title",)) is None


@pytest.mark.parametrize(
    ("column", "address"), [(1, "A7"), (26, "Z7"), (27, "AA7"), (52, "AZ7"), (703, "AAA7"), (16384, "XFD7")]
)
def test_a_cell_is_called_as_a_spreadsheet_calls_it(column: int, address: str) -> None:
    assert Cell("", 7, column).address == address


class Table:
    """Rows of a table: the smallest channel there can be."""

    def __init__(self, *titles: str) -> None:
        self.titles = titles

    def entries(self) -> Iterator[Entry]:
        for row, title in enumerate(self.titles, start=2):
            yield Entry(
                f"{HOME}bv-mau/dong-{row}.md", with_value(("title",), title), WORKER, NOW.at, {("title",): Cell("", row, 1)}
            )


def test_a_channel_is_judged_at_once_and_committed_where_it_is_in_order(bare: git.Repository) -> None:
    table: Channel = Table("Xe đẩy thuốc có khóa bánh", "Ngắn", "Kệ phơi găng tay có quạt gió")
    entries = tuple(table.entries())
    found, judgement = judge_entries(bare, "main", entries, NOW)
    assert [{origin for code, origin in said(each) if code == "SK205"} for each in found] == [set(), {Cell("", 3, 1)}, set()]
    assert judgement.verdict.refused
    sound = [
        each for each in found if not any(isinstance(each.said, Finding) and each.said.code == "SK205" for each in each.remarks)
    ]
    who = Signature(WORKER.name, WORKER.email, datetime(2021, 4, 1, tzinfo=UTC))
    new = NewCommit({each.entry.path: each.content for each in sound}, "Nhận hai bài", who)
    main = git.resolve(bare, "main")
    made = commit(bare, "refs/heads/intake", [new], None, main)
    assert isinstance(made, Committed)
    contents = {each.entry.path: each.content for each in sound}
    assert (
        git.change(bare, "main", "refs/heads/intake").written
        == git.contents_change(bare, git.snapshot(bare, main), contents).written
    )


def test_what_is_no_file_of_ours_or_is_two_entries_file_is_refused(bare: git.Repository) -> None:
    with pytest.raises(CannotJudge, match="no place"):
        judged(bare, entered(SOUND, "README.md"))
    with pytest.raises(CannotJudge, match="Two entries"):
        judged(bare, entered(SOUND), entered(SOUND))
    with pytest.raises(CannotJudge):
        judge_contents(bare, "main", {"docs/x.md": b"x"}, NOW)


STOOD = f"{HOME}bv-mau/cu.md"


@pytest.mark.parametrize("path", ["README.md", "docs/x.md", f"../{NEW}"])
def test_what_is_no_file_of_ours_is_not_removed_either(path: str, bare: git.Repository) -> None:
    with pytest.raises(CannotJudge):
        judge_contents(bare, "main", {path: None}, NOW)


def test_a_submission_and_an_act_may_be_removed(bare: git.Repository) -> None:
    for path in (STOOD, f"program/2021/dossiers/{UNIT}a.yml", NEW):
        judge_contents(bare, "main", {path: None}, NOW)


SOUND_BYTES = (WORLD / "submission.md").read_bytes()
IMPOSSIBLE: dict[str, tuple[dict[str, bytes | None], str]] = {
    "below a file that stands": ({f"{STOOD}/x.md": SOUND_BYTES}, STOOD),
    "far below a file that stands": ({f"{STOOD}/x/y.md": SOUND_BYTES}, STOOD),
    "below a file that is written": ({NEW: SOUND_BYTES, f"{NEW}/x.md": SOUND_BYTES}, NEW),
    "a file for a folder": ({f"{HOME}bv-mau": SOUND_BYTES}, f"{HOME}bv-mau"),
    "a folder taken for a file": ({f"{HOME}bv-mau": None}, f"{HOME}bv-mau"),
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_a_file_and_a_folder_of_one_name_are_not_judged(what: str, bare: git.Repository) -> None:
    contents, named = IMPOSSIBLE[what]
    with pytest.raises(CannotJudge, match=f"“{re.escape(named)}” cannot be both"):
        judge_contents(bare, "main", contents, NOW)


def test_what_takes_the_place_of_a_removed_file_is_judged(bare: git.Repository) -> None:
    judgement = judge_contents(bare, "main", {STOOD: None, f"{STOOD}/x.md": SOUND_BYTES}, NOW)
    assert {each.location.path for each in judgement.verdict.introduced} >= {f"{STOOD}/x.md"}


def test_the_same_contents_are_refused_before_they_are_judged_as_when_they_are_committed(
    story: Callable[[], Story],
) -> None:
    told = story()
    told.commit(AS_OF, dict.fromkeys(("a", "b/c", "b/d", "e/f/g"), "x"))
    repo = git.open_repository(told.folder)
    base, objects = git.snapshot(repo, "main"), NewObjects(repo, Objects(repo))
    tree = told.git("rev-parse", "main^{tree}").strip()
    steps = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f", "g", ".git", ""]), min_size=1, max_size=4).map("/".join)
    paths = st.sampled_from(["a", "a/b", "b", "b/c", "b/c/d", "b/d", "e", "e/f", "e/f/g", "n", "n/m"]) | steps

    def refused(make: Callable[[], object]) -> bool:
        try:
            make()
        except CannotJudge:
            return True
        return False

    @settings(max_examples=300)
    @given(st.dictionaries(paths, st.none() | st.just(b"x"), max_size=6))
    def alike(contents: dict[str, bytes | None]) -> None:
        judging = refused(lambda: git.contents_change(repo, base, contents))
        assert judging == refused(lambda: edited(objects, tree, contents))

    alike()


def test_of_no_entries_nothing_is_said(bare: git.Repository) -> None:
    assert judged(bare) == ()

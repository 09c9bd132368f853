"""Whatever is sent, moved, copied and corrected, by whichever office: nobody gains a time by it, and nobody loses one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sangkien import git
from sangkien.corpus import Law, load_law
from sangkien.corpus.corrections import differing
from sangkien.corpus.times import Times
from sangkien.model.act import Content, Correction
from sangkien.model.filed import Address, Filed, SourceFile
from sangkien.model.history import PLAIN_FILE, Commit, History, Snapshot, TreeEntry, folder_of
from story import HOME, WORLD, Story

UNITS = ("bv-mau", "duoc-mau")
PATHS = tuple(f"{HOME}{unit}/{name}.md" for unit in UNITS for name in ("mot", "hai", "ba"))
OFFICES = ("thai-binh", "thai-binh/nganh-y-te", *(f"thai-binh/nganh-y-te/{unit}" for unit in UNITS))
BEGINS = datetime.fromisoformat("2021-04-18T08:00:00+07:00")
SOUND = (WORLD / "submission.md").read_text(encoding="utf-8")


class Files(dict[str, TreeEntry]):
    """A tree as a plain mapping."""

    def names(self, folder: str) -> Mapping[str, TreeEntry]:
        return {path: entry for path, entry in self.items() if folder_of(path) == folder}

    def folders(self, folder: str) -> list[str]:
        return sorted({path[len(folder) + 1 :].partition("/")[0] for path in self if path.startswith(f"{folder}/")})

    def holding(self, folder: str, blob: str) -> list[str]:
        return [path for path, entry in self.names(folder).items() if entry.blob == blob]

    def under(self, folder: str) -> Iterator[tuple[str, TreeEntry]]:
        return ((path, entry) for path, entry in self.items() if path.startswith(f"{folder}/"))


class Said(NamedTuple):
    """What a file says: a text (0 or 1), who shares it, whether an answer was rewritten."""

    text: int
    shares: int
    rewritten: bool

    def at(self, path: str) -> str:
        unit = path.removeprefix("submissions/2021/").rpartition("/")[0]
        made = SOUND.replace("unit: thai-binh/nganh-y-te/bv-mau", f"unit: {unit}").replace("Giá đỡ", f"Giá đỡ {self.text}")
        made = made.replace("share: 100", f"share: {100 - self.shares}")
        return made.replace("bằng chân", "bằng gót chân") if self.rewritten else made


def blob_of(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest()


class Line:
    """A main line in memory: what stood when, and the corrections that came."""

    def __init__(self) -> None:
        self.trees: list[tuple[Commit, Files]] = []
        self.texts: dict[str, str] = {}
        self.acts: list[tuple[Commit, Filed[Correction]]] = []

    def commit(self, change: Callable[[dict[str, TreeEntry]], None]) -> Commit:
        at = BEGINS + timedelta(hours=12 * len(self.trees))
        made, tree = Commit(f"{len(self.trees):040x}", at, at), Files(self.trees[-1][1] if self.trees else {})
        change(tree)
        self.trees.append((made, tree))
        return made

    def put(self, path: str, text: str) -> None:
        self.texts[blob_of(text)] = text
        self.commit(lambda tree: tree.__setitem__(path, TreeEntry(PLAIN_FILE, blob_of(text))))

    def correct(self, office: str, old: Content, new: Content) -> None:
        path = f"program/2021/corrections/{office}/{len(self.acts)}.yml"
        act = Correction(str(len(self.acts)), BEGINS.date(), "Đánh máy nhầm.", old, new)
        source = SourceFile(Address(path, "correction", "2021", office), f"{len(self.acts):040d}", "")
        self.acts.append((self.commit(lambda tree: None), Filed(act, source, {})))

    def title(self, content: Content) -> str:
        return self.texts[content.content].split("\n")[1]

    def contents(self) -> list[Content]:
        return sorted({Content(path, entry.blob) for _, tree in self.trees for path, entry in tree.items()}, key=str)

    def times(self, *, with_acts: int | None = None) -> Times:
        acts = self.acts[:with_acts]
        landings: dict[str, dict[str, Commit]] = {}
        brought: dict[str, dict[str, Commit]] = {}
        for commit, tree in self.trees:
            for path, entry in tree.items():
                landings.setdefault(path, {}).setdefault(entry.blob, commit)
                brought.setdefault(folder_of(path), {}).setdefault(entry.blob, commit)
        for commit, filed in acts:
            brought.setdefault(folder_of(filed.path), {})[filed.source.blob] = commit
        by_id = {commit.id: tree for commit, tree in self.trees}
        stood = lambda path, id: entry.blob if (entry := by_id[id].get(path)) else ""  # noqa: E731
        trees = {commit.id: tree for commit, tree in self.trees}
        history = History(landings, brought, stood=stood, tree=trees.__getitem__)
        read = lambda ids: ((id, self.texts[id].encode()) for id in ids)  # noqa: E731
        snapshot = Snapshot("", self.trees[-1][1], history, {}, read)
        edition = replace(law().editions["2021"], corrections=tuple(filed for _, filed in acts))
        return Times(snapshot, law(), {"2021": edition}, self.trees[-1][0].committed + timedelta(hours=1))

    def timely(self, *, with_acts: int | None = None) -> dict[str, datetime]:
        times = self.times(with_acts=with_acts)
        return {path: times.at(path).timely for path in self.trees[-1][1]}


@cache
def law() -> Law:
    with TemporaryDirectory() as folder:
        told = Story(Path(folder) / "kho")
        return load_law(git.snapshot(git.open_repository(told.folder), "HEAD"))


said = st.builds(Said, st.integers(0, 1), st.integers(0, 2), st.sampled_from((False, False, True)))
paths = st.sampled_from(PATHS)
number = st.integers(0, 1_000)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), paths, said),
        st.tuples(st.just("move"), paths, paths),
        st.tuples(st.just("copy"), paths, paths),
        st.tuples(st.just("back"), number, paths),
        st.tuples(st.just("remove"), paths, paths),
        st.tuples(
            st.just("correct"), number, st.tuples(number, st.sampled_from(OFFICES), st.sampled_from((True, True, True, False)))
        ),
        st.tuples(st.just("correct"), number, st.tuples(number, st.just(""), st.just(True))),
    ),
    min_size=8,
    max_size=24,
)


def done(line: Line, kind: str, one: Any, other: Any) -> None:
    """One step; one that cannot be taken is left out."""
    there = line.trees[-1][1] if line.trees else Files()
    if kind == "put":
        line.put(one, other.at(one))
    elif kind in ("move", "copy", "remove") and one in there:
        entry = there[one]

        def change(tree: dict[str, TreeEntry]) -> None:
            if kind != "copy":
                del tree[one]
            if kind != "remove":
                tree[other] = entry

        line.commit(change)
    elif kind == "back" and line.texts:
        line.put(other, sorted(line.texts.values())[one % len(line.texts)])
    elif kind == "correct" and (known := line.contents()):
        to, office, right = other
        new = known[to % len(known)]
        alike = [each for each in known if line.title(each) == line.title(new)]  # others are refused, mostly for what they say
        old = alike[one % len(alike)]
        nearest = folder_of(old.path) if folder_of(old.path) == folder_of(new.path) else folder_of(folder_of(old.path))
        line.correct(nearest.removeprefix("submissions/2021/") if right else office, old, new)


def played(script: list[tuple[str, Any, Any]]) -> Iterator[tuple[Line, str]]:
    line = Line()
    for kind, one, other in [("put", PATHS[0], Said(0, 0, False)), *script]:
        before = len(line.trees)
        done(line, kind, one, other)
        if len(line.trees) > before:
            yield line, kind


ours = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


# The content stands at the old path alone; an earlier one of it came back to the path that is named for the new.
@example(
    [
        ("put", PATHS[0], Said(1, 0, False)),
        ("put", PATHS[1], Said(0, 0, False)),
        ("move", PATHS[0], PATHS[1]),
        ("back", 0, PATHS[0]),
        ("correct", 0, (2, "", True)),
    ]
)
@ours
@given(steps)
def test_a_correction_that_lands_makes_nobodys_time_worse(script: list[tuple[str, Any, Any]]) -> None:
    for line, kind in played(script):
        if kind == "correct":
            before, after = line.timely(with_acts=len(line.acts) - 1), line.timely()
            assert {path for path in before if after[path] > before[path]} == set()


# The heir comes to the path that the time came from; an earlier content of that path has nothing to give any more.
@example(
    [
        ("put", PATHS[0], Said(1, 0, False)),
        ("put", PATHS[1], Said(1, 1, False)),
        ("correct", 1, (0, "", True)),
        ("move", PATHS[0], PATHS[2]),
        ("back", 0, PATHS[2]),
        ("correct", 1, (1, "thai-binh", True)),
        ("move", PATHS[1], PATHS[0]),
    ]
)
@ours
@given(steps)
def test_one_file_gives_its_time_to_one_file_and_keeps_none(script: list[tuple[str, Any, Any]]) -> None:
    """No chain, ring, copy or rival office makes two of one."""
    for line, _ in played(script):
        times, tree = line.times(), line.trees[-1][1]
        corrected = {path: found for path in tree if (found := times.at(path).corrected)}
        givers = [each.path for each in corrected.values()]
        assert sorted(set(givers)) == sorted(givers)
        for path, each in corrected.items():
            stood = {
                then[each.path].blob for commit, then in line.trees if commit.committed <= each.since and each.path in then
            }
            assert each.path == path or each.path not in tree or tree[each.path].blob not in stood
            copies = [other for other in times.holders(each.path, each.content) if other != path]
            assert [other for other in copies if times.at(other).timely <= each.at] == []


@ours
@given(steps)
def test_a_corrected_time_is_that_of_a_content_that_came_then_and_differs_only_where_it_may(
    script: list[tuple[str, Any, Any]],
) -> None:
    for line, _ in played(script):
        times, rules = line.times(), law().editions["2021"].rules.record.corrections
        assert rules is not None
        for path, entry in line.trees[-1][1].items():
            if corrected := times.at(path).corrected:
                first = next(commit for commit, tree in line.trees if TreeEntry(PLAIN_FILE, corrected.content) in tree.values())
                assert first.committed <= corrected.at < corrected.since
                was, now = times.record(corrected.path, corrected.content), times.record(path, entry.blob)
                assert was is not None
                assert now is not None
                assert set(differing(was, now)) <= set(rules.fields)

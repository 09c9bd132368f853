"""The tables of a main line and the questions they answer; must not know how they are filled.

Kept rows are not trusted. A row carries a checksum; and since a damaged index loses rows without an error, rows are counted: a
commit says how many there are up to it, a landing how many its folder has had. What does not add up raises Broken.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sangkien.cache.store import Broken, Store, check
from sangkien.model.history import Commit, folder_of

TABLES = """
create table if not exists line
  (seq integer primary key, id text, authored int, committed int, parent int, merge int, first blob,
   latest int, disordered int, landings int, sum int);
create table if not exists landing (nr integer primary key, folder blob, name blob, blob text, seq int, nth int, sum int);
create unique index if not exists line_id on line (id);
create index if not exists landing_folder on landing (folder);
"""
ADD = {
    "line": "insert into line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "landing": "insert into landing values (?, ?, ?, ?, ?, ?, ?)",
}

Layer = tuple[Store, int]
"""A store, and the last position of the line that is read from it."""


class Step(NamedTuple):
    """A commit of the line."""

    seq: int  # position on the line, from 1
    id: str  # commit id
    authored: int  # author's date, seconds since 1970
    committed: int  # committer's date, seconds since 1970
    parent: int | None  # newest committer's date of its parents, seconds; None: a root
    merge: int  # 1 for a merge commit, else 0
    first: bytes  # a path it changed
    latest: int  # latest date that any commit claims up to and with this one
    disordered: int  # commits dated before their parent, up to and with this one
    landings: int  # landings up to and with this one


class Landing(NamedTuple):
    """A content that came to a path, which is a folder and a name in it."""

    nr: int  # number of the landing, from 1
    folder: bytes
    name: bytes
    blob: str  # Git blob id
    seq: int  # position of the commit that brought it
    nth: int  # number among the landings of its folder, from 1

    @property
    def path(self) -> str:
        """The path in the repository."""
        return text(self.folder + b"/" + self.name) if self.folder else text(self.name)


BEFORE = Step(0, "", 0, 0, None, 0, b"", 0, 0, 0)


class MainLine:
    """A line in one store, or in one and a second for what follows. A `settled` line gets no more rows: one that is asked very
    often answers from a single reading of all."""

    def __init__(self, layers: Sequence[Layer], settled: bool = False) -> None:
        self._layers, self._settled, self._asked = layers, settled, 0
        self._commits: dict[int, Commit] = {}
        self._folders: dict[str, Sequence[Landing]] = {}
        self._by_path: dict[str, Mapping[str, Sequence[Landing]]] = {}
        self._first: dict[str, Mapping[str, Mapping[str, int]]] = {}
        self._places: dict[str, int] = {}
        self._landings: dict[str, dict[str, Commit]] = {}
        self._brought: dict[str, dict[str, Commit]] = {}

    def landings(self, path: str) -> dict[str, Commit]:
        """Blob -> commit that first brought it to the path. Raises Broken."""
        if path not in self._landings:
            landed = self._landed(folder_of(path)).get(path, {})
            self._landings[path] = {blob: self.commit(seq) for blob, seq in landed.items()}
        return self._landings[path]

    def brought(self, folder: str) -> dict[str, Commit]:
        """Blob -> commit that first brought it into the folder, under any name. Raises Broken."""
        if folder not in self._brought:
            first: dict[str, int] = {}
            for landing in self.ever(folder):
                first.setdefault(landing.blob, landing.seq)
            self._brought[folder] = {blob: self.commit(seq) for blob, seq in first.items()}
        return self._brought[folder]

    def stood(self, path: str, commit: str) -> str:
        """Blob that had last come to the path by a commit of the line (its id); empty where nothing had. Raises Broken."""
        if commit not in self._places:
            self._places[commit] = self.position(commit)
        came = self._came(folder_of(path)).get(path, ())
        return next((landing.blob for landing in reversed(came) if landing.seq <= self._places[commit]), "")

    def _landed(self, folder: str) -> Mapping[str, Mapping[str, int]]:
        """Path -> blob -> position of the first commit to bring it, for the paths of one folder."""
        if folder not in self._first:
            found: dict[str, dict[str, int]] = {}
            for path, came in self._came(folder).items():
                first = found[path] = {}
                for landing in came:
                    first.setdefault(landing.blob, landing.seq)
            self._first[folder] = found
        return self._first[folder]

    def _came(self, folder: str) -> Mapping[str, Sequence[Landing]]:
        """The landings in a folder by path, in order."""
        if folder not in self._by_path:
            found: dict[str, list[Landing]] = {}
            for landing in self.ever(folder):
                found.setdefault(landing.path, []).append(landing)
            self._by_path[folder] = found
        return self._by_path[folder]

    def ever(self, folder: str) -> Sequence[Landing]:
        """The landings in a folder, those below it left out, in order. Raises Broken."""
        if folder not in self._folders:
            self._folders[folder] = self._read(stored(folder))
        return self._folders[folder]

    def _read(self, folder: bytes) -> Sequence[Landing]:
        self._asked += 1
        if self._settled and self._asked > _VERY_MANY:
            return self._every_landing.get(folder, [])
        found = [Landing._make(row) for row in self._rows("landing", "where folder = ? and seq <= ? order by nr", folder)]
        # Whether the last is missing is for those to see who know what stands there, or stood.
        if [landing.nth for landing in found] != list(range(1, len(found) + 1)):
            raise Broken("a landing is missing")
        return found

    @cached_property
    def _every_landing(self) -> Mapping[bytes, list[Landing]]:
        found: dict[bytes, list[Landing]] = {}
        for landing in self._after(0):
            found.setdefault(landing.folder, []).append(landing)
        return found

    def _after(self, nr: int) -> Iterator[Landing]:
        """The landings with a greater number, in order."""
        for row in self._rows("landing", "where nr > ? and seq <= ? order by nr", nr):
            if row[0] != (nr := nr + 1):
                raise Broken("a landing is missing")
            yield Landing._make(row)
        if nr != self._last.landings:
            raise Broken("landings are missing")

    @cached_property
    def _last(self) -> Step:
        return next(
            (Step._make(row) for row in self._rows("line", "where seq <= ? order by seq desc limit 1", latest_first=True)),
            BEFORE,
        )

    def since(self, seconds: int) -> list[tuple[str, str]]:
        """(path, blob) of every landing whose commit claims this second since 1970 or later, in either of its dates. Raises Broken."""
        first = 1 + bisect_left(range(1, self._last.seq + 1), seconds, key=lambda seq: self.step(seq).latest)
        if first > self._last.seq:
            return []
        steps = map(self.step, range(first, self._last.seq + 1))
        late = frozenset(step.seq for step in steps if max(step.authored, step.committed) >= seconds)
        return [(landing.path, landing.blob) for landing in self._after(self.step(first - 1).landings) if landing.seq in late]

    def paths(self) -> list[str]:
        """Every path that anything ever landed at. Raises Broken."""
        return list(dict.fromkeys(landing.path for folder in self._every_landing.values() for landing in folder))

    def disordered(self) -> dict[Commit, str]:
        """Commits dated before their parent, in order, each with a path it changed. Raises Broken."""
        found = [Step._make(row) for row in self._rows("line", "where committed < parent and seq <= ? order by seq")]
        if len(found) != self._last.disordered:
            raise Broken("a commit is missing")
        return {self.commit(step.seq): text(step.first) for step in found}

    def commit(self, seq: int) -> Commit:
        """The commit at a position, from 1. Raises Broken."""
        if seq not in self._commits:
            step = self.step(seq)
            self._commits[seq] = Commit.at(step.id, step.authored, step.committed, step.parent, bool(step.merge))
        return self._commits[seq]

    def step(self, seq: int) -> Step:
        """The row of the commit at a position; for 0 one with all counts at zero. Raises Broken."""
        if seq == 0:
            return BEFORE
        self._asked += 1
        if self._settled and self._asked > _VERY_MANY:
            found = self._every_step.get(seq)
        else:
            found = next((Step._make(row) for row in self._rows("line", "where seq = ? and seq <= ?", seq)), None)
        if found is None:
            raise Broken("a commit is missing")
        return found

    @cached_property
    def _every_step(self) -> Mapping[int, Step]:
        return {row[0]: Step._make(row) for row in self._rows("line", "where seq <= ?")}

    def position(self, commit: str) -> int:
        """A commit's position on the line, from 1; 0 where it is not on the line."""
        return next((row[0] for row in self._rows("line", "where id = ? and seq <= ?", commit)), 0)

    def _rows(self, table: str, clause: str, *values: Any, latest_first: bool = False) -> Iterator[Any]:
        for store, last in reversed(self._layers) if latest_first else self._layers:
            for row in store.rows(f"select * from {table} {clause}", (*values, last)):
                if check(*row[:-1]) != row[-1]:
                    raise Broken("a row is damaged")
                yield row[:-1]


_VERY_MANY = 2_000  # questions that take as long as one reading of a line of some ten thousands
WHOLE = 1 << 62  # past the last place of any line


def stored(path: str) -> bytes:
    """A path as its bytes in the table: names may be any bytes Git holds."""
    return path.encode("utf-8", "surrogateescape")  # names are whatever bytes Git holds


def text(path: bytes) -> str:
    """A path from its bytes in the table; the inverse of `stored`."""
    return path.decode("utf-8", "surrogateescape")

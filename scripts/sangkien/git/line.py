"""The tables a main line is kept in, and what they answer; must not know how they are filled.

What was kept is not believed. A row carries a sum over itself; and since an index that went bad loses rows without a word, rows count: a
commit how many there are up to it, a landing how many its path has had.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sangkien.git.history import commit
from sangkien.model.history import Commit
from sangkien.store import Broken, Store, check

TABLES = """
create table if not exists line
  (seq integer primary key, id text, authored int, committed int, parent int, merge int, first blob,
   latest int, disordered int, landings int, moves int, sum int);
create table if not exists landing (nr integer primary key, path blob, blob text, seq int, since int, nth int, sum int);
create table if not exists former (new blob, old blob, since int, sum int);
create unique index if not exists line_id on line (id);
create index if not exists landing_path on landing (path);
"""
ADD = {
    "line": "insert into line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "landing": "insert into landing values (?, ?, ?, ?, ?, ?, ?)",
    "former": "insert into former values (?, ?, ?, ?)",
}

Layer = tuple[Store, int]
"""A store, and the last place on the line that is read from it."""


class Step(NamedTuple):
    """A commit of the line: its place from 1, its dates in seconds and what there is up to it and with it."""

    seq: int
    id: str
    authored: int
    committed: int
    parent: int | None
    merge: int
    first: bytes
    latest: int  # date claimed by any commit
    disordered: int
    landings: int
    moves: int


class Landing(NamedTuple):
    """A content that came to a path, or with a rename from the path's former name."""

    nr: int
    path: bytes
    blob: str
    seq: int
    since: int
    nth: int  # of its path, from 1


BEFORE = Step(0, "", 0, 0, None, 0, b"", 0, 0, 0, 0)


class Line:
    """A line in one store, or in one and a second for what follows. One that is `settled` gets no more rows: whoever asks it of very many
    files is answered from one reading of all."""

    def __init__(self, layers: Sequence[Layer], settled: bool = False) -> None:
        self._layers, self._settled, self._asked = layers, settled, 0
        self._commits: dict[int, Commit] = {}
        self._landings: dict[str, dict[str, Commit]] = {}

    def landings(self, path: str) -> dict[str, Commit]:
        if path not in self._landings:
            self._landings[path] = {blob: self.commit(seq) for blob, seq in self.landed(path).items()}
        return self._landings[path]

    def landed(self, path: str) -> dict[str, int]:
        """Places on the line by content. The first to bring a content counts, but what a rename brings along counts if it is earlier."""
        found: dict[str, int] = {}
        for landing in self.ever(path):
            known = found.setdefault(landing.blob, landing.seq)
            if landing.since != landing.seq and self.step(landing.seq).committed < self.step(known).committed:
                found[landing.blob] = landing.seq
        return found

    def ever(self, path: str) -> Sequence[Landing]:
        """The landings of a path as they came."""
        self._asked += 1
        if self._settled and self._asked > _VERY_MANY:
            return self._every_landing.get(stored(path), [])
        found = [Landing._make(row) for row in self._rows("landing", "where path = ? and since <= ? order by nr", stored(path))]
        # Whether the last is missing is for those to see who know what stands there, or stood.
        if [landing.nth for landing in found] != list(range(1, len(found) + 1)):
            raise Broken("a landing is missing")
        return found

    @cached_property
    def _every_landing(self) -> Mapping[bytes, list[Landing]]:
        found: dict[bytes, list[Landing]] = {}
        for landing in self._after(0):
            found.setdefault(landing.path, []).append(landing)
        return found

    def _after(self, nr: int) -> Iterator[Landing]:
        """The landings after one, as they came."""
        for row in self._rows("landing", "where nr > ? and since <= ? order by nr", nr):
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

    @cached_property
    def moves(self) -> Moves:
        moves = Moves()
        rows = list(self._rows("former", "where since <= ? order by rowid"))
        for new, old, since in rows:
            moves.add(text(new), text(old), since)
        if len(rows) != self._last.moves:
            raise Broken("former names are missing")
        return moves

    def since(self, seconds: int) -> list[tuple[str, str]]:
        first = 1 + bisect_left(range(1, self._last.seq + 1), seconds, key=lambda seq: self.step(seq).latest)
        if first > self._last.seq:
            return []
        steps = map(self.step, range(first, self._last.seq + 1))
        late = frozenset(step.seq for step in steps if max(step.authored, step.committed) >= seconds)
        return [
            (text(landing.path), landing.blob) for landing in self._after(self.step(first - 1).landings) if landing.seq in late
        ]

    def paths(self) -> list[str]:
        return [text(path) for path in self._every_landing]

    def disordered(self) -> dict[Commit, str]:
        found = [Step._make(row) for row in self._rows("line", "where committed < parent and seq <= ? order by seq")]
        if len(found) != self._last.disordered:
            raise Broken("a commit is missing")
        return {self.commit(step.seq): text(step.first) for step in found}

    def commit(self, seq: int) -> Commit:
        if seq not in self._commits:
            step = self.step(seq)
            self._commits[seq] = commit(step.id, step.authored, step.committed, step.parent, bool(step.merge))
        return self._commits[seq]

    def step(self, seq: int) -> Step:
        """The commit at a place; at 0 what was there before any."""
        if seq == 0:
            return BEFORE
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

    def upto(self, place: int) -> Line:
        """The line as it stood at a place."""
        return Line([(store, min(place, last)) for store, last in self._layers])

    def place(self, commit: str) -> int:
        """The commit's place on the line, from 1; 0 where it is not on it."""
        return next((row[0] for row in self._rows("line", "where id = ? and seq <= ?", commit)), 0)

    def _rows(self, table: str, clause: str, *values: Any, latest_first: bool = False) -> Iterator[Any]:
        for store, last in reversed(self._layers) if latest_first else self._layers:
            for row in store.rows(f"select * from {table} {clause}", (*values, last)):
                if check(*row[:-1]) != row[-1]:
                    raise Broken("a row is damaged")
                yield row[:-1]


class Moves:
    """The names that names had, and the names they went to."""

    def __init__(self) -> None:
        self._former: dict[str, dict[int, list[str]]] = {}
        self.left: dict[str, str] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._former)

    def add(self, new: str, old: str, since: int) -> None:
        self._former.setdefault(new, {}).setdefault(since, []).append(old)
        self.left[old] = new

    def former(self, path: str) -> tuple[str, ...]:
        """The latest first."""
        groups = self._former.get(path, {})
        return tuple(dict.fromkeys(name for since in sorted(groups, reverse=True) for name in groups[since]))


_VERY_MANY = 2_000  # questions that take as long as one reading of a line of some ten thousands
WHOLE = 1 << 62  # past the last place of any line


def stored(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")  # names are whatever bytes Git holds


def text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")

"""Keeps the landings of a main line in tables, read on from the last commit seen; must not know what a path means.

Rows are only ever added: one that a commit brings says since which commit of the line it holds, so the line as it stood at any commit is
what was added up to there, and a branch that leaves the line halfway needs only its own commits on top.

What was kept is not believed. A row carries a sum over itself; and since an index that went bad loses rows without a word, rows count: a
commit how many there are up to it, a landing how many its path has had.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from sangkien.git.history import Logged, commit, log, moves, within_a_folder
from sangkien.git.run import Repository, Running
from sangkien.language import Words
from sangkien.model.history import Commit, Entry, History, Late
from sangkien.store import Broken, Store, check

_TABLES = """
create table if not exists line
  (seq integer primary key, id text, authored int, committed int, parent int, merge int, first blob,
   latest int, disordered int, landings int, moves int, sum int);
create table if not exists landing (nr integer primary key, path blob, blob text, seq int, since int, nth int, sum int);
create table if not exists former (new blob, old blob, since int, sum int);
create unique index if not exists line_id on line (id);
create index if not exists landing_path on landing (path);
"""
_ADD = {
    "line": "insert into line values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "landing": "insert into landing values (?, ?, ?, ?, ?, ?, ?)",
    "former": "insert into former values (?, ?, ?, ?)",
}
_MANY = 1000  # rows written at a time
_ASTRAY = 1000  # commits beside the kept line that are read each time; beyond, the line itself was rewritten

_READING = Words("Đang đọc lịch sử", "Reading the history")

Answer = TypeVar("Answer")
Layer = tuple[Store, int]
"""A store, and the last place on the line that is read from it."""


def history_of(repo: Repository, commit: str, stands: Mapping[str, Entry]) -> History:
    """The landings behind a commit with these files. Each mapping answers one question at a time; only going through it costs the whole
    line."""
    past = Past(repo, commit, stands)
    return History(
        landings=Lookup(past.landings, past.paths),
        former=Lookup(past.former, past.moved),
        disordered=Late(past.disordered),
        renamed=Lookup(past.renamed, past.left),
        since=past.since,
        kept=past.kept,
    )


class Lookup(Mapping[Any, Any]):
    """A mapping over two questions: what belongs to a key (nothing, where it is empty), and which keys there are."""

    def __init__(self, find: Callable[[Any], Any], keys: Callable[[], Iterable[Any]]) -> None:
        self._find, self._keys = find, keys

    def __getitem__(self, key: Any) -> Any:
        if not (found := self._find(key)):
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[Any]:
        return iter(self._keys())

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Past:
    """The line behind one commit, read when it is first asked; whatever the store loses is read again."""

    def __init__(self, repo: Repository, commit: str, stands: Mapping[str, Entry]) -> None:
        self._repo, self._commit, self._stands = repo, commit, stands
        self._line: _Line | None = None
        self._from, self._epoch = repo.store, 0

    def landings(self, path: str) -> dict[str, Commit]:
        """The commit that first brought each content to a path, or to a name it had before."""
        return self._asked(lambda line: self._landings(line, path))

    def _landings(self, line: _Line, path: str) -> dict[str, Commit]:
        found = line.landings(path)
        entry = self._stands.get(path)
        if entry and entry.blob not in found and self._from is self._repo.store:
            raise Broken("what stands there never came")
        return found

    def former(self, path: str) -> tuple[str, ...]:
        """The names a path had, the latest first."""
        return self._asked(lambda line: line.moves.former(path))

    def renamed(self, path: str) -> str:
        """Where what stood under a name was moved to last; empty where nothing was."""
        return self._asked(lambda line: line.moves.left.get(path, ""))

    def since(self, at: datetime) -> list[tuple[str, str]]:
        """Path and content of every landing whose commit claims this instant or a later one, in either of its dates."""
        return self._asked(lambda line: line.since(int(at.timestamp())))

    def kept(self) -> bool:
        """Whether a line is kept, so that at most what came since must be read."""
        return self._line is not None or _keeps(self._repo.store)

    def paths(self) -> list[str]:
        return self._asked(lambda line: line.paths())

    def moved(self) -> list[str]:
        return self._asked(lambda line: list(line.moves))

    def left(self) -> list[str]:
        return self._asked(lambda line: list(line.moves.left))

    def disordered(self) -> dict[Commit, str]:
        """Commits of the line dated before the one they stand on, in order, each with a path it changed."""
        return self._asked(lambda line: line.disordered())

    def _asked(self, question: Callable[[_Line], Answer]) -> Answer:
        for store in (self._repo.store, self._repo.store, Store(None)):
            try:
                return question(self._line if self._line and self._epoch == self._from.epoch else self._read(store))
            except Broken as error:
                store.discard(str(error))
                self._line = None
        raise AssertionError("a store in memory is never broken")

    def _read(self, store: Store) -> _Line:
        self._line = _read_on(self._repo, self._commit, store)
        self._from, self._epoch = store, store.epoch
        return self._line


class _Step(NamedTuple):
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


class _Landing(NamedTuple):
    """A content that came to a path, or with a rename from the path's former name."""

    nr: int
    path: bytes
    blob: str
    seq: int
    since: int
    nth: int  # of its path, from 1


_BEFORE = _Step(0, "", 0, 0, None, 0, b"", 0, 0, 0, 0)


class _Line:
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

    def ever(self, path: str) -> Sequence[_Landing]:
        """The landings of a path as they came."""
        self._asked += 1
        if self._settled and self._asked > _VERY_MANY:
            return self._every_landing.get(_stored(path), [])
        found = [
            _Landing._make(row) for row in self._rows("landing", "where path = ? and since <= ? order by nr", _stored(path))
        ]
        # Whether the last is missing is for those to see who know what stands there, or stood.
        if [landing.nth for landing in found] != list(range(1, len(found) + 1)):
            raise Broken("a landing is missing")
        return found

    @cached_property
    def _every_landing(self) -> Mapping[bytes, list[_Landing]]:
        found: dict[bytes, list[_Landing]] = {}
        for landing in self._after(0):
            found.setdefault(landing.path, []).append(landing)
        return found

    def _after(self, nr: int) -> Iterator[_Landing]:
        """The landings after one, as they came."""
        for row in self._rows("landing", "where nr > ? and since <= ? order by nr", nr):
            if row[0] != (nr := nr + 1):
                raise Broken("a landing is missing")
            yield _Landing._make(row)
        if nr != self._last.landings:
            raise Broken("landings are missing")

    @cached_property
    def _last(self) -> _Step:
        return next(
            (_Step._make(row) for row in self._rows("line", "where seq <= ? order by seq desc limit 1", latest_first=True)),
            _BEFORE,
        )

    @cached_property
    def moves(self) -> Moves:
        moves = Moves()
        rows = list(self._rows("former", "where since <= ? order by rowid"))
        for new, old, since in rows:
            moves.add(_read(new), _read(old), since)
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
            (_read(landing.path), landing.blob) for landing in self._after(self.step(first - 1).landings) if landing.seq in late
        ]

    def paths(self) -> list[str]:
        return [_read(path) for path in self._every_landing]

    def disordered(self) -> dict[Commit, str]:
        found = [_Step._make(row) for row in self._rows("line", "where committed < parent and seq <= ? order by seq")]
        if len(found) != self._last.disordered:
            raise Broken("a commit is missing")
        return {self.commit(step.seq): _read(step.first) for step in found}

    def commit(self, seq: int) -> Commit:
        if seq not in self._commits:
            step = self.step(seq)
            self._commits[seq] = commit(step.id, step.authored, step.committed, step.parent, bool(step.merge))
        return self._commits[seq]

    def step(self, seq: int) -> _Step:
        """The commit at a place; at 0 what was there before any."""
        if seq == 0:
            return _BEFORE
        if self._settled and self._asked > _VERY_MANY:
            found = self._every_step.get(seq)
        else:
            found = next((_Step._make(row) for row in self._rows("line", "where seq = ? and seq <= ?", seq)), None)
        if found is None:
            raise Broken("a commit is missing")
        return found

    @cached_property
    def _every_step(self) -> Mapping[int, _Step]:
        return {row[0]: _Step._make(row) for row in self._rows("line", "where seq <= ?")}

    def upto(self, place: int) -> _Line:
        """The line as it stood at a place."""
        return _Line([(store, min(place, last)) for store, last in self._layers])

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
_WHOLE = 1 << 62  # past the last place of any line


def _keeps(store: Store) -> bool:
    try:
        store.layout(_TABLES)
        return any(True for _ in store.rows("select seq from line limit 1"))
    except Broken as error:
        store.discard(str(error))
        return False


def _read_on(repo: Repository, commit: str, store: Store) -> _Line:
    """The line behind a commit: as kept, as far as it goes; what follows is kept too, unless another line is kept or being written."""
    store.layout(_TABLES)
    kept, held = _Line([(store, _WHOLE)]), store.held
    store.hold()
    if place := kept.place(commit):
        return _Line([(store, place)], settled=True)
    with store.writing() as ours:
        if not ours:
            store.hold()
        top = next((row[0] for row in store.rows("select max(seq) from line")), 0) or 0
        place, off = _parting(repo, commit, kept) if top else (0, 0)
        rewritten = place < top
        # The longer of two lines is worth keeping; but nothing is taken away that this process still reads from.
        if ours and rewritten and not held and (off > top - place or off > _ASTRAY):
            for table, column in (("line", "seq"), ("landing", "since"), ("former", "since")):
                store.write(f"delete from {table} where {column} > ?", [(place,)])
            rewritten = False
        if not ours or rewritten:
            beside = Store(None)
            beside.layout(_TABLES)
            layers: list[Layer] = [(store, place), (beside, _WHOLE)]
            _Writer(repo, _Line(layers), beside, place).write(commit)
            return _Line(layers, settled=True)
        _Writer(repo, kept, store, place).write(commit)
    return _read_on(repo, commit, store)  # as it stands now: another may have written over it already


def _parting(repo: Repository, commit: str, kept: _Line) -> tuple[int, int]:
    """The last place of the kept line that is on the commit's own, and how many commits come after it."""
    off = 0
    with Running(repo, "rev-list", "--first-parent", commit, "--", endless=True) as out:
        for line in out:
            if place := kept.place(line.decode().strip()):
                return place, off
            off += 1
    return 0, off


class _Writer:
    """Adds the commits after a place of a line, oldest first."""

    def __init__(self, repo: Repository, line: _Line, store: Store, place: int) -> None:
        self._repo, self._line, self._store = repo, line, store
        self._start = self._last = line.step(place)
        self._landings, self._nth = self._last.landings, Counter[str]()
        self._moves, self._moved = line.upto(place).moves, self._last.moves
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _ADD}

    def write(self, commit: str) -> None:
        what = f"{self._start.id}..{commit}" if self._start.seq else commit
        with self._repo.watch(_READING, None) as done:
            for logged in log(self._repo, "--first-parent", what):
                self._add(logged)
                if len(self._rows["line"]) >= _MANY:
                    done(len(self._rows["line"]))
                    self._flush()
        self._flush()

    def _add(self, logged: Logged) -> None:
        """A rename moves a path's landings, a deletion keeps them."""
        last, since, steps = self._last, self._last.seq + 1, logged.steps
        before = last.committed if last.seq else None
        disordered = before is not None and logged.committed < before
        first = steps[0].new if steps and disordered else ""
        if len(steps) > 1 or (steps and steps[0].status == "R"):
            steps = [each for step in steps for each in within_a_folder(step)]
            self._move(moves(steps), {step.old: step.left for step in steps if step.status != "A"}, since)
        for step in steps:
            if step.status != "D":
                self._landing(step.new, step.entry.blob, since, since)
        self._last = _Step(
            since, logged.id, logged.authored, logged.committed, before, int(len(logged.parents) > 1), _stored(first),
            max(last.latest, logged.authored, logged.committed), last.disordered + disordered, self._landings, self._moved,
        )  # fmt: skip
        self._row("line", *self._last)

    def _move(self, moved: Mapping[str, str], left: Mapping[str, str], since: int) -> None:
        """Taken from the state before the commit, so that files may swap names in one."""
        if not moved:
            return
        self._flush()
        landed = {old: self._line.landed(old) for old in moved.values()}
        former = {new: (old, *self._moves.former(old)) for new, old in moved.items()}
        for new, old in moved.items():
            if self._start.seq and left[old] not in landed[old]:
                raise Broken("what was moved never came")
            for blob, seq in landed[old].items():
                self._landing(new, blob, seq, since)
        for new, names in former.items():
            for name in names:
                self._row("former", _stored(new), _stored(name), since)
                self._moves.add(new, name, since)
                self._moved += 1

    def _landing(self, path: str, blob: str, seq: int, since: int) -> None:
        if self._start.seq and path not in self._nth:
            self._nth[path] = len(self._line.ever(path))
        self._nth[path] += 1
        self._landings += 1
        self._row("landing", self._landings, _stored(path), blob, seq, since, self._nth[path])

    def _row(self, table: str, *values: Any) -> None:
        self._rows[table].append((*values, check(*values)))

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            self._store.write(_ADD[table], rows)
            rows.clear()


def _stored(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")  # names are whatever bytes Git holds


def _read(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")

"""Keeps the landings of a main line in tables, read on from the last commit seen; must not know what a path means.

Rows are only ever added: one that a commit brings says since which commit of the line it holds, so the line as it stood at any commit is
what was added up to there, and a branch that leaves the line halfway needs only its own commits on top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sangkien.git.history import Logged, commit, log, moves, within_a_folder
from sangkien.git.run import Repository, Running
from sangkien.language import Words
from sangkien.model.history import Commit, History, Late
from sangkien.store import Broken, Store, check

_TABLES = """
create table if not exists line
  (seq integer primary key, id text, authored int, committed int, parent int, merge int, first text, sum int);
create table if not exists landing (path blob, blob text, seq int, since int, sum int);
create table if not exists former (new blob, old blob, since int, sum int);
create unique index if not exists line_id on line (id);
create index if not exists landing_path on landing (path);
create index if not exists landing_seq on landing (seq);
create index if not exists former_new on former (new);
create index if not exists former_old on former (old);
"""
_ADD = {
    "line": "insert into line values (?, ?, ?, ?, ?, ?, ?, ?)",
    "landing": "insert into landing values (?, ?, ?, ?, ?)",
    "former": "insert into former values (?, ?, ?, ?)",
}
_MANY = 1000  # rows written at a time
_ASTRAY = 1000  # commits beside the kept line that are read each time; beyond, the line itself was rewritten

_READING = Words("Đang đọc lịch sử", "Reading the history")

Answer = TypeVar("Answer")
Layer = tuple[Store, int]
"""A store, and the last place on the line that is read from it."""


def history_of(repo: Repository, commit: str) -> History:
    """The landings behind a commit. Each mapping answers one question at a time; only going through it costs the whole line."""
    past = Past(repo, commit)
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

    def __init__(self, repo: Repository, commit: str) -> None:
        self._repo, self._commit = repo, commit
        self._line: _Line | None = None

    def landings(self, path: str) -> dict[str, Commit]:
        """The commit that first brought each content to a path, or to a name it had before."""
        return self._asked(lambda line: line.landings(path))

    def former(self, path: str) -> tuple[str, ...]:
        """The names a path had, the latest first."""
        return self._asked(lambda line: line.former(path))

    def renamed(self, path: str) -> str:
        """Where what stood under a name was moved to last; empty where nothing was."""
        return self._asked(lambda line: line.renamed(path))

    def since(self, at: datetime) -> list[tuple[str, str]]:
        """Path and content of every landing whose commit claims this instant or a later one, in either of its dates."""
        return self._asked(lambda line: line.since(int(at.timestamp())))

    def kept(self) -> bool:
        """Whether a line is kept, so that at most what came since must be read."""
        return self._line is not None or _keeps(self._repo.store)

    def paths(self) -> list[str]:
        return self._asked(lambda line: line.names("landing", "path"))

    def moved(self) -> list[str]:
        return self._asked(lambda line: line.names("former", "new"))

    def left(self) -> list[str]:
        return self._asked(lambda line: line.names("former", "old"))

    def disordered(self) -> dict[Commit, str]:
        """Commits of the line dated before the one they stand on, in order, each with a path it changed."""
        return self._asked(lambda line: line.disordered())

    def _asked(self, question: Callable[[_Line], Answer]) -> Answer:
        for store in (self._repo.store, self._repo.store, Store(None)):
            try:
                line = self._line if self._line and self._line.stands() else self._read(store)
                return question(line)
            except Broken as error:
                store.discard(str(error))
                self._line = None
        raise AssertionError("a store in memory is never broken")

    def _read(self, store: Store) -> _Line:
        self._line = _read_on(self._repo, self._commit, store)
        return self._line


class _Line:
    """A line in one store, or in one and a second for what follows. One that is `settled` gets no more rows: whoever asks it of very many
    files is answered from one reading of all."""

    def __init__(self, layers: Sequence[Layer], settled: bool = False) -> None:
        self._layers, self._settled, self._asked = layers, settled, 0
        self._ages = [store.age for store, _ in layers]
        self._commits: dict[int, Commit] = {}
        self._landings: dict[str, dict[str, Commit]] = {}

    def stands(self) -> bool:
        """Whether nobody threw away what this was read from."""
        return self._ages == [store.age for store, _ in self._layers]

    def landings(self, path: str) -> dict[str, Commit]:
        if path not in self._landings:
            self._landings[path] = {blob: self.commit(seq) for blob, seq in self.landed(path).items()}
        return self._landings[path]

    def landed(self, path: str) -> dict[str, int]:
        """Places on the line by content. The first to bring a content counts, but what a rename brings along counts if it is earlier."""
        found: dict[str, int] = {}
        self._asked += 1
        rows: Iterable[Any]
        if self._settled and self._asked > _VERY_MANY:
            rows = self._every_landing.get(_stored(path), ())
        else:
            rows = self._rows("landing", "where path = ? and since <= ? order by rowid", _stored(path))
        for _, blob, seq, since, _ in rows:
            known = found.setdefault(blob, seq)
            if since != seq and self.commit(seq).committed < self.commit(known).committed:
                found[blob] = seq
        return found

    @cached_property
    def _every_landing(self) -> Mapping[bytes, list[Any]]:
        found: dict[bytes, list[Any]] = {}
        for row in self._rows("landing", "where since <= ? order by rowid"):
            found.setdefault(row[0], []).append(row)
        return found

    @cached_property
    def _every_commit(self) -> Mapping[int, Any]:
        return {row[0]: row for row in self._rows("line", "where seq <= ?")}

    @cached_property
    def _ever_moved(self) -> frozenset[bytes]:
        return frozenset(row[0] for row in self._rows("former", "where since <= ?"))

    def former(self, path: str) -> tuple[str, ...]:
        if self._settled and self._asked > _VERY_MANY and _stored(path) not in self._ever_moved:
            return ()
        clause = "where new = ? and since <= ? order by since desc, rowid"
        return tuple(dict.fromkeys(_read(row[1]) for row in self._rows("former", clause, _stored(path), latest_first=True)))

    def renamed(self, path: str) -> str:
        clause = "where old = ? and since <= ? order by rowid desc"
        return next((_read(row[0]) for row in self._rows("former", clause, _stored(path), latest_first=True)), "")

    def since(self, seconds: int) -> list[tuple[str, str]]:
        clause = "where max(authored, committed) >= ? and seq <= ?"
        commits = [row[0] for row in self._rows("line", clause, seconds)]
        found = [row for seq in commits for row in self._rows("landing", "where seq = ? and since <= ?", seq)]
        return [(_read(path), blob) for path, blob, *_ in found]

    def names(self, table: str, column: str) -> list[str]:
        place = {"path": 0, "new": 0, "old": 1}[column]
        return list(dict.fromkeys(_read(row[place]) for row in self._rows(table, "where since <= ? order by rowid")))

    def disordered(self) -> dict[Commit, str]:
        found = self._rows("line", "where committed < parent and seq <= ? order by seq")
        return {self.commit(row[0]): row[6] for row in found}

    def commit(self, seq: int) -> Commit:
        if seq not in self._commits:
            if self._settled and self._asked > _VERY_MANY:
                row = self._every_commit.get(seq)
            else:
                row = next(self._rows("line", "where seq = ? and seq <= ?", seq), None)
            if row is None:
                raise Broken("a commit is missing")
            _, id, authored, committed, before, merge, _, _ = row
            self._commits[seq] = commit(id, authored, committed, before, bool(merge))
        return self._commits[seq]

    def place(self, commit: str) -> int:
        """The commit's place on the line, from 1; 0 where it is not on it."""
        return next((row[0] for row in self._rows("line", "where id = ? and seq <= ?", commit)), 0)

    def _rows(self, table: str, clause: str, *values: Any, latest_first: bool = False) -> Iterator[Any]:
        for store, last in reversed(self._layers) if latest_first else self._layers:
            for row in store.rows(f"select * from {table} {clause}", (*values, last)):
                if check(*row[:-1]) != row[-1]:
                    raise Broken("a row is damaged")
                yield row


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
    kept = _Line([(store, _WHOLE)])
    if place := kept.place(commit):
        return _held(store, [(store, place)])
    with store.writing() as ours:
        top = next((row[0] for row in store.rows("select max(seq) from line")), 0) or 0
        place, off = _parting(repo, commit, kept) if top else (0, 0)
        rewritten = place < top
        # The longer of two lines is worth keeping; but nothing is taken away that this process still reads from.
        if ours and rewritten and not store.held and (off > top - place or off > _ASTRAY):
            for table, column in (("line", "seq"), ("landing", "since"), ("former", "since")):
                store.write(f"delete from {table} where {column} > ?", [(place,)])
            rewritten = False
        if ours and not rewritten:
            _Writer(repo, kept, store, place).write(commit)
            layers: list[Layer] = [(store, _WHOLE)]
        else:
            beside = Store(None)
            beside.layout(_TABLES)
            layers = [(store, place), (beside, _WHOLE)]
            _Writer(repo, _Line(layers), beside, place).write(commit)
    if layers[-1][0] is store:
        return _held(store, [(store, kept.place(commit))])
    return _held(store, layers)


def _held(store: Store, layers: Sequence[Layer]) -> _Line:
    store.hold()
    return _Line(layers, settled=True)


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
        self._repo, self._line, self._store, self._place = repo, line, store, place
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _ADD}

    def write(self, commit: str) -> None:
        stands = self._line.commit(self._place) if self._place else None
        before = int(stands.committed.timestamp()) if stands else None
        with self._repo.watch(_READING, None) as done:
            for logged in log(self._repo, "--first-parent", f"{stands.id}..{commit}" if stands else commit):
                before = self._add(logged, before)
                if len(self._rows["line"]) >= _MANY:
                    done(len(self._rows["line"]))
                    self._flush()
        self._flush()

    def _add(self, logged: Logged, before: int | None) -> int:
        """A rename moves a path's landings, a deletion keeps them."""
        self._place += 1
        since, committed = self._place, logged.committed
        first = logged.steps[0].new if logged.steps and before is not None and committed < before else ""
        steps = logged.steps
        if len(steps) > 1 or (steps and steps[0].status == "R"):
            steps = [each for step in steps for each in within_a_folder(step)]
            self._move(moves(steps), since)
        for step in steps:
            if step.status != "D":
                self._row("landing", _stored(step.new), step.entry.blob, since, since)
        self._row("line", since, logged.id, logged.authored, committed, before, int(len(logged.parents) > 1), first)
        return committed

    def _move(self, moved: Mapping[str, str], since: int) -> None:
        if moved:
            self._flush()  # taken from the state before the commit, so that files may swap names in one
        for new, old in moved.items():
            for blob, seq in self._line.landed(old).items():
                self._row("landing", _stored(new), blob, seq, since)
            for name in (old, *self._line.former(old)):
                self._row("former", _stored(new), _stored(name), since)

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

"""Keeps the landings of a main line in tables, continued from the last commit seen; must not know what a path means.

Rows are only added: each says which commit of the line brought it, so the line as it stood at any commit is what was added up
to there, and a branch that leaves the line halfway needs only its own commits on top.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, TypeVar

from sangkien.cache import Broken, Store, check
from sangkien.cache.landings import ADD, TABLES, WHOLE, Landing, Layer, MainLine, Step, stored
from sangkien.git.log import Logged, instant, log
from sangkien.git.run import Repository, Running
from sangkien.language import Words
from sangkien.model.history import Commit, Files, History, LazyMapping, folder_of

_MANY = 1000  # rows written at a time
_ASTRAY = 1000  # commits beside the kept line that are read each time; beyond, the line itself was rewritten

_READING = Words("Đang đọc lịch sử", "Reading the history")

Answer = TypeVar("Answer")


def history_of(repo: Repository, commit: str, stands: Files) -> History:
    """The history behind a commit, whose files are `stands`. Each mapping answers single questions as they come; only iterating
    over one reads the whole line."""
    past = HistoryIndex(repo, commit, stands)
    return History(
        landings=Lookup(past.landings, past.paths),
        brought=Lookup(past.brought, past.folders),
        disordered=LazyMapping(past.disordered),
        stood=past.stood,
        since=past.since,
    )


class Lookup(Mapping[Any, Any]):
    """A mapping made of two functions: the value of a key (no entry where that is empty), and the list of keys."""

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


class HistoryIndex:
    """The first-parent line behind one commit, read when it is first asked. What the store loses is read again."""

    def __init__(self, repo: Repository, commit: str, stands: Files) -> None:
        self._repo, self._commit, self._stands = repo, commit, stands
        self._line: MainLine | None = None
        self._from, self._epoch = repo.store, 0
        self._seen: set[str] = set()  # folders of the line of which all that stands there came with it

    def landings(self, path: str) -> dict[str, Commit]:
        """Blob -> commit that first brought it to the path."""
        return self._asked(lambda line: self._sound(line, folder_of(path)).landings(path))

    def brought(self, folder: str) -> dict[str, Commit]:
        """Blob -> commit that first brought it into the folder, under any name."""
        return self._asked(lambda line: self._sound(line, folder).brought(folder))

    def stood(self, path: str, commit: str) -> str:
        """Blob that had last come to the path by a commit of the line (its id); empty where nothing had."""
        return self._asked(lambda line: line.stood(path, commit))

    def _sound(self, line: MainLine, folder: str) -> MainLine:
        """The line, if every content that stands in the folder came with it. Raises Broken."""
        if folder not in self._seen and self._from is self._repo.store:
            came = {(each.path, each.blob) for each in line.ever(folder)}
            if any((path, entry.blob) not in came for path, entry in self._stands.names(folder).items()):
                raise Broken("what stands there never came")
            self._seen.add(folder)
        return line

    def since(self, at: datetime) -> list[tuple[str, str]]:
        """(path, blob) of every landing whose commit claims `at` (aware) or later, in either of its dates."""
        return self._asked(lambda line: line.since(int(at.timestamp())))

    def paths(self) -> list[str]:
        """Every path that anything ever landed at."""
        return self._asked(lambda line: line.paths())

    def folders(self) -> list[str]:
        """Every folder that anything ever landed in."""
        return list(dict.fromkeys(map(folder_of, self.paths())))

    def disordered(self) -> dict[Commit, str]:
        """Commits of the line dated before their parent, in order, each with a path it changed."""
        return self._asked(lambda line: line.disordered())

    def _asked(self, question: Callable[[MainLine], Answer]) -> Answer:
        for store in (self._repo.store, self._repo.store, Store(None)):
            try:
                return question(self._line if self._line and self._epoch == self._from.epoch else self._read(store))
            except Broken as error:
                store.discard(str(error))
                self._line = None
        raise AssertionError("a store in memory is never broken")

    def _read(self, store: Store) -> MainLine:
        self._line = _read_on(self._repo, self._commit, store)
        self._from, self._epoch = store, store.epoch
        self._seen.clear()
        return self._line


def latest(repo: Repository, commit: str) -> datetime | None:
    """The latest date, aware, in UTC, that any commit of the line behind a commit claims; None where the store does not keep
    that line."""
    try:
        repo.store.layout(TABLES)
        line = MainLine([(repo.store, WHOLE)])
        position = line.position(commit)
        return instant(str(line.step(position).latest)) if position else None
    except Broken as error:
        repo.store.discard(str(error))
        return None


def _read_on(repo: Repository, commit: str, store: Store) -> MainLine:
    """The line behind a commit: what is kept of it, and the commits after that. These are kept too, unless another line is kept
    or another process writes."""
    store.layout(TABLES)
    kept, held = MainLine([(store, WHOLE)]), store.held
    store.hold()
    if position := kept.position(commit):
        return MainLine([(store, position)], settled=True)
    with store.writing() as ours:
        if not ours:
            store.hold()
        top = next((row[0] for row in store.rows("select max(seq) from line")), 0) or 0
        position, off = _parting(repo, commit, kept) if top else (0, 0)
        rewritten = position < top
        # The longer of two lines is worth keeping; but nothing is taken away that this process still reads from.
        if ours and rewritten and not held and (off > top - position or off > _ASTRAY):
            for table in ADD:
                store.write(f"delete from {table} where seq > ?", [(position,)])
            rewritten = False
        if not ours or rewritten:
            beside = Store(None)
            beside.layout(TABLES)
            layers: list[Layer] = [(store, position), (beside, WHOLE)]
            _Writer(repo, MainLine(layers), beside, position).write(commit)
            return MainLine(layers, settled=True)
        _Writer(repo, kept, store, position).write(commit)
    return _read_on(repo, commit, store)  # as it stands now: another may have written over it already


def _parting(repo: Repository, commit: str, kept: MainLine) -> tuple[int, int]:
    """The last position of the kept line that is on the commit's own line, and the number of commits after it."""
    off = 0
    with Running(repo, "rev-list", "--first-parent", commit, "--", endless=True) as out:
        for line in out:
            if position := kept.position(line.decode().strip()):
                return position, off
            off += 1
    return 0, off


class _Writer:
    """Adds commits to a line, oldest first, after one of its positions."""

    def __init__(self, repo: Repository, line: MainLine, store: Store, position: int) -> None:
        self._repo, self._line, self._store = repo, line, store
        self._start = self._last = line.step(position)
        self._landings, self._nth = self._last.landings, Counter[str]()
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in ADD}

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
        last, seq = self._last, self._last.seq + 1
        before = last.committed if last.seq else None
        disordered = before is not None and logged.committed < before
        first = logged.steps[0].path if logged.steps and disordered else ""
        for step in logged.steps:
            if step.status != "D":  # what left may come back, and is in time again
                self._landing(step.path, step.entry.blob, seq)
        self._last = Step(
            seq, logged.id, logged.authored, logged.committed, before, int(len(logged.parents) > 1), stored(first),
            max(last.latest, logged.authored, logged.committed), last.disordered + disordered, self._landings,
        )  # fmt: skip
        self._row("line", *self._last)

    def _landing(self, path: str, blob: str, seq: int) -> None:
        folder = folder_of(path)
        if self._start.seq and folder not in self._nth:
            self._nth[folder] = len(self._line.ever(folder))
        self._nth[folder] += 1
        self._landings += 1
        row = Landing(self._landings, stored(folder), stored(path[len(folder) :].lstrip("/")), blob, seq, self._nth[folder])
        self._row("landing", *row)

    def _row(self, table: str, *values: Any) -> None:
        self._rows[table].append((*values, check(*values)))

    def _flush(self) -> None:
        for table, rows in self._rows.items():
            self._store.write(ADD[table], rows)
            rows.clear()

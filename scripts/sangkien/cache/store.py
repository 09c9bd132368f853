"""Keeps tables of results beside a repository, safe to lose at any time; must not know what they mean.

A caller never gets an error for a bad cache: a file that is broken, of another format or not wholly ours is replaced with one
message about it; one that is busy is done without. Results never depend on it.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from sangkien.language import Words

Tell = Callable[[Words], None]

_MAGIC = 0x53414E47  # "SANG": tells our file from any other of SQLite's
_FORMAT = 3
_WAIT = 5.0  # seconds for another writer's commit, which takes some thousandths
_LAYING = 0.2  # seconds to wait for the right to write: who does not get it keeps what it works out to itself

# What a damaged file may raise: its words need not be text, its numbers need not fit.
_FAILURES = (sqlite3.Error, UnicodeError, OverflowError)

REBUILT = Words(
    "bộ nhớ đệm trong {folder} không dùng được ({why}) nên được lập lại; kết quả không đổi.",
    "the cache in {folder} cannot be used ({why}) and is made anew; results are the same.",
)


class Broken(Exception):
    """What the store returned cannot be trusted."""


class Store:
    """Tables in one file; in memory where no file is given or it cannot be written."""

    def __init__(self, file: Path | None, tell: Tell = lambda words: None) -> None:
        self._file, self._tell = file, tell
        self._tables: sqlite3.Connection | None = None
        self._layouts: list[str] = []
        self._notified = False
        self.held = False
        self.epoch = 0  # grows whenever what was read before may no longer stand there

    def layout(self, tables: str) -> None:
        """Creates tables (`create … if not exists`), now and whenever the file is made anew. Raises Broken."""
        if tables not in self._layouts:
            self._layouts.append(tables)
            if self._tables is not None:
                try:
                    self._laid(self._tables, [tables])
                except sqlite3.OperationalError:  # another writes just now, or nobody may: this run does without the file
                    self.close()
                    self._file = None
                except _FAILURES as error:
                    raise Broken(str(error)) from error

    def hold(self) -> None:
        """From now on, what other processes write is not seen, so that answers to several questions fit together. Raises Broken."""
        try:
            if not self._open().in_transaction:
                self._open().execute("begin")
                self._open().execute("select 1 from sqlite_master").fetchone()
            self.held = True
        except _FAILURES as error:
            raise Broken(str(error)) from error

    def rows(self, sql: str, values: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows that an SQL query finds. Raises Broken."""
        try:
            # Not `yield from` the cursor itself: whoever stops early would close it, on a connection that may be closed by then.
            yield from iter(self._open().execute(sql, values).fetchone, None)
        except _FAILURES as error:
            raise Broken(str(error)) from error

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Executes an SQL statement for each row of values, inside `writing`. Raises Broken."""
        try:
            self._open().executemany(sql, rows)
        except _FAILURES as error:
            raise Broken(str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[bool]:
        """A context in which all writes are kept, or none. Yields False where another process is writing: then nothing may be
        written. Raises Broken."""
        tables = self._open()
        try:
            self.epoch += 1
            if tables.in_transaction:
                tables.execute("commit")
            tables.execute(f"pragma busy_timeout = {int(1000 * _LAYING)}")
            tables.execute("begin immediate")
        except sqlite3.OperationalError:
            yield False
            return
        except _FAILURES as error:
            raise Broken(str(error)) from error
        finally:
            with suppress(*_FAILURES):
                tables.execute(f"pragma busy_timeout = {int(1000 * _WAIT)}")
        try:
            yield True
        except BaseException:
            with suppress(*_FAILURES):
                tables.execute("rollback")
            raise
        try:
            tables.execute("commit")
        except _FAILURES as error:  # a full disk: what was worked out is lost, nothing else
            with suppress(*_FAILURES):
                tables.execute("rollback")
            raise Broken(str(error)) from error
        if self.held:
            self.hold()

    def discard(self, why: str) -> None:
        """Deletes everything, and reports why; later questions meet empty tables."""
        self.close()
        if self._file is not None:
            self._say(why)
            with _alone(self._file.parent):
                if not _removed(self._file):
                    self._file = None

    def close(self) -> None:
        """Closes the file; the next question opens it again."""
        self.epoch += 1
        if self._tables is not None:
            with suppress(*_FAILURES):
                self._tables.close()
            self._tables = None

    def _say(self, why: str) -> None:
        if self._notified:
            return  # a disk that is full is full each time
        self._notified = True
        folder = str(self._file.parent if self._file else "")
        self._tell(Words(REBUILT.vi.format(folder=folder, why=why), REBUILT.en.format(folder=folder, why=why)))

    def _open(self) -> sqlite3.Connection:
        if self._tables is None:
            self._tables = self._from_file() or self._laid(_connected(":memory:"), self._layouts)
        return self._tables

    def _from_file(self) -> sqlite3.Connection | None:
        """The connection to the file's tables; None where there can be no file of ours."""
        file = self._file
        if file is None:
            return None
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _anybodys(file.parent.lstat()):
                return None  # whoever may write there may lay a journal beside a file of ours
            with _alone(file.parent):
                if (why := _foreign(file)) and not self._replaced(file, why):
                    return None
                try:
                    return self._laid(_ours(file), self._layouts)
                except _FAILURES as error:
                    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                        return None
                    return self._laid(_ours(file), self._layouts) if self._replaced(file, str(error)) else None
        except (OSError, *_FAILURES):
            return None  # a folder that cannot be written, a file system without locks

    def _replaced(self, file: Path, why: str) -> bool:
        self._say(why)
        return _removed(file)

    @staticmethod
    def _laid(tables: sqlite3.Connection, layouts: Sequence[str]) -> sqlite3.Connection:
        tables.execute(f"pragma busy_timeout = {int(1000 * _LAYING)}")  # whoever meets a new file being filled does without it
        for each in layouts:
            tables.executescript(each)
        tables.execute(f"pragma busy_timeout = {int(1000 * _WAIT)}")
        return tables


@cache
def code_mark() -> str:
    """A mark of this program's code on the disk: results of another version are not used."""
    stands = sorted((str(file), file.stat()) for file in Path(__file__).parent.parent.rglob("*.py"))
    stored = [(name, found.st_size, found.st_mtime_ns) for name, found in stands]
    return f"{zlib.crc32(repr(stored).encode()):08x}{zlib.adler32(repr(stored).encode()):08x}"


def check(*parts: Any) -> int:
    """A checksum over a row's values, kept in the row: SQLite does not notice a page damaged in its middle."""
    return zlib.crc32(repr(parts).encode())


def _connected(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, timeout=_WAIT, isolation_level=None)


def _ours(file: Path) -> sqlite3.Connection:
    """Opens the file and checks that it is ours, or makes it. Raises sqlite3.DatabaseError."""
    new = not file.exists()
    tables = _connected(str(file))
    try:
        if new:
            file.chmod(0o600)
            tables.execute("pragma journal_mode = wal")
            tables.execute(f"pragma application_id = {_MAGIC}")
            tables.execute(f"pragma user_version = {_FORMAT}")
        tables.execute("pragma synchronous = normal")
        tables.execute("pragma cache_size = -65536")  # 64 MiB while writing much: fewer pages are written twice
        magic = tables.execute("pragma application_id").fetchone()[0]
        if (magic, tables.execute("pragma user_version").fetchone()[0]) != (_MAGIC, _FORMAT):
            raise sqlite3.DatabaseError("another format")
    except BaseException:
        tables.close()
        raise
    return tables


def _foreign(file: Path) -> str:
    """Why an existing file may not be read, since another account could have written it; empty where it may."""
    try:
        found = file.lstat()
    except FileNotFoundError:
        return ""
    if not stat.S_ISREG(found.st_mode):
        return "no plain file"
    return "others may write it" if _anybodys(found) else ""


def _anybodys(found: os.stat_result) -> bool:
    return hasattr(os, "geteuid") and (found.st_uid != os.geteuid() or bool(found.st_mode & 0o022))


def _removed(file: Path) -> bool:
    for ending in ("", "-wal", "-shm", "-journal"):
        try:
            file.with_name(file.name + ending).unlink(missing_ok=True)
        except OSError:
            return False
    return True


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Lets one process at a time open or replace the file, by a lock that the system releases however its holder ends."""
    try:
        import fcntl
    except ImportError:  # Windows: nobody can replace a file there that another has open
        yield
        return
    with (folder / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield

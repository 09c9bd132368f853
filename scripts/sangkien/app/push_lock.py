"""Lets one push at a time move main, until it is over; must not know what is pushed.

Git moves a branch only after the hooks that could refuse it have ended, so a lock held by a hook would be released too early.
The turn belongs to the process that outlives them, Git's own receive-pack: a file in the repository names it by its id and the
moment it started, and the turn is over when that process is, however it ended. The file is read and written only under `flock`,
which the kernel takes back from the dead: nobody breaks a turn that another has just taken, and half a line is never read as a
name.

The turn is a courtesy. Should it be lost all the same, Git still moves main only from what the push was judged on.
"""

from __future__ import annotations

import os
import random
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge

FILE = Path("sangkien-turn")
"""In the repository's own folder: Git runs the hooks of a push there."""

_PROC = Path("/proc")
_LONGEST = timedelta(minutes=10)  # where nobody tells when a process started, its id may be another's by then
_LEAVING = timedelta(seconds=2)
_SERVES = (b"receive-pack", b"git-receive-pack")


@dataclass(frozen=True, slots=True)
class _Process:
    """A process that no later one can be taken for."""

    id: int
    started: int  # in the kernel's count of ticks; 0: unknown


def acquire(file: Path, patience: timedelta, now: datetime) -> bool:
    """Waits for the turn up to `patience`; whether we got it. `now` is when the push came (aware).

    Raises CannotJudge where the file cannot be opened.
    """
    ours = _serving()

    def attempt(handle: int) -> bool:
        holder = _read(handle)
        if holder is not None and holder[0] != ours and _lives(*holder, now):
            return False
        _write(handle, f"{ours.id} {ours.started} {int(now.timestamp())}\n")
        return True

    return _within(patience, file, attempt)


def release(file: Path) -> None:
    """Ends our turn before our process ends, so that nobody waits for what follows; another's turn is left alone."""
    ours = _serving()

    def attempt(handle: int) -> bool:
        holder = _read(handle)
        if holder is not None and holder[0] == ours:
            _write(handle, "")
        return True

    _within(_LEAVING, file, attempt)


def _within(patience: timedelta, file: Path, attempt: Callable[[int], bool]) -> bool:
    end = time.monotonic() + patience.total_seconds()
    while True:
        with _exclusive(file) as handle:
            if handle is not None and attempt(handle):
                return True
        if time.monotonic() > end:
            return False
        time.sleep(random.uniform(0.02, 0.1))


@contextmanager
def _exclusive(file: Path) -> Iterator[int | None]:
    """The open file while no other process reads or writes it; None while one does. Raises CannotJudge where it cannot be
    opened."""
    import fcntl  # Windows has none, and the other verbs run there too

    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _share(handle, file)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                free = True
            except BlockingIOError:
                free = False
            yield handle if free else None
        finally:
            os.close(handle)
    except OSError as error:
        raise CannotJudge(
            Words(f"Không ghi được {file}: {error.strerror}.", f"Cannot write {file}: {error.strerror}.")
        ) from error


def _share(handle: int, file: Path) -> None:
    """Gives the file the modes of the repository's files: where several accounts push, Git lets each write."""
    wanted, there = stat.S_IMODE(file.with_name("HEAD").stat().st_mode) & 0o666, os.fstat(handle)
    if stat.S_IMODE(there.st_mode) != wanted and there.st_uid == os.geteuid():
        os.fchmod(handle, wanted)


def _read(handle: int) -> tuple[_Process, int] | None:
    """The process whose turn it is, and since which second since 1970; None where it is nobody's, or a writer was killed before
    its line was whole."""
    line, end, _ = os.pread(handle, 100, 0).decode("ascii", "replace").partition("\n")
    try:
        id, started, since = map(int, line.split(" "))
        return (_Process(id, started), since) if end else None
    except ValueError:
        return None


def _write(handle: int, line: str) -> None:
    os.ftruncate(handle, 0)
    os.pwrite(handle, line.encode("ascii"), 0)


def _lives(holder: _Process, since: int, now: datetime) -> bool:
    if _kernel_tells():
        found = _look(holder.id)
        return found is not None and found[0] == holder
    return _exists(holder.id) and abs(now.timestamp() - since) < _LONGEST.total_seconds()


def serves_a_push() -> bool:
    """Whether a push called the hook; True where the system does not say."""
    return not _kernel_tells() or _receiving() is not None


def _serving() -> _Process:
    """The receive-pack that called the hook, also through an administrator's own hook."""
    if not _kernel_tells():
        return _Process(os.getppid(), 0)
    if receiving := _receiving():
        return receiving
    # It is dead already, or another program serves, which may never end; then the turn ends with the hook.
    found = _look(os.getpid())
    return found[0] if found else _Process(os.getpid(), 0)


def _receiving() -> _Process | None:
    """The nearest receive-pack among our ancestors; None where there is none."""
    process = os.getppid()
    while found := _look(process):
        if any(word.rpartition(b"/")[2] in _SERVES for word in _command(process)):
            return found[0]
        process = found[1]
    return None


def _kernel_tells() -> bool:
    return (_PROC / "self/stat").exists()


def _look(id: int) -> tuple[_Process, int] | None:
    """A running process and its parent's id; None when it has ended, even if its parent has not noticed."""
    try:
        facts = (_PROC / str(id) / "stat").read_bytes().rpartition(b")")[2].split()  # a name may hold anything, “)” too
    except OSError:
        return None
    return None if facts[0] in (b"Z", b"X") else (_Process(id, int(facts[19])), int(facts[1]))


def _command(id: int) -> list[bytes]:
    try:
        return (_PROC / str(id) / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def _exists(id: int) -> bool:
    try:
        os.kill(id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

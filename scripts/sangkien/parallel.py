"""Runs many pieces of like work on every core; must not know what the work is."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

Done = TypeVar("Done")

_MOST = 8  # processes; more wait for the disk and for Git
_TURNS = 2  # for each process, so that none waits long for another's last

# What a process forked from this one works at: it begins as a copy, so nothing needs to be sent to it.
_work: list[Callable[[slice], Any]] = []


def spread(work: Callable[[slice], Done], count: int, worth: int, piece: int) -> Iterator[tuple[slice, Done]]:
    """Slice and result of `work` for each slice of `count` items, in order, none longer than `piece`. Below `worth` items, or
    where processes cannot be forked, it runs in this process.

    Raises whatever `work` raises.
    """
    if not count:
        return
    cores = min(os.cpu_count() or 1, _MOST)
    size = min(piece, -(-count // (_TURNS * cores)))
    pieces = [slice(start, min(start + size, count)) for start in range(0, count, size)]
    if count < worth or cores < 2 or sys.platform != "linux":
        for each in pieces:
            yield each, work(each)
        return
    # Loaded here: whoever has little to do waits for neither.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _work[:] = [work]
    with ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), _alive_with, (os.getpid(),)) as processes:
        # They begin now, before anything else here has a thread, and never hear of Ctrl-C, which is this process's to answer.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        begun = [processes.submit(_piece, each) for each in pieces]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        try:
            for each, future in zip(pieces, begun, strict=True):
                try:
                    done: Done = future.result()
                except BrokenProcessPool:  # the system took one of them away: what is left is done here
                    done = work(each)
                yield each, done
        finally:
            processes.shutdown(cancel_futures=True)


def _piece(piece: slice) -> Any:
    return _work[0](piece)


def _alive_with(parent: int) -> None:
    """Ends this process when its parent is gone, however that ended: nobody else would tell it."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()

"""How long work reports its progress; must not know who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sangkien.language import Words

Done = Callable[[int], None]
"""Called with the number of steps just done."""


class Watch(Protocol):
    """The function that shows the progress of long work."""

    def __call__(self, doing: Words, total: int | None) -> AbstractContextManager[Done]:
        """A context for work of `total` steps (None: unknown), which is called as `doing`. It yields the function to be called
        with the number of steps just done."""
        ...


@contextmanager
def no_progress(doing: Words, total: int | None) -> Iterator[Done]:
    """A Watch that shows nothing."""
    yield lambda count: None

"""How a long work tells how far it is; must not know who watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from sangkien.language import Words

Done = Callable[[int], None]
"""Told how many more are done."""


class Watch(Protocol):
    def __call__(self, doing: Words, total: int | None) -> AbstractContextManager[Done]:
        """Watches one work of `total` steps, or of nobody knows how many."""
        ...


@contextmanager
def nobody(doing: Words, total: int | None) -> Iterator[Done]:
    """Nobody watches."""
    yield lambda count: None

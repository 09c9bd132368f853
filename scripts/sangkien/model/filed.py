"""A file of the repository as it was read: its address, its text, its record; must not know what stands beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import Generic, TypeVar

from sangkien.late import dataclass
from sangkien.model.finding import WHOLE_FILE, Mark, Place
from sangkien.personal import Span, spans
from sangkien.text import uncommon

Record = TypeVar("Record")


@dataclass(frozen=True)
class Address:
    """What a path says of its file: the kind of record, the edition and unit whose folders hold it, and the number in the name of a
    line of the register."""

    path: str
    kind: str
    edition: str = ""
    unit: str = ""
    number: int = 0


@dataclass(frozen=True)
class Source:
    """A judged file that could be read as text."""

    address: Address
    blob: str
    text: str

    @property
    def path(self) -> str:
        return self.address.path

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")  # as editors and the parser count them; splitlines() also breaks at a form feed

    @cached_property
    def uncommon(self) -> frozenset[str]:
        """Characters that plain prose does without."""
        return uncommon(self.text)

    @cached_property
    def telling(self) -> tuple[Span, ...]:
        """What in it tells on somebody, whoever that is."""
        return spans(self.text)

    @cached_property
    def named(self) -> tuple[Span, ...]:
        """What in its path does."""
        return spans(self.path)

    def place(self, start: int, end: int) -> Place:
        """A stretch of the text as a place; one that runs over a line end is marked up to there."""
        line = bisect_right(self._starts, start)
        ends = self.text.find("\n", start, end)
        width = (end if ends < 0 else ends) - start
        return Place(self.path, Mark(line, start - self._starts[line - 1] + 1, max(width, 1)))

    def begins(self, line: int) -> int:
        """Where a line begins, counted from 1."""
        return self._starts[line - 1]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins."""
        return [0, *accumulate(len(line) + 1 for line in self.lines)]


@dataclass(frozen=True)
class Filed(Generic[Record]):
    """A well-formed record with its file and the mark of every field, named by dotted path: `authors.0.name`."""

    record: Record
    source: Source
    marks: Mapping[str, Mark]

    @property
    def path(self) -> str:
        return self.source.path

    @property
    def unit(self) -> str:
        """The unit whose folder holds the file: who sent it, or whose act it is."""
        return self.source.address.unit

    @property
    def number(self) -> int:
        """The number of a line of the register."""
        return self.source.address.number

    def at(self, name: str) -> Place:
        return Place(self.path, self.marks.get(name, WHOLE_FILE))

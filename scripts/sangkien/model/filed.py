"""A file of the repository as it was read: its address, its text, its record; must not know the files beside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate
from typing import Generic, TypeVar

from sangkien.late import dataclass
from sangkien.model.finding import WHOLE_FILE, Location, Mark
from sangkien.personal import Span, spans
from sangkien.text import uncommon

Record = TypeVar("Record")


@dataclass(frozen=True)
class Address:
    """What a path says of its file."""

    path: str
    kind: str  # kind of record, as in the schema's file name, or why it is none
    edition: str = ""  # id; empty for files of no edition
    unit: str = ""  # id of the unit whose folder holds it; empty: none
    number: int = 0  # number in a register line's file name; 0: none


@dataclass(frozen=True)
class SourceFile:
    """A judged file that could be read as text."""

    address: Address
    blob: str  # Git blob id
    text: str  # UTF-8, decoded, line ends as LF

    @property
    def path(self) -> str:
        """Path of the file in the repository."""
        return self.address.path

    @cached_property
    def lines(self) -> list[str]:
        """The text's lines, without their ends."""
        return self.text.split("\n")  # as editors and the parser count them; splitlines() also breaks at a form feed

    @cached_property
    def uncommon(self) -> frozenset[str]:
        """The characters that plain prose does not need, see `text.uncommon`."""
        return uncommon(self.text)

    @cached_property
    def telling(self) -> tuple[Span, ...]:
        """The stretches of the text that identify a person (telephone, identity number, address …)."""
        return spans(self.text)

    @cached_property
    def named(self) -> tuple[Span, ...]:
        """The stretches of the path that identify a person."""
        return spans(self.path)

    def location(self, start: int, end: int) -> Location:
        """Characters `start` to `end` (from 0, end exclusive) of the text as a location. A stretch over a line end is marked up
        to that."""
        line = bisect_right(self._starts, start)
        ends = self.text.find("\n", start, end)
        width = (end if ends < 0 else ends) - start
        return Location(self.path, Mark(line, start - self._starts[line - 1] + 1, max(width, 1)))

    def begins(self, line: int) -> int:
        """Offset in the text, from 0, of a line counted from 1."""
        return self._starts[line - 1]

    @cached_property
    def _starts(self) -> list[int]:
        """Offset of each line, from 0."""
        return [0, *accumulate(len(line) + 1 for line in self.lines)]


@dataclass(frozen=True)
class Filed(Generic[Record]):
    """A well-formed record with the file it was read from."""

    record: Record
    source: SourceFile
    marks: Mapping[str, Mark]  # location of every field, by dotted path: `authors.0.name`

    @property
    def path(self) -> str:
        """Path of the file in the repository."""
        return self.source.path

    @property
    def unit(self) -> str:
        """Id of the unit whose folder holds the file: the one that sent it, or whose act it is."""
        return self.source.address.unit

    @property
    def number(self) -> int:
        """Number of a register line, from 1; 0 for other records."""
        return self.source.address.number

    def at(self, name: str) -> Location:
        """The location of a field by its dotted path; the whole file where the field is not written."""
        return Location(self.path, self.marks.get(name, WHOLE_FILE))

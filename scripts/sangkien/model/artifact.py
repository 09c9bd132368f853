"""What outputs make: files with their bytes, and tables of figures that pages, CSV and JSON show alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum
from pathlib import Path

from sangkien.language import Language, Value, Words
from sangkien.late import dataclass


@dataclass(frozen=True)
class Artifact:
    """A file below the output folder."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """A file not made yet: while `key`, which stands for all that goes into it, is what it was, the one made before is as good, and so
    is the one that is `there`, a file that nobody writes to any more."""

    path: str
    key: str
    make: Callable[[], bytes]
    there: Path | None = None


@dataclass(frozen=True)
class Page:
    """A page made as HTML, to be poured into the site's frame: its address (a folder, the same in both languages), what stands in its
    head, and its body. `picture` is a file of the site to show beside a link to it, `about` a JSON-LD object; `scripts` are files of
    `assets/` that run on it; `searches` lets them use the site's search, a program in WebAssembly."""

    address: str
    language: Language
    title: str
    description: str
    body: str
    picture: str = ""
    about: Mapping[str, object] = field(default_factory=dict)
    searches: bool = False
    scripts: tuple[str, ...] = ()


class Measure(Enum):
    """What a column's values are, so that each output can write them its own way."""

    NAME = "name"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True)
class Column:
    id: str
    title: Words
    measure: Measure = Measure.COUNT


@dataclass(frozen=True)
class Table:
    """Figures under one title. The first column names the row, and `codes` do for machines: units, fields and levels by their ids, days
    as ISO dates. `total` is the last line, where adding up makes sense."""

    id: str
    title: Words
    note: Words
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] = ()
    codes: tuple[str, ...] = ()

    def column(self, id: str) -> tuple[Value, ...]:
        """One column's values, without the total."""
        index = next(index for index, column in enumerate(self.columns) if column.id == id)
        return tuple(row[index] for row in self.rows)

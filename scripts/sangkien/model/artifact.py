"""What outputs hand over: files, HTML pages, tables of figures; must not know how any of it is rendered or published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import Enum
from pathlib import Path

from sangkien.language import Language, Value, Words
from sangkien.late import dataclass
from sangkien.markup import Html


@dataclass(frozen=True)
class Artifact:
    """A finished file of the output."""

    path: str  # path below the output folder, with `/`
    content: bytes


@dataclass(frozen=True)
class LazyArtifact:
    """A file that is made only when it is needed. While `key` is unchanged, the file of the last build is used again."""

    path: str  # path below the output folder, with `/`
    key: str  # stands for everything that goes into the file
    make: Callable[[], bytes]  # makes the content
    there: Path | None = None  # file already on the disk with this content, which nobody writes to any more


@dataclass(frozen=True)
class Page:
    """A page as HTML, to be inserted into the site's frame."""

    address: str  # the page's folder on the site, the same in both languages
    language: Language  # of everything on the page
    title: str  # for `<title>` and headings, not escaped
    description: str  # for the page's head, not escaped
    body: Html  # what stands inside the frame, headings included
    picture: str = ""  # file of the site shown beside links to the page; empty: none
    about: Mapping[str, object] = field(default_factory=dict)  # JSON-LD object; empty: none
    scripts: tuple[str, ...] = ()  # files of `assets/` that run on the page
    embed: str = ""  # file of the site that tells others how to show the page (oEmbed); empty: none


class Measure(Enum):
    """What the values of a column are, so that each output formats them its own way."""

    NAME = "name"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    id: str  # name in data files
    title: Words  # heading on pages
    measure: Measure = Measure.COUNT


@dataclass(frozen=True)
class Table:
    """Figures under one title. Every row has one value for each column; the first column names the row."""

    id: str  # name in data files
    title: Words  # heading on pages
    note: Words  # how the figures were counted
    columns: tuple[Column, ...]  # in the order of a row's values
    rows: tuple[tuple[Value, ...], ...]  # one value for each column
    total: tuple[Value, ...] = ()  # the row of sums; empty where sums make no sense
    codes: tuple[str, ...] = ()  # one per row, for machines: ids of units, fields and levels, ISO dates; empty: none

    def column(self, id: str) -> tuple[Value, ...]:
        """The values of the column with this id, row by row, without the total.

        Raises StopIteration where there is no such column.
        """
        index = next(index for index, column in enumerate(self.columns) if column.id == id)
        return tuple(row[index] for row in self.rows)

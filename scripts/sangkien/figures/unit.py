"""Counts what came from each unit and those below it, for reports that lead down to the grassroots; must not know how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sangkien.figures.entry import Entry, Validity
from sangkien.figures.report import Grouping, by_field, counted
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.artifact import Table
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.text import order

_BELOW = "don-vi"


@dataclass(frozen=True)
class UnitFigures:
    """A unit, all that came from it and below, and its tables. The first one lists the units directly below it that have something, and
    itself where something came from it; a unit at the bottom has no such table."""

    unit: str
    entries: tuple[Entry, ...]
    tables: tuple[Table, ...]

    def count(self, validity: Validity) -> int:
        """How many entries are of this validity."""
        return sum(entry.validity is validity for entry in self.entries)

    @property
    def rows(self) -> tuple[str, ...]:
        """The units that the first table lists."""
        return self.tables[0].codes if self.tables[0].id == _BELOW else ()

    @property
    def honoured(self) -> int:
        """How many entries have an honour in force."""
        return sum(bool(entry.honours) for entry in self.entries)


def by_unit(edition: Edition, entries: Sequence[Entry]) -> Iterator[UnitFigures]:
    """Every unit from which something came, by id; each entry is looked at once for every unit above it."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for unit in lineage(entry.unit):
            groups[unit].append(entry)
    field = by_field(edition)
    for unit, members in sorted(groups.items()):
        deep = unit.count("/") + 2

        def child(entry: Entry, deep: int = deep) -> str:
            """The unit directly below that it came from, or this one itself."""
            return "/".join(entry.unit.split("/")[:deep])

        def rank(id: str) -> Any:
            return order(edition.name_of(id))

        tables: tuple[Table, ...] = (counted(field, tuple(members)),)
        if any(entry.unit != unit for entry in members):
            lower = Grouping(_BELOW, Words("Theo đơn vị", "By unit"), Words("Đơn vị", "Unit"), child, edition.name_of, rank)
            tables = (counted(lower, tuple(members)), *tables)
        yield UnitFigures(unit, tuple(members), tables)

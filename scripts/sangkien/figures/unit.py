"""Counts what came from each unit and those below it, for reports from the nation down to the workplace; must not know how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sangkien.figures.entry import CountedSubmission, Validity
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
    """A unit with the entries that came from it and from the units below it, and its tables."""

    unit: str  # id
    entries: tuple[CountedSubmission, ...]  # in the order they were counted
    tables: tuple[Table, ...]  # by unit directly below, where something came from below, then by field

    def count(self, validity: Validity) -> int:
        """How many entries are of this validity."""
        return sum(entry.validity is validity for entry in self.entries)

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the units that the first table lists; empty where the unit has no such table."""
        return self.tables[0].codes if self.tables[0].id == _BELOW else ()

    @property
    def honoured(self) -> int:
        """How many entries have an honour in force."""
        return sum(bool(entry.honours) for entry in self.entries)


def by_unit(edition: Edition, entries: Sequence[CountedSubmission]) -> Iterator[UnitFigures]:
    """Yields the figures of every unit from which, or from below which, an entry came, by id."""
    groups: dict[str, list[CountedSubmission]] = defaultdict(list)
    for entry in entries:
        for unit in lineage(entry.unit):
            groups[unit].append(entry)
    field = by_field(edition)
    for unit, members in sorted(groups.items()):
        deep = unit.count("/") + 2

        def child(entry: CountedSubmission, deep: int = deep) -> str:
            """The unit directly below that it came from, or this one itself."""
            return "/".join(entry.unit.split("/")[:deep])

        def rank(id: str) -> Any:
            return order(edition.name_of(id))

        tables: tuple[Table, ...] = (counted(field, tuple(members)),)
        if any(entry.unit != unit for entry in members):
            lower = Grouping(_BELOW, Words("Theo đơn vị", "By unit"), Words("Đơn vị", "Unit"), child, edition.name_of, rank)
            tables = (counted(lower, tuple(members)), *tables)
        yield UnitFigures(unit, tuple(members), tables)

"""Counts what came from each unit and those below it, for reports that lead down to the grassroots; must not know how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sangkien.figures.entry import Entry, Standing
from sangkien.figures.report import Grouping, counted, listed, named
from sangkien.language import Words
from sangkien.model.artifact import Table
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.text import order


@dataclass(frozen=True)
class UnitFigures:
    """A unit, all that came from it and below, and its tables; `below` are the units directly below it that have something, as the
    first table lists them. A unit at the bottom has no such table."""

    unit: str
    entries: tuple[Entry, ...]
    below: tuple[str, ...]
    tables: tuple[Table, ...]

    def count(self, standing: Standing) -> int:
        return sum(entry.standing is standing for entry in self.entries)


def by_unit(edition: Edition, entries: Sequence[Entry]) -> Iterator[UnitFigures]:
    """Every unit from which something came, by id; each entry is looked at once for every unit above it."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for unit in lineage(entry.unit):
            groups[unit].append(entry)
    fields = edition.rules.record.vocabulary("fields")
    field = Grouping(
        "linh-vuc",
        Words("Theo lĩnh vực", "By field"),
        Words("Lĩnh vực", "Field"),
        lambda entry: entry.field,
        named(fields),
        listed(fields),
    )
    for unit, members in sorted(groups.items()):
        deep = unit.count("/") + 2

        def child(entry: Entry, deep: int = deep) -> str:
            return "/".join(entry.unit.split("/")[:deep])

        def rank(id: str) -> Any:
            return order(edition.name_of(id))

        below = tuple(sorted({child(entry) for entry in members if entry.unit != unit}, key=rank))
        lower = Grouping("don-vi", Words("Theo đơn vị", "By unit"), Words("Đơn vị", "Unit"), child, edition.name_of, rank)
        tables = (counted(lower, tuple(members)),) if below else ()
        own = any(entry.unit == unit for entry in members)
        rows = tuple(sorted({*below, *([unit] if own else ())}, key=rank)) if below else ()
        yield UnitFigures(unit, tuple(members), rows, (*tables, counted(field, tuple(members))))

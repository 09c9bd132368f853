"""Counts what came from each unit and those below it, for reports from the nation down to the workplace; must not know how it is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sangkien.figures.attention import tops
from sangkien.figures.entry import CountedSubmission
from sangkien.figures.report import Figures, Grouping, by_field, counted
from sangkien.figures.summary import Earlier, Summary, compared, summary
from sangkien.figures.targets import Goal, Targets
from sangkien.figures.targets import table as target_table
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
    tables: tuple[Table, ...]  # by unit directly below, where there are any, then by field, targets, the earlier edition
    summary: Summary
    goal: Goal | None = None  # None: neither it nor any unit below it was given a target
    earlier: Earlier | None = None  # None: no earlier edition, or nothing came from it then

    @property
    def rows(self) -> tuple[str, ...]:
        """Ids of the units that the first table lists; empty where the unit has no such table."""
        return self.tables[0].codes if self.tables and self.tables[0].id == _BELOW else ()


def by_unit(edition: Edition, figures: Figures, earlier: Mapping[str, Earlier] | None = None) -> Iterator[UnitFigures]:
    """Yields the figures of every top unit and of every unit that sent something, was given a target or an allocation, or
    stands above one that did, by id. `figures` are those of the edition, `earlier` of units in the one before."""
    groups: dict[str, list[CountedSubmission]] = defaultdict(list)
    for entry in figures.entries:
        for unit in lineage(entry.unit):
            groups[unit].append(entry)
    every = sorted({*groups, *_asked(edition, figures.targets)})
    below: dict[str, list[str]] = defaultdict(list)
    for unit in every:
        below[unit.rpartition("/")[0]].append(unit)
    for unit in every:
        own = (earlier or {}).get(unit)
        yield _figures(edition, figures.targets, unit, tuple(groups.get(unit, ())), below[unit], own)


def _asked(edition: Edition, targets: Targets) -> Iterator[str]:
    """Units from which something is expected, with all above them."""
    yield from tops(edition)
    nation = {id for id in edition.units if "/" not in id} - {*tops(edition)}
    for unit in edition.units.values():
        if (unit.id in targets.aims or unit.allocation is not None) and unit.id not in nation:
            yield from lineage(unit.id)


def _figures(
    edition: Edition,
    targets: Targets,
    unit: str,
    entries: tuple[CountedSubmission, ...],
    below: Sequence[str],
    earlier: Earlier | None,
) -> UnitFigures:
    own = summary(entries)
    tables: list[Table] = []
    if below:
        tables.append(counted(_lower(edition, unit), entries, below))
    if entries:
        tables.append(counted(by_field(edition), entries))
    if rows := [each for each in (unit, *below) if each in targets.aims]:
        tables.append(target_table(edition, targets, rows))
    if earlier:
        tables.append(compared(edition.id, own, earlier))
    return UnitFigures(unit, entries, tuple(tables), own, targets.goals.get(unit), earlier)


def _lower(edition: Edition, unit: str) -> Grouping:
    """The grouping of a unit's entries by the unit directly below that they came from, or this one itself."""
    deep = unit.count("/") + 2

    def child(entry: CountedSubmission) -> str:
        return "/".join(entry.unit.split("/")[:deep])

    def rank(id: str) -> Any:
        return order(edition.name_of(id))

    return Grouping(_BELOW, Words("Theo đơn vị", "By unit"), Words("Đơn vị", "Unit"), child, edition.name_of, rank)

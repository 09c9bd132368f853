"""Targets against results, of each unit and of the whole edition; must not know how they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from sangkien.figures.entry import CountedSubmission, Validity
from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage

_COLUMNS = (
    Column("name", Words("Đơn vị", "Unit"), Measure.NAME),
    Column("target", Words("Chỉ tiêu", "Target")),
    Column("agreed", Words("Đã ký với lãnh đạo", "Agreed with the employer")),
    Column("result", Words("Hợp lệ, đúng hạn", "Valid, in time")),
    Column("share", Words("Đạt", "Reached"), Measure.PERCENT),
)


@dataclass(frozen=True)
class Goal:
    """How far the units that were given a target, or agreed to one, have come. A unit's own target stands for all below it."""

    target: int  # entries aimed at by all of them together
    result: int  # valid entries in time of them and of all below them
    units: int  # how many targets are added up, at least 1
    reached: int  # how many of them have as many entries as they aimed at

    @property
    def share(self) -> int:
        """The result as whole percents of the target."""
        return round(100 * self.result / self.target)


@dataclass(frozen=True)
class Targets:
    """The targets of an edition and what came of them."""

    aims: Mapping[str, int]  # unit -> entries aimed at, where there are any
    agreed: Mapping[str, int]  # unit -> what it agreed with the employer
    results: Mapping[str, int]  # unit -> valid entries in time of it and all below it
    goals: Mapping[str, Goal]  # unit -> its own goal, else that of the nearest below it; empty: of the whole edition

    @property
    def short(self) -> tuple[str, ...]:
        """Ids of the units below their target, the furthest from it first."""
        missed = (unit for unit, aim in self.aims.items() if self.results.get(unit, 0) < aim)
        return tuple(sorted(missed, key=lambda unit: (self.results.get(unit, 0) / self.aims[unit], unit)))


def targets(edition: Edition, entries: Iterable[CountedSubmission]) -> Targets:
    """Returns the targets of the edition against what `entries` bring. A unit given none is measured by what it agreed with
    the employer; the latest agreement counts."""
    agreed = {each.unit: each.record.target for each in sorted(edition.agreements, key=lambda each: each.record.signed_on)}
    aims = {
        each.id: aim
        for each in sorted(edition.units.values(), key=lambda each: each.id)
        if (aim := each.target or agreed.get(each.id, 0))
    }
    above = higher_roots(edition)
    results: dict[str, int] = defaultdict(int)
    for entry in entries:
        if entry.validity is Validity.ON_TIME:
            for unit in (*lineage(entry.unit), *above.get(entry.unit.partition("/")[0], ())):
                results[unit] += 1
    return Targets(aims, agreed, results, _goals(aims, results, above))


def higher_roots(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    """Returns of each top unit those of higher levels, which stand above it though no path says so, the nearest first."""
    rank = edition.rules.record.rank
    tops = sorted(((rank(unit.level), id) for id, unit in edition.units.items() if "/" not in id), reverse=True)
    return {id: tuple(other for higher, other in tops if higher < own) for own, id in tops}


def _goals(aims: Mapping[str, int], results: Mapping[str, int], above: Mapping[str, tuple[str, ...]]) -> Mapping[str, Goal]:
    parts: dict[str, list[str]] = defaultdict(list)
    for unit in aims:
        parts[unit] = [unit]
    for unit in aims:
        own, *higher = (*lineage(unit), *above.get(unit.partition("/")[0], ()), "")
        for other in higher:
            if other in aims:
                break
            parts[other].append(own)
    return {
        unit: Goal(
            sum(aims[each] for each in listed),
            sum(results.get(each, 0) for each in listed),
            len(listed),
            sum(results.get(each, 0) >= aims[each] for each in listed),
        )
        for unit, listed in parts.items()
    }


def table(edition: Edition, found: Targets, units: Iterable[str] | None = None) -> Table:
    """Target against result, for every unit that has a target or an agreement, or those of them among `units`; the result is
    of the unit and all below it."""
    listed = list(found.aims if units is None else (unit for unit in units if unit in found.aims))
    return Table(
        id="chi-tieu",
        title=Words("Chỉ tiêu và kết quả", "Target against result"),
        note=Words(
            "Chỉ tiêu để đo, không để chặn. Kết quả gồm cả các đơn vị dưới. Đơn vị không được giao thì tính theo chỉ tiêu đã ký với lãnh"
            " đạo.",
            "Targets measure; they cap nothing. Units below count in. A unit given none is measured by what it agreed with the employer.",
        ),
        columns=_COLUMNS,
        rows=tuple(_rows(edition, found, listed)),
        codes=tuple(listed),
    )


def _rows(edition: Edition, found: Targets, units: Iterable[str]) -> Iterator[tuple[Value, ...]]:
    for unit in units:
        aim, result = found.aims[unit], found.results.get(unit, 0)
        yield edition.name_of(unit), aim, found.agreed.get(unit, ""), result, round(100 * result / aim)

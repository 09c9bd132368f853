"""What in an edition needs somebody's attention, each with the table of what is behind; must not know how it is told.

Only plain comparisons of figures: below a target, late, invalid, a dossier or a decision after its due date, nothing sent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from sangkien.figures.entry import CountedSubmission, Validity
from sangkien.figures.targets import Targets, higher_roots
from sangkien.language import Until, Value, Words
from sangkien.late import dataclass
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.programme import Level, lineage
from sangkien.model.public import is_counted
from sangkien.rules import eligibility
from sangkien.text import order


class Matter(Enum):
    """What can be the matter; the value is the id of the table that lists what is behind."""

    SHORT = "chi-tieu"  # units below their target
    AMISS = "bai-chua-dat"  # entries late or invalid
    DOSSIERS = "ho-so-qua-han"  # units that sent dossiers late, or none
    UNDECIDED = "cho-quyet-dinh"  # units that have decided nothing of what was proposed
    SILENT = "chua-co-bai"  # top units from which nothing came
    DISPUTES = "khieu-nai"  # disputes still open


@dataclass(frozen=True)
class Concern:
    """One thing that needs attention."""

    matter: Matter
    count: int  # how many units, entries or disputes, at least 1
    of: int  # among how many
    worst: tuple[str, ...] = ()  # names of units to look at first


_UNIT = Column("name", Words("Đơn vị", "Unit"), Measure.NAME)
_LATE, _NONE = Words("gửi sau hạn", "sent late"), Words("chưa gửi", "not sent")
_NAMED = 3


def concerns(
    edition: Edition, entries: Sequence[CountedSubmission], found: Targets, tables: Iterable[Table]
) -> Iterator[Concern]:
    """Yields what needs attention, the most first that somebody can still act on. `tables` are those of `behind` and any
    others of the edition."""
    by_id = {table.id: table for table in tables}
    if short := found.short:
        yield Concern(Matter.SHORT, len(short), len(found.aims), tuple(edition.name_of(unit) for unit in short[:_NAMED]))
    for matter, of in ((Matter.DOSSIERS, 0), (Matter.UNDECIDED, 0), (Matter.SILENT, len(tops(edition)))):
        if table := by_id.get(matter.value):
            named = tuple(dict.fromkeys(str(row[0]) for row in table.rows))
            yield Concern(matter, len(named), of, () if matter is Matter.SILENT else named[:_NAMED])
    if amiss := sum(entry.validity is not Validity.ON_TIME for entry in entries):
        listed = by_id[Matter.AMISS.value].rows
        yield Concern(Matter.AMISS, amiss, len(entries), tuple(str(row[0]) for row in listed[:_NAMED]))
    if opened := sum(each.record.open for each in edition.disputes):
        yield Concern(Matter.DISPUTES, opened, len(edition.disputes))


def behind(corpus: Corpus, edition: Edition, entries: Sequence[CountedSubmission]) -> Iterator[Table]:
    """Yields the tables that list what needs attention, those of them that have rows."""
    for table in (_amiss(edition, entries), _dossiers(corpus, edition, entries), _undecided(corpus, edition, entries),
                  _silent(edition, entries)):  # fmt: skip
        if table.rows:
            yield table


def tops(edition: Edition) -> tuple[str, ...]:
    """Ids of the top units, such as provinces, by name; one that stands above other top units is none of them."""
    rank = edition.rules.record.rank
    roots = [unit for unit in edition.units.values() if "/" not in unit.id]
    lowest = max((rank(unit.level) for unit in roots), default=0)
    return tuple(sorted((each.id for each in roots if rank(each.level) == lowest), key=lambda id: order(edition.name_of(id))))


def _amiss(edition: Edition, entries: Iterable[CountedSubmission]) -> Table:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for entry in entries:
        own = counts[entry.unit]
        own[0] += 1
        own[1] += entry.validity is Validity.LATE
        own[2] += entry.validity is Validity.INVALID
    found = [unit for unit, (_, late, invalid) in counts.items() if late + invalid]
    listed = sorted(found, key=lambda unit: (-sum(counts[unit][1:]), order(edition.name_of(unit))))
    return Table(
        id=Matter.AMISS.value,
        title=Words("Bài trễ hạn, không hợp lệ", "Entries late or invalid"),
        note=Words("Chỉ những đơn vị có bài như thế; nhiều nhất đứng trước.", "Only units that have any, the most first."),
        columns=(
            _UNIT,
            Column("received", Words("Đã nhận", "Received")),
            Column("late", Words("Trễ hạn", "Late")),
            Column("invalid", Words("Không hợp lệ", "Invalid")),
        ),
        rows=tuple((edition.name_of(unit), *counts[unit]) for unit in listed),
        total=(Words("Cộng", "Total"), *(sum(counts[unit][place] for unit in listed) for place in range(3))),
        codes=tuple(listed),
    )


def _dossiers(corpus: Corpus, edition: Edition, entries: Sequence[CountedSubmission]) -> Table:
    """Dossiers that came after their due date, and units that have valid entries and sent none."""
    rows: dict[str, tuple[Value, ...]] = {}
    public = {entry.path for entry in entries}
    for level in edition.rules.record.levels:
        if level.due is None or not level.closed(corpus.as_of):
            continue
        sent = [filed for filed in edition.dossiers if filed.record.level == level.id]
        late: dict[str, int] = defaultdict(int)
        for filed in sent:
            if eligibility.dossier_late(filed, corpus, edition):
                late[filed.unit] += len(public.intersection(filed.record.names))
        from_them = {unit for filed in sent for unit in lineage(filed.unit)}
        none = {unit: count for unit, count in _eligible(edition, level, entries).items() if unit not in from_them}
        for counts, how in ((late, _LATE), (none, _NONE)):
            for unit in sorted(counts, key=lambda unit: order(edition.name_of(unit))):
                if counts[unit]:
                    due = Until(level.due.at)
                    rows[f"{unit}:{level.id}"] = (edition.name_of(unit), level.name, due, how, counts[unit])
    return Table(
        id=Matter.DOSSIERS.value,
        title=Words("Hồ sơ đề nghị quá hạn", "Dossiers after their due date"),
        note=Words(
            "Hồ sơ gửi sau hạn, và đơn vị có bài hợp lệ mà đến hạn chưa gửi hồ sơ nào lên cấp ấy.",
            "Dossiers that came late, and units with valid entries from which none came to that level.",
        ),
        columns=(
            _UNIT,
            Column("level", Words("Gửi lên", "Sent to"), Measure.NAME),
            Column("due", Words("Hạn", "Due"), Measure.NAME),
            Column("state", Words("Tình trạng", "State"), Measure.NAME),
            Column("entries", Words("Số sáng kiến", "Innovations")),
        ),
        rows=tuple(rows.values()),
        codes=tuple(rows),
    )


def _eligible(edition: Edition, level: Level, entries: Iterable[CountedSubmission]) -> Mapping[str, int]:
    """How many valid entries, of the fields that the level considers, came from each unit of the next lower level."""
    levels = edition.rules.record.levels
    lower = levels[levels.index(level) + 1].id if level is not levels[-1] else ""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        asked = entry.validity is Validity.ON_TIME and (not level.fields or entry.field in level.fields)
        if asked and (unit := edition.unit_at(entry.unit, lower)):
            counts[unit.id] += 1
    return counts


def _undecided(corpus: Corpus, edition: Edition, entries: Iterable[CountedSubmission]) -> Table:
    """Units to which something was properly proposed, whose date for dossiers is past and that have decided nothing."""
    rows: dict[str, tuple[Value, ...]] = {}
    listed, above = list(entries), higher_roots(edition)
    for level in edition.rules.record.levels:
        if not level.closed(corpus.as_of):
            continue
        counts: dict[str, int] = defaultdict(int)
        for entry in listed:
            if level.id in entry.proposed and (unit := _at(edition, entry.unit, level, above)):
                counts[unit] += 1
        # One that honoured a confidential innovation alone is not known to have decided: that would tell whose it is.
        decided = {
            filed.unit
            for filed in edition.decisions
            if filed.record.level == level.id and any(is_counted(corpus.facts.get(item.path)) for item in filed.record.items)
        }
        for unit in sorted(counts.keys() - decided, key=lambda unit: order(edition.name_of(unit))):
            rows[f"{unit}:{level.id}"] = (edition.name_of(unit), level.name, counts[unit])
    return Table(
        id=Matter.UNDECIDED.value,
        title=Words("Đã được đề nghị, chưa có quyết định nào", "Proposed, and nothing decided yet"),
        note=Words("Hạn nhận hồ sơ đã qua.", "The date for dossiers is past."),
        columns=(
            _UNIT,
            Column("level", Words("Cấp quyết định", "Level that decides"), Measure.NAME),
            Column("proposed", Words("Sáng kiến được đề nghị", "Innovations proposed")),
        ),
        rows=tuple(rows.values()),
        codes=tuple(rows),
    )


def _at(edition: Edition, unit: str, level: Level, above: Mapping[str, Sequence[str]]) -> str:
    """Id of the unit of a level that decides on entries from `unit`; empty where there is none. `above` are the top units
    above each."""
    found = edition.unit_at(unit, level.id)
    higher = above.get(unit.partition("/")[0], ())
    return found.id if found else next((id for id in higher if edition.units[id].level == level.id), "")


def _silent(edition: Edition, entries: Iterable[CountedSubmission]) -> Table:
    heard = {entry.unit.partition("/")[0] for entry in entries}
    listed = tuple(unit for unit in tops(edition) if unit not in heard)
    return Table(
        id=Matter.SILENT.value,
        title=Words("Tỉnh, ngành chưa có bài", "Provinces, central unions without an entry"),
        note=Words("", ""),
        columns=(_UNIT,),
        rows=tuple((edition.name_of(unit),) for unit in listed),
        codes=listed,
    )

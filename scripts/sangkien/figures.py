"""Counts an edition: one entry a submission, then tables by whatever groups them; must not know how a table is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from sangkien.language import Value, Words
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Finding, Severity
from sangkien.model.programme import Quota, lineage
from sangkien.rules import time
from sangkien.text import order


class Standing(Enum):
    """What a submission is worth: valid and in time, valid but late, or invalid (then nobody asks whether it was late)."""

    ON_TIME = "on_time"
    LATE = "late"
    INVALID = "invalid"


@dataclass(frozen=True)
class Entry:
    """One submission as the reports count it; what an unreadable file does not say is empty."""

    path: str
    unit: str
    standing: Standing
    week: date
    block: str = ""
    field: str = ""
    benefit: int | None = None
    honours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Figures:
    """Everything counted of one edition."""

    edition: str
    entries: tuple[Entry, ...]
    tables: tuple[Table, ...]

    def count(self, standing: Standing) -> int:
        return sum(entry.standing is standing for entry in self.entries)

    @property
    def honoured(self) -> int:
        return sum(bool(entry.honours) for entry in self.entries)

    @property
    def units(self) -> int:
        return len({entry.unit for entry in self.entries})

    @property
    def benefit(self) -> int:
        return _benefit(self.entries)

    def table(self, id: str) -> Table:
        return next(table for table in self.tables if table.id == id)


SELF_DECLARED = Words(
    "Giá trị làm lợi do tác giả tự khai, chỉ cộng của bài hợp lệ, đúng hạn.",
    "The benefit is declared by the authors themselves; only valid entries in time are added up.",
)
_UNKNOWN = Words("Không rõ", "Unknown")
_TOTAL = Words("Cộng", "Total")

_COUNTS = (
    Column("received", Words("Đã nhận", "Received")),
    Column("on_time", Words("Hợp lệ, đúng hạn", "Valid, in time")),
    Column("late", Words("Trễ hạn", "Late")),
    Column("invalid", Words("Không hợp lệ", "Invalid")),
    Column("honoured", Words("Được tôn vinh", "Honoured")),
    Column("benefit", Words("Làm lợi tự khai (đồng/năm)", "Declared benefit (đồng a year)"), Measure.MONEY),
)
_AGAINST_TARGET = (
    Column("target", Words("Chỉ tiêu", "Target")),
    Column("result", Words("Hợp lệ, đúng hạn", "Valid, in time")),
    Column("share", Words("Đạt", "Reached"), Measure.PERCENT),
)


def figures(corpus: Corpus, findings: Iterable[Finding], edition: Edition) -> Figures:
    """Every entry and table of one edition."""
    entries = tuple(_entries(corpus, findings, edition))
    return Figures(edition.id, entries, tuple(_tables(edition, entries)))


def _entries(corpus: Corpus, findings: Iterable[Finding], edition: Edition) -> Iterator[Entry]:
    standings = _standings(findings)
    records = {filed.path: filed.record for filed in corpus.submissions}
    honours: dict[str, list[str]] = defaultdict(list)
    for decision in edition.decisions:
        for item in decision.record.items:
            honours[item.path].append(decision.record.level)
    for address in corpus.addresses:
        if address.edition != edition.id:
            continue
        record, day = records.get(address.path), corpus.received[address.path].at.date()
        yield Entry(
            path=address.path,
            unit=address.unit,
            standing=standings.get(address.path, Standing.ON_TIME),
            week=day - timedelta(days=day.weekday()),
            block=record.block if record else "",
            field=record.field if record else "",
            benefit=record.benefit_vnd if record else None,
            honours=tuple(honours[address.path]),
        )


def _standings(findings: Iterable[Finding]) -> Mapping[str, Standing]:
    """Paths that are not simply in time. Any error but lateness makes a submission invalid."""
    found: dict[str, Standing] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            late = finding.code == time.after_closing.code
            if not late or finding.place.path not in found:
                found[finding.place.path] = Standing.LATE if late else Standing.INVALID
    return found


@dataclass(frozen=True)
class _Grouping:
    """How one report groups the entries: what a row is, the group of an entry, its name, and in which order they stand."""

    id: str
    title: Words
    row: Words
    group: Callable[[Entry], str]
    name: Callable[[str], Value]
    rank: Callable[[str], Any]
    silent: Callable[[Iterable[str]], int] = lambda groups: 0


def _tables(edition: Edition, entries: tuple[Entry, ...]) -> Iterator[Table]:
    for grouping in _groupings(edition):
        yield _counted(grouping, entries)
    yield _honours(edition, entries)
    yield _targets(edition, entries)


def _groupings(edition: Edition) -> Iterator[_Grouping]:
    """The reports that count entries; one more report is one more grouping here."""
    rules = edition.rules.record
    yield _by_level(
        edition, "tinh", "province", Words("Theo tỉnh, thành phố và ngành Trung ương", "By province and central union")
    )
    yield _by_level(edition, "cap-tren", "upper", Words("Theo công đoàn cấp trên trực tiếp cơ sở", "By upper union"))
    yield _by_level(edition, "don-vi", "grassroots", Words("Theo công đoàn cơ sở", "By grassroots union"))
    blocks, fields = rules.vocabulary("blocks"), rules.vocabulary("fields")
    yield _Grouping(
        "khoi",
        Words("Theo khối", "By block"),
        Words("Khối", "Block"),
        lambda entry: entry.block,
        _named(blocks),
        _listed(blocks),
    )
    yield _Grouping(
        "linh-vuc",
        Words("Theo lĩnh vực", "By field"),
        Words("Lĩnh vực", "Field"),
        lambda entry: entry.field,
        _named(fields),
        _listed(fields),
    )
    yield _Grouping(
        "tuan",
        Words("Theo tuần nhận", "By week of receipt"),
        Words("Tuần", "Week"),
        lambda entry: entry.week.isoformat(),
        _week,
        str,
    )


def _by_level(edition: Edition, id: str, level: str, title: Words) -> _Grouping:
    units = {unit.id: unit for unit in edition.units.values() if unit.level == level}

    def group(entry: Entry) -> str:
        unit = edition.unit_at(entry.unit, level)
        return unit.id if unit else ""

    def name(id: str) -> Value:
        return units[id].name if id in units else _UNKNOWN

    return _Grouping(
        id,
        title,
        Words("Đơn vị", "Unit"),
        group,
        name,
        lambda id: order(str(name(id))),
        lambda groups: len(units.keys() - set(groups)),
    )


def _named(vocabulary: Mapping[str, Words]) -> Callable[[str], Value]:
    return lambda id: vocabulary.get(id, _UNKNOWN)


def _listed(vocabulary: Mapping[str, Words]) -> Callable[[str], int]:
    places = {id: place for place, id in enumerate(vocabulary)}
    return lambda id: places.get(id, len(places))


def _week(monday: str) -> Value:
    first = date.fromisoformat(monday)
    last = first + timedelta(days=6)
    return Words(f"{first.day}/{first.month} – {last.day}/{last.month}/{last.year}", f"{first:%d/%m} – {last:%d/%m/%Y}")


def _counted(grouping: _Grouping, entries: tuple[Entry, ...]) -> Table:
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[grouping.group(entry)].append(entry)
    ordered = sorted(groups, key=grouping.rank)
    silent = grouping.silent(groups)
    return Table(
        id=grouping.id,
        title=grouping.title,
        note=Words(f"{silent} đơn vị chưa có bài.", f"{silent} units have sent nothing yet.") if silent else Words("", ""),
        columns=(Column("name", grouping.row, Measure.NAME), *_COUNTS),
        rows=tuple((grouping.name(id), *_counts(groups[id])) for id in ordered),
        total=(_TOTAL, *_counts(entries)),
    )


def _counts(entries: Iterable[Entry]) -> tuple[int, ...]:
    listed = tuple(entries)
    by_standing = (sum(entry.standing is standing for entry in listed) for standing in Standing)
    return (len(listed), *by_standing, sum(bool(entry.honours) for entry in listed), _benefit(listed))


def _benefit(entries: Iterable[Entry]) -> int:
    return sum(entry.benefit or 0 for entry in entries if entry.standing is Standing.ON_TIME)


def _honours(edition: Edition, entries: tuple[Entry, ...]) -> Table:
    """Honours by level: an innovation honoured at two levels counts at both, and once in the total."""
    rows = []
    for level in edition.rules.record.levels:
        decisions = [filed.record for filed in edition.decisions if filed.record.level == level.id]
        honoured = sum(level.id in entry.honours for entry in entries)
        quota: Value = _quota(level.quota, edition) if level.quota else Words("theo thẩm quyền", "by its own authority")
        rows.append((level.name, len(decisions), honoured, quota))
    return Table(
        id="ton-vinh",
        title=Words("Theo cấp tôn vinh", "By level of honour"),
        note=Words("Một sáng kiến có thể được nhiều cấp tôn vinh.", "An innovation may be honoured at several levels."),
        columns=(
            Column("name", Words("Cấp", "Level"), Measure.NAME),
            Column("decisions", Words("Quyết định", "Decisions")),
            Column("honoured", Words("Sáng kiến", "Innovations")),
            Column("quota", Words("Hạn mức", "Quota"), Measure.NAME),
        ),
        rows=tuple(rows),
    )


def _quota(quota: Quota, edition: Edition) -> Words:
    per = edition.rules.record.vocabulary("levels").get(quota.per, _UNKNOWN)
    return Words(f"tối đa {quota.max} sáng kiến mỗi {per.vi}", f"at most {quota.max} for each {per.en.lower()}")


def _targets(edition: Edition, entries: tuple[Entry, ...]) -> Table:
    """Target against result, for every unit that has a target; the result is of the unit and all below it."""
    good: dict[str, int] = defaultdict(int)
    for entry in entries:
        for unit in lineage(entry.unit):
            good[unit] += entry.standing is Standing.ON_TIME
    aimed = sorted((unit for unit in edition.units.values() if unit.target), key=lambda unit: unit.id)
    return Table(
        id="chi-tieu",
        title=Words("Chỉ tiêu và kết quả", "Target against result"),
        note=Words(
            "Chỉ tiêu để đo, không để chặn. Kết quả gồm cả các đơn vị dưới.",
            "Targets measure; they cap nothing. Units below count in.",
        ),
        columns=(Column("name", Words("Đơn vị", "Unit"), Measure.NAME), *_AGAINST_TARGET),
        rows=tuple(
            (unit.name, unit.target or 0, good[unit.id], round(100 * good[unit.id] / (unit.target or 1))) for unit in aimed
        ),
    )

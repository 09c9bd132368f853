"""Groups an edition's entries into tables; must not know how a table is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sangkien.figures.attention import Concern, behind, concerns
from sangkien.figures.entry import CountedSubmission, Validity, entries
from sangkien.figures.people import Person, people
from sangkien.figures.summary import Earlier, Summary, compared, summary
from sangkien.figures.targets import Targets, targets
from sangkien.figures.targets import table as target_table
from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Finding
from sangkien.model.programme import Level
from sangkien.model.public import is_counted
from sangkien.text import order


@dataclass(frozen=True)
class Figures:
    """Everything counted of one edition, over the entries that stand in public counts."""

    edition: str  # id
    entries: tuple[CountedSubmission, ...]  # that stand in public counts
    tables: tuple[Table, ...]  # in the order of the report
    targets: Targets = Targets({}, {}, {}, {})
    concerns: tuple[Concern, ...] = ()  # what needs attention, each with its table among `tables`
    earlier: Earlier | None = None  # None: this edition is the first

    def after(self, earlier: Figures) -> Figures:
        """Returns these figures beside those of the edition before."""
        before = Earlier(earlier.edition, earlier.summary)
        return replace(self, tables=(compared(self.edition, self.summary, before), *self.tables), earlier=before)

    @cached_property
    def summary(self) -> Summary:
        """The few numbers that stand for all."""
        return summary(self.entries)

    @property
    def honoured(self) -> int:
        """How many entries have an honour in force."""
        return self.summary.honoured

    @property
    def benefit(self) -> int:
        """The declared benefit of the valid entries in time, in đồng a year."""
        return self.summary.benefit

    def table(self, id: str) -> Table:
        """The table of this id. Raises StopIteration where there is none."""
        return next(table for table in self.tables if table.id == id)


SELF_DECLARED = Words(
    "Giá trị làm lợi do tác giả tự khai, chỉ cộng của bài hợp lệ, đúng hạn. Số liệu không tính bài bí mật công nghệ.",
    "The benefit is declared by the authors themselves; only valid entries in time are added up. Confidential innovations are not counted.",
)
_UNKNOWN = Words("Không rõ", "Unknown")
_TOTAL = Words("Cộng", "Total")

_COUNTS = (
    Column("received", Words("Đã nhận", "Received")),
    Column("on_time", Words("Hợp lệ, đúng hạn", "Valid, in time")),
    Column("late", Words("Trễ hạn", "Late")),
    Column("invalid", Words("Không hợp lệ", "Invalid")),
    Column("honoured", Words("Được tôn vinh", "Honoured")),
    Column("in_time", Words("Tỷ lệ hợp lệ, đúng hạn", "Share valid and in time"), Measure.PERCENT),
    Column("benefit", Words("Làm lợi tự khai (đồng/năm)", "Declared benefit (đồng a year)"), Measure.MONEY),
)


def figures(corpus: Corpus, findings: Iterable[Finding], edition: Edition) -> Figures:
    """Returns every table of the edition and the entries counted in public, which confidential submissions are not.
    `findings` are those of the whole revision."""
    public = tuple(each for each in entries(corpus, findings, edition) if is_counted(corpus.facts.get(each.path)))
    found = targets(edition, public)
    tables = (*_tables(edition, public, people(corpus, public), found), *behind(corpus, edition, public))
    return Figures(edition.id, public, tables, found, tuple(concerns(edition, public, found, tables)))


@dataclass(frozen=True)
class Grouping:
    """How one report groups the entries."""

    id: str  # of the table
    title: Words  # of the table
    row: Words  # heading of the first column: what a row stands for
    group: Callable[[CountedSubmission], str]  # entry -> code of its group; empty: unknown
    name: Callable[[str], Value]  # code of a group -> its name in the table
    rank: Callable[[str], Any]  # code of a group -> sort key of its row
    silent: Callable[[Iterable[str]], int] = lambda groups: 0  # codes of the groups with entries -> how many have none


def _tables(
    edition: Edition, entries: tuple[CountedSubmission, ...], people: tuple[Person, ...], found: Targets
) -> Iterator[Table]:
    yield _honours(edition, entries)
    for grouping in _groupings(edition):
        yield counted(grouping, entries)
    yield target_table(edition, found)
    yield _authors(people)
    yield _disputes(edition)


def _groupings(edition: Edition) -> Iterator[Grouping]:
    """The reports that count entries; a new report is a new grouping in this function."""
    rules = edition.rules.record
    # A level whose units stand above other roots (the nation above its provinces) has all entries in one row: no report of its own.
    top = max((rules.rank(unit.level) for unit in edition.units.values() if "/" not in unit.id), default=0)
    for level in rules.levels[top:]:
        yield _by_level(edition, level)
    blocks = rules.vocabulary("blocks")
    yield Grouping(
        "khoi",
        Words("Theo khối", "By block"),
        Words("Khối", "Block"),
        lambda entry: entry.block,
        _named(blocks),
        _listed(blocks),
    )
    yield by_field(edition)
    yield Grouping(
        "tuan",
        Words("Theo tuần nhận", "By week of receipt"),
        Words("Tuần", "Week"),
        lambda entry: (entry.day - timedelta(days=entry.day.weekday())).isoformat(),
        _week,
        str,
    )
    yield Grouping(
        "ngay",
        Words("Theo ngày nhận", "By day of receipt"),
        Words("Ngày", "Day"),
        lambda entry: entry.day.isoformat(),
        date.fromisoformat,
        str,
    )


def by_field(edition: Edition) -> Grouping:
    """Returns the grouping of entries by field, in the order of the edition's rules."""
    fields = edition.rules.record.vocabulary("fields")
    return Grouping(
        "linh-vuc",
        Words("Theo lĩnh vực", "By field"),
        Words("Lĩnh vực", "Field"),
        lambda entry: entry.field,
        _named(fields),
        _listed(fields),
    )


def _by_level(edition: Edition, level: Level) -> Grouping:
    units = {unit.id: unit for unit in edition.units.values() if unit.level == level.id}

    def group(entry: CountedSubmission) -> str:
        unit = edition.unit_at(entry.unit, level.id)
        return unit.id if unit else ""

    def name(id: str) -> Value:
        return units[id].name if id in units else _UNKNOWN

    return Grouping(
        f"cap-{level.id}",
        Words(f"Theo {level.name.inside.vi}", f"By {level.name.inside.en}"),
        Words("Đơn vị", "Unit"),
        group,
        name,
        lambda id: order(str(name(id))),
        lambda groups: len(units.keys() - set(groups)),
    )


def _named(vocabulary: Mapping[str, Words]) -> Callable[[str], Value]:
    return lambda id: vocabulary.get(id, _UNKNOWN)


def _listed(vocabulary: Mapping[str, Words]) -> Callable[[str], int]:
    places = {id: position for position, id in enumerate(vocabulary)}
    return lambda id: places.get(id, len(places))


def _week(monday: str) -> Value:
    first = date.fromisoformat(monday)
    last = first + timedelta(days=6)
    return Words(f"{first.day}/{first.month} – {last.day}/{last.month}/{last.year}", f"{first:%d/%m} – {last:%d/%m/%Y}")


def counted(grouping: Grouping, entries: tuple[CountedSubmission, ...], also: Iterable[str] = ()) -> Table:
    """Returns the table of a grouping: a row for each group that has entries, and for those of the codes `also`, by `rank`, and
    a total. Shares are whole percents, the benefit is in đồng a year."""
    groups: dict[str, list[CountedSubmission]] = {code: [] for code in also}
    for entry in entries:
        groups.setdefault(grouping.group(entry), []).append(entry)
    ordered = sorted(groups, key=grouping.rank)
    silent = grouping.silent(groups)
    return Table(
        id=grouping.id,
        title=grouping.title,
        note=Words(f"{silent} đơn vị chưa có bài.", f"{silent} units have sent nothing yet.") if silent else Words("", ""),
        columns=(Column("name", grouping.row, Measure.NAME), *_COUNTS),
        rows=tuple((grouping.name(id), *_counts(groups[id])) for id in ordered),
        total=(_TOTAL, *_counts(entries)),
        codes=tuple(ordered),
    )


def _counts(entries: Iterable[CountedSubmission]) -> tuple[int, ...]:
    of = summary(entries)
    share = round(100 * of.on_time / of.received) if of.received else 0
    return of.received, of.on_time, of.late, of.invalid, of.honoured, share, of.benefit


def _honours(edition: Edition, entries: tuple[CountedSubmission, ...]) -> Table:
    """The table of levels, the lowest first: how many entries each considered and how many it honoured. The lowest considers
    every valid entry; an innovation honoured at two levels counts at both."""
    rows: list[tuple[Value, ...]] = []
    for level in reversed(edition.rules.record.levels):
        decisions = {each.decision.path for each in edition.in_force if each.level == level.id}
        lowest = level is edition.rules.record.levels[-1]
        before = sum(entry.validity is Validity.ON_TIME if lowest else level.id in entry.proposed for entry in entries)
        reserve = sum(level.id in entry.reserve for entry in entries)
        honoured = sum(level.id in entry.honours for entry in entries)
        rows.append((level.name, before, reserve, len(decisions), honoured, _quotas(level, edition)))
    return Table(
        id="ton-vinh",
        title=Words("Từ cơ sở lên: đề nghị và tôn vinh", "From the grassroots up: proposed and honoured"),
        note=Words(
            "Công đoàn cơ sở xét mọi bài hợp lệ; các cấp trên xét bài có trong hồ sơ đề nghị, kể cả dự bị. Một sáng kiến có thể được nhiều"
            " cấp tôn vinh.",
            "The grassroots unions consider every valid entry, the levels above what dossiers propose, reserves included. An innovation may"
            " be honoured at several levels.",
        ),
        columns=(
            Column("name", Words("Cấp", "Level"), Measure.NAME),
            Column("proposed", Words("Được xét, đề nghị", "Considered, proposed")),
            Column("reserve", Words("Trong đó dự bị", "Of these in reserve")),
            Column("decisions", Words("Quyết định", "Decisions")),
            Column("honoured", Words("Được tôn vinh", "Honoured")),
            Column("quota", Words("Hạn mức", "Quota"), Measure.NAME),
        ),
        rows=tuple(rows),
        codes=tuple(level.id for level in reversed(edition.rules.record.levels)),
    )


def _quotas(level: Level, edition: Edition) -> Words:
    rules = edition.rules.record
    levels, fields = rules.vocabulary("levels"), rules.vocabulary("fields")
    said = []
    for quota in level.quotas:
        per, field = levels.get(quota.per, _UNKNOWN), fields.get(quota.field)
        of = Words(f", lĩnh vực {field.vi}", f", field {field.en}") if field else Words("", "")
        said.append(Words(f"tối đa {quota.max} sáng kiến mỗi {per.vi}{of.vi}", f"at most {quota.max} for each {per.en}{of.en}"))
    if not said:
        return Words("theo thẩm quyền", "by its own authority")
    return Words("; ".join(each.vi for each in said), "; ".join(each.en for each in said))


def _authors(people: tuple[Person, ...]) -> Table:
    """How many authors have one, two or more valid innovations: no name, no unit."""
    rows: list[tuple[Value, ...]] = []
    names = (
        Words("Một sáng kiến", "One innovation"),
        Words("Hai sáng kiến", "Two innovations"),
        Words("Từ ba sáng kiến", "Three or more"),
    )
    for count, name in enumerate(names, start=1):
        group = [person for person in people if min(person.valid, len(names)) == count]
        rows.append((name, len(group), sum(bool(person.honoured) for person in group)))
    return Table(
        id="tac-gia",
        title=Words("Tác giả theo số sáng kiến", "Authors by number of innovations"),
        note=Words(
            "Chỉ tính sáng kiến hợp lệ, đúng hạn. Hai người trùng họ tên trong cùng một đơn vị được tính là một.",
            "Valid entries in time only. Two people of one name in one unit count as one.",
        ),
        columns=(
            Column("name", Words("Mỗi người có", "Each has"), Measure.NAME),
            Column("people", Words("Số tác giả", "Authors")),
            Column("honoured", Words("Trong đó được tôn vinh", "Of these honoured")),
        ),
        rows=tuple(rows),
        codes=("1", "2", "3+"),
    )


def _disputes(edition: Edition) -> Table:
    """How many disputes are in each state. What a dispute is about, and about whom, is not public."""
    disputes = [filed.record for filed in edition.disputes]
    states = (
        (Words("Đang giải quyết", "Open"), sum(each.open for each in disputes)),
        (Words("Được chấp nhận", "Upheld"), sum(each.upheld for each in disputes)),
        (Words("Bị bác", "Dismissed"), sum(not each.open and not each.upheld for each in disputes)),
    )
    return Table(
        id="khieu-nai",
        title=Words("Khiếu nại, tranh chấp quyền tác giả", "Complaints and authorship disputes"),
        note=Words("Chỉ công khai số lượng.", "Only their number is public."),
        columns=(Column("name", Words("Tình trạng", "State"), Measure.NAME), Column("cases", Words("Số vụ", "Cases"))),
        rows=states,
        total=(_TOTAL, len(disputes)),
        codes=("open", "upheld", "dismissed"),
    )

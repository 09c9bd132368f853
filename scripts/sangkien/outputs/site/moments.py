"""Draws an edition's dates on one line with today among them, and lists them; must not know which page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from sangkien.language import Language, Until, Value, Words, say
from sangkien.late import dataclass
from sangkien.model.programme import Days, Rules, Setting
from sangkien.outputs.site import charts
from sangkien.outputs.site.markup import attribute

SCRIPT = "moc.js"
"""Moves today's mark to the reader's own today; without it the mark stands where it stood at the build."""

_EDGE = 5  # percent of the width kept free on each side
_OUTSIDE = 1  # percent: where today stands while it is before all dates or after them
_CLOSE = 7  # percent: dots nearer than that stand on different rows
_ROW, _ABOVE, _BELOW = 22, 30, 56  # pixels: how far apart rows of dots are, what is free above the highest and below the line
_MONTHS = 8  # so many names of months have room

_TITLE = Words("Các mốc thời gian của kỳ này", "The dates of this edition")
_DESC = Words("{count} mốc, từ {first} đến {last}. Hôm nay: {today}.", "{count} dates, from {first} to {last}. Today: {today}.")
_TODAY = Words("Hôm nay {day}", "Today, {day}")
_STARTS = Words("Chương trình bắt đầu", "The programme begins")
_ENDS = Words("Chương trình kết thúc", "The programme ends")
_OPENS = Words("Bắt đầu nhận bài", "The intake opens")
_CLOSES = Words("Đóng cổng nhận bài", "The intake closes")
_DUE = Words("Hạn nộp hồ sơ đề nghị {level}", "Dossiers to {level} are due")
_WAS = Words("trước đây", "before")


@dataclass(frozen=True)
class Moment:
    """A date of the edition: the instant it stands for, what happens, how people say when, and what it was before."""

    at: datetime
    name: str
    when: str
    source: str = ""
    earlier: tuple[str, ...] = ()


def moments(rules: Rules, language: Language) -> list[Moment]:
    """All of them, in order of time."""
    found = [*_campaign(rules, language), Moment(rules.portal.opens, _OPENS.say(language), say(rules.portal.opens, language))]
    found.append(_deadline(_CLOSES.say(language), rules.portal.closes, language))
    for level in rules.levels:
        if level.dossier_due:
            name = _DUE.say(language).format(level=level.name.inside.say(language) if language == "en" else level.name.vi)
            found.append(_deadline(name, level.dossier_due, language))
    return sorted(found, key=lambda each: each.at)


def _campaign(rules: Rules, language: Language) -> Iterator[Moment]:
    first, last = _span(rules, rules.campaign)
    yield Moment(first, _STARTS.say(language), say(rules.campaign.first, language))
    yield Moment(last, _ENDS.say(language), say(Until(last), language))


def _span(rules: Rules, days: Days) -> tuple[datetime, datetime]:
    first, last = (datetime.combine(day, time(), rules.zone) for day in (days.first, days.last))
    return first, last + timedelta(days=1)


def _deadline(name: str, settings: Sequence[Setting], language: Language) -> Moment:
    *earlier, now = settings
    was = tuple(f"{say(Until(each.at), language)} ({each.source})" for each in earlier)
    return Moment(now.at, name, say(Until(now.at), language), now.source, was)


def picture(rules: Rules, as_of: datetime, language: Language) -> str:
    """A figure: the line with numbered dots, and the same numbers as a list with words."""
    every = moments(rules, language)
    today = say(as_of.date(), language)
    told: dict[str, Value] = {"count": len(every), "first": every[0].when, "last": every[-1].when, "today": today}
    desc = _DESC.say(language).format_map({name: say(value, language) for name, value in told.items()})
    rows = _in_rows(every)
    line = _ABOVE + _ROW * max(rows)
    shapes = [f'<rect class="sk-axis" x="0" y="{line - 1}" width="100%" height="2"></rect>']
    shapes += [*_month_names(every, line, language), *_dots(every, rows, line, as_of), _now(every, as_of, line, language)]
    svg = charts.svg("moc", f'width="100%" height="{line + _BELOW}"', _TITLE.say(language), desc, shapes, "sk-moments")
    listed = "".join(_row(each, each.at <= as_of) for each in every)
    return f'<figure class="sk-figure">{svg}<ol class="sk-dates">{listed}</ol></figure>'


def _row(moment: Moment, past: bool) -> str:
    source = f' <span class="sk-quiet">({attribute(moment.source)})</span>' if moment.source else ""
    was = "".join(f" <del>{attribute(each)}</del>" for each in moment.earlier)
    css = ' class="sk-past"' if past else ""
    when = f'<time datetime="{moment.at.isoformat()}">{attribute(moment.when)}</time>'
    return f"<li{css}><strong>{attribute(moment.name)}</strong>: {when}{source}{was}</li>"


def _share(every: Sequence[Moment], at: datetime) -> float:
    """Where an instant stands, in percent of the width; what is before or after everything stands at the edge, beside the dots."""
    first, last = every[0].at, every[-1].at
    share = _EDGE + (100 - 2 * _EDGE) * ((at - first) / max(last - first, timedelta(seconds=1)))
    return min(max(share, _OUTSIDE), 100 - _OUTSIDE)


def _in_rows(every: Sequence[Moment]) -> list[int]:
    """The row of each dot: on the line, or above it where it would touch the one before."""
    ends: list[float] = []  # of each row, where its last dot stands
    rows = []
    for each in every:
        share = _share(every, each.at)
        row = next((row for row, end in enumerate(ends) if share - end >= _CLOSE), len(ends))
        ends[row : row + 1] = [share]
        rows.append(row)
    return rows


def _dots(every: Sequence[Moment], rows: Sequence[int], line: int, as_of: datetime) -> Iterator[str]:
    for number, (each, row) in enumerate(zip(every, rows, strict=True), start=1):
        share, y = _share(every, each.at), line - _ROW * row
        if row:
            yield f'<rect class="sk-axis" x="{share:.2f}%" y="{y}" width="1" height="{line - y}"></rect>'
        css = "sk-dot sk-past" if each.at <= as_of else "sk-dot"
        name = f"<title>{attribute(f'{each.name}: {each.when}')}</title>"
        yield f'<circle class="{css}" cx="{share:.2f}%" cy="{y}" r="10">{name}</circle>'
        yield f'<text class="{css}" x="{share:.2f}%" y="{y + 4}" text-anchor="middle">{number}</text>'


def _month_names(every: Sequence[Moment], line: int, language: Language) -> Iterator[str]:
    """The first of each month, or of every few where they are many."""
    first, last = every[0].at, every[-1].at
    firsts = []
    month = first.replace(day=1, hour=0, minute=0, second=0)
    while month <= last:
        if month >= first:
            firsts.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    for each in firsts[:: -(-len(firsts) // _MONTHS) or 1]:
        share = _share(every, each)
        name = f"{each.month}/{each.year}" if language == "vi" else f"{each:%b %Y}"
        yield f'<rect class="sk-axis" x="{share:.2f}%" y="{line}" width="1" height="14"></rect>'
        yield f'<text class="sk-tick" x="{share:.2f}%" y="{line + 28}" text-anchor="middle">{name}</text>'


def _now(every: Sequence[Moment], as_of: datetime, line: int, language: Language) -> str:
    share = _share(every, as_of)
    anchor = "start" if share < 20 else "end" if share > 80 else "middle"
    said = _TODAY.say(language).format(day=say(as_of.date(), language))
    return (
        f'<rect class="sk-now" x="{share:.2f}%" y="14" width="2" height="{line + 4}"></rect>'
        f'<text class="sk-now" x="{share:.2f}%" y="{line + 48}" text-anchor="{anchor}">{said}</text>'
    )

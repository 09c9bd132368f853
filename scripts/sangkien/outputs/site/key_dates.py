"""Draws an edition's dates on one line with today among them, and lists them; must not know which page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta

from sangkien.language import Language, Until, Value, Words, fill, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined, literal
from sangkien.model.programme import Days, Rules, Setting
from sangkien.outputs.site import charts

SCRIPT = "moc.js"
"""Moves today's mark to the reader's own today, and shows what can be done then; without it both stay as they were at the
build."""

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
_DUE = Words("Hạn nộp hồ sơ đề nghị {level}", "Dossiers to the {level} are due")


@dataclass(frozen=True)
class KeyDate:
    """A date of the edition."""

    at: datetime  # instant it stands for, aware
    name: str  # what happens
    when: str  # as people say it
    source: str = ""  # paper that sets it; empty: none
    earlier: tuple[str, ...] = ()  # what it was before, as people say it


def key_dates(rules: Rules, language: Language) -> list[KeyDate]:
    """Returns all dates that the rules lay down, by instant."""
    found = [*_campaign(rules, language), KeyDate(rules.portal.opens, _OPENS.say(language), say(rules.portal.opens, language))]
    found.append(_deadline(_CLOSES.say(language), rules.portal.closes, language))
    for level in rules.levels:
        if level.dossier_due:
            name = _DUE.say(language).format(level=level.name.inside.say(language) if language == "en" else level.name.vi)
            found.append(_deadline(name, level.dossier_due, language))
    return sorted(found, key=lambda each: each.at)


def _campaign(rules: Rules, language: Language) -> Iterator[KeyDate]:
    first, last = _span(rules, rules.campaign)
    yield KeyDate(first, _STARTS.say(language), say(rules.campaign.first, language))
    yield KeyDate(last, _ENDS.say(language), say(Until(last), language))


def _span(rules: Rules, days: Days) -> tuple[datetime, datetime]:
    first, last = (datetime.combine(day, time(), rules.zone) for day in (days.first, days.last))
    return first, last + timedelta(days=1)


def _deadline(name: str, settings: Sequence[Setting], language: Language) -> KeyDate:
    *earlier, now = settings
    was = tuple(f"{say(Until(each.at), language)} ({each.source})" for each in earlier)
    return KeyDate(now.at, name, say(Until(now.at), language), now.source, was)


def picture(rules: Rules, as_of: datetime, language: Language, sources: bool = True) -> Html:
    """Returns a figure: a line with numbered dots, and the same numbers as a list with words. `as_of` is the instant marked
    as today; without `sources` the list is a short one, without the papers that set the dates."""
    every = key_dates(rules, language)
    today = say(as_of.date(), language)
    values: dict[str, Value] = {"count": len(every), "first": every[0].when, "last": every[-1].when, "today": today}
    rows = _in_rows(every)
    line = _ABOVE + _ROW * max(rows)
    shapes = [html('<rect class="sk-axis" x="0" y="{}" width="100%" height="2"></rect>', line - 1)]
    shapes += [*_month_names(every, line, language), *_dots(every, rows, line, as_of), _now(every, as_of, line, language)]
    size = html('width="100%" height="{}"', line + _BELOW)
    svg = charts.svg("moc", size, _TITLE.say(language), fill(_DESC, values, language), shapes, "sk-moments")
    listed = joined(_item(each, each.at <= as_of, sources) for each in every)
    css = "sk-dates" if sources else "sk-dates sk-short"
    return html('<figure class="sk-figure">{}<ol class="{:exact}">{}</ol></figure>', svg, css, listed)


_PAST = literal(' class="sk-past"')


def _item(each: KeyDate, past: bool, sources: bool) -> Html:
    return html(
        '<li{}><strong>{}</strong>: <time datetime="{:exact}">{}</time>{}{}</li>',
        _PAST if past else "",
        each.name,
        each.at.isoformat(),
        each.when,
        html(' <span class="sk-quiet">({})</span>', each.source) if each.source and sources else "",
        joined(html(" <del>{}</del>", was) for was in each.earlier) if sources else "",
    )


def _share(every: Sequence[KeyDate], at: datetime) -> float:
    """Where an instant stands, in percent of the width; one before or after all dates stands at the edge, beside the dots."""
    first, last = every[0].at, every[-1].at
    share = _EDGE + (100 - 2 * _EDGE) * ((at - first) / max(last - first, timedelta(seconds=1)))
    return min(max(share, _OUTSIDE), 100 - _OUTSIDE)


def _in_rows(every: Sequence[KeyDate]) -> list[int]:
    """The row of each dot: 0 on the line, higher where it would touch the one before."""
    ends: list[float] = []  # of each row, where its last dot stands
    rows = []
    for each in every:
        share = _share(every, each.at)
        row = next((row for row, end in enumerate(ends) if share - end >= _CLOSE), len(ends))
        ends[row : row + 1] = [share]
        rows.append(row)
    return rows


def _dots(every: Sequence[KeyDate], rows: Sequence[int], line: int, as_of: datetime) -> Iterator[Html]:
    for number, (each, row) in enumerate(zip(every, rows, strict=True), start=1):
        share, y = _share(every, each.at), line - _ROW * row
        if row:
            yield html('<rect class="sk-axis" x="{:.2f}%" y="{}" width="1" height="{}"></rect>', share, y, line - y)
        css = "sk-dot sk-past" if each.at <= as_of else "sk-dot"
        name = f"{each.name}: {each.when}"
        yield html('<circle class="{:exact}" cx="{:.2f}%" cy="{}" r="10"><title>{}</title></circle>', css, share, y, name)
        yield html('<text class="{:exact}" x="{:.2f}%" y="{}" text-anchor="middle">{}</text>', css, share, y + 4, number)


def _month_names(every: Sequence[KeyDate], line: int, language: Language) -> Iterator[Html]:
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
        yield html('<rect class="sk-axis" x="{:.2f}%" y="{}" width="1" height="14"></rect>', share, line)
        yield html('<text class="sk-tick" x="{:.2f}%" y="{}" text-anchor="middle">{}</text>', share, line + 28, name)


def _now(every: Sequence[KeyDate], as_of: datetime, line: int, language: Language) -> Html:
    share = _share(every, as_of)
    anchor = "start" if share < 20 else "end" if share > 80 else "middle"
    return html(
        '<rect class="sk-now" x="{share:.2f}%" y="14" width="2" height="{height}"></rect>'
        '<text class="sk-now" x="{share:.2f}%" y="{below}" text-anchor="{anchor:exact}">{today}</text>',
        share=share,
        height=line + 4,
        below=line + 48,
        anchor=anchor,
        today=_TODAY.say(language).format(day=say(as_of.date(), language)),
    )

"""Draws tables as pictures that need no script, stretch to any width and keep their letters' size; must not know what is counted."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined

_BAR, _INNER, _OVER = 18, 5, 3  # pixels: a bar, how much thinner one inside it is, how far a target's line stands out
_LETTER, _GAP = 16, 12  # pixels: a line of words, what is free below a row
_WIDE = 36  # letters of a row's name on one line, so that the narrowest phone shows them beside the number

_LEGEND = Words("Chú giải màu", "Key")
_DESC = Words("{rows} dòng. Lớn nhất: {name}, {value}.", "{rows} rows. Largest: {name}, {value}.")


@dataclass(frozen=True)
class Series:
    """One colour of a chart."""

    name: str  # in the key
    css: str  # class that colours it
    values: Sequence[int]  # one a row


@dataclass(frozen=True)
class Chart:
    """What every chart is drawn from."""

    id: str  # prefix of the ids in the picture
    title: str  # above the picture
    note: str  # under the picture; empty: none
    labels: Sequence[str]  # names of the rows
    series: Sequence[Series]  # each with a value for every row
    language: Language  # of the words and numbers

    def said(self, value: int) -> str:
        """Returns a value as readers of the chart's language write it."""
        return say(value, self.language)


Bars = Callable[[int], tuple[str, Iterable[tuple[float, float, Series, int]]]]
"""Row -> its number as text, and its bars: start and length of each as shares of the width, its series, its value."""


def stacked(chart: Chart) -> Html:
    """Draws horizontal bars: the series of a row end to end, with the row's sum beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most = max(*sums, 1)
    return _rows(chart, lambda row: (chart.said(sums[row]), _end_to_end(chart, row, most)), sums)


def shares(chart: Chart) -> Html:
    """Draws horizontal bars of one length, cut by the series' shares, with the first one's percentage beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    said = [f"{round(100 * chart.series[0].values[row] / sums[row])} %" if sums[row] else "–" for row in range(len(sums))]
    return _rows(chart, lambda row: (said[row], _end_to_end(chart, row, max(sums[row], 1))), sums)


def _end_to_end(chart: Chart, row: int, most: int) -> Iterator[tuple[float, float, Series, int]]:
    start = 0
    for series in chart.series:
        yield start / most, series.values[row] / most, series, 0
        start += series.values[row]


def against(chart: Chart) -> Html:
    """Draws the result as a bar and the target as a line across it. Takes two series: result, target."""
    result, target = chart.series
    most = max(*result.values, *target.values, 1)

    def bars(row: int) -> tuple[str, Iterable[tuple[float, float, Series, int]]]:
        got, aim = result.values[row], target.values[row]
        return f"{chart.said(got)}/{chart.said(aim)}", ((0, got / most, result, 0), (aim / most, 0, target, -_OVER))

    return _rows(chart, bars, result.values)


def ladder(chart: Chart) -> Html:
    """Draws steps from below upwards: what came to each as a bar, what came through as a bar inside it. Takes two series:
    outer, inner."""
    outer, inner = chart.series
    most = max(*outer.values, *inner.values, 1)

    def bars(row: int) -> tuple[str, Iterable[tuple[float, float, Series, int]]]:
        came, through = outer.values[row], inner.values[row]
        return f"{chart.said(through)}/{chart.said(came)}", ((0, came / most, outer, 0), (0, through / most, inner, _INNER))

    return _rows(chart, bars, outer.values)


def _rows(chart: Chart, bars: Bars, weights: Sequence[int]) -> Html:
    """Name and number of each row on a line, its bars below."""
    top, parts = 0, list[Html]()
    for row, label in enumerate(chart.labels):
        value, shapes = bars(row)
        lines = textwrap.wrap(label, _WIDE) or [""]
        parts.append(html('<text class="sk-name" x="0" y="{}">{}</text>', top + 12, _wrapped(lines)))
        parts.append(html('<text class="sk-value" x="100%" y="{}" text-anchor="end">{:exact}</text>', top + 12, value))
        under = top + _LETTER * len(lines) + _OVER
        parts += [_bar(under, start, length, series, inset, f"{label}: {series.name} {chart.said(series.values[row])}")
                  for start, length, series, inset in shapes if length or inset < 0]  # fmt: skip
        top = under + _BAR + _GAP
    largest = max(range(len(weights)), key=lambda row: weights[row])
    desc = _DESC.say(chart.language).format(
        rows=chart.said(len(chart.labels)), name=chart.labels[largest], value=chart.said(weights[largest])
    )
    return _figure(chart, desc, top, parts)


def _wrapped(lines: Sequence[str]) -> Html:
    """The lines of a name, one below the other."""
    first, *others = lines
    return joined([html("{}", first), *(html('<tspan x="0" dy="{}">{}</tspan>', _LETTER, line) for line in others)], " ")


def _bar(top: int, start: float, length: float, series: Series, inset: int, title: str) -> Html:
    """One bar. A bar of no length is a line across, which ends at its position so that it stays inside the picture."""
    return html(
        '<rect class="{:exact}" x="{:.2%}" y="{}" {} height="{}"><title>{}</title></rect>',
        series.css,
        start,
        top + inset,
        html('width="{:.2%}"', length) if length else html('width="3" transform="translate(-3)"'),
        _BAR - 2 * inset,
        title,
    )


_DAYS = 150  # pixels: the highest bar of a day
_DEADLINE = Words("Hạn: {at}", "Deadline: {at}")
_DAILY = Words(
    "{days} ngày. Nhiều nhất: {most} bài ngày {day}. Hạn: {at}.", "{days} days. Most: {most} on {day}. The deadline: {at}."
)


def days(chart: Chart, first: date, listed: Sequence[date], deadline: float, closes: str) -> Html:
    """Draws upright bars, one a day from `first` on, with a line at the deadline. `listed` are the days of the rows,
    `deadline` is in days from the start of `first`, `closes` names it."""
    count = max((listed[-1] - first).days + 1, int(deadline) + 1)
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most, wide = max(*sums, 1), 1 / count
    parts = [html('<text class="sk-tick" x="0" y="12">{:exact}</text>', chart.said(most)),
             html('<rect class="sk-axis" x="0" y="{}" width="100%" height="1"></rect>', _DAYS + 18)]  # fmt: skip
    for row, day in enumerate(listed):
        parts += _day(chart, row, day, ((day - first).days * wide, wide * 0.84), most)
    at, anchor = deadline * wide, "end" if deadline * wide > 0.4 else "start"
    said = _DEADLINE.say(chart.language).format(at=closes)
    parts.append(html('<rect class="sk-now" x="{:.2%}" y="18" width="2" height="{}"></rect>', at, _DAYS + 6))
    parts.append(html('<text class="sk-now" x="{:.2%}" y="12" text-anchor="{:exact}">{}</text>', at, anchor, said))
    ends = ((0, "start", first), (100, "end", first + timedelta(days=count - 1)))
    parts += [
        html(
            '<text class="sk-tick" x="{}%" y="{}" text-anchor="{:exact}">{}</text>',
            x,
            _DAYS + 34,
            anchor,
            say(day, chart.language),
        )
        for x, anchor, day in ends
    ]
    busiest = max(range(len(sums)), key=lambda row: sums[row])
    desc = _DAILY.say(chart.language).format(
        days=chart.said(count), most=chart.said(sums[busiest]), day=say(listed[busiest], chart.language), at=closes
    )
    return _figure(chart, desc, _DAYS + 42, parts)


def _day(chart: Chart, row: int, day: date, box: tuple[float, float], most: int) -> Iterator[Html]:
    """The bars of one day, one on the other. `box` is the start and the width of the day as shares of the picture's width."""
    below = 0.0
    for series in chart.series:
        if value := series.values[row]:
            high = _DAYS * value / most
            below += high
            yield html(
                '<rect class="{:exact}" x="{:.2%}" width="{:.2%}" y="{:.1f}" height="{:.1f}"><title>{}</title></rect>',
                series.css,
                *box,
                _DAYS + 18 - below,
                high,
                f"{say(day, chart.language)}: {series.name} {chart.said(value)}",
            )


def _figure(chart: Chart, desc: str, height: int, parts: Iterable[Html]) -> Html:
    """The picture with its key above and its note below."""
    keys = joined(html('<li><span class="sk-key {:exact}"></span>{}</li>', each.css, each.name) for each in chart.series)
    return html(
        '<figure class="sk-figure"><ul class="sk-legend" aria-label="{}">{}</ul>{}<figcaption>{}</figcaption></figure>',
        _LEGEND.say(chart.language),
        keys,
        svg(chart.id, html('width="100%" height="{}"', height), chart.title, desc, parts),
        chart.note,
    )


def svg(id: str, size: Html, title: str, desc: str, shapes: Iterable[Html], css: str = "", role: str = "img") -> Html:
    """Returns shapes as one picture with a title and, for those who do not see it, a description. `size` are its attributes
    `width` and the like; `role` is `group` where the picture holds links."""
    return html(
        '<svg class="{css:exact}" {size} role="{role:exact}" aria-labelledby="ve-{id:exact}-ten" aria-describedby="ve-{id:exact}-ta">'
        '<title id="ve-{id:exact}-ten">{title}</title><desc id="ve-{id:exact}-ta">{desc}</desc>{shapes}</svg>',
        css=f"sk-chart {css}".rstrip(),
        size=size,
        role=role,
        id=id,
        title=title,
        desc=desc,
        shapes=joined(shapes),
    )

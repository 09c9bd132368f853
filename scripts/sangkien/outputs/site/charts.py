"""Draws tables as pictures that need no script, stretch to any width and keep their letters' size; must not know what is counted."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.outputs.site.markup import attribute

_BAR, _INNER, _OVER = 18, 5, 3  # pixels: a bar, how much thinner one inside it is, how far a target's line stands out
_LETTER, _GAP = 16, 12  # pixels: a line of words, what is free below a row
_WIDE = 36  # letters of a row's name on one line, so that the narrowest phone shows them beside the number

_LEGEND = Words("Chú giải màu", "Key")
_DESC = Words("{rows} dòng. Lớn nhất: {name}, {value}.", "{rows} rows. Largest: {name}, {value}.")


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name, its CSS class and a value for every row."""

    name: str
    css: str
    values: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """What every chart says: a name for its parts, its title, a note under it, the rows' names, the series."""

    id: str
    title: str
    note: str
    labels: Sequence[str]
    series: Sequence[Series]
    language: Language

    def said(self, value: int) -> str:
        return say(value, self.language)


Bars = Callable[[int], tuple[str, Iterable[tuple[float, float, Series, int]]]]
"""Of a row: what its number says, and its bars: where each begins and how long it is as shares of the width, its colour, its value."""


def stacked(chart: Chart) -> str:
    """Horizontal bars, the series of a row laid end to end, with the row's sum beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most = max(*sums, 1)
    return _rows(chart, lambda row: (chart.said(sums[row]), _end_to_end(chart, row, most)), sums)


def shares(chart: Chart) -> str:
    """Horizontal bars of one length each, cut by the series' shares, with the first one's percentage beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    said = [f"{round(100 * chart.series[0].values[row] / sums[row])} %" if sums[row] else "–" for row in range(len(sums))]
    return _rows(chart, lambda row: (said[row], _end_to_end(chart, row, max(sums[row], 1))), sums)


def _end_to_end(chart: Chart, row: int, most: int) -> Iterator[tuple[float, float, Series, int]]:
    start = 0
    for series in chart.series:
        yield start / most, series.values[row] / most, series, 0
        start += series.values[row]


def against(chart: Chart) -> str:
    """Target against result: the result as a bar, the target as a line across it. Series: result, target."""
    result, target = chart.series
    most = max(*result.values, *target.values, 1)

    def bars(row: int) -> tuple[str, Iterable[tuple[float, float, Series, int]]]:
        got, aim = result.values[row], target.values[row]
        return f"{chart.said(got)}/{chart.said(aim)}", ((0, got / most, result, 0), (aim / most, 0, target, -_OVER))

    return _rows(chart, bars, result.values)


def ladder(chart: Chart) -> str:
    """Steps from below upwards: what came to each as a bar, what came through as a bar inside it. Series: outer, inner."""
    outer, inner = chart.series
    most = max(*outer.values, *inner.values, 1)

    def bars(row: int) -> tuple[str, Iterable[tuple[float, float, Series, int]]]:
        came, through = outer.values[row], inner.values[row]
        return f"{chart.said(through)}/{chart.said(came)}", ((0, came / most, outer, 0), (0, through / most, inner, _INNER))

    return _rows(chart, bars, outer.values)


def _rows(chart: Chart, bars: Bars, weights: Sequence[int]) -> str:
    """Name and number of each row on a line, its bars below."""
    top, drawn = 0, []
    for row, label in enumerate(chart.labels):
        value, shapes = bars(row)
        lines = textwrap.wrap(label, _WIDE) or [""]
        words = " ".join(
            attribute(line) if not place else f'<tspan x="0" dy="{_LETTER}">{attribute(line)}</tspan>'
            for place, line in enumerate(lines)
        )
        drawn.append(f'<text class="sk-name" x="0" y="{top + 12}">{words}</text>')
        drawn.append(f'<text class="sk-value" x="100%" y="{top + 12}" text-anchor="end">{value}</text>')
        under = top + _LETTER * len(lines) + _OVER
        drawn += [_bar(under, start, length, series, inset, f"{label}: {series.name} {chart.said(series.values[row])}")
                  for start, length, series, inset in shapes if length or inset < 0]  # fmt: skip
        top = under + _BAR + _GAP
    largest = max(range(len(weights)), key=lambda row: weights[row])
    desc = _DESC.say(chart.language).format(
        rows=chart.said(len(chart.labels)), name=chart.labels[largest], value=chart.said(weights[largest])
    )
    return _figure(chart, desc, top, drawn)


def _bar(top: int, start: float, length: float, series: Series, inset: int, title: str) -> str:
    """One bar; the one without length is a line across, which ends at its place so that it stays inside the picture."""
    size = f'width="{length:.2%}"' if length else 'width="3" transform="translate(-3)"'
    box = f'x="{start:.2%}" y="{top + inset}" {size} height="{_BAR - 2 * inset}"'
    return f'<rect class="{series.css}" {box}><title>{attribute(title)}</title></rect>'


_DAYS = 150  # pixels: the highest bar of a day
_DEADLINE = Words("Hạn: {at}", "Deadline: {at}")
_DAILY = Words(
    "{days} ngày. Nhiều nhất: {most} bài ngày {day}. Hạn: {at}.", "{days} days. Most: {most} on {day}. The deadline: {at}."
)


def days(chart: Chart, first: date, listed: Sequence[date], deadline: float, closes: str) -> str:
    """Upright bars, one a day from `first` on, with a line at the deadline. `listed` are the days of the rows, `deadline` is in days
    from the first one, `closes` says it."""
    count = max((listed[-1] - first).days + 1, int(deadline) + 1)
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most, wide = max(*sums, 1), 1 / count
    drawn = [f'<text class="sk-tick" x="0" y="12">{chart.said(most)}</text>',
             f'<rect class="sk-axis" x="0" y="{_DAYS + 18}" width="100%" height="1"></rect>']  # fmt: skip
    for row, day in enumerate(listed):
        below = 0
        for series in chart.series:
            if value := series.values[row]:
                high = _DAYS * value / most
                below += high
                title = attribute(f"{say(day, chart.language)}: {series.name} {chart.said(value)}")
                box = f'x="{(day - first).days * wide:.2%}" width="{wide * 0.84:.2%}"'
                drawn.append(
                    f'<rect class="{series.css}" {box} y="{_DAYS + 18 - below:.1f}" height="{high:.1f}"><title>{title}</title></rect>'
                )
    at, anchor = deadline * wide, "end" if deadline * wide > 0.4 else "start"
    drawn.append(f'<rect class="sk-now" x="{at:.2%}" y="18" width="2" height="{_DAYS + 6}"></rect>')
    drawn.append(
        f'<text class="sk-now" x="{at:.2%}" y="12" text-anchor="{anchor}">{_DEADLINE.say(chart.language).format(at=closes)}</text>'
    )
    ends = ((0, "start", first), (100, "end", first + timedelta(days=count - 1)))
    drawn += [
        f'<text class="sk-tick" x="{x}%" y="{_DAYS + 34}" text-anchor="{anchor}">{say(day, chart.language)}</text>'
        for x, anchor, day in ends
    ]
    busiest = max(range(len(sums)), key=lambda row: sums[row])
    desc = _DAILY.say(chart.language).format(
        days=chart.said(count), most=chart.said(sums[busiest]), day=say(listed[busiest], chart.language), at=closes
    )
    return _figure(chart, desc, _DAYS + 42, drawn)


def _figure(chart: Chart, desc: str, height: int, drawn: Iterable[str]) -> str:
    """The picture with its key above and its note below."""
    keys = "".join(f'<li><span class="sk-key {each.css}"></span>{attribute(each.name)}</li>' for each in chart.series)
    legend = f'<ul class="sk-legend" aria-label="{_LEGEND.say(chart.language)}">{keys}</ul>'
    picture = svg(chart.id, f'width="100%" height="{height}"', chart.title, desc, drawn)
    return f'<figure class="sk-figure">{legend}{picture}<figcaption>{attribute(chart.note)}</figcaption></figure>'


def svg(id: str, size: str, title: str, desc: str, shapes: Iterable[str], css: str = "", role: str = "img") -> str:
    """Shapes as one picture, with its title and what it shows for those who do not see it. `size` are its attributes; a picture in which
    one can go somewhere is a `group`."""
    return (
        f'<svg class="{f"sk-chart {css}".rstrip()}" {size} role="{role}" aria-labelledby="ve-{id}-ten" aria-describedby="ve-{id}-ta">'
        f'<title id="ve-{id}-ten">{attribute(title)}</title><desc id="ve-{id}-ta">{attribute(desc)}</desc>{"".join(shapes)}</svg>'
    )

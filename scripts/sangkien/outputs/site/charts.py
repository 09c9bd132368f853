"""Draws tables as bars that need no script: words are HTML and wrap, bars are SVG and stretch; must not know what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sangkien.language import say
from sangkien.outputs.site.markup import attribute

_HEIGHT = 22
_INNER = 6  # how much thinner a bar inside another is, on each side
_OVER = 3  # how far a target's line stands out above and below its bar


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name, its CSS class and a value for every row."""

    name: str
    css: str
    values: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """What every chart says: its title, a note under it, the rows' names, the series."""

    title: str
    note: str
    labels: Sequence[str]
    series: Sequence[Series]


def stacked(chart: Chart) -> str:
    """Horizontal bars, the series of a row laid end to end, with the row's sum beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most = max(*sums, 1)
    rows = []
    for row, (label, total) in enumerate(zip(chart.labels, sums, strict=True)):
        shapes, start = [], 0
        for series in chart.series:
            if value := series.values[row]:
                shapes.append(_rect(start / most, value / most, series.css, f"{label}: {series.name} {_number(value)}"))
            start += value
        rows.append(_row(label, _number(total), shapes))
    return _figure(chart, rows)


def against(chart: Chart) -> str:
    """Target against result: the result as a bar, the target as a line across it. Series: result, target."""
    result, target = chart.series
    most = max(*result.values, *target.values, 1)
    rows = []
    for label, got, aim in zip(chart.labels, result.values, target.values, strict=True):
        shapes = [_rect(0, got / most, result.css, f"{label}: {result.name} {_number(got)}")] if got else []
        shapes.append(_line(aim / most, target.css, f"{label}: {target.name} {_number(aim)}"))
        rows.append(_row(label, f"{_number(got)}/{_number(aim)}", shapes))
    return _figure(chart, rows)


def ladder(chart: Chart) -> str:
    """Steps from below upwards: what came to each as a bar, what came through as a bar inside it. Series: outer, inner."""
    outer, inner = chart.series
    most = max(*outer.values, *inner.values, 1)
    rows = []
    for label, came, through in zip(chart.labels, outer.values, inner.values, strict=True):
        shapes = [_rect(0, came / most, outer.css, f"{label}: {outer.name} {_number(came)}")] if came else []
        shapes += [_rect(0, through / most, inner.css, f"{label}: {inner.name} {_number(through)}", _INNER)] if through else []
        rows.append(_row(label, f"{_number(through)}/{_number(came)}", shapes))
    return _figure(chart, rows)


def _rect(start: float, length: float, css: str, title: str, inset: int = 0) -> str:
    """Part of a bar; both measures are shares of the whole width, `inset` makes it thinner."""
    box = f'x="{start:.2%}" y="{_OVER + inset}" width="{length:.2%}" height="{_HEIGHT - 2 * inset}"'
    return f'<rect class="{css}" {box}><title>{attribute(title)}</title></rect>'


def _line(at: float, css: str, title: str) -> str:
    """A line across the bar; it ends at its place, so that it stays inside the picture when that is the far edge."""
    box = f'x="{at:.2%}" y="0" width="3" height="{_HEIGHT + 2 * _OVER}" transform="translate(-3)"'
    return f'<rect class="{css}" {box}><title>{attribute(title)}</title></rect>'


def _row(label: str, value: str, shapes: Iterable[str]) -> str:
    bar = f'<svg class="sk-bar" width="100%" height="{_HEIGHT + 2 * _OVER}" aria-hidden="true">{"".join(shapes)}</svg>'
    return f'<li><span class="sk-name">{attribute(label)}</span> <span class="sk-value">{value}</span>{bar}</li>'


def _figure(chart: Chart, rows: Iterable[str]) -> str:
    """The whole picture on one line, as Markdown takes a line of HTML."""
    keys = "".join(f'<li><span class="sk-key {each.css}"></span>{attribute(each.name)}</li>' for each in chart.series)
    legend = f'<ul class="sk-legend" aria-label="Chú giải màu">{keys}</ul>'
    note = f"<figcaption>{attribute(chart.note)}</figcaption>"
    bars = f'<ul class="sk-bars">{"".join(rows)}</ul>'
    return f'<figure class="sk-figure" aria-label="Biểu đồ: {attribute(chart.title)}">{legend}{bars}{note}</figure>'


def _number(value: int) -> str:
    return say(value, "vi")

"""Draws tables as SVG that needs no script: colours are CSS variables, every shape has its words; must not know what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from sangkien.language import say

_WIDTH = 720
_LABEL = 250
_BAR = 22
_GAP = 10
_LEGEND = 30
_SIGN = 6.6  # mean width of a character at the charts' 13 px, to cut labels that would not fit


@dataclass(frozen=True)
class Series:
    """One colour of a chart: its name, its CSS class and a value for every row."""

    name: str
    css: str
    values: Sequence[int]


@dataclass(frozen=True)
class Chart:
    """What every chart says: a title and a description for those who do not see it, the rows' names, the series."""

    id: str
    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]


def stacked(chart: Chart) -> str:
    """Horizontal bars, the series of a row laid end to end, with the row's sum behind."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    scale = _scale(sums)
    shapes = []
    for row, (label, total) in enumerate(zip(chart.labels, sums, strict=True)):
        y = _LEGEND + row * (_BAR + _GAP)
        shapes.append(_label(label, y))
        x = float(_LABEL)
        for series in chart.series:
            if length := series.values[row] * scale:
                shapes.append(_rect(x, y, length, _BAR, series.css, f"{label}: {series.name} {_number(series.values[row])}"))
            x += length
        shapes.append(_text(x + 6, y + 16, _number(total), "sk-value"))
    return _svg(chart, len(sums), [*_legend(chart.series), *shapes])


def against(chart: Chart) -> str:
    """Target against result: the result as a bar, the target as a line across it. Series: result, target."""
    result, target = chart.series
    scale = _scale([*result.values, *target.values])
    shapes = []
    for row, label in enumerate(chart.labels):
        y = _LEGEND + row * (_BAR + _GAP)
        shapes.append(_label(label, y))
        if length := result.values[row] * scale:
            shapes.append(_rect(_LABEL, y, length, _BAR, result.css, f"{label}: {result.name} {_number(result.values[row])}"))
        at = _LABEL + target.values[row] * scale
        shapes.append(_rect(at - 1.5, y - 3, 3, _BAR + 6, target.css, f"{label}: {target.name} {_number(target.values[row])}"))
        end = max(_LABEL + result.values[row] * scale, at)
        shapes.append(_text(end + 8, y + 16, f"{_number(result.values[row])}/{_number(target.values[row])}", "sk-value"))
    return _svg(chart, len(chart.labels), [*_legend(chart.series), *shapes])


def _scale(values: Iterable[int]) -> float:
    return (_WIDTH - _LABEL - 60) / max(*values, 1)


def _legend(series: Sequence[Series]) -> list[str]:
    shapes, x = [], float(_LABEL)
    for each in series:
        shapes.append(f'<rect class="{each.css}" x="{x:g}" y="4" width="12" height="12" rx="2"/>')
        shapes.append(_text(x + 18, 15, each.name, "sk-legend"))
        x += 18 + len(each.name) * 7.4 + 18
    return shapes


def _label(label: str, y: float) -> str:
    most = int(_LABEL / _SIGN) - 2
    shown = label if len(label) <= most else label[: most - 1].rstrip() + "…"
    return f'<text class="sk-label" x="{_LABEL - 10}" y="{y + 16:g}" text-anchor="end">{escape(shown)}<title>{escape(label)}</title></text>'


def _rect(x: float, y: float, width: float, height: float, css: str, title: str) -> str:
    box = f'x="{x:.1f}" y="{y:g}" width="{width:.1f}" height="{height:g}"'
    return f'<rect class="{css}" {box}><title>{escape(title)}</title></rect>'


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:g}">{escape(text)}</text>'


def _svg(chart: Chart, rows: int, shapes: Iterable[str]) -> str:
    """The whole picture on one line, as Markdown takes a line of HTML; the figure scrolls where the screen is narrow."""
    height = _LEGEND + rows * (_BAR + _GAP)
    head = f'<svg class="sk-chart" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="{chart.id}-t {chart.id}-d">'
    words = f'<title id="{chart.id}-t">{escape(chart.title)}</title><desc id="{chart.id}-d">{escape(chart.description)}</desc>'
    return f'<figure class="sk-figure">{head}{words}{"".join(shapes)}</svg></figure>'


def _number(value: int) -> str:
    return say(value, "vi")

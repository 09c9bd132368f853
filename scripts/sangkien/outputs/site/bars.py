"""Draws the rows of a table as bars beside their names, which use the width there is; must not know what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sangkien.markup import Html, html, joined
from sangkien.outputs.site.charts import Chart, Series, legend
from sangkien.outputs.site.elements import way

_HIGH, _INNER = 14, 4  # pixels: the picture of a bar, how much thinner one inside it is

Bar = tuple[float, float, Series, int]
"""Start and length as shares of the width, the colour, pixels free above and below. One of no length is a line across."""

Bars = Callable[[int], tuple[str, Iterable[Bar]]]
"""Row -> its number as text, and its bars."""


def stacked(chart: Chart) -> Html:
    """Draws the series of a row end to end, with the row's sum beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    most = max(*sums, 1)
    return _rows(chart, lambda row: (chart.said(sums[row]), _end_to_end(chart, row, most)))


def shares(chart: Chart) -> Html:
    """Draws bars of one length, cut by the series' shares, with the first one's percentage beside."""
    sums = [sum(values) for values in zip(*(series.values for series in chart.series), strict=True)]
    said = [f"{round(100 * chart.series[0].values[row] / sums[row])} %" if sums[row] else "–" for row in range(len(sums))]
    return _rows(chart, lambda row: (said[row], _end_to_end(chart, row, max(sums[row], 1))))


def _end_to_end(chart: Chart, row: int, most: int) -> Iterator[Bar]:
    start = 0
    for series in chart.series:
        yield start / most, series.values[row] / most, series, 1
        start += series.values[row]


def against(chart: Chart) -> Html:
    """Draws the result as a bar and the target as a line across it. Takes two series: result, target."""
    result, target = chart.series
    most = max(*result.values, *target.values, 1)

    def bars(row: int) -> tuple[str, Iterable[Bar]]:
        got, aim = result.values[row], target.values[row]
        return f"{chart.said(got)}/{chart.said(aim)}", ((0, got / most, result, 2), (aim / most, 0, target, 0))

    return _rows(chart, bars)


def ladder(chart: Chart) -> Html:
    """Draws steps from below upwards: what came to each as a bar, what came through as a bar inside it. Takes two series:
    outer, inner."""
    outer, inner = chart.series
    most = max(*outer.values, *inner.values, 1)

    def bars(row: int) -> tuple[str, Iterable[Bar]]:
        came, through = outer.values[row], inner.values[row]
        return f"{chart.said(through)}/{chart.said(came)}", ((0, came / most, outer, 1), (0, through / most, inner, _INNER))

    return _rows(chart, bars)


def _rows(chart: Chart, bars: Bars) -> Html:
    """Name, bars and number of each row; the numbers are text, so the bars need tell nobody anything more."""
    rows = joined(_row(chart, row, *bars(row)) for row in range(len(chart.labels)))
    shown = html('<ol class="sk-bars" aria-label="{}">{}</ol>', chart.title, rows)
    note = html("<figcaption>{}</figcaption>", chart.note) if chart.note else html("")
    return html('<figure class="sk-figure" id="ve-{:exact}">{}{}{}</figure>', chart.id, legend(chart), shown, note)


def _row(chart: Chart, row: int, value: str, shapes: Iterable[Bar]) -> Html:
    label, to = chart.labels[row], chart.ways[row] if chart.ways else ""
    return html(
        '<li><span class="sk-name">{}</span> {} <span class="sk-value">{:exact}</span></li>',
        way(to, label) if to else label,
        picture(_bar(chart, row, *shape) for shape in shapes if shape[1] or not shape[3]),
        value,
    )


def picture(bars: Iterable[Html]) -> Html:
    """Returns bars as one picture as wide as its place; what it shows stands in words beside it."""
    return html('<svg class="sk-bar" width="100%" height="{}" aria-hidden="true">{}</svg>', _HIGH, joined(bars))


def bar(css: str, start: float, length: float, free: int, title: str = "") -> Html:
    """Returns one bar of a `picture`; `free` is in pixels. A bar of no length is a line across, which ends at its position so
    that it stays inside the picture."""
    return html(
        '<rect class="{:exact}" x="{:.2%}" y="{}" {} height="{}">{}</rect>',
        css,
        start,
        free,
        html('width="{:.2%}"', length) if length else html('width="3" transform="translate(-3)"'),
        _HIGH - 2 * free,
        html("<title>{}</title>", title) if title else "",
    )


def _bar(chart: Chart, row: int, start: float, length: float, series: Series, free: int) -> Html:
    return bar(series.css, start, length, free, f"{chart.labels[row]}: {series.name} {chart.said(series.values[row])}")


def varied(series: Sequence[Series]) -> bool:
    """Returns whether bars of these series would say more than the numbers in a table: three rows or more that have something,
    and not all the same."""
    rows = [*zip(*(each.values for each in series), strict=True)]
    return sum(map(any, rows)) >= 3 and len({*rows}) > 1

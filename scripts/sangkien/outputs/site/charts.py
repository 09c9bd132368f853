"""Draws what happened day by day, and is the ground of every picture of figures; must not know what is counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined

_LEGEND = Words("Chú giải màu", "Key")


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
    ways: Sequence[str] = ()  # link of each row's name, empty for none; empty: no name has any

    def said(self, value: int) -> str:
        """Returns a value as readers of the chart's language write it."""
        return say(value, self.language)


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


def legend(chart: Chart) -> Html:
    """Returns what the colours of a chart mean."""
    keys = joined(html('<li><span class="sk-key {:exact}"></span>{}</li>', each.css, each.name) for each in chart.series)
    return html('<ul class="sk-legend" aria-label="{}">{}</ul>', _LEGEND.say(chart.language), keys)


def _figure(chart: Chart, desc: str, height: int, parts: Iterable[Html]) -> Html:
    """The picture with its key above and its note below."""
    return html(
        '<figure class="sk-figure">{}{}<figcaption>{}</figcaption></figure>',
        legend(chart),
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

"""Decides which table has a picture beside it: one that would say more than the numbers; must not know how pictures are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sangkien.figures import SELF_DECLARED
from sangkien.language import Language, Until, Words, say
from sangkien.markup import Html, html
from sangkien.model.artifact import Table
from sangkien.model.corpus import Edition
from sangkien.outputs.site import bars, charts
from sangkien.outputs.site.charts import Chart, Series
from sangkien.outputs.site.figure_tables import largest

_STANDINGS = (("on_time", "sk-good"), ("late", "sk-late"), ("invalid", "sk-bad"))
_MOST_BARS = 12
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=14)  # of the intake, that the picture of days may show
_ORDERED = ("linh-vuc", "khoi", "ton-vinh")  # tables whose order says something; others are drawn the largest first
_TOLD = ("tuan", "ngay")  # drawn day by day, once

_SOME = Words("Hình vẽ {most} trong {all} dòng, dòng lớn nhất.", "The picture shows the {most} largest of {all} rows.")
_OUTSIDE = Words("{count} bài nhận ngoài những ngày này.", "{count} entries came outside these days.")
_SHARES = Words("Tỷ lệ đúng hạn", "Share in time")
_BENEFIT = Words("Làm lợi", "Benefit")


def drawings(table: Table, language: Language, ways: Sequence[str] = ()) -> Iterator[Html]:
    """Yields the charts of the table that say more than its numbers do, if any; of a long table its largest rows only. `ways`
    are the links of the rows' names, one a row or none at all."""
    ids = {column.id for column in table.columns}
    if {"target", "result"} <= ids:
        yield from _chart(table, "", (("result", "sk-good"), ("target", "sk-target")), bars.against, language, ways)
    elif {"proposed", "honoured"} <= ids:
        yield from _chart(table, "", (("proposed", "sk-proposed"), ("honoured", "sk-good")), bars.ladder, language, ways)
    elif {name for name, _ in _STANDINGS} <= ids and table.id not in _TOLD:
        yield from _chart(table, "", _STANDINGS, bars.stacked, language, ways)
        if table.id.startswith("cap-") and _differ(table.column("in_time")):
            yield from _chart(table, _SHARES.say(language), _STANDINGS, bars.shares, language, ways)
        if table.id == "linh-vuc":
            yield from _chart(table, _BENEFIT.say(language), (("benefit", "sk-gold"),), bars.stacked, language, ways)


def _differ(values: Sequence[object]) -> bool:
    return len({*values}) > 1


def _chart(
    table: Table,
    what: str,
    columns: Sequence[tuple[str, str]],
    draw: Callable[[Chart], Html],
    language: Language,
    ways: Sequence[str],
) -> Iterator[Html]:
    """Yields a chart of the table, or nothing; `what` distinguishes a second one of the same table in ids."""
    series = [_series(table, id, css, language) for id, css in columns]
    if not bars.varied(series):
        return
    if draw in (bars.stacked, bars.shares):
        series = [each for each in series if any(each.values)]  # a colour that nothing has is no key to anything
    sums = [sum(values) for values in zip(*(each.values for each in series), strict=True)]
    kept = largest(sums, _MOST_BARS)
    if table.id not in _ORDERED:
        kept.sort(key=lambda row: -sums[row])
    labels = [say(value, language) for value in table.column(table.columns[0].id)]
    some = _SOME.say(language).format(most=say(len(kept), language), all=say(len(labels), language))
    notes = [what, SELF_DECLARED.say(language) if columns[0][0] == "benefit" else "", some if len(kept) < len(labels) else ""]
    title = f"{table.title.say(language)}: {what}" if what else table.title.say(language)
    note = " ".join(f"{each.rstrip('.')}." for each in notes if each)
    parts = [replace(each, values=[each.values[row] for row in kept]) for each in series]
    id = f"{table.id}-{draw.__name__}-{columns[0][0]}"
    to = [ways[row] for row in kept] if ways else ()
    yield draw(Chart(id, title, note, [labels[row] for row in kept], parts, language, to))


def _series(table: Table, id: str, css: str, language: Language) -> Series:
    title = next(column.title.say(language) for column in table.columns if column.id == id)
    return Series(title, css, [value for value in table.column(id) if isinstance(value, int)])


def daily(table: Table, edition: Edition, language: Language) -> Html:
    """Returns the chart of days of receipt beside the deadline. Days long before or after the intake are left out, so that a
    paper that came years later does not make the rest a thin line."""
    portal = edition.rules.record.portal
    opens, closes = portal.opens.astimezone(edition.rules.record.zone), portal.closing.at.astimezone(edition.rules.record.zone)
    begin, end = max(opens.date(), closes.date() - _BEFORE), closes.date() + _AFTER
    days = [value for value in table.column("name") if type(value) is date]
    kept = [row for row, day in enumerate(days) if begin <= day <= end]
    if not kept:
        return html("")
    series = [each for each in (_series(table, id, css, language) for id, css in _STANDINGS) if any(each.values)]
    parts = [replace(each, values=[each.values[row] for row in kept]) for each in series]
    outside = sum(sum(each.values) - sum(part.values) for each, part in zip(series, parts, strict=True))
    note = _OUTSIDE.say(language).format(count=say(outside, language)) if outside else ""
    chart = Chart(table.id, table.title.say(language), note, [], parts, language)
    deadline = (closes - datetime.combine(begin, time(), closes.tzinfo)) / timedelta(days=1)
    return charts.days(chart, begin, [days[row] for row in kept], deadline, say(Until(closes), language))

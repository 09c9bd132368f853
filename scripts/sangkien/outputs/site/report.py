"""The report of an edition: every table with its picture and its files, with links to each unit's; must not count anything itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sangkien.figures import SELF_DECLARED, Figures, Validity
from sangkien.language import Language, Until, Value, Words, say
from sangkien.markup import Html, html, joined, literal
from sangkien.model.artifact import Column, Measure, Page, Table
from sangkien.model.corpus import Edition
from sangkien.outputs.site import badge, charts, share, tilemap
from sangkien.outputs.site.charts import Chart, Series
from sangkien.outputs.site.elements import note, scrolled, way
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.sections import Section, contents, shown
from sangkien.text import order

ADDRESS = "bao-cao/"

_STANDINGS = (("on_time", "sk-good"), ("late", "sk-late"), ("invalid", "sk-bad"))
_MOST_BARS, _MOST_ROWS = 25, 100
_BEFORE, _AFTER = timedelta(days=60), timedelta(days=14)  # of the intake, that the picture of days may show

_TITLE = Words("Báo cáo kỳ {edition}", "Figures of edition {edition}")
_MAP = Words("Bản đồ {count} tỉnh, thành phố", "Map of the {count} provinces and cities")
_MAP_NOTE = Words(
    "Mỗi ô là một tỉnh, thành phố với số bài đã nhận; bấm vào ô có bài để xem báo cáo. Quần đảo Hoàng Sa thuộc thành phố Đà Nẵng, quần đảo"
    " Trường Sa thuộc tỉnh Khánh Hòa. Công đoàn ngành Trung ương không có ô, xem bảng theo cấp.",
    "Each tile is a province or city with the number of entries received; one that has any leads to its figures. The Hoàng Sa archipelago"
    " belongs to Đà Nẵng, the Trường Sa archipelago to Khánh Hòa. Central sector unions have no tile: see the table by level.",
)
_FULL = Words("Số liệu đầy đủ ở bảng ngay dưới hình.", "All numbers are in the table right below.")
_SOME = Words(
    "Hình chỉ vẽ {most} trong {all} dòng, chọn dòng có số lớn nhất.", "The picture shows the {most} largest of {all} rows."
)
_ROWS = Words(
    "Bảng ở đây có {most} trong {all} dòng, chọn dòng có số lớn nhất; tệp CSV có đủ.",
    "This table has the {most} largest of {all} rows; the CSV file has them all.",
)
_OUTSIDE = Words(" {count} bài nhận ngoài những ngày này.", " {count} entries came outside these days.")
_SHARES = Words("Tỷ lệ đúng hạn", "Share in time")
_BENEFIT = Words("Làm lợi tự khai", "Declared benefit")
_UNITS = Words("Từng đơn vị", "Each unit")
_SAMPLE = (
    Words("Dữ liệu mẫu", "Sample data"),
    Words(
        "Các bài, đơn vị có chữ “(mẫu)” và quyết định trên trang này được bịa ra để minh họa.",
        "Entries, units with “(mẫu)” and decisions on this page are invented for illustration.",
    ),
)


def sample_note(sample: bool, language: Language) -> Html:
    """Returns a note that the page's data are samples, or nothing where they are not."""
    return note("warning", *(words.say(language) for words in _SAMPLE)) if sample else html("")


def page(edition: Edition, figures: Figures, url: PageUrl, site: str, others: Html, sample: bool) -> Page:
    """Returns the report: all tables under one another, the summary first. `site` is the site's address with a final slash,
    `others` are links to the reports of other editions. Every top unit links to its own report."""
    language = url.language
    title = _TITLE.say(language).format(edition=edition.id)
    tops = _tops(edition, figures)
    sections = [*_sections(edition, figures, tops, url)]
    # What is passed on is the edition's own address: at the shorter one the newest stands only until the next.
    stable = PageUrl(f"{ADDRESS}{edition.id}/", language)
    all_tables = Words("Mọi bảng trong một tệp", "All tables in one file").say(language)
    name = edition.rules.record.name.say(language)
    parts = [
        html("<h1>{}</h1>", title),
        contents(sections, language),
        html("<p>{} “{}”.</p>{}", Words("Chương trình", "Programme").say(language), name, others),
        sample_note(sample, language),
        tiles(figures, language),
        html('<p class="sk-quiet">{}</p>', SELF_DECLARED.say(language)),
        shown(sections),
        html("<p>{}: {}</p>", all_tables, way(url.file(f"du-lieu/{edition.id}/bao-cao.json"), "JSON")),
        badge.shown(edition.id, "", url),
        share.links(f"{site}{stable.path}", language),
    ]
    return Page(url.address, language, title, f"{title}: {name}", joined(parts), scripts=(share.SCRIPT,))


def _sections(edition: Edition, figures: Figures, tops: Mapping[str, int], url: PageUrl) -> Iterator[Section]:
    language = url.language
    if tiles := _provinces(edition, tops, url):
        title = _MAP.say(language).format(count=len(tiles))
        yield Section("ban-do", title, tilemap.picture(tiles, title, _MAP_NOTE.say(language), language))
    if tops:
        yield Section("don-vi", _UNITS.say(language), _down(edition, tops, url))
    for table in figures.tables:
        csv = url.file(f"du-lieu/{edition.id}/{table.id}.csv")
        pictures = daily(table, edition, language) if table.id == "ngay" else joined(drawings(table, language))
        yield Section(table.id, table.title.say(language), joined([pictures, listed(table, language, csv)]))


def _tops(edition: Edition, figures: Figures) -> Mapping[str, int]:
    """How many entries came from each top unit that has any, by id in the order of the units' names."""
    counts: dict[str, int] = {}
    for entry in figures.entries:
        top = entry.unit.partition("/")[0]
        counts[top] = counts.get(top, 0) + 1
    return {id: counts[id] for id in sorted(counts, key=lambda id: order(edition.name_of(id)))}


def _provinces(edition: Edition, tops: Mapping[str, int], url: PageUrl) -> Mapping[str, tilemap.Tile]:
    """The tile of each province that a top unit covers, by ISO 3166-2 code."""
    return {
        unit.place.iso_3166_2: tilemap.Tile(
            unit.place.name, tops.get(unit.id, 0), url.to(f"{ADDRESS}{edition.id}/{unit.id}/") if unit.id in tops else ""
        )
        for unit in edition.units.values()
        if unit.place
    }


def _down(edition: Edition, tops: Mapping[str, int], url: PageUrl) -> Html:
    ways = (way(url.to(f"{ADDRESS}{edition.id}/{id}/"), edition.name_of(id)) for id in tops)
    return html('<ul class="sk-share">{}</ul>', joined(html("<li>{}</li>", each) for each in ways))


def tiles(figures: Figures, language: Language) -> Html:
    """Returns the main numbers of the edition."""
    numbers = (
        (Words("bài đã nhận", "received"), len(figures.entries)),
        (Words("hợp lệ, đúng hạn", "valid, in time"), figures.count(Validity.ON_TIME)),
        (Words("trễ hạn", "late"), figures.count(Validity.LATE)),
        (Words("không hợp lệ", "invalid"), figures.count(Validity.INVALID)),
        (Words("được tôn vinh", "honoured"), figures.honoured),
        (Words("đơn vị có bài", "units that sent some"), figures.units),
        (Words("đồng làm lợi mỗi năm, tự khai", "đồng of benefit a year, self-declared"), figures.benefit),
    )
    return numbered(((say(number, language), name.say(language)) for name, number in numbers))


def numbered(numbers: Iterable[tuple[str, str]]) -> Html:
    """Returns pairs of a number and what it counts, each number large above its words."""
    shown = joined(html("<li><strong>{:exact}</strong> <span>{}</span></li>", number, name) for number, name in numbers)
    return html('<ul class="sk-tiles">{}</ul>', shown)


def listed(table: Table, language: Language, csv: str, ways: Sequence[str] = ()) -> Html:
    """Returns the table as HTML with its note and a link to its file; of a very long one only the largest rows. `csv` is the
    file's link, `ways` are those of the rows' names."""
    kept = _largest([_weight(table, row) for row in table.rows], _MOST_ROWS)
    notes = [table.note.say(language)] if table.note.vi else []
    if len(kept) < len(table.rows):
        notes.append(_ROWS.say(language).format(most=say(len(kept), language), all=say(len(table.rows), language)))
    part = replace(table, rows=tuple(table.rows[row] for row in kept))
    shown = in_html(part, language, [ways[row] for row in kept] if ways else ())
    said = html("{} ", " ".join(notes)) if notes else html("")
    return html("{}<p>{}{}: {}</p>", shown, said, Words("Tải về", "Download").say(language), way(csv, "CSV"))


def _weight(table: Table, row: tuple[Value, ...]) -> int:
    """The first number of a row."""
    return next((value for value in row[1:] if isinstance(value, int)), 0)


def in_html(table: Table, language: Language, ways: Sequence[str] = ()) -> Html:
    """Returns the table as HTML: numbers to the right, the row's name as its header, with the link that `ways` has for each
    row."""
    heads = joined(html('<th scope="col"{}>{}</th>', _side(column), column.title.say(language)) for column in table.columns)
    places = ways or [""] * len(table.rows)
    rows = joined(_row(table, row, language, way) for row, way in zip(table.rows, places, strict=True))
    foot = html("<tfoot>{}</tfoot>", _row(table, table.total, language)) if table.total else ""
    title = table.title.say(language)
    head = html('<caption class="sk-hidden">{}</caption><thead><tr>{}</tr></thead>', title, heads)
    return scrolled(title, html("{}<tbody>{}</tbody>{}", head, rows, foot))


def _row(table: Table, row: tuple[Value, ...], language: Language, address: str = "") -> Html:
    name = say(row[0], language)
    cells = joined(
        html("<td{}>{}</td>", _side(column), _said(column, value, language))
        for column, value in zip(table.columns[1:], row[1:], strict=True)
    )
    return html('<tr><th scope="row">{}</th>{}</tr>', way(address, name) if address else name, cells)


def _said(column: Column, value: Value, language: Language) -> str:
    return f"{say(value, language)} %" if column.measure is Measure.PERCENT else say(value, language)


_RIGHT = literal(' class="sk-number"')


def _side(column: Column) -> Html:
    return html("") if column.measure is Measure.NAME else _RIGHT


def drawings(table: Table, language: Language) -> Iterator[Html]:
    """Yields the charts that suit the table's columns, if any; of a long table its largest rows only."""
    ids = {column.id for column in table.columns}
    if {"target", "result"} <= ids:
        yield _chart(table, "", (("result", "sk-good"), ("target", "sk-target")), charts.against, language)
    elif {"proposed", "honoured"} <= ids:
        yield _chart(table, "", (("proposed", "sk-proposed"), ("honoured", "sk-good")), charts.ladder, language)
    elif {name for name, _ in _STANDINGS} <= ids:
        yield _chart(table, "", _STANDINGS, charts.stacked, language)
        if table.id.startswith("cap-"):
            yield _chart(table, _SHARES.say(language), _STANDINGS, charts.shares, language)
        elif table.id == "linh-vuc":
            yield _chart(table, _BENEFIT.say(language), (("benefit", "sk-gold"),), charts.stacked, language)


def _chart(
    table: Table, what: str, columns: Sequence[tuple[str, str]], draw: Callable[[Chart], Html], language: Language
) -> Html:
    """A chart of the table; `what` distinguishes a second one of the same table in ids."""
    if not table.rows:
        return html("")
    series = [_series(table, id, css, language) for id, css in columns]
    kept = _largest([sum(values) for values in zip(*(each.values for each in series), strict=True)], _MOST_BARS)
    labels = [say(value, language) for value in table.column(table.columns[0].id)]
    notes = [SELF_DECLARED.say(language)] if columns[0][0] == "benefit" else []
    if len(kept) < len(labels):
        notes.append(_SOME.say(language).format(most=say(len(kept), language), all=say(len(labels), language)))
    title = f"{table.title.say(language)}: {what}" if what else table.title.say(language)
    note = " ".join([*notes, _FULL.say(language)])
    parts = [replace(each, values=[each.values[row] for row in kept]) for each in series]
    id = f"{table.id}-{draw.__name__}-{columns[0][0]}"
    return draw(Chart(id, title, note, [labels[row] for row in kept], parts, language))


def _series(table: Table, id: str, css: str, language: Language) -> Series:
    title = next(column.title.say(language) for column in table.columns if column.id == id)
    return Series(title, css, [value for value in table.column(id) if isinstance(value, int)])


def _largest(weights: Sequence[int], most: int) -> list[int]:
    """The indices of the `most` largest, in their order."""
    return sorted(sorted(range(len(weights)), key=lambda row: -weights[row])[:most])


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
    series = [_series(table, id, css, language) for id, css in _STANDINGS]
    parts = [replace(each, values=[each.values[row] for row in kept]) for each in series]
    outside = sum(sum(each.values) - sum(part.values) for each, part in zip(series, parts, strict=True))
    note = _FULL.say(language) + (_OUTSIDE.say(language).format(count=say(outside, language)) if outside else "")
    chart = Chart(table.id, table.title.say(language), note, [], parts, language)
    deadline = (closes - datetime.combine(begin, time(), closes.tzinfo)) / timedelta(days=1)
    return charts.days(chart, begin, [days[row] for row in kept], deadline, say(Until(closes), language))

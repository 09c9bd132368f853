"""The report of an edition: what a leader sees first, then every table folded, with ways to each unit; must not count anything itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sangkien.figures import SELF_DECLARED, Figures
from sangkien.language import Language, Words
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.outputs.site import badge, overview, share, tilemap, unit_choice
from sangkien.outputs.site.elements import sample_remark, way
from sangkien.outputs.site.figure_charts import daily, drawings
from sangkien.outputs.site.figure_tables import RowWays, furthest_first, gist, listed
from sangkien.outputs.site.figure_ways import LISTS, REPORTS, FigureWays
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.sections import Section, contents, folded

ADDRESS, CHOICE, SCRIPT = REPORTS, "don-vi", "fold.js"
"""The folder of reports; the id, on an edition's report, of the way to each unit; the script of what folds."""

_TITLE = Words("Báo cáo kỳ {edition}", "Figures of edition {edition}")
_MAP = Words("Bản đồ {count} tỉnh, thành phố", "Map of the {count} provinces and cities")
_MAP_NOTE = Words(
    "Mỗi ô là một tỉnh, thành phố với số bài đã nhận; bấm vào ô để xem báo cáo của tỉnh. Quần đảo Hoàng Sa thuộc thành phố Đà Nẵng, quần"
    " đảo Trường Sa thuộc tỉnh Khánh Hòa. Công đoàn ngành Trung ương không có ô, xem danh sách tên.",
    "Each tile is a province or city with the number of entries received, and leads to its figures. The Hoàng Sa archipelago belongs to Đà"
    " Nẵng, the Trường Sa archipelago to Khánh Hòa. Central sector unions have no tile: see the list of names.",
)
_CHOICE = Words("Tỉnh, ngành của bạn", "Your province or union")
_FILES = Words("Tải mọi bảng", "All tables")
_PROGRAMME = Words("Chương trình “{name}”.", "Programme “{name}”.")
_ON_PAPER = Words(
    "Trên giấy chỉ có các bảng chính; bảng chỉ tiêu nhiều nhất 25 dòng. Bảng theo đơn vị cơ sở, theo tuần, theo ngày có trên trang web.",
    "On paper are the main tables only; of targets at most 25 rows. Those by grassroots union, week and day are on the site.",
)
# Tables with too many rows for paper, besides those of the levels below the first.
_SCREEN = ("tuan", "bai-chua-dat", "ngay")
_FIRST = ("ky-truoc", "chi-tieu", "ton-vinh")


def page(
    edition: Edition, figures: Figures, url: PageUrl, site: str, others: Html, sample: bool, ways: FigureWays | None = None
) -> Page:
    """Returns the report. `site` is the site's address with a final slash, `others` are links to the reports of other
    editions, `ways` is what of the edition has a page of its own."""
    language, ways = url.language, ways or FigureWays(edition.id)
    title = _TITLE.say(language).format(edition=edition.id)
    sections = [*_sections(edition, figures, url, ways)]
    # What is passed on is the edition's own address: at the shorter one the newest stands only until the next.
    stable = PageUrl(f"{ADDRESS}{edition.id}/", language)
    name = edition.rules.record.name.say(language)
    to_targets = "#chi-tieu" if figures.targets.aims else ""
    parts = [
        html("<h1>{}</h1>", title),
        html("<p>{} {}</p>{}", _PROGRAMME.say(language).format(name=name), _choose(sections, language), others),
        overview.tiles(figures.summary, figures.earlier, _behind(figures, url), language),
        sample_remark(sample, language),
        html(
            '<div class="sk-first">{}{}</div>',
            overview.goal(figures.targets.goals.get(""), to_targets, language),
            overview.attention(figures.concerns, language),
        ),
        html('<p class="sk-quiet">{}</p>', SELF_DECLARED.say(language)),
        contents(sections, language),
        folded(sections),
        html('<p class="sk-paper">{}</p>', _ON_PAPER.say(language)),
        html('<div class="sk-files">{}{}</div>', files(url, edition.id, language), badge.shown(edition.id, "", url)),
        share.links(stable.full(site), language),
    ]
    body = html('<div class="sk-report">{}</div>', joined(parts))
    return Page(url.address, language, title, f"{title}: {name}", body, scripts=(SCRIPT, share.SCRIPT))


def files(url: PageUrl, folder: str, language: Language) -> Html:
    """Returns links to the files that hold all tables of a report; `folder` is theirs below that of the data."""
    at = f"du-lieu/{folder}/bao-cao"
    ways = [way(url.file(f"{at}.xlsx"), "Excel (XLSX)")]
    ways += [way(url.file(f"{at}.json"), "JSON")] if "/" not in folder else []
    return html("<p>{}: {}</p>", _FILES.say(language), joined(ways, " · "))


def _choose(sections: Sequence[Section], language: Language) -> Html:
    there = any(each.id == CHOICE for each in sections)
    return html('<a class="md-button sk-choose" href="#{:exact}">{}</a>', CHOICE, _CHOICE.say(language)) if there else html("")


def _behind(figures: Figures, url: PageUrl) -> Mapping[str, str]:
    """Where each of the five figures leads: the table of the page that breaks it down, or the innovations themselves."""
    tables = {table.id for table in figures.tables if table.rows}
    levels = [id for id in (table.id for table in figures.tables) if id.startswith("cap-") and id in tables]
    found = {"honoured": url.to(LISTS)}
    if levels:
        found |= {"received": f"#{levels[0]}", "units": f"#{levels[-1]}"}
    if "linh-vuc" in tables:
        found["benefit"] = "#linh-vuc"
    amiss = "bai-chua-dat" if "bai-chua-dat" in tables else levels[0] if levels else ""
    return found | ({"on_time": f"#{amiss}"} if amiss else {})


def _sections(edition: Edition, figures: Figures, url: PageUrl, ways: FigureWays) -> Iterator[Section]:
    language = url.language
    tables = sorted((table for table in figures.tables if table.rows), key=lambda table: _place(table.id))
    units = _choice(edition, figures, ways)
    if units:
        yield Section(CHOICE, _CHOICE.say(language), _ways_down(edition, units, ways, url), open=True, printed=False)
    levels = [table.id for table in tables if table.id.startswith("cap-")]
    for table in tables:
        table = furthest_first(table) if table.id == "chi-tieu" else table
        csv = url.file(f"du-lieu/{edition.id}/{table.id}.csv")
        rows = RowWays(ways.names(table, url), ways.honoured(table, url))
        pictures = joined(drawings(table, language, rows.names))
        if table.id == "ngay":
            pictures = daily(table, edition, language)
        printed = table.id not in (*_SCREEN, *levels[1:])
        body = joined([pictures, listed(table, language, csv, rows)])
        yield Section(table.id, table.title.say(language), body, gist(table, language), printed=printed)


def _place(id: str) -> tuple[int, str]:
    """Where a table stands: the edition as a whole first, then in the order of the figures."""
    return (_FIRST.index(id), id) if id in _FIRST else (len(_FIRST), "")


def _choice(edition: Edition, figures: Figures, ways: FigureWays) -> Mapping[str, int]:
    """How many entries came from each top unit that has a page, by id; where there is but one, from those directly below it."""
    counts: dict[str, int] = {}
    for deep in (1, 2):
        counts = {id: 0 for id in ways.units if id.count("/") == deep - 1}
        for entry in figures.entries:
            id = "/".join(entry.unit.split("/")[:deep])
            if id in counts:
                counts[id] += 1
        if len(counts) > 1:
            break
    return counts


def _ways_down(edition: Edition, units: Mapping[str, int], ways: FigureWays, url: PageUrl) -> Html:
    language = url.language
    names = unit_choice.letters(edition, units, {id: ways.unit(id, url) for id in units}, language)
    tiles = {
        unit.place.iso_3166_2: tilemap.Tile(unit.place.name, units.get(unit.id, 0), ways.unit(unit.id, url))
        for unit in edition.units.values()
        if unit.place
    }
    if not tiles:
        return names
    title = _MAP.say(language).format(count=len(tiles))
    picture = tilemap.picture(tiles, title, _MAP_NOTE.say(language), language)
    return html('<div class="sk-places">{}{}</div>', names, picture)


def tiles(figures: Figures, language: Language) -> Html:
    """Returns the main numbers of the edition."""
    return overview.tiles(figures.summary, None, {}, language)

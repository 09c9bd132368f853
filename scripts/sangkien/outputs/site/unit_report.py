"""The report of one unit and all below it: figures, targets, honoured innovations, ways up and down; must not count anything itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sangkien.figures import SELF_DECLARED
from sangkien.figures.unit import UnitFigures
from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.innovation import PublicInnovation
from sangkien.model.programme import lineage
from sangkien.outputs.site import badge, cards, overview, share
from sangkien.outputs.site.elements import facts, sample_remark, way
from sangkien.outputs.site.figure_charts import drawings
from sangkien.outputs.site.figure_tables import RowWays, listed
from sangkien.outputs.site.figure_ways import HONOURED, LISTS, REPORTS, FigureWays
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.report import files

_MOST = 60  # innovations listed; a unit that has more has units below it

_REPORT = Words("Báo cáo kỳ {edition}", "Figures of edition {edition}")
_NOTHING = Words(
    "Chưa có bài nào gửi từ đơn vị này trong kỳ {edition}.", "Nothing was sent from this unit in edition {edition}."
)
_GO_ON = HtmlWords(
    '<a href="{see:exact}">Xem sáng kiến của các nơi khác</a>, hoặc <a href="{send:exact}">chuẩn bị bài của mình</a>.',
    '<a href="{see:exact}">See the innovations of others</a>, or <a href="{send:exact}">prepare your own</a>.',
)
_HONOURED = Words("Sáng kiến được tôn vinh", "Honoured innovations")
_NONE_YET = Words("Chưa có sáng kiến nào được tôn vinh.", "None has been honoured yet.")
_MORE = Words(
    "Và {count} sáng kiến nữa: xem trang của từng đơn vị dưới.", "And {count} more: see the pages of the units below."
)
_ALL = Words("Xem cả danh sách", "The whole list")
_REST = Words(
    "{count} bài chưa được tôn vinh; nội dung của những bài ấy không công khai.",
    "{count} not honoured; what they say is not public.",
)
_LIMITS = Words("Phân bổ và giới hạn", "Allotments and limits")
_ALLOTTED = (
    Words("Được phân bổ", "May send"),
    Words("nhiều nhất {max} bài; đã gửi {count}", "at most {max} entries; {count} sent"),
)
_MAY_PROPOSE = (
    Words("Được đề nghị lên {level}", "May propose to {level}"),
    Words("nhiều nhất {max} sáng kiến; đã đề nghị {count}", "at most {max} innovations; {count} proposed"),
)


def address(edition: Edition, unit: str) -> str:
    """Returns the folder of a unit's report below the site's root."""
    return f"{REPORTS}{edition.id}/{unit}/"


def page(
    edition: Edition,
    figures: UnitFigures,
    honoured: Sequence[PublicInnovation],
    language: Language,
    site: str,
    sample: bool,
    ways: FigureWays,
) -> Page:
    """Returns the report of one unit. `honoured` are the innovations of it and all below it that may be shown as its own, the
    highest level first; `site` is the site's address with a final slash; `sample` is whether the edition's data are samples;
    `ways` is what of the edition has a page of its own."""
    url = PageUrl(address(edition, figures.unit), language)
    name = edition.name_of(figures.unit)
    title = Words(f"{name}: báo cáo kỳ {edition.id}", f"{name}: figures of edition {edition.id}").say(language)
    parts = [
        _crumbs(edition, figures.unit, url),
        html("<h1>{}</h1>", name),
        html("<p>{}</p>", _REPORT.say(language).format(edition=edition.id)),
        sample_remark(sample, language),
        *(_filled(edition, figures, honoured, url, ways) if figures.entries else _empty(edition, figures, url)),
        *_tables(edition, figures, url, ways),
        html(
            '<div class="sk-files">{}{}</div>',
            files(url, f"{edition.id}/{figures.unit}", language) if figures.rows else "",
            badge.shown(edition.id, figures.unit, url) if "/" not in figures.unit and figures.entries else "",
        ),
        share.links(url.full(site), language),
    ]
    body = html('<div class="sk-report">{}</div>', joined(parts))
    return Page(url.address, language, title, title, body, scripts=(share.SCRIPT,))


def _filled(
    edition: Edition, figures: UnitFigures, honoured: Sequence[PublicInnovation], url: PageUrl, ways: FigureWays
) -> Iterator[Html]:
    language = url.language
    behind = {"honoured": f"#{HONOURED}"}
    behind |= {"received": "#don-vi", "units": "#don-vi"} if figures.rows else {}
    yield overview.tiles(figures.summary, figures.earlier, behind | {"benefit": "#linh-vuc"}, language)
    yield overview.goal(figures.goal, "#chi-tieu" if any(table.id == "chi-tieu" for table in figures.tables) else "", language)
    yield html('<p class="sk-quiet">{}</p>', SELF_DECLARED.say(language))
    yield _innovations(edition, figures, honoured, url, ways)
    yield _limits(edition, figures, language)


def _empty(edition: Edition, figures: UnitFigures, url: PageUrl) -> Iterator[Html]:
    language = url.language
    go_on = _GO_ON.say(language, see=url.to("sang-kien/"), send=url.to("gui-bai/"))
    yield html('<p class="sk-empty">{} {}</p>', _NOTHING.say(language).format(edition=edition.id), go_on)
    yield overview.goal(figures.goal, "", language)
    yield _limits(edition, figures, language)


def _crumbs(edition: Edition, unit: str, url: PageUrl) -> Html:
    """Links to the units above it and to the whole edition."""
    above = list(lineage(unit))[:0:-1]
    ways = [(_REPORT.say(url.language).format(edition=edition.id), url.to(f"{REPORTS}{edition.id}/"))]
    ways += [(edition.name_of(each), url.to(address(edition, each))) for each in above]
    shown = joined(html("<li>{}</li>", way(address, name)) for name, address in ways)
    return html('<ol class="sk-crumbs">{}</ol>', shown)


def _innovations(
    edition: Edition, figures: UnitFigures, honoured: Sequence[PublicInnovation], url: PageUrl, ways: FigureWays
) -> Html:
    """The honoured ones, each with a link; of the others only how many."""
    language, rest = url.language, figures.summary.received - figures.summary.honoured
    full, more = f"{LISTS}theo-tinh/{edition.id}/{figures.unit}/", len(honoured) - _MOST
    parts = [cards.lines(honoured[:_MOST], url)] if honoured else [html("<p>{}</p>", _NONE_YET.say(language))]
    if more > 0:
        parts.append(html("<p>{}</p>", _MORE.say(language).format(count=say(more, language))))
    if honoured and full in ways.lists:
        parts.append(html("<p>{}</p>", way(url.to(full), _ALL.say(language))))
    if rest:
        parts.append(html('<p class="sk-quiet">{}</p>', _REST.say(language).format(count=say(rest, language))))
    return html('<h2 id="{:exact}">{}</h2>{}', HONOURED, _HONOURED.say(language), joined(parts))


def _limits(edition: Edition, figures: UnitFigures, language: Language) -> Html:
    """What the unit may send and propose, beside what of that stands in public counts."""
    unit = edition.units.get(figures.unit)
    levels: Mapping[str, Words] = edition.rules.record.vocabulary("levels")
    pairs = []
    if unit and unit.allocation is not None:
        numbers = {"max": say(unit.allocation, language), "count": say(len(figures.entries), language)}
        pairs.append((_ALLOTTED[0].say(language), _ALLOTTED[1].say(language).format(**numbers)))
    for share_of in unit.may_propose if unit else ():
        count = sum(share_of.level in entry.proposed for entry in figures.entries)
        numbers = {"max": say(share_of.max, language), "count": say(count, language)}
        level = levels[share_of.level].say(language) if share_of.level in levels else share_of.level
        pairs.append((_MAY_PROPOSE[0].say(language).format(level=level), _MAY_PROPOSE[1].say(language).format(**numbers)))
    return html("<h2>{}</h2>{}", _LIMITS.say(language), facts(pairs)) if pairs else html("")


def _tables(edition: Edition, figures: UnitFigures, url: PageUrl, ways: FigureWays) -> Iterator[Html]:
    language = url.language
    for table in figures.tables:
        csv = url.file(f"du-lieu/{edition.id}/{figures.unit}/{table.id}.csv")
        rows = RowWays(ways.names(table, url), ways.honoured(table, url) if table.id == "don-vi" else ())
        pictures = joined(drawings(table, language, rows.names)) if figures.rows else html("")  # a line or two at the bottom
        yield html(
            '<h2 id="{:exact}">{}</h2>{}{}', table.id, table.title.say(language), pictures, listed(table, language, csv, rows)
        )

"""The report of one unit and all below it, with links up and down; must not count anything itself."""

from __future__ import annotations

from sangkien.figures import SELF_DECLARED, Validity
from sangkien.figures.unit import UnitFigures
from sangkien.language import Language, Words, say
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.outputs.site import badge, share
from sangkien.outputs.site.elements import way
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.report import ADDRESS, drawings, listed, numbered, sample_note

_REPORT = Words("Báo cáo", "Figures")
_SHOWN = (
    (Validity.ON_TIME, Words("hợp lệ, đúng hạn", "valid, in time")),
    (Validity.LATE, Words("trễ hạn", "late")),
    (Validity.INVALID, Words("không hợp lệ", "invalid")),
)


def address(edition: Edition, unit: str) -> str:
    """Returns the folder of a unit's report below the site's root."""
    return f"{ADDRESS}{edition.id}/{unit}/"


def page(edition: Edition, figures: UnitFigures, language: Language, site: str, sample: bool) -> Page:
    """Returns the report of one unit. `site` is the site's address with a final slash; `sample` is whether the edition's data
    are samples."""
    url = PageUrl(address(edition, figures.unit), language)
    name = edition.name_of(figures.unit)
    title = Words(f"Báo cáo: {name}, kỳ {edition.id}", f"Figures: {name}, edition {edition.id}").say(language)
    parts = [
        _crumbs(edition, figures.unit, url),
        html("<h1>{}</h1>", title),
        sample_note(sample, language),
        _tiles(figures, language),
    ]
    parts.append(html('<p class="sk-quiet">{}</p>', SELF_DECLARED.say(language)))
    down = [url.to(address(edition, unit)) if unit != figures.unit else "" for unit in figures.rows]
    for table in figures.tables:
        csv = url.file(f"du-lieu/{edition.id}/{figures.unit}/{table.id}.csv")
        pictures = joined(drawings(table, language)) if figures.rows else html("")  # a unit at the bottom has a line or two
        shown = listed(table, language, csv, down if table.id == "don-vi" else ())
        parts.append(html('<h2 id="{:exact}">{}</h2>{}{}', table.id, table.title.say(language), pictures, shown))
    if "/" not in figures.unit:
        parts.append(badge.shown(edition.id, figures.unit, url))
    parts.append(share.links(f"{site}{url.path}", language))
    return Page(url.address, language, title, title, joined(parts), scripts=(share.SCRIPT,))


def _crumbs(edition: Edition, unit: str, url: PageUrl) -> Html:
    """Links to the units above it and to the whole edition."""
    above = list(lineage(unit))[:0:-1]
    ways = [(_REPORT.say(url.language), url.to(f"{ADDRESS}{edition.id}/"))]
    ways += [(edition.name_of(each), url.to(address(edition, each))) for each in above]
    shown = joined(html("<li>{}</li>", way(address, name)) for name, address in ways)
    return html('<ol class="sk-crumbs">{}</ol>', shown)


def _tiles(figures: UnitFigures, language: Language) -> Html:
    numbers = [(len(figures.entries), Words("bài đã nhận", "received"))]
    numbers += [(figures.count(validity), words) for validity, words in _SHOWN]
    numbers.append((figures.honoured, Words("được tôn vinh", "honoured")))
    return numbered((say(number, language), words.say(language)) for number, words in numbers)

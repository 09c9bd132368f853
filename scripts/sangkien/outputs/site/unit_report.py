"""The report of one unit and all below it, leading up and down; must not count anything itself."""

from __future__ import annotations

from sangkien.figures import SELF_DECLARED, Standing
from sangkien.figures.unit import UnitFigures
from sangkien.language import Language, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.outputs.site import share
from sangkien.outputs.site.here import Here
from sangkien.outputs.site.markup import attribute, note
from sangkien.outputs.site.report import html

_REPORT = Words("Báo cáo", "Figures")
_SAMPLE = (
    Words("Dữ liệu mẫu", "Sample data"),
    Words(
        "Các bài và quyết định trên trang này được bịa ra để minh họa.",
        "Entries and decisions on this page are invented for illustration.",
    ),
)
_SHOWN = (
    (Standing.ON_TIME, Words("hợp lệ, đúng hạn", "valid, in time")),
    (Standing.LATE, Words("trễ hạn", "late")),
    (Standing.INVALID, Words("không hợp lệ", "invalid")),
)


def address(edition: Edition, unit: str) -> str:
    return f"bao-cao/{edition.id}/{unit}/"


def page(edition: Edition, figures: UnitFigures, language: Language, site: str, sample: bool) -> Page:
    """`site` is the site's address; `sample` tells that the edition's data are samples."""
    here = Here(address(edition, figures.unit), language)
    name = edition.name_of(figures.unit)
    title = Words(f"Báo cáo: {name}, kỳ {edition.id}", f"Figures: {name}, edition {edition.id}").say(language)
    parts = [
        _crumbs(edition, figures.unit, here),
        f"<h1>{attribute(title)}</h1>",
        note("warning", *(words.say(language) for words in _SAMPLE)) if sample else "",
        _tiles(figures, language),
    ]
    parts.append(f'<p class="sk-quiet">{attribute(SELF_DECLARED.say(language))}</p>')
    for table in figures.tables:
        ways = (
            [here.to(address(edition, unit)) if unit != figures.unit else "" for unit in figures.rows]
            if table.id == "don-vi"
            else []
        )
        heading = attribute(table.title.say(language))
        csv = here.file(f"du-lieu/{edition.id}/{figures.unit}/{table.id}.csv")
        parts.append(f'<h2 id="{table.id}">{heading}</h2>{html(table, language, ways)}<p><a href="{csv}">CSV</a></p>')
    parts.append(share.links(f"{site}{here.path}", language))
    return Page(here.address, language, title, title, "".join(parts), scripts=(share.SCRIPT,))


def _crumbs(edition: Edition, unit: str, here: Here) -> str:
    """Up to the nation; its own page is Vietnamese only, so an English reader goes up to the top unit."""
    above = list(lineage(unit))[:0:-1]
    ways = [(_REPORT.say("vi"), here.file("bao-cao/"))] if here.language == "vi" else []
    ways += [(edition.name_of(each), here.to(address(edition, each))) for each in above]
    shown = "".join(f'<li><a href="{way}">{attribute(name)}</a></li>' for name, way in ways)
    return f'<ol class="sk-crumbs">{shown}</ol>' if ways else ""


def _tiles(figures: UnitFigures, language: Language) -> str:
    numbers = [(len(figures.entries), Words("bài đã nhận", "received"))]
    numbers += [(figures.count(standing), words) for standing, words in _SHOWN]
    numbers.append((sum(bool(entry.honours) for entry in figures.entries), Words("được tôn vinh", "honoured")))
    shown = "".join(
        f"<li><strong>{say(number, language)}</strong> <span>{attribute(words.say(language))}</span></li>"
        for number, words in numbers
    )
    return f'<ul class="sk-tiles">{shown}</ul>'

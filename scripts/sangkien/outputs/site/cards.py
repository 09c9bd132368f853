"""An innovation in a list: a card, or a line; must not know which list."""

from __future__ import annotations

from collections.abc import Sequence

from sangkien.language import Language, Words
from sangkien.markup import Html, html, joined, literal
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site.page_url import PageUrl

_SECRET = Words("Bí mật công nghệ", "Technological secret")


def cards(members: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """Returns the innovations as a list of cards with links from the page `url`."""
    return html('<ul class="sk-cards">{}</ul>', joined(_card(each, url) for each in members))


def lines(members: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """Returns the innovations as a plain list, one line each, for hundreds on a page."""
    return html('<ol class="sk-lines">{}</ol>', joined(_line(each, url) for each in members))


def _card(innovation: PublicInnovation, url: PageUrl) -> Html:
    details = innovation.details
    return html(
        '<li class="sk-card"><p class="sk-honours">{}</p><h3>{}</h3>{}<p class="sk-field">{}</p></li>',
        joined((level(award.level.id, award.name) for award in innovation.awards), " "),
        _link(innovation, url),
        html('<p class="sk-unit">{}</p>', details.place) if details else "",
        field_name(innovation, url.language),
    )


def level(id: str, shown: str) -> Html:
    """Returns the text `shown` in the colour of the level of this id."""
    return html('<span class="sk-level sk-{:exact}">{}</span>', id, shown)


def _line(innovation: PublicInnovation, url: PageUrl) -> Html:
    facts = [innovation.award, field_name(innovation, url.language)]
    if innovation.details:
        facts.append(innovation.details.unit.name.say(url.language))
    return html('<li>{} <span class="sk-quiet">{}</span></li>', _link(innovation, url), " · ".join(facts))


_VIETNAMESE = literal(' lang="vi"')


def _link(innovation: PublicInnovation, url: PageUrl) -> Html:
    lang = _VIETNAMESE if url.language == "en" else ""
    return html('<a href="{:exact}"{}>{}</a>', url.to(f"sang-kien/{innovation.address}/"), lang, innovation.title)


def field_name(innovation: PublicInnovation, language: Language) -> str:
    """Returns the name of its field; for a confidential innovation, whose field is not public, the word that it is
    confidential."""
    return (innovation.details.field.name if innovation.details else _SECRET).say(language)

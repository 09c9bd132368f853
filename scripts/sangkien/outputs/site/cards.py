"""An innovation in a list: a card, or a line; must not know which list."""

from __future__ import annotations

from collections.abc import Sequence

from sangkien.language import Language, Words
from sangkien.late import regex
from sangkien.markup import Html, html, joined
from sangkien.model.innovation import Details, PublicInnovation
from sangkien.outputs.site.elements import vietnamese, way
from sangkien.outputs.site.page_url import PageUrl

SECRET = "secret"
"""Stands for the field where that is not public; no field of a schema is called so in a page's classes otherwise."""

_SECRET = Words("Bí mật công nghệ", "Technological secret")
_SHORTEST, _LONGEST = 50, 160  # letters of what a card tells: a shorter sentence says little, a longer one is cut between words
_STOP = regex(r"[.!?…][”\")]?\s+")
_PROVINCE = regex(r"^LĐLĐ (?:tỉnh|thành phố) ")


def cards(members: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """Returns the innovations as a list of cards with links from the page `url`."""
    return html('<ul class="sk-cards">{}</ul>', joined(_card(each, url) for each in members))


def lines(members: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """Returns the innovations as a plain list, one line each, for hundreds on a page."""
    return html('<ol class="sk-lines">{}</ol>', joined(_line(each, url) for each in members))


def _card(innovation: PublicInnovation, url: PageUrl) -> Html:
    """The style sheet draws the field's name with its picture above all, where a photograph may stand one day."""
    lang = vietnamese(url.language)
    gist = summary(innovation, url.language) or (lang, sentence(innovation))
    return html(
        '<li class="sk-card">{}<h3>{}</h3>{}{}{}</li>',
        honours(innovation, url.language),
        link(innovation, url),
        html('<p class="sk-gist"{}>{}</p>', *gist) if gist[1] else "",
        html('<p class="sk-unit"{}>{}</p>', lang, place(innovation.details)) if innovation.details else "",
        html('<p class="sk-field sk-of-{:exact}">{}</p>', field_id(innovation), field_name(innovation, url.language)),
    )


def honours(innovation: PublicInnovation, language: Language) -> Html:
    """Returns its awards in one paragraph, each in the colour of its level; `language` is the page's."""
    names = joined((level(award.level.id, award.name) for award in innovation.awards), " ")
    return html('<p class="sk-honours"{}>{}</p>', vietnamese(language), names)


def level(id: str, shown: str) -> Html:
    """Returns the text `shown` in the colour of the level of this id."""
    return html('<span class="sk-level sk-{:exact}">{}</span>', id, shown)


def summary(innovation: PublicInnovation, language: Language) -> tuple[Html, str] | None:
    """Returns its summary in this language, else in Vietnamese, after the attribute that says so; None where there is none."""
    details = innovation.details
    if details is None or not (details.summary or details.summary_en):
        return None
    if language == "en" and details.summary_en:
        return html(""), details.summary_en
    return (vietnamese(language), details.summary) if details.summary else None


def sentence(innovation: PublicInnovation) -> str:
    """Returns the first words of its effect, in Vietnamese, without Markdown: a sentence, or where that is short some more.
    Empty where the authors wrote no words."""
    text = innovation.effect.opening
    if not text:
        return ""
    ends = [stop.start() + 1 for stop in _STOP.finditer(text) if not text[stop.end() :][:1].islower()] + [len(text)]
    end = next(end for end in ends if end >= _SHORTEST or end == len(text))
    if end > _LONGEST:
        end = max((shorter for shorter in ends if shorter <= _LONGEST), default=0)
    if end:
        return f"{text[:end].removesuffix(':').rstrip()}." if text[:end].endswith(":") else text[:end]
    return f"{text[: _LONGEST - 1].rpartition(' ')[0].rstrip(' ,;:–-')}…"


def place(details: Details) -> str:
    """Returns the name of its unit, with the province where that is another name."""
    top = _PROVINCE.sub("", details.top.name.vi)
    return details.unit.name.vi if details.top == details.unit else f"{details.unit.name.vi}, {top}"


def _line(innovation: PublicInnovation, url: PageUrl) -> Html:
    facts = [innovation.award, field_name(innovation, url.language)]
    if innovation.details:
        facts.append(innovation.details.unit.name.say(url.language))
    return html('<li>{} <span class="sk-quiet">{}</span></li>', link(innovation, url), " · ".join(facts))


def link(innovation: PublicInnovation, url: PageUrl) -> Html:
    """Returns its title as a link to its page, from the page `url`; in English where it is translated."""
    to = url.to(f"sang-kien/{innovation.address}/")
    if url.language == "en" and innovation.title_en:
        return way(to, innovation.title_en)
    return html('<a href="{:exact}"{}>{}</a>', to, vietnamese(url.language), innovation.title)


def field_id(innovation: PublicInnovation) -> str:
    """Returns the id of its field; for a confidential innovation, whose field is not public, one for all of these."""
    return innovation.details.field.id if innovation.details else SECRET


def field_name(innovation: PublicInnovation, language: Language) -> str:
    """Returns the name of its field; for a confidential innovation, whose field is not public, the word that it is
    confidential."""
    return (innovation.details.field.name if innovation.details else _SECRET).say(language)

"""An innovation in a list: a card, or a line; must not know which list."""

from __future__ import annotations

from collections.abc import Sequence

from sangkien.figures.honoured import Innovation, Open
from sangkien.language import Language, Words, say
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.outputs.site.markup import attribute
from sangkien.outputs.site.page_url import PageUrl

_SECRET = Words("Bí mật công nghệ", "Technological secret")


def cards(members: Sequence[Innovation], url: PageUrl) -> str:
    """Innovations as a list of cards, on the page of `url`."""
    return f'<ul class="sk-cards">{"".join(_card(each, url) for each in members)}</ul>'


def lines(members: Sequence[Innovation], url: PageUrl) -> str:
    """The same as a plain list, for hundreds."""
    return f'<ol class="sk-lines">{"".join(_line(each, url) for each in members)}</ol>'


def _card(innovation: Innovation, url: PageUrl) -> str:
    honours = "".join(
        f'<span class="sk-level sk-{award.level}">{attribute(innovation.says(award.name))}</span> '
        for award in innovation.awards
    )
    unit = f'<p class="sk-unit">{attribute(unit_name(innovation.edition, innovation.open))}</p>' if innovation.open else ""
    return (
        f'<li class="sk-card"><p class="sk-honours">{honours.rstrip()}</p><h3>{_link(innovation, url)}</h3>{unit}'
        f'<p class="sk-field">{attribute(field_name(innovation, url.language))}</p></li>'
    )


def _line(innovation: Innovation, url: PageUrl) -> str:
    rendered = [innovation.award, field_name(innovation, url.language)]
    if innovation.open:
        rendered.append(innovation.edition.name_of(innovation.open.record.unit))
    return f'<li>{_link(innovation, url)} <span class="sk-quiet">{attribute(" · ".join(rendered))}</span></li>'


def _link(innovation: Innovation, url: PageUrl) -> str:
    title, lang = attribute(innovation.title), ' lang="vi"' if url.language == "en" else ""
    return f'<a href="{url.to(f"sang-kien/{innovation.address}/")}"{lang}>{title}</a>'


def field_name(innovation: Innovation, language: Language) -> str:
    """What it is about; of a secret one not even that is told."""
    if innovation.open is None:
        return _SECRET.say(language)
    return say(innovation.edition.rules.record.vocabulary("fields")[innovation.open.record.field], language)


def unit_name(edition: Edition, rendered: Open) -> str:
    """The unit and those above it, as known to the edition."""
    return " · ".join(edition.units[step].name for step in lineage(rendered.record.unit) if step in edition.units)

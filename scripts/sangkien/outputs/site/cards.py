"""An innovation in a list: a card, or a line; must not know which list."""

from __future__ import annotations

from collections.abc import Sequence

from sangkien.language import Language, Words
from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site.markup import attribute
from sangkien.outputs.site.page_url import PageUrl

_SECRET = Words("Bí mật công nghệ", "Technological secret")


def cards(members: Sequence[PublicInnovation], url: PageUrl) -> str:
    """Innovations as a list of cards, on the page of `url`."""
    return f'<ul class="sk-cards">{"".join(_card(each, url) for each in members)}</ul>'


def lines(members: Sequence[PublicInnovation], url: PageUrl) -> str:
    """The same as a plain list, for hundreds."""
    return f'<ol class="sk-lines">{"".join(_line(each, url) for each in members)}</ol>'


def _card(innovation: PublicInnovation, url: PageUrl) -> str:
    honours = "".join(
        f'<span class="sk-level sk-{award.level.id}">{attribute(award.name)}</span> ' for award in innovation.awards
    )
    unit = f'<p class="sk-unit">{attribute(innovation.details.place)}</p>' if innovation.details else ""
    return (
        f'<li class="sk-card"><p class="sk-honours">{honours.rstrip()}</p><h3>{_link(innovation, url)}</h3>{unit}'
        f'<p class="sk-field">{attribute(field_name(innovation, url.language))}</p></li>'
    )


def _line(innovation: PublicInnovation, url: PageUrl) -> str:
    rendered = [innovation.award, field_name(innovation, url.language)]
    if innovation.details:
        rendered.append(innovation.details.unit.name.say(url.language))
    return f'<li>{_link(innovation, url)} <span class="sk-quiet">{attribute(" · ".join(rendered))}</span></li>'


def _link(innovation: PublicInnovation, url: PageUrl) -> str:
    title, lang = attribute(innovation.title), ' lang="vi"' if url.language == "en" else ""
    return f'<a href="{url.to(f"sang-kien/{innovation.address}/")}"{lang}>{title}</a>'


def field_name(innovation: PublicInnovation, language: Language) -> str:
    """What it is about; of a secret one not even that is told."""
    return (innovation.details.field.name if innovation.details else _SECRET).say(language)

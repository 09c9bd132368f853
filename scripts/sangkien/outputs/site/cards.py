"""An innovation in a list: a card, or a line; must not know which list."""

from __future__ import annotations

from collections.abc import Sequence

from sangkien.figures.honoured import Innovation
from sangkien.language import Language, Words, say
from sangkien.model.programme import lineage
from sangkien.outputs.site.here import Here
from sangkien.outputs.site.markup import attribute

_SECRET = Words("Bí mật công nghệ", "Technological secret")


def cards(members: Sequence[Innovation], here: Here) -> str:
    """Innovations as a list of cards, on the page `here`."""
    return f'<ul class="sk-cards">{"".join(_card(each, here) for each in members)}</ul>'


def lines(members: Sequence[Innovation], here: Here) -> str:
    """The same as a plain list, for hundreds."""
    return f'<ol class="sk-lines">{"".join(_line(each, here) for each in members)}</ol>'


def _card(innovation: Innovation, here: Here) -> str:
    honours = "".join(
        f'<span class="sk-level sk-{each.level}">{attribute(innovation.says(each.honour.award))}</span> '
        for each in innovation.honours
    )
    unit = "" if innovation.record.confidential else f'<p class="sk-unit">{attribute(unit_name(innovation))}</p>'
    return (
        f'<li class="sk-card"><p class="sk-honours">{honours.rstrip()}</p><h3>{_link(innovation, here)}</h3>{unit}'
        f'<p class="sk-field">{attribute(field_name(innovation, here.language))}</p></li>'
    )


def _line(innovation: Innovation, here: Here) -> str:
    told = [innovation.says(innovation.honours[0].honour.award), field_name(innovation, here.language)]
    if not innovation.record.confidential:
        told.append(innovation.edition.name_of(innovation.record.unit))
    return f'<li>{_link(innovation, here)} <span class="sk-quiet">{attribute(" · ".join(told))}</span></li>'


def _link(innovation: Innovation, here: Here) -> str:
    title, lang = attribute(innovation.says(innovation.record.title)), ' lang="vi"' if here.language == "en" else ""
    return f'<a href="{here.to(f"sang-kien/{innovation.address}/")}"{lang}>{title}</a>'


def field_name(innovation: Innovation, language: Language) -> str:
    """What it is about; of a secret one not even that is told."""
    record = innovation.record
    secret = record.confidential
    return (
        _SECRET.say(language) if secret else say(innovation.edition.rules.record.vocabulary("fields")[record.field], language)
    )


def unit_name(innovation: Innovation) -> str:
    """The unit and those above it, as known to the edition."""
    units = innovation.edition.units
    return " · ".join(units[step].name for step in lineage(innovation.record.unit) if step in units)

"""Lets a reader find the own province or central union: names by letter, each leading to its page; must not know what stands there."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from itertools import groupby

from sangkien.language import Language, Words, say
from sangkien.markup import Html, html, joined
from sangkien.model.corpus import Edition
from sangkien.outputs.site.elements import way
from sangkien.text import order

_OTHERS = Words("Ngành Trung ương và đơn vị khác", "Central sector unions and others")
_KIND = ("Tỉnh ", "Thành phố ")


def letters(edition: Edition, units: Mapping[str, int], ways: Mapping[str, str], language: Language) -> Html:
    """Returns the units' names by first letter, provinces by their own, with how many entries each sent. `units` are those
    numbers by id, `ways` the links."""
    places = {id: _own(unit.place.name) for id in units if (unit := edition.units.get(id)) and unit.place}
    named = sorted(places, key=lambda id: order(places[id]))
    groups = [(letter, [*ids]) for letter, ids in groupby(named, key=lambda id: _letter(places[id]))]
    rest = sorted((id for id in units if id not in places), key=lambda id: order(edition.name_of(id)))
    shown = html("")
    if groups:
        lists = (
            html(
                '<li><span class="sk-letter">{}</span>{}</li>',
                letter,
                _listed([(places[id], units[id], ways[id]) for id in ids], language),
            )
            for letter, ids in groups
        )
        shown = html('<ul class="sk-letters">{}</ul>', joined(lists))
    if rest:
        head = html("<h3>{}</h3>", _OTHERS.say(language)) if places else html("")
        shown += head + _listed([(edition.name_of(id), units[id], ways[id]) for id in rest], language)
    return html("<div>{}</div>", shown)


def _own(name: str) -> str:
    return next((name.removeprefix(kind) for kind in _KIND if name.startswith(kind)), name)


def _letter(name: str) -> str:
    """The letter under which a name stands, without its mark; Đ is one of its own."""
    return unicodedata.normalize("NFD", name)[:1].upper()


def _listed(members: Sequence[tuple[str, int, str]], language: Language) -> Html:
    listed = (
        html("<li>{}{}</li>", way(to, name), html(' <span class="sk-quiet">{}</span>', say(count, language)) if count else "")
        for name, count, to in members
    )
    return html('<ul class="sk-names">{}</ul>', joined(listed))

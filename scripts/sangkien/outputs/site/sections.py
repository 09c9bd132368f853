"""Sets a page in sections under a list that leads to each; must not know what any of them says."""

from __future__ import annotations

from collections.abc import Iterable

from sangkien.language import Language, Words
from sangkien.late import dataclass
from sangkien.outputs.site.markup import attribute

_CONTENTS = Words("Mục lục", "Table of contents")


@dataclass(frozen=True)
class Section:
    """Part of a page: its name in the address, its heading, its HTML."""

    id: str
    title: str
    body: str


def contents(sections: Iterable[Section], language: Language) -> str:
    """What leads to each section, for a reader who came for one of them."""
    ways = "".join(f'<li><a href="#{each.id}">{attribute(each.title)}</a></li>' for each in sections)
    name = _CONTENTS.say(language)
    return f'<nav class="sk-toc" aria-label="{name}"><p>{name}</p><ul>{ways}</ul></nav>'


def shown(sections: Iterable[Section]) -> str:
    return "".join(f'<h2 id="{each.id}">{attribute(each.title)}</h2>{each.body}' for each in sections)

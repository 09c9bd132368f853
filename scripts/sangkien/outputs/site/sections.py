"""Sets a page in sections under a list of links to each; must not know what any of them says."""

from __future__ import annotations

from collections.abc import Iterable

from sangkien.language import Language, Words
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined, literal

_CONTENTS = Words("Mục lục", "Table of contents")


@dataclass(frozen=True)
class Section:
    """Part of a page."""

    id: str  # after `#` in the page's address
    title: str  # heading
    body: Html  # without the heading
    told: str = ""  # what it comes down to, beside the heading of one that is folded
    open: bool = False  # unfolded from the beginning
    printed: bool = True  # stands on paper too


def contents(sections: Iterable[Section], language: Language) -> Html:
    """Returns the list of links to the sections, for a reader who came for one of them."""
    ways = joined(html('<li><a href="#{:exact}">{}</a></li>', each.id, each.title) for each in sections)
    return html(
        '<nav class="sk-toc" aria-label="{name}"><p>{name}</p><ul>{ways}</ul></nav>', name=_CONTENTS.say(language), ways=ways
    )


def shown(sections: Iterable[Section]) -> Html:
    """Returns the sections under one another, each with its heading."""
    return joined(html('<h2 id="{:exact}">{}</h2>{}', each.id, each.title, each.body) for each in sections)


def folded(sections: Iterable[Section]) -> Html:
    """Returns the sections under one another, each folded under its heading until it is opened, or led to by its id: a browser
    opens what it goes to. `fold.js` does so where a browser does not, and unfolds what is printed."""
    return joined(map(_folded, sections))


_OPEN = literal(" open")


def _folded(each: Section) -> Html:
    return html(
        '<details class="sk-section{:exact}"{}><summary><h2>{}</h2>{}</summary><div id="{:exact}">{}</div></details>',
        "" if each.printed else " sk-screen",
        _OPEN if each.open else "",
        each.title,
        html(' <span class="sk-quiet">{}</span>', each.told) if each.told else "",
        each.id,
        each.body,
    )

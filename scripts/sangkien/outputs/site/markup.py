"""Makes people's text safe to stand in a page, the one door it comes through; must not know which page."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache

from sangkien.model.innovation import PublicText
from sangkien.personal import covered


@lru_cache(maxsize=20_000)
def attribute(text: str) -> str:
    """Text for an HTML element or attribute that we write ourselves."""
    return html.escape(_line(text))


@lru_cache(maxsize=500)  # the same answer stands on two pages, made one after the other
def prose(answer: PublicText) -> str:
    """An answer as HTML; a table in it may be wider than its page."""
    return answer.html.replace("<table>", _scrolls("Bảng")).replace("</table>", "</table></div>")


def note(kind: str, title: str, text: str) -> str:
    """A framed remark of ours, `warning` or `info`, as the theme draws it."""
    return f'<div class="admonition {kind}"><p class="admonition-title">{attribute(title)}</p><p>{attribute(text)}</p></div>'


def scrolled(name: str, table: str) -> str:
    """A table that may be wider than its page; `name` is for those who do not see it, `table` the HTML of head, body and foot."""
    return f"{_scrolls(name)}{table}</table></div>"


def _scrolls(name: str) -> str:
    region = f'<div class="sk-scroll" tabindex="0" role="region" aria-label="{attribute(name)}">'
    return f'{region}<table class="sk-table">'


def link(address: str, shown: str) -> str:
    """A link to a web page whose address comes from a file; `shown` is HTML of ours. Any other scheme is no link."""
    return f'<a href="{html.escape(address)}">{shown}</a>' if re.match(r"https?://[^\s/]", address) else shown


def front_matter(**values: str | list[str]) -> str:
    """The head of a page. The theme writes a title between tags and a description between quotes, both unescaped: done here."""
    lines = (f"{name}: {json.dumps(_escaped(value), ensure_ascii=False)}\n" for name, value in values.items())
    return "---\n" + "".join(lines) + "---\n\n"


def _escaped(value: str | list[str]) -> str | list[str]:
    return [attribute(each) for each in value] if isinstance(value, list) else attribute(value)


def _line(text: str) -> str:
    return " ".join(covered(text).split())

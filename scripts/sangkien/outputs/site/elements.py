"""The pieces of HTML that many pages are made of; must not know which page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from sangkien.markup import Html, Value, html, joined, literal
from sangkien.model.innovation import PublicText


@lru_cache(maxsize=500)  # the same answer stands on two pages, made one after the other
def prose(answer: PublicText) -> Html:
    """Returns an answer as HTML; a table in it scrolls, as it may be wider than the page."""
    return answer.html.replace("<table>", _scrolls("Bảng")).replace("</table>", literal("</table></div>"))


def note(kind: str, title: str, text: str) -> Html:
    """Returns a framed remark of the tool's own; `kind` is `warning` or `info`, as the theme shows it."""
    return html(
        '<div class="admonition {:exact}"><p class="admonition-title">{}</p><p>{}</p></div>',
        kind,
        title,
        text,
    )


def scrolled(name: str, table: Html) -> Html:
    """Returns a table that scrolls where it is wider than the page; `name` is for those who do not see it, `table` has head,
    body and foot."""
    return html("{}{}</table></div>", _scrolls(name), table)


def _scrolls(name: str) -> Html:
    return html('<div class="sk-scroll" tabindex="0" role="region" aria-label="{}"><table class="sk-table">', name)


def facts(pairs: Iterable[tuple[Value, Value]], css: str = "sk-facts") -> Html:
    """Returns a list of names and values, which fits a phone where a table would not; `css` is its class."""
    rows = joined(html("<div><dt>{}</dt><dd>{}</dd></div>", name, value) for name, value in pairs)
    return html('<dl class="{:exact}">{}</dl>', css, rows)


def bullets(items: Iterable[Value]) -> Html:
    """Returns a list of points."""
    return html("<ul>{}</ul>", joined(html("<li>{}</li>", item) for item in items))


def way(address: str, shown: Value) -> Html:
    """Returns a link to a page or file of the site; `address` is relative to the page that shows it."""
    return html('<a href="{:exact}">{}</a>', address, shown)


def link(address: str, shown: Html) -> Html:
    """Returns a link to a web page whose address comes from a file. Any scheme but http and https makes no link: then `shown`
    alone is returned."""
    return way(address, shown) if re.match(r"https?://[^\s/]", address) else shown


def front_matter(**values: str | list[str]) -> str:
    """Returns the YAML head of a Markdown page. The theme puts the title between tags and the description between quotes
    without escaping either, so they are escaped in it."""
    lines = (f"{name}: {json.dumps(_escaped(value), ensure_ascii=False)}\n" for name, value in values.items())
    return "---\n" + "".join(lines) + "---\n\n"


def _escaped(value: str | list[str]) -> Html | list[Html]:
    return [html("{}", each) for each in value] if isinstance(value, list) else html("{}", value)

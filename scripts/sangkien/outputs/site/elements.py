"""The pieces of HTML that many pages are made of; must not know which page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache

from sangkien.language import Language
from sangkien.markup import Html, HtmlWords, Value, html, joined, literal
from sangkien.model.innovation import PublicText


@lru_cache(maxsize=500)  # the same answer stands on two pages, made one after the other
def prose(answer: PublicText) -> Html:
    """Returns an answer as HTML; a table in it scrolls, as it may be wider than the page."""
    return answer.html.replace("<table>", _scrolls("Bảng")).replace("</table>", literal("</table></div>"))


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


def vietnamese(language: Language) -> Html:
    """Returns the attribute that says that words are Vietnamese, for a page in this language."""
    return literal(' lang="vi"') if language == "en" else literal("")


def in_vietnamese(name: str, language: Language) -> Html:
    """Returns a Vietnamese name, marked as such on a page in another language."""
    return html("<span{}>{}</span>", vietnamese(language), name) if language == "en" else html("{}", name)


_SAMPLE = HtmlWords(
    "<strong>Dữ liệu mẫu.</strong> Các bài, đơn vị có chữ “(mẫu)” và quyết định trên trang này được bịa ra để minh họa.",
    "<strong>Sample data.</strong> Entries, units with “(mẫu)” and decisions on this page are invented for illustration.",
)


def sample_remark(sample: bool, language: Language) -> Html:
    """Returns a remark that the page's data are samples, or nothing where they are not."""
    return html('<p class="sk-remark">{}</p>', _SAMPLE.say(language)) if sample else html("")

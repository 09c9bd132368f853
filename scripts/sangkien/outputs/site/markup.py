"""Makes people's text safe to stand in a page, the one door it comes through; must not know which page."""

from __future__ import annotations

import html
import json
import re
from functools import lru_cache

import markdown
import nh3

from sangkien.personal import covered

_MARKDOWN = markdown.Markdown(extensions=["sane_lists"], output_format="html")
# A paragraph of words and of signs that mean nothing in Markdown or HTML wherever they stand: most answers are one.
_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:%()/\"'–…])*")
_ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "br", "blockquote", "code"}


@lru_cache(maxsize=20_000)
def attribute(text: str) -> str:
    """Text for an HTML element or attribute that we write ourselves."""
    return html.escape(_line(text))


@lru_cache(maxsize=500)  # the same answer stands on two pages, made one after the other
def prose(text: str) -> str:
    """An answer as HTML: paragraphs, lists and emphasis; no tag, link, image or handler of the author's survives."""
    shown = covered(text)
    if _PLAIN.fullmatch(shown):
        return f"<p>{shown}</p>"
    made = _MARKDOWN.reset().convert(html.escape(shown, quote=False))
    clean = str(nh3.clean(made, tags=_ALLOWED, attributes={}, strip_comments=True))
    # The generator looks for fences inside our HTML too, and a fence may carry any attribute: `~~~ {onclick="…"}`.
    return clean.replace("`", "&#96;").replace("~", "&#126;")


def note(kind: str, title: str, text: str) -> str:
    """A framed remark of ours, `warning` or `info`, as the theme draws it."""
    return f'<div class="admonition {kind}"><p class="admonition-title">{attribute(title)}</p><p>{attribute(text)}</p></div>'


def scrolled(name: str, table: str) -> str:
    """A table that may be wider than its page; `name` is for those who do not see it, `table` the HTML of head, body and foot."""
    region = f'<div class="sk-scroll" tabindex="0" role="region" aria-label="{attribute(name)}">'
    return f'{region}<table class="sk-table">{table}</table></div>'


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

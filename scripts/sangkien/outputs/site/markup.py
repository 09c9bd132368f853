"""Makes people's text safe to stand in a page; must not know which page."""

from __future__ import annotations

import html
import json
import re

import markdown
import nh3

from sangkien.text import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!])")  # what Python-Markdown lets a backslash escape
_MARKDOWN = markdown.Markdown(extensions=["sane_lists"], output_format="html")
_ALLOWED = {"p", "ul", "ol", "li", "strong", "em", "br", "blockquote", "code"}


def inline(text: str) -> str:
    """Text for the middle of a Markdown line: nothing in it is markup any more."""
    escaped = _SPECIAL.sub(r"\\\1", html.escape(" ".join(text.split()), quote=False))
    return escaped.replace("|", "&#124;")  # a bar would end a table's cell


def attribute(text: str) -> str:
    """Text for an HTML element or attribute that we write ourselves."""
    return html.escape(" ".join(text.split()))


def prose(text: str) -> str:
    """An answer as HTML: paragraphs, lists and emphasis; no tag, link, image or handler of the author's survives."""
    made = _MARKDOWN.reset().convert(html.escape(plain(text), quote=False))
    return str(nh3.clean(made, tags=_ALLOWED, attributes={}, strip_comments=True))


def front_matter(**values: str | list[str]) -> str:
    """The head of a page. A title goes into HTML unescaped by the theme, so it is escaped here."""
    lines = (f"{name}: {json.dumps(_escaped(value), ensure_ascii=False)}\n" for name, value in values.items())
    return "---\n" + "".join(lines) + "---\n\n"


def _escaped(value: str | list[str]) -> str | list[str]:
    return [html.escape(each, quote=False) for each in value] if isinstance(value, list) else html.escape(value, quote=False)

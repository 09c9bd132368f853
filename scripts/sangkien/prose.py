"""Turns what people write in Markdown into safe HTML, and finds in it what nobody would see; must not know where it stands."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from sangkien.commonmark import DEEPEST, reader
from sangkien.late import dataclass, regex
from sangkien.markup import Html
from sangkien.text import plain

if TYPE_CHECKING:
    from markdown_it.token import Token

# A paragraph of words and of signs that mean nothing in Markdown or HTML wherever they stand: most answers are one.
_PLAIN = regex(r"[^\W\d_](?:[^\W_]|[ ,.;:%()/\"'–…])*")
_PARAGRAPH, _TAG = regex("<(?:p|li)>([^\0]*?)</(?:p|li)>"), regex("<[^<>]*>")
_SHOWN = {
    *("p", "br", "h3", "hr", "blockquote", "ul", "ol", "li", "strong", "em", "code", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_NUMBERED = {"ol": {"start"}, "li": {"value"}}

Cover = Callable[[str], str]
"""Says a text again without what must not be told."""

Kind = Literal["definition", "link", "title", "picture", "fence", "cell", "code"]


@dataclass(frozen=True)
class Unseen:
    """A part of a text that would not be shown: what it is, its line in the text from 0, and what stands there."""

    kind: Kind
    line: int
    text: str


def rendered(text: str, cover: Cover) -> Html:
    """The text as HTML without attributes but the numbers of steps: no tag, link, picture or handler of the author's survives. What its
    readers would see of each paragraph, however it was spelled, is shown as `cover` says it."""
    # Loaded here: who only judges sound texts need not wait for it.
    import nh3

    shown = cover(text)
    if _PLAIN.fullmatch(shown):
        return Html(f"<p>{shown}</p>")
    tokens = _parsed(plain(text), {})
    if _too_deep(tokens):
        return _lines(shown)
    for token in tokens:
        _cover(token, cover)
    left = "\n".join(_words(tokens))
    if (shown := cover(left)) != plain(left):  # what runs over two paragraphs or cells is none of one
        return _lines(shown)
    made = reader().renderer.render(tokens, reader().options, {})
    return Html(nh3.clean(made, tags=_SHOWN, attributes=_NUMBERED).strip())


def opening(shown: Html) -> str:
    """The words of the first paragraph or point of a text that `rendered` made, without markup; empty where there is none."""
    found = _PARAGRAPH.search(shown)
    return " ".join(html.unescape(_TAG.sub("", found[1])).split()) if found else ""


def _lines(text: str) -> Html:
    """A text as it stands, line by line."""
    return Html(f"<p>{html.escape(text, quote=False)}</p>".replace("\n", "<br>\n"))


def _cover(token: Token, cover: Cover) -> None:
    """Where something is covered, or dropped as nobody can see it, the words lose their emphasis."""
    words = token.content if token.type == "fence" else "".join(_words(token.children or ()))
    shown = cover(words)
    if shown == plain(words):
        return
    if token.type == "fence":
        token.content = f"{shown}\n"
        return
    lines = [[type(token)("text", "", 0, content=line), type(token)("softbreak", "br", 0)] for line in shown.split("\n")]
    token.children = [piece for line in lines for piece in line][:-1]


def seen(text: str) -> str:
    """The letters and signs of the text that its readers see."""
    if not _may_hide(text):
        return text
    tokens = _parsed(text, {})
    return text if _too_deep(tokens) else "\n".join(_words(tokens))


def unseen(text: str) -> Iterator[Unseen]:
    """The parts that nobody would see. A text without any sign that can hide something is not read."""
    if not _may_hide(text):
        return
    known: dict[str, Any] = {}
    tokens = _parsed(text, known)
    if _too_deep(tokens):
        return
    lines = text.split("\n")
    yield from _definitions(tokens, known, lines)
    for token in tokens:
        first, last = token.map or (0, 0)
        if token.type == "fence" and not _NAMED.fullmatch(token.info.strip()):
            yield Unseen("fence", first, token.info.strip())
        elif token.type == "table_open":
            yield from _beyond(lines[first:last], first)
        elif token.type == "inline":
            yield from _within(token, lines)


# What can keep words from being shown: targets and definitions of links, the word after a fence, cells, characters said by code.
_NAMED = regex(r"[A-Za-z0-9+#._-]{0,20}")
_CODE = regex(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_SIGNS = ("](", "]:", "```", "~~~", "|")
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"  # letters by their kind that have no shape


def _may_hide(text: str) -> bool:
    return any(sign in text for sign in _SIGNS) or ("&" in text and _CODE.search(text) is not None)


def _definitions(tokens: Sequence[Token], known: dict[str, Any], lines: Sequence[str]) -> Iterator[Unseen]:
    """Where links are said to lead, apart from those that have words which lead there."""
    from markdown_it.common.utils import normalizeReference

    children = [child for token in tokens for child in token.children or ()]
    used = {normalizeReference(child.meta["label"]) for child in children if "label" in child.meta}
    wasted = [each for label, each in known.get("references", {}).items() if label not in used or each["title"]]
    for each in (*wasted, *known.get("duplicate_refs", ())):
        first, last = each["map"]
        yield Unseen("definition", first, "\n".join(lines[first:last]).strip())


def _within(token: Token, lines: Sequence[str]) -> Iterator[Unseen]:
    """What is not shown of one paragraph, heading or cell."""
    line, children = (token.map or (0, 0))[0], token.children or []
    for position, child in enumerate(children):
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "link_open" and not "".join(_words(_inside(children, position))).strip():
            yield Unseen("link", line, str(child.attrs["href"]))
        elif child.type == "image" and not child.content.strip():
            yield Unseen("picture", line, str(child.attrs["src"]))
        elif child.type == "text" and not all(map(_has_shape, child.content)):
            codes = (match[0] for match in _CODE.finditer(lines[line]))
            yield from (Unseen("code", line, code) for code in codes if not all(map(_has_shape, html.unescape(code))))
        if (title := child.attrs.get("title")) and "label" not in child.meta:
            yield Unseen("title", line, str(title))


def _has_shape(sign: str) -> bool:
    return sign.isascii() or not (unicodedata.category(sign)[0] == "C" or sign in _BLANK)


def _inside(children: Sequence[Token], start: int) -> Sequence[Token]:
    """What stands in the link that begins there: links hold no links."""
    end = next(position for position in range(start, len(children)) if children[position].type == "link_close")
    return children[start:end]


def _beyond(rows: Sequence[str], first: int) -> Iterator[Unseen]:
    """Cells for which the head of the table has no column."""
    from markdown_it.rules_block.table import escapedSplit

    def cells(row: str) -> list[str]:
        found = [cell.strip() for cell in escapedSplit(row.lstrip(" >\t").rstrip())]
        return found[found[:1] == [""] : len(found) - (found[-1:] == [""])]

    columns = len(cells(rows[0]))
    for number, row in enumerate(rows[2:], start=first + 2):
        if left := " | ".join(cells(row)[columns:]):
            yield Unseen("cell", number, left)


def _words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("text", "code_inline", "fence") or (token.type == "image" and token.content):
            yield token.content
        elif token.children:
            yield "".join(_words(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n"


def _parsed(text: str, known: dict[str, Any]) -> list[Token]:
    return reader().parse(text, known)


def _too_deep(tokens: Sequence[Token]) -> bool:
    """Whether the parser may have left something out."""
    return any(token.level >= DEEPEST - 1 for token in tokens)

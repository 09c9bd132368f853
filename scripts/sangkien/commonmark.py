"""Reads Markdown as a forge does, in time that grows with the text alone; must not know what is made of it.

CommonMark with tables and task boxes, as plain prose is meant: line ends are kept, a first line set in is no code, a line drawn
below words makes no heading of them, steps keep the numbers that were written, and signs of arithmetic are no markup.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from sangkien.late import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.renderer import RendererHTML
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.utils import EnvType, OptionsDict

DEEPEST = 20
"""Levels of quotations and lists inside each other; the parser leaves out what is deeper, which is no prose."""

_OFF = ["code", "html_block", "html_inline", "lheading"]


@cache
def reader() -> MarkdownIt:
    """The Markdown parser, made once; its renderer gives HTML."""
    # Loaded here: who only judges sound texts need not wait for it.
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": DEEPEST, "store_labels": True})
    made.enable("table").disable(_OFF)
    made.inline.ruler.before("link", "idle_bracket", _idle_bracket)
    made.inline.ruler.before("emphasis", "times", _times)
    made.core.ruler.before("block", "mark", _mark)
    made.core.ruler.after("block", "unmark", _unmark)
    made.core.ruler.after("unmark", "steps", _steps)
    made.core.ruler.after("steps", "boxes", _boxes)
    made.core.ruler.after("boxes", "headings", _headings)
    made.add_render_rule("image", _picture)
    for leading in ("link_open", "link_close"):
        made.add_render_rule(leading, _nothing)
    return made


_INSIDE = r"(?:[ \t]*(?:[-+*>]|[0-9]{1,3}[.)]))*[ \t]*"
_WORDS = regex(rf"^({_INSIDE})(?=>[ \t]?=?[ \t]?[0-9]|[0-9]{{4,}}[.)](?:[ \t]|$))", re.MULTILINE)
_MARK = "\ue000"  # of no meaning to anybody; the parser takes what stands behind it for words


def _mark(state: StateCore) -> None:
    """Keeps a line's beginning from being markup where it is a comparison or a year: “> 5 triệu”, “2021.”."""
    state.src = _WORDS.sub(rf"\1{_MARK}", state.src.replace(_MARK, ""))


def _unmark(state: StateCore) -> None:
    for token in state.tokens:
        token.content = token.content.replace(_MARK, "")


def _times(state: StateInline, silent: bool) -> bool:
    """An asterisk between two factors is a sign of arithmetic: 2*3*4, a*b, (2+3)*4."""
    run = _RUN.match(state.src, state.pos)
    if run is None or run.end() >= state.posMax or state.pos == 0:
        return False
    before, after = state.src[state.pos - 1], state.src[run.end()]
    numbers = before.isnumeric() and after.isnumeric()
    factors = len(run[0]) == 1 and (before.isalnum() or before in ")]%") and (after.isalnum() or after in "([")
    if not (numbers or factors):
        return False
    if not silent:
        state.pending += run[0]
    state.pos = run.end()
    return True


_RUN = regex(r"\*+")


_PAIRED = regex(r"\\.|[\[\]]", re.DOTALL)


def _idle_bracket(state: StateInline, silent: bool) -> bool:
    """A bracket that begins no link is plain text. The parser itself searches for a link's end behind each bracket anew, so
    thousands of them would keep it busy for minutes."""
    picture = state.src.startswith("![", state.pos)
    if not picture and state.src[state.pos] != "[":
        return False
    at = state.pos + picture
    found: dict[str, frozenset[int]] = state.env.setdefault("links", {})
    if state.src not in found:
        found[state.src] = _links(state.src, bool(state.env.get("references")))
    if at in found[state.src]:
        return False
    if not silent:
        state.pending += state.src[state.pos : at + 1]
    state.pos = at + 1
    return True


def _links(text: str, referred: bool) -> frozenset[int]:
    """Offsets where a link may begin: brackets in pairs that are followed by a target, or a defined one where `referred`."""
    begun: list[int] = []
    found = set()
    for match in _PAIRED.finditer(text):
        if match[0] == "[":
            begun.append(match.start())
        elif match[0] == "]" and begun:
            start = begun.pop()
            if referred or text.startswith("(", match.end()):
                found.add(start)
    return frozenset(found)


def _steps(state: StateCore) -> None:
    """List items keep the numbers that were written, unless all are the same, as people write them who leave counting to the
    machine."""
    open_lists: list[list[Token]] = []
    for token in state.tokens:
        if token.type == "ordered_list_open":
            open_lists.append([])
        elif token.type == "list_item_open" and token.info:
            open_lists[-1].append(token)
        elif token.type == "ordered_list_close":
            items = open_lists.pop()
            numbers = [int(item.info) for item in items]
            if len(set(numbers)) > 1:
                for before, number, item in zip(numbers, numbers[1:], items[1:], strict=False):
                    if number != before + 1:
                        item.attrSet("value", str(number))


_BOX = regex(r"\[([ xX])\](?=[ \t]|$)")


def _boxes(state: StateCore) -> None:
    """List items that are tasks get their box."""
    for item, paragraph, words in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open" and (box := _BOX.match(words.content)):
            words.content = f"{'☐' if box[1] == ' ' else '☑'}{words.content[box.end() :]}"


def _headings(state: StateCore) -> None:
    """Headings of an answer become level 3, below the page's heading above it."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h3"


def _picture(self: RendererHTML, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
    """The words that describe the picture, in the place of the picture."""
    return html.escape(self.renderInlineAsText(tokens[position].children, options, env), quote=False)


def _nothing(self: RendererHTML, tokens: Sequence[Token], position: int, options: OptionsDict, env: EnvType) -> str:
    return ""

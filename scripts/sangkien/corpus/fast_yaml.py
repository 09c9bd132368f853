"""Makes plain data of well-behaved YAML fast, or declines; must not explain what is wrong: `document` reads again what is odd.

libyaml composes the whole text in C and one walk over its nodes gives the data. That is safe only for text that is sure to be
shallow (its composer recurses in C) and that holds nothing its nodes would hide: an anchor, an alias, a tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]

from sangkien.corpus.yaml_slips import DASHES, ODD_SPACES
from sangkien.late import regex

Scalar = Callable[[str, Any], Any]
"""Data of a scalar's text and its style (empty for a plain one)."""

# A line of dashes may be meant as a fence, were it inside a text.
_HIDDEN = regex(rf"[&*!]|<<|^%|^[ \t{ODD_SPACES}]*(?:---|\.\.\.|-*[{DASHES}])", re.MULTILINE)
_ESCAPE = regex(r'\\[^"\\]')  # says what nobody sees written
_DEEPEST = 20  # levels; the same bound as the careful reader's
_BLOCK = ("|", ">")
_SAFE = 2_000  # levels that the composer can take by far; it failed at some ten thousands
_STEP = regex(r"^[ \t]*(?:[-?:][ \t]+)*", re.MULTILINE)


class _Composer(CParser):
    """libyaml's parser and composer with no idea of types: every scalar stays the text that was written."""

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)

    # Each is asked once a value and shall say nothing: an empty text's `format` takes whatever it is given and says nothing, in C.
    descend_resolver = ascend_resolver = resolve = "".format


class NeedsCarefulReader(Exception):
    """The text is not surely plain and harmless; the careful reader must read it."""


def fast_data(text: str, scalar: Scalar) -> Any:
    """The data of a YAML document; `scalar` makes a value of each scalar.

    Raises Declined for whatever this reader does not vouch for.
    """
    if (
        _HIDDEN.search(text)
        or ("\\" in text and _ESCAPE.search(text))
        or ("#" in text and _may_cut(text))
        or text.count("[") + text.count("{") + _steepest(text) > _SAFE
    ):
        raise NeedsCarefulReader
    loader = _Composer(text)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        raise NeedsCarefulReader from error
    finally:
        loader.dispose()
    return None if node is None else _data(node, scalar, 0)


_WHOLE = regex(r"[0-9T:+Z-]+")


def _may_cut(text: str) -> bool:
    """Whether a comment may follow an unquoted text: what follows a bracket, a quote, a number or a date cannot belong to the
    value."""
    for line in text.split("\n"):
        at = line.replace("\t#", " #").find(" #")
        before = line[:at].rstrip() if at > 0 else ""
        if before and before[-1] not in "]}\"':,-" and not _WHOLE.fullmatch(before.rpartition(": ")[2].lstrip()):
            return True
    return False


def _steepest(text: str) -> int:
    """An upper bound of the depth: block structure needs a column, or a dash at the line's head, for each level."""
    return max(len(head) for head in _STEP.findall(text))


def _data(node: Any, scalar: Scalar, depth: int) -> Any:
    if depth > _DEEPEST:
        raise NeedsCarefulReader
    if node.id == "scalar":
        if node.start_mark.line != node.end_mark.line and node.style not in _BLOCK:
            raise NeedsCarefulReader  # a line that was to be a field of its own may have been taken in
        return scalar(node.value, node.style)
    if node.id == "sequence":
        return [_data(item, scalar, depth + 1) for item in node.value]
    made: dict[str, Any] = {}
    for key, value in node.value:
        if key.id != "scalar" or key.value in made:
            raise NeedsCarefulReader
        made[key.value] = _data(value, scalar, depth + 1)
    return made

"""Covers in a text what identifies a person, and links that lead away; must not know where it is rendered."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sangkien.late import regex
from sangkien.personal.detector import spans
from sangkien.personal.kind import NOBODY, Withheld
from sangkien.text import plain

COVER = "[đã ẩn]"
_MOST_LOOKS = 4  # what stood beside something that is covered now may be read otherwise

_SITE = regex(
    r"(?:(?<![a-z0-9+.\-])[a-z][a-z0-9+.\-]{1,20}:\s?//|\bwww\.|(?<![\w:/])//(?=[\w\-]+\.))[^\s<>\"'`|)\]]+", re.IGNORECASE
)
# Controls, marks of direction and what has no shape: a reader sees none of it, and it would part a number in two.
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn"}


@lru_cache(maxsize=60_000)  # titles and names stand on many pages, an answer in several languages and files
def covered(text: str, withheld: Withheld = NOBODY) -> str:
    """The text with the detector's finds, the names in `withheld` and other sites' addresses covered; all else is unchanged."""
    seen = plain(text)
    if not seen.isprintable():  # a line end is not, so most answers take this way
        seen = "".join(sign for sign in seen if sign in "\n\t" or unicodedata.category(sign) not in _SHAPELESS)
    for _ in range(_MOST_LOOKS):
        found = [(span.start, span.end) for span in spans(seen, withheld)]
        if "//" in seen or "ww" in seen.lower():
            found += [match.span() for match in _SITE.finditer(seen)]
        if not found:
            break
        seen = _without(seen, found)
    return seen


def _without(text: str, found: list[tuple[int, int]]) -> str:
    parts, end = [], 0
    for start, stop in sorted(found):
        if start >= end:
            parts += [text[end:start], COVER]
        end = max(end, stop)
    return "".join([*parts, text[end:]])

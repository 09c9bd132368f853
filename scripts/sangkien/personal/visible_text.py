"""Reads a text as a person would see it, and knows where each character was written; must not know what is searched for."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

from sangkien.late import dataclass, regex
from sangkien.text import bare

_DROPPED = "\0"
_LINES = "\n\r\u0085\u2028\u2029"
_DOTS = "·•∙⋅․‧・。•…"
_SLASHES = "⁄∕⧸"
_DASHES = "−⁃─━╌➖ー"
# Letters of other scripts that nobody tells from Latin ones.
_ALIKE = dict(
    zip(
        "аверіјкмнорсстухуАВЕІЈКМНОРСТУХαονικρτυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "abepijkmhopcctyxyabeijkmhopctyxaovikptuabezhikmnoptyx",
        strict=True,
    )
)


class _Signs(dict[int, str]):
    """How each character is read, one for one: lower-case Latin letters without marks, digits 0 to 9, one dash, one dot, one
    space."""

    def __missing__(self, code: int) -> str:
        self[code] = read = _read(chr(code))
        return read


def _read(sign: str) -> str:
    if sign.isascii() and sign not in "\0\t\r\x0b\x0c\x7f" and sign >= " ":
        return sign.lower()
    if sign in _LINES:
        return "\n"
    kind = unicodedata.category(sign)
    if sign in "\t\x0b\x0c" or kind == "Zs":
        return " "
    if sign in _DOTS:
        return "."
    if sign in _SLASHES:
        return "/"
    if kind == "Pd" or sign in _DASHES:
        return "-"
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    if kind in ("Mn", "Me", "Cc", "Cf", "Cs", "Co", "Cn"):
        return _DROPPED
    if sign in _ALIKE:
        return _ALIKE[sign]
    apart = bare(unicodedata.normalize("NFKD", sign))
    return sign if unicodedata.category(sign) == "No" else apart[:1] or _DROPPED


_SIGNS = _Signs()
# A tag that says nothing by itself, though it is shown as it stands; in any other word between angle brackets somebody may be told of.
_ELEMENTS = (
    "a|abbr|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|embed|figcaption|figure|font|form|h[1-6]|hr|i|iframe|img|input"
    "|ins|kbd|li|mark|nobr|object|ol|p|pre|q|s|samp|script|section|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th"
    "|thead|tr|tt|u|ul|var|wbr"
)
_TAG = (
    rf"</?(?:{_ELEMENTS})(?: [a-z-]{{1,20}}=(?:\"[^\"<>\n @]{{0,60}}\"|'[^'<>\n @]{{0,60}}'|[^\"'<>\n @]{{0,60}})){{0,3}} ?/?>"
)
# What shows as nothing: dropped signs, emphasis, an escape, a tag, a remark, the beginning of a line quoted or indented, breadth. And
# an entity.
_NOTHING = regex(
    rf"[\0]+|[*_`~]+|\\+| {{2,}}|{_TAG}|<!--[^<>\n0-9@]{{0,120}}-->|\n[ >]+|&(?:#[0-9]{{1,7}}|#x[0-9a-f]{{1,6}}|[a-z][a-z0-9]{{1,30}});"
)
_A_NUMBER = 7  # digits


class _Piece(NamedTuple):
    """A stretch of what is seen, read from a stretch of the written text."""

    begins: int  # offset in what is seen
    start: int  # offset in the written text
    end: int  # offset in the written text, exclusive
    whole: bool  # read from all of it at once; else character by character


@dataclass(frozen=True)
class VisibleText:
    """A text as it is read."""

    text: str  # what is seen
    written: str  # the text it was read from
    _pieces: tuple[_Piece, ...]
    _begins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the written text of a stretch of what is seen, with the marks that belong to its last letter."""
        first, last = self._at(start)[0], self._at(end - 1)[1]
        while last < len(self.written) and unicodedata.category(self.written[last]) in ("Mn", "Me"):
            last += 1
        return first, last

    def as_written(self, start: int, end: int) -> str:
        """A stretch of what is seen as it was written, letters composed with their marks, nothing invisible in it."""
        kept = "".join(self.written[slice(*self.span(at, at + 1))] for at in range(start, end))
        return unicodedata.normalize("NFC", kept)

    def before(self, start: int, most: int) -> str:
        """At most `most` characters written before an offset on its line, lower case with their marks."""
        first = max(self.text.rfind("\n", 0, start) + 1, start - most)
        if first >= start:
            return ""
        return unicodedata.normalize("NFC", self.written[self._at(first)[0] : self._at(start - 1)[1]]).lower()

    def _at(self, position: int) -> tuple[int, int]:
        """The span in the written text of one character of what is seen."""
        piece = self._pieces[bisect_right(self._begins, position) - 1]
        if piece.whole:
            return piece.start, piece.end
        return piece.start + position - piece.begins, piece.start + position - piece.begins + 1


def sign_for_sign(text: str) -> str:
    """The text with each character as it is read, and of the same length."""
    return text.translate(_SIGNS)


def seen(text: str) -> VisibleText:
    """The text as a person would see it: markup, character codes and invisible characters resolved."""
    read = sign_for_sign(text)
    parts: list[str] = []
    pieces: list[_Piece] = []
    at = length = 0
    for match in _NOTHING.finditer(read):
        start, end = match.span()
        if start > at:
            parts.append(read[at:start])
            pieces.append(_Piece(length, at, start, whole=False))
            length += start - at
        if instead := _instead(read, match):
            parts.append(instead)
            pieces.append(_Piece(length, start, end, whole=True))
            length += len(instead)
        at = end
    parts.append(read[at:])
    pieces.append(_Piece(length, at, len(read), whole=False))
    return VisibleText("".join(parts), text, tuple(pieces), tuple(piece.begins for piece in pieces))


def _instead(read: str, match: re.Match[str]) -> str:
    first = match[0][0]
    if first in "\n ":
        return first
    if first == "<" and sum(map(str.isdigit, match[0])) >= _A_NUMBER:
        return match[0]
    if first == "&":
        meant = html.unescape(match[0])
        return "" if meant == match[0] else meant.translate(_SIGNS).replace(_DROPPED, "")
    between = read[match.start() - 1 : match.start()].isdigit() and read[match.end() : match.end() + 1].isdigit()
    return "*" if first in "*_`~" and between else ""

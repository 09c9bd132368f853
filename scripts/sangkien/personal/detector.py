"""Finds what identifies a person in a text, the one place where that is decided; must not know who asks, or what becomes of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from sangkien.late import regex
from sangkien.personal.context import CALLING, MOST_WORDS
from sangkien.personal.kind import NOBODY, Kind, Span, Withheld
from sangkien.personal.names import letters, names
from sangkien.personal.numbers import numbers
from sangkien.personal.spelled_numbers import WORDS, spelt
from sangkien.personal.statements import may_say, sayings
from sangkien.personal.visible_text import VisibleText, seen, sign_for_sign
from sangkien.text import bare, uncommon

_STROKED = [*zip("đĐðÐɖƉ", "dddddd", strict=True)]
# Signs of plain prose that no decomposition makes ASCII: without them letters would close up that stand apart.
_UNMARKED = regex(
    "["
    + "".join(
        sign for sign in map(chr, range(0xA0, 0x250)) if not unicodedata.normalize("NFKD", sign).encode("ascii", "ignore")
    )
    + "²³\u2010-\u22ff]"
)
_LETTERS = re.compile(b"[a-z]+")
_LETTERLESS = re.compile(b"[^a-z]+")
_TAG = regex("<[a-zA-Z/!]")
_HARMLESS = frozenset("[]{}^#|<\t\u200b")
_ORDER = {kind: position for position, kind in enumerate(Kind)}


def spans(text: str, withheld: Withheld = NOBODY) -> tuple[Span, ...]:
    """Each stretch of the text that identifies a person or holds a name in `withheld`, in order, without overlaps."""
    read = None if _innocent(text) else seen(text)
    found = [] if read is None else [*numbers(read), *spelt(read), *sayings(read)]
    if withheld != NOBODY and (read is not None or _may_name(text, withheld)):
        read = read or seen(text)
        found += [(Kind.NAME, *position) for name in withheld.people for position in names(read, name)]
        found += [(Kind.UNIT, *position) for name in withheld.units for position in names(read, name, places=True)]
        found += [
            (Kind.UNIT, *position) for name in withheld.short for position in names(read, name, places=True, capitals=True)
        ]
    return tuple(_apart(read, found)) if read and found else ()


def _apart(read: VisibleText, found: Iterable[tuple[Kind, int, int]]) -> Iterator[Span]:
    """The first of overlapping spans, extended over all of them."""
    end = 0
    held: Span | None = None
    for first, last, _, kind in sorted((*read.span(first, last), _ORDER[kind], kind) for kind, first, last in found):
        if held and first < end:
            end = max(end, last)
            held = Span(held.kind, held.start, end)
            continue
        if held:
            yield held
        held, end = Span(kind, first, last), last
    if held:
        yield held


# What a plain text without any of it tells of nobody: looked for without marks and breadth, in a fraction of the time.
_DIGITS = re.compile(rb"\d(?:[^a-z0-9=:;!?\"#%$@|{}^+]*\d){6,}")
_DAY = re.compile(rb"(?:19|20)\d\d-\d\d-\d\d")
_ANYBODYS = re.compile(
    rb"(?<!\d)(?:0(?:[^a-z0-9]*\d){8}|8[^a-z0-9]*4(?:[^a-z0-9]*\d){9}|9[^a-z0-9]*7[^a-z0-9]*0[^a-z0-9]*4|"
    rb"[2-6](?:[^a-z0-9]*\d){15}(?!\d)|\d{6}(?!000)\d{3}(?!\d))"
)
_CALLING = frozenset(bare(words).encode() for words in CALLING)
_WORD = b"(?:" + b"|".join(word.encode() for word in WORDS) + b")(?![a-z])"
_DIGITS_THEN_A_WORD = rb"(?=[^a-z]{0,64}[a-z])(?:[^a-z0-9]{0,4}\d){0,10}[^a-z0-9]{0,4}" + _WORD
_SPELT = (
    re.compile(rb"0(?<!\d0)" + _DIGITS_THEN_A_WORD),
    re.compile(rb"84(?<!\d84)" + _DIGITS_THEN_A_WORD),
    re.compile(rb"khong[^a-z0-9]+(?:\d|%b)[^a-z0-9]+(?:\d|%b)" % (_WORD, _WORD)),
    re.compile(rb"(?<![a-z0-9])0[35789]\d{1,2}[^a-z0-9]{1,3}\d{3}[^a-z0-9]{1,3}\d{3}"),
    re.compile(rb"(?<![a-z0-9])(?:o[35789]|0[35789][0-9 .^-]{0,12}o)[0-9o .^-]{0,16}(?![a-z])"),
    re.compile(rb"bao hiem (?:y te|xa hoi)[^0-9]{0,20}[a-z]{2} ?\d|(?<![a-z0-9])711a ?\d"),
)
_EMPHASIS = b"*_`~>"
_BETWEEN_DIGITS = re.compile(rb"(\d)[*_`~>]+(?=\d)")


def _innocent(text: str) -> bool:
    """Whether a look at the plain words is enough to see that the text identifies nobody; False in doubt."""
    if _doubtful(text):
        return False
    signs = _skeleton(text)
    words = b" ".join(_BETWEEN_DIGITS.sub(rb"\1^", signs).translate(None, _EMPHASIS).split())
    if may_say(words.decode()) or any(pattern.search(words) for pattern in _SPELT):
        return False
    return not any(_may_be_anybodys(signs, run) for run in _DIGITS.finditer(signs))


def _may_be_anybodys(signs: bytes, run: re.Match[bytes]) -> bool:
    if _DAY.fullmatch(run[0]):
        return False
    start = run.start()
    return bool(
        _ANYBODYS.search(run[0])
        or b"+" in signs[max(start - 3, 0) : run.end()]
        or _is_called(_LETTERS.findall(signs, max(start - 80, 0), start))
    )


def _is_called(words: Sequence[bytes]) -> bool:
    return any(
        b" ".join(words[first:last]) in _CALLING
        for first in range(len(words))
        for last in range(first + 1, min(first + MOST_WORDS, len(words)) + 1)
    )


def _may_name(text: str, withheld: Withheld) -> bool:
    if _doubtful(text):
        return True
    plain = _LETTERLESS.sub(b"", _skeleton(text)).replace(b"y", b"i")
    return any(letters(name).encode() in plain for name in (*withheld.people, *withheld.units, *withheld.short))


def _doubtful(text: str) -> bool:
    """Whether it has characters that a skeleton would lose."""
    return "&" in text or "\\" in text or not uncommon(text) <= _HARMLESS or ("<" in text and _TAG.search(text) is not None)


def _skeleton(text: str) -> bytes:
    """Lower-case letters without marks, digits, and the other ASCII characters, in order."""
    if text.isascii():
        return text.lower().encode()
    for stroked, plain in _STROKED:
        text = text.replace(stroked, plain)
    text = _UNMARKED.sub(_unmarked, text)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").lower()


def _unmarked(sign: re.Match[str]) -> str:
    read = sign_for_sign(sign[0])
    return read if read.isascii() and read.isprintable() else "^"

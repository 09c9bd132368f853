"""Counts, folds and sorts Vietnamese text; must not know files, fields or rules."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from sangkien.late import regex

# Characters a reader cannot see: they must neither use up the limit nor hide a difference.
_INVISIBLE = regex("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NEWLINES = regex("\r\n?")
# Vietnamese letters and most other Latin ones, digits, signs of writing and of reckoning; not what markup is made of: < @ ] {
_UNCOMMON = regex(
    "[^\n -;=-?A-\\\\^-z|}~\u00a0°±²³µ·×÷½À-ÃÈ-ÊÌÍÒ-ÔÙÚÝà-ãè-êìíò-õùúý\u0100-\u0191\u0193-\u024f\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u205e\u2070-\u22ff]"
)
# đ does not decompose, not even under NFKD; Ð (eth) and Ɖ (African D) are look-alikes people paste.
_D = str.maketrans({"đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "ɖ": "d", "Ɖ": "d"})

_STROKE = str.maketrans("ðɖ", "đđ")

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_TONES = {"": 0, "\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # ngang huyền hỏi ngã sắc nặng
_RANK = {letter: rank for rank, letter in enumerate(_LETTERS, start=1)}


def plain(text: str) -> str:
    """The text as it is counted: NFC, LF line ends, nothing invisible, no space at either end."""
    # What cannot be seen goes first: between a letter and its mark it would keep the two apart.
    return unicodedata.normalize("NFC", _NEWLINES.sub("\n", _INVISIBLE.sub("", text))).strip()


def is_even(text: str) -> bool:
    """Whether `plain` would change nothing in it except spaces at its ends."""
    return "\r" not in text and _INVISIBLE.search(text) is None and unicodedata.is_normalized("NFC", text)


def uncommon(text: str) -> frozenset[str]:
    """The characters that plain prose does not need: a text without any holds no trick worth a closer look."""
    return frozenset(_UNCOMMON.findall(text))


def count(text: str) -> int:
    """Characters as the guideline's "1000 ký tự" counts them (45/HD-CDYT, 5.2): code points of `plain(text)`.

    A letter with its marks is one; a space and a line end are one each. The browser's counter must agree.
    """
    return len(plain(text))


def bare(text: str) -> str:
    """The text in lower case without marks, đ as d."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).lower().translate(_D))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def fold(text: str) -> str:
    """The search key of a text: lower case, no marks, đ as d, single spaces."""
    return " ".join(bare(text).split())


def spelling(name: str) -> str:
    """A name as it is compared: case, spaces, look-alikes of đ and the place of a tone are ignored, as Hòa and Hoà are one
    name; every mark counts, as Hòa and Hoa are two."""
    return " ".join(_tone_last(word) for word in plain(name).lower().translate(_STROKE).split())


def _tone_last(word: str) -> str:
    """The word with its tones after its letters: which vowel carries them is a matter of style."""
    signs = unicodedata.normalize("NFD", word)
    return "".join(sorted(signs, key=lambda sign: bool(_TONES.get(sign))))


def slug(text: str) -> str:
    """An ASCII name for a file or an address: `Giá đỡ bình oxy` becomes `gia-do-binh-oxy`."""
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


def order(text: str) -> tuple[object, ...]:
    """The sort key of a text in Vietnamese order: letters first (a ă â … d đ …), tones only to break a tie."""
    signs = [_rank(sign) for sign in unicodedata.normalize("NFC", text).lower()]
    return (tuple(letter for letter, _ in signs), tuple(tone for _, tone in signs))


@lru_cache(maxsize=4096)
def _rank(sign: str) -> tuple[tuple[int, int], int]:
    """The position of a letter in the alphabet, whatever its tone, and the position of its tone."""
    parts = unicodedata.normalize("NFD", sign)
    tone = next((_TONES[mark] for mark in parts[1:] if mark in _TONES), 0)
    letter = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES)) or sign  # a tone may stand alone
    rank = _RANK.get(letter)
    return ((1, rank) if rank else (0, ord(letter[0]))), tone


def width(text: str) -> int:
    """Columns the text takes on a terminal: marks take none, wide characters two."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def visible(text: str) -> str:
    """The text with every control character escaped, so that no file name or title can control the reader's terminal."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c == "\t" else repr(c)[1:-1] for c in text)

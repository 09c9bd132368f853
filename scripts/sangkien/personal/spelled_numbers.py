"""Finds people's numbers that are not plain digits: words, letters for digits, odd signs between; must not know in which field."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sangkien.late import regex
from sangkien.personal.context import Called, called
from sangkien.personal.kind import Kind
from sangkien.personal.visible_text import VisibleText

_SIGN = r" ?[,:;=|\"'“”‘’→、] ?"
_GROUPED = regex(
    rf"(?<![0-9a-z])0[35789](?:[0-9]{{2}}{_SIGN}[0-9]{{3}}{_SIGN}[0-9]{{3}}|[0-9]{_SIGN}[0-9]{{3}}{_SIGN}[0-9]{{4}})"
    rf"(?![0-9a-z]|{_SIGN}[0-9])"
)
_PART = r"[ .-]?[0-9o]"
# The letter for the digit 0; two numbers in one.
_LETTER = regex(rf"(?<![0-9a-z])o[35789](?:{_PART}){{8}}(?![0-9a-z])")
_LETTER_INSIDE = regex(rf"(?<![0-9a-z])0[35789](?=[0-9 .-]{{0,12}}o)(?:{_PART}){{8}}(?![0-9a-z])")
_TWO = regex(r"(?<![0-9a-z])(?:0[35789][0-9]{8}){2}(?![0-9a-z])")
_GROUPS = 3
_PHONES = (_GROUPED, _LETTER, _LETTER_INSIDE, _TWO)
_INSURED = regex(r"bao hiem (?:y te|xa hoi)[^0-9\n]{0,20}?(?<![a-z])([a-z]{2} ?[0-9](?: ?[0-9]){9,14})(?![0-9a-z])")
_LETTERED_ACCOUNT = regex(r"(?<![0-9a-z])711a ?[0-9]{8}(?![0-9a-z])")
WORDS = {"khong": "0", "mot": "1", "hai": "2", "ba": "3", "bon": "4", "tu": "4", "nam": "5", "lam": "5", "sau": "6", "bay": "7", "tam": "8",
          "chin": "9"}  # fmt: skip
_WORD = rf"(?:[0-9]{{1,10}}|(?:{'|'.join(WORDS)})(?![a-z]))"
_SPELT = regex(rf"(?<![0-9a-z]){_WORD}(?:[ \n.,-]{{1,3}}{_WORD}){{3,}}")
_SPELT_PHONE = regex(r"0[35789]\d{8}|02\d{9}|84[35789]\d{8}")
_MOST_TOKENS = 12


def spelt(seen: VisibleText) -> Iterator[tuple[Kind, int, int]]:
    """Kind and offsets in what is seen (start, end exclusive) of each such number of a person, kind by kind."""
    for pattern in _PHONES:
        yield from ((Kind.PHONE, *match.span()) for match in pattern.finditer(seen.text) if not _of_a_thing(seen, match))
    yield from ((Kind.IDENTITY, *match.span(1)) for match in _INSURED.finditer(seen.text))
    yield from (
        (Kind.ACCOUNT, *match.span()) for match in _LETTERED_ACCOUNT.finditer(seen.text) if not _of_a_thing(seen, match)
    )
    yield from _in_words(seen)


def _of_a_thing(seen: VisibleText, match: re.Match[str]) -> bool:
    """Whether the number is a thing's, or its groups are growing sizes."""
    sizes = [int(digits) for digits in re.findall("[0-9]+", match[0])]
    if len(sizes) == _GROUPS and sizes == sorted(sizes) and sizes[-1] < 2 * sizes[0]:
        return True
    return called(seen, match.start()) in (Called.SERIAL, Called.CODE, Called.PLACE)


def _in_words(seen: VisibleText) -> Iterator[tuple[Kind, int, int]]:
    """Telephones of which some digits are written as words."""
    for match in _SPELT.finditer(seen.text):
        tokens = [*re.finditer("[0-9]+|[a-z]+", match[0])]
        position = 0
        while position < len(tokens):
            many = _spelt_at(tokens[position : position + _MOST_TOKENS])
            if many:
                yield Kind.PHONE, match.start() + tokens[position].start(), match.start() + tokens[position + many - 1].end()
            position += many or 1


def _spelt_at(tokens: Sequence[re.Match[str]]) -> int:
    """How many of these tokens make a telephone, some of it in words; 0 for none."""
    digits, words = "", 0
    for many, token in enumerate(tokens, start=1):
        digits += WORDS.get(token[0], token[0])
        words += token[0] in WORDS
        if words > 1 and _SPELT_PHONE.fullmatch(digits):
            return many
    return 0

"""Finds a person's name in any spelling; must not know why it may not be shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from sangkien.late import regex
from sangkien.personal.visible_text import VisibleText, seen
from sangkien.text import spelling

_TITLE_WORDS = (
    "gs pgs gsts pgsts ts tskh ths bs bsckii bscki bsnt bsdk cki ckii ck cn cndd ks ktv ds dscki dsckii ddv dd ys nhs ktvt kts ls"
).split()
_TITLES = rf"(?:{'|'.join(sorted(_TITLE_WORDS, key=len, reverse=True))}|ck ?[12i]{{1,2}})"
_TITLED = regex(rf"^(?:(?:{_TITLES})(?:\s*[.,]\s*|\s+))+")
_BEFORE_JOINED = regex(rf"(?<![a-z])(?:{_TITLES}){{1,4}}$")  # in how many ways a row of titles can be cut grows with its length
_APART = r"[^a-z0-9]{0,8}"
_JOINED_APART = 10  # letters: a name so long is no chance inside a word
# What is called after somebody of the same name is a place.
_PLACE = regex(
    r"\b(?:đường|đại lộ|phố|ngõ|ngã (?:ba|tư|năm|sáu)|phường|quận|huyện|xã|tỉnh|thành phố|chợ|(?<!yêu )(?<!nhu )cầu"
    r"|quảng trường|công viên|tượng đài|đền|ga|bến xe|khu công nghiệp|cụm công nghiệp|khu đô thị|kcn|ccn|kđt|xi măng|công ty|cty"
    r"|giải thưởng|quỹ"
    r"|(?:trường|bệnh viện)(?: (?:thpt|thcs|th|tiểu học|mầm non|đại học|cao đẳng|trung cấp|chuyên|đa khoa))?)\s+$"
    r"|\bq\.\s*$|, p\.\s*$"
)
_LONGEST_PLACE = 32
_SHORTENED = 2  # words: a name of more is known without its surname
_WORD = regex(r"[^\W\d_]+")


@lru_cache(maxsize=4096)
def letters(name: str) -> str:
    """The letters of a name, without a surname that may be abbreviated, for a quick test against those of a text."""
    words = _words(name)
    return re.sub("[^a-z]", "", "".join(words[1:] if len(words) > _SHORTENED else words)).replace("y", "i")


def names(text: VisibleText, name: str, *, places: bool = False, capitals: bool = False) -> Iterator[tuple[int, int]]:
    """Offsets (start, end exclusive) of each occurrence of the name in what is seen. `places`: also where a place is called by
    it; `capitals`: only where capitals tell that no common words are meant."""
    words = _words(name)
    if not words:
        return
    for match in _pattern(words).finditer(text.text):
        start, end = match.span()
        told = _alone(text, start, end, len(words)) and _meant(text, start, end, name, words)
        told = told and not (capitals and _common(text.as_written(start, end), name))
        if told and (places or not _PLACE.search(text.before(start, _LONGEST_PLACE))):
            yield start, end


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """The name's words without marks, titles and what is in brackets."""
    read = _TITLED.sub("", seen(name).text.strip())
    without = re.sub(r"\([^()]*\)", " ", read)
    return tuple(re.findall("[a-z0-9]+", without) or re.findall("[a-z0-9]+", read))


@lru_cache(maxsize=4096)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Matches the words one after another, separated by anything small or nothing; y equals i. The first word of a long name
    may be abbreviated: Ng. Văn …"""
    first, *others = (re.sub("[iy]", "[iy]", re.escape(word)) for word in words)
    if len(words) > _SHORTENED:
        first = rf"(?:{first}|{words[0][:2]}(?=\.){'|' + words[0][:1] + r'(?=[.])' if len(words) > _SHORTENED + 1 else ''})"
    return re.compile(_APART.join([first, *others]))


def _alone(text: VisibleText, start: int, end: int, many: int) -> bool:
    """Whether a name ends where it was found to: not within a word, unless capitals or a title before it separate the two."""
    before, after = text.text[max(start - 1, 0) : start], text.text[end : end + 1]
    joined = text.text[start:end].isalnum()
    if before.isalpha():
        capital = text.as_written(start, start + 1).isupper()
        parted = capital and text.as_written(start - 1, start).islower()
        titled = _BEFORE_JOINED.search(text.text, max(start - 12, 0), start)
        if not (parted or titled or (joined and many > 2 and end - start >= _JOINED_APART)):
            return False
    return not after.isalpha() or (text.as_written(end, end + 1).isupper() and text.as_written(end - 1, end).islower())


def _meant(text: VisibleText, start: int, end: int, name: str, words: tuple[str, ...]) -> bool:
    """Whether so few words are the name and no others: in a short one marks and capitals count."""
    written = text.as_written(start, end)
    if len(words) > 2:
        return True
    if spelling(written) == spelling(name):
        return len(words) > 1 or written[:1].isupper()
    capitals = all(part[:1].isupper() for part in _WORD.findall(written))
    return len(words) > 1 and (capitals or not _marked(written))


def _common(written: str, name: str) -> bool:
    """Whether common words may be meant: separate, and in lower case where the name has capitals; without marks only if the
    name has none."""
    parts, proper = _WORD.findall(written), _WORD.findall(name)
    if " " not in written and "\n" not in written:
        return False
    capitals = len(parts) != len(proper) or all(
        part[:1].isupper() for part, word in zip(parts, proper, strict=True) if word[:1].isupper()
    )
    return not capitals and (_marked(written) or not _marked(name))


def _marked(written: str) -> bool:
    return not unicodedata.normalize("NFC", written).isascii()

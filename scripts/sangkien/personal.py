"""Covers in a text what tells who somebody is or leads a reader away; must not know whose text it is or where it is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from sangkien.text import plain

COVER = "[đã ẩn]"

_PLAIN = {"Pd": "-", "Zs": " ", "Pc": "-"}

# All patterns are matched against the text without case and marks, letter for letter: `sinh nam` is “Sinh năm” as well.
_APART = r"[ .·•_\-]?"
_PHONE = rf"(?<![\d.,])(?:(?:\+|00)84{_APART}\(?0?\)?|\(?0)[235789]\d{{1,2}}\)?{_APART}\d{{3,4}}{_APART}\d{{3,4}}(?!\d)"
_PAIRS = r"(?<![\d.,])0[235789](?P<apart>[ .·•_\-])\d\d(?:(?P=apart)\d\d){3}(?!\d)"
_IDENTITY = r"(?<!\d)0\d{11}(?!\d)|\b(?:cmnd|cmtnd|cccd|can cuoc|chung minh)\b[^\d\n]{0,30}\d{9,12}(?!\d)"
# A year in which somebody at work may be born; “vệ sinh năm 2021”, “phát sinh năm 2005” are no births.
_YEAR = r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?)?(?:19[3-9]\d|200\d)(?!\d)"
_OTHER = "".join(
    rf"(?<!\b{word} sinh)" for word in ("ve", "phat", "hoc", "thi", "tai", "nay", "hy", "khang", "ky", "vi", "dan", "truong")
)
_BIRTH = (
    rf"\bsinh{_OTHER}\s+(?:nam|ngay|thang|vao)\b[^\d\n]{{0,12}}{_YEAR}"
    rf"|\b(?:nam|ngay) sinh\W{{0,4}}{_YEAR}|\b(?:ns|sn)[ .:]{{1,3}}{_YEAR}|\bborn (?:in|on)\b[^\d\n]{{0,12}}{_YEAR}"
)
_MAIL = r"(?<![\w.+\-])[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+"
_SITE = r"(?:\b[a-z][a-z0-9+.\-]{1,20}:\s?//|\bwww\.|(?<![\w:/])//(?=[\w\-]+\.))[^\s<>\"'`|)\]]+"
_PERSONAL = re.compile("|".join((_SITE, _MAIL, _BIRTH, _IDENTITY, _PHONE, _PAIRS)))
# Each of these has one of them: four digits, or the sign of an address. Most prose has none, which is seen in a twentieth of the time.
_HINT = re.compile(r"@|//|www\.|\d\D?\d\D?\d\D?\d")

# Controls, marks of direction and what has no shape: a reader sees none of it, and it would part a number in two.
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def covered(text: str, names: Iterable[str] = ()) -> str:
    """The text with telephone numbers, mail addresses, identity numbers, years of birth, other sites' addresses and these names
    covered; all else stays as it was written."""
    return _covered(text, tuple(names))


@lru_cache(maxsize=60_000)  # titles and names stand on many pages, an answer in several languages and files
def _covered(text: str, names: tuple[str, ...]) -> str:
    seen = plain(text)
    if not seen.isprintable():  # a line end is not, so most answers take this way
        seen = "".join(sign for sign in seen if sign in "\n\t" or unicodedata.category(sign) not in _SHAPELESS)
    bare = _bare(seen)
    patterns = (_PERSONAL, *_patterns(names)) if _HINT.search(bare) else _patterns(names)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(bare)]
    parts, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            parts += [seen[end:start], COVER]
        end = max(end, stop)
    return "".join([*parts, seen[end:]])


def _patterns(names: Iterable[str]) -> Iterable[re.Pattern[str]]:
    """A name as it may stand in a sentence or an address: any case, with marks or without, words apart by anything small."""
    for name in names:
        if words := re.findall(r"\w+", _bare(plain(name))):
            yield re.compile(rf"(?<!\w){'[^a-z0-9]{1,3}'.join(map(re.escape, words))}(?!\w)")


def _bare(text: str) -> str:
    """Lower case without marks, digits of every script as 0 to 9, dashes, dots and spaces as plain ones: one sign for each of the text,
    so that a place in one is the same place in the other."""
    return "".join(map(_plain, text))


@lru_cache(maxsize=4096)
def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    kind = unicodedata.category(sign)
    if kind in _PLAIN:
        return _PLAIN[kind]
    return "d" if sign in "đĐ" else unicodedata.normalize("NFKD", sign)[0].lower()[:1] or sign

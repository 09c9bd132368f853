"""Says what a refused value certainly meant, as it is to be written; must not know which field it is of."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sangkien.corpus.formats import NUMBER
from sangkien.corpus.yaml_slips import ODD_SPACES, quoted
from sangkien.language import Words
from sangkien.late import regex
from sangkien.text import fold

_AROUND = " \t\n\u00a0\u200b\u202f\u3000\ufeff\"'“”‘’„«»`"
_BEHIND = f"{_AROUND}.;,"
_HUNDRED = 100  # only of so many a percentage says a number
_LONGEST = 80  # characters; nothing that is longer is one number, day or name of a list
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_UNIT = r"(?:đ|đồng|vnđ|vnd|₫)?"
_GROUPED = regex(rf"([0-9]{{1,3}})((?P<sign>[.,'’ ])[0-9]{{3}}(?:(?P=sign)[0-9]{{3}})*|(?:_[0-9]+)+|) ?{_UNIT}")
_BROKEN = regex(rf"([0-9]+)[.,]0+ ?{_UNIT}")
_DIGITS = regex(rf"\+?([0-9]+) ?{_UNIT}")
# Of three digits behind a sign nobody can tell whether they are thousands or a fraction, unless a fraction would not be written so.
_WHOLE = r"[1-9][0-9]{0,2}(?:\.[0-9]{3}){0,2}\.[0-9]00|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,3}"
_MANY = regex(rf"({_WHOLE}|[0-9]{{1,6}})(?:(?<!\.[0-9]{{3}})[.,]([0-9]{{1,2}}))? ?(nghìn|ngàn|triệu|tr|tỷ|tỉ) ?{_UNIT}")
_MAY_BE_BROKEN = regex(r"[0-9]+[.,][0-9]{3}")
_TIMES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tr": 6, "tỷ": 9, "tỉ": 9}
_YEAR_FIRST = regex(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})|([0-9]{4})([0-9]{2})([0-9]{2})")
_MIDNIGHT = regex(r"(?<=[0-9])[t ]00:00(?::00(?:[.]0+)?)?(?:z|[+]00:00|[+]07:00)?$")
_DAY_FIRST = regex(r"(?:ngày )?([0-9]{1,2})(?:[-/. ]| tháng )([0-9]{1,2})(?:[-/. ]| năm )([0-9]{4})")
_TRUE, _FALSE = ("true", "yes", "có", "đúng"), ("false", "no", "không", "sai")


def certain_fix(value: object, schema: Mapping[str, Any], labels: Mapping[str, Words]) -> str:
    """The value as the field takes it, ready to be written; empty where it may have been another, or is no slip of typing."""
    kind = schema.get("type")
    if kind == "string" and type(value) is int and "format" not in schema and "pattern" not in schema and "enum" not in schema:
        return quoted(str(value))
    if type(value) is int and schema.get("format") == "date":
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    bare = _bare(value)
    if kind == "integer":
        least, most = schema.get("minimum", 0), schema.get("maximum", 10**18)
        if most == _HUNDRED:
            bare = bare.removesuffix("%").rstrip()
        return next((str(number) for number in _numbers(bare) if least <= number <= most), "")
    if kind == NUMBER["type"]:
        return "" if _MAY_BE_BROKEN.fullmatch(bare) else next(map(str, _numbers(bare)), "")
    if kind == "boolean":
        said = bare.casefold()
        return "true" if said in _TRUE else "false" if said in _FALSE else ""
    if schema.get("format") == "date":
        days = {day.isoformat() for day in _days(bare)}
        return days.pop() if len(days) == 1 else ""
    if "enum" in schema:
        spelt = [id for id in schema["enum"] if fold(bare) in {fold(id), *(fold(said) for said in _names(id, labels))}]
        return str(spelt[0]) if len(spelt) == 1 else ""
    if "pattern" in schema:
        straight = bare.translate(_HYPHENS).casefold().strip("/")
        return straight if straight != value and re.search(schema["pattern"], straight) else ""
    return ""


def _bare(value: str) -> str:
    """The value without the signs around it, full-width digits as digits, every space as one."""
    plain = unicodedata.normalize("NFC", "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" else c for c in value))
    return re.sub(rf"[\s{ODD_SPACES}]+", " ", plain.lstrip(_AROUND).rstrip(_BEHIND)).strip()


def _names(id: str, labels: Mapping[str, Words]) -> tuple[str, ...]:
    return (labels[id].vi, labels[id].en) if id in labels else ()


def _numbers(bare: str) -> Iterator[int]:
    """The whole numbers it may be, the likeliest first: in Vietnam a point groups thousands."""
    said = bare.casefold()
    if match := _GROUPED.fullmatch(said):
        yield int(re.sub(r"[^0-9]", "", match[1] + match[2]))
    if match := _BROKEN.fullmatch(said):
        yield int(match[1])
    if match := _DIGITS.fullmatch(said):
        yield int(match[1])
    if match := _MANY.fullmatch(said):
        more = match[2] or ""
        yield int(match[1].replace(".", "") + more) * 10 ** (_TIMES[match[3]] - len(more))


def _days(bare: str) -> Iterator[date]:
    """The days it may be: a day up to twelve written first may have been the month."""
    said = _MIDNIGHT.sub("", bare.casefold().translate(_HYPHENS))
    if match := _YEAR_FIRST.fullmatch(said):
        year, month, day = (int(part) for part in match.groups() if part)
        yield from _real(year, month, day)
    if match := _DAY_FIRST.fullmatch(said):
        day, month, year = (int(part) for part in match.groups())
        yield from _real(year, month, day)
        if "tháng" not in said:
            yield from _real(year, day, month)


def _real(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return

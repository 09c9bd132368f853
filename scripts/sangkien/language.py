"""Renders a value in Vietnamese or English; must not know what the value is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from sangkien.late import dataclass

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")

_SWAPPED = str.maketrans(",.", ".,")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    vi: str
    en: str

    def say(self, language: Language) -> str:
        """The text in one language."""
        return self.vi if language == "vi" else self.en

    @property
    def inside(self) -> Words:
        """The text as it stands inside a sentence: with a small first letter, unless it begins with an abbreviation."""
        return Words(*(text[:1].lower() + text[1:] if text[1:2].islower() else text for text in (self.vi, self.en)))


@dataclass(frozen=True, slots=True)
class Until:
    """An exclusive instant, rendered as people say it: midnight is 24:00 of the day that ends."""

    at: datetime  # aware; rendered in its own zone


Value = str | int | Decimal | date | datetime | timedelta | Words | Until | tuple[str, ...]
"""What a finding or a table may hold: values that can be rendered in either language."""


def say(value: Value, language: Language) -> str:
    """The value as a reader of `language` writes it; in Vietnamese with d/m/yyyy and points between thousands. Instants are
    rendered in their own zone."""
    match value:
        case Words():
            return value.say(language)
        case Until():
            return _until(value.at, language)
        case bool():
            return {"vi": ("không", "có"), "en": ("no", "yes")}[language][value]
        case int():
            return f"{value:,}".replace(",", ".") if language == "vi" else f"{value:,}"
        case Decimal():
            return f"{value:,}".translate(_SWAPPED) if language == "vi" else f"{value:,}"
        case datetime():
            return _clock(value, language, f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}")
        case date():
            return _day(value, language)
        case timedelta():
            return _span(value, language)
        case tuple():
            return ", ".join(value)
        case str():
            return value


def fill(template: Words, values: Mapping[str, Value], language: Language) -> str:
    """The template with its placeholders filled by the values, in one language.

    Raises KeyError for a placeholder without value.
    """
    return template.say(language).format_map({name: say(value, language) for name, value in values.items()})


def filled(template: Words, values: Mapping[str, Value]) -> Words:
    """The template with its placeholders filled by the values, in both languages.

    Raises KeyError for a placeholder without value.
    """
    return Words(fill(template, values, "vi"), fill(template, values, "en"))


def _day(day: date, language: Language) -> str:
    if language == "vi":
        return f"{day.day}/{day.month}/{day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _clock(at: datetime, language: Language, clock: str) -> str:
    return f"{clock} ngày {_day(at, language)}" if language == "vi" else f"{clock} on {_day(at, language)}"


def _until(at: datetime, language: Language) -> str:
    midnight = (at.hour, at.minute, at.second) == (0, 0, 0)
    return _clock(at - timedelta(days=1), language, "24:00") if midnight else say(at, language)


def _span(span: timedelta, language: Language) -> str:
    """The two largest units that are not zero: enough to act on, short enough to read."""
    seconds = int(abs(span).total_seconds())
    days, rest = divmod(seconds, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, seconds = divmod(rest, 60)
    names = {"vi": ("ngày", "giờ", "phút", "giây"), "en": ("day", "hour", "minute", "second")}[language]
    parts = []
    for count, name in zip((days, hours, minutes, seconds), names, strict=True):
        if count:
            parts.append(_counted(count, name, language))
    return " ".join(parts[:2]) or _counted(0, names[-1], language)


def _counted(count: int, name: str, language: Language) -> str:
    plural = "s" if language == "en" and count != 1 else ""
    return f"{say(count, language)} {name}{plural}"

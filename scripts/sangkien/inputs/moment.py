"""Reads days and times as people write them, and says which part of one is wrong; must not know what they are for."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from sangkien.language import Value, Words, filled
from sangkien.late import dataclass, regex
from sangkien.model.finding import CannotJudge

_ISO = regex(
    r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})[-/](?P<day>[0-9]{1,2})"
    r"(?:[t ](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.[0-9]+)?)?(?: ?(?P<offset>z|[+-][0-9]{2}:?[0-9]{2}))?)?",
    re.ASCII,
)
_DAY = regex(
    r"(?<!\w)(?:(?P<day>[0-9]{1,2}) ?[/.-] ?(?P<month>[0-9]{1,2})(?: ?[/.-] ?(?P<year>[0-9]+))?"
    r"|(?P<day2>[0-9]{1,2}) tháng (?P<month2>[0-9]{1,2})(?:[ ,]+(?:năm )?(?P<year2>[0-9]+)(?! ?(?:h|g|:)))?)(?!\w)"
)
_HOUR = regex(
    r"(?<!\w)(?P<hour>[0-9]{1,2}) ?(?::|h|giờ|g)"
    r"(?: ?(?P<minute>[0-9]{1,2})(?: ?: ?(?P<second>[0-9]{1,2}))?(?: ?(?:phút|p|'))?| ?(?P<half>rưỡi))?(?![\w])"
)
_PART = regex(r"(?<!\w)(?:buổi )?(?P<part>sáng|trưa|chiều|tối|đêm|khuya|am|pm)(?!\w)|(?<=[0-9])(?P<close>am|pm)(?!\w)")
_WEEKDAY = regex(r"(?<!\w)(?:chủ nhật|cn|(?:thứ |t)(?P<name>hai|ba|tư|năm|sáu|bảy|[2-7]))(?!\w)")
_BESIDE = regex(r"[ ,;.()]|lúc|vào|hồi|ngày|mùng")

_SPOKEN = {  # by part of the day: hours that the 24-hour clock shows alike, and hours that are twelve more on it
    "sáng": (range(12), range(0)),
    "am": (range(12), range(0)),
    "trưa": (range(10, 15), range(1, 3)),
    "chiều": (range(12, 20), range(1, 8)),
    "pm": (range(12, 24), range(1, 12)),
    "tối": (range(17, 25), range(5, 12)),
    "đêm": (range(20, 25), range(8, 12)),
    "khuya": (range(20, 25), range(9, 12)),
}
_NAMES = Words("hai,ba,tư,năm,sáu,bảy", "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday")

_NO_DAY = Words(
    "“{text}” không phải ngày giờ; viết như 15/4/2021 9h30 (ngày/tháng/năm rồi giờ).",
    "“{text}” is no date and time; write it like 15/4/2021 9h30 (day/month/year, then the hour).",
)
_NO_YEAR = Words(
    "“{text}” thiếu năm; viết đủ như {day}/{month}/2021.", "“{text}” lacks the year; write it like {day}/{month}/2021."
)
_SHORT_YEAR = Words(
    "“{text}”: năm “{year}” phải viết đủ bốn chữ số, như 2021.",
    "“{text}”: write the year “{year}” with four digits, like 2021.",
)
_TURNED = Words(
    "“{text}”: không có tháng {month}. Ngày đứng trước tháng: có phải {month}/{day}/{year}?",
    "“{text}”: there is no month {month}. The day comes before the month: was {month}/{day}/{year} meant?",
)
_NO_MONTH = Words("“{text}”: không có tháng {month}.", "“{text}”: there is no month {month}.")
_NO_SUCH_DAY = Words(
    "“{text}”: tháng {month} năm {year} không có ngày {day}.", "“{text}”: month {month} of {year} has no day {day}."
)
_NO_HOUR = Words(
    "“{text}”: không có giờ {hour}; giờ viết từ 0h00 đến 24h00.",
    "“{text}”: there is no hour {hour}; hours go from 0:00 to 24:00.",
)
_UNCLEAR = Words(
    "“{text}”: “{hour} giờ {part}” chưa rõ là mấy giờ; viết theo 24 giờ, như 14h30.",
    "“{text}”: “{hour} {part}” leaves the hour open; write it by the 24-hour clock, like 14:30.",
)
_LACKS_HOUR = Words(
    "“{text}” thiếu giờ; ghi cả giờ, như {day}/{month}/{year} 9h30.",
    "“{text}” lacks the hour; write it too, as in {day}/{month}/{year} 9h30.",
)
_HAS_HOUR = Words(
    "“{text}” có cả giờ; ở đây chỉ ghi ngày: {day}/{month}/{year}.",
    "“{text}” has an hour; write the day alone here: {day}/{month}/{year}.",
)
_OTHER_WEEKDAY = Words(
    "“{text}”: ngày {day}/{month}/{year} là {weekday}; xem lại ngày hoặc thứ.",
    "“{text}”: {day}/{month}/{year} is a {weekday}; look at the day and the weekday again.",
)


@dataclass(frozen=True)
class _Parsed:
    """What a text says: a day, and where it gives one a time of day."""

    day: date
    clock: tuple[int, int, int] | None  # hour, minute, second; hour 24 is the end of the day; None: the day alone
    zone: tzinfo | None = None  # from the text's own offset; None: it has none


def instant(text: str, zone: Callable[[], tzinfo]) -> datetime:
    """Returns the instant that a text gives, aware; the day comes before the month. The time is on the clock of `zone()`,
    which is asked only where the text has no offset of its own.

    Raises CannotJudge, in both languages, with the part that is wrong or missing: the time, the year.
    """
    parts = _read(text)
    if parts.clock is None:
        raise _wrong(_LACKS_HOUR, text, **_parts(parts.day))
    hour, minute, second = parts.clock
    at = datetime.combine(parts.day, time(hour % 24, minute, second)) + timedelta(days=hour // 24)
    return at.replace(tzinfo=parts.zone or zone())


def day(text: str) -> date:
    """Returns the day that a text gives without a time.

    Raises CannotJudge, in both languages, with the part that is wrong or missing.
    """
    parts = _read(text)
    if parts.clock is not None:
        raise _wrong(_HAS_HOUR, text, **_parts(parts.day))
    return parts.day


def _read(text: str) -> _Parsed:
    asked = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if found := _ISO.fullmatch(asked):
        on = _day(text, found["day"], found["month"], found["year"])
        clock = _clock(text, found["hour"], found["minute"], found["second"]) if found["hour"] else None
        return _Parsed(on, clock, _offset(text, found["offset"]) if found["offset"] else None)
    written, rest = _taken(_DAY, asked)
    if written is None:
        raise _wrong(_NO_DAY, text)
    weekday, rest = _taken(_WEEKDAY, rest)
    part, rest = _taken(_PART, rest)
    hour, rest = _taken(_HOUR, rest)
    if _BESIDE.sub("", rest) or (part and not hour):
        raise _wrong(_NO_DAY, text)
    on = _day(text, *(written[name] or written[f"{name}2"] for name in ("day", "month", "year")))
    if weekday and on.weekday() != _weekday(weekday["name"]):
        raise _wrong(_OTHER_WEEKDAY, text, weekday=_named(on), **_parts(on))
    if hour is None:
        return _Parsed(on, None)
    spoken = _spoken(text, hour["hour"], part["part"] or part["close"]) if part else hour["hour"]
    return _Parsed(on, _clock(text, spoken, "30" if hour["half"] else hour["minute"], hour["second"]))


def _taken(what: re.Pattern[str], text: str) -> tuple[re.Match[str] | None, str]:
    """The first match of a pattern in a text, and the text without it."""
    found = what.search(text)
    return found, f"{text[: found.start()]} {text[found.end() :]}" if found else text


def _day(text: str, day: str, month: str, year: str | None) -> date:
    values: dict[str, Value] = {"day": day, "month": month, "year": year or ""}
    if year is None:
        raise _wrong(_NO_YEAR, text, **values)
    if len(year) != 4:
        raise _wrong(_SHORT_YEAR, text, **values)
    if not 1 <= int(month) <= 12:
        raise _wrong(_TURNED if 1 <= int(day) <= 12 < int(month) <= 31 else _NO_MONTH, text, **values)
    if not 1900 < int(year) < 9999:
        raise _wrong(_NO_DAY, text)
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        raise _wrong(_NO_SUCH_DAY, text, **values)
    return date(int(year), int(month), int(day))


def _clock(text: str, hour: str, minute: str | None, second: str | None) -> tuple[int, int, int]:
    clock = (int(hour), int(minute or 0), int(second or 0))
    if clock > (24, 0, 0) or clock[1] > 59 or clock[2] > 59:
        shown = hour if int(hour) > 24 else f"{hour}:{minute or '00'}" + (f":{second}" if second else "")
        raise _wrong(_NO_HOUR, text, hour=shown)
    return clock


def _spoken(text: str, hour: str, part: str) -> str:
    """The hour of the 24-hour clock for one that is said with its part of the day: `4 chiều` is 16."""
    same, later = _SPOKEN[part]
    if int(hour) in same:
        return hour
    if int(hour) in later:
        return str(int(hour) + 12)
    raise _wrong(_UNCLEAR, text, hour=hour, part=part)


def _offset(text: str, written: str) -> tzinfo:
    if written == "z":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        raise _wrong(_NO_DAY, text)
    return timezone((-1 if written[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


def _weekday(name: str | None) -> int:
    """The number of a weekday, Monday 0; `name` is None for Sunday, which has no number in Vietnamese."""
    if name is None:
        return 6
    return int(name) - 2 if name.isdecimal() else _NAMES.vi.split(",").index(name)


def _named(on: date) -> Words:
    vietnamese = [f"thứ {name}" for name in _NAMES.vi.split(",")]
    return Words([*vietnamese, "chủ nhật"][on.weekday()], _NAMES.en.split(",")[on.weekday()])


def _parts(on: date) -> dict[str, Value]:
    return {"day": str(on.day), "month": str(on.month), "year": str(on.year)}


def _wrong(said: Words, text: str, **values: Value) -> CannotJudge:
    return CannotJudge(filled(said, {"text": text, **values}))

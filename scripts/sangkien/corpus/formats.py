"""Types and formats of values, in words and as checks, and the careful validator that has them; must not know any schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from sangkien.corpus.metaschema import Schema
from sangkien.language import Words
from sangkien.text import count

TYPES = {
    "string": Words("chữ", "text"),
    "integer": Words("số nguyên", "a whole number"),
    "number": Words(
        "số, như 40 hay 3,5: không dấu ngăn hàng nghìn, nhiều nhất hai chữ số sau dấu phẩy",
        "a number such as 40 or 3.5: no sign between thousands, at most two digits behind the point",
    ),
    "boolean": Words("true (có) hoặc false (không)", "true or false"),
    "array": Words("danh sách, mỗi mục một dòng bắt đầu bằng dấu -", "a list, each item on a line that begins with -"),
    "object": Words("các dòng `tên: giá trị` thụt vào", "indented lines `name: value`"),
}
FORMATS = {
    "date": Words("ngày có thật, viết năm-tháng-ngày như 2021-04-20", "a real day, written year-month-day like 2021-04-20"),
    "date-time": Words(
        "ngày giờ kèm múi giờ, như 2021-04-20T16:30:00+07:00", "date, time and offset, like 2021-04-20T16:30:00+07:00"
    ),
}


# A broken number reaches us as the text that is written. Of three digits behind the sign nobody could tell whether they are thousands.
NUMBER = {"type": ["integer", "string"], "pattern": r"^-?(0|[1-9][0-9]{0,11})[.,][0-9]{1,2}\Z"}
"""What a field of type `number` is to whoever checks the data."""


def is_date(value: object) -> bool:
    """Whether a string is a date `YYYY-MM-DD`; True for what is no string.

    Raises ValueError for a date that the calendar does not have.
    """
    # fromisoformat also takes 20210420 and week dates; people and other tools do not.
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return False
        date.fromisoformat(value)
    return True


def is_instant(value: object) -> bool:
    """Whether a string is a time of RFC 3339 to the second with its offset; True for what is no string.

    Raises ValueError for a time that the calendar does not have.
    """
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)", value, re.ASCII):
            return False
        datetime.fromisoformat(value)
    return True


@cache
def reference() -> tuple[Any, Any]:
    """The careful validator's class and its format checker, imported late: the library is large and wanted only for files that
    are not plainly in order."""
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from jsonschema.exceptions import ValidationError

    def shorter(_: Any, least: int, instance: object, __: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and count(instance) < least:
            yield ValidationError("too short")

    def longer(_: Any, most: int, instance: object, __: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and count(instance) > most:
            yield ValidationError("too long")

    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(is_date)
    formats.checks("date-time", raises=ValueError)(is_instant)
    # Lengths are counted as everywhere here: spaces at the ends and what cannot be seen fill no field.
    counting: Any = validators.extend(Draft202012Validator, {"minLength": shorter, "maxLength": longer})  # type: ignore[no-untyped-call]
    return counting, formats


def quietly(check: Callable[[object], bool]) -> Callable[[str], bool]:
    """The check as the fast validator wants it: of strings, False where it raises ValueError."""

    def holds(value: str) -> bool:
        try:
            return check(value)
        except ValueError:
            return False

    return holds

"""What an officer attests, as the register holds it: one line, one small file; must not know where it goes or who may write it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sangkien.language import Words
from sangkien.model.act import RegisterLine, Struck

HEAD = "# Dòng sổ tiếp nhận, viết bằng lệnh: sangkien register. Không sửa, không xóa; ghi nhầm thì gạch (--strike).\n"
FIELDS = ("received_at", "channel", "office", "path", "blob", "struck", "sample")

_LONGEST_PATH = 240


def named(folder: str, number: int, path: str) -> str:
    """The file of the line that has this number in a folder and vouches for a path: the file's own name behind the number, as far as a
    path may go."""
    slug = path.rpartition("/")[2].rpartition(".")[0]
    room = _LONGEST_PATH - len(f"{folder}/{number:04d}-.yml")
    return f"{folder}/{number:04d}-{slug[:room].rstrip('-')}.yml"


def said(line: RegisterLine) -> dict[str, object]:
    """A line as plain data."""
    told: dict[str, object] = {
        "received_at": line.received_at.isoformat(timespec="seconds"),
        "channel": line.channel,
        "office": line.office,
        "path": line.path,
        "blob": line.blob,
    }
    return told | ({"sample": True} if line.sample else {})


def written(fields: Mapping[str, object]) -> str:
    """A line's file. Values stand as JSON does, which is YAML with every string quoted: a blob id may look like a number."""
    known = [name for name in FIELDS if name in fields]
    rest = sorted(fields.keys() - {*known, "number"})
    return HEAD + "".join(f"{name}: {json.dumps(fields[name], ensure_ascii=False)}\n" for name in [*known, *rest])


def struck(text: str, mark: Struck) -> str:
    """A line's file with the line struck, and not a letter changed of what it said."""
    end = "\r\n" if "\r\n" in text else "\n"
    told = json.dumps({"reason": mark.reason, "on": mark.on.isoformat()}, ensure_ascii=False)
    return f"{text if text.endswith(end) else text + end}struck: {told}{end}"


@dataclass(frozen=True)
class Moment:
    """When something came, as an officer tells it: an instant, or a day of which nobody wrote down the hour."""

    at: datetime
    hour_told: bool = True

    def leaves_open(self, deadline: datetime) -> bool:
        """Whether the day alone does not tell on which side of a deadline it was."""
        return not self.hour_told and self.at < deadline < self.at + timedelta(days=1)


_DAY = r"(?:ngày\s*)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_HOUR = r"(?:lúc\s*)?(?P<hour>\d{1,2})\s*(?:[:hg]|giờ)\s*(?:(?P<minute>\d{1,2})\s*(?:phút|p|')?)?"
_FORMS = tuple(
    re.compile(form, re.ASCII | re.IGNORECASE)
    for form in (rf"{_DAY}", rf"{_DAY}[\s,]+{_HOUR}", rf"{_HOUR}[\s,]+{_DAY}", rf"{_HOUR}\s*,?\s+{_DAY}")
)
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?P<hour>[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)

NO_MOMENT = Words(
    "“{text}” không phải ngày giờ; viết như 15/4/2021 9h30 (ngày/tháng/năm), hoặc 2021-04-15T09:30:00+07:00.",
    "“{text}” is no date and time; write it like 15/4/2021 9h30 (day/month/year) or 2021-04-15T09:30:00+07:00.",
)


def moment(text: str, zone: tzinfo) -> Moment | None:
    """When something came, as people write it: day before month, on the clock of the zone unless another is told; None for what is no
    date."""
    asked = " ".join(text.split())
    try:
        if iso := _ISO.fullmatch(asked):
            at, hour_told = datetime.fromisoformat(asked), iso["hour"] is not None
            at = at if at.tzinfo else at.replace(tzinfo=zone)
        elif match := next((found for form in _FORMS if (found := form.fullmatch(asked))), None):
            parts = match.groupdict()
            hour, minute = int(parts.get("hour") or 0), int(parts.get("minute") or 0)
            at = datetime(int(parts["year"]), int(parts["month"]), int(parts["day"]), hour, minute, tzinfo=zone)
            hour_told = parts.get("hour") is not None
        else:
            return None
    except ValueError:
        return None
    return Moment(at.astimezone(zone), hour_told) if date(1900, 1, 1) < at.date() < date(9999, 1, 1) else None

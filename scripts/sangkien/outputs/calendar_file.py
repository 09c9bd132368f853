"""Renders an edition's deadlines as a calendar file (RFC 5545), to be put into a phone once; must not know how pages render them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from sangkien.language import LANGUAGES, Language, Until, Words, say
from sangkien.model.artifact import Artifact
from sangkien.model.corpus import Edition
from sangkien.model.programme import Setting
from sangkien.personal import covered

_WIDE = 75  # octets of a line
_HOUR, _MORNING = timedelta(hours=1), time(9)
_OPENING = "mo-cong"
_NOWHERE = "sangkien.invalid"  # in an event's id where the site's address is unknown; RFC 2606: nobody's
_OPENS = Words("Bắt đầu nhận bài", "Intake opens")
_CLOSES = Words("Đóng cổng nhận bài", "Intake closes")
_DUE = Words("Hạn nộp hồ sơ đề nghị {level}", "Dossiers to the {level} are due")
_BY = Words("Trước {at} (căn cứ: {source}).", "By {at} (source: {source}).")


def artifacts(edition: Edition, stamp: datetime, site: str) -> Iterator[Artifact]:
    """`lich/<edition>[.en].ics`, one a language. `stamp` is the revision's own date, so that the same revision makes the same
    file; `site` is the site's address, part of the events' ids, empty where unknown."""
    for language in LANGUAGES:
        end = ".en" if language == "en" else ""
        yield Artifact(f"lich/{edition.id}{end}.ics", _calendar(edition, language, stamp, site))


def _calendar(edition: Edition, language: Language, stamp: datetime, site: str) -> bytes:
    rules = edition.rules.record
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Sangkien//Sangkien//VI", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines.append(f"X-WR-CALNAME:{_text(rules.name.say(language))}")
    opening = Setting(rules.portal.opens, "", rules.portal.opens.date())
    lines += _event(edition, _OPENING, _OPENS.say(language), (opening,), language, stamp, site)
    lines += _event(edition, "dong-cong", _CLOSES.say(language), rules.portal.closes, language, stamp, site)
    for level in rules.levels:
        if level.dossier_due:
            name = level.name.inside if language == "en" else level.name
            rendered = _DUE.say(language).format(level=name.say(language))
            lines += _event(edition, f"ho-so-{level.id}", rendered, level.dossier_due, language, stamp, site)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(
    edition: Edition, id: str, name: str, settings: tuple[Setting, ...], language: Language, stamp: datetime, site: str
) -> Iterator[str]:
    """The lines of one deadline: the last hour before the instant, so that “24:00 of the 20th” is on the 20th; for a beginning,
    the first hour after. An extension is the same event with a higher sequence, so that a calendar which has it moves it."""
    now, zone = settings[-1], edition.rules.record.zone
    begins = now.at if id == _OPENING else now.at - _HOUR
    where = site.partition("://")[2].rstrip("/")  # with its path: one host may have several programmes
    own = f"{edition.id}-{id}@{where or _NOWHERE}"
    yield from ("BEGIN:VEVENT", f"UID:{_escaped(own)}", f"SEQUENCE:{len(settings) - 1}")
    yield from (f"DTSTAMP:{_instant(stamp)}", f"DTSTART:{_instant(begins)}", f"DTEND:{_instant(begins + _HOUR)}")
    yield f"SUMMARY:{_text(name)}"
    if now.source:
        rendered = _BY.say(language).format(at=say(Until(now.at), language), source=now.source)
        yield f"DESCRIPTION:{_text(rendered)}"
    if site:
        yield f"URL:{site}the-le/"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(name)}", f"TRIGGER:{_reminder(begins.astimezone(zone))}")
    yield from ("END:VALARM", "END:VEVENT")


def _reminder(begins: datetime) -> str:
    """How long before the event the reminder comes: in the morning of the day before."""
    morning = datetime.combine(begins.date() - timedelta(days=1), _MORNING, begins.tzinfo)
    return f"-PT{(begins - morning) // timedelta(minutes=1)}M"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return _escaped(" ".join(covered(text).split()))


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, no letter cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _WIDE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])

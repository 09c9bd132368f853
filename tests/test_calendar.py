"""The calendar file of an edition's deadlines, read as RFC 5545 says and set against the rules read by hand."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.model.history import AsOf
from sangkien.model.programme import Setting
from sangkien.outputs import calendar_file
from story import PROJECT

RULES = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")


def events(text: str) -> list[dict[str, str]]:
    """Properties of each event, unfolded."""
    plain = text.replace("\r\n ", "")
    return [
        dict(line.split(":", 1) for line in block.split("BEGIN:VALARM")[0].strip().split("\r\n"))
        for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", plain, re.DOTALL)
    ]


@pytest.fixture(scope="module", params=["2021.ics", "2021.en.ics"])
def file(site: Path, request: pytest.FixtureRequest) -> bytes:
    return (site / "lich" / str(request.param)).read_bytes()


def test_lines_end_and_fold_as_the_standard_says(file: bytes) -> None:
    lines = file.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert max(map(len, lines)) <= 75
    assert b"\n" not in file.replace(b"\r\n", b"")
    for line in lines:
        line.decode()  # no letter is cut in two
    assert sum(line.startswith(b"BEGIN:") for line in lines) == sum(line.startswith(b"END:") for line in lines) > 8


def instant(written: str) -> datetime:
    return datetime.strptime(written, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def test_each_deadline_is_the_rules_own(file: bytes) -> None:
    """What opens begins then, what closes is over then."""
    told = {
        (opens := "mo-cong" in event["UID"], instant(event["DTSTART" if opens else "DTEND"])) for event in events(file.decode())
    }
    instants = re.findall(r'\b(at|opens): "?(\d{4}-\d\d-\d\dT[\d:]+\+07:00)', RULES)
    assert len(instants) >= 4
    assert told == {(what == "opens", datetime.fromisoformat(at).astimezone(UTC)) for what, at in instants}


def test_an_event_takes_an_hour_and_one_is_reminded_on_the_morning_before(file: bytes) -> None:
    plain = file.decode().replace("\r\n ", "")
    reminders = [timedelta(minutes=int(each)) for each in re.findall(r"TRIGGER:-PT(\d+)M\r\n", plain)]
    for event, reminder in zip(events(file.decode()), reminders, strict=True):
        begins, ends = instant(event["DTSTART"]), instant(event["DTEND"])
        assert ends - begins == timedelta(hours=1)
        local = begins.astimezone(timezone(timedelta(hours=7)))
        morning = local - reminder
        assert (morning.date(), morning.time()) == (local.date() - timedelta(days=1), time(9))


def test_the_last_day_is_shown_as_the_last_day(site: Path) -> None:
    """24:00 of 20 April: no phone shows it on the 21st."""
    closing = next(event for event in events((site / "lich/2021.ics").read_bytes().decode()) if "dong-cong" in event["UID"])
    assert (closing["DTSTART"], closing["DTEND"]) == ("20210420T160000Z", "20210420T170000Z")


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("https://sangkien.example/", "sangkien.example"),
        ("https://union.example/mot/", "union.example/mot"),
        ("https://union.example/hai/", "union.example/hai"),
        ("https://union.example:8443/", "union.example:8443"),
        ("", "sangkien.invalid"),
    ],
)
def test_an_event_is_of_one_site_only(project_clone: Path, site: str, told: str) -> None:
    corpus = judge_revision(
        git.open_repository(project_clone), "HEAD", AsOf(datetime(2026, 11, 22, tzinfo=UTC), replayed=False)
    ).corpus
    for made in calendar_file.artifacts(corpus.editions["2021"], datetime(2026, 11, 22, tzinfo=UTC), site):
        assert {event["UID"].partition("@")[2] for event in events(made.content.decode())} == {told}


def test_every_event_is_whole_and_its_own(file: bytes) -> None:
    every = events(file.decode())
    assert len({event["UID"] for event in every}) == len(every) >= 4
    for event in every:
        assert event.keys() >= {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"}
        assert event["SEQUENCE"] == "0"


def test_a_midnight_is_said_as_the_day_that_ends(site: Path) -> None:
    text = (site / "lich/2021.ics").read_bytes().decode().replace("\r\n ", "")
    assert "Trước 24:00 ngày 20/4/2021" in text
    assert "SUMMARY:Đóng cổng nhận bài" in text


def test_an_extension_moves_the_same_event(project_clone: Path) -> None:
    """A calendar that has the first date takes the higher sequence for the newer word."""
    corpus = judge_revision(
        git.open_repository(project_clone), "HEAD", AsOf(datetime(2026, 11, 22, tzinfo=UTC), replayed=False)
    ).corpus
    edition = corpus.editions["2021"]
    later = Setting(datetime.fromisoformat("2021-04-26T00:00:00+07:00"), "99/TLĐ", edition.rules.record.portal.closing.set_on)
    portal = replace(edition.rules.record.portal, closes=(*edition.rules.record.portal.closes, later))
    extended = replace(edition, rules=replace(edition.rules, record=replace(edition.rules.record, portal=portal)))
    stamp = datetime(2026, 11, 22, tzinfo=UTC)
    told = []
    for each in (edition, extended):
        first = next(iter(calendar_file.artifacts(each, stamp, "https://sangkien.example/")))
        told.append({event["UID"]: (event["SEQUENCE"], event["DTEND"]) for event in events(first.content.decode())})
    before, after = told
    assert before.keys() == after.keys()
    assert {id: after[id] for id in after if after[id] != before[id]} == {
        "2021-dong-cong@sangkien.example": ("1", "20210425T170000Z")
    }

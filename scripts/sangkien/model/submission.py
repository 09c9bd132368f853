"""What people sent, and when it was received; field names are the schema's own (submission)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sangkien.model.act import RegisterLine
from sangkien.model.history import Commit, Receipt


@dataclass(frozen=True)
class Author:
    name: str
    position: str = ""
    share: int | None = None


@dataclass(frozen=True)
class Consent:
    publish_name: bool
    contact: bool


@dataclass(frozen=True)
class Recognition:
    number: str
    issued_on: date


@dataclass(frozen=True)
class Answers:
    effect: str
    problem: str = ""
    solution: str = ""


@dataclass(frozen=True)
class Submission:
    title: str
    unit: str
    authors: tuple[Author, ...]
    consent: Consent
    field: str
    block: str
    kind: str
    proposed_on: date
    applied_from: date
    stage: str
    employer_agreed: bool
    scope: str
    answers: Answers
    applied_to: date | None = None
    benefit_vnd: int | None = None
    recognition: Recognition | None = None
    confidential: bool = False
    sample: bool = False


@dataclass(frozen=True)
class Received:
    """When a content was received, on what evidence, and when it landed if it did.

    The evidence is the receipt or the register line where one is earlier than the landing; with neither and no landing, the
    content is pending: it would be received if it landed now.
    """

    at: datetime
    landing: Commit | None = None
    line: RegisterLine | None = None
    receipt: Receipt | None = None

"""What people sent, and when it was received; field names are the schema's own (submission)."""

from __future__ import annotations

import json
from datetime import date, datetime

from sangkien.late import dataclass
from sangkien.model.act import Registered
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted and compared of a submission, without its prose."""

    field: str
    block: str
    stage: str
    applied_from: date
    employer_agreed: bool
    publish_name: bool
    sample: bool
    confidential: bool
    benefit_vnd: int | None
    authors: tuple[str, ...]

    @classmethod
    def of(cls, record: Submission) -> Facts:
        return cls(
            record.field,
            record.block,
            record.stage,
            record.applied_from,
            record.employer_agreed,
            record.consent.publish_name,
            record.sample,
            record.confidential,
            record.benefit_vnd,
            tuple(author.name for author in record.authors),
        )

    def text(self) -> bytes:
        values = (getattr(self, name) for name in self.__slots__)
        return json.dumps(
            [value.isoformat() if isinstance(value, date) else value for value in values], ensure_ascii=False
        ).encode()

    @classmethod
    def read(cls, text: bytes) -> Facts:
        """The facts that `text` wrote."""
        field, block, stage, applied_from, *rest, authors = json.loads(text)
        employer_agreed, publish_name, sample, confidential, benefit_vnd = rest
        day = date.fromisoformat(applied_from)
        return cls(field, block, stage, day, employer_agreed, publish_name, sample, confidential, benefit_vnd, tuple(authors))


@dataclass(frozen=True)
class Corrected:
    """The correction that lets a content take the time of an earlier one: the act's file, the instant it counts from, and that content."""

    act: str
    since: datetime
    path: str
    content: str
    at: datetime


@dataclass(frozen=True)
class Received:
    """When a content was received, on what evidence, and when it landed if it did.

    The evidence is the receipt or the register line where one is earlier than the landing; with neither and no landing, the
    content is pending: it would be received if it landed now. A privacy mend has the evidence of the content that it `mends`. A
    `corrected` content has its own time, and another that is held against the closing.
    """

    at: datetime
    landing: Commit | None = None
    line: Registered | None = None
    receipt: Receipt | None = None
    mends: str = ""
    corrected: Corrected | None = None

    @property
    def timely(self) -> datetime:
        """The instant that is held against the closing."""
        return min(self.at, self.corrected.at) if self.corrected else self.at

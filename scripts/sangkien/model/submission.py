"""What people sent, and when it was received; must not know Git, YAML or any rule.

Field names are those of the schema in `schema/` (submission).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.act import Registered
from sangkien.model.history import Commit, Receipt
from sangkien.model.own_words import OwnWords


@dataclass(frozen=True)
class Author:
    """A person who made the innovation."""

    name: OwnWords  # full name with diacritics
    position: OwnWords = ""  # occupation at the workplace; empty: not given
    share: int | None = None  # contribution in percent, 1 to 100; None: not given


@dataclass(frozen=True)
class Consent:
    """What the authors agree to; nothing is ticked beforehand."""

    publish_name: bool  # public pages may name the authors
    contact: bool  # the union may pass on requests to reuse the work


@dataclass(frozen=True)
class Recognition:
    """The workplace's own decision that recognised the innovation."""

    number: OwnWords  # number and symbol of the paper
    issued_on: date


@dataclass(frozen=True)
class BeforeAfter:
    """One thing that the authors measured before and after."""

    what: OwnWords  # that was measured
    before: Decimal  # as they wrote it
    after: Decimal  # as they wrote it
    unit: OwnWords  # of measure, of both numbers


@dataclass(frozen=True)
class Answers:
    """The answers in prose: the sections below the file's fields, as Markdown. Empty: not given."""

    effect: OwnWords  # what is gained
    problem: OwnWords = ""  # what was wrong before
    solution: OwnWords = ""  # what was done


@dataclass(frozen=True)
class Submission:
    """One submission (sáng kiến), as written. Values of `field`, `block`, `kind` and `stage` are ids."""

    title: OwnWords  # what was improved, where
    unit: str  # id of the grassroots union, as its folder
    authors: tuple[Author, ...]  # at least one
    consent: Consent  # what they agree to
    field: str  # from the edition's rules
    block: str  # from the edition's rules
    kind: str  # from the schema: Article 3 of the Innovation Charter
    proposed_on: date  # when it was proposed at the workplace
    applied_from: date  # first day of real use or trial
    stage: str  # from the schema: effective, or on trial
    employer_agreed: bool  # the employer agreed to the implementation
    scope: str  # where it is used
    answers: Answers  # the prose
    title_en: OwnWords = ""  # the title translated; empty: not translated
    summary: OwnWords = ""  # one or two sentences; empty: not given
    summary_en: OwnWords = ""  # the same in English; empty: not translated
    applied_to: date | None = None  # last day of a trial that has ended
    benefit_vnd: int | None = None  # declared benefit of one year in đồng; None: not counted in money
    measures: tuple[BeforeAfter, ...] = ()  # what was measured; at most three
    recognition: Recognition | None = None  # None: not recognised yet
    confidential: bool = False  # only title, effect and award are public
    sample: bool = False  # invented for illustration


TRANSLATIONS = ("title_en", "summary_en")
"""The fields that say in English what others say: nobody judges by them."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is counted and compared of a submission, without its prose; fields as in `Submission`."""

    field: str  # id
    block: str  # id
    stage: str  # id
    applied_from: date  # first day of real use or trial
    employer_agreed: bool  # to the implementation
    publish_name: bool  # as in `Consent`
    sample: bool  # invented for illustration
    confidential: bool  # only title, effect and award are public
    benefit_vnd: int | None  # đồng in one year; None: not counted in money
    authors: tuple[str, ...]  # names

    @classmethod
    def of(cls, record: Submission) -> Facts:
        """The facts of a record."""
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
        """The facts as JSON in UTF-8, for the cache; `read` is its inverse."""
        values = (getattr(self, name) for name in self.__slots__)
        return json.dumps(
            [value.isoformat() if isinstance(value, date) else value for value in values], ensure_ascii=False
        ).encode()

    @classmethod
    def read(cls, text: bytes) -> Facts:
        """The facts from what `text` wrote.

        Raises ValueError for anything else.
        """
        field, block, stage, applied_from, *rest, authors = json.loads(text)
        employer_agreed, publish_name, sample, confidential, benefit_vnd = rest
        day = date.fromisoformat(applied_from)
        return cls(field, block, stage, day, employer_agreed, publish_name, sample, confidential, benefit_vnd, tuple(authors))


class NeutralEdit(Enum):
    """What a later content is to an earlier one whose time, place and honour it keeps."""

    PRIVACY = Words("chỉ bỏ bớt dữ liệu riêng", "only lost what was private")
    TRANSLATION = Words("chỉ thêm hoặc sửa bản tiếng Anh", "only changed its English version")
    BOTH = Words("chỉ bỏ bớt dữ liệu riêng và sửa bản tiếng Anh", "only lost what was private and changed its English version")

    @property
    def said(self) -> Words:
        """What became of the earlier content, to be put behind the name of the later."""
        return self.value


@dataclass(frozen=True)
class Corrected:
    """The correction by which a content takes the time of an earlier one."""

    act: str  # path of the correction's file
    since: datetime  # instant it counts from, aware
    path: str  # path of the earlier content
    content: str  # blob of the earlier content
    at: datetime  # when that was received, aware


@dataclass(frozen=True)
class Received:
    """When a content was received and on what evidence. Without landing, line and receipt it is pending: it counts as received
    at the judging instant."""

    at: datetime  # earliest evidence, aware, in the zone of the judging instant
    landing: Commit | None = None  # commit that first brought it to the main line; None: not landed
    line: Registered | None = None  # register line, where it is the earliest evidence
    receipt: Receipt | None = None  # receipt, where it is the earliest evidence
    edited_from: str = ""  # blob whose evidence counts, where this one is a neutral edit of it; empty: own evidence
    edit: NeutralEdit | None = None  # what this one is to that; None: own evidence
    corrected: Corrected | None = None  # correction that gives it an earlier time against the closing

    @property
    def timely(self) -> datetime:
        """The instant measured against the closing: `at`, or the corrected content's if earlier."""
        return min(self.at, self.corrected.at) if self.corrected else self.at

"""The records of what unions do: register lines, dossiers, decisions, disputes and so on; must not know Git, YAML or any rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol, Self

from sangkien.late import dataclass
from sangkien.model.programme import Days


class Act(Protocol):
    """What every kind of act tells of itself."""

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of the submissions that it names, in its order."""

    @property
    def signed(self) -> date | None:
        """Day of its paper; None where it has none yet."""

    def by(self, day: date) -> Self:
        """The act as its file would have read at the end of a day: what is dated later was not in it yet."""


@dataclass(frozen=True)
class Struck:
    """Why and when a register line was struck: it stays in its file and no longer counts."""

    reason: str  # why, in the office's words; names no person
    on: date  # day it was struck


@dataclass(frozen=True)
class RegisterLine:
    """One line of a receiving office's register: it attests that this content of this path reached the office at this instant.

    The line's number is the number in its file's name. A struck line keeps its place and counts for nothing.
    """

    received_at: datetime  # when it reached the office, aware, in the offset written in the file
    channel: str  # how it came: an id of the schema's list, such as `paper` or `email`
    office: str  # the receiving office: a post, never a person's name
    path: str  # submission or dossier that was received
    blob: str  # the very content that was received
    struck: Struck | None = None  # None while the line counts
    sample: bool = False  # invented for illustration

    @property
    def edition(self) -> str:
        """Id of the edition that the attested file belongs to, taken from its path."""
        return self.path.split("/")[1]

    @property
    def unit(self) -> str:
        """Id of the unit whose folder holds the attested file, taken from its path."""
        return "/".join(self.path.split("/")[2 if self.path.startswith("submissions/") else 3 : -1])

    @property
    def names(self) -> tuple[str, ...]:
        """The attested path."""
        return (self.path,)

    def by(self, day: date) -> Self:
        """The line as its file read at the end of a day: one that was struck later counts."""
        return replace(self, struck=None) if self.struck and self.struck.on > day else self


@dataclass(frozen=True)
class Registered:
    """A register line that counts, with the register it stands in."""

    unit: str  # id of the unit whose register it is
    number: int  # number in the register, from 1
    line: RegisterLine


@dataclass(frozen=True)
class Letter:
    """A signed paper."""

    number: str  # number and symbol as on the paper
    signed_on: date


@dataclass(frozen=True)
class Minutes:
    """The meeting of the committee that voted on a dossier."""

    held_on: date
    members: int  # how many belong to the committee
    present: int  # how many of them came


@dataclass(frozen=True)
class Votes:
    """The votes on one item of a dossier, in ballots."""

    in_favour: int
    against: int
    blank: int = 0

    @property
    def cast(self) -> int:
        """Number of ballots cast in all."""
        return self.in_favour + self.against + self.blank


@dataclass(frozen=True)
class Item:
    """One submission that a dossier proposes, in the dossier's order of priority."""

    path: str
    content: str = ""  # content that the council saw; empty: what stood there when the dossier landed
    votes: Votes | None = None
    reserve: bool = False  # holds no quota slot and waits for one to fall free


@dataclass(frozen=True)
class Dossier:
    """Hồ sơ đề nghị: a unit proposes submissions to be honoured at a level. What is not there yet is empty or None."""

    level: str  # id of the level asked to honour
    items: tuple[Item, ...]  # by priority, the highest first
    letter: Letter | None = None  # None until the clerk gives number and date
    minutes: Minutes | None = None  # None until the meeting is recorded
    papers: tuple[str, ...] = ()  # ids of the enclosed papers, from the edition's rules
    employer_confirmed: bool = False  # the employer has signed and stamped the summary table
    sample: bool = False  # invented for illustration

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of its items, by priority."""
        return tuple(item.path for item in self.items)

    @property
    def signed(self) -> date | None:
        """Day of its letter; None until there is one."""
        return self.letter.signed_on if self.letter else None

    def by(self, day: date) -> Self:
        """Itself: nothing in it is dated later than the whole."""
        return self


@dataclass(frozen=True)
class Honour:
    """One innovation that a decision honours."""

    path: str
    award: str  # form of the award in the decision's own words
    content: str = ""  # content that was seen; empty: what stood there when the decision landed


@dataclass(frozen=True)
class Revocation:
    """What a decision revokes of an earlier decision of the same unit."""

    number: str  # number of the earlier decision
    path: str = ""  # the one innovation it revokes; empty: the whole decision


@dataclass(frozen=True)
class Decision:
    """Quyết định khen thưởng: a unit honours innovations, or revokes earlier honours."""

    number: str  # number and symbol as on the paper
    signed_on: date
    level: str  # id of the level that decides
    items: tuple[Honour, ...] = ()  # in the order of the decision
    revokes: tuple[Revocation, ...] = ()
    sample: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Paths of what it honours, in its order."""
        return tuple(item.path for item in self.items)

    @property
    def signed(self) -> date:
        """Day on which it was signed."""
        return self.signed_on

    def by(self, day: date) -> Self:
        """Itself: nothing in it is dated later than the whole."""
        return self


@dataclass(frozen=True)
class Outcome:
    """The ruling that closes a dispute."""

    number: str  # number and symbol as on the paper
    signed_on: date
    result: str  # `upheld` or `dismissed`


@dataclass(frozen=True)
class Dispute:
    """Khiếu nại, tranh chấp: a complaint about one submission, or a dispute about its authorship. It is open until it is
    closed."""

    path: str  # submission it is about
    kind: str  # an id of the schema's list: complaint or authorship
    opened: Letter  # paper that takes it up
    content: str = ""  # content it is about; empty: all that ever stood at the path
    closed: Outcome | None = None  # None while it is open
    sample: bool = False

    @property
    def open(self) -> bool:
        """Whether no ruling has been entered yet."""
        return self.closed is None

    @property
    def upheld(self) -> bool:
        """Whether it was closed with the result `upheld`."""
        return self.closed is not None and self.closed.result == "upheld"

    @property
    def names(self) -> tuple[str, ...]:
        """The path it is about."""
        return (self.path,)

    @property
    def signed(self) -> date:
        """Day of the paper that takes it up."""
        return self.opened.signed_on

    def by(self, day: date) -> Self:
        """The dispute as its file read at the end of a day: one that was closed later is open."""
        return replace(self, closed=None) if self.closed and self.closed.signed_on > day else self


@dataclass(frozen=True)
class Content:
    """One content at one path of the repository."""

    path: str
    content: str


@dataclass(frozen=True)
class Correction:
    """Đính chính: the receiving office lets a corrected content keep the time of an earlier one, where it is measured against
    the closing."""

    number: str  # number and symbol of the correcting paper
    signed_on: date
    reason: str  # why, in the office's words; names no person
    old: Content  # what was received
    new: Content  # what takes its time
    sample: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The path that was received and the path that takes its time, once where they are one."""
        return tuple(dict.fromkeys((self.old.path, self.new.path)))

    @property
    def signed(self) -> date:
        """Day on which it was signed."""
        return self.signed_on

    def by(self, day: date) -> Self:
        """Itself: nothing in it is dated later than the whole."""
        return self


@dataclass(frozen=True)
class Agreement:
    """The memorandum between the union and the employer of one unit, with a number of innovations to aim at."""

    signed_on: date
    employer: str  # the enterprise or office; no person's name
    period: Days  # days in which the target is to be met
    target: int  # number of innovations aimed at
    sample: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """None: it is about a unit."""
        return ()

    @property
    def signed(self) -> date:
        """Day on which it was signed."""
        return self.signed_on

    def by(self, day: date) -> Self:
        """Itself: nothing in it is dated later than the whole."""
        return self


ACTS: Mapping[str, type[Act]] = {
    "dossier": Dossier,
    "decision": Decision,
    "dispute": Dispute,
    "agreement": Agreement,
    "correction": Correction,
}
"""Kind of act -> its record. Files of a kind stand in a folder that is called as its plural, and so is the field of `Edition`."""
UNBINDING = frozenset({"agreement"})
"""Kinds of act on which no verdict rests: a broken file of theirs keeps nobody from being judged."""

"""What the union lays down for one edition: its rules and its units; must not know who sent what.

Field names are those of the schemas in `schema/` (rules, units). Instants are aware, in the offset written in the file; an
instant that ends something is exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property

from sangkien.language import Words
from sangkien.late import dataclass


@dataclass(frozen=True)
class Days:
    """A span of days."""

    first: date  # inclusive
    last: date  # inclusive

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Years:
    """A span of calendar years, both inclusive."""

    first: int
    last: int


@dataclass(frozen=True)
class Setting:
    """One setting of a deadline. An extension is a further setting; the last one counts."""

    at: datetime  # exclusive: what comes at this instant is late
    source: str  # the paper that sets it
    set_on: date  # day it was set


@dataclass(frozen=True)
class Grace:
    """Minutes after the closing in which submissions are still taken."""

    minutes: int  # added to the closing
    reason: Words


@dataclass(frozen=True)
class Portal:
    """When submissions are taken."""

    opens: datetime  # inclusive
    closes: tuple[Setting, ...]  # as they were set, the last one in force
    grace: Grace | None = None

    @property
    def closing(self) -> Setting:
        """The setting in force: the last one written."""
        return self.closes[-1]

    @property
    def late_from(self) -> datetime:
        """The first instant that is too late: the closing plus the grace."""
        return self.closing.at + timedelta(minutes=self.grace.minutes if self.grace else 0)

    def closed(self, at: datetime) -> bool:
        """Whether what is received at this instant (aware) is too late."""
        return at >= self.late_from


@dataclass(frozen=True)
class Limits:
    """Bounds on each answer of a submission."""

    max_characters: int  # as `text.count` counts them


@dataclass(frozen=True)
class Term:
    """An allowed value of the edition."""

    id: str
    name: Words


@dataclass(frozen=True)
class Quota:
    """The most innovations that each unit of a level may have honoured."""

    max: int  # quota slots for each such unit
    per: str  # id of the level whose units have them
    field: str = ""  # id of the only field that counts; empty: all


@dataclass(frozen=True)
class Level:
    """A level at which innovations are honoured."""

    id: str
    name: Words
    honours: Words  # what it honours
    quotas: tuple[Quota, ...] = ()
    dossier_due: tuple[Setting, ...] = ()  # when dossiers are due, the last one in force; empty: honours by its own authority
    fields: tuple[str, ...] = ()  # ids of the fields considered; empty: all

    @property
    def due(self) -> Setting | None:
        """When dossiers to this level are due; None where the level honours by its own authority."""
        return self.dossier_due[-1] if self.dossier_due else None

    def closed(self, at: datetime) -> bool:
        """Whether a dossier that comes at this instant (aware) is late."""
        return self.due is not None and at >= self.due.at


@dataclass(frozen=True)
class RequiredPaper:
    """A paper that dossiers must hold."""

    id: str
    name: Words
    required_of: tuple[str, ...] = ()  # ids of the levels whose units need it; empty: all


@dataclass(frozen=True)
class Corrections:
    """What may be corrected after the closing."""

    fields: tuple[str, ...]  # names of the submission's fields that may differ
    due: tuple[Setting, ...]  # until when a correction is taken, the last one in force

    def closed(self, at: datetime) -> bool:
        """Whether a correction that comes at this instant (aware) is late."""
        return at >= self.due[-1].at


@dataclass(frozen=True)
class Contact:
    """An office that answers; the only telephone number that may be public. Empty: not given."""

    office: str  # name of the desk
    ask: str = ""  # post that answers questions on innovations
    press: str = ""  # post that answers the press
    phone: str = ""  # of the office, as it is dialled
    email: str = ""  # common mailbox
    address: str = ""  # of the workplace
    hours: str = ""  # days and hours at which somebody answers


@dataclass(frozen=True)
class SourceDocument:
    """A paper that the rules quote."""

    number: str  # as on the paper
    issued_on: date
    by: str  # name of the body that issued it


@dataclass(frozen=True)
class Rules:
    """The rules of one edition (`program/<edition>/rules.yml`)."""

    name: Words  # full name of the programme
    organiser: Words  # body that called it
    sources: tuple[SourceDocument, ...]  # papers the figures are taken from
    utc_offset: str  # zone of every deadline: `+07:00`
    campaign: Days  # the programme's days
    applied: Days  # days in which real use must begin
    portal: Portal  # when submissions are taken
    answers: Limits  # bounds on each answer
    blocks: tuple[Term, ...]  # a unit's and its submissions' block
    fields: tuple[Term, ...]  # what one may enter for
    levels: tuple[Level, ...]  # from the highest to the grassroots
    contact: Contact | None = None  # who answers for the edition; None: not given
    repository: str = ""  # address that the site links commits at; empty: none
    past_awards: Years | None = None  # years whose personal awards the summary table lists
    dossier: tuple[RequiredPaper, ...] = ()  # papers a dossier must hold
    corrections: Corrections | None = None  # None: this edition takes no corrections

    @cached_property
    def zone(self) -> tzinfo:
        """The zone of the edition's deadlines, a fixed offset from UTC."""
        sign = -1 if self.utc_offset.startswith("-") else 1
        hours, minutes = map(int, self.utc_offset[1:].split(":"))
        return timezone(sign * timedelta(hours=hours, minutes=minutes))

    def vocabulary(self, name: str) -> Mapping[str, Words]:
        """Names of the allowed values, by id, for an `x-vocabulary` of a schema: `fields`, `blocks`, `levels` or `papers`.

        Raises KeyError for any other name.
        """
        terms: Mapping[str, tuple[Term, ...] | tuple[Level, ...] | tuple[RequiredPaper, ...]]
        terms = {"fields": self.fields, "blocks": self.blocks, "levels": self.levels, "papers": self.dossier}
        return {term.id: term.name for term in terms[name]}

    def rank(self, level: str) -> int:
        """Position of a level among all, 0 the highest; one past the last for an unlisted level."""
        return next((position for position, each in enumerate(self.levels) if each.id == level), len(self.levels))


@dataclass(frozen=True)
class Province:
    """The province that a top unit covers."""

    name: str
    gso_code: str  # two digits, of the General Statistics Office's list in force on `as_of`
    as_of: date  # date of that list: codes were used again
    iso_3166_2: str  # international code, never used again
    successor: str = ""  # name of the province that succeeded it on 1 July 2025; empty: none


@dataclass(frozen=True)
class MayPropose:
    """The most items that a unit and the units below it may propose to a level."""

    level: str  # id
    max: int


@dataclass(frozen=True)
class Unit:
    """A unit of the union."""

    id: str  # path of ASCII slugs; the part before the last `/` is the unit above
    name: str  # full name
    level: str  # id of a level of the rules
    block: str = ""  # id of the block its submissions must have; empty: any
    allocation: int | None = None  # most submissions from it and the units below it; None: no limit
    target: int | None = None  # submissions aimed at: measured, never a limit; None: none set
    may_propose: tuple[MayPropose, ...] = ()  # at most one for each level
    place: Province | None = None  # the province of a top unit
    contact: Contact | None = None  # who answers for it and the units below it; None: the unit above
    assumed: str = ""  # why it is listed without a full public source; empty: it has one
    sample: bool = False  # invented for illustration

    @property
    def top(self) -> str:
        """Id of the province or central union it belongs to."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class UnitList:
    """One file of units, the first of which is the top unit."""

    units: tuple[Unit, ...]


def lineage(unit: str) -> Iterator[str]:
    """The unit's id and the ids of its ancestors, nearest first: `a/b/c`, `a/b`, `a`. Nothing for an empty id."""
    while unit:
        yield unit
        unit = unit.rpartition("/")[0]

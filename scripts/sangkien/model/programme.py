"""What a union lays down for one edition: rules and units; field names are the schemas' own (rules, units)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import cached_property

from sangkien.language import Words
from sangkien.late import dataclass


@dataclass(frozen=True)
class Days:
    """First and last day that count, both inclusive."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Years:
    first: int
    last: int


@dataclass(frozen=True)
class Setting:
    """One setting of a deadline: an exclusive instant and the paper behind it."""

    at: datetime
    source: str
    set_on: date


@dataclass(frozen=True)
class Grace:
    minutes: int
    reason: Words


@dataclass(frozen=True)
class Portal:
    opens: datetime
    closes: tuple[Setting, ...]
    grace: Grace | None = None

    @property
    def closing(self) -> Setting:
        """The setting in force: the last one written."""
        return self.closes[-1]

    @property
    def refuses_from(self) -> datetime:
        """The first instant that is too late: closing plus the named grace."""
        return self.closing.at + timedelta(minutes=self.grace.minutes if self.grace else 0)

    def closed(self, at: datetime) -> bool:
        """Whether what is received at this instant is late."""
        return at >= self.refuses_from


@dataclass(frozen=True)
class Limits:
    max_characters: int


@dataclass(frozen=True)
class Term:
    """An allowed value of the edition and its name."""

    id: str
    name: Words


@dataclass(frozen=True)
class Quota:
    """At most `max` places for each unit of level `per`; with a field, for innovations of that field only."""

    max: int
    per: str
    field: str = ""


@dataclass(frozen=True)
class Level:
    id: str
    name: Words
    honours: Words
    quotas: tuple[Quota, ...] = ()
    dossier_due: tuple[Setting, ...] = ()
    fields: tuple[str, ...] = ()

    @property
    def due(self) -> Setting | None:
        """The setting in force of when dossiers are due; none where the level honours by its own authority."""
        return self.dossier_due[-1] if self.dossier_due else None

    def closed(self, at: datetime) -> bool:
        """Whether a dossier that comes at this instant is late."""
        return self.due is not None and at >= self.due.at


@dataclass(frozen=True)
class DossierPaper:
    """A paper that a dossier must hold; with `required_of`, only one from a unit of those levels."""

    id: str
    name: Words
    required_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Corrections:
    """What a correction may change of a submission, by the names of its fields, and until when one is taken."""

    fields: tuple[str, ...]
    due: tuple[Setting, ...]

    def closed(self, at: datetime) -> bool:
        """Whether a correction that comes at this instant is late."""
        return at >= self.due[-1].at


@dataclass(frozen=True)
class Paper:
    """A paper that the rules quote."""

    number: str
    issued_on: date
    by: str


@dataclass(frozen=True)
class Rules:
    name: Words
    organiser: Words
    sources: tuple[Paper, ...]
    utc_offset: str
    campaign: Days
    applied: Days
    portal: Portal
    answers: Limits
    blocks: tuple[Term, ...]
    fields: tuple[Term, ...]
    levels: tuple[Level, ...]
    repository: str = ""
    past_awards: Years | None = None
    dossier: tuple[DossierPaper, ...] = ()
    corrections: Corrections | None = None

    @cached_property
    def zone(self) -> tzinfo:
        sign = -1 if self.utc_offset.startswith("-") else 1
        hours, minutes = map(int, self.utc_offset[1:].split(":"))
        return timezone(sign * timedelta(hours=hours, minutes=minutes))

    def vocabulary(self, name: str) -> Mapping[str, Words]:
        """Allowed values and their names for a schema's `x-vocabulary`: `fields`, `blocks`, `levels` or `papers`."""
        terms: Mapping[str, tuple[Term, ...] | tuple[Level, ...] | tuple[DossierPaper, ...]]
        terms = {"fields": self.fields, "blocks": self.blocks, "levels": self.levels, "papers": self.dossier}
        return {term.id: term.name for term in terms[name]}

    def rank(self, level: str) -> int:
        """Place of a level among all, the highest first; one past the last for a level that is not listed."""
        return next((place for place, each in enumerate(self.levels) if each.id == level), len(self.levels))


@dataclass(frozen=True)
class Place:
    """The province a top unit covers; codes are of the list in force on `as_of`."""

    name: str
    gso_code: str
    as_of: date
    iso_3166_2: str
    successor: str = ""


@dataclass(frozen=True)
class MayPropose:
    """At most `max` items proposed to a level from this unit and those below it."""

    level: str
    max: int


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    level: str
    block: str = ""
    allocation: int | None = None
    target: int | None = None
    may_propose: tuple[MayPropose, ...] = ()
    place: Place | None = None
    assumed: str = ""
    sample: bool = False

    @property
    def top(self) -> str:
        """Id of the province or central union it belongs to."""
        return self.id.partition("/")[0]


@dataclass(frozen=True)
class UnitList:
    units: tuple[Unit, ...]


def lineage(unit: str) -> Iterator[str]:
    """The unit's id and its ancestors' ids, nearest first: `a/b/c`, `a/b`, `a`."""
    while unit:
        yield unit
        unit = unit.rpartition("/")[0]

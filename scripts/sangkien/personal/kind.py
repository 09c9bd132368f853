"""What can identify a person, and where in a text it is; must not know how it is found."""

from __future__ import annotations

from enum import Enum

from sangkien.late import dataclass


class Kind(Enum):
    """Kinds of personal data, in the order in which one is believed where two begin at the same place."""

    PHONE = "phone"
    IDENTITY = "identity"
    ACCOUNT = "account"
    BIRTH = "birth"
    MAIL = "mail"
    HOME = "home"
    NAME = "name"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that identifies a person."""

    kind: Kind
    start: int  # offset, from 0
    end: int  # offset, exclusive


@dataclass(frozen=True)
class Withheld:
    """Names that must not be shown."""

    people: tuple[str, ...] = ()  # full names of people
    units: tuple[str, ...] = ()  # names of units that would tell whose something is
    short: tuple[str, ...] = ()  # short names that may be common words: meant with their capitals or as one word


NOBODY = Withheld()

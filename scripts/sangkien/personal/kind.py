"""What can tell on somebody, and where in a text it does; must not know how it is found."""

from __future__ import annotations

from enum import Enum

from sangkien.late import dataclass


class Kind(Enum):
    """In the order in which one is believed where two stand at the same place."""

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
    """A stretch of a text, and what it tells."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Withheld:
    """Names that must not be told: of people, and of the units from which it would follow whose something is; `short` are what those are
    called in words that may be common ones too, and are meant where their capitals stand or where they are one word."""

    people: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    short: tuple[str, ...] = ()


NOBODY = Withheld()

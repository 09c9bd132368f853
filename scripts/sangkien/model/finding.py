"""What can be said against a file: a place, a finding, and the tool's own failure; holds no prose of any rule."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from sangkien.language import Value, Words
from sangkien.late import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line, counted from 1; line 0 is the file as a whole."""

    line: int = 0
    column: int = 0
    width: int = 0


WHOLE_FILE = Mark()


@dataclass(frozen=True, slots=True)
class Mend:
    """What certainly puts a file right: this text in the place of that stretch, or of the whole file."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    path: str
    mark: Mark = WHOLE_FILE


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """`values` fill the rule's sentences; `amount` measures how bad it is, where that can grow (characters, a place);
    `aside` are values that only explain, and `mends` put it right where there is only one way to."""

    code: str
    severity: Severity
    place: Place
    values: tuple[tuple[str, Value], ...]
    amount: int | None = None
    aside: tuple[str, ...] = ()
    mends: tuple[Mend, ...] = ()

    @property
    def identity(self) -> tuple[object, ...]:
        """The same trouble before and after a change: code, path and values; no line, and no number where one measures it."""
        kept = tuple(pair for pair in self.values if pair[0] not in self.aside)
        if self.amount is not None:
            kept = tuple(pair for pair in kept if not isinstance(pair[1], int))
        return (self.code, self.place.path, kept)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be a record: `kind` names the reason, a rule of that kind has the words."""

    kind: str
    place: Place
    values: Mapping[str, Value]
    mends: tuple[Mend, ...] = ()


class CannotJudge(Exception):
    """The tool could not do its work (exit 2); nobody's submission is to blame."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words

"""What can be said against a file: location, finding, fault, the tool's own failure; must not know the words of any rule."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from sangkien.language import Value, Words
from sangkien.late import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one line; `Mark()` is the file as a whole."""

    line: int = 0  # from 1; 0: the whole file
    column: int = 0  # in characters, from 1
    width: int = 0  # in characters


WHOLE_FILE = Mark()


@dataclass(frozen=True, slots=True)
class Fix:
    """The one text that puts a file right."""

    mark: Mark  # stretch to be replaced; the whole file for `Mark()`
    text: str  # what belongs there


@dataclass(frozen=True, slots=True)
class Location:
    """A stretch of a file of the repository."""

    path: str
    mark: Mark = WHOLE_FILE


class Severity(Enum):
    """How much a finding weighs: an error refuses a change, a warning is only shown."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of one rule."""

    code: str  # `SK101`
    severity: Severity  # the rule's
    location: Location  # where to look
    values: tuple[tuple[str, Value], ...]  # what fills the rule's sentences, sorted by name
    amount: int | None = None  # how bad it is, where that can grow (characters, a rank); None: not measured
    volatile: tuple[str, ...] = ()  # names of values that only explain and may differ between revisions
    fixes: tuple[Fix, ...] = ()  # only where there is one way to put it right

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for the same trouble before and after a change: code, path and values, without line, amount and volatile
        values."""
        kept = tuple(pair for pair in self.values if pair[0] not in self.volatile)
        if self.amount is not None:
            kept = tuple(pair for pair in kept if not isinstance(pair[1], int))
        return (self.code, self.location.path, kept)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file cannot be a record, or cannot stay where it is."""

    kind: str  # the reason; the rule of that kind has the words
    location: Location
    values: Mapping[str, Value]  # what fills the rule's sentences
    fixes: tuple[Fix, ...] = ()


class CannotJudge(Exception):
    """The tool could not do its work (exit 2); no submission is to blame. The argument is the message, as Words."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words

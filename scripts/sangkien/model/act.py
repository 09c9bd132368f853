"""What unions do with what people sent; field names are the schemas' own (register, dossier, decision, dispute and so on).

The unit that acts is the one whose folder holds the file, so no record names it a second time.
"""

from __future__ import annotations

from datetime import date, datetime

from sangkien.late import dataclass
from sangkien.model.programme import Days


@dataclass(frozen=True)
class Struck:
    """Why a line of the register holds no more, and since which day."""

    reason: str
    on: date


@dataclass(frozen=True)
class RegisterLine:
    """An officer's word that this content of this path reached the office then; its number is its file's. One that is struck stays
    where it is and counts for nothing."""

    received_at: datetime
    channel: str
    office: str
    path: str
    blob: str
    struck: Struck | None = None
    sample: bool = False

    @property
    def edition(self) -> str:
        """The edition of the file that it vouches for."""
        return self.path.split("/")[1]

    @property
    def unit(self) -> str:
        """The unit of that file."""
        return "/".join(self.path.split("/")[2 if self.path.startswith("submissions/") else 3 : -1])


@dataclass(frozen=True)
class Registered:
    """A line that counts, by the unit in whose register it stands and its number there."""

    unit: str
    number: int
    line: RegisterLine


@dataclass(frozen=True)
class Letter:
    """A signed paper, by its number and day."""

    number: str
    signed_on: date


@dataclass(frozen=True)
class Minutes:
    """The meeting that voted: how many belong to the committee, how many came."""

    held_on: date
    members: int
    present: int


@dataclass(frozen=True)
class Votes:
    in_favour: int
    against: int
    blank: int = 0

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.blank


@dataclass(frozen=True)
class Item:
    """One submission proposed, and the id of the content that the council saw; a reserve holds no place and waits for one to fall
    free."""

    path: str
    content: str = ""
    votes: Votes | None = None
    reserve: bool = False


@dataclass(frozen=True)
class Dossier:
    """Hồ sơ đề nghị: a unit proposes items, in the order it ranks them, to be honoured at a level. What is not there yet is empty."""

    level: str
    items: tuple[Item, ...]
    letter: Letter | None = None
    minutes: Minutes | None = None
    papers: tuple[str, ...] = ()
    employer_confirmed: bool = False
    sample: bool = False


@dataclass(frozen=True)
class Honour:
    """One innovation honoured, and the id of the content that was seen."""

    path: str
    award: str
    content: str = ""


@dataclass(frozen=True)
class Revocation:
    """An earlier decision of the same unit that no longer holds; with a path, for that innovation only."""

    number: str
    path: str = ""


@dataclass(frozen=True)
class Decision:
    number: str
    signed_on: date
    level: str
    items: tuple[Honour, ...] = ()
    revokes: tuple[Revocation, ...] = ()
    sample: bool = False


@dataclass(frozen=True)
class Outcome:
    """The paper that closes a dispute; `result` is `upheld` or `dismissed`."""

    number: str
    signed_on: date
    result: str


@dataclass(frozen=True)
class Dispute:
    """A complaint or an authorship dispute (`kind`) about one submission and the content of it that was seen; open until closed."""

    path: str
    kind: str
    opened: Letter
    content: str = ""
    closed: Outcome | None = None
    sample: bool = False

    @property
    def open(self) -> bool:
        return self.closed is None

    @property
    def upheld(self) -> bool:
        return self.closed is not None and self.closed.result == "upheld"


@dataclass(frozen=True)
class Content:
    """What stood or stands at a path: the content's id."""

    path: str
    content: str


@dataclass(frozen=True)
class Correction:
    """Đính chính: the receiving office lets one content take the time of an earlier one, held against the closing alone."""

    number: str
    signed_on: date
    reason: str
    old: Content
    new: Content
    sample: bool = False


@dataclass(frozen=True)
class Agreement:
    """The memorandum between the union and the employer of one unit: how many innovations they aim at, and when."""

    signed_on: date
    employer: str
    period: Days
    target: int
    sample: bool = False

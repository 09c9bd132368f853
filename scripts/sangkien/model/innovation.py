"""An honoured submission as the public may know it, without what is private or confidential; must not know how it is shown."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.markup import Html
from sangkien.personal import NOBODY, Withheld, covered
from sangkien.prose import rendered


@dataclass(frozen=True)
class PublicText:
    """An answer of the authors. It can be read without what is withheld of it and in no other way: it is covered when it is read, as
    most answers of a build are not."""

    _written: str
    _withheld: Withheld = NOBODY

    def __bool__(self) -> bool:
        return bool(self._written)

    @property
    def text(self) -> str:
        """The Markdown as it was written, with what is withheld covered."""
        return covered(self._written, self._withheld)

    @property
    def html(self) -> Html:
        """The answer as HTML; covered is what readers would see of each paragraph, however it was spelled."""
        return rendered(self._written, partial(covered, withheld=self._withheld))


@dataclass(frozen=True)
class Named:
    """A unit, level, field or block of the edition: its id, and its name in both languages."""

    id: str
    name: Words


@dataclass(frozen=True)
class Award:
    """What one decision awards, and the level that decided."""

    level: Named
    name: str


@dataclass(frozen=True)
class PublicAuthor:
    """An author who consented to be named."""

    name: str
    position: str


@dataclass(frozen=True)
class PublicPaper:
    """A decision: its number, the day it was signed, and the name of the unit that issued it (empty where only the number is known)."""

    number: str
    signed_on: date
    unit: str = ""


@dataclass(frozen=True)
class PublicLine:
    """A line of the register: its number there, and the office that received the paper."""

    number: int
    office: str


@dataclass(frozen=True)
class PublicCorrection:
    """The correction that counts: the path of its act, and the earlier content with the instant it was received."""

    act: str
    content: str
    at: datetime


@dataclass(frozen=True)
class PublicLanding:
    """The commit that brought the content to main, its committer date, and its page at the forge."""

    id: str
    at: datetime
    address: str


@dataclass(frozen=True)
class PublicReceived:
    """When the content was received, in the edition's zone, and what proves it."""

    at: datetime
    line: PublicLine | None
    correction: PublicCorrection | None
    landing: PublicLanding | None


@dataclass(frozen=True)
class Details:
    """What may be told of an innovation that is not confidential.

    `above` are the units above its own, nearest first; `place` is the names of all these units in one line. `authors` is empty without
    their consent, `authors_count` is how many there are. `decisions` stand in the order of the awards. `kind`, `stage` and `scope` are
    values of the schema. `content` is the id of the file's content, `path` the file's place in the repository.
    """

    unit: Named
    above: tuple[Named, ...]
    place: str
    field: Named
    block: Named
    kind: str
    stage: str
    scope: str
    applied_from: date
    applied_to: date | None
    benefit_vnd: int | None
    authors: tuple[PublicAuthor, ...]
    authors_count: int
    contact: bool
    recognition: PublicPaper | None
    problem: PublicText
    solution: PublicText
    decisions: tuple[PublicPaper, ...]
    received: PublicReceived
    content: str
    path: str

    @property
    def top(self) -> Named:
        """The province or central union that it belongs to."""
        return self.above[-1] if self.above else self.unit


@dataclass(frozen=True)
class PublicInnovation:
    """An honoured submission as the public may know it: everything in it may be shown as it is.

    `address` is its page below `sang-kien/`: edition and file name, or letters of no meaning where that name tells what must not be told.
    `awards` stand by level, the highest first. Of a confidential one there are no `details`: its title, effect and awards alone are
    public (the confederation's rule, as the press reported it).
    """

    address: str
    edition: str
    title: str
    effect: PublicText
    sample: bool
    awards: tuple[Award, ...]
    details: Details | None

    @property
    def level(self) -> Named:
        """The highest level that honours it."""
        return self.awards[0].level

    @property
    def award(self) -> str:
        """The highest award."""
        return self.awards[0].name

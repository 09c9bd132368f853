"""An honoured submission as the public may know it, without what is private or confidential; must not know how it is shown."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import partial

from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.markup import Html
from sangkien.personal import NOBODY, Withheld, covered
from sangkien.prose import opening, rendered


@dataclass(frozen=True)
class PublicText:
    """An answer of the authors, which can be read only with the withheld names covered. They are covered when it is read,
    since a build that changed little reads few answers."""

    _written: str  # Markdown
    _withheld: Withheld = NOBODY  # names to cover

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self._written)

    @property
    def text(self) -> str:
        """The Markdown as it was written, withheld names covered."""
        return covered(self._written, self._withheld)

    @property
    def html(self) -> Html:
        """The answer as HTML. Names are covered in what readers would see of each paragraph, however they were spelled in
        Markdown."""
        return rendered(self._written, partial(covered, withheld=self._withheld))

    @property
    def opening(self) -> str:
        """Its first paragraph, or the first point of its first list, as plain text, covered as in `html`."""
        return opening(self.html)


@dataclass(frozen=True)
class Named:
    """A unit, level, field or block of the edition."""

    id: str  # of the unit, level, field or block
    name: Words  # in both languages


@dataclass(frozen=True)
class Award:
    """What one decision awards."""

    level: Named  # that decided
    name: str  # of the award


@dataclass(frozen=True)
class PublicAuthor:
    """An author who consented to be named."""

    name: str  # full name
    position: str  # occupation; empty: not given


@dataclass(frozen=True)
class PublicMeasure:
    """One thing that the authors measured before and after."""

    what: str  # that was measured; covered
    before: Decimal  # as they wrote it
    after: Decimal  # as they wrote it
    unit: str  # of measure, of both numbers; covered


@dataclass(frozen=True)
class PublicPaper:
    """A decision."""

    number: str  # number and symbol of the paper
    signed_on: date
    unit: str = ""  # name of the unit that issued it; empty: not known


@dataclass(frozen=True)
class PublicLine:
    """A line of the register."""

    number: int  # in the register
    office: str  # that received the paper


@dataclass(frozen=True)
class PublicCorrection:
    """The correction that counts."""

    act: str  # path of the correction
    content: str  # blob id of the earlier content
    at: datetime  # when that was received, aware


@dataclass(frozen=True)
class PublicLanding:
    """The commit that brought the content to main."""

    id: str  # of the commit
    at: datetime  # committer date, in the edition's zone
    address: str  # page of the commit at the forge


@dataclass(frozen=True)
class PublicReceived:
    """When the content was received, and what proves it."""

    at: datetime  # in the edition's zone
    line: PublicLine | None  # None: not registered
    correction: PublicCorrection | None  # None: none counts
    landing: PublicLanding | None  # None: has not landed


@dataclass(frozen=True)
class Details:
    """What is public of an innovation that is not confidential."""

    unit: Named  # that the submission came from
    above: tuple[Named, ...]  # units above it, nearest first
    place: str  # name of its unit and of those above it, in one line
    field: Named  # that it belongs to
    block: Named  # that it belongs to
    kind: str  # value of the schema
    stage: str  # value of the schema
    scope: str  # value of the schema
    applied_from: date  # first day of real use or trial
    applied_to: date | None  # last day of a trial that has ended
    benefit_vnd: int | None  # declared benefit of one year in đồng; None: not counted in money
    summary: str  # one or two sentences in Vietnamese, covered; empty: not given
    summary_en: str  # the same in English, covered; empty: not translated
    measures: tuple[PublicMeasure, ...]  # what was measured before and after; at most three
    authors: tuple[PublicAuthor, ...]  # empty without their consent
    authors_count: int  # how many there are, named or not
    contact: bool  # the union may pass on requests to reuse the work
    recognition: PublicPaper | None  # the workplace's own decision; None: not recognised
    problem: PublicText  # answer of the authors
    solution: PublicText  # answer of the authors
    decisions: tuple[PublicPaper, ...]  # that honour it, in the order of the awards
    received: PublicReceived  # when, and what proves it
    content: str  # blob id of the file
    path: str  # of the file in the repository, covered

    @property
    def top(self) -> Named:
        """The province or central union that it belongs to."""
        return self.above[-1] if self.above else self.unit


@dataclass(frozen=True)
class PublicInnovation:
    """An honoured submission as the public may know it: everything in it may be shown as it is."""

    # page below `sang-kien/`: edition and file name, or meaningless letters where that name would disclose something
    address: str
    edition: str  # id
    title: str  # covered
    title_en: str  # the title translated, covered; empty: not translated
    effect: PublicText  # answer of the authors
    sample: bool  # invented for illustration
    awards: tuple[Award, ...]  # by level, the highest first; at least one
    # None: confidential, title, effect and awards alone are public (confederation's rule, as the press reported it)
    details: Details | None

    @property
    def level(self) -> Named:
        """The highest level that honours it."""
        return self.awards[0].level

    @property
    def award(self) -> str:
        """The name of the award of the highest level."""
        return self.awards[0].name

"""What people ask of a revision: a submission's case or story, quotas, active people; must not know how it is rendered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sangkien import git
from sangkien.app import notices
from sangkien.app.case import Case, case
from sangkien.app.receipts import path_of
from sangkien.app.repository import Repository, path_in
from sangkien.app.revision import read_acts, read_judged, replay
from sangkien.corpus.layout import RECEIVED
from sangkien.figures import Person, entries
from sangkien.figures import people as gathered
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf, Commit, Snapshot
from sangkien.rules import judge


@dataclass(frozen=True)
class QueryResult:
    """A corpus, and the edition of it that was asked about."""

    corpus: Corpus
    edition: Edition
    notices: tuple[Words, ...]  # remarks on how it was read


@dataclass(frozen=True)
class Story:
    """What one file's story is made of."""

    path: str  # of a submission or dossier
    corpus: Corpus
    edition: Edition
    snapshot: Snapshot  # the revision with its history and receipts
    touched: Sequence[Commit]  # commits that touched the file, on any line
    notices: tuple[Words, ...]  # remarks on how it was read


def case_of(repo: Repository, head: str, as_of: AsOf, asked: str) -> tuple[Case, QueryResult]:
    """The case of a submission named by path or receipt code, and what it was read from.

    Raises CannotJudge where there is none.
    """
    path = path_of(repo, head, as_of, asked)
    corpus, state = read_acts(repo, head, as_of, (path,))
    if path not in corpus.index or corpus.index[path].edition not in corpus.editions:
        raise CannotJudge(notices.why_unknown(path, corpus, state.snapshot))
    made = case(path, corpus, judge(corpus))
    return made, QueryResult(corpus, made.edition, state.notices)


def quotas_of(repo: Repository, head: str, as_of: AsOf, edition: str | None, unit: str | None) -> QueryResult:
    """The acts that the quotas of an edition (None: the newest) rest on.

    Raises CannotJudge where the edition, or the unit in it, does not exist.
    """
    corpus, state = read_acts(repo, head, as_of)
    return QueryResult(corpus, _edition(corpus, edition, unit), state.notices)


def active_people(
    repo: Repository, head: str, as_of: AsOf, edition: str | None, unit: str | None, least: int
) -> tuple[list[Person], QueryResult]:
    """The people with at least `least` valid innovations, in a unit and those below it, or in all (None).

    Raises CannotJudge where the edition, or the unit in it, does not exist.
    """
    corpus, findings, state = read_judged(repo, head, as_of)
    asked = _edition(corpus, edition, unit)
    known = gathered(corpus, entries(corpus, findings, asked))
    found = [each for each in known if each.valid >= least and (unit is None or asked.covers(unit, each.unit))]
    return found, QueryResult(corpus, asked, state.notices)


def story_of(repo: Repository, head: str, as_of: datetime | None, named: str) -> Story:
    """What the story of a file named by path is made of, as of `as_of` (aware; None: the commit's own date).

    Raises CannotJudge for a file of a kind that is never received, or that is not there.
    """
    path = path_in(repo, named)
    corpus, state = replay(repo, head, as_of, only=(path,))
    snapshot, source = state.snapshot, corpus.sources.get(path)
    edition = corpus.editions.get(source.address.edition) if source else None
    if source is None or edition is None or source.address.kind not in RECEIVED:
        raise CannotJudge(notices.why_unknown(path, corpus, snapshot))
    touched = git.touching(repo, snapshot.revision, (path,))
    return Story(path, corpus, edition, snapshot, touched, state.notices)


def _edition(corpus: Corpus, id: str | None, unit: str | None) -> Edition:
    """The edition with this id; None: the newest. Raises CannotJudge where it, or the unit in it, does not exist."""
    asked = id or max(corpus.editions, default="")
    if asked not in corpus.editions:
        raise CannotJudge(Words(f"Không có kỳ “{asked}”.", f"There is no edition “{asked}”."))
    if unit is not None and unit not in corpus.editions[asked].units:
        raise CannotJudge(
            Words(
                f"Không có đơn vị “{unit}” trong kỳ {asked}. Mã đơn vị có trong program/{asked}/units/.",
                f"There is no unit “{unit}” in edition {asked}. Unit ids stand in program/{asked}/units/.",
            )
        )
    return corpus.editions[asked]

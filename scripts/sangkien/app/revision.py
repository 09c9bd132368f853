"""Reads a revision as it stood at an instant: its files, its acts, or all of it judged; must not know what a change would bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sangkien import git
from sangkien.app.prefilter import prefilter
from sangkien.corpus import load, load_law
from sangkien.corpus.acts import named_submissions, touches_acts
from sangkien.corpus.layout import address_of, is_submission
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.act import ACTS, UNBINDING
from sangkien.model.corpus import Corpus
from sangkien.model.finding import CannotJudge, Fault, Finding
from sangkien.model.history import AsOf, Commit, Snapshot, folder_of
from sangkien.rules import judge


@dataclass(frozen=True)
class RevisionState:
    """A revision as it stood at an instant."""

    snapshot: Snapshot
    as_of: datetime  # aware, in no particular zone
    # the instant lies before the line's first commit: read as it is, but only what its files date by then counts
    archive: bool = False

    @property
    def until(self) -> datetime | None:
        """The latest date that counts inside files; None where the history tells what was there."""
        return self.as_of if self.archive else None

    @property
    def notices(self) -> tuple[Words, ...]:
        """Remarks on how it was read."""
        return (_ARCHIVE,) if self.archive else ()


_ARCHIVE = Words(
    "lúc ấy kho này chưa có commit nào; xét như một kho lưu trữ, theo ngày ghi trong các tệp.",
    "this repository had no commit then; it is read as an archive, by the dates that its files give.",
)


def state_at(repo: git.Repository, revision: str, as_of: AsOf) -> RevisionState:
    """The revision as it stood at the instant, without receipts.

    Raises CannotJudge where it names no commit.
    """
    commit = git.resolve(repo, revision)
    found = git.last_before(repo, commit, as_of.ignore_after) if as_of.ignore_after else commit
    return RevisionState(git.snapshot(repo, found or commit), as_of.at, found is None)


def with_receipts(repo: git.Repository, state: RevisionState, as_of: AsOf) -> RevisionState:
    """The state with every receipt written by the instant."""
    receipts = git.receipts.every(repo, as_of.ignore_after)
    return replace(state, snapshot=replace(state.snapshot, receipts=receipts))


def read_judged(repo: git.Repository, revision: str, as_of: AsOf) -> tuple[Corpus, tuple[Finding, ...], RevisionState]:
    """The whole corpus of a revision under its own law, every finding, and the state that was read.

    Raises CannotJudge where there was nothing then, or the law cannot be read.
    """
    made = judge_revision(repo, revision, as_of)
    return not_empty(made.corpus, made.state), made.findings, made.state


@dataclass(frozen=True)
class JudgedRevision:
    """All of a revision, judged."""

    state: RevisionState  # the revision as it stood
    corpus: Corpus
    findings: tuple[Finding, ...]
    laws: Mapping[str, str]  # edition id -> digest of its law


def judge_revision(repo: git.Repository, revision: str, as_of: AsOf) -> JudgedRevision:
    """All of a revision judged, with what it was made of.

    Raises CannotJudge as `read_judged` does.
    """
    state = with_receipts(repo, state_at(repo, revision, as_of), as_of)
    # Nobody claims anything of what landed long ago; of what came late it is asked below.
    snapshot, law = replace(state.snapshot, claims={}), load_law(state.snapshot, repo.store)
    passed = prefilter(snapshot, law, repo.store, repo.watch)
    corpus = load(snapshot, law, state.as_of, passed=passed, until=state.until, irregular=passed.irregular)
    chain = tuple(git.receipts.faults(repo, until=as_of.ignore_after))
    corpus = replace(corpus, faults=(*corpus.faults, *chain), claims=_claims(repo, snapshot, corpus))
    return JudgedRevision(state, corpus, judge(corpus), law.digests)


def _claims(repo: git.Repository, snapshot: Snapshot, corpus: Corpus) -> Mapping[str, tuple[Commit, ...]]:
    """Path -> the landing, and for a late one the sender's own commits, whose dates matter only then. What was passed matters
    only if it landed after the closing, or after now."""
    claims = dict(corpus.claims)
    for edition in corpus.editions.values():
        refuses_from = edition.rules.record.portal.late_from
        for address in corpus.judged_since(edition, min(refuses_from, corpus.as_of)):
            received = corpus.received[address.path]
            if received.landing:
                brought = git.sender_commits(repo, received.landing, address.path) if corpus.late(address.path, edition) else ()
                claims[address.path] = (received.landing, *brought)
    return dict(sorted(claims.items()))


def read_acts(repo: git.Repository, revision: str, as_of: AsOf, also: Collection[str] = ()) -> tuple[Corpus, RevisionState]:
    """A corpus of every act of a revision, the submissions that acts name and those in `also`, and the state that was read.

    Raises CannotJudge where the law cannot be read.
    """
    state = state_at(repo, revision, as_of)
    snapshot = state.snapshot
    law, asked = load_law(snapshot, repo.store), set(_acts(snapshot))
    must_be_sound(law.faults, snapshot.revision)
    known = load(snapshot, law, state.as_of, only=(), until=state.until)
    only = frozenset(asked | set(also))
    receipts = git.receipts.lookup(repo, set(dated_by(snapshot, known, only)), as_of.ignore_after)
    state = replace(state, snapshot=replace(snapshot, receipts=receipts))
    return not_empty(load(state.snapshot, law, state.as_of, only=only, until=state.until), state), state


def not_empty(corpus: Corpus, state: RevisionState) -> Corpus:
    """The corpus itself.

    Raises CannotJudge where it is an archive and none of its files dates anything that early.
    """
    if state.archive and not any(edition.registers or any(edition.acts) for edition in corpus.editions.values()):
        raise CannotJudge(Words("Lúc ấy kho chưa có gì.", "There was nothing in the repository then."))
    return corpus


def replay(
    repo: git.Repository, head: str, as_of: datetime | None, only: Collection[str] | None = None
) -> tuple[Corpus, RevisionState]:
    """The corpus, or of it only the paths in `only`, as it stood at `as_of` (aware; None: the commit's own date) by the law of
    then, and the state that was read.

    Raises CannotJudge where there was nothing then, or the law cannot be read.
    """
    asked = AsOf(as_of) if as_of else AsOf(git.commit_date(repo, git.resolve(repo, head)), replayed=False)
    state = with_receipts(repo, state_at(repo, head, asked), asked)
    snapshot, law = state.snapshot, load_law(state.snapshot, repo.store)
    if only is None:
        passed = prefilter(snapshot, law, repo.store, repo.watch)
        return not_empty(load(snapshot, law, state.as_of, passed=passed, until=state.until), state), state
    return not_empty(load(snapshot, law, state.as_of, {*only, *_acts(snapshot)}, until=state.until), state), state


def _acts(snapshot: Snapshot) -> Iterator[str]:
    return (path for path, _ in snapshot.entries.under("program") if (address := address_of(path)) and address.kind in ACTS)


def dated_by(state: Snapshot, acts: Corpus, only: frozenset[str]) -> Iterator[str]:
    """Blobs whose receipts the judgement of these paths needs: their own; where acts are judged, those of dossiers, of their
    earlier contents and of submissions that acts name; after a closing, those of earlier contents and of what corrections
    name."""
    paths = set(only)
    if touches_acts(only, acts.editions, state):
        dossiers = {filed.path for edition in acts.editions.values() for filed in edition.dossiers}
        yield from (blob for path in dossiers for blob in state.history.landings.get(path, ()))
        paths |= dossiers | set(named_submissions(acts.editions))
    yield from (state.entries[path].blob for path in paths if path in state.entries)
    if any(edition.rules.record.portal.closed(acts.as_of) for edition in acts.editions.values()):
        yield from (blob for path in paths for blob in state.history.landings.get(path, ()))
        for folder in {folder_of(path) for path in paths if is_submission(path)}:
            yield from (blob for blob in state.history.brought.get(folder, ()) if not state.entries.holding(folder, blob))
        for edition in acts.editions.values():
            yield from (each.content for filed in edition.corrections for each in (filed.record.old, filed.record.new))


def must_be_sound(faults: Sequence[Fault], revision: str) -> None:
    """Raises CannotJudge for a fault in the law, a register or an act other than an agreement: nobody can be judged by what
    cannot be read."""
    broken = [
        each.location.path
        for each in faults
        if (address := address_of(each.location.path)) is None or address.kind not in UNBINDING
    ]
    if broken:
        path = broken[0]
        raise CannotJudge(
            Words(
                f"{path} ở phiên bản {revision[:12]} đang hỏng nên chưa xét được ai. Xem: sangkien check --head {revision[:12]}",
                f"{path} at {revision[:12]} is broken, so nobody can be judged yet. See: sangkien check --head {revision[:12]}",
            )
        )

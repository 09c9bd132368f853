"""One submission's case: received, valid, in dispute, proposed, honoured, what happens next by when; must not know how it is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sangkien.app.next_steps import Bid, State, next_steps
from sangkien.language import Words, filled
from sangkien.late import dataclass
from sangkien.model.act import Dispute
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.finding import Finding, Severity
from sangkien.model.programme import lineage
from sangkien.model.public import is_counted
from sangkien.model.submission import Received, Submission
from sangkien.receipt_code import receipt_code
from sangkien.rules import time
from sangkien.rules.quota_ledger import Proposed, QuotaStatus, ledger


@dataclass(frozen=True)
class Case:
    """What can be answered about one submission."""

    path: str  # of the submission
    edition: Edition  # the edition it was sent to
    unit: str  # id of the unit whose folder holds it
    blob: str  # its present content
    filed: Filed[Submission] | None  # its record; None: not well formed, or not read as it is in order by itself
    received: Received  # when its present content was received
    late: bool  # received after the closing
    faults: tuple[Finding, ...]  # errors that make it invalid, lateness left out
    disputes: tuple[Filed[Dispute], ...]  # about it, open and closed
    proposed: tuple[Proposed, ...]  # how it was proposed to each level
    honours: tuple[Granted, ...]  # of its present content, revoked ones too
    decided: frozenset[str]  # ids of the levels whose union in charge is publicly known to have honoured somebody
    next: tuple[Words, ...]  # who has to do what now, by when

    @property
    def code(self) -> str:
        """The receipt code of its present content."""
        return receipt_code(self.blob)

    @property
    def honoured(self) -> frozenset[str]:
        """Ids of the levels with an honour in force."""
        return frozenset(each.level for each in self.honours if each.revoked_by is None)


def case(path: str, corpus: Corpus, findings: Iterable[Finding]) -> Case:
    """The case of a submission (path) of the corpus; `findings` are the corpus's own.

    Raises KeyError for a path that is not in the corpus.
    """
    (made,) = cases((path,), corpus, findings)
    return made


def cases(paths: Iterable[str], corpus: Corpus, findings: Iterable[Finding]) -> Iterator[Case]:
    """Yields the case of each of these submissions, in their order; `findings` are the corpus's own.

    Raises KeyError for a path that is not in the corpus.
    """
    faults: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.code != time.after_closing.code:
            faults[finding.location.path].append(finding)
    records = {filed.path: filed for filed in corpus.submissions}
    known: dict[str, _EditionCases] = {}
    for path in paths:
        address = corpus.index[path]
        ours = known.get(address.edition)
        if ours is None:
            ours = known[address.edition] = _EditionCases(corpus, corpus.editions[address.edition])
        yield ours.case(path, address.unit, records.get(path), tuple(faults.get(path, ())))


class _EditionCases:
    """What the cases of an edition have in common, looked up once."""

    def __init__(self, corpus: Corpus, edition: Edition) -> None:
        self._corpus, self._edition = corpus, edition
        self._book = ledger(corpus, edition.id).by_path
        self._granted: dict[str, list[Granted]] = defaultdict(list)
        for granted in edition.granted:
            self._granted[granted.honour.path].append(granted)
        # One that honoured a confidential innovation alone is not known to have decided: that would tell whose it is.
        public = (each for each in edition.in_force if is_counted(corpus.facts.get(each.honour.path)))
        self._deciding = {(granted.level, granted.decision.unit) for granted in public}
        self._decided: dict[str, frozenset[str]] = {}
        self._next: dict[State, tuple[Words, ...]] = {}

    def case(self, path: str, unit: str, filed: Filed[Submission] | None, faults: tuple[Finding, ...]) -> Case:
        """The case of a submission of the edition."""
        corpus, edition = self._corpus, self._edition
        if (decided := self._decided.get(unit)) is None:
            decided = frozenset(level for level, by in self._deciding if edition.covers(by, unit))
            self._decided[unit] = decided
        made = Case(
            path=path,
            edition=edition,
            unit=unit,
            blob=corpus.blob_at(path),
            filed=filed,
            received=corpus.received[path],
            late=corpus.late(path, edition),
            faults=faults,
            disputes=corpus.disputes.get(path, ()),
            proposed=self._book.get(path, ()),
            honours=tuple(each for each in self._granted.get(path, ()) if corpus.as_seen(each.decision, path)),
            decided=decided,
            next=(),
        )
        return replace(made, next=self._steps(made))

    def _steps(self, made: Case) -> tuple[Words, ...]:
        """What comes next. Most cases are in one of a few states, so each state is worded once."""
        state = self._state(made)
        if (steps := self._next.get(state)) is None:
            steps = tuple(next_steps(state, self._edition.id, self._edition.rules.record, self._corpus.as_of))
            self._next[state] = steps
        stopped = state.late or state.faulty or state.upheld
        return steps if stopped else (*self._rulings(made.disputes), *steps)

    def _state(self, made: Case) -> State:
        units, facts = self._edition.units, self._corpus.facts.get(made.path)
        return State(
            late=made.late,
            faulty=bool(made.faults),
            upheld=any(each.record.upheld for each in made.disputes),
            levels=tuple(units[step].level for step in lineage(made.unit) if step in units),
            field=facts.field if facts else "",
            bids=tuple(_bids(made.proposed).items()),
            honoured=made.honoured,
            revoked=frozenset(each.level for each in made.honours if each.revoked_by) - made.honoured,
            decided=made.decided,
        )

    def _rulings(self, disputes: Iterable[Filed[Dispute]]) -> Iterator[Words]:
        """Who has to rule on the open ones."""
        for dispute in disputes:
            if dispute.record.open:
                said = Words(
                    "{unit} kết luận vụ việc; đến lúc đó bài giữ nguyên suất nhưng chưa được chọn.",
                    "{unit} rules on the dispute; until then it keeps its places but cannot be chosen.",
                )
                yield filled(said, {"unit": self._edition.name_of(dispute.unit)})


_BEST = (Bid.WAITS, Bid.OTHER_CONTENT, Bid.RESERVE, Bid.IMPROPER)


def _bids(proposed: Iterable[Proposed]) -> Mapping[str, Bid]:
    """How it stands at each level; of several proposals to one the best counts."""
    bids: dict[str, Bid] = {}
    for entry in proposed:
        bid = _bid(entry)
        bids[entry.level] = min(bids.get(entry.level, bid), bid, key=_BEST.index)
    return bids


def _bid(entry: Proposed) -> Bid:
    if not entry.proper:
        return Bid.IMPROPER
    if any(bar.id == "other_content" for bar in entry.bars):
        return Bid.OTHER_CONTENT
    return Bid.RESERVE if entry.status is QuotaStatus.WAITS else Bid.WAITS

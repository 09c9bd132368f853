"""One entry per submission, as every report counts it: unit, validity, benefit, proposals, honours; must not group or add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Finding, Severity
from sangkien.rules import time
from sangkien.rules.quota_ledger import QuotaStatus, ledger


class Validity(Enum):
    """Whether a submission counts: valid and in time, valid but late, or invalid. Of an invalid one it is not asked whether
    it was late."""

    ON_TIME = "on_time"
    LATE = "late"
    INVALID = "invalid"


@dataclass(frozen=True)
class CountedSubmission:
    """One submission as the reports count it. What an unreadable file leaves unknown is empty."""

    path: str  # of the submission's file
    unit: str  # id of the unit in whose folder the file stands
    validity: Validity  # of the submission by its findings
    day: date  # when it was received, in the edition's zone
    block: str = ""  # id; empty: unknown
    field: str = ""  # id; empty: unknown
    benefit: int | None = None  # declared benefit of one year in đồng; None: not counted in money, or unknown
    proposed: tuple[str, ...] = ()  # ids of the levels to which a dossier properly proposes it
    reserve: tuple[str, ...] = ()  # ids of those levels at which it waits in reserve, the quota being full
    honours: tuple[str, ...] = ()  # ids of the levels with an honour of it in force


def entries(corpus: Corpus, findings: Iterable[Finding], edition: Edition) -> Iterator[CountedSubmission]:
    """Yields one entry for each submission of the edition, in the order of `corpus.index`. `findings` are those of the whole
    revision; only errors matter."""
    validities = _validities(findings)
    honours = corpus.honours(edition)
    book = ledger(corpus, edition.id).by_path
    for address in corpus.index.values():
        if address.edition != edition.id:
            continue
        rightly = [each for each in book.get(address.path, ()) if each.proper]
        record, day = corpus.facts.get(address.path), corpus.received[address.path].at.date()
        yield CountedSubmission(
            path=address.path,
            unit=address.unit,
            validity=validities.get(address.path, Validity.ON_TIME),
            day=day,
            block=record.block if record else "",
            field=record.field if record else "",
            benefit=record.benefit_vnd if record else None,
            proposed=tuple(each.level for each in rightly),
            reserve=tuple(each.level for each in rightly if each.status is QuotaStatus.WAITS),
            honours=tuple(granted.level for granted in honours.get(address.path, ())),
        )


def _validities(findings: Iterable[Finding]) -> Mapping[str, Validity]:
    """The validity by path of those that are not valid and in time. Any error but lateness makes a submission invalid."""
    found: dict[str, Validity] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            late = finding.code == time.after_closing.code
            if not late or finding.location.path not in found:
                found[finding.location.path] = Validity.LATE if late else Validity.INVALID
    return found

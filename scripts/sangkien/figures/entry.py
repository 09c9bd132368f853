"""One entry a submission, as every report counts it: what it is worth, who sent it, what became of it; must not group or add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum

from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Finding, Severity
from sangkien.rules import time
from sangkien.rules.quota_ledger import QuotaStatus as Place
from sangkien.rules.quota_ledger import ledger


class Validity(Enum):
    """What a submission is worth: valid and in time, valid but late, or invalid (then nobody asks whether it was late)."""

    ON_TIME = "on_time"
    LATE = "late"
    INVALID = "invalid"


@dataclass(frozen=True)
class Entry:
    """One submission as the reports count it; what an unreadable file does not say is empty.

    `day` is the one on which it was received, in the edition's own time zone. `proposed`, `reserve` and `honours` are levels: to which
    it was rightly proposed, at which of those it only waits, which honour it.
    """

    path: str
    unit: str
    validity: Validity
    day: date
    block: str = ""
    field: str = ""
    benefit: int | None = None
    proposed: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()


def entries(corpus: Corpus, findings: Iterable[Finding], edition: Edition) -> Iterator[Entry]:
    """Every submission of the edition once, by path."""
    validities = _standings(findings)
    honours = corpus.honours(edition)
    book = ledger(corpus, edition.id).by_path
    for address in corpus.index.values():
        if address.edition != edition.id:
            continue
        rightly = [each for each in book.get(address.path, ()) if each.proper]
        record, day = corpus.facts.get(address.path), corpus.received[address.path].at.date()
        yield Entry(
            path=address.path,
            unit=address.unit,
            validity=validities.get(address.path, Validity.ON_TIME),
            day=day,
            block=record.block if record else "",
            field=record.field if record else "",
            benefit=record.benefit_vnd if record else None,
            proposed=tuple(each.level for each in rightly),
            reserve=tuple(each.level for each in rightly if each.status is Place.WAITS),
            honours=tuple(granted.level for granted in honours.get(address.path, ())),
        )


def _standings(findings: Iterable[Finding]) -> Mapping[str, Validity]:
    """Paths that are not simply in time. Any error but lateness makes a submission invalid."""
    found: dict[str, Validity] = {}
    for finding in findings:
        if finding.severity is Severity.ERROR:
            late = finding.code == time.after_closing.code
            if not late or finding.location.path not in found:
                found[finding.location.path] = Validity.LATE if late else Validity.INVALID
    return found

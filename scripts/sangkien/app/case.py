"""One submission's case: received, valid, in dispute, proposed, honoured, what happens next by when; must not know how it is rendered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass
from sangkien.model.act import Dispute
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.finding import Finding, Severity
from sangkien.model.programme import Level, lineage
from sangkien.model.submission import Received, Submission
from sangkien.rules import time
from sangkien.rules.quota_ledger import Proposed, QuotaStatus, ledger

_STATUSES = {
    QuotaStatus.HOLDS: Words("giữ chỗ", "holds a place"),
    QuotaStatus.WAITS: Words("dự bị, chờ chỗ trống", "in reserve, waits for a place"),
    QuotaStatus.OVER: Words("ngoài hạn mức", "beyond the quota"),
    QuotaStatus.OUT: Words("không tính", "does not count"),
}
_PROPOSED = Words("được đề nghị", "proposed")


def status_words(entry: Proposed) -> Words:
    """The name of an item's quota status; where nothing limits the item there is no slot to hold."""
    return _PROPOSED if entry.status is QuotaStatus.HOLDS and not entry.limits else _STATUSES[entry.status]


@dataclass(frozen=True)
class Case:
    """What can be answered about one submission."""

    path: str  # of the submission
    edition: Edition  # the edition it was sent to
    unit: str  # id of the unit whose folder holds it
    filed: Filed[Submission] | None  # its record; None: not well formed
    received: Received  # when its present content was received
    late: bool  # received after the closing
    faults: tuple[Finding, ...]  # errors that make it invalid, lateness left out
    disputes: tuple[Filed[Dispute], ...]  # about it, open and closed
    proposed: tuple[Proposed, ...]  # how it was proposed to each level
    honours: tuple[Granted, ...]  # of its present content, revoked ones too
    next: tuple[Words, ...]  # who has to do what now, by when


def case(path: str, corpus: Corpus, findings: Iterable[Finding]) -> Case:
    """The case of a submission (path) of the corpus; `findings` are the corpus's own.

    Raises KeyError for a path that is not in the corpus.
    """
    address = corpus.index[path]
    edition = corpus.editions[address.edition]
    received = corpus.received[path]
    errors = (each for each in findings if each.location.path == path and each.severity is Severity.ERROR)
    made = Case(
        path=path,
        edition=edition,
        unit=address.unit,
        filed=next((filed for filed in corpus.submissions if filed.path == path), None),
        received=received,
        late=corpus.late(path, edition),
        faults=tuple(each for each in errors if each.code != time.after_closing.code),
        disputes=corpus.disputes.get(path, ()),
        proposed=ledger(corpus, edition.id).by_path.get(path, ()),
        honours=tuple(each for each in edition.granted if each.honour.path == path and corpus.as_seen(each.decision, path)),
        next=(),
    )
    return replace(made, next=tuple(_next(made, corpus)))


def _next(made: Case, corpus: Corpus) -> Iterator[Words]:
    """Who has to do what now, and by when: first what stands in the way, then the levels from the lowest up."""
    portal = made.edition.rules.record.portal
    closing: dict[str, Value] = {"closes": Until(portal.closing.at)}
    if made.late or made.faults:
        if made.late:
            said = Words(
                "Bài đến sau giờ đóng nên không được xét. Bản giấy đã đến kịp thì nhờ nơi nhận ghi sổ tiếp nhận.",
                "It came after closing and is not considered. If it came in time on paper, ask the office to enter it in the register.",
            )
        elif portal.closed(corpus.as_of):
            said = Words(
                "Cổng nhận bài đã đóng ({closes}); bài còn lỗi nên không được xét.",
                "The intake is closed ({closes}); with its errors it is not considered.",
            )
        else:
            said = Words(
                "Tác giả hoặc công đoàn cơ sở sửa các lỗi trên trước {closes}.",
                "The author or the grassroots union mends the errors above before {closes}.",
            )
        yield filled(said, closing)
        return
    if any(dispute.record.upheld for dispute in made.disputes):
        yield Words("Bài đã bị loại theo kết luận nêu trên.", "The ruling above has put it out.")
        return
    for dispute in made.disputes:
        if dispute.record.open:
            said = Words(
                "{unit} kết luận vụ việc {number}; đến lúc đó bài giữ nguyên chỗ nhưng chưa được chọn.",
                "{unit} rules on {number}; until then it keeps its places but cannot be chosen.",
            )
            yield filled(said, {"unit": made.edition.name_of(dispute.unit), "number": dispute.record.opened.number})
    yield from _at_levels(made, corpus)


def _at_levels(made: Case, corpus: Corpus) -> Iterator[Words]:
    rules = made.edition.rules.record
    honoured = {each.level for each in corpus.honours(made.edition).get(made.path, ())}
    for level in reversed(rules.levels):
        if level.id in honoured:
            continue
        entries = [entry for entry in made.proposed if entry.level == level.id]
        if any(entry.proper for entry in entries):
            yield filled(
                Words("Chờ {level} xét và ra quyết định.", "Waits for the decision of {level}."), {"level": level.name}
            )
        elif level.due:
            yield from _may_be_proposed(made, level, corpus)
        elif not honoured:
            said = Words(
                "{level} có thể tôn vinh theo thẩm quyền, không cần hồ sơ.",
                "{level} may honour it by its own authority, without a dossier.",
            )
            yield filled(said, {"level": level.name})


def _may_be_proposed(made: Case, level: Level, corpus: Corpus) -> Iterator[Words]:
    """Whether, by whom and until when it can still be proposed to a level."""
    edition, rules = made.edition, made.edition.rules.record
    assert level.due is not None
    below = [step for step in lineage(made.unit) if step in edition.units]
    able = [step for step in below if rules.rank(edition.units[step].level) > rules.rank(level.id)]
    values: dict[str, Value] = {
        "level": level.name,
        "due": Until(level.due.at),
        "units": Words(*(" / ".join(edition.name_of(step) for step in able),) * 2),
    }
    if made.filed and level.fields and made.filed.record.field not in level.fields:
        values["field"] = rules.vocabulary("fields")[made.filed.record.field]
        yield filled(Words("{level} không xét lĩnh vực “{field}”.", "{level} does not honour the field “{field}”."), values)
    elif level.closed(corpus.as_of):
        said = Words("Đã hết hạn đề nghị lên {level} ({due}).", "Dossiers to {level} were due by {due}.")
        yield filled(said, values)
    else:
        said = Words(
            "{units} có thể đề nghị lên {level}, hồ sơ nộp trước {due}.", "{units} may propose it to {level}, by {due}."
        )
        yield filled(said, values)

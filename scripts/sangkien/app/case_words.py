"""Words what is answered about a submission, for the terminal and the public tracker alike; must not know who asked, or where it is shown.

No sentence holds the title, an author, a path or the id of a content or commit: a file with many cases then tells whose each one is
to nobody but who asks for it. Nor does one hold a rank in a dossier: a rank that is missing in public would betray a confidential
innovation. `status --format json`, `timeline` and `check` tell these to whoever has the repository.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from enum import Enum
from functools import lru_cache

from sangkien.app.case import Case
from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass, regex
from sangkien.model.act import Dispute
from sangkien.model.corpus import Corpus, Granted
from sangkien.model.filed import Filed
from sangkien.rules import CATALOGUE
from sangkien.rules.quota_ledger import Proposed, QuotaStatus


class Mark(Enum):
    """How a sentence is to be looked at."""

    DONE = "done"  # settled for it
    WAITING = "waiting"  # somebody has still to act
    STOPPED = "stopped"  # stands against it
    NONE = "none"  # nothing has happened


@dataclass(frozen=True)
class Answer:
    """One thing that is answered."""

    label: Words
    said: tuple[tuple[Mark, Words], ...]  # at least one sentence, each with its mark


Told = Callable[[str], str]
"""What may be shown of a text that a union wrote freely: a number, an award, a reason; empty for nothing at all."""

LABELS = {
    "received": Words("Nhận", "Received"),
    "struck": Words("Đã gạch", "Struck"),
    "valid": Words("Hợp lệ", "Valid"),
    "disputes": Words("Khiếu nại", "Disputes"),
    "proposed": Words("Đề nghị", "Proposed"),
    "honoured": Words("Tôn vinh", "Honoured"),
    "next": Words("Tiếp theo", "Next"),
}
"""What is answered, in this order."""
_NONE = ((Mark.NONE, Words("chưa có", "none yet")),)
_STATUSES = {
    QuotaStatus.HOLDS: Words("giữ suất", "holds a place"),
    QuotaStatus.WAITS: Words("dự bị, chờ suất trống", "in reserve, waits for a place"),
    QuotaStatus.OVER: Words("ngoài hạn mức", "beyond the quota"),
    QuotaStatus.OUT: Words("không tính", "does not count"),
}
_PROPOSED = Words("được đề nghị", "proposed")


def status_words(entry: Proposed) -> Words:
    """The name of an item's quota status; where nothing limits the item there is no slot to hold."""
    return _PROPOSED if entry.status is QuotaStatus.HOLDS and not entry.limits else _STATUSES[entry.status]


def answers(case: Case, corpus: Corpus, told: Told = str) -> Iterator[Answer]:
    """Yields every answer about a case of the corpus, the same to everybody but for what `told` covers in free texts."""
    rank = case.edition.rules.record.rank
    upwards = sorted(case.proposed, key=lambda entry: -rank(entry.level))
    said = {
        "received": tuple(_received(case)),
        "struck": tuple(_struck(case, told)),
        "valid": tuple(_valid(case)),
        "disputes": tuple(_dispute(each, corpus, told) for each in case.disputes),
        "proposed": tuple(_proposal(each, case) for each in upwards) or _NONE,
        "honoured": tuple(_honour(each, case, told) for each in case.honours) or _NONE,
        "next": tuple((Mark.NONE, each) for each in case.next),
    }
    return (Answer(LABELS[name], each) for name, each in said.items() if each)


_BY = {
    "receipt": Words("theo biên nhận của máy chủ", "by the server's receipt"),
    "register": Words("theo sổ tiếp nhận", "by the register"),
    "landing": Words("theo lúc vào kho", "by its landing"),
    "none": Words("chưa có bằng chứng", "no evidence yet"),
}
_RECEIVED = Words("{at}, {by}: {verdict}", "{at}, {by}: {verdict}")
_IN_TIME, _TOO_LATE = Words("kịp", "in time"), Words("trễ", "late")
_EDITED = Words("Sau đó {edit} nên giữ nguyên giờ nhận.", "Since then it {edit}, so it keeps its time.")
_CORRECTED = Words(
    "Được đính chính: tính theo giờ {at} của nội dung đã gửi trước.", "Corrected: it takes {at}, the time of what was sent."
)


def _received(case: Case) -> Iterator[tuple[Mark, Words]]:
    received, mark = case.received, Mark.STOPPED if case.late else Mark.DONE
    by = _BY[_evidence(case)]
    verdict = _verdict(case.late, case.edition.rules.record.portal.closing.at)
    yield mark, filled(_RECEIVED, {"at": received.at, "by": by, "verdict": verdict})
    if received.edit:
        yield mark, filled(_EDITED, {"edit": received.edit.said})
    if received.corrected:
        yield mark, filled(_CORRECTED, {"at": received.corrected.at})


@lru_cache(maxsize=100)  # the same of all that an edition received
def _verdict(late: bool, closes: datetime) -> Words:
    said = Words("{verdict} (giờ đóng {closes})", "{verdict} (closing {closes})")
    return filled(said, {"verdict": _TOO_LATE if late else _IN_TIME, "closes": Until(closes)})


def _evidence(case: Case) -> str:
    received = case.received
    if received.receipt:
        return "receipt"
    return "register" if received.line else "landing" if received.landing else "none"


_STRUCK = Words(
    "số đến {number} ({unit}), gạch ngày {on}, không còn tính{reason}",
    "number {number} ({unit}), struck on {on}, counts no more{reason}",
)


def _struck(case: Case, told: Told) -> Iterator[tuple[Mark, Words]]:
    """Register lines about it that were struck."""
    for filed in case.edition.registers:
        mark = filed.record.struck
        if mark is not None and filed.record.path == case.path:
            reason = told(mark.reason)
            values: dict[str, Value] = {"number": filed.number, "unit": filed.unit, "on": mark.on}
            yield Mark.STOPPED, filled(_STRUCK, values | {"reason": f": {reason}" if reason else ""})


def _valid(case: Case) -> Iterator[tuple[Mark, Words]]:
    if not case.late and not case.faults:
        yield Mark.DONE, Words("có", "yes")
    if case.late:
        yield Mark.STOPPED, Words("không: trễ hạn (SK301)", "no: late (SK301)")
    for code in dict.fromkeys(finding.code for finding in case.faults):
        title = CATALOGUE[code].title.inside
        yield Mark.STOPPED, Words(f"không: {title.vi} ({code})", f"no: {title.en} ({code})")


def _dispute(filed: Filed[Dispute], corpus: Corpus, told: Told) -> tuple[Mark, Words]:
    dispute, labels = filed.record, corpus.fields["dispute"]
    values: dict[str, Value] = {
        "kind": labels["kind"].labels[dispute.kind],
        "on": dispute.opened.signed_on,
    }
    if dispute.closed is None:
        return Mark.WAITING, filled(Words("{kind}, ngày {on}: đang giải quyết", "{kind}, {on}: open"), values)
    values |= {
        "result": labels["closed.result"].labels[dispute.closed.result].inside,
        "closed": dispute.closed.signed_on,
    }
    said = Words(
        "{kind}, ngày {on}: {result} (kết luận ngày {closed})",
        "{kind}, {on}: {result} (ruling of {closed})",
    )
    return Mark.STOPPED if dispute.upheld else Mark.DONE, filled(said, values)


def _number(number: str) -> str:
    return f" {number}" if number else ""


def _proposal(entry: Proposed, case: Case) -> tuple[Mark, Words]:
    rules = case.edition.rules.record
    values: dict[str, Value] = {
        "level": rules.vocabulary("levels")[entry.level],
        "unit": case.edition.name_of(entry.dossier.unit),
        "standing": status_words(entry),
        "why": _why(entry),
    }
    said = Words("{level}: trong hồ sơ của {unit}, {standing}{why}", "{level}: in the dossier of {unit}, {standing}{why}")
    return _mark(entry, case), filled(said, values)


def _mark(entry: Proposed, case: Case) -> Mark:
    """Done once its level, or one above, has honoured it."""
    rank = case.edition.rules.record.rank
    if any(rank(level) <= rank(entry.level) for level in case.honoured):
        return Mark.DONE
    return Mark.STOPPED if not entry.proper or entry.level in case.decided else Mark.WAITING


_FIELD = regex(r" \(`\w+`\)")
"""Where a bar names the field of the file, for whoever mends it."""
_OTHER_CONTENT = Words("nội dung hiện nay khác nội dung hội đồng đã xét", "what stands there now is not what the council saw")


def _why(entry: Proposed) -> Words:
    """What prevents it from being chosen, in words, after its status."""
    if not entry.sound:
        return Words(": hồ sơ chưa hợp lệ", ": the dossier is not valid")
    if entry.twice:
        return Words(": đã có ở hồ sơ khác", ": it stands in another dossier already")
    if entry.bars:
        said = [_OTHER_CONTENT if bar.id == "other_content" else bar.public or bar.words for bar in entry.bars]
        return Words(
            *(": " + _FIELD.sub("", "; ".join(each)) for each in zip(*((one.vi, one.en) for one in said), strict=True))
        )
    return Words("", "")


def _honour(granted: Granted, case: Case, told: Told) -> tuple[Mark, Words]:
    level, decision = case.edition.rules.record.vocabulary("levels")[granted.level], granted.decision.record
    award, number = told(granted.honour.award), told(decision.number)
    later = granted.revoked_by
    values: dict[str, Value] = {"level": level, "award": award, "number": number, "on": decision.signed_on, "revoked": ""}
    if later:
        by = _number(told(later.record.number))
        values["revoked"] = Words(f"; đã bị hủy bỏ theo quyết định{by}", f"; revoked by decision{by}")
    said = Words(
        "{level}: {award}, quyết định {number}, ngày {on}{revoked}", "{level}: {award}, decision {number}, {on}{revoked}"
    )
    alone = Words("{level}{revoked}", "{level}{revoked}")
    return Mark.STOPPED if later else Mark.DONE, filled(said if award and number else alone, values)

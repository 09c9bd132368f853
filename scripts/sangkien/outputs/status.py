"""Renders one submission's case as text and as JSON; must not find anything out itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sangkien.app.audit import AuditRow, evidence
from sangkien.app.case import Case, status_words
from sangkien.language import Language, Until, Value, Words, filled
from sangkien.model.act import Dispute, RegisterLine
from sangkien.model.corpus import Corpus, Granted
from sangkien.model.filed import Filed
from sangkien.receipt_code import receipt_code
from sangkien.rules import CATALOGUE
from sangkien.rules.quota_ledger import Proposed

_NONE = Words("chưa có", "none yet")


def text(case: Case, corpus: Corpus, language: Language) -> str:
    """The whole answer: a heading, then one labelled paragraph for each question."""
    title = case.filed.record.title if case.filed else case.path
    lines = [title, case.path, case.edition.name_of(case.unit), ""]
    for label, answers in _answers(case, corpus):
        name = label.say(language)
        for position, answer in enumerate(answers):
            lines.append(f"{name if position == 0 else '':<12}{answer.say(language)}")
    return "".join(f"{line}\n".replace(" \n", "\n") for line in lines)


def _answers(case: Case, corpus: Corpus) -> Iterator[tuple[Words, list[Words]]]:
    if case.filed:
        code = receipt_code(case.filed.source.blob)
        yield Words("Biên nhận", "Receipt"), [Words(f"mã {code}", f"code {code}")]
    yield Words("Nhận", "Received"), [_received(case)]
    if struck := _struck(case):
        yield Words("Đã gạch", "Struck"), [filled(_STRUCK, _line(each)) for each in struck]
    yield Words("Hợp lệ", "Valid"), list(_valid(case))
    if case.disputes:
        yield Words("Khiếu nại", "Disputes"), [_dispute(each, corpus) for each in case.disputes]
    yield Words("Đề nghị", "Proposed"), [_proposal(each, case) for each in case.proposed] or [_NONE]
    yield Words("Tôn vinh", "Honoured"), [_honour(each, case) for each in case.honours] or [_NONE]
    if case.next:
        yield Words("Tiếp theo", "Next"), list(case.next)


def _received(case: Case) -> Words:
    portal = case.edition.rules.record.portal
    line = AuditRow(case.path, "", case.received, portal.closing.at, case.late)
    values: dict[str, Value] = {
        "at": case.received.at,
        "evidence": Words(evidence(line, "vi"), evidence(line, "en")),
        "closes": Until(portal.closing.at),
        "verdict": Words("trễ", "late") if case.late else Words("kịp", "in time"),
    }
    return filled(
        Words("{at}, {evidence}: {verdict} (giờ đóng {closes})", "{at}, {evidence}: {verdict} (closing {closes})"), values
    )


_STRUCK = Words(
    "số đến {number} ({unit}), gạch ngày {on}, không còn tính: {reason}",
    "number {number} ({unit}), struck on {on}, counts no more: {reason}",
)


def _struck(case: Case) -> list[Filed[RegisterLine]]:
    """Register lines about it that were struck."""
    return [each for each in case.edition.registers if each.record.path == case.path and each.record.struck]


def _line(filed: Filed[RegisterLine]) -> dict[str, Value]:
    mark = filed.record.struck
    assert mark is not None
    return {"number": filed.number, "unit": filed.unit, "on": mark.on, "reason": mark.reason}


def _valid(case: Case) -> Iterator[Words]:
    if not case.late and not case.faults:
        yield Words("có", "yes")
    if case.late:
        yield Words("không: trễ hạn", "no: late")
    for finding in case.faults:
        said = filled(CATALOGUE[finding.code].says, dict(finding.values))
        yield Words(f"không: {said.vi} ({finding.code})", f"no: {said.en} ({finding.code})")


def _dispute(filed: Filed[Dispute], corpus: Corpus) -> Words:
    dispute, labels = filed.record, corpus.fields["dispute"]
    values: dict[str, Value] = {
        "kind": labels["kind"].labels[dispute.kind],
        "number": dispute.opened.number,
        "on": dispute.opened.signed_on,
    }
    if dispute.closed is None:
        return filled(Words("{kind}, {number}, ngày {on}: đang giải quyết", "{kind}, {number}, {on}: open"), values)
    values |= {
        "result": labels["closed.result"].labels[dispute.closed.result].inside,
        "ruling": dispute.closed.number,
        "closed": dispute.closed.signed_on,
    }
    said = Words(
        "{kind}, {number}, ngày {on}: {result} ({ruling}, ngày {closed})",
        "{kind}, {number}, {on}: {result} ({ruling}, {closed})",
    )
    return filled(said, values)


def _proposal(entry: Proposed, case: Case) -> Words:
    levels, unit = case.edition.rules.record.vocabulary("levels"), case.edition.name_of(entry.dossier.unit)
    values: dict[str, Value] = {
        "level": levels[entry.level],
        "unit": unit,
        "rank": entry.index + 1,
        "of": len(entry.dossier.record.items),
        "standing": status_words(entry),
        "why": _why(entry),
    }
    said = Words(
        "{level}: mục {rank}/{of} trong hồ sơ của {unit}, {standing}{why}",
        "{level}: item {rank} of {of} in the dossier of {unit}, {standing}{why}",
    )
    return filled(said, values)


def _why(entry: Proposed) -> Words:
    """What prevents it from being chosen, in words, after its status."""
    if not entry.sound:
        return Words(": hồ sơ chưa hợp lệ", ": the dossier is not valid")
    if entry.twice:
        return Words(": đã có ở hồ sơ khác", ": it stands in another dossier already")
    if entry.bars:
        rendered = [bar.words for bar in entry.bars]
        return Words(": " + "; ".join(each.vi for each in rendered), ": " + "; ".join(each.en for each in rendered))
    return Words("", "")


def _honour(granted: Granted, case: Case) -> Words:
    levels, decision = case.edition.rules.record.vocabulary("levels"), granted.decision.record
    values: dict[str, Value] = {
        "level": levels[granted.level],
        "award": granted.honour.award,
        "number": decision.number,
        "on": decision.signed_on,
        "revoked": "",
    }
    if later := granted.revoked_by:
        number = later.record.number
        values["revoked"] = Words(f"; đã thu hồi bằng quyết định {number}", f"; revoked by decision {number}")
    said = Words(
        "{level}: {award}, quyết định {number}, ngày {on}{revoked}", "{level}: {award}, decision {number}, {on}{revoked}"
    )
    return filled(said, values)


def data(case: Case, corpus: Corpus) -> str:
    """The case as JSON: ids for machines, words in both languages for people."""
    line = AuditRow(case.path, "", case.received, case.edition.rules.record.portal.closing.at, case.late)
    rendered: dict[str, Any] = {
        "path": case.path,
        "title": case.filed.record.title if case.filed else None,
        "receipt_code": receipt_code(case.filed.source.blob) if case.filed else None,
        "edition": case.edition.id,
        "unit": case.unit,
        "received": {
            "at": case.received.at.isoformat(timespec="seconds"),
            "late": case.late,
            "evidence": {"vi": evidence(line, "vi"), "en": evidence(line, "en")},
        },
        "struck": [_line(each) | {"on": each.record.struck.on.isoformat()} for each in _struck(case) if each.record.struck],
        "valid": not case.late and not case.faults,
        "faults": [
            {"code": each.code, "message": _both(filled(CATALOGUE[each.code].says, dict(each.values)))} for each in case.faults
        ],
        "disputes": [
            {
                "kind": each.record.kind,
                "opened": each.record.opened.number,
                "result": each.record.closed.result if each.record.closed else None,
                "said": _both(_dispute(each, corpus)),
            }
            for each in case.disputes
        ],
        "proposed": [
            {
                "level": each.level,
                "dossier": each.dossier.path,
                "rank": each.index + 1,
                "standing": each.status.value,
                "blocked": each.blocked,
                "bars": [{"id": bar.id, "effect": bar.effect.value, "said": _both(bar.words)} for bar in each.bars],
            }
            for each in case.proposed
        ],
        "honours": [
            {
                "level": each.level,
                "award": each.honour.award,
                "decision": each.decision.record.number,
                "signed_on": each.decision.record.signed_on.isoformat(),
                "revoked_by": each.revoked_by.record.number if each.revoked_by else None,
            }
            for each in case.honours
        ],
        "next": [_both(each) for each in case.next],
    }
    return json.dumps(rendered, ensure_ascii=False, indent=1) + "\n"


def _both(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}

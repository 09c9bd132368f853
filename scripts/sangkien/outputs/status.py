"""Renders one submission's case as text and as JSON; must not find anything out itself, nor word it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sangkien.app.audit import AuditRow, evidence
from sangkien.app.case import Case
from sangkien.app.case_words import LABELS, answers
from sangkien.language import Language, Words, filled
from sangkien.model.corpus import Corpus
from sangkien.rules import CATALOGUE

_CODE = Words("Biên nhận", "Receipt")
_WRITTEN = Words("mã {code}", "code {code}")


def text(case: Case, corpus: Corpus, language: Language) -> str:
    """The whole answer: whose it is, with its receipt code, then one labelled paragraph for each thing that is answered."""
    title = case.filed.record.title if case.filed else case.path
    code = _line(_CODE.say(language), filled(_WRITTEN, {"code": case.code}).say(language))
    lines = [title, case.path, case.edition.name_of(case.unit), "", code]
    for answer in answers(case, corpus):
        for position, (_, said) in enumerate(answer.said):
            lines.append(_line(answer.label.say(language) if position == 0 else "", said.say(language)))
    return "".join(f"{line}\n" for line in lines)


def _line(label: str, said: str) -> str:
    return f"{label:<12}{said}"


def data(case: Case, corpus: Corpus) -> str:
    """The case as JSON: ids for machines, words in both languages for people."""
    line = AuditRow(case.path, "", case.received, case.edition.rules.record.portal.closing.at, case.late)
    told = {answer.label: answer.said for answer in answers(case, corpus)}
    rendered: dict[str, Any] = {
        "path": case.path,
        "title": case.filed.record.title if case.filed else None,
        "receipt_code": case.code,
        "edition": case.edition.id,
        "unit": case.unit,
        "received": {
            "at": case.received.at.isoformat(timespec="seconds"),
            "late": case.late,
            "evidence": {"vi": evidence(line, "vi"), "en": evidence(line, "en")},
        },
        "struck": [*_struck(case)],
        "valid": not case.late and not case.faults,
        "faults": [
            {"code": each.code, "message": _both(filled(CATALOGUE[each.code].says, dict(each.values)))} for each in case.faults
        ],
        "disputes": [
            {
                "kind": each.record.kind,
                "opened": each.record.opened.number,
                "result": each.record.closed.result if each.record.closed else None,
                "said": _both(said),
            }
            for each, (_, said) in zip(case.disputes, told.get(LABELS["disputes"], ()), strict=True)
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
        "answers": [
            {"label": _both(label), "said": [{"mark": mark.value, **_both(words)} for mark, words in said]}
            for label, said in told.items()
        ],
    }
    return json.dumps(rendered, ensure_ascii=False, indent=1) + "\n"


def _struck(case: Case) -> Iterator[dict[str, object]]:
    """Register lines about it that were struck."""
    for each in case.edition.registers:
        if each.record.path == case.path and (mark := each.record.struck):
            yield {"number": each.number, "unit": each.unit, "on": mark.on.isoformat(), "reason": mark.reason}


def _both(words: Words) -> dict[str, str]:
    return {"vi": words.vi, "en": words.en}

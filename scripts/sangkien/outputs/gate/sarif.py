"""Renders a judgement as SARIF 2.1.0, for tools that show the findings of any checker; must not drop a finding."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_from_bytes

from sangkien.app.verdict import Judgement, by_file
from sangkien.language import Language, fill
from sangkien.model.finding import Finding
from sangkien.rules import CATALOGUE

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_STATES = {"introduced": "new", "standing": "unchanged", "healed": "absent"}


def render(judgement: Judgement, language: Language) -> str:
    """One SARIF run; what the change brings is `new`, what stood before `unchanged`, what it takes away `absent`."""
    verdict = judgement.verdict
    found = {"introduced": verdict.introduced, "standing": verdict.unchanged, "healed": verdict.fixed}
    codes = sorted({finding.code for each in found.values() for finding in each})
    run = {
        "tool": {
            "driver": {"name": "sangkien", "language": language, "rules": [_rule(code, judgement, language) for code in codes]}
        },
        "language": language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "/"}}},
        "results": [
            _result(finding, _STATES[state], codes, judgement, language)
            for state, each in found.items()
            for _, findings in by_file(each)
            for finding in findings
        ],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, judgement: Judgement, language: Language) -> dict[str, Any]:
    rule = CATALOGUE[code]
    rendered = {
        "id": code,
        "shortDescription": {"text": rule.title.say(language)},
        "fullDescription": {"text": rule.page.say(language)},
        "defaultConfiguration": {"level": rule.severity.value},
    }
    return rendered | ({"helpUri": judgement.page(code)} if judgement.page(code) else {})


def _result(finding: Finding, state: str, codes: list[str], judgement: Judgement, language: Language) -> dict[str, Any]:
    rule, values = CATALOGUE[finding.code], dict(finding.values)
    location = {"artifactLocation": {"uri": _uri(finding.location.path), "uriBaseId": "ROOT"}} | dict(
        _region(finding, judgement)
    )
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity.value,
        "baselineState": state,
        "message": {"text": _text(f"{fill(rule.says, values, language)}\n{fill(rule.cure, values, language)}")},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"identity/v1": hashlib.sha256(repr(finding.identity).encode("utf-8", "replace")).hexdigest()},
    }


def _region(finding: Finding, judgement: Judgement) -> Iterator[tuple[str, Any]]:
    mark = finding.location.mark
    if not mark.line:
        return
    region: dict[str, Any] = {"startLine": mark.line}
    if mark.column:
        region |= {"startColumn": mark.column, "endColumn": mark.column + max(mark.width, 1)}
    if (line := judgement.line(finding)) is not None:
        region["snippet"] = {"text": _text(line[:1000])}
    yield "region", region


def _uri(path: str) -> str:
    return quote_from_bytes(path.encode("utf-8", "surrogateescape"))


def _text(text: str) -> str:
    """The text with lone surrogates, from names that are no UTF-8, replaced: no JSON reader takes them."""
    return text.encode("utf-8", "backslashreplace").decode()

"""Renders a judgement as one JSON object with both languages; must not choose a language or drop a finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sangkien.app.verdict import Judgement
from sangkien.language import fill
from sangkien.model.finding import Finding
from sangkien.rules import CATALOGUE

VERSION = 1


def render(judgement: Judgement) -> str:
    """`{version, refused, judged, …, routed, labels, next, receipts, findings: [{code, severity, status, path, line, column, width,
    message, help, page, mends: [{line, column, width, text}]}]}`; `routed` are the owners who must decide on parts of the change."""
    verdict = judgement.verdict
    by_status = {"introduced": verdict.introduced, "standing": verdict.unchanged, "healed": verdict.fixed}
    rendered = {
        "version": VERSION,
        "refused": verdict.refused,
        "judged": judgement.judged,
        "errors": judgement.errors,
        "warnings": judgement.warnings,
        "head": judgement.head,
        "routes": [{"owners": list(route.owners), "paths": list(route.paths)} for route in judgement.routes],
        "routed": sorted({owner for route in judgement.routes for owner in route.owners or (route.named.en,)}),
        "labels": list(judgement.labels),
        "next": [{"vi": step.vi, "en": step.en} for step in judgement.next_steps],
        "receipts": [{"code": code, "path": path} for code, path in judgement.receipts],
        "notices": [{"vi": notice.vi, "en": notice.en} for notice in judgement.notices],
        "findings": [each for status, found in by_status.items() for each in _findings(found, status, judgement)],
    }
    # Names that are not UTF-8 hold lone surrogates, which no JSON reader takes: they are escaped.
    return json.dumps(rendered, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace").decode() + "\n"


def _findings(found: tuple[Finding, ...], status: str, judgement: Judgement) -> Iterator[dict[str, Any]]:
    for finding in found:
        rule, values = CATALOGUE[finding.code], dict(finding.values)
        yield {
            "code": finding.code,
            "severity": finding.severity.value,
            "status": status,
            "path": finding.location.path,
            "line": finding.location.mark.line,
            "column": finding.location.mark.column,
            "width": finding.location.mark.width,
            "message": {"vi": fill(rule.says, values, "vi"), "en": fill(rule.says, values, "en")},
            "help": {"vi": fill(rule.cure, values, "vi"), "en": fill(rule.cure, values, "en")},
            "page": judgement.page(finding.code),
            "mends": [
                {"line": mend.mark.line, "column": mend.mark.column, "width": mend.mark.width, "text": mend.text}
                for mend in finding.fixes
            ],
        }

"""Renders a judgement as GitHub annotations, every name and sentence escaped: a title may hold a command; must not drop a finding."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.app.verdict import Judgement
from sangkien.language import Language, fill
from sangkien.model.finding import Finding
from sangkien.outputs.gate.text import bare
from sangkien.outputs.gate.text import render as render_text
from sangkien.rules import CATALOGUE
from sangkien.text import visible

_MESSAGE = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = _MESSAGE | {":": "%3A", ",": "%2C"}


def render(judgement: Judgement, language: Language) -> str:
    """One workflow command for each finding, then the readable report with its own lines made harmless."""
    commands = "".join(f"{line}\n" for line in _commands(judgement, language))
    # `::` at the head of a line, and the older `##[` anywhere in one, would be taken for a command.
    report = render_text(judgement, language, bare).replace("::", ": :").replace("##[", "## [")
    return commands + report


def _commands(judgement: Judgement, language: Language) -> Iterator[str]:
    for finding in judgement.verdict.introduced:
        rule, values = CATALOGUE[finding.code], dict(finding.values)
        message = f"{fill(rule.says, values, language)}\n{fill(rule.cure, values, language)}"
        properties = ",".join(f"{name}={_escaped(str(value), _PROPERTY)}" for name, value in _properties(finding, language))
        yield f"::{finding.severity.value} {properties}::{_escaped(message, _MESSAGE)}"


def _properties(finding: Finding, language: Language) -> Iterator[tuple[str, object]]:
    mark = finding.location.mark
    yield "file", finding.location.path
    if mark.line:
        yield "line", mark.line
        yield "col", mark.column
    yield "title", f"{finding.code} {CATALOGUE[finding.code].title.say(language)}"


def _escaped(text: str, table: dict[str, str]) -> str:
    escaped = "".join(table.get(c, c) for c in text)
    return visible(escaped)

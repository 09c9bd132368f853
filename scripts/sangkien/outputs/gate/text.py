"""Renders a judgement for a terminal: code, sentence, location, the line with a caret, the cure, the page; must not judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sangkien.app.verdict import Judgement, by_file
from sangkien.language import Language, Words, fill, say
from sangkien.model.finding import Finding, Mark, Severity
from sangkien.rules import CATALOGUE
from sangkien.text import visible, width

Paint = Callable[[str, str], str]
"""Colours a text for a role: `error`, `warning`, `place` or `good`; the text itself off a terminal."""

_NAMES = {Severity.ERROR: Words("lỗi", "error"), Severity.WARNING: Words("cảnh báo", "warning")}
_FIX, _SEE = Words("sửa", "help"), Words("xem", "see")
_LONGEST_LINE = 120


def bare(text: str, _: str) -> str:
    """The text without colour."""
    return text


def render(judgement: Judgement, language: Language, paint: Paint = bare) -> str:
    """The whole report, ending in a line end."""
    return "".join(pieces(judgement, language, paint))


def pieces(judgement: Judgement, language: Language, paint: Paint = bare) -> Iterator[str]:
    """The report finding by finding: there may be tens of thousands."""
    for finding in _ordered(judgement):
        yield "\n".join((*_finding(finding, judgement, language, paint), "\n"))
    notices = [f"{say(Words('lưu ý', 'note'), language)}: {notice.say(language)}" for notice in judgement.notices]
    yield "\n\n".join([*notices, *_summary(judgement, language, paint)]) + "\n"


def _ordered(judgement: Judgement) -> list[Finding]:
    """Errors file by file, then warnings."""
    found = [finding for _, each in by_file(judgement.verdict.introduced) for finding in each]
    return sorted(found, key=lambda finding: finding.severity is not Severity.ERROR)


def _finding(finding: Finding, judgement: Judgement, language: Language, paint: Paint) -> Iterator[str]:
    rule, values, mark = CATALOGUE[finding.code], dict(finding.values), finding.location.mark
    name = paint(f"{_NAMES[finding.severity].say(language)}[{finding.code}]", finding.severity.value)
    yield f"{name}: {visible(fill(rule.says, values, language))}"
    gutter = " " * len(str(mark.line or " "))
    position = f":{mark.line}:{mark.column}" if mark.line else ""
    yield f"{gutter}{paint('-->', 'place')} {visible(finding.location.path)}{position}"
    if (line := judgement.line(finding)) is not None:
        yield from excerpt(line, mark, paint)
    yield f"{gutter} {paint('=', 'place')} {_FIX.say(language)}: {visible(fill(rule.cure, values, language))}"
    address = judgement.page(finding.code) or f"sangkien rules {finding.code}"
    yield f"{gutter} {paint('=', 'place')} {_SEE.say(language)}: {address}"


def excerpt(line: str, mark: Mark, paint: Paint = bare) -> Iterator[str]:
    """The line with carets below the marked stretch, cut around it when the line is long."""
    number, column, length = mark.line, mark.column, mark.width
    gutter = " " * len(str(number))
    start = max(0, min(column - 1 - _LONGEST_LINE // 3, len(line) - _LONGEST_LINE)) if column else 0
    shown = line[start : start + _LONGEST_LINE]
    before, marked = shown[: column - 1 - start], shown[column - 1 - start : column - 1 - start + length]
    cut = "…" if start else ""
    bar = paint("|", "place")
    yield f"{gutter} {bar}"
    yield f"{paint(str(number), 'place')} {bar} {cut}{visible(shown)}{'…' if start + _LONGEST_LINE < len(line) else ''}"
    if column:
        carets = "^" * max(width(visible(marked)), 1)
        yield f"{gutter} {bar} {' ' * width(cut + visible(before))}{paint(carets, 'error')}"


def _summary(judgement: Judgement, language: Language, paint: Paint) -> Iterator[str]:
    verdict = judgement.verdict
    counts = {
        "judged": judgement.judged,
        "errors": judgement.errors,
        "warnings": judgement.warnings,
        "standing": len(verdict.unchanged),
        "healed": len(verdict.fixed),
    }
    if verdict.fixed:
        yield fill(
            Words("Thay đổi này sửa được {healed} chỗ sai có từ trước.", "This change heals {healed} earlier findings."),
            counts,
            language,
        )
    if verdict.unchanged:
        blameless = Words(
            "{standing} chỗ sai đã có từ trước, không tính cho thay đổi này.",
            "{standing} findings stood before and are not blamed on this change.",
        )
        yield fill(blameless, counts, language)
    total = fill(Words("Đã xét {judged} tệp", "Judged {judged} files"), counts, language)
    if judgement.receipts:
        yield "\n".join(f"{fill(RECEIPT, {'code': code}, language)}: {visible(path)}" for code, path in judgement.receipts)
    if not verdict.introduced:
        yield f"{total}: {paint(say(Words('không có gì sai.', 'nothing wrong.'), language), 'good')}"
    else:
        rest = fill(Words("{errors} lỗi, {warnings} cảnh báo.", "{errors} errors, {warnings} warnings."), counts, language)
        yield f"{total}: {rest}"


def ahead(judgement: Judgement, language: Language) -> str:
    """What comes after the verdict on a change: who decides on the parts that are not the sender's, who acts next, and by when."""
    lines = [f"{say(NEXT, language)}: {step.say(language)}" for step in judgement.next_steps]
    for route in judgement.routes:
        lines.append(fill(ROUTED, {"owners": route.named, "paths": route.paths}, language))
    return "".join(f"{visible(line)}\n" for line in lines)


RECEIPT = Words("Mã biên nhận {code}, để theo dõi bài", "Receipt code {code}, to follow the submission")
NEXT = Words("việc tiếp theo", "next")
ROUTED = Words("{owners} quyết định về: {paths}", "{owners} decide on: {paths}")

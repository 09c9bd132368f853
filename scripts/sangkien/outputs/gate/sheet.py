"""Tells a judgement as a page to print and hand over, with what the site would show, for those who have no terminal; it loads nothing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sangkien.language import Language, Words, fill, say
from sangkien.late import regex
from sangkien.model.finding import Finding, Severity
from sangkien.outputs.gate.text import RECEIPT, visible
from sangkien.outputs.gate.verdict import Judgement, by_file
from sangkien.personal import covered
from sangkien.prose import rendered
from sangkien.rules import CATALOGUE

_TITLE = Words("Phiếu kết quả xét bài", "Result of the check")
_WRONG = Words("Còn {errors} lỗi phải sửa", "{errors} errors must be mended")
_SOUND = Words("Không có lỗi", "No errors")
_HINTS = Words(" và {warnings} gợi ý", " and {warnings} hints")
_JUDGED = Words("Xét {judged} tệp, lúc {at}", "{judged} files judged at {at}")
_OF = Words(", nội dung {head}", ", content {head}")
_COLUMNS = (
    Words("Chỗ", "Where"),
    Words("Điều chưa đúng", "What is wrong"),
    Words("Đang ghi", "As it stands"),
    Words("Sửa thế nào", "How to mend it"),
)
_LINE, _WHOLE = Words("Dòng {line}", "Line {line}"), Words("Cả tệp", "Whole file")
_HINT = Words("Gợi ý, không bắt buộc", "A hint, not required")
_NEXT, _FILE = Words("Việc tiếp theo", "What comes next"), Words("Tệp", "File")
_DECIDE = Words("{owners} quyết định về: {paths}", "{owners} decide on: {paths}")
_SIGNED = (Words("Người nhận phiếu", "Received by"), Words("Người xét", "Checked by"))
_SHOWN = Words("Trên trang, bài sẽ hiện như sau", "How the page would show it")
_PREVIEWED = 5  # files of one judgement; of more it is a list that one wants
_FENCE = regex(r"^---[ \t\r]*$", re.MULTILINE)
_DATE = Words("Ngày …… tháng …… năm ………", "Date: ……………………")
_STYLE = """
@page { size: A4; margin: 18mm 15mm 15mm 20mm }
body { font: 12pt/1.4 "Liberation Serif", "Times New Roman", serif; color: #000; background: #fff; max-width: 175mm; margin: 0 auto }
h1 { font-size: 17pt; text-align: center; text-transform: uppercase; margin: 0 0 2mm }
p.result { text-align: center; font-weight: bold; margin: 0 }
p.when { text-align: center; font-style: italic; margin: 0 0 5mm }
h2 { font-size: 12pt; margin: 6mm 0 1mm; overflow-wrap: anywhere; break-after: avoid }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { border: 0.5pt solid #000; padding: 1.2mm 1.8mm; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { background: #eee; print-color-adjust: exact }
th:nth-child(1) { width: 17% } th:nth-child(3) { width: 25% }
tr { break-inside: avoid } thead { display: table-header-group }
.shown { border: 0.5pt solid #000; padding: 0 4mm; overflow-wrap: anywhere }
.shown h3 { font-size: 12pt } .shown th:nth-child(n) { width: auto } .shown pre { white-space: pre-wrap }
small { display: block } code { font: 10pt/1.3 "Liberation Mono", monospace; white-space: pre-wrap }
mark { background: none; text-decoration: underline; text-decoration-thickness: 1.2pt; font-weight: bold }
.hint td { font-style: italic }
.signed { display: flex; justify-content: space-around; margin-top: 12mm; text-align: center; break-inside: avoid }
.signed div { min-height: 30mm }
"""


def render(judgement: Judgement, language: Language) -> str:
    """A whole HTML page; nothing of what was sent is markup in it."""
    title = _safe(say(_TITLE, language))
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    )
    return head + "".join(f"{line}\n" for line in _body(judgement, language)) + "</body>\n</html>\n"


def _body(judgement: Judgement, language: Language) -> Iterator[str]:
    counts = {"errors": judgement.errors, "warnings": judgement.warnings, "judged": judgement.judged}
    hints = fill(_HINTS, counts, language) if judgement.warnings else ""
    yield f'<p class="result">{fill(_WRONG if judgement.verdict.refused else _SOUND, counts, language)}{hints}.</p>'
    if judgement.at is not None:
        at = judgement.at.replace(second=0, microsecond=0)
        of = fill(_OF, {"head": judgement.head[:12]}, language) if judgement.head else ""
        yield f'<p class="when">{fill(_JUDGED, {**counts, "at": at}, language)}{of}</p>'
    for path, findings in by_file(judgement.verdict.introduced):
        yield f"<h2>{say(_FILE, language)}: <code>{_safe(path)}</code></h2>"
        names = "".join(f"<th>{say(column, language)}</th>" for column in _COLUMNS)
        yield f"<table><thead><tr>{names}</tr></thead><tbody>"
        yield from (_row(finding, judgement, language) for finding in findings)
        yield "</tbody></table>"
    steps = [step.say(language) for step in judgement.next]
    steps += [fill(_DECIDE, {"owners": route.named, "paths": route.paths}, language) for route in judgement.routes]
    steps += [f"{fill(RECEIPT, {'code': code}, language)}: {path}" for code, path in judgement.receipts]
    if steps:
        yield f"<h2>{say(_NEXT, language)}</h2><ul>{''.join(f'<li>{_sentence(step)}</li>' for step in steps)}</ul>"
    yield from _previews(judgement, language)
    signed = "".join(f"<div>{say(_DATE, language)}<br><b>{say(who, language)}</b></div>" for who in _SIGNED)
    yield f'<div class="signed">{signed}</div>'


def _previews(judgement: Judgement, language: Language) -> Iterator[str]:
    """Each submission's answers as readers would have them before them."""
    for path, source in sorted(judgement.sources.items()) if judgement.judged <= _PREVIEWED else ():
        front, *body = _FENCE.split(source.text, maxsplit=2)
        if source.address.kind == "submission" and not front.strip() and len(body) == 2:
            yield f"<h2>{say(_SHOWN, language)}: <code>{_safe(path)}</code></h2>"
            yield f'<div class="shown" lang="vi">{rendered(body[1], covered)}</div>'


def _row(finding: Finding, judgement: Judgement, language: Language) -> str:
    rule, values, mark = CATALOGUE[finding.code], dict(finding.values), finding.place.mark
    where = fill(_LINE, {"line": mark.line}, language) if mark.line else say(_WHOLE, language)
    hint = finding.severity is not Severity.ERROR
    told = _sentence(fill(rule.says, values, language)) + (f"<small>({say(_HINT, language)})</small>" if hint else "")
    cells = (
        f"{where}<small>{finding.code}</small>",
        told,
        _stands(finding, judgement),
        _sentence(fill(rule.cure, values, language)),
    )
    return f"<tr{' class=hint' if hint else ''}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _stands(finding: Finding, judgement: Judgement) -> str:
    """The line as it is, what is wrong in it underlined; of a long line the part around that."""
    mark, line = finding.place.mark, judgement.line(finding)
    if line is None:
        return ""
    start = max(mark.column - 1, 0)
    end = start + mark.width
    before, marked, after = line[max(0, start - 60) : start], line[start:end][:200], line[end : end + 60]
    cut = ("…" if start > 60 else "", "…" if len(line) > end + 60 else "")
    return f"<code>{cut[0]}{_safe(before)}<mark>{_safe(marked)}</mark>{_safe(after)}{cut[1]}</code>"


def _sentence(text: str) -> str:
    """One of our sentences; the names it puts in backticks are set as code."""
    return re.sub(r"`([\w./@-]+)`", r"<code>\1</code>", _safe(text))


def _safe(text: str) -> str:
    return html.escape(visible(text))

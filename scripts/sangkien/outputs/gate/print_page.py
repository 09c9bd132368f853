"""Renders a judgement as a page to print, with what the site would show, for those without a terminal; the page must not load anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangkien.app.verdict import Judgement, by_file
from sangkien.language import Language, Words, fill, say
from sangkien.late import regex
from sangkien.markup import Html, html, joined, literal
from sangkien.model.finding import Finding, Severity
from sangkien.outputs.gate.text import RECEIPT
from sangkien.personal import covered
from sangkien.prose import rendered
from sangkien.rules import CATALOGUE
from sangkien.text import visible

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
_STYLE = literal("""<style>
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
</style>""")


def render(judgement: Judgement, language: Language) -> Html:
    """A whole HTML page; nothing of what was sent is markup in it."""
    return html(
        '<!doctype html>\n<html lang="{language:exact}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<title>{title}</title>\n{style}\n</head>\n<body>\n<h1>{title}</h1>\n{body}</body>\n</html>\n",
        language=language,
        title=say(_TITLE, language),
        style=_STYLE,
        body=joined(html("{}\n", part) for part in _body(judgement, language)),
    )


def _body(judgement: Judgement, language: Language) -> Iterator[Html]:
    counts = {"errors": judgement.errors, "warnings": judgement.warnings, "judged": judgement.judged}
    hints = fill(_HINTS, counts, language) if judgement.warnings else ""
    result = fill(_WRONG if judgement.verdict.refused else _SOUND, counts, language)
    yield html('<p class="result">{:exact}{:exact}.</p>', result, hints)
    if judgement.at is not None:
        at = judgement.at.replace(second=0, microsecond=0)
        of = fill(_OF, {"head": judgement.head[:12]}, language) if judgement.head else ""
        yield html('<p class="when">{:exact}{:exact}</p>', fill(_JUDGED, {**counts, "at": at}, language), of)
    for path, findings in by_file(judgement.verdict.introduced):
        yield html("<h2>{}: <code>{:exact}</code></h2>", say(_FILE, language), visible(path))
        names = joined(html("<th>{}</th>", say(column, language)) for column in _COLUMNS)
        yield html("<table><thead><tr>{}</tr></thead><tbody>", names)
        yield from (_row(finding, judgement, language) for finding in findings)
        yield html("</tbody></table>")
    steps = [step.say(language) for step in judgement.next_steps]
    steps += [fill(_DECIDE, {"owners": route.named, "paths": route.paths}, language) for route in judgement.routes]
    steps += [f"{fill(RECEIPT, {'code': code}, language)}: {path}" for code, path in judgement.receipts]
    if steps:
        listed = joined(html("<li>{}</li>", _sentence(step)) for step in steps)
        yield html("<h2>{}</h2><ul>{}</ul>", say(_NEXT, language), listed)
    yield from _previews(judgement, language)
    signed = joined(html("<div>{}<br><b>{}</b></div>", say(_DATE, language), say(who, language)) for who in _SIGNED)
    yield html('<div class="signed">{}</div>', signed)


def _previews(judgement: Judgement, language: Language) -> Iterator[Html]:
    """Each submission's answers as readers would see them."""
    for path, source in sorted(judgement.sources.items()) if judgement.judged <= _PREVIEWED else ():
        front, *body = _FENCE.split(source.text, maxsplit=2)
        if source.address.kind == "submission" and not front.strip() and len(body) == 2:
            yield html("<h2>{}: <code>{:exact}</code></h2>", say(_SHOWN, language), visible(path))
            yield html('<div class="shown" lang="vi">{}</div>', rendered(body[1], covered))


def _row(finding: Finding, judgement: Judgement, language: Language) -> Html:
    rule, values, mark = CATALOGUE[finding.code], dict(finding.values), finding.location.mark
    where = fill(_LINE, {"line": mark.line}, language) if mark.line else say(_WHOLE, language)
    hint = finding.severity is not Severity.ERROR
    cells = (
        html("{:exact}<small>{:exact}</small>", where, finding.code),
        html(
            "{}{}",
            _sentence(fill(rule.says, values, language)),
            html("<small>({})</small>", say(_HINT, language)) if hint else "",
        ),
        _stands(finding, judgement),
        _sentence(fill(rule.cure, values, language)),
    )
    shown = joined(html("<td>{}</td>", cell) for cell in cells)
    return html("<tr class=hint>{}</tr>", shown) if hint else html("<tr>{}</tr>", shown)


def _stands(finding: Finding, judgement: Judgement) -> Html:
    """The line as it is, what is wrong in it underlined; of a long line the part around that."""
    mark, line = finding.location.mark, judgement.line(finding)
    if line is None:
        return html("")
    start = max(mark.column - 1, 0)
    end = start + mark.width
    before, marked, after = line[max(0, start - 60) : start], line[start:end][:200], line[end : end + 60]
    return html(
        "<code>{:exact}{:exact}<mark>{:exact}</mark>{:exact}{:exact}</code>",
        "…" if start > 60 else "",
        visible(before),
        visible(marked),
        visible(after),
        "…" if len(line) > end + 60 else "",
    )


_QUOTED = regex(r"`([\w./@-]+)`")


def _sentence(text: str) -> Html:
    """One of our sentences; the names it puts in backticks are set as code."""
    pieces = _QUOTED.split(visible(text))
    return joined(
        html("<code>{:exact}</code>", piece) if position % 2 else html("{:exact}", piece)
        for position, piece in enumerate(pieces)
    )

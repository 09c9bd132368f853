"""Renders a judgement as one Markdown comment: whose turn it is, what to correct and how to judge again; must not know the forge.

Nothing of what was sent may act in it: no markup, no mention of a person, no link of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sangkien.app.verdict import Judgement, by_file
from sangkien.language import Language, Words, fill, say
from sangkien.late import regex
from sangkien.model.finding import Finding, Severity
from sangkien.outputs.gate.text import NEXT, RECEIPT, excerpt
from sangkien.rules import CATALOGUE
from sangkien.text import visible

MARKER = "<!-- sangkien:gate -->"
"""The first line of a comment, by which it is found again to be updated."""

ROOM = {"comment": 60_000, "summary": 900_000}
"""Characters that each may hold; GitHub refuses 65,536 and 1 MiB."""

_WRONG = Words("❌ Cần sửa {errors} lỗi", "❌ {errors} errors to mend")
_HINTS = Words("✅ Không có lỗi, {warnings} gợi ý", "✅ No errors, {warnings} hints")
_SOUND = Words("✅ Không có gì sai", "✅ Nothing wrong")
_JUDGED = Words("Đã xét {judged} tệp lúc {at}.", "Judged {judged} files at {at}.")
_OF = Words(" Nội dung: {head}.", " Content: {head}.")
_ERRORS, _OPTIONAL = Words("Lỗi", "Errors"), Words("Gợi ý, không bắt buộc", "Hints, not required")
_LINE, _FIX = Words("Dòng {line}", "Line {line}"), Words("Sửa", "Fix")
_NOTE = Words("Lưu ý", "Note")
_WHOLE = Words("Cả tệp", "Whole file")
_ELSEWHERE = Words("Phần do người khác quyết định", "Parts that others decide on")
_AGAIN = Words("Xét lại ở máy mình", "Judge it again at home")
_MORE = Words("… còn {count} chỗ nữa: chạy lệnh dưới đây để xem hết.", "… and {count} more: run the command below to see all.")
_EARLIER = Words(
    "{standing} chỗ sai đã có từ trước, không tính cho thay đổi này.",
    "{standing} findings stood before and are not blamed on this change.",
)


def render(judgement: Judgement, language: Language, room: int) -> str:
    """The comment, at most `room` characters; findings that do not fit are counted."""
    before, after = "\n".join(_head(judgement, language)), "\n".join(_tail(judgement, language))
    rendered, left = [], room - len(before) - len(after) - 200
    blocks = list(_files(judgement, language))
    for position, (block, _) in enumerate(blocks):
        if (left := left - len(block) - 1) < 0:
            count = sum(findings for _, findings in blocks[position:])
            rendered.append(f"{fill(_MORE, {'count': count}, language)}\n")
            break
        rendered.append(block)
    return "\n".join([before, *rendered, after])


def _head(judgement: Judgement, language: Language) -> Iterator[str]:
    counts = {"errors": judgement.errors, "warnings": judgement.warnings, "standing": len(judgement.verdict.unchanged)}
    headline = _WRONG if judgement.verdict.refused else _HINTS if judgement.warnings else _SOUND
    yield MARKER
    yield f"### {fill(headline, counts, language)}\n"
    if judgement.next_steps:
        yield from (f"**{say(NEXT, language).capitalize()}:** {prose(step.say(language))}\n" for step in judgement.next_steps)
    for number, path in judgement.receipts:
        yield f"{fill(RECEIPT, {'code': code(number)}, language)}: {code(path)}\n"
    if judgement.routes:
        yield f"**{say(_ELSEWHERE, language)}**\n"
        for route in judgement.routes:
            names = ", ".join(code(name) for name in route.owners) or prose(route.named.say(language))
            yield from (f"- {names}: {code(path)}" for path in route.paths[:20])
            if len(route.paths) > 20:
                yield f"- {names}: … +{len(route.paths) - 20}"
        yield ""
    yield from (f"**{say(_NOTE, language)}:** {prose(notice.say(language))}\n" for notice in judgement.notices)
    if judgement.verdict.unchanged:
        yield f"{fill(_EARLIER, counts, language)}\n"


def _files(judgement: Judgement, language: Language) -> Iterator[tuple[str, int]]:
    """Blocks of Markdown, each with the number of findings in it; the first of a file begins with the file's name."""
    for path, findings in by_file(judgement.verdict.introduced):
        head = f"#### {code(path)}\n\n"
        for severity, title in ((Severity.ERROR, _ERRORS), (Severity.WARNING, _OPTIONAL)):
            some = [finding for finding in findings if finding.severity is severity]
            head += f"**{say(title, language)} ({say(len(some), language)})**\n\n" if some else ""
            for finding in some:
                yield head + "\n".join(_finding(finding, judgement, language)), 1
                head = ""


def _finding(finding: Finding, judgement: Judgement, language: Language) -> Iterator[str]:
    rule, values, mark = CATALOGUE[finding.code], dict(finding.values), finding.location.mark
    where = fill(_LINE, {"line": mark.line}, language) if mark.line else say(_WHOLE, language)
    page = judgement.page(finding.code)
    named = f"[{finding.code}]({page})" if page else finding.code
    yield f"- **{where}** · {prose(fill(rule.says, values, language))} ({named})\n"
    if (line := judgement.line(finding)) is not None:
        yield from _fenced(shown.rstrip() for shown in excerpt(line, mark))
    yield f"  **{say(_FIX, language)}:** {prose(fill(rule.cure, values, language))}\n"


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they are, in a code fence below a list item, longer than any run of backticks in them."""
    lines = [line for line in lines if line.strip() != "|"]
    fence = "`" * max(3, 1 + max(len(run) for line in lines for run in ["", *re.findall("`+", line)]))
    yield from (f"  {fence}text", *(f"  {line}" for line in lines), f"  {fence}", "")


def _tail(judgement: Judgement, language: Language) -> Iterator[str]:
    if judgement.rerun_command:
        yield f"<details><summary>{say(_AGAIN, language)}</summary>\n\n```sh\n{judgement.rerun_command}\n```\n\n</details>\n"
    if judgement.at is not None:
        said = fill(_JUDGED, {"judged": judgement.judged, "at": judgement.at.replace(second=0, microsecond=0)}, language)
        yield f"<sub>{said}{fill(_OF, {'head': judgement.head[:12]}, language) if judgement.head else ''}</sub>\n"


_JOINER = "\u2060"  # not seen, but ends what a forge would take for a person, an issue or a link
_ESCAPES = rf"[\\{_JOINER}]"
_SPECIAL = regex(r"([\\`*_\[\]#|~!+-])")
_QUOTED = regex(rf"\\`((?:[\w./@{_JOINER}]|\\[_-])+)\\`")  # our own sentences name fields like `this`
_ACTIVE = regex(r"(?<=[@#])(?=\w)|(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)


def prose(text: str) -> str:
    """A sentence as Markdown in which nothing is markup, a mention or a link, except what our own sentences put in backticks."""
    quiet = _ACTIVE.sub(_JOINER, visible(text)).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _QUOTED.sub(lambda match: f"`{re.sub(_ESCAPES, '', match[1])}`", _SPECIAL.sub(r"\\\1", quiet))


def code(text: str) -> str:
    """A name as a Markdown code span that its own backticks cannot close."""
    shown = visible(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    return f"{fence}{shown}{fence}" if len(fence) == 1 else f"{fence} {shown} {fence}"

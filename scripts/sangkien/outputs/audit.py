"""Renders an audit as text and as JSON; must not find anything out itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sangkien.app.audit import Audit, AuditRow, evidence, verdict
from sangkien.language import Language, Until, Value, Words, fill, say
from sangkien.model.act import RegisterLine
from sangkien.model.filed import Filed
from sangkien.model.submission import Corrected


def text(made: Audit, language: Language, authors: Mapping[str, str]) -> str:
    """The audit for a terminal, ending in a line end. `authors`: commit id -> author's name, where known."""
    return "".join(f"{line}\n" for line in _rendered(made, language, authors))


def _rendered(made: Audit, language: Language, authors: Mapping[str, str]) -> Iterator[str]:
    rules = made.edition.rules.record
    values: dict[str, Value] = {
        "edition": made.edition.id,
        "revision": made.revision[:12],
        "as_of": made.as_of,
        "closing": Until(made.closing.at),
        "source": made.closing.source,
        "total": len(made.lines),
        "timely": made.count(late=False),
        "late": made.count(late=True),
        "receipts": made.receipts,
        "tip": made.tip[:12] or "–",
    }
    yield fill(
        Words("Kỳ {edition}, phiên bản {revision}, tính đến {as_of}", "Edition {edition}, revision {revision}, as of {as_of}"),
        values,
        language,
    )
    yield fill(Words("Giờ đóng: {closing} ({source})", "Closing: {closing} ({source})"), values, language)
    for earlier in rules.portal.closes[:-1]:
        was: dict[str, Value] = {"at": Until(earlier.at), "source": earlier.source}
        yield fill(Words("  trước đó: {at} ({source})", "  before that: {at} ({source})"), was, language)
    yield fill(Words("{receipts} biên nhận, đỉnh {tip}", "{receipts} receipts, tip {tip}"), values, language)
    yield fill(
        Words("{total} bài: {timely} kịp hạn, {late} trễ", "{total} submissions: {timely} in time, {late} late"),
        values,
        language,
    )
    if made.corrected:
        yield fill(
            Words("{total} bài kịp hạn nhờ đính chính", "{total} in time by a correction"), {"total": made.corrected}, language
        )
    yield ""
    for line in made.lines:
        yield _line_told(line, language)
        for commit in line.changed:
            who = authors.get(commit.id, "")
            when = say(commit.committed.astimezone(made.as_of.tzinfo), language)
            yield f"    {say(Words('sau giờ đóng', 'after closing'), language)}: {when}  commit {commit.id[:12]}  {who}".rstrip()
    if made.dossiers:
        values = {"total": len(made.dossiers), "late": made.late_dossiers}
        yield ""
        yield fill(Words("{total} hồ sơ đề nghị, {late} trễ", "{total} dossiers, {late} late"), values, language)
        yield ""
        yield from (_line_told(line, language) for line in made.dossiers)
    if made.struck:
        yield ""
        yield fill(Words("{total} dòng sổ đã gạch", "{total} struck lines of registers"), {"total": len(made.struck)}, language)
        yield ""
        yield from (fill(_STRUCK, _struck(filed), language) for filed in made.struck)
    if made.seen:
        yield ""
        yield fill(
            Words("{total} nội dung mà văn bản đã xét", "{total} contents that acts saw"), {"total": len(made.seen)}, language
        )
        yield ""
        for each in made.seen:
            state = Words("", "") if each.stands else Words("  (nay không còn)", "  (stands there no more)")
            yield f"{each.content[:12] or '–':<12}  {each.path}  ← {each.act}{say(state, language)}"


_STRUCK = Words(
    "số đến {number} ({unit}), gạch ngày {on}: {reason}  {path}", "number {number} ({unit}), struck on {on}: {reason}  {path}"
)


def _struck(filed: Filed[RegisterLine]) -> dict[str, Value]:
    mark = filed.record.struck
    assert mark is not None
    return {"number": filed.number, "unit": filed.unit, "on": mark.on, "reason": mark.reason, "path": filed.record.path}


def _line_told(line: AuditRow, language: Language) -> str:
    return f"{verdict(line, language)}  {say(line.received.at, language)}  {evidence(line, language)}  {line.path}"


def data(made: Iterable[Audit], authors: Mapping[str, str]) -> str:
    """The audits as JSON: every instant with its offset, every evidence by full commit id. `authors` as above."""
    return json.dumps([_data(each, authors) for each in made], ensure_ascii=False, indent=1) + "\n"


def _data(made: Audit, authors: Mapping[str, str]) -> dict[str, Any]:
    return {
        "edition": made.edition.id,
        "revision": made.revision,
        "as_of": made.as_of.isoformat(timespec="seconds"),
        "closes": [
            {"at": each.at.isoformat(), "source": each.source, "set_on": each.set_on.isoformat()}
            for each in made.edition.rules.record.portal.closes
        ],
        "receipts": {"count": made.receipts, "tip": made.tip},
        "lines": [_line(line, authors) for line in made.lines],
        "dossiers": [_line(line, authors) for line in made.dossiers],
        "struck": [_struck(each) | {"on": each.record.struck.on.isoformat()} for each in made.struck if each.record.struck],
        "seen": [{"act": each.act, "path": each.path, "content": each.content, "stands": each.stands} for each in made.seen],
    }


def _line(line: AuditRow, authors: Mapping[str, str]) -> dict[str, Any]:
    received = line.received
    return {
        "path": line.path,
        "blob": line.blob,
        "received_at": received.at.isoformat(timespec="seconds"),
        "late": line.late,
        "due": line.due.isoformat() if line.due else None,
        "late_seconds": int((received.at - line.due).total_seconds()) if line.late and line.due else 0,
        "evidence": {
            "kind": line.kind,
            "receipt": received.receipt.commit if received.receipt else None,
            "register": {"unit": received.line.unit, "number": received.line.number} if received.line else None,
            "landing": received.landing.id if received.landing else None,
            "mends": received.edited_from or None,
            "edit": received.edit.name.lower() if received.edit else None,
            "correction": _correction(received.corrected) if received.corrected else None,
        },
        "after_closing": [
            {"commit": each.id, "committed_at": each.committed.isoformat(), "author": authors.get(each.id, "")}
            for each in line.changed
        ],
    }


def _correction(corrected: Corrected) -> dict[str, str]:
    return {
        "act": corrected.act,
        "since": corrected.since.isoformat(timespec="seconds"),
        "path": corrected.path,
        "content": corrected.content,
        "received_at": corrected.at.isoformat(timespec="seconds"),
    }

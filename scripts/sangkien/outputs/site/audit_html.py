"""The page of the audit: how the dates are known, what came late or changed after closing; must not know any person or title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sangkien.app.audit import KINDS, Audit, AuditRow, evidence, verdict
from sangkien.language import Language, Until, Words, say
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.outputs.site.elements import facts, sample_remark

ADDRESS = "kiem-chung/"

_TITLE = Words("Kiểm chứng", "Verification")
_LEAD = HtmlWords(
    "Giờ nhận của mỗi bài được đọc lại từ kho, không theo lời khai của ai. Ai tải kho về rồi chạy {command} cũng ra đúng kết quả này.",
    "When each entry was received is read from the repository, not from anybody's word. Whoever clones it and runs {command} gets this very"
    " result.",
)
_EDITION = Words("Kỳ {edition}", "Edition {edition}")
_REVISION = (
    Words("Xét ở phiên bản", "Judged at revision"),
    HtmlWords("{revision}, tính đến {as_of}", "{revision}, as of {as_of}"),
)
_CLOSING = (Words("Giờ đóng cổng", "Closing"), HtmlWords("{closing} ({source})", "{closing} ({source})"))
_RECEIPTS = Words("Biên nhận", "Receipts")
_TIP = HtmlWords(
    "{count:exact}, đỉnh nhánh {tip}. Ghi lại đỉnh này thì lần sau kiểm được nhánh biên nhận có bị viết lại không: {command}",
    "{count:exact}, the branch's tip being {tip}. Whoever notes it can tell later whether the branch of receipts was rewritten: {command}",
)
_NO_TIP = HtmlWords("chưa có biên nhận nào", "none yet")
_COUNT = (
    Words("Bài", "Entries"),
    HtmlWords(
        "{count:exact}: <strong>{timely:exact} kịp hạn, {late:exact} trễ</strong>",
        "{count:exact}: <strong>{timely:exact} in time, {late:exact} late</strong>",
    ),
)
_DOSSIERS = (
    Words("Hồ sơ đề nghị", "Dossiers"),
    HtmlWords(
        "{count:exact}, trong đó {late:exact} trễ hạn của cấp", "{count:exact}, of them {late:exact} past the level's due date"
    ),
)
_BASIS = Words("Giờ nhận dựa vào đâu", "Entries by what their time of receipt rests on")
_ENTRIES = HtmlWords("{count:exact} bài", "{count:exact}")
_RECEIVED = HtmlWords("Nhận lúc {at}; căn cứ: {evidence}", "Received at {at}; evidence: {evidence}")
_CHANGED = HtmlWords("Đổi sau giờ đóng: {commits}", "Changed after closing: {commits}")
_LISTED = Words("Bài trễ, hoặc có nội dung đổi sau giờ đóng", "Entries that are late, or changed after closing")


def page(every: Iterable[Audit], language: Language) -> Page:
    """Returns the page with the audits of all editions, in the order given."""
    title = _TITLE.say(language)
    lead = _LEAD.say(language, command=html("<code>sangkien audit</code>"))
    body = html("<h1>{}</h1><p>{}</p>{}", title, lead, joined(joined(_edition(audit, language)) for audit in every))
    return Page(ADDRESS, language, title, _LEAD.say(language, command="sangkien audit").unescape(), body)


def _edition(audit: Audit, language: Language) -> Iterator[Html]:
    name = _EDITION.say(language).format(edition=audit.edition.id)
    yield html('<h2 id="ky-{:exact}">{}</h2>', audit.edition.id, name)
    yield sample_remark(_sampled(audit.edition), language)
    yield facts(_facts(audit, language))
    counts = [(words, sum(line.kind == kind for line in audit.lines)) for kind, words in KINDS.items()]
    rows = [(words.say(language), _ENTRIES.say(language, count=say(count, language))) for words, count in counts if count]
    yield html("<h3>{}</h3>{}", _BASIS.say(language), facts(rows))
    listed = [line for line in audit.lines if line.late or line.changed]
    if listed:
        yield html("<h3>{}</h3>{}", _LISTED.say(language), facts(_line(line, language) for line in listed))


def _line(line: AuditRow, language: Language) -> tuple[Html, Html]:
    """An entry, which its content's id alone stands for."""
    told = _RECEIVED.say(language, at=say(line.received.at, language), evidence=evidence(line, language))
    if line.changed:
        commits = joined((_code(commit.id[:12]) for commit in line.changed), ", ")
        told = html("{}<br>{}", told, _CHANGED.say(language, commits=commits))
    return html("{}<br>{}", _code(line.blob[:12]), verdict(line, language)), told


def _facts(audit: Audit, language: Language) -> Iterator[tuple[str, Html]]:
    timely, late = (say(audit.count(late=late), language) for late in (False, True))
    name, told = _COUNT
    yield name.say(language), told.say(language, count=say(len(audit.lines), language), timely=timely, late=late)
    if audit.dossiers:
        name, told = _DOSSIERS
        count, late = say(len(audit.dossiers), language), say(audit.late_dossiers, language)
        yield name.say(language), told.say(language, count=count, late=late)
    name, told = _CLOSING
    yield name.say(language), told.say(language, closing=say(Until(audit.closing.at), language), source=audit.closing.source)
    if audit.tip:
        word = Words("đỉnh", "tip").say(language)
        command = html("<code>sangkien receipts verify --expect &lt;{}&gt;</code>", word)
        receipts = _TIP.say(language, count=say(audit.receipts, language), tip=_code(audit.tip), command=command)
    else:
        receipts = _NO_TIP.say(language)
    yield _RECEIPTS.say(language), receipts
    name, told = _REVISION
    yield name.say(language), told.say(language, revision=_code(audit.revision[:12]), as_of=say(audit.as_of, language))


def _code(id: str) -> Html:
    return html("<code>{:exact}</code>", id)


def _sampled(edition: Edition) -> bool:
    """Whether a law or an act of the edition is marked as a sample; an audit holds no record of a submission."""
    registered = (filed.record.sample for filed in edition.registers)
    decided = (filed.record.sample for filed in edition.decisions)
    return any((*registered, *decided, *(unit.sample for unit in edition.units.values())))

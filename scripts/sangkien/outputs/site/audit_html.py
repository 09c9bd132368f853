"""The page of the audit: how the dates are known, what came late or changed after closing; it names no one and no title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sangkien.app.audit import KINDS, Audit, evidence, verdict
from sangkien.language import Language, Until, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition
from sangkien.outputs.site.markup import attribute, scrolled
from sangkien.outputs.site.report import sample_note

ADDRESS = "kiem-chung/"

_TITLE = Words("Kiểm chứng", "Verification")
_LEAD = Words(
    "Giờ nhận của mỗi bài được đọc lại từ kho, không từ lời khai của ai. Tải kho về, chạy {command}, sẽ ra đúng bảng này.",
    "When each entry was received is read from the repository, not from anybody's word. Clone it, run {command}, and you get this table.",
)
_EDITION = Words("Kỳ {edition}", "Edition {edition}")
_REVISION = Words("Phiên bản {revision}, tính đến {as_of}.", "Revision {revision}, as of {as_of}.")
_CLOSING = Words("Giờ đóng: {closing} ({source}).", "Closing: {closing} ({source}).")
_TIP = Words(
    "Nhánh biên nhận: {count} biên nhận, đỉnh {tip}. Ai ghi lại đỉnh này thì lần sau kiểm được nhánh có bị viết lại không: {command}.",
    "Branch of receipts: {count} receipts, tip {tip}. Whoever notes this tip can tell later whether the branch was rewritten: {command}.",
)
_NO_TIP = Words("Nhánh biên nhận: chưa có biên nhận nào.", "Branch of receipts: no receipt yet.")
_COUNT = Words(
    "{count} bài: <strong>{timely} kịp hạn, {late} trễ</strong>.",
    "{count} entries: <strong>{timely} in time, {late} late</strong>.",
)
_DOSSIERS = Words(
    "{count} hồ sơ đề nghị, trong đó {late} trễ hạn của cấp.",
    "{count} dossiers, {late} of them past the due date of the level.",
)
_BASIS = (Words("Căn cứ của giờ nhận", "What the time rests on"), Words("Số bài", "Entries"))
_HEADS = (
    Words("Mã nội dung", "Content"),
    Words("Nhận lúc", "Received at"),
    Words("Kết luận", "Verdict"),
    Words("Căn cứ", "Evidence"),
    Words("Đổi sau giờ đóng", "Changed after closing"),
)
_TOLD = Words("Bài trễ, hoặc có nội dung đổi sau giờ đóng", "Entries that are late, or changed after closing")


def page(every: Iterable[Audit], language: Language) -> Page:
    title = _TITLE.say(language)
    lead = _LEAD.say(language).format(command="<code>sangkien audit</code>")
    parts = [f"<h1>{title}</h1><p>{lead}</p>", *("".join(_edition(made, language)) for made in every)]
    return Page(ADDRESS, language, title, _LEAD.say(language).format(command="sangkien audit"), "".join(parts))


def _edition(made: Audit, language: Language) -> Iterator[str]:
    name = _EDITION.say(language).format(edition=made.edition.id)
    yield f'<h2 id="ky-{made.edition.id}">{attribute(name)}</h2>'
    yield sample_note(_sampled(made.edition), language)
    yield f"<ul>{''.join(f'<li>{line}</li>' for line in _facts(made, language))}</ul>"
    counts = [(words, sum(line.kind == kind for line in made.lines)) for kind, words in KINDS.items()]
    rows = [(attribute(words.say(language)), say(count, language)) for words, count in counts if count]
    yield _table(_BASIS, rows, _BASIS[0], language)
    rendered = [line for line in made.lines if line.late or line.changed]
    if rendered:
        cells = [
            (
                f"<code>{line.blob[:12]}</code>",
                attribute(say(line.received.at, language)),
                attribute(verdict(line, language)),
                attribute(evidence(line, language)),
                ", ".join(f"<code>{commit.id[:12]}</code>" for commit in line.changed),
            )
            for line in rendered
        ]
        yield _table(_HEADS, cells, _TOLD, language)


def _facts(made: Audit, language: Language) -> Iterator[str]:
    as_of, closing = attribute(say(made.as_of, language)), attribute(say(Until(made.closing.at), language))
    yield _REVISION.say(language).format(revision=f"<code>{made.revision[:12]}</code>", as_of=as_of)
    yield _CLOSING.say(language).format(closing=closing, source=attribute(made.closing.source))
    if made.tip:
        command = f"<code>sangkien receipts verify --expect {'&lt;đỉnh&gt;' if language == 'vi' else '&lt;tip&gt;'}</code>"
        count, tip = say(made.receipts, language), f"<code>{made.tip}</code>"
        yield _TIP.say(language).format(count=count, tip=tip, command=command)
    else:
        yield _NO_TIP.say(language)
    timely, late = (say(made.count(late=late), language) for late in (False, True))
    yield _COUNT.say(language).format(count=say(len(made.lines), language), timely=timely, late=late)
    if made.dossiers:
        late = say(made.late_dossiers, language)
        yield _DOSSIERS.say(language).format(count=say(len(made.dossiers), language), late=late)


def _table(heads: Iterable[Words], rows: Iterable[Iterable[str]], name: Words, language: Language) -> str:
    """`rows` are cells of HTML."""
    head = "".join(f'<th scope="col">{words.say(language)}</th>' for words in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return scrolled(name.say(language), f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def _sampled(edition: Edition) -> bool:
    """Whether anything the edition rests on says of itself that it is a sample; an audit holds no submission's record."""
    registered = (filed.record.sample for filed in edition.registers)
    decided = (filed.record.sample for filed in edition.decisions)
    return any((*registered, *decided, *(unit.sample for unit in edition.units.values())))

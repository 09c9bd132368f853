"""The page of the audit: how the dates are known, what came late or changed after closing; it names no one and no title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sangkien.language import Until, say
from sangkien.model.corpus import Edition
from sangkien.outputs.site.markup import front_matter, inline
from sangkien.outputs.site.report import SAMPLE
from sangkien.replay import KINDS, Audit, evidence, verdict


def page(every: Iterable[Audit]) -> str:
    parts = [
        front_matter(title="Kiểm chứng", hide=["navigation"]),
        "# Kiểm chứng\n\n",
        "Giờ nhận của mỗi bài được đọc lại từ kho, không từ lời khai của ai. Tải kho về, chạy `sangkien audit`, sẽ ra đúng bảng này.\n\n",
    ]
    for made in every:
        parts += _page(made)
    return "".join(parts)


def _page(made: Audit) -> Iterator[str]:
    yield f"## Kỳ {made.edition.id} {{ #{made.edition.id} }}\n\n"
    yield SAMPLE if _sampled(made.edition) else ""
    yield f"- Phiên bản `{made.revision[:12]}`, tính đến {inline(say(made.as_of, 'vi'))}.\n"
    yield f"- Giờ đóng: {inline(say(Until(made.closing.at), 'vi'))} ({inline(made.closing.source)}).\n"
    if made.tip:
        yield f"- Nhánh biên nhận: {say(made.receipts, 'vi')} biên nhận, đỉnh `{made.tip}`. Ai ghi lại đỉnh này thì lần sau kiểm được"
        yield " nhánh có bị viết lại không: `sangkien receipts verify --expect <đỉnh>`.\n"
    else:
        yield "- Nhánh biên nhận: chưa có biên nhận nào.\n"
    yield f"- {len(made.lines)} bài: **{made.count(late=False)} kịp hạn, {made.count(late=True)} trễ**.\n"
    yield f"- {len(made.dossiers)} hồ sơ đề nghị, trong đó {made.late_dossiers} trễ hạn của cấp.\n\n" if made.dossiers else "\n"
    yield "| Căn cứ của giờ nhận | Số bài |\n| --- | ---: |\n"
    for kind, words in KINDS.items():
        if count := sum(line.kind == kind for line in made.lines):
            yield f"| {words.vi} | {count} |\n"
    told = [line for line in made.lines if line.late or line.changed]
    if told:
        yield "\n| Mã nội dung | Nhận lúc | Kết luận | Căn cứ | Đổi sau giờ đóng |\n| --- | --- | --- | --- | --- |\n"
    for line in told:
        changes = ", ".join(f"`{commit.id[:12]}`" for commit in line.changed)
        said = inline(verdict(line, "vi"))
        yield f"| `{line.blob[:12]}` | {inline(say(line.received.at, 'vi'))} | {said} | {inline(evidence(line, 'vi'))} | {changes} |\n"
    yield "\n"


def _sampled(edition: Edition) -> bool:
    """Whether anything the edition rests on says of itself that it is a sample; an audit holds no submission's record."""
    registered = (line.sample for filed in edition.registers for line in filed.record.lines)
    decided = (filed.record.sample for filed in edition.decisions)
    return any((*registered, *decided, *(unit.sample for unit in edition.units.values())))

"""The guide of an edition, written from its rules so that no date or number on the page can drift from what the gate enforces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sangkien.language import Until, say
from sangkien.model.corpus import Edition, FieldSpec
from sangkien.model.programme import DossierPaper, Level, Rules, Setting
from sangkien.outputs.site.markup import attribute, front_matter, inline

# The schema's condition, which no FieldSpec tells; a test holds that these are the ones.
UNLESS_CONFIDENTIAL = frozenset({"answers.problem", "answers.solution"})


def page(edition: Edition, fields: Mapping[str, FieldSpec], as_of: datetime, others: str, calendar: str) -> str:
    """`others` names the guides of other editions, `calendar` leads to the file of deadlines."""
    rules = edition.rules.record
    return "".join(
        [
            front_matter(title=f"Thể lệ kỳ {edition.id}", hide=["navigation"]),
            f"# Thể lệ kỳ {edition.id}\n\n",
            f"Chương trình **“{inline(rules.name.vi)}”** do {inline(rules.organiser.vi)} tổ chức. Trang này được viết ra từ tệp thể lệ"
            " mà cổng kiểm tra dùng để xét bài, nên ngày giờ và con số ở đây đúng là ngày giờ và con số được áp dụng.\n\n",
            others,
            "## Các mốc thời gian { #moc }\n\n",
            *_dates(rules, as_of),
            f'\nĐưa các mốc này vào lịch của điện thoại: <a href="{calendar}">tệp lịch (.ics)</a>, nhắc trước một ngày.\n',
            "\n## Bài dự thi { #bai }\n\n",
            *_entry(rules),
            "\n## Các cấp tôn vinh { #cap }\n\n",
            *(_level(level, rules) for level in rules.levels),
            "\n## Hồ sơ đề nghị gồm { #ho-so }\n\n" if rules.dossier else "",
            *(_paper(paper, rules) for paper in rules.dossier),
            "\n## Trong tệp ghi những gì { #truong }\n\n",
            _fields(fields),
            "\n## Văn bản căn cứ { #van-ban }\n\n",
            *(f"- {inline(p.number)}, ngày {say(p.issued_on, 'vi')}, {inline(p.by)}\n" for p in rules.sources),
        ]
    )


def intake(rules: Rules, as_of: datetime) -> str:
    """One sentence on the intake, as of the build: not open yet, open until, closed since."""
    portal = rules.portal
    if as_of < portal.opens:
        return f"Cổng nhận bài mở lúc {say(portal.opens, 'vi')}."
    closing = say(Until(portal.closing.at), "vi")
    return f"Cổng nhận bài đóng lúc {closing}." if as_of < portal.refuses_from else f"Cổng nhận bài đã đóng lúc {closing}."


def _dates(rules: Rules, as_of: datetime) -> Iterator[str]:
    yield "| Việc | Khi nào |\n| --- | --- |\n"
    yield f"| Thời gian chương trình | từ {say(rules.campaign.first, 'vi')} đến hết {say(rules.campaign.last, 'vi')} |\n"
    yield f"| Sáng kiến bắt đầu áp dụng thực tế | từ {say(rules.applied.first, 'vi')} đến hết {say(rules.applied.last, 'vi')} |\n"
    yield f"| Bắt đầu nhận bài (thời gian cao điểm) | {say(rules.portal.opens, 'vi')} |\n"
    yield f"| Đóng cổng nhận bài | {_deadline(rules.portal.closes)} |\n"
    if grace := rules.portal.grace:
        yield f"| Ân hạn | {grace.minutes} phút sau giờ đóng: {inline(grace.reason.vi)} |\n"
    for level in sorted((level for level in rules.levels if level.dossier_due), key=lambda level: level.dossier_due[-1].at):
        yield f"| Hạn nộp hồ sơ đề nghị {inline(level.name.vi)} | {_deadline(level.dossier_due)} |\n"
    yield f"\nMọi giờ theo múi giờ UTC{rules.utc_offset}. {intake(rules, as_of)}\n"


def _deadline(settings: tuple[Setting, ...]) -> str:
    """The setting in force in bold; what it replaced stays readable, struck out."""
    *earlier, now = (f"{say(Until(setting.at), 'vi')} ({inline(setting.source)})" for setting in settings)
    return " ".join([*(f"<del>{each}</del>" for each in earlier), f"**{now}**"])


def _entry(rules: Rules) -> Iterator[str]:
    yield f"- Mỗi phần trả lời không quá **{say(rules.answers.max_characters, 'vi')} ký tự**, kể cả dấu cách.\n"
    yield "- Được người sử dụng lao động hoặc thủ trưởng cơ quan, đơn vị đồng ý cho triển khai.\n"
    yield "- Đã có hiệu quả, hoặc đang áp dụng thử và có khả năng mang lại lợi ích thiết thực.\n"
    yield f"- Khối: {'; '.join(inline(term.name.vi) for term in rules.blocks)}.\n"
    yield f"- Lĩnh vực: {'; '.join(inline(term.name.vi) for term in rules.fields)}.\n"
    if years := rules.past_awards:
        yield f"- Bảng tổng hợp kê danh hiệu, khen thưởng cá nhân các năm {years.first}–{years.last}.\n"


def _level(level: Level, rules: Rules) -> str:
    lines = [f"**{inline(level.name.vi)}**: {inline(level.honours.vi)}."]
    levels, fields = rules.vocabulary("levels"), rules.vocabulary("fields")
    for quota in level.quotas:
        field = f", riêng lĩnh vực {inline(fields[quota.field].vi)}" if quota.field else ""
        lines.append(f"Tối đa **{quota.max}** sáng kiến mỗi {inline(levels[quota.per].vi)}{field}.")
    if level.dossier_due:
        lines.append(f"Hạn nộp hồ sơ: {_deadline(level.dossier_due)}.")
    if level.fields:
        lines.append(f"Chỉ xét lĩnh vực: {'; '.join(inline(fields[field].vi) for field in level.fields)}.")
    return f"- {' '.join(lines)}\n"


def _paper(paper: DossierPaper, rules: Rules) -> str:
    """A paper of the dossier, and whose dossiers need it where not all do."""
    names = rules.vocabulary("levels")
    only = (
        f" (hồ sơ của {' hoặc '.join(inline(names[level].inside.vi) for level in paper.required_of)})"
        if paper.required_of
        else ""
    )
    return f"- {inline(paper.name.vi)}{only}\n"


def _fields(fields: Mapping[str, FieldSpec]) -> str:
    """Every field of the schema, so that a new one appears here by itself; a list, as a table of prose fits no phone."""
    return f'<dl class="sk-facts sk-fields">{"".join(_field(spec, fields) for spec in fields.values())}</dl>\n'


def _field(spec: FieldSpec, fields: Mapping[str, FieldSpec]) -> str:
    if spec.name.endswith("[]"):
        return ""  # its members follow
    choices = "; ".join(f"<code>{attribute(value)}</code>: {attribute(words.vi)}" for value, words in spec.labels.items())
    head = f"<dt>{attribute(spec.title.vi)}<br><code>{attribute(spec.name)}</code></dt>"
    told = f"{attribute(spec.description.vi)}{f' Chọn: {choices}.' if choices else ''}"
    return f'<div>{head}<dd>{told} <span class="sk-must">{attribute(_needed(spec, fields))}</span></dd></div>'


def _needed(spec: FieldSpec, fields: Mapping[str, FieldSpec]) -> str:
    """Whether it must be there: always, but for a secret, only inside something that may be left out, or not at all."""
    if spec.name in UNLESS_CONFIDENTIAL:
        return "Bắt buộc, trừ bài bí mật công nghệ."
    if not spec.required:
        return "Không bắt buộc."
    steps = spec.name.split(".")
    above = (fields.get(".".join(steps[:count]).removesuffix("[]")) for count in range(1, len(steps)))
    optional = next((parent for parent in above if parent and not parent.required), None)
    return f"Bắt buộc khi có ghi “{optional.title.vi}”." if optional else "Bắt buộc."

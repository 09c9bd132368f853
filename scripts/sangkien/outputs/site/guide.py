"""The guide of an edition, written from its rules so that no date or number on the page can drift from what the gate enforces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sangkien.language import Language, Until, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition, FieldSpec
from sangkien.model.programme import DossierPaper, Level, Quota, Rules, Setting
from sangkien.outputs.site import key_dates
from sangkien.outputs.site.markup import attribute
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.sections import Section, contents, shown

ADDRESS = "the-le/"

# The schema's condition, which no FieldSpec tells; a test holds that these are the ones.
UNLESS_CONFIDENTIAL = frozenset({"answers.problem", "answers.solution"})

_LEAD = Words(
    "Chương trình <strong>“{name}”</strong> do {organiser} tổ chức. Trang này được viết ra từ tệp thể lệ mà cổng kiểm tra dùng để xét"
    " bài, nên ngày giờ và con số ở đây đúng là ngày giờ và con số được áp dụng.",
    "The programme <strong>“{name}”</strong> is run by the {organiser}. This page is written from the rules that the gate judges by, so"
    " its dates and numbers are the ones that are applied.",
)
_APPLIED = Words(
    "Sáng kiến phải bắt đầu áp dụng thực tế từ {first} đến hết {last}.",
    "Innovations must first have been put to use from {first} to {last}, both included.",
)
_ENTRY = (
    Words(
        "Mỗi phần trả lời không quá <strong>{most} ký tự</strong>, kể cả dấu cách.",
        "Each answer has at most <strong>{most} characters</strong>, spaces included.",
    ),
    Words(
        "Được người sử dụng lao động hoặc thủ trưởng cơ quan, đơn vị đồng ý cho triển khai.",
        "The employer, or the head of the office or unit, has agreed to its use.",
    ),
    Words(
        "Đã có hiệu quả, hoặc đang áp dụng thử và có khả năng mang lại lợi ích thiết thực.",
        "It has had effect already, or is on trial and may well bring a practical benefit.",
    ),
    Words("Khối: {blocks}.", "Blocks: {blocks}."),
    Words("Lĩnh vực: {fields}.", "Fields: {fields}."),
)
_CALENDAR = Words(
    'Đưa các mốc này vào lịch của điện thoại: <a href="{way}">tệp lịch (.ics)</a>, nhắc trước một ngày. Dán ở nơi làm việc:'
    ' <a href="{poster}">áp phích A4 (PDF)</a>.',
    'Put these dates in your phone: <a href="{way}">calendar file (.ics)</a>, with a reminder one day before. For the wall at work:'
    ' <a href="{poster}">poster, A4 (PDF)</a>.',
)


def page(edition: Edition, fields: Mapping[str, FieldSpec], as_of: datetime, url: PageUrl, others: str) -> Page:
    """`others` is HTML that leads to the guides of other editions."""
    language, rules = url.language, edition.rules.record
    title = Words(f"Thể lệ kỳ {edition.id}", f"Rules of edition {edition.id}").say(language)
    lead = _LEAD.say(language).format(name=_said(rules.name, url), organiser=_said(rules.organiser, url))
    sections = [*_sections(edition, fields, as_of, url)]
    body = f"<h1>{attribute(title)}</h1>{contents(sections, language)}<p>{lead}</p>{others}{shown(sections)}"
    rendered = Words("Các mốc thời gian, hạn mức và hồ sơ", "Dates, quotas and papers").say(language)
    return Page(url.address, language, title, f"{title}: {rendered.lower()}", body, scripts=(key_dates.SCRIPT,))


def _sections(edition: Edition, fields: Mapping[str, FieldSpec], as_of: datetime, url: PageUrl) -> Iterator[Section]:
    language, rules = url.language, edition.rules.record
    levels = _list(_level(level, rules, url) for level in rules.levels)
    papers = _list(_paper(paper, rules, url) for paper in rules.dossier)
    sources = _list(
        f"{attribute(each.number)}, {say(each.issued_on, language)}, {_said(each.by, url)}" for each in rules.sources
    )
    end = ".en" if language == "en" else ""
    calendar = _CALENDAR.say(language).format(
        way=url.file(f"lich/{edition.id}{end}.ics"), poster=url.file(f"ap-phich/{edition.id}{end}.pdf")
    )
    applied = _APPLIED.say(language).format(first=say(rules.applied.first, language), last=say(rules.applied.last, language))
    dates = f"{key_dates.picture(rules, as_of, language)}<p>{applied}</p><p>{_intake(rules, as_of, url)}</p><p>{calendar}</p>"
    yield Section("moc", Words("Các mốc thời gian", "Dates").say(language), dates)
    yield Section("bai", Words("Bài dự thi", "The submission").say(language), _list(_entry(rules, url)))
    yield Section("cap", Words("Các cấp tôn vinh", "Levels of honour").say(language), levels)
    if rules.dossier:
        yield Section("ho-so", Words("Hồ sơ đề nghị gồm", "Papers of a dossier").say(language), papers)
    yield Section("truong", Words("Trong tệp ghi những gì", "What the file says").say(language), _fields(fields, language))
    yield Section("van-ban", Words("Văn bản căn cứ", "Papers it rests on").say(language), sources)


def intake(rules: Rules, as_of: datetime, language: Language) -> str:
    """One sentence on the intake, as of the build: not open yet, open until, closed since."""
    portal = rules.portal
    if as_of < portal.opens:
        return (
            Words("Cổng nhận bài mở lúc {at}.", "The intake opens at {at}.")
            .say(language)
            .format(at=say(portal.opens, language))
        )
    closing = say(Until(portal.closing.at), language)
    if portal.closed(as_of):
        return Words("Cổng nhận bài đã đóng lúc {at}.", "The intake closed at {at}.").say(language).format(at=closing)
    return Words("Cổng nhận bài đóng lúc {at}.", "The intake closes at {at}.").say(language).format(at=closing)


def _intake(rules: Rules, as_of: datetime, url: PageUrl) -> str:
    zone = Words("Mọi giờ theo múi giờ UTC{offset}.", "All times are UTC{offset}.").say(url.language)
    rendered = [zone.format(offset=rules.utc_offset), intake(rules, as_of, url.language)]
    if grace := rules.portal.grace:
        words = Words("Ân hạn {minutes} phút sau giờ đóng: {reason}.", "{minutes} minutes' grace after closing: {reason}.")
        rendered.append(words.say(url.language).format(minutes=grace.minutes, reason=_said(grace.reason, url)))
    return " ".join(rendered)


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _said(value: Words | str, url: PageUrl) -> str:
    """A name out of the rules; one that is Vietnamese only says so on an English page."""
    if isinstance(value, str) and url.language == "en":
        return f'<span lang="vi">{attribute(value)}</span>'
    return attribute(say(value, url.language))


def _entry(rules: Rules, url: PageUrl) -> Iterator[str]:
    values = {
        "most": say(rules.answers.max_characters, url.language),
        "blocks": "; ".join(attribute(term.name.say(url.language)) for term in rules.blocks),
        "fields": "; ".join(attribute(term.name.say(url.language)) for term in rules.fields),
    }
    yield from (words.say(url.language).format_map(values) for words in _ENTRY)
    if years := rules.past_awards:
        said = Words(
            "Bảng tổng hợp kê danh hiệu, khen thưởng cá nhân các năm {first}–{last}.",
            "The summary table lists each person's titles and awards of {first}–{last}.",
        )
        yield said.say(url.language).format(first=years.first, last=years.last)


def _level(level: Level, rules: Rules, url: PageUrl) -> str:
    language = url.language
    fields = rules.vocabulary("fields")
    lines = [f"<strong>{attribute(level.name.say(language))}</strong>: {attribute(level.honours.say(language))}."]
    lines += [_quota(quota, rules, language) for quota in level.quotas]
    if level.dossier_due:
        lines.append(f"{Words('Hạn nộp hồ sơ', 'Dossiers are due').say(language)}: {_deadline(level.dossier_due, url)}.")
    if level.fields:
        only = Words("Chỉ xét lĩnh vực", "Only these fields").say(language)
        lines.append(f"{only}: {'; '.join(attribute(fields[field].say(language)) for field in level.fields)}.")
    return " ".join(lines)


def _quota(quota: Quota, rules: Rules, language: Language) -> str:
    levels, fields = rules.vocabulary("levels"), rules.vocabulary("fields")
    per = attribute(levels[quota.per].inside.say(language))
    said = Words(
        "Tối đa <strong>{max}</strong> sáng kiến mỗi {per}{of}.",
        "At most <strong>{max}</strong> innovations for each {per}{of}.",
    )
    of = ""
    if quota.field:
        field = attribute(fields[quota.field].say(language))
        of = Words(f", riêng lĩnh vực {field}", f", for the field {field} alone").say(language)
    return said.say(language).format(max=quota.max, per=per, of=of)


def _deadline(settings: tuple[Setting, ...], url: PageUrl) -> str:
    """The setting in force in bold; what it replaced stays readable, struck out."""
    *earlier, now = (f"{say(Until(setting.at), url.language)} ({_said(setting.source, url)})" for setting in settings)
    return " ".join([*(f"<del>{each}</del>" for each in earlier), f"<strong>{now}</strong>"])


def _paper(paper: DossierPaper, rules: Rules, url: PageUrl) -> str:
    """A paper of the dossier, and whose dossiers need it where not all do."""
    names = rules.vocabulary("levels")
    only = ""
    if paper.required_of:
        whose = [attribute(names[level].inside.say(url.language)) for level in paper.required_of]
        either = Words(" hoặc ", " or ").say(url.language).join(whose)
        only = Words(f" (hồ sơ của {either})", f" (dossiers of: {either})").say(url.language)
    return f"{attribute(paper.name.say(url.language))}{only}"


def _fields(fields: Mapping[str, FieldSpec], language: Language) -> str:
    """Every field of the schema, so that a new one appears here by itself; a list, as a table of prose fits no phone."""
    return f'<dl class="sk-facts sk-fields">{"".join(_field(spec, fields, language) for spec in fields.values())}</dl>'


def _field(spec: FieldSpec, fields: Mapping[str, FieldSpec], language: Language) -> str:
    if spec.name.endswith("[]"):
        return ""  # its members follow
    labels = spec.labels.items()
    choices = "; ".join(f"<code>{attribute(value)}</code>: {attribute(words.say(language))}" for value, words in labels)
    head = f"<dt>{attribute(spec.title.say(language))}<br><code>{attribute(spec.name)}</code></dt>"
    choose = f" {Words('Chọn', 'One of').say(language)}: {choices}." if choices else ""
    needed = attribute(_needed(spec, fields).say(language))
    rendered = f"{attribute(spec.description.say(language))}{choose}"
    return f'<div>{head}<dd>{rendered} <span class="sk-must">{needed}</span></dd></div>'


def _needed(spec: FieldSpec, fields: Mapping[str, FieldSpec]) -> Words:
    """Whether it must be there: always, but for a secret, only inside something that may be left out, or not at all."""
    if spec.name in UNLESS_CONFIDENTIAL:
        return Words("Bắt buộc, trừ bài bí mật công nghệ.", "Required, unless confidential.")
    if not spec.required:
        return Words("Không bắt buộc.", "Optional.")
    steps = spec.name.split(".")
    above = (fields.get(".".join(steps[:count]).removesuffix("[]")) for count in range(1, len(steps)))
    if optional := next((parent for parent in above if parent and not parent.required), None):
        return Words(f"Bắt buộc khi có ghi “{optional.title.vi}”.", f"Required where “{optional.title.en}” is given.")
    return Words("Bắt buộc.", "Required.")

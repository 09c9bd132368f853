"""The guide of an edition, written from its rules so that it agrees with what the gate enforces; must not know any submission or act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sangkien.language import Language, Until, Words, say
from sangkien.markup import Html, HtmlWords, Value, html, joined
from sangkien.model.artifact import Page
from sangkien.model.corpus import Edition, FieldSpec
from sangkien.model.programme import Level, Quota, RequiredPaper, Rules, Setting
from sangkien.outputs.site import key_dates
from sangkien.outputs.site.elements import bullets, facts
from sangkien.outputs.site.page_url import PageUrl
from sangkien.outputs.site.sections import Section, contents, shown

ADDRESS = "the-le/"

# The schema's condition, which no FieldSpec holds; a test compares the two.
UNLESS_CONFIDENTIAL = frozenset({"answers.problem", "answers.solution"})

_LEAD = HtmlWords(
    "Chương trình <strong>“{name}”</strong> do {organiser} tổ chức. Trang này viết ra từ chính tệp thể lệ mà hệ thống dùng để kiểm tra"
    " bài, nên ngày giờ và con số ở đây đúng là ngày giờ và con số được áp dụng.",
    "The programme <strong>“{name}”</strong> is run by the {organiser}. This page is written from the rules that the gate judges by, so"
    " its dates and numbers are the ones that are applied.",
)
_APPLIED = Words(
    "Sáng kiến phải bắt đầu áp dụng thực tế từ {first} đến hết {last}.",
    "Innovations must first have been put to use from {first} to {last}, both included.",
)
_ENTRY = (
    HtmlWords(
        "Mỗi phần trả lời không quá <strong>{most:exact} ký tự</strong>, kể cả dấu cách.",
        "Each answer has at most <strong>{most:exact} characters</strong>, spaces included.",
    ),
    HtmlWords(
        "Được người sử dụng lao động hoặc thủ trưởng cơ quan, đơn vị đồng ý cho triển khai.",
        "The employer, or the head of the office or unit, has agreed to its use.",
    ),
    HtmlWords(
        "Đã có hiệu quả, hoặc đang áp dụng thử và có khả năng mang lại lợi ích thiết thực.",
        "It has had effect already, or is on trial and may well bring a practical benefit.",
    ),
    HtmlWords("Khối: {blocks}.", "Blocks: {blocks}."),
    HtmlWords("Một trong các lĩnh vực:{fields}", "One of these fields:{fields}"),
)
_CALENDAR = HtmlWords(
    'Đưa các mốc này vào lịch của điện thoại: <a href="{way:exact}">tệp lịch (.ics)</a>, nhắc trước một ngày. Dán ở nơi làm việc:'
    ' <a href="{poster:exact}">áp phích A4 (PDF)</a>.',
    'Put these dates in your phone: <a href="{way:exact}">calendar file (.ics)</a>, with a reminder one day before. For the wall at work:'
    ' <a href="{poster:exact}">poster, A4 (PDF)</a>.',
)
_PAST_AWARDS = HtmlWords(
    "Bảng tổng hợp ghi danh hiệu, khen thưởng cá nhân các năm {first}–{last}.",
    "The summary table lists each person's titles and awards of {first}–{last}.",
)
_HONOURS, _MOST = Words("Tôn vinh", "Honours"), Words("Số lượng", "How many")
_DUE, _ONLY = Words("Hạn nộp hồ sơ", "Dossiers are due"), Words("Chỉ xét lĩnh vực", "Only these fields")
_FIELDS = Words(
    "{count} mục: ý nghĩa, cách ghi, mục nào bắt buộc", "{count} fields: what they mean, how to write them, which are required"
)
_QUOTA = HtmlWords(
    "Tối đa <strong>{max}</strong> sáng kiến mỗi {per}{of}.",
    "At most <strong>{max}</strong> innovations for each {per}{of}.",
)
_OF_FIELD = HtmlWords(", riêng lĩnh vực {}", ", for the field {} alone")
_GRACE = HtmlWords(
    "Thời gian nhận thêm: {minutes} phút sau giờ đóng ({reason}).", "{minutes} minutes' grace after closing ({reason})."
)
_ZONE = Words("Mọi giờ theo múi giờ UTC{offset}.", "All times are UTC{offset}.")
_WHOSE = HtmlWords(" (hồ sơ của {})", " (dossiers of: {})")
_ABOUT = Words("Các mốc thời gian, hạn mức và hồ sơ", "Dates, quotas and papers")


def page(edition: Edition, fields: Mapping[str, FieldSpec], as_of: datetime, url: PageUrl, others: Html) -> Page:
    """Returns the guide of an edition. `fields` are those of the submission's schema, `as_of` is when the page is made,
    `others` are links to the guides of other editions."""
    language, rules = url.language, edition.rules.record
    title = Words(f"Thể lệ kỳ {edition.id}", f"Rules of edition {edition.id}").say(language)
    lead = _LEAD.say(language, name=_said(rules.name, url), organiser=_said(rules.organiser, url))
    sections = [*_sections(edition, fields, as_of, url)]
    body = html("<h1>{}</h1>{}<p>{}</p>{}{}", title, contents(sections, language), lead, others, shown(sections))
    about = f"{title}: {_ABOUT.say(language).lower()}"
    return Page(url.address, language, title, about, body, scripts=(key_dates.SCRIPT,))


def _sections(edition: Edition, fields: Mapping[str, FieldSpec], as_of: datetime, url: PageUrl) -> Iterator[Section]:
    language, rules = url.language, edition.rules.record
    yield Section("moc", Words("Các mốc thời gian", "Dates").say(language), _dates(edition, as_of, url))
    yield Section("bai", Words("Sáng kiến tham gia", "What may be sent in").say(language), bullets(_entry(rules, url)))
    levels = joined(_level(level, rules, url) for level in rules.levels)
    yield Section("cap", Words("Các cấp tôn vinh", "Levels of honour").say(language), levels)
    if rules.dossier:
        papers = bullets(_paper(paper, rules, url) for paper in rules.dossier)
        yield Section("ho-so", Words("Hồ sơ đề nghị", "Papers of a dossier").say(language), papers)
    yield Section(
        "truong", Words("Tệp bài gồm những mục nào", "What the file of an entry says").say(language), _fields(fields, language)
    )
    sources = bullets(
        html("{}, {}, {}", each.number, say(each.issued_on, language), _said(each.by, url)) for each in rules.sources
    )
    yield Section("van-ban", Words("Văn bản căn cứ", "Papers it rests on").say(language), sources)


def _dates(edition: Edition, as_of: datetime, url: PageUrl) -> Html:
    language, rules = url.language, edition.rules.record
    end = ".en" if language == "en" else ""
    return html(
        "{}<p>{}</p><p>{}</p><p>{}</p>",
        key_dates.picture(rules, as_of, language),
        _APPLIED.say(language).format(first=say(rules.applied.first, language), last=say(rules.applied.last, language)),
        _intake(rules, as_of, url),
        _CALENDAR.say(
            language, way=url.file(f"lich/{edition.id}{end}.ics"), poster=url.file(f"ap-phich/{edition.id}{end}.pdf")
        ),
    )


def intake(rules: Rules, as_of: datetime, language: Language) -> str:
    """Returns one sentence on the intake as of the build: not open yet, open until, or closed since; times are in the
    edition's zone."""
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


def _intake(rules: Rules, as_of: datetime, url: PageUrl) -> Html:
    language = url.language
    sentences = [html("{}", _ZONE.say(language).format(offset=rules.utc_offset)), html("{}", intake(rules, as_of, language))]
    if grace := rules.portal.grace:
        sentences.append(_GRACE.say(language, minutes=grace.minutes, reason=_said(grace.reason, url)))
    return joined(sentences, " ")


def _said(value: Words | str, url: PageUrl) -> Html:
    """A name from the rules. One in Vietnamese only is marked as such on an English page."""
    if isinstance(value, str) and url.language == "en":
        return html('<span lang="vi">{}</span>', value)
    return html("{}", say(value, url.language))


def _entry(rules: Rules, url: PageUrl) -> Iterator[Html]:
    values = {
        "most": say(rules.answers.max_characters, url.language),
        "blocks": _names((term.name for term in rules.blocks), url.language),
        "fields": bullets(term.name.say(url.language) for term in rules.fields),
    }
    yield from (words.say(url.language, **values) for words in _ENTRY)
    if years := rules.past_awards:
        yield _PAST_AWARDS.say(url.language, first=years.first, last=years.last)


def _names(names: Iterable[Words], language: Language) -> Html:
    return joined((html("{}", name.say(language)) for name in names), "; ")


def _level(level: Level, rules: Rules, url: PageUrl) -> Html:
    language = url.language
    lines: list[tuple[Value, Value]] = [(_HONOURS.say(language), level.honours.say(language))]
    if level.quotas:
        lines.append((_MOST.say(language), joined((_quota(quota, rules, language) for quota in level.quotas), " ")))
    if level.dossier_due:
        lines.append((_DUE.say(language), _deadline(level.dossier_due, url)))
    if level.fields:
        fields = rules.vocabulary("fields")
        lines.append((_ONLY.say(language), _names((fields[field] for field in level.fields), language)))
    return html("<h3>{}</h3>{}", level.name.say(language), facts(lines))


def _quota(quota: Quota, rules: Rules, language: Language) -> Html:
    per = rules.vocabulary("levels")[quota.per].inside.say(language)
    of = _OF_FIELD.say(language, rules.vocabulary("fields")[quota.field].say(language)) if quota.field else ""
    return _QUOTA.say(language, max=quota.max, per=per, of=of)


def _deadline(settings: tuple[Setting, ...], url: PageUrl) -> Html:
    """The setting in force in bold; earlier ones stay readable, struck out."""
    *earlier, now = ((say(Until(setting.at), url.language), _said(setting.source, url)) for setting in settings)
    struck = (html("<del>{} ({})</del>", *each) for each in earlier)
    return joined([*struck, html('<strong>{}</strong> <span class="sk-quiet">({})</span>', *now)], " ")


def _paper(paper: RequiredPaper, rules: Rules, url: PageUrl) -> Html:
    """A paper of the dossier, and whose dossiers need it where not all do."""
    levels, language = rules.vocabulary("levels"), url.language
    whose = [html("{}", levels[level].inside.say(language)) for level in paper.required_of]
    only = _WHOSE.say(language, joined(whose, Words(" hoặc ", " or ").say(language))) if whose else ""
    return html("{}{}", paper.name.say(language), only)


def _fields(fields: Mapping[str, FieldSpec], language: Language) -> Html:
    """Every field of the schema, so that a new one is shown without a change of this code; a list, as a table of prose fits
    no phone."""
    listed = [_field(spec, fields, language) for spec in fields.values() if not spec.name.endswith("[]")]
    return html(
        '<details><summary>{}</summary><dl class="sk-facts sk-fields">{}</dl></details>',
        _FIELDS.say(language).format(count=len(listed)),
        joined(listed),
    )


def _field(spec: FieldSpec, fields: Mapping[str, FieldSpec], language: Language) -> Html:
    choices = (html("<code>{}</code>: {}", value, words.say(language)) for value, words in spec.labels.items())
    choose = html(" {}: {}.", Words("Chọn", "One of").say(language), joined(choices, "; ")) if spec.labels else ""
    return html(
        '<div><dt>{}<br><code>{}</code></dt><dd>{}{} <span class="sk-must">{}</span></dd></div>',
        spec.title.say(language),
        spec.name,
        spec.description.say(language),
        choose,
        _needed(spec, fields).say(language),
    )


def _needed(spec: FieldSpec, fields: Mapping[str, FieldSpec]) -> Words:
    """Whether a field must be filled in: always, unless confidential, inside an optional part, or not at all."""
    if spec.name in UNLESS_CONFIDENTIAL:
        return Words("Bắt buộc, trừ bài bí mật công nghệ.", "Required, unless confidential.")
    if not spec.required:
        return Words("Không bắt buộc.", "Optional.")
    steps = spec.name.split(".")
    above = (fields.get(".".join(steps[:count]).removesuffix("[]")) for count in range(1, len(steps)))
    if optional := next((parent for parent in above if parent and not parent.required), None):
        return Words(f"Bắt buộc khi có ghi “{optional.title.vi}”.", f"Required where “{optional.title.en}” is given.")
    return Words("Bắt buộc.", "Required.")

"""The folded record under an innovation's story: what it was entered as, and what proves when it came; must not know the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, Value, html
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details
from sangkien.outputs.site.elements import facts, link
from sangkien.outputs.site.page_url import PageUrl

Labels = Mapping[str, FieldSpec]

_RECORD = Words("Hồ sơ", "Record")
_INSIDE = Words("tác giả, đơn vị, ngày nhận và bằng chứng", "authors, unit, date of receipt and what proves it")
_ENTERED, _PROVED = Words("Kê khai", "As it was entered"), Words("Tiếp nhận và bằng chứng", "Receipt and what proves it")
_SELF = Words("tác giả kê khai, máy không kiểm được", "as the authors declare; no machine can check it")
_CONTACT = Words("qua công đoàn cơ sở của tác giả", "through the authors' own union")
_CHECK = HtmlWords(
    'Ai cũng kiểm lại được: <a href="{:exact}">cách kiểm chứng</a>.',
    'Anybody can check: <a href="{:exact}">how</a>.',
)
_RECEIVED = (
    Words("Nhận lúc", "Received"),
    Words("Mốc để xét bài có kịp hạn không.", "The instant that decides whether it was in time."),
)
_LINE = (
    Words("Theo sổ tiếp nhận", "By the register"),
    Words("Công đoàn ghi khi nhận bài giấy hay bài qua thư; dòng đã ghi không sửa, không xóa.",
          "Written by the union that took it on paper or by mail; a line once written is never changed."),
)  # fmt: skip
_CORRECTED = (
    Words("Đính chính", "Corrected"),
    Words(
        "Bài sửa sau hạn giữ mốc của bài đã nộp kịp.", "Mended after the deadline, it keeps the time of what came before it."
    ),
)
_LANDED = (
    Words("Vào nhánh chính", "On the main branch"),
    Words(
        "Lần ghi (commit) đã đưa bài vào kho, được tính để xét hạn.", "The commit that brought the entry to main, as it counts."
    ),
)
_CONTENT = (
    Words("Mã nội dung", "Content id"),
    Words(
        "Git tính từ từng chữ của bài đang đăng: sửa một dấu là ra mã khác.",
        "Worked out by Git from every letter shown: change a mark and it differs.",
    ),
)
_FILE = (
    Words("Tệp trong kho", "File"),
    Words("Nguyên văn bài, với mọi lần sửa.", "The entry as written, with every change."),
)


def folded(details: Details, labels: Labels, url: PageUrl) -> Html:
    """Returns the record, folded; `labels` are the fields of the schema, `url` is the page it stands on."""
    language = url.language
    return html(
        '<details class="sk-record" id="ho-so"><summary><h2>{}</h2> <span class="sk-quiet">{}</span></summary>'
        "<h3>{}</h3>{}<h3>{}</h3>{}<p>{}</p></details>",
        _RECORD.say(language),
        _INSIDE.say(language),
        _ENTERED.say(language),
        facts(_entered(details, labels, language)),
        _PROVED.say(language),
        facts(_evidence(details, language)),
        _CHECK.say(language, url.to("kiem-chung/")),
    )


def _entered(details: Details, labels: Labels, language: Language) -> Iterator[tuple[str, Value]]:
    """The facts that readers compare by; labels come from the schema."""

    def title(name: str) -> str:
        return labels[name].title.say(language)

    yield title("authors"), authors(details, language)
    yield title("unit"), details.place
    yield title("field"), details.field.name.say(language)
    yield title("block"), details.block.name.say(language)
    for name in ("kind", "stage", "scope"):
        yield title(name), labels[name].labels[getattr(details, name)].say(language)
    began = say(details.applied_from, language)
    ended = say(details.applied_to, language) if details.applied_to else ""
    yield title("applied_from"), Words(f"{began} đến {ended}", f"{began} to {ended}").say(language) if ended else began
    if details.benefit_vnd is not None:
        yield title("benefit_vnd"), _explained(html("{:exact}", say(details.benefit_vnd, language)), _SELF, language)
    if details.contact:
        yield title("consent.contact"), _CONTACT.say(language)
    if details.recognition:
        number, issued = details.recognition.number, say(details.recognition.signed_on, language)
        yield title("recognition"), Words(f"{number}, ngày {issued}", f"{number}, {issued}").say(language)


def authors(details: Details, language: Language) -> str:
    """Returns names and positions where the authors consented, else how many they are."""
    if details.authors:
        return "; ".join(f"{author.name}{f' ({author.position})' if author.position else ''}" for author in details.authors)
    count = details.authors_count
    if count == 1:
        return Words("Tác giả không công khai họ tên", "The author's name is not published").say(language)
    return Words(f"{count} tác giả không công khai họ tên", f"{count} authors, names not published").say(language)


def _evidence(details: Details, language: Language) -> Iterator[tuple[str, Value]]:
    """When the content was received and what proves it: register number, commit and content id, each with what it is."""
    received = details.received
    found: list[tuple[tuple[Words, Words], Html]] = [(_RECEIVED, html("{}", say(received.at, language)))]
    if line := received.line:
        number = say(line.number, language)
        by = Words(f"số đến {number}, {line.office}", f"number {number}, {line.office}").say(language)
        found.append((_LINE, html("{}", by)))
    if corrected := received.correction:
        then, content = say(corrected.at, language), corrected.content[:12]
        said = Words(
            f"kịp hạn theo nội dung {content}, nhận lúc {then}; đính chính: {corrected.act}",
            f"in time by content {content}, received at {then}; correction: {corrected.act}",
        )
        found.append((_CORRECTED, html("{}", said.say(language))))
    if commit := received.landing:
        linked = link(commit.address, html("<code>{:exact}</code>", commit.id[:12]))
        found.append((_LANDED, html("{}, {}", linked, say(commit.at, language))))
    found.append((_CONTENT, html("<code>{:exact}</code>", details.content[:12])))
    found.append((_FILE, html("<code>{}</code>", details.path)))
    for (name, meaning), value in found:
        yield name.say(language), _explained(value, meaning, language)


def _explained(value: Html, meaning: Words, language: Language) -> Html:
    return html('{} <span class="sk-meaning">{}</span>', value, meaning.say(language))

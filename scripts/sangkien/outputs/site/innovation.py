"""One honoured innovation's page; shows no more of a person than was consented to, and must not know of other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sangkien.language import Language, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details, PublicInnovation
from sangkien.outputs.site import cards, share
from sangkien.outputs.site.markup import attribute, link, note, prose
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered

Labels = Mapping[str, FieldSpec]

_SAMPLE = (
    Words("Dữ liệu mẫu", "Sample data"),
    Words(
        "Bài này được bịa ra để minh họa: người, đơn vị, văn bản và số liệu đều không có thật.",
        "This entry is invented for illustration: no person, unit, paper or figure in it is real.",
    ),
)
_SECRET = (
    Words("Bí mật công nghệ", "Technological secret"),
    Words(
        "Theo quy định, sáng kiến có bí mật công nghệ chỉ công khai tên, hiệu quả, hình thức khen.",
        "By the rules, of an innovation with a technological secret only its title, effect and award are public.",
    ),
)
_OWN_WORDS = "What it changed, in the authors' own words (Vietnamese). The problem and the solution stand on "
_RECEIVED = Words("Thời điểm tiếp nhận", "When it was received")
_PASS_ON = Words("Chia sẻ", "Pass it on")
_ALIKE = Words("Sáng kiến gần giống", "Similar innovations")
_SELF = Words("tự khai", "self-declared")
_ALL = Words("Sáng kiến được tôn vinh", "Honoured innovations")


def address(innovation: PublicInnovation) -> str:
    return f"sang-kien/{innovation.address}/"


def picture(innovation: PublicInnovation) -> str:
    """The file that stands beside a link to the page."""
    return f"hinh/{innovation.address}.png"


def qr(innovation: PublicInnovation) -> str:
    return f"hinh/{innovation.address}-qr.png"


def page(
    innovation: PublicInnovation, language: Language, labels: Labels, alike: Sequence[PublicInnovation], site: str
) -> Page:
    """One innovation. A confidential one shows title, effect and award only (Tổng Liên đoàn's rule, as the press reported it). `alike`
    are shown below it, `site` is the site's address."""
    title, details = innovation.title, innovation.details
    url = PageUrl(address(innovation), language)
    full = f"{site}{url.path}"
    parts = [
        _crumbs(innovation, url),
        f"<h1>{attribute(title)}</h1>",
        note("warning", *(words.say(language) for words in _SAMPLE)) if innovation.sample else "",
        _honours(innovation, language),
    ]
    if details is None:
        parts += [note("info", *(words.say(language) for words in _SECRET)), *_answers(innovation, labels, url)]
    else:
        parts += [_facts(_what(details, labels, language)), *_answers(innovation, labels, url)]
        parts += [f'<h2 id="nhan">{_RECEIVED.say(language)}</h2>', _facts(_evidence(details, language))]
    parts += [f'<h2 id="chia-se">{_PASS_ON.say(language)}</h2>', _passed_on(innovation, url, full)]
    if alike:
        parts.append(
            f'<section class="sk-alike"><h2 id="tuong-tu">{_ALIKE.say(language)}</h2>{cards.lines(alike, url)}</section>'
        )
    return Page(
        url.address,
        language,
        title,
        description(innovation, language),
        "".join(parts),
        picture=picture(innovation),
        about=_about(innovation, full, site) if language == "vi" else {},
        scripts=(share.SCRIPT,),
    )


def description(innovation: PublicInnovation, language: Language) -> str:
    edition = Words(f"kỳ {innovation.edition}", f"edition {innovation.edition}").say(language)
    return f"{innovation.award} · {innovation.level.name.say(language)} · {edition}"


def _crumbs(innovation: PublicInnovation, url: PageUrl) -> str:
    """The way back to the lists it stands in."""
    ways = [(_ALL, "sang-kien/")]
    if details := innovation.details:
        ways.append((details.top.name, f"sang-kien/theo-tinh/{innovation.edition}/{details.top.id}/"))
        ways.append((details.field.name, f"sang-kien/theo-linh-vuc/{innovation.edition}/{details.field.id}/"))
    shown = "".join(f'<li><a href="{url.to(to)}">{attribute(name.say(url.language))}</a></li>' for name, to in ways)
    label = Words("Đường dẫn", "You are here").say(url.language)
    return f'<ol class="sk-crumbs" aria-label="{label}">{shown}</ol>'


def _honours(innovation: PublicInnovation, language: Language) -> str:
    """A line a decision; of a confidential innovation only level and award, for the deciding unit would tell whose it is."""
    lines = []
    for position, award in enumerate(innovation.awards):
        level = attribute(award.level.name.say(language))
        line = f'<span class="sk-level sk-{award.level.id}">{level}</span> '
        line += f"<strong>{attribute(award.name)}</strong>"
        if innovation.details:
            decision = innovation.details.decisions[position]
            number, day = decision.number, say(decision.signed_on, language)
            paper = Words(f"Quyết định {number}, ngày {day}", f"Decision {number}, {day}").say(language)
            line += f" · {attribute(decision.unit)} · {attribute(paper)}"
        lines.append(f"<li>{line}</li>")
    return f'<ul class="sk-honoured">{"".join(lines)}</ul>'


def _what(details: Details, labels: Labels, language: Language) -> Iterator[tuple[str, str]]:
    """The facts a reader compares by; labels come from the schema."""

    def title(name: str) -> str:
        return labels[name].title.say(language)

    yield title("authors"), attribute(authors(details, language))
    yield title("unit"), attribute(details.place)
    yield title("field"), attribute(details.field.name.say(language))
    yield title("block"), attribute(details.block.name.say(language))
    for name in ("kind", "stage", "scope"):
        yield title(name), attribute(labels[name].labels[getattr(details, name)].say(language))
    began = say(details.applied_from, language)
    ended = say(details.applied_to, language) if details.applied_to else ""
    yield title("applied_from"), Words(f"{began} đến {ended}", f"{began} to {ended}").say(language) if ended else began
    if details.benefit_vnd is not None:
        yield title("benefit_vnd"), f'{say(details.benefit_vnd, language)} <em class="sk-self">{_SELF.say(language)}</em>'
    if details.contact:
        yield title("consent.contact"), Words("qua công đoàn cơ sở của tác giả", "through the authors' own union").say(language)
    if details.recognition:
        number, issued = details.recognition.number, say(details.recognition.signed_on, language)
        yield title("recognition"), attribute(Words(f"{number}, ngày {issued}", f"{number}, {issued}").say(language))


def authors(details: Details, language: Language) -> str:
    """Names only with consent; else how many there are."""
    if details.authors:
        return "; ".join(f"{author.name}{f' ({author.position})' if author.position else ''}" for author in details.authors)
    count = details.authors_count
    if count == 1:
        return Words("Tác giả không công khai họ tên", "The author's name is not published").say(language)
    return Words(f"{count} tác giả không công khai họ tên", f"{count} authors, names not published").say(language)


def _answers(innovation: PublicInnovation, labels: Labels, url: PageUrl) -> Iterator[str]:
    """The authors' own words: of a confidential innovation the effect only."""
    language = url.language
    answers = {"effect": innovation.effect}
    details = innovation.details
    if details and language == "en":  # the interface is English, the authors' words are not: they need not stand there twice
        yield f'<p class="sk-quiet">{_OWN_WORDS}<a href="{url.other}" hreflang="vi">the Vietnamese page</a>.</p>'
    elif details:
        answers = {"problem": details.problem, "solution": details.solution, **answers}
    for name, answer in answers.items():
        if answer:
            heading = attribute(labels[f"answers.{name}"].title.say(language))
            yield f'<h2 id="{name}">{heading}</h2><div class="sk-answer" lang="vi">{prose(answer)}</div>'


def _evidence(details: Details, language: Language) -> Iterator[tuple[str, str]]:
    """When the content was received and what proves it: register number, commit and content id."""
    received = details.received
    yield Words("Nhận lúc", "Received").say(language), attribute(say(received.at, language))
    if line := received.line:
        number = say(line.number, language)
        by = Words(f"số đến {number}, {line.office}", f"number {number}, {line.office}").say(language)
        yield Words("Theo sổ tiếp nhận", "By the register").say(language), attribute(by)
    if corrected := received.correction:
        then, content = say(corrected.at, language), corrected.content[:12]
        said = Words(
            f"kịp hạn theo nội dung {content}, nhận lúc {then}; đính chính: {corrected.act}",
            f"in time by content {content}, received at {then}; correction: {corrected.act}",
        )
        yield Words("Đính chính", "Corrected").say(language), attribute(said.say(language))
    if commit := received.landing:
        linked = link(commit.address, f"<code>{commit.id[:12]}</code>")
        landed = say(commit.at, language)
        yield (
            Words("Commit đưa vào nhánh chính", "Commit that brought it to main").say(language),
            f"{linked}, {attribute(landed)}",
        )
    yield Words("Mã nội dung", "Content id").say(language), f"<code>{details.content[:12]}</code>"
    yield Words("Tệp trong kho", "File").say(language), f"<code>{attribute(details.path)}</code>"


def _facts(pairs: Iterator[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{attribute(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="sk-facts">{rows}</dl>'


def _passed_on(innovation: PublicInnovation, url: PageUrl, address: str) -> str:
    """Share links, and the address as a QR code for paper."""
    alt = Words("Mã QR dẫn tới trang này", "QR code of this page").say(url.language)
    code = f'<img class="sk-qr" src="{url.file(qr(innovation))}" alt="{alt}" width="120" height="120" loading="lazy">'
    where = f'<p class="sk-address">{escape(address)}</p>'
    return f'<div class="sk-pass">{code}<div>{share.links(address, url.language)}{where}</div></div>'


def _about(innovation: PublicInnovation, url: str, site: str) -> dict[str, object]:
    """The page for search engines (schema.org, CreativeWork)."""
    known: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "url": url,
        "name": innovation.title,
        "inLanguage": "vi",
        "image": f"{site}{picture(innovation)}",
        "award": [award.name for award in innovation.awards],
    }
    if details := innovation.details:
        known["datePublished"] = details.decisions[0].signed_on.isoformat()
        known["about"] = details.field.name.vi
        known["sourceOrganization"] = {"@type": "Organization", "name": covered(details.unit.name.vi)}
        if details.authors:
            known["author"] = [{"@type": "Person", "name": author.name} for author in details.authors]
    return known

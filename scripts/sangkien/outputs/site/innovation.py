"""One honoured innovation's page; shows no more of a person than was consented to, and must not know of other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from sangkien.figures.honoured import Innovation, Open
from sangkien.language import Language, Words, say
from sangkien.model.artifact import Page
from sangkien.model.corpus import FieldSpec
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


def address(innovation: Innovation) -> str:
    return f"sang-kien/{innovation.address}/"


def picture(innovation: Innovation) -> str:
    """The file that stands beside a link to the page."""
    return f"hinh/{innovation.address}.png"


def qr(innovation: Innovation) -> str:
    return f"hinh/{innovation.address}-qr.png"


def page(innovation: Innovation, language: Language, labels: Labels, alike: Sequence[Innovation], site: str) -> Page:
    """One innovation. A confidential one shows title, effect and award only (Tổng Liên đoàn's rule, as the press reported it). `alike`
    are shown below it, `site` is the site's address."""
    title, known = innovation.title, innovation.open
    url = PageUrl(address(innovation), language)
    full = f"{site}{url.path}"
    parts = [
        _crumbs(innovation, url),
        f"<h1>{attribute(title)}</h1>",
        note("warning", *(words.say(language) for words in _SAMPLE)) if innovation.public.sample else "",
        _honours(innovation, language),
    ]
    if known is None:
        parts += [note("info", *(words.say(language) for words in _SECRET)), *_answers(innovation, labels, url)]
    else:
        parts += [_facts(_what(innovation, known, labels, language)), *_answers(innovation, labels, url)]
        parts += [f'<h2 id="nhan">{_RECEIVED.say(language)}</h2>', _facts(_evidence(innovation, known, language))]
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


def description(innovation: Innovation, language: Language) -> str:
    edition = Words(f"kỳ {innovation.edition.id}", f"edition {innovation.edition.id}").say(language)
    return f"{innovation.award} · {innovation.level_name(innovation.level).say(language)} · {edition}"


def _crumbs(innovation: Innovation, url: PageUrl) -> str:
    """The way back to the lists it stands in."""
    edition = innovation.edition
    ways = [(_ALL.say(url.language), "sang-kien/")]
    if innovation.open:
        record = innovation.open.record
        top = record.unit.partition("/")[0]
        field = say(edition.rules.record.vocabulary("fields")[record.field], url.language)
        ways.append((edition.name_of(top), f"sang-kien/theo-tinh/{edition.id}/{top}/"))
        ways.append((field, f"sang-kien/theo-linh-vuc/{edition.id}/{record.field}/"))
    shown = "".join(f'<li><a href="{url.to(to)}">{attribute(name)}</a></li>' for name, to in ways)
    label = Words("Đường dẫn", "You are here").say(url.language)
    return f'<ol class="sk-crumbs" aria-label="{label}">{shown}</ol>'


def _honours(innovation: Innovation, language: Language) -> str:
    """A line a decision; of a confidential innovation only level and award, for the deciding unit would tell whose it is."""
    lines = []
    for position, award in enumerate(innovation.awards):
        level = attribute(innovation.level_name(award.level).say(language))
        line = f'<span class="sk-level sk-{award.level}">{level}</span> '
        line += f"<strong>{attribute(innovation.says(award.name))}</strong>"
        if innovation.open:
            granted = innovation.open.honours[position]
            decision = granted.decision.record
            number, day = innovation.says(decision.number), say(decision.signed_on, language)
            known = Words(f"Quyết định {number}, ngày {day}", f"Decision {number}, {day}").say(language)
            line += f" · {attribute(innovation.edition.name_of(granted.decision.unit))} · {attribute(known)}"
        lines.append(f"<li>{line}</li>")
    return f'<ul class="sk-honoured">{"".join(lines)}</ul>'


def _what(innovation: Innovation, known: Open, labels: Labels, language: Language) -> Iterator[tuple[str, str]]:
    """The facts a reader compares by; labels come from the schema."""
    record, rules = known.record, innovation.edition.rules.record

    def title(name: str) -> str:
        return labels[name].title.say(language)

    yield title("authors"), attribute(authors(known, language))
    yield title("unit"), attribute(cards.unit_name(innovation.edition, known))
    yield title("field"), attribute(say(rules.vocabulary("fields")[record.field], language))
    yield title("block"), attribute(say(rules.vocabulary("blocks")[record.block], language))
    for name in ("kind", "stage", "scope"):
        yield title(name), attribute(labels[name].labels[getattr(record, name)].say(language))
    began = say(record.applied_from, language)
    ended = say(record.applied_to, language) if record.applied_to else ""
    yield title("applied_from"), Words(f"{began} đến {ended}", f"{began} to {ended}").say(language) if ended else began
    if record.benefit_vnd is not None:
        yield title("benefit_vnd"), f'{say(record.benefit_vnd, language)} <em class="sk-self">{_SELF.say(language)}</em>'
    if record.consent.contact:
        yield title("consent.contact"), Words("qua công đoàn cơ sở của tác giả", "through the authors' own union").say(language)
    if record.recognition:
        number, issued = innovation.says(record.recognition.number), say(record.recognition.issued_on, language)
        yield title("recognition"), attribute(Words(f"{number}, ngày {issued}", f"{number}, {issued}").say(language))


def authors(known: Open, language: Language) -> str:
    """Names only with consent; else how many there are."""
    every = known.record.authors
    if known.record.consent.publish_name:
        return "; ".join(f"{author.name}{f' ({author.position})' if author.position else ''}" for author in every)
    if len(every) == 1:
        return Words("Tác giả không công khai họ tên", "The author's name is not published").say(language)
    count = len(every)
    return Words(f"{count} tác giả không công khai họ tên", f"{count} authors, names not published").say(language)


def _answers(innovation: Innovation, labels: Labels, url: PageUrl) -> Iterator[str]:
    """The authors' own words: of a confidential innovation the effect only."""
    language = url.language
    answers = {"effect": innovation.public.effect}
    if (
        innovation.open and language == "en"
    ):  # the interface is English, the authors' words are not: they need not stand there twice
        yield f'<p class="sk-quiet">{_OWN_WORDS}<a href="{url.other}" hreflang="vi">the Vietnamese page</a>.</p>'
    elif innovation.open:
        own = innovation.open.record.answers
        answers = {"problem": own.problem, "solution": own.solution, **answers}
    for name, text in answers.items():
        if text:
            heading = attribute(labels[f"answers.{name}"].title.say(language))
            yield f'<h2 id="{name}">{heading}</h2><div class="sk-answer" lang="vi">{prose(text, innovation.says)}</div>'


def _evidence(innovation: Innovation, known: Open, language: Language) -> Iterator[tuple[str, str]]:
    """When the content was received and what proves it: register number, commit and content id."""
    received, repository = known.received, innovation.edition.rules.record.repository
    yield Words("Nhận lúc", "Received").say(language), attribute(say(received.at, language))
    if line := received.line:
        number = say(line.number, language)
        by = Words(f"số đến {number}, {line.line.office}", f"number {number}, {line.line.office}").say(language)
        yield Words("Theo sổ tiếp nhận", "By the register").say(language), attribute(by)
    if corrected := received.corrected:
        then, content = say(corrected.at, language), corrected.content[:12]
        said = Words(
            f"kịp hạn theo nội dung {content}, nhận lúc {then}; đính chính: {corrected.act}",
            f"in time by content {content}, received at {then}; correction: {corrected.act}",
        )
        yield Words("Đính chính", "Corrected").say(language), attribute(innovation.says(said.say(language)))
    if commit := received.landing:
        linked = link(f"{repository}/commit/{commit.id}", f"<code>{commit.id[:12]}</code>")
        landed = say(commit.committed.astimezone(received.at.tzinfo), language)
        yield (
            Words("Commit đưa vào nhánh chính", "Commit that brought it to main").say(language),
            f"{linked}, {attribute(landed)}",
        )
    yield Words("Mã nội dung", "Content id").say(language), f"<code>{known.filed.source.blob[:12]}</code>"
    yield Words("Tệp trong kho", "File").say(language), f"<code>{attribute(innovation.says(known.filed.path))}</code>"


def _facts(pairs: Iterator[tuple[str, str]]) -> str:
    rows = "".join(f"<div><dt>{attribute(name)}</dt><dd>{value}</dd></div>" for name, value in pairs)
    return f'<dl class="sk-facts">{rows}</dl>'


def _passed_on(innovation: Innovation, url: PageUrl, address: str) -> str:
    """Share links, and the address as a QR code for paper."""
    alt = Words("Mã QR dẫn tới trang này", "QR code of this page").say(url.language)
    code = f'<img class="sk-qr" src="{url.file(qr(innovation))}" alt="{alt}" width="120" height="120" loading="lazy">'
    where = f'<p class="sk-address">{escape(address)}</p>'
    return f'<div class="sk-pass">{code}<div>{share.links(address, url.language)}{where}</div></div>'


def _about(innovation: Innovation, url: str, site: str) -> dict[str, object]:
    """The page for search engines (schema.org, CreativeWork)."""
    known: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "url": url,
        "name": innovation.title,
        "inLanguage": "vi",
        "image": f"{site}{picture(innovation)}",
        "award": [innovation.says(award.name) for award in innovation.awards],
    }
    if innovation.open:
        record = innovation.open.record
        known["datePublished"] = innovation.open.honours[0].decision.record.signed_on.isoformat()
        known["about"] = say(innovation.edition.rules.record.vocabulary("fields")[record.field], "vi")
        known["sourceOrganization"] = {"@type": "Organization", "name": covered(innovation.edition.name_of(record.unit))}
        if record.consent.publish_name:
            known["author"] = [{"@type": "Person", "name": covered(author.name)} for author in record.authors]
    return known

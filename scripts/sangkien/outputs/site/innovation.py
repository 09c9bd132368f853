"""One honoured innovation's page; shows no more of a person than was consented to, and must not know of other pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sangkien.language import Language, Words, say
from sangkien.markup import Html, HtmlWords, Value, html, joined
from sangkien.model import licence
from sangkien.model.artifact import Page
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details, PublicInnovation
from sangkien.outputs.site import cards, embed, share
from sangkien.outputs.site.elements import facts, link, note, prose
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
_RECEIVED = Words("Thời điểm tiếp nhận", "When it was received")
_PASS_ON = Words("Chia sẻ", "Pass it on")
_ALIKE = Words("Sáng kiến gần giống", "Similar innovations")
_CONTACT = HtmlWords("qua công đoàn cơ sở của tác giả", "through the authors' own union")
_SELF = Words("tự khai", "self-declared")
_ALL = Words("Sáng kiến được tôn vinh", "Honoured innovations")


def address(innovation: PublicInnovation) -> str:
    """Returns the folder of its page below the site's root."""
    return f"sang-kien/{innovation.address}/"


def picture(innovation: PublicInnovation) -> str:
    """Returns the file, below the site's root, of the picture shown beside a link to the page."""
    return f"hinh/{innovation.address}.png"


def qr(innovation: PublicInnovation) -> str:
    """Returns the file, below the site's root, of the page's address as a QR code."""
    return f"hinh/{innovation.address}-qr.png"


def page(
    innovation: PublicInnovation, language: Language, labels: Labels, alike: Sequence[PublicInnovation], site: str
) -> Page:
    """Returns the page of one innovation. A confidential one shows title, effect and award only (the confederation's rule, as
    the press reported it). `labels` are the fields of the schema, `alike` are shown below it, `site` is the site's address
    with a final slash."""
    details = innovation.details
    url = PageUrl(address(innovation), language)
    full = url.full(site)
    parts = [
        _crumbs(innovation, url),
        html("<h1>{}</h1>", innovation.title),
        note("warning", *(words.say(language) for words in _SAMPLE)) if innovation.sample else html(""),
        _honours(innovation, language),
    ]
    if details is None:
        parts += [note("info", *(words.say(language) for words in _SECRET)), *_answers(innovation, labels, url)]
    else:
        parts += [facts(_what(details, labels, language)), *_answers(innovation, labels, url)]
        parts += [html('<h2 id="nhan">{}</h2>', _RECEIVED.say(language)), facts(_evidence(details, language))]
    parts += [html('<h2 id="chia-se">{}</h2>', _PASS_ON.say(language)), _passed_on(innovation, url, full)]
    parts.append(embed.shown(innovation, url, site))
    if alike:
        listed = cards.lines(alike, url)
        parts.append(html('<section class="sk-alike"><h2 id="tuong-tu">{}</h2>{}</section>', _ALIKE.say(language), listed))
    return Page(
        url.address,
        language,
        innovation.title,
        description(innovation, language),
        joined(parts),
        picture=picture(innovation),
        about=_about(innovation, full, site) if language == "vi" else {},
        scripts=(share.SCRIPT, *([embed.SCRIPT] if full else [])),
        embed=embed.path(innovation, language) if full else "",
    )


def description(innovation: PublicInnovation, language: Language) -> str:
    """Returns its highest award, who gave it and the edition, in one line."""
    edition = Words(f"kỳ {innovation.edition}", f"edition {innovation.edition}").say(language)
    return f"{innovation.award} · {innovation.level.name.say(language)} · {edition}"


def _crumbs(innovation: PublicInnovation, url: PageUrl) -> Html:
    """Links back to the lists it stands in."""
    ways = [(_ALL, "sang-kien/")]
    if details := innovation.details:
        ways.append((details.top.name, f"sang-kien/theo-tinh/{innovation.edition}/{details.top.id}/"))
        ways.append((details.field.name, f"sang-kien/theo-linh-vuc/{innovation.edition}/{details.field.id}/"))
    return html(
        '<ol class="sk-crumbs" aria-label="{}">{}</ol>',
        Words("Đường dẫn", "You are here").say(url.language),
        joined(html('<li><a href="{:exact}">{}</a></li>', url.to(to), name.say(url.language)) for name, to in ways),
    )


def _honours(innovation: PublicInnovation, language: Language) -> Html:
    """A line for each decision. Of a confidential innovation only level and award, for the deciding unit would disclose whose
    it is."""
    lines = []
    for position, award in enumerate(innovation.awards):
        paper = html("")
        if innovation.details:
            decision = innovation.details.decisions[position]
            number, day = decision.number, say(decision.signed_on, language)
            said = Words(f"Quyết định {number}, ngày {day}", f"Decision {number}, {day}").say(language)
            paper = html(" · {} · {}", decision.unit, said)
        level = cards.level(award.level.id, award.level.name.say(language))
        lines.append(html("<li>{} <strong>{}</strong>{}</li>", level, award.name, paper))
    return html('<ul class="sk-honoured">{}</ul>', joined(lines))


def _what(details: Details, labels: Labels, language: Language) -> Iterator[tuple[str, Value]]:
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
        said = say(details.benefit_vnd, language)
        yield title("benefit_vnd"), html('{:exact} <em class="sk-self">{}</em>', said, _SELF.say(language))
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


def _answers(innovation: PublicInnovation, labels: Labels, url: PageUrl) -> Iterator[Html]:
    """The authors' own words; of a confidential innovation the effect only."""
    answers = {"effect": innovation.effect}
    details = innovation.details
    if details and url.language == "en":  # their words are Vietnamese: they need not stand on two pages
        yield html(
            '<p class="sk-quiet">What it changed, in the authors\' own words (Vietnamese). The problem and the solution stand on'
            ' <a href="{:exact}" hreflang="vi">the Vietnamese page</a>.</p>',
            url.other,
        )
    elif details:
        answers = {"problem": details.problem, "solution": details.solution, **answers}
    for name, answer in answers.items():
        if answer:
            yield html(
                '<h2 id="{:exact}">{}</h2><div class="sk-answer" lang="vi">{}</div>',
                name,
                labels[f"answers.{name}"].title.say(url.language),
                prose(answer),
            )


def _evidence(details: Details, language: Language) -> Iterator[tuple[str, Value]]:
    """When the content was received and what proves it: register number, commit and content id."""
    received = details.received
    yield Words("Nhận lúc", "Received").say(language), say(received.at, language)
    if line := received.line:
        number = say(line.number, language)
        by = Words(f"số đến {number}, {line.office}", f"number {number}, {line.office}").say(language)
        yield Words("Theo sổ tiếp nhận", "By the register").say(language), by
    if corrected := received.correction:
        then, content = say(corrected.at, language), corrected.content[:12]
        said = Words(
            f"kịp hạn theo nội dung {content}, nhận lúc {then}; đính chính: {corrected.act}",
            f"in time by content {content}, received at {then}; correction: {corrected.act}",
        )
        yield Words("Đính chính", "Corrected").say(language), said.say(language)
    if commit := received.landing:
        linked = link(commit.address, html("<code>{:exact}</code>", commit.id[:12]))
        brought = Words("Commit đưa vào nhánh chính", "Commit that brought it to main").say(language)
        yield brought, html("{}, {}", linked, say(commit.at, language))
    yield Words("Mã nội dung", "Content id").say(language), html("<code>{:exact}</code>", details.content[:12])
    yield Words("Tệp trong kho", "File").say(language), html("<code>{}</code>", details.path)


def _passed_on(innovation: PublicInnovation, url: PageUrl, address: str) -> Html:
    """Share links, and the address as a QR code for paper; links alone where the address is empty, that is unknown."""
    if not address:
        return share.links(address, url.language)
    return html(
        '<div class="sk-pass"><img class="sk-qr" src="{:exact}" alt="{}" width="120" height="120" loading="lazy">'
        '<div>{}<p class="sk-address">{:exact}</p></div></div>',
        url.file(qr(innovation)),
        Words("Mã QR dẫn tới trang này", "QR code of this page").say(url.language),
        share.links(address, url.language),
        address,
    )


def _about(innovation: PublicInnovation, url: str, site: str) -> dict[str, object]:
    """The page for search engines (schema.org, CreativeWork). Where the page's address is empty, that is unknown, it is left out."""
    known: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        **({"url": url, "image": f"{site}{picture(innovation)}"} if url else {}),
        "name": innovation.title,
        "inLanguage": "vi",
        "license": licence.URL,
        "award": [award.name for award in innovation.awards],
    }
    if details := innovation.details:
        known["datePublished"] = details.decisions[0].signed_on.isoformat()
        known["about"] = details.field.name.vi
        known["sourceOrganization"] = {"@type": "Organization", "name": covered(details.unit.name.vi)}
        if details.authors:
            known["author"] = [{"@type": "Person", "name": author.name} for author in details.authors]
    return known

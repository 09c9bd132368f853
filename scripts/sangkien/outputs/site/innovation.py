"""One honoured innovation's page: its story, then what proves it; must not show more of a person than was consented to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sangkien.figures.similar import Alike
from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, HtmlWords, html, joined
from sangkien.model import licence
from sangkien.model.artifact import Page
from sangkien.model.contact import PublicContact
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details, Named, PublicInnovation
from sangkien.outputs.site import cards, embed, proof, share
from sangkien.outputs.site.elements import in_vietnamese, prose, vietnamese, way
from sangkien.outputs.site.office import told
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered

Labels = Mapping[str, FieldSpec]

_SAMPLE = HtmlWords(
    "<strong>Dữ liệu mẫu.</strong> Bài này được bịa ra để minh họa: người, đơn vị, văn bản và số liệu đều không có thật.",
    "<strong>Sample data.</strong> This entry is invented for illustration: no person, unit, paper or figure in it is real.",
)
_SECRET = HtmlWords(
    "<strong>Bí mật công nghệ.</strong> Theo quy định, sáng kiến có bí mật công nghệ chỉ công khai tên, hiệu quả, hình thức khen.",
    "<strong>Technological secret.</strong> By the rules, of an innovation with a technological secret only its title, effect and award are"
    " public.",
)
_OWN_WORDS = "The story below is in the authors' own words, in Vietnamese; your browser can translate the page."
_BENEFIT = Words("đồng/năm, tác giả kê khai", "đồng a year, as the authors declare")
_SIGNED = HtmlWords("Tác giả: {}", "By {}")
_SCAN = Words("Quét mã để đọc trên điện thoại:", "Scan to read it on a phone:")
# Letters on a printed line of a notice; the space below a paragraph, in lines; letters of the end of a list.
_LINE, _GAP, _END = 80, 0.3, 5
_SIZES = ((21, "sk-usual"), (28, "sk-long"), (35, "sk-longer"))  # lines of a story that fill a sheet in each size of type
_HONOURS = Words("Khen thưởng", "Honours")
_ASK = Words("Hỏi ai?", "Whom to ask?")
_ASK_UNION = HtmlWords(
    "Muốn làm theo thì hỏi <strong>{union}</strong>, nơi tác giả làm việc. Tác giả đã đồng ý để công đoàn chuyển lời.",
    "To reuse it, ask <strong>{union}</strong>, the authors' own union. The authors agreed that it passes questions on.",
)
_ASK_NOBODY = HtmlWords(
    "Tác giả chưa đồng ý nhận câu hỏi. Về việc chung, hỏi <strong>{union}</strong>.",
    "The authors have not agreed to be asked. For general questions there is <strong>{union}</strong>.",
)
_UNIT = Words("Trang và số liệu của đơn vị", "The unit's page and figures")
_PASS_ON = Words("Chia sẻ", "Pass it on")
_ALIKE = Words("Sáng kiến gần giống", "Similar innovations")
_SHARED = HtmlWords("cùng nói về “{}”", "both speak of “{}”")
_SAME_FIELD = Words("cùng lĩnh vực", "same field")
_ALL = Words("Sáng kiến", "Innovations")
_TURN = Words("Sáng kiến khác trong danh sách", "Others in the list")
_BEFORE, _AFTER = Words("Bài trước", "Previous"), Words("Bài sau", "Next")
_BY_LEVEL, _BY_FIELD = "theo-cap", "theo-linh-vuc"


def address(innovation: PublicInnovation) -> str:
    """Returns the folder of its page below the site's root."""
    return f"sang-kien/{innovation.address}/"


def picture(innovation: PublicInnovation) -> str:
    """Returns the file, below the site's root, of the picture shown beside a link to the page."""
    return f"hinh/{innovation.address}.png"


def qr(innovation: PublicInnovation) -> str:
    """Returns the file, below the site's root, of the page's address as a QR code."""
    return f"hinh/{innovation.address}-qr.png"


@dataclass(frozen=True)
class Around:
    """The other innovations that a page leads to."""

    alike: Sequence[Alike] = ()  # like it, and why
    before: PublicInnovation | None = None  # the one before it in its list; None: it is the first
    after: PublicInnovation | None = None  # the one after it in its list; None: it is the last

    @property
    def every(self) -> Iterator[PublicInnovation]:
        """All of them, some maybe twice."""
        yield from (each.innovation for each in self.alike)
        yield from (each for each in (self.before, self.after) if each)


def around(every: Sequence[PublicInnovation], alike: Mapping[str, Sequence[Alike]]) -> Mapping[str, Around]:
    """Returns, by page address, what each page leads to; `every` are all innovations in the order of the lists, `alike` those
    like each."""
    lists: dict[tuple[str, str, str], list[PublicInnovation]] = {}
    for each in every:
        lists.setdefault((each.edition, _BY_LEVEL, each.level.id), []).append(each)
        if each.details:
            lists.setdefault((each.edition, _BY_FIELD, each.details.field.id), []).append(each)
    found = {}
    for (_, folder, _), members in lists.items():
        beside = zip((None, *members), members, (*members[1:], None), strict=False)
        for before, each, after in beside:
            if folder == _own_list(each)[0]:
                found[each.address] = Around(alike[each.address], before, after)
    return found


def _own_list(innovation: PublicInnovation) -> tuple[str, Named]:
    """The list in which one goes on from it: of its field, or where that is not public, of its level."""
    return (_BY_FIELD, innovation.details.field) if innovation.details else (_BY_LEVEL, innovation.level)


def page(
    innovation: PublicInnovation,
    language: Language,
    labels: Labels,
    others: Around,
    office: PublicContact | None,
    site: str,
) -> Page:
    """Returns the page of one innovation. A confidential one shows title, effect and award only (the confederation's rule, as
    the press reported it). `labels` are the fields of the schema, `others` are what the page leads to, `office` answers
    questions on it, `site` is the site's address with a final slash."""
    url = PageUrl(address(innovation), language)
    full = url.full(site)
    parts = [
        _crumbs(innovation, url),
        _head(innovation, url),
        html(
            '<div class="sk-story {:exact}"><div class="sk-text">{}</div><div class="sk-side">{}</div></div>',
            _size(innovation),
            joined(_text(innovation, labels, language)),
            joined(_side(innovation, office, url, site)),
        ),
    ]
    if details := innovation.details:
        parts.append(proof.folded(details, labels, url))
    parts += [_turn(innovation, others, url), _alike(others.alike, url)]
    return Page(
        url.address,
        language,
        innovation.title_en if language == "en" and innovation.title_en else innovation.title,
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
    folder, group = _own_list(innovation)
    ways = ((_ALL, "sang-kien/"), (group.name, f"sang-kien/{folder}/{innovation.edition}/{group.id}/"))
    return html(
        '<ol class="sk-crumbs" aria-label="{}">{}</ol>',
        Words("Đường dẫn", "You are here").say(url.language),
        joined(html("<li>{}</li>", way(url.to(to), name.say(url.language))) for name, to in ways),
    )


def _head(innovation: PublicInnovation, url: PageUrl) -> Html:
    """Title, awards, whose it is, the story in a sentence, benefit: as little as a phone shows above the story's first sentences."""
    lang, details = vietnamese(url.language), innovation.details
    translated, summary = url.language == "en" and innovation.title_en, cards.summary(innovation, url.language)
    return html(
        '<div class="sk-head"><h1{}>{}</h1>{}{}{}{}{}</div>',
        "" if translated else lang,
        innovation.title_en if translated else innovation.title,
        html('<p class="sk-by"{}>{}</p>', lang, innovation.title) if translated else "",
        cards.honours(innovation, url.language),
        html('<p class="sk-by"{}>{}</p>', lang, cards.place(details)) if details else "",
        html('<p class="sk-standfirst"{}>{}</p>', *summary) if summary else "",
        _glance(details, url.language) if details else "",
    )


def _glance(details: Details, language: Language) -> Html:
    """What it brings, in numbers of the authors' own; nothing where they gave none."""
    shown = []
    if details.benefit_vnd is not None:
        said = say(details.benefit_vnd, language)
        shown.append(html("<li><strong>{:exact}</strong> <span>{}</span></li>", said, _BENEFIT.say(language)))
    for each in details.measures:
        shown.append(
            html(
                '<li{}><span>{}</span> <span class="sk-change">{:exact} → <strong>{:exact}</strong> {}</span></li>',
                vietnamese(language),
                each.what,
                say(each.before, language),
                say(each.after, language),
                each.unit,
            )
        )
    return html('<ul class="sk-glance">{}</ul>', joined(shown)) if shown else html("")


def _text(innovation: PublicInnovation, labels: Labels, language: Language) -> Iterator[Html]:
    """The story in the authors' own words, the whole of it in both languages, so that a browser can translate it; of a
    confidential innovation the effect only."""
    details = innovation.details
    if details is None:
        yield html('<p class="sk-remark">{}</p>', _SECRET.say(language))
    elif language == "en":
        yield html('<p class="sk-quiet">{}</p>', _OWN_WORDS)
    problem = {"problem": details.problem, "solution": details.solution} if details else {}
    for name, answer in {**problem, "effect": innovation.effect}.items():
        if answer:
            yield html(
                '<h2 id="{:exact}">{}</h2><div class="sk-answer"{}>{}</div>',
                name,
                labels[f"answers.{name}"].title.say(language),
                vietnamese(language),
                prose(answer),
            )
    if details:
        yield html('<p class="sk-signed">{}</p>', _signed(details, language))
    if innovation.sample:
        yield html('<p class="sk-remark">{}</p>', _SAMPLE.say(language))


def _signed(details: Details, language: Language) -> Html:
    who = proof.authors(details, language)
    return _SIGNED.say(language, in_vietnamese(who, language)) if details.authors else html("{}", who)


def _size(innovation: PublicInnovation) -> str:
    """The class that sets how large the story is printed, so that a notice is one sheet."""
    details = innovation.details
    answers = [innovation.effect, *((details.problem, details.solution) if details else ())]
    # A paragraph or a point is a line of what it was made into; the shortest lines are the ends of lists.
    written = [str(block) for answer in answers for block in prose(answer).splitlines() if len(block) > _END]
    if details:
        written += [details.summary] * bool(details.summary) + [each.what for each in details.measures]
    lines = sum(-(-len(line) // _LINE) + _GAP for line in written) + len(innovation.awards)
    return next((size for most, size in _SIZES if lines <= most), "sk-longest")


def _side(innovation: PublicInnovation, office: PublicContact | None, url: PageUrl, site: str) -> Iterator[Html]:
    """What stands beside the story, and after it on a phone."""
    language = url.language
    yield share.notice(language)
    yield html('<h2 id="khen">{}</h2><ul class="sk-honoured">{}</ul>', _HONOURS.say(language), _awards(innovation, language))
    if details := innovation.details:
        yield html('<h2 id="hoi">{}</h2>{}', _ASK.say(language), _ask(innovation.edition, details, office, url))
    full = url.full(site)
    yield html('<h2 id="chia-se">{}</h2>{}', _PASS_ON.say(language), share.links(full, language, prints=False))
    if full:  # else there is nothing to scan or to show elsewhere
        yield html(
            '<div class="sk-pass"><img class="sk-qr" src="{:exact}" alt="{}" width="120" height="120" loading="lazy">'
            '<p class="sk-address">{}<br>{:exact}</p></div>{}',
            url.file(qr(innovation)),
            Words("Mã QR dẫn tới trang này", "QR code of this page").say(language),
            _SCAN.say(language),
            full,
            embed.shown(innovation, url, site),
        )


def _awards(innovation: PublicInnovation, language: Language) -> Html:
    """A line for each decision. Of a confidential innovation only level and award, for the deciding unit would disclose whose
    it is."""
    lines = []
    for position, award in enumerate(innovation.awards):
        said = [html("<strong>{}</strong>", in_vietnamese(award.name, language))]
        if innovation.details:
            decision = innovation.details.decisions[position]
            number, day = decision.number, say(decision.signed_on, language)
            said.append(in_vietnamese(decision.unit, language) if decision.unit else html("{}", award.level.name.say(language)))
            said.append(html("{}", Words(f"Quyết định {number}, ngày {day}", f"Decision {number}, {day}").say(language)))
        else:
            said.append(html("{}", award.level.name.say(language)))
        lines.append(html("<li>{}</li>", joined(html('<span class="sk-part">{}</span>', each) for each in said)))
    return joined(lines)


def _ask(edition: str, details: Details, office: PublicContact | None, url: PageUrl) -> Html:
    """Whom to ask: the authors' union, and the office that answers for it, whose own number is given to be called."""
    language = url.language
    said = (_ASK_UNION if details.contact else _ASK_NOBODY).say(language, union=in_vietnamese(details.unit.name.vi, language))
    report = way(url.to(f"bao-cao/{edition}/{details.unit.id}/"), _UNIT.say(language))
    shown = told(office, language, css="sk-facts sk-office") if office else ""
    return html('<p>{}</p>{}<p class="sk-more">{}</p>', said, shown, report)


def _turn(innovation: PublicInnovation, others: Around, url: PageUrl) -> Html:
    """The way to the one before and the one after in its list."""
    steps = ((_BEFORE, others.before), (_AFTER, others.after))
    shown = joined(
        html('<li><span class="sk-quiet">{}</span> {}</li>', words.say(url.language), cards.link(other, url))
        for words, other in steps
        if other
    )
    return html('<nav class="sk-turn" aria-label="{}"><ul>{}</ul></nav>', _TURN.say(url.language), shown) if shown else shown


def _alike(alike: Sequence[Alike], url: PageUrl) -> Html:
    if not alike:
        return html("")
    shown = joined(
        html('<li>{} <span class="sk-quiet">{}</span></li>', cards.link(each.innovation, url), _why(each, url.language))
        for each in alike
    )
    return html('<section class="sk-alike"><h2 id="tuong-tu">{}</h2><ul>{}</ul></section>', _ALIKE.say(url.language), shown)


def _why(each: Alike, language: Language) -> Html:
    return _SHARED.say(language, each.shared) if each.shared else html("{}", _SAME_FIELD.say(language))


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

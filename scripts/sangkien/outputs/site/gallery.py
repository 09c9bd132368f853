"""The honoured innovations together, by search, facets and plain lists; must not know what stands on an innovation's own page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined
from sangkien.model.artifact import Artifact, Page
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details, Named, PublicInnovation
from sangkien.outputs.site import cards, search_documents
from sangkien.outputs.site.elements import way
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered
from sangkien.text import order

ADDRESS = "sang-kien/"
WORDS = "sang-kien/chu.json"
_SCRIPT = "tim.js"
_FIRST = 24  # cards shown at first
_LONGEST = 400  # lines of a plain list's page

_TITLE = Words("Sáng kiến được tôn vinh", "Honoured innovations")
_BENEFITS = (0, 10_000_000, 100_000_000, 1_000_000_000)
"""Lower bounds of the ranges of benefit, in đồng a year, as the authors declare it."""


@dataclass(frozen=True)
class Facet:
    """A property by which readers filter innovations."""

    id: str  # in page addresses and the search
    name: Words  # shown above its values
    of: Callable[[PublicInnovation], tuple[Named, ...]]  # innovation -> its values
    several: bool = False  # an innovation may have more than one value


def facets(labels: Mapping[str, FieldSpec]) -> tuple[Facet, ...]:
    """Returns everything to filter by; `labels` are the fields of the submission's schema. A new facet is one more line in
    this function."""
    return (
        Facet("cap", Words("Cấp tôn vinh", "Honoured by"), _levels, several=True),
        Facet("tinh", Words("Tỉnh, ngành trung ương", "Province, central union"), _detail(lambda each: (each.top,))),
        Facet("cap-tren", Words("Công đoàn cấp trên", "Upper union"), _detail(_upper)),
        Facet("linh-vuc", Words("Lĩnh vực", "Field"), _detail(lambda each: (each.field,))),
        Facet("khoi", Words("Khối", "Block"), _detail(lambda each: (each.block,))),
        Facet("loai", Words("Loại giải pháp", "Kind of solution"),
              _detail(lambda each: (Named(each.kind, labels["kind"].labels[each.kind]),))),
        Facet("loi", Words("Làm lợi tự khai mỗi năm", "Declared benefit a year"), _detail(_range)),
        Facet("thang", Words("Tháng quyết định", "Month of decision"), _detail(_month)),
        Facet("ky", Words("Kỳ", "Edition"), lambda each: (Named(each.edition, Words(each.edition, each.edition)),)),
    )  # fmt: skip


def _detail(of: Callable[[Details], tuple[Named, ...]]) -> Callable[[PublicInnovation], tuple[Named, ...]]:
    """A facet's values from the details of an innovation; none for a confidential one."""
    return lambda each: of(each.details) if each.details else ()


def _levels(each: PublicInnovation) -> tuple[Named, ...]:
    return tuple({award.level.id: award.level for award in each.awards}.values())


def _upper(each: Details) -> tuple[Named, ...]:
    """The union directly above its own, where that is not a top one."""
    return each.above[:1] if len(each.above) > 1 else ()


def _range(each: Details) -> tuple[Named, ...]:
    if each.benefit_vnd is None:
        return ()
    position = sum(each.benefit_vnd >= bound for bound in _BENEFITS) - 1
    return (Named(str(position), _ranges()[position]),)


@cache
def _ranges() -> tuple[Words, ...]:
    bounds = [bound // 1_000_000 for bound in _BENEFITS]
    named = [Words(f"Dưới {bounds[1]} triệu đồng", f"Under {bounds[1]} million đồng")]
    for low, high in pairwise(bounds[1:]):
        named.append(Words(f"{low} đến dưới {_large(high, 'vi')} đồng", f"{low} to under {_large(high, 'en')} đồng"))
    return (*named, Words(f"Từ {_large(bounds[-1], 'vi')} đồng", f"{_large(bounds[-1], 'en').capitalize()} đồng and more"))


def _large(millions: int, language: Language) -> str:
    return {"vi": ("{} triệu", "{} tỷ"), "en": ("{} million", "{} billion")}[language][millions >= 1000].format(
        millions // 1000 if millions >= 1000 else millions
    )


def _month(each: Details) -> tuple[Named, ...]:
    day = each.decisions[0].signed_on
    return (Named(f"{day:%Y-%m}", Words(f"Tháng {day.month}/{day.year}", f"{day:%m}/{day.year}")),)


_LEAD = Words(
    "{count} sáng kiến được các cấp công đoàn tôn vinh. Ai cũng đọc, làm theo được; gõ có dấu hay không dấu đều tìm thấy.",
    "{count} innovations honoured by the trade unions, for anybody to read and reuse. Search in English, or in Vietnamese with or without"
    " its marks.",
)
_HIGHEST = Words("Các sáng kiến được tôn vinh ở cấp cao nhất", "Those honoured at the highest level")


def page(every: Sequence[PublicInnovation], language: Language) -> Page:
    """Returns the page of all innovations: the first as cards, a search over all by script, and links to the plain lists.
    `every` stand in the order in which they are shown."""
    url = PageUrl(ADDRESS, language)
    title = _TITLE.say(language)
    if not every:
        none = Words("Chưa có quyết định tôn vinh nào.", "Nothing has been honoured yet.").say(language)
        return Page(ADDRESS, language, title, title, html("<h1>{}</h1><p>{}</p>", title, none))
    lead = _LEAD.say(language).format(count=say(len(every), language))
    body = html(
        '<h1>{}</h1><p>{}</p><div class="sk-search"><div class="sk-find" id="tim"></div><div class="sk-narrow" id="loc"></div>'
        '<div class="sk-results" id="ket-qua"><h2>{}</h2>{}</div></div>{}',
        title,
        lead,
        _HIGHEST.say(language),
        cards.cards(every[:_FIRST], url),
        _ways(every, url),
    )
    return Page(ADDRESS, language, title, lead, body, scripts=(_SCRIPT,))


def _ways(every: Sequence[PublicInnovation], url: PageUrl) -> Html:
    """Links to every plain list, with how many innovations it holds."""
    return html(
        '<section class="sk-ways"><h2 id="danh-sach">{}</h2>{}</section>',
        Words("Danh sách đầy đủ", "Complete lists").say(url.language),
        joined(html("<h3>{}</h3><ul>{}</ul>", kind.name.say(url.language), _groups(every, kind, url)) for kind in _KINDS),
    )


def _groups(every: Sequence[PublicInnovation], kind: ListKind, url: PageUrl) -> Html:
    return joined(
        html(
            '<li>{}&nbsp;<span class="sk-quiet">{}</span></li>',
            way(url.to(kind.address(edition, id)), _named(kind, members[0], url.language)),
            say(len(members), url.language),
        )
        for (edition, id), members in _grouped(every, kind).items()
    )


@dataclass(frozen=True)
class ListKind:
    """One kind of plain list."""

    folder: str  # of its lists
    name: Words  # shown above the links to them
    group: Callable[[PublicInnovation], Named | None]  # innovation -> its group; None: in no list

    def address(self, edition: str, id: str) -> str:
        """Returns the folder, below the site's root, of the list of one group of an edition."""
        return f"{ADDRESS}{self.folder}/{edition}/{id}/"


_KINDS = (
    ListKind("theo-cap", Words("Theo cấp tôn vinh", "By level of honour"), lambda each: each.level),
    ListKind("theo-tinh", Words("Theo tỉnh, ngành trung ương", "By province, central union"),
         lambda each: each.details.top if each.details else None),
    ListKind("theo-linh-vuc", Words("Theo lĩnh vực", "By field"), lambda each: each.details.field if each.details else None),
)  # fmt: skip


def _grouped(every: Sequence[PublicInnovation], kind: ListKind) -> Mapping[tuple[str, str], list[PublicInnovation]]:
    """Innovations by edition, the newest first, and group. Groups of an edition stand by name, levels by rank."""
    groups: dict[tuple[str, str], list[PublicInnovation]] = {}
    names: dict[tuple[str, str], str] = {}
    for each in every:
        if group := kind.group(each):
            groups.setdefault((each.edition, group.id), []).append(each)
            names.setdefault((each.edition, group.id), group.name.vi)
    if kind is not _KINDS[0]:
        ordered = sorted(groups, key=lambda key: order(names[key]))
        groups = {key: groups[key] for key in sorted(ordered, key=lambda key: key[0], reverse=True)}
    return groups


def _named(kind: ListKind, member: PublicInnovation, language: Language) -> str:
    """The heading of the list of this kind in which the innovation stands."""
    edition = Words(f"kỳ {member.edition}", f"edition {member.edition}").say(language)
    group = kind.group(member)
    return f"{group.name.say(language)} · {edition}" if group else edition


@dataclass(frozen=True)
class Listed:
    """A page of a plain list, not made yet."""

    url: PageUrl  # of the page
    of: int  # how many pages the list has
    members: Sequence[PublicInnovation]  # innovations on this page
    make: Callable[[], Page]  # makes the page


def lists(every: Sequence[PublicInnovation], language: Language) -> Iterator[Listed]:
    """Yields the pages of a plain list for every level, province and field of every edition, some hundreds of innovations on
    each."""
    for kind in _KINDS:
        for (edition, id), members in _grouped(every, kind).items():
            title = _named(kind, members[0], language)
            pieces = [members[start : start + _LONGEST] for start in range(0, len(members), _LONGEST)]
            for number, piece in enumerate(pieces, start=1):
                at = kind.address(edition, id)
                url = PageUrl(at if number == 1 else f"{at}{number}/", language)
                yield Listed(url, len(pieces), piece, partial(_list, piece, number, len(pieces), title, at, url))


def _list(piece: Sequence[PublicInnovation], number: int, of: int, title: str, at: str, url: PageUrl) -> Page:
    language = url.language
    which = Words(f" (trang {number}/{of})", f" (page {number} of {of})").say(language) if of > 1 else ""
    others = html("")
    if of > 1:
        numbers = (other for other in range(1, of + 1) if other != number)
        others = html(
            '<h2>{}</h2><ul class="sk-share">{}</ul>',
            Words("Các trang khác", "Other pages").say(language),
            joined(html("<li>{}</li>", way(url.to(at if other == 1 else f"{at}{other}/"), other)) for other in numbers),
        )
    body = html(
        '<ol class="sk-crumbs"><li>{}</li></ol><h1>{}</h1>{}{}',
        way(url.to(ADDRESS), _TITLE.say(language)),
        f"{title}{which}",
        cards.lines(piece, url),
        others,
    )
    return Page(url.address, language, f"{title}{which}", f"{_TITLE.say(language)}: {title}", body)


def words(every: Sequence[PublicInnovation], labels: Mapping[str, FieldSpec]) -> Artifact:
    """Returns the JSON file of what the script shows before anybody searches: every facet's values with their names and how
    many innovations have them, and words to try, which are found."""
    listed = []
    for facet, values in _values(every, labels).items():
        told = [[id, covered(each.name.vi), covered(each.name.en), each.count] for id, each in values.items()]
        listed.append({"id": facet.id, "vi": facet.name.vi, "en": facet.name.en, "several": facet.several, "values": told})
    content = {"facets": listed, "hints": _hints(every)}
    return Artifact(WORDS, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def searched(each: PublicInnovation, every: Sequence[Facet], labels: Mapping[str, FieldSpec]) -> bytes:
    """Returns what the search takes in of an innovation. `every` are the facets, `labels` the fields of the submission's
    schema."""
    values = {facet.id: tuple(value.id for value in facet.of(each)) for facet in every}
    return search_documents.content(each, values, labels)


@dataclass(frozen=True)
class _Value:
    """A value of a facet."""

    name: Words
    count: int  # innovations that have it


def _values(every: Sequence[PublicInnovation], labels: Mapping[str, FieldSpec]) -> Mapping[Facet, Mapping[str, _Value]]:
    """Every facet's values by id, in the order in which they are shown."""
    found = {}
    for facet in facets(labels):
        counts: dict[str, int] = {}
        names: dict[str, Words] = {}
        for each in every:
            for value in facet.of(each):
                counts[value.id] = counts.get(value.id, 0) + 1
                names.setdefault(value.id, value.name)
        found[facet] = {id: _Value(names[id], counts[id]) for id in _ordered(facet, names, every)}
    return found


def _ordered(facet: Facet, names: Mapping[str, Words], every: Sequence[PublicInnovation]) -> list[str]:
    if facet.id in ("loi", "thang", "ky"):
        return sorted(names)
    if facet.id == "cap":  # by the highest level of each: in its awards one may be left out
        return list(dict.fromkeys([*(each.level.id for each in every), *names]))
    return sorted(names, key=lambda id: order(names[id].vi))


_TRIED = ("bình oxy", "giá đỡ", "xe đẩy", "cọc truyền", "thuốc cận hạn", "chè búp", "phân bón", "máy khoan", "hồ sơ", "học sinh",
          "người bệnh", "xe cứu thương", "máy may", "suất ăn", "công nhân", "an toàn lao động")  # fmt: skip
_HINTS = 4  # words to try


def _hints(every: Sequence[PublicInnovation]) -> list[str]:
    """Words to try that stand in titles."""
    titles = " | ".join(covered(each.title).lower() for each in every)
    return [words for words in _TRIED if words in titles][:_HINTS]

"""The honoured innovations together, by search, facets and plain lists; must not know what stands on an innovation's own page."""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise

from sangkien.figures.honoured import Innovation, Open
from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact, Page
from sangkien.model.corpus import FieldSpec
from sangkien.outputs.site import cards
from sangkien.outputs.site.here import Here
from sangkien.outputs.site.markup import attribute
from sangkien.personal import covered
from sangkien.text import order

ADDRESS = "sang-kien/"
WORDS = "sang-kien/chu.json"
_SCRIPT = "tim.js"
_FIRST = 24  # cards before anybody asks for more
_LONGEST = 400  # lines of a plain list's page

_TITLE = Words("Sáng kiến được tôn vinh", "Honoured innovations")
_BENEFITS = (0, 10_000_000, 100_000_000, 1_000_000_000)
"""Lower bounds of the ranges of benefit, in đồng a year, as the authors declare it."""


@dataclass(frozen=True)
class Facet:
    """One thing that innovations are told apart by: its id in addresses, its name, the values of one innovation, a value's name."""

    id: str
    name: Words
    of: Callable[[Innovation], tuple[str, ...]]
    says: Callable[[Innovation, str], Words]


def facets(labels: Mapping[str, FieldSpec]) -> tuple[Facet, ...]:
    """Everything to filter by; one more is one more line here."""
    return (
        Facet("cap", Words("Cấp tôn vinh", "Honoured by"), _levels, lambda each, id: each.level_name(id)),
        Facet("tinh", Words("Tỉnh, ngành trung ương", "Province, central union"), _open(_top), _unit),
        Facet("cap-tren", Words("Công đoàn cấp trên", "Upper union"), _open(_upper), _unit),
        Facet("linh-vuc", Words("Lĩnh vực", "Field"), _open(lambda each: (each.record.field,)), _term("fields")),
        Facet("khoi", Words("Khối", "Block"), _open(lambda each: (each.record.block,)), _term("blocks")),
        Facet("loai", Words("Loại giải pháp", "Kind of solution"), _open(lambda each: (each.record.kind,)),
              lambda each, id: labels["kind"].labels[id]),
        Facet("loi", Words("Làm lợi tự khai mỗi năm", "Declared benefit a year"), _open(_range), lambda each, id: _ranges()[int(id)]),
        Facet("thang", Words("Tháng quyết định", "Month of decision"), _open(_month), lambda each, id: _month_name(id)),
        Facet("ky", Words("Kỳ", "Edition"), lambda each: (each.edition.id,), lambda each, id: Words(id, id)),
    )  # fmt: skip


def _open(of: Callable[[Open], tuple[str, ...]]) -> Callable[[Innovation], tuple[str, ...]]:
    """What may be told of an innovation that is not confidential, and nothing of another."""
    return lambda each: of(each.open) if each.open else ()


def _levels(each: Innovation) -> tuple[str, ...]:
    return tuple(dict.fromkeys(award.level for award in each.awards))


def _top(each: Open) -> tuple[str, ...]:
    return (each.record.unit.partition("/")[0],)


def _upper(each: Open) -> tuple[str, ...]:
    """The union directly above it, where that is not a top one."""
    upper = each.record.unit.rpartition("/")[0]
    return (upper,) if "/" in upper else ()


def _unit(each: Innovation, id: str) -> Words:
    name = each.edition.name_of(id)
    return Words(name, name)


def _term(vocabulary: str) -> Callable[[Innovation, str], Words]:
    return lambda each, id: each.edition.rules.record.vocabulary(vocabulary)[id]


def _range(each: Open) -> tuple[str, ...]:
    benefit = each.record.benefit_vnd
    return () if benefit is None else (str(sum(benefit >= bound for bound in _BENEFITS) - 1),)


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


def _month(each: Open) -> tuple[str, ...]:
    return (f"{each.honours[0].decision.record.signed_on:%Y-%m}",)


def _month_name(id: str) -> Words:
    year, month = id.split("-")
    return Words(f"Tháng {int(month)}/{year}", f"{month}/{year}")


def page(every: Sequence[Innovation], language: Language) -> Page:
    """All of them: the first as cards, the search over all by script, and the ways to the plain lists."""
    here = Here(ADDRESS, language)
    title = _TITLE.say(language)
    parts = [f"<h1>{attribute(title)}</h1>"]
    if not every:
        parts.append(f"<p>{Words('Chưa có quyết định tôn vinh nào.', 'Nothing has been honoured yet.').say(language)}</p>")
        return Page(ADDRESS, language, title, title, "".join(parts))
    count = say(len(every), language)
    lead = Words(
        f"{count} sáng kiến được các cấp công đoàn tôn vinh. Ai cũng đọc, làm theo được; gõ có dấu hay không dấu đều tìm thấy.",
        f"{count} innovations honoured by the trade unions, for anybody to read and reuse. Search with or without Vietnamese marks.",
    ).say(language)
    parts.append(f'<p>{attribute(lead)}</p><div class="sk-find" id="tim"></div>')
    shown = Words("Các sáng kiến được tôn vinh ở cấp cao nhất", "Those honoured at the highest level")
    parts.append(f'<div id="ket-qua"><h2>{attribute(shown.say(language))}</h2>{cards.cards(every[:_FIRST], here)}</div>')
    parts.append(_ways(every, here))
    return Page(ADDRESS, language, title, lead, "".join(parts), searches=True, scripts=(_SCRIPT,))


def _ways(every: Sequence[Innovation], here: Here) -> str:
    """To every plain list, with how many it holds."""
    heading = Words("Danh sách đầy đủ", "Complete lists").say(here.language)
    parts = [f'<section class="sk-ways"><h2 id="danh-sach">{heading}</h2>']
    for kind in _KINDS:
        groups = _grouped(every, kind)
        links = "".join(
            f'<li><a href="{here.to(kind.address(edition, id))}">{attribute(_named(members[0], kind, id, here.language))}</a>'
            f' <span class="sk-quiet">{say(len(members), here.language)}</span></li>'
            for (edition, id), members in groups.items()
        )
        parts.append(f"<h3>{attribute(kind.name.say(here.language))}</h3><ul>{links}</ul>")
    return f"{''.join(parts)}</section>"


@dataclass(frozen=True)
class Kind:
    """One kind of plain list: its folder, its name, and the group an innovation is in, or none."""

    folder: str
    name: Words
    group: Callable[[Innovation], str]
    says: Callable[[Innovation, str], Words]

    def address(self, edition: str, id: str) -> str:
        return f"{ADDRESS}{self.folder}/{edition}/{id}/"


_KINDS = (
    Kind("theo-cap", Words("Theo cấp tôn vinh", "By level of honour"), lambda each: each.level, lambda each, id: each.level_name(id)),
    Kind("theo-tinh", Words("Theo tỉnh, ngành trung ương", "By province, central union"),
         lambda each: _top(each.open)[0] if each.open else "", _unit),
    Kind("theo-linh-vuc", Words("Theo lĩnh vực", "By field"),
         lambda each: each.open.record.field if each.open else "", _term("fields")),
)  # fmt: skip


def _grouped(every: Sequence[Innovation], kind: Kind) -> Mapping[tuple[str, str], list[Innovation]]:
    """Innovations by edition, the newest first, and group; an edition's groups by name, levels as they rank."""
    groups: dict[tuple[str, str], list[Innovation]] = {}
    for each in every:
        if id := kind.group(each):
            groups.setdefault((each.edition.id, id), []).append(each)
    if kind is not _KINDS[0]:
        ordered = sorted(groups, key=lambda key: order(kind.says(groups[key][0], key[1]).vi))
        groups = {key: groups[key] for key in sorted(ordered, key=lambda key: key[0], reverse=True)}
    return groups


def _named(each: Innovation, kind: Kind, id: str, language: Language) -> str:
    edition = Words(f"kỳ {each.edition.id}", f"edition {each.edition.id}").say(language)
    return f"{kind.says(each, id).say(language)} · {edition}"


@dataclass(frozen=True)
class Listed:
    """A page of a plain list that is not made yet, how many pages the list has, and the innovations that stand on this one."""

    here: Here
    of: int
    members: Sequence[Innovation]
    make: Callable[[], Page]


def lists(every: Sequence[Innovation], language: Language) -> Iterator[Listed]:
    """A plain list for every level, province and field of every edition, some hundreds on a page."""
    for kind in _KINDS:
        for (edition, id), members in _grouped(every, kind).items():
            title = _named(members[0], kind, id, language)
            pieces = [members[start : start + _LONGEST] for start in range(0, len(members), _LONGEST)]
            for number, piece in enumerate(pieces, start=1):
                at = kind.address(edition, id)
                here = Here(at if number == 1 else f"{at}{number}/", language)
                yield Listed(here, len(pieces), piece, partial(_list, piece, number, len(pieces), title, at, here))


def _list(piece: Sequence[Innovation], number: int, of: int, title: str, at: str, here: Here) -> Page:
    language = here.language
    up = f'<ol class="sk-crumbs"><li><a href="{here.to(ADDRESS)}">{_TITLE.say(language)}</a></li></ol>'
    which = Words(f" (trang {number}/{of})", f" (page {number} of {of})").say(language) if of > 1 else ""
    others = "".join(
        f'<li><a href="{here.to(at if other == 1 else f"{at}{other}/")}">{other}</a></li>'
        for other in range(1, of + 1)
        if other != number
    )
    pages = (
        f'<h2>{Words("Các trang khác", "Other pages").say(language)}</h2><ul class="sk-share">{others}</ul>' if others else ""
    )
    body = f"{up}<h1>{attribute(title + which)}</h1>{cards.lines(piece, here)}{pages}"
    return Page(here.address, language, title + which, f"{_TITLE.say(language)}: {title}", body)


def words(every: Sequence[Innovation], labels: Mapping[str, FieldSpec]) -> Artifact:
    """What the script shows before anybody searches: every facet's values with their names and how many have them."""
    told = []
    for facet in facets(labels):
        counts: dict[str, int] = {}
        names: dict[str, Words] = {}
        for each in every:
            for id in facet.of(each):
                counts[id] = counts.get(id, 0) + 1
                names.setdefault(id, facet.says(each, id))
        values = [[id, covered(names[id].vi), covered(names[id].en), counts[id]] for id in _ordered(facet, names)]
        told.append({"id": facet.id, "vi": facet.name.vi, "en": facet.name.en, "values": values})
    return Artifact(WORDS, json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def _ordered(facet: Facet, names: Mapping[str, Words]) -> list[str]:
    if facet.id in ("loi", "thang", "ky"):
        return sorted(names)
    return list(names) if facet.id == "cap" else sorted(names, key=lambda id: order(names[id].vi))


def searched(each: Innovation, every: Sequence[Facet]) -> bytes:
    """What Pagefind indexes of one innovation: its words, its facets, what its card shows; no more than its page does."""
    told = each.open
    names = " ".join(author.name for author in told.record.authors) if told and told.record.consent.publish_name else ""
    unit = cards.unit_name(each.edition, told) if told else ""
    answers = (*vars(told.record.answers).values(),) if told else (each.public.effect,)
    title = each.title
    awards = [each.says(award.name) for award in each.awards]
    prose = "\n".join(each.says(text) for text in (names, unit, *awards, *answers) if text)
    meta = {
        "don-vi": covered(unit),
        "linh-vuc": told.record.field if told else "",
        "khen": "|".join(awards),
        "cap": "|".join(award.level for award in each.awards),
    }
    shown = "".join(
        f'<i data-pagefind-meta="{name}[title]" title="{attribute(value)}"></i>' for name, value in meta.items() if value
    )
    chosen = "".join(f'<i data-pagefind-filter="{facet.id}:{value}"></i>' for facet in every for value in facet.of(each))
    benefit = told.record.benefit_vnd or 0 if told else 0
    decided = f"{told.honours[0].decision.record.signed_on:%Y%m%d}" if told else "00000000"
    sorts = f"loi:{benefit:015d}, ngay:{decided}"
    return (
        f'<!doctype html><html lang="vi"><head><title>{attribute(title)}</title></head><body data-pagefind-body>'
        f'<h1 data-pagefind-weight="5">{attribute(title)}</h1><p>{html.escape(prose)}</p>{shown}{chosen}'
        f'<i data-pagefind-sort="{sorts}"></i><h2 data-pagefind-weight="4.5">{html.escape(_spelled(title))}</h2>'
        f'<p data-pagefind-weight="0.5">{html.escape(_spelled(prose))}</p></body></html>'
    ).encode()


# Pagefind folds every mark but this letter's stroke.
_D = str.maketrans("đĐ", "dD")


def _spelled(text: str) -> str:
    """Its words with that letter once more without the stroke, each between its neighbours, so that two words are found as such."""
    words = text.split()
    near = {near for place, word in enumerate(words) if "đ" in word or "Đ" in word for near in (place - 1, place, place + 1)}
    return " ".join(words[place].translate(_D) for place in sorted(near) if 0 <= place < len(words))

"""A small picture of how far an edition, or a unit in it, has come, for other sites to show; must not count anything itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import LANGUAGES, Language, Words, say
from sangkien.markup import Html, html
from sangkien.model.artifact import Artifact
from sangkien.outputs.site import pictures
from sangkien.outputs.site.elements import way
from sangkien.outputs.site.page_url import PageUrl

_HIGH, _SIDE, _LETTER = 22, 8, 12  # pixels: the badge, what is free beside words, the letters

_NAME = Words("sáng kiến {edition}", "innovations {edition}")
_SAYS = Words("{received} bài · {honoured} được tôn vinh", "{received} received · {honoured} honoured")
_SHOW = Words("Huy hiệu để đặt trên trang của đơn vị", "Badge for your own site")


def artifacts(edition: str, counts: Mapping[str, tuple[int, int]]) -> Iterator[Artifact]:
    """Yields `huy-hieu/<edition>[/<unit>][.en].svg`. `counts` are the numbers of received and honoured entries by id of the
    unit, with an empty id for the whole edition."""
    for unit, (received, honoured) in counts.items():
        for language in LANGUAGES:
            said = {"received": say(received, language), "honoured": say(honoured, language)}
            name = _NAME.say(language).format(edition=edition)
            yield Artifact(path(edition, unit, language), _svg(name, _SAYS.say(language).format_map(said)).encode())


def path(edition: str, unit: str, language: Language) -> str:
    """Returns the file of a unit's badge below the site's root, or of the whole edition's where `unit` is empty."""
    end = ".en" if language == "en" else ""
    return f"huy-hieu/{edition}{f'/{unit}' if unit else ''}{end}.svg"


def shown(edition: str, unit: str, url: PageUrl) -> Html:
    """Returns a paragraph with a link to the badge of `path`, from the page `url`."""
    return html("<p>{}: {}</p>", _SHOW.say(url.language), way(url.file(path(edition, unit, url.language)), "SVG"))


def _svg(name: str, says: str) -> Html:
    """Two words side by side; `textLength` keeps their width whatever font the reader's machine has."""
    left, right = (round(pictures.length(text, _LETTER)) for text in (name, says))
    middle, wide = left + 2 * _SIDE, left + right + 4 * _SIDE
    return html(
        '<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" role="img" aria-label="{whole}">'
        '<title>{whole}</title><clipPath id="e"><rect width="{wide}" height="{high}" rx="4"/></clipPath>'
        '<g clip-path="url(#e)"><rect width="{middle}" height="{high}" fill="#a3172a"/>'
        '<rect x="{middle}" width="{rest}" height="{high}" fill="#fbeecb"/></g>'
        '<g font-family="Open Sans,Segoe UI,Roboto,Arial,sans-serif" font-size="{letter}">'
        '<text x="{side}" y="15" fill="#fff" textLength="{left}">{name}</text>'
        '<text x="{second}" y="15" fill="#5c3d00" textLength="{right}">{says}</text></g></svg>\n',
        wide=wide,
        high=_HIGH,
        whole=f"{name}: {says}",
        middle=middle,
        rest=wide - middle,
        letter=_LETTER,
        side=_SIDE,
        left=left,
        name=name,
        second=middle + _SIDE,
        right=right,
        says=says,
    )

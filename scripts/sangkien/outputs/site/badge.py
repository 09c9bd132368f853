"""A small picture that tells how far an edition, or a unit in it, has come, for other sites to show; must not count anything itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from sangkien.language import LANGUAGES, Language, Words, say
from sangkien.model.artifact import Artifact
from sangkien.outputs.site import pictures
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered

_HIGH, _SIDE, _LETTER = 22, 8, 12  # pixels: the badge, what is free beside words, the letters

_NAME = Words("sáng kiến {edition}", "innovations {edition}")
_SAYS = Words("{received} bài · {honoured} được tôn vinh", "{received} received · {honoured} honoured")
_SHOW = Words("Huy hiệu để đặt trên trang của đơn vị", "Badge for your own site")


def artifacts(edition: str, counts: Mapping[str, tuple[int, int]]) -> Iterator[Artifact]:
    """`huy-hieu/<edition>[/<unit>][.en].svg`. `counts` are received and honoured, by unit; the whole edition's has an empty name."""
    for unit, (received, honoured) in counts.items():
        for language in LANGUAGES:
            said = {"received": say(received, language), "honoured": say(honoured, language)}
            name = _NAME.say(language).format(edition=edition)
            yield Artifact(path(edition, unit, language), _drawn(name, _SAYS.say(language).format_map(said)).encode())


def path(edition: str, unit: str, language: Language) -> str:
    end = ".en" if language == "en" else ""
    return f"huy-hieu/{edition}{f'/{unit}' if unit else ''}{end}.svg"


def shown(edition: str, unit: str, url: PageUrl) -> str:
    """A line that leads to the badge."""
    return f'<p>{_SHOW.say(url.language)}: <a href="{url.file(path(edition, unit, url.language))}">SVG</a></p>'


def _drawn(name: str, says: str) -> str:
    """Two words side by side; `textLength` keeps them in their place whatever letters the reader's machine has."""
    left, right = (round(pictures.length(text, _LETTER)) for text in (name, says))
    middle, wide = left + 2 * _SIDE, left + right + 4 * _SIDE
    rendered = escape(covered(f"{name}: {says}"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{_HIGH}" role="img" aria-label="{rendered}">'
        f'<title>{rendered}</title><clipPath id="e"><rect width="{wide}" height="{_HIGH}" rx="4"/></clipPath>'
        f'<g clip-path="url(#e)"><rect width="{middle}" height="{_HIGH}" fill="#a3172a"/>'
        f'<rect x="{middle}" width="{wide - middle}" height="{_HIGH}" fill="#fbeecb"/></g>'
        f'<g font-family="Open Sans,Segoe UI,Roboto,Arial,sans-serif" font-size="{_LETTER}">'
        f'<text x="{_SIDE}" y="15" fill="#fff" textLength="{left}">{escape(covered(name))}</text>'
        f'<text x="{middle + _SIDE}" y="15" fill="#5c3d00" textLength="{right}">{escape(covered(says))}</text></g></svg>\n'
    )

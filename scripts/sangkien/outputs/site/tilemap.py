"""Draws the provinces as tiles in the shape of the country, the two archipelagos with it; must not know what is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sangkien.language import Language, Words, say
from sangkien.late import dataclass
from sangkien.markup import Html, html, joined
from sangkien.outputs.site import charts

# Each province of 1/7/2021 about where it lies: the last part of its ISO 3166-2 code, and a name short enough for a tile.
_COUNTRY = """
..... ..... ..... 03HGi 04CBa ..... ..... ..... .....
..... 01LCh 02LCa 07TQu 53BKa 09LSơ ..... ..... .....
71ĐBi 05SLa 06YBa 68PTh 69TNg 54BGi 13QNi ..... .....
..... ..... 14HBì 70VPh HNHNo 56BNi 61HDư HPHPh .....
..... ..... ..... 63HNa 66HYê 20TBì ..... ..... .....
..... ..... 18NBì 67NĐị ..... ..... ..... ..... .....
..... ..... 21THó ..... ..... ..... ..... ..... .....
..... ..... 22NAn ..... ..... ..... ..... ..... .....
..... ..... 23HTĩ ..... ..... ..... ..... ..... .....
..... ..... ..... 24QBì ..... ..... ..... ..... .....
..... ..... ..... 25QTr 26TTH ..... ..... ..... .....
..... ..... ..... ..... DNĐNẵ ..... ..... hsHS  .....
..... ..... ..... ..... 27QNa 29QNg ..... ..... .....
..... ..... ..... 28KTu 30GLa 31BĐị ..... ..... .....
..... ..... ..... ..... 33ĐLắ 32PYê ..... ..... .....
..... ..... 58BPh 72ĐNô 35LĐồ 34KHò ..... ..... .....
..... 37TNi 57BDư 39ĐNa 40BTh 36NTh ..... tsTS  .....
45ĐTh 41LAn SGHCM 43BRV ..... ..... ..... ..... .....
44AGi 49VLo 46TGi 50BTr ..... ..... ..... ..... .....
47KGi CTCTh 73HậG 51TVi ..... ..... ..... ..... .....
..... 55BLi 52STr ..... ..... ..... ..... ..... .....
..... 59CMa ..... ..... ..... ..... ..... ..... .....
"""

_ISLANDS = {
    "hs": ("DN", Words("Quần đảo Hoàng Sa", "Hoàng Sa archipelago")),
    "ts": ("34", Words("Quần đảo Trường Sa", "Trường Sa archipelago")),
}
"""Tiles of archipelagos: the province that each belongs to, and its name."""

_TILE, _STEPS = 40, 5  # pixels of a tile; shades beside that of nothing

_KEY = Words("Số bài", "Entries")
_NONE = Words("chưa có", "none")


@dataclass(frozen=True)
class Tile:
    """What a province shows."""

    name: str  # full
    value: int  # its number
    way: str  # link; empty: none


def picture(tiles: Mapping[str, Tile], title: str, note: str, language: Language) -> Html:
    """Returns the map as a figure. `tiles` are by full ISO 3166-2 code (`VN-20`); a province that is not among them has no
    tile. Every tile with a number above 0 links to its province, and is named for those who do not see it."""
    edges = _edges([tile.value for tile in tiles.values()])
    rows = _COUNTRY.split("\n")[1:-1]
    width, height = _TILE * len(rows[0].split()), _TILE * len(rows)
    size = html('viewBox="0 0 {w} {h}" width="{w}" height="{h}"', w=width, h=height)
    svg = charts.svg("ban-do", size, title, note, _tiles(tiles, edges, language), "sk-map", "group")
    key = _key(edges, language)
    return html('<figure class="sk-figure">{}{}<figcaption>{}</figcaption></figure>', key, svg, note)


def _edges(values: Sequence[int]) -> list[int]:
    """The largest number of each shade, chosen so that each shade has as many provinces as the others; fewer shades where
    numbers repeat."""
    some = sorted(value for value in values if value)
    return sorted({some[min(len(some) * step // _STEPS, len(some) - 1)] for step in range(1, _STEPS + 1)}) if some else []


def _shade(value: int, edges: Sequence[int]) -> int:
    return next((position for position, edge in enumerate(edges, start=1) if value <= edge), len(edges)) if value else 0


def _tiles(tiles: Mapping[str, Tile], edges: Sequence[int], language: Language) -> Iterator[Html]:
    for row, line in enumerate(_COUNTRY.split("\n")[1:-1]):
        for column, cell in enumerate(line.split()):
            code, short = cell[:2], cell[2:]
            belongs, name = _ISLANDS.get(code, (code, None))
            if tile := tiles.get(f"VN-{belongs}"):
                said = f"{name.say(language)} ({tile.name})" if name else tile.name
                yield _tile(column * _TILE, row * _TILE, short, f"{said}: {say(tile.value, language)}", tile, edges, language)


def _tile(x: int, y: int, short: str, said: str, tile: Tile, edges: Sequence[int], language: Language) -> Html:
    shape = html(
        '<rect class="sk-shade-{shade}" x="{left}" y="{top}" width="{size}" height="{size}"><title>{said}</title></rect>'
        '<text class="sk-shade-{shade}" x="{middle}" y="{line}" text-anchor="middle">{short}<tspan class="sk-tick" x="{middle}" dy="14">'
        " {value:exact}</tspan></text>",
        shade=_shade(tile.value, edges),
        left=x + 1,
        top=y + 1,
        size=_TILE - 2,
        said=said,
        middle=x + _TILE // 2,
        line=y + 17,
        short=short,
        value=say(tile.value, language),
    )
    return html('<a href="{:exact}" aria-label="{}">{}</a>', tile.way, said, shape) if tile.way else html("<g>{}</g>", shape)


def _key(edges: Sequence[int], language: Language) -> Html:
    spans = [_NONE.say(language)]
    spans += [
        say(edge, language) if below + 1 == edge else f"{say(below + 1, language)}–{say(edge, language)}"
        for below, edge in zip([0, *edges], edges, strict=False)
    ]
    keys = joined(
        html('<li><span class="sk-key sk-shade-{}"></span>{:exact}</li>', position, span) for position, span in enumerate(spans)
    )
    return html('<ul class="sk-legend" aria-label="{}">{}</ul>', _KEY.say(language), keys)

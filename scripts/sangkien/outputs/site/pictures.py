"""Draws the picture shown beside a link to a page, and the page's address as a QR code; must not know Git or rules.

The picture is 600 × 315 pixels, the smallest of which large previews are made, in four colours: a site of thousands of pages
has as many.
"""

from __future__ import annotations

import io
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from sangkien.outputs.site.glyphs import word

if TYPE_CHECKING:
    from PIL.Image import Image

Face = tuple[str, int]
"""Weight and size of letters."""

WIDTH, HEIGHT = 600, 315
_MARGIN, _BAND = 34, 12
_WIDE = WIDTH - 2 * _MARGIN
_GROUND, _INK, _RED = (250, 246, 240), (43, 36, 34), (163, 23, 42)
_SHADES = 3  # from ground to ink: enough to make letters smooth, and with the band four colours
_PALETTE = [
    *(
        round(ground + (ink - ground) * step / (_SHADES - 1))
        for step in range(_SHADES)
        for ground, ink in zip(_GROUND, _INK, strict=True)
    ),
    *_RED,
]
_SMALL, _LARGE = 17, (34, 30, 26, 22)  # sizes of letters; a long title takes a smaller one
_LINES = {34: 4, 30: 4, 26: 5, 22: 6}  # how many lines of each have room
_GAP = 1.3  # height of a line, in letters


def card(kicker: str, title: str, foot: str) -> bytes:
    """Returns a PNG: a line above, the title as large as it fits, a line below."""
    picture = _framed(kicker, foot).copy()
    size, lines = _fitted(title, _WIDE)
    for position, line in enumerate(lines):
        _write(picture, _BAND + 62 + round(position * size * _GAP), line, ("Bold", size))
    out = io.BytesIO()
    # Thousands are drawn, and a line of letters is runs of few colours: packed as such it is smaller, in half the time.
    picture.save(out, "PNG", bits=2, compress_type=zlib.Z_RLE)
    return out.getvalue()


@lru_cache(maxsize=200)  # an award and a province are many innovations'
def _framed(kicker: str, foot: str) -> Image:
    """The band, and the lines above and below an empty space for the title."""
    from PIL import Image

    picture = Image.new("P", (WIDTH, HEIGHT), 0)
    picture.putpalette(_PALETTE)
    picture.paste(_SHADES, (0, 0, WIDTH, _BAND))
    _write(picture, _BAND + 22, _cut(kicker, ("SemiBold", _SMALL), _WIDE), ("SemiBold", _SMALL))
    _write(picture, HEIGHT - 48, _cut(foot, ("Regular", _SMALL), _WIDE), ("Regular", _SMALL))
    return picture


def _write(picture: Image, top: int, line: str, face: Face) -> None:
    """Draws a line of text, word by word. As the shades stand in order from ground to ink, the edge of a letter falls to the
    one between by itself."""
    left = float(_MARGIN)
    for written in line.split():
        drawn = word(written, *face)
        picture.paste(_SHADES - 1, (round(left) + drawn.left, top + drawn.top), drawn.mask)
        left += drawn.wide + word(" ", *face).wide


def _long(text: str, face: Face) -> float:
    words = text.split()
    return sum(word(written, *face).wide for written in words) + word(" ", *face).wide * max(len(words) - 1, 0)


def length(text: str, size: int) -> float:
    """Returns how long a line of text is in pixels, in letters of `size` pixels."""
    return _long(text, ("Regular", size))


def _fitted(title: str, wide: int) -> tuple[int, list[str]]:
    """The largest letters in which the title fits, and its lines. One that fits in none is cut in the smallest."""
    for size in _LARGE:
        lines = _wrapped(title, ("Bold", size), wide)
        if len(lines) <= _LINES[size]:
            return size, lines
    kept = lines[: _LINES[size]]
    return size, [*kept[:-1], _cut(f"{kept[-1]} …", ("Bold", size), wide)]


def _wrapped(text: str, face: Face, wide: int) -> list[str]:
    lines: list[list[str]] = [[]]
    gap = word(" ", *face).wide
    length = 0.0
    for written in text.split():
        long = word(written, *face).wide
        if lines[-1] and length + gap + long > wide:
            lines.append([])
        length = length + gap + long if lines[-1] else long
        lines[-1].append(written)
    return [" ".join(line) for line in lines]


def _cut(text: str, face: Face, wide: int) -> str:
    while _long(text, face) > wide and len(text) > 1:
        text = f"{text.rstrip('… ')[:-1].rstrip()}…"
    return text


def qr(address: str) -> bytes:
    """Returns the address as a QR code: a PNG of one pixel a module with a quiet zone of four, to be shown larger."""
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = memoryview(code.to_image(scale=1, add_quiet_zones=True))  # type: ignore[arg-type]  # it is a buffer, its stub does not say so
    high, wide = drawn.shape or (0, 0)
    out = io.BytesIO()
    Image.frombytes("L", (wide, high), drawn.tobytes()).convert("1", dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()

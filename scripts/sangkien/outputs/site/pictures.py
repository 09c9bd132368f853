"""Draws what stands beside a link to a page where people pass it on, and the page's address as a QR code; must not know Git or rules.

The picture is 600 × 315 pixels, the least that large previews are made of, in four colours: a site of thousands of pages has as many.
"""

from __future__ import annotations

import io
import zlib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

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
    """A PNG: a line above, the title as large as it fits, a line below."""
    picture = _framed(kicker, foot).copy()
    size, lines = _fitted(title, _WIDE)
    for place, line in enumerate(lines):
        _write(picture, _BAND + 62 + round(place * size * _GAP), line, _font("Bold", size))
    out = io.BytesIO()
    # Thousands are drawn, and a line of letters is runs of few colours: packed as such it is smaller, in half the time.
    picture.save(out, "PNG", bits=2, compress_type=zlib.Z_RLE)
    return out.getvalue()


@lru_cache(maxsize=200)  # an award and a province are many innovations'
def _framed(kicker: str, foot: str) -> Image:
    """The band, and the lines above and below an empty place for the title."""
    from PIL import Image

    picture = Image.new("P", (WIDTH, HEIGHT), 0)
    picture.putpalette(_PALETTE)
    picture.paste(_SHADES, (0, 0, WIDTH, _BAND))
    _write(picture, _BAND + 22, _cut(kicker, _font("SemiBold", _SMALL), _WIDE), _font("SemiBold", _SMALL))
    _write(picture, HEIGHT - 48, _cut(foot, _font("Regular", _SMALL), _WIDE), _font("Regular", _SMALL))
    return picture


def _write(picture: Image, top: int, line: str, font: FreeTypeFont) -> None:
    """A line of text, word by word: Vietnamese has some thousand syllables, each is drawn once. As the shades stand in their order from
    ground to ink, the edge of a letter falls to the one between by itself."""
    left = float(_MARGIN)
    for word in line.split():
        mask, begin, above, wide = _word(word, font)
        picture.paste(_SHADES - 1, (round(left) + begin, top + above), mask)
        left += wide + _word(" ", font)[3]


@lru_cache(maxsize=20_000)
def _word(word: str, font: FreeTypeFont) -> tuple[Image, int, int, float]:
    """A word drawn, how far to the right and below the pen it begins, and how far it moves the pen."""
    from PIL import Image, ImageDraw

    left, above, right, below = (round(edge) for edge in font.getbbox(word))
    mask = Image.new("L", (max(right - left, 1), max(below - above, 1)), 0)
    ImageDraw.Draw(mask).text((-left, -above), word, font=font, fill=255)
    return mask, left, above, font.getlength(word)


def _long(text: str, font: FreeTypeFont) -> float:
    words = text.split()
    return sum(_word(word, font)[3] for word in words) + _word(" ", font)[3] * max(len(words) - 1, 0)


def length(text: str, size: int) -> float:
    """How long a line of text is in letters of that many pixels."""
    return _long(text, _font("Regular", size))


def _fitted(title: str, wide: int) -> tuple[int, list[str]]:
    """The largest letters in which the title has room, and its lines; one that has none is cut in the smallest."""
    for size in _LARGE:
        lines = _wrapped(title, _font("Bold", size), wide)
        if len(lines) <= _LINES[size]:
            return size, lines
    kept = lines[: _LINES[size]]
    return size, [*kept[:-1], _cut(f"{kept[-1]} …", _font("Bold", size), wide)]


def _wrapped(text: str, font: FreeTypeFont, wide: int) -> list[str]:
    lines: list[list[str]] = [[]]
    gap = _word(" ", font)[3]
    length = 0.0
    for word in text.split():
        long = _word(word, font)[3]
        if lines[-1] and length + gap + long > wide:
            lines.append([])
        length = length + gap + long if lines[-1] else long
        lines[-1].append(word)
    return [" ".join(line) for line in lines]


def _cut(text: str, font: FreeTypeFont, wide: int) -> str:
    while _long(text, font) > wide and len(text) > 1:
        text = f"{text.rstrip('… ')[:-1].rstrip()}…"
    return text


@cache
def _font(weight: str, size: int) -> FreeTypeFont:
    """A face that has every Vietnamese letter, the same on every machine."""
    import ttf_opensans
    from PIL import ImageFont

    file = Path(ttf_opensans.__file__).with_name("ttf") / f"OpenSans-{weight}.ttf"
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def qr(address: str) -> bytes:
    """The address as a QR code: a PNG of one pixel a module with the quiet zone of four, to be shown larger."""
    import zxingcpp
    from PIL import Image

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    drawn = memoryview(code.to_image(scale=1, add_quiet_zones=True))  # type: ignore[arg-type]  # it is a buffer, its stub does not say so
    high, wide = drawn.shape or (0, 0)
    out = io.BytesIO()
    Image.frombytes("L", (wide, high), drawn.tobytes()).convert("1", dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()

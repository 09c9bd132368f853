"""Draws a word letter by letter, also those that the site's own font lacks; must not know what it is drawn for."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import typst
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont


class Drawn(NamedTuple):
    """Letters as a mask. All lengths are in pixels."""

    mask: Image  # grey image
    left: int  # from the pen to the mask, rightwards
    top: int  # from the top of the line to the mask, downwards
    wide: float  # how far the pen moves on


_NO_LETTER = "\uffff"  # no font has this code: it is drawn as any letter that a font lacks
_ABOVE, _BELOW = 1.1, 0.35  # how far letters reach from their line, in their size
# Fonts that come with typst; the first that has a letter draws it. Only the last one sets a mark above any letter.
_GAPS, _MARKS = ("DejaVu Sans Mono", "New Computer Modern Math", "Libertinus Serif"), ("New Computer Modern",)
_SOURCE = f"""#set page(width: auto, height: auto, margin: 0pt, fill: none)
#set text(font: sys.inputs.faces.split("|"), weight: int(sys.inputs.weight), size: int(sys.inputs.size) * 1pt)
#set text(top-edge: {_ABOVE}em, bottom-edge: -{_BELOW}em)
#sys.inputs.letters
"""
_WEIGHTS = {"Regular": 400, "SemiBold": 600, "Bold": 700}


@lru_cache(maxsize=20_000)
def word(written: str, weight: str, size: int) -> Drawn:
    """Returns a word drawn in a weight of the site's font, `size` in pixels. Vietnamese has some thousand syllables: each is
    drawn once and kept."""
    from PIL import Image

    if _plain(written, weight):
        return _own(written, weight, size)
    pieces = [_letter(cluster, weight, size) for cluster in _clusters(written)]
    starts = [sum(piece.wide for piece in pieces[:position]) for position in range(len(pieces))]
    boxes = [(round(start) + piece.left, piece.top, *piece.mask.size) for start, piece in zip(starts, pieces, strict=True)]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, below = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    mask = Image.new("L", (right - left, below - top), 0)
    for (x, y, _, _), piece in zip(boxes, pieces, strict=True):
        mask.paste(255, (x - left, y - top), piece.mask)
    return Drawn(mask, left, top, sum(piece.wide for piece in pieces))


def _clusters(written: str) -> Iterator[str]:
    """Each letter with its marks; signs that only join or vary others have no shape of their own and are left out."""
    cluster = ""
    for sign in written:
        if unicodedata.category(sign) in ("Cf", "Cc") or "\ufe00" <= sign <= "\ufe0f":
            continue
        if cluster and not unicodedata.combining(sign):
            yield cluster
            cluster = ""
        cluster += sign
    yield cluster or " "


def _letter(cluster: str, weight: str, size: int) -> Drawn:
    if _plain(cluster, weight):
        return _own(cluster, weight, size)
    if all(_has(sign, weight) or _elsewhere(sign) for sign in cluster):
        mask = _set(cluster, weight, size)
        return Drawn(mask, 0, font(weight, size).getmetrics()[0] - round(_ABOVE * size), mask.size[0])
    return _numbered(cluster[0], size)


def _own(letters: str, weight: str, size: int) -> Drawn:
    from PIL import Image, ImageDraw

    face = font(weight, size)
    left, above, right, below = (round(edge) for edge in face.getbbox(letters))
    mask = Image.new("L", (max(right - left, 1), max(below - above, 1)), 0)
    ImageDraw.Draw(mask).text((-left, -above), letters, font=face, fill=255)
    return Drawn(mask, left, above, face.getlength(letters))


def _numbered(sign: str, size: int) -> Drawn:
    """A sign that no font has, as its code in a frame, so that two of them differ."""
    from PIL import Image, ImageDraw

    number = f"{ord(sign):04X}"
    half = (len(number) + 1) // 2
    face, high = font("Regular", max(round(size * 0.36), 6)), round(size * 0.9)
    wide = round(max(face.getlength(row) for row in (number[:half], number[half:]))) + 7
    mask = Image.new("L", (wide, high), 0)
    draw = ImageDraw.Draw(mask)
    draw.rectangle((1, 0, wide - 2, high - 1), outline=255)
    for row, position in ((number[:half], 0.27), (number[half:], 0.73)):
        draw.text((wide / 2, high * position), row, font=face, fill=255, anchor="mm")
    return Drawn(mask, 0, font("Regular", size).getmetrics()[0] - round(0.78 * size), wide)


def _plain(letters: str, weight: str) -> bool:
    """Whether the font has all these letters, and none of them is a mark to be set above another."""
    return all(_has(sign, weight) and not unicodedata.combining(sign) for sign in letters)


@cache
def _has(sign: str, weight: str) -> bool:
    face = font(weight, 20)
    return bytes(face.getmask(sign)) != bytes(face.getmask(_NO_LETTER))


@cache
def _elsewhere(sign: str) -> bool:
    return _set(sign, "Regular", 20).tobytes() != _set(_NO_LETTER, "Regular", 20).tobytes()


def _set(letters: str, weight: str, size: int) -> Image:
    import typst
    from PIL import Image

    faces_of = _MARKS if len(letters) > 1 else ("Open Sans", *_GAPS)
    inputs = {"letters": letters, "weight": str(_WEIGHTS[weight]), "size": str(size), "faces": "|".join(faces_of)}
    made = typst.compile(_SOURCE.encode(), format="png", ppi=72, font_paths=faces(), sys_inputs=inputs)
    assert isinstance(made, bytes)  # one page
    return Image.open(io.BytesIO(made)).getchannel("A")


@cache
def faces() -> typst.Fonts:
    """Returns the site's own font and those that fill its gaps, the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[_folder()])


@cache
def font(weight: str, size: int) -> FreeTypeFont:
    """Returns the site's font, which has every Vietnamese letter, in a weight and a size in pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(str(_folder() / f"OpenSans-{weight}.ttf"), size, layout_engine=ImageFont.Layout.BASIC)


def _folder() -> Path:
    import ttf_opensans

    return Path(ttf_opensans.__file__).with_name("ttf")

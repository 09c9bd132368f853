"""What a picture says in letters can be read, and two titles make two pictures, whatever letters they are of."""

from __future__ import annotations

from itertools import combinations

import pytest

from sangkien.outputs.site import glyphs
from sangkien.outputs.site.glyphs import Drawn, word
from sangkien.outputs.site.pictures import card

SIGNS = [
    "a",
    "ƀ",
    "Ƀ",
    "č",
    "ơ̆",
    "ê̆",
    "ư̆",
    "b̆",
    "⅓",
    "⅔",
    "½",
    "→",
    "↔",
    "≥",
    "℃",
    "☐",
    "☑",
    "中",
    "文",
    "ម",
    "🚑",
    "👩",
    "µ",
    "₂",
]


def drawn(title: str) -> bytes:
    return card("Giải Nhất", title, "Sáng kiến công đoàn")


def test_two_titles_are_two_pictures() -> None:
    made = {sign: drawn(f"Kệ xoay {sign} đựng khay") for sign in SIGNS}
    assert [pair for pair in combinations(SIGNS, 2) if made[pair[0]] == made[pair[1]]] == []


@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Bold"])
@pytest.mark.parametrize("sign", SIGNS)
def test_no_letter_is_the_box_of_a_missing_one(sign: str, weight: str) -> None:
    missing = glyphs._own(glyphs._NO_LETTER, weight, 34).mask.tobytes()
    made = word(sign, weight, 34)
    assert made.mask.tobytes() != missing
    assert made.mask.getbbox() is not None
    assert made.wide > 5


def test_a_word_of_mixed_letters_is_as_long_as_they_are() -> None:
    def long(written: str) -> float:
        return word(written, "Bold", 34).wide

    assert abs(long("Kơƀang") - (long("Kơ") + long("ƀ") + long("ang"))) < 2
    assert long("👩‍⚕️") == long("👩") + long("⚕")  # what joins them has no shape
    assert long("\u200d") > 0


def test_letters_stand_on_one_line() -> None:
    """The foot of “ƀ” is that of “b”, wherever the letter is from."""

    def foot(made: Drawn) -> int:
        box = made.mask.getbbox()
        assert box
        return made.top + box[3]

    for size in (17, 22, 34):
        assert abs(foot(word("ƀ", "Bold", size)) - foot(word("b", "Bold", size))) <= 1
        assert abs(foot(word("aơ̆", "Regular", size)) - foot(word("a", "Regular", size))) <= 1


def test_plain_vietnamese_needs_no_other_face(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(glyphs, "_set", None)
    word.cache_clear()
    assert drawn("Giá đỡ bình oxy có khóa bánh cho xe đẩy: 36 µm ± 5%, “mới” – ½")


@pytest.mark.parametrize("weight", ["Regular", "SemiBold", "Bold"])
def test_a_mark_stands_above_its_letter(weight: str) -> None:
    """Ê Đê and Gia Rai set a breve above ơ, ư and ê, for which there is no letter of its own."""
    for letter in "ơưê":
        bare, marked = (word(written, weight, 34).mask.getbbox() for written in (letter, f"{letter}\u0306"))
        assert bare
        assert marked
        assert marked[3] - marked[1] > bare[3] - bare[1]
        assert marked[2] - marked[0] < 1.6 * (bare[2] - bare[0])

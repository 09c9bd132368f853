"""Vietnamese text counted, folded, named, sorted and measured: what a reader sees decides, never how it is encoded."""

from __future__ import annotations

import unicodedata

import pytest

from sangkien.text import count, fold, order, plain, slug, spelling, width

DECOMPOSED = unicodedata.normalize("NFD", "Sáng kiến ở Đắk Nông")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", ""),
        ("Sáng kiến ở Đắk Nông", "Sáng kiến ở Đắk Nông"),
        (DECOMPOSED, "Sáng kiến ở Đắk Nông"),
        ("một\nhai", "một\nhai"),
        ("một\r\nhai", "một\nhai"),
        ("một\rhai", "một\nhai"),
        ("một\r\rhai", "một\n\nhai"),
        ("một\n\r\nhai", "một\n\nhai"),
        ("một  hai", "một  hai"),
        (" \t\n một hai \r\n ", "một hai"),
        ("\u00a0một\u00a0hai\u00a0", "một\u00a0hai"),
        ("mộ\u200bt\u200chai\u200d\u200e\u200f", "mộthai"),
        ("nghỉ\u00adngơi", "nghỉngơi"),
        ("một\u2060hai", "mộthai"),
        ("\ufeffmột", "một"),
        ("\ufeff \u200b một \u200b ", "một"),
        ("\u200b\u2060", ""),
        ("😀 漢", "😀 漢"),
        ("a\u200b\u0301", "á"),
    ],
)
def test_a_text_is_counted_as_it_is_read(written: str, read: str) -> None:
    assert plain(written) == unicodedata.normalize("NFC", read)
    assert count(written) == len(unicodedata.normalize("NFC", read))


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Đồng Đăng", "dong dang"),
        ("đ Đ", "d d"),
        ("Ð ð", "d d"),
        ("Ɖ ɖ", "d d"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("HOÀ", "hoa"),
        ("Nước ƯỚC ỨƠ", "nuoc uoc uo"),
        (DECOMPOSED, "sang kien o dak nong"),
        ("  Giá\u00a0đỡ \n bình ", "gia do binh"),
        ("75 nghìn!", "75 nghin!"),
        ("", ""),
    ],
)
def test_words_typed_differently_share_one_search_key(said: str, key: str) -> None:
    assert fold(said) == key
    assert fold(key) == key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nguyễn Mẫu Hòa", "Nguyễn Mẫu Hoà", True),
        ("Nguyễn Mẫu Thúy", "NGUYỄN  MẪU THUÝ", True),
        ("Ngô Mẫu Khỏe", "Ngô Mẫu Khoẻ", True),
        ("Đặng Mẫu Thử", "Ðặng Mẫu Thử", True),
        ("Ðặng Mẫu Thử", "Ɖặng Mẫu Thử", True),
        ("Sáng Mẫu", unicodedata.normalize("NFD", "Sáng Mẫu"), True),
        ("Nguyễn Mẫu Hòa", "Nguyễn Mẫu Hoa", False),
        ("Nguyễn Mẫu Hòa", "Nguyễn Mẫu Hóa", False),
        ("Đặng Mẫu Vy", "Đặng Mẫu Vi", False),
        ("Đặng Mẫu", "Dặng Mẫu", False),
        ("Lê Mẫu Ân", "Lê Mẫu Ăn", False),
    ],
)
def test_a_name_is_one_however_its_tones_are_placed_and_every_mark_counts(one: str, other: str, same: bool) -> None:
    assert (spelling(one) == spelling(other)) is same
    assert spelling(spelling(one)) == spelling(one)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Giá đỡ bình oxy", "gia-do-binh-oxy"),
        ("12/QĐ-BV (mẫu)", "12-qd-bv-mau"),
        ("--Đ--", "d"),
        (DECOMPOSED, "sang-kien-o-dak-nong"),
        ("…", ""),
    ],
)
def test_a_file_name_keeps_ascii_letters_digits_and_single_hyphens(said: str, name: str) -> None:
    assert slug(said) == name


@pytest.mark.parametrize(
    "right",
    [
        "a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x y".split(),
        "ma mà mả mã má mạ".split(),
        "dung Dũng đa Đào em Trần".split(),
        ["Đào Văn Bình", "Trần Thị An"],
        ["an", "ăn", "ân", "bàn"],
        # The tone of the first word would say otherwise: it only breaks a tie of letters.
        ["Nguyễn An", "Nguyên Bình"],
        ["mạ an", "ma bi"],
        # â is a letter of its own, ấ is that letter with a tone.
        ["cấm bài", "câm cửa"],
        ["Lê", "Lê An", "Lê Bình"],
        ["Tổ 2", "Tổ hai"],
    ],
    ids=" ".join,
)
def test_names_stand_in_the_order_of_the_vietnamese_alphabet(right: list[str]) -> None:
    wrong = right[::-1]
    assert sorted(wrong, key=order) == right
    shouted = [unicodedata.normalize("NFD", word).swapcase() for word in wrong]
    assert sorted(shouted, key=order) == shouted[::-1]


@pytest.mark.parametrize("typed", ["", "1", "😀", "\udcff", "\u0301", "q\u0301", "ạ\u0301"], ids=ascii)
def test_any_text_can_be_sorted(typed: str) -> None:
    assert order(typed) < order(f"{typed}a")


@pytest.mark.parametrize(
    ("shown", "columns"),
    [
        ("", 0),
        ("Giá đỡ", 6),
        (unicodedata.normalize("NFD", "Giá đỡ"), 6),
        ("漢字", 4),
        ("ｗ", 2),
        ("…", 1),
    ],
)
def test_a_caret_line_is_as_wide_as_the_text_above_it(shown: str, columns: int) -> None:
    assert width(shown) == columns

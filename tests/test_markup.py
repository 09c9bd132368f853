"""What people write can do nothing on a page: neither markup of the line, nor HTML, nor a link, nor a theme's template."""

from __future__ import annotations

import html
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sangkien import personal
from sangkien.outputs.site.markup import attribute, front_matter, link, prose
from sangkien.personal import COVER, covered
from story import PROJECT

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[bấm](javascript:alert(1))",
    "![ảnh](https://example.org/x.png)",
    "<https://example.org>",
    '"><svg onload=alert(1)>',
    "[a]: javascript:alert(1)\n[a]",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]


@pytest.mark.parametrize(
    "text",
    [*(covered(text) for text in HOSTILE), "*đậm* _nghiêng_ `mã` # đề mục | cột", "1. một", "- gạch", "a\n\n# b", "~~~ { .x }"],
)
def test_a_line_is_shown_as_it_was_written(text: str) -> None:
    made = attribute(text)
    assert html.unescape(made) == " ".join(text.split())
    assert "<" not in made


def test_an_attribute_cannot_be_left() -> None:
    assert '"' not in attribute('a" onclick="alert(1)')


def test_a_title_is_safe_in_the_page_head() -> None:
    assert "<script" not in front_matter(title="</title><script>alert(1)</script>")


def test_a_table_of_an_answer_scrolls_by_itself() -> None:
    made = prose("a | b\n--|--\n1 | 2")
    assert made.startswith('<div class="sk-scroll" tabindex="0" role="region" aria-label="Bảng"><table class="sk-table">')
    assert made.endswith("</table></div>")
    assert prose("`<table>`") == "<p><code>&lt;table&gt;</code></p>"


def test_a_description_cannot_leave_its_quotes() -> None:
    (told,) = re.findall('description: "(.*)"\n', front_matter(description='0;url=https://a.example" http-equiv="refresh" x="'))
    assert '"' not in told


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)//", "data:text/html,x", "//a.example", " https://a.example", "https:///x"]
)
def test_only_a_web_address_becomes_a_link(address: str) -> None:
    assert link(address, "<b>x</b>") == "<b>x</b>"
    assert link("https://a.example/x?a&b", "x") == '<a href="https://a.example/x?a&amp;b">x</a>'


PERSONAL = [
    *("0912345678", "0912 345 678", "091.234.5678", "(024) 3942 1234", "+84 912 345 678", "09 12 34 56 78", "09\u200b12345678"),
    *("\uff10\uff19\uff11\uff12345678", "0912\u2013345\u2013678", "0912\u00a0345\u00a0678", "0912·345·678", "0912_345_678"),
    *("001085012345", "CMND số 123456789", "sinh năm 1985", "Sinh ngày: 2/3/1985", "NĂM SINH 1990", "SN: 1985", "born in 1985"),
    *("mau@vi-du.example", "https://a.example/b?c", "www.a.example", "//a.example/b", "hxtp://a.example"),
]
ORDINARY = [
    *("84.912.345.678 đồng", "tiết kiệm 360000000 đồng", "02-12-2021 10 giờ", "từ 05.2021-2022", "vệ sinh năm 2005", "20 × 20"),
    *(
        "học sinh năm 2003",
        "phát sinh năm 2001",
        "3/4 // 5",
        "15/QĐ-CĐYT",
        "giờ 07:30",
        "a@b",
        "Điều 3. 0,123456789",
        "1900 1234",
    ),
]


@pytest.mark.parametrize("text", PERSONAL)
def test_what_tells_on_somebody_is_covered(text: str) -> None:
    assert covered(f"Gọi {text} nhé") == f"Gọi {COVER} nhé"
    assert covered(covered(text)) == covered(text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_number_is_left_as_it_is(text: str) -> None:
    assert covered(text) == text


@pytest.mark.parametrize("kind", ["_SITE", "_MAIL", "_BIRTH", "_IDENTITY", "_PHONE", "_PAIRS"])
def test_what_tells_on_somebody_has_a_hint_of_it(kind: str) -> None:
    """Whatever has none is not looked at any further."""

    @given(st.from_regex(getattr(personal, kind)))
    def holds(text: str) -> None:
        assert personal._HINT.search(text)

    holds()


def test_nothing_in_the_samples_is_covered() -> None:
    texts = [file.read_text(encoding="utf-8").strip() for file in sorted((PROJECT / "submissions").rglob("*.md"))]
    assert len(texts) > 40
    assert [text for text in texts if covered(text) != text] == []


@pytest.mark.parametrize("spelt", ["Lê Thị Kín", "LÊ  THỊ\nKÍN", "le thi kin", "Le\u0302 Thi\u0323 Ki\u0301n", "le-thi-kin"])
def test_a_name_is_covered_however_it_is_spelt(spelt: str) -> None:
    assert covered(f"của {spelt}, tổ 2", ["Lê Thị Kín"]) == f"của {COVER}, tổ 2"
    assert covered("Lê Thị Kính", ["Lê Thị Kín"]) == "Lê Thị Kính"


@pytest.mark.parametrize("piece", ["a", "a.", "0", "sinh ", "cccd ", "//a", "a:", "@", "+84 ", "0912 "])
def test_what_is_long_is_covered_in_little_time(piece: str) -> None:
    began = time.process_time()
    covered(piece * (200_000 // len(piece)), ["Lê Thị Kín"])
    assert time.process_time() - began < 5

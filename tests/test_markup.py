"""What people write can do nothing on a page: neither markup of the line, nor HTML, nor a link, nor a theme's template."""

from __future__ import annotations

import html
import re
import time

import pytest

from sangkien.model.innovation import PublicText
from sangkien.outputs.site.markup import attribute, front_matter, link, prose
from sangkien.personal import COVER, covered

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
    made = prose(PublicText("a | b\n--|--\n1 | 2"))
    assert made.startswith('<div class="sk-scroll" tabindex="0" role="region" aria-label="Bảng"><table class="sk-table">')
    assert made.endswith("</table></div>")
    assert prose(PublicText("`<table>`")) == "<p><code>&lt;table&gt;</code></p>"


def test_a_description_cannot_leave_its_quotes() -> None:
    (told,) = re.findall('description: "(.*)"\n', front_matter(description='0;url=https://a.example" http-equiv="refresh" x="'))
    assert '"' not in told


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)//", "data:text/html,x", "//a.example", " https://a.example", "https:///x"]
)
def test_only_a_web_address_becomes_a_link(address: str) -> None:
    assert link(address, "<b>x</b>") == "<b>x</b>"
    assert link("https://a.example/x?a&b", "x") == '<a href="https://a.example/x?a&amp;b">x</a>'


@pytest.mark.parametrize(
    "text", ["https://a.example/b?c", "www.a.example", "//a.example/b", "hxtp://a.example", "WWW.A.EXAMPLE"]
)
def test_what_leads_a_reader_away_is_covered(text: str) -> None:
    assert covered(f"Xem {text} nhé") == f"Xem {COVER} nhé"
    assert covered(covered(text)) == covered(text)


@pytest.mark.parametrize("text", ["3/4 // 5", "a:b, 8:2", "giờ 07:30", "1//2"])
def test_what_leads_nowhere_is_left(text: str) -> None:
    assert covered(text) == text


@pytest.mark.parametrize("piece", ["a", "a.", "0", "//a", "a:", "@", "www.", "a://"])
def test_what_is_long_is_covered_in_little_time(piece: str) -> None:
    began = time.process_time()
    covered(piece * (200_000 // len(piece)))
    assert time.process_time() - began < 5

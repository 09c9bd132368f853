"""What people write can do nothing on a page: neither markup of the line, nor HTML, nor a link, nor a theme's template."""

from __future__ import annotations

import re

import markdown
import pytest

from sangkien.outputs.site.markup import attribute, front_matter, inline, prose

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


@pytest.mark.parametrize("text", HOSTILE)
def test_an_answer_keeps_its_words_and_loses_its_markup(text: str) -> None:
    made = prose(text)
    assert set(re.findall(r"<(\w+)[^>]*>", made)) <= {"p", "ul", "ol", "li", "strong", "em", "br", "blockquote", "code"}
    assert re.findall(r"<\w+\s+[^>]*>", made) == []


@pytest.mark.parametrize("text", [*HOSTILE, "*đậm* _nghiêng_ `mã` # đề mục | cột", "1. một", "- gạch", "a\n\n# b"])
def test_a_line_is_shown_as_it_was_written(text: str) -> None:
    made = markdown.markdown(f"x {inline(text)}", extensions=["tables", "attr_list"])
    shown = re.sub(r"<[^>]+>", "", made)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&#124;", "|"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(entity, sign)
    assert shown == f"x {' '.join(text.split())}"
    assert re.findall(r"<(?!/?p>)[a-z/]", made) == []


def test_an_attribute_cannot_be_left() -> None:
    assert '"' not in attribute('a" onclick="alert(1)')


def test_a_title_is_safe_in_the_page_head() -> None:
    assert "<script" not in front_matter(title="</title><script>alert(1)</script>")


def test_an_answer_keeps_paragraphs_lists_and_small_signs() -> None:
    made = prose("Đoạn một, 3 < 5.\n\n- ý một\n- ý hai")
    assert made == "<p>Đoạn một, 3 &lt; 5.</p>\n<ul>\n<li>ý một</li>\n<li>ý hai</li>\n</ul>"

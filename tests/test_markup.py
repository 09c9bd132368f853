"""What people write can do nothing on a page: neither markup of the line, nor HTML, nor a link, nor a theme's template."""

from __future__ import annotations

import html
import json
import re
import time
from typing import get_type_hints

import pytest

from sangkien import markup
from sangkien.markup import Html, HtmlWords, joined, json_script, literal
from sangkien.model.artifact import Page
from sangkien.model.innovation import PublicText
from sangkien.outputs.site.elements import front_matter, link, prose
from sangkien.outputs.site.sections import Section
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
    made = markup.html("{}", text)
    assert html.unescape(made) == " ".join(text.split())
    assert "<" not in made


def test_an_attribute_cannot_be_left() -> None:
    assert '"' not in markup.html("{}", 'a" onclick="alert(1)')
    assert '"' not in markup.html("{:exact}", 'a" onclick="alert(1)')


@pytest.mark.parametrize("form", ["{:.80}", "{:s}", "{:50}", "{:.2f}"])
def test_a_place_for_a_number_takes_no_text(form: str) -> None:
    with pytest.raises(TypeError):
        markup.html(form, "<script>")
    with pytest.raises(ValueError, match="conversion"):
        markup.html("{!r}", "<script>")


def test_whatever_is_no_html_is_escaped_in_its_words() -> None:
    odd: list[object] = [["<script>"], ValueError("<script>"), {"<script>": 1}]
    for each in odd:
        made = [markup.html("{}", each), markup.html("{:exact}", each), Html("%s") % (each,), Html("").join([each])]  # type: ignore[arg-type,list-item]
        assert [piece for piece in made if "<" in piece] == []


def test_what_is_html_already_stands_as_it_is() -> None:
    assert markup.html("<p>{}{:exact}</p>", literal("<b>a</b>"), markup.html("<i>{}</i>", "<")) == "<p><b>a</b><i>&lt;</i></p>"
    assert joined([literal("<b>"), markup.html("{}", "&")], " & ") == "<b> &amp; &amp;"


def test_what_tells_on_somebody_is_covered_in_a_text_and_left_in_an_id() -> None:
    assert markup.html("{}\n{:exact}", "gọi\n 0912 345 678", "0912345678") == f"gọi {COVER}\n0912345678"
    assert markup.html("{:exact}", "https://a.example/?a&b") == "https://a.example/?a&amp;b"


def test_numbers_are_written_as_the_template_says() -> None:
    assert markup.html("{} {:.2%} {:03d} {:.1f}%", 1234, 0.5, 7, 2.25) == "1234 50.00% 007 2.2%"


@pytest.mark.parametrize(("template", "values"), [("{}{}", ("a",)), ("{}", ("a", "b")), ("{a}", ())])
def test_values_that_do_not_match_the_places_are_refused(template: str, values: tuple[str, ...]) -> None:
    with pytest.raises((ValueError, KeyError)):
        markup.html(template, *values)


def test_a_value_in_braces_or_with_a_percent_sign_is_no_template() -> None:
    assert markup.html("{}%{{}}", "{} {0} %s") == "{} {0} %s%{}"


def test_what_is_said_in_two_languages_is_filled_alike() -> None:
    said = HtmlWords("<b>{name}</b> {count}", "{count} <b>{name}</b>")
    assert [said.say(language, name="<", count=2) for language in ("vi", "en")] == ["<b>&lt;</b> 2", "2 <b>&lt;</b>"]


def test_text_that_comes_to_html_by_an_operator_goes_through_the_same_door() -> None:
    shown = f"&lt;{COVER}"
    for made in (literal("<b>") + "<0912345678", literal(" ").join(["<b>", "<0912345678"]), literal("<b>%s") % "<0912345678"):
        assert type(made) is Html
        assert made.endswith(shown)


def test_text_is_no_html_to_those_who_check_types() -> None:
    assert (get_type_hints(Page)["body"], get_type_hints(Section)["body"], get_type_hints(prose)["return"]) == (
        Html,
        Html,
        Html,
    )


def test_data_for_search_engines_cannot_end_its_element() -> None:
    made = json_script({"name": "</script><script>alert(1)</script>"})
    assert made.count("</script>") == 1
    assert json.loads(made.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))["name"].startswith(
        "</s"
    )


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
    assert link(address, literal("<b>x</b>")) == "<b>x</b>"
    assert link("https://a.example/x?a&b", literal("x")) == '<a href="https://a.example/x?a&amp;b">x</a>'


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

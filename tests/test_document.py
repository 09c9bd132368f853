"""Text into data: the strict YAML subset, the fences, the answers under their headings, and the mark of every field."""

from __future__ import annotations

import unicodedata
from typing import cast

import pytest

from sangkien.corpus.document import parse_submission
from sangkien.corpus.metaschema import read_schema
from sangkien.corpus.schema import headings, validator
from sangkien.corpus.strict_yaml import Data, Unreadable, parse_yaml
from sangkien.language import Words
from sangkien.model.filed import Address, SourceFile
from sangkien.model.finding import Fix, Mark
from story import PROJECT

HEADINGS = headings(validator(read_schema((PROJECT / "schema/submission.schema.json").read_bytes()), None).fields)
DEEP = 100_000


def refusal(text: str, submission: bool = False) -> tuple[str, Mark, str]:
    """Kind, mark and English reason of the one trouble that makes a text unreadable."""
    with pytest.raises(Unreadable) as caught:
        parse_submission(text, HEADINGS) if submission else parse_yaml(text)
    trouble = caught.value.trouble
    return trouble.kind, trouble.mark, cast(Words, trouble.values["what"]).en


@pytest.mark.parametrize(
    "written",
    [
        *("010", "007", "0x1F", "0o17", "1_000", "+1", "1e3", ".5", "1.", ".inf", ".nan", "12:30:00", "36.000.000", "1,5"),
        *("1.50", "36.000", "6.0", "-1.5"),
        *("no", "No", "yes", "YES", "on", "off", "y", "n", "True", "TRUE", "False", "Null", "NULL"),
        *("2021-04-20", "2021-04-20T16:30:00+07:00", "1000000000000000000", "=", "Đồng"),
    ],
)
def test_what_yaml_would_bend_stays_the_text_it_is(written: str) -> None:
    assert parse_yaml(f"a: {written}\n").data == {"a": written}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("0", 0),
        ("-5", -5),
        ("36000000", 36_000_000),
        ("999999999999999999", 999_999_999_999_999_999),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("[1, a]", [1, "a"]),
        ("{b: 1}", {"b": 1}),
        ("'5'", "5"),
        ('"true"', "true"),
        ("''", ""),
        ("|\n  5\n", "5\n"),
    ],
)
def test_plain_scalars_mean_what_json_makes_of_them_and_quoted_ones_are_text(written: str, meant: Data) -> None:
    data = cast(dict[str, Data], parse_yaml(f"a: {written}\n").data)
    assert (data["a"], type(data["a"])) == (meant, type(meant))


@pytest.mark.parametrize(
    ("text", "line", "column", "reason"),
    [
        ("a: &x 1", 1, 4, "alias"),
        ("a: 1\nb: *x", 2, 4, "alias"),
        ("a: &x [1]", 1, 4, "alias"),
        ("a: 1\n<<: {b: 1}", 2, 1, "alias"),
        ("a: !!str 1", 1, 4, "tag"),
        ("a: ! 1", 1, 4, "tag"),
        ("a: !x {b: 1}", 1, 4, "tag"),
        ("a:\n  - !!python/object:os.system [ls]", 2, 5, "tag"),
        ("a: 1\n---\nb: 2", 2, 1, "second"),
        ("? [a]\n: b", 1, 3, "field name"),
        ("a: 1\na: &x 1", 2, 4, "alias"),
        ("&x a: 1", 1, 1, "alias"),
        ("!!str a: 1", 1, 1, "tag"),
        ("a: {!x b: 1}", 1, 5, "tag"),
    ],
)
def test_yaml_that_means_more_than_it_shows_is_refused_where_it_stands(text: str, line: int, column: int, reason: str) -> None:
    kind, mark, what = refusal(text)
    assert (kind, mark.line, mark.column) == ("refused", line, column)
    assert reason in what


@pytest.mark.parametrize(
    "text",
    ["[" * DEEP, "[" * DEEP + "]" * DEEP, "{a: " * DEEP, "- " * DEEP, f"a: 1\na: {'[' * DEEP}", f"a:\n - {'- ' * DEEP}"],
    ids=["open", "closed", "mappings", "block", "in-a-duplicate", "below-a-field"],
)
def test_bottomless_nesting_is_refused_and_crashes_nothing(text: str) -> None:
    kind, _, what = refusal(text)
    assert kind == "refused"
    assert "deep" in what


def test_nesting_that_a_person_writes_is_read() -> None:
    assert parse_yaml("[" * 10 + "x" + "]" * 10).data == [[[[[[[[[["x"]]]]]]]]]]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: 1\nb: c: d", 2, "colon"),
        ("a:\n\t- b", 2, "tab"),
        ("a: 1\nb: @x", 2, "cannot begin a value"),
        ('a: 1\nb: "x', 2, "closing quote"),
        ("a: 1\n b: 2", 2, ""),
        ("a: 1\nb\nc: 2", 2, "no name of a field and colon"),
        ("a: \x01", 1, "control character"),
    ],
)
def test_broken_yaml_says_where_and_why(text: str, line: int, reason: str) -> None:
    kind, mark, what = refusal(text)
    assert (kind, mark.line) == ("front-matter", line)
    assert reason in what


@pytest.mark.parametrize("text", ["", "\n\n", "# chỉ chú thích\n"])
def test_a_document_without_content_is_nothing(text: str) -> None:
    assert parse_yaml(text).data is None


def test_of_a_field_written_twice_the_first_holds_and_the_second_is_named() -> None:
    document = parse_yaml("a: 1\nb:\n  - {c: 2, c: 3}\na: {d: 4, d: 5}\ne: 6\n")
    assert document.data == {"a": 1, "b": [{"c": 2}], "e": 6}
    told = [
        (trouble.kind, trouble.mark.line, trouble.mark.column, trouble.values["name"], trouble.values["first"])
        for trouble in document.troubles
    ]
    assert told == [("duplicate", 3, 12, "c", 3), ("duplicate", 4, 1, "a", 1)]
    assert document.marks["a",] == Mark(1, 4, 1)
    assert ("a", "d") not in document.marks


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "first line"),
        ("title: x\n", "first line"),
        ("\n---\na: 1\n---\n", "first line"),
        ("---\na: 1\n", "closes"),
        ("---\n---\n", "name: value"),
        ("---\nmột câu\n---\n", "name: value"),
        ("---\n- a\n---\n", "name: value"),
    ],
)
def test_front_matter_stands_between_two_lines_of_three_hyphens(text: str, reason: str) -> None:
    kind, _, what = refusal(text, submission=True)
    assert kind == "front-matter"
    assert reason in what


@pytest.mark.parametrize("fence", ["—", "– –-".replace(" ", ""), "----", " ---", "\ufeff---", "\u00a0---\u00a0", "—-", "———"])
@pytest.mark.parametrize("above", [True, False])
def test_a_fence_that_a_word_processor_drew_is_told_and_taken_for_what_it_was_meant(fence: str, above: bool) -> None:
    first, last = (fence, "---") if above else ("---", fence)
    document = parse_submission(f"{first}\na: 1\n{last}\n\n## Effect\n\nmột\n\n---\n\nhai\n", HEADINGS, {"a"})
    assert document.data == {"a": 1, "answers": {"effect": "một\n\n---\n\nhai"}}
    (trouble,) = document.troubles
    assert (trouble.kind, trouble.mark.line) == ("front-matter", 1 if above else 3)
    assert trouble.fixes == (Fix(Mark(trouble.mark.line, 1, len(fence)), "---"),)


@pytest.mark.parametrize("fence", ["---", "--- ", "---\t"])
def test_a_fence_may_end_in_blanks_and_an_answer_may_hold_a_line_of_hyphens(fence: str) -> None:
    document = parse_submission(f"{fence}\na: 1\n{fence}\n## Effect\nmột\n---\nhai\n", HEADINGS)
    assert document.data == {"a": 1, "answers": {"effect": "một\n---\nhai"}}
    assert document.troubles == ()


WHOLE = """---
# lời ghi của người gửi
title: Giá đỡ bình oxy

authors:
  - name: Nguyễn Văn Mẫu
    share: 60
  - {name: Trần 😀 Ảnh, share: 40}
consent: {publish_name: true}
note: |
  hai
  dòng
---

## Thực trạng

Chậm.

##   Effect

Nhanh.
"""


@pytest.mark.parametrize(
    ("path", "stands"),
    [
        (("title",), "Giá đỡ bình oxy"),
        (("authors", 0, "name"), "Nguyễn Văn Mẫu"),
        (("authors", 0, "share"), "60"),
        (("authors", 1, "name"), "Trần 😀 Ảnh"),
        (("authors", 1, "share"), "40"),
        (("consent", "publish_name"), "true"),
        (("answers", "problem"), "Thực trạng"),
        (("answers",), "---"),
    ],
)
def test_the_mark_of_a_field_covers_exactly_its_value(path: tuple[str | int, ...], stands: str) -> None:
    mark = parse_submission(WHOLE, HEADINGS).marks[path]
    line = WHOLE.split("\n")[mark.line - 1]
    assert line[mark.column - 1 : mark.column - 1 + mark.width] == stands


def test_the_name_of_a_field_and_a_value_of_many_lines_are_marked_on_their_first_line() -> None:
    document = parse_submission(WHOLE, HEADINGS)
    assert document.keys["authors", 1, "share"] == Mark(8, 24, 5)
    assert document.marks["note",].line == 10
    assert document.marks["answers",].line == 13  # the closing fence: what is missing from the answers is said here
    assert document.marks["answers", "effect"].line == 19


@pytest.mark.parametrize("pasted", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"], ids=ascii)
@pytest.mark.parametrize("where", ["một ", "hai "])
def test_a_mark_points_at_its_own_line_whatever_was_pasted_above_it(where: str, pasted: str) -> None:
    if where == "một " and pasted in "\x0b\x0c\x1c":
        with pytest.raises(Unreadable):  # YAML takes no control character at all
            parse_yaml(f'a: "{pasted}"')
        return
    text = '---\ntitle: "một "\nunit: a/b\n---\n## Problem\nhai \n## Effect\nba\n'.replace(where, where + pasted)
    document, source = parse_submission(text, HEADINGS), SourceFile(Address("x.md", "submission"), "", text)
    lines = {name: source.lines[document.marks[path].line - 1] for name, path in MARKED.items()}
    assert lines == {"unit": "unit: a/b", "effect": "## Effect"}


MARKED: dict[str, tuple[str | int, ...]] = {"unit": ("unit",), "effect": ("answers", "effect")}


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Thực trạng", "problem"),
        ("Giải pháp", "solution"),
        ("Hiệu quả", "effect"),
        ("Problem", "problem"),
        ("Solution", "solution"),
        ("Effect", "effect"),
        ("THỰC TRẠNG", "problem"),
        ("effect", "effect"),
        ("  Hiệu quả  ", "effect"),
        (unicodedata.normalize("NFD", "Hiệu quả"), "effect"),
        ("Hieu qua", "Hieu qua"),
        ("Hiệu quả:", "Hiệu quả:"),
        ("Phụ lục", "Phụ lục"),
    ],
)
def test_a_heading_in_either_language_names_its_answer_and_any_other_names_itself(heading: str, name: str) -> None:
    document = parse_submission(f"---\na: 1\n---\n## {heading}\n\n một\n\nhai \n", HEADINGS)
    assert document.data == {"a": 1, "answers": {name: "một\n\nhai"}}


def test_only_headings_of_the_second_level_part_the_answers() -> None:
    body = "## Problem\n# a\n### b\n##c\n ## d\n## Effect\nx"
    data = cast(dict[str, Data], parse_submission(f"---\na: 1\n---\n{body}", HEADINGS).data)
    assert data["answers"] == {"problem": "# a\n### b\n##c\n ## d", "effect": "x"}


def test_an_answer_given_in_both_languages_is_given_twice() -> None:
    document = parse_submission("---\na: 1\n---\n## Thực trạng\nmột\n## Problem\nhai\n", HEADINGS)
    (trouble,) = document.troubles
    assert (trouble.kind, trouble.mark.line, trouble.values["name"], trouble.values["first"]) == ("duplicate", 6, "Problem", 4)


@pytest.mark.parametrize(
    "line",
    ["Thực trạng", "# Thực trạng", "### thực trạng:", "**Thực trạng**", "**Thực trạng:**", " ## Thực trạng", "##Problem"],
)
def test_a_line_that_reads_like_a_heading_is_known_for_one(line: str) -> None:
    document = parse_submission(f"---\na: 1\n---\n## Giải pháp\nmột\n{line}\nhai\n", HEADINGS)
    assert document.unmarked == {("answers", "problem"): Mark(6, 1, len(line))}
    told = parse_submission("---\na: 1\n---\n## Giải pháp\nThực trạng nay đã khác.\n", HEADINGS)
    assert told.unmarked == {}


@pytest.mark.parametrize(
    ("body", "stray"),
    [
        ("", []),
        ("\n \n## Effect\nx", []),
        ("Kính gửi\n\nhội đồng\n## Effect\nx", [(4, 1, 8, "Kính gửi")]),
        ("\n  # Bài\n", [(5, 1, 7, "# Bài")]),
        (f"{'a' * 100}\n## Effect\nx", [(4, 1, 100, "a" * 40)]),
    ],
)
def test_text_before_the_first_heading_is_told_once_where_it_begins(body: str, stray: list[tuple[int, int, int, str]]) -> None:
    troubles = parse_submission(f"---\na: 1\n---\n{body}", HEADINGS).troubles
    assert [(each.mark.line, each.mark.column, each.mark.width, each.values["text"]) for each in troubles] == stray
    assert {each.kind for each in troubles} <= {"stray"}


def test_answers_come_from_the_body_and_a_field_of_that_name_is_refused() -> None:
    document = parse_submission("---\na: 1\nanswers: {effect: giả}\n---\n## Effect\nthật\n", HEADINGS)
    assert document.data == {"a": 1, "answers": {"effect": "thật"}}
    (trouble,) = document.troubles
    assert (trouble.kind, trouble.mark, trouble.values["name"]) == ("schema:additionalProperties", Mark(3, 1, 7), "answers")
    assert document.marks["answers", "effect"] == Mark(5, 4, 6)


def test_a_file_without_a_body_has_no_answers() -> None:
    assert parse_submission("---\na: 1\n---", HEADINGS).data == {"a": 1, "answers": {}}

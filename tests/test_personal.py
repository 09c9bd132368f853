"""What tells on somebody is found in any spelling and nothing else is, the same by the gate, which refuses, and the site, which covers."""

from __future__ import annotations

import re
import time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangkien import late
from sangkien.model.corpus import Corpus
from sangkien.model.filed import Address, SourceFile
from sangkien.model.public import withheld
from sangkien.personal import COVER, Kind, Withheld, context, cover, covered, detector, spans
from sangkien.personal import names as names_module
from sangkien.personal import numbers as numbers_module
from sangkien.personal import spelled_numbers as spelt_module
from sangkien.personal import statements as sayings_module
from sangkien.personal import visible_text as seen_module
from sangkien.rules import CATALOGUE
from story import HOME, PROJECT
from strategies import tricky_texts
from told import HIDDEN, hold
from told_table import FOUND, LEFT, SPELT, UNITS, UNLIKE

CODES = {
    Kind.PHONE: "SK901",
    Kind.IDENTITY: "SK902",
    Kind.ACCOUNT: "SK904",
    Kind.BIRTH: "SK905",
    Kind.MAIL: "SK906",
    Kind.HOME: "SK907",
}
"""The rule that refuses each kind that stands in any text; names are the author's own, and told by the submission's stories."""
EVERY = [(kind, text) for kind, listed in FOUND.items() for text in listed]


def parts(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its brackets, and where they stood."""
    plain, found = "", []
    for piece in re.split("[⟦⟧]", marked):
        found.append(len(plain))
        plain += piece
    found = [*found[1:]]
    return plain, list(zip(found[::2], found[1::2], strict=True))


def refused(text: str) -> set[str]:
    """The codes of what the gate finds in a text by itself."""
    place = Address(f"{HOME}bv-mau/moi.md", "submission", "2021", "thai-binh/nganh-y-te/bv-mau")
    source = SourceFile(place, "0" * 40, text)
    corpus = Corpus(None, {}, None, (), {}, {place.path: source}, (), {}, {}, ())  # type: ignore[arg-type]
    return {finding.code for code in CODES.values() for finding in CATALOGUE[code].findings(corpus)}


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(set(EVERY) | set(SPELT)) == len(EVERY) + len(SPELT) > 120
    assert len(set(LEFT)) + len(set(UNLIKE)) == len(LEFT) + len(UNLIKE) > 120


@pytest.mark.parametrize(("kind", "marked"), EVERY)
def test_what_tells_on_somebody_is_found_where_it_stands_and_nothing_beside_it(kind: Kind, marked: str) -> None:
    text, there = parts(marked)
    found = spans(text, HIDDEN)
    assert [(span.start, span.end) for span in found] == there
    assert {span.kind for span in found} == {kind}


@pytest.mark.parametrize(("kind", "marked"), EVERY)
def test_the_gate_refuses_it_and_the_site_covers_it(kind: Kind, marked: str) -> None:
    text, there = parts(marked)
    shown = covered(text, HIDDEN)
    assert shown.count(COVER) >= len(there)
    assert not any(text[start:end] in shown for start, end in there)
    assert covered(shown, HIDDEN) == shown
    if kind in CODES:
        assert refused(text) == {CODES[kind]}


@pytest.mark.parametrize("text", LEFT)
def test_what_tells_on_nobody_is_left_by_gate_and_site(text: str) -> None:
    assert spans(text, HIDDEN) == ()
    assert refused(text) == set()
    assert covered(text, HIDDEN) == text


@pytest.mark.parametrize(("name", "marked"), SPELT)
def test_a_name_is_found_however_it_is_spelt(name: str, marked: str) -> None:
    text, there = parts(marked)
    assert [(span.start, span.end) for span in spans(text, Withheld((name,)))] == there
    assert spans(text) == ()


@pytest.mark.parametrize(("name", "text"), UNLIKE)
def test_another_name_is_left(name: str, text: str) -> None:
    assert spans(text, Withheld((name,))) == ()


def test_a_unit_is_found_where_a_person_of_that_name_is_not_meant() -> None:
    assert spans("tỉnh Thái Bình", Withheld((), ("Thái Bình",)))[0].kind is Kind.UNIT


@pytest.mark.parametrize(("name", "id", "marked"), [(name, id, each) for name, id, listed in UNITS for each in listed])
def test_the_unit_of_a_confidential_one_is_found_however_people_call_it(name: str, id: str, marked: str) -> None:
    unit = f"thai-binh/{id}"
    edition: Any = SimpleNamespace(units={unit: name}, name_of={unit: name}.get)
    record: Any = SimpleNamespace(authors=(), confidential=True, unit=unit)
    told = withheld(record, edition)
    text, there = parts(marked)
    assert [(span.start, span.end, span.kind) for span in spans(text, told)] == [(*place, Kind.UNIT) for place in there]
    assert covered(covered(text, told), told) == covered(text, told)


PIECES = st.sampled_from(
    [
        *(text for listed in FOUND.values() for marked in listed for text in [parts(marked)[0]]),
        *LEFT,
        " ",
        "\n",
        "0",
        "9",
        "84",
        "+",
        "-",
        ".",
    ]
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=4).map("".join) | tricky_texts)
def test_of_whatever_text_comes_spans_stand_apart_and_a_cover_leaves_nothing(text: str) -> None:
    hold(text)


def test_nothing_in_the_samples_is_covered() -> None:
    texts = [file.read_text(encoding="utf-8").strip() for file in sorted((PROJECT / "submissions").rglob("*.md"))]
    assert len(texts) > 40
    assert [text for text in texts if covered(text) != text] == []


LARGEST = 64 * 1024
FLOODS = [
    *(
        "a",
        "a.",
        "0",
        "0 ",
        "(0",
        "1*",
        "1,",
        "12/",
        "2021-",
        "12/3/2021 ",
        "0912 ",
        "0912345678 ",
        "123456789, ",
        "+84 ",
        "lô 0912345678, ",
    ),
    *(
        "*",
        "_",
        "`",
        "\\",
        " ",
        "\n",
        "&",
        "&#48;",
        "<a",
        "[",
        "@",
        "a@",
        "a-",
        "x.",
        "mau a cong ",
        "\u0301",
        "é",
        "\u200b",
        "Lê ",
        "le ",
    ),
    *(
        "sinh ",
        "sinh ngay ",
        "ngày sinh ",
        "n.s ",
        "cccd ",
        "stk ",
        "hộ chiếu ",
        "ba ",
        "khong ",
        "nha rieng so 1 ",
        "nhà số 1 ",
        "nhà em ",
    ),
]
PATTERNS = [
    (f"{module.__name__.rpartition('.')[2]}.{name}", each.compiled if isinstance(each, late.Pattern) else each)
    for module in (seen_module, numbers_module, spelt_module, sayings_module, context, names_module, detector, cover)
    for name, value in sorted(vars(module).items())
    for each in (value if isinstance(value, tuple) else (value,))
    if isinstance(each, re.Pattern | late.Pattern)
]
"""Every pattern of the detector."""


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=lambda value: value if isinstance(value, str) else "")
def test_no_pattern_takes_long_on_the_largest_text(name: str, pattern: re.Pattern[Any]) -> None:
    """Some milliseconds where its time grows with the text, half a minute and more where it grows with the square."""
    for flood in FLOODS:
        text = (flood * LARGEST)[:LARGEST]
        began = time.process_time()
        found = sum(1 for _ in pattern.finditer(text.encode("ascii", "ignore") if isinstance(pattern.pattern, bytes) else text))
        assert time.process_time() - began < 0.5, (name, flood, found)


@pytest.mark.parametrize("flood", FLOODS)
def test_the_largest_text_is_read_in_little_time(flood: str) -> None:
    text = (flood * LARGEST)[:LARGEST]
    began = time.process_time()
    spans(text, HIDDEN)
    assert time.process_time() - began < 2

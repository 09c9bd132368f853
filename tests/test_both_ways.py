"""The fast reader and the fast validator beside the careful ones: whatever they take, the others take too, and read the same."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangkien.corpus.document import Data, Unreadable, parse_submission, parse_yaml, submission_data, yaml_data
from sangkien.corpus.quick import Declined
from sangkien.corpus.reader import sound
from sangkien.corpus.record import build
from sangkien.corpus.schema import Validator, headings, read_schema, validator
from sangkien.model.programme import Rules
from story import PROJECT, WORLD

SUBMISSION = (WORLD / "submission.md").read_text(encoding="utf-8")
RULES: Rules = build(Rules, parse_yaml((PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")).data)
SCHEMAS = {kind: validator(read_schema((PROJECT / f"schema/{kind}.schema.json").read_bytes()), RULES)
           for kind in ("submission", "dossier", "decision", "dispute", "agreement", "units", "register", "rules")}  # fmt: skip
HEADINGS = headings(SCHEMAS["submission"].fields)
MANY = 20_000
"""Documents of the differential test, spread over its cases."""


def careful(text: str, schema: Validator, answers: dict[str, str] | None) -> Data | None:
    """The data of a document without any trouble, the slow way; None for any other."""
    try:
        document = parse_yaml(text) if answers is None else parse_submission(text, answers)
    except Unreadable:
        return None
    return None if document.troubles or schema.troubles(document) else document.data


def agree(text: str, kind: str) -> bool:
    """Whether the fast way took the text; where it did, the slow way must say the very same."""
    answers = HEADINGS if kind == "submission" else None
    fast = sound(text, SCHEMAS[kind], answers)
    if fast is not None:
        assert careful(text, SCHEMAS[kind], answers) == fast
        assert repr(careful(text, SCHEMAS[kind], answers)) == repr(fast)  # 1, 1.0 and True are equal and not the same
    return fast is not None


def samples() -> list[tuple[str, str]]:
    """Kind and text of every file that ships with the project."""
    found = [("submission", path) for path in sorted((PROJECT / "submissions").rglob("*.md"))]
    for kind in ("dossier", "decision", "dispute", "agreement"):
        found += [(kind, path) for path in sorted((PROJECT / f"program/2021/{kind}s").rglob("*.yml"))]
    found += [("units", path) for path in sorted((PROJECT / "program/2021/units").glob("*.yml"))]
    return [(kind, path.read_text(encoding="utf-8")) for kind, path in found]


def test_the_fast_way_takes_every_sample() -> None:
    assert {kind for kind, text in samples() if not agree(text, kind)} == set()


# Damage: what people and attackers do to a sound file, one to three at a time

PIECES = [
    "", " ", "  ", "\t", "\n", "\n\n", "'", '"', ":", ": ", "- ", "#", " #", "[", "]", "{", "}", "&a ", "*a",
    "!!str ", "!", "%", "@", "`", ",", "|", ">", ">-", "?", "? ", "---", "...", "---\n", "~", "null", "true", "no",
    "yes", "0", "010", "0x1f", "1e3", "1_000", "1.5", "-1", "12:30:00", "2021-02-30", "2021-04-01",
    "2021-04-01T08:00:00+07:00", "<<: ", "\\u200b", "\u200b", "\u00a0", "e\u0301", "é", "đ", "\u0958", "\u2028",
    "\ufeff", "𝟏", "١", "share: 100\n", "title: x\n", "  share: 0\n", "sample: true\n", "confidential: true\n",
    "benefit_vnd: 1.0\n", "## Hiệu quả\n", "## ", "\x85",
]  # fmt: skip


def damaged(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 3)):
        at, to = sorted(chance.choices(range(len(text) + 1), k=2))
        match chance.randrange(5):
            case 0:
                text = text[:at] + text[min(to, at + chance.randint(1, 8)) :]
            case 1:
                text = text[:at] + chance.choice(PIECES) + text[at:]
            case 2:
                lines = text.split("\n")
                place = chance.randrange(len(lines))
                lines.insert(chance.randrange(len(lines)), lines[place])
                text = "\n".join(lines)
            case 3:
                lines = text.split("\n")
                del lines[chance.randrange(len(lines))]
                text = "\n".join(lines)
            case 4:
                name, _, rest = text[at:].partition(": ")
                text = text[:at] + name + ": " + chance.choice(PIECES) + rest[rest.find("\n") :] if rest else text
    return text


@pytest.mark.parametrize("kind", ["submission", "dossier", "decision", "dispute", "agreement", "units"])
def test_both_ways_agree_on_thousands_of_damaged_documents(kind: str) -> None:
    chance, wholes = random.Random(kind), [text for each, text in samples() if each == kind and len(text) < 6000]
    taken = sum(agree(damaged(chance.choice(wholes), chance), kind) for _ in range(MANY // 6))
    assert 0.05 * MANY / 6 < taken < 0.9 * MANY / 6, "both sound and broken documents are tried"


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(PIECES)
values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=500)
@given(values)
def test_any_data_written_as_json_is_read_the_same(value: Any) -> None:
    for text in (json.dumps(value, ensure_ascii=False), json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        try:
            fast = yaml_data(text)
        except Declined:
            continue
        assert repr(fast) == repr(parse_yaml(text).data)


@settings(max_examples=500)
@given(st.lists(st.sampled_from(PIECES) | words, max_size=12).map("".join))
def test_any_text_is_read_the_same_or_declined(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n\n## Hiệu quả\n\n{text}\n", SUBMISSION.replace("scope: unit", text, 1)):
        try:
            fast = submission_data(whole, HEADINGS)
        except Declined:
            continue
        document = parse_submission(whole, HEADINGS)
        assert (repr(document.data), document.troubles) == (repr(fast), ())


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "\n".join(" " * depth + "a:" for depth in range(5_000)), "? " * 60_000],
    ids=["brackets", "dashes", "braces", "indents", "questions"],
)
def test_what_is_deep_is_declined_before_it_is_composed(text: str, tmp_path: Path) -> None:
    with pytest.raises(Declined):
        yaml_data(text)


@pytest.mark.parametrize("text", ["[" * 1_990, "\n".join(" " * depth + "a:" for depth in range(1_990)), "- " * 990])
def test_what_may_be_composed_does_not_crash_the_process(text: str) -> None:
    with pytest.raises(Declined):
        yaml_data(text)

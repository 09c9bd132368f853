"""The fast reader and the fast validator beside the careful ones: whatever they take, the others take too, and read the same."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from reading import HEADINGS, agree
from sangkien.corpus.document import parse_submission, submission_data
from sangkien.corpus.fast_yaml import NeedsCarefulReader
from sangkien.corpus.strict_yaml import parse_yaml, yaml_data
from story import PROJECT
from strategies import SUBMISSION, damaged, texts, values

MANY = 20_000
"""Documents of the differential test, spread over its cases."""


def samples() -> list[tuple[str, str]]:
    """Kind and text of every file that ships with the project."""
    found = [("submission", path) for path in sorted((PROJECT / "submissions").rglob("*.md"))]
    for kind in ("dossier", "decision", "dispute", "agreement"):
        found += [(kind, path) for path in sorted((PROJECT / f"program/2021/{kind}s").rglob("*.yml"))]
    found += [("units", path) for path in sorted((PROJECT / "program/2021/units").glob("*.yml"))]
    return [(kind, path.read_text(encoding="utf-8")) for kind, path in found]


def test_the_fast_way_takes_every_sample() -> None:
    assert {kind for kind, text in samples() if not agree(text, kind)} == set()


@pytest.mark.parametrize("kind", ["submission", "dossier", "decision", "dispute", "agreement", "units"])
def test_both_ways_agree_on_thousands_of_damaged_documents(kind: str) -> None:
    chance, wholes = random.Random(kind), [text for each, text in samples() if each == kind and len(text) < 6000]
    taken = sum(agree(damaged(chance.choice(wholes), chance), kind) for _ in range(MANY // 6))
    assert 0.05 * MANY / 6 < taken < 0.9 * MANY / 6, "both sound and broken documents are tried"


@settings(max_examples=500)
@given(values)
def test_any_data_written_as_json_is_read_the_same(value: Any) -> None:
    for text in (json.dumps(value, ensure_ascii=False), json.dumps(value), json.dumps(value, ensure_ascii=False, indent=1)):
        try:
            fast = yaml_data(text)
        except NeedsCarefulReader:
            continue
        assert repr(fast) == repr(parse_yaml(text).data)


@settings(max_examples=500)
@given(texts)
def test_any_text_is_read_the_same_or_declined(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n\n## Hiệu quả\n\n{text}\n", SUBMISSION.replace("scope: unit", text, 1)):
        try:
            fast = submission_data(whole, HEADINGS)
        except NeedsCarefulReader:
            continue
        document = parse_submission(whole, HEADINGS)
        assert (repr(document.data), document.troubles) == (repr(fast), ())


@pytest.mark.parametrize("line", ["  ---", "  ----", "  —", "\u00a0———", "  --—-"])
def test_a_line_of_dashes_inside_a_text_is_declined_for_it_may_be_meant_as_a_fence(line: str) -> None:
    text = f"---\ntitle: |\n  một\n{line}\n  hai\nunit: x\n---\n"
    with pytest.raises(NeedsCarefulReader):
        submission_data(text, HEADINGS)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "\n".join(" " * depth + "a:" for depth in range(5_000)), "? " * 60_000],
    ids=["brackets", "dashes", "braces", "indents", "questions"],
)
def test_what_is_deep_is_declined_before_it_is_composed(text: str, tmp_path: Path) -> None:
    with pytest.raises(NeedsCarefulReader):
        yaml_data(text)


@pytest.mark.parametrize("text", ["[" * 1_990, "\n".join(" " * depth + "a:" for depth in range(1_990)), "- " * 990])
def test_what_may_be_composed_does_not_crash_the_process(text: str) -> None:
    with pytest.raises(NeedsCarefulReader):
        yaml_data(text)

"""Every field in which people write what they like: whatever is private is refused in each of them, whichever fields a schema gets."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from sangkien import git
from sangkien.app.entries import entry_files
from sangkien.app.judge import judge_contents
from sangkien.model.history import AsOf
from story import AS_OF, HOME, PROJECT, WORLD, Story
from test_writer import HEADINGS, parse_submission

Path = tuple[str | int, ...]
SCHEMA: dict[str, Any] = json.loads((PROJECT / "schema/submission.schema.json").read_text(encoding="utf-8"))
SOUND: Any = parse_submission((WORLD / "submission.md").read_text(encoding="utf-8"), HEADINGS).data
NEW, NOW = f"{HOME}bv-mau/moi.md", AsOf(datetime.fromisoformat(AS_OF))
NAME = "Trần Thị Kín"


def free(schema: dict[str, Any], before: Path = ()) -> Iterator[Path]:
    """Paths of the fields of text that is no word of a list and follows no pattern."""
    for name, field in schema.get("properties", {}).items():
        path = (*before, name)
        if field.get("type") == "array":
            yield from free(field["items"], (*path, 0))
        elif field.get("type") == "object":
            yield from free(field, path)
        elif field.get("type") == "string" and not {"enum", "pattern", "format"} & field.keys() and "x-vocabulary" not in field:
            yield path


FREE = list(free(SCHEMA))
in_each = pytest.mark.parametrize("path", FREE, ids=[".".join(map(str, path)) for path in FREE])


def codes(told: Story, path: Path, text: str) -> set[str]:
    """What is said of a submission in which this text stands there, of an author who is not to be named."""
    values = copy.deepcopy(SOUND)
    for name, field in SCHEMA["properties"].items():
        if any(name == each[0] for each in FREE):
            values.setdefault(name, copy.deepcopy(field["examples"][0]))
    values["authors"][0] |= {"name": NAME}
    values["consent"]["publish_name"] = False
    inside = values
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = f"{text}, nói lại cho rõ ở đây" if path[0] == "answers" else text
    repo = git.open_repository(told.folder)
    (file,) = entry_files(repo, "HEAD", [(NEW, values)], NOW)
    assert file.unwritable == ()
    judgement = judge_contents(repo, "HEAD", {NEW: file.content}, NOW)
    return {finding.code for finding in judgement.verdict.introduced}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("loi-rieng") / "kho")


@in_each
def test_who_is_not_to_be_named_is_named_in_no_field_but_the_one_for_it(told: Story, path: Path) -> None:
    assert codes(told, path, f"của {NAME} làm ra") == (set() if path == ("authors", 0, "name") else {"SK908"})


@in_each
def test_a_telephone_number_stands_in_no_field(told: Story, path: Path) -> None:
    assert codes(told, path, "hỏi theo số 0912 345 678") == {"SK901"}


@in_each
def test_what_anybody_may_read_may_stand_in_each(told: Story, path: Path) -> None:
    assert codes(told, path, "cho khoa Nội tổng hợp") == set()

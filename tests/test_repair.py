"""Thirty submissions broken as people break them: what the Vietnamese output must say, and that who has nothing else can mend them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pytest
import yaml

from sangkien import git
from sangkien.app.judge import judge_drafts
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text
from story import AS_OF, HOME, PROJECT, WORLD, Story, spelled

BROKEN = yaml.safe_load((PROJECT / "tests" / "repair" / "broken.yml").read_text(encoding="utf-8"))


def _with(content: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert content.count(spelled(old)) == 1, f"“{old}” stands {content.count(spelled(old))} times"
        content = content.replace(spelled(old), spelled(new))
    return content


@pytest.mark.parametrize("case", BROKEN, ids=[case["name"] for case in BROKEN])
def test_the_output_says_what_mends_the_file(case: dict[str, Any], story: Callable[[], Story]) -> None:
    made = story()
    repo, file = git.open_repository(made.folder), made.folder / HOME / "bv-mau" / "nhap.md"

    def said(content: str) -> str:
        file.write_text(content, encoding="utf-8")
        judgement = judge_drafts(repo, "main", [file], AsOf(datetime.fromisoformat(AS_OF)))
        return text.render(judgement, "vi") if judgement.verdict.introduced else ""

    sound = (WORLD / "submission.md").read_text(encoding="utf-8")
    assert said(sound) == ""
    broken = _with(sound, case["breaks"])
    answer = said(broken)
    assert [word for word in case["told"] if word not in answer] == [], answer
    assert said(_with(broken, case["repair"])) == "", answer


def test_there_are_enough() -> None:
    assert len(BROKEN) >= 30

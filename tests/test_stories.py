"""Every story folder, those beside the rules and those of the gate: replayed, judged, compared whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from sangkien.model.finding import CannotJudge
from story import PROJECT, Story, read, told

RULES = PROJECT / "scripts" / "sangkien" / "rules" / "cases"
STORIES = PROJECT / "tests" / "stories"
FOLDERS = sorted([*RULES.iterdir(), *STORIES.iterdir()])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_story(folder: Path, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    script = read(folder)
    story = Story(tmp_path / "kho")
    for step in script["steps"]:
        story.step(step)
    asked = script.get("judge")
    judgement = story.judge(asked)
    answer = told(judgement)  # nothing could be remembered yet
    if asked is None or "base" in asked:  # else everything is what was asked for
        monkeypatch.setenv("SANGKIEN_CACHE", "off")
        whole = _everything(story)
        monkeypatch.delenv("SANGKIEN_CACHE")
        assert _everything(story) == whole, "from what the change left to be remembered"
        assert _everything(story) == whole, "from what was remembered"
    assert told(story.judge(asked)) == answer, "from what was remembered"
    expected, valid, english = folder / "expected.txt", folder / "valid.txt", folder / "expected.en.txt"
    if request.config.getoption("--update") and not valid.exists():
        expected.write_text(answer, encoding="utf-8")
        if english.exists():
            english.write_text(told(judgement, "en"), encoding="utf-8")
    assert not english.exists() or told(judgement, "en") == english.read_text(encoding="utf-8")
    assert expected.exists() != valid.exists(), (
        "a story says either what it expects or, with valid.txt, that it expects nothing"
    )
    if valid.exists():
        assert judgement.verdict.introduced == (), answer
    else:
        assert judgement.verdict.introduced, "this story expects nothing: say so with valid.txt instead of expected.txt"
        assert answer == expected.read_text(encoding="utf-8")
    for step in script.get("mend", []):
        story.step(step)
    if "mend" in script:
        assert story.judge(asked).verdict.introduced == ()


def _everything(story: Story) -> str:
    """The answer on every file at once, or why there is none."""
    try:
        return told(story.judge({"head": "topic"}))
    except CannotJudge as error:
        return error.words.en


@pytest.mark.parametrize("folder", sorted(RULES.iterdir()), ids=lambda folder: folder.name)
def test_rule_case_shows_its_rule_and_its_cure(folder: Path) -> None:
    code = folder.name.partition("-")[0]
    assert f"[{code}]" in (folder / "expected.txt").read_text(encoding="utf-8")
    # What is written on the main line or the receipts branch cannot be taken back, so those cases have no cure to try.
    assert "mend" in read(folder) or folder.name[:5] in ("SK306", "SK309")

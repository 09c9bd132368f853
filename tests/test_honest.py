"""What honest people write passes without a word: every sample of the repository, and two hundred texts with every legal oddity."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from unicodedata import normalize

from honest import MANY, SENTENCES, letters, submissions
from sangkien import git
from sangkien.app.judge import judge_all, judge_drafts
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text
from story import AS_OF, PROJECT, WORLD, Story


def test_two_hundred_honest_submissions_bring_no_finding(tmp_path: Path) -> None:
    story = Story(tmp_path / "kho")
    roomy = re.sub("allocation: .*", "allocation: 999", (WORLD / "units.yml").read_text(encoding="utf-8"))
    story.commit("2021-03-13T08:00:00+07:00", {"program/2021/units/thai-binh.yml": roomy})
    story.git("checkout", "--quiet", "-b", "topic")
    honest = dict(submissions())
    story.commit("2021-04-01T08:00:00+07:00", honest)
    judgement = story.judge()
    assert judgement.verdict.introduced == (), text.render(judgement, "vi")
    assert judgement.judged == len(honest) > MANY
    drafts = [story.folder / path for path in honest]
    judged = judge_drafts(git.open_repository(story.folder), "main", drafts, AsOf(datetime.fromisoformat(AS_OF)))
    assert judged.verdict.introduced == (), text.render(judged, "vi")


def test_the_samples_of_the_repository_are_in_order() -> None:
    judgement = judge_all(git.open_repository(PROJECT), "HEAD", AsOf(datetime.fromisoformat("2021-06-01T00:00:00+07:00")))
    assert not judgement.verdict.refused, text.render(judgement, "vi")
    assert judgement.judged > 50


def test_the_honest_set_holds_what_it_promises() -> None:
    told = "".join(content for _, content in submissions())
    assert normalize("NFC", told) == told
    assert set(letters()) <= set(told)
    assert {sign for sentence in SENTENCES for sign in sentence} <= set(told)
    assert set("“”‘’«»\"'—–…°²×µμΩα≤√ŭ👍") <= set(told)
    assert "\r\n" in told
    assert list(submissions()) == list(submissions())

"""Files proposed to a bare repository: committed on a branch of their own when nothing is wrong, and otherwise nothing is written."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from sangkien import git
from sangkien.app.judge import judge_change
from sangkien.app.propose import propose
from sangkien.git.committer import Signature
from sangkien.model.history import AsOf
from story import AS_OF, HOME, WORLD, Story

NEW = f"{HOME}bv-mau/moi.md"
NOW = AsOf(datetime.fromisoformat(AS_OF))
WORKER = Signature("Nguyễn Văn Mẫu", "mau@example.org", NOW.at)
SOUND = (WORLD / "submission.md").read_bytes()
BROKEN = SOUND.replace(b"scope: unit", b"scope: ca-nuoc")
BRANCH = "refs/heads/gui/moi"


@pytest.fixture
def bare(story: Callable[[], Story], tmp_path: Path) -> git.Repository:
    told = story()
    told.git("clone", "--quiet", "--bare", str(told.folder), str(tmp_path / "kho.git"))
    return git.open_repository(tmp_path / "kho.git")


def asked(repo: git.Repository, *words: str) -> str:
    done = subprocess.run(["git", "-C", repo.folder, *words], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_what_is_sound_stands_on_a_branch_of_its_own_and_is_judged_there_as_before(bare: git.Repository) -> None:
    main = asked(bare, "rev-parse", "main")
    made = propose(bare, BRANCH, {NEW: SOUND}, "Bài mới", WORKER, NOW)
    assert not made.judgement.verdict.introduced
    assert asked(bare, "rev-parse", BRANCH) == made.commit
    assert asked(bare, "rev-parse", "main", f"{BRANCH}^").split() == [main, main]
    assert asked(bare, "show", f"{BRANCH}:{NEW}").encode() == SOUND.strip()
    assert (
        asked(bare, "log", "-1", "--format=%an %ae %at %s", BRANCH)
        == f"{WORKER.name} {WORKER.email} {int(NOW.at.timestamp())} Bài mới"
    )
    again = judge_change(git.open_repository(bare.folder), "main", BRANCH, NOW)
    assert again.verdict == made.judgement.verdict


def test_what_is_refused_writes_nothing(bare: git.Repository) -> None:
    before = asked(bare, "for-each-ref"), asked(bare, "count-objects", "-v")
    made = propose(bare, BRANCH, {NEW: BROKEN}, "Bài mới", WORKER, NOW)
    assert ([each.code for each in made.judgement.verdict.introduced], made.commit) == (["SK204"], "")
    assert (asked(bare, "for-each-ref"), asked(bare, "count-objects", "-v")) == before


def test_a_branch_that_somebody_has_stays_theirs(bare: git.Repository) -> None:
    first = propose(bare, BRANCH, {NEW: SOUND}, "Bài mới", WORKER, NOW)
    other = propose(bare, BRANCH, {f"{HOME}bv-mau/khac.md": SOUND.replace(b"title: ", b"title: X ")}, "Bài khác", WORKER, NOW)
    assert (other.commit, other.judgement.verdict.refused) == ("", False)
    assert asked(bare, "rev-parse", BRANCH) == first.commit

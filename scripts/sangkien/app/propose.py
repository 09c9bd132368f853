"""Proposes files for main: judges them as merged, and commits them on a branch of their own; must not know by which channel they came."""

from __future__ import annotations

from collections.abc import Mapping

from sangkien import git
from sangkien.app.judge import judge_contents
from sangkien.app.verdict import Judgement
from sangkien.late import dataclass
from sangkien.model.history import AsOf


@dataclass(frozen=True)
class Proposal:
    """What became of proposed files: the judgement on them and, where they were committed, the id of the commit."""

    judgement: Judgement
    commit: str  # empty: refused, or a branch of this name is there already


def propose(
    repo: git.Repository,
    branch: str,
    files: Mapping[str, bytes | None],
    message: str,
    sender: git.Signature,
    as_of: AsOf,
    base: str = "refs/heads/main",
) -> Proposal:
    """Judges files (path -> content, None: to be removed) as a change to `base` by its law, as of an instant, and commits them in one
    durable step on a new branch (full ref) that goes on from it. Nothing is written where one of them is refused, or where somebody has
    taken the branch's name: a name belongs to one proposal. The repository may be bare.

    Raises CannotJudge for a path that is no file of ours, and where base cannot be read or Git cannot write.
    """
    tip = git.resolve(repo, base)
    judgement = judge_contents(repo, tip, files, as_of)
    if judgement.verdict.refused:
        return Proposal(judgement, "")
    made = git.commit(repo, branch, [git.NewCommit(files, message, sender)], None, onto=tip)
    return Proposal(judgement, made.ids[-1] if isinstance(made, git.Committed) else "")

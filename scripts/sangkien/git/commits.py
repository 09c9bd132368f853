"""Tells which commits stand behind a commit, when they were made and by whom; must not know why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sangkien.git.history_index import latest
from sangkien.git.log import instant, log
from sangkien.git.names import resolve, sought
from sangkien.git.run import Repository, Running, ask, run
from sangkien.model.history import Commit


def is_ancestor(repo: Repository, revision: str, commit: str) -> bool:
    """Whether `commit` is the revision or an ancestor of it; False for one that is not in the repository."""
    asked = (sought(repo, commit), sought(repo, revision))
    return None not in asked and ask(repo, "merge-base", "--is-ancestor", *map(str, asked)) is not None


def continues(repo: Repository, revision: str, commit: str) -> bool:
    """Whether `commit`, an ancestor of the revision, is on the revision's own first-parent line."""
    commit, revision = resolve(repo, commit), resolve(repo, revision)
    listed = run(repo, "rev-list", "--first-parent", "--parents", f"{commit}..{revision}", "--").decode().splitlines()
    return not listed or listed[-1].split()[1:2] == [commit]


def related(repo: Repository, one: str, other: str) -> bool:
    """Whether two commits have a common ancestor."""
    asked = (sought(repo, one), sought(repo, other))
    return None not in asked and ask(repo, "merge-base", *map(str, asked)) is not None


def landing_commits(repo: Repository, old: str, new: str) -> tuple[Commit, ...]:
    """The commits that moving the main line from `old` to `new` puts on its first-parent line, oldest first."""
    return tuple(logged.commit for logged in log(repo, "--first-parent", f"{resolve(repo, old)}..{resolve(repo, new)}"))


def last_before(repo: Repository, commit: str, at: datetime) -> str | None:
    """Id of the last commit of a first-parent line before the first one, from the root, that is dated after `at` (aware).

    A later commit with an earlier date rests on what was not there yet. None where the line had not begun.
    """
    if (last := latest(repo, commit)) and last <= at:
        return commit  # what was kept of the line says that nothing on it is later
    stood: str | None = None
    with Running(repo, "rev-list", "--first-parent", "--timestamp", commit, "--") as out:
        for line in out:  # the newest first
            seconds, _, id = line.decode().strip().partition(" ")
            if instant(seconds) > at:
                stood = None
            elif stood is None:
                stood = id
    return stood


def commit_date(repo: Repository, commit: str) -> datetime:
    """The committer's date of a commit, aware, in UTC."""
    return instant(run(repo, "rev-list", "--max-count=1", "--timestamp", commit, "--").decode().partition(" ")[0])


def touching(repo: Repository, revision: str, paths: Sequence[str]) -> tuple[Commit, ...]:
    """Every commit behind the revision, merges left out, that touched one of the paths: these carry the senders' own dates."""
    found = log(repo, "--no-merges", "--full-history", resolve(repo, revision), paths=paths)
    return tuple(logged.commit for logged in found)


def authors(repo: Repository, commits: Collection[str]) -> dict[str, str]:
    """Commit id -> author's name, as Git holds it."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    output = run(repo, "log", "--no-walk=unsorted", "--stdin", "--no-mailmap", "-z", "--format=%H%x01%an", stdin=asked)
    lines = output.decode("utf-8", "replace").rstrip("\0").split("\0")
    return {commit: name for commit, _, name in (line.partition("\x01") for line in lines)}

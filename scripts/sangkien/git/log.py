"""Streams the log as commits and the paths that each changed; must not know what a path means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from typing import NamedTuple

from sangkien.git.run import Repository, Running, run, tokens_of
from sangkien.late import dataclass
from sangkien.model.history import Commit, TreeEntry

# What a user's configuration could change in the output read here is pinned on the command line.
_LOG = (
    "-c", "log.showSignature=false", "-c", "log.showRoot=true",
    "log", "--no-mailmap", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--ignore-submodules=none",
    "--raw", "-z", "--no-renames", "-O/dev/null", "--no-abbrev", "--reverse", "--diff-merges=first-parent", "--encoding=UTF-8",
    "--format=%H%x01%at%x01%ct%x01%P",
)  # fmt: skip


_LAST_SECOND = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


class PathChange(NamedTuple):
    """One path that a commit changed."""

    status: str  # Git's letter: A, M, T or D
    path: str
    entry: TreeEntry  # what stands there now; empty or zeros for D
    before: TreeEntry  # what stood there before; empty or zeros for A


@dataclass(slots=True)
class Logged:
    """One commit of the log. Dates are seconds since 1970 in UTC, held inside what a datetime can hold."""

    id: str  # 40 or 64 hexadecimal digits
    authored: int  # author's date
    committed: int  # committer's date
    parents: list[str]  # ids
    parent_committed: int | None = None  # newest committer's date of its parents, where known
    steps: list[PathChange] = field(default_factory=list)  # changes against the first parent

    @property
    def commit(self) -> Commit:
        """The commit as a record of the model."""
        return Commit.at(self.id, self.authored, self.committed, self.parent_committed, len(self.parents) > 1)


def log(repo: Repository, *what: str, paths: Sequence[str] = ()) -> Iterator[Logged]:
    """Commits of a range, oldest first, with their changes against the first parent. `what` are arguments of `git log`; with
    `paths`, only commits that touched one.

    Raises CannotJudge where Git fails.
    """
    with Running(repo, *_LOG, *what, "--", *paths) as out:
        current: Logged | None = None
        tokens = tokens_of(out)
        for token in tokens:
            if token.lstrip("\n").startswith(":"):
                assert current is not None, "a change before its commit"
                current.steps.append(_step(token, tokens))
                continue
            if current is not None:
                yield current
            id, authored, committed, parents = token.strip("\n").split("\x01")
            current = Logged(id, _held(authored), _held(committed), parents.split())
        if current is not None:
            yield current


def with_parents(repo: Repository, log: Sequence[Logged]) -> Iterator[Logged]:
    """The commits of `log`, each with the newest committer's date of all its parents."""
    dates = {logged.id: logged.committed for logged in log}
    missing = sorted({parent for logged in log for parent in logged.parents} - dates.keys())
    if missing:
        listed = run(repo, "rev-list", "--no-walk=unsorted", "--timestamp", "--stdin", stdin="\n".join(missing).encode())
        for line in listed.decode().splitlines():
            seconds, id = line.split(" ")
            dates[id] = _held(seconds)
    for logged in log:
        yield replace(logged, parent_committed=max((dates[parent] for parent in logged.parents), default=None))


def steps_of(tokens: Iterator[str]) -> Iterator[PathChange]:
    """Parses the NUL-separated raw output of `git diff-tree -z` or `git log -z`."""
    for token in tokens:
        yield _step(token, tokens)


def _step(token: str, tokens: Iterator[str]) -> PathChange:
    """One raw line `:old-mode new-mode old-blob new-blob STATUS` and the name that follows it."""
    before, mode, left, blob, status = token.lstrip("\n").removeprefix(":").split(" ")
    return PathChange(status[0], next(tokens), TreeEntry(mode, blob), TreeEntry(before, left))


def instant(seconds: str) -> datetime:
    """Seconds since 1970 as Git prints them, as an aware datetime in UTC."""
    return datetime.fromtimestamp(_held(seconds), UTC)


def _held(seconds: str) -> int:
    """Seconds, held inside what a datetime can hold: a forged date may be any number, or one that Git cannot read."""
    return min(max(int(seconds or 0), 0), _LAST_SECOND)

"""Merges two commits as a server would, writing only into a scratch folder; must not know what the files mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sangkien.git.run import Repository, run
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import TreeEntry

_OLDEST = (2, 38)


class Stage(NamedTuple):
    """One version of a path that could not be merged."""

    path: str
    side: int  # 1 the common ancestor's, 2 base's, 3 head's
    entry: TreeEntry


class Conflict(NamedTuple):
    """Why something could not be merged."""

    kind: str  # Git's own short word: `contents`, `modify/delete`, `file location` …
    paths: tuple[str, ...]  # the paths it concerns


class Merged(NamedTuple):
    """The result of a merge."""

    tree: str  # id of the tree
    stages: tuple[Stage, ...] = ()  # versions of the paths that could not be merged; empty: none
    conflicts: tuple[Conflict, ...] = ()  # reasons; empty: none

    @property
    def clean(self) -> bool:
        """Whether everything could be merged."""
        return not self.stages and not self.conflicts


def merge_tree(repo: Repository, base: str, head: str) -> Merged:
    """Merges the commit `head` into the commit `base` by Git's default strategy, whatever anybody configured.

    New objects go into the repository's object folder: pass one of `scratch`, and keep it as long as the tree is read. Raises
    CannotJudge for a Git before 2.38, no common ancestor, or a missing object.
    """
    try:
        output = run(repo, "merge-tree", "--write-tree", "-z", base, head, fine=(0, 1))
    except CannotJudge as error:
        raise _too_old(repo) or error from error
    tokens = iter(output.decode("utf-8", "surrogateescape").split("\0"))
    if not (tree := next(tokens)):  # Git ends so, without another word, for what is no commit
        raise CannotJudge(Words(f"Không gộp được {head} vào {base}.", f"Cannot merge {head} into {base}."))
    return Merged(tree, tuple(_stages(tokens)), tuple(_conflicts(tokens)))


def _stages(tokens: Iterator[str]) -> Iterator[Stage]:
    """Parses stages up to the empty token that ends them."""
    while token := next(tokens, ""):
        facts, _, path = token.partition("\t")
        mode, blob, side = facts.split(" ")
        yield Stage(path, int(side), TreeEntry(mode, blob))


def _conflicts(tokens: Iterator[str]) -> Iterator[Conflict]:
    """Parses conflicts: a count, as many paths, a kind and a sentence; messages on what merged well are skipped. For commits of
    another repository Git ends with advice in prose."""
    while (count := next(tokens, "")).isdecimal():
        paths = tuple(next(tokens) for _ in range(int(count)))
        kind, _ = next(tokens), next(tokens)
        if said := re.fullmatch(r"(?:CONFLICT|ERROR) ?\((.+)\)", kind):
            yield Conflict(said[1], paths)


def _too_old(repo: Repository) -> CannotJudge | None:
    version = run(repo, "version").decode("utf-8", "replace").strip().removeprefix("git version ")
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers >= _OLDEST:
        return None
    return CannotJudge(
        Words(
            f"Main đã đi trước nên phải gộp thử, việc ấy cần Git 2.38 trở lên; máy này có Git {version}. Hãy cập nhật nhánh theo main,"
            " hoặc cài Git mới hơn.",
            f"Main has moved on, so the merge must be tried, which takes Git 2.38 or newer; this machine has Git {version}. Bring your"
            " branch up to main, or install a newer Git.",
        )
    )

"""Reads what merging one revision into another would change; must not know what a file means."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from sangkien.git.log import PathChange, log, steps_of, with_parents
from sangkien.git.merging import Merged, merge_tree
from sangkien.git.names import resolve
from sangkien.git.objects import Objects
from sangkien.git.run import Repository, Running, ask, run, scratch, tokens_of
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge
from sangkien.model.history import Change, Commit, MergeConflict, TreeEntry, folder_of

Steps = Mapping[str, PathChange]
"""What was changed, by path."""

_GUESS = "guess"
_PARTED = 1  # the side of a stage that both sides had when they parted
_MODULE = "160000"  # of another repository's commit, which has no text
_GONE = TreeEntry("", "")  # nothing stands there
_NEVER = TreeEntry("never", "")  # nothing that could stand there will do


@dataclass(frozen=True)
class Merge:
    """What a merge would change in base."""

    steps: Steps  # by path; empty entries for what is gone
    repo: Repository  # where the merge's new objects can be read
    conflicts: tuple[MergeConflict, ...] = ()  # paths that cannot be merged


def change(repo: Repository, base: str, head: str) -> Change:
    """What merging `head` into `base` (revisions) would do to base.

    Where head continues base that is head itself. Else Git merges the two, and its result must equal the merge path by path,
    with texts merged only within one path: a path that differs was moved by a guess. With conflicts, head's version of those
    paths is laid over base.

    Raises CannotJudge where a revision names no commit, the two have no common ancestor, or Git is too old to merge.
    """
    base, head = resolve(repo, base), resolve(repo, head)
    forks = _forks(repo, base, head)
    merge = Merge(_differ(repo, base, head), repo) if forks == [base] else _merged(repo, forks, base, head)
    steps = merge.steps
    claims: dict[str, tuple[Commit, ...]] = {}
    for logged in with_parents(repo, list(log(repo, f"{base}..{head}"))):
        for step in logged.steps:
            claims[step.path] = (*claims.get(step.path, ()), logged.commit)
    return Change(
        written={path: step.entry for path, step in steps.items() if step.status != "D"},
        deleted=frozenset(path for path, step in steps.items() if step.status == "D"),
        renamed_from=rename_sources(steps.values()),
        claims=claims,
        sent=_sent(repo, forks, head),
        conflicts=merge.conflicts,
        read=Objects(merge.repo).blobs,
    )


def sent(repo: Repository, base: str, head: str) -> Mapping[str, TreeEntry]:
    """Path -> entry, as `head` holds it, of what head's sender changed since `base` and `head` parted: the contents that
    receipts are given for.

    Raises CannotJudge as `change` does.
    """
    base, head = resolve(repo, base), resolve(repo, head)
    return _sent(repo, _forks(repo, base, head), head)


def _sent(repo: Repository, forks: Sequence[str], head: str) -> Mapping[str, TreeEntry]:
    first, *others = (_differ(repo, fork, head) for fork in forks)
    return {path: step.entry for path, step in first.items() if step.status != "D" and all(path in other for other in others)}


def _forks(repo: Repository, base: str, head: str) -> Sequence[str]:
    """The best common ancestors: several, where the two were merged crosswise."""
    found = ask(repo, "merge-base", "--all", base, head)
    if found is None:
        raise CannotJudge(
            Words(
                "Hai phiên bản không có gốc chung, nên không biết thay đổi gồm những gì.",
                "The two revisions have no common ancestor, so there is no change to judge.",
            )
        )
    return found.decode().split()


def _differ(repo: Repository, old: str, new: str) -> Steps:
    """Every path that stands differently in two commits or trees."""
    with Running(repo, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new) as out:
        return {step.path: step for step in steps_of(tokens_of(out))}


def rename_sources(steps: Iterable[PathChange]) -> Mapping[str, str]:
    """Path of new content -> path where it stood before and no longer does. Each old path is used once, one of the same folder
    first."""
    gone: dict[str, list[str]] = {}
    came = []
    for step in steps:
        if step.status != "A":
            gone.setdefault(step.before.blob, []).append(step.path)
        if step.status != "D":
            came.append(step)
    found: dict[str, str] = {}
    for near in (True, False):
        for step in came:
            places = gone.get(step.entry.blob, [])
            old = next((path for path in places if not near or folder_of(path) == folder_of(step.path)), step.path)
            if step.path not in found and old != step.path:
                found[step.path] = old
                places.remove(old)
    return found


def _merged(repo: Repository, forks: Sequence[str], base: str, head: str) -> Merge:
    if repo.partial:  # Git compares contents to find what moved, and in a view it can fetch none
        sides = [_differ(repo, fork, side) for fork in forks for side in (base, head)]
        both = (blob for side in sides for step in side.values() for blob in (step.before.blob, step.entry.blob))
        Objects(repo).ready(blob for blob in both if blob.strip("0"))
    beside = scratch(repo)
    fork, unsettled = _ancestor(beside, forks)
    ours, theirs = _differ(beside, fork, base), _differ(beside, fork, head)
    merged = merge_tree(beside, base, head)
    if not merged.clean:
        return Merge(theirs, beside, tuple(sorted(_conflicts(merged, ours.keys() | theirs.keys()))))
    steps = _differ(beside, base, merged.tree)
    made, wanted = {path: _stands(step) for path, step in steps.items()}, _by_path(beside, ours, theirs)
    guessed = sorted(path for path in made.keys() | wanted.keys() if made.get(path) != wanted.get(path))
    return Merge(steps, beside, tuple(MergeConflict(path, _GUESS) for path in guessed if path not in unsettled))


def _ancestor(repo: Repository, forks: Sequence[str]) -> tuple[str, Collection[str]]:
    """The commit that both sides started from, and the paths about which it is undecided. Of several common ancestors that is
    the merge of them, as Git itself takes it."""
    first, *others = forks
    unsettled: set[str] = set()
    for other in others:
        merged = merge_tree(repo, first, other)
        unsettled |= {stage.path for stage in merged.stages} | {path for each in merged.conflicts for path in each.paths}
        first = _commit(repo, merged.tree, first, other)
    return first, unsettled


def _conflicts(merged: Merged, known: Container[str]) -> Iterator[MergeConflict]:
    """Each path that cannot be merged, with the first reason. Where Git names a path that only its own merge would make, one
    that people know (`known`) stands for it."""
    parted = {stage.path for stage in merged.stages if stage.side == _PARTED}
    output: dict[str, str] = {}
    for kind, paths in merged.conflicts:
        path = next((path for path in paths if path in known), paths[0])
        output.setdefault(path, kind if kind != "contents" or path in parted else "add/add")
    output = output or {stage.path: "contents" for stage in merged.stages}
    return (MergeConflict(path, kind) for path, kind in output.items())


def _stands(step: PathChange) -> TreeEntry:
    return _GONE if step.status == "D" else step.entry


def _by_path(repo: Repository, ours: Steps, theirs: Steps) -> Mapping[str, TreeEntry]:
    """What a merge path by path changes in base, by what each side changed."""
    wanted: dict[str, TreeEntry] = {}
    both: dict[str, tuple[PathChange, PathChange]] = {}
    for path, there in theirs.items():
        if (here := ours.get(path)) is None:
            wanted[path] = _stands(there)
        elif _stands(here) != _stands(there):
            both[path] = (here, there)
    return wanted | _texts(repo, both)


def _texts(repo: Repository, both: Mapping[str, tuple[PathChange, PathChange]]) -> dict[str, TreeEntry]:
    """Path -> entry that merging each path by itself gives, where it differs from base; `_NEVER` where it cannot be merged.

    The contents are merged under numbers for names and with nothing beside them, so none can be taken for another.
    """
    whole = [path for path, steps in both.items() if all(step.status == "M" and step.entry.mode != _MODULE for step in steps)]
    if not whole:
        return dict.fromkeys(both, _NEVER)
    steps = [both[path] for path in whole]
    old = _commit(repo, _tree(repo, [here.before for here, _ in steps]))
    here = _commit(repo, _tree(repo, [here.entry for here, _ in steps]), old)
    there = _commit(repo, _tree(repo, [there.entry for _, there in steps]), old)
    merged = merge_tree(repo, here, there)
    made, conflicting = _differ(repo, here, merged.tree), {stage.path for stage in merged.stages}
    output = dict.fromkeys(both, _NEVER)
    for number, path in enumerate(whole):
        if str(number) in conflicting:
            continue
        if str(number) in made:
            output[path] = _stands(made[str(number)])
        else:
            del output[path]  # base has it all
    return output


def _tree(repo: Repository, entries: Sequence[TreeEntry]) -> str:
    """A tree of these entries, each under its number."""
    listed = "".join(f"{entry.mode} blob {entry.blob}\t{number}\0" for number, entry in enumerate(entries))
    return run(repo, "mktree", "-z", stdin=listed.encode()).decode().strip()


def _commit(repo: Repository, tree: str, *parents: str) -> str:
    person = "x <x@sangkien.invalid> 0 +0000"
    text = f"tree {tree}\n" + "".join(f"parent {parent}\n" for parent in parents) + f"author {person}\ncommitter {person}\n\nx"
    return run(repo, "hash-object", "-t", "commit", "-w", "--stdin", stdin=text.encode()).decode().strip()

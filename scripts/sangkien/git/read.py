"""Reads a revision and a change into snapshots; must not know what a file means."""

from __future__ import annotations

from dataclasses import replace

from sangkien.git.history_index import Lookup, history_of
from sangkien.git.log import log
from sangkien.git.names import resolve
from sangkien.git.objects import Objects
from sangkien.git.run import Repository
from sangkien.git.trees import OverlayTree, Tree
from sangkien.model.history import Change, Commit, Snapshot


def files_under(repo: Repository, revision: str, folder: str) -> dict[str, bytes]:
    """Path inside the folder -> content, of every plain file below a folder at a revision.

    Raises CannotJudge where the revision names no commit.
    """
    objects = Objects(repo)
    tree = Tree(repo, resolve(repo, revision), objects)
    found = {path: entry.blob for path, entry in tree.under(folder.rstrip("/"))}
    return {path.removeprefix(folder): content for path, (_, content) in zip(found, objects.blobs(found.values()), strict=True)}


def snapshot(repo: Repository, revision: str) -> Snapshot:
    """One revision: its tree, the landings on its first-parent line, and a reader of blobs; each is read only as far as it is
    asked.

    Raises CannotJudge where the revision names no commit.
    """
    commit = resolve(repo, revision)
    objects = Objects(repo)
    entries = Tree(repo, commit, objects)
    history = replace(history_of(repo, commit, entries), tree=lambda id: Tree(repo, id, objects))

    def landed(path: str) -> tuple[Commit, ...]:
        entry = entries.get(path)
        commit = history.landings.get(path, {}).get(entry.blob) if entry else None
        return (commit,) if commit else ()

    return Snapshot(commit, entries, history, Lookup(landed, lambda: entries), objects.blobs, ready=objects.ready)


def sender_commits(repo: Repository, landing: Commit, path: str) -> tuple[Commit, ...]:
    """The commits that a landing brought in besides itself and that touched the path: their dates are the sender's claims."""
    found = log(repo, "--full-history", landing.id, f"^{landing.id}^1", paths=(path,)) if landing.merge else ()
    return tuple(logged.commit for logged in found if logged.commit.id != landing.id)


def overlay(base: Snapshot, change: Change, revision: str) -> Snapshot:
    """Base with the change on top, under the name `revision`: what main would be if the change landed now."""
    laid = OverlayTree(base.entries, change.written, change.deleted)
    return replace(base, revision=revision, entries=laid, claims=change.claims, read=change.read or base.read)

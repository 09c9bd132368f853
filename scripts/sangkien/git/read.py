"""Reads a revision, a change and drafts into snapshots; must not know what a file means."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sangkien.git.history import log
from sangkien.git.names import resolve
from sangkien.git.objects import Objects, blobs
from sangkien.git.past import Lookup, history_of
from sangkien.git.run import Repository, personally, run
from sangkien.git.trees import Laid, Tree
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import Change, Commit, Entry, Snapshot


def files(repo: Repository, revision: str, folder: str) -> dict[str, bytes]:
    """Every plain file below a folder at a revision, by its path inside the folder."""
    files = Tree(repo, resolve(repo, revision), Objects(repo))
    found = {path: entry.blob for path, entry in files.under(folder.rstrip("/"))}
    return {path.removeprefix(folder): content for path, (_, content) in zip(found, blobs(repo, found.values()), strict=True)}


def snapshot(repo: Repository, revision: str) -> Snapshot:
    """One revision: tree, landings on its first-parent line, and a reader of blobs; each is read as far as it is asked for."""
    commit = resolve(repo, revision)
    objects = Objects(repo)
    entries = Tree(repo, commit, objects)
    history = history_of(repo, commit, entries)

    def landed(path: str) -> tuple[Commit, ...]:
        entry = entries.get(path)
        commit = history.landings.get(path, {}).get(entry.blob) if entry else None
        return (commit,) if commit else ()

    return Snapshot(commit, entries, history, Lookup(landed, lambda: entries), objects.blobs, ready=objects.ready)


def merged(repo: Repository, landing: Commit, path: str) -> tuple[Commit, ...]:
    """The commits that a landing brought in beside itself and that touched the path: their dates are the sender's claims."""
    found = log(repo, "--full-history", landing.id, f"^{landing.id}^1", paths=(path,)) if landing.merge else ()
    return tuple(logged.commit for logged in found if logged.commit.id != landing.id)


def union(base: Snapshot, change: Change, revision: str) -> Snapshot:
    """Base with the change on top: what `main` would be if the change landed now."""
    laid = Laid(base.entries, change.written, change.deleted)
    return replace(base, revision=revision, entries=laid, claims=change.claims, read=change.read or base.read)


def drafts(repo: Repository, base: Snapshot, files: Iterable[Path]) -> tuple[Snapshot, tuple[str, ...]]:
    """Base with these files of the disk on top, and their paths in the repository. Raises CannotJudge for what is not there."""
    laid: dict[str, tuple[Entry, bytes]] = {}
    for file in files:
        path = _path_of(repo, file)
        try:
            content = os.fsencode(file.readlink()) if file.is_symlink() else file.read_bytes()
        except OSError as error:
            raise CannotJudge(
                Words(f"Không đọc được {file}: {error.strerror}.", f"Cannot read {file}: {error.strerror}.")
            ) from error
        laid[path] = (Entry(_mode(file), blob_id(repo, file)), content)
    return lay(base, laid), tuple(laid)


def lay(base: Snapshot, files: Mapping[str, tuple[Entry, bytes]]) -> Snapshot:
    """Base with these contents on top; nothing is written anywhere."""
    contents = {entry.blob: content for entry, content in files.values()}

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(ids)
        stored = dict(base.read([blob for blob in wanted if blob not in contents]))
        return ((blob, contents[blob] if blob in contents else stored[blob]) for blob in wanted)

    written = {path: entry for path, (entry, _) in files.items()}
    return replace(union(base, Change(written, frozenset(), {}, {}), base.revision), read=read)


def blob_id(repo: Repository, file: Path) -> str:
    """The id Git would give this file's content if it were committed now, its line ends stored as the person's own settings say."""
    if file.is_symlink():
        return run(repo, "hash-object", "--stdin", stdin=os.fsencode(file.readlink())).decode().strip()
    unfiltered = _unfiltered(repo, file)
    return personally(repo, "hash-object", "--", str(file.absolute()), settings=unfiltered).decode().strip()


def _unfiltered(repo: Repository, file: Path) -> dict[str, str]:
    """Settings under which Git runs no filter on the file: a folder that came from somebody else may name any program as one."""
    told = personally(repo, "check-attr", "-z", "filter", "--", str(file.absolute())).split(b"\0")[2].decode("utf-8", "replace")
    if not re.fullmatch(r"[\w.-]+", told, re.ASCII):
        raise CannotJudge(Words(f"{file} có bộ lọc Git tên lạ.", f"{file} has a Git filter of an odd name."))
    return {f"filter.{told}.{setting}": "" for setting in ("clean", "process", "required")}


def _path_of(repo: Repository, file: Path) -> str:
    top = repo.top
    # The parent is resolved, the file is not: a symbolic link must be judged as the link it is.
    where = file.parent.resolve() / file.name
    if top is None or not where.is_relative_to(top.resolve()):
        raise CannotJudge(Words(f"{file} nằm ngoài kho {repo.path}.", f"{file} lies outside the repository {repo.path}."))
    return where.relative_to(top.resolve()).as_posix()


def _mode(file: Path) -> str:
    mode = file.lstat().st_mode
    return "120000" if stat.S_ISLNK(mode) else "100755" if mode & stat.S_IXUSR else "100644"

"""Reads files of the disk as Git would store them if they were committed now; must not know what a file means."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sangkien.git.objects import Objects
from sangkien.git.read import union
from sangkien.git.run import Repository, View, personally, scratch
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import Change, Entry, Snapshot, folder_of

_PLAINLY = {
    "core.hooksPath": os.devnull,
    "core.safecrlf": "false",  # it would refuse what a commit may only warn about
    "core.splitIndex": "false",
    "core.sparseCheckout": "false",
}
"""Settings under which Git adds a file to an index of ours and does nothing else; how it stores the file stays the person's own."""


def drafts(repo: Repository, base: Snapshot, files: Iterable[Path]) -> tuple[Snapshot, tuple[str, ...]]:
    """Base with these files of the disk on top, and their paths in the repository. Where a file only got another name in its folder,
    the old name is gone. Raises CannotJudge for what is not there."""
    named = {_path_of(repo, file): file for file in files}
    for file in named.values():
        _must_be_readable(file)
    space = scratch(repo)
    written = _stored(repo, space.view, base, named)
    ours, objects = {entry.blob for entry in written.values()}, Objects(space)
    gone = frozenset(
        other
        for path, entry in written.items()
        if path not in base.entries
        for other in base.entries.holding(folder_of(path), entry.blob)
        if not os.path.lexists(_top(repo) / other)
    )

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(ids)
        stored = dict(base.read([blob for blob in wanted if blob not in ours]))
        return ((blob, objects.read(blob) if blob in ours else stored[blob]) for blob in wanted)

    laid = union(base, Change(written, gone, {}, {}), base.revision)
    return replace(laid, read=read), tuple(named)


def lay(base: Snapshot, files: Mapping[str, tuple[Entry, bytes]]) -> Snapshot:
    """Base with these contents on top; nothing is written anywhere."""
    contents = {entry.blob: content for entry, content in files.values()}

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(ids)
        stored = dict(base.read([blob for blob in wanted if blob not in contents]))
        return ((blob, contents[blob] if blob in contents else stored[blob]) for blob in wanted)

    written = {path: entry for path, (entry, _) in files.items()}
    return replace(union(base, Change(written, frozenset(), {}, {}), base.revision), read=read)


def _stored(repo: Repository, space: View, base: Snapshot, files: Mapping[str, Path]) -> dict[str, Entry]:
    """Mode and content that Git gives each file, asked of Git itself with an index of ours: it knows of line ends that a content had
    before, of disks on which every file looks executable, of encodings. What it stores goes into the scratch space."""
    if not files:
        return {}
    view = View(repo.folder, space.objects, space.beside, space.folder / "index")
    settings = _PLAINLY | _unfiltered(repo, files)
    there = ((path, base.entries[path]) for path in files if path in base.entries)
    begun = b"".join(b"%s %s\t%s\0" % (entry.mode.encode(), entry.blob.encode(), os.fsencode(path)) for path, entry in there)
    if begun:
        personally(repo, "update-index", "-z", "--index-info", view=view, settings=settings, stdin=begun)
    names = b"\0".join(map(os.fsencode, files))
    adding = ("--literal-pathspecs", "add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul")
    personally(repo, *adding, view=view, settings=settings, stdin=names)
    told = personally(repo, "ls-files", "--stage", "-z", view=view, settings=settings)
    found: dict[str, Entry] = {}
    for token in filter(None, told.split(b"\0")):
        facts, _, name = token.partition(b"\t")
        mode, blob, _ = facts.decode().split(" ")
        found[os.fsdecode(name)] = Entry(mode, blob)
    if lost := [file for path, file in files.items() if path not in found]:
        raise CannotJudge(Words(f"Git không nhận tệp {lost[0]}.", f"Git does not take the file {lost[0]}."))
    return {path: found[path] for path in files}


def _unfiltered(repo: Repository, files: Mapping[str, Path]) -> dict[str, str]:
    """Settings under which Git runs no filter on the files: a folder that came from somebody else may name any program as one."""
    asked = b"".join(os.fsencode(file.absolute()) + b"\0" for file in files.values())
    told = personally(repo, "check-attr", "-z", "--stdin", "filter", stdin=asked).split(b"\0")[2::3]
    settings: dict[str, str] = {}
    for file, name in zip(files.values(), (name.decode("utf-8", "replace") for name in told), strict=True):
        if not re.fullmatch(r"[\w.-]+", name, re.ASCII):
            raise CannotJudge(Words(f"{file} có bộ lọc Git tên lạ.", f"{file} has a Git filter of an odd name."))
        settings |= {f"filter.{name}.{setting}": "" for setting in ("clean", "process", "required")}
    return settings


def _must_be_readable(file: Path) -> None:
    try:
        if not file.is_symlink():
            with file.open("rb"):
                pass
    except OSError as error:
        raise CannotJudge(
            Words(f"Không đọc được {file}: {error.strerror}.", f"Cannot read {file}: {error.strerror}.")
        ) from error


def _path_of(repo: Repository, file: Path) -> str:
    # The parent is resolved, the file is not: a symbolic link must be judged as the link it is.
    where = file.parent.resolve() / file.name
    if repo.top is None or not where.is_relative_to(_top(repo)):
        raise CannotJudge(Words(f"{file} nằm ngoài kho {repo.path}.", f"{file} lies outside the repository {repo.path}."))
    return where.relative_to(_top(repo)).as_posix()


def _top(repo: Repository) -> Path:
    return (repo.top or repo.folder).resolve()

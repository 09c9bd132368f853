"""Reads a revision's tree folder by folder, as it is asked for; must not know which folders matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property

from sangkien.git.objects import Objects, listed
from sangkien.git.run import Repository
from sangkien.model.history import Files, TreeEntry, folder_of

FOLDER = "40000"


class Tree(Mapping[str, TreeEntry]):
    """All files of a revision by path. One path costs the folders above it; only iterating costs the whole tree.

    Raises CannotJudge where the repository lacks a tree.
    """

    def __init__(self, repo: Repository, commit: str, objects: Objects) -> None:
        self._repo, self._commit, self._objects = repo, commit, objects
        self._folders: dict[str, dict[str, TreeEntry] | None] = {}
        self._files: dict[str, frozenset[bytes]] = {}
        self._holding: dict[str, dict[str, list[str]]] = {}
        self._all: dict[str, TreeEntry] | None = None

    def __getitem__(self, path: str) -> TreeEntry:
        if self._all is not None:
            return self._all[path]
        above, _, name = path.rpartition("/")
        entry = (self._names(above) or {}).get(name)
        if entry is None or entry.mode == FOLDER:
            raise KeyError(path)
        return entry

    def __contains__(self, path: object) -> bool:
        """Cheaper than reading the entry: acts name many files of many folders, and mostly only their presence is asked."""
        if not isinstance(path, str):
            return False
        if self._all is not None:
            return path in self._all
        above, _, name = path.rpartition("/")
        if above not in self._files:
            self._files[above] = frozenset(_file(len(self._commit) // 2).findall(self._content(above) or b""))
        return bool(name) and name.encode("utf-8", "surrogateescape") in self._files[above]

    def __iter__(self) -> Iterator[str]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())

    def names(self, folder: str) -> Mapping[str, TreeEntry]:
        """The files in a folder, those below it left out, by path."""
        above = f"{folder}/" if folder else ""
        return {above + name: entry for name, entry in (self._names(folder) or {}).items() if entry.mode != FOLDER}

    def folders(self, folder: str) -> Sequence[str]:
        """The names of the folders in a folder."""
        return [name for name, entry in (self._names(folder) or {}).items() if entry.mode == FOLDER]

    def holding(self, folder: str, blob: str) -> Sequence[str]:
        """The paths of the files in a folder, those below it left out, that have this content."""
        if folder not in self._holding:
            by_blob = self._holding[folder] = {}
            for path, entry in self.names(folder).items():
                by_blob.setdefault(entry.blob, []).append(path)
        return self._holding[folder].get(blob, ())

    def under(self, folder: str) -> Iterator[tuple[str, TreeEntry]]:
        """Path and entry of every file below a folder (without a slash at the end), in Git's order."""
        if self._all is not None:
            yield from ((path, entry) for path, entry in self._all.items() if path.startswith(f"{folder}/"))
            return
        for name, entry in (self._names(folder) or {}).items():
            path = f"{folder}/{name}"
            if entry.mode == FOLDER:
                yield from self.under(path)
            else:
                yield path, entry

    def _whole(self) -> dict[str, TreeEntry]:
        if self._all is None:
            self._all = dict(listed(self._repo, self._commit))
        return self._all

    def _names(self, folder: str) -> dict[str, TreeEntry] | None:
        """Name -> entry in a folder; None where there is no such folder."""
        if folder not in self._folders:
            self._folders[folder] = self._read(folder)
        return self._folders[folder]

    def _read(self, folder: str) -> dict[str, TreeEntry] | None:
        content = self._content(folder)
        return None if content is None else entries_of(content, len(self._commit) // 2)

    def _content(self, folder: str) -> bytes | None:
        """A folder's tree object; None where there is no such folder."""
        if not folder:
            return self._objects.read(f"{self._commit}^{{tree}}")
        above, _, name = folder.rpartition("/")
        entry = (self._names(above) or {}).get(name)
        return None if entry is None or entry.mode != FOLDER else self._objects.read(entry.blob)


@cache
def _file(length: int) -> re.Pattern[bytes]:
    """Matches the names of a tree object one by one and captures those of files. An id has `length` raw bytes."""
    return re.compile(rb"(?:40000 [^\0]+|1\d{5} ([^\0]+))\0.{%d}" % length, re.DOTALL)


def entries_of(content: bytes, length: int) -> dict[str, TreeEntry]:
    """Name -> entry of a tree object. Git writes each as `mode name NUL id`, the id in `length` raw bytes."""
    found, at = {}, 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        id = content[end + 1 : end + 1 + length].hex()
        found[name.decode("utf-8", "surrogateescape")] = TreeEntry(mode.decode(), id)
        at = end + 1 + length
    return found


class OverlayTree(Mapping[str, TreeEntry]):
    """The files of a revision with a change on top; implements `Files`."""

    def __init__(self, below: Files, written: Mapping[str, TreeEntry], deleted: frozenset[str]) -> None:
        self._below, self._written, self._gone = below, written, deleted - written.keys()

    def __getitem__(self, path: str) -> TreeEntry:
        if path in self._written:
            return self._written[path]
        if path in self._gone:
            raise KeyError(path)
        return self._below[path]

    def __contains__(self, path: object) -> bool:
        return path in self._written or (path in self._below and path not in self._gone)

    def __iter__(self) -> Iterator[str]:
        yield from (path for path in self._below if path not in self._gone)
        yield from (path for path in self._written if path not in self._below)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def names(self, folder: str) -> Mapping[str, TreeEntry]:
        """The files in a folder, those below it left out, by path."""
        kept = {path: entry for path, entry in self._below.names(folder).items() if path not in self._gone}
        return kept | self._came.get(folder, {})

    def folders(self, folder: str) -> Sequence[str]:
        """The names of the folders in a folder."""
        came = (path[len(folder) + 1 :].partition("/") for path in self._written if path.startswith(f"{folder}/"))
        return [*dict.fromkeys([*self._below.folders(folder), *(name for name, below, _ in came if below)])]

    def holding(self, folder: str, blob: str) -> Sequence[str]:
        """The paths of the files in a folder, those below it left out, that have this content."""
        kept = [path for path in self._below.holding(folder, blob) if path not in self._gone and path not in self._written]
        return [*kept, *(path for path, entry in self._came.get(folder, {}).items() if entry.blob == blob)]

    @cached_property
    def _came(self) -> Mapping[str, dict[str, TreeEntry]]:
        """The written files by folder and path."""
        found: dict[str, dict[str, TreeEntry]] = {}
        for path, entry in self._written.items():
            found.setdefault(folder_of(path), {})[path] = entry
        return found

    def under(self, folder: str) -> Iterator[tuple[str, TreeEntry]]:
        """Path and entry of every file below a folder (without a slash at the end)."""
        for path, entry in self._below.under(folder):
            if path not in self._gone:
                yield path, self._written.get(path, entry)
        yield from (
            (path, entry) for path, entry in self._written.items() if path.startswith(f"{folder}/") and path not in self._below
        )

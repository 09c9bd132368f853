"""What Git holds at one revision and how it got there; must not know what the bytes mean."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import field
from datetime import UTC, datetime
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from sangkien.late import dataclass

PLAIN_FILE = "100644"


def folder_of(path: str) -> str:
    """The folder of a path, without a slash at its end; empty for the top folder."""
    return path.rpartition("/")[0]


Key = TypeVar("Key")
Value = TypeVar("Value")


class LazyMapping(Mapping[Key, Value]):
    """A mapping computed when it is first asked, by the function it was made with: most changes are judged without it."""

    def __init__(self, make: Callable[[], Mapping[Key, Value]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[Key, Value]:
        return self._make()

    def __getitem__(self, key: Key) -> Value:
        return self._made[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, key: object) -> bool:
        return key in self._made


Blobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes]]]
"""Reads blobs: ids -> (id, content), in the order asked for."""


class TreeEntry(NamedTuple):
    """One name in a tree."""

    mode: str  # octal, as Git writes it: `100644`
    blob: str  # Git blob id


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and the dates it claims, aware, in UTC."""

    id: str
    authored: datetime
    committed: datetime  # the committer's date
    parent_committed: datetime | None = None  # newest committer's date of its parents, where known
    merge: bool = False  # has several parents; else a squash, a rebase or a direct push

    @classmethod
    def at(cls, id: str, authored: int, committed: int, parent_committed: int | None, merge: bool) -> Commit:
        """A commit from dates in seconds since 1970, held inside what a datetime can hold."""
        before = None if parent_committed is None else datetime.fromtimestamp(parent_committed, UTC)
        return cls(id, datetime.fromtimestamp(authored, UTC), datetime.fromtimestamp(committed, UTC), before, merge)


@dataclass(frozen=True, slots=True)
class Receipt:
    """A statement by the trusted side that it took this content of this path at `at`. It is one commit of the receipts
    branch."""

    path: str  # of the file that was taken
    blob: str  # Git blob id
    at: datetime  # when it was taken: the commit's author date, in UTC
    written: datetime  # when it was written down: the commit's committer date, in UTC
    head: str  # commit id the content was sent with
    source: str  # channel, in words: `push refs/heads/main`
    commit: str = ""  # empty from an index lookup: a tree cannot name its own commit


class Files(Protocol):
    """The files of a revision, or of what a change would make of it, by path. Asking for one path, or for those below a folder,
    costs no more than that. Folders are written without a slash at the end."""

    def __getitem__(self, path: str) -> TreeEntry: ...
    def __contains__(self, path: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...

    def get(self, path: str) -> TreeEntry | None:
        """The entry of one path; None where no file stands there."""

    def keys(self) -> KeysView[str]:
        """The paths of all files."""

    def items(self) -> ItemsView[str, TreeEntry]:
        """Path and entry of all files."""

    def names(self, folder: str) -> Mapping[str, TreeEntry]:
        """The files in a folder, those in folders below it left out, by path."""

    def folders(self, folder: str) -> Sequence[str]:
        """The names, not the paths, of the folders in a folder."""

    def holding(self, folder: str, blob: str) -> Sequence[str]:
        """The paths of the files in a folder, those below it left out, that have this content."""

    def under(self, folder: str) -> Iterator[tuple[str, TreeEntry]]:
        """Path and entry of every file below a folder, at any depth."""


Receipts = Mapping[str, tuple[Receipt, ...]]
"""Receipts by the blob they are for."""


@dataclass(frozen=True, slots=True)
class History:
    """When each content first came to the first-parent line of a revision."""

    # path -> blob -> commit that first brought it to the path
    landings: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    # folder -> blob -> commit that first brought it into the folder, any name
    brought: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    # commit dated before its parent -> a path it changed; in order
    disordered: Mapping[Commit, str] = field(default_factory=dict)
    # (path, id of a commit of the line) -> blob that had last come there by then; empty: none
    stood: Callable[[str, str], str] = field(default=lambda path, commit: "", compare=False)
    # id of a commit of the line -> its files
    tree: Callable[[str], Mapping[str, TreeEntry]] = field(default=lambda commit: {}, compare=False)
    # instant -> (path, blob) of landings whose commit claims it or later, in either date
    since: Callable[[datetime], Iterable[tuple[str, str]]] = field(default=lambda at: (), compare=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One revision: its files, its history, and a reader of contents."""

    revision: str  # the commit's id; a change laid on top keeps a name of its own
    entries: Files  # its files by path
    history: History  # of the first-parent line up to it
    claims: Mapping[str, tuple[Commit, ...]]  # path -> commits whose dates it rests on
    read: Blobs  # blob ids -> (id, bytes), in the order asked for
    receipts: Receipts = field(default_factory=dict)  # those of its contents, by blob
    # fetches blobs of a partial clone in one go, before several processes read them
    ready: Callable[[Iterable[str]], None] = lambda ids: None


class AsOf(NamedTuple):
    """The instant that judges."""

    at: datetime  # aware
    replayed: bool = True  # a past instant was asked for: main and receipts end before the first commit dated after it

    @property
    def ignore_after(self) -> datetime | None:
        """The instant after which nothing committed counts; None at present, where a clock behind the server's takes nothing
        away."""
        return self.at if self.replayed else None


class MergeConflict(NamedTuple):
    """A path at which a change cannot be merged."""

    path: str
    kind: str  # Git's word (`contents`, `modify/delete` …), or `guess`: Git would take one path for another


@dataclass(frozen=True, slots=True)
class Change:
    """What merging head would do to base. Where there are `conflicts`, head's version of those paths is laid over base."""

    written: Mapping[str, TreeEntry]  # path -> new entry
    deleted: frozenset[str]  # paths that are gone
    renamed_from: Mapping[str, str]  # path -> path that its new content stood at in base and no longer does
    claims: Mapping[str, tuple[Commit, ...]]  # path -> commits that touched it
    sent: Mapping[str, TreeEntry] = field(default_factory=dict)  # path -> entry as head itself holds it
    conflicts: tuple[MergeConflict, ...] = ()  # paths that cannot be merged
    read: Blobs | None = field(default=None, compare=False)  # reads contents, also those only the merge made; None: as base

    @property
    def paths(self) -> frozenset[str]:
        """Every path that the change writes or deletes."""
        return frozenset(self.written) | self.deleted

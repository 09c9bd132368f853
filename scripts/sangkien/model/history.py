"""What Git holds at one revision and how it got there; must not know what the bytes mean."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

from sangkien.late import dataclass

PLAIN_FILE = "100644"


def folder_of(path: str) -> str:
    """The folder that a path stands in, without a slash at its end; empty for the top."""
    return path.rpartition("/")[0]


Key = TypeVar("Key")
Value = TypeVar("Value")


class Late(Mapping[Key, Value]):
    """A mapping that is worked out when it is first asked: most changes are judged without it."""

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
"""Reads blobs by id, in the order asked for."""


class Entry(NamedTuple):
    """One name in a tree: its octal mode and the id of its content."""

    mode: str
    blob: str


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit and the dates it claims; `parent_committed` is the newest date its parents claim, where known.

    `merge` tells a merge commit from one with a single parent: a squash, a rebase or a direct push.
    """

    id: str
    authored: datetime
    committed: datetime
    parent_committed: datetime | None = None
    merge: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """The trusted side's word that it took this content of this path at `at`.

    It is one commit of the receipts branch: its author date is `at`, its committer date `written`, its parents the chain. An
    index look-up knows no commit id, for a tree cannot name the commit that holds it.
    """

    path: str
    blob: str
    at: datetime
    written: datetime
    head: str
    source: str
    commit: str = ""


class Files(Protocol):
    """A revision's files by path, or what they would be. To ask for one, or for those under a folder, costs no more than that.

    `names` are the files that stand in a folder itself, by path, `folders` the names of the folders in it, `holding` the paths among its
    files that hold a content.
    """

    def __getitem__(self, path: str) -> Entry: ...
    def __contains__(self, path: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def get(self, path: str) -> Entry | None: ...
    def keys(self) -> KeysView[str]: ...
    def items(self) -> ItemsView[str, Entry]: ...
    def names(self, folder: str) -> Mapping[str, Entry]: ...
    def folders(self, folder: str) -> Sequence[str]: ...
    def holding(self, folder: str, blob: str) -> Sequence[str]: ...
    def under(self, folder: str) -> Iterator[tuple[str, Entry]]: ...


Receipts = Mapping[str, tuple[Receipt, ...]]
"""Receipts by the content they are of."""


@dataclass(frozen=True, slots=True)
class History:
    """When each content first came to the first-parent line.

    `landings[path][blob]` is the commit that first brought a content to a path, `brought[folder][blob]` the one that first brought it
    into a folder under any name. `stood` tells the content that had last come to a path by a commit of the line (its id), empty where
    nothing had; `tree` gives the files of such a commit. `disordered` are commits of the line dated before the one they stand on, in
    order, each with a path it changed. `since` gives path and content of every landing whose commit claims an instant or a later one,
    in either of its dates.
    """

    landings: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    brought: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    disordered: Mapping[Commit, str] = field(default_factory=dict)
    stood: Callable[[str, str], str] = field(default=lambda path, commit: "", compare=False)
    tree: Callable[[str], Mapping[str, Entry]] = field(default=lambda commit: {}, compare=False)
    since: Callable[[datetime], Iterable[tuple[str, str]]] = field(default=lambda at: (), compare=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One revision: its tree, the history behind it, the receipts known of its contents, the commits whose dates its paths rest
    on, and a reader of contents; `ready` makes sure that many are there before they are read by several."""

    revision: str
    entries: Files
    history: History
    claims: Mapping[str, tuple[Commit, ...]]
    read: Blobs
    receipts: Receipts = field(default_factory=dict)
    ready: Callable[[Iterable[str]], None] = lambda ids: None


class AsOf(NamedTuple):
    """The instant that judges. Where somebody asked how things stood then (`replayed`), main and receipts are cut before the first commit
    dated after it; else it is the present, and a clock that is behind the server's takes nothing away."""

    at: datetime
    replayed: bool = True

    @property
    def cut(self) -> datetime | None:
        """The instant after which nothing that was committed counts; none at present."""
        return self.at if self.replayed else None


class Conflict(NamedTuple):
    """A path at which a change cannot be merged: `kind` is Git's own word for it, or `guess` where Git would merge, but only by taking
    one path for another."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Change:
    """What merging head would do to base: `written` and `deleted` paths, and the commits that touched each.

    `left` leads from a path to the one that its new content stood at in base and stands at no more: the same bytes left there and came
    here, under whatever name and into whatever folder. `sent` are the contents as head itself holds them. Where there are `conflicts`,
    what head wrote is told as if it were laid over base. `read` reads contents, also such as only the merge made.
    """

    written: Mapping[str, Entry]
    deleted: frozenset[str]
    left: Mapping[str, str]
    claims: Mapping[str, tuple[Commit, ...]]
    sent: Mapping[str, Entry] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    read: Blobs | None = field(default=None, compare=False)

    @property
    def paths(self) -> frozenset[str]:
        """Every path the change touches, on either side."""
        return frozenset(self.written) | self.deleted

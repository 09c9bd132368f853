"""What Git holds at one revision and how it got there; must not know what the bytes mean."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple, Protocol, TypeVar

PLAIN_FILE = "100644"

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
    """A revision's files by path, or what they would be. To ask for one, or for those under a folder, costs no more than that."""

    def __getitem__(self, path: str) -> Entry: ...
    def __contains__(self, path: object) -> bool: ...
    def __iter__(self) -> Iterator[str]: ...
    def __len__(self) -> int: ...
    def get(self, path: str) -> Entry | None: ...
    def keys(self) -> KeysView[str]: ...
    def items(self) -> ItemsView[str, Entry]: ...
    def under(self, folder: str) -> Iterator[tuple[str, Entry]]: ...


Receipts = Mapping[str, tuple[Receipt, ...]]
"""Receipts by the content they are of."""


@dataclass(frozen=True, slots=True)
class History:
    """When each content first stood at each path on the first-parent line.

    `landings[path][blob]` is the commit that brought it there; a rename carries them to the new path, whose earlier names stand
    in `former`, latest first; `renamed` leads from such a name to where its file was moved last. `disordered` are commits of the line
    dated before the one they stand on, in order, each with a path it changed. `since` gives path and content of every landing whose
    commit claims an instant or a later one, in either of its dates; `kept` tells whether questions cost no reading of the whole line.
    """

    landings: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disordered: Mapping[Commit, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    kept: Callable[[], bool] = field(default=lambda: False, compare=False)
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


@dataclass(frozen=True, slots=True)
class Change:
    """What head does to base: `written` and `deleted` paths, `renamed` from new path to old, and the commits that do it."""

    written: Mapping[str, Entry]
    deleted: frozenset[str]
    renamed: Mapping[str, str]
    claims: Mapping[str, tuple[Commit, ...]]

    @property
    def paths(self) -> frozenset[str]:
        """Every path the change touches, on either side."""
        return frozenset(self.written) | self.deleted

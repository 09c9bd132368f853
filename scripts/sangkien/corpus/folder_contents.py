"""The contents of one folder of submissions, past and present, as records, and which are neutral edits; must not date them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from sangkien.corpus.neutral_edits import neutral_edit
from sangkien.model.filed import Filed
from sangkien.model.history import Snapshot
from sangkien.model.submission import NeutralEdit, Submission
from sangkien.personal import Withheld

Key = tuple[object, ...]
Named = TypeVar("Named")


class Folder:
    """One folder of submissions. Contents are read when they are asked for, each once. `read` (folder, blobs) yields those that
    can be read as records; `withheld` gives the names of an earlier record that a later one may not show."""

    def __init__(
        self,
        name: str,
        snapshot: Snapshot,
        read: Callable[[str, Iterable[str]], Iterator[tuple[str, Filed[Submission]]]],
        withheld: Callable[[Submission, Submission], Withheld],
    ) -> None:
        self.name = name
        self._snapshot, self._read, self._withheld = snapshot, read, withheld
        self._records: dict[str, Filed[Submission] | None] = {}
        self._edits: dict[tuple[str, str], NeutralEdit | None] = {}

    def record(self, content: str) -> Filed[Submission] | None:
        """The record of a blob; None where it cannot be read."""
        self._know([content])
        return self._records[content]

    def neutral_edit(self, later: str, earlier: str) -> NeutralEdit | None:
        """What blob `later` is to blob `earlier`, which landed in the folder; None where it is no neutral edit of it."""
        key = (later, earlier)
        if key not in self._edits:
            old = self.record(earlier) if later != earlier and earlier in self._came else None
            new = self.record(later) if old else None
            self._edits[key] = neutral_edit(new, old, self._withheld(new.record, old.record)) if old and new else None
        return self._edits[key]

    def sources(self, content: str) -> Iterator[str]:
        """Blobs that landed in the folder and no longer stand there, of which this one is a neutral edit."""
        if self.record(content):
            yield from (each for each in self._gone.get(self._key(content), ()) if self.neutral_edit(content, each))

    def holders(self, content: str) -> tuple[str, ...]:
        """Paths of the folder that hold the blob, then those that hold a neutral edit of it."""
        exact = sorted(self._snapshot.entries.holding(self.name, content))
        if content not in self._came or not self.record(content):
            return tuple(exact)
        beside = self._present.get(self._key(content), ())
        return (*exact, *(path for path, each in beside if path not in exact and self.neutral_edit(each, content)))

    @property
    def _came(self) -> Mapping[str, object]:
        return self._snapshot.history.brought.get(self.name, {})

    @cached_property
    def _gone(self) -> Mapping[Key, list[str]]:
        return self._by_key({each: each for each in self._came if not self._snapshot.entries.holding(self.name, each)}.items())

    @cached_property
    def _present(self) -> Mapping[Key, list[tuple[str, str]]]:
        entries = self._snapshot.entries
        contents = {path: entry.blob for path, entry in sorted(entries.names(self.name).items())}
        return self._by_key({(path, content): content for path, content in contents.items()}.items())

    def _by_key(self, named: Iterable[tuple[Named, str]]) -> Mapping[Key, list[Named]]:
        found: dict[Key, list[Named]] = {}
        pairs = list(named)
        self._know([content for _, content in pairs])
        for name, content in pairs:
            if self._records[content]:
                found.setdefault(self._key(content), []).append(name)
        return found

    def _key(self, content: str) -> Key:
        """What no neutral edit changes."""
        filed = self._records[content]
        assert filed is not None
        made = filed.record
        return (made.unit, made.field, made.kind, made.proposed_on, made.applied_from, made.benefit_vnd, len(made.authors))

    def _know(self, contents: list[str]) -> None:
        if unread := [each for each in contents if each not in self._records]:
            self._records |= dict.fromkeys(unread)
            self._records |= dict(self._read(self.name, unread))

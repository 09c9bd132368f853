"""Dates any content of a submission: by its own evidence, as a privacy mend, by a correction; must not judge what is late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sangkien.corpus.corrections import Ground, weighed
from sangkien.corpus.law import Law
from sangkien.corpus.layout import address
from sangkien.corpus.mends import is_privacy_mend
from sangkien.corpus.reader import Reader
from sangkien.corpus.received import received
from sangkien.corpus.schema import headings
from sangkien.model.act import Registered
from sangkien.model.corpus import Address, Edition, Weighed
from sangkien.model.history import PLAIN_FILE, Entry, Snapshot, folder_of
from sangkien.model.submission import Corrected, Received, Submission


class Times:
    """When contents were received in one revision. Nothing is read before somebody asks."""

    def __init__(self, snapshot: Snapshot, law: Law, editions: Mapping[str, Edition], as_of: datetime) -> None:
        self._snapshot, self._law, self._editions, self._as_of = snapshot, law, editions, as_of
        self._records: dict[tuple[str, str], Submission | None] = {}
        self._mends: dict[tuple[str, str, str], bool] = {}
        self._weighed: dict[str, tuple[Weighed, ...]] = {}

    def at(self, path: str) -> Received:
        """When what stands at a path was received."""
        return self.of(path, self._snapshot.entries[path].blob)

    def of(self, path: str, blob: str) -> Received:
        """When a content of a path was received, and by which correction it takes an earlier time."""
        corrections = self._about(path, blob)
        given = (link for each in corrections for link in each.links)
        apart = any((folder_of(link.path), link.content) == (folder_of(path), blob) for link in given)
        own = self._own(path, blob, apart)
        for each in corrections:
            if each.holds == path and each.filed.record.new.content == blob:
                first = self._own(each.first.path, each.first.content)
                if first.at < own.at:
                    taken = Corrected(
                        each.filed.path, each.since.astimezone(own.at.tzinfo), each.first.path, each.first.content, first.at
                    )
                    return replace(own, corrected=taken)
        return own

    def mends(self, path: str, later: str, earlier: str) -> bool:
        """Whether a content of a path is a privacy mend of an earlier one that landed there."""
        key = (path, later, earlier)
        if key not in self._mends:
            known = earlier in self._snapshot.history.landings.get(path, {}) and self._stood(path, later)
            old, new = (self.record(path, earlier), self.record(path, later)) if known else (None, None)
            self._mends[key] = old is not None and new is not None and is_privacy_mend(new, old)
        return self._mends[key]

    def corrections(self, edition: Edition) -> tuple[Weighed, ...]:
        """The corrections of an edition, weighed."""
        if edition.id not in self._weighed:
            ground = Ground(self._snapshot, edition, self._as_of, self._own, self.record, self._stood)
            self._weighed[edition.id] = weighed(ground)
        return self._weighed[edition.id]

    def record(self, path: str, blob: str) -> Submission | None:
        """A content of a path as a record; None for what cannot be read."""
        if (path, blob) not in self._records:
            place = address(path)
            self._records[path, blob] = self._read(place, blob) if place and place.kind == "submission" else None
        return self._records[path, blob]

    def _read(self, place: Address, blob: str) -> Submission | None:
        reader, validator = Reader(self._law.memory), self._law.validator("submission", place.edition)
        for _, content in self._snapshot.read([blob]):
            source = reader.text(place, Entry(PLAIN_FILE, blob), content)
            filed = reader.record(Submission, source, validator, headings(validator.fields))
            return filed.record if filed else None
        return None

    def _stood(self, path: str, blob: str) -> bool:
        """Whether a content stands at a path, or once landed there."""
        entry = self._snapshot.entries.get(path)
        return (entry is not None and entry.blob == blob) or blob in self._snapshot.history.landings.get(path, {})

    def _about(self, path: str, blob: str) -> tuple[Weighed, ...]:
        """The corrections in force that give a time to this content, or away from it."""
        place = address(path)
        edition = self._editions.get(place.edition) if place else None
        contents = (
            {id for filed in edition.corrections for id in (filed.record.old.content, filed.record.new.content)}
            if edition
            else ()
        )
        if edition is None or blob not in contents:
            return ()
        return tuple(each for each in self.corrections(edition) if each.holds and not each.wrongs)

    def _own(self, path: str, blob: str, apart: bool = False) -> Received:
        """The evidence of a content, or of an earlier one that it is a privacy mend of. `apart`: other names lend it no time."""
        landings = self._snapshot.history.landings.get(path, {})
        own = self._evidence(path, blob, apart or self._kept_elsewhere(path, blob))
        earlier = ((each, self._evidence(path, each, False)) for each in landings if each != blob)
        mended = [(id, came) for id, came in earlier if came.at < own.at and self.mends(path, blob, id)]
        if not mended:
            return own
        id, came = min(mended, key=lambda each: each[1].at)
        return replace(came, mends=id)

    def _evidence(self, path: str, blob: str, apart: bool) -> Received:
        place = address(path)
        edition = self._editions.get(place.edition) if place else None
        now = self._as_of.astimezone(edition.rules.record.zone) if edition else self._as_of
        vouched: tuple[Registered, ...] = edition.vouched.get(blob, ()) if edition else ()
        return received(path, blob, self._snapshot, vouched, now, apart)

    def _kept_elsewhere(self, path: str, blob: str) -> bool:
        """Whether the content came under another name of the folder, and stands there still, with what is private cut."""
        history, folder = self._snapshot.history, folder_of(path)
        brought = history.brought.get(folder, {}).get(blob)
        if brought is None or history.landings.get(path, {}).get(blob) == brought:
            return False
        others = (other for other in self._snapshot.entries.names(folder) if other != path)
        return any(
            blob in history.landings.get(other, {}) and self.mends(other, self._snapshot.entries[other].blob, blob)
            for other in others
        )

"""Dates any content of a submission by its own evidence, as a neutral edit, by a correction; must not judge what is late."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from sangkien.corpus.corrections import CorrectionContext, assess, gave_away
from sangkien.corpus.folder_contents import Folder
from sangkien.corpus.law import Law
from sangkien.corpus.layout import address_of
from sangkien.corpus.reader import Reader
from sangkien.corpus.received import Names, received
from sangkien.corpus.schema import headings
from sangkien.model.act import Correction
from sangkien.model.corpus import AssessedCorrection, Edition
from sangkien.model.filed import Filed
from sangkien.model.history import PLAIN_FILE, Commit, Snapshot, TreeEntry, folder_of
from sangkien.model.public import withheld_since
from sangkien.model.submission import Corrected, NeutralEdit, Received, Submission
from sangkien.personal import NOBODY, Withheld


class Times:
    """When contents were received in one revision, judged at `as_of` (aware). Contents are read when they are asked for.
    Answers are in the zone of the path's edition."""

    def __init__(self, snapshot: Snapshot, law: Law, editions: Mapping[str, Edition], as_of: datetime) -> None:
        self._snapshot, self._law, self._editions, self._as_of = snapshot, law, editions, as_of
        self._folders: dict[str, Folder] = {}
        self._weighed: dict[str, tuple[AssessedCorrection, ...]] = {}

    def at(self, path: str) -> Received:
        """When the present content of a path was received.

        Raises KeyError where no file stands there.
        """
        return self.of(path, self._snapshot.entries[path].blob)

    def of(self, path: str, content: str) -> Received:
        """When this blob of a path was received, with the correction that gives it an earlier time, or takes its own from it."""
        own, edition = self._own(path, content), self._edition(path)
        for each in self._touching(folder_of(path), edition):
            if each.holds == path and self.same(path, content, each.filed.record.new.content):
                first = self.first(each)
                if first.at < own.at:
                    taken = Corrected(
                        each.filed.path, each.since.astimezone(own.at.tzinfo), each.first.path, each.first.content, first.at
                    )
                    own = replace(own, corrected=taken)
            elif each.holds != path and own.at < each.since and gave_away(each, path, content, self._ground(edition)):
                own = self._own(path, content, Names.OWN)
                own = own if own.at > each.since else Received(each.since.astimezone(own.at.tzinfo), own.landing)
        return own

    def first(self, correction: AssessedCorrection) -> Received:
        """When the content first received, from which a correction takes its time, came, under any name in its folder."""
        return self._own(correction.first.path, correction.first.content, Names.ANY)

    def same(self, path: str, later: str, earlier: str) -> bool:
        """Whether blob `later` of a path is blob `earlier`, or a neutral edit of it."""
        return later == earlier or self.neutral_edit(path, later, earlier) is not None

    def neutral_edit(self, path: str, later: str, earlier: str) -> NeutralEdit | None:
        """What blob `later` of a path is to blob `earlier`, which landed in its folder; None where it is no neutral edit of it."""
        return self._folder(folder_of(path)).neutral_edit(later, earlier)

    def corrections(self, edition: Edition) -> tuple[AssessedCorrection, ...]:
        """The corrections of an edition, weighed."""
        if edition.id not in self._weighed:
            self._weighed[edition.id] = assess(self._ground(edition))
        return self._weighed[edition.id]

    def heirs(self, path: str, contents: Collection[str], edition: Edition) -> frozenset[str]:
        """Paths that hold what came of these blobs of a path: under another name, as a neutral edit where the path no longer
        holds them, or by any number of corrections."""
        entries = self._snapshot.entries
        found, asked = {path}, {(folder_of(path), content) for content in contents}
        while asked:
            folder, content = asked.pop()
            left = not any(entries[each].blob in contents for each in found if each in entries)
            found |= {*(self._folder(folder).holders(content) if left else entries.holding(folder, content))}
            for each in self.corrections(edition) if edition.corrections else ():
                old, new = each.filed.record.old, each.filed.record.new
                if new.path not in found and (old.path in found or (folder_of(old.path), old.content) == (folder, content)):
                    found |= {new.path, *([each.holds] if each.holds else [])}
                    asked.add((folder_of(new.path), new.content))
        return frozenset(found)

    def holders(self, path: str, content: str) -> tuple[str, ...]:
        """Paths of its folder that hold the blob, or a neutral edit of it."""
        return self._folder(folder_of(path)).holders(content)

    def beside(self, path: str, content: str) -> tuple[str, ...]:
        """Other paths of its folder that hold a neutral edit of the blob; none before the closing, when nobody gains by one
        text in two files."""
        entries = self._snapshot.entries
        if not self.closed(path):
            return ()
        present = entries[path].blob if path in entries else ""
        return tuple(
            each for each in self.holders(path, content) if each != path and entries[each].blob not in (content, present)
        )

    def closed(self, path: str) -> bool:
        """Whether the edition of a path takes no more submissions."""
        edition = self._edition(path)
        return edition is not None and edition.rules.record.portal.closed(self._as_of)

    def record(self, path: str, content: str) -> Submission | None:
        """The record of a blob of a path; None where it cannot be read or the path is no submission's."""
        address = address_of(path)
        filed = self._folder(folder_of(path)).record(content) if address and address.kind == "submission" else None
        return filed.record if filed else None

    def _folder(self, name: str) -> Folder:
        if name not in self._folders:
            self._folders[name] = Folder(name, self._snapshot, self._read, self._withheld)
        return self._folders[name]

    def _ground(self, edition: Edition | None) -> CorrectionContext:
        assert edition is not None
        return CorrectionContext(self._snapshot, edition, self._as_of, self.record, self.holders, self.same, self._came)

    def _edition(self, path: str) -> Edition | None:
        address = address_of(path)
        return self._editions.get(address.edition) if address else None

    def _touching(self, folder: str, edition: Edition | None) -> Iterator[AssessedCorrection]:
        """Corrections in force that lead to or from a folder."""
        if edition is None:
            return
        folders = {folder_of(each.path) for filed in edition.corrections for each in (filed.record.old, filed.record.new)}
        if folder in folders:
            yield from (each for each in self.corrections(edition) if each.holds and not each.wrongs)

    def _own(self, path: str, content: str, names: Names = Names.ANY_BUT_OTHERS) -> Received:
        """The evidence of a blob, or of an earlier one that it is a neutral edit of."""
        own, edition = self._evidence(path, content, names), self._edition(path)
        if edition is None or not edition.rules.record.portal.closed(own.at):
            return own  # nobody would gain
        folder, landed = self._folder(folder_of(path)), self._snapshot.history.landings.get(path, {})
        earlier = dict.fromkeys([*(each for each in landed if each != content), *folder.sources(content)])
        came = ((each, self._evidence(path, each, names)) for each in earlier)
        edited = [(each, then) for each, then in came if then.at < own.at and folder.neutral_edit(content, each)]
        if not edited:
            return own
        first, then = min(edited, key=lambda each: each[1].at)
        return replace(then, edited_from=first, edit=folder.neutral_edit(content, first))

    def _evidence(self, path: str, content: str, names: Names) -> Received:
        edition = self._edition(path)
        now = self._as_of.astimezone(edition.rules.record.zone) if edition else self._as_of
        if names is Names.ANY_BUT_OTHERS and self._came_elsewhere(path, content) and self.beside(path, content):
            names = Names.OWN
        return received(path, content, self._snapshot, edition.vouched.get(content, ()) if edition else (), now, names)

    def _came_elsewhere(self, path: str, content: str) -> bool:
        """Whether a blob came to its folder under another name than this."""
        history = self._snapshot.history
        brought = history.brought.get(folder_of(path), {}).get(content)
        return brought is not None and history.landings.get(path, {}).get(content) != brought

    def _withheld(self, later: Submission, earlier: Submission) -> Withheld:
        edition = next((each for each in self._editions.values() if later.unit in each.units), None)
        return withheld_since(later, earlier, edition) if edition else NOBODY

    def _read(self, folder: str, contents: Iterable[str]) -> Iterator[tuple[str, Filed[Submission]]]:
        """Blob and record of contents of a folder, of those that can be read; the name they stood under makes no difference."""
        address = address_of(f"{folder}/x.md")
        if address is None or address.kind != "submission":
            return
        reader, validator = Reader(self._law.memory), self._law.validator("submission", address.edition)
        for content, text in self._snapshot.read(contents):
            source = reader.text(address, TreeEntry(PLAIN_FILE, content), text)
            if filed := reader.record(Submission, source, validator, headings(validator.fields)):
                yield content, filed

    def _came(self, filed: Filed[Correction]) -> Commit | None:
        """The landing of a correction: of the first content of its file with the same record."""
        history, address = self._snapshot.history, filed.source.address
        landings = history.landings.get(filed.path, {})
        own = history.brought.get(folder_of(filed.path), {}).get(filed.source.blob)
        reader, validator = Reader(self._law.memory), self._law.validator("correction", address.edition)
        found = [own] if own else []
        for content, text in self._snapshot.read([each for each in landings if each != filed.source.blob]):
            old = reader.record(Correction, reader.text(address, TreeEntry(PLAIN_FILE, content), text), validator)
            if old and old.record == filed.record:
                found.append(landings[content])
        return min(found, key=lambda each: each.committed, default=None)

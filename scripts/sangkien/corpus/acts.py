"""Reads what unions do, which submissions that names and since when; must not judge any of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sangkien.corpus.law import Law
from sangkien.corpus.layout import address_of
from sangkien.corpus.reader import Reader, read
from sangkien.corpus.received import received
from sangkien.model.act import ACTS, Decision, Dispute, Dossier, RegisterLine
from sangkien.model.corpus import Edition, Naming
from sangkien.model.filed import Address, Filed
from sangkien.model.history import PLAIN_FILE, Commit, Files, Snapshot, TreeEntry, folder_of
from sangkien.model.submission import Received

Record = TypeVar("Record")


def with_acts(snapshot: Snapshot, law: Law, found: Mapping[str, list[Address]], reader: Reader) -> Mapping[str, Edition]:
    """The editions of the law, by id, with the register and the acts of the revision. `found` are its files by kind; faults go
    to the reader."""
    # A file of no known edition becomes a source all the same, so that a rule can speak of it.
    places = [address for kind in ("register", *ACTS) for address in found.get(kind, ())]
    sources = [reader.source(address, snapshot, content) for address, content in read(snapshot, places)]

    def filed(kind: str, record: type[Any], edition: str) -> tuple[Filed[Any], ...]:
        ours = (each for each in sources if each and (each.address.kind, each.address.edition) == (kind, edition))
        made = (reader.record(record, each, law.validator(kind, edition)) for each in ours)
        return tuple(each for each in made if each)

    def complete(id: str, edition: Edition) -> Edition:
        acts: dict[str, Any] = {f"{kind}s": filed(kind, record, id) for kind, record in ACTS.items()}
        return replace(edition, registers=filed("register", RegisterLine, id), **acts)

    return {id: complete(id, edition) for id, edition in law.editions.items()}


def named_submissions(editions: Mapping[str, Edition]) -> Iterator[str]:
    """Paths of submissions that acts name, as they write them, repeated where several do."""
    for edition in editions.values():
        for act in edition.acts:
            yield from act.record.names


def dated(edition: Edition, until: datetime, arriving: Collection[str]) -> Edition:
    """The edition by the dates written in its files: lines entered and acts signed by `until` (aware), and acts whose path is
    in `arriving`. A dispute closed later is open, a line struck later counts."""
    day = until.astimezone(edition.rules.record.zone).date()
    entered = (each for each in edition.registers if each.record.received_at <= until)

    def there(filed: Filed[Any]) -> Filed[Any] | None:
        if filed.path in arriving:
            return filed
        signed = filed.record.signed
        return replace(filed, record=filed.record.by(day)) if signed is not None and signed <= day else None

    acts: dict[str, Any] = {f"{kind}s": tuple(filter(None, map(there, getattr(edition, f"{kind}s")))) for kind in ACTS}
    return replace(edition, registers=tuple(replace(each, record=each.record.by(day)) for each in entered), **acts)


def touches_acts(only: Collection[str] | None, editions: Mapping[str, Edition], snapshot: Snapshot) -> bool:
    """Whether judging these paths (all, where `only` is None) can say anything new of an act: one of them is an act, is named
    by one, or holds what is disputed."""
    if only is None or any((address := address_of(path)) and address.kind in ACTS for path in only):
        return True
    if not set(named_submissions(editions)).isdisjoint(only):
        return True
    if not any(edition.disputes for edition in editions.values()):
        return False
    blobs = {snapshot.entries[path].blob for path in only if path in snapshot.entries}
    blobs |= {blob for path in only for blob in snapshot.history.landings.get(path, ())}
    return any(not blobs.isdisjoint(_disputed(filed, snapshot)) for edition in editions.values() for filed in edition.disputes)


def disputes(
    snapshot: Snapshot,
    editions: Mapping[str, Edition],
    only: Collection[str] | None,
    heirs: Callable[[str, Collection[str], Edition], Collection[str]],
) -> Mapping[str, tuple[Filed[Dispute], ...]]:
    """Disputes by the path of each submission they are about: the path they name, and any other that holds the disputed
    content.

    A text withdrawn and sent again under another name, as a neutral edit, or by a correction, keeps its complaint: these
    are its `heirs` (path, blobs, edition -> paths). So do the same bytes at a path that is judged (`only`; None: everywhere) or
    that an act names.
    """
    found: dict[str, tuple[Filed[Dispute], ...]] = {}
    asked = None if only is None else {*only, *named_submissions(editions)}
    for edition in editions.values():
        for filed in edition.disputes:
            path, about = filed.record.path, _disputed(filed, snapshot)
            others = {*heirs(path, about, edition)}
            judged = snapshot.entries.under("submissions") if asked is None else _entries(asked, snapshot.entries)
            others |= {other for other, entry in judged if entry.blob in about}
            for each in sorted({path, *others}):
                if (address := address_of(each)) and address.kind == "submission":
                    found[each] = (*found.get(each, ()), filed)
    return found


def _entries(paths: Iterable[str], files: Files) -> Iterator[tuple[str, TreeEntry]]:
    return ((path, files[path]) for path in paths if path in files)


def _disputed(filed: Filed[Dispute], snapshot: Snapshot) -> frozenset[str]:
    """Blobs that a dispute is about: the one it names, else the one that stood at its path when it landed, and what came to
    that path later."""
    dispute = filed.record
    stands = {snapshot.entries[dispute.path].blob} if dispute.path in snapshot.entries else set()
    stood = [*snapshot.history.landings.get(dispute.path, ())]  # as they came
    first = min(_landed(filed, snapshot).values(), key=lambda commit: commit.committed, default=None)
    seen = dispute.content or (snapshot.history.stood(dispute.path, first.id) if first else "")
    since = stood.index(seen) if seen in stood else len(stood)
    return frozenset(stands.union(stood[since:]))


def namings(
    snapshot: Snapshot,
    law: Law,
    editions: Mapping[str, Edition],
    received: Callable[[str], Received],
    as_of: datetime,
) -> Mapping[tuple[str, str], Naming]:
    """(act's path, submission's path) -> since when the act's file names it and which content it saw. `received` dates a path,
    `as_of` (aware) stands for what has not landed.

    A decision or dispute that existed before and takes in another submission names it from then on, not from its own beginning.
    A dossier names its items since the landing that it counts from.
    """
    found: dict[tuple[str, str], Naming] = {}

    def name(file: str, path: str, content: str, commit: Commit | None) -> None:
        stands = snapshot.entries[path].blob if path in snapshot.entries else ""
        then = snapshot.history.stood(path, commit.id) if commit else stands
        found[file, path] = Naming(commit.committed if commit else as_of, then, content or then)

    for edition in editions.values():
        acts: list[Filed[Decision] | Filed[Dispute]] = [*edition.decisions, *edition.disputes]
        for filed in acts:
            landed = _landed(filed, snapshot)
            said = {blob: _names(filed, blob, content, law, edition) for blob, content in snapshot.read(list(landed))}
            for path, content in _named_by(filed.record):
                commits = (commit for blob, commit in landed.items() if path in said[blob])
                name(filed.path, path, content, min(commits, key=lambda commit: commit.committed, default=None))
        for dossier in edition.dossiers:
            for item in dossier.record.items:
                name(dossier.path, item.path, item.content, received(dossier.path).landing)
    return found


def _landed(filed: Filed[Decision] | Filed[Dispute], snapshot: Snapshot) -> Mapping[str, Commit]:
    """Blob -> commit, of the contents that an act's file had under any name in its folder."""
    brought = snapshot.history.brought.get(folder_of(filed.path), {})
    contents = {*snapshot.history.landings.get(filed.path, ()), filed.source.blob}
    return {blob: brought[blob] for blob in sorted(contents) if blob in brought}


def _names(filed: Filed[Decision] | Filed[Dispute], blob: str, content: bytes, law: Law, edition: Edition) -> tuple[str, ...]:
    """Paths of the submissions that a content of an act's file names; none where it cannot be read."""
    if blob == filed.source.blob:
        return filed.record.names
    address, reader = filed.source.address, Reader(law.memory)
    kind: type[Decision | Dispute] = Decision if address.kind == "decision" else Dispute
    old = reader.record(
        kind, reader.text(address, TreeEntry(PLAIN_FILE, blob), content), law.validator(address.kind, edition.id)
    )
    return old.record.names if old else ()


def _named_by(act: Decision | Dispute) -> tuple[tuple[str, str], ...]:
    """Path and blob of each submission that an act names; an empty blob where it gives none."""
    return ((act.path, act.content),) if isinstance(act, Dispute) else tuple((item.path, item.content) for item in act.items)


def dossiers_received(
    snapshot: Snapshot, law: Law, editions: Mapping[str, Edition], as_of: datetime
) -> dict[str, Callable[[], Received]]:
    """For each dossier's path a function that says when it was received. A dossier that only dropped items counts from the
    content it had before: withdrawing one item must not make the others late."""
    return {
        filed.path: partial(_earliest, filed, snapshot, law, edition, as_of)
        for edition in editions.values()
        for filed in edition.dossiers
    }


def _earliest(filed: Filed[Dossier], snapshot: Snapshot, law: Law, edition: Edition, as_of: datetime) -> Received:
    return min(_dated(filed, snapshot, law, edition, as_of), key=lambda each: each.at)


def _dated(filed: Filed[Dossier], snapshot: Snapshot, law: Law, edition: Edition, as_of: datetime) -> Iterator[Received]:
    now, path = as_of.astimezone(edition.rules.record.zone), filed.path
    landed = snapshot.history.landings.get(path, {})
    own = filed.source.blob

    def dated(blob: str) -> Received:
        vouched = edition.vouched.get(blob, ())
        return received(path, blob, snapshot, vouched, now)

    yield dated(own)
    earlier = [blob for blob in landed if blob != own]
    for blob, content in snapshot.read(earlier):
        reader = Reader(law.memory)
        source = reader.text(filed.source.address, TreeEntry(PLAIN_FILE, blob), content)
        old = reader.record(Dossier, source, law.validator("dossier", edition.id))
        if old and _only_dropped(_with_ids(old.record, filed.record, snapshot, landed[blob]), filed.record):
            yield dated(blob)


def _with_ids(old: Dossier, new: Dossier, snapshot: Snapshot, landing: Commit) -> Dossier:
    """The old dossier with the blobs that the new one added, if they are what stood there when the old one landed: what was
    seen does not change by being written down."""
    words = {item.path for item in new.items if item.content}
    seen = {
        item.path: item.content or snapshot.history.stood(item.path, landing.id) for item in old.items if item.path in words
    }
    return replace(old, items=tuple(replace(item, content=seen.get(item.path, item.content)) for item in old.items))


def _only_dropped(old: Dossier, new: Dossier) -> bool:
    """Whether the new dossier is the old one with nothing changed but some items gone."""
    rest = iter(old.items)
    return replace(old, items=()) == replace(new, items=()) and all(item in rest for item in new.items)

"""Reads what unions do, which submissions it names and since when it stands; must not judge any of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from sangkien.corpus.law import Law
from sangkien.corpus.layout import ACTS, address
from sangkien.corpus.reader import Reader, read
from sangkien.corpus.received import received
from sangkien.model.act import Agreement, Decision, Dispute, Dossier, Register
from sangkien.model.corpus import Address, Edition, Filed
from sangkien.model.history import PLAIN_FILE, Entry, Files, History, Snapshot
from sangkien.model.submission import Received

Record = TypeVar("Record")


def with_acts(snapshot: Snapshot, law: Law, found: Mapping[str, list[Address]], reader: Reader) -> Mapping[str, Edition]:
    """The law's editions with the register and the acts of the revision that is judged."""
    # A file of no known edition becomes a source all the same, so that a rule can speak of it.
    places = [place for kind in ("register", *ACTS) for place in found.get(kind, ())]
    sources = [reader.source(place, snapshot, content) for place, content in read(snapshot, places)]

    def filed(kind: str, record: type[Record], edition: str) -> tuple[Filed[Record], ...]:
        ours = (each for each in sources if each and (each.address.kind, each.address.edition) == (kind, edition))
        made = (reader.record(record, each, law.validator(kind, edition)) for each in ours)
        return tuple(each for each in made if each)

    return {
        id: replace(
            edition,
            registers=filed("register", Register, id),
            dossiers=filed("dossier", Dossier, id),
            decisions=filed("decision", Decision, id),
            disputes=filed("dispute", Dispute, id),
            agreements=filed("agreement", Agreement, id),
        )
        for id, edition in law.editions.items()
    }


def named(editions: Mapping[str, Edition]) -> Iterator[str]:
    """Paths that dossiers, decisions and disputes speak of, as they write them."""
    for edition in editions.values():
        for dossier in edition.dossiers:
            yield from (item.path for item in dossier.record.items)
        for decision in edition.decisions:
            yield from (item.path for item in decision.record.items)
        yield from (dispute.record.path for dispute in edition.disputes)


def concerned(only: Collection[str] | None, editions: Mapping[str, Edition], files: Files, history: History) -> bool:
    """Whether judging these paths can say anything new of an act: one of them is an act, or was ever a name of what acts speak of."""
    if only is None or any((place := address(path)) and place.kind in ACTS for path in only):
        return True
    names = set(named(editions))
    if not names.isdisjoint(only):
        return True
    # Only a name that nothing stands at any more can have been left by a rename. Either question has the same answer; which one is
    # asked is a matter of cost: the first needs the line, the second looks up every name.
    if history.kept():
        return any(old in names and old not in files for path in only for old in history.former.get(path, ()))
    return any(history.renamed.get(name) in only for name in names if name not in files)


def entered(
    snapshot: Snapshot, law: Law, editions: Mapping[str, Edition], as_of: datetime
) -> Mapping[tuple[str, str], datetime]:
    """When each decision's and each dispute's file first named each of its submissions on the main line, by file and name.

    A file that stood before and takes another submission in names it from then on, not from its own beginning.
    """
    found: dict[tuple[str, str], datetime] = {}
    for edition in editions.values():
        naming: list[Filed[Decision] | Filed[Dispute]] = [*edition.decisions, *edition.disputes]
        for filed in naming:
            landed = snapshot.history.landings.get(filed.path, {})
            said = {blob: _names(filed, blob, content, law, edition) for blob, content in snapshot.read(list(landed))}
            for name in _names_in(filed.record):
                times = (commit.committed for blob, commit in landed.items() if name in said[blob])
                found[filed.path, name] = min(times, default=as_of)
    return found


def _names(filed: Filed[Decision] | Filed[Dispute], blob: str, content: bytes, law: Law, edition: Edition) -> tuple[str, ...]:
    """The submissions that a content of an act's file names; what cannot be read names none."""
    if blob == filed.source.blob:
        return _names_in(filed.record)
    place, reader = filed.source.address, Reader(law.memory)
    kind: type[Decision | Dispute] = Decision if place.kind == "decision" else Dispute
    old = reader.record(kind, reader.text(place, Entry(PLAIN_FILE, blob), content), law.validator(place.kind, edition.id))
    return _names_in(old.record) if old else ()


def _names_in(act: Decision | Dispute) -> tuple[str, ...]:
    return (act.path,) if isinstance(act, Dispute) else tuple(item.path for item in act.items)


def dossiers_received(
    snapshot: Snapshot, law: Law, editions: Mapping[str, Edition], as_of: datetime
) -> dict[str, Callable[[], Received]]:
    """Tells when each dossier was received. One that only dropped items counts from the content it dropped them from: to withdraw an
    item must not make the others late."""
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
        return received(path, blob, snapshot.history, snapshot.receipts.get(blob, ()), vouched, now)

    yield dated(own)
    earlier = [blob for blob in landed if blob != own]
    for blob, content in snapshot.read(earlier):
        reader = Reader(law.memory)
        source = reader.text(filed.source.address, Entry(PLAIN_FILE, blob), content)
        old = reader.record(Dossier, source, law.validator("dossier", edition.id))
        if old and _only_dropped(old.record, filed.record):
            yield dated(blob)


def _only_dropped(old: Dossier, new: Dossier) -> bool:
    """Whether the new dossier is the old one with nothing changed but some items gone."""
    rest = iter(old.items)
    return replace(old, items=()) == replace(new, items=()) and all(item in rest for item in new.items)

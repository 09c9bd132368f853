"""Everything the repository says at one revision, typed, and the faults of what is not; must not know Git or YAML."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Any

from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.act import Agreement, Content, Correction, Decision, Dispute, Dossier, Honour, Registered, RegisterLine
from sangkien.model.filed import Address, Filed, Source
from sangkien.model.finding import Fault, Mend, Place
from sangkien.model.history import Commit
from sangkien.model.programme import Rules, Unit, UnitList, lineage
from sangkien.model.submission import Facts, Received, Submission


@dataclass(frozen=True)
class FieldSpec:
    """What the schema says of one field; `name` is its path with `[]` for list items: `authors[].name`."""

    name: str
    title: Words
    description: Words
    example: str
    labels: Mapping[str, Words]
    required: bool = False
    least: int = 0
    """Characters it must have."""


@dataclass(frozen=True)
class Granted:
    """One honour that a decision gives, and the later decision that took it back, if one did."""

    decision: Filed[Decision]
    index: int
    revoked_by: Filed[Decision] | None = None

    @property
    def honour(self) -> Honour:
        return self.decision.record.items[self.index]

    @property
    def level(self) -> str:
        return self.decision.record.level


@dataclass(frozen=True)
class Naming:
    """Since when an act's file names a submission on the main line, what stood there `then` (empty: nothing), and the content that was
    seen: the one that the act names, else what stood there then."""

    at: datetime
    then: str
    content: str


@dataclass(frozen=True)
class Weighed:
    """A correction and what it is worth: the instant it counts from, its landing if it has one, the earlier contents to which its links
    lead back, the path where the corrected content stands now (empty: nowhere), and what is wrong with the act."""

    filed: Filed[Correction]
    since: datetime
    landing: Commit | None
    links: tuple[Content, ...]
    holds: str
    wrongs: tuple[Fault, ...]

    @property
    def first(self) -> Content:
        """The content first received, against which it is measured."""
        return self.links[-1]


@dataclass(frozen=True)
class Edition:
    id: str
    rules: Filed[Rules]
    unit_lists: tuple[Filed[UnitList], ...]
    registers: tuple[Filed[RegisterLine], ...] = ()
    dossiers: tuple[Filed[Dossier], ...] = ()
    decisions: tuple[Filed[Decision], ...] = ()
    disputes: tuple[Filed[Dispute], ...] = ()
    agreements: tuple[Filed[Agreement], ...] = ()
    corrections: tuple[Filed[Correction], ...] = ()

    @property
    def acts(self) -> Iterator[Filed[Dossier] | Filed[Decision] | Filed[Dispute] | Filed[Agreement] | Filed[Correction]]:
        """What unions did in their own name."""
        yield from self.dossiers
        yield from self.decisions
        yield from self.disputes
        yield from self.agreements
        yield from self.corrections

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        return {unit.id: unit for filed in self.unit_lists for unit in filed.record.units}

    def unit_at(self, unit: str, level: str) -> Unit | None:
        """The unit itself or its nearest ancestor that stands at `level`."""
        known = (self.units[step] for step in lineage(unit) if step in self.units)
        return next((step for step in known if step.level == level), None)

    def covers(self, unit: str, other: str) -> bool:
        """Whether `other` is the unit or stands below it; a root of a higher level than another root stands above all of that one."""
        if unit in lineage(other):
            return True
        above, root = self.units.get(unit), self.units.get(other.partition("/")[0])
        if above is None or root is None or "/" in unit:
            return False
        rules = self.rules.record
        return rules.rank(above.level) < rules.rank(root.level)

    def receives(self, unit: str, line: RegisterLine) -> bool:
        """Whether a unit may attest that the file of a line came: one of its own or of those below it. A dossier goes up, so it is
        attested from above, unless nobody stands there."""
        sent_up = not line.path.startswith("submissions/") and line.unit == unit
        return line.edition == self.id and self.covers(unit, line.unit) and not (sent_up and self.above(unit))

    def above(self, unit: str) -> str:
        """The unit that stands directly above another; empty where none does."""
        if "/" in unit:
            return unit.rpartition("/")[0]
        return next((other for other in self.units if "/" not in other and other != unit and self.covers(other, unit)), "")

    def nearest_above(self, *units: str) -> str:
        """The lowest unit that is each of these or stands above it; empty where there is none."""
        rank = self.rules.record.rank
        steps = [step for step in lineage(units[0]) if step in self.units]
        roots = sorted((id for id in self.units if "/" not in id), key=lambda id: -rank(self.units[id].level))
        return next((step for step in [*steps, *roots] if all(self.covers(step, unit) for unit in units)), "")

    def name_of(self, unit: str) -> str:
        return self.units[unit].name if unit in self.units else unit

    @cached_property
    def granted(self) -> tuple[Granted, ...]:
        """Every honour ever decided, by date of signing; one that a later decision of the same unit revokes says which."""
        ordered = sorted(self.decisions, key=lambda filed: (filed.record.signed_on, filed.path))
        revoking = [filed for filed in ordered if filed.record.revokes]
        return tuple(
            Granted(filed, index, next((later for later in revoking if _revokes(later, filed, item.path)), None))
            for filed in ordered
            for index, item in enumerate(filed.record.items)
        )

    @property
    def in_force(self) -> tuple[Granted, ...]:
        """The honours that no later decision took back."""
        return tuple(granted for granted in self.granted if granted.revoked_by is None)

    @cached_property
    def vouched(self) -> Mapping[str, tuple[Registered, ...]]:
        """Register lines by the blob they vouch for, those apart that were struck."""
        lines: dict[str, tuple[Registered, ...]] = {}
        for filed in self.registers:
            line = filed.record
            if line.struck is None:
                lines[line.blob] = (*lines.get(line.blob, ()), Registered(filed.unit, filed.number, line))
        return lines


def _revokes(later: Filed[Decision], earlier: Filed[Decision], path: str) -> bool:
    return (
        later.unit == earlier.unit
        and later.path != earlier.path
        and later.record.signed_on >= earlier.record.signed_on
        and any(each.number == earlier.record.number and each.path in ("", path) for each in later.record.revokes)
    )


class Shelf(Mapping[str, Address]):
    """The submissions of a revision by path; a room that knows the tree may find them without listing all."""

    def __init__(self, addresses: Iterable[Address] = ()) -> None:
        self._addresses = addresses

    @cached_property
    def _all(self) -> Mapping[str, Address]:
        return {address.path: address for address in self._addresses}

    @cached_property
    def _by_unit(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        paths: dict[tuple[str, str], list[str]] = {}
        for address in self.values():
            for unit in lineage(address.unit):
                paths.setdefault((address.edition, unit), []).append(address.path)
        return {key: tuple(value) for key, value in paths.items()}

    def __getitem__(self, path: str) -> Address:
        return self._all[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def below(self, edition: str, unit: str) -> tuple[str, ...]:
        """Paths of the submissions of a unit and of those below it."""
        return self._by_unit.get((edition, unit), ())


@dataclass(frozen=True, eq=False)
class Corpus:
    """`there` are all submissions of the revision, `holds` tells which content stands at a path and `stood` every path that anything
    ever landed at, with the commit of each content; `beside` tells the files of a folder, `before` holds the editions that a change
    would replace. Of the rest, `submissions`, `sources` and `claims` hold only what is judged.

    A judged submission that is surely in order by itself may be `cleared`: then it is no source and no record, only its `facts` are
    known. These tell of every other well-formed one too, as far as it is judged or named by an act. `since` gives path and content of
    what landed at an instant or later.

    A submission with faults that could still be read stands by itself in one of `gapped`, as a record with gaps: what else is wrong
    with it is told in the same go.

    The law itself is judged or not (`ruling`), and so is the register (`booking`). Acts are judged together or not at all (`acting`):
    then `named` holds the submissions they name, by path, `namings` says since when each act's file names each submission and which
    content it saw, by file and name, and `disputes` are those about each submission, by its path.

    `came` says when any content of a submission was received, `mends` whether a content of a path is a privacy mend of another there;
    `corrections` are those of each edition, weighed.

    `duplicates` leads from a judged submission to the path of its edition where the very same content stood before, `resembling` to one
    in its folder that is much like it and was withdrawn under dispute.
    """

    as_of: datetime
    editions: Mapping[str, Edition]
    there: Shelf
    holds: Callable[[str], str]
    stood: Mapping[str, Mapping[str, Commit]]
    sources: Mapping[str, Source]
    submissions: tuple[Filed[Submission], ...]
    received: Mapping[str, Received]
    claims: Mapping[str, tuple[Commit, ...]]
    faults: tuple[Fault, ...]
    ruling: bool = True
    booking: bool = True
    acting: bool = True
    named: Mapping[str, Filed[Submission]] = field(default_factory=dict)
    namings: Mapping[tuple[str, str], Naming] = field(default_factory=dict)
    disputes: Mapping[str, tuple[Filed[Dispute], ...]] = field(default_factory=dict)
    duplicates: Mapping[str, str] = field(default_factory=dict)
    resembling: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Edition] = field(default_factory=dict)
    disordered: Mapping[Commit, str] = field(default_factory=dict)
    beside: Callable[[str], Iterable[str]] = lambda folder: ()
    unfounded: Container[tuple[str, str]] = frozenset()
    fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)
    cleared: Set[str] = frozenset()
    facts: Mapping[str, Facts] = field(default_factory=dict)
    since: Callable[[datetime], Iterable[tuple[str, str]]] = lambda at: ()
    came: Callable[[str, str], Received] = lambda path, content: Received(datetime.max)
    mends: Callable[[str, str, str], bool] = lambda path, later, earlier: False
    corrections: Mapping[str, tuple[Weighed, ...]] = field(default_factory=dict)
    gapped: tuple[Corpus, ...] = ()

    @property
    def lines(self) -> Iterator[Filed[RegisterLine]]:
        """Every line of every edition's register."""
        return (filed for edition in self.editions.values() for filed in edition.registers)

    def faults_of(self, kind: str) -> Iterator[tuple[Place, Mapping[str, Value], tuple[Mend, ...]]]:
        """Place, values and mends of every fault of one kind, as a rule yields them."""
        return ((fault.place, fault.values, fault.mends) for fault in self._faults.get(kind, ()))

    @cached_property
    def _faults(self) -> Mapping[str, list[Fault]]:
        """The faults by kind: there may be hundreds of thousands, and some thirty rules ask."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(fault.kind, []).append(fault)
        return found

    def judged(self) -> Iterator[tuple[Address, Edition]]:
        """Every judged submission that is text and whose edition is known, well formed or not, by path."""
        read = {path: source.address for path, source in self.sources.items() if source.address.kind == "submission"}
        for path in sorted(read.keys() | self.cleared):
            place = read.get(path) or self.there[path]
            if place.edition in self.editions:
                yield place, self.editions[place.edition]

    def judged_since(self, edition: Edition, at: datetime) -> Iterator[Address]:
        """Those of `judged` in an edition that may have been received at this instant or later, by path: nobody looks at the others,
        whose content landed before."""
        landed = {path for path, _ in self.since(at) if path in self.cleared} if self.cleared else set()
        for path in sorted(landed.union(self.sources)):
            place = self.there.get(path)
            if place and place.edition == edition.id:
                yield place

    def was_there(self, path: str, edition: Edition) -> bool:
        """Whether a submission or a dossier stands at this path, or anything ever did."""
        return path in self.there or any(filed.path == path for filed in edition.dossiers) or path in self.stood

    def held(self, path: str, content: str) -> bool:
        """Whether a content stands at a path, or ever did."""
        return self.holds(path) == content or content in self.stood.get(path, ())

    def as_seen(self, act: Filed[Any], path: str) -> bool:
        """Whether what stands at the path of a submission is the content that an act saw, or that one with what is private cut: an
        honour and a place belong to it."""
        return self.same(path, self.holds(path), self.namings[act.path, path].content)

    def same(self, path: str, later: str, earlier: str) -> bool:
        """Whether a content of a submission is an earlier one of it, or a privacy mend of that."""
        return later == earlier or self.mends(path, later, earlier)

    def late(self, path: str, edition: Edition) -> bool:
        """Whether the present content of a submission was received when the edition took no more."""
        return edition.rules.record.portal.closed(self.received[path].timely)

    def honours(self, edition: Edition) -> Mapping[str, tuple[Granted, ...]]:
        """The honours in force of what stands in the repository, by path: not revoked, and of the very content that was seen."""
        found: dict[str, tuple[Granted, ...]] = {}
        for granted in edition.in_force:
            path = granted.honour.path
            if path in self.there and self.as_seen(granted.decision, path):
                found[path] = (*found.get(path, ()), granted)
        return found

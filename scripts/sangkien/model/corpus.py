"""Everything the repository holds at one revision: typed records, and faults of files that are none; must not know Git or YAML."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Set
from dataclasses import field
from datetime import datetime
from functools import cached_property
from typing import Any

from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.act import (
    ACTS,
    Agreement,
    Content,
    Correction,
    Decision,
    Dispute,
    Dossier,
    Honour,
    Registered,
    RegisterLine,
)
from sangkien.model.filed import Address, Filed, SourceFile
from sangkien.model.finding import Fault, Fix, Location
from sangkien.model.history import Commit
from sangkien.model.programme import Contact, Rules, Unit, UnitList, lineage
from sangkien.model.submission import Facts, NeutralEdit, Received, Submission


@dataclass(frozen=True)
class FieldSpec:
    """What the schema says of one field of a record."""

    name: str  # path of the field, `[]` for list items: `authors[].name`
    title: Words  # what people call it
    description: Words  # what belongs in it
    example: str  # a value as it is written
    labels: Mapping[str, Words]  # names of the allowed values, by value; empty where any is allowed
    required: bool = False  # cannot be left out
    least: int = 0  # fewest characters the value may have


@dataclass(frozen=True)
class Granted:
    """One honour that a decision gives."""

    decision: Filed[Decision]
    index: int  # position in the decision's items, from 0
    revoked_by: Filed[Decision] | None = None  # the later decision that revokes it; None while it is in force

    @property
    def honour(self) -> Honour:
        """The item of the decision."""
        return self.decision.record.items[self.index]

    @property
    def level(self) -> str:
        """Id of the level that decided."""
        return self.decision.record.level


@dataclass(frozen=True)
class Naming:
    """How an act's file names one submission."""

    at: datetime  # since when it does on the main line, aware
    then: str  # blob that stood at the submission's path at that time; empty: none
    content: str  # blob that was seen: the one the act gives, else `then`


@dataclass(frozen=True)
class AssessedCorrection:
    """A correction with what was found out about it."""

    filed: Filed[Correction]
    since: datetime  # from when it counts: its landing, else `as_of`; aware
    landing: Commit | None  # commit that brought it; None where it has not landed
    links: tuple[Content, ...]  # earlier contents its chain leads back to, newest first
    holds: str  # path where the corrected content stands now; empty: nowhere
    wrongs: tuple[Fault, ...]  # what is wrong with the act; empty where it counts

    @property
    def first(self) -> Content:
        """The content first received, against which the correction is measured."""
        return self.links[-1]


@dataclass(frozen=True)
class Edition:
    """One edition of the programme: its law (`rules`, `unit_lists`) and what unions did in it, each record with its file."""

    id: str  # name of its folder below `program/`
    rules: Filed[Rules]  # `rules.yml`
    unit_lists: tuple[Filed[UnitList], ...]  # one a file of `units/`
    registers: tuple[Filed[RegisterLine], ...] = ()  # one record a register line, struck ones included
    dossiers: tuple[Filed[Dossier], ...] = ()  # hồ sơ đề nghị
    decisions: tuple[Filed[Decision], ...] = ()  # quyết định
    disputes: tuple[Filed[Dispute], ...] = ()  # khiếu nại, tranh chấp
    agreements: tuple[Filed[Agreement], ...] = ()  # with employers
    corrections: tuple[Filed[Correction], ...] = ()  # đính chính

    @property
    def acts(self) -> Iterator[Filed[Any]]:
        """Every act of the edition, each record an `Act`, kind by kind."""
        for kind in ACTS:
            yield from getattr(self, f"{kind}s")

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        """The units of all lists by id."""
        return {unit.id: unit for filed in self.unit_lists for unit in filed.record.units}

    def unit_at(self, unit: str, level: str) -> Unit | None:
        """The unit of this id, or its nearest ancestor, that stands at `level`; None where there is none."""
        known = (self.units[step] for step in lineage(unit) if step in self.units)
        return next((step for step in known if step.level == level), None)

    def covers(self, unit: str, other: str) -> bool:
        """Whether unit `other` is `unit` or stands below it. A root unit of a higher level stands above every root of a lower
        level."""
        if unit in lineage(other):
            return True
        above, root = self.units.get(unit), self.units.get(other.partition("/")[0])
        if above is None or root is None or "/" in unit:
            return False
        rules = self.rules.record
        return rules.rank(above.level) < rules.rank(root.level)

    def receives(self, unit: str, line: RegisterLine) -> bool:
        """Whether `unit` may attest that the file of a register line came: a file of its own or of a unit below it. A dossier
        goes upwards, so a unit attests one of its own only where no unit stands above it."""
        sent_up = not line.path.startswith("submissions/") and line.unit == unit
        return line.edition == self.id and self.covers(unit, line.unit) and not (sent_up and self.above(unit))

    def above(self, unit: str) -> str:
        """Id of the unit directly above another; empty where there is none."""
        if "/" in unit:
            return unit.rpartition("/")[0]
        return next((other for other in self.units if "/" not in other and other != unit and self.covers(other, unit)), "")

    def nearest_above(self, *units: str) -> str:
        """Id of the lowest unit that is, or stands above, each of `units` (at least one); empty where there is none."""
        rank = self.rules.record.rank
        steps = [step for step in lineage(units[0]) if step in self.units]
        roots = sorted((id for id in self.units if "/" not in id), key=lambda id: -rank(self.units[id].level))
        return next((step for step in [*steps, *roots] if all(self.covers(step, unit) for unit in units)), "")

    def name_of(self, unit: str) -> str:
        """The full name of a unit; its id where no list has it."""
        return self.units[unit].name if unit in self.units else unit

    def contact_of(self, unit: str) -> Contact | None:
        """Who answers for a unit: its own contact, else that of the nearest unit above it that has one, else the edition's; None
        where nobody gave any."""
        while unit:
            if unit in self.units and (contact := self.units[unit].contact):
                return contact
            unit = self.above(unit)
        return self.rules.record.contact

    @cached_property
    def granted(self) -> tuple[Granted, ...]:
        """Every honour of every decision, by date of signing and path, each with the later decision of the same unit that
        revokes it."""
        ordered = sorted(self.decisions, key=lambda filed: (filed.record.signed_on, filed.path))
        revoking = [filed for filed in ordered if filed.record.revokes]
        return tuple(
            Granted(filed, index, next((later for later in revoking if _revokes(later, filed, item.path)), None))
            for filed in ordered
            for index, item in enumerate(filed.record.items)
        )

    @property
    def in_force(self) -> tuple[Granted, ...]:
        """The honours that no later decision revokes, in the order of `granted`."""
        return tuple(granted for granted in self.granted if granted.revoked_by is None)

    @cached_property
    def vouched(self) -> Mapping[str, tuple[Registered, ...]]:
        """Register lines that count, by the blob they attest. Struck lines are left out."""
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


class SubmissionIndex(Mapping[str, Address]):
    """The submissions of a revision: address by path. A subclass may look them up in the tree without listing all."""

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
        """Paths of the submissions of a unit and of the units below it, in one edition."""
        return self._by_unit.get((edition, unit), ())


@dataclass(frozen=True, eq=False)
class Corpus:
    """One revision as rules see it.

    What is judged is `submissions`, `sources`, `received` and `claims`; the other fields tell of the whole revision. A
    submission named `passed` is in order by itself: it has neither source nor record, only `facts`. Acts are judged together or
    not at all; what serves only them is empty unless `judges_acts`. Blobs are Git blob ids, instants are aware. A submission with
    faults that could still be read is a corpus of its own in `partial`, as a record with gaps.
    """

    as_of: datetime  # the instant that judges; pending contents count as received then
    editions: Mapping[str, Edition]  # by id
    index: SubmissionIndex  # address of every submission of the revision, by path
    blob_at: Callable[[str], str]  # path -> blob that stands there; empty: none
    landings: Mapping[str, Mapping[str, Commit]]  # path -> blob -> commit that first brought it there; every path ever used
    sources: Mapping[str, SourceFile]  # judged files that are text, by path
    submissions: tuple[Filed[Submission], ...]  # judged and well formed
    received: Mapping[str, Received]  # path -> when and how its present content was received
    claims: Mapping[str, tuple[Commit, ...]]  # judged path -> commits whose dates it rests on
    faults: tuple[Fault, ...]  # why files are no records, or cannot stay where they are
    judges_law: bool = True  # the law (rules, units, schemas) is judged
    judges_register: bool = True  # the register is judged
    judges_acts: bool = True  # acts are judged
    named: Mapping[str, Filed[Submission]] = field(default_factory=dict)  # submissions that acts name, by path
    namings: Mapping[tuple[str, str], Naming] = field(default_factory=dict)  # (act, submission) paths -> how named
    disputes: Mapping[str, tuple[Filed[Dispute], ...]] = field(default_factory=dict)  # by path of the submission
    duplicates: Mapping[str, str] = field(default_factory=dict)  # judged path -> path where the same bytes stood before
    resembling: Mapping[str, str] = field(default_factory=dict)  # judged path -> a like one, withdrawn under dispute
    before: Mapping[str, Edition] = field(default_factory=dict)  # the editions that a change would replace, by id
    disordered: Mapping[Commit, str] = field(default_factory=dict)  # commit dated before its parent -> a path it changed
    paths_in: Callable[[str], Iterable[str]] = lambda folder: ()  # folder -> paths of the files in it
    unfounded: Container[tuple[str, str]] = frozenset()  # (path, blob) of register lines whose content never stood there
    fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)  # kind of record -> field name -> what it says
    law_files: tuple[Filed[Rules] | Filed[UnitList], ...] = ()  # judged and well formed
    passed: Set[str] = frozenset()  # paths of judged submissions that are in order by themselves
    facts: Mapping[str, Facts] = field(default_factory=dict)  # by path, of well-formed submissions judged or named
    landed_since: Callable[[datetime], Iterable[tuple[str, str]]] = (
        lambda at: ()
    )  # instant -> (path, blob) landed then or later
    received_content: Callable[[str, str], Received] = lambda path, content: Received(
        datetime.max
    )  # when a content was received
    # (path, later blob, earlier blob) -> what the later is to the earlier; None: no neutral edit
    neutral_edit: Callable[[str, str, str], NeutralEdit | None] = lambda path, later, earlier: None
    corrections: Mapping[str, tuple[AssessedCorrection, ...]] = field(default_factory=dict)  # by edition id
    partial: tuple[Corpus, ...] = ()  # one corpus for each submission with gaps

    @property
    def lines(self) -> Iterator[Filed[RegisterLine]]:
        """Every register line of every edition, struck ones included."""
        return (filed for edition in self.editions.values() for filed in edition.registers)

    def faults_of(self, kind: str) -> Iterator[tuple[Location, Mapping[str, Value], tuple[Fix, ...]]]:
        """Location, values and fixes of every fault of one kind, in the form a rule yields them."""
        return ((fault.location, fault.values, fault.fixes) for fault in self._faults.get(kind, ()))

    @cached_property
    def _faults(self) -> Mapping[str, list[Fault]]:
        """The faults by kind: there may be hundreds of thousands, and some thirty rules ask."""
        found: dict[str, list[Fault]] = {}
        for fault in self.faults:
            found.setdefault(fault.kind, []).append(fault)
        return found

    def judged(self) -> Iterator[tuple[Address, Edition]]:
        """Address and edition of every judged submission that is text and whose edition is known, well formed or not, by
        path."""
        read = {path: source.address for path, source in self.sources.items() if source.address.kind == "submission"}
        for path in sorted(read.keys() | self.passed):
            address = read.get(path) or self.index[path]
            if address.edition in self.editions:
                yield address, self.editions[address.edition]

    def judged_since(self, edition: Edition, at: datetime) -> Iterator[Address]:
        """Those of `judged` in an edition that may have been received at `at` (aware) or later, by path. Submissions passed
        earlier are left out without being looked at."""
        landed = {path for path, _ in self.landed_since(at) if path in self.passed} if self.passed else set()
        for path in sorted(landed.union(self.sources)):
            address = self.index.get(path)
            if address and address.edition == edition.id:
                yield address

    def was_there(self, path: str, edition: Edition) -> bool:
        """Whether a submission or dossier stands at this path, or anything ever did."""
        return path in self.index or any(filed.path == path for filed in edition.dossiers) or path in self.landings

    def held(self, path: str, content: str) -> bool:
        """Whether this blob stands at the path, or ever did."""
        return self.blob_at(path) == content or content in self.landings.get(path, ())

    def as_seen(self, act: Filed[Any], path: str) -> bool:
        """Whether the content at a submission's path is the one that an act saw, or a neutral edit of it: then honour and quota
        slot belong to it.

        Raises KeyError where the act does not name the path.
        """
        return self.same(path, self.blob_at(path), self.namings[act.path, path].content)

    def same(self, path: str, later: str, earlier: str) -> bool:
        """Whether blob `later` of a submission is blob `earlier`, or a neutral edit of it."""
        return later == earlier or self.neutral_edit(path, later, earlier) is not None

    def late(self, path: str, edition: Edition) -> bool:
        """Whether the present content of a submission was received after the edition's closing and grace.

        Raises KeyError for a path without a present content.
        """
        return edition.rules.record.portal.closed(self.received[path].timely)

    def honours(self, edition: Edition) -> Mapping[str, tuple[Granted, ...]]:
        """Honours in force by path, of submissions in the repository: not revoked, and given for the content that stands
        there."""
        found: dict[str, tuple[Granted, ...]] = {}
        for granted in edition.in_force:
            path = granted.honour.path
            if path in self.index and self.as_seen(granted.decision, path):
                found[path] = (*found.get(path, ()), granted)
        return found

"""Everything the repository says at one revision, typed, and the faults of what is not; must not know Git or YAML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Generic, TypeVar

from sangkien.language import Value, Words
from sangkien.model.finding import WHOLE_FILE, Fault, Mark, Place
from sangkien.model.history import Commit
from sangkien.model.programme import Rules, Unit, UnitList, lineage
from sangkien.model.submission import Decision, Received, Register, RegisterLine, Submission

Record = TypeVar("Record")


@dataclass(frozen=True)
class Address:
    """What a path says of its file: the kind of record, and the edition and unit whose folders hold it."""

    path: str
    kind: str
    edition: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Source:
    """A judged file that could be read as text."""

    address: Address
    blob: str
    text: str

    @property
    def path(self) -> str:
        return self.address.path

    @cached_property
    def lines(self) -> list[str]:
        return self.text.split("\n")  # as editors and the parser count them; splitlines() also breaks at a form feed


@dataclass(frozen=True)
class Filed(Generic[Record]):
    """A well-formed record with its file and the mark of every field, named by dotted path: `authors.0.name`."""

    record: Record
    source: Source
    marks: Mapping[str, Mark]

    @property
    def path(self) -> str:
        return self.source.path

    def at(self, name: str) -> Place:
        return Place(self.path, self.marks.get(name, WHOLE_FILE))


@dataclass(frozen=True)
class FieldSpec:
    """What the schema says of one field; `name` is its path with `[]` for list items: `authors[].name`."""

    name: str
    title: Words
    description: Words
    example: str
    labels: Mapping[str, Words]
    required: bool = False


@dataclass(frozen=True)
class Edition:
    id: str
    rules: Filed[Rules]
    unit_lists: tuple[Filed[UnitList], ...]
    registers: tuple[Filed[Register], ...] = ()
    decisions: tuple[Filed[Decision], ...] = ()

    @cached_property
    def units(self) -> Mapping[str, Unit]:
        return {unit.id: unit for filed in self.unit_lists for unit in filed.record.units}

    def unit_at(self, unit: str, level: str) -> Unit | None:
        """The unit itself or its nearest ancestor that stands at `level`."""
        known = (self.units[step] for step in lineage(unit) if step in self.units)
        return next((step for step in known if step.level == level), None)

    @cached_property
    def vouched(self) -> Mapping[str, tuple[RegisterLine, ...]]:
        """Register lines by the blob they vouch for."""
        lines: dict[str, tuple[RegisterLine, ...]] = {}
        for filed in self.registers:
            for line in filed.record.lines:
                lines[line.blob] = (*lines.get(line.blob, ()), line)
        return lines


@dataclass(frozen=True)
class Corpus:
    """`addresses` are all submissions of the revision and `former` every path that one ever had; `before` holds the
    editions that a change would replace; the rest holds only what is judged.
    """

    as_of: datetime
    editions: Mapping[str, Edition]
    addresses: tuple[Address, ...]
    former: frozenset[str]
    sources: Mapping[str, Source]
    submissions: tuple[Filed[Submission], ...]
    received: Mapping[str, Received]
    claims: Mapping[str, tuple[Commit, ...]]
    faults: tuple[Fault, ...]
    before: Mapping[str, Edition] = field(default_factory=dict)
    disordered: tuple[tuple[str, Commit], ...] = ()
    unfounded: frozenset[tuple[str, str]] = frozenset()
    fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)

    def faults_of(self, kind: str) -> Iterator[tuple[Place, Mapping[str, Value]]]:
        """Place and values of every fault of one kind, as a rule yields them."""
        return ((fault.place, fault.values) for fault in self.faults if fault.kind == kind)

    def judged(self) -> Iterator[tuple[Source, Edition]]:
        """Every judged submission that is text and whose edition is known, well formed or not."""
        for source in self.sources.values():
            if source.address.kind == "submission" and source.address.edition in self.editions:
                yield source, self.editions[source.address.edition]

    @cached_property
    def by_unit(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Paths of all submissions, by edition and unit, ancestors included."""
        paths: dict[tuple[str, str], list[str]] = {}
        for address in self.addresses:
            for unit in lineage(address.unit):
                paths.setdefault((address.edition, unit), []).append(address.path)
        return {key: tuple(value) for key, value in paths.items()}

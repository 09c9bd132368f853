"""Reads what is allowed at a revision: schemas, and each edition's rules and units; must not read what is judged by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from hashlib import blake2b

from sangkien.cache import Store
from sangkien.cache.parsed_files import Memory
from sangkien.corpus.layout import LAW, schema_kind
from sangkien.corpus.metaschema import BadSchema, Schema, read_schema
from sangkien.corpus.reader import Reader, contents_of
from sangkien.corpus.record import names
from sangkien.corpus.schema import Validator, validator
from sangkien.corpus.scope import Scope, root_level
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.act import ACTS, RegisterLine
from sangkien.model.corpus import Edition
from sangkien.model.filed import Address, Filed
from sangkien.model.finding import CannotJudge, Fault
from sangkien.model.history import Snapshot
from sangkien.model.programme import Rules, UnitList
from sangkien.model.submission import Submission

KINDS: Mapping[str, type] = {
    "submission": Submission,
    "rules": Rules,
    "units": UnitList,
    "register": RegisterLine,
    **ACTS,
}


@dataclass(frozen=True)
class Law:
    """What is allowed at one revision. With a `scope` it is the law of those top units and of those above them, and only their
    acts are read by it."""

    validators: Mapping[tuple[str, str], Validator]  # by kind of record and edition id; edition "": without vocabularies
    editions: Mapping[str, Edition]  # rules and units by edition id; no acts
    faults: tuple[Fault, ...]  # of the files that should state the law
    digests: Mapping[str, str]  # edition id -> hash of all files its law stands in
    memory: Memory  # what readers under this law remember
    scope: Scope = None  # ids of top units; None: all

    def validator(self, kind: str, edition: str) -> Validator:
        """The schema of a kind for an edition id; for an unknown edition the one without an edition's vocabularies."""
        return self.validators.get((kind, edition)) or self.validators[kind, ""]


def load_law(snapshot: Snapshot, store: Store | None = None, scope: Scope = None) -> Law:
    """The law at a revision, or the part that concerns the top units in `scope`. Files whose data is in the store are not
    parsed again.

    Raises CannotJudge where a schema is missing or unusable: then no file can be judged.
    """
    memory = Memory(store or Store(None))
    reader = Reader(memory)
    contents = contents_of(snapshot, LAW, scope)
    stands = {address.path: snapshot.entries[address.path].blob for places in contents.values() for address, _ in places}
    marks = {kind: stands.get(f"schema/{kind}.schema.json", "") for kind in KINDS}
    schemas = dict(_schemas(contents, snapshot.revision, memory, marks))
    validators = {(kind, ""): validator(schemas[kind], None, marks[kind]) for kind in KINDS}
    editions: dict[str, Edition] = {}
    for address, content in contents["rules"]:
        source = reader.source(address, snapshot, content)
        # The file's own lists are the vocabulary of its other fields: it is read once to learn them, then judged with them.
        lists = Reader(memory.afresh()).record(Rules, source, validators["rules", ""])
        listed = (lists.record if lists else None, stands[address.path])
        ready = {(kind, address.edition): validator(schemas[kind], listed[0], f"{marks[kind]} {listed[1]}") for kind in KINDS}
        rules = reader.record(Rules, source, ready["rules", address.edition])
        if rules is not None:
            validators |= ready
            editions[address.edition] = Edition(address.edition, rules, ())
    lists_of: dict[str, list[Filed[UnitList]]] = {id: [] for id in editions}
    scope = _with_those_above(scope, contents["units"], editions)
    for address, content in contents["units"]:
        if address.edition in editions and (scope is None or address.unit in scope):
            units = reader.record(UnitList, reader.source(address, snapshot, content), validators["units", address.edition])
            lists_of[address.edition] += filter(None, [units])
    editions = {id: replace(edition, unit_lists=tuple(lists_of[id])) for id, edition in editions.items()}
    held = {path: f"{snapshot.entries[path].mode} {blob}" for path, blob in stands.items()}
    digests = {id: _digest(id, held) for id in editions}
    return Law(validators, editions, tuple(reader.faults), digests, memory.afresh(), scope)


def _with_those_above(scope: Scope, units: Iterable[tuple[Address, bytes]], editions: Mapping[str, Edition]) -> Scope:
    """The scope with every root that may stand above one of it; all (None) where one of it has no list of units: then what was
    meant is looked for everywhere."""
    if scope is None:
        return None
    listed = [
        (address, editions[address.edition].rules.record, root_level(content))
        for address, content in units
        if address.edition in editions
    ]
    if not scope <= {address.unit for address, _, _ in listed}:
        return None
    known = {rules: [level.id for level in rules.levels] for _, rules, _ in listed}
    lowest = max(
        (known[rules].index(level) for address, rules, level in listed if address.unit in scope and level in known[rules]),
        default=0,
    )
    above = {
        address.unit for address, rules, level in listed if level not in known[rules] or known[rules].index(level) < lowest
    }
    return scope | above


def _digest(edition: str, stands: Mapping[str, str]) -> str:
    ours = (f"{path}\0{blob}\0" for path, blob in sorted(stands.items()) if path.startswith(("schema/", f"program/{edition}/")))
    return blake2b("".join(ours).encode()).hexdigest()


def fitting(kind: str, schema: Schema) -> Schema:
    """The schema, if the record of its kind has a field for each of its fields and can do without those it leaves optional.

    Raises BadSchema.
    """
    given, ours = validator(schema, None).fields, names(KINDS[kind])
    # What is required only inside something that the schema does not know yet is never asked for.
    asked = [name for name, optional in ours.items() if not optional and name.rpartition(".")[0] in ("", *given)]
    if lost := sorted(name for name in asked if not (name in given and given[name].required)):
        raise BadSchema(Words(f"trường “{lost[0]}” phải bắt buộc", f"the field “{lost[0]}” must be required"))
    if strange := sorted(given.keys() - ours):
        raise BadSchema(
            Words(f"trường “{strange[0]}” chưa có chỗ trong bản ghi", f"the record has no place for the field “{strange[0]}”")
        )
    return schema


@cache
def _usable(kind: str, content: bytes) -> Schema:
    return fitting(kind, read_schema(content))


def _schemas(
    contents: Mapping[str, list[tuple[Address, bytes]]], revision: str, memory: Memory, marks: Mapping[str, str]
) -> Iterator[tuple[str, Schema]]:
    given = {schema_kind(address.path): content for address, content in contents["schema"]}
    for kind in KINDS:
        if kind not in given:
            raise CannotJudge(
                Words(
                    f"Thiếu schema/{kind}.schema.json ở phiên bản {revision[:12]}: kho này không phải kho sáng kiến.",
                    f"schema/{kind}.schema.json is missing at {revision[:12]}: this is not an innovation repository.",
                )
            )
        mark = f"schema {kind}"
        if known := memory.data(mark, marks[kind]):
            yield kind, known
            continue
        try:
            schema = _usable(kind, given[kind])
            memory.learn(mark, marks[kind], schema)
            yield kind, schema
        except BadSchema as error:
            name = f"schema/{kind}.schema.json"
            raise CannotJudge(
                Words(f"{name} không dùng được: {error.where.vi}.", f"{name} is not usable: {error.where.en}.")
            ) from error

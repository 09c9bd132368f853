"""Reads what is allowed at a revision: schemas, and each edition's rules and units; must not read what is judged by them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from sangkien.corpus.layout import LAW, schema_kind
from sangkien.corpus.reader import Memory, Reader, contents_of
from sangkien.corpus.record import names
from sangkien.corpus.schema import BadSchema, Schema, Validator, read_schema, validator
from sangkien.language import Words
from sangkien.model.act import Agreement, Decision, Dispute, Dossier, Register
from sangkien.model.corpus import Address, Edition
from sangkien.model.finding import CannotJudge, Fault
from sangkien.model.history import Snapshot
from sangkien.model.programme import Rules, UnitList
from sangkien.model.submission import Submission

KINDS: Mapping[str, type] = {
    "submission": Submission,
    "rules": Rules,
    "units": UnitList,
    "register": Register,
    "dossier": Dossier,
    "decision": Decision,
    "dispute": Dispute,
    "agreement": Agreement,
}


@dataclass(frozen=True)
class Law:
    """What is allowed: schemas made ready for each edition, its rules and units, and the faults of files that should say it.

    `digests` are marks of all the files that an edition's law stands in.
    """

    validators: Mapping[tuple[str, str], Validator]
    editions: Mapping[str, Edition]
    faults: tuple[Fault, ...]
    digests: Mapping[str, str]
    memory: Memory = field(default_factory=dict)

    def validator(self, kind: str, edition: str) -> Validator:
        """The schema of a kind; an unknown edition gets the one without an edition's vocabularies."""
        return self.validators.get((kind, edition)) or self.validators[kind, ""]


def load_law(snapshot: Snapshot) -> Law:
    """The law at a revision. Raises CannotJudge when a schema is missing or unusable: then no file can be judged."""
    reader = Reader()
    contents = contents_of(snapshot, LAW)
    schemas = dict(_schemas(contents, snapshot.revision))
    validators = {(kind, ""): validator(schemas[kind], None) for kind in KINDS}
    editions: dict[str, Edition] = {}
    for place, content in contents["rules"]:
        source = reader.source(place, snapshot, content)
        # The file's own lists are the vocabulary of its other fields: it is read once to learn them, then judged with them.
        lists = Reader().record(Rules, source, validators["rules", ""])
        ready = {(kind, place.edition): validator(schemas[kind], lists.record if lists else None) for kind in KINDS}
        rules = reader.record(Rules, source, ready["rules", place.edition])
        if rules is not None:
            validators |= ready
            editions[place.edition] = Edition(place.edition, rules, ())
    for place, content in contents["units"]:
        if place.edition in editions:
            edition = editions[place.edition]
            units = reader.record(UnitList, reader.source(place, snapshot, content), validators["units", place.edition])
            editions[place.edition] = replace(edition, unit_lists=(*edition.unit_lists, *filter(None, [units])))
    stands = {place.path: snapshot.entries[place.path].blob for places in contents.values() for place, _ in places}
    digests = {
        id: blake2b(
            "".join(
                f"{path}\0{blob}\0" for path, blob in sorted(stands.items()) if path.startswith(("schema/", f"program/{id}/"))
            ).encode()
        ).hexdigest()
        for id in editions
    }
    return Law(validators, editions, tuple(reader.faults), digests)


def fitting(kind: str, schema: Schema) -> Schema:
    """The schema, if the record of its kind has a place for each of its fields. Raises BadSchema."""
    if strange := sorted(validator(schema, None).fields.keys() - names(KINDS[kind])):
        raise BadSchema(
            Words(f"trường “{strange[0]}” chưa có chỗ trong bản ghi", f"the record has no place for the field “{strange[0]}”")
        )
    return schema


def _schemas(contents: Mapping[str, list[tuple[Address, bytes]]], revision: str) -> Iterator[tuple[str, Schema]]:
    given = {schema_kind(place.path): content for place, content in contents["schema"]}
    for kind in KINDS:
        if kind not in given:
            raise CannotJudge(
                Words(
                    f"Thiếu schema/{kind}.schema.json ở phiên bản {revision[:12]}: kho này không phải kho sáng kiến.",
                    f"schema/{kind}.schema.json is missing at {revision[:12]}: this is not an innovation repository.",
                )
            )
        try:
            yield kind, fitting(kind, read_schema(given[kind]))
        except BadSchema as error:
            name = f"schema/{kind}.schema.json"
            raise CannotJudge(
                Words(f"{name} không dùng được: {error.where.vi}.", f"{name} is not usable: {error.where.en}.")
            ) from error

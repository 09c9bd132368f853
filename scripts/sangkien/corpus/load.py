"""Puts the corpus together: the law of one revision, the files of another; must not decide what is allowed."""

from __future__ import annotations

import codecs
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from sangkien.corpus.document import Path, Trouble, Unreadable, parse_submission, parse_yaml
from sangkien.corpus.layout import LAW, address, schema_kind
from sangkien.corpus.received import received
from sangkien.corpus.record import build, names
from sangkien.corpus.schema import BadSchema, Schema, Validator, headings, read_schema, validator
from sangkien.language import Value, Words
from sangkien.model.corpus import Address, Corpus, Edition, Filed, Source
from sangkien.model.finding import CannotJudge, Fault, Place
from sangkien.model.history import PLAIN_FILE, Snapshot
from sangkien.model.programme import Rules, UnitList
from sangkien.model.submission import Decision, Received, Register, Submission

Record = TypeVar("Record")

KINDS: Mapping[str, type] = {
    "submission": Submission,
    "rules": Rules,
    "units": UnitList,
    "register": Register,
    "decision": Decision,
}
LARGEST = 65_536  # bytes; a submission at every limit is under 20 kB, the longest list of units a few times that
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Progress = Callable[[Sequence[Address]], Iterable[Address]]
"""Hands the files on one by one, so that a terminal can show how far the reading is."""


@dataclass(frozen=True)
class Law:
    """What is allowed: schemas made ready for each edition, its rules and units, and the faults of files that should say it."""

    validators: Mapping[tuple[str, str], Validator]
    editions: Mapping[str, Edition]
    faults: tuple[Fault, ...]

    def validator(self, kind: str, edition: str) -> Validator:
        """The schema of a kind; an unknown edition gets the one without an edition's vocabularies."""
        return self.validators.get((kind, edition)) or self.validators[kind, ""]


def load_law(snapshot: Snapshot) -> Law:
    """The law at a revision. Raises CannotJudge when a schema is missing or unusable: then no file can be judged."""
    reader = _Reader()
    contents = _contents(snapshot, LAW)
    schemas = dict(_schemas(contents, snapshot.revision))
    validators = {(kind, ""): validator(schemas[kind], None) for kind in KINDS}
    editions: dict[str, Edition] = {}
    for place, content in contents["rules"]:
        source = reader.source(place, snapshot, content)
        # The file's own lists are the vocabulary of its other fields: it is read once to learn them, then judged with them.
        lists = _Reader().record(Rules, source, validators["rules", ""])
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
    return Law(validators, editions, tuple(reader.faults))


def load(
    snapshot: Snapshot, law: Law, as_of: datetime, only: Collection[str] | None = None, progress: Progress = iter
) -> Corpus:
    """The corpus of a revision under a law. `only` names the submissions and law files to be judged; without it, all are.

    Acts of unions (register, decisions) are always read: they say what was received and honoured.
    """
    found = _by_kind(snapshot)
    wanted = {kind: [place for place in places if only is None or place.path in only] for kind, places in found.items()}
    reader = _Reader()
    for kind in ("rules", "units"):
        for place, content in _read(snapshot, wanted.get(kind, [])):
            reader.record(KINDS[kind], reader.source(place, snapshot, content), law.validator(kind, place.edition))
    for place, content in _read(snapshot, wanted.get("schema", [])):
        try:
            _fitting(schema_kind(place.path), read_schema(content))
        except BadSchema as error:
            reader.faults.append(Fault("schema", Place(place.path), {"what": error.where}))
    reader.faults += [Fault("misplaced", Place(place.path), {}) for place in wanted.get("misplaced", [])]
    editions = _with_acts(snapshot, law, found, reader)
    judged = wanted.get("submission", [])
    submissions = tuple(_submissions(snapshot, law, judged, reader, progress))
    return Corpus(
        as_of=as_of,
        editions=editions,
        addresses=tuple(found.get("submission", ())),
        former=frozenset(snapshot.history.landings),
        sources=reader.sources,
        submissions=submissions,
        received={place.path: _dated(place, snapshot, editions.get(place.edition), as_of) for place in judged},
        claims={place.path: snapshot.claims[place.path] for place in judged if place.path in snapshot.claims},
        disordered=snapshot.history.disordered if only is None else (),
        unfounded=_unfounded(snapshot, editions),
        faults=tuple(reader.faults),
        fields={kind: law.validator(kind, max(law.editions, default="")).fields for kind in KINDS},
    )


def empty(as_of: datetime) -> Corpus:
    """A corpus of nothing, for what is checked beside any submission."""
    return Corpus(as_of, {}, (), frozenset(), {}, (), {}, {}, ())


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
            yield kind, _fitting(kind, read_schema(given[kind]))
        except BadSchema as error:
            name = f"schema/{kind}.schema.json"
            raise CannotJudge(
                Words(f"{name} không dùng được: {error.where.vi}.", f"{name} is not usable: {error.where.en}.")
            ) from error


def _fitting(kind: str, schema: Schema) -> Schema:
    """The schema, if the record of its kind has a place for each of its fields. Raises BadSchema."""
    if strange := sorted(validator(schema, None).fields.keys() - names(KINDS[kind])):
        raise BadSchema(
            Words(f"trường “{strange[0]}” chưa có chỗ trong bản ghi", f"the record has no place for the field “{strange[0]}”")
        )
    return schema


def _with_acts(snapshot: Snapshot, law: Law, found: Mapping[str, list[Address]], reader: _Reader) -> Mapping[str, Edition]:
    """The law's editions with the register and the decisions of the revision that is judged."""

    def acts(kind: str, record: type[Record], edition: str) -> tuple[Filed[Record], ...]:
        places = [place for place in found.get(kind, ()) if place.edition == edition]
        sources = [reader.source(place, snapshot, content) for place, content in _read(snapshot, places)]
        return tuple(filter(None, (reader.record(record, source, law.validator(kind, edition)) for source in sources)))

    return {
        id: replace(edition, registers=acts("register", Register, id), decisions=acts("decision", Decision, id))
        for id, edition in law.editions.items()
    }


def _submissions(
    snapshot: Snapshot, law: Law, places: list[Address], reader: _Reader, progress: Progress
) -> Iterator[Filed[Submission]]:
    answers = {key: headings(each.fields) for key, each in law.validators.items() if key[0] == "submission"}
    for place, content in _read(snapshot, progress(places)):
        source = reader.source(place, snapshot, content)
        known = answers.get(("submission", place.edition)) or answers["submission", ""]
        filed = reader.record(Submission, source, law.validator("submission", place.edition), known)
        if filed is not None:
            yield filed


def _dated(place: Address, snapshot: Snapshot, edition: Edition | None, as_of: datetime) -> Received:
    blob = snapshot.entries[place.path].blob
    now = as_of.astimezone(edition.rules.record.zone) if edition else as_of
    vouched = edition.vouched.get(blob, ()) if edition else ()
    return received(place.path, blob, snapshot.history, snapshot.receipts.get(blob, ()), vouched, now)


def _unfounded(snapshot: Snapshot, editions: Mapping[str, Edition]) -> frozenset[tuple[str, str]]:
    """Path and blob of register lines whose content never stood there, neither on the line nor in this revision."""
    lines = {
        (line.path, line.blob) for edition in editions.values() for vouched in edition.vouched.values() for line in vouched
    }
    stands = {(path, entry.blob) for path, _ in lines if (entry := snapshot.entries.get(path))}
    return frozenset(pair for pair in lines - stands if pair[1] not in snapshot.history.landings.get(pair[0], {}))


def _by_kind(snapshot: Snapshot) -> dict[str, list[Address]]:
    found: dict[str, list[Address]] = defaultdict(list)
    for path in sorted(snapshot.entries):
        if place := address(path):
            found[place.kind].append(place)
    return found


def _contents(snapshot: Snapshot, kinds: Iterable[str]) -> Mapping[str, list[tuple[Address, bytes]]]:
    found = _by_kind(snapshot)
    return {kind: list(_read(snapshot, found.get(kind, []))) for kind in kinds}


def _read(snapshot: Snapshot, places: Iterable[Address]) -> Iterator[tuple[Address, bytes]]:
    """Every file with its content, in one call of the reader. A submodule has no content: its mode is its fault."""
    listed = list(places)
    stored = [place for place in listed if snapshot.entries[place.path].mode != _SUBMODULE]
    contents = zip(stored, snapshot.read(snapshot.entries[place.path].blob for place in stored), strict=True)
    yield from ((place, content) for place, (_, content) in contents)
    yield from ((place, b"") for place in listed if snapshot.entries[place.path].mode == _SUBMODULE)


_SUBMODULE = "160000"


@dataclass
class _Reader:
    """Turns contents into sources and records and gathers the faults of those that are none."""

    sources: dict[str, Source] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def source(self, place: Address, snapshot: Snapshot, content: bytes) -> Source | None:
        """The file as text, or None and a fault."""
        entry = snapshot.entries[place.path]
        if fault := _unfit(entry.mode, content):
            kind, values = fault
            self.faults.append(Fault(kind, Place(place.path), values))
            return None
        text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
        source = self.sources[place.path] = Source(place, entry.blob, text)
        return source

    def record(
        self, record: type[Record], source: Source | None, schema: Validator, answers: Mapping[str, str] | None = None
    ) -> Filed[Record] | None:
        """The file as a record, or None and its faults. `answers` are the headings of a submission."""
        if source is None:
            return None
        try:
            document = parse_yaml(source.text) if answers is None else parse_submission(source.text, answers)
        except Unreadable as error:
            self._fault(source, error.trouble)
            return None
        troubles = (*document.troubles, *schema.troubles(document))
        for trouble in troubles:
            self._fault(source, trouble)
        if troubles or not isinstance(document.data, dict):
            return None
        return Filed(build(record, document.data), source, {_dotted(path): mark for path, mark in document.marks.items()})

    def _fault(self, source: Source, trouble: Trouble) -> None:
        self.faults.append(Fault(trouble.kind, Place(source.path, trouble.mark), trouble.values))


_MODES = {
    "100755": Words("tệp có quyền thực thi", "an executable file"),
    "120000": Words("liên kết tượng trưng", "a symbolic link"),
    _SUBMODULE: Words("kho con", "a submodule"),
}


def _unfit(mode: str, content: bytes) -> tuple[str, Mapping[str, Value]] | None:
    """Why the file is no plain UTF-8 text of a sane size: the fault's kind and what to show."""
    if mode != PLAIN_FILE:
        return "mode", {"what": _MODES.get(mode, Words(f"kiểu {mode}", f"mode {mode}"))}
    if len(content) > LARGEST:
        return "size", {"size": len(content), "limit": LARGEST}
    if content.startswith(_BOMS):
        return "encoding", {"what": Words("tệp mở đầu bằng dấu BOM", "the file begins with a byte-order mark")}
    if b"\0" in content:
        return "encoding", {"what": Words("tệp có byte NUL", "the file holds a NUL byte")}
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "encoding", {"what": Words(f"byte hỏng ở dòng {line}", f"bad byte on line {line}")}
    return None


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))

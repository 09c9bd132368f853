"""Puts the corpus together: the law of one revision, the files of another; must not decide what is allowed."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, NoReturn

from sangkien.corpus import acts
from sangkien.corpus.duplicates import duplicates, resembling
from sangkien.corpus.law import KINDS, Law, fitting
from sangkien.corpus.layout import LAW, address_of, harm, schema_kind, spelling
from sangkien.corpus.metaschema import BadSchema, read_schema
from sangkien.corpus.misfiled import misfiled
from sangkien.corpus.reader import Reader, by_kind, read
from sangkien.corpus.received import Dates
from sangkien.corpus.schema import Validator, headings
from sangkien.corpus.submission_index import TreeIndex
from sangkien.corpus.times import Times
from sangkien.model.corpus import Corpus, Edition, FieldSpec, SubmissionIndex
from sangkien.model.filed import Address, Filed, SourceFile
from sangkien.model.finding import Fault, Location
from sangkien.model.history import PLAIN_FILE, Files, LazyMapping, Snapshot, TreeEntry
from sangkien.model.programme import Rules, UnitList
from sangkien.model.submission import Facts, Submission


def load(
    snapshot: Snapshot,
    law: Law,
    as_of: datetime,
    only: Collection[str] | None = None,
    passed: Mapping[str, Facts] | None = None,
    until: datetime | None = None,
    arriving: Collection[str] = (),
    irregular: Container[str] = (),
) -> Corpus:
    """The corpus of a revision under a law, judged at `as_of` (aware).

    `only`: paths of the submissions, acts and law files to be judged; None: all. `passed`: facts of submissions that need not
    be read. `irregular`: paths known not to be plainly in order, for which the fast reader is not tried. Acts are always read:
    they say what was received, proposed and honoured. `until` (aware) makes it an archive: only acts dated by then count, and
    those in `arriving`.
    """
    passed = passed or {}
    found = by_kind(snapshot, only, passed, law.scope)
    wanted = {kind: [address for address in places if only is None or address.path in only] for kind, places in found.items()}
    reader = Reader(law.memory)
    law_files = tuple(_law_files(snapshot, law, wanted, reader))
    for address, content in read(snapshot, wanted.get("schema", [])):
        try:
            fitting(schema_kind(address.path), read_schema(content))
        except BadSchema as error:
            reader.faults.append(Fault("schema", Location(address.path), {"what": error.where}))
    reader.faults += (Fault("superseded", Location(address.path), {}) for address in wanted.get("superseded", []))
    ill_named = list(_ill_named([*wanted.get("misplaced", []), *wanted.get("unsafe", [])], snapshot))
    reader.faults += ill_named
    editions = acts.with_acts(snapshot, law, found, reader)
    if until:
        editions = {id: acts.dated(edition, until, arriving) for id, edition in editions.items()}
    answers = _answers(law)
    strays = [fault.location.path for fault in ill_named if fault.kind == "misplaced"]
    elsewhere = tuple(misfiled(snapshot, law, strays, reader, answers))
    judged = wanted.get("submission", [])
    submissions = tuple(_read_in(snapshot, law, judged, reader, irregular))
    there = TreeIndex(snapshot.entries)
    acting = acts.touches_acts(only, editions, snapshot)
    spoken_of = [there[path] for path in sorted(set(acts.named_submissions(editions))) if path in there] if acting else []
    named = LazyMapping(lambda: _named(snapshot, law, spoken_of, submissions))
    own = {filed.path: Facts.of(filed.record) for filed in submissions}
    unread = [address for address in spoken_of if address.path not in passed and address.path not in own]
    own |= {path: Facts.of(filed.record) for path, filed in _named(snapshot, law, unread, ()).items()}
    known = Times(snapshot, law, editions, as_of)
    times = Dates(known.at, acts.dossiers_received(snapshot, law, editions, as_of) if acting else {})
    law.memory.keep()
    return Corpus(
        as_of=as_of,
        editions=editions,
        index=there,
        blob_at=partial(_content, snapshot.entries),
        landings=snapshot.history.landings,
        sources=reader.sources,
        submissions=submissions,
        received=times,
        claims={address.path: claims for address in judged if (claims := snapshot.claims.get(address.path))},
        passed=passed.keys(),
        facts=ChainMap(own, passed) if passed else own,  # type: ignore[arg-type]
        landed_since=snapshot.history.since,
        judges_law=_holds(only, LAW),
        judges_register=_holds(only, ("register",)),
        judges_acts=acting,
        named=named,
        namings=LazyMapping(lambda: acts.namings(snapshot, law, editions, times.__getitem__, as_of)),
        disputes=acts.disputes(snapshot, editions, only, known.heirs) if acting else {},
        duplicates=LazyMapping(lambda: duplicates(snapshot, only, known.beside, known.closed)),
        resembling=LazyMapping(lambda: resembling(snapshot, editions, [address.path for address in judged])),
        disordered=snapshot.history.disordered if only is None else {},
        paths_in=snapshot.entries.names,
        received_content=known.of,
        neutral_edit=known.neutral_edit,
        corrections=LazyMapping(lambda: {id: known.corrections(edition) for id, edition in editions.items()}),
        unfounded=LazyMapping(lambda: dict.fromkeys(_unfounded(snapshot, editions))),
        law_files=law_files,
        faults=tuple(reader.faults),
        partial=tuple(_by_itself(law, (filed,), {filed.path: filed.source}, ()) for filed in (*elsewhere, *reader.gapped)),
        fields=_fields(law),
    )


def _law_files(
    snapshot: Snapshot, law: Law, wanted: Mapping[str, list[Address]], reader: Reader
) -> Iterator[Filed[Rules] | Filed[UnitList]]:
    for address, content in read(snapshot, wanted.get("rules", [])):
        if rules := reader.record(Rules, reader.source(address, snapshot, content), law.validator("rules", address.edition)):
            yield rules
    for address, content in read(snapshot, wanted.get("units", [])):
        if units := reader.record(UnitList, reader.source(address, snapshot, content), law.validator("units", address.edition)):
            yield units


def _holds(only: Collection[str] | None, kinds: Collection[str]) -> bool:
    return only is None or any((address := address_of(path)) and address.kind in kinds for path in only)


def _ill_named(places: Iterable[Address], snapshot: Snapshot) -> Iterator[Fault]:
    """Why each of these paths cannot stay: some machines take it for another file, it does harm, or it is in no folder for it."""
    spelled: dict[str, str] = {}
    for address in places:
        path, spelt = address.path, spelling(address.path)
        other = spelled.setdefault(spelt, path)
        if other == path and spelt != path and spelt in snapshot.entries:
            other = spelt
        if other != path:
            yield Fault("collides", Location(path), {"other": other})
        elif what := harm(path):
            yield Fault("unsafe", Location(path), {"what": what})
        else:
            yield Fault("misplaced", Location(path), {})


def empty_corpus(as_of: datetime) -> Corpus:
    """A corpus without anything in it, for what is judged apart from submissions."""
    return Corpus(as_of, {}, SubmissionIndex(), lambda path: "", {}, {}, (), {}, {}, ())


def _content(files: Files, path: str) -> str:
    """The blob at a path; empty where no file stands."""
    entry = files.get(path)
    return entry.blob if entry else ""


def _named(
    snapshot: Snapshot, law: Law, places: Iterable[Address], judged: tuple[Filed[Submission], ...]
) -> Mapping[str, Filed[Submission]]:
    """The records of submissions that acts name, by path. Faults of submissions that nobody asked to judge are dropped."""
    known = {filed.path: filed for filed in judged}
    rest = [address for address in places if address.path not in known]
    asked = {address.path for address in places}
    read_in = {filed.path: filed for filed in _read_in(snapshot, law, rest, Reader(law.memory))}
    return {path: filed for path, filed in {**known, **read_in}.items() if path in asked}


def load_one(law: Law, files: Iterable[tuple[str, str, bytes]]) -> Corpus:
    """A corpus of some plain files (path, blob, content), each a submission to be judged by itself. A rule that asks for
    anything else fails."""
    reader = Reader()  # each is read once and let go
    texts = (
        reader.text(address, TreeEntry(PLAIN_FILE, blob), content)
        for path, blob, content in files
        if (address := address_of(path)) and address.kind == "submission"
    )
    read = tuple(_submissions(law, texts, reader))
    return _by_itself(law, read, reader.sources, tuple(reader.faults))


def load_fast(law: Law, files: Iterable[tuple[str, str, bytes]]) -> Corpus:
    """The corpus that `load_one` makes, of those files that are plainly in order; of the others nothing is known, and they cost
    no more than finding that out."""
    answers, reader, found = _answers(law), Reader(), []
    for path, blob, content in files:
        address = address_of(path)
        source = (
            reader.text(address, TreeEntry(PLAIN_FILE, blob), content) if address and address.kind == "submission" else None
        )
        if source is not None:
            edition = source.address.edition
            schema, known = law.validator("submission", edition), answers.get(edition) or answers[""]
            if filed := reader.plain(Submission, source, schema, known):
                found.append(filed)
            else:
                del reader.sources[path]
    return _by_itself(law, tuple(found), reader.sources, ())


def _by_itself(
    law: Law, submissions: tuple[Filed[Submission], ...], sources: Mapping[str, SourceFile], faults: tuple[Fault, ...]
) -> Corpus:
    untold: Any = OutOfScope()
    return Corpus(
        as_of=untold,
        editions=law.editions,
        index=untold,
        blob_at=untold,
        landings=untold,
        submissions=submissions,
        sources=sources,
        received=untold,
        claims=untold,
        faults=faults,
        named=untold,
        namings=untold,
        disputes=untold,
        duplicates=untold,
        resembling=untold,
        disordered=untold,
        paths_in=untold,
        unfounded=untold,
        facts=untold,
        landed_since=untold,
        received_content=untold,
        neutral_edit=untold,
        corrections=untold,
        fields=_fields(law),
    )


class OutOfScope:
    """Stands for what a rule may not ask of one file alone: any use raises AssertionError. A rule that needs it must declare
    `cross_file`."""

    def _refuse(self, *_: object) -> NoReturn:
        raise AssertionError("this rule looks beyond one file: say so where it is declared")

    __getattr__ = __getitem__ = __contains__ = __iter__ = __len__ = __call__ = __lt__ = __ge__ = __bool__ = _refuse


def _fields(law: Law) -> Mapping[str, Mapping[str, FieldSpec]]:
    return {kind: law.validator(kind, max(law.editions, default="")).fields for kind in KINDS}


def _answers(law: Law) -> Mapping[str, Mapping[str, str]]:
    """Edition id -> folded heading -> name of the answer's field."""
    return {edition: headings(each.fields) for (kind, edition), each in law.validators.items() if kind == "submission"}


def _submissions(
    law: Law, sources: Iterable[SourceFile | None], reader: Reader, irregular: Container[str] = ()
) -> Iterator[Filed[Submission]]:
    answers = _answers(law)

    def asked(source: SourceFile) -> tuple[SourceFile, Validator, Mapping[str, str]]:
        edition = source.address.edition
        return source, law.validator("submission", edition), answers.get(edition) or answers[""]

    return reader.submissions(Submission, [asked(source) for source in sources if source is not None], irregular)


def _read_in(
    snapshot: Snapshot, law: Law, places: Iterable[Address], reader: Reader, irregular: Container[str] = ()
) -> Iterator[Filed[Submission]]:
    sources = (reader.source(address, snapshot, content) for address, content in read(snapshot, places))
    return _submissions(law, sources, reader, irregular)


def _unfounded(snapshot: Snapshot, editions: Mapping[str, Edition]) -> frozenset[tuple[str, str]]:
    """Path and blob of register lines whose content never stood there, neither on the main line nor in this revision."""
    lines = {(filed.record.path, filed.record.blob) for edition in editions.values() for filed in edition.registers}
    stands = {(path, entry.blob) for path, _ in lines if (entry := snapshot.entries.get(path))}
    return frozenset(pair for pair in lines - stands if pair[1] not in snapshot.history.landings.get(pair[0], {}))

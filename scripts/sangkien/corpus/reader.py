"""Reads the files of a snapshot into sources and records, and collects the faults of those that are none; must not know what they say."""

from __future__ import annotations

import codecs
import copy
import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any, TypeVar

from sangkien.cache import Store
from sangkien.cache.parsed_files import Memory
from sangkien.corpus.document import parse_submission, parse_typed, submission_data
from sangkien.corpus.fast_yaml import NeedsCarefulReader
from sangkien.corpus.layout import FOLDERS, address_of
from sangkien.corpus.record import build
from sangkien.corpus.schema import Validator
from sangkien.corpus.strict_yaml import Data, Document, ParseProblem, Path, Unreadable, yaml_data
from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.legacy_encoding import recognised
from sangkien.model.filed import Address, Filed, SourceFile
from sangkien.model.finding import WHOLE_FILE, Fault, Fix, Location, Mark
from sangkien.model.history import PLAIN_FILE, Files, Snapshot, TreeEntry
from sangkien.model.missing import GAP
from sangkien.parallel import spread
from sangkien.text import is_even

Record = TypeVar("Record")

_WORTH, _BATCH = (
    400,
    1_000,
)  # files read with care: for fewer a second process costs more than it saves; how many it takes at a time
LARGEST = 65_536  # bytes; a submission at every limit is under 20 kB, the longest list of units a few times that
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SUBMODULE = "160000"
_LONE_CR = re.compile(rb"\r(?!\n)")


def by_kind(
    snapshot: Snapshot,
    only: Collection[str] | None = None,
    apart: Container[str] = frozenset(),
    scope: Collection[str] | None = None,
) -> dict[str, list[Address]]:
    """Kind -> addresses by path, of the files of a revision except those `apart`.

    With `only`, no submission but these, and the tree is not listed for them; with `scope` (ids of top units), acts of no other
    unit.
    """
    found: dict[str, list[Address]] = defaultdict(list)
    listed = snapshot.entries if only is None else _listed(snapshot, only, scope)
    for path in sorted(path for path in listed if path not in apart):
        if address := address_of(path):
            found[address.kind].append(address)
    return found


def _listed(snapshot: Snapshot, only: Collection[str], scope: Collection[str] | None) -> set[str]:
    folders = ["schema", "program"] if scope is None else ["schema", *_folders_of(snapshot.entries, scope)]
    laid_down = {path for folder in folders for path, _ in snapshot.entries.under(folder)}
    for edition in snapshot.entries.folders("program"):
        laid_down.update(snapshot.entries.names(f"program/{edition}"))
    return laid_down.union(path for path in only if path in snapshot.entries)


def _folders_of(files: Files, scope: Collection[str]) -> Iterator[str]:
    """The folders of units, and those of some top units' acts and registers."""
    for edition in files.folders("program"):
        yield f"program/{edition}/units"
        for folder in FOLDERS.values():
            yield from (f"program/{edition}/{folder}/{top}" for top in scope)


def contents_of(
    snapshot: Snapshot, kinds: Iterable[str], scope: Collection[str] | None = None
) -> Mapping[str, list[tuple[Address, bytes]]]:
    """Kind -> address and content of all its files; not for submissions. `scope` as in `by_kind`.

    Raises CannotJudge where the repository lacks a content.
    """
    found = by_kind(snapshot, (), scope=scope)
    # The acts will be asked for next: a partial clone fetches all of these at once.
    snapshot.ready(snapshot.entries[address.path].blob for places in found.values() for address in places)
    return {kind: list(read(snapshot, found.get(kind, []))) for kind in kinds}


def read(snapshot: Snapshot, places: Iterable[Address]) -> Iterator[tuple[Address, bytes]]:
    """Address and content of every file, by one call of the snapshot's reader. A submodule has no content: its mode is reported
    as a fault.

    Raises CannotJudge where the repository lacks a content.
    """
    listed = list(places)
    stored = [address for address in listed if snapshot.entries[address.path].mode != _SUBMODULE]
    contents = zip(stored, snapshot.read(snapshot.entries[address.path].blob for address in stored), strict=True)
    yield from ((address, content) for address, (_, content) in contents)
    yield from ((address, b"") for address in listed if snapshot.entries[address.path].mode == _SUBMODULE)


@dataclass
class Reader:
    """Turns contents into sources and records, and collects the faults of those that are none."""

    memory: Memory = field(default_factory=lambda: Memory(Store(None)))  # what was read before
    sources: dict[str, SourceFile] = field(default_factory=dict)  # by path, of files that are text
    faults: list[Fault] = field(default_factory=list)
    # submissions with faults, as records with gaps where a value is wrong or missing
    gapped: list[Filed[Any]] = field(default_factory=list)

    def source(self, address: Address, snapshot: Snapshot, content: bytes) -> SourceFile | None:
        """The file of a revision as text; None and a fault where it is none."""
        return self.text(address, snapshot.entries[address.path], content)

    def text(self, address: Address, entry: TreeEntry, content: bytes) -> SourceFile | None:
        """Any content, of a present or past file, as text; None and a fault where it is none."""
        if fault := _unfit(entry.mode, content):
            kind, values, mark, fixes = fault
            self.faults.append(Fault(kind, Location(address.path, mark), values, fixes))
            return None
        text = content.decode().replace("\r\n", "\n").replace("\r", "\n")
        source = self.sources[address.path] = SourceFile(address, entry.blob, text)
        return source

    def submissions(
        self,
        record: type[Record],
        asked: Sequence[tuple[SourceFile, Validator, Mapping[str, str]]],
        irregular: Container[str] = (),
    ) -> Iterator[Filed[Record]]:
        """The well-formed records of many files (source, schema, headings of answers), in order. Many are read on every core.
        The fast reader is not tried for paths in `irregular`."""
        known = self.memory.records
        unread = [each for each in asked if (each[0].path, each[0].blob) not in known]

        def read(piece: slice) -> list[tuple[Any, tuple[Fault, ...]]]:
            return [Reader()._alone(record, *each, each[0].path in irregular) for each in unread[piece]]

        for piece, some in spread(read, len(unread), _WORTH, _BATCH):
            for (source, schema, answers), (made, faults) in zip(unread[piece], some, strict=True):
                filed = None if made is None else Filed(made, source, Marks(source.text, answers, schema.names))
                known[source.path, source.blob] = (filed, faults)
        yield from filter(None, (self.record(record, *each) for each in asked))

    def plain(
        self, record: type[Record], source: SourceFile, schema: Validator, answers: Mapping[str, str]
    ) -> Filed[Record] | None:
        """The record of a file that is plainly in order; None, without a fault, for any other."""
        data = sound(source.text, schema, answers)
        return None if data is None else Filed(build(record, data), source, Marks(source.text, answers, schema.names))

    def _alone(
        self, record: type[Record], source: SourceFile, schema: Validator, answers: Mapping[str, str], irregular: bool
    ) -> tuple[Record | None, tuple[Fault, ...]]:
        """The record of a file as far as it can be read, and its faults: what another process can hand over."""
        filed = (self._with_care if irregular else self._read)(record, source, schema, answers)
        return (filed.record if filed else None), tuple(self.faults)

    def record(
        self, record: type[Record], source: SourceFile | None, schema: Validator, answers: Mapping[str, str] | None = None
    ) -> Filed[Record] | None:
        """The file as a record; None and its faults where it is none. `answers` are the headings of a submission."""
        if source is None:
            return None
        key = (source.path, source.blob)
        records = self.memory.records
        if key not in records:
            before = len(self.faults)
            read = self._read(record, source, schema, answers)
            records[key] = (read, tuple(self.faults[before:]))
        else:
            self.faults += records[key][1]
        filed: Filed[Record] | None = records[key][0]
        if filed is None or not records[key][1]:
            return filed
        self.gapped.append(filed)
        return None

    def _read(
        self, record: type[Record], source: SourceFile, schema: Validator, answers: Mapping[str, str] | None
    ) -> Filed[Record] | None:
        # Submissions are many, and what is counted of them is remembered elsewhere.
        lasting = answers is None
        data = self.memory.data(schema.mark, source.blob) if lasting else None
        if data is None and (data := sound(source.text, schema, answers)) is not None and lasting:
            self.memory.learn(schema.mark, source.blob, data)
        if data is not None:
            return Filed(build(record, data), source, Marks(source.text, answers, schema.names))
        return self._with_care(record, source, schema, answers)

    def _with_care(
        self, record: type[Record], source: SourceFile, schema: Validator, answers: Mapping[str, str] | None
    ) -> Filed[Record] | None:
        try:
            document = _parsed(source.text, answers, schema.names)
        except Unreadable as error:
            for trouble in error.troubles:
                self._fault(source, trouble)
            return None
        troubles = (*document.troubles, *schema.troubles(document))
        for trouble in troubles:
            self._fault(source, trouble)
        if not isinstance(document.data, dict) or (troubles and answers is None):
            return None
        marks = Marks(source.text, answers, schema.names, document)
        return Filed(build(record, _with_gaps(document.data, troubles)), source, marks)

    def _fault(self, source: SourceFile, trouble: ParseProblem) -> None:
        self.faults.append(Fault(trouble.kind, Location(source.path, trouble.mark), trouble.values, trouble.fixes))


def _with_gaps(data: dict[str, Data], troubles: Iterable[ParseProblem]) -> Mapping[str, Any]:
    """The data without what is wrong in it: gaps in the place of values, no unknown fields."""
    made = copy.deepcopy(data)
    for trouble in troubles:
        if trouble.of is None:
            continue
        *way, last = trouble.of
        inside: Any = made
        for step in way:
            inside = inside if inside is GAP else inside[step]
        if inside is GAP:
            continue
        if trouble.kind == "schema:additionalProperties":
            del inside[last]
        else:
            inside[last] = GAP
    return made


class Marks(Mapping[str, Mark]):
    """Location of every field by dotted path, found when first asked: a file in order is mostly never asked."""

    def __init__(
        self, text: str, answers: Mapping[str, str] | None, names: Container[str], document: Document | None = None
    ) -> None:
        self._text, self._answers, self._names, self._document = text, answers, names, document

    @cached_property
    def _found(self) -> Mapping[str, Mark]:
        document = self._document or _parsed(self._text, self._answers, self._names)
        return {_dotted(path): mark for path, mark in document.marks.items()}

    def __getitem__(self, name: str) -> Mark:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def _parsed(text: str, answers: Mapping[str, str] | None, names: Container[str]) -> Document:
    return parse_typed(text, names) if answers is None else parse_submission(text, answers, names)


def sound(text: str, schema: Validator, answers: Mapping[str, str] | None) -> dict[str, Data] | None:
    """The data of a file that is plainly in order, by the fast reader; None for one that must be read with care."""
    # Lengths are the same counted either way only where nothing would be folded, removed or spelled by an escape.
    if "\\" in text or not is_even(text):
        return None
    try:
        data = yaml_data(text) if answers is None else submission_data(text, answers)
    except NeedsCarefulReader:
        return None
    return data if isinstance(data, dict) and schema.accepts(data) else None


_MODES = {
    "100755": Words("tệp có quyền thực thi", "an executable file"),
    "120000": Words("liên kết tượng trưng", "a symbolic link"),
    _SUBMODULE: Words("kho con", "a submodule"),
}


def _unfit(mode: str, content: bytes) -> tuple[str, Mapping[str, Value], Mark, tuple[Fix, ...]] | None:
    """Why the file is no plain UTF-8 text of a sane size: the fault's kind, values, location and fixes; None where it is."""
    if mode != PLAIN_FILE:
        return "mode", {"what": _MODES.get(mode, Words(f"kiểu {mode}", f"mode {mode}"))}, WHOLE_FILE, ()
    if len(content) > LARGEST:
        return "size", {"size": len(content), "limit": LARGEST}, WHOLE_FILE, ()
    if content.startswith(_BOMS):
        what = Words("tệp mở đầu bằng dấu BOM", "the file begins with a byte-order mark")
        return "encoding", {"what": what}, Mark(1, 1, 1), _as_text(content, "utf-8-sig" if content[:1] == b"\xef" else "utf-16")
    if (nul := content.find(b"\0")) >= 0:
        return "encoding", {"what": Words("tệp có byte NUL", "the file holds a NUL byte")}, _mark(content, nul), ()
    try:
        content.decode()
    except UnicodeDecodeError as error:
        what, fixes = _old(content)
        return "encoding", {"what": what}, _mark(content, error.start), fixes
    if b"\r" in content and (lone := _LONE_CR.search(content)):
        return "line-ends", {}, _mark(content, lone.start()), ()
    return None


def _as_text(content: bytes, encoding: str) -> tuple[Fix, ...]:
    try:
        return (Fix(WHOLE_FILE, content.decode(encoding)),)
    except UnicodeDecodeError:
        return ()


def _old(content: bytes) -> tuple[Words, tuple[Fix, ...]]:
    """The old encoding of bytes that are no UTF-8, in words, and the fix that converts them; no fix where nobody can tell."""
    lines = content.decode("latin-1").split("\n")
    if (found := recognised(lines)) is None:
        return Words("tệp có byte hỏng", "the file holds a bad byte"), ()
    encoding, meant = found
    text = "\n".join(meant.get(number, line) for number, line in enumerate(lines, start=1))
    name = encoding.name
    return Words(f"tệp viết bằng bảng mã cũ {name.vi}", f"the file is in the old encoding {name.en}"), (Fix(WHOLE_FILE, text),)


def _mark(content: bytes, at: int) -> Mark:
    """The location of a byte, lines counted as editors count them; what stands before it on its line may itself be no text."""
    before = content[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Mark(before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1, 1)


def _dotted(path: Path) -> str:
    return ".".join(map(str, path))

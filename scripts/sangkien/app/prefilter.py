"""Finds, on every core and each content once ever, the submissions that are surely in order; must not know what several do together.

A submission is cleared if it is read the fast way, fits its schema and no rule of one file has a word to say. What is not cleared is
read with care by whoever judges, every time. A cleared one is remembered by path, content and all that the verdict rests on: the
schemas, its edition's rules and units, and the code that judges.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sangkien.corpus import Law, plainly
from sangkien.language import Words
from sangkien.model.history import PLAIN_FILE, Blobs, Snapshot
from sangkien.model.submission import Facts
from sangkien.parallel import spread
from sangkien.progress import Watch
from sangkien.rules import in_order
from sangkien.store import Broken, Store, code_mark

_TABLES = "create table if not exists cleared (law int, key blob, facts blob, sum int)"
_LAWS = 4  # whose verdicts are kept: those of the editions in force, and of a change to one
_BATCH = 2_500  # submissions read at a time: Git reads many in less time than some many times
_WORTH = 1_000  # submissions; for fewer a second process costs more than it saves
_READING = Words("Đang đọc bài", "Reading submissions")

Told = Mapping[str, bytes]
"""Facts as text, by path."""


class Cleared(Mapping[str, Facts]):
    """What is counted of every cleared submission, by path; text until somebody asks. Of those that are not, some were seen to be `odd`:
    whoever reads them with care need not try the fast way again."""

    def __init__(self, told: Told, odd: frozenset[str] = frozenset()) -> None:
        self._told = told
        self.odd = odd
        self._read: dict[str, Facts] = {}

    def __getitem__(self, path: str) -> Facts:
        if path not in self._read:
            self._read[path] = Facts.read(self._told[path])
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        return path in self._told

    def __iter__(self) -> Iterator[str]:
        return iter(self._told)

    def __len__(self) -> int:
        return len(self._told)


def survey(snapshot: Snapshot, law: Law, store: Store, watch: Watch, apart: frozenset[str] = frozenset()) -> Cleared:
    """The cleared submissions of a revision, apart from some that are to be read with care anyway."""
    marks = {
        edition: hashlib.blake2b(f"{digest}{code_mark()}".encode(), digest_size=16) for edition, digest in law.digests.items()
    }
    asked: dict[str, tuple[str, bytes]] = {}
    for path, entry in snapshot.entries.items():
        if not path.startswith("submissions/") or entry.mode != PLAIN_FILE or path in apart:
            continue
        if mark := marks.get(path.split("/", 2)[1]):
            key = mark.copy()
            key.update(f"{path}\0{entry.blob}".encode("utf-8", "surrogateescape"))
            asked[path] = (entry.blob, key.digest())
    laws = {edition: int.from_bytes(mark.digest()[:8], signed=True) for edition, mark in marks.items()}
    known = _remembered(store, laws.values())
    told = {path: known[key] for path, (_, key) in asked.items() if key in known}
    rest = [(path, blob) for path, (blob, _) in asked.items() if path not in told]
    snapshot.ready(blob for _, blob in rest)
    odd: set[str] = set()
    for some, strange in _judged(snapshot.read, law, watch, rest):
        told.update(some)
        odd.update(strange)
        _remember(store, [(laws[path.split("/", 2)[1]], asked[path][1], said) for path, said in some.items()])
    if rest:
        _make_room(store, laws.values())
    return Cleared(told, frozenset(odd))


def _remembered(store: Store, laws: Iterable[int]) -> Mapping[bytes, bytes]:
    """What is kept under these laws, by key; nothing where it cannot be trusted."""
    known: dict[bytes, bytes] = {}
    try:
        store.layout(_TABLES)
        for law in set(laws):
            for key, told, sum in store.rows("select key, facts, sum from cleared where law = ?", (law,)):
                if not (isinstance(told, bytes) and isinstance(key, bytes)) or zlib.crc32(told, zlib.crc32(key)) != sum:
                    raise Broken("a row is damaged")
                known[key] = told
    except Broken as error:
        store.discard(str(error))
        return {}
    return known


def _remember(store: Store, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Keeps verdicts, if nobody else is writing."""
    try:
        with store.writing() as ours:
            if ours:
                summed = [(law, key, told, zlib.crc32(told, zlib.crc32(key))) for law, key, told in rows]
                store.write("insert into cleared values (?, ?, ?, ?)", summed)
    except Broken as error:
        store.discard(str(error))


def _make_room(store: Store, asked: Collection[int]) -> None:
    """Forgets the verdicts of the oldest laws, but of none that was asked for just now."""
    try:
        with store.writing() as ours:
            latest = [row[0] for row in store.rows("select law from cleared group by law order by max(rowid) desc")]
            if ours:
                store.write(
                    "delete from cleared where law = ?", [(law,) for law in [law for law in latest if law not in asked][_LAWS:]]
                )
    except Broken as error:
        store.discard(str(error))


def _judged(read: Blobs, law: Law, watch: Watch, files: Sequence[tuple[str, str]]) -> Iterator[tuple[Told, list[str]]]:
    """The facts of those that are cleared, and the paths of the odd, some at a time."""

    def told(piece: slice) -> tuple[Told, list[str]]:
        some = files[piece]
        contents = read([blob for _, blob in some])
        corpus = plainly(law, [(path, blob, content) for (path, blob), (_, content) in zip(some, contents, strict=True)])
        facts = {filed.path: Facts.of(filed.record).text() for filed in in_order(corpus)}
        return facts, [path for path, _ in some if path not in corpus.sources]

    if files:
        with watch(_READING, len(files)) as done:
            for piece, some in spread(told, len(files), _WORTH, _BATCH):
                yield some
                done(piece.stop - piece.start)

"""Finds the submissions that are surely in order, on every core and each content once ever; must not know what several do together.

A submission passes if it is read the fast way, fits its schema and no rule of one file has a finding. What does not pass is
read with care by whoever judges, every time. One that passed is remembered by path, content and all that the verdict rests on:
the schemas, its edition's rules and units, and the code that judges.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from sangkien.cache import Store, code_mark
from sangkien.cache.passed import make_room, remember, remembered
from sangkien.corpus import Law, load_fast
from sangkien.language import Words
from sangkien.model.history import PLAIN_FILE, Blobs, Snapshot
from sangkien.model.submission import Facts
from sangkien.parallel import spread
from sangkien.progress import Watch
from sangkien.rules import in_order

_BATCH = 2_500  # submissions read at a time: Git reads many in less time than some many times
_WORTH = 1_000  # submissions; for fewer a second process costs more than it saves
_READING = Words("Đang đọc bài", "Reading submissions")

FactsByPath = Mapping[str, bytes]
"""Facts as text, by path."""


class Passed(Mapping[str, Facts]):
    """Facts of every submission that passed, by path, parsed when first asked. `irregular` are paths that were seen not to be
    plainly in order: the fast reader need not be tried with them again."""

    def __init__(self, facts: FactsByPath, irregular: frozenset[str] = frozenset()) -> None:
        self._facts = facts
        self.irregular = irregular
        self._read: dict[str, Facts] = {}

    def __getitem__(self, path: str) -> Facts:
        if path not in self._read:
            self._read[path] = Facts.read(self._facts[path])
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        return path in self._facts

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)


def prefilter(snapshot: Snapshot, law: Law, store: Store, watch: Watch, apart: frozenset[str] = frozenset()) -> Passed:
    """The submissions of a revision that pass, without those in `apart`, which are read with care anyway. `watch` gets the
    progress.

    Raises CannotJudge where the repository lacks a content.
    """
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
    known = remembered(store, laws.values())
    facts = {path: known[key] for path, (_, key) in asked.items() if key in known}
    rest = [(path, blob) for path, (blob, _) in asked.items() if path not in facts]
    snapshot.ready(blob for _, blob in rest)
    irregular: set[str] = set()
    for some, strange in _judged(snapshot.read, law, watch, rest):
        facts.update(some)
        irregular.update(strange)
        remember(store, [(laws[path.split("/", 2)[1]], asked[path][1], said) for path, said in some.items()])
    if rest:
        make_room(store, laws.values())
    return Passed(facts, frozenset(irregular))


def _judged(read: Blobs, law: Law, watch: Watch, files: Sequence[tuple[str, str]]) -> Iterator[tuple[FactsByPath, list[str]]]:
    """Yields, as batches finish, the facts of files (path, blob) that pass and the paths of irregular ones."""

    def judged(piece: slice) -> tuple[FactsByPath, list[str]]:
        some = files[piece]
        contents = read([blob for _, blob in some])
        corpus = load_fast(law, [(path, blob, content) for (path, blob), (_, content) in zip(some, contents, strict=True)])
        facts = {filed.path: Facts.of(filed.record).text() for filed in in_order(corpus)}
        return facts, [path for path, _ in some if path not in corpus.sources]

    if files:
        with watch(_READING, len(files)) as done:
            for piece, some in spread(judged, len(files), _WORTH, _BATCH):
                yield some
                done(piece.stop - piece.start)

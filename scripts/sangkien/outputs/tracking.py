"""What became of each submission, by receipt code, path or page, in small files that show nobody else's; must not word or find anything.

The sentences are those of `sangkien status` (`app/case_words.py`). Who may ask what here:

* Of a confidential innovation nothing is told, by path or by code: it is answered exactly like an unknown one. Its title is
  public, so its path could be guessed unit by unit; and one more key in the files would count it.
* A file that nobody can read is found by its code alone: whoever has the code has the file, and nobody knows whether it is
  confidential. What unions wrote freely of it is not told.
* No file holds a title, a name, a path or a code: keys are hashes, and authors' names are covered.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping

from sangkien.app.case import Case, cases
from sangkien.app.case_words import LABELS, Mark, answers
from sangkien.figures import Figures
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact
from sangkien.model.corpus import Corpus
from sangkien.model.finding import Finding
from sangkien.personal import Withheld, covered
from sangkien.receipt_code import receipt_code

FOLDER = "theo-doi/"
_IN_A_FILE = 32  # keys on average at most: some 12 kB, so that the fullest stays below 30
_KEY = 20  # hexadecimal digits of a case's hash: no two of a million are the same
_MARKS = {mark: place for place, mark in enumerate(Mark)}
_LABELS = {label: place for place, label in enumerate(LABELS.values())}


def key(asked: str) -> str:
    """The key under which a code, a path or a page's address is found, hexadecimal; the page's script computes the same."""
    return hashlib.sha256(f"sangkien:{asked}".encode()).hexdigest()[:_KEY]


@dataclass(frozen=True)
class Shards:
    """How cases are spread over files: a case is in the file whose number is the first `bits` bits of its key."""

    bits: int  # 0 for a single file

    @classmethod
    def of(cls, keys: int) -> Shards:
        """The shards for so many keys, some dozens a file."""
        return cls(max(0, (keys // _IN_A_FILE).bit_length()))

    def name(self, key: str) -> str:
        """The name of the file that holds a key."""
        return f"{int(key[:8], 16) >> (32 - self.bits):x}.json" if self.bits else "0.json"


@dataclass(frozen=True)
class Told:
    """A case as a file holds it: sentences are shared by all cases of the file."""

    edition: int  # place in the list of editions
    page: str  # address of the innovation's page; empty: none
    said: tuple[tuple[int, Words], ...]  # what is answered and how it is marked, as one number, and the sentence

    def line(self, texts: dict[Words, int]) -> list[object]:
        """The case as a list, its sentences as places in `texts`, which grows."""
        flat = [number for mark, words in self.said for number in (mark, texts.setdefault(words, len(texts)))]
        return [self.edition, self.page, *flat]


def artifacts(
    corpus: Corpus,
    figures: Mapping[str, Figures],
    findings: Iterable[Finding],
    contents: Mapping[str, Collection[str]],
    pages: Mapping[str, str],
) -> Iterator[Artifact]:
    """The files, without cases that are in no public count. `contents`: path -> blobs of every content it had; `pages`: path ->
    page address of honoured innovations that may be named."""
    editions = sorted(figures)
    public = [entry.path for edition in editions for entry in figures[edition].entries]
    found: dict[str, Told] = {}
    for case in cases(public, corpus, findings):
        page = pages.get(case.path, "")
        told = _told(case, corpus, editions.index(case.edition.id), page)
        found |= {key(code): told for code in map(receipt_code, contents[case.path])}
        found |= {key(asked): told for asked in (case.path, page) if asked and case.path in corpus.facts}
    shards = Shards.of(len(found))
    files: dict[str, dict[str, Told]] = {f"{number:x}.json": {} for number in range(1 << shards.bits)}
    for hashed, told in found.items():
        files[shards.name(hashed)][hashed] = told
    for name, held in files.items():
        yield Artifact(f"{FOLDER}{name}", _shard(held))
    labels = [[label.vi, label.en] for label in _LABELS]
    names = {"bits": shards.bits, "key": _KEY, "editions": editions, "labels": labels, "marks": [mark.value for mark in _MARKS]}
    yield Artifact(f"{FOLDER}chu.json", _json(names))


def _told(case: Case, corpus: Corpus, edition: int, page: str) -> Told:
    facts = corpus.facts.get(case.path)
    names = Withheld(facts.authors if facts else ())

    def shown(text: str) -> str:
        return covered(text, names) if facts else ""

    free = case.disputes or any(entry.bars for entry in case.proposed)  # sentences that quote what a union wrote
    said = []
    for answer in answers(case, corpus, shown):
        place = _LABELS[answer.label] * len(_MARKS)
        for mark, words in answer.said:
            told = Words(covered(words.vi, names), covered(words.en, names)) if free else words
            said.append((place + _MARKS[mark], told))
    return Told(edition, page if facts else "", tuple(said))


def _shard(held: Mapping[str, Told]) -> bytes:
    texts: dict[Words, int] = {}
    lines = {hashed: held[hashed].line(texts) for hashed in sorted(held)}
    return _json({"texts": [[words.vi, words.en] for words in texts], "cases": lines})


def _json(rendered: object) -> bytes:
    text = json.dumps(rendered, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "‹").replace(">", "›").encode()

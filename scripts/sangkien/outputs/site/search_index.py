"""Makes the files of a static index of words and where they stand; must not know who reads it or how, nor what a document is.

Every syllable is listed under its letters without marks, with its spellings, what follows them, and its places in each
document, so that a reader of a few small files can tell a phrase from scattered syllables.
"""

from __future__ import annotations

import json
import math
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise

from sangkien.late import dataclass, regex
from sangkien.text import bare

ZONES = (0, 128, 256, 512, 1024)
"""Where the first word of a document's title, place, names, labels and text stands: what is so far apart is no phrase."""
GAP = 16  # places between two pieces of one zone
ENGLISH = "."  # before the key of an English word: no word begins so

_PER_SHARD, _LEAST = 12, 6  # documents for each file of the index, which then unpacks to some 20 kB; files at least
_FEW = 1_000  # documents: up to so many, what stands side by side once is told too
_BOUND = 0.3  # share of what two syllables could tell of each other, from which they may be one word
_TOKEN = regex(r"[^\W_]+|[;:!?|()\n]|\.(?=\s|$)")
_Y = regex(r"^(h|k|l|m|s|t|qu)y$")  # schools write lí and kĩ, others lý and kỹ
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True)
class Document:
    """What is to be found, and what is shown of it."""

    zones: Sequence[Sequence[str]]  # pieces of text for each of ZONES
    english: Sequence[Sequence[str]]  # the same in English, as far as there is any
    card: object  # JSON: what is shown of it
    facets: Mapping[str, Sequence[str]]  # ids of its values by facet
    when: str  # sorts by day; empty: not known
    address: str  # of its page; parts those of one instant
    benefit: int | None  # in đồng; None: not counted in money


@dataclass(frozen=True)
class Facet:
    """What a document may be."""

    id: str
    values: tuple[str, ...]  # ids, in the order in which they are shown
    several: bool  # a document may have more than one


def read(contents: Iterable[bytes], words: bytes) -> bytes:
    """Returns the index, bundled, of documents as `search_documents.content` writes them; `words` is the file of facets that
    the page reads."""
    documents = [Document(**json.loads(content)) for content in contents]
    facets = [
        Facet(each["id"], tuple(value[0] for value in each["values"]), each["several"]) for each in json.loads(words)["facets"]
    ]
    return bundle(files(documents, facets))


def tokens(text: str) -> list[str]:
    """Returns words in lower case, and the signs after which no phrase goes on."""
    found: list[str] = _TOKEN.findall(unicodedata.normalize("NFC", text).lower())
    return found


@cache
def spelled(word: str) -> str:
    """Returns the word with its tone after its letters: which vowel carries it is a matter of style, and ưo is a slip of ươ."""
    signs = unicodedata.normalize("NFD", word)
    tone = "".join(sign for sign in signs if sign in _TONES)
    letters = "".join(sign for sign in signs if sign not in _TONES)
    return _Y.sub(r"\1i", unicodedata.normalize("NFC", letters).replace("ưo", "ươ")) + tone


def key(word: str) -> str:
    """Returns the letters of a word without marks."""
    return _Y.sub(r"\1i", bare(word))


def stem(word: str) -> str:
    """Returns an English word without the ending of a plural."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if len(word) > 4 and word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "siu" else word


def files(documents: Sequence[Document], facets: Sequence[Facet]) -> Mapping[str, bytes]:
    """Returns the packed files by name: `muc` lists all keys, `0`, `1`… hold their places, `loc` the facets' values, `loi` the
    documents by benefit, `bai/0`… what is shown of each. Documents are numbered by their days, the oldest first, those of no
    known day last. The same ones always make the same bytes."""
    documents = sorted(documents, key=lambda each: (not each.when, each.when, each.address))
    index = _Index()
    for number, document in enumerate(documents):
        index.add(number, document)
    shards = _LEAST + len(documents) // _PER_SHARD
    made = dict(_shards(index, documents, shards))
    gains = {number: document.benefit for number, document in enumerate(documents) if document.benefit is not None}
    made["loi"] = _packed(_json(sorted(gains, key=lambda number: (-gains[number], -number))))
    made["loc"] = _packed(b"".join(_column(documents, facet) for facet in facets))
    for number, document in enumerate(documents):
        made[f"bai/{number}"] = _packed(_json(document.card))
    return made


def bundle(files: Mapping[str, bytes]) -> bytes:
    """Returns the files in one: a line of JSON with each one's name and size, then their contents."""
    return _json([[name, len(content)] for name, content in files.items()]) + b"\n" + b"".join(files.values())


def unbundled(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yields name and content of each file in what `bundle` returned."""
    head, _, rest = content.partition(b"\n")
    start = 0
    for name, size in json.loads(head):
        yield name, rest[start : start + size]
        start += size


_PLACE = 20  # bits of a place within a document


class _Index:
    """Where every spelling stands, gathered document by document."""

    def __init__(self) -> None:
        self.shown: list[str] = []  # number of a spelling -> as it is written
        self.key: list[str] = []  # number -> key
        self.places: list[array[int]] = []  # number -> documents and places, each pair as one number
        self.pairs: Counter[tuple[int, int]] = Counter()  # of two numbers, side by side
        self._ids: dict[str, int] = {}
        self._own, self._english = _Numbers(self, ""), _Numbers(self, ENGLISH)

    def add(self, number: int, document: Document) -> None:
        for zones, numbers in ((document.zones, self._own), (document.english, self._english)):
            for start, end, pieces in zip(ZONES, (*ZONES[1:], 1 << _PLACE), zones, strict=False):
                at = start
                for piece in pieces:
                    at = self._piece(number << _PLACE, piece, at, end, numbers) + GAP

    def _piece(self, document: int, piece: str, at: int, end: int, known: _Numbers) -> int:
        places = self.places
        found = [known[word] for word in tokens(piece)[: max(end - at, 0)]]
        for place, number in enumerate(found, document + at):
            if number >= 0:
                places[number].append(place)
        self.pairs.update(pairwise(found))
        return at + len(found)

    def number(self, word: str, language: str) -> int:
        """The number of a word's spelling; -1 for a sign after which no phrase goes on."""
        if not word[0].isalnum():
            return -1
        written = stem(word) if language else word
        number = self._ids.setdefault(language + (written if language else spelled(written)), len(self.shown))
        if number == len(self.shown):
            self.shown.append(written)
            self.key.append(language + (bare if language else key)(written))
            self.places.append(array("q"))
        return number


class _Numbers(dict[str, int]):
    """The numbers of words as they are written, found when first asked for."""

    def __init__(self, index: _Index, language: str) -> None:
        super().__init__()
        self._index, self._language = index, language

    def __missing__(self, word: str) -> int:
        self[word] = number = self._index.number(word, self._language)
        return number


def _shards(index: _Index, documents: Sequence[Document], count: int) -> Iterator[tuple[str, bytes]]:
    """The files of places, which share the keys in their order and are of much the same size, and the list of keys."""
    follow = _follow(index, len(documents))
    spellings: dict[str, list[int]] = {}
    for number, own in enumerate(index.key):
        spellings.setdefault(own, []).append(number)
    keys = sorted(spellings)
    lists = [_list(index, spellings[each], follow.get(each, ())) for each in keys]
    whole, so_far = sum(len(each) for each, _ in lists), 0
    shards: list[bytearray] = [bytearray() for _ in range(count)]
    shard, start, within = [], [], []
    for content, found in lists:
        number = min(so_far * count // max(whole, 1), count - 1)
        shard.append(number)
        start.append(len(shards[number]))
        within.append(found)
        shards[number] += content
        so_far += len(content)
    steps = [after - before for before, after in zip([0, *shard], shard, strict=False)]
    dated = sum(bool(each.when) for each in documents)
    listed = {"count": len(documents), "dated": dated, "keys": keys, "shard": steps, "start": start, "found": within}
    yield "muc", _packed(_json(listed))
    yield from ((str(number), _packed(bytes(content))) for number, content in enumerate(shards))


Following = tuple[int, str, int, int]
"""A spelling's number, what follows it, how often, and 1 where the two may be one word."""


def _follow(index: _Index, documents: int) -> Mapping[str, list[Following]]:
    often = [len(places) for places in index.places]
    total, least = sum(often), 3 if documents > _FEW else 2
    found: dict[str, list[Following]] = {}
    for (first, second), count in index.pairs.items():
        if min(first, second) >= 0 and (count > 1 or documents <= _FEW):
            told = math.log(count * total / (often[first] * often[second])) / -math.log(count / total) if count < total else 1
            bound = int(count >= least and told >= _BOUND)
            found.setdefault(index.key[first], []).append((first, index.shown[second], count, bound))
    for each in found.values():
        each.sort(key=lambda entry: (-entry[2], index.shown[entry[0]], entry[1]))
    return found


def _list(index: _Index, numbers: Sequence[int], follow: Sequence[Following]) -> tuple[bytes, int]:
    """One key's spellings, what follows, and places; and in how many documents it stands."""
    numbers = sorted(numbers, key=lambda number: (-len(index.places[number]), index.shown[number]))
    order, many = {number: rank for rank, number in enumerate(numbers)}, len(numbers)
    head = _json([[index.shown[number] for number in numbers], [[order[first], *rest] for first, *rest in follow]])
    whole = sorted(place * many + rank for rank, number in enumerate(numbers) for place in index.places[number])
    size = many << _PLACE
    within = [(document, list(places)) for document, places in groupby(whole, size.__rfloordiv__)]
    out = bytearray()
    _put(out, [len(head)])
    out += head
    steps, last = [len(within)], -1
    for document, places in within:
        steps += (document - last - 1, len(places))
        last, before = document, document * size
        for place in places:
            # the distance from the place before, and the spelling
            steps.append(place - before)
            before = place - place % many
    _put(out, steps)
    return bytes(out), len(within)


def _put(out: bytearray, values: Iterable[int]) -> None:
    """Numbers, each in as many bytes of seven bits as it needs, the lowest first."""
    put = out.append
    for value in values:
        while value > 127:
            put(value & 127 | 128)
            value >>= 7
        put(value)


def _column(documents: Sequence[Document], facet: Facet) -> bytes:
    """A facet's values, document by document, in as many bytes as there may be: a bit for each value where a document may
    have several, else the value's position from 1 on."""
    width = -(-len(facet.values) // 8) if facet.several else 1 if len(facet.values) < 256 else 2
    position = {id: number for number, id in enumerate(facet.values)}
    column = bytearray()
    for document in documents:
        values = [position[id] for id in document.facets.get(facet.id, ())]
        told = sum(1 << value for value in values) if facet.several else values[0] + 1 if values else 0
        column += told.to_bytes(width, "little")
    return bytes(column)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _packed(content: bytes) -> bytes:
    """The content as gzip, without the time of packing: hosts pack no files whose kind they do not know."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()

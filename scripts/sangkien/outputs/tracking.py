"""What became of each submission, for whoever has its receipt code or its path: small files, in which nobody finds anything else.

A file holds some hundred cases under hashes of codes and paths. Whoever reads them all learns how many cases stand how, but of no case
whose it is: there is no path, no title, no name and no code in them. Must not find anything out itself.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sangkien.figures import Entry, Figures, Standing
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.finding import Finding, Severity
from sangkien.model.public import withheld
from sangkien.personal import covered
from sangkien.receipt_code import receipt_code
from sangkien.rules import CATALOGUE

FOLDER = "theo-doi/"
_IN_A_FILE = 120  # cases on average: some 10 kB, so that the fullest stays well below 30
_KEY = 20  # hexadecimal digits of a case's hash: no two of a million are the same
_STANDINGS = tuple(Standing)


def key(asked: str) -> str:
    """Under what a code or a path is found; the page's script works out the same."""
    return hashlib.sha256(f"sangkien:{asked}".encode()).hexdigest()[:_KEY]


@dataclass(frozen=True)
class Shards:
    """Where a case is found: in the file whose number is the first `bits` bits of its key."""

    bits: int

    @classmethod
    def of(cls, cases: int) -> Shards:
        return cls(max(0, (cases // _IN_A_FILE).bit_length()))

    def name(self, key: str) -> str:
        return f"{int(key[:8], 16) >> (32 - self.bits):x}.json" if self.bits else "0.json"


def artifacts(
    corpus: Corpus,
    figures: Mapping[str, Figures],
    findings: Iterable[Finding],
    contents: Mapping[str, Collection[str]],
    pages: Mapping[str, str],
) -> Iterator[Artifact]:
    """The files, without a case that stands in no public count. `contents` are the ids of every content a path had, `pages` the addresses
    of the honoured ones that may be named."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            wrong[finding.place.path].append(finding.code)
    found: dict[str, list[object]] = {}
    for place, (edition, counted) in enumerate(sorted(figures.items())):
        teller = _Teller(corpus, corpus.editions[edition], place)
        for entry in counted.entries:
            told = teller.case(entry, sorted(set(wrong.get(entry.path, ()))), pages.get(entry.path, ""))
            for asked in (entry.path, *map(receipt_code, contents[entry.path])):
                found[key(asked)] = told
    shards = Shards.of(len(found))
    files: dict[str, dict[str, list[object]]] = {f"{number:x}.json": {} for number in range(1 << shards.bits)}
    for hashed, told in found.items():
        files[shards.name(hashed)][hashed] = told
    for name, cases in files.items():
        yield Artifact(f"{FOLDER}{name}", _json(dict(sorted(cases.items()))))
    yield Artifact(f"{FOLDER}chu.json", _json(_words(corpus, figures, wrong, shards)))


class _Teller:
    """Says each case of an edition in a few signs."""

    def __init__(self, corpus: Corpus, edition: Edition, place: int) -> None:
        self._corpus, self._edition, self._place = corpus, edition, place
        self._levels = [level.id for level in edition.rules.record.levels]
        self._honours = corpus.honours(edition)
        self._decided = {(granted.level, granted.decision.unit) for granted in edition.in_force}

    def case(self, entry: Entry, codes: list[str], page: str) -> list[object]:
        """Edition, when received, standing, why not valid, whether in dispute, levels proposed to, honours, page."""
        received = self._corpus.received[entry.path].at.isoformat(timespec="minutes")
        disputed = any(dispute.record.open for dispute in self._corpus.disputes.get(entry.path, ()))
        upwards = sorted(entry.proposed, key=self._levels.index, reverse=True)
        proposed = [[self._levels.index(level), self._state(entry, level)] for level in upwards]
        given = sorted(self._honours.get(entry.path, ()), key=lambda granted: self._levels.index(granted.level), reverse=True)
        honours = [self._honour(granted) for granted in given]
        return [self._place, received, _STANDINGS.index(entry.standing), codes, int(disputed), proposed, honours, page]

    def _state(self, entry: Entry, level: str) -> int:
        """0 proposed, 1 in reserve, 2 chosen, 3 the level has decided without it."""
        if level in entry.honours:
            return 2
        if any(at == level and self._edition.covers(unit, entry.unit) for at, unit in self._decided):
            return 3
        return int(level in entry.reserve)

    def _honour(self, granted: Granted) -> list[object]:
        """Level, award, decision and its day; of one that cannot be read, so that nobody knows what it hides, the level alone."""
        level, decision = self._levels.index(granted.level), granted.decision.record
        filed = self._corpus.named.get(granted.honour.path)
        if filed is None:
            return [level, "", "", ""]
        names = withheld(filed.record, self._edition)
        return [level, covered(granted.honour.award, names), covered(decision.number, names), decision.signed_on.isoformat()]


def _words(corpus: Corpus, figures: Mapping[str, Figures], wrong: Mapping[str, list[str]], shards: Shards) -> object:
    """What the script needs to say a case in either language."""
    editions = []
    for id in sorted(figures):
        levels = [[level.name.vi, level.name.en] for level in corpus.editions[id].rules.record.levels]
        editions.append({"id": id, "levels": levels})
    codes = {code for each in wrong.values() for code in each}
    titles = {code: [CATALOGUE[code].title.vi, CATALOGUE[code].title.en] for code in sorted(codes)}
    return {"bits": shards.bits, "key": _KEY, "editions": editions, "rules": titles}


def _json(told: object) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "‹").replace(">", "›").encode()

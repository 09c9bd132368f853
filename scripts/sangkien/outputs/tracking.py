"""What became of each submission, by receipt code or path, in small files that show nobody else's; must not find anything out itself."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from sangkien.figures import CountedSubmission, Figures, Validity
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
_STANDINGS = tuple(Validity)


def key(asked: str) -> str:
    """The key under which a code or a path is found, hexadecimal; the page's script computes the same."""
    return hashlib.sha256(f"sangkien:{asked}".encode()).hexdigest()[:_KEY]


@dataclass(frozen=True)
class Shards:
    """How cases are spread over files: a case is in the file whose number is the first `bits` bits of its key."""

    bits: int  # 0 for a single file

    @classmethod
    def of(cls, cases: int) -> Shards:
        """The shards for so many cases, some hundred a file."""
        return cls(max(0, (cases // _IN_A_FILE).bit_length()))

    def name(self, key: str) -> str:
        """The name of the file that holds a key."""
        return f"{int(key[:8], 16) >> (32 - self.bits):x}.json" if self.bits else "0.json"


def artifacts(
    corpus: Corpus,
    figures: Mapping[str, Figures],
    findings: Iterable[Finding],
    contents: Mapping[str, Collection[str]],
    pages: Mapping[str, str],
) -> Iterator[Artifact]:
    """The files, without cases that are in no public count. `contents`: path -> blobs of every content it had; `pages`: path ->
    page address of honoured innovations that may be named."""
    wrong: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.ERROR:
            wrong[finding.location.path].append(finding.code)
    found: dict[str, list[object]] = {}
    for position, (edition, counted) in enumerate(sorted(figures.items())):
        teller = _Teller(corpus, corpus.editions[edition], position)
        for entry in counted.entries:
            rendered = teller.case(entry, sorted(set(wrong.get(entry.path, ()))), pages.get(entry.path, ""))
            for asked in (entry.path, *map(receipt_code, contents[entry.path])):
                found[key(asked)] = rendered
    shards = Shards.of(len(found))
    files: dict[str, dict[str, list[object]]] = {f"{number:x}.json": {} for number in range(1 << shards.bits)}
    for hashed, rendered in found.items():
        files[shards.name(hashed)][hashed] = rendered
    for name, cases in files.items():
        yield Artifact(f"{FOLDER}{name}", _json(dict(sorted(cases.items()))))
    yield Artifact(f"{FOLDER}chu.json", _json(_words(corpus, figures, wrong, shards)))


class _Teller:
    """Encodes the cases of an edition briefly."""

    def __init__(self, corpus: Corpus, edition: Edition, position: int) -> None:
        self._corpus, self._edition, self._place = corpus, edition, position
        self._levels = [level.id for level in edition.rules.record.levels]
        self._honours = corpus.honours(edition)
        self._decided = {(granted.level, granted.decision.unit) for granted in edition.in_force}

    def case(self, entry: CountedSubmission, codes: list[str], page: str) -> list[object]:
        """Edition, when received, status, why not valid, whether in dispute, levels proposed to, honours, page."""
        received = self._corpus.received[entry.path].at.isoformat(timespec="minutes")
        disputed = any(dispute.record.open for dispute in self._corpus.disputes.get(entry.path, ()))
        upwards = sorted(entry.proposed, key=self._levels.index, reverse=True)
        proposed = [[self._levels.index(level), self._state(entry, level)] for level in upwards]
        given = sorted(self._honours.get(entry.path, ()), key=lambda granted: self._levels.index(granted.level), reverse=True)
        honours = [self._honour(granted) for granted in given]
        return [self._place, received, _STANDINGS.index(entry.validity), codes, int(disputed), proposed, honours, page]

    def _state(self, entry: CountedSubmission, level: str) -> int:
        """0 proposed, 1 in reserve, 2 chosen, 3 the level has decided without it."""
        if level in entry.honours:
            return 2
        if any(at == level and self._edition.covers(unit, entry.unit) for at, unit in self._decided):
            return 3
        return int(level in entry.reserve)

    def _honour(self, granted: Granted) -> list[object]:
        """Level, award, decision and its day; the level alone where the content cannot be read, as nobody knows what it hides."""
        level, decision = self._levels.index(granted.level), granted.decision.record
        filed = self._corpus.named.get(granted.honour.path)
        if filed is None:
            return [level, "", "", ""]
        names = withheld(filed.record, self._edition)
        return [level, covered(granted.honour.award, names), covered(decision.number, names), decision.signed_on.isoformat()]


def _words(corpus: Corpus, figures: Mapping[str, Figures], wrong: Mapping[str, list[str]], shards: Shards) -> object:
    """What the script needs to word a case in either language."""
    editions = []
    for id in sorted(figures):
        levels = [[level.name.vi, level.name.en] for level in corpus.editions[id].rules.record.levels]
        editions.append({"id": id, "levels": levels})
    codes = {code for each in wrong.values() for code in each}
    titles = {code: [CATALOGUE[code].title.vi, CATALOGUE[code].title.en] for code in sorted(codes)}
    return {"bits": shards.bits, "key": _KEY, "editions": editions, "rules": titles}


def _json(rendered: object) -> bytes:
    text = json.dumps(rendered, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "‹").replace(">", "›").encode()

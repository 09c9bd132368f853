"""Compares the findings before and after a change, so that nobody is blamed for what stood already; must not know how it is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path

from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.filed import Source
from sangkien.model.finding import Finding, Mark, Mend, Severity
from sangkien.receipt_code import receipt_code
from sangkien.routing import Route
from sangkien.rules import CATALOGUE

_FEW = 20  # submissions of one change whose receipt codes are told


@dataclass(frozen=True)
class Verdict:
    """Findings the change brings, those that stood before it, and those it takes away."""

    introduced: tuple[Finding, ...]
    standing: tuple[Finding, ...] = ()
    healed: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.introduced)


@dataclass(frozen=True)
class Judgement:
    """A verdict and what is needed to tell it: how many files were judged, their text, and remarks on the judging itself.

    Of a change also its head and when it was judged, the parts that others decide on (`routes`), who has to act now by when (`next`),
    and how to judge it again at home (`again`, a command); `sent` are path and content id of the submissions in it, `drafts` the files
    of the disk by path, where it was these, and `saw` the content of each submission that an act among them is about.
    """

    verdict: Verdict
    judged: int
    sources: Mapping[str, Source]
    notices: tuple[Words, ...] = ()
    site: str = ""
    head: str = ""
    at: datetime | None = None
    routes: tuple[Route, ...] = ()
    next: tuple[Words, ...] = ()
    again: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    drafts: tuple[tuple[str, Path], ...] = ()
    saw: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def mends(self, path: str) -> tuple[Mend, ...]:
        """What certainly puts a file right, of all that is wrong with it."""
        return tuple(mend for each in self.verdict.introduced if each.place.path == path for mend in each.mends)

    @property
    def errors(self) -> int:
        return sum(finding.severity is Severity.ERROR for finding in self.verdict.introduced)

    @property
    def warnings(self) -> int:
        return len(self.verdict.introduced) - self.errors

    def line(self, finding: Finding) -> str | None:
        """The line a finding is about, as it may be shown: no letter and no digit of what a private rule marks in it."""
        source, number = self.sources.get(finding.place.path), finding.place.mark.line
        if source is None or not 0 < number <= len(source.lines):
            return None
        line = source.lines[number - 1]
        for mark in self._private.get((source.path, number), ()):
            start, end = mark.column - 1, mark.column - 1 + mark.width
            line = line[:start] + _hidden(line[start:end]) + line[end:]
        return line

    @cached_property
    def _private(self) -> Mapping[tuple[str, int], list[Mark]]:
        marks: dict[tuple[str, int], list[Mark]] = defaultdict(list)
        for finding in self.verdict.introduced + self.verdict.standing:
            if CATALOGUE[finding.code].private:
                marks[finding.place.path, finding.place.mark.line].append(finding.place.mark)
        return marks

    @property
    def receipts(self) -> tuple[tuple[str, str], ...]:
        """Receipt code and path of each submission sent that has no error; none where there are many."""
        wrong = {finding.place.path for finding in self.verdict.introduced if finding.severity is Severity.ERROR}
        sound = tuple((receipt_code(blob), path) for path, blob in sorted(self.sent) if path not in wrong)
        return sound if len(sound) <= _FEW else ()

    def page(self, code: str) -> str:
        """The address of a rule's page; empty where no site is known."""
        return f"{self.site}quy-tac/{code.lower()}/" if self.site else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """What a forge may mark the change with, so that lists of changes can be sorted by whose turn it is."""
        turn = "gate: cần sửa" if self.verdict.refused else "gate: chờ duyệt"
        return (turn, "gate: ngoài phần bài gửi") if self.routes else (turn,)


def by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """The findings file by file, what cannot be merged first, then files with errors.

    Within a file the most useful comes first: errors before hints, what no editing can cure and what hides other trouble before the
    rest, then by line; a field that is missing comes last, for it may be one that is misspelt.
    """
    ordered = sorted(findings, key=lambda finding: (finding.place.path, _usefulness(finding)))
    files = [(path, list(found)) for path, found in groupby(ordered, key=lambda finding: finding.place.path)]
    yield from sorted(files, key=lambda file: (file[1][0].code != _UNMERGED, file[1][0].severity is not Severity.ERROR))


_UNMERGED = "SK120"
# Not to be merged; too late, whatever else is wrong; not readable; not in letters.
_FIRST = (_UNMERGED, "SK301", "SK10", "SK121")
_LAST = "SK201"  # missing


def _usefulness(finding: Finding) -> tuple[bool, int, int, int, str]:
    first = next((place for place, sign in enumerate(_FIRST) if finding.code.startswith(sign)), len(_FIRST))
    rank = first + (finding.code == _LAST)
    return (finding.severity is not Severity.ERROR, rank, finding.place.mark.line, finding.place.mark.column, finding.code)


def discreet(verdict: Verdict, sources: Mapping[str, Source]) -> Verdict:
    """The verdict in which no other finding says again what a private rule marks, as when a number stands where a date should."""
    said = set()
    for finding in verdict.introduced + verdict.standing:
        source, mark = sources.get(finding.place.path), finding.place.mark
        if source and mark.line and CATALOGUE[finding.code].private:
            said.add(source.lines[mark.line - 1][mark.column - 1 : mark.column - 1 + mark.width])

    if not said:
        return verdict

    def covered(finding: Finding) -> Finding:
        values = tuple((name, _covered(value, said)) for name, value in finding.values)
        return finding if CATALOGUE[finding.code].private else replace(finding, values=values)

    return replace(verdict, introduced=tuple(map(covered, verdict.introduced)), standing=tuple(map(covered, verdict.standing)))


def _covered(value: Value, said: Iterable[str]) -> Value:
    for number in said if isinstance(value, str) else ():
        value = str(value).replace(number, _hidden(number))
    return value


def _hidden(told: str) -> str:
    return "".join("•" if sign.isalnum() else sign for sign in told)


def compare(before: Iterable[Finding], after: Iterable[Finding], left: Mapping[str, str]) -> Verdict:
    """The verdict on a change. `left` leads from a path to the one where its content stood before: what was wrong with a content is
    not blamed on who moves it.

    A finding that measures an amount counts as introduced only when the amount has grown.
    """
    new_name = {old: new for new, old in left.items()}
    earlier_of: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in sorted(before, key=lambda finding: finding.amount or 0):
        moved = _moved(finding, new_name)
        earlier_of[moved.identity].append(moved)
    standing: set[int] = set()
    after = tuple(after)
    # Each earlier finding excuses one later finding, and no worse one than itself; the worst ask first.
    for place, finding in sorted(enumerate(after), key=lambda pair: -(pair[1].amount or 0)):
        earlier = earlier_of[finding.identity]
        if earlier and (earlier[-1].amount or 0) >= (finding.amount or 0):
            earlier.pop()
            standing.add(place)
    introduced = tuple(finding for place, finding in enumerate(after) if place not in standing)
    still = {finding.identity for finding in introduced}
    healed = (finding for found in earlier_of.values() for finding in found if finding.identity not in still)
    return Verdict(introduced, tuple(after[place] for place in sorted(standing)), tuple(healed))


def _moved(finding: Finding, new_name: Mapping[str, str]) -> Finding:
    """The finding as if every file it is about or tells of had had its new name all along."""
    path = new_name.get(finding.place.path, finding.place.path)
    values = tuple((name, new_name.get(value, value) if isinstance(value, str) else value) for name, value in finding.values)
    return replace(finding, place=replace(finding.place, path=path), values=values)

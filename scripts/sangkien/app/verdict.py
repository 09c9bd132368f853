"""A verdict on files, and all that is needed to render it; must not know how it came about or is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import datetime
from functools import cached_property
from itertools import groupby
from pathlib import Path

from sangkien.app.routing import Route
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.filed import SourceFile
from sangkien.model.finding import Finding, Fix, Mark, Severity
from sangkien.receipt_code import receipt_code
from sangkien.rules import CATALOGUE

_FEW = 20  # submissions of one change whose receipt codes are told


@dataclass(frozen=True)
class Verdict:
    """The findings of a change, compared with what stood before."""

    introduced: tuple[Finding, ...]  # what it brings
    unchanged: tuple[Finding, ...] = ()  # what was there before
    fixed: tuple[Finding, ...] = ()  # what it takes away

    @property
    def refused(self) -> bool:
        """Whether it brings an error."""
        return any(finding.severity is Severity.ERROR for finding in self.introduced)


@dataclass(frozen=True)
class Judgement:
    """A verdict and what is needed to render it."""

    verdict: Verdict  # what the change brings, keeps and takes away
    judged: int  # number of files judged
    sources: Mapping[str, SourceFile]  # judged files by path
    notices: tuple[Words, ...] = ()  # remarks on the judging itself
    site: str = ""  # address of the site, ending in `/`; empty: unknown
    head: str = ""  # commit id of the change
    at: datetime | None = None  # when it was judged, aware, in an edition's zone
    routes: tuple[Route, ...] = ()  # parts that others than the sender decide on
    next_steps: tuple[Words, ...] = ()  # who has to act now, by when
    rerun_command: str = ""  # command that judges it again at home
    sent: tuple[tuple[str, str], ...] = ()  # path and blob of the submissions in it
    drafts: tuple[tuple[str, Path], ...] = ()  # path and file of the disk, where drafts were judged
    seen_contents: Mapping[str, Mapping[str, str]] = field(
        default_factory=dict
    )  # act's path -> submission's path -> blob it saw

    def fixes(self, path: str) -> tuple[Fix, ...]:
        """Every fix of a file among what the change brings."""
        return tuple(fix for each in self.verdict.introduced if each.location.path == path for fix in each.fixes)

    @property
    def errors(self) -> int:
        """Number of errors that the change brings."""
        return sum(finding.severity is Severity.ERROR for finding in self.verdict.introduced)

    @property
    def warnings(self) -> int:
        """Number of warnings that the change brings."""
        return len(self.verdict.introduced) - self.errors

    def line(self, finding: Finding) -> str | None:
        """The line of a finding as it may be shown: letters and digits that a private rule marks are masked. None where there
        is no such line."""
        source, number = self.sources.get(finding.location.path), finding.location.mark.line
        if source is None or not 0 < number <= len(source.lines):
            return None
        line = source.lines[number - 1]
        for mark in self._private.get((source.path, number), ()):
            start, end = mark.column - 1, mark.column - 1 + mark.width
            line = line[:start] + masked(line[start:end]) + line[end:]
        return line

    @cached_property
    def _private(self) -> Mapping[tuple[str, int], list[Mark]]:
        marks: dict[tuple[str, int], list[Mark]] = defaultdict(list)
        for finding in self.verdict.introduced + self.verdict.unchanged:
            if CATALOGUE[finding.code].private:
                marks[finding.location.path, finding.location.mark.line].append(finding.location.mark)
        return marks

    @property
    def receipts(self) -> tuple[tuple[str, str], ...]:
        """Receipt code and path of each submission sent that has no error; empty where there are more than twenty."""
        wrong = {finding.location.path for finding in self.verdict.introduced if finding.severity is Severity.ERROR}
        sound = tuple((receipt_code(blob), path) for path, blob in sorted(self.sent) if path not in wrong)
        return sound if len(sound) <= _FEW else ()

    def page(self, code: str) -> str:
        """The address of a rule's page; empty where no site is known."""
        return f"{self.site}quy-tac/{code.lower()}/" if self.site else ""

    @property
    def labels(self) -> tuple[str, ...]:
        """Labels for a forge to mark the change with, so that lists of changes can be sorted by whose turn it is."""
        turn = "gate: cần sửa" if self.verdict.refused else "gate: chờ duyệt"
        return (turn, "gate: ngoài phần bài gửi") if self.routes else (turn,)


def by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Path and findings of each file: what cannot be merged first, then files with errors.

    Within a file the most useful comes first: errors before warnings, what no editing can cure and what hides other trouble
    before the rest, then by line; a missing field comes last, as it may be one that is misspelt.
    """
    ordered = sorted(findings, key=lambda finding: (finding.location.path, _usefulness(finding)))
    files = [(path, list(found)) for path, found in groupby(ordered, key=lambda finding: finding.location.path)]
    yield from sorted(files, key=lambda file: (file[1][0].code != _UNMERGED, file[1][0].severity is not Severity.ERROR))


_UNMERGED = "SK120"
# Not to be merged; too late, whatever else is wrong; not readable; not in letters.
_FIRST = (_UNMERGED, "SK301", "SK10", "SK121")
_LAST = "SK201"  # missing


def _usefulness(finding: Finding) -> tuple[bool, int, int, int, str]:
    first = next((place for place, sign in enumerate(_FIRST) if finding.code.startswith(sign)), len(_FIRST))
    rank = first + (finding.code == _LAST)
    return (
        finding.severity is not Severity.ERROR,
        rank,
        finding.location.mark.line,
        finding.location.mark.column,
        finding.code,
    )


def masked(words: str) -> str:
    """The text with a dot in the place of every letter and digit."""
    return "".join("•" if sign.isalnum() else sign for sign in words)

"""Compares the findings before and after a change, so that nobody is blamed for what was there; must not know how it is rendered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sangkien.app.verdict import Verdict, masked
from sangkien.language import Value
from sangkien.model.filed import SourceFile
from sangkien.model.finding import Finding
from sangkien.rules import CATALOGUE


def without_private_values(verdict: Verdict, sources: Mapping[str, SourceFile]) -> Verdict:
    """The verdict without values that would repeat what a private rule marks, as when a number stands where a date should.
    `sources` are the judged files by path."""
    said = set()
    for finding in verdict.introduced + verdict.unchanged:
        source, mark = sources.get(finding.location.path), finding.location.mark
        if source and mark.line and CATALOGUE[finding.code].private:
            said.add(source.lines[mark.line - 1][mark.column - 1 : mark.column - 1 + mark.width])

    if not said:
        return verdict

    def covered(finding: Finding) -> Finding:
        values = tuple((name, _covered(value, said)) for name, value in finding.values)
        return finding if CATALOGUE[finding.code].private else replace(finding, values=values)

    return replace(
        verdict, introduced=tuple(map(covered, verdict.introduced)), unchanged=tuple(map(covered, verdict.unchanged))
    )


def _covered(value: Value, said: Iterable[str]) -> Value:
    for number in said if isinstance(value, str) else ():
        value = str(value).replace(number, masked(number))
    return value


def compare(before: Iterable[Finding], after: Iterable[Finding], left: Mapping[str, str]) -> Verdict:
    """The verdict on a change. `left` leads from a path to the one where its content stood before: what was wrong with a
    content is not blamed on who moves it.

    A finding that measures an amount counts as introduced only when the amount has grown.
    """
    new_name = {old: new for new, old in left.items()}
    earlier_of: dict[tuple[object, ...], list[Finding]] = defaultdict(list)
    for finding in sorted(before, key=lambda finding: finding.amount or 0):
        moved = _moved(finding, new_name)
        earlier_of[moved.identity].append(moved)
    unchanged: set[int] = set()
    after = tuple(after)
    # Each earlier finding excuses one later finding, and no worse one than itself; the worst ask first.
    for position, finding in sorted(enumerate(after), key=lambda pair: -(pair[1].amount or 0)):
        earlier = earlier_of[finding.identity]
        if earlier and (earlier[-1].amount or 0) >= (finding.amount or 0):
            earlier.pop()
            unchanged.add(position)
    introduced = tuple(finding for position, finding in enumerate(after) if position not in unchanged)
    still = {finding.identity for finding in introduced}
    fixed = (finding for found in earlier_of.values() for finding in found if finding.identity not in still)
    return Verdict(introduced, tuple(after[position] for position in sorted(unchanged)), tuple(fixed))


def _moved(finding: Finding, new_name: Mapping[str, str]) -> Finding:
    """The finding as if every file it is about or names had had its new name all along."""
    path = new_name.get(finding.location.path, finding.location.path)
    values = tuple((name, new_name.get(value, value) if isinstance(value, str) else value) for name, value in finding.values)
    return replace(finding, location=replace(finding.location, path=path), values=values)

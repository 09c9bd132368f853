"""Compares the findings before and after a change, so that nobody is blamed for what stood already; must not know how it is told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from sangkien.app.verdict import Verdict, hidden
from sangkien.language import Value
from sangkien.model.filed import Source
from sangkien.model.finding import Finding
from sangkien.rules import CATALOGUE


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
        value = str(value).replace(number, hidden(number))
    return value


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

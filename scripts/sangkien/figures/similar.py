"""Finds honoured innovations with similar titles by the rarer words they share; must not know how they are shown.

Words of many titles say little and are left out; the rest are looked up in an index, so that titles are not compared pair by
pair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import nsmallest
from itertools import pairwise
from math import log

from sangkien.model.innovation import PublicInnovation
from sangkien.text import plain

_SHOWN, _WEIGHED = 3, 8  # of those that share most words, the field and kind decide which are shown
_COMMON = 0.05  # of all titles: a word (or pair of words) in more than these says nothing
_FEW = 40  # titles; among fewer, no word is common
_SAME_FIELD, _SAME_KIND = 0.6, 0.2  # against the rarity of one shared pair of words, about 5 to 8


def alike(every: Sequence[PublicInnovation]) -> Mapping[str, tuple[PublicInnovation, ...]]:
    """Returns, by page address, at most three others that share words with each, the most similar first; an empty tuple where
    none does. `every` are the innovations to compare."""
    terms = [_terms(each.title) for each in every]
    holding: dict[str, list[int]] = {}
    for position, own in enumerate(terms):
        for term in own:
            holding.setdefault(term, []).append(position)
    most = max(_FEW, _COMMON * len(every))
    weight = {term: log(1 + len(every) / len(places)) for term, places in holding.items() if 1 < len(places) <= most}
    found = {}
    for position, each in enumerate(every):
        scores: dict[int, float] = {}
        for term in terms[position]:
            for other in holding[term] if term in weight else ():
                scores[other] = scores.get(other, 0.0) + weight[term]
        scores.pop(position, None)
        nearest = nsmallest(_WEIGHED, scores, key=lambda other: (-scores[other], other))
        near = sorted(nearest, key=lambda other: (-scores[other] - _bonus(each, every[other]), other))[:_SHOWN]
        found[each.address] = tuple(every[other] for other in near)
    return found


def _terms(title: str) -> Sequence[str]:
    """Pairs of neighbouring syllables, each once: a Vietnamese word is mostly two, and one alone says little. They stay in their order,
    in which their weights are added: else the last digit, and with it a tie, would depend on the process."""
    syllables = plain(title).lower().split()
    return tuple(dict.fromkeys(" ".join(pair) for pair in pairwise(syllables)))


def _bonus(one: PublicInnovation, other: PublicInnovation) -> float:
    first, second = one.details, other.details
    if first is None or second is None:
        return 0.0  # not even those beside it may disclose a confidential one's field or kind
    return _SAME_FIELD * (first.field.id == second.field.id) + _SAME_KIND * (first.kind == second.kind)

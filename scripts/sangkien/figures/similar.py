"""Finds honoured innovations like each: by the rarer words their titles share, else of the same field; must not know how they are shown.

Words of many titles say little and are left out; the rest are looked up in an index, so that titles are not compared pair by
pair.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence, Set
from heapq import nsmallest
from itertools import islice, pairwise
from math import log

from sangkien.late import dataclass
from sangkien.model.innovation import PublicInnovation
from sangkien.text import plain

_SHOWN, _WEIGHED = 3, 8  # of those that share most words, the field and kind decide which are shown
_COMMON = 0.05  # of all titles: a word (or pair of words) in more than these says nothing
_FEW = 40  # titles; among fewer, no word is common
_SAME_FIELD, _SAME_KIND = 0.6, 0.2  # against the rarity of one shared pair of words, about 5 to 8
_SIGNS = ".,;:!?()[]“”\"'–-"
# Syllables that join or count: a phrase neither begins nor ends with one.
_JOINING = frozenset(
    "các những một hai ba bốn năm sáu bảy tám chín mười và hay hoặc của cho để từ ở tại trên dưới trong ngoài theo bằng với về vào ra lên"
    " xuống sau trước giữa khi có không là được bị do mà thì như này đó số".split()
)


@dataclass(frozen=True)
class Alike:
    """An innovation like another, and why."""

    innovation: PublicInnovation
    shared: str  # what both titles speak of, as they spell it, in small letters; empty: the two are of one field


def alike(every: Sequence[PublicInnovation]) -> Mapping[str, tuple[Alike, ...]]:
    """Returns, by page address, at most three others like each, the most similar first: those whose titles share words, then
    those that follow it in its field. A confidential one has no public field, so that it may have none. `every` are the
    innovations to compare, in the order of the lists."""
    titles = [plain(each.title).lower().split() for each in every]
    pairs = [[*map(" ".join, pairwise(title))] for title in titles]
    terms = [_terms(each.title) for each in every]
    weight, holding = _weights(terms)
    fields = _fields(every)
    holds = [frozenset(own) for own in terms]
    found = {}
    for position, each in enumerate(every):
        chosen: dict[int, str] = {}
        for other in _near(position, every, terms, weight, holding):
            if len(chosen) < _SHOWN and (phrase := _phrase(titles[position], pairs[position], holds[other])):
                chosen[other] = phrase
        followers = (other for other in dict.fromkeys(_following(position, each, fields)) if other not in chosen)
        chosen |= dict.fromkeys(islice(followers, _SHOWN - len(chosen)), "")
        found[each.address] = tuple(Alike(every[other], phrase) for other, phrase in chosen.items())
    return found


Term = str
"""Two neighbouring syllables: a Vietnamese word is mostly two, and one alone says little."""


def _terms(title: str) -> Sequence[Term]:
    """Those of a title, each once, in their order."""
    return tuple(dict.fromkeys(map(" ".join, pairwise(plain(title).lower().split()))))


def _weights(terms: Sequence[Sequence[Term]]) -> tuple[Mapping[Term, float], Mapping[Term, Sequence[int]]]:
    """How much each term says that several titles share but not too many, and which titles hold each."""
    holding: dict[Term, list[int]] = {}
    for position, own in enumerate(terms):
        for term in own:
            holding.setdefault(term, []).append(position)
    most = max(_FEW, _COMMON * len(terms))
    return {term: log(1 + len(terms) / len(places)) for term, places in holding.items() if 1 < len(places) <= most}, holding


def _near(
    position: int,
    every: Sequence[PublicInnovation],
    terms: Sequence[Sequence[Term]],
    weight: Mapping[Term, float],
    holding: Mapping[Term, Sequence[int]],
) -> Sequence[int]:
    """The positions of those that share most. A title's terms are taken in their order, in which their weights are added:
    else the last digit, and with it a tie, would depend on the process."""
    scores: dict[int, float] = {}
    for term in terms[position]:
        for other in holding[term] if term in weight else ():
            scores[other] = scores.get(other, 0.0) + weight[term]
    scores.pop(position, None)
    nearest = nsmallest(_WEIGHED, scores, key=lambda other: (-scores[other], other))
    return sorted(nearest, key=lambda other: (-scores[other] - _bonus(every[position], every[other]), other))


def _bonus(one: PublicInnovation, other: PublicInnovation) -> float:
    first, second = one.details, other.details
    if first is None or second is None:
        return 0.0  # not even those beside it may disclose a confidential one's field or kind
    return _SAME_FIELD * (first.field.id == second.field.id) + _SAME_KIND * (first.kind == second.kind)


def _phrase(title: Sequence[str], pairs: Sequence[Term], others: Set[Term]) -> str:
    """The longest run of a title's syllables that another title has too, without syllables that only join; empty where fewer
    than two are left. `pairs` are the title's neighbouring syllables, from its first on."""
    best: Sequence[str] = ()
    start = 0
    for end in range(len(pairs) + 1):
        if end == len(pairs) or pairs[end] not in others:
            if end - start >= max(len(best), 1):  # as many pairs are one syllable more
                trimmed = _trimmed([word.strip(_SIGNS) for word in title[start : end + 1]])
                best = trimmed if len(trimmed) > max(len(best), 1) else best
            start = end + 1
    return " ".join(best)


def _trimmed(words: list[str]) -> list[str]:
    while words and (words[0] in _JOINING or not words[0].isalpha()):
        words = words[1:]
    while words and (words[-1] in _JOINING or not words[-1].isalpha()):
        words = words[:-1]
    return words


def _fields(every: Sequence[PublicInnovation]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for position, each in enumerate(every):
        if each.details:
            found.setdefault(each.details.field.id, []).append(position)
    return found


def _following(position: int, each: PublicInnovation, fields: Mapping[str, Sequence[int]]) -> Iterator[int]:
    """Some others of its field, that follow it or stand round again at the beginning; maybe one twice."""
    if each.details is None:
        return
    members = fields[each.details.field.id]
    start, count = bisect_left(members, position), len(members)
    # The ones right beside it come last: its page leads to them anyway.
    for step in [*range(2, min(count - 1, 2 * _SHOWN)), 1, count - 1]:
        if step % count:
            yield members[(start + step) % count]

"""Finds people's numbers among all others: telephones, identity papers, bank accounts; must not know in which field they are.

A number is a run of groups of digits. Whose it is follows from its digits, from the way it is grouped, and from the words
beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from sangkien.late import dataclass, regex
from sangkien.personal.context import JOINED, Called, called, counted, of_a_document, sum_before
from sangkien.personal.kind import Kind
from sangkien.personal.visible_text import VisibleText

_RUN = regex(r"[0-9]+(?:[ \n.,/()\[\]*_'-]{1,6}[0-9]+)*")
_DAY = (
    r"(?:[0-3]?[0-9](?P<one>[/.-])[01]?[0-9](?P=one)(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}(?P<two>[/.-])[01]?[0-9](?P=two)[0-3]?[0-9]"
    r"|[01]?[0-9](?P<three>[/.-])(?:19|20)[0-9]{2}(?!(?P=three)[0-9]))"
)
_DATE_OR_GROUP = regex(rf"(?P<date>(?<![0-9.,/-]){_DAY}(?![0-9]|[/.,][0-9]))|[0-9]+")
_CODE = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_FEWEST, _LONGEST = 7, 19  # digits: those of a telephone that leaves the area out, those of a bank's card
_OLD_CARD, _FREE_NUMBER = 9, 10
_SHORTEST_IN_A_LIST = 3
_CODED, _CODED_SHORT = 20, 16  # letters and digits in one: a content id is full of digits that are nobody's

_HASH = regex("[0-9a-f]+")


def _shapes(every: str) -> frozenset[tuple[int, ...]]:
    """Ways of grouping digits: `433` is four digits, three, three."""
    return frozenset(tuple(map(int, shape)) for shape in every.split())


# How people part the digits of a number among others; where nothing else stands beside them any way will do.
_PHONES = _shapes("433 334 343 46 55 244 424 442 28 37 1333 4222 22222 19 64 235 3223 344 434 47 38 443 533 56 32222 4322")
_PAPERS = _shapes("3333 444 66 39 3126 4444 44443")
_BEHIND_A_CODE = _shapes("9 333 234 27 36 2223 144 3222 244 334 37 28 343 19 1333")
_ABROAD = {(code, *shape) for code in (2, 4) for shape in (*_BEHIND_A_CODE, (10,))}
_SHAPES = _PHONES | _PAPERS | _ABROAD | {(length,) for length in range(9, 20)}
_DOMESTIC = regex(r"0[35789]\d{8}|01[2689]\d{8}|02\d{8,9}|0[146]\d{8}")
_CITIZEN = regex(r"0(?!00)(?:[0-8]\d|9[0-6])\d{9}")
_FREE = regex(r"1[89]00")  # whoever may call there, it is no person's
_CARD = regex(r"9704\d{12}(?:\d{3})?")
_CREDIT_CARD = regex(r"[2-6]\d{15}")
# Accounts as bookkeepers number them, by their first three digits.
_LEDGER = frozenset(
    "111 112 113 121 128 131 133 136 138 141 151 152 153 154 155 156 157 158 161 171 211 212 213 214 217 221 222 228 229 241 242 243 244"
    " 331 333 334 335 336 337 338 341 343 344 347 352 353 356 357 411 412 413 414 417 418 419 421 441 461 466 511 515 521 611 621 622 623"
    " 627 631 632 635 641 642 711 811 821 911".split()
)
_OF_THINGS = frozenset({Called.SERIAL, Called.CODE, Called.THING, Called.PLACE, Called.MACHINE})
_YEAR = regex("(?:19[89]|20[0-4])[0-9]")
_PLUS = regex(r"(?:\+ ?[(\[]?|[(\[]\+ ?)$")

_LEAD = regex(r"[(\[]?(?:\+ ?)?[(\[]?$")


class _Group(NamedTuple):
    """Some digits together."""

    digits: str
    start: int  # offset in what is seen
    end: int
    gap: str  # what separates it from the group before


@dataclass(frozen=True, slots=True)
class _Row:
    """All groups that stand together."""

    groups: Sequence[_Group]
    called: Called | None  # what the words before the row call its numbers
    counts_on: bool  # each is so much more than the one before
    even: bool  # all are of one length

    @classmethod
    def of(cls, seen: VisibleText, groups: Sequence[_Group]) -> _Row:
        lengths = {len(group.digits) for group in groups}
        even = len(groups) > 2 and len(lengths) == 1
        figures = [int(group.digits) for group in groups] if even else []
        steps = {after - before for before, after in pairwise(figures)}
        counts_on = even and (len(steps) == 1 or (len(groups) > _LONGEST and max(lengths) < _SHORTEST_IN_A_LIST))
        return cls(groups, called(seen, groups[0].start), counts_on, even)

    def lists(self, many: int) -> bool:
        """Whether `many` of its groups are part of a list of like ones."""
        return self.even and len(self.groups) % many != 0

    def called_at(self, position: int) -> Called | None:
        """What its words call the number that begins at this group: what is said of a thing holds for all in the row."""
        return self.called if position == 0 or self.called in _OF_THINGS else None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Groups that may make one number."""

    groups: Sequence[_Group]
    digits: str
    shape: tuple[int, ...]  # lengths of the groups
    whole: bool  # no other group stands beside them
    listed: bool  # part of a list of like groups
    plus: bool  # a plus sign stands before them

    @property
    def start(self) -> int:
        return self.groups[0].start

    @property
    def end(self) -> int:
        return self.groups[-1].end

    @property
    def parted_alike(self) -> bool:
        """Whether its groups are separated in one way; the first may be separated in another, as an area code is."""
        return len({_sign(group.gap) for group in self.groups[2:]}) <= 1

    @property
    def decimal(self) -> bool:
        """Whether it is a figure with its fraction, or several."""
        gaps = [_sign(group.gap) for group in self.groups[1:]]
        if self.shape[0] == 1 and len(gaps) == 1:
            return gaps[0] in (".", ",")
        return "," in gaps and min(self.shape) < 3

    @property
    def one_number(self) -> bool:
        return not self.listed and self.parted_alike and not self.decimal


def numbers(seen: VisibleText) -> Iterator[tuple[Kind, int, int]]:
    """Kind and offsets in what is seen (start, end exclusive) of each number of a person, in order."""
    for match in _RUN.finditer(seen.text):
        if len(match[0]) >= _FEWEST:
            for groups in _parted(match):
                yield from _of(seen, groups)


def _parted(run: re.Match[str]) -> Iterator[list[_Group]]:
    """The groups of a run, split where a list goes on, where a date stands, and at a second line end."""
    text, offset = run[0], run.start()
    groups: list[_Group] = []
    end, lines = 0, 0
    for found in _DATE_OR_GROUP.finditer(text):
        gap = text[end : found.start()]
        nobodys = found["date"] is not None or found.end() - found.start() > _LONGEST
        lines += gap.count("\n")
        if groups and (nobodys or lines > 1 or (len(gap) > 1 and "," in gap)):
            yield groups
            groups, lines = [], 0
        if not nobodys:
            groups.append(_Group(found[0], offset + found.start(), offset + found.end(), gap if groups else ""))
        end = found.end()
    if groups:
        yield groups


def _of(seen: VisibleText, groups: list[_Group]) -> Iterator[tuple[Kind, int, int]]:
    """The numbers of people among these groups, from the left, each with as many digits as can be one number."""
    if sum(len(group.digits) for group in groups) < _FEWEST or _coded(seen, groups):
        return
    row = _Row.of(seen, groups)
    position = 0
    while position < len(groups):
        taken = _taken(seen, row, position)
        if taken is None:
            position += 1
            continue
        kind, many = taken
        yield kind, *_whole(seen.text, groups[position].start, groups[position + many - 1].end)
        position += many


def _taken(seen: VisibleText, row: _Row, position: int) -> tuple[Kind, int] | None:
    """The kind of the number that begins at this group, and how many groups it takes; None where none begins."""
    groups, first, said = row.groups, row.groups[position], row.called_at(position)
    if position and first.gap in (".", ",") and len(groups[position - 1].digits) <= 3 and groups[position - 1].digits[0] != "0":
        return None  # the fraction of a figure
    plus = position == 0 and _PLUS.search(seen.text, max(first.start - 3, 0), first.start) is not None
    free = said in (Called.PHONE, Called.IDENTITY, Called.ACCOUNT) or plus
    if not free and first.digits[0] not in "089" and len(first.digits) not in (4, _OLD_CARD, 16):
        return None
    digits, best = "", None
    shape: tuple[int, ...] = ()
    most = 1 if row.counts_on and not free else min(len(groups) - position, _LONGEST)
    for many in range(1, most + 1):
        digits += groups[position + many - 1].digits
        shape = (*shape, len(groups[position + many - 1].digits))
        if len(digits) > _LONGEST:
            break
        whole = many == len(groups)
        if len(digits) < _FEWEST or not (whole or free or shape in _SHAPES):
            continue
        listed = not whole and row.lists(many)
        candidate = _Candidate(groups[position : position + many], digits, shape, whole, listed, plus)
        if kind := _kind(seen, candidate, said):
            best = kind, many
    return best


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the number with the sign and bracket before it."""
    lead = _LEAD.search(text, max(start - 4, 0), start)
    if lead and (")" in text[start:end] or "]" in text[start:end] or "+" in lead[0]):
        start = lead.start()
    return start, end + (text[end : end + 1] in (")", "]") and text[start] in "([")


def _kind(seen: VisibleText, candidate: _Candidate, said: Called | None) -> Kind | None:
    """The kind of personal number that this is; None where it is no person's."""
    digits, end = candidate.digits, candidate.end
    if said is not Called.IDENTITY and not candidate.plus and _FREE.match(digits) and len(digits) <= _FREE_NUMBER:
        return None
    if said in (Called.IDENTITY, Called.ACCOUNT) and len(digits) >= 8 and not _excused(seen, candidate):
        if said is Called.IDENTITY and len(digits) <= 15:
            return Kind.IDENTITY
        if said is Called.ACCOUNT and not _money(candidate) and not _reckons(candidate):
            return Kind.ACCOUNT
    if said is Called.SERIAL or (said is Called.PLACE and _places(candidate)) or of_a_document(seen.text, end):
        return None
    if said is not Called.CODE and _phone(seen, candidate, said):
        return Kind.PHONE
    if _identity(seen, candidate, said):
        return Kind.IDENTITY
    return Kind.ACCOUNT if candidate.one_number and (_CARD.fullmatch(digits) or _of_a_card(digits)) else None


def _excused(seen: VisibleText, candidate: _Candidate) -> bool:
    """Whether a number that is called somebody's is a sum or counts something after all."""
    return candidate.digits[0] != "0" and counted(seen, candidate.end, named=True)


def _reckons(candidate: _Candidate) -> bool:
    """Whether it is a round sum, a row of years, or one of accounts as bookkeepers number them."""
    if len(candidate.groups) == 1:
        return candidate.digits[0] != "0" and len(candidate.digits) <= 10 and candidate.digits.endswith("0000")
    groups = [group.digits for group in candidate.groups]
    if groups == sorted(set(groups)) and all(_YEAR.fullmatch(group) for group in groups):
        return True
    return all(len(group) <= 5 and group[:3] in _LEDGER for group in groups)


def _of_a_card(digits: str) -> bool:
    """Whether it is a payment card's number by its length and check digit (Luhn)."""
    if not _CREDIT_CARD.fullmatch(digits) or len(set(digits)) < 2:
        return False
    return sum(sum(divmod(int(digit) * (2 - position % 2), 10)) for position, digit in enumerate(digits)) % 10 == 0


def _phone(seen: VisibleText, candidate: _Candidate, said: Called | None) -> bool:
    digits, end = candidate.digits, candidate.end
    abroad = digits.removeprefix("00")
    if abroad.startswith("84"):
        return _from_abroad(seen, candidate, abroad[2:].removeprefix("0"), said)
    if not candidate.one_number:
        return False
    if candidate.plus:
        return 10 <= len(digits) <= 13 and not _money(candidate) and not counted(seen, end)
    if _DOMESTIC.fullmatch(digits):
        return not _in_pairs(seen, candidate)  # no sum begins with 0
    named = said is Called.PHONE and len(digits) <= 11
    return named and not (_money(candidate) or _reckons(candidate) or _excused(seen, candidate))


def _in_pairs(seen: VisibleText, candidate: _Candidate) -> bool:
    """Whether it is a list of two-digit figures: numbers of a catalogue, or growing sizes."""
    pairs = [group.digits for group in candidate.groups]
    if set(candidate.shape) != {2}:
        return False
    return all(pair[0] == "0" for pair in pairs) or (pairs == sorted(set(pairs)) and counted(seen, candidate.end))


def _from_abroad(seen: VisibleText, candidate: _Candidate, rest: str, said: Called | None) -> bool:
    """Whether the digits after the country code 84 are a telephone's; without + or 00 they may be a sum."""
    if candidate.listed or not re.fullmatch(r"[35789]\d{8}|2\d{8,9}", rest):
        return False
    certain = candidate.plus or candidate.digits.startswith("00")
    named = said is Called.PHONE
    return certain or not (counted(seen, candidate.end, named=named) or (not named and sum_before(seen, candidate.start)))


def _identity(seen: VisibleText, candidate: _Candidate, said: Called | None) -> bool:
    digits, end = candidate.digits, candidate.end
    if len(digits) == 12:
        citizen = _CITIZEN.fullmatch(digits) or (digits[0] == "0" and len(candidate.groups) == 1)
        return bool(citizen) and candidate.one_number and said is not Called.MACHINE
    if len(digits) != _OLD_CARD or len(candidate.groups) > 1 or said in (Called.SUM, *_OF_THINGS):
        return False
    if candidate.groups[0].gap.strip(" ()[]*_'") or re.match(r" ?[/-] ?[0-9]", seen.text[end : end + 3]):
        return False  # one of several figures that are reckoned with
    if digits[0] == "0":
        return not counted(seen, end)
    return not (digits.endswith("000") or counted(seen, end) or sum_before(seen, candidate.start))


def _money(candidate: _Candidate) -> bool:
    """Whether it is grouped by thousands, as sums are."""
    shape = candidate.shape
    return (
        len(shape) > 1
        and shape[0] <= 3
        and set(shape[1:]) == {3}
        and candidate.digits[0] != "0"
        and candidate.digits.endswith("00")
    )


def _places(candidate: _Candidate) -> bool:
    """Whether it can be a row of rooms, beds or shelves: short groups of one length."""
    return len(candidate.groups) > 1 and len(set(candidate.shape)) == 1 and candidate.shape[0] <= 4


def _sign(gap: str) -> str:
    """What separates two groups, brackets and width aside."""
    return "".join(dict.fromkeys(sign for sign in gap if sign not in " \n()[]"))[:1] or " "


def _coded(seen: VisibleText, groups: list[_Group]) -> bool:
    """Whether the groups are part of a code of letters and digits."""
    start, end = groups[0].start, groups[-1].end
    first, last = start, end
    while first > max(start - _CODED, 0) and seen.text[first - 1] in _CODE:
        first -= 1
    while last < min(end + _CODED, len(seen.text)) and seen.text[last] in _CODE:
        last += 1
    if (first, last) != (start, end) and last - first >= (_CODED_SHORT if _HASH.fullmatch(seen.text, first, last) else _CODED):
        return True
    head = seen.text[first:start]
    if not head or head in JOINED:
        return False
    return any(sign.isdigit() for sign in head) or seen.as_written(first, start).isupper()

"""Tells whether a text only lost private data of an earlier one (a privacy mend); must not know what depends on that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sangkien.late import dataclass, regex
from sangkien.model.filed import Filed
from sangkien.model.own_words import own_words, without_own_words
from sangkien.model.public import withdrawn
from sangkien.model.submission import Submission
from sangkien.personal import COVER, Withheld, spans
from sangkien.text import bare


def is_privacy_mend(later: Filed[Submission], earlier: Filed[Submission], withheld: Withheld) -> bool:
    """Whether the later file is the earlier one after its sender withdrew a consent, made it confidential, cut what the
    detector finds, or several of these: nothing else differs and nothing was added. `withheld` are names of the earlier one
    that the later may not show."""
    # A name of one word may be any word.
    withheld = replace(withheld, people=tuple(name for name in withheld.people if len(name.split()) > 1))
    if later.record == earlier.record:
        return _lost(later.source.text, earlier.source.text, withheld) is True
    closed = withdrawn(later.record, earlier.record)
    if closed is None:
        return False
    if without_own_words(closed) != without_own_words(earlier.record):
        return False
    texts = zip(own_words(closed), own_words(earlier.record), strict=True)
    return all(_lost(now, was, withheld) is not None for (_, now), (_, was) in texts)


@dataclass(frozen=True)
class _Token:
    """A word or a sign."""

    text: str
    before: str  # the blanks before it
    span: int  # index of the private span it lies in; -1: none
    label: bool  # may be cut together with a span beside it


_TOKEN = regex(r"\w+|[^\w\s]")
_LINE_END = regex(r"[\n\r]")
# What leads to a number or an address and says nothing without it.
_LABELS = frozenset(
    "so dt sdt dien thoai di dong zalo viber goi hoi lien he lac cmnd cccd cmt can cuoc chung minh nhan dan ho chieu bhyt the hotline"
    " tel phone mobile call mail email thu sinh nam ngay stk tk tai khoan ngan hang dia chi nha qua o cua".split()
)
_MOST_LABELS, _MOST_SIGNS = 4, 6
# Ways of reading one text as another that are followed at once: only floods of the same signs have more, and they are no mend.
_MOST_WAYS = 200
_BESIDE = frozenset("#()[]{}<>\"'“”‘’«».,;:–—-/*_`")


def _lost(later: str, earlier: str, withheld: Withheld) -> bool | None:
    """True where the later text lost something private, False where both are equal, None where anything else differs."""
    if later == earlier:
        return False
    later, earlier = later.replace(COVER, ""), earlier.replace(COVER, "")
    old, new = _tokens(earlier, withheld), _tokens(later, Withheld())
    # Each way of reading the later text as the earlier one: how far it is read, whether something was just left out, whether anything
    # private was, and of the span at hand whether it stays.
    ways: set[tuple[int, bool, bool, bool | None]] = {(0, False, False, None)}
    span = -1
    for token in old:
        if token.span != span:
            ways, span = {(at, gap, lost, None) for at, gap, lost, _ in ways}, token.span
        ways = set(_read(token, ways, new))
        if not 0 < len(ways) <= _MOST_WAYS:
            return None
    ends = {lost for at, _, lost, _ in ways if at == len(new)}
    return True if True in ends else None


def _read(
    token: _Token, ways: set[tuple[int, bool, bool, bool | None]], new: list[_Token]
) -> Iterator[tuple[int, bool, bool, bool | None]]:
    private = token.span >= 0
    for at, gap, lost, stays in ways:
        if (private and stays is not True) or token.label:
            yield at, True, lost or private, False if private else stays
        if at == len(new) or new[at].text != token.text or (private and stays is False):
            continue
        if new[at].before == token.before or (gap and not new[at].before.strip(" ")):
            yield at + 1, False, lost, True if private else stays


def _tokens(text: str, withheld: Withheld) -> list[_Token]:
    found = spans(text, withheld)
    matches = list(_TOKEN.finditer(text))
    ends = [0, *(match.end() for match in matches)]
    pieces = [
        (match.start(), match.end(), text[end : match.start()], match[0]) for end, match in zip(ends, matches, strict=False)
    ]
    inside, at = [], 0
    for start, end, _, _ in pieces:
        while at < len(found) and found[at].end <= start:
            at += 1
        inside.append(at if at < len(found) and found[at].start < end else -1)
    # A word within the span of a number leads to it and may stay; of a name every word is the name.
    held = [
        at if at < 0 or any(sign.isdigit() or sign == "@" for sign in piece[3]) or found[at].kind.value in _WHOLE else -1
        for at, piece in zip(inside, pieces, strict=True)
    ]
    labels = set(_labels(pieces, inside))
    return [
        _Token(piece[3], piece[2], held[at], at in labels or (inside[at] >= 0 > held[at])) for at, piece in enumerate(pieces)
    ]


_WHOLE = {"name", "unit", "mail", "home"}


def _labels(pieces: list[tuple[int, int, str, str]], inside: list[int]) -> Iterator[int]:
    """Indexes of the pieces that may be cut with a span: the words that lead to it, on its line, and the signs around it."""
    for at, span in enumerate(inside):
        if span < 0:
            continue
        words = signs = 0
        for step in range(at - 1, -1, -1):
            if inside[step] == span or _LINE_END.search(pieces[step + 1][2]):
                break
            sign = pieces[step][3] in _BESIDE
            words, signs = words + (not sign), signs + sign
            if words > _MOST_LABELS or signs > _MOST_SIGNS or not (sign or bare(pieces[step][3]) in _LABELS):
                break
            yield step
        for step in range(at + 1, min(at + 1 + _MOST_SIGNS, len(pieces))):
            if inside[step] == span or pieces[step][3] not in _BESIDE:
                break
            yield step

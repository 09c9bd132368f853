"""What of a submission the public may be told, where alone it is asked whether it is confidential; must not know who tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sangkien.late import regex
from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.model.submission import Facts, Submission
from sangkien.personal import Withheld


def disclosed(record: Submission) -> bool:
    """Whether more may be told of an honoured submission than its title, effect and awards: of a confidential one these alone are public
    (the confederation's rule, as the press reported it), and nothing from which it follows whose it is."""
    return not record.confidential


def withheld(record: Submission, edition: Edition) -> Withheld:
    """The names that may not be told wherever this submission is spoken of."""
    authors = tuple(author.name for author in record.authors)
    if record.confidential:
        known = tuple(_own_name(edition.name_of(unit)) for unit in lineage(record.unit) if unit in edition.units)
        forms = [form for name in known for form in _forms(name)]
        short = tuple(form for kind, form in forms if not kind) + _of_id(record.unit)
        return Withheld(authors, tuple(dict.fromkeys([*known, *(form for kind, form in forms if kind)])), short)
    return Withheld() if record.consent.publish_name else Withheld(authors)


def withheld_since(later: Submission, earlier: Submission, edition: Edition) -> Withheld:
    """The names of an earlier record that may not be told after what its sender withdrew."""
    return withheld(replace(earlier, consent=later.consent, confidential=later.confidential), edition)


def withdrawn(later: Submission, earlier: Submission) -> Submission | None:
    """The later record as it was before its sender withdrew a consent or made it confidential; None where something was opened, which
    nobody may do for another. What a confidential one need not tell may have gone."""
    before, now = earlier.consent, later.consent
    if now.publish_name > before.publish_name or now.contact > before.contact or later.confidential < earlier.confidential:
        return None
    answers = later.answers
    if later.confidential:
        answers = replace(
            answers, problem=answers.problem or earlier.answers.problem, solution=answers.solution or earlier.answers.solution
        )
    return replace(later, consent=before, confidential=earlier.confidential, answers=answers)


def counts(facts: Facts | None) -> bool:
    """Whether a submission stands in public counts. One more in a small unit would tell whose a confidential one is."""
    return facts is None or not facts.confidential


_UNION = regex(r"^(?:CĐCS|CĐ|LĐLĐ|Công đoàn(?: cơ sở)?|Liên đoàn Lao động)\s+(?:(?:tỉnh|thành phố|TP\.?)\s+)?", re.IGNORECASE)


def _own_name(union: str) -> str:
    """What a union's place is called: that of `LĐLĐ tỉnh Thái Bình (mẫu)` is Thái Bình."""
    return _UNION.sub("", re.sub(r"\s*\(mẫu\)", "", union)) or union


# Words of one syllable that say what a place does and are no part of what it is called.
_TRADES = frozenset(
    "Trường Viện Trạm Kho Cảng Dược May Dệt Da Giày Gỗ Chè Mía Đường Bia Than Điện Nước Xăng Dầu Thép Nhựa Giấy In Mắt Nhi Lao Phổi".split()
)
_ABBREVIATED = regex("[A-ZĐ]{2,6}")  # TNHH, THPT
_MORE_KINDS = {"Công ty": ("Cty",)}  # short otherwise than by first letters


def _forms(name: str) -> Iterator[tuple[bool, str]]:
    """What people call a place in short, and whether the kind of place is in it: of `Bệnh viện Đa khoa Sông Trà` that is BV ĐK Sông Trà,
    Bệnh viện Sông Trà, BV Sông Trà, and without the kind Đa khoa Sông Trà and Sông Trà, where that is two words."""
    kinds, proper = _parted(name)
    if not kinds or not proper:
        return
    main, others = kinds[0], kinds[1:]
    called = [main, *_MORE_KINDS.get(main, ())] + ([_initials(main)] if " " in main else [])
    for position in range(len(others) + 1):
        rest = others[position:]
        for middle in dict.fromkeys([" ".join(rest), " ".join(map(_initials, rest))]):
            short = f"{middle} {proper}".strip()
            yield from ((True, f"{kind} {short}") for kind in called)
            if sum(map(str.isalpha, short.split())) > 1:
                yield False, short


def _parted(name: str) -> tuple[list[str], str]:
    """The kinds of place a name begins with, and the proper name behind them. A word with a small one behind it is a common noun's."""
    words = re.findall(r"[^\W_]+", name)
    if words[-2:] == ["Việt", "Nam"]:
        return [], ""  # a whole trade's union: everybody speaks of its trade and of the country
    nouns: list[str] = []
    for word in words:
        if word.islower() and nouns:
            nouns[-1] += f" {word}"
        else:
            nouns.append(word)
    proper = len(nouns)
    while proper and nouns[proper - 1] == nouns[proper - 1].partition(" ")[0] and not nouns[proper - 1].islower():
        proper -= 1
    while proper < len(nouns) and (nouns[proper] in _TRADES or _ABBREVIATED.fullmatch(nouns[proper])):
        proper += 1
    if proper and not any(map(str.isalpha, "".join(nouns[proper:]))):
        proper -= 1  # a number needs the word before it: May 10
    return nouns[:proper], " ".join(nouns[proper:])


def _initials(noun: str) -> str:
    return "".join(word[0].upper() for word in noun.split()) if " " in noun else noun


def _of_id(unit: str) -> tuple[str, ...]:
    """A unit's id as a name: `…/bv-song-tra` is Bv Song Tra; one word of it is anybody's."""
    words = [word for word in unit.rpartition("/")[2].split("-") if word.isalpha()]
    return (" ".join(words).title(),) if len(words) > 1 else ()

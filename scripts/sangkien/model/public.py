"""Decides what of a submission or an office is public, and alone asks whether a submission is confidential; must not know what shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from sangkien.late import regex
from sangkien.model.corpus import Edition
from sangkien.model.filed import Filed
from sangkien.model.finding import Location
from sangkien.model.programme import Rules, UnitList, lineage
from sangkien.model.submission import Facts, Submission
from sangkien.personal import Withheld


def disclosed(record: Submission) -> bool:
    """Whether an honoured submission may be shown in full. Of a confidential one only title, effect and awards are public
    (the confederation's rule, as the press reported it), and nothing from which it follows whose it is."""
    return not record.confidential


def withheld(record: Submission, edition: Edition) -> Withheld:
    """Returns the names to be covered wherever this submission is mentioned: its authors' without their consent, of a
    confidential one its authors' and its units', with what people call those units in short."""
    authors = tuple(author.name for author in record.authors)
    if record.confidential:
        known = tuple(_own_name(edition.name_of(unit)) for unit in lineage(record.unit) if unit in edition.units)
        forms = [form for name in known for form in _forms(name)]
        short = tuple(form for kind, form in forms if not kind) + _of_id(record.unit)
        return Withheld(authors, tuple(dict.fromkeys([*known, *(form for kind, form in forms if kind)])), short)
    return Withheld() if record.consent.publish_name else Withheld(authors)


def withheld_since(later: Submission, earlier: Submission, edition: Edition) -> Withheld:
    """Returns the names in an earlier record that are to be covered since the later one withdrew a consent or became
    confidential."""
    return withheld(replace(earlier, consent=later.consent, confidential=later.confidential), edition)


def withdrawn(later: Submission, earlier: Submission) -> Submission | None:
    """Returns the later record with the consents and confidentiality of the earlier: as it was before its sender restricted
    what is public. None where the later discloses more, which nobody may decide for another. What a confidential
    record may leave out is filled in from the earlier."""
    before, now = earlier.consent, later.consent
    if now.publish_name > before.publish_name or now.contact > before.contact or later.confidential < earlier.confidential:
        return None
    closed = replace(later, consent=before, confidential=earlier.confidential)
    if not later.confidential:
        return closed
    answers = replace(
        later.answers,
        problem=later.answers.problem or earlier.answers.problem,
        solution=later.answers.solution or earlier.answers.solution,
    )
    summary, measures = later.summary or earlier.summary, later.measures or earlier.measures
    return replace(closed, answers=answers, summary=summary, measures=measures)


def is_counted(facts: Facts | None) -> bool:
    """Whether a submission stands in public counts; `facts` is None for an unreadable file, which does. A confidential one
    does not: one more in a small unit would disclose whose it is."""
    return facts is None or not facts.confidential


def office_numbers(filed: Filed[Rules] | Filed[UnitList]) -> Iterator[Location]:
    """Where a file of the law holds the telephone of an office, the only one that may be public."""
    record = filed.record
    if isinstance(record, Rules):
        held = {"contact.phone": record.contact}
    else:
        held = {f"units.{place}.contact.phone": unit.contact for place, unit in enumerate(record.units)}
    return (filed.at(name) for name, contact in held.items() if contact and contact.phone)


_UNION = regex(r"^(?:CĐCS|CĐ|LĐLĐ|Công đoàn(?: cơ sở)?|Liên đoàn Lao động)\s+(?:(?:tỉnh|thành phố|TP\.?)\s+)?", re.IGNORECASE)


def _own_name(union: str) -> str:
    """The name of the place that a union is of: `LĐLĐ tỉnh Thái Bình (mẫu)` gives `Thái Bình`."""
    return _UNION.sub("", re.sub(r"\s*\(mẫu\)", "", union)) or union


# Words of one syllable that say what a place does and are no part of what it is called.
_TRADES = frozenset(
    "Trường Viện Trạm Kho Cảng Dược May Dệt Da Giày Gỗ Chè Mía Đường Bia Than Điện Nước Xăng Dầu Thép Nhựa Giấy In Mắt Nhi Lao Phổi".split()
)
_ABBREVIATED = regex("[A-ZĐ]{2,6}")  # TNHH, THPT
_MORE_KINDS = {"Công ty": ("Cty",)}  # short otherwise than by first letters


def _forms(name: str) -> Iterator[tuple[bool, str]]:
    """Yields what people call a place in short, each with whether the kind of place is in it: `Bệnh viện Đa khoa Sông Trà`
    gives `BV ĐK Sông Trà`, `Bệnh viện Sông Trà` and `BV Sông Trà` with the kind, and without it `Đa khoa Sông Trà` and `Sông
    Trà`, as that has two words."""
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
    """The kinds of place that a name begins with, and the proper name after them. A capital word with words in small letters
    after it is one common noun."""
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
    """A unit's id as a name: `…/bv-song-tra` gives `Bv Song Tra`. An id of one word is too common and gives none."""
    words = [word for word in unit.rpartition("/")[2].split("-") if word.isalpha()]
    return (" ".join(words).title(),) if len(words) > 1 else ()

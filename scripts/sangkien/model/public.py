"""What of a submission the public may be told, where alone it is asked whether it is confidential; must not know who tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sangkien.model.corpus import Edition
from sangkien.model.programme import lineage
from sangkien.model.submission import Facts, Submission
from sangkien.personal import Withheld


@dataclass(frozen=True)
class Public:
    """What may be told of any honoured innovation, and the whole record where all of it may, apart from what is withheld.

    Of a confidential one title, effect and award are public (the confederation's rule, as the press reported it), and nothing from
    which it follows whose it is.
    """

    title: str
    effect: str
    sample: bool
    withheld: Withheld
    whole: Submission | None


def public(record: Submission, edition: Edition) -> Public:
    whole = None if record.confidential else record
    return Public(record.title, record.answers.effect, record.sample, withheld(record, edition), whole)


def withheld(record: Submission, edition: Edition) -> Withheld:
    """The names that may not be told wherever this submission is spoken of."""
    authors = tuple(author.name for author in record.authors)
    if record.confidential:
        known = (edition.name_of(unit) for unit in lineage(record.unit) if unit in edition.units)
        return Withheld(authors, tuple(_own_name(name) for name in known))
    return Withheld() if record.consent.publish_name else Withheld(authors)


def counts(facts: Facts | None) -> bool:
    """Whether a submission stands in public counts. One more in a small unit would tell whose a confidential one is."""
    return facts is None or not facts.confidential


_UNION = re.compile(
    r"^(?:CĐCS|CĐ|LĐLĐ|Công đoàn(?: cơ sở)?|Liên đoàn Lao động)\s+(?:(?:tỉnh|thành phố|TP\.?)\s+)?", re.IGNORECASE
)


def _own_name(union: str) -> str:
    """What a union's place is called: that of `LĐLĐ tỉnh Thái Bình (mẫu)` is Thái Bình."""
    return _UNION.sub("", re.sub(r"\s*\(mẫu\)", "", union)) or union

"""What of a submission the public may be told, where alone it is asked whether it is confidential; must not know who tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

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


_UNION = re.compile(
    r"^(?:CĐCS|CĐ|LĐLĐ|Công đoàn(?: cơ sở)?|Liên đoàn Lao động)\s+(?:(?:tỉnh|thành phố|TP\.?)\s+)?", re.IGNORECASE
)


def _own_name(union: str) -> str:
    """What a union's place is called: that of `LĐLĐ tỉnh Thái Bình (mẫu)` is Thái Bình."""
    return _UNION.sub("", re.sub(r"\s*\(mẫu\)", "", union)) or union

"""Tells whether a text only lost what is private of an earlier one; must not know what hangs on that."""

from __future__ import annotations

from dataclasses import replace

from sangkien.model.submission import Submission
from sangkien.personal import COVER, covered


def is_privacy_mend(later: Submission, earlier: Submission) -> bool:
    """Whether the later record is the earlier one after its sender withdrew the consent to be named, made it confidential, cut what the
    detector finds, or several of these: nothing else differs, and nothing came that was not there."""
    if later == earlier:
        return False
    if later.consent.publish_name > earlier.consent.publish_name or later.confidential < earlier.confidential:
        return False
    names = () if later.consent.publish_name and not later.confidential else tuple(author.name for author in later.authors)
    answers = replace(
        later.answers,
        **{
            name: getattr(earlier.answers, name)
            for name in ("problem", "solution", "effect")
            if _cut(getattr(later.answers, name), getattr(earlier.answers, name), names)
            or (later.confidential and name != "effect" and not getattr(later.answers, name))
        },
    )
    title = earlier.title if _cut(later.title, earlier.title, names) else later.title
    consent = replace(later.consent, publish_name=earlier.consent.publish_name)
    return replace(later, title=title, answers=answers, consent=consent, confidential=earlier.confidential) == earlier


def _cut(later: str, earlier: str, names: tuple[str, ...]) -> bool:
    """Whether readers who are shown both with what is private covered see the same, and the later has lost signs alone."""
    left = iter("".join(earlier.split()))
    lost_only = all(sign in left for sign in "".join(later.replace(COVER, "").split()))
    return lost_only and _shown(later, names) == _shown(earlier, names)


def _shown(text: str, names: tuple[str, ...]) -> str:
    """What is left of a text, without the spaces and the empty brackets that a cut leaves."""
    return "".join(covered(text, names).replace(COVER, "").split()).replace("()", "").replace("[]", "")

"""Finds the honoured innovations and removes from each what is private or confidential; must not know how they are shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from sangkien.language import Words
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.innovation import (
    Award,
    Details,
    Named,
    PublicAuthor,
    PublicCorrection,
    PublicInnovation,
    PublicLanding,
    PublicLine,
    PublicMeasure,
    PublicPaper,
    PublicReceived,
    PublicText,
)
from sangkien.model.programme import lineage
from sangkien.model.public import disclosed, withheld
from sangkien.model.submission import Received, Submission
from sangkien.personal import Withheld, covered
from sangkien.text import order


def innovations(corpus: Corpus, edition: Edition) -> Mapping[str, PublicInnovation]:
    """Returns the edition's honoured innovations by the path of their files, in order of their highest level, then title. A
    file that cannot be read as a record is left out."""
    rank = edition.rules.record.rank
    honours = corpus.honours(edition)
    found: list[tuple[str, str, PublicInnovation]] = []
    used: Counter[str] = Counter()
    for _, submission in sorted(corpus.named.items()):
        if given := honours.get(submission.path):
            given = tuple(sorted(given, key=lambda each: rank(each.level)))
            hidden = withheld(submission.record, edition)
            slug = _slug(submission, hidden)
            used[slug] += 1
            address = f"{edition.id}/{slug}" if used[slug] == 1 else f"{edition.id}/{slug}-{used[slug]}"
            received = corpus.received[submission.path]
            details = _details(submission, given, received, edition, hidden) if disclosed(submission.record) else None
            shown = _innovation(address, submission.record, given, edition, hidden, details)
            found.append((submission.record.title, submission.path, shown))
    found.sort(key=lambda each: (rank(each[2].level.id), order(each[0])))
    return {path: shown for _, path, shown in found}


def _innovation(
    address: str, record: Submission, given: Sequence[Granted], edition: Edition, hidden: Withheld, details: Details | None
) -> PublicInnovation:
    levels = edition.rules.record.vocabulary("levels")
    return PublicInnovation(
        address,
        edition.id,
        covered(record.title, hidden),
        covered(record.title_en, hidden),
        PublicText(record.answers.effect, hidden),
        record.sample,
        tuple(Award(Named(each.level, levels[each.level]), covered(each.honour.award, hidden)) for each in given),
        details,
    )


def _details(
    filed: Filed[Submission], given: Sequence[Granted], received: Received, edition: Edition, hidden: Withheld
) -> Details:
    record = filed.record
    rules = edition.rules.record
    unit, *above = (_unit(id, edition) for id in lineage(record.unit))
    recognised = record.recognition
    return Details(
        unit=unit,
        above=tuple(above),
        place=" · ".join(edition.units[id].name for id in lineage(record.unit) if id in edition.units),
        field=Named(record.field, rules.vocabulary("fields")[record.field]),
        block=Named(record.block, rules.vocabulary("blocks")[record.block]),
        kind=record.kind,
        stage=record.stage,
        scope=record.scope,
        applied_from=record.applied_from,
        applied_to=record.applied_to,
        benefit_vnd=record.benefit_vnd,
        summary=covered(record.summary, hidden),
        summary_en=covered(record.summary_en, hidden),
        measures=tuple(
            PublicMeasure(covered(each.what, hidden), each.before, each.after, covered(each.unit, hidden))
            for each in record.measures
        ),
        authors=tuple(_authors(record, hidden)),
        authors_count=len(record.authors),
        contact=record.consent.contact,
        recognition=PublicPaper(covered(recognised.number, hidden), recognised.issued_on) if recognised else None,
        problem=PublicText(record.answers.problem, hidden),
        solution=PublicText(record.answers.solution, hidden),
        decisions=tuple(_decision(each, edition, hidden) for each in given),
        received=_receipt(received, rules.repository, hidden),
        content=filed.source.blob,
        path=covered(filed.path, hidden),
    )


def _unit(id: str, edition: Edition) -> Named:
    name = edition.name_of(id)
    return Named(id, Words(name, name))


def _authors(record: Submission, hidden: Withheld) -> Iterator[PublicAuthor]:
    """Yields nobody without consent, which is given for all authors together."""
    if record.consent.publish_name:
        for author in record.authors:
            yield PublicAuthor(covered(author.name, hidden), covered(author.position, hidden))


def _decision(granted: Granted, edition: Edition, hidden: Withheld) -> PublicPaper:
    decision = granted.decision
    return PublicPaper(covered(decision.record.number, hidden), decision.record.signed_on, edition.name_of(decision.unit))


def _receipt(received: Received, repository: str, hidden: Withheld) -> PublicReceived:
    line, corrected, commit = received.line, received.corrected, received.landing
    return PublicReceived(
        received.at,
        PublicLine(line.number, covered(line.line.office, hidden)) if line else None,
        PublicCorrection(covered(corrected.act, hidden), corrected.content, corrected.at) if corrected else None,
        PublicLanding(commit.id, commit.committed.astimezone(received.at.tzinfo), f"{repository}/commit/{commit.id}")
        if commit
        else None,
    )


def _slug(submission: Filed[Submission], hidden: Withheld) -> str:
    """The last step of the page's address: the file's name. Paths hold units and names; where the name would disclose one, a
    digest in letters stands for it, for a confidential submission one of no more than its page shows."""
    if not disclosed(submission.record):
        shown = "\n".join(covered(text, hidden) for text in (submission.record.title, submission.record.answers.effect))
        return _unnamed(sha256(shown.encode()).hexdigest())
    slug = submission.path.rpartition("/")[2].removesuffix(".md")
    return slug if covered(slug, hidden) == slug else _unnamed(submission.source.blob)


_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _unnamed(id: str) -> str:
    """A name made from a hexadecimal id. Its digits become letters, for digits might be taken for somebody's number."""
    return f"bai-{id[:12].translate(_AS_LETTERS)}"

"""The honoured innovations: which they are and what may be told of them; must not know how they are shown."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from sangkien.language import Words
from sangkien.model.corpus import Corpus, Edition, Filed, Granted
from sangkien.model.submission import Received, Submission
from sangkien.personal import covered
from sangkien.text import order


@dataclass(frozen=True)
class Innovation:
    """An honoured submission, the decisions that honour it, highest level first, and when it was received.

    `address` is its page below `sang-kien/`: the file's name, which says nothing of a confidential one's unit, or a number where
    that name tells what must not be told.
    """

    address: str
    filed: Filed[Submission]
    edition: Edition
    honours: tuple[Granted, ...]
    received: Received

    @property
    def record(self) -> Submission:
        return self.filed.record

    @property
    def level(self) -> str:
        """Id of the highest level that honours it."""
        return self.honours[0].level

    def says(self, text: str) -> str:
        """Text about it as it may be shown: without consent its authors' names are covered wherever they stand."""
        return covered(text, self._hidden)

    @cached_property
    def _hidden(self) -> tuple[str, ...]:
        return hidden(self.record)

    def level_name(self, level: str) -> Words:
        return self.edition.rules.record.vocabulary("levels")[level]


def innovations(corpus: Corpus, edition: Edition) -> list[Innovation]:
    """The edition's honoured innovations, by highest level, then title. What cannot be read cannot be shown."""
    rank = edition.rules.record.rank
    honours = corpus.honours(edition)
    found: list[Innovation] = []
    used: Counter[str] = Counter()
    for _, submission in sorted(corpus.named.items()):
        if given := honours.get(submission.path):
            slug = submission.path.rpartition("/")[2].removesuffix(".md")
            if covered(slug, hidden(submission.record)) != slug:
                slug = f"bai-{submission.source.blob[:12]}"
            used[slug] += 1
            address = f"{edition.id}/{slug}" if used[slug] == 1 else f"{edition.id}/{slug}-{used[slug]}"
            found.append(
                Innovation(
                    address,
                    submission,
                    edition,
                    tuple(sorted(given, key=lambda each: rank(each.level))),
                    corpus.received[submission.path],
                )
            )
    return sorted(found, key=lambda each: (rank(each.level), order(each.record.title)))


def hidden(record: Submission) -> tuple[str, ...]:
    """The names that may not be told."""
    may = record.consent.publish_name and not record.confidential
    return () if may else tuple(author.name for author in record.authors)

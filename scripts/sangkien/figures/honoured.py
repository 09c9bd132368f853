"""The honoured innovations: which they are and what may be told of them; must not know how they are shown."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.public import Public, public
from sangkien.model.submission import Received, Submission
from sangkien.personal import covered
from sangkien.text import order


@dataclass(frozen=True)
class Award:
    """What one decision awards; of a confidential innovation nobody is told which decision it is."""

    level: str
    name: str


@dataclass(frozen=True)
class Open:
    """What may be told of an innovation that is not confidential: the whole record, the decisions that honour it, highest level first, and
    when it was received."""

    record: Submission
    filed: Filed[Submission]
    honours: tuple[Granted, ...]
    received: Received


@dataclass(frozen=True)
class Innovation:
    """An honoured submission as the public may know it, its awards by highest level first; `open` is there unless it is confidential.

    `address` is its page below `sang-kien/`: the file's name, or letters of no meaning where that name tells what must not be told.
    """

    address: str
    edition: Edition
    public: Public
    awards: tuple[Award, ...]
    open: Open | None

    @property
    def title(self) -> str:
        return self.says(self.public.title)

    @property
    def effect(self) -> str:
        return self.says(self.public.effect)

    @property
    def level(self) -> str:
        """Id of the highest level that honours it."""
        return self.awards[0].level

    @property
    def award(self) -> str:
        """The highest award."""
        return self.says(self.awards[0].name)

    def says(self, text: str) -> str:
        """Text about it as it may be shown: what is withheld of it is covered wherever it stands."""
        return covered(text, self.public.withheld)

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
            given = tuple(sorted(given, key=lambda each: rank(each.level)))
            told = public(submission.record, edition)
            awards = tuple(Award(each.level, each.honour.award) for each in given)
            received = corpus.received[submission.path]
            whole = Open(told.whole, submission, given, received) if told.whole else None
            slug = _slug(submission, told)
            used[slug] += 1
            address = f"{edition.id}/{slug}" if used[slug] == 1 else f"{edition.id}/{slug}-{used[slug]}"
            found.append(Innovation(address, edition, told, awards, whole))
    return sorted(found, key=lambda each: (rank(each.level), order(each.public.title)))


def _slug(submission: Filed[Submission], told: Public) -> str:
    """The file's name. Where it may not be known, since units and names make a path, letters: of a confidential one made from no more
    than its page tells."""
    if told.whole is None:
        shown = "\n".join(covered(text, told.withheld) for text in (told.title, told.effect))
        return _unnamed(sha256(shown.encode()).hexdigest())
    slug = submission.path.rpartition("/")[2].removesuffix(".md")
    return slug if covered(slug, told.withheld) == slug else _unnamed(submission.source.blob)


_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _unnamed(id: str) -> str:
    """A name from an id: in letters, for its digits might be taken for somebody's."""
    return f"bai-{id[:12].translate(_AS_LETTERS)}"

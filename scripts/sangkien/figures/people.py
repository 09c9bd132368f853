"""Who has how many innovations, for the honours of active people; must not decide who deserves one.

Two authors count as one person where name and unit are the same and their sealed data, as far as known, do not differ. Sealed
data (a phone, a year of birth) are known only where they were unsealed, on an officer's machine; the argument `sealed` then
tells authors apart. Without it, two people of one name in one unit count as one, and outputs say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sangkien.figures.entry import CountedSubmission, Validity
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus
from sangkien.text import spelling

Sealed = Mapping[tuple[str, int], str]
"""What is equal only for equal sealed data, by the submission's path and the author's index in it, from 0."""


@dataclass(frozen=True)
class Person:
    """One author and the entries that bear the name."""

    name: str  # as first written, white space made single spaces
    unit: str  # id
    entries: tuple[CountedSubmission, ...]  # in which the author is named
    consented: bool  # every one of the entries may be published with names

    @property
    def valid(self) -> int:
        """How many of the entries are valid and came in time."""
        return sum(entry.validity is Validity.ON_TIME for entry in self.entries)

    @property
    def proposed(self) -> int:
        """How many of them some dossier proposes."""
        return sum(bool(entry.proposed) for entry in self.entries)

    @property
    def honoured(self) -> int:
        """How many of them have an honour in force."""
        return sum(bool(entry.honours) for entry in self.entries)


def people(corpus: Corpus, entries: Iterable[CountedSubmission], sealed: Sealed | None = None) -> tuple[Person, ...]:
    """Returns every author of readable entries, those with most valid and then most honoured entries first, then by unit and
    name. `sealed` is None where nothing was unsealed."""
    found: dict[tuple[str, str, str], list[CountedSubmission]] = {}
    names: dict[tuple[str, str, str], str] = {}
    for entry in entries:
        facts = corpus.facts.get(entry.path)
        for position, author in enumerate(facts.authors if facts else ()):
            key = (spelling(author), entry.unit, (sealed or {}).get((entry.path, position), ""))
            names.setdefault(key, " ".join(author.split()))
            found.setdefault(key, []).append(entry)
    made = [
        Person(names[key], key[1], tuple(listed), all(corpus.facts[entry.path].publish_name for entry in listed))
        for key, listed in found.items()
    ]
    return tuple(sorted(made, key=lambda each: (-each.valid, -each.honoured, each.unit, each.name)))

"""Who has how many innovations, for the honours of active people; must not decide who deserves one.

Nobody is recognised by a name alone: two authors are one person if name and unit are the same and nothing sealed tells them apart.
What is sealed (a phone, a year of birth) is known only where it was unsealed, on an officer's machine; `sealed` then gives each author a
mark of it, by path and place in the list. Without it, two people of one name in one unit count as one, and outputs say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sangkien.figures.entry import Entry, Validity
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus
from sangkien.text import spelling

Sealed = Mapping[tuple[str, int], str]
"""A mark of an author's sealed data, by the submission's path and the author's place in it."""


@dataclass(frozen=True)
class Person:
    """One author and the entries under that name; `consented` when each of them may be published with names."""

    name: str
    unit: str
    entries: tuple[Entry, ...]
    consented: bool

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


def people(corpus: Corpus, entries: Iterable[Entry], sealed: Sealed | None = None) -> tuple[Person, ...]:
    """Every author of readable entries, those with most valid and then most honoured innovations first."""
    found: dict[tuple[str, str, str], list[Entry]] = {}
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

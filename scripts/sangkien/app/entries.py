"""Makes the files of what people entered, and leads from what is said of a file back to what was entered; must not know by which channel.

An entry is plain values by field, as a schema names them. Its file is the canonical one (`corpus.writer`), so the same values always give
the same content, whatever channel they came by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from sangkien import git
from sangkien.app.revision import state_at
from sangkien.corpus import load_law, scope
from sangkien.corpus.document import parse_submission, parse_typed
from sangkien.corpus.field_paths import value_at, value_named
from sangkien.corpus.law import KINDS
from sangkien.corpus.layout import address_of
from sangkien.corpus.schema import Validator, headings
from sangkien.corpus.strict_yaml import Data, Document, Path
from sangkien.corpus.writer import Unwritable, write
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge, Finding
from sangkien.model.history import AsOf

Values = Mapping[str, Data]
"""Plain data by field."""


@dataclass(frozen=True)
class EntryFile:
    """The file that an entry makes: its path in the repository and its content, which is empty where a value is `unwritable`."""

    path: str
    content: bytes
    unwritable: tuple[Unwritable, ...]
    kind: str
    schema: Validator

    def value_of(self, finding: Finding) -> Path:
        """The path in the entry's values of what a finding on this file is about; one that is missing has its place too. Empty where it is
        about the whole file."""
        place, values = value_at(self._document, finding.location.mark), dict(finding.values)
        # Only beside a field's title is that the name of a field: elsewhere it is a key or a word as it is written.
        if "field" in values and (name := values.get("name")) in self.schema.fields:
            return value_named(str(name), place)
        return place

    @cached_property
    def _document(self) -> Document:
        text, names = self.content.decode(), self.schema.names
        return (
            parse_submission(text, headings(self.schema.fields), names)
            if self.kind == "submission"
            else parse_typed(text, names)
        )


def entry_files(
    repo: git.Repository, revision: str, entries: Iterable[tuple[str, Values]], as_of: AsOf
) -> tuple[EntryFile, ...]:
    """The file of each entry, which is its path and its values; kind and edition follow from the path. Fields stand in the order of the
    schemas at the revision, as of the instant.

    Raises CannotJudge for a path that is no file of ours or is another entry's too, and where the schemas cannot be read.
    """
    entries = list(entries)
    paths = [path for path, _ in entries]
    snapshot = state_at(repo, revision, as_of).snapshot
    law = load_law(snapshot, repo.store, scope.top_units_of(paths, snapshot))
    made = []
    for path, values in entries:
        address = address_of(path)
        if address is None or address.kind not in KINDS:
            raise CannotJudge(
                Words(f"{path} không phải chỗ của một bài hay văn bản.", f"{path} is no place for a submission or an act.")
            )
        if paths.count(path) > 1:
            raise CannotJudge(Words(f"Hai mục cùng ghi vào {path}.", f"Two entries would write {path}."))
        schema = law.validator(address.kind, address.edition)
        written = write(address.kind, values, schema)
        made.append(EntryFile(path, written.content, written.unwritable, address.kind, schema))
    return tuple(made)

"""What a channel gives: entries, each with its values, where each value stood, who sent it and when; must not know any one channel.

A new channel is one module beside this one with one `Source`. What is wrong with an entry's file is led back to the form field, cell or
line from which the value came, so that people are answered where they typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Protocol

from sangkien.app.entries import Values, entry_files
from sangkien.app.judge import judge_contents
from sangkien.app.repository import Repository
from sangkien.app.verdict import Judgement
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf

Path = tuple[str | int, ...]
"""Steps from an entry's values to one of them: `("authors", 0, "name")`."""


@dataclass(frozen=True)
class FormField:
    """A field of a form, by the name of its control."""

    name: str


@dataclass(frozen=True)
class Cell:
    """A cell of a table, row and column counted from 1; a file with one table has no name for the sheet."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """As a spreadsheet shows it: `C7`."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True)
class TextLine:
    """A line of a text, counted from 1."""

    number: int


Origin = FormField | Cell | TextLine
"""Where a value stood when it came."""


@dataclass(frozen=True)
class Sender:
    """Who sent an entry, and the ids of the units they may send for."""

    name: str
    email: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """Values by field, as the schema of their kind names them, for the file of this path; `origins` tells where each stood, also one that
    was left empty and is not among the values. `at` is the instant at which the channel took it, with its offset."""

    path: str
    values: Values
    sender: Sender
    at: datetime
    origins: Mapping[Path, Origin] = field(default_factory=dict)

    def origin(self, value: Path) -> Origin | None:
        """Where a value stood; where that is not known, where what it is a part of did; None where nobody knows."""
        steps = (value[:end] for end in range(len(value), -1, -1))
        return next((self.origins[each] for each in steps if each in self.origins), None)


class Source(Protocol):
    """A channel: gives what came by it, entry by entry, in the order in which it came."""

    def entries(self) -> Iterable[Entry]: ...


@dataclass(frozen=True)
class Remark:
    """What is to be said of an entry, and where it stood: a finding of the gate, or why a value cannot stand in a file."""

    origin: Origin | None
    about: Path
    said: Finding | Words


@dataclass(frozen=True)
class JudgedEntry:
    """An entry with the content of its file (empty where a value cannot be written) and all that is wrong with it."""

    entry: Entry
    content: bytes
    remarks: tuple[Remark, ...]


def judge_entries(
    repo: Repository, revision: str, entries: Sequence[Entry], as_of: AsOf
) -> tuple[tuple[JudgedEntry, ...], Judgement]:
    """Each entry with its remarks, as if the files of all that can be written were committed on a revision at once, and the verdict on
    those. Nothing is written anywhere; the repository may be bare. Raises CannotJudge as `entry_files` does.
    """
    files = entry_files(repo, revision, ((each.path, each.values) for each in entries), as_of)
    judgement = judge_contents(repo, revision, {file.path: file.content for file in files if file.content}, as_of)
    judged = []
    for entry, file in zip(entries, files, strict=True):
        remarks = [Remark(entry.origin(each.of), each.of, each.why) for each in file.unwritable]
        for finding in judgement.verdict.introduced:
            if finding.location.path == entry.path:
                about = file.value_of(finding)
                remarks.append(Remark(entry.origin(about), about, finding))
        judged.append(JudgedEntry(entry, file.content, tuple(remarks)))
    return tuple(judged), judgement

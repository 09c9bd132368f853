"""What a channel gives: entries, each with its values, where each value stood, its sender and the time; must not know any one channel.

A new channel is one module in this folder with one `Source`. A finding in an entry's file is led back to the form field, cell
or line from which the value came, so that people are answered where they typed.
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
    """A field of a form."""

    name: str  # of the control


@dataclass(frozen=True)
class Cell:
    """A cell of a table."""

    sheet: str  # name; empty where the file has one table
    row: int  # from 1
    column: int  # from 1

    @property
    def address(self) -> str:
        """The cell as a spreadsheet names it: `C7`."""
        letters, rest = "", self.column
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True)
class TextLine:
    """A line of a text."""

    number: int  # from 1


Origin = FormField | Cell | TextLine
"""Where a value stood in what was sent."""


@dataclass(frozen=True)
class Sender:
    """Who sent an entry."""

    name: str  # full name
    email: str  # address
    units: tuple[str, ...] = ()  # ids of the units they may send for


@dataclass(frozen=True)
class Entry:
    """What one person sent to be one file of the repository."""

    path: str  # of the file in the repository
    values: Values  # by field, as the schema of its kind names and nests them
    sender: Sender  # who sent it
    at: datetime  # when the channel took it, aware
    origins: Mapping[Path, Origin] = field(default_factory=dict)  # where each value stood; also of a field left empty

    def origin(self, value: Path) -> Origin | None:
        """Where a value stood: its own origin, else that of the nearest value it is a part of, else None."""
        steps = (value[:end] for end in range(len(value), -1, -1))
        return next((self.origins[each] for each in steps if each in self.origins), None)


class Channel(Protocol):
    """A channel."""

    def entries(self) -> Iterable[Entry]:
        """Returns what came by this channel, in the order in which it came."""


@dataclass(frozen=True)
class Remark:
    """A message about an entry: a finding of the gate, or why a value cannot be written in a file."""

    origin: Origin | None  # where people typed the value; None: unknown
    about: Path  # steps to the value; empty: the whole entry
    said: Finding | Words  # finding, or reason in both languages


@dataclass(frozen=True)
class JudgedEntry:
    """An entry with its file and all messages about it."""

    entry: Entry
    content: bytes  # of its file, UTF-8; empty where a value cannot be written
    remarks: tuple[Remark, ...]  # values that cannot be written first, then findings


def judge_entries(
    repo: Repository, revision: str, entries: Sequence[Entry], as_of: AsOf
) -> tuple[tuple[JudgedEntry, ...], Judgement]:
    """Judges entries as if the files of all that can be written were committed together on `revision`, as of `as_of`. Returns
    each entry with its remarks, in the given order, and the judgement on the files.

    Nothing is written; the repository may be bare. Raises CannotJudge as `entry_files` and `judge_contents` do.
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

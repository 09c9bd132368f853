"""Finds the telephones of offices in a file of the law, which alone may stand in clear; must not know whether the file is in order."""

from __future__ import annotations

from sangkien.corpus.reader import Marks
from sangkien.corpus.strict_yaml import Unreadable
from sangkien.late import regex
from sangkien.model.filed import SourceFile
from sangkien.model.finding import Location

_HELD = regex(r"(?:units\.[0-9]+\.)?contact\.phone")


def office_numbers(source: SourceFile) -> tuple[Location, ...]:
    """Where rules or a list of units hold the telephone of an office; none in a text that is no data at all."""
    if "phone" not in source.text:
        return ()
    marks = Marks(source.text, None, ("contact", "phone"))
    try:
        return tuple(Location(source.path, mark) for name, mark in marks.items() if _HELD.fullmatch(name))
    except Unreadable:
        return ()

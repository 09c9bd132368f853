"""Which values of a record are in its sender's own words, by the record's annotations; must not know any particular record."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from sangkien.model.missing import GAP

_MARK = "in the sender's own words"
OwnWords = Annotated[str, _MARK]
"""Text that may say anything: it may name somebody, and may lose what is private."""


def own_words(record: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Place and text of every value of a record that is in its sender's own words: `authors.0.name` and the name. What is wrong or
    missing in it is left out."""
    for name, is_words in _parts_of(record).items():
        value = getattr(record, name)
        if is_words and value is not GAP:
            yield f"{before}{name}", value
        elif isinstance(value, tuple):
            for place, item in enumerate(value):
                yield from own_words(item, f"{before}{name}.{place}.")
        elif not is_words and is_dataclass(value):
            yield from own_words(value, f"{before}{name}.")


def without_own_words(record: Any) -> Any:
    """The record with nothing in its sender's own words: what is left are words of lists, days, numbers and yes or no."""
    made: dict[str, Any] = {}
    for name, is_words in _parts_of(record).items():
        value = getattr(record, name)
        if isinstance(value, tuple):
            made[name] = tuple(without_own_words(item) for item in value)
        else:
            made[name] = "" if is_words else without_own_words(value) if is_dataclass(value) else value
    return replace(record, **made)


def _parts_of(record: object) -> dict[str, bool]:
    kind: Any = type(record)
    return _parts(kind)


@cache
def _parts(kind: Any) -> dict[str, bool]:
    """The fields of a record that are own words (True) or hold some (False)."""
    hints = get_type_hints(kind, include_extras=True) if is_dataclass(kind) else {}
    found: dict[str, bool] = {}
    for each in fields(kind) if hints else ():
        hint = hints[each.name]
        if get_origin(hint) in (Union, types.UnionType, tuple):
            hint = get_args(hint)[0]
        if _MARK in getattr(hint, "__metadata__", ()):
            found[each.name] = True
        elif _parts(hint):
            found[each.name] = False
    return found

"""Builds a frozen record from validated data by the record's own annotations; must not know any particular record."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def build(record: Any, data: Mapping[str, Any]) -> Any:
    """The record. Data has passed its schema, so a mismatch here is a bug in the record, not in the file."""
    return _maker(record)(data)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """How a value of this annotation is made of plain data, worked out once."""
    if get_origin(kind) in (Union, types.UnionType):
        return _maker(next(option for option in get_args(kind) if option is not type(None)))
    if get_origin(kind) is tuple:
        of = _maker(get_args(kind)[0])
        return lambda value: tuple(map(of, value))
    if is_dataclass(kind):
        made: Any = kind
        makers = {name: _maker(hint) for name, hint in _hints(made).items()}
        return lambda data: made(**{name: makers[name](value) for name, value in data.items()})
    if kind in (date, datetime):
        read: Callable[[Any], Any] = kind.fromisoformat
        return read
    return lambda value: value


def names(record: Any) -> frozenset[str]:
    """Every field of the record by its path, as schemas name them: `authors[].name`."""
    return frozenset(_names(record, ""))


def _names(record: Any, before: str) -> Iterator[str]:
    for name, hint in _hints(record).items():
        kinds = (
            [kind for kind in get_args(hint) if kind is not type(None)]
            if get_origin(hint) in (Union, types.UnionType)
            else [hint]
        )
        kind, place = kinds[0], f"{before}{name}"
        if get_origin(kind) is tuple:
            yield place
            kind, place = get_args(kind)[0], f"{place}[]"
        yield place
        if is_dataclass(kind):
            yield from _names(kind, f"{place}.")


@cache
def _hints(record: Any) -> Mapping[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}

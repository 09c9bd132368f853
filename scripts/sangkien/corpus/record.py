"""Builds a frozen record from validated data by the record's own annotations; must not know any particular record."""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints


def build(record: Any, data: Mapping[str, Any]) -> Any:
    """The record. Data has passed its schema, so a mismatch here is a bug in the record, not in the file."""
    hints = _hints(record)
    return record(**{name: _value(hints[name], value) for name, value in data.items()})


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


def _value(kind: Any, value: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(option for option in get_args(kind) if option is not type(None))
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], item) for item in value)
    if is_dataclass(kind):
        return build(kind, value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return value

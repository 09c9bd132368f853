"""Builds a frozen record from validated data by the record's own annotations, and the data from it; must not know any particular record."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from sangkien.model.missing import GAP


def build(record: Any, data: Mapping[str, Any]) -> Any:
    """The record of a class from data. Validated data fits; of other data, what is wrong must be a GAP.

    Raises TypeError or ValueError for a mismatch: a bug in the record, not a fault of the file.
    """
    return _maker(record)(data)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of this annotation from plain data, built once."""
    if get_origin(kind) in (Union, types.UnionType):
        return _maker(next(option for option in get_args(kind) if option is not type(None)))
    if get_origin(kind) is tuple:
        of = _passing(_maker(get_args(kind)[0]))
        return lambda value: tuple(map(of, value))
    if is_dataclass(kind):
        made: Any = kind
        makers = {name: _passing(_maker(hint)) for name, hint in _hints(made).items()}
        return lambda data: made(**{name: makers[name](value) for name, value in data.items()})
    if kind in (date, datetime):
        read: Callable[[Any], Any] = kind.fromisoformat
        return read
    if kind is Decimal:
        return lambda value: Decimal(str(value).replace(",", "."))
    return lambda value: value


def _passing(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: value if value is GAP else make(value)


def plain(record: Any) -> dict[str, Any]:
    """The plain data that `build` makes this record of: fields at their default are left out, days and instants are ISO 8601 text."""
    return {each.name: _plain(value) for each in fields(record) if (value := getattr(record, each.name)) != _default(each)}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return plain(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value.as_tuple().exponent == 0 else str(value)
    return value.isoformat() if isinstance(value, date) else value


def _default(field: Field[Any]) -> Any:
    """What a field is where nothing is said; MISSING, which equals no value, where something must be."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def names(record: Any) -> Mapping[str, bool]:
    """Path of every field of a record class, as schemas name them (`authors[].name`) -> whether it can be left out."""
    return dict(_names(record, ""))


def _names(record: Any, before: str) -> Iterator[tuple[str, bool]]:
    without = {each.name for each in fields(record) if each.default is not MISSING or each.default_factory is not MISSING}
    for name, hint in _hints(record).items():
        kinds = (
            [kind for kind in get_args(hint) if kind is not type(None)]
            if get_origin(hint) in (Union, types.UnionType)
            else [hint]
        )
        kind, path = kinds[0], f"{before}{name}"
        if get_origin(kind) is tuple:
            yield path, name in without
            kind, path = get_args(kind)[0], f"{path}[]"
        yield path, name in without or path.endswith("[]")
        if is_dataclass(kind):
            yield from _names(kind, f"{path}.")


@cache
def _hints(record: Any) -> Mapping[str, Any]:
    hints = get_type_hints(record)
    return {field.name: hints[field.name] for field in fields(record)}

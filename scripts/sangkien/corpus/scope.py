"""Tells which top units a change concerns, so that law and acts of the others need not be read; must not judge anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from yaml import YAMLError
from yaml.cyaml import CBaseLoader

from sangkien.corpus.layout import FOLDERS, LAW, address_of
from sangkien.model.history import Snapshot

Scope = frozenset[str] | None
"""Ids of top units; None: all."""

_NAMED = re.compile(rb"(?:submissions/[^/\s]+|program/[^/\s]+/dossiers)/([^/\s]+)/")


def top_units_of(paths: Iterable[str], *sides: Snapshot) -> Scope:
    """Ids of the top units of these paths, and of the files that acts and register lines among them name on any side. None
    (all) for a change to the law or to what is no unit's own."""
    tops: set[str] = set()
    naming: list[str] = []
    for path in paths:
        address = address_of(path)
        if address is None:
            continue
        if address.kind in LAW or not address.unit:
            return None
        tops.add(address.unit.partition("/")[0])
        if address.kind in FOLDERS:
            naming.append(path)
    for side in sides:
        contents = side.read([side.entries[path].blob for path in naming if path in side.entries])
        tops.update(top.decode("utf-8", "replace") for _, content in contents for top in _NAMED.findall(content))
    return frozenset(tops)


def root_level(content: bytes) -> str:
    """The level of the first unit in a list of units, read no further than that; empty where it cannot be told so simply."""
    try:
        said = dict(_first(content.decode()))
    except (UnicodeError, YAMLError, ValueError, StopIteration, RuntimeError):
        return ""
    return said.get("level", "") if "/" not in said.get("id", "/") else ""


def _first(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of the plain fields of the first item of the one list. Raises ValueError where the text has another form."""
    loader = CBaseLoader(text)
    events: Iterator[Any] = iter(loader.get_event, None)
    try:
        head = [next(events) for _ in range(6)]
        if tuple(map(_kind, head)) != _HEAD or head[3].value != "units":
            raise ValueError("no list of units")
        for key in events:
            if _kind(key) != "Scalar":
                return
            value = next(events)
            if _kind(value) == "Scalar":
                yield key.value, value.value
            else:
                _skip(value, events)
    finally:
        loader.dispose()


_HEAD = ("StreamStart", "DocumentStart", "MappingStart", "Scalar", "SequenceStart", "MappingStart")


def _kind(event: object) -> str:
    return type(event).__name__.removesuffix("Event")


def _skip(event: object, events: Iterator[Any]) -> None:
    """Consumes events up to the end of the list or mapping that an event begins."""
    depth = int(_kind(event).endswith("Start"))
    while depth:
        name = _kind(next(events))
        depth += name.endswith("Start") - name.endswith("End")

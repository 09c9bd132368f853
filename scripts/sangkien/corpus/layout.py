"""Says what a path of the repository holds: the one table of folders; must not look inside a file."""

from __future__ import annotations

import re

from sangkien.model.corpus import Address

_SLUG = "[a-z0-9]+(?:-[a-z0-9]+)*"
_EDITION = f"(?P<edition>{_SLUG})"

ACTS = ("dossier", "decision", "dispute", "agreement")
"""What unions do, each in the folder of the unit that does it."""

# kind of record -> where its files stand; the schema of a kind is schema/<kind>.schema.json
LAYOUT = {
    "submission": re.compile(rf"submissions/{_EDITION}/(?P<unit>{_SLUG}(?:/{_SLUG})*)/(?P<slug>{_SLUG})\.md"),
    "rules": re.compile(rf"program/{_EDITION}/rules\.yml"),
    "units": re.compile(rf"program/{_EDITION}/units/(?P<unit>{_SLUG})\.yml"),
    "register": re.compile(rf"program/{_EDITION}/register\.yml"),
    **{kind: re.compile(rf"program/{_EDITION}/{kind}s/(?P<unit>{_SLUG}(?:/{_SLUG})*)/{_SLUG}\.yml") for kind in ACTS},
    "schema": re.compile(r"schema/[a-z]+\.schema\.json"),
}
LAW = ("rules", "units", "schema")
"""Kinds that say what is allowed; the other kinds are judged by them."""

RECEIVED = ("submission", "dossier", "misplaced")
"""Kinds that the server gives receipts for: what has a deadline, and what may yet be moved to where it should stand."""

_OURS = ("submissions/", "program/")
_LONGEST_PATH = 240  # Windows refuses longer paths below an ordinary folder, and an officer may clone on Windows


def address(path: str) -> Address | None:
    """What the path holds; kind `misplaced` for a file of our folders that fits no pattern, None for one outside them."""
    if len(path) <= _LONGEST_PATH:
        for kind, pattern in LAYOUT.items():
            if match := pattern.fullmatch(path):
                found = match.groupdict()
                return Address(path, kind, found.get("edition", ""), found.get("unit", ""))
    return Address(path, "misplaced") if path.startswith(_OURS) else None


def schema_kind(path: str) -> str:
    """The kind whose schema this file is: `schema/units.schema.json` → `units`."""
    return path.removeprefix("schema/").removesuffix(".schema.json")

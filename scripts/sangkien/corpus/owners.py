"""Reads who decides on which files, from the repository's CODEOWNERS; must not know why anybody asks."""

from __future__ import annotations

from collections.abc import Callable

from sangkien.model.history import PLAIN_FILE, Snapshot

Owners = Callable[[str], tuple[str, ...]]
"""Path -> accounts and teams that decide on it; empty where none is named."""

_PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")  # in the order in which forges look for it


def owners(snapshot: Snapshot) -> Owners:
    """Path -> accounts and teams that decide on it, at a revision. A line that cannot be read names nobody, as on the forge."""
    entry = next((entry for place in _PLACES if (entry := snapshot.entries.get(place)) and entry.mode == PLAIN_FILE), None)
    if entry is None:
        return lambda path: ()
    from codeowners import CodeOwners  # whoever judges a draft, or without such a file, waits for nothing

    lines = dict(snapshot.read([entry.blob]))[entry.blob].decode("utf-8", "replace").splitlines()
    readable = CodeOwners("\n".join(line for line in lines if not _odd(line)))
    return lambda path: tuple(name for _, name in readable.of(path))


def _odd(line: str) -> bool:
    """Whether a pattern holds `!` or `[ ]`, which the forge refuses and the library would take in its own way."""
    pattern = line.split("#")[0].split()
    return bool(pattern) and (pattern[0].startswith("!") or "[" in pattern[0] or "]" in pattern[0])

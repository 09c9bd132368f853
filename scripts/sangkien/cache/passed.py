"""Keeps which submissions were in order under which law, and what is counted of them; must not know how that was found out."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence

from sangkien.cache.store import Broken, Store

_TABLES = "create table if not exists passed (law int, key blob, facts blob, sum int)"
_LAWS = 4  # whose verdicts are kept: those of the editions in force, and of a change to one


def remembered(store: Store, laws: Iterable[int]) -> Mapping[bytes, bytes]:
    """Key -> facts (as bytes) kept under these laws; empty where the store cannot be trusted."""
    known: dict[bytes, bytes] = {}
    try:
        store.layout(_TABLES)
        for law in set(laws):
            for key, stored, sum in store.rows("select key, facts, sum from passed where law = ?", (law,)):
                if not (isinstance(stored, bytes) and isinstance(key, bytes)) or zlib.crc32(stored, zlib.crc32(key)) != sum:
                    raise Broken("a row is damaged")
                known[key] = stored
    except Broken as error:
        store.discard(str(error))
        return {}
    return known


def remember(store: Store, rows: Sequence[tuple[int, bytes, bytes]]) -> None:
    """Keeps verdicts, as rows of law, key and facts, unless another process is writing."""
    try:
        with store.writing() as ours:
            if ours:
                summed = [(law, key, stored, zlib.crc32(stored, zlib.crc32(key))) for law, key, stored in rows]
                store.write("insert into passed values (?, ?, ?, ?)", summed)
    except Broken as error:
        store.discard(str(error))


def make_room(store: Store, asked: Collection[int]) -> None:
    """Forgets the verdicts of the oldest laws, never of the laws in `asked`."""
    try:
        with store.writing() as ours:
            latest = [row[0] for row in store.rows("select law from passed group by law order by max(rowid) desc")]
            if ours:
                store.write(
                    "delete from passed where law = ?", [(law,) for law in [law for law in latest if law not in asked][_LAWS:]]
                )
    except Broken as error:
        store.discard(str(error))

"""Remembers what was read: in this run records and faults, across runs the data of files in order; must not know what they say."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import field
from hashlib import blake2b
from typing import Any

from sangkien.cache.store import Broken, Store, code_mark
from sangkien.late import dataclass
from sangkien.model.finding import Fault

_TABLES = "create table if not exists sound (key blob primary key, data blob, sum int)"
_MOST = 20_000  # files; past that everything is read anew once


@dataclass
class Memory:
    """What all readers under one law share. Each content of each file is read once a run; its data, if it was in order, once
    ever."""

    store: Store  # where data is kept across runs
    # (path, blob) -> record and faults, in this run
    records: dict[tuple[str, str], tuple[Any, tuple[Fault, ...]]] = field(default_factory=dict)
    _learned: dict[bytes, bytes] = field(default_factory=dict)

    def data(self, mark: str, blob: str) -> dict[str, Any] | None:
        """The data of a content (blob) that was in order under the schema with this mark; None where it is not known, or where
        the store cannot be trusted."""
        key = _key(mark, blob)
        try:
            self.store.layout(_TABLES)
            for stored, sum in self.store.rows("select data, sum from sound where key = ?", (key,)):
                if not isinstance(stored, bytes) or zlib.crc32(stored, zlib.crc32(key)) != sum:
                    raise Broken("a row is damaged")
                known: dict[str, Any] = json.loads(stored)
                return known
        except Broken as error:
            self.store.discard(str(error))
        return None

    def learn(self, mark: str, blob: str, data: Mapping[str, Any]) -> None:
        """Remembers the data of a content (blob) that was in order under the schema with this mark; `keep` writes it down."""
        self._learned[_key(mark, blob)] = json.dumps(data, ensure_ascii=False).encode()

    def afresh(self) -> Memory:
        """A memory for another reader's records, with the same store and the same data to be written down."""
        return Memory(self.store, {}, self._learned)

    def keep(self) -> None:
        """Writes what was learned into the store, unless another process is writing."""
        learned = dict(self._learned)
        self._learned.clear()
        if not learned:
            return
        try:
            with self.store.writing() as ours:
                if ours:
                    if next(self.store.rows("select count(*) from sound"))[0] > _MOST:
                        self.store.write("delete from sound where true or ?", [(0,)])
                    rows = [(key, stored, zlib.crc32(stored, zlib.crc32(key))) for key, stored in learned.items()]
                    self.store.write("insert or replace into sound values (?, ?, ?)", rows)
        except Broken as error:
            self.store.discard(str(error))


def _key(mark: str, blob: str) -> bytes:
    return blake2b(f"{code_mark()}{mark}\0{blob}".encode(), digest_size=16).digest()

"""Gathers new objects and stores them in a repository as one pack that outlives a power cut; must not know what refers to them."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path

from sangkien.git.objects import Objects, id_of
from sangkien.git.run import SHA256, Repository, run
from sangkien.late import dataclass

DURABLE = ("-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync")
"""Settings under which Git flushes each file that it writes before it goes on; its default flushes no ref."""
_KINDS = {"commit": 1, "tree": 2, "blob": 3}


@dataclass
class NewObjects:
    """Objects that were made and are not stored yet, beside those of a repository."""

    repo: Repository
    stored: Objects
    made: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    """Kind and content by id, in the order in which they were made."""

    def add(self, kind: str, content: bytes) -> str:
        """Takes an object in (`blob`, `tree`, `commit`); its id."""
        id = id_of(kind, content, self.repo.digits)
        self.made.setdefault(id, (kind, content))
        return id

    def read(self, id: str) -> bytes:
        """The content of an object, new or stored. Raises CannotJudge where there is none."""
        return self.made[id][1] if id in self.made else self.stored.read(id)

    def store(self) -> None:
        """Puts all of them into the repository in one pack, which is on the disk when this returns.

        Git itself reads the pack, checks every object and that what it refers to is there, and makes the index. Raises CannotJudge where
        Git refuses it; then nothing was stored.
        """
        if self.made:
            checked = () if self.repo.partial else ("--strict",)  # a partial clone lacks contents, and that is no fault of it
            run(self.repo, *DURABLE, "index-pack", "--stdin", *checked, stdin=self._pack())
            flush(self.repo.view.objects / "pack")

    def _pack(self) -> bytes:
        """Git's format of packs, version 2: every object whole, none as a difference to another."""
        hashed = hashlib.sha256 if self.repo.digits == SHA256 else hashlib.sha1
        head = b"PACK" + (2).to_bytes(4, "big") + len(self.made).to_bytes(4, "big")
        body = b"".join([head, *(part for kind, content in self.made.values() for part in _packed(kind, content))])
        return body + hashed(body).digest()


def _packed(kind: str, content: bytes) -> Iterator[bytes]:
    """Kind and size, seven bits a byte but for the first, which has four of the size; then the content."""
    size, first = len(content) >> 4, _KINDS[kind] << 4 | len(content) & 15
    head = bytearray()
    while size:
        head.append(first | 128)
        first, size = size & 127, size >> 7
    yield bytes([*head, first])
    yield zlib.compress(content)


def flush(folder: Path) -> None:
    """Makes the names in a folder outlive a power cut, which Git leaves to the system; where a system opens no folder, nothing is done."""
    if os.name != "nt" and folder.is_dir():
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

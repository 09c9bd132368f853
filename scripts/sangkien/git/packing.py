"""Gathers new objects and stores them in a repository as one pack that outlives a power cut; must not know what refers to them."""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import field, replace
from pathlib import Path

from sangkien.git.objects import Objects, id_of
from sangkien.git.run import SHA256, Repository, run, spelled
from sangkien.git.trees import entries_of
from sangkien.language import Words
from sangkien.late import dataclass, regex
from sangkien.model.finding import CannotJudge
from sangkien.text import visible

DURABLE = ("-c", "core.fsync=all", "-c", "core.fsyncMethod=fsync")
"""Settings under which Git flushes each file that it writes before it goes on; its default flushes no ref."""
_INCOMING = "tmp_objdir-sangkien-"
"""What Git's own upkeep takes for left behind by somebody killed, and removes when it is old, begins so."""
_NAMED = regex(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")
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

        Git itself reads the pack, checks every object and that what it refers to is there, and makes the index, in a folder that goes
        again: only a pack that Git took is moved to the others. Raises CannotJudge where Git or the disk refuses it; then nothing was
        stored.
        """
        if not self.made:
            return
        objects = self.repo.view.objects
        try:
            with tempfile.TemporaryDirectory(prefix=_INCOMING, dir=objects) as folder:
                incoming = Path(folder)
                self._index(incoming)
                _move(incoming / "pack", objects / "pack")
        except OSError as error:
            raise CannotJudge(
                Words(
                    f"Không ghi được vào kho: {error}. Xem lại đĩa và quyền ghi.",
                    f"Cannot write: {error}. See to disk and permissions.",
                )
            ) from error
        flush(objects / "pack")

    def _index(self, incoming: Path) -> None:
        """Has Git check the pack and write it, with its index, into an object folder of its own. Raises CannotJudge where it is refused."""
        # A partial clone lacks contents, and that is no fault of it: only what is in the pack is checked.
        checked = "--fsck-objects" if self.repo.partial else "--strict"
        view = self.repo.view
        apart = replace(self.repo, view=replace(view, objects=incoming, beside=(spelled(view.objects), *view.beside)))
        try:
            run(apart, *DURABLE, "index-pack", "--stdin", checked, stdin=self._pack())
        except CannotJudge as error:
            raise self._refusal(error) or error from error

    def _refusal(self, error: CannotJudge) -> CannotJudge | None:
        """What is to be told where Git complains of one object: the path that it stands at."""
        if (named := _NAMED.search(error.words.en)) is None:
            return None
        path = self._path(named[0]) or named[0]
        if named[0] in self.made:
            return CannotJudge(
                Words(
                    f"Chưa ghi gì: Git không nhận “{path}”. Hãy sửa hoặc bỏ tệp ấy. {error.words.vi}",
                    f"Nothing was stored: Git does not take “{path}”. Mend or leave out that file. {error.words.en}",
                )
            )
        return CannotJudge(
            Words(
                f"Chưa ghi gì: “{path}” trong kho đã hỏng hoặc thiếu từ trước. Hãy chạy git fsck. {error.words.vi}",
                f"Nothing was stored: “{path}”, as the repository has it, is broken or missing. Run git fsck. {error.words.en}",
            )
        )

    def _path(self, id: str) -> str:
        """A path at which an object stands in what was made; empty where it stands at none."""
        above: dict[str, tuple[str, str]] = {}
        for tree, (kind, content) in self.made.items():
            if kind == "tree":
                above |= {entry.blob: (tree, name) for name, entry in entries_of(content, self.repo.digits // 2).items()}
        steps: list[str] = []
        while id in above:
            id, name = above[id]
            steps.insert(0, name)
        return visible("/".join(steps))

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


def _move(found: Path, packs: Path) -> None:
    """Moves a pack to the others, its index last: a pack is there for Git once its index is."""
    packs.mkdir(exist_ok=True)
    for file in sorted(found.glob("pack-*"), key=lambda file: file.suffix == ".idx"):
        if not (packs / file.name).exists():  # of this name is none but the very same
            file.replace(packs / file.name)


def flush(folder: Path) -> None:
    """Makes the names in a folder outlive a power cut, which Git leaves to the system; where a system opens no folder, nothing is done."""
    if os.name != "nt" and folder.is_dir():
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

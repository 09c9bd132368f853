"""Reads trees and contents by id; must not know which revision they belong to."""

from __future__ import annotations

import hashlib
import os
import tempfile
import weakref
from collections.abc import Iterable, Iterator
from typing import IO

from sangkien.git.promised import fetch, lacking
from sangkien.git.run import SHA256, Repository, Running, Talking, tokens_of
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import TreeEntry

# Git would keep a hundred megabytes of what it unpacked and map whole packs; few objects need neither.
_SMALL = ("-c", "core.packedGitWindowSize=1m", "-c", "core.packedGitLimit=24m", "-c", "core.deltaBaseCacheLimit=12m")
_FEW = 200  # a command of their own costs as much as so many questions


class Objects:
    """One `git cat-file` process that stays open and answers for single objects. It ends with the object that holds it."""

    def __init__(self, repo: Repository) -> None:
        self._repo = repo
        self._running: tuple[IO[bytes], IO[bytes]] | None = None
        self._whose = 0
        self._here: set[str] = set()

    def read(self, name: str) -> bytes:
        """The content of an object, by id or by an expression on an id (`<id>^{tree}`).

        Raises CannotJudge where the repository lacks it.
        """
        if self._running is None or self._whose != os.getpid():  # a process begun as a copy of this one talks for itself
            talk = Talking(self._repo, *_SMALL, "cat-file", "--batch")
            weakref.finalize(self, talk.close)
            self._running, self._whose = (talk.asked, talk.told), os.getpid()
        asked, output = self._running
        asked.write(name.encode() + b"\n")
        asked.flush()
        head = output.readline().decode().split()
        if len(head) != 3:
            raise _lacking(name)
        content = output.read(int(head[2]))
        output.read(1)
        return content

    def ready(self, ids: Iterable[str]) -> None:
        """Fetches what a partial clone lacks of these blobs in one go; does nothing in a full clone.

        Raises CannotJudge where no remote gives them.
        """
        if not self._repo.partial:
            return
        asked = set(ids) - self._here
        if missing := lacking(self._repo, asked):
            fetch(self._repo, missing)
        self._here |= asked

    def blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """(id, content) of blobs, in the order asked for: few by the open process, many by one of their own.

        Raises CannotJudge where the repository lacks one.
        """
        wanted = list(ids)
        self.ready(wanted)
        if len(wanted) > _FEW:
            yield from blobs(self._repo, wanted)
        else:
            yield from ((id, self.read(id)) for id in wanted)


def listed(repo: Repository, commit: str) -> Iterator[tuple[str, TreeEntry]]:
    """Path and entry of every file of a commit's tree, by one call of Git."""
    with Running(repo, "ls-tree", "-r", "-z", "--full-tree", commit) as out:
        for token in tokens_of(out):
            facts, _, path = token.partition("\t")
            mode, _, blob = facts.split(" ")
            yield path, TreeEntry(mode, blob)


def blobs(repo: Repository, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """(id, content) of blobs, in the order asked for, by one call of Git.

    Raises CannotJudge where the repository lacks one.
    """
    with tempfile.TemporaryFile() as asked:
        asked.writelines(id.encode() + b"\n" for id in ids)
        asked.seek(0)
        with Running(repo, "cat-file", "--batch", "--buffer", stdin=asked) as out:
            while head := out.readline():
                id, *facts = head.decode().split()
                if facts[0] != "blob":
                    raise _lacking(id)
                content = out.read(int(facts[1]))
                out.read(1)
                yield id, content


def id_of(kind: str, content: bytes, digits: int) -> str:
    """The id that Git gives an object of a kind (`blob`, `tree`, `commit`) in a repository whose ids have 40 or 64 digits."""
    made = hashlib.sha256 if digits == SHA256 else hashlib.sha1
    return made(f"{kind} {len(content)}\0".encode() + content).hexdigest()


def _lacking(id: str) -> CannotJudge:
    return CannotJudge(
        Words(f"Kho thiếu nội dung {id}: hãy chạy git fsck.", f"The repository lacks object {id}: run git fsck.")
    )

"""Reads trees and contents by id; must not know which revision or why."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator

from sangkien.git.run import Repository, Running, tokens_of
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import Entry


def tree(repo: Repository, commit: str) -> dict[str, Entry]:
    entries = {}
    with Running(repo, "ls-tree", "-r", "-z", "--full-tree", commit) as out:
        for token in tokens_of(out):
            facts, _, path = token.partition("\t")
            mode, _, blob = facts.split(" ")
            entries[path] = Entry(mode, blob)
    return entries


def blobs(repo: Repository, ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryFile() as asked:
        asked.writelines(id.encode() + b"\n" for id in ids)
        asked.seek(0)
        with Running(repo, "cat-file", "--batch", "--buffer", stdin=asked) as out:
            while head := out.readline():
                id, *facts = head.decode().split()
                if facts[0] != "blob":
                    raise CannotJudge(
                        Words(f"Kho thiếu nội dung {id}: hãy chạy git fsck.", f"The repository lacks blob {id}: run git fsck.")
                    )
                content = out.read(int(facts[1]))
                out.read(1)
                yield id, content

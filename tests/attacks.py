"""Reads the hostile cases of `tests/hostile/` and lays each on a branch of a real repository, whatever its names and modes.

A case is one file. Text is replaced in a sound submission, or is the whole file, as in a story (`story.py`); what an editor or Git
would mangle is written as an escape of YAML, and what would be large by `⟨N×text⟩`, where `№` counts:

    what: one sentence
    write: {bv-mau/moi.md: {"khóa bánh": "khóa\u200b bánh"}}
    encode: utf-16                                        # of the files; UTF-8 unless it is said
    tree: ["120000 bv-mau/moi.md"]                        # names and modes that no file system would take; a bare content, or a sound one
    says: [SK113 2]                                       # the gate's findings, code and line in order; line 0 is the file as a whole,
                                                          # `SK109 29-99` one on each of these lines, `SK903 29 ×7` seven on one
    draft: [SK113 2]                                      # of the files as drafts on the disk, where that differs
    heavy: true                                           # tried in a process of its own, with little memory
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from pathlib import Path

import yaml

from sangkien import git
from sangkien.app.judge import judge_change, judge_drafts
from sangkien.app.verdict import Judgement
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf
from story import AS_OF, BEGINNING, PROJECT, Story, path_of

HOSTILE = PROJECT / "tests" / "hostile"
AT = "2021-04-01T08:00:00+07:00"
_MANY = re.compile("⟨(\\d+)×([^⟩]+)⟩")


@dataclass(frozen=True)
class Attack:
    """One case: contents by path, what stands in the tree by name alone, and what the gate must say of the change and of the drafts."""

    name: str
    files: dict[str, str | dict[str, str]]
    tree: tuple[str, ...]
    encoding: str
    says: tuple[str, ...]
    draft: tuple[str, ...] | None
    heavy: bool


def said(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Findings as a case writes them down."""
    told: list[str] = []
    for code, together in groupby(findings, key=lambda finding: finding.code):
        lines = [finding.location.mark.line for finding in together]
        if len(lines) == 1:
            told.append(f"{code} {lines[0]}")
        elif len(set(lines)) == 1:
            told.append(f"{code} {lines[0]} ×{len(lines)}")
        elif lines == list(range(lines[0], lines[-1] + 1)):
            told.append(f"{code} {lines[0]}-{lines[-1]}")
        else:
            told += [f"{code} {line}" for line in lines]
    return tuple(told)


def attacks() -> list[Attack]:
    return [_read(file) for file in sorted(HOSTILE.glob("*.yml"))]


def _read(file: Path) -> Attack:
    told = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert told.keys() <= {"what", "write", "encode", "tree", "says", "draft", "heavy"}, file
    return Attack(
        name=file.stem,
        files=told.get("write", {}),
        tree=tuple(told.get("tree", ())),
        encoding=told.get("encode", "utf-8"),
        says=tuple(told["says"]),
        draft=tuple(told.get("draft", told["says"])) if "write" in told and "tree" not in told else None,
        heavy=told.get("heavy") == "true",
    )


@dataclass
class Field:
    """A repository that attacks are laid on, each on the branch of its name; nothing is ever checked out."""

    story: Story
    blobs: dict[str, tuple[str, str]] = field(default_factory=dict)
    ids: dict[tuple[str, bytes], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for line in self.story.git("ls-tree", "-r", "main").splitlines():
            facts, _, path = line.partition("\t")
            mode, _, blob = facts.split(" ")
            self.blobs[path] = (mode, blob)
        self.parent = self.story.git("rev-parse", "main")

    def lay(self, attack: Attack) -> str:
        """The attack as one commit on top of main, on the branch of its name; tells the commit."""
        laid = list(self.blobs.items())
        laid += [(path, ("100644", self.written(content))) for path, content in self.contents(attack)]
        for line in attack.tree:
            mode, _, path = line.partition(" ")
            path = path_of(path)
            laid = [each for each in laid if each[0] != path] if path in self.blobs else laid
            laid.append((path, (mode, self._of(mode, self._sound(path)))))
        commit = self._committed(laid, self.parent)
        self.story.git("update-ref", f"refs/heads/{attack.name}", commit)
        return commit

    def commit(self, files: Mapping[str, tuple[str, bytes]], parent: str) -> str:
        """A commit of main's files with these over them, by path, mode and content; tells its id."""
        over = {path: (mode, self._of(mode, content)) for path, (mode, content) in files.items()}
        return self._committed(list({**self.blobs, **over}.items()), parent)

    def _committed(self, laid: list[tuple[str, tuple[str, str]]], parent: str) -> str:
        return self.story.git("commit-tree", self._tree(laid), "-p", parent, "-m", "x", at=AT)

    def _of(self, mode: str, content: bytes) -> str:
        return self.parent if mode == "160000" else self.written(content)

    def _sound(self, path: str) -> bytes:
        """What does no harm at this path but by its name and mode: no text repeats the name."""
        text = self.story.content(path, {} if re.search(r"\.(md|yml)$", path) else "Xin chào.\n")
        stem = Path(path).stem
        return text.replace(f"({stem})", f"({hashlib.sha1(os.fsencode(stem)).hexdigest()[:6]})").encode()

    def contents(self, attack: Attack) -> Iterator[tuple[str, bytes]]:
        for path, wanted in attack.files.items():
            text = self.story.content(path_of(path), wanted)
            text = _MANY.sub(lambda match: "".join(match[2].replace("№", str(number)) for number in range(int(match[1]))), text)
            yield path_of(path), text.encode(attack.encoding, "surrogateescape" if attack.encoding == "utf-8" else "strict")

    @contextmanager
    def drafts(self, attack: Attack) -> Iterator[list[Path]]:
        """The attack's files on the disk, in the checkout of main, for as long as they are looked at."""
        laid = {self.story.folder / path: content for path, content in self.contents(attack)}
        for file, content in laid.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        yield list(laid)
        for file in laid:
            file.unlink()

    def change(self, attack: Attack) -> Judgement:
        return judge_change(git.open_repository(self.story.folder), "main", attack.name, AsOf(datetime.fromisoformat(AS_OF)))

    def draft(self, files: list[Path]) -> Judgement:
        return judge_drafts(git.open_repository(self.story.folder), "main", files, AsOf(datetime.fromisoformat(AS_OF)))

    def written(self, content: bytes, kind: str = "blob") -> str:
        """Writes an object once; tells its id."""
        if (kind, content) not in self.ids:
            self.ids[kind, content] = self.story.hashed(kind, content)
        return self.ids[kind, content]

    def _tree(self, laid: list[tuple[str, tuple[str, str]]]) -> str:
        """A tree of these files as they are named, with whatever names; Git itself would refuse some."""
        entries: list[tuple[bytes, bytes]] = []
        below: dict[str, list[tuple[str, tuple[str, str]]]] = {}
        for path, entry in laid:
            name, slash, rest = path.partition("/")
            if slash:
                below.setdefault(name, []).append((rest, entry))
            else:
                raw = name.encode("utf-8", "surrogateescape")
                entries.append((raw, f"{entry[0]} ".encode() + raw + b"\0" + bytes.fromhex(entry[1])))
        for name, inner in below.items():
            raw = name.encode("utf-8", "surrogateescape")
            entries.append((raw + b"/", b"40000 " + raw + b"\0" + bytes.fromhex(self._tree(inner))))
        return self.written(b"".join(entry for _, entry in sorted(entries)), "tree")


def field_of_attacks(folder: Path) -> Field:
    """A fresh repository with the small world in it."""
    assert BEGINNING < AT
    return Field(Story(folder))

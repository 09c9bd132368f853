"""Replays a story (commits, merges, renames, forged dates) into a real Git repository and asks the gate what it says.

A story is a folder: `story.yml`, and either `expected.txt`, the gate's whole answer (and in `expected.en.txt`, where a story
has one, the English one), or `valid.txt`, which says that none is wanted.

    what: one sentence
    steps:                                # the world (schemas, rules, a few units, one submission `cu.md`) is on main already
      - on: topic                         # main or topic; topic leaves main at its first step
        at: 2021-04-01T08:00:00+07:00     # the committer's date; `authored` when the author's differs
        write: {bv-mau/moi.md: {}}        # a sound submission; {old: new} replaces text in it, a string is the whole content
        move: {old: new}
        copy: {old: new}                  # as an office does that opens a second edition like its first
        remove: [path]
      - merge: 2021-04-02T08:00:00+07:00  # topic into main, by the server
      - {land: squash, at: …}             # or rebase, or fast-forward
      - {forge: receipts}                 # somebody rewrites the receipts branch
      - receive: 2021-04-02T08:00:00+07:00  # the server gives receipts for what topic brings
    judge: {base: main, head: topic, as_of: 2021-04-10T08:00:00+07:00}   # without base: every file of head
    mend: [steps]                         # after these the gate must find nothing

A path that begins with `dossiers/`, `decisions/`, `disputes/`, `agreements/`, `corrections/` or `register/` stands below
`program/2021/`; a sound one of these is about `cu.md`, and `{items: [bv-mau/cu.md, bv-mau/moi.md]}` makes it list others, each as its
first item is.

`⟨1001×a⟩` stands for a thousand and one times `a`, `⟨BLOB bv-mau/moi.md⟩` for the id of what the file holds, `⟨CAME bv-mau/moi.md⟩` for
that of what it held when it first came to the history at hand.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sangkien import git
from sangkien.app import receipts
from sangkien.app.judge import judge_all, judge_change
from sangkien.app.verdict import Judgement
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text

PROJECT = Path(__file__).parent.parent
WORLD = PROJECT / "tests" / "world"
HOME = "submissions/2021/thai-binh/nganh-y-te/"
BEGINNING = "2021-03-12T08:00:00+07:00"
AS_OF = "2021-04-10T08:00:00+07:00"
_TEMPLATES = {
    ".md": "submission.md",
    "/units/": "units.yml",
    "/register/": "register.yml",
    "/dossiers/": "dossier.yml",
    "/decisions/": "decision.yml",
    "/disputes/": "dispute.yml",
    "/agreements/": "agreement.yml",
    "/corrections/": "correction.yml",
}
_ACTS = ("dossiers/", "decisions/", "disputes/", "agreements/", "corrections/", "register/")
_TIMES = re.compile("⟨(\\d+)×(.)⟩")
_BLOB = re.compile("⟨BLOB ([^⟩]+)⟩")
_CAME = re.compile("⟨CAME ([^⟩]+)⟩")
_ITEMS = re.compile("(?<=^items:\n)(  - path: (\\S+)\n(?:    .*\n)*)(?:  .*\n)*", re.MULTILINE)


class Story:
    """A real repository in a folder, and the steps that make its history."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(_beginning(), folder, symlinks=True)

    @classmethod
    def begun(cls, folder: Path) -> Story:
        """The small world, committed in an empty folder."""
        told = cls.__new__(cls)
        told.folder = folder
        told.git("init", "--quiet", "--initial-branch=main")
        files = {f"schema/{file.name}": file.read_text() for file in (PROJECT / "schema").glob("*.json")}
        files["program/2021/rules.yml"] = (PROJECT / "program/2021/rules.yml").read_text()
        files["program/2021/units/thai-binh.yml"] = (WORLD / "units.yml").read_text()
        files[f"{HOME}bv-mau/cu.md"] = (
            (WORLD / "submission.md").read_text().replace("Giá đỡ bình oxy", "Bảng nhắc lịch thay chai")
        )
        told.commit(BEGINNING, files)
        return told

    def git(self, *arguments: str, at: str = BEGINNING, authored: str | None = None) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        person = {"GIT_AUTHOR_NAME": "Người Mẫu", "GIT_AUTHOR_EMAIL": "mau@example.org"}
        server = {"GIT_COMMITTER_NAME": "Máy chủ Mẫu", "GIT_COMMITTER_EMAIL": "may-chu@example.org"}
        dates = {"GIT_AUTHOR_DATE": authored or at, "GIT_COMMITTER_DATE": at}
        nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments],
            env=kept | person | server | dates | nobody,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stderr}"
        return done.stdout.strip()

    def hashed(self, kind: str, content: bytes) -> str:
        """Writes an object as it is, even one that Git would not make; tells its id."""
        command = ["git", "-C", str(self.folder), "hash-object", "-w", "--literally", "-t", kind, "--stdin"]
        return subprocess.run(command, input=content, capture_output=True, check=True).stdout.decode().strip()

    def commit(self, at: str, files: dict[str, str], authored: str | None = None) -> None:
        for path, content in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode("utf-8", "surrogateescape"))
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x", at=at, authored=authored)

    def step(self, step: dict[str, Any]) -> None:
        if "merge" in step:
            self.git("checkout", "--quiet", "main")
            self.git("merge", "--quiet", "--no-ff", "--message=m", "topic", at=step["merge"])
            return
        if "receive" in step:
            self.receive(step["receive"])
            return
        if "forge" in step:
            self.forge()
            return
        if "land" in step:
            self.land(step["land"], step["at"])
            return
        branch = step.get("on", "topic")
        known = self.git("branch", "--list", branch, "--format=x")
        self.git("checkout", "--quiet", *([] if known else ["-b"]), branch)
        for old, new in step.get("move", {}).items():
            (self.folder / path_of(new)).parent.mkdir(parents=True, exist_ok=True)
            self.git("mv", path_of(old), path_of(new))
        for old, new in step.get("copy", {}).items():
            (self.folder / path_of(new)).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path_of(new)).write_bytes((self.folder / path_of(old)).read_bytes())
        for path in step.get("remove", []):
            self.git("rm", "--quiet", path_of(path))
        for path, mode in step.get("mode", {}).items():
            (self.folder / path_of(path)).chmod(int(mode, 8))
        for path, target in step.get("link", {}).items():
            (self.folder / path_of(path)).symlink_to(target)
        written = {path_of(path): self.content(path_of(path), wanted) for path, wanted in step.get("write", {}).items()}
        self.commit(step["at"], written, step.get("authored"))

    def receive(self, at: str) -> None:
        """The server's receipts for what topic would bring to main, given at this instant."""
        repo = git.open_repository(self.folder)
        receipts.receive(repo, "main", "topic", "push refs/heads/topic", datetime.fromisoformat(at), datetime.fromisoformat(at))

    def forge(self) -> None:
        """Somebody rewrites the receipts branch: its last receipt is made to stand on nothing."""
        tree = self.git("rev-parse", "receipts^{tree}")
        message = self.git("log", "-1", "--format=%B", "receipts")
        self.git("update-ref", "refs/heads/receipts", self.git("commit-tree", tree, "-m", message, at=BEGINNING))

    def land(self, how: str, at: str) -> None:
        """Topic onto main without a merge commit: squashed or rebased by a forge, or fast-forwarded with the dates it came with."""
        self.git("checkout", "--quiet", "main")
        if how == "squash":
            self.git("merge", "--quiet", "--squash", "topic")
            self.git("commit", "--quiet", "--message=s", at=at, authored=BEGINNING)
        elif how == "rebase":
            self.git("cherry-pick", "main..topic", at=at)
        else:
            self.git("merge", "--quiet", "--ff-only", "topic")

    def content(self, path: str, wanted: str | dict[str, Any]) -> str:
        """The whole content, or what stands there (a sound one of its kind if nothing does) with text replaced."""
        if isinstance(wanted, str):
            return self._named(spelled(wanted))
        there = self.folder / path
        template = next((name for sign, name in _TEMPLATES.items() if sign in path), "")
        content = (there if there.exists() else WORLD / template).read_text(encoding="utf-8")
        unit = re.sub("^submissions/[^/]+/", "", path).rpartition("/")[0]
        if path.endswith(".md"):
            content = content.replace("unit: thai-binh/nganh-y-te/bv-mau", f"unit: {unit}", 1)
            if not there.exists() and there.stem != "moi":  # one text in two files would be one submission sent twice
                content = content.replace("cho xe đẩy\n", f"cho xe đẩy ({there.stem})\n", 1)
        for old, new in wanted.items():
            assert old in content, f"{path}: “{old}” is not there to be replaced"
            content = _listed(content, new) if isinstance(new, list) else content.replace(old, spelled(new), 1)
        return self._named(content)

    def _named(self, content: str) -> str:
        """⟨BLOB⟩ and ⟨OLD⟩ stand for the ids of what `moi.md` and `cu.md` hold."""
        content = content.replace("⟨BLOB⟩", "⟨BLOB bv-mau/moi.md⟩").replace("⟨OLD⟩", "⟨BLOB bv-mau/cu.md⟩")
        content = _CAME.sub(lambda match: self.came(match[1]), content)
        return _BLOB.sub(lambda match: self.blob(match[1]), content)

    def blob(self, path: str) -> str:
        file = self.folder / path_of(path)
        return self.git("hash-object", str(file)) if file.exists() else ""

    def came(self, path: str) -> str:
        """Id of the content with which a file came."""
        first = self.git("log", "--format=%H", "--reverse", "--diff-filter=A", "--", path_of(path)).split()
        return self.git("rev-parse", f"{first[0]}:{path_of(path)}") if first else ""

    def judge(self, asked: dict[str, str] | None = None) -> Judgement:
        asked = {"as_of": AS_OF, **({"base": "main", "head": "topic"} if asked is None else asked)}
        repo, as_of = git.open_repository(self.folder), AsOf(datetime.fromisoformat(asked["as_of"]))
        if "base" in asked:
            return judge_change(repo, asked["base"], asked.get("head", "topic"), as_of)
        return judge_all(repo, asked.get("head", "HEAD"), as_of)


@cache
def _beginning() -> Path:
    """The repository that every story of this process begins as; copying it takes a third of making it."""
    folder = Path(tempfile.mkdtemp(prefix="sangkien-kho-mau-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Story.begun(folder).folder


def told(judgement: Judgement, lang: Any = "vi") -> str:
    """The gate's answer with commit ids masked: they change with every schema, and no reader compares them."""
    return re.sub(r"(?<=[Cc]ommit )[0-9a-f]{10}", "‹commit›", text.render(judgement, lang))


def read(folder: Path) -> dict[str, Any]:
    # Dates stay text: Git and the command line take them as they are written.
    told: dict[str, Any] = yaml.load((folder / "story.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return told


def path_of(path: str) -> str:
    if path.startswith(_ACTS):
        return f"program/2021/{path}"
    if path.startswith("/"):  # from the top, in any folder
        return path[1:]
    return path if path.startswith(("submissions/", "program/", "schema/")) or "/" not in path else HOME + path


def spelled(text: str) -> str:
    return _TIMES.sub(lambda match: match[2] * int(match[1]), text)


def _listed(content: str, paths: list[str]) -> str:
    """The act with one item for each of these submissions, all as its first item is."""
    items = _ITEMS.search(content)
    assert items, "there are no items to list others like"
    listed = "".join(items[1].replace(items[2], path_of(path)) for path in paths)
    return content[: items.start()] + listed + content[items.end() :]

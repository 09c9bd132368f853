"""One revision of the tool in a folder of its own: runs commands there and gathers what they print and leave; must not know the other.

The package is never imported, for its modules may have moved: only the command line and the Makefile are called.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[2]
TODAY = "2026-11-22T12:00:00+07:00"

Answer = dict[str, bytes]
"""What a command printed, how it ended, and the files and refs that it left."""

# The site's commands come from the Makefile of the revision; its clock, which no option of theirs sets, is held here.
_WRAPPER = """#!/bin/sh
verb=$1; shift
case $verb in build|publish) set -- --as-of {today} "$@";; esac
exec {python} -m sangkien "$verb" "$@"
"""


class Side:
    """One revision of the tool in a folder of its own, and the environment in which it runs, the same for all."""

    def __init__(self, folder: Path, tree: str) -> None:
        self.folder, self.tool = folder, folder / "tool"
        unpack(tree, self.tool)
        bin = folder / "bin"
        bin.mkdir()
        for program in Path(sys.executable).parent.iterdir():
            (bin / program.name).symlink_to(program)
        for name, text in (("sangkien", _WRAPPER), ("python", '#!/bin/sh\nexec {python} "$@"\n')):
            (bin / name).unlink(missing_ok=True)
            (bin / name).write_text(text.format(python=sys.executable, today=TODAY))
            (bin / name).chmod(0o755)
        package = min(self.tool.glob("*/sangkien/__main__.py"))
        self.environment = {
            "PATH": os.pathsep.join([str(bin), "/usr/local/bin", "/usr/bin", "/bin"]),
            "PYTHONPATH": str(package.parents[1]),
            "HOME": str(folder),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "COLUMNS": "100",
            "PYTHONHASHSEED": "0",
            "SOURCE_DATE_EPOCH": "1795323600",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        self.servers = {language: self.server(language) for language in ("vi", "en")}

    def answer(self, command: Mapping[str, Any]) -> Answer:
        repo = self.folder / "repos" / command["repo"]
        if command["kept"]:
            at = self.folder / "kept" / command["repo"]
            shutil.rmtree(at.parent, ignore_errors=True)
            shutil.copytree(repo, at, symlinks=True)
            repo = at
        told: Answer = {}
        for number, words in enumerate(command["runs"]):
            told |= self.said(f"{number} ", words, repo, command["set"])
        return told | (left(repo.parent) if command["kept"] else {})

    def said(self, run: str, words: list[str], folder: Path, more: Mapping[str, str]) -> Answer:
        """What one run prints, and how it ends: of the tool, of Git, or of make."""
        out, err = self.folder / "out", self.folder / "err"
        environment = {**self.environment, **more}
        for file in (out, err):
            file.unlink(missing_ok=True)
        if words[0] in ("git", "make"):
            with out.open("wb") as to, err.open("wb") as beside:
                code = str(subprocess.run(words, cwd=folder, env=environment, stdout=to, stderr=beside, check=False).returncode)
        else:
            asked = {"words": words, "folder": str(folder), "environment": environment, "out": str(out), "err": str(err)}
            server = self.servers[more["SANGKIEN_LANG"]]
            print(json.dumps(asked), file=server.stdin, flush=True)
            code = server.stdout.readline().strip()  # type: ignore[union-attr]
        return {
            f"{run}out": self.masked(out.read_bytes()),
            f"{run}err": self.masked(err.read_bytes()),
            f"{run}exit": code.encode(),
        }

    def server(self, language: str) -> subprocess.Popen[str]:
        """The tool, loaded in a language: texts of help are chosen when it is loaded."""
        command = [sys.executable, "-P", str(Path(__file__).with_name("server.py"))]
        environment = {**self.environment, "SANGKIEN_LANG": language}
        return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def close(self) -> None:
        for server in self.servers.values():
            server.communicate()

    def masked(self, content: bytes) -> bytes:
        return content.replace(os.fsencode(self.folder), b"/SIDE")

    def site(self, project: str, commit: str) -> Answer:
        """The published site of the samples at a commit, made by the revision's own `make pages`."""
        repo = self.folder / "site"
        repo.mkdir()
        for words in (
            ("init", "-q", "-b", "main"),
            ("fetch", "-q", project, commit),
            ("update-ref", "refs/heads/main", "FETCH_HEAD"),
        ):
            subprocess.run(["git", *words], cwd=repo, check=True)
        shutil.copytree(self.tool, repo, dirs_exist_ok=True)
        told = self.said("", ["make", "-o", ".venv/site.ok", "pages", f"BIN={self.folder / 'bin'}"], repo, {})
        return told | left(repo / "build" / "site")


def unpack(tree: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    with tempfile.TemporaryFile() as archive:
        subprocess.run(["git", "archive", "--format=tar", tree], cwd=PROJECT, stdout=archive, check=True)
        archive.seek(0)
        subprocess.run(["tar", "-x", "-C", str(folder)], stdin=archive, check=True)


def left(folder: Path) -> Answer:
    """The files in a folder by path; of a Git folder its hooks and, by name, what its refs hold."""
    found: Answer = {}
    for path, folders, files in os.walk(folder):
        at = Path(path)
        if "HEAD" in files and "objects" in folders:
            said = "--format=%(refname) %(tree) %(authordate:iso-strict) %(contents)"
            refs = subprocess.run(["git", "-C", path, "for-each-ref", said], stdout=subprocess.PIPE, check=True)
            found[f"{at.relative_to(folder)} refs"] = refs.stdout
            folders[:], files = ["hooks"], []
        found |= {str((at / name).relative_to(folder)): (at / name).read_bytes() for name in files if (at / name).is_file()}
    return found

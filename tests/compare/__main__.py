"""Compares two revisions of the tool by what they print and write; must not know the package, whose modules may have moved between them.

`make same BASE=main` asks the revision BASE and the working tree (or HEAD=revision) the same some four hundred commands (`commands.py`),
and lets both build the published site. Ends with 1 where a byte differs that `allowed.yml` does not explain.
"""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml
from sides import PROJECT, Answer, Side

HERE = Path(__file__).parent
ALLOWED = yaml.safe_load((HERE / "allowed.yml").read_text(encoding="utf-8"))
SHOWN_PARTS, SHOWN_LINES = 4, 24  # of each command that differs


def git(*words: str, **more: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=PROJECT, env={**os.environ, **more}, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.strip()


def tree_of(revision: str, scratch: Path) -> str:
    """A commit or, for no revision, the tree of the working tree as it stands, new files and all."""
    if revision:
        return git("rev-parse", f"{revision}^{{commit}}")
    index = {"GIT_INDEX_FILE": str(scratch / "index")}
    git("add", "--all", ".", **index)
    return git("write-tree", **index)


def differing(old: Answer, new: Answer, excused: Counter[str]) -> list[str]:
    """The names of what is not the same in both; counts what is allowed to differ by its reason."""
    names = []
    for name in sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name)):
        for allowed in (each for each in ALLOWED if re.search(each["in"], name)):
            parts = [re.sub(allowed.get("what", "(?s:.*)").encode(), b"", answer.get(name, b"")) for answer in (old, new)]
            if parts[0] == parts[1]:
                excused[allowed["why"]] += 1
                break
        else:
            names.append(name)
    return names


def reported(command: str, old: Answer, new: Answer, excused: Counter[str]) -> bool:
    """Whether the answers differ; if so, where is printed."""
    names = differing(old, new, excused)
    if names:
        print(f"\n≠ {command}: {len(names)} of {len(old.keys() | new.keys())} parts differ")
        for name in names[:SHOWN_PARTS]:
            print("\n".join(shown(name, old.get(name), new.get(name))), flush=True)
    return bool(names)


def shown(name: str, old: bytes | None, new: bytes | None) -> Iterator[str]:
    """The head of a unified diff."""
    if old is None or new is None:
        yield f"--- {name}: only {'before' if new is None else 'after'}"
        return
    before, after = (content.decode("utf-8", "backslashreplace").splitlines() for content in (old, new))
    lines = [*difflib.unified_diff(before, after, f"before: {name}", f"after: {name}", lineterm="", n=1)]
    yield from (line[:300] for line in lines[:SHOWN_LINES])
    if len(lines) > SHOWN_LINES:
        yield f"… {len(lines) - SHOWN_LINES} more lines"
    if not lines:
        yield f"--- {name}: other line ends"


def main() -> int:
    asked = argparse.ArgumentParser(prog="compare", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("base", help="the revision before")
    asked.add_argument("head", nargs="?", default="", help="the revision after; the working tree unless named")
    asked.add_argument("--every", type=int, default=4, metavar="N", help="of stories and attacks every Nth; 1 for all")
    asked.add_argument(
        "--only", default="", metavar="PATTERN", help="only commands that it is found in, such as 'faulty|--help'"
    )
    asked.add_argument("--keep", type=Path, metavar="FOLDER", help="where to work, and leave everything")
    given = asked.parse_args()
    scratch = given.keep or Path(tempfile.mkdtemp(prefix="sangkien-same-"))
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        return compared(given, scratch.resolve())
    finally:
        if not given.keep:
            shutil.rmtree(scratch)


def compared(given: argparse.Namespace, scratch: Path) -> int:
    commit = git("rev-parse", f"{given.base}^{{commit}}")
    sides = [Side(scratch / name, tree_of(revision, scratch)) for name, revision in (("old", given.base), ("new", given.head))]
    # The worlds are the base's own: its stories, told with its package.
    environment = sides[0].environment | {
        "PYTHONPATH": os.pathsep.join([str(sides[0].tool / "tests"), sides[0].environment["PYTHONPATH"]])
    }
    worlds = [sys.executable, "-P", str(HERE / "commands.py"), str(scratch / "repos"), str(PROJECT), commit, str(given.every)]
    (scratch / "repos").mkdir()
    listed = subprocess.run(worlds, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    commands = [command for command in map(json.loads, listed.splitlines()) if re.search(given.only, called(command))]
    shutil.copytree(scratch / "repos", sides[0].folder / "repos", symlinks=True)
    (scratch / "repos").rename(sides[1].folder / "repos")
    excused: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    differ = 0
    with ThreadPoolExecutor(2) as both:
        for number, command in enumerate(commands):
            if number % 100 == 0:
                print(f"… {number} of {len(commands)}", file=sys.stderr, flush=True)
            old, new = both.map(Side.answer, sides, [command] * 2)
            ends.update(value.decode() for name, value in old.items() if name.endswith(" exit"))
            differ += reported(called(command), old, new, excused)
        if publishes := bool(re.search(given.only, "make pages")):
            differ += reported("make pages", *both.map(Side.site, sides, [str(PROJECT)] * 2, [commit] * 2), excused)
    for side in sides:
        side.close()
    for reason, times in excused.items():
        print(f"allowed {times} ×: {reason}")
    print("exit codes before:", ", ".join(f"{code} {times} ×" for code, times in sorted(ends.items())))
    print(f"{len(commands) + publishes} commands, {differ} differ")
    return 1 if differ else 0


def called(command: Mapping[str, Any]) -> str:
    """How a person would run it."""
    runs = [shlex.join(words if words[:1] == ["git"] else ["sangkien", *words]) for words in command["runs"]]
    turns = " ".join(f"{name}={value}" for name, value in command["set"].items())
    return f"{command['repo']}: {turns} {' && '.join(runs)}"


if __name__ == "__main__":
    sys.exit(main())

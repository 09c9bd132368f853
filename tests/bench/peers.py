"""Times what others take only to validate front matter against a schema; must not know our rules, nor how long we take ourselves.

Usage: python tests/bench/peers.py [N]   (default: 2000)
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
CONFIGS = Path(__file__).parent / "peers"
REQUIREMENTS = PROJECT / "requirements/bench.txt"
# Installed once, apart from our own environment: nothing of ours may come to lean on it.
PYTHON, NODE = PROJECT / "build/bench/python", PROJECT / "build/bench/node"
RUNS = 2
PATIENCE = 600  # seconds for one process; one that hangs is reported, not waited for


@dataclass(frozen=True)
class Peer:
    """One tool: the best time of its whole process over all files, or none and why, in one sentence."""

    name: str
    version: str
    seconds: float | None
    why: str = ""


@dataclass(frozen=True)
class Tool:
    """How one tool is run in the folder where all is laid, and which file there is broken to see it fail.

    `kept` is what it remembers from run to run. A `warm` tool finds the memory of a run before; any other finds none."""

    name: str
    version: str
    command: tuple[str, ...]
    broken: str
    kept: tuple[str, ...] = ()
    warm: bool = False


@dataclass(frozen=True)
class Ended:
    """A process: its exit code, none when it could not be started or did not end, and all it said."""

    code: int | None
    said: str
    seconds: float


def main() -> None:
    from synthetic import submissions

    size = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    files = dict(submissions(size))
    print(f"{size:,} files; the best of {RUNS} runs of the whole process, in seconds.\n")
    with tempfile.TemporaryDirectory() as folder:
        for peer in peers(Path(folder), files):
            figure = "-" if peer.seconds is None else f"{peer.seconds:.2f}"
            print(f"{figure:>8}  {peer.name} {peer.version}  {peer.why}".rstrip())


def peers(folder: Path, files: Mapping[str, str]) -> list[Peer]:
    """`files` are sound submissions, Markdown by repository path; `folder` is scratch, filled and left so."""
    lay(folder, files)
    last = max(files)
    return [
        *answered([check_jsonschema(files, last)], once(PYTHON, REQUIREMENTS, install_python), folder),
        *answered([*astro(last), remark(last)], once(NODE, CONFIGS / "package-lock.json", install_node), folder),
    ]


def answered(tools: list[Tool], why: str, folder: Path) -> list[Peer]:
    return [Peer(tool.name, tool.version, None, why) if why else measure(tool, folder) for tool in tools]


def check_jsonschema(files: Mapping[str, str], last: str) -> Tool:
    found = re.search(r"^check-jsonschema==(\S+)", REQUIREMENTS.read_text(), re.MULTILINE)
    command = (str(PYTHON / "bin/check-jsonschema"), "--schemafile", "submission.schema.json", *map(front, sorted(files)))
    return Tool("check-jsonschema", found[1] if found else "", command, front(last))


def astro(last: str) -> list[Tool]:
    """It also renders each body to HTML, which cannot be turned off; warm, it passes over every file that has not changed."""
    version, command = locked("astro"), ("node_modules/.bin/astro", "sync")
    kept = (".cache", ".astro")
    return [
        Tool("astro sync (cold)", version, command, last, kept),
        Tool("astro sync (warm)", version, command, last, kept, warm=True),
    ]


def remark(last: str) -> Tool:
    # What the schema finds is a warning to remark; --frail makes it an exit code.
    command = ("node_modules/.bin/remark", "--frail", "--quiet", "--no-color", "submissions")
    plugin = "remark-lint-frontmatter-schema"
    return Tool(f"remark-cli with {plugin}", f"{locked('remark-cli')} and {locked(plugin)}", command, last)


def locked(package: str) -> str:
    lock = json.loads((CONFIGS / "package-lock.json").read_text())
    return str(lock["packages"][f"node_modules/{package}"]["version"])


def lay(folder: Path, files: Mapping[str, str]) -> None:
    """The files as each tool wants them, the schema and the tools' settings, all in one folder."""
    for path, text in files.items():
        write(folder / path, text)
        write(folder / front(path), text.split("---\n", 2)[1])
    law = schema()
    write(folder / "submission.schema.json", json.dumps(law))
    # The remark plugin knows no draft after 07; none of the keywords left means anything else there.
    write(folder / "draft-07.schema.json", json.dumps({**law, "$schema": "http://json-schema.org/draft-07/schema#"}))
    for name in ("package.json", "astro.config.mjs", "src/content.config.ts", ".remarkrc.json"):
        write(folder / name, (CONFIGS / name).read_text())
    (folder / "node_modules").symlink_to(NODE / "node_modules")


def schema() -> dict[str, object]:
    """Ours without `answers`: those are sections of the body, which no peer reads."""
    law = json.loads((PROJECT / "schema/submission.schema.json").read_text())
    del law["properties"]["answers"], law["if"], law["else"]
    return {**law, "required": [name for name in law["required"] if name != "answers"]}


def front(path: str) -> str:
    """Where a submission's front matter is laid, as a file of its own."""
    return f"front-matter/{path.removesuffix('.md')}.yml"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def once(home: Path, lock: Path, install: Callable[[Path], str]) -> str:
    """Why it cannot be installed; nothing when it is, now or since an earlier run with the same lock."""
    done = home / "installed.lock"
    if done.is_file() and done.read_text() == lock.read_text():
        return ""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    why = install(home)
    if not why:
        shutil.copy(lock, done)
    return why


def install_python(home: Path) -> str:
    if run((sys.executable, "-m", "venv", str(home)), home).code != 0:
        return "Python could not make a virtual environment here."
    pip = (str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1")
    installed = run((*pip, "--require-hashes", "-r", str(REQUIREMENTS)), home)
    return "" if installed.code == 0 else "pip could not install it here; is a package registry in reach?"


def install_node(home: Path) -> str:
    if not (shutil.which("node") and shutil.which("npm")):
        return "Node.js with npm is not on this machine."
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(CONFIGS / name, home)
    # None of these packages needs its install script, and a lock does not say what a script fetches.
    installed = run(("npm", "ci", "--ignore-scripts", "--fetch-retries=1"), home)
    return "" if installed.code == 0 else "npm could not install it here; is a package registry in reach?"


def measure(tool: Tool, folder: Path) -> Peer:
    """A time counts only from a tool that passes the sound files and then fails, by name, the one that lost its title."""
    forget(tool, folder)
    sound = [attempt(tool, folder) for _ in range(RUNS + tool.warm)][tool.warm :]
    for ended in sound:
        if ended.code != 0:
            return Peer(tool.name, tool.version, None, f"On sound files it {how(ended)}.")
    broken = folder / tool.broken
    text = broken.read_text()
    broken.write_text(re.sub(r"^title:.*\n", "", text, count=1, flags=re.MULTILINE))
    ended = attempt(tool, folder)
    broken.write_text(text)
    if not ended.code or broken.stem not in ended.said:
        return Peer(tool.name, tool.version, None, f"With one title missing it {how(ended)} and did not name the file.")
    return Peer(tool.name, tool.version, min(ended.seconds for ended in sound))


def attempt(tool: Tool, folder: Path) -> Ended:
    if not tool.warm:
        forget(tool, folder)
    return run(tool.command, folder)


def forget(tool: Tool, folder: Path) -> None:
    for kept in tool.kept:
        shutil.rmtree(folder / kept, ignore_errors=True)


def how(ended: Ended) -> str:
    return "could not be run to its end" if ended.code is None else f"exited with {ended.code}"


def run(command: tuple[str, ...], folder: Path) -> Ended:
    quiet = {**os.environ, "ASTRO_TELEMETRY_DISABLED": "1"}
    began = time.perf_counter()
    try:
        done = subprocess.run(command, cwd=folder, env=quiet, capture_output=True, text=True, check=False, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ended(None, str(error), time.perf_counter() - began)
    return Ended(done.returncode, done.stdout + done.stderr, time.perf_counter() - began)


if __name__ == "__main__":
    main()

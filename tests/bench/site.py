"""Times the public site of some thousand honoured innovations beside MkDocs and Hugo on the same pages, and weighs it.

Usage: python tests/bench/site.py [PAGES]
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import peers
import searching
import synthetic

PROJECT = Path(__file__).parent.parent.parent
HERE = PROJECT / "build" / "bench"
BIN = Path(sys.executable).parent
SITE = "https://sangkien.example/"
QUIET = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1", "SITE_URL": SITE, "SANGKIEN_LANG": "en"}
GOAL_SECONDS, GOAL_SHARE, GOAL_MEGABYTES, GOAL_MEMORY = 20.0, 0.35, 100.0, 1024.0
PEER_CONFIG = """site_name: Sáng kiến
docs_dir: docs
site_dir: site
theme: {name: material, language: vi, font: false, features: [navigation.prune]}
"""
NO_MENU = 'nav: [index.md]\nnot_in_nav: "*"\n'


@dataclass(frozen=True)
class Run:
    """One process: seconds on the clock, MB of memory at its highest (of its largest process), what it printed."""

    seconds: float
    memory: float
    said: str = ""


def run(command: list[str | Path], folder: Path) -> Run:
    began = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], cwd=folder, env={**os.environ, **QUIET}, stdout=subprocess.PIPE)
    assert process.stdout is not None
    said = process.stdout.read().decode()
    process.stdout.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command}: {process.returncode}\n{said}"
    return Run(time.monotonic() - began, used.ru_maxrss / 1024, said)


def build(folder: Path) -> list[Run]:
    """The commands of the Makefile."""
    return [
        run([BIN / "sangkien", "build"], folder),
        run([sys.executable, "-m", "sangkien.publish.assemble"], folder),
        run([sys.executable, "-m", "sangkien.publish.harmless", "build/site"], folder),
    ]


def megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and file.name != ".sangkien") / 1e6


def repository(pages: int) -> Path:
    HERE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=HERE, prefix=f"site-{pages}-"))  # deleting the last one would slow down what is measured
    files = [PROJECT / "mkdocs.yml", *(file for file in (PROJECT / "site").rglob("*") if file.is_file())]
    besides = {file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in files}
    synthetic.make(folder, pages, 1, besides)
    subprocess.run(["git", "-C", str(folder), "checkout", "--quiet", "main"], check=True)
    os.sync()
    return folder


def peer(pages: int, settings: str) -> Run:
    """The same innovations as Markdown pages of MkDocs, in the folders where they lie, with the same theme."""
    folder = HERE / f"mkdocs-{pages}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PEER_CONFIG + settings, encoding="utf-8")
    (folder / "docs/index.md").write_text("# Sáng kiến\n", encoding="utf-8")
    for path, text in synthetic.submissions(pages):
        (folder / "docs" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / path).write_text(text, encoding="utf-8")
    return run([BIN / "mkdocs", "build", "--quiet"], folder)


def hugo(pages: int) -> Run | str:
    """The same with Hugo and the barest templates: the limit; or why it is not there."""
    if why := peers.once(peers.PYTHON, peers.REQUIREMENTS, peers.install_python):
        return why
    folder = HERE / f"hugo-{pages}"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "layouts/_default").mkdir(parents=True)
    (folder / "content").mkdir()
    (folder / "hugo.toml").write_text('baseURL = "https://sangkien.example/"\ntitle = "Sáng kiến"\n', encoding="utf-8")
    page = "<!doctype html><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}"
    for name in ("single", "list"):
        (folder / f"layouts/_default/{name}.html").write_text(page, encoding="utf-8")
    for path, text in synthetic.submissions(pages):
        (folder / "content" / Path(path).name).write_text(text, encoding="utf-8")
    return run([peers.PYTHON / "bin/hugo", "--quiet"], folder)


def weigh(site: Path) -> None:
    """The first load of each kind of page, compressed: itself and all that its head and body ask for."""
    kinds = ["", "sang-kien/", "bao-cao/", "the-le/", *[page.parent.relative_to(site).as_posix() + "/"
             for page in sorted(site.glob("sang-kien/2021/*/index.html"))[:1]]]  # fmt: skip
    print("\nFirst load, compressed kB (limit 150), scripts that drawing waits for (limit 1):")
    for kind in kinds:
        page = site / kind / "index.html"
        text = page.read_text(encoding="utf-8")
        asked = re.findall(r'<(?:script|link rel="(?:stylesheet|icon)"|img)[^>]* (?:src|href)="([^"]+)"', text)
        files = [page, *((page.parent / name).resolve() for name in dict.fromkeys(asked))]
        waits = len(re.findall(r"<script (?![^>]*(?:defer|type=))", text))
        size = sum(packed(file) for file in files if file.exists()) / 1000
        print(f"  /{kind:45} {size:6.1f} kB  {waits} script")


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))


def main() -> None:
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000
    folder = repository(pages)
    cold = build(folder)
    whole = sum(each.seconds for each in cold)
    size = megabytes(folder / "build/site")
    print(
        f"{pages} honoured innovations, cold: {whole:.1f} s (goal {GOAL_SECONDS:.0f}), site {size:.1f} MB (goal {GOAL_MEGABYTES:.0f})"
    )
    for name, each in zip(("sangkien build", "assemble", "harmless"), cold, strict=True):
        print(f"  {name:16} {each.seconds:6.1f} s  {each.memory:6.0f} MB  {each.said.strip()}")
    again = build(folder)
    print(f"unchanged: {sum(each.seconds for each in again):.1f} s; {again[0].said.strip()} {again[1].said.strip()}")
    one = sorted((folder / "submissions").rglob("*.md"))[7]
    one.write_text(one.read_text(encoding="utf-8").replace("Hàn thêm", "Hàn chắc thêm"), encoding="utf-8")
    subprocess.run(
        ["git", "-C", str(folder), "-c", "user.name=Mau", "-c", "user.email=mau@example.org", "commit", "-qam", "x"], check=True
    )
    changed = build(folder)
    print(f"one changed: {sum(each.seconds for each in changed):.1f} s; {changed[0].said.strip()} {changed[1].said.strip()}")
    weigh(folder / "build/site")
    searching.measure(folder / "build/site", pages)
    print("\nThe same pages by others:")
    for name, settings in (("MkDocs, menu pruned to where one is", ""), ("MkDocs, no page in its menu", NO_MENU)):
        theirs = peer(pages, settings)
        goal = "" if settings else f" (goal {GOAL_SHARE})"
        print(f"  {name}: {theirs.seconds:.1f} s, {theirs.memory:.0f} MB; ours {whole / theirs.seconds:.2f}×{goal}")
    limit = hugo(pages)
    told = limit if isinstance(limit, str) else f"{limit.seconds:.1f} s; ours {whole / limit.seconds:.1f}×"
    print(f"  Hugo, bare templates, no search: {told}")
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()

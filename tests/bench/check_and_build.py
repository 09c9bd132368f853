"""Times `sangkien check` and `sangkien build` on synthetic repositories, beside Git's own cost of reading the same; asserts nothing.

Usage: python tests/bench/check_and_build.py [N ...]   (default: 1000 10000)
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
SYLLABLES = (
    "máy bệnh khoa công đoàn giảm tăng thời gian lao động xe đẩy bình oxy hồ sơ kho chè sấy đường ống nước an toàn".split()
)
UNITS = 200  # grassroots unions below one province
FIRST = 1615341600  # 10 March 2021, 09:00 in Vietnam
RUNS = 3


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10000]
    print(f"Each figure: the best of {RUNS} runs of the whole process, in seconds; peak memory of the largest child in MB.\n")
    heads = ["N", "ls-tree", "git log", "cat-file", "check one", "check all", "build", "mkdocs", "MB"]
    print("".join(f"{head:>11}" for head in heads), flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print("".join(f"{figure:>11}" for figure in measure(Path(folder), size)), flush=True)


def measure(folder: Path, size: int) -> list[str]:
    repo = folder / "kho"
    make(repo, size)
    sangkien = str(PROJECT / ".venv/bin/sangkien")
    as_of = ["--as-of", "2021-06-01T00:00:00+07:00"]
    change = [sangkien, "check", "--repo", str(repo), "--base", "main", "--head", "topic", *as_of]
    build = [sangkien, "build", "--repo", str(repo), "--out", str(folder / "pages"), *as_of]
    log = ["log", "--first-parent", "--raw", "-z", "-M", "--diff-merges=first-parent", "--format=%H %at %ct %P", "main"]
    listed = subprocess.run(
        git(repo, "rev-list", "--objects", "--filter=object:type=blob", "main"), capture_output=True, check=True
    )
    ids = b"\n".join(line.split()[0] for line in listed.stdout.splitlines()) + b"\n"
    figures = [
        best(lambda: run(git(repo, "ls-tree", "-r", "-z", "main"))),
        best(lambda: run(git(repo, *log))),
        best(lambda: run(git(repo, "cat-file", "--batch", "--buffer"), ids)),
        best(lambda: run([*change], expect=(0, 1))),
        best(lambda: run([sangkien, "check", "--repo", str(repo), "--head", "main", *as_of], expect=(0, 1))),
        best(lambda: run([*build, "--revision", "main"])),
        best(lambda: mkdocs(folder)),
    ]
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return [f"{size:,}", *(f"{figure:.2f}" for figure in figures), str(peak)]


def best(job: Callable[[], None]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return min(times)


def run(command: list[str], stdin: bytes = b"", expect: tuple[int, ...] = (0,)) -> None:
    done = subprocess.run(command, input=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode not in expect:
        sys.exit(f"{' '.join(command[:4])} …: exit {done.returncode}\n{done.stderr.decode()}")


def mkdocs(folder: Path) -> None:
    config = folder / "mkdocs.yml"
    text = (PROJECT / "mkdocs.yml").read_text().replace("custom_dir: site/", f"custom_dir: {PROJECT}/site/")
    config.write_text(
        text.replace("docs_dir: build/pages", "docs_dir: pages").replace("site_dir: build/site", "site_dir: html")
    )
    run([str(PROJECT / ".venv/bin/mkdocs"), "build", "--quiet", "--config-file", str(config)])


def git(repo: Path, *arguments: str) -> list[str]:
    return ["git", "-C", str(repo), *arguments]


def make(repo: Path, size: int) -> None:
    """N submissions, one merge-free commit each, an edit every twentieth; a branch `topic` with one more; one in fifty honoured."""
    chance = random.Random(75)
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(repo)], check=True)
    stream = Stream()
    law = {f"schema/{file.name}": file.read_text() for file in (PROJECT / "schema").glob("*.json")}
    law["program/2021/rules.yml"] = (PROJECT / "program/2021/rules.yml").read_text()
    law["program/2021/units/thai-binh.yml"] = units()
    stream.commit("main", FIRST, law)
    for number in range(size):
        stream.commit("main", FIRST + number, {path(number): submission(number, chance)})
        if number % 20 == 19:
            old = chance.randrange(number)
            stream.commit("main", FIRST + number, {path(old): submission(old, chance)})
    chosen = range(0, size, 50)
    for first in range(0, len(chosen), 100):
        honoured = "".join(f"  - {{path: {path(number)}, award: Bằng khen}}\n" for number in chosen[first : first + 100])
        decision = f"number: {first}/QĐ\nsigned_on: 2021-05-20\nlevel: upper\nitems:\n{honoured}"
        stream.commit("main", FIRST + size, {f"program/2021/decisions/thai-binh/nganh-y-te/{first}-qd.yml": decision})
    stream.commit("topic", FIRST + size + 1, {path(size): submission(size, chance)}, since="main")
    subprocess.run(git(repo, "fast-import", "--quiet"), input=b"".join(stream.parts), check=True)
    subprocess.run(git(repo, "gc", "--quiet"), check=True, env={**os.environ, "GIT_TERMINAL_PROMPT": "0"})


class Stream:
    """What `git fast-import` reads."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def commit(self, branch: str, at: int, files: dict[str, str], since: str = "") -> None:
        self.parts.append(f"commit refs/heads/{branch}\ncommitter Mau <mau@example.org> {at} +0700\ndata 1\nx\n".encode())
        if since:
            self.parts.append(f"from refs/heads/{since}\n".encode())
        for name, text in files.items():
            content = text.encode()
            self.parts.append(f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n")


def units() -> str:
    lines = ["units:", "  - {id: thai-binh, name: LĐLĐ tỉnh Thái Bình, level: province}"]
    lines += ["  - {id: thai-binh/nganh-y-te, name: Công đoàn ngành Y tế, level: upper}"]
    lines += [
        f"  - {{id: thai-binh/nganh-y-te/dv-{number}, name: CĐCS đơn vị {number}, level: grassroots, block: agency, target: 40}}"
        for number in range(UNITS)
    ]
    return "\n".join(lines) + "\n"


def path(number: int) -> str:
    return f"submissions/2021/thai-binh/nganh-y-te/dv-{number % UNITS}/bai-{number}.md"


def submission(number: int, chance: random.Random) -> str:
    template = (PROJECT / "tests/world/submission.md").read_text()
    text = template.replace("thai-binh/nganh-y-te/bv-mau", f"thai-binh/nganh-y-te/dv-{number % UNITS}")
    text = text.replace(
        "Giá đỡ bình oxy có khóa bánh cho xe đẩy", f"Sáng kiến số {number} về {' '.join(chance.choices(SYLLABLES, k=6))}"
    )
    words = " ".join(chance.choices(SYLLABLES, k=170))
    return text.replace("Hàn thêm khung đỡ", f"{words}. Hàn thêm khung đỡ")


if __name__ == "__main__":
    main()

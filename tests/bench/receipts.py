"""Times one content's receipt among N, beside a walk of the whole branch; asserts nothing.

Usage: python tests/bench/receipts.py [N ...]   (default: 1000 10000 75000)
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sangkien import git
from sangkien.git.receipts import Taken

NOW = datetime(2021, 4, 20, 13, 0, tzinfo=UTC)
BATCH = 1000
RUNS = 5


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [1000, 10000, 75000]
    print(f"Milliseconds, the best of {RUNS} runs, Git's own processes included.\n")
    print(f"{'receipts':>10}{'write one':>12}{'look up one':>14}{'look up 100':>14}{'walk all':>12}{'on disk MB':>12}")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kho.git"
        subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
        repo, held = git.open_repository(path), 0
        for size in sizes:
            for start in range(held, size, BATCH):
                git.receipts.append(repo, [taken(number) for number in range(start, min(start + BATCH, size))], NOW, NOW)
            held = size
            subprocess.run(["git", "-C", str(path), "repack", "-adq"], check=True)
            print(row(repo, path, size), flush=True)


def row(repo: git.Repository, path: Path, size: int) -> str:
    one, hundred = {taken(size // 2).blob}, {taken(number * (size // 100)).blob for number in range(100)}
    looked = best(lambda: git.receipts.lookup(repo, one))
    many = best(lambda: git.receipts.lookup(repo, hundred))
    walked = best(lambda: git.receipts.every(repo))
    began = time.perf_counter()
    git.receipts.append(repo, [taken(-size)], NOW, NOW)
    wrote = (time.perf_counter() - began) * 1000
    disk = sum(file.stat().st_size for file in path.rglob("*") if file.is_file()) / 1e6
    return f"{size:>10,}{wrote:>12.0f}{looked:>14.1f}{many:>14.1f}{walked:>12.0f}{disk:>12.0f}"


def taken(number: int) -> Taken:
    blob = hashlib.sha1(str(number).encode()).hexdigest()
    return Taken(f"submissions/2021/thai-binh/nganh-y-te/bv-mau/bai-{number}.md", blob, blob, "push refs/heads/topic")


def best(job: Callable[[], object]) -> float:
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        job()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


if __name__ == "__main__":
    main()

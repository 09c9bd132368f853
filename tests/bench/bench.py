"""Times the gate, the full judge, the history and the build at several sizes, each beside the limit its libraries and Git set in the same
run, and beside peers at 2,000 files; asserts nothing.

Usage: python tests/bench/bench.py [--no-peers] [N ...]   (default: 1000 10000 75000)
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peers import peers
from synthetic import PROJECT, alien, git, make, submissions, unit

SANGKIEN = str(PROJECT / ".venv/bin/sangkien")
BEFORE = ("--as-of", "2021-04-19T00:00:00+07:00")  # the intake is open
AFTER = ("--as-of", "2021-06-01T00:00:00+07:00")  # it is closed: somebody asks when everything came
SIZES = (1_000, 10_000, 75_000)
BESIDE_PEERS = 2_000
ALIEN = 2_052


@dataclass(frozen=True)
class Figure:
    """One line of the table: seconds of the whole process, its peak in MB, and the goal."""

    what: str
    seconds: float
    megabytes: int | None = None
    goal: str = ""
    met: bool | None = None


@dataclass
class Run:
    """What was measured of one size; `limits` are the seconds that reading, parsing, validating and the log take by themselves."""

    size: int
    limits: dict[str, float] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)

    def add(self, what: str, measured: tuple[float, int], goal: str = "", met: bool | None = None) -> None:
        self.figures.append(Figure(what, *measured, goal, met))

    def seconds(self, what: str) -> float:
        return next(each.seconds for each in self.figures if each.what == what)


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:] if word != "--no-peers"] or list(SIZES)
    print(
        f"{os.cpu_count()} cores, {subprocess.check_output(['git', '--version'], text=True).strip()}",
        flush=True,
    )
    runs = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            runs.append(measured(Path(folder), size))
        show(runs[-1], runs[0])
    curve(runs)
    if "--no-peers" not in sys.argv:
        beside_peers()


def measured(folder: Path, size: int) -> Run:
    repo, run = folder / "kho", Run(size)
    make(repo, size)
    _limits(repo, size, run)
    _start(repo, run)
    _gate(repo, folder, run)
    _history(repo, run)
    _whole(repo, folder, run)
    return run


def _limits(repo: Path, size: int, run: Run) -> None:
    """What nobody who uses the same libraries and the same Git can go below, each alone and on one core."""
    listed = subprocess.run(git(repo, "ls-tree", "-r", "main", "submissions"), capture_output=True, check=True).stdout
    ids = b"".join(line.split()[2] + b"\n" for line in listed.splitlines())
    log = (
        "log",
        "--first-parent",
        "--raw",
        "-z",
        "-M",
        "--no-abbrev",
        "--reverse",
        "--diff-merges=first-parent",
        "--format=%H",
    )
    run.limits["list"] = best(2, git(repo, "ls-tree", "-r", "-z", "main"))[0]
    run.limits["read"] = best(2, git(repo, "cat-file", "--batch", "--buffer"), stdin=ids)[0]
    run.limits["history"] = best(2, git(repo, *log, "main"))[0]
    run.limits["parse"], run.limits["validate"] = asked("parse", str(size))


def asked(*words: str) -> tuple[float, float]:
    """Two figures of `limits.py`: in this process its memory would be counted for every command that is started from here."""
    command = [sys.executable, str(Path(__file__).with_name("limits.py")), *words]
    first, second = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(first), float(second)


def _gate(repo: Path, folder: Path, run: Run) -> None:
    one = (SANGKIEN, "check", "--repo", str(repo), "--base", "main", "--head", "topic")
    met = within(0.30, 60)
    forget(repo)
    run.add("gate, one file, no cache", *judged(best(5, (*one, *BEFORE), off=True), met))
    best(1, (*one, *AFTER))
    run.add("gate, one file, warm", *judged(best(5, (*one, *BEFORE)), met))
    run.add("gate, one file, warm, after the closing", *judged(best(5, (*one, *AFTER)), met))
    clone = folder / "ban-sao"
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        subprocess.run(git(repo, "config", key, "true"), check=True)
    subprocess.run(["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{repo}", str(clone)], check=True)
    subprocess.run(git(clone, "fetch", "--quiet", "origin", "topic:topic"), check=True)
    first = (SANGKIEN, "check", "--repo", str(clone), "--base", "main", "--head", "topic", *BEFORE)
    run.add("gate, first time on a partial clone", *judged(best(1, first), within(0.5, 60)))
    shutil.rmtree(clone)


def _start(repo: Path, run: Run) -> None:
    """All that a gate has imported when it ends, beside a script that imports what is not ours of it and does nothing."""
    judging = ["check", "--repo", str(repo), "--base", "main", "--head", "topic", *BEFORE]
    told = subprocess.run([sys.executable, "-c", _LOADED, *judging], capture_output=True, text=True, check=True).stdout
    names = told.splitlines()[-1].split()
    others = [name for name in names if name.partition(".")[0] != "sangkien"]
    bare = best(10, (sys.executable, "-c", _IMPORTS, *others))
    start = best(10, (sys.executable, "-c", _IMPORTS, *names))
    ratio = start[0] / bare[0]
    run.add("start: what the gate imports", start, f"{ratio:.2f}x its libraries alone, goal 1.5x", ratio <= 1.5)


_LOADED = """
import sys
from sangkien.cli import main
try:
    main()
except SystemExit:
    print(*(name for name, module in sys.modules.items() if getattr(module, "__spec__", None)))
"""
_IMPORTS = """
import gc, sys
gc.set_threshold(50_000, 20, 50)
for name in sys.argv[1:]:
    __import__(name)
"""


def _history(repo: Path, run: Run) -> None:
    """The pass beside the same log written to nowhere; then read on over one commit."""
    passes = []
    for _ in range(2):
        forget(repo)
        passes.append(asked("history", str(repo)))
    whole, on = (min(each) for each in zip(*passes, strict=True))
    ratio = whole / run.limits["history"]
    run.figures.append(Figure("history, whole pass", whole, None, f"{ratio:.2f}x git log, goal 1.3x", ratio <= 1.3))
    run.figures.append(Figure("history, read on", on, None, "0.03 s", on <= 0.03))


def _whole(repo: Path, folder: Path, run: Run) -> None:
    every = (SANGKIEN, "check", "--repo", str(repo), "--head", "main", *AFTER)
    heavy = run.size > 100_000
    cold = min(colds(repo, every, 1 if heavy else 2))
    limit = sum(run.limits[each] for each in ("read", "parse", "validate", "history"))
    goal = f"15 s, 1 GB at 75,000; {cold[0] / limit:.2f}x the limits, goal 1.6x"
    run.add("full judge, cold", cold, goal, cold[0] <= 1.6 * limit and (run.size != 75_000 or cold[0] <= 15))
    run.add("full judge, warm", *judged(best(2 if heavy else 3, every), within(1.0, 1024)))
    _wrong(folder, run, cold[0])
    build = (SANGKIEN, "build", "--repo", str(repo), "--revision", "main", "--out", str(folder / "pages"), *AFTER)
    run.add("build, warm", best(1, build), "seconds")


def _wrong(folder: Path, run: Run, clean: float) -> None:
    """What is wrong costs little: the same size with a third broken beside the clean one, and files of another project."""
    third, strange = folder / "mot-phan-ba-sai", folder / "tep-la"
    make(third, run.size, broken_one_in=3)
    every = ("check", "--head", "main", *AFTER)
    measured = min(colds(third, (SANGKIEN, *every, "--repo", str(third)), 1))
    goal = f"2x clean; {measured[0] / clean:.2f}x"
    run.add("full judge, cold, a third broken", measured, goal, measured[0] <= 2 * clean)
    shutil.rmtree(third)
    make(strange, 10, besides={f"submissions/2021/{unit(0)}/la-{number}.md": alien(number) for number in range(ALIEN)})
    measured = min(colds(strange, (SANGKIEN, *every, "--repo", str(strange)), 1))
    rate = ALIEN / measured[0]
    run.add(
        f"{ALIEN:,} alien files", measured, f"100 a second, 256 MB; {rate:.0f} a second", rate >= 100 and measured[1] <= 256
    )
    shutil.rmtree(strange)


def colds(repo: Path, command: Sequence[str], times: int) -> Iterator[tuple[float, int]]:
    for _ in range(times):
        forget(repo)
        yield best(1, command)


def beside_peers() -> None:
    """The same 2,000 submissions, whole processes: ours with all its rules and the history, theirs with the schema alone."""
    goals = {"check-jsonschema": 12, "astro": 20, "remark": 60}
    with tempfile.TemporaryDirectory() as folder:
        repo = Path(folder) / "kho"
        make(repo, BESIDE_PEERS)
        every = (SANGKIEN, "check", "--repo", str(repo), "--head", "main", *AFTER)
        cold, warm = min(colds(repo, every, 3))[0], best(3, every)[0]
        print(f"\n{BESIDE_PEERS:,} files, seconds; sangkien cold {cold:.2f}, warm {warm:.2f}")
        for peer in peers(Path(folder) / "peers", dict(submissions(BESIDE_PEERS))):
            goal = next((goal for name, goal in goals.items() if peer.name.startswith(name) and "warm" not in peer.name), None)
            if peer.seconds is None:
                print(f"  {peer.name:<48} not run: {peer.why}")
                continue
            told = f"{peer.seconds / cold:5.1f}x cold {peer.seconds / warm:5.1f}x warm"
            print(f"  {peer.name + ' ' + peer.version:<48}{peer.seconds:8.2f}   {told}" + (f"   goal {goal}x" if goal else ""))


# Measuring


def best(times: int, command: Sequence[str], stdin: bytes = b"", off: bool = False) -> tuple[float, int]:
    """The shortest time of whole runs, and the highest peak of one process in MB."""
    return min((_once(command, stdin, off) for _ in range(times)), key=lambda each: each[0])


def _once(command: Sequence[str], stdin: bytes, off: bool) -> tuple[float, int]:
    environment = {**os.environ, "LC_ALL": "C.UTF-8", **({"SANGKIEN_CACHE": "off"} if off else {})}
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as complained:
        asked.write(stdin)
        asked.seek(0)
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=asked, stdout=subprocess.DEVNULL, stderr=complained, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        took = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            complained.seek(0)
            sys.exit(f"{' '.join(command[:4])} …: exit {process.returncode}\n{complained.read().decode()}")
    return took, used.ru_maxrss // 1024


def within(seconds: float, megabytes: int) -> Callable[[tuple[float, int]], tuple[str, bool]]:
    def told(measured: tuple[float, int]) -> tuple[str, bool]:
        return f"{seconds:.2f} s, {megabytes} MB", measured[0] <= seconds and measured[1] <= megabytes

    return told


def judged(
    measured: tuple[float, int], by: Callable[[tuple[float, int]], tuple[str, bool]]
) -> tuple[tuple[float, int], str, bool]:
    return (measured, *by(measured))


def forget(repo: Path) -> None:
    shutil.rmtree(repo / ".git" / "sangkien", ignore_errors=True)


# Telling


def show(run: Run, first: Run) -> None:
    told = ", ".join(f"{name} {seconds:.2f}" for name, seconds in run.limits.items())
    print(f"\n{run.size:,} submissions. Limits, seconds on one core: {told}")
    for each in run.figures:
        mark = {True: "met", False: "MISSED", None: ""}[each.met]
        memory = f"{each.megabytes:,} MB" if each.megabytes is not None else ""
        print(f"  {each.what:<44}{each.seconds:9.3f} s {memory:>10}   {mark:<7} {each.goal}", flush=True)


def curve(runs: Sequence[Run]) -> None:
    """How each figure grows: seconds, and microseconds for each submission where the work is of all."""
    print("\nGrowth, seconds (microseconds a submission)")
    print(f"  {'':<44}" + "".join(f"{run.size:>20,}" for run in runs))
    for each in runs[0].figures:
        cells = ((run.seconds(each.what), run.seconds(each.what) / run.size * 1e6) for run in runs)
        print(f"  {each.what:<44}" + "".join(f"{f'{seconds:.2f} ({micro:,.0f})':>20}" for seconds, micro in cells))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"  highest peak of one process: {peak:,} MB")


if __name__ == "__main__":
    main()

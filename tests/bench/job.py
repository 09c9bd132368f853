"""Times the gate's whole job as a forge's runner does it, from an empty folder to the verdict: as it was, with one set of libraries and
every content cloned, beside as .github/workflows/gate.yml does it now; asserts nothing.

Usage: python tests/bench/job.py [N]   (default: 75000 submissions)

The repository is served by `git http-backend` on loopback, the wheels lie in a local folder: what a network adds comes on top, and adds
more to whoever fetches more.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from synthetic import PROJECT, git, make

SIZE = 75_000
# What was made once is kept: the wheels, what GitHub's setup-python would bring, and the repositories.
KEPT = PROJECT / "build/bench"
WHEELS, RUNNER = KEPT / "wheels", KEPT / "runner"
SOFTWARE = ("Makefile", "pyproject.toml", ".github", "requirements", "scripts")
CLOSING, DUE = "2021-04-21T00:00:00+07:00", "2021-04-11T00:00:00+07:00"
PULL = "refs/pull/1/head"
STEPS = {
    step["name"].partition(" / ")[2]: step
    for step in yaml.load((PROJECT / ".github/workflows/gate.yml").read_text("utf-8"), yaml.BaseLoader)["jobs"]["gate"]["steps"]
    if "name" in step
}
ONE_SET = """
python -m venv .venv
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/site.txt -r requirements/build.txt
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
"""


@dataclass(frozen=True)
class Way:
    """How a runner gets at repository and tool: what the fetch leaves out, the folders laid down (all, where none is named), the shell
    that installs."""

    name: str
    leaves_out: str
    folders: tuple[str, ...]
    install: str


@dataclass(frozen=True)
class Took:
    """What each step took: seconds on the clock, seconds of a core; megabytes cloned and installed, and what the gate said."""

    steps: Mapping[str, tuple[float, float]]
    cloned: float
    installed: float
    said: str

    @property
    def clock(self) -> float:
        return sum(clock for clock, _ in self.steps.values())

    @property
    def core(self) -> float:
        return sum(core for _, core in self.steps.values())


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    checkout = STEPS["Check out base"]["with"]
    before = Way("one set", "", (), ONE_SET)
    now = Way("gate", "blob:none", tuple(checkout["sparse-checkout"].split()), STEPS["Install base's tool"]["run"])
    wheels()
    served = repository(size)
    with serving(served.parent) as address:
        was, takes = (job(way, f"{address}/{served.name}", served) for way in (before, now))
    show(size, was, takes)
    if was.said != takes.said:
        sys.exit(f"not the same verdict:\n{was.said}\n{takes.said}")


# What a runner finds


def wheels() -> None:
    """Downloads once what the locked lists name, and sets up the Python that a runner has."""
    wanted = (PROJECT / "requirements/site.txt").read_bytes()
    stamp = WHEELS / "site.txt"
    if not stamp.is_file() or stamp.read_bytes() != wanted:
        shutil.rmtree(WHEELS, ignore_errors=True)
        asked = ("download", "--quiet", "--require-hashes", "--only-binary=:all:", "--dest", str(WHEELS))
        for name in ("site", "build"):
            told([sys.executable, "-m", "pip", *asked, "-r", str(PROJECT / f"requirements/{name}.txt")])
        stamp.write_bytes(wanted)
    if not (RUNNER / "bin/pip").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(RUNNER)], check=True)


def repository(size: int) -> Path:
    """A bare repository of so many submissions and the software as it stands on the disk, packed as a forge keeps it, with one more
    submission in a pull request."""
    bare = KEPT / f"kho-{size}.git"
    if not (bare / "made").exists():
        shutil.rmtree(bare, ignore_errors=True)
        rules = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
        still_open = rules.replace(CLOSING, CLOSING.replace("2021", "2099")).replace(DUE, DUE.replace("2021", "2099"))
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder) / "kho", size, besides={"program/2021/rules.yml": still_open})
            told(["git", "clone", "--quiet", "--bare", f"{folder}/kho", str(bare)])
        for setting in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
            told(git(bare, "config", setting, "true"))
        for branch in ("main", "topic"):
            told(git(bare, "update-ref", f"refs/made/{branch}", f"refs/heads/{branch}"))
        told(git(bare, "branch", "--quiet", "-D", "topic"))
        told(git(bare, "repack", "-a", "-d", "-b", "-q"))
        (bare / "made").touch()
    listed = told(["git", "-C", str(PROJECT), "ls-files", "-z", "-co", "--exclude-standard", "--", *SOFTWARE])
    software = {name: (PROJECT / name).read_bytes() for name in listed.split("\0") if name and (PROJECT / name).is_file()}
    commit(bare, "refs/heads/main", "refs/made/main", software)
    (sent,) = told(git(bare, "diff", "--name-only", "refs/made/main", "refs/made/topic")).split()
    commit(bare, PULL, "refs/heads/main", {sent: told(git(bare, "show", f"refs/made/topic:{sent}")).encode()})
    return bare


def commit(bare: Path, ref: str, parent: str, files: Mapping[str, bytes]) -> None:
    """A commit of these files on top of another, under a name of its own."""
    at = told(git(bare, "log", "-1", "--format=%ct", parent)).strip()
    parts = [f"commit {ref}\ncommitter Mau <mau@example.org> {int(at) + 60} +0700\ndata 1\nx\nfrom {parent}^0\n".encode()]
    for name, content in files.items():
        mode = "100755" if content.startswith(b"#!") else "100644"
        parts.append(f"M {mode} inline {name}\ndata {len(content)}\n".encode() + content + b"\n")
    subprocess.run(git(bare, "fast-import", "--quiet", "--force"), input=b"".join(parts), check=True)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the folder's repositories, for as long as it is wanted."""
    command = [sys.executable, str(PROJECT / "tests/server.py"), str(folder)]
    paths = os.pathsep.join(map(str, (PROJECT / "tests", PROJECT / "scripts")))
    given = {**os.environ, "PYTHONPATH": paths}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=given) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.terminate()


# The job


def job(way: Way, address: str, served: Path) -> Took:
    """Runs it in a folder of its own, with nothing kept from elsewhere."""
    base, head = (told(git(served, "rev-parse", ref)).strip() for ref in ("refs/heads/main", PULL))
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch) / "work"
        environment = {
            **fresh(Path(scratch)),
            "BASE_SHA": base,
            "HEAD_SHA": head,
            "HEAD_REF": PULL,
            "SERVER": address,
            "TOKEN": "x",
            "GITHUB_STEP_SUMMARY": str(Path(scratch) / "summary"),
        }
        shells = {
            "clone": cloning(way, address, base, work),
            "fetch what is judged": f"cd {work}; {STEPS['Fetch what is judged, objects only']['run']}",
            "install": f"cd {work}; {way.install}",
            "judge": f"cd {work}; {STEPS['Judge']['run']}",
        }
        done = {name: timed(shell, environment) for name, shell in shells.items()}
        installed = megabytes(work / ".venv")
        steps = {name: (clock, core) for name, (clock, core, _) in done.items()}
        return Took(steps, megabytes(work) - installed, installed, done["judge"][2])


def cloning(way: Way, address: str, base: str, work: Path) -> str:
    """What actions/checkout runs for these inputs, with `fetch-depth: 0`."""
    left_out = f"--filter={way.leaves_out}" if way.leaves_out else ""
    sparse = f"git sparse-checkout set {' '.join(way.folders)}" if way.folders else ":"
    refs = "'+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'"
    fetch = f"git -c protocol.version=2 fetch --quiet --no-tags --prune --no-recurse-submodules {left_out} origin {refs}"
    return (
        f"git init --quiet {work}; cd {work}; git remote add origin {address}; {fetch}; {sparse}; git checkout --quiet {base}"
    )


def fresh(scratch: Path) -> dict[str, str]:
    """A runner's environment: the Python that it sets up, nobody's settings, wheels from the local folder alone."""
    foreign = ("GIT_", "PYTHON", "PIP_", "SANGKIEN_", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign) and "proxy" not in name.lower()}
    wheels = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(WHEELS), "PIP_CONFIG_FILE": os.devnull}
    path = os.pathsep.join((str(RUNNER / "bin"), os.environ["PATH"]))
    return {**kept, **wheels, "PATH": path, "HOME": str(scratch), "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1"}


def timed(shell: str, environment: Mapping[str, str]) -> tuple[float, float, str]:
    """Seconds on the clock, seconds of a core, and what was printed."""
    began, before = time.perf_counter(), cores()
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", shell], env=environment, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - began, cores() - before
    if done.returncode:
        sys.exit(f"{shell}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return *took, done.stdout


def cores() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def told(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def megabytes(folder: Path) -> float:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) / 1e6


# Telling


def show(size: int, was: Took, takes: Took) -> None:
    print(f"{os.cpu_count()} cores; a pull request of one file to {size:,} submissions\n")
    print(f"  {'seconds (of them on a core)':<28}{'one set':>16}{'gate':>16}")
    for step in was.steps:
        cells = (f"{clock:.2f} ({core:.2f})" for clock, core in (was.steps[step], takes.steps[step]))
        print(f"  {step:<28}" + "".join(f"{cell:>16}" for cell in cells))
    print(f"  {'cloned, MB':<28}{was.cloned:>16.0f}{takes.cloned:>16.0f}")
    goals = (
        ("the whole job, seconds", was.clock, takes.clock, 4),
        ("the same, on a core", was.core, takes.core, 4),
        ("installed, MB", was.installed, takes.installed, 6),
    )
    for what, before, now, part in goals:
        met = "met" if now <= before / part else "MISSED"
        print(f"  {what:<28}{before:>16.1f}{now:>16.1f}   {met}: {before / now:.1f} times less, goal {part}")


if __name__ == "__main__":
    main()

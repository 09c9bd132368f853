"""Cost follows the change: what the gate reads is counted, at two sizes; a clock is never asked."""

from __future__ import annotations

import copy
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bends import PROGRAM, hooks, program, setting
from sangkien import git
from sangkien.app.judge import judge_all, judge_change
from sangkien.cli import terminal
from sangkien.git import objects, run
from sangkien.language import Words
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text
from story import PROJECT, Story, read, told

sys.path.insert(0, str(PROJECT / "tests" / "bench"))
import synthetic

OPEN, CLOSED = (AsOf(datetime.fromisoformat(at)) for at in ("2021-04-19T08:00:00+07:00", "2021-06-01T08:00:00+07:00"))
SMALL, LARGE = 150, 900


@pytest.fixture(scope="module")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    made = {size: tmp_path_factory.mktemp("kho") / str(size) for size in (SMALL, LARGE)}
    for size, folder in made.items():
        synthetic.make(folder, size)
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often Git was started, and which kinds of objects it was asked for."""
    counted: Counter[str] = Counter()
    command, read = run._command, objects.Objects.read

    def started(repo: git.Repository, arguments: tuple[str, ...]) -> list[str]:
        counted["starts"] += 1
        counted.update(word for word in arguments if word in ("log", "ls-tree", "rev-list"))
        return command(repo, arguments)

    def told(self: objects.Objects, name: str) -> bytes:
        content = read(self, name)
        counted["submissions read"] += content.startswith(b"---\n")
        return content

    monkeypatch.setattr(run, "_command", started)
    monkeypatch.setattr(objects.Objects, "read", told)
    return counted


@pytest.mark.parametrize("as_of", [OPEN, CLOSED], ids=["open", "closed"])
def test_one_changed_submission_costs_the_same_in_a_large_corpus(
    repositories: dict[int, Path], asked: Counter[str], as_of: AsOf
) -> None:
    costs = {}
    for size, folder in repositories.items():
        judge_change(git.open_repository(folder), "main", "topic", CLOSED)  # whatever is kept, is kept
        asked.clear()
        judge_change(git.open_repository(folder), "main", "topic", as_of)
        costs[size] = dict(asked)
    assert costs[SMALL] == costs[LARGE]
    # After the closing also what it was before: it could be that with something private cut.
    assert costs[LARGE]["submissions read"] == (2 if as_of is CLOSED else 1), "only the changed one is read"
    assert costs[LARGE]["log"] == 1, "only of the change"
    assert "ls-tree" not in costs[LARGE], "the tree is not listed"


def test_nothing_is_kept_and_yet_no_history_is_read_while_the_intake_is_open(
    repositories: dict[int, Path], asked: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANGKIEN_CACHE", "off")
    judge_change(git.open_repository(repositories[LARGE]), "main", "topic", OPEN)
    assert (asked["log"], asked["submissions read"]) == (1, 1)


def without_contents(there: Path, clone: Path, *branches: str) -> Path:
    """A clone with every commit and tree, and these branches beside its own."""
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        subprocess.run(["git", "-C", str(there), "config", key, "true"], check=True)
    cloning = ["git", "clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{there}", str(clone)]
    subprocess.run(cloning, check=True)
    both = [f"{branch}:{branch}" for branch in branches]
    subprocess.run(["git", "-C", str(clone), "fetch", "--quiet", "--update-head-ok", "origin", *both], check=True)
    return clone


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many contents were asked for each time that something was fetched."""
    asked: list[int] = []
    finished = run._finished

    def watched(command: Sequence[str], environment: Mapping[str, str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        if "fetch" in command:
            asked.append(stdin.count(b"\n"))
        return finished(command, environment, stdin)

    monkeypatch.setattr(run, "_finished", watched)
    return asked


@pytest.fixture
def partial(repositories: dict[int, Path], tmp_path: Path) -> Path:
    """A clone that has every commit and tree and no content."""
    there = repositories[LARGE]
    return without_contents(there, tmp_path / "ban-sao", "topic")


def _lacks(clone: Path) -> int:
    listed = subprocess.run(
        ["git", "-C", str(clone), "rev-list", "--objects", "--all", "--missing=print"],
        capture_output=True,
        text=True,
        check=True,
    )
    return len(re.findall(r"^\?", listed.stdout, re.MULTILINE))


def test_a_partial_clone_fetches_only_what_the_gate_needs_and_in_one_go(
    partial: Path, repositories: dict[int, Path], fetched: list[int]
) -> None:
    lacked = _lacks(partial)
    whole = judge_change(git.open_repository(repositories[LARGE]), "main", "topic", OPEN)
    ours = judge_change(git.open_repository(partial), "main", "topic", OPEN)
    assert text.render(ours, "vi") == text.render(whole, "vi")
    in_program = 12  # nine schemas, rules, units, one decision
    assert 0 < lacked - _lacks(partial) <= in_program + 1
    assert len(fetched) == 2, "what is laid down, then the changed submission"


@pytest.mark.parametrize(
    ("name", "times"),
    [("received-in-time-and-still-in-review", 3), ("two-dossiers-over-together", 5), ("second-round-decisions", 4)],
)
def test_receipts_and_many_acts_are_fetched_together_too(tmp_path: Path, fetched: list[int], name: str, times: int) -> None:
    script, whole = read(PROJECT / "tests/stories" / name), Story(tmp_path / "kho")
    for step in script["steps"]:
        whole.step(step)
    answer = told(whole.judge(script.get("judge")))
    branches = [branch for branch in ("main", "topic", "receipts") if whole.git("branch", "--list", branch)]
    part = replaced(whole, without_contents(whole.folder, tmp_path / "ban-sao", *branches))
    assert told(part.judge(script.get("judge"))) == answer
    assert 0 < len(fetched) <= times


def replaced(story: Story, folder: Path) -> Story:
    other = copy.copy(story)
    other.folder = folder
    return other


def test_a_partial_clone_judges_everything_as_a_whole_one(partial: Path, repositories: dict[int, Path]) -> None:
    whole = judge_all(git.open_repository(repositories[LARGE]), "main", CLOSED)
    ours = judge_all(git.open_repository(partial), "origin/main", CLOSED)
    assert text.render(ours, "vi") == text.render(whole, "vi")


def test_what_a_partial_clone_lacks_is_fetched_by_no_program_of_its_own(partial: Path, repositories: dict[int, Path]) -> None:
    program(partial)
    for name in (
        "remote.origin.uploadpack",
        "core.sshCommand",
        "core.gitProxy",
        "credential.helper",
        "core.alternateRefsCommand",
    ):
        setting(name, PROGRAM)(partial)
    hooks(partial)
    whole = judge_change(git.open_repository(repositories[LARGE]), "main", "topic", OPEN)
    assert text.render(judge_change(git.open_repository(partial), "main", "topic", OPEN), "vi") == text.render(whole, "vi")
    assert not (partial.parent / "hit").exists()


# Progress


READING = Words("Đang đọc", "Reading")


def test_a_log_hears_a_plain_line_now_and_then(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(terminal, "_chosen", ["vi"])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    with terminal.watch(READING, 75_000) as done:
        for _ in range(12):
            now[0] += 1
            done(2_000)
    assert capsys.readouterr().err == (
        "sangkien: Đang đọc: 10.000/75.000, 2.000/s\nsangkien: Đang đọc: 20.000/75.000, 2.000/s\n"
    )
    with terminal.watch(READING, None) as done:
        done(10)
    assert capsys.readouterr().err == "", "what is soon done says nothing"


def test_a_terminal_shows_a_bar_with_count_and_rate_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    now, screen = [0.0], io.StringIO()
    monkeypatch.setattr(terminal, "_chosen", ["vi"])
    monkeypatch.setattr(terminal.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with terminal.watch(READING, 400) as done:
        done(100)
        assert screen.getvalue() == ""
        now[0] = 2.0
        done(100)
    shown = screen.getvalue()
    assert "200/400, 100/s" in shown
    assert shown.endswith("\x1b[2K") or "\x1b[1A\x1b[2K" in shown, "the bar is wiped away"


# The benchmark itself


@pytest.mark.slow
def test_the_benchmark_measures_everything_it_names(tmp_path: Path) -> None:
    """Small, and of no figure anything is asked; that every command ran and answered is what the script itself insists on."""
    said = subprocess.run(
        [sys.executable, str(PROJECT / "tests/bench/bench.py"), "--no-peers", "60", "120"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    lines = ("start: what the gate imports", "gate, one file, warm", "partial clone", "history, whole pass", "full judge, cold")
    for line in (*lines, "build, warm"):
        assert said.stdout.count(line) >= 3, f"{line}: for each size, and in the curve"


def test_the_peers_are_given_every_field_of_the_schema() -> None:
    schema = json.loads((PROJECT / "schema/submission.schema.json").read_text(encoding="utf-8"))
    given = (PROJECT / "tests/bench/peers/src/content.config.ts").read_text(encoding="utf-8")
    names = set(schema["properties"]) - {"answers"}
    assert {name for name in names if not re.search(rf"\b{name}:", given)} == set()

"""The workflows cannot be turned against their owner: their shape is read, their shell is run, a fake forge hears what they ask."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

import decide
from built import SANGKIEN
from story import AS_OF, PROJECT, Story

FOLDER = PROJECT / ".github" / "workflows"
WORKFLOWS: dict[str, dict[str, Any]] = {
    # `on` is a word of YAML 1.1, so nothing but text is read.
    file.stem: yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for file in sorted(FOLDER.glob("*.yml"))
}
JOBS = [(name, job, WORKFLOWS[name]["jobs"][job]) for name in WORKFLOWS for job in WORKFLOWS[name]["jobs"]]
STEPS = [(name, step) for name, _, job in JOBS for step in job["steps"]]
WRITERS = {(name, job): body for name, job, body in JOBS if "write" in body["permissions"].values()}
TOOLS = Path(sys.executable).parent


# Their shape


def test_the_workflows_are_these() -> None:
    assert WORKFLOWS.keys() == {"gate", "decide", "receive", "publish", "test"}


def test_nothing_is_allowed_but_what_a_job_asks_for() -> None:
    assert {name: workflow["permissions"] for name, workflow in WORKFLOWS.items()} == {name: {} for name in WORKFLOWS}
    assert {job: body["permissions"] for _, job, body in JOBS} == {
        "gate": {"contents": "read"},
        "decide": {"contents": "write", "pull-requests": "write"},
        "receive": {"contents": "write"},
        "build": {"contents": "read", "pages": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
        "test": {"contents": "read"},
        "wheels": {"contents": "read"},
    }


def test_the_required_check_keeps_its_name_and_judges_the_merge_queue_too() -> None:
    gate = WORKFLOWS["gate"]
    assert gate["jobs"]["gate"]["name"] == "gate"
    assert gate["on"].keys() == {"pull_request", "merge_group"}
    assert "merge_group" in gate["jobs"]["gate"]["env"]["BASE_SHA"]
    assert "merge_group" in gate["jobs"]["gate"]["env"]["HEAD_SHA"]


def test_what_may_write_never_starts_from_a_file_of_the_pull_request() -> None:
    assert {name for name, _ in WRITERS} == {"decide", "receive", "publish"}
    assert {name: set(WORKFLOWS[name]["on"]) for name in ("decide", "receive")} == {
        "decide": {"pull_request_target"},
        "receive": {"pull_request_target"},
    }
    assert "pull_request" not in WORKFLOWS["publish"]["on"]
    assert not any("workflow_run" in workflow["on"] for workflow in WORKFLOWS.values())


def test_every_action_is_a_commit_and_keeps_no_credential() -> None:
    used = [(step["uses"], step.get("with", {})) for _, step in STEPS if "uses" in step]
    assert [uses for uses, _ in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", uses)] == []
    checkouts = [given for uses, given in used if uses.startswith("actions/checkout@")]
    assert len(checkouts) == 6
    assert all(given["persist-credentials"] == "false" for given in checkouts)


def test_no_job_that_sees_foreign_content_checks_it_out_or_takes_it_from_another_run() -> None:
    for name in ("gate", "decide", "receive"):
        used = [step for workflow, step in STEPS if workflow == name and "uses" in step]
        refs = [step["with"]["ref"] for step in used if "checkout" in step["uses"]]
        assert refs in (["main"], ["${{ github.event.pull_request.base.sha }}"], [
            "${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}"])  # fmt: skip
        assert {step["uses"].partition("@")[0] for step in used} == {"actions/checkout", "actions/setup-python"}
        told = (FOLDER / f"{name}.yml").read_text(encoding="utf-8")
        assert not re.search(r"git (checkout|switch|worktree|merge|pull)|artifact|actions/cache|pip install", told)


SOFTWARE = ".github\nrequirements\nscripts\n"


@pytest.mark.parametrize("name", ["gate", "decide", "receive"])
def test_who_judges_fetches_no_content_before_it_is_read_and_installs_the_gate_alone(name: str) -> None:
    steps = [step for workflow, step in STEPS if workflow == name]
    (checkout,) = (step["with"] for step in steps if "actions/checkout@" in step.get("uses", ""))
    assert (checkout["fetch-depth"], checkout["sparse-checkout"]) == ("0", SOFTWARE)
    # The step that judges holds no token: what it could not fetch by itself must be there.
    assert checkout["filter"] == "${{ github.event.repository.private && 'blob:limit=1g' || 'blob:none' }}"
    made = [word for step in steps for word in re.findall(r"make (\S+)(.*)", step.get("run", ""))]
    assert made == [(".venv/gate.ok", " PYTHON=python ONCE=1")]


def test_wheels_are_kept_for_jobs_that_may_only_read_and_by_a_job_of_main_alone() -> None:
    """A cache that a trusted job reads is a way into it; what a pull request keeps, no other run is given."""
    kept = {(name, job) for name, job, body in JOBS for step in body["steps"] if "cache" in step.get("with", {})}
    assert kept == {("gate", "gate"), ("test", "wheels")}
    assert not kept & WRITERS.keys()
    cached = [step["with"] for _, step in STEPS if "cache" in step.get("with", {})]
    assert cached[0] == cached[1], "else the one would look for what the other does not keep"
    assert WORKFLOWS["test"]["jobs"]["wheels"]["if"] == "github.event_name == 'push'"
    assert WORKFLOWS["test"]["on"]["push"] == {"branches": ["main"]}


def test_no_script_holds_an_expression() -> None:
    assert [step["run"] for _, step in STEPS if "run" in step and "${{" in step["run"]] == []


def test_the_token_that_may_write_is_held_by_one_step_alone() -> None:
    for name in ("decide", "receive"):
        (job,) = WORKFLOWS[name]["jobs"].values()
        judging = [step for step in job["steps"] if "sangkien check" in step.get("run", "")]
        assert not any("token" in str(step).lower() for step in judging)
        assert "token" not in str(job.get("env", {})).lower()
    assert [step["name"] for _, step in STEPS if "GH_TOKEN" in step.get("env", {})] == ["Quyết định / Decide"]


def test_what_may_write_keeps_nothing_from_run_to_run() -> None:
    assert {name for name in WORKFLOWS if WORKFLOWS[name].get("env", {}).get("SANGKIEN_CACHE") == "off"} == {
        n for n, _ in WRITERS
    }


def test_each_pull_request_has_one_run_at_a_time_and_no_receipt_is_lost() -> None:
    groups = {name: workflow["concurrency"] for name, workflow in WORKFLOWS.items()}
    assert groups["decide"] == {"group": "decide-${{ github.event.pull_request.number }}", "cancel-in-progress": "true"}
    assert "pull_request.number" in groups["gate"]["group"]
    assert "pull_request.head.sha" in groups["receive"]["group"]
    assert groups["receive"]["cancel-in-progress"] == "false"


def test_a_robot_that_reads_foreign_words_keeps_them_off_the_start_of_a_line() -> None:
    (judging,) = (step["run"] for name, step in STEPS if name == "decide" and "sangkien check" in step.get("run", ""))
    assert '2> "$RUNNER_TEMP/said"' in judging
    assert "sed 's/^/| /' \"$RUNNER_TEMP/said\"" in judging


# The linters look, and see


@pytest.fixture
def damaged(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A copy of the workflows with one piece replaced."""

    def copy(name: str, there: str, instead: str) -> Path:
        shutil.copytree(PROJECT / ".github", tmp_path / "kho/.github")
        subprocess.run(["git", "init", "--quiet", tmp_path / "kho"], check=True)
        file = tmp_path / f"kho/.github/workflows/{name}.yml"
        text = file.read_text(encoding="utf-8")
        assert there in text
        file.write_text(text.replace(there, instead, 1), encoding="utf-8")
        return tmp_path / "kho"

    return copy


SLIPS = [
    ("gate", "exit \"$code\"", "exit ${{ github.event.pull_request.title }}", {"actionlint", "zizmor"}),
    ("decide", "GH_TOKEN: ${{ github.token }}", "GH_TOKEN: ${{ github.tokem }}", {"actionlint"}),
    ("decide", "refs/pull/$NUMBER/head\"", "refs/pull/$NUMBER/head", {"actionlint"}),  # a quote left open: shellcheck's
    ("decide", "persist-credentials: false", "show-progress: false", {"zizmor"}),
    ("receive", "@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2", "@v6", {"zizmor"}),
    ("publish", "permissions: {}", "permissions: write-all", {"zizmor"}),
    ("test", "timeout-minutes: 30", "timeout-minute: 30", {"actionlint", "check-jsonschema"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "there", "instead", "seen"), SLIPS)
def test_a_slip_in_a_workflow_stops_make_lint(
    damaged: Callable[[str, str, str], Path], name: str, there: str, instead: str, seen: set[str]
) -> None:
    folder = damaged(name, there, instead)
    commands = re.findall(
        r"^\t\$\(BIN\)/((?:actionlint|zizmor|check-jsonschema --quiet --builtin).*)$", makefile(), re.MULTILINE
    )
    assert len(commands) == 4
    found = set()
    for command in commands:
        whole = f"{TOOLS}/{command}".replace("$(BIN)", str(TOOLS))
        if subprocess.run(whole, shell=True, cwd=folder, capture_output=True, check=False).returncode:
            found.add(command.split()[0])
    assert found == seen


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("const a = 1;\nalert(a === 1);\n", 0),
        ("alert(nowhere);\n", 1),
        ("var a = 1;\nalert(a);\n", 1),
        ("const a = 1;\n", 1),
        ("alert(window.a == 1);\n", 1),
        ("const a = (;\n", 1),
    ],
)
def test_a_slip_in_a_script_of_the_site_stops_make_lint(script: str, code: int, tmp_path: Path) -> None:
    shutil.copy(PROJECT / ".oxlintrc.json", tmp_path)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/x.js").write_text(script)
    (command,) = re.findall(r"^\t\$\(BIN\)/(oxlint .*)$", makefile(), re.MULTILINE)
    done = subprocess.run([TOOLS / "oxlint", *command.split()[1:]], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stdout


def makefile() -> str:
    return (PROJECT / "Makefile").read_text(encoding="utf-8")


def test_make_test_lints_first_and_ci_runs_it() -> None:
    assert re.search(r"^test: .venv/dev.ok lint ", makefile(), re.MULTILINE)
    assert (PROJECT / ".ci/run").read_text(encoding="utf-8").endswith("\nmake test\nmake test-slow\n")
    said = [step["run"] for step in WORKFLOWS["test"]["jobs"]["test"]["steps"] if "run" in step]
    assert said[-2:] == ["make test PYTHON=python", "make test-slow"]
    chosen = [re.findall(r'-m ("not slow"|slow)$', line) for line in makefile().splitlines() if "$(PYTEST)" in line]
    assert chosen == [['"not slow"'], ["slow"]], "together they are all there is"


# The decision, before a fake forge

HEAD, OTHER = "a" * 40, "b" * 40
BOT = {"login": "github-actions[bot]", "type": "Bot"}
TEXT = f'{decide.MARKER}\n### Cổng\n\nSạch `$(touch hit)` "; touch hit; " ${{{{ github.token }}}} ::set-env name=X::y\n'

FAKE = f'''#!{sys.executable}
import json, os, pathlib, sys
folder = pathlib.Path(os.environ["FORGE"])
state = json.loads((folder / "state.json").read_text())
given = sys.argv[1:]
body = sys.stdin.read() if "--input" in given else ""
with (folder / "log").open("a") as log:
    log.write(json.dumps([given, body]) + "\\n")
asked = len((folder / "log").read_text().splitlines())
if asked > state["moves_after"]:
    state["pull"]["head"]["sha"] = "{OTHER}"
method, path = (given[2], given[3]) if given[0] == "api" else ("", "")
if given[0] == "pr":
    if "--match-head-commit" in given and given[given.index("--match-head-commit") + 1] != state["pull"]["head"]["sha"]:
        sys.exit("Head branch was modified. Review and try the merge again.")
    sys.exit(state["broken"])
if method == "GET" and "/pulls/" in path:
    print(json.dumps(state["pull"]))
elif method == "GET" and "/comments" in path:
    size, page = (int(part.partition("=")[2]) for part in path.partition("?")[2].split("&"))
    print(json.dumps(state["comments"][size * (page - 1) : size * page]))
elif method == "POST":
    print("{{}}")
(folder / "state.json").write_text(json.dumps(state))
'''


class Forge:
    """A fake `gh` on the PATH, what it answers, and what was asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir(parents=True)
        (folder / "bin/gh").write_text(FAKE, encoding="utf-8")
        (folder / "bin/gh").chmod(0o755)
        self.comments: list[dict[str, Any]] = []
        self.pull: dict[str, Any] = {
            "state": "open", "draft": False, "auto_merge": None, "labels": [], "title": "`touch hit` $(touch hit)\n::warning::x",
            "base": {"ref": "main"}, "head": {"sha": HEAD, "ref": "$(touch hit)"},
        }  # fmt: skip
        self.moves_after, self.broken = 99, 0
        self.told: dict[str, Any] = {"refused": False, "routed": [], "labels": ["gate:sach"]}
        self.text: str | None = TEXT
        self.wants = "true"

    def decide(self) -> subprocess.CompletedProcess[str]:
        """`scripts/decide.py` as the workflow runs it."""
        verdict = self.folder / "verdict"
        shutil.rmtree(verdict, ignore_errors=True)
        verdict.mkdir()
        (self.folder / "log").write_text("")
        state = {"pull": self.pull, "comments": self.comments, "moves_after": self.moves_after, "broken": self.broken}
        (self.folder / "state.json").write_text(json.dumps(state))
        if self.text is not None:
            (verdict / "json").write_text(json.dumps(self.told), encoding="utf-8")
            (verdict / "comment").write_text(self.text, encoding="utf-8")
        given = {"FORGE": str(self.folder), "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "HEAD_SHA": HEAD}
        given |= {"GITHUB_REPOSITORY": "cong-doan/kho", "NUMBER": "7", "AUTO_MERGE": self.wants, "GH_TOKEN": "x"}
        command = [sys.executable, str(PROJECT / "scripts/decide.py"), str(verdict)]
        done = subprocess.run(
            command, cwd=self.folder, env={**os.environ, **given}, capture_output=True, text=True, check=False
        )
        assert not (self.folder / "hit").exists()
        assert "::" not in done.stdout + done.stderr
        return done

    @property
    def asked(self) -> list[tuple[list[str], str]]:
        return [tuple(json.loads(line)) for line in (self.folder / "log").read_text().splitlines()]

    def wrote(self) -> list[str]:
        """Everything asked of the forge that changes something, as a short line."""
        lines = []
        for given, body in self.asked:
            if given[0] == "pr":
                lines.append(" ".join(given))
            elif given[2] != "GET":
                held = json.loads(body) if body else {}
                said = " ".join(held.get("labels", [])) or {self.text: "text", None: ""}.get(held.get("body"), "other")
                lines.append(f"{given[2]} {given[3].removeprefix('repos/cong-doan/kho/')} {said}".rstrip())
        return lines


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    return Forge(tmp_path / "forge")


def comment(number: int, text: str = TEXT, author: dict[str, str] | None = BOT) -> dict[str, Any]:
    return {"id": number, "body": text, "user": author}


MERGED = f"pr merge 7 --repo cong-doan/kho --auto --merge --match-head-commit {HEAD}"


def test_what_is_clean_is_answered_labelled_and_merged_by_its_commit(forge: Forge) -> None:
    assert forge.decide().returncode == 0
    assert forge.wrote() == ["POST issues/7/comments text", "POST issues/7/labels gate:sach", MERGED]
    assert not any(TEXT in " ".join(given) for given, _ in forge.asked), "words go in on standard input, not in a command"


def test_the_answer_is_edited_the_second_time_and_left_alone_when_it_says_the_same(forge: Forge) -> None:
    forge.comments = [comment(1, "chào", {"login": "ai-do", "type": "User"}), comment(2, f"{decide.MARKER}\ncũ")]
    assert forge.decide().returncode == 0
    assert forge.wrote()[0] == "PATCH issues/comments/2 text"
    forge.comments[1]["body"] = TEXT.replace("\n", "\r\n")
    assert forge.decide().returncode == 0
    assert not any("comments" in line for line in forge.wrote())


def test_extra_answers_are_deleted_however_many_pages_lie_between(forge: Forge) -> None:
    strangers = [comment(number, f"lời {number}", {"login": "ai-do", "type": "User"}) for number in range(100, 330)]
    forge.comments = [*strangers[:150], comment(1, f"{decide.MARKER}\ncũ"), *strangers[150:], comment(2), comment(3)]
    assert forge.decide().returncode == 0
    assert forge.wrote()[:3] == ["PATCH issues/comments/1 text", "DELETE issues/comments/2", "DELETE issues/comments/3"]


@pytest.mark.parametrize("stranger", [
    {"login": "ke-la", "type": "User"}, {"login": "github-actions[bot]", "type": "User"}, {"login": "github-actions", "type": "Bot"},
    {"login": "ung-dung[bot]", "type": "Bot"}, None,
])  # fmt: skip
def test_a_strangers_comment_with_the_marker_is_nobody_of_ours(forge: Forge, stranger: dict[str, str] | None) -> None:
    forge.comments = [comment(1, TEXT, stranger)]
    assert forge.decide().returncode == 0
    assert forge.wrote()[0] == "POST issues/7/comments text"
    assert not any("comments/1" in line for line in forge.wrote())


def test_another_comment_of_the_robot_is_left_alone(forge: Forge) -> None:
    forge.comments = [comment(1, f"trả lời:\n{TEXT}")]
    assert forge.decide().returncode == 0
    assert forge.wrote()[0] == "POST issues/7/comments text"


def test_only_our_labels_are_touched(forge: Forge) -> None:
    forge.pull["labels"] = [{"name": name} for name in ("gate:cần sửa/#?", "gate:sach", "quan trọng", "gates", "agate:x")]
    forge.told["labels"] = ["gate:sach", "gate:cho-duyet"]
    assert forge.decide().returncode == 0
    assert [line for line in forge.wrote() if "labels" in line] == [
        "DELETE issues/7/labels/gate%3Ac%E1%BA%A7n%20s%E1%BB%ADa%2F%23%3F",
        "POST issues/7/labels gate:cho-duyet",
    ]


def test_a_label_without_our_prefix_or_a_text_without_the_marker_stops_everything(forge: Forge) -> None:
    forge.told["labels"] = ["gate:sach", "admin"]
    assert forge.decide().returncode == 1
    forge.told["labels"], forge.text = ["gate:sach"], "Sạch"
    assert forge.decide().returncode == 1
    forge.told["refused"], forge.text = 0, TEXT
    assert forge.decide().returncode == 1
    assert forge.asked == []


@pytest.mark.parametrize(
    "change",
    [
        lambda forge: forge.told.update(refused=True),
        lambda forge: forge.told.update(routed=["@example-union/ban-chinh-sach"]),
        lambda forge: forge.pull.update(draft=True),
        lambda forge: forge.pull.update(state="closed"),
        lambda forge: forge.pull.update(base={"ref": "nhanh-khac"}),
        lambda forge: setattr(forge, "wants", ""),
        lambda forge: setattr(forge, "wants", "True"),
        lambda forge: setattr(forge, "text", None),
    ],
    ids=["refused", "routed", "draft", "closed", "another base", "not wanted", "nearly wanted", "not judged"],
)
def test_what_is_not_plainly_wanted_is_answered_and_not_merged(forge: Forge, change: Callable[[Forge], None]) -> None:
    change(forge)
    assert forge.decide().returncode == 0
    assert not any(line.startswith("pr ") for line in forge.wrote())
    assert forge.wrote()[0].startswith("POST issues/7/comments")
    forge.pull["auto_merge"] = {"enabled_by": BOT}
    assert forge.decide().returncode == 0
    assert forge.wrote()[-1] == "pr merge 7 --repo cong-doan/kho --disable-auto"
    forge.pull["auto_merge"] = {"enabled_by": {"login": "nguoi-duyet", "type": "User"}}
    assert forge.decide().returncode == 0
    assert not any(line.startswith("pr ") for line in forge.wrote())


def test_what_could_not_be_judged_is_said_to_be_nobodys_fault_and_loses_its_labels(forge: Forge) -> None:
    forge.pull["labels"], forge.text = [{"name": "gate:sach"}], None
    assert forge.decide().returncode == 0
    (posted,) = (json.loads(body)["body"] for given, body in forge.asked if given[:3] == ["api", "--method", "POST"])
    assert posted.startswith(decide.MARKER)
    assert "không phải lỗi của người gửi" in posted
    assert "DELETE issues/7/labels/gate%3Asach" in forge.wrote()


@pytest.mark.parametrize("asked", range(6))
def test_once_the_head_has_moved_nothing_is_merged_whenever_it_moves(forge: Forge, asked: int) -> None:
    """Asked of the forge, in order: the pull request, its comments, comment, label, the pull request, the merge."""
    forge.moves_after = asked
    assert forge.decide().returncode == 0
    written = forge.wrote()
    if asked < 1:
        assert written == [], "nothing is said of a commit that is gone"
    assert [line for line in written if line.startswith("pr ")] == (
        [MERGED] if asked == 5 else []
    )  # refused by the forge, for its SHA


def test_a_merge_that_fails_for_another_reason_is_a_failure(forge: Forge) -> None:
    forge.broken = 1
    assert forge.decide().returncode == 1


def test_what_the_tool_really_says_is_understood(story: Callable[[], Story], tmp_path: Path) -> None:
    repo = story()
    repo.step({"on": "topic", "at": AS_OF, "write": {"bv-mau/moi.md": {"scope: unit": "scope: khoa"}, "bv-mau/hai.md": {}}})
    for head, refused in (("topic", True), ("main", False)):
        for form in ("json", "comment"):
            command = [SANGKIEN, "check", "--base", "main", "--head", head, "--as-of", AS_OF, "--format", form]
            done = subprocess.run(command, cwd=repo.folder, capture_output=True, text=True, check=False)
            assert done.returncode == refused
            (tmp_path / form).write_text(done.stdout, encoding="utf-8")
        verdict = decide.read(tmp_path, HEAD)
        assert (verdict.head, verdict.refused) == (HEAD, refused)
        assert "### " in verdict.comment
        assert all(label.startswith(decide.PREFIX) for label in verdict.labels)


# The shell of the decision, with a fake tool


def test_the_shell_of_the_decision_judges_the_commit_of_the_event_by_the_main_of_now(tmp_path: Path) -> None:
    (judging,) = (step["run"] for name, step in STEPS if name == "decide" and "sangkien check" in step.get("run", ""))
    (fetching,) = (step["run"] for name, step in STEPS if name == "decide" and "fetch.sh" in step.get("run", ""))
    server, clone, temp = tmp_path / "server", tmp_path / "clone", tmp_path / "temp"
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(server))
    git(server, "commit", "--quiet", "--allow-empty", "--message=goc")
    git(tmp_path, "clone", "--quiet", str(server), str(clone))
    (server / "$(touch hit).md").write_text("<script>")
    git(server, "switch", "--quiet", "--create", "bai")
    git(server, "add", "--all")
    git(server, "commit", "--quiet", "--message=$(touch hit)")
    head = git(server, "rev-parse", "HEAD")
    git(server, "update-ref", "refs/pull/7/head", head)
    shutil.copytree(PROJECT / ".github", clone / ".github")
    tool = clone / ".venv/bin/sangkien"
    tool.parent.mkdir(parents=True)
    tool.write_text('#!/bin/sh\necho "$@"\necho "::add-mask::x" >&2\nexit "$CODE"\n')
    tool.chmod(0o755)
    temp.mkdir()
    for code in ("0", "1", "2"):
        given = {
            "HEAD_SHA": head,
            "NUMBER": "7",
            "RUNNER_TEMP": str(temp),
            "CODE": code,
            "SERVER": "https://a.example",
            "TOKEN": "x",
        }
        shutil.rmtree(temp / "verdict", ignore_errors=True)
        done = subprocess.run(["bash", "-eo", "pipefail", "-c", f"{fetching}\n{judging}"], cwd=clone, env={**os.environ, **given},
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert not re.search("^::", done.stdout + done.stderr, re.MULTILINE)
        judged = {file.name: file.read_text() for file in (temp / "verdict").iterdir()}
        base = git(clone, "rev-parse", "HEAD")
        asked = {form: f"check --base {base} --head {head} --format {form}\n" for form in ("json", "comment")}
        assert judged == ({} if code == "2" else asked)
    assert {each.name for each in clone.iterdir()} == {".git", ".github", ".venv"}
    assert not (clone / "hit").exists()


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Mẫu", "-c", "user.email=mau@example.org"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()

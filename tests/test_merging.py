"""A merge is tried as a server would make it, whatever anybody configured, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bends import PROGRAM, setting
from bends import git as bend
from sangkien import git
from sangkien.git import run
from sangkien.git.merging import Merged, merge_tree
from sangkien.git.run import scratch
from sangkien.model.finding import CannotJudge

TEXT = "".join(f"dòng {number}\n" for number in range(1, 21))
FORMS = ("sha1", "sha256")


@pytest.fixture(params=FORMS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    made = tmp_path / "kho"
    made.mkdir()
    bend(made, "init", "--quiet", "--initial-branch=main", f"--object-format={request.param}")
    commit(made, {"x/a.md": TEXT, "x/b.md": TEXT * 2})
    return made


def commit(folder: Path, files: dict[str, str | None], on: str = "") -> str:
    """On a branch (where main stands, if it is new): these contents, and what is None goes."""
    if on:
        known = bend(folder, "branch", "--list", on)
        bend(folder, "checkout", "--quiet", *([on] if known else ["-b", on, "main"]))
    for path, content in files.items():
        if content is None:
            (folder / path).unlink()
        else:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content)
    bend(folder, "add", "--all")
    bend(folder, "commit", "--quiet", "--allow-empty", "--message=x")
    return bend(folder, "rev-parse", "HEAD")


def merged(folder: Path) -> tuple[Merged, dict[str, str]]:
    """The merge of topic into main, and the contents of its tree."""
    beside = scratch(git.open_repository(folder))
    made = merge_tree(beside, git.resolve(beside, "main"), git.resolve(beside, "topic"))
    listed = run.run(beside, "ls-tree", "-r", "-z", "--name-only", made.tree).decode().split("\0")[:-1]
    return made, {path: run.run(beside, "cat-file", "blob", f"{made.tree}:{path}").decode() for path in listed}


def edit(number: int, text: str = TEXT) -> str:
    return text.replace(f"dòng {number}\n", f"dòng {number} sửa\n")


def test_two_edits_of_one_file_are_merged(folder: Path) -> None:
    commit(folder, {"x/a.md": edit(2)}, on="topic")
    commit(folder, {"x/a.md": edit(18)}, on="main")
    made, files = merged(folder)
    assert made.clean
    assert files == {"x/a.md": edit(2, edit(18)), "x/b.md": TEXT * 2}


CONFLICTS: dict[str, tuple[dict[str, str | None], dict[str, str | None], str, tuple[str, ...]]] = {
    "contents": ({"x/a.md": edit(5)}, {"x/a.md": TEXT.replace("dòng 5\n", "khác\n")}, "contents", ("x/a.md",)),
    "both add": ({"x/n.md": "một\n"}, {"x/n.md": "hai\n"}, "contents", ("x/n.md",)),
    "modify/delete": ({"x/a.md": None}, {"x/a.md": edit(5)}, "modify/delete", ("x/a.md",)),
    "delete/modify": ({"x/a.md": edit(5)}, {"x/a.md": None}, "modify/delete", ("x/a.md",)),
    "file and folder": ({"n": "tệp\n"}, {"n/trong.md": "x\n"}, "file/directory", ("n",)),
    "rename/rename": (
        {"x/a.md": None, "x/c.md": TEXT},
        {"x/a.md": None, "x/d.md": TEXT},
        "rename/rename",
        ("x/a.md", "x/c.md", "x/d.md"),
    ),
    "the folder has moved": (
        {"x/a.md": None, "x/b.md": None, "y/a.md": TEXT, "y/b.md": TEXT * 2},
        {"x/n.md": "mới\n"},
        "directory rename suggested",
        ("y/n.md", "x/n.md"),
    ),
    "a name of any bytes": ({"x/ đỏ\n'.md": "một\n"}, {"x/ đỏ\n'.md": "hai\n"}, "contents", ("x/ đỏ\n'.md",)),
}


@pytest.mark.parametrize(("ours", "theirs", "kind", "paths"), CONFLICTS.values(), ids=CONFLICTS)
def test_a_conflict_is_told_with_its_kind_and_every_side(
    folder: Path, ours: dict[str, str | None], theirs: dict[str, str | None], kind: str, paths: tuple[str, ...]
) -> None:
    commit(folder, theirs, on="topic")
    commit(folder, ours, on="main")
    made, _ = merged(folder)
    assert not made.clean
    assert [(each.kind, set(each.paths) >= set(paths)) for each in made.conflicts if each.kind == kind] == [(kind, True)]
    assert {len(stage.entry.blob) for stage in made.stages} == {len(made.tree)}
    assert {stage.side for stage in made.stages} <= {1, 2, 3}
    assert made.stages


def test_a_criss_cross_history_is_merged_from_both_of_its_bases(folder: Path) -> None:
    """Taken from either base alone, one of the lines would be in conflict or lost."""
    one, other = commit(folder, {"x/a.md": edit(2)}, on="main"), ""
    bend(folder, "checkout", "--quiet", "-b", "topic", "main~1")
    other = commit(folder, {"x/a.md": edit(10)})
    bend(folder, "merge", "--quiet", "--no-ff", "-m", "m", one)
    bend(folder, "checkout", "--quiet", "main")
    bend(folder, "merge", "--quiet", "--no-ff", "-m", "m", other)
    commit(folder, {"x/a.md": edit(18, (folder / "x/a.md").read_text())}, on="topic")
    commit(folder, {"x/a.md": edit(6, (folder / "x/a.md").read_text().replace("dòng 18 sửa", "dòng 18"))}, on="main")
    assert len(bend(folder, "merge-base", "--all", "main", "topic").split()) == 2
    made, files = merged(folder)
    assert made.clean
    assert files["x/a.md"] == edit(2, edit(6, edit(10, edit(18))))


def test_an_octopus_is_merged(folder: Path) -> None:
    for name in ("t1", "t2", "t3"):
        commit(folder, {f"x/{name}.md": name}, on=name)
    bend(folder, "checkout", "--quiet", "-b", "topic", "main")
    bend(folder, "merge", "--quiet", "--no-ff", "-m", "m", "t1", "t2", "t3")
    commit(folder, {"x/b.md": edit(5, TEXT * 2)}, on="main")
    made, files = merged(folder)
    assert made.clean
    assert files.keys() == {"x/a.md", "x/b.md", "x/t1.md", "x/t2.md", "x/t3.md"}


def test_histories_without_a_common_beginning_are_not_merged(folder: Path) -> None:
    bend(folder, "checkout", "--quiet", "--orphan", "topic")
    commit(folder, {"x/a.md": edit(2)})
    with pytest.raises(CannotJudge, match="unrelated"):
        merged(folder)


def test_what_is_no_commit_is_not_merged(folder: Path) -> None:
    repo = scratch(git.open_repository(folder))
    with pytest.raises(CannotJudge):
        merge_tree(repo, git.resolve(repo, "main"), "f" * repo.digits)


def work_tree(folder: Path, text: str) -> None:
    (folder / ".gitattributes").write_text(text)


def beside(folder: Path, text: str) -> None:
    (folder / ".git/info").mkdir(exist_ok=True)
    (folder / ".git/info/attributes").write_text(text)


def by_setting(folder: Path, text: str) -> None:
    (folder / ".git/thuoc-tinh").write_text(text)
    bend(folder, "config", "core.attributesFile", str(folder / ".git/thuoc-tinh"))


def committed(folder: Path, text: str) -> None:
    for branch in ("main", "topic"):
        commit(folder, {".gitattributes": text}, on=branch)


@pytest.mark.parametrize("where", [work_tree, beside, by_setting, committed])
@pytest.mark.parametrize(
    "says", ["* merge=union\n", "* merge=x\n", "* -merge\n", "* merge=binary\n", "* conflict-marker-size=3\n"]
)
def test_no_attribute_has_a_say_in_a_merge(folder: Path, where: Callable[[Path, str], None], says: str) -> None:
    commit(folder, {"x/a.md": edit(5), "x/b.md": edit(2, TEXT * 2)}, on="topic")
    commit(folder, {"x/a.md": TEXT.replace("dòng 5\n", "khác\n"), "x/b.md": edit(18, TEXT * 2)}, on="main")
    _, honest = merged(folder)
    for name, value in (("merge.x.driver", PROGRAM), ("merge.default", "union"), ("merge.conflictStyle", "diff3")):
        setting(name, value)(folder)
    where(folder, says)
    made, files = merged(folder)
    assert {each.paths for each in made.conflicts} == {("x/a.md",)}
    marks = {path: "".join(line for line in text.splitlines(True) if line[:7] not in MARKS) for path, text in honest.items()}
    assert (
        marks.items()
        <= {
            path: "".join(line for line in text.splitlines(True) if line[:7] not in MARKS) for path, text in files.items()
        }.items()
    )
    assert any(line.startswith("<<<<<<<") for line in files["x/a.md"].splitlines())
    assert not (folder.parent / "hit").exists()


MARKS = ("<<<<<<<", ">>>>>>>")
"""Lines that name the commits."""


def test_a_bare_repository_merges_and_keeps_nothing(folder: Path) -> None:
    commit(folder, {"x/a.md": edit(2)}, on="topic")
    commit(folder, {"x/a.md": edit(18)}, on="main")
    bend(folder, "clone", "--quiet", "--mirror", str(folder), str(folder.parent / "kho.git"))
    before = set((folder.parent / "kho.git").rglob("*"))
    made, files = merged(folder.parent / "kho.git")
    assert made.clean
    assert files["x/a.md"] == edit(2, edit(18))
    assert set((folder.parent / "kho.git").rglob("*")) - before <= {folder.parent / "kho.git/sangkien"}


def test_what_a_push_has_only_brought_is_merged_in_the_quarantine(folder: Path, tmp_path: Path) -> None:
    """In the hook itself: the objects are visible, nothing is written among them, and nothing of the server's own."""
    bare = tmp_path / "kho.git"
    bend(folder, "clone", "--quiet", "--bare", str(folder), str(bare))
    commit(folder, {"x/a.md": edit(18)}, on="main")
    bend(folder, "push", "--quiet", str(bare), "main")
    bend(folder, "checkout", "--quiet", "-b", "topic", "main~1")
    commit(folder, {"x/a.md": edit(2)})
    hook, program = bare / "hooks/pre-receive", tmp_path / "moc.py"
    program.write_text(_IN_THE_HOOK)
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' '{program}'\n")
    hook.chmod(0o755)
    command = ["git", "-C", str(folder), "push", str(bare), "topic"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "SANGKIEN_CACHE": "off"})
    assert done.returncode == 0, done.stderr
    assert "remote: clean True, written set()" in done.stderr


_IN_THE_HOOK = """
import os, sys
from pathlib import Path
from sangkien import git
from sangkien.git.merging import merge_tree
from sangkien.git.run import scratch
old, new, ref = sys.stdin.read().split()
objects = lambda: {file for file in Path("objects").rglob("*")}
repo, before = git.open_repository(Path(".")), objects()
assert "tmp_objdir" in os.environ["GIT_QUARANTINE_PATH"]
made = merge_tree(scratch(repo), git.resolve(repo, "main"), git.resolve(repo, new))
print(f"clean {made.clean}, written {objects() - before}")
"""


def test_an_old_git_is_told_from_a_merge_that_fails(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(folder, {"x/a.md": edit(2)}, on="topic")
    commit(folder, {"x/a.md": edit(18)}, on="main")
    repo = scratch(git.open_repository(folder))
    base, head = git.resolve(repo, "main"), git.resolve(repo, "topic")
    old = tmp_path / "cu" / "git"
    old.parent.mkdir()
    old.write_text('#!/bin/sh\nshift 2\n[ "$1" = version ] && echo "git version 2.37.7" && exit\nexit 129\n')
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{old.parent}:{os.environ['PATH']}")
    with pytest.raises(CannotJudge) as told:
        merge_tree(repo, base, head)
    assert "2.38" in told.value.words.en
    assert "2.37.7" in told.value.words.en
    assert len(told.value.words.vi.splitlines()) == 1

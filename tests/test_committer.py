"""The committer puts files on a branch of any repository, all or none of them, once they are on the disk, and behind nobody's back."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangkien import git
from sangkien.git.committer import Committed, NewCommit, Overtaken, Signature, commit
from sangkien.git.objects import Objects
from sangkien.git.packing import NewObjects
from sangkien.git.tree_editing import edited
from sangkien.model.finding import CannotJudge
from strategies import paths

NOON = datetime(2021, 4, 1, 12, 0, tzinfo=timezone(timedelta(hours=7)))
CLERK = Signature("Văn thư Mẫu", "van-thu@example.org", NOON)
INTAKE = "refs/heads/intake"

Bare = Callable[..., Path]


def run_git(folder: Path, *arguments: str, stdin: bytes = b"", fine: tuple[int, ...] = (0,)) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=kept | nobody | who, input=stdin, capture_output=True, check=False)
    assert done.returncode in fine, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").strip()


@pytest.fixture(params=["sha1", "sha256"])
def bare(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A bare repository with nothing in it, in either form of ids."""
    run_git(tmp_path, "init", "--quiet", "--bare", f"--object-format={request.param}", "--initial-branch=main", "kho.git")
    return tmp_path / "kho.git"


def put(
    folder: Path, files: dict[str, bytes | None], expected: str | None, branch: str = INTAKE, **said: object
) -> Committed | Overtaken:
    new = NewCommit(files, "Nhận bài", CLERK, **said)  # type: ignore[arg-type]
    return commit(git.open_repository(folder), branch, [new], expected)


def done(folder: Path, files: dict[str, bytes | None], expected: str | None, branch: str = INTAKE) -> str:
    made = put(folder, files, expected, branch)
    assert isinstance(made, Committed)
    return made.ids[-1]


def files(folder: Path, revision: str = INTAKE) -> dict[str, bytes]:
    """Everything at a revision, as Git tells it."""
    listed = run_git(folder, "ls-tree", "-r", "-z", revision).split("\0")
    names = [(line.split("\t", 1)[1], line.split()[2]) for line in listed if line]
    return {name: run_git(folder, "cat-file", "blob", blob).encode("utf-8", "surrogateescape") for name, blob in names}


def sound(folder: Path) -> None:
    run_git(folder, "fsck", "--strict", "--no-dangling")


def tip(folder: Path, branch: str = INTAKE) -> str | None:
    return run_git(folder, "rev-parse", "--verify", "--quiet", branch, fine=(0, 1)) or None


def test_the_first_files_begin_a_branch_and_further_ones_go_on_from_it(bare: Path) -> None:
    first = done(bare, {"a.md": b"mot", "muc/con/b.md": "hai \u1edf \u0111\u00e2y".encode()}, None)
    second = done(bare, {"a.md": None, "muc/con/c.md": b"ba"}, first)
    assert tip(bare) == second
    assert files(bare) == {"muc/con/b.md": "hai \u1edf \u0111\u00e2y".encode(), "muc/con/c.md": b"ba"}
    assert run_git(bare, "rev-parse", f"{second}^") == first
    assert run_git(bare, "log", "-1", "--format=%an|%ae|%aI|%cn|%cI|%B", second) == (
        "Văn thư Mẫu|van-thu@example.org|2021-04-01T12:00:00+07:00|Văn thư Mẫu|2021-04-01T12:00:00+07:00|Nhận bài"
    )
    sound(bare)


def test_many_changes_land_as_a_chain_in_one_step(bare: Path) -> None:
    first = done(bare, {"a.md": b"a"}, None)
    server = Signature("Máy chủ Mẫu", "may-chu@example.org", datetime(2021, 4, 2, tzinfo=UTC))
    chain = [NewCommit({f"bai/{number:02d}.md": b"%d" % number}, f"Bài {number}", CLERK, server) for number in range(30)]
    before = len(list((bare / "objects/pack").glob("*.pack")))
    made = commit(git.open_repository(bare), INTAKE, chain, first)
    assert isinstance(made, Committed)
    assert run_git(bare, "rev-list", "--reverse", f"{first}..{INTAKE}").split() == list(made.ids)
    assert run_git(bare, "log", "-1", "--format=%s %cI", made.ids[7]) == "Bài 7 2021-04-02T00:00:00+00:00"
    assert len(list((bare / "objects/pack").glob("*.pack"))) == before + 1
    assert len(files(bare)) == 31
    sound(bare)


def test_what_changes_nothing_makes_no_commit(bare: Path) -> None:
    first = done(bare, {"a.md": b"a", "b/c.md": b"c"}, None)
    assert done(bare, {"a.md": b"a", "khong/co.md": None, "a.md/x": None, "b/x/y": None}, first) == first
    made = commit(
        git.open_repository(bare), INTAKE, [NewCommit({"a.md": b"a"}, "x", CLERK), NewCommit({"d": b"d"}, "y", CLERK)], first
    )
    assert isinstance(made, Committed)
    assert made.ids == (first, tip(bare))
    assert put(bare, {"a.md": b"a"}, first) == Overtaken(tip(bare))


def test_whoever_saw_an_older_branch_is_overtaken_and_changes_nothing(bare: Path) -> None:
    first = done(bare, {"a.md": b"a"}, None)
    second = done(bare, {"b.md": b"b"}, first)
    assert put(bare, {"c.md": b"c"}, first) == Overtaken(second)
    assert put(bare, {"c.md": b"c"}, None) == Overtaken(second)
    assert tip(bare) == second
    run_git(bare, "update-ref", "-d", INTAKE)
    assert put(bare, {"c.md": b"c"}, second) == Overtaken(None)
    assert tip(bare) is None


def test_the_same_commit_made_twice_has_landed_both_times(bare: Path) -> None:
    first = done(bare, {"a.md": b"a"}, None)
    assert done(bare, {"b.md": b"b"}, first) == done(bare, {"b.md": b"b"}, first) == tip(bare)


# Paths


def refused(folder: Path, files: dict[str, bytes | None], expected: str | None) -> str:
    before = tip(folder)
    with pytest.raises(CannotJudge) as error:
        put(folder, files, expected)
    assert tip(folder) == before
    return error.value.words.en


@pytest.mark.parametrize(
    "path",
    ["", "/a", "a/", "a//b", ".", "..", "a/../b", "./a", ".git/config", "a/.GIT/x", "a/.git", ".git. /x", "git~1/x", ".gi\u200ct/x", "a\\b",
     ".git::$INDEX_ALLOCATION/x", "a\0b", "a/\ud800"],
)  # fmt: skip
def test_a_path_that_git_takes_for_something_else_is_refused(path: str, bare: Path) -> None:
    assert "no file's path" in refused(bare, {"b.md": b"b", path: b"a"}, None)


@settings(max_examples=15)
@given(st.lists(paths, min_size=20, max_size=20))
def test_no_path_goes_in_that_git_itself_would_not_take(some: list[str]) -> None:
    """Asked of Git's own index, set to look out for every system; it knows no more names than ours."""
    repo = git.open_repository(Path(__file__).parent)
    new = NewObjects(repo, Objects(repo))
    for path in some:
        try:
            edited(new, None, {path: b"x"})
        except CannotJudge:
            continue
        told = subprocess.run(
            ["git", "-c", "core.protectHFS=true", "-c", "core.protectNTFS=true", "update-index", "--add", "--cacheinfo",
             f"100644,{'1' * repo.digits},".encode() + path.encode("utf-8", "surrogateescape")],
            env={**os.environ, "GIT_DIR": str(repo.folder), "GIT_INDEX_FILE": os.devnull}, capture_output=True, check=False,
        )  # fmt: skip
        assert b"Invalid path" not in told.stderr, path


def test_a_file_and_a_folder_cannot_have_one_name(bare: Path) -> None:
    first = done(bare, {"a": b"a", "b/c": b"c"}, None)
    assert "“a” cannot be both" in refused(bare, {"a/x": b"x"}, first)
    assert "“b” cannot be both" in refused(bare, {"b": b"b"}, first)
    assert "“b” cannot be both" in refused(bare, {"b": None}, first)
    assert "“d/e” cannot be both" in refused(bare, {"d/e/f": b"f", "d/e": b"e"}, first)
    second = done(bare, {"a": None, "a/x": b"x", "b/c": None, "b": b"b"}, first)
    assert files(bare) == {"a/x": b"x", "b": b"b"}
    done(bare, {"a/x": None, "b": None}, second)
    assert files(bare) == {}
    sound(bare)


def test_names_of_all_kinds_stand_as_git_sorts_them(bare: Path) -> None:
    names = ["a.b", "a-b", "a0", "ab/c", "a/c", "a b", "é", "é2", "Z", "~", "\udcff.bin", "::error::", "-x"]
    first = done(bare, {name: name.encode("utf-8", "surrogateescape") for name in names}, None)
    done(bare, {"a/d": b"d"}, first)
    assert set(files(bare)) == {*names, "a/d"}
    sound(bare)


def test_other_modes_beside_what_is_written_stay(bare: Path) -> None:
    """Links, programs and modules stand as they stood; what is written is a plain file."""
    blob = run_git(bare, "hash-object", "-w", "--stdin", stdin=b"x")
    module = "1" * len(blob)
    listed = f"120000 blob {blob}\tlien-ket\n100755 blob {blob}\tlenh\n160000 commit {module}\tkho-con\n"
    tree = run_git(bare, "mktree", "--missing", stdin=listed.encode())
    first = run_git(bare, "commit-tree", tree, "-m", "x")
    run_git(bare, "update-ref", INTAKE, first)
    assert "“lien-ket” cannot be both" in refused(bare, {"lien-ket/x": b"x"}, first)
    done(bare, {"a.md": b"a", "lenh": b"y"}, first)
    told = run_git(bare, "ls-tree", INTAKE).splitlines()
    assert [line.split()[0] for line in told] == ["100644", "160000", "100644", "120000"]


# What Git itself refuses


def nothing_stored(folder: Path) -> None:
    assert run_git(folder, "count-objects", "-v").splitlines()[:1] == ["count: 0"]
    assert [file.name for file in (folder / "objects").rglob("*") if file.is_file()] == []
    assert {file.name for file in (folder / "objects").iterdir()} == {"info", "pack"}
    run_git(folder, "fsck", "--strict")


@pytest.mark.parametrize("partial", [False, True])
@pytest.mark.parametrize(
    ("path", "content"),
    [("muc/.gitmodules", b'[submodule "x"]\n\tpath = x\n\turl = -u./x\n'), (".gitattributes", b"x" * 3000 + b" text\n")],
)
def test_what_git_refuses_is_not_stored_and_its_path_is_told(path: str, content: bytes, partial: bool, bare: Path) -> None:
    if partial:
        run_git(bare, "config", "remote.origin.promisor", "true")
    told = refused(bare, {"a.md": b"a", path: content}, None)
    assert f"“{path}”" in told
    assert "Mend or leave out" in told
    nothing_stored(bare)
    done(bare, {"a.md": b"a"}, None)
    sound(bare)


def test_what_was_broken_before_is_told_as_such(bare: Path) -> None:
    bad = run_git(bare, "hash-object", "-w", "--stdin", stdin=b'[submodule "x"]\n\tpath = x\n\turl = -u./x\n')
    tree = run_git(bare, "mktree", stdin=f"100644 blob {bad}\t.gitmodules\n".encode())
    first = run_git(bare, "commit-tree", tree, "-m", "x")
    run_git(bare, "update-ref", INTAKE, first)
    told = refused(bare, {"a.md": b"a"}, first)
    assert "“.gitmodules”, as the repository has it" in told
    assert "git fsck" in told
    assert list((bare / "objects/pack").iterdir()) == []


def test_where_no_pack_can_be_written_nothing_is_stored(bare: Path) -> None:
    (bare / "objects/pack").rmdir()
    (bare / "objects/pack").touch()
    assert "Cannot write" in refused(bare, {"a": b"a"}, None)
    assert {file.name for file in (bare / "objects").iterdir()} == {"info", "pack"}


# Branches, people, messages


@pytest.mark.parametrize(
    "branch",
    ["", "main", "refs/tags/x", "refs/heads/", "refs/heads/HEAD", "refs/heads/a..b", "HEAD", "refs/heads/a\0b", "refs/heads/a\nb",
     "refs/heads/\ud800", f"refs/heads/{'x' * 300}", f"refs/heads/{'ở' * 90}", f"refs/heads/{'x/' * 300}x",
     f"refs/heads/{'x' * 200_000}"],
)  # fmt: skip
def test_what_is_no_branch_is_not_moved(branch: str, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--bare", "kho.git")
    with pytest.raises(CannotJudge, match="no full name of a branch") as error:
        put(tmp_path / "kho.git", {"a": b"a"}, None, branch)
    assert error.value.words.vi.encode()
    assert run_git(tmp_path / "kho.git", "for-each-ref") == ""
    nothing_stored(tmp_path / "kho.git")


@pytest.mark.parametrize("step", ["x" * 250, "ở" * 83])
def test_the_longest_name_is_taken(step: str, bare: Path) -> None:
    branch = f"refs/heads/{step}"
    done(bare, {"b": b"b"}, done(bare, {"a": b"a"}, None, branch), branch)


@pytest.mark.parametrize(
    "name", ["receipts", "receipts/x", "Receipts", "Main", "main/x", "origin/main", "refs/heads/main", "1" * 40]
)
def test_the_receipts_and_what_could_be_taken_for_another_are_not_moved(name: str, bare: Path) -> None:
    with pytest.raises(CannotJudge, match="Choose another name"):
        put(bare, {"a": b"a"}, None, f"refs/heads/{name}")
    assert run_git(bare, "for-each-ref") == ""
    nothing_stored(bare)


@pytest.mark.parametrize("kind", ["symbolic", "dangling", "link", "dangling link", "linked folder"])
def test_a_branch_that_stands_for_another_is_not_overwritten(kind: str, bare: Path) -> None:
    first = done(bare, {"a": b"a"}, None, "refs/heads/khac")
    alias, place = "refs/heads/muc/ten", bare / "refs/heads/muc/ten"
    place.parent.mkdir()
    if kind == "linked folder":
        place.parent.rmdir()
        (bare / "refs/heads/that").mkdir()
        place.parent.symlink_to("that")
        run_git(bare, "update-ref", "refs/heads/that/ten", first)
    elif kind.endswith("link"):
        place.symlink_to("../khac" if kind == "link" else "../khong-co")
    else:
        run_git(bare, "symbolic-ref", alias, "refs/heads/khac" if kind == "symbolic" else "refs/heads/khong-co")
    before = place.is_symlink(), place.read_bytes() if place.exists() else b""
    for expected in (None, first):
        with pytest.raises(CannotJudge, match="only stands for another"):
            put(bare, {"b": b"b"}, expected, alias)
    assert (place.is_symlink(), place.read_bytes() if place.exists() else b"") == before
    assert tip(bare, "refs/heads/khac") == first


@pytest.mark.parametrize("where", ["expected", "onto"])
@pytest.mark.parametrize(
    "kind", ["tree", "tag", "blob", "capitals", "empty", "zeros", "short", "name", "broken", "line", "absent"]
)
def test_what_is_no_commit_is_not_built_upon(kind: str, where: str, bare: Path) -> None:
    first = done(bare, {"a": b"a"}, None)
    run_git(bare, "tag", "-a", "-m", "x", "v1", first)
    ids = {
        "tree": run_git(bare, "rev-parse", f"{first}^{{tree}}"), "tag": run_git(bare, "rev-parse", "v1"),
        "blob": run_git(bare, "rev-parse", f"{first}:a"), "capitals": "A" + first[1:].upper(), "empty": "", "zeros": "0" * len(first),
        "short": first[:10], "name": "HEAD", "broken": "\ud800\0", "line": first + "\n", "absent": "1" * len(first),
    }  # fmt: skip
    expected, onto = (ids[kind], None) if where == "expected" else (None, ids[kind])
    words = "lacks object" if kind == "absent" else "no id of a commit"
    with pytest.raises(CannotJudge, match=words):
        commit(git.open_repository(bare), "refs/heads/khac", [NewCommit({"b": b"b"}, "x", CLERK)], expected, onto)
    assert run_git(bare, "for-each-ref", "refs/heads", "--format=%(refname)") == INTAKE


@pytest.fixture
def worked_on(tmp_path: Path) -> Path:
    """A clone with `main` and `khac`, each of three commits with `giua` on the middle one; `khac` is open in a linked work tree beside
    it."""
    clone = tmp_path / "ban-sao"
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "ban-sao")
    for number in range(3):
        run_git(clone, "commit", "--quiet", "--allow-empty", f"--message={number}")
    run_git(clone, "branch", "giua", "main~1")
    run_git(clone, "worktree", "add", "--quiet", "-b", "khac", str(tmp_path / "ben-canh"))
    return clone


STOPPED = ["-c", "sequence.editor=true", "rebase", "--quiet", "--keep-empty", "--exec=false"]


@pytest.mark.parametrize(
    ("work", "branches"),
    [
        ([*STOPPED, "HEAD~2"], [""]),
        ([*STOPPED, "--update-refs", "HEAD~2"], ["", "giua"]),
        (["bisect", "start", "HEAD", "HEAD~2"], [""]),
    ],
)
@pytest.mark.parametrize("place", ["ban-sao", "ben-canh"])
def test_a_branch_that_is_rebased_or_bisected_is_not_moved(
    place: str, work: list[str], branches: list[str], worked_on: Path
) -> None:
    folder = worked_on.parent / place
    own = "main" if place == "ban-sao" else "khac"
    before = tip(worked_on, "main")
    run_git(folder, *work, fine=(0, 1))
    assert "detached" in run_git(folder, "worktree", "list", "--porcelain")
    for branch in (f"refs/heads/{name or own}" for name in branches):
        at = tip(worked_on, branch)
        for where in (worked_on, worked_on.parent / "ben-canh"):
            with pytest.raises(CannotJudge, match=f"rebased or bisected at {folder};"):
                put(where, {"a": b"a"}, at, branch)
        assert tip(worked_on, branch) == at
    done(worked_on, {"a": b"a"}, None)
    run_git(folder, "bisect" if "bisect" in work else "rebase", "reset" if "bisect" in work else "--abort")
    run_git(folder, "switch", "--quiet", "--detach")
    done(worked_on, {"a": b"a"}, before, f"refs/heads/{own}")


def test_a_branch_whose_patches_are_being_applied_anew_is_not_moved(worked_on: Path) -> None:
    (worked_on / "a").write_bytes(b"a")
    run_git(worked_on, "add", "a")
    run_git(worked_on, "commit", "--quiet", "--message=a")
    top = tip(worked_on, "main")
    done(worked_on, {"a": b"b"}, tip(worked_on, "giua"), "refs/heads/giua")
    run_git(worked_on, "rebase", "--quiet", "--apply", "giua", fine=(1,))
    assert (worked_on / ".git/rebase-apply").is_dir()
    with pytest.raises(CannotJudge, match=f"rebased or bisected at {worked_on};"):
        put(worked_on, {"c": b"c"}, top, "refs/heads/main")
    assert tip(worked_on, "main") == top


def test_a_branch_that_somebody_works_on_is_not_moved(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "ban-sao")
    clone = tmp_path / "ban-sao"
    with pytest.raises(CannotJudge, match="checked out"):
        put(clone, {"a": b"a"}, None, "refs/heads/main")
    first = done(clone, {"a": b"a"}, None)
    run_git(clone, "worktree", "add", "--quiet", "-b", "khac", str(tmp_path / "khac"), first)
    for where in (clone, tmp_path / "khac"):
        with pytest.raises(CannotJudge, match="checked out"):
            put(where, {"b": b"b"}, first, "refs/heads/khac")
    done(tmp_path / "khac", {"b": b"b"}, first)
    assert run_git(tmp_path / "khac", "status", "--porcelain") == ""
    bare = tmp_path / "tran.git"
    run_git(tmp_path, "clone", "--quiet", "--bare", str(clone), str(bare))
    run_git(bare, "worktree", "add", "--quiet", str(tmp_path / "ba"), "intake")
    with pytest.raises(CannotJudge, match="checked out"):
        put(bare, {"c": b"c"}, tip(bare))
    assert done(bare, {"c": b"c"}, first, "refs/heads/khac") == tip(bare, "refs/heads/khac")


def test_the_index_and_the_files_of_a_clone_stay_as_they_are(tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--initial-branch=main", "ban-sao")
    clone = tmp_path / "ban-sao"
    (clone / "a.md").write_bytes(b"a")
    run_git(clone, "add", "a.md")
    run_git(clone, "commit", "--quiet", "--message=x")
    (clone / "b.md").write_bytes(b"b")
    run_git(clone, "add", "b.md")
    before, index = run_git(clone, "status", "--porcelain"), (clone / ".git/index").read_bytes()
    main = tip(clone, "main")
    made = commit(git.open_repository(clone), INTAKE, [NewCommit({"b.md": b"other"}, "x", CLERK)], None, main)
    assert isinstance(made, Committed)
    assert run_git(clone, "rev-parse", f"{INTAKE}^") == main
    assert (run_git(clone, "status", "--porcelain"), (clone / ".git/index").read_bytes()) == (before, index)


@pytest.mark.parametrize(
    "author",
    [Signature("", "a@example.org", NOON), Signature("A <b>", "a@example.org", NOON), Signature("A\nB", "a", NOON),
     Signature("A", "a@example.org>", NOON), Signature("A", "a", datetime(2021, 4, 1)), Signature("A\ud800", "a", NOON),
     Signature("A", "a", datetime(1969, 4, 1, tzinfo=UTC))],
)  # fmt: skip
def test_who_cannot_sign_is_refused(author: Signature, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--bare", "kho.git")
    with pytest.raises(CannotJudge):
        commit(git.open_repository(tmp_path / "kho.git"), INTAKE, [NewCommit({"a": b"a"}, "x", author)], None)


@pytest.mark.parametrize("message", ["", " \n", "a\0b", "\ud800"])
def test_a_message_that_says_nothing_or_breaks_is_refused(message: str, tmp_path: Path) -> None:
    run_git(tmp_path, "init", "--quiet", "--bare", "kho.git")
    with pytest.raises(CannotJudge):
        commit(git.open_repository(tmp_path / "kho.git"), INTAKE, [NewCommit({"a": b"a"}, message, CLERK)], None)


def test_no_hook_or_setting_of_the_repository_has_a_say(bare: Path, tmp_path: Path) -> None:
    hook = bare / "hooks/reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    hook.chmod(0o755)
    run_git(bare, "config", "core.hooksPath", str(bare / "hooks"))
    run_git(bare, "config", "core.compression", "0")
    done(bare, {"a": b"a"}, None)
    assert not (tmp_path / "ran").exists()


# Many at once, and whoever is stopped

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sangkien import git
from sangkien.git.committer import Committed, NewCommit, Signature, commit
from sangkien.git.names import at_ref
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
repo = git.open_repository(folder)
for number in range(count):
    who = Signature(name, "mau@example.org", datetime(2021, 4, 1, tzinfo=UTC))
    new = NewCommit({f"bai/{name}-{number}.md": b"x" * 2000}, f"{name} {number}", who)
    seen = at_ref(repo, "refs/heads/intake")
    while not isinstance(made := commit(repo, "refs/heads/intake", [new], seen), Committed):
        seen = made.now
    print(made.ids[0], flush=True)
"""


def writer(folder: Path, name: str, count: int, **settings: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(folder), name, str(count)]
    environment = {**os.environ, **settings}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
    )


def test_many_writers_lose_nothing(bare: Path) -> None:
    """Each is answered only when its commit is on the branch; all of them are, in one line."""
    running = [writer(bare, name, 6) for name in "abcd"]
    told = [each.communicate() for each in running]
    assert [each.returncode for each in running] == [0] * 4, told
    answered = {line for out, _ in told for line in out.split()}
    assert set(run_git(bare, "rev-list", "--first-parent", INTAKE).split()) == answered
    assert len(answered) == 24
    assert len(files(bare)) == 24
    sound(bare)


def test_a_writer_killed_while_it_works_loses_nothing_that_it_answered(bare: Path) -> None:
    for killed in range(4):
        running = writer(bare, f"w{killed}", 1000)
        assert running.stdout is not None
        answered = [running.stdout.readline().strip() for _ in range(killed + 1)]
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        assert set(answered) <= set(run_git(bare, "rev-list", INTAKE).split())
        sound(bare)
        lock = bare / f"{INTAKE}.lock"
        if lock.exists():  # Git never takes away the lock of whoever was killed; we do when it is old
            os.utime(lock, (0, 0))
        assert done(bare, {f"sau-{killed}": b"x"}, tip(bare)) == tip(bare)


@pytest.mark.parametrize(("step", "moved"), [("index-pack", False), ("update-ref", False), ("after", True)])
def test_whoever_is_killed_at_a_step_leaves_the_old_state_or_the_new(
    step: str, moved: bool, bare: Path, tmp_path: Path
) -> None:
    """A Git that kills who runs it when it is asked for a step; `after` when it has done the last."""
    first, real = done(bare, {"a": b"a"}, None), shutil.which("git")
    fake = tmp_path / "bin/git"
    fake.parent.mkdir()
    when = f'"{real}" "$@"; code=$?; case " $* " in *" update-ref "*) kill -9 $PPID ;; esac; exit $code\n'
    fake.write_text(f'#!/bin/sh\ncase " $* " in *" {step} "*) kill -9 $PPID; exit 1 ;; esac\n{when if step == "after" else f"exec {real} "}'
                    + ("" if step == "after" else '"$@"\n'))  # fmt: skip
    fake.chmod(0o755)
    running = writer(bare, "w", 1, PATH=f"{fake.parent}{os.pathsep}{os.environ['PATH']}")
    assert running.communicate()[0] == ""
    assert running.returncode == -signal.SIGKILL
    assert (tip(bare) != first) is moved
    assert set(files(bare)) == ({"a", "bai/w-0.md"} if moved else {"a"})
    sound(bare)
    assert done(bare, {"b": b"b"}, tip(bare)) == tip(bare)
    run_git(bare, "prune", "--expire=now")  # what the killed one left behind is Git's to remove
    assert {file.name for file in (bare / "objects").iterdir()} == {"info", "pack"}


def test_everything_is_flushed_before_it_is_answered(bare: Path, tmp_path: Path) -> None:
    """Counted by the kernel, where it can be asked: pack, its index and their folder, then the branch and its folders."""
    if shutil.which("strace") is None or subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode:
        pytest.skip("no strace here, or nobody may trace")
    log = tmp_path / "calls"
    command = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,rename,link", "-o", str(log), sys.executable, "-c", WRITER]
    subprocess.run([*command, str(bare), "w", "1"], check=True, capture_output=True)
    calls = log.read_text()
    flushed = [line for line in calls.splitlines() if "sync(" in line]
    for what in ("pack/tmp_pack_", "pack/tmp_idx_", "objects/pack>", "intake.lock>", "refs/heads>"):
        assert any(what in line for line in flushed), (what, calls)
    order = [
        next(at for at, line in enumerate(flushed) if what in line) for what in ("objects/pack>", "intake.lock>", "refs/heads>")
    ]
    assert order == sorted(order)


def test_an_old_lock_of_whoever_was_killed_is_taken_away_and_a_fresh_one_is_told(bare: Path) -> None:
    lock = bare / f"{INTAKE}.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.touch()
    os.utime(lock, (0, 0))
    first = done(bare, {"a": b"a"}, None)
    lock.touch()
    assert str(lock) in refused(bare, {"b": b"b"}, first)


def test_where_nothing_is_asked_nothing_is_done(bare: Path) -> None:
    assert commit(git.open_repository(bare), INTAKE, [], None) == Committed(())
    assert tip(bare) is None
    assert done(bare, {}, None) == tip(bare)


def test_what_a_commit_refers_to_must_be_there(bare: Path) -> None:
    """A repository that lost an object is not built upon."""
    first = done(bare, {"a/b": b"b", "c": b"c"}, None)
    for pack in (bare / "objects/pack").iterdir():
        pack.rename(bare / pack.name)
    run_git(bare, "unpack-objects", "-q", stdin=next(bare.glob("*.pack")).read_bytes())
    blob = run_git(bare, "rev-parse", f"{first}:c")
    (bare / "objects" / blob[:2] / blob[2:]).unlink()
    refused(bare, {"d": b"d"}, first)

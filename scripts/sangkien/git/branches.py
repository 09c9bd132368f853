"""Tells whether a branch may be moved without a checkout: a name of its own, nobody at work on it; must not know what moves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sangkien.git.receipts import BRANCH
from sangkien.git.run import Repository, ask, run
from sangkien.git.shadowing import HEADS, shadows
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.text import visible

_STEP, _NAME = 250, 500
"""Bytes of one step of a name, and of all of it, that every file system takes with Git's `.lock` behind them."""

# Git takes a work tree off its branch while it rebases or bisects, and comes back to where it saw the branch stand.
_TO_COME_BACK_TO = ("rebase-merge/head-name", "rebase-merge/update-refs", "rebase-apply/head-name")
_BISECTED = "BISECT_START"  # holds a branch without `refs/heads/`


def must_be_free(repo: Repository, branch: str) -> None:
    """Raises CannotJudge for a branch (full ref) that must not be moved: one whose name is none, or could be taken for another; that is
    kept for the receipts; that stands for another ref; that is checked out, rebased or bisected in a work tree."""
    if not _is_name(repo, branch):
        raise CannotJudge(
            Words(
                f"“{visible(branch)}” không phải tên đầy đủ của một nhánh. Hãy đặt tên như refs/heads/ten-nhanh.",
                f"“{visible(branch)}” is no full name of a branch. Give one like refs/heads/branch-name.",
            )
        )
    if branch == HEADS + BRANCH or shadows(branch):
        raise CannotJudge(
            Words(
                f"“{visible(branch)}” dành cho biên nhận, hoặc dễ bị nhầm với main, biên nhận hay một commit. Hãy chọn tên khác.",
                f"“{visible(branch)}” is kept for receipts, or could be taken for main, the receipts or a commit. Choose another name.",
            )
        )
    try:
        _must_be_plain(repo, branch)
        _must_be_nobodys_work(repo, branch)
    except OSError as error:
        raise CannotJudge(
            Words(f"Không biết ai đang làm trên {branch}: {error}", f"Nobody can tell who works on {branch}: {error}")
        ) from error


def _is_name(repo: Repository, branch: str) -> bool:
    try:
        name = branch.encode()
    except UnicodeEncodeError:
        return False
    short = len(name) <= _NAME and max(map(len, name.split(b"/"))) <= _STEP
    named = branch.startswith(HEADS) and not branch.endswith("/HEAD") and b"\0" not in name
    return short and named and ask(repo, "check-ref-format", branch) is not None


def _must_be_plain(repo: Repository, branch: str) -> None:
    """Raises CannotJudge for a symbolic ref, be what it stands for there or not, and for a link on the disk, or below one: Git would put
    an id in its place, or write to another folder."""
    steps = branch.split("/")
    linked = any(repo.common.joinpath(*steps[:count]).is_symlink() for count in range(1, len(steps) + 1))
    if linked or ask(repo.home, "symbolic-ref", "--quiet", branch) is not None:
        raise CannotJudge(
            Words(
                f"Nhánh {branch} chỉ là tên thay cho một nhánh khác (symbolic ref). Hãy dùng chính nhánh ấy.",
                f"{branch} only stands for another branch (a symbolic ref or a link). Name that branch itself.",
            )
        )


def _must_be_nobodys_work(repo: Repository, branch: str) -> None:
    """Raises CannotJudge for a branch that a work tree is on, or comes back to."""
    for folder in _git_folders(repo):
        if _comes_back(folder, branch.encode()):
            place = _work_tree(folder)
            raise CannotJudge(
                Words(
                    f"Nhánh {branch} đang được rebase hoặc bisect ở {place}; không đổi sau lưng người đang làm. Làm xong hoặc bỏ việc ấy"
                    " (git rebase --abort, git bisect reset) rồi chạy lại.",
                    f"{branch} is being rebased or bisected at {place}; it is not moved behind anybody's back. Finish that or give it up"
                    " (git rebase --abort, git bisect reset) and run again.",
                )
            )
    if repo.bare and not (repo.common / "worktrees").is_dir():
        return  # then its HEAD is a name and nobody's place of work
    where = ""
    for line in run(repo.home, "worktree", "list", "--porcelain").decode("utf-8", "replace").splitlines():
        where = line.removeprefix("worktree ") if line.startswith("worktree ") else where
        if line == f"branch {branch}":
            raise CannotJudge(
                Words(
                    f"Nhánh {branch} đang được mở ở {where}; không đổi sau lưng người đang làm. Hãy chuyển sang nhánh khác rồi chạy lại.",
                    f"{branch} is checked out at {where}; it is not moved behind anybody's back. Switch to another branch and run again.",
                )
            )


def _git_folders(repo: Repository) -> Iterator[Path]:
    """The Git folder of each work tree."""
    yield repo.common
    linked = repo.common / "worktrees"
    if linked.is_dir():
        yield from sorted(linked.iterdir())


def _comes_back(folder: Path, branch: bytes) -> bool:
    """Whether the work tree of a Git folder left a branch to come back to it."""
    held = any(branch in _read(folder / name).splitlines() for name in _TO_COME_BACK_TO)
    return held or HEADS.encode() + _read(folder / _BISECTED).strip() == branch


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return b""


def _work_tree(folder: Path) -> Path:
    """Where the work tree of a Git folder lies, as far as that tells."""
    if file := _read(folder / "gitdir").decode("utf-8", "replace").strip():  # a linked one tells its file `.git`
        return (folder / file).parent
    whole = folder.resolve()  # a linked one tells the way to the folder of all as `../..`
    return whole.parent if whole.name == ".git" else whole

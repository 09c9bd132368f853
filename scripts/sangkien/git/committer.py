"""Puts files on a branch as commits, without a checkout: all of them in one step, or none; must not know what the files mean.

The objects go into the repository as one pack, and are on the disk before the branch moves; it moves only from the commit that the caller
saw. So whoever is answered has a commit that a power cut does not take back, and whoever is killed leaves the branch as it was or as it
was to be. What was stored and not reached is for Git's own upkeep to remove. One step costs one pack: many changes at once are much
cheaper than one after another, and a repository that takes many steps wants `git repack -d --geometric=2` now and then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sangkien.git.branches import must_be_free
from sangkien.git.names import at_ref
from sangkien.git.objects import Objects, id_of
from sangkien.git.packing import DURABLE, NewObjects, flush
from sangkien.git.receipts import break_stale_lock
from sangkien.git.run import Repository, run
from sangkien.git.tree_editing import Files, edited
from sangkien.language import Words
from sangkien.late import dataclass, regex
from sangkien.model.finding import CannotJudge
from sangkien.text import visible

_PATIENCE = ("-c", "core.filesRefLockTimeout=5000")  # milliseconds; Git's own is a tenth of a second
_ID = regex("[0-9a-f]+")


@dataclass(frozen=True)
class Signature:
    """Who, and when on their clock: an instant with its offset from UTC."""

    name: str
    email: str
    at: datetime


@dataclass(frozen=True)
class NewCommit:
    """Files to write (None: to remove) over what stands before, and what the commit says; `committer` is the author where nobody else is
    named."""

    files: Files
    message: str
    author: Signature
    committer: Signature | None = None


@dataclass(frozen=True)
class Committed:
    """The branch has moved, and that is on the disk: the id of each commit asked for. One that would change nothing was not made: its id
    is that of the commit before it."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Overtaken:
    """The branch was no longer where the caller saw it, and nothing was changed; where it is now, None where it is gone."""

    now: str | None


def commit(
    repo: Repository, branch: str, commits: Sequence[NewCommit], expected: str | None, onto: str | None = None
) -> Committed | Overtaken:
    """Puts commits on a branch, one on top of the other. `branch` is a full ref, `expected` the id it holds, None where it is to begin:
    then it goes on from the commit `onto`, or from nothing.

    No hook runs and no receipt is written: in a repository that keeps receipts the caller writes that of what it committed
    (`receipts.append`).

    Raises CannotJudge, with nothing changed, for a branch that must not be moved (`branches`), for an id that is not a commit's, in full
    and as Git writes it, for paths that cannot be (`tree_editing`), for signatures, messages and contents that Git does not take, while a
    push is taken in, and where the disk or a lock left by another does not let Git write.
    """
    if repo.view.objects != repo.common / "objects":  # what is stored there goes where the push goes
        raise CannotJudge(Words("Trong lúc nhận push thì chưa ghi được.", "Nothing can be committed while a push is taken in."))
    must_be_free(repo, branch)
    objects = NewObjects(repo, Objects(repo))
    for id in (expected, onto):
        if id is not None:
            _must_be_commit(objects, id)
    ids: list[str] = []
    last = expected or onto
    for each in commits:
        last = _made(objects, each, last)
        ids.append(last)
    if last is None or last == expected:
        now = at_ref(repo, branch)
        return Committed(tuple(ids)) if now == expected else Overtaken(now)
    objects.store()
    return _moved(repo, branch, last, expected) or Committed(tuple(ids))


def _made(objects: NewObjects, asked: NewCommit, parent: str | None) -> str:
    """The id of a commit on top of another, or of that other where it would change nothing."""
    tree = _tree_of(objects.read(parent)) if parent else None
    new = edited(objects, tree, asked.files)
    if parent and new == tree:
        return parent
    message = _encoded(asked.message).rstrip() + b"\n"
    if not message.strip() or b"\0" in message:
        raise CannotJudge(Words("Commit phải có lời nhắn.", "A commit must say something."))
    head = f"tree {new}\n" + (f"parent {parent}\n" if parent else "")
    people = f"author {_signed(asked.author)}\ncommitter {_signed(asked.committer or asked.author)}\n\n"
    return objects.add("commit", head.encode() + _encoded(people) + message)


def _tree_of(commit: bytes) -> str:
    return commit.partition(b"\n")[0].removeprefix(b"tree ").decode()


def _signed(who: Signature) -> str:
    name, offset = " ".join(who.name.split()), who.at.utcoffset()
    if not name or any(sign in who.name + who.email for sign in "<>\n\0"):
        raise CannotJudge(Words(f"“{who.name}” không ký tên commit được.", f"“{who.name}” cannot sign a commit."))
    seconds = int(who.at.timestamp())
    if offset is None or seconds < 0:
        raise CannotJudge(Words(f"Commit không đề ngày {who.at} được.", f"A commit cannot be dated {who.at}."))
    minutes = round(offset.total_seconds() / 60)
    return (
        f"{name} <{who.email.strip()}> {seconds} {'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
    )


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise CannotJudge(Words("Commit có ký tự hỏng.", "A commit holds a broken character.")) from error


def _must_be_commit(objects: NewObjects, id: str) -> None:
    """Raises CannotJudge for what is no commit's full id as Git writes it: a tag or a tree would be built upon as if it were one."""
    digits = objects.repo.digits
    if _ID.fullmatch(id) and len(id) == digits and id.strip("0") and id_of("commit", objects.read(id), digits) == id:
        return
    raise CannotJudge(
        Words(
            f"“{visible(id)}” không phải mã của một commit: cần đủ {digits} chữ số, viết thường. Nhánh chưa có thì dùng None.",
            f"“{visible(id)}” is no id of a commit: all {digits} digits are needed, in small letters. For a branch to begin, give None.",
        )
    )


def _moved(repo: Repository, branch: str, new: str, expected: str | None) -> Overtaken | None:
    """Moves the branch and flushes that; where it is instead, if somebody else moved it first."""
    lock = repo.common / f"{branch}.lock"
    if lock.exists():
        break_stale_lock(repo, branch)
    try:
        asked = ("update-ref", "--no-deref", "-m", "sangkien", branch, new, expected or "0" * repo.digits)
        run(repo.home, *DURABLE, *_PATIENCE, *asked)
    except CannotJudge as error:
        now = at_ref(repo, branch)
        if now == expected:
            raise _stuck(branch, lock) if lock.exists() else error from error
        if now != new:  # else somebody has made the very same commit
            return Overtaken(now)
    folder = (repo.common / branch).parent
    while folder != repo.common:
        flush(folder)
        folder = folder.parent
    return None


def _stuck(branch: str, lock: Path) -> CannotJudge:
    return CannotJudge(
        Words(
            f"Nhánh {branch} đang bị khóa. Thử lại sau; nếu không có git nào đang chạy trong kho thì xóa tệp {lock}.",
            f"{branch} is locked. Try again later; if no git is running in this repository, remove {lock}.",
        )
    )

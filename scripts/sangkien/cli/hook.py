"""`sangkien hook`: a plain Git server that judges what is pushed and gives receipts before it answers “ok”.

`pre-receive` judges in Git's quarantine and may refuse. `update` writes the receipts: the contents are the server's by then and the
branch has not moved, so no branch ever moves without its receipts, and a server killed in between leaves at worst a receipt for a push
that nobody was told is done. `post-receive` only reports.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow
from sangkien.cli.files import write
from sangkien.cli.terminal import both, default_language, now
from sangkien.language import Value, Words, fill, say
from sangkien.model.finding import CannotJudge
from sangkien.outputs.gate import text

MAIN = "refs/heads/main"
RECEIPTS = f"refs/heads/{git.receipts.BRANCH}"
CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far the date of a commit that lands on main may be off the server's clock."""

_HEADS = "refs/heads/"
_NOTHING = {"0" * 40, "0" * 64}
_SCRIPT = """#!/bin/sh
# Viết bằng lệnh: sangkien hook install
exec {command} hook {name} "$@"
"""


@dataclass(frozen=True)
class Update:
    """One line that Git hands a hook: a ref, and what it was and shall be."""

    old: str
    new: str
    ref: str

    @property
    def deletes(self) -> bool:
        return self.new in _NOTHING

    @property
    def creates(self) -> bool:
        return self.old in _NOTHING


@click.group(help=both("Móc của máy chủ Git.", "Hooks of a Git server."))
def hook() -> None:
    pass


@hook.command(help=both("Đặt các móc vào một kho trên máy chủ.", "Put the hooks into a server's repository."))
@click.argument("repository", type=click.Path(path_type=Path))
def install(repository: Path) -> None:
    folder = git.hooks(git.open_repository(repository))
    command = Path(sys.argv[0]).absolute()
    for name in ("pre-receive", "update", "post-receive"):
        write(folder / name, _SCRIPT.format(command=_quoted(str(command)), name=name).encode())
        (folder / name).chmod(0o755)
    said = Words(f"Đã đặt ba móc vào {folder}.", f"Put three hooks into {folder}.")
    click.echo(said.say(default_language()))


@hook.command(
    "pre-receive",
    help=both("Xét bài được đẩy lên, từ chối bài trễ hoặc sai.", "Judge what is pushed; refuse what is late or broken."),
)
def pre_receive() -> int:
    repo, at = git.open_repository(Path()), now()
    refusals = [refusal for update in _updates() for refusal in _refusals(repo, update, at)]
    for refusal in refusals:
        click.echo(refusal, err=True)
    return 1 if refusals else 0


@hook.command("update", help=both("Cấp biên nhận trước khi nhánh được dời.", "Write receipts before the branch moves."))
@click.argument("ref")
@click.argument("old")
@click.argument("new")
def update(ref: str, old: str, new: str) -> None:
    repo, at = git.open_repository(Path()), now()
    base = old if ref == MAIN else MAIN
    if not ref.startswith(_HEADS) or new in _NOTHING or base in _NOTHING or not git.exists(repo, base):
        return
    if git.related(repo, base, new):
        flow.receive(repo, base, new, f"push {text.visible(ref)}", at, at)


@hook.command(
    "post-receive", help=both("Báo cho người đẩy biết bài được nhận lúc nào.", "Tell the pusher when it was received.")
)
def post_receive() -> None:
    repo = git.open_repository(Path())
    for update in _updates():
        if update.ref.startswith(_HEADS) and not update.deletes and git.exists(repo, MAIN):
            base = update.old if update.ref == MAIN else MAIN
            if base in _NOTHING or not git.related(repo, base, update.new):
                continue
            for path, received in flow.receipts_of(repo, base, update.new):
                said = Words("Đã nhận {path} lúc {at}.", "Received {path} at {at}.")
                click.echo(fill(said, {"path": text.visible(path), "at": received}, default_language()))


def _updates() -> Iterator[Update]:
    for line in sys.stdin.buffer:  # a branch may have any bytes for a name
        old, new, ref = line.decode("utf-8", "surrogateescape").rstrip("\n").split(" ", 2)
        yield Update(old, new, ref)


def _refusals(repo: git.Repository, update: Update, at: datetime) -> Iterator[str]:
    language = default_language()
    if update.ref == RECEIPTS or update.ref.startswith(f"{RECEIPTS}/"):  # a branch below it would stand in its way
        yield Words("Nhánh biên nhận chỉ máy chủ được ghi.", "Only the server writes the receipts branch.").say(language)
    elif not update.ref.startswith((_HEADS, "refs/tags/")):
        # A pushed refs/remotes/origin/receipts would pass for the chain to build on, a refs/replace for another history.
        yield Words(
            f"Máy chủ chỉ nhận nhánh và thẻ, không nhận {update.ref}.", f"Only branches and tags are taken, not {update.ref}."
        ).say(language)
    elif update.ref == MAIN and not update.creates:
        if update.deletes or not git.holds(repo, update.new, update.old):
            yield Words(
                "Nhánh main chỉ được nối dài, không được xóa hay viết lại.",
                "Main only grows; it is never deleted or rewritten.",
            ).say(language)
        else:
            yield from _off_the_clock(repo, update, at)
            yield from _judged(repo, update.old, update.new, at)
    elif update.ref.startswith(_HEADS) and not update.deletes and update.ref != MAIN and git.exists(repo, MAIN):
        yield from _judged(repo, MAIN, update.new, at)


def _off_the_clock(repo: git.Repository, update: Update, at: datetime) -> Iterator[str]:
    """A commit that lands must be made now: its date will be the time of receipt of all it brings."""
    for commit in git.landing_commits(repo, update.old, update.new):
        if abs(commit.committed - at) > CLOCK_TOLERANCE:
            said = Words(
                "Commit {commit} ghi lúc {claimed}, lệch quá {tolerance} so với đồng hồ máy chủ ({now}). Hãy gộp lại lúc này:"
                " git merge --no-ff, rồi đẩy ngay.",
                "Commit {commit} is dated {claimed}, more than {tolerance} off the server's clock ({now}). Merge again now: git merge"
                " --no-ff, then push at once.",
            )
            zone = at.astimezone().tzinfo
            values: dict[str, Value] = {
                "commit": commit.id[:10],
                "claimed": say(commit.committed.astimezone(zone), default_language()),
                "tolerance": CLOCK_TOLERANCE,
                "now": say(at.astimezone(zone).replace(microsecond=0), default_language()),
            }
            yield fill(said, values, default_language())


def _judged(repo: git.Repository, base: str, head: str, at: datetime) -> Iterator[str]:
    try:
        judgement = flow.judge_change(repo, base, head, at)
    except CannotJudge as error:
        yield error.words.say(default_language())
        return
    if judgement.verdict.refused:
        yield text.render(judgement, default_language())


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "'\\''") + "'"

"""`sangkien hook`: a plain Git server judges what is pushed and gives receipts before it says “ok”; must not know how either is done.

`pre-receive` judges in Git's quarantine and may refuse; what is pushed to main it judges one push at a time, since two may each
be fine and together too many. `reference-transaction` writes the receipts: the contents are the server's by then, whatever else
decides about the push has said yes, and Git holds the branch, which moves only if this ends well. So no branch ever moves
without its receipts, and a server killed in between leaves at worst a receipt for a push that nobody was told is done.
`post-receive` only reports.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from sangkien.app import hooks, push_lock, receipts
from sangkien.app.push import MAIN, RECEIPTS, Refusal, Update, base_of, break_old_locks, refusals
from sangkien.app.repository import Repository, open_repository
from sangkien.cli.terminal import both, default_language, now, opened
from sangkien.language import Words, fill
from sangkien.outputs.gate import text
from sangkien.text import visible

_SOON = timedelta(seconds=3)  # to wait this long for one's turn needs no word
_PATIENCE = timedelta(minutes=2)


@click.group(help=both("Móc của máy chủ Git.", "Hooks of a Git server."))
def hook() -> None:
    """The group of the hooks' verbs."""


@hook.command(
    help=both(
        "Đặt các móc vào một kho trên máy chủ; móc có sẵn vẫn chạy.",
        "Put the hooks into a server's repository; those already there go on running.",
    )
)
@click.argument("repository", type=click.Path(path_type=Path))
def install(repository: Path) -> None:
    """Installs the three hooks in a server's repository and prints where.

    Raises CannotJudge, with nothing changed, where they cannot be installed.
    """
    folder, beside = hooks.install_hooks(open_repository(repository))
    said = Words("Đã đặt ba móc vào {folder}.", "Put three hooks into {folder}.")
    click.echo(fill(said, {"folder": str(folder)}, default_language()))
    if beside:
        said = Words("Móc có sẵn vẫn chạy cùng: {names}.", "Hooks that stood there run too: {names}.")
        click.echo(fill(said, {"names": tuple(beside)}, default_language()))


@hook.command(help=both("Gỡ các móc, trả lại móc có sẵn trước đó.", "Take the hooks away and put back those that stood there."))
@click.argument("repository", type=click.Path(path_type=Path))
def uninstall(repository: Path) -> None:
    """Removes the hooks, restores those that stood there before, and prints what was done.

    Raises CannotJudge where the folder of hooks is not the repository's own.
    """
    folder, taken, left = hooks.remove_hooks(open_repository(repository))
    gone = Words("Đã gỡ khỏi {folder}: {names}.", "Taken away from {folder}: {names}.")
    none = Words("Trong {folder} không có móc nào do sangkien đặt.", "There are no hooks of sangkien's in {folder}.")
    click.echo(fill(gone if taken else none, {"folder": str(folder), "names": tuple(taken)}, default_language()))
    if left:
        said = Words(
            "Còn lại trong đó, hãy tự xem (tệp do người khác viết, có gọi sangkien hoặc được giữ bên cạnh): {names}.",
            "Left there for you to look at (written by others; they call sangkien, or were kept beside it): {names}.",
        )
        click.echo(fill(said, {"names": tuple(left)}, default_language()))


@hook.command(
    "pre-receive",
    help=both("Xét bài được đẩy lên, từ chối bài trễ hoặc sai.", "Judge what is pushed; refuse what is late or broken."),
)
def pre_receive() -> int:
    """Judges the updates on standard input; prints why they are refused and returns 1, or returns 0."""
    repo, at, updates = opened("."), now(), tuple(_updates())  # nobody is late by waiting for a turn
    if half := _half_there(repo):
        click.echo(half, err=True)
        return 1
    lands = any(update.ref == MAIN for update in updates)
    if lands and not _has_its_turn(at):
        return 1
    found = [_rendered(refusal) for update in updates for refusal in refusals(repo, update, at, _open_units())]
    for refusal in found:
        click.echo(refusal, err=True)
    if lands and found:
        push_lock.release(push_lock.FILE)
    if not found:
        break_old_locks(repo, updates)
    return 1 if found else 0


@hook.command(
    "reference-transaction", help=both("Cấp biên nhận trước khi nhánh được dời.", "Write receipts before the branch moves.")
)
@click.argument("state")
def reference_transaction(state: str) -> int:
    """Writes receipts for what the updates on standard input bring, in the state `prepared` of a push; returns 0, or 1 to stop
    Git."""
    moved = [update for update in _updates() if update.writes_branch and update.ref != RECEIPTS]
    if state != "prepared" or not moved or not push_lock.serves_a_push():
        return 0
    repo, at = opened("."), now()
    if half := _half_there(repo):
        click.echo(half, err=True)
        return 1
    for update in moved:
        if base := base_of(repo, update):
            receipts.receive(repo, base, update.new, f"push {visible(update.ref)}", at, at)
    return 0


@hook.command(
    "post-receive", help=both("Báo cho người đẩy biết bài được nhận lúc nào.", "Tell the pusher when it was received.")
)
def post_receive() -> None:
    """Ends the turn to move main, and prints when each file of the updates on standard input was received."""
    repo, updates = opened("."), tuple(_updates())
    if any(update.ref == MAIN for update in updates):
        push_lock.release(push_lock.FILE)
    if half := _half_there(repo):
        click.echo(half, err=True)
    for update in updates:
        if update.writes_branch and (base := base_of(repo, update)):
            for path, received in receipts.receipts_of(repo, base, update.new):
                said = Words("Đã nhận {path} lúc {at}.", "Received {path} at {at}.")
                click.echo(fill(said, {"path": visible(path), "at": received}, default_language()))


def _half_there(repo: Repository) -> str | None:
    """Why nothing is taken while one of the hooks is missing or replaced; None where all are there."""
    if not (gone := hooks.missing_hooks(repo)):
        return None
    said = Words(
        "Máy chủ này thiếu móc {names} của sangkien (bị gỡ, bị thay hoặc bị tắt), nên chưa xét đủ và chưa cấp được biên nhận; không nhận"
        " gì cho tới khi người giữ máy chủ chạy:\n  {cure}",
        "This server lacks sangkien's hook {names} (taken away, replaced or switched off), so what is pushed cannot be both judged and"
        " given a receipt; nothing is taken until the keeper of the server runs:\n  {cure}",
    )
    return fill(said, {"names": gone, "cure": hooks.repair_command(repo)}, default_language())


def _updates() -> Iterator[Update]:
    for line in sys.stdin.buffer:  # a branch may have any bytes for a name
        old, new, ref = line.decode("utf-8", "surrogateescape").rstrip("\n").split(" ", 2)
        yield Update(old, new, ref)


def _rendered(refusal: Refusal) -> str:
    """A refusal in the pusher's language, with the judgement behind it."""
    language, values = default_language(), dict(refusal.values)
    if judgement := refusal.judgement:
        values["verdict"] = text.render(judgement, language) + text.ahead(judgement, language)
        values["routes"] = text.ahead(replace(judgement, next_steps=()), language)
    values["wrong"] = "".join(f"\n{_rendered(each).rstrip()}\n" for each in refusal.because)
    return fill(refusal.says, values, language)


def _has_its_turn(at: datetime) -> bool:
    language = default_language()
    if push_lock.acquire(push_lock.FILE, _SOON, at):
        return True
    waits = Words(
        "Một lần đẩy khác lên main đang được xét, đang chờ đến lượt…", "Another push to main is being judged; waiting…"
    )
    click.echo(waits.say(language), err=True)
    if push_lock.acquire(push_lock.FILE, _PATIENCE, at):
        return True
    said = Words(
        "Đã chờ {patience} mà lần đẩy trước lên main vẫn chưa xong, nên lần này chưa được xét và chưa nhận gì. Hãy đẩy lại sau ít phút;"
        " vẫn vậy thì báo người giữ máy chủ: tệp {file} trong kho ghi số của tiến trình đang giữ lượt.",
        "The push to main before this one is not over after {patience}, so this one was not judged and nothing was taken. Push again in"
        " a few minutes; if it stays so, tell the keeper of the server: the file {file} in the repository names the process that has"
        " the turn.",
    )
    click.echo(fill(said, {"patience": _PATIENCE, "file": str(push_lock.FILE)}, language), err=True)
    return False


def _open_units() -> tuple[str, ...] | None:
    """The unit ids that the pusher may send for, from SANGKIEN_UNITS, which the server sets for each account; None (all) where
    it is not set."""
    asked = os.environ.get("SANGKIEN_UNITS")
    return None if asked is None else tuple(asked.split())

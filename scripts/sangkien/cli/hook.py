"""`sangkien hook`: a plain Git server that judges what is pushed and gives receipts before it answers “ok”.

`pre-receive` judges in Git's quarantine and may refuse; what is pushed to main it judges one push at a time, since two may each be
fine and together too many. `reference-transaction` writes the receipts: the contents are the server's by then, whatever else decides
about the push has said yes, and Git holds the branch, which moves only if this ends well. So no branch ever moves without its receipts,
and a server killed in between leaves at worst a receipt for a push that nobody was told is done. `post-receive` only reports.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow, installed, intake, turn
from sangkien.cli.shadow import HEADS, TAGS, shadows
from sangkien.cli.terminal import both, default_language, now, opened
from sangkien.language import Value, Words, fill, say
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text

MAIN = "refs/heads/main"
RECEIPTS = f"refs/heads/{git.receipts.BRANCH}"
CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far the date of a commit that lands on main may be off the server's clock."""

_SOON = timedelta(seconds=3)  # to wait this long for one's turn needs no word
_PATIENCE = timedelta(minutes=2)
_NOTHING = {"0" * 40, "0" * 64}


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


@hook.command(
    help=both(
        "Đặt các móc vào một kho trên máy chủ; móc có sẵn vẫn chạy.",
        "Put the hooks into a server's repository; those already there go on running.",
    )
)
@click.argument("repository", type=click.Path(path_type=Path))
def install(repository: Path) -> None:
    folder, beside = installed.put(git.open_repository(repository))
    said = Words("Đã đặt ba móc vào {folder}.", "Put three hooks into {folder}.")
    click.echo(fill(said, {"folder": str(folder)}, default_language()))
    if beside:
        said = Words("Móc có sẵn vẫn chạy cùng: {names}.", "Hooks that stood there run too: {names}.")
        click.echo(fill(said, {"names": tuple(beside)}, default_language()))


@hook.command(help=both("Gỡ các móc, trả lại móc có sẵn trước đó.", "Take the hooks away and put back those that stood there."))
@click.argument("repository", type=click.Path(path_type=Path))
def uninstall(repository: Path) -> None:
    folder, taken, left = installed.take_away(git.open_repository(repository))
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
    repo, at, updates = opened("."), now(), tuple(_updates())  # nobody is late by waiting for a turn
    if half := _half_there(repo):
        click.echo(half, err=True)
        return 1
    lands = any(update.ref == MAIN for update in updates)
    if lands and not _has_its_turn():
        return 1
    refusals = [refusal for update in updates for refusal in _refusals(repo, update, at)]
    for refusal in refusals:
        click.echo(refusal, err=True)
    if lands and refusals:
        turn.leave(turn.FILE)
    if not refusals:
        _break_old_locks(repo, updates)
    return 1 if refusals else 0


@hook.command(
    "reference-transaction", help=both("Cấp biên nhận trước khi nhánh được dời.", "Write receipts before the branch moves.")
)
@click.argument("state")
def reference_transaction(state: str) -> int:
    moved = [update for update in _updates() if update.ref.startswith(HEADS) and not update.deletes and update.ref != RECEIPTS]
    if state != "prepared" or not moved or not turn.serves_a_push():
        return 0
    repo, at = opened("."), now()
    if half := _half_there(repo):
        click.echo(half, err=True)
        return 1
    for update in moved:
        if base := _base(repo, update):
            intake.receive(repo, base, update.new, f"push {text.visible(update.ref)}", at, at)
    return 0


@hook.command(
    "post-receive", help=both("Báo cho người đẩy biết bài được nhận lúc nào.", "Tell the pusher when it was received.")
)
def post_receive() -> None:
    repo, updates = opened("."), tuple(_updates())
    if any(update.ref == MAIN for update in updates):
        turn.leave(turn.FILE)
    if half := _half_there(repo):
        click.echo(half, err=True)
    for update in updates:
        if update.ref.startswith(HEADS) and not update.deletes and (base := _base(repo, update)):
            for path, received in intake.receipts_of(repo, base, update.new):
                said = Words("Đã nhận {path} lúc {at}.", "Received {path} at {at}.")
                click.echo(fill(said, {"path": text.visible(path), "at": received}, default_language()))


def _base(repo: git.Repository, update: Update) -> str | None:
    """What a branch brings is told by what main held before; None where it held nothing, or nothing that the branch grew from."""
    base = update.old if update.ref == MAIN else MAIN
    return base if base not in _NOTHING and git.exists(repo, base) and git.related(repo, base, update.new) else None


def _half_there(repo: git.Repository) -> str | None:
    """Why nothing is taken while one of the hooks is gone, or another's stands in its place: what it would have done was not done."""
    if not (gone := installed.missing(repo)):
        return None
    said = Words(
        "Máy chủ này thiếu móc {names} của sangkien (bị gỡ, bị thay hoặc bị tắt), nên chưa xét đủ và chưa cấp được biên nhận; không nhận"
        " gì cho tới khi người giữ máy chủ chạy:\n  {cure}",
        "This server lacks sangkien's hook {names} (taken away, replaced or switched off), so what is pushed cannot be both judged and"
        " given a receipt; nothing is taken until the keeper of the server runs:\n  {cure}",
    )
    return fill(said, {"names": gone, "cure": installed.cure(repo)}, default_language())


def _break_old_locks(repo: git.Repository, updates: tuple[Update, ...]) -> None:
    """Git holds a branch while its receipts are written; a server killed then would never take a push to it again."""
    for ref in ("HEAD", *(update.ref for update in updates)):
        if ".." not in ref:  # Git looks at the form of a name only after this hook
            git.receipts.break_stale_lock(repo, ref)


def _updates() -> Iterator[Update]:
    for line in sys.stdin.buffer:  # a branch may have any bytes for a name
        old, new, ref = line.decode("utf-8", "surrogateescape").rstrip("\n").split(" ", 2)
        yield Update(old, new, ref)


def _refusals(repo: git.Repository, update: Update, at: datetime) -> Iterator[str]:
    language = default_language()
    if update.ref == RECEIPTS or update.ref.startswith(f"{RECEIPTS}/"):  # a branch below it would stand in its way
        yield Words("Nhánh biên nhận chỉ máy chủ được ghi.", "Only the server writes the receipts branch.").say(language)
    elif update.ref.startswith((HEADS, TAGS)) and shadows(update.ref):
        if not update.deletes:
            yield fill(_MISTAKEN, {"ref": text.visible(update.ref)}, language)
    elif not update.ref.startswith((HEADS, TAGS)):
        # A pushed refs/remotes/origin/receipts would pass for the chain to build on, a refs/replace for another history.
        yield Words(
            f"Máy chủ chỉ nhận nhánh và thẻ, không nhận {text.visible(update.ref)}.",
            f"Only branches and tags are taken, not {text.visible(update.ref)}.",
        ).say(language)
    elif update.ref == MAIN:
        stands = git.resolve(repo, MAIN) if git.exists(repo, MAIN) else ""
        if update.deletes or (not update.creates and not git.holds(repo, update.new, update.old)):
            yield Words(
                "Nhánh main chỉ được nối dài, không được xóa hay viết lại.",
                "Main only grows; it is never deleted or rewritten.",
            ).say(language)
        elif stands and stands != update.old:
            turn.leave(turn.FILE)  # whoever is refused anyway keeps nobody waiting
            yield _overtaken(repo, stands, update, at)
        elif not update.creates and not git.continues(repo, update.new, update.old):
            yield fill(_WRONG_WAY_ROUND, {"branch": update.new[:10]}, language)
        elif not update.creates:
            yield from _off_the_clock(repo, update, at)
            yield from _judged(repo, update.old, update.new, at, _open_units())
    elif update.ref.startswith(HEADS) and not update.deletes and git.exists(repo, MAIN):
        yield from _judged(repo, MAIN, update.new, at)


def _has_its_turn() -> bool:
    language = default_language()
    if turn.take(turn.FILE, _SOON):
        return True
    waits = Words(
        "Một lần đẩy khác lên main đang được xét, đang chờ đến lượt…", "Another push to main is being judged; waiting…"
    )
    click.echo(waits.say(language), err=True)
    if turn.take(turn.FILE, _PATIENCE):
        return True
    said = Words(
        "Đã chờ {patience} mà lần đẩy trước lên main vẫn chưa xong, nên lần này chưa được xét và chưa nhận gì. Hãy đẩy lại sau ít phút;"
        " vẫn vậy thì báo người giữ máy chủ: tệp {file} trong kho ghi số của tiến trình đang giữ lượt.",
        "The push to main before this one is not over after {patience}, so this one was not judged and nothing was taken. Push again in"
        " a few minutes; if it stays so, tell the keeper of the server: the file {file} in the repository names the process that has"
        " the turn.",
    )
    click.echo(fill(said, {"patience": _PATIENCE, "file": str(turn.FILE)}, language), err=True)
    return False


def _overtaken(repo: git.Repository, stands: str, update: Update, at: datetime) -> str:
    """Main is no longer what the push was made on: what it would bring to main as it is now, and how to bring it.

    The merge goes onto main, not main into the merge: the first-parent line tells when everything else landed.
    """
    wrong = "".join(f"\n{refusal.rstrip()}\n" for refusal in _judged(repo, stands, update.new, at))
    mended = Words("NHÁNH-ĐÃ-SỬA", "MENDED-BRANCH")
    values: dict[str, Value] = {"stands": stands[:10], "branch": mended if wrong else update.new[:10], "wrong": wrong}
    return fill(_NO_LONGER_SOUND if wrong else _STILL_SOUND, values, default_language())


_MISTAKEN = Words(
    "Máy chủ không nhận tên {ref}: Git có thể hiểu nhầm nó là main, là nhánh biên nhận hay là một commit. Hãy đặt tên khác rồi đẩy lại, ví"
    " dụ: git push origin HEAD:refs/heads/bai-cua-toi",
    "The name {ref} is not taken: Git could take it for main, for the receipts branch or for a commit. Choose another and push again, such"
    " as: git push origin HEAD:refs/heads/my-submission",
)
_AGAIN = """
  git fetch origin
  git checkout -B main origin/main
  git merge --no-ff {branch}
  git push origin main"""
# `git pull` does this: the merge would stand on the pusher's own line, and all that had landed would land again at its date.
_WRONG_WAY_ROUND = Words(
    f"Commit gộp này đưa main vào nhánh của bạn, nên mọi bài đã nhận sẽ bị ghi lại giờ nhận. Hãy gộp nhánh của bạn vào main:{_AGAIN}",
    "This merge brings main into your branch, so everything received before would get a new date. Merge your branch into main"
    f" instead:{_AGAIN}",
)
_NO_LONGER_SOUND = Words(
    "Trong lúc chờ đến lượt, main đã nhận một thay đổi khác (commit {stands}); xét lại trên main mới:\n{wrong}\n"
    f"Sửa trên nhánh của bạn xong thì gộp vào main mới rồi đẩy ngay:{_AGAIN}",
    "While this push waited for its turn, main took another change (commit {stands}); judged again on the new main:\n{wrong}\n"
    f"Mend it on your branch, then merge that onto the new main and push at once:{_AGAIN}",
)
_STILL_SOUND = Words(
    "Trong lúc chờ đến lượt, main đã nhận một thay đổi khác (commit {stands}). Xét lại trên main mới, thay đổi của bạn không có gì sai;"
    f" chỉ cần gộp lại vào main mới rồi đẩy ngay:{_AGAIN}",
    "While this push waited for its turn, main took another change (commit {stands}). Judged again on the new main, nothing is wrong"
    f" with yours; merge it onto the new main and push at once:{_AGAIN}",
)


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
            zone = intake.zone(repo, update.old)
            values: dict[str, Value] = {
                "commit": commit.id[:10],
                "claimed": say(commit.committed.astimezone(zone), default_language()),
                "tolerance": CLOCK_TOLERANCE,
                "now": say(at.astimezone(zone).replace(microsecond=0), default_language()),
            }
            yield fill(said, values, default_language())


def _judged(repo: git.Repository, base: str, head: str, at: datetime, units: tuple[str, ...] | None = None) -> Iterator[str]:
    """Why a change is refused; where the sender may send for some `units` only, also for what it touches beside them."""
    try:
        judgement = flow.judge_change(repo, base, head, AsOf(at, replayed=False), units)
    except CannotJudge as error:
        yield error.words.say(default_language())
        return
    if judgement.verdict.refused:
        yield text.render(judgement, default_language()) + text.ahead(judgement, default_language())
    elif units is not None and judgement.routes:
        values: dict[str, Value] = {"units": units, "routes": text.ahead(replace(judgement, next=()), default_language())}
        yield fill(_NOT_YOURS, values, default_language())


def _open_units() -> tuple[str, ...] | None:
    """The units that whoever pushes may send for, from SANGKIEN_UNITS, which the server sets for each account; not set, all are."""
    asked = os.environ.get("SANGKIEN_UNITS")
    return None if asked is None else tuple(asked.split())


_NOT_YOURS = Words(
    "Tài khoản này chỉ được gửi bài của: {units}. Thay đổi này chạm tới phần khác:\n{routes}"
    "Tách phần của đơn vị mình ra rồi đẩy lại; phần còn lại đẩy lên một nhánh riêng và nhờ người nêu trên gộp.",
    "This account may send for: {units}. The change touches other parts:\n{routes}"
    "Push your unit's part alone; push the rest to a branch of its own and ask those named above to merge it.",
)

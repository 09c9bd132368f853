"""Decides ref by ref whether a push to a server is taken, and why not; must not know how a refusal is rendered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sangkien import git
from sangkien.app import push_lock, receipts
from sangkien.app.judge import judge_change
from sangkien.app.verdict import Judgement
from sangkien.git.shadowing import HEADS, TAGS, shadows
from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.text import visible

MAIN = "refs/heads/main"
RECEIPTS = f"refs/heads/{git.receipts.BRANCH}"
CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far the date of a commit that lands on main may be off the server's clock."""

_NOTHING = {"0" * 40, "0" * 64}


@dataclass(frozen=True)
class Update:
    """One line of a Git hook's input."""

    old: str  # commit id before; zeros: the ref is new
    new: str  # commit id after; zeros: the ref is deleted
    ref: str  # full name of the ref

    @property
    def deletes(self) -> bool:
        """Whether the ref is deleted."""
        return self.new in _NOTHING

    @property
    def creates(self) -> bool:
        """Whether the ref is new."""
        return self.old in _NOTHING

    @property
    def writes_branch(self) -> bool:
        """Whether a branch is created or moved."""
        return self.ref.startswith(HEADS) and not self.deletes


@dataclass(frozen=True)
class Refusal:
    """Why an update is refused."""

    says: Words  # sentence with placeholders for values, `{verdict}`, `{routes}` and `{wrong}`
    values: Mapping[str, Value] = field(default_factory=dict)
    judgement: Judgement | None = None  # fills `{verdict}` and `{routes}`
    because: Sequence[Refusal] = ()  # refusals that fill `{wrong}`


def refusals(repo: git.Repository, update: Update, at: datetime, units: Sequence[str] | None) -> Iterator[Refusal]:
    """Why an update that came at `at` (aware) is refused; nothing where it is taken. A pusher may bring to main only
    submissions of `units` (ids; None: all).

    Raises CannotJudge where what stands cannot be read.
    """
    if update.ref == RECEIPTS or update.ref.startswith(f"{RECEIPTS}/"):  # a branch below it would stand in its way
        yield Refusal(Words("Nhánh biên nhận chỉ máy chủ được ghi.", "Only the server writes the receipts branch."))
    elif update.ref.startswith((HEADS, TAGS)) and shadows(update.ref):
        if not update.deletes:
            yield Refusal(_MISTAKEN, {"ref": visible(update.ref)})
    elif not update.ref.startswith((HEADS, TAGS)):
        # A pushed refs/remotes/origin/receipts would pass for the chain to build on, a refs/replace for another history.
        yield Refusal(_NO_BRANCH, {"ref": visible(update.ref)})
    elif update.ref == MAIN:
        stands = git.resolve(repo, MAIN) if git.exists(repo, MAIN) else ""
        if update.deletes or (not update.creates and not git.is_ancestor(repo, update.new, update.old)):
            yield Refusal(_ONLY_GROWS)
        elif stands and stands != update.old:
            push_lock.release(push_lock.FILE)  # whoever is refused anyway keeps nobody waiting
            yield _overtaken(repo, stands, update, at)
        elif not update.creates and not git.continues(repo, update.new, update.old):
            yield Refusal(_WRONG_WAY_ROUND, {"branch": update.new[:10]})
        elif not update.creates:
            yield from _off_the_clock(repo, update, at)
            yield from _judged(repo, update.old, update.new, at, units)
    elif update.writes_branch and git.exists(repo, MAIN):
        yield from _judged(repo, MAIN, update.new, at)


def _overtaken(repo: git.Repository, stands: str, update: Update, at: datetime) -> Refusal:
    """The refusal where main has moved since the push was made: what it would bring to main as it is now, and how to bring it.

    The merge goes onto main, not main into the merge: the first-parent line tells when everything else landed.
    """
    wrong = tuple(_judged(repo, stands, update.new, at))
    mended = Words("NHÁNH-ĐÃ-SỬA", "MENDED-BRANCH")
    values: dict[str, Value] = {"stands": stands[:10], "branch": mended if wrong else update.new[:10]}
    return Refusal(_NO_LONGER_SOUND if wrong else _STILL_SOUND, values, because=wrong)


def _off_the_clock(repo: git.Repository, update: Update, at: datetime) -> Iterator[Refusal]:
    """Refusals for commits that land with a date other than now: their date becomes the time of receipt of all they bring."""
    for commit in git.landing_commits(repo, update.old, update.new):
        if abs(commit.committed - at) > CLOCK_TOLERANCE:
            zone = receipts.zone(repo, update.old)
            values: dict[str, Value] = {
                "commit": commit.id[:10],
                "claimed": commit.committed.astimezone(zone),
                "tolerance": CLOCK_TOLERANCE,
                "now": at.astimezone(zone).replace(microsecond=0),
            }
            yield Refusal(_OFF_THE_CLOCK, values)


def _judged(repo: git.Repository, base: str, head: str, at: datetime, units: Sequence[str] | None = None) -> Iterator[Refusal]:
    """Refusals of a change by its judgement; where the sender may send for some `units` only, also for what else it touches."""
    try:
        judgement = judge_change(repo, base, head, AsOf(at, replayed=False), units)
    except CannotJudge as error:
        yield Refusal(_AS_SAID, {"reason": error.words})
        return
    if judgement.verdict.refused:
        yield Refusal(_VERDICT, judgement=judgement)
    elif units is not None and judgement.routes:
        yield Refusal(_NOT_YOURS, {"units": tuple(units)}, judgement)


_AS_SAID = Words("{reason}", "{reason}")
_VERDICT = Words("{verdict}", "{verdict}")
_OFF_THE_CLOCK = Words(
    "Commit {commit} ghi lúc {claimed}, lệch quá {tolerance} so với đồng hồ máy chủ ({now}). Hãy gộp lại lúc này:"
    " git merge --no-ff, rồi đẩy ngay.",
    "Commit {commit} is dated {claimed}, more than {tolerance} off the server's clock ({now}). Merge again now: git merge"
    " --no-ff, then push at once.",
)
_NO_BRANCH = Words("Máy chủ chỉ nhận nhánh và thẻ, không nhận {ref}.", "Only branches and tags are taken, not {ref}.")
_ONLY_GROWS = Words(
    "Nhánh main chỉ được nối dài, không được xóa hay viết lại.", "Main only grows; it is never deleted or rewritten."
)
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
_NOT_YOURS = Words(
    "Tài khoản này chỉ được gửi bài của: {units}. Thay đổi này chạm tới phần khác:\n{routes}"
    "Tách phần của đơn vị mình ra rồi đẩy lại; phần còn lại đẩy lên một nhánh riêng và nhờ người nêu trên gộp.",
    "This account may send for: {units}. The change touches other parts:\n{routes}"
    "Push your unit's part alone; push the rest to a branch of its own and ask those named above to merge it.",
)


def base_of(repo: git.Repository, update: Update) -> str | None:
    """The revision that a branch is compared with: what main held before; None where it held nothing, or nothing the branch
    grew from."""
    base = update.old if update.ref == MAIN else MAIN
    return base if base not in _NOTHING and git.exists(repo, base) and git.related(repo, base, update.new) else None


def break_old_locks(repo: git.Repository, updates: Sequence[Update]) -> None:
    """Removes stale locks of the updated refs: Git holds a branch while its receipts are written, and a server killed then
    would never take a push to it again."""
    for ref in ("HEAD", *(update.ref for update in updates)):
        if ".." not in ref:  # Git looks at the form of a name only after this hook
            git.receipts.break_stale_lock(repo, ref)

"""SK3, time: received before closing, applied in the window, dates in order; must not read a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from sangkien.language import Until, Value, Words, say
from sangkien.model.corpus import Corpus
from sangkien.model.finding import Place, Severity
from sangkien.model.history import Commit
from sangkien.rules.rule import Hit, rule

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far an honest clock may be off before its date is called impossible."""


@rule(
    "SK301",
    Words("Nhận sau giờ đóng", "Received after closing"),
    says=Words(
        "Nội dung này được nhận lúc {received}, {late}; giờ đóng là {closes}.",
        "This content was received at {received}, {late}; closing was at {closes}.",
    ),
    cure=Words(
        "Bài đã gửi kịp mà sửa lại sau giờ đóng thì trả về nội dung cũ; bài nộp giấy hay thư điện tử kịp hạn thì nhờ nơi nhận ghi"
        " vào sổ tiếp nhận bằng lệnh: sangkien register.",
        "If it was in time and edited after closing, put the earlier content back; if it came in time on paper or by e-mail, ask"
        " the office to enter it in the register with: sangkien register.",
    ),
)
def after_closing(corpus: Corpus) -> Iterator[Hit]:
    """Đúng nội dung này phải được nhận trước giờ đóng của kỳ.

    Hướng dẫn 45/HD-CDYT, mục 5.2: phần mềm “tự động đóng sau 24h ngày 20/4/2021”. Giờ nhận là lúc sớm nhất trong hai lúc: nội dung
    ấy vào nhánh chính (giờ máy chủ), hoặc được ghi vào sổ tiếp nhận. Ngày ghi trong commit của người gửi không được tính, vì ai cũng
    tự đặt được. Sửa bài sau giờ đóng là gửi nội dung mới; đổi tên hay chuyển thư mục thì không.
    ---
    This very content must be received before the edition closes.

    Guideline 45/HD-CDYT, 5.2: the portal closes at 24:00 on 20 April 2021. The time of receipt is the earlier of two: when the
    content landed on the main branch by the server's clock, or when the register says it came. Dates in the sender's commits do
    not count, since anybody can set them. An edit after closing is new content; a rename or a move is not.
    """
    for source, edition in corpus.judged():
        portal = edition.rules.record.portal
        received = corpus.received[source.path]
        if received.at >= portal.refuses_from:
            late = _lateness(received.at - portal.closing.at)
            yield Place(source.path), {"received": received.at, "closes": Until(portal.closing.at), "late": late}


def _lateness(span: timedelta) -> Words:
    if not span:
        return Words("đúng lúc vừa đóng", "the very instant of closing")
    return Words(f"trễ {say(span, 'vi')}", f"{say(span, 'en')} late")


@rule(
    "SK302",
    Words("Áp dụng ngoài thời gian quy định", "Applied outside the programme's dates"),
    says=Words(
        "Ngày áp dụng {applied} nằm ngoài khoảng từ {first} đến {last}.",
        "Applied from {applied}, which is not between {first} and {last}.",
    ),
    cure=Words(
        "Kiểm tra lại `applied_from`: đó là ngày bắt đầu làm thật (kể cả làm thử), không phải ngày đề xuất.",
        "Check `applied_from`: the first day of real use, trial included, not the day it was proposed.",
    ),
)
def outside_window(corpus: Corpus) -> Iterator[Hit]:
    """Sáng kiến phải bắt đầu áp dụng thực tế trong thời gian của chương trình.

    Hướng dẫn 45/HD-CDYT, mục 2: được đề xuất trước tháng 02/2021 nhưng “bắt đầu triển khai thực tế… từ tháng 02/2021 đến tháng
    5/2021”.
    ---
    Real use must begin within the programme's dates.

    Guideline 45/HD-CDYT, 2: it may be proposed before February 2021 but must be put to use from February to May 2021.
    """
    for filed in corpus.submissions:
        if edition := corpus.editions.get(filed.source.address.edition):
            window = edition.rules.record.applied
            if filed.record.applied_from not in window:
                values = {"applied": filed.record.applied_from, "first": window.first, "last": window.last}
                yield filed.at("applied_from"), values


@rule(
    "SK303",
    Words("Ngày tháng ngược thứ tự", "Dates in the wrong order"),
    says=Words(
        "“{earlier}” là {first}, lại sau “{later}” là {second}.", "“{earlier}” is {first}, which is after “{later}”, {second}."
    ),
    cure=Words(
        "Sửa ngày bị ghi nhầm: đề xuất trước, rồi áp dụng, rồi mới kết thúc áp dụng thử.",
        "Correct the wrong one: first proposed, then applied, then the trial ends.",
    ),
)
def out_of_order(corpus: Corpus) -> Iterator[Hit]:
    """Đề xuất, áp dụng, kết thúc áp dụng thử phải theo đúng thứ tự thời gian.

    Sáng kiến không thể được áp dụng trước khi có người đề xuất.
    ---
    Proposed, applied, trial ended: in that order of time.

    Nothing can be in use before somebody proposed it.
    """
    titles = corpus.fields["submission"]
    for filed in corpus.submissions:
        dates: list[tuple[str, date | None]] = [
            (name, getattr(filed.record, name)) for name in ("proposed_on", "applied_from", "applied_to")
        ]
        for (earlier, first), (later, second) in pairwise(dates):
            if first and second and first > second:
                values: dict[str, Value] = {
                    "earlier": titles[earlier].title,
                    "later": titles[later].title,
                    "first": first,
                    "second": second,
                }
                yield filed.at(earlier), values


@rule(
    "SK304",
    Words("Ngày commit không thể có", "Impossible commit date"),
    says=Words("Commit {commit} tự ghi lúc {claimed}, {why}.", "Commit {commit} claims {claimed}, {why}."),
    cure=Words(
        "Chỉnh lại đồng hồ máy gửi. Cảnh báo này không làm bài bị loại: giờ nhận không lấy từ ngày này.",
        "Set the sender's clock right. This warning disqualifies nobody: the time of receipt does not come from this date.",
    ),
    severity=Severity.WARNING,
)
def impossible(corpus: Corpus) -> Iterator[Hit]:
    """Ngày ghi trong commit không thể sớm hơn commit trước nó, cũng không thể ở tương lai.

    Ngày commit chỉ là lời khai. Lời khai không thể có thật thì báo cho người duyệt xem, còn giờ nhận vẫn tính theo máy chủ và sổ
    tiếp nhận.
    ---
    A commit cannot be older than the commit before it, nor come from the future.

    Commit dates are claims. An impossible claim is shown to the reviewer; the time of receipt still comes from the server and the
    register.
    """
    told: set[str] = set()
    for path, commits in corpus.claims.items():
        for commit in commits:
            if commit.id not in told:
                told.add(commit.id)
                yield from ((Place(path), values) for values in _impossible(commit, corpus))


def _impossible(commit: Commit, corpus: Corpus) -> Iterator[dict[str, Value]]:
    zone = corpus.as_of.tzinfo
    parent = commit.parent_committed
    if parent is not None and commit.committed < parent - CLOCK_TOLERANCE:
        why = Words("sớm hơn commit ngay trước nó", "before the commit it stands on")
        yield {"commit": commit.id[:10], "claimed": Until(commit.committed.astimezone(zone)), "why": why}
    newest = max(commit.authored, commit.committed)
    if newest > corpus.as_of + CLOCK_TOLERANCE:
        why = Words("ở tương lai so với đồng hồ máy chủ", "which is ahead of the server's clock")
        yield {"commit": commit.id[:10], "claimed": Until(newest.astimezone(zone)), "why": why}

"""SK3, time: received before closing, applied in the window, dates in order; must not read a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

from sangkien.language import Until, Value, Words, say
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Location, Severity
from sangkien.model.history import Commit
from sangkien.rules.rule import Hit, Mendable, rule

CLOCK_TOLERANCE = timedelta(minutes=10)
"""How far an honest clock may be off before its date is called impossible."""
LONG_BEFORE = timedelta(days=1)
"""How far a claim must lie before the receipt to be reported: some hours of review are no forgery."""


@rule(
    "SK301",
    Words("Nhận sau giờ đóng", "Received after closing"),
    says=Words(
        "Nội dung này được nhận lúc {received}, {late}; giờ đóng là {closes}.",
        "This content was received at {received}, {late}; closing was at {closes}.",
    ),
    cure=Words(
        "Bài đã gửi kịp mà sửa lại sau giờ đóng thì khôi phục nội dung cũ, hoặc nhờ nơi nhận đính chính bằng lệnh: sangkien correct. Bài"
        " nộp giấy hay thư điện tử kịp hạn thì nhờ nơi nhận ghi vào sổ tiếp nhận bằng lệnh: sangkien register.",
        "If it was in time and edited after closing, put the earlier content back, or ask the office for a correction with: sangkien"
        " correct. If it came in time on paper or by e-mail, ask the office to enter it in the register with: sangkien register.",
    ),
    cross_file=True,
)
def after_closing(corpus: Corpus) -> Iterator[Hit]:
    """Đúng nội dung này phải được nhận trước giờ đóng của kỳ.

    Hướng dẫn 45/HD-CDYT, mục 5.2: phần mềm “tự động đóng sau 24h ngày 20/4/2021”. Giờ nhận là lúc sớm nhất trong ba lúc: nội dung ấy
    vào nhánh chính (giờ máy chủ), được máy chủ cấp biên nhận, hoặc được ghi vào sổ tiếp nhận. Ngày ghi trong commit của người gửi
    không được tính, vì ai cũng tự đặt được. Sửa bài sau giờ đóng là gửi nội dung mới, chuyển
    sang thư mục của đơn vị khác cũng vậy; đổi tên trong cùng thư mục thì không. Sót đồng tác giả, gõ nhầm, để nhầm thư mục thì nơi nhận
    đính chính bằng lệnh sangkien correct. Rút đồng ý công khai, chuyển sang bí mật, bỏ dữ liệu riêng, thêm hay sửa bản tiếng Anh
    (`title_en`, `summary_en`) thì không mất giờ nhận.
    ---
    This very content must be received before the edition closes.

    Guideline 45/HD-CDYT, 5.2: the portal closes at 24:00 on 20 April 2021. The time of receipt is the earliest of three: when the
    content landed on the main branch by the server's clock, when the server gave a receipt for it, when the register says it came.
    Dates in the sender's commits do not count, since anybody can set them. An edit after closing is new content, and so is a
    move to another unit's folder; another name in the same folder is not. For a forgotten co-author, a slip, a wrong folder the office
    writes a correction with sangkien correct. Withdrawing consent, making confidential, cutting what is private, adding or improving
    the English version (`title_en`, `summary_en`) costs no time.
    """
    for path, edition in _late(corpus):
        received, closing = corpus.received[path].at, edition.rules.record.portal.closing.at
        yield Location(path), {"received": received, "closes": Until(closing), "late": lateness(received - closing)}


def _late(corpus: Corpus) -> Iterator[tuple[str, Edition]]:
    """Every judged submission received after the closing, with its edition; before the closing no date is looked up."""
    for edition in corpus.editions.values():
        portal = edition.rules.record.portal
        if portal.closed(corpus.as_of):
            for address in corpus.judged_since(edition, portal.late_from):
                if corpus.late(address.path, edition):
                    yield address.path, edition


def lateness(span: timedelta) -> Words:
    """How late a span is, in words; zero is late already."""
    if not span:
        return Words("đúng lúc vừa hết hạn", "the very instant it was due")
    return Words(f"trễ {say(span, 'vi')}", f"{say(span, 'en')} late")


@rule(
    "SK302",
    Words("Áp dụng ngoài thời gian quy định", "Applied outside the programme's dates"),
    says=Words(
        "Ngày áp dụng {applied} nằm ngoài khoảng từ {first} đến {last}.",
        "Applied from {applied}, which is not between {first} and {last}.",
    ),
    cure=Words(
        "Kiểm tra lại `applied_from`: đó là ngày bắt đầu làm thật (kể cả làm thử), viết như {example}. Ngày ấy mà đúng thì sáng kiến không"
        " thuộc kỳ này; đừng sửa ngày cho vừa.",
        "Check `applied_from`: the first day of real use, trial included, written like {example}. If the day is right the innovation"
        " does not belong to this edition; do not change the day to fit.",
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
                values: dict[str, Value] = {"applied": filed.record.applied_from, "first": window.first, "last": window.last}
                values["example"] = window.first.isoformat()
                yield filed.at("applied_from"), values


@rule(
    "SK303",
    Words("Ngày tháng ngược thứ tự", "Dates in the wrong order"),
    says=Words(
        "“{earlier}” (dòng {line}) là {first}, lại sau “{later}” (dòng {against}) là {second}.",
        "“{earlier}” (line {line}) is {first}, which is after “{later}” (line {against}), {second}.",
    ),
    cure=Words(
        "Một trong hai ngày ghi nhầm: hỏi lại tác giả rồi sửa ngày ấy. Đề xuất trước hoặc cùng ngày với áp dụng;"
        " kết thúc áp dụng thử sau cùng.",
        "One of the two is wrong: ask the author and correct it. Proposed on or before the day of use; the trial ends last.",
    ),
    volatile=("line", "against"),
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
                    "line": filed.at(earlier).mark.line,
                    "against": filed.at(later).mark.line,
                }
                yield filed.at(earlier), values


@rule(
    "SK304",
    Words("Commit sớm hơn commit trước nó", "Commit older than its parent"),
    says=Words(
        "Commit {commit} tự ghi lúc {claimed}, sớm hơn commit ngay trước nó.",
        "Commit {commit} claims {claimed}, before the commit it stands on.",
    ),
    cure=Words(
        "Chỉnh lại đồng hồ máy gửi. Cảnh báo này không làm bài bị loại: giờ nhận không lấy từ ngày này.",
        "Set the sender's clock right. This warning disqualifies nobody: the time of receipt does not come from this date.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def older_than_parent(corpus: Corpus) -> Iterator[Hit]:
    """Ngày ghi trong commit không thể sớm hơn commit trước nó.

    Ngày commit chỉ là lời khai. Lời khai không thể có thật thì báo cho người duyệt xem, còn giờ nhận vẫn tính theo máy chủ, biên nhận
    và sổ tiếp nhận.
    ---
    A commit cannot be older than the commit before it.

    Commit dates are claims. An impossible one is shown to the reviewer; the time of receipt still comes from the server, the receipts
    and the register.
    """
    line = {commit.id for commit in corpus.disordered}
    for path, commit in _claimed(corpus):
        parent = commit.parent_committed
        if parent is not None and commit.committed < parent - CLOCK_TOLERANCE and commit.id not in line:
            yield Location(path), {"commit": commit.id[:10], "claimed": _here(commit.committed, corpus)}


@rule(
    "SK305",
    Words("Commit ở tương lai", "Commit from the future"),
    says=Words(
        "Commit {commit} tự ghi lúc {claimed}, muộn hơn giờ máy chủ.",
        "Commit {commit} claims {claimed}, ahead of the server's clock.",
    ),
    cure=Words(
        "Chỉnh lại đồng hồ máy gửi. Cảnh báo này không làm bài bị loại: giờ nhận không lấy từ ngày này.",
        "Set the sender's clock right. This warning disqualifies nobody: the time of receipt does not come from this date.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def ahead_of_the_clock(corpus: Corpus) -> Iterator[Hit]:
    """Ngày ghi trong commit không thể ở tương lai so với lúc xét.

    Lệch vài phút là chuyện thường nên được bỏ qua; lệch nhiều hơn là đồng hồ sai hoặc ngày bịa.
    ---
    A commit cannot come from the future of the judgement.

    A few minutes off is common and let pass; more is a wrong clock or an invented date.
    """
    for path, commit in _claimed(corpus):
        newest = max(commit.authored, commit.committed)
        if newest > corpus.as_of + CLOCK_TOLERANCE:
            yield Location(path), {"commit": commit.id[:10], "claimed": _here(newest, corpus)}


@rule(
    "SK306",
    Words("Thời gian trên nhánh chính không theo thứ tự", "Main line out of order"),
    says=Words(
        "Commit {commit} trên nhánh chính ghi lúc {claimed}, sớm hơn commit ngay trước nó ({before}).",
        "Commit {commit} of the main line is dated {claimed}, before the one it stands on ({before}).",
    ),
    cure=Words(
        "Người quản trị kiểm tra đồng hồ máy chủ và ai đã đẩy thẳng lên nhánh chính; giờ nhận của các bài trong commit này cần đối chiếu"
        " với biên nhận.",
        "The maintainer checks the server's clock and who pushed straight to the main branch; compare this commit's entries with the"
        " receipts.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def line_out_of_order(corpus: Corpus) -> Iterator[Hit]:
    """Trên nhánh chính, commit sau không thể có ngày sớm hơn commit trước.

    Ngày trên nhánh chính là của máy chủ gộp bài. Ngày lùi lại nghĩa là có commit không do máy chủ tạo ra: đẩy thẳng, hoặc gộp kiểu
    fast-forward mang theo ngày của người gửi.
    ---
    On the main line, a later commit cannot be dated earlier.

    Dates of the main line are the merging server's. A step back means a commit that the server did not make: a direct push, or a
    fast-forward that brought the sender's dates along.
    """
    for commit, path in corpus.disordered.items():
        parent = commit.parent_committed
        if parent is not None and commit.committed < parent - CLOCK_TOLERANCE:
            claimed, before = _here(commit.committed, corpus), _here(parent, corpus)
            yield Location(path), {"commit": commit.id[:10], "claimed": claimed, "before": before}


@rule(
    "SK307",
    Words("Tự ghi ngày kịp hạn nhưng đến muộn", "Claims to be in time but came late"),
    says=Words(
        "Commit {commit} tự ghi lúc {claimed}, trước giờ đóng; nội dung này thực ra được nhận lúc {received}.",
        "Commit {commit} claims {claimed}, before closing; this content was in fact received at {received}.",
    ),
    cure=Words(
        "Ngày người gửi tự ghi không phải bằng chứng. Nếu bài thật sự đã đến trước giờ đóng thì tìm biên nhận hoặc dòng sổ tiếp nhận.",
        "The sender's own date proves nothing. If it did come before closing, look for its receipt or its line in the register.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def claims_to_be_in_time(corpus: Corpus) -> Iterator[Hit]:
    """Nội dung đến sau giờ đóng mà commit của người gửi ghi ngày trước giờ đóng.

    Cách nhau hơn một ngày thì có thể là lùi ngày, cũng có thể là người gửi viết xong rồi để quên. Giờ nhận không đổi; người
    duyệt nên biết để trả lời khi có thắc mắc.
    ---
    Content that came after closing while the sender's commits are dated before it.

    More than a day apart, it may be backdated, or written in time and forgotten. The time of receipt stands; a reviewer should
    know, to be able to answer.
    """
    for path, edition in _late(corpus):
        received, portal = corpus.received[path], edition.rules.record.portal
        for commit in corpus.claims.get(path, ()):
            claimed = min(commit.authored, commit.committed)
            if claimed < portal.closing.at and claimed < received.at - LONG_BEFORE:
                values: dict[str, Value] = {
                    "commit": commit.id[:10],
                    "claimed": _here(claimed, corpus),
                    "received": received.at,
                }
                yield Location(path), values


@rule(
    "SK308",
    Words("Dòng sổ ghi nhận một nội dung chưa từng có", "Register line for a content that never was"),
    says=Words(
        "Số đến {number} làm chứng cho nội dung {blob} của “{path}”, nhưng tệp ấy chưa từng có nội dung này.",
        "Line {number} vouches for content {blob} of “{path}”, which never held it.",
    ),
    cure=Words(
        "Ghi sổ bằng lệnh sangkien register khi tệp đang có đúng nội dung đã nhận, rồi commit cả hai cùng lúc.",
        "Enter it with sangkien register while the file holds the very content received, and commit both together.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def vouches_for_nothing(corpus: Corpus) -> Iterator[Hit]:
    """Nội dung mà dòng sổ làm chứng phải từng nằm ở đúng tệp ấy.

    Dòng sổ như thế không làm chứng cho bài nào: thường là tệp bị sửa sau khi ghi sổ mà trước khi commit, hoặc chép nhầm mã.
    ---
    The content that a register line vouches for once stood in that file.

    Such a line covers nothing: mostly the file was edited between the entry and the commit, or the id was copied wrongly.
    """
    for edition in corpus.editions.values() if corpus.judges_register else ():
        for filed in edition.registers:
            line = filed.record
            unfounded = line.struck is None and (line.path, line.blob) in corpus.unfounded
            if unfounded and corpus.was_there(line.path, edition):
                yield filed.at("blob"), {"number": filed.number, "blob": line.blob[:12], "path": line.path}


@rule(
    "SK309",
    Words("Chuỗi biên nhận đã bị thay đổi", "Receipts tampered with"),
    says=Words("Nhánh biên nhận: commit {commit} {what}.", "Receipts branch: commit {commit} {what}."),
    cure=Words(
        "Dừng việc gộp bài; so nhánh receipts với bản sao khác và với đỉnh đã công bố trên trang, tìm ai đã ghi đè.",
        "Stop merging; compare the receipts branch with another copy and with the tip published on the site, and find who rewrote it.",
    ),
    cross_file=True,
)
def receipts_broken(corpus: Corpus) -> Iterator[Mendable]:
    """Nhánh biên nhận chỉ được nối dài: thẳng hàng, đúng thứ tự thời gian, mục lục khớp với chuỗi.

    Mỗi biên nhận là một commit đứng trên commit trước, nên sửa một dòng cũ là mọi mã về sau đều đổi, ai có bản sao cũng thấy.
    ---
    The receipts branch only grows: linear, in order of time, its index equal to its chain.

    Each receipt is a commit on top of the one before, so changing an old one changes every later id, and anyone with a copy sees it.
    """
    yield from corpus.faults_of("receipts")


def _claimed(corpus: Corpus) -> Iterator[tuple[str, Commit]]:
    """Every claimed commit once, with the first path it is about."""
    reported: set[str] = set()
    for path, commits in corpus.claims.items():
        for commit in commits:
            if commit.id not in reported:
                reported.add(commit.id)
                yield path, commit


def _here(at: datetime, corpus: Corpus) -> datetime:
    """The instant in the zone of an edition, for a reader who does not live in UTC."""
    zone = next((edition.rules.record.zone for edition in corpus.editions.values()), corpus.as_of.tzinfo)
    return at.astimezone(zone)

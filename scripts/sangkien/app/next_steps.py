"""Says what comes next for a submission and by when, from its state alone; must not know how the state was found or is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import Enum

from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass
from sangkien.model.programme import Level, Rules


class Bid(Enum):
    """How a submission stands at a level to which it was proposed."""

    WAITS = "waits"  # rightly proposed
    RESERVE = "reserve"  # rightly proposed, waits for a quota slot
    OTHER_CONTENT = "other_content"  # rightly proposed, but another content stands there now
    IMPROPER = "improper"  # the proposal does not count


@dataclass(frozen=True)
class State:
    """All that decides what comes next; levels are ids."""

    late: bool = False  # received after the closing
    faulty: bool = False  # has errors other than lateness
    upheld: bool = False  # a complaint about it was found right
    levels: tuple[str, ...] = ()  # of its unit and those above, the unit's first; empty: unknown unit
    field: str = ""  # id; empty: unknown
    bids: tuple[tuple[str, Bid], ...] = ()  # level and how it stands there, at most one for each level
    honoured: frozenset[str] = frozenset()  # with an honour in force
    revoked: frozenset[str] = frozenset()  # that took back an honour
    decided: frozenset[str] = frozenset()  # whose union in charge has honoured others


def next_steps(state: State, edition: str, rules: Rules, at: datetime) -> Iterator[Words]:
    """Yields who has to do what, by when, as of `at` (aware): first what stands in the way, then the levels from the lowest up.
    Once nothing can be done any more, it says what the submission still counts as in the edition (id)."""
    outlook = _Outlook(state, edition, rules, at)
    if state.late or state.faulty:
        yield from outlook.out()
    elif state.upheld:
        yield Words("Bài đã bị loại theo kết luận nêu trên, không được xét nữa.", "The ruling above has put it out.")
    else:
        yield from outlook.levels()


class _Outlook:
    """What is the same for all sentences about one submission."""

    def __init__(self, state: State, edition: str, rules: Rules, at: datetime) -> None:
        self._state, self._rules, self._at, self._portal = state, rules, at, rules.portal
        self._given: dict[str, Value] = {
            "edition": edition,
            "opens": rules.portal.opens,
            "closes": Until(rules.portal.closing.at),
            "last": rules.campaign.last,
        }
        if rules.corrections:
            self._given["corrections"] = Until(rules.corrections.due[-1].at)
        self._ended = at.astimezone(rules.zone).date() > rules.campaign.last and self._portal.closed(at)

    def _say(self, words: Words, **more: Value) -> Words:
        return filled(words, self._given | more)

    @property
    def _corrected(self) -> bool:
        """Whether the office may still correct."""
        return self._rules.corrections is not None and not self._rules.corrections.closed(self._at)

    def out(self) -> Iterator[Words]:
        """Of one that is late or has errors."""
        if self._state.late:
            yield self._say(_LATE)
            yield _ON_PAPER
            if self._corrected:
                yield self._say(_EDITED_LATE)
        elif not self._portal.closed(self._at):
            yield self._say(_MEND)
            return
        else:
            yield self._say(_BROKEN)
            if self._corrected:
                yield self._say(_SLIP)
        yield self._say(_COUNTS_INVALID if self._state.faulty else _COUNTS_LATE)

    def levels(self) -> Iterator[Words]:
        """Of one that is valid: what each level may still do, below which none has honoured it, then what it counts as."""
        state, rules = self._state, self._rules
        if self._at < self._portal.opens:
            yield self._say(_NOT_OPEN)
        top = min(map(rules.rank, state.honoured), default=len(rules.levels))
        bids, pending = dict(state.bids), False
        for level in reversed(rules.levels[:top]):
            bid = bids.get(level.id)
            if bid in (None, Bid.IMPROPER):
                pending |= level.due is not None and not level.closed(self._at)
                yield from self._unproposed(level, bid)
            else:
                pending |= level.id not in state.decided
                yield self._proposed(level, bid)
        if not pending and state.honoured and self._ended:
            yield self._say(_DONE)
        elif not pending and not state.honoured:
            yield self._say(_COUNTS_AFTER if self._ended else _COUNTS)

    def _proposed(self, level: Level, bid: Bid) -> Words:
        names: dict[str, Value] = {"level": level.name}
        if level.due:
            names["due"] = Until(level.due.at)
        open_still = level.due is not None and not level.closed(self._at)
        if level.id in self._state.decided:
            return self._say(_PASSED_OVER_RESERVE if bid is Bid.RESERVE else _PASSED_OVER, **names)
        if bid is Bid.OTHER_CONTENT:
            return self._say(_OTHER_CONTENT_OPEN if open_still else _OTHER_CONTENT, **names)
        if self._ended:
            return self._say(_OVERDUE, **names)
        if bid is Bid.RESERVE:
            return self._say(_RESERVE, **names)
        return self._say(_WAITS_OPEN if open_still else _WAITS, **names)

    def _unproposed(self, level: Level, bid: Bid | None) -> Iterator[Words]:
        state, names = self._state, {"level": level.name}
        if level.due is None:
            if level.id in state.levels and level.id not in state.revoked and not self._ended:
                yield self._say(_OWN_AUTHORITY, **names)
            return
        due: Value = Until(level.due.at)
        able = [each for each in state.levels if self._rules.rank(each) > self._rules.rank(level.id)]
        if level.fields and state.field and state.field not in level.fields:
            yield self._say(_FIELD, field=self._rules.vocabulary("fields")[state.field], **names)
        elif level.closed(self._at):
            yield self._say(_CLOSED, due=due, **names)
        elif bid is Bid.IMPROPER:
            yield self._say(_IMPROPER, due=due, **names)
        elif able:
            said = _MAY_PROPOSE if len(able) == 1 else _MAY_PROPOSE_ALSO_ABOVE
            yield self._say(said, unit=self._rules.vocabulary("levels").get(able[0], _THE_UNIT), due=due, **names)


_THE_UNIT = Words("Đơn vị", "The unit")
_NOT_OPEN = Words("Cổng nhận bài mở lúc {opens}, đóng lúc {closes}.", "The intake opens at {opens} and closes at {closes}.")
_LATE = Words(
    "Bài đến sau giờ đóng ({closes}) nên không được xét ở kỳ {edition}.",
    "It came after closing ({closes}) and is not considered in edition {edition}.",
)
_ON_PAPER = Words(
    "Nếu bản giấy hay thư điện tử đã đến kịp: nhờ nơi nhận ghi vào sổ tiếp nhận.",
    "If it came in time on paper or by e-mail: ask the office to enter it in the register.",
)
_EDITED_LATE = Words(
    "Nếu bài đã gửi kịp, chỉ sửa lại sau giờ đóng: nhờ nơi nhận đính chính trước {corrections}.",
    "If it was in time and only edited after closing: ask the office to correct it by {corrections}.",
)
_MEND = Words(
    "Tác giả hoặc công đoàn cơ sở sửa các lỗi trên trước {closes}.",
    "The author or the grassroots union mends the errors above before {closes}.",
)
_BROKEN = Words(
    "Cổng nhận bài đã đóng ({closes}); bài còn lỗi nên không được xét.",
    "The intake is closed ({closes}); with its errors it is not considered.",
)
_SLIP = Words(
    "Nếu chỉ là gõ nhầm ở mục được đính chính: nhờ nơi nhận đính chính trước {corrections}.",
    "If it is a slip that may be corrected: ask the office to correct it by {corrections}.",
)
_COUNTS_LATE = Words("Trong số liệu của kỳ, bài được tính là trễ hạn.", "In the figures of the edition it counts as late.")
_COUNTS_INVALID = Words(
    "Trong số liệu của kỳ, bài được tính là không hợp lệ.", "In the figures of the edition it counts as invalid."
)
_COUNTS = Words(
    "Bài vẫn được tính là sáng kiến hợp lệ trong số liệu của kỳ {edition}.",
    "It still counts as a valid innovation in the figures of edition {edition}.",
)
_COUNTS_AFTER = Words(
    "Kỳ {edition} đã kết thúc ngày {last}; bài vẫn được tính là sáng kiến hợp lệ trong số liệu của kỳ.",
    "Edition {edition} ended on {last}; it still counts as a valid innovation in its figures.",
)
_DONE = Words(
    "Kỳ {edition} đã kết thúc ngày {last}; không còn việc gì phải làm.",
    "Edition {edition} ended on {last}; nothing remains to be done.",
)
_PASSED_OVER = Words("{level} đã ra quyết định, không có bài này.", "{level}: the decision has been made, without this one.")
_PASSED_OVER_RESERVE = Words(
    "{level} đã ra quyết định; bài dự bị này không tới lượt.",
    "{level}: the decision has been made; this one, in reserve, was not reached.",
)
_OTHER_CONTENT_OPEN = Words(
    "Nội dung hiện nay khác nội dung hội đồng đã xét: khôi phục nội dung cũ, hoặc hội đồng xét lại và gửi lại hồ sơ lên {level} trước"
    " {due}.",
    "{level}: what stands there now is not what the council saw; put that back, or let the council vote again and send the dossier by"
    " {due}.",
)
_OTHER_CONTENT = Words(
    "Nội dung hiện nay khác nội dung hội đồng đã xét: khôi phục nội dung cũ thì {level} mới chọn được.",
    "{level}: what stands there now is not what the council saw; it can be chosen only once that is put back.",
)
_OVERDUE = Words(
    "Chưa có quyết định nào của {level} về bài này, dù kỳ {edition} đã kết thúc ngày {last}: hỏi đơn vị đã đề nghị.",
    "{level}: no decision on it yet, though edition {edition} ended on {last}; ask the union that proposed it.",
)
_RESERVE = Words(
    "Dự bị ở {level}: được xét khi có suất trống, chậm nhất đến hết ngày {last}.",
    "{level}: in reserve, considered once a place falls free, until {last} at the latest.",
)
_WAITS_OPEN = Words(
    "Chờ {level} xét và ra quyết định; cấp này nhận hồ sơ đến {due}.",
    "{level}: the decision is awaited; dossiers are taken until {due}.",
)
_WAITS = Words(
    "Chờ {level} xét và ra quyết định; kỳ {edition} kéo dài đến hết ngày {last}.",
    "{level}: the decision is awaited; edition {edition} runs until {last}.",
)
_OWN_AUTHORITY = Words(
    "{level} có thể tôn vinh theo thẩm quyền, không cần hồ sơ, đến hết ngày {last}.",
    "{level}: may honour it by its own authority, without a dossier, until {last}.",
)
_FIELD = Words("{level} không xét lĩnh vực “{field}”.", "{level}: does not honour the field “{field}”.")
_CLOSED = Words("Đã hết hạn đề nghị lên {level} ({due}).", "{level}: dossiers were due by {due}.")
_IMPROPER = Words(
    "Đề nghị lên {level} chưa được tính vì lý do nêu trên: đơn vị đề nghị sửa hồ sơ trước {due}.",
    "{level}: the proposal does not count, for the reason above; whoever proposed it mends the dossier by {due}.",
)
_MAY_PROPOSE = Words("{unit} có thể đề nghị lên {level}, hồ sơ nộp trước {due}.", "{level}: {unit} may propose it, by {due}.")
_MAY_PROPOSE_ALSO_ABOVE = Words(
    "{unit} hoặc công đoàn cấp trên có thể đề nghị lên {level}, hồ sơ nộp trước {due}.",
    "{level}: {unit}, or a union above it, may propose it, by {due}.",
)

"""What comes next for a submission and by when: one line of the table for every state, at every instant that matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from sangkien import git
from sangkien.app.next_steps import Bid, State, next_steps
from sangkien.corpus import load_law
from sangkien.model.programme import Rules
from story import PROJECT

BEFORE, OPEN, NATION_DUE, CLOSED, ALL_DUE, ENDED, YEARS = (
    f"{day}T00:00:00+07:00"
    for day in ("2021-03-09", "2021-03-10", "2021-04-11", "2021-04-21", "2021-04-26", "2021-06-01", "2026-11-22")
)
SOUND = State(levels=("grassroots", "upper", "province"), field="community-health")
LATE, FAULTY = replace(SOUND, late=True), replace(SOUND, faulty=True)


def honoured(*levels: str, **more: object) -> State:
    return replace(SOUND, honoured=frozenset(levels), **more)  # type: ignore[arg-type]


def bid(how: Bid, **more: object) -> State:
    """Proposed to the province."""
    return replace(SOUND, bids=(("province", how),), **more)  # type: ignore[arg-type]


NOT_OPEN = "Cổng nhận bài mở lúc 00:00 ngày 10/3/2021, đóng lúc 24:00 ngày 20/4/2021."
OWN = [
    "Công đoàn cơ sở có thể tôn vinh theo thẩm quyền, không cần hồ sơ, đến hết ngày 31/5/2021.",
    "Công đoàn cấp trên trực tiếp cơ sở có thể tôn vinh theo thẩm quyền, không cần hồ sơ, đến hết ngày 31/5/2021.",
]
MAY = "Công đoàn cơ sở hoặc công đoàn cấp trên có thể đề nghị lên {}, hồ sơ nộp trước {}."
TO_PROVINCE = MAY.format("LĐLĐ tỉnh, công đoàn ngành Trung ương", "24:00 ngày 25/4/2021")
TO_NATION = MAY.format("Tổng Liên đoàn", "24:00 ngày 10/4/2021")
PROVINCE_OVER = "Đã hết hạn đề nghị lên LĐLĐ tỉnh, công đoàn ngành Trung ương (24:00 ngày 25/4/2021)."
NATION_OVER = "Đã hết hạn đề nghị lên Tổng Liên đoàn (24:00 ngày 10/4/2021)."
COUNTS = "Bài vẫn được tính là sáng kiến hợp lệ trong số liệu của kỳ 2021."
COUNTS_AFTER = "Kỳ 2021 đã kết thúc ngày 31/5/2021; bài vẫn được tính là sáng kiến hợp lệ trong số liệu của kỳ."
DONE = "Kỳ 2021 đã kết thúc ngày 31/5/2021; không còn việc gì phải làm."
WAITS_OPEN = "Chờ LĐLĐ tỉnh, công đoàn ngành Trung ương xét và ra quyết định; cấp này nhận hồ sơ đến 24:00 ngày 25/4/2021."
WAITS = "Chờ LĐLĐ tỉnh, công đoàn ngành Trung ương xét và ra quyết định; kỳ 2021 kéo dài đến hết ngày 31/5/2021."
NATION_WAITS = "Chờ Tổng Liên đoàn xét và ra quyết định; kỳ 2021 kéo dài đến hết ngày 31/5/2021."
OVERDUE = (
    "Chưa có quyết định nào của LĐLĐ tỉnh, công đoàn ngành Trung ương về bài này, dù kỳ 2021 đã kết thúc ngày 31/5/2021: hỏi đơn vị đã đề"
    " nghị."
)
RESERVE = "Dự bị ở LĐLĐ tỉnh, công đoàn ngành Trung ương: được xét khi có suất trống, chậm nhất đến hết ngày 31/5/2021."
NOT_REACHED = "LĐLĐ tỉnh, công đoàn ngành Trung ương đã ra quyết định; bài dự bị này không tới lượt."
PASSED_OVER = "LĐLĐ tỉnh, công đoàn ngành Trung ương đã ra quyết định, không có bài này."
TOO_LATE = [
    "Bài đến sau giờ đóng (24:00 ngày 20/4/2021) nên không được xét ở kỳ 2021.",
    "Nếu bản giấy hay thư điện tử đã đến kịp: nhờ nơi nhận ghi vào sổ tiếp nhận.",
]
EDITED = "Nếu bài đã gửi kịp, chỉ sửa lại sau giờ đóng: nhờ nơi nhận đính chính trước 24:00 ngày 25/4/2021."
BROKEN = "Cổng nhận bài đã đóng (24:00 ngày 20/4/2021); bài còn lỗi nên không được xét."
SLIP = "Nếu chỉ là gõ nhầm ở mục được đính chính: nhờ nơi nhận đính chính trước 24:00 ngày 25/4/2021."
COUNTS_LATE = "Trong số liệu của kỳ, bài được tính là trễ hạn."
COUNTS_INVALID = "Trong số liệu của kỳ, bài được tính là không hợp lệ."
PUT_BACK = "Nội dung hiện nay khác nội dung hội đồng đã xét: khôi phục nội dung cũ"
PUT_BACK_OPEN = (
    f"{PUT_BACK}, hoặc hội đồng xét lại và gửi lại hồ sơ lên LĐLĐ tỉnh, công đoàn ngành Trung ương trước 24:00 ngày 25/4/2021."
)
PUT_BACK_CLOSED = f"{PUT_BACK} thì LĐLĐ tỉnh, công đoàn ngành Trung ương mới chọn được."
IMPROPER = (
    "Đề nghị lên LĐLĐ tỉnh, công đoàn ngành Trung ương chưa được tính vì lý do nêu trên: đơn vị đề nghị sửa hồ sơ trước 24:00 ngày"
    " 25/4/2021."
)
NO_FIELD = "Tổng Liên đoàn không xét lĩnh vực “Lĩnh vực khác”."
OFFICE = "LĐLĐ tỉnh, công đoàn ngành Trung ương có thể đề nghị lên Tổng Liên đoàn, hồ sơ nộp trước 24:00 ngày 10/4/2021."
DECIDED = frozenset({"province"})
MEND = "Tác giả hoặc công đoàn cơ sở sửa các lỗi trên trước 24:00 ngày 20/4/2021."
RULED = "Bài đã bị loại theo kết luận nêu trên, không được xét nữa."

TABLE: list[tuple[str, State, str, list[str]]] = [
    ("nobody proposed it, before opening", SOUND, BEFORE, [NOT_OPEN, *OWN, TO_PROVINCE, TO_NATION]),
    ("nobody proposed it, open", SOUND, OPEN, [*OWN, TO_PROVINCE, TO_NATION]),
    ("nobody proposed it, one due passed", SOUND, NATION_DUE, [*OWN, TO_PROVINCE, NATION_OVER]),
    ("nobody proposed it, closed", SOUND, CLOSED, [*OWN, TO_PROVINCE, NATION_OVER]),
    ("nobody proposed it, every due passed", SOUND, ALL_DUE, [*OWN, PROVINCE_OVER, NATION_OVER, COUNTS]),
    ("nobody proposed it, ended", SOUND, ENDED, [PROVINCE_OVER, NATION_OVER, COUNTS_AFTER]),
    ("nobody proposed it, years later", SOUND, YEARS, [PROVINCE_OVER, NATION_OVER, COUNTS_AFTER]),
    ("late, may still be corrected", LATE, CLOSED, [*TOO_LATE, EDITED, COUNTS_LATE]),
    ("late, may not be corrected any more", LATE, ALL_DUE, [*TOO_LATE, COUNTS_LATE]),
    ("late and broken", replace(LATE, faulty=True), YEARS, [*TOO_LATE, COUNTS_INVALID]),
    ("broken, before opening", FAULTY, BEFORE, [MEND]),
    ("broken, open", FAULTY, OPEN, [MEND]),
    ("broken, closed", FAULTY, CLOSED, [BROKEN, SLIP, COUNTS_INVALID]),
    ("broken, every due passed", FAULTY, ALL_DUE, [BROKEN, COUNTS_INVALID]),
    ("a complaint was right", replace(SOUND, upheld=True), OPEN, [RULED]),
    ("a complaint was right, years later", replace(SOUND, upheld=True), YEARS, [RULED]),
    ("of a field that the nation leaves out", replace(SOUND, field="other"), OPEN, [*OWN, TO_PROVINCE, NO_FIELD]),
    ("proposed, open", bid(Bid.WAITS), NATION_DUE, [*OWN, WAITS_OPEN, NATION_OVER]),
    ("proposed, due passed", bid(Bid.WAITS), ALL_DUE, [*OWN, WAITS, NATION_OVER]),
    ("proposed, ended without a decision", bid(Bid.WAITS), YEARS, [OVERDUE, NATION_OVER]),
    ("passed over", bid(Bid.WAITS, decided=DECIDED), ALL_DUE, [*OWN, PASSED_OVER, NATION_OVER, COUNTS]),
    ("passed over, years later", bid(Bid.WAITS, decided=DECIDED), YEARS, [PASSED_OVER, NATION_OVER, COUNTS_AFTER]),
    ("in reserve", bid(Bid.RESERVE), ALL_DUE, [*OWN, RESERVE, NATION_OVER]),
    ("in reserve, not reached", bid(Bid.RESERVE, decided=DECIDED), YEARS, [NOT_REACHED, NATION_OVER, COUNTS_AFTER]),
    ("another content, open", bid(Bid.OTHER_CONTENT), NATION_DUE, [*OWN, PUT_BACK_OPEN, NATION_OVER]),
    ("another content, due passed", bid(Bid.OTHER_CONTENT), ALL_DUE, [*OWN, PUT_BACK_CLOSED, NATION_OVER]),
    ("wrongly proposed, open", bid(Bid.IMPROPER), NATION_DUE, [*OWN, IMPROPER, NATION_OVER]),
    ("wrongly proposed, years later", bid(Bid.IMPROPER), YEARS, [PROVINCE_OVER, NATION_OVER, COUNTS_AFTER]),
    ("honoured by the grassroots, open", honoured("grassroots"), OPEN, [OWN[1], TO_PROVINCE, TO_NATION]),
    ("honoured by the upper union, every due passed", honoured("upper"), ALL_DUE, [PROVINCE_OVER, NATION_OVER]),
    ("honoured by the upper union, years later", honoured("upper"), YEARS, [PROVINCE_OVER, NATION_OVER, DONE]),
    ("honoured above, passed over below", honoured("national", bids=(("province", Bid.WAITS),), decided=DECIDED), ALL_DUE, []),
    ("honoured above, still proposed below", honoured("national", bids=(("upper", Bid.WAITS),)), YEARS, [DONE]),
    ("honoured below, waits above", honoured("province", bids=(("national", Bid.WAITS),)), ALL_DUE, [NATION_WAITS]),
    ("revoked", replace(SOUND, revoked=frozenset({"upper"})), ALL_DUE, [OWN[0], PROVINCE_OVER, NATION_OVER, COUNTS]),
    ("revoked, years later", replace(SOUND, revoked=frozenset({"upper"})), YEARS, [PROVINCE_OVER, NATION_OVER, COUNTS_AFTER]),
    ("of a province's own office", replace(SOUND, levels=("province",)), OPEN, [OFFICE]),
]


@cache
def rules() -> Rules:
    repo = git.open_repository(PROJECT)
    return load_law(git.snapshot(repo, "HEAD"), repo.store).editions["2021"].rules.record


@pytest.mark.parametrize(("state", "at", "said"), [line[1:] for line in TABLE], ids=[line[0] for line in TABLE])
def test_what_comes_next(state: State, at: str, said: list[str]) -> None:
    steps = [*next_steps(state, "2021", rules(), datetime.fromisoformat(at))]
    assert [step.vi for step in steps] == said
    assert all(step.en and step.en != step.vi for step in steps)


@pytest.mark.parametrize("state", [line[1] for line in TABLE], ids=[line[0] for line in TABLE])
def test_nobody_is_told_to_act_by_an_instant_that_has_passed(state: State) -> None:
    """Years later no sentence gives a date to act by; what was due is said to have been."""
    for step in next_steps(state, "2021", rules(), datetime.fromisoformat(YEARS)):
        assert not any(word in step.vi for word in ("Chờ ", "nộp trước", "sửa hồ sơ trước", "đính chính trước", "chậm nhất"))


@pytest.mark.parametrize("at", [BEFORE, OPEN, NATION_DUE, CLOSED, ALL_DUE, ENDED, YEARS])
def test_whatever_is_not_honoured_is_told_something_at_any_time(at: str) -> None:
    for _, state, _, _ in TABLE:
        if not state.honoured:
            assert [*next_steps(state, "2021", rules(), datetime.fromisoformat(at))]


def test_an_edition_without_corrections_promises_none() -> None:
    bare = replace(rules(), corrections=None)
    steps = [step.vi for step in next_steps(LATE, "2021", bare, datetime.fromisoformat(CLOSED))]
    assert steps == [*TOO_LATE, COUNTS_LATE]

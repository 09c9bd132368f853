"""Every kind of value said in Vietnamese and in English, as a reader of that language would write it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import GenericAlias
from typing import get_args

import pytest

from sangkien.language import Until, Value, Words, fill, say

VALUES: list[tuple[Value, str, str]] = [
    ("Giá đỡ {x}", "Giá đỡ {x}", "Giá đỡ {x}"),
    (0, "0", "0"),
    (999, "999", "999"),
    (1000, "1.000", "1,000"),
    (36_000_000, "36.000.000", "36,000,000"),
    (-1234, "-1.234", "-1,234"),
    (True, "có", "yes"),
    (False, "không", "no"),
    (date(2021, 4, 5), "5/4/2021", "5 April 2021"),
    (date(2020, 12, 31), "31/12/2020", "31 December 2020"),
    (datetime(2021, 1, 2, 16, 5, tzinfo=UTC), "16:05 ngày 2/1/2021", "16:05 on 2 January 2021"),
    (datetime(2021, 4, 20, 23, 59, 59, tzinfo=UTC), "23:59:59 ngày 20/4/2021", "23:59:59 on 20 April 2021"),
    (datetime(2021, 4, 21, tzinfo=UTC), "00:00 ngày 21/4/2021", "00:00 on 21 April 2021"),
    (Until(datetime(2021, 4, 21, tzinfo=UTC)), "24:00 ngày 20/4/2021", "24:00 on 20 April 2021"),
    (Until(datetime(2021, 3, 1, tzinfo=UTC)), "24:00 ngày 28/2/2021", "24:00 on 28 February 2021"),
    (Until(datetime(2021, 1, 1, tzinfo=UTC)), "24:00 ngày 31/12/2020", "24:00 on 31 December 2020"),
    (Until(datetime(2021, 4, 21, 0, 0, 1, tzinfo=UTC)), "00:00:01 ngày 21/4/2021", "00:00:01 on 21 April 2021"),
    (Until(datetime(2021, 4, 20, 17, 0, tzinfo=UTC)), "17:00 ngày 20/4/2021", "17:00 on 20 April 2021"),
    (Decimal("3.5"), "3,5", "3.5"),
    (Decimal("-18"), "-18", "-18"),
    (Decimal("1234.50"), "1.234,50", "1,234.50"),
    (Words("lỗi", "error"), "lỗi", "error"),
    (("enterprise", "agency"), "enterprise, agency", "enterprise, agency"),
    ((), "", ""),
    (timedelta(seconds=1), "1 giây", "1 second"),
    (timedelta(seconds=61), "1 phút 1 giây", "1 minute 1 second"),
    (timedelta(hours=1), "1 giờ", "1 hour"),
    (timedelta(days=4, hours=8), "4 ngày 8 giờ", "4 days 8 hours"),
    (timedelta(days=1, hours=2, minutes=3, seconds=4), "1 ngày 2 giờ", "1 day 2 hours"),
    (timedelta(days=2, seconds=5), "2 ngày 5 giây", "2 days 5 seconds"),
    (timedelta(days=1000), "1.000 ngày", "1,000 days"),
    (-timedelta(minutes=90), "1 giờ 30 phút", "1 hour 30 minutes"),
    (timedelta(0), "0 giây", "0 seconds"),
]


@pytest.mark.parametrize(("value", "vi", "en"), VALUES, ids=repr)
def test_a_value_is_said_in_both_languages(value: Value, vi: str, en: str) -> None:
    assert (say(value, "vi"), say(value, "en")) == (vi, en)


def test_no_kind_of_value_is_left_without_a_row_above() -> None:
    kinds = {kind.__origin__ if isinstance(kind, GenericAlias) else kind for kind in get_args(Value)}
    assert kinds <= {type(value) for value, _, _ in VALUES}


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_its_own_english_name(month: int) -> None:
    assert say(date(2021, month, 1), "en") == f"1 {date(2021, month, 1):%B %Y}"


def test_a_sentence_is_filled_in_its_own_language_and_never_twice() -> None:
    template = Words("{who} gửi {count} bài lúc {at}", "{who} sent {count} at {at}")
    values: dict[str, Value] = {"who": "{count}", "count": 1500, "at": Until(datetime(2021, 4, 21, tzinfo=UTC)), "spare": 1}
    assert fill(template, values, "vi") == "{count} gửi 1.500 bài lúc 24:00 ngày 20/4/2021"
    assert fill(template, values, "en") == "{count} sent 1,500 at 24:00 on 20 April 2021"


def test_a_sentence_with_a_blank_that_nothing_fills_is_a_failure() -> None:
    with pytest.raises(KeyError, match="count"):
        fill(Words("{count}", "{count}"), {}, "vi")

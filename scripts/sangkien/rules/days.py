"""SK3, days: can a day that a paper names be true at all? Must not read a clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, get_args, get_type_hints

from sangkien.language import Value, Words
from sangkien.model.act import Agreement
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.submission import Submission
from sangkien.rules.rule import Hit, rule

_BEFORE, _LONG_BEFORE, _AFTER = 1, 5, 3
"""Years before the programme that a paper about it can be of, that an idea or an agreement can be of; and years after its end."""


@rule(
    "SK310",
    Words("Năm không thể có", "A year that cannot be"),
    says=Words(
        "“{field}” (`{name}`) là {day}; chương trình diễn ra từ {first} đến {last}, nên năm ấy không thể đúng.",
        "“{field}” (`{name}`) is {day}; the programme ran from {first} to {last}, so that year cannot be right.",
    ),
    cure=Words(
        "Xem lại văn bản gốc rồi ghi đúng ngày, viết theo kiểu: {example}",
        "Look at the paper itself and write its day, like: {example}",
    ),
    volatile=("example",),
)
def impossible_year(corpus: Corpus) -> Iterator[Hit]:
    """Ngày ghi trong bài và văn bản phải là ngày có thể có thật của kỳ.

    Gõ nhầm một chữ số thì năm 2021 thành 2201 hay 1021: trang tin, lịch và báo cáo xếp theo ngày đều sai theo. Văn bản của kỳ không thể
    có trước kỳ hơn một năm (đề xuất và thỏa thuận: năm năm), cũng không thể sau khi kỳ kết thúc hơn ba năm.
    ---
    Days named in submissions and acts can be real days of the edition.

    With one slip 2021 becomes 2201 or 1021, and the feed, the calendar and every report in order of days go wrong with it. No paper of
    an edition is older than it by more than a year (a proposal or an agreement: five), nor later than its end by more than three.
    """
    for filed in corpus.submissions:
        if edition := corpus.editions.get(filed.source.address.edition):
            yield from _impossible(filed, edition, corpus)
    for edition in corpus.editions.values():
        for act in edition.acts:
            yield from _impossible(act, edition, corpus)


def _impossible(filed: Filed[Any], edition: Edition, corpus: Corpus) -> Iterator[Hit]:
    campaign = edition.rules.record.campaign
    before = _LONG_BEFORE if isinstance(filed.record, Submission | Agreement) else _BEFORE
    for name, day in _days(filed.record, ""):
        if campaign.first.year - before <= day.year <= campaign.last.year + _AFTER:
            continue
        known = corpus.fields[filed.source.address.kind]
        spec = known["".join("[]" if step.isdecimal() else f".{step}" for step in name.split(".")).removeprefix(".")]
        values: dict[str, Value] = {"field": spec.title, "name": spec.name, "day": day, "example": spec.example}
        yield filed.at(name), {**values, "first": campaign.first, "last": campaign.last}


def _days(record: Any, before: str) -> Iterator[tuple[str, date]]:
    """Every date in a record with the dotted path of its field, `before` it."""
    kind: Any = type(record)
    for name in _dated(kind):
        value = getattr(record, name)
        several = value if isinstance(value, tuple) else (value,)
        for position, each in enumerate(several):
            path = f"{before}{name}.{position}" if isinstance(value, tuple) else f"{before}{name}"
            if isinstance(each, date):
                yield path, each
            elif is_dataclass(each):
                yield from _days(each, f"{path}.")


@cache
def _dated(kind: Any) -> tuple[str, ...]:
    """Names of the fields of a record class in which a date may stand, at any depth."""
    hints = get_type_hints(kind)
    return tuple(field.name for field in fields(kind) if _holds_days(hints[field.name]))


def _holds_days(hint: Any) -> bool:
    if hint in (date, datetime):
        return hint is date
    made: Any = hint if is_dataclass(hint) else None
    return bool(_dated(made)) if made else any(map(_holds_days, get_args(hint)))

"""The few numbers that stand for many entries, and two editions' beside each other; must not group, nor know how they are shown."""

from __future__ import annotations

from collections.abc import Iterable

from sangkien.figures.entry import CountedSubmission, Validity
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.artifact import Column, Measure, Table


@dataclass(frozen=True)
class Summary:
    """What came together from an edition, or from a unit and all below it."""

    received: int  # entries, whatever became of them
    on_time: int  # valid and in time
    late: int  # valid, received after the closing
    invalid: int  # with any other error
    honoured: int  # with an honour in force
    units: int  # from which something came
    benefit: int  # declared for the valid entries in time, in đồng a year


NAMES = {
    "received": Words("Bài đã nhận", "Entries received"),
    "on_time": Words("Hợp lệ, đúng hạn", "Valid, in time"),
    "late": Words("Trễ hạn", "Late"),
    "invalid": Words("Không hợp lệ", "Invalid"),
    "honoured": Words("Được tôn vinh", "Honoured"),
    "units": Words("Đơn vị có bài", "Units that sent some"),
    "benefit": Words("Làm lợi tác giả kê khai (đồng/năm)", "Benefit declared by the authors (đồng a year)"),
}
"""What each number is called, by its field."""


def summary(entries: Iterable[CountedSubmission]) -> Summary:
    """Returns the numbers of these entries."""
    listed = tuple(entries)
    counts = {validity: sum(entry.validity is validity for entry in listed) for validity in Validity}
    return Summary(
        len(listed),
        counts[Validity.ON_TIME],
        counts[Validity.LATE],
        counts[Validity.INVALID],
        sum(bool(entry.honours) for entry in listed),
        len({entry.unit for entry in listed}),
        benefit(listed),
    )


def benefit(entries: Iterable[CountedSubmission]) -> int:
    """Returns the declared benefit of the valid entries in time, in đồng a year."""
    return sum(entry.benefit or 0 for entry in entries if entry.validity is Validity.ON_TIME)


@dataclass(frozen=True)
class Earlier:
    """The edition before this one."""

    edition: str  # id
    summary: Summary  # of the same unit, or of the whole edition


def compared(edition: str, now: Summary, earlier: Earlier) -> Table:
    """Returns the table that sets the numbers of an edition (id) beside those of the earlier one."""
    pairs = [(id, name, getattr(now, id), getattr(earlier.summary, id)) for id, name in NAMES.items()]
    return Table(
        id="ky-truoc",
        title=Words("So với kỳ trước", "Against the edition before"),
        note=Words("", ""),
        columns=(
            Column("name", Words("Số liệu", "Figure"), Measure.NAME),
            Column("now", Words(f"Kỳ {edition}", f"Edition {edition}")),
            Column("before", Words(f"Kỳ trước ({earlier.edition})", f"Edition before ({earlier.edition})")),
            Column("difference", Words("Chênh lệch", "Difference")),
        ),
        rows=tuple((name, one, other, one - other) for _, name, one, other in pairs),
        codes=tuple(id for id, *_ in pairs),
    )

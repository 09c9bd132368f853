"""The report page of an edition: every table with its picture and its files; must not count anything itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sangkien.figures import SELF_DECLARED, Figures, Standing
from sangkien.language import Value, say
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Edition
from sangkien.outputs.site.charts import Chart, Series, against, ladder, stacked
from sangkien.outputs.site.markup import attribute, front_matter, inline

_STANDINGS = (("on_time", "sk-good"), ("late", "sk-late"), ("invalid", "sk-bad"))
_MOST_BARS = 25

SAMPLE = (
    '!!! warning "Dữ liệu mẫu"\n\n    Các bài, đơn vị có chữ “(mẫu)” và quyết định trên trang này được bịa ra để minh họa.\n\n'
)

Draw = Callable[[Chart], str]


def page(edition: Edition, figures: Figures, data: str, others: str, sample: bool) -> str:
    """All tables under one another, the summary first. `data` leads to the folder of CSV and JSON files, `others` names the
    reports of other editions."""
    name = edition.rules.record.name.vi
    head = front_matter(title=f"Báo cáo kỳ {edition.id}", hide=["navigation"])
    parts = [head, f"# Báo cáo kỳ {edition.id}\n\n", f"Chương trình “{inline(name)}”.\n\n", others]
    parts += [SAMPLE if sample else "", tiles(figures)]
    parts.append(f"{inline(SELF_DECLARED.vi)}\n\n")
    for table in figures.tables:
        parts.append(f"## {inline(table.title.vi)} {{ #{table.id} }}\n\n")
        parts.append(_picture(table))
        parts.append(html(table))
        note = f"{inline(table.note.vi)} " if table.note.vi else ""
        parts.append(f'\n{note}Tải về: <a href="{data}/{edition.id}/{table.id}.csv">CSV</a>\n\n')
    parts.append(f'Mọi bảng trong một tệp: <a href="{data}/{edition.id}/bao-cao.json">JSON</a>\n')
    return "".join(parts)


def tiles(figures: Figures) -> str:
    """The numbers one wants first."""
    numbers = (
        ("bài đã nhận", len(figures.entries)),
        ("hợp lệ, đúng hạn", figures.count(Standing.ON_TIME)),
        ("trễ hạn", figures.count(Standing.LATE)),
        ("không hợp lệ", figures.count(Standing.INVALID)),
        ("được tôn vinh", figures.honoured),
        ("đơn vị có bài", figures.units),
        ("đồng làm lợi mỗi năm, tự khai", figures.benefit),
    )
    tiles = "".join(f"<li><strong>{say(number, 'vi')}</strong> <span>{attribute(name)}</span></li>" for name, number in numbers)
    return f'<ul class="sk-tiles">{tiles}</ul>\n\n'


def html(table: Table) -> str:
    """The table as HTML: numbers to the right, the row's name as its header."""
    heads = "".join(f'<th scope="col"{_side(column)}>{attribute(column.title.vi)}</th>' for column in table.columns)
    rows = "".join(_row(table, row) for row in table.rows)
    foot = f"<tfoot>{_row(table, table.total)}</tfoot>" if table.total else ""
    caption = f'<caption class="sk-hidden">{attribute(table.title.vi)}</caption>'
    body = f"{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{foot}"
    region = f'<div class="sk-scroll" tabindex="0" role="region" aria-label="{attribute(table.title.vi)}">'
    return f'{region}<table class="sk-table">{body}</table></div>\n'


def _row(table: Table, row: tuple[Value, ...]) -> str:
    first, *rest = zip(table.columns, row, strict=True)
    cells = "".join(f"<td{_side(column)}>{attribute(_said(column, value))}</td>" for column, value in rest)
    return f'<tr><th scope="row">{attribute(say(first[1], "vi"))}</th>{cells}</tr>'


def _said(column: Column, value: Value) -> str:
    return f"{say(value, 'vi')} %" if column.measure is Measure.PERCENT else say(value, "vi")


def _side(column: Column) -> str:
    return "" if column.measure is Measure.NAME else ' class="sk-number"'


def _picture(table: Table) -> str:
    """The chart that suits the table's columns, or none; a long table draws its largest rows only."""
    ids = {column.id for column in table.columns}
    labels = [say(value, "vi") for value in table.column(table.columns[0].id)]
    if {"target", "result"} <= ids:
        series = [_series(table, "result", "sk-good"), _series(table, "target", "sk-target")]
        return _drawn(table, labels, series, against)
    if {"proposed", "honoured"} <= ids:
        return _drawn(table, labels, [_series(table, "proposed", "sk-proposed"), _series(table, "honoured", "sk-good")], ladder)
    if {name for name, _ in _STANDINGS} <= ids:
        return _drawn(table, labels, [_series(table, name, css) for name, css in _STANDINGS], stacked)
    return ""


def _series(table: Table, id: str, css: str) -> Series:
    title = next(column.title.vi for column in table.columns if column.id == id)
    return Series(title, css, [value for value in table.column(id) if isinstance(value, int)])


def _drawn(table: Table, labels: list[str], series: list[Series], draw: Draw) -> str:
    if not labels:
        return ""
    sums = [sum(values) for values in zip(*(each.values for each in series), strict=True)]
    largest = sorted(sorted(range(len(labels)), key=lambda row: -sums[row])[:_MOST_BARS])
    kept = [Series(each.name, each.css, [each.values[row] for row in largest]) for each in series]
    return draw(Chart(table.title.vi, _note(labels), [labels[row] for row in largest], kept)) + "\n\n"


def _note(labels: Sequence[str]) -> str:
    full = "Số liệu đầy đủ ở bảng ngay dưới hình."
    if len(labels) <= _MOST_BARS:
        return full
    return f"Hình chỉ vẽ {_MOST_BARS} trong {len(labels)} dòng, chọn dòng có số lớn nhất. {full}"

"""The report page of an edition: every table with its picture and its files; must not count anything itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sangkien.figures import SELF_DECLARED, Figures, Standing
from sangkien.language import Language, Value, say
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Edition
from sangkien.outputs.site.charts import Chart, Series, against, ladder, stacked
from sangkien.outputs.site.markup import attribute, front_matter, inline
from sangkien.text import order

_STANDINGS = (("on_time", "sk-good"), ("late", "sk-late"), ("invalid", "sk-bad"))
_MOST_BARS = 25

SAMPLE = (
    '!!! warning "Dữ liệu mẫu"\n\n    Các bài, đơn vị có chữ “(mẫu)” và quyết định trên trang này được bịa ra để minh họa.\n\n'
)

Draw = Callable[[Chart], str]


def page(edition: Edition, figures: Figures, data: str, others: str, sample: bool) -> str:
    """All tables under one another, the summary first. `data` leads to the folder of CSV and JSON files, `others` names the
    reports of other editions. Every top unit leads down to its own report."""
    name = edition.rules.record.name.vi
    head = front_matter(title=f"Báo cáo kỳ {edition.id}", hide=["navigation"])
    parts = [head, f"# Báo cáo kỳ {edition.id}\n\n", f"Chương trình “{inline(name)}”.\n\n", others]
    parts += [SAMPLE if sample else "", tiles(figures)]
    parts.append(f"{inline(SELF_DECLARED.vi)}\n\n")
    parts.append(_down(edition, figures, data.removesuffix("du-lieu")))
    for table in figures.tables:
        parts.append(f"## {inline(table.title.vi)} {{ #{table.id} }}\n\n")
        parts.append(_picture(table))
        parts.append(html(table))
        note = f"{inline(table.note.vi)} " if table.note.vi else ""
        parts.append(f'\n{note}Tải về: <a href="{data}/{edition.id}/{table.id}.csv">CSV</a>\n\n')
    parts.append(f'Mọi bảng trong một tệp: <a href="{data}/{edition.id}/bao-cao.json">JSON</a>\n')
    return "".join(parts)


def _down(edition: Edition, figures: Figures, root: str) -> str:
    tops = sorted({entry.unit.partition("/")[0] for entry in figures.entries}, key=lambda id: order(edition.name_of(id)))
    ways = "".join(f'<li><a href="{root}bao-cao/{edition.id}/{id}/">{attribute(edition.name_of(id))}</a></li>' for id in tops)
    return f'## Từng đơn vị {{ #don-vi }}\n\n<ul class="sk-share">{ways}</ul>\n\n' if tops else ""


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


def html(table: Table, language: Language = "vi", ways: Sequence[str] = ()) -> str:
    """The table as HTML: numbers to the right, the row's name as its header, leading where `ways` says of each row."""
    heads = "".join(f'<th scope="col"{_side(column)}>{attribute(column.title.say(language))}</th>' for column in table.columns)
    places = ways or [""] * len(table.rows)
    rows = "".join(_row(table, row, language, way) for row, way in zip(table.rows, places, strict=True))
    foot = f"<tfoot>{_row(table, table.total, language)}</tfoot>" if table.total else ""
    title = attribute(table.title.say(language))
    body = f'<caption class="sk-hidden">{title}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{foot}'
    region = f'<div class="sk-scroll" tabindex="0" role="region" aria-label="{title}">'
    return f'{region}<table class="sk-table">{body}</table></div>\n'


def _row(table: Table, row: tuple[Value, ...], language: Language, way: str = "") -> str:
    first, *rest = zip(table.columns, row, strict=True)
    cells = "".join(f"<td{_side(column)}>{attribute(_said(column, value, language))}</td>" for column, value in rest)
    name = attribute(say(first[1], language))
    name = f'<a href="{way}">{name}</a>' if way else name
    return f'<tr><th scope="row">{name}</th>{cells}</tr>'


def _said(column: Column, value: Value, language: Language) -> str:
    return f"{say(value, language)} %" if column.measure is Measure.PERCENT else say(value, language)


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

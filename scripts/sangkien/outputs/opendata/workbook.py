"""Writes tables of figures as one Excel workbook, a sheet for each; must not count: the numbers are those of the pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sangkien.language import Value, Words, say
from sangkien.model.artifact import Artifact, Measure, Table
from sangkien.outputs.opendata.tables import headed, shown

_FORMATS = {Measure.COUNT: "#,##0", Measure.MONEY: "#,##0", Measure.PERCENT: "0%", Measure.NAME: "@"}
_DAY = "d/m/yyyy"
_WIDEST, _NUMBER = 60, 14  # characters: a column of names at most, one of numbers
_TITLE = 31  # characters of a sheet's name
_BARRED = re.compile(r"[\[\]:*?/\\']")
_CREATED = datetime(2021, 1, 1)  # of every file, so that the same tables give the same bytes
_HEADS = (Words("Bảng", "Table"), Words("Tên", "Name"), Words("Ghi chú", "Note"))


def artifact(path: str, title: str, tables: Sequence[Table]) -> Artifact:
    """Returns the workbook of some tables: a sheet that lists them, then one for each with its head frozen and filtered,
    numbers as numbers, text never as a formula. `title` is what the report is called."""
    # Loaded here: nobody else waits for it.
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": shown(title), "created": _CREATED})
        sheets = dict(zip(_names(tables), tables, strict=True))
        _contents(book, shown(title), sheets)
        for name, table in sheets.items():
            _sheet(book, book.add_worksheet(name), table)
    return Artifact(path, out.getvalue())


def _names(tables: Sequence[Table]) -> list[str]:
    """A name for each sheet: its table's title as far as Excel lets it, and no name twice."""
    names: list[str] = []
    for table in tables:
        name = _BARRED.sub(" ", shown(table.title.vi))[:_TITLE].strip()
        names.append(name if name and name.lower() not in map(str.lower, names) else table.id[:_TITLE])
    return names


def _contents(book: Any, title: str, sheets: dict[str, Table]) -> None:
    sheet, bold = book.add_worksheet("Mục lục"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 2, _WIDEST)
    sheet.write_string(0, 0, title, bold)
    for column, words in enumerate(_HEADS):
        sheet.write_string(2, column, words.vi, bold)
    for row, (name, table) in enumerate(sheets.items(), start=3):
        sheet.write_url(row, 0, f"internal:'{name}'!A1", string=shown(table.id))
        sheet.write_string(row, 1, shown(table.title.vi))
        sheet.write_string(row, 2, shown(table.note.vi))


def _sheet(book: Any, sheet: Any, table: Table) -> None:
    columns = headed(table)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = [book.add_format({"num_format": _FORMATS[column.measure]}) for column in columns]
    totals = [book.add_format({"num_format": _FORMATS[column.measure], "bold": True, "top": 1}) for column in columns]
    day = book.add_format({"num_format": _DAY, "align": "left"})
    for place, column in enumerate(columns):
        sheet.write_string(0, place, shown(column.title.vi), head)
        texts = [row[place - 1] for row in table.rows] if place else table.codes
        wide = max((len(say(value, "vi")) for value in texts), default=0) + 2
        sheet.set_column(place, place, min(wide, _WIDEST) if column.measure is Measure.NAME else _NUMBER)
    for number, (code, row) in enumerate(zip(table.codes, table.rows, strict=True), start=1):
        for place, value in enumerate((code, *row)):
            _cell(sheet, number, place, value, columns[place].measure, formats[place], day)
    for place, value in enumerate(("", *table.total) if table.total else ()):
        _cell(sheet, len(table.rows) + 1, place, value, columns[place].measure, totals[place], day)
    sheet.freeze_panes(1, 2)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(columns) - 1)


def _cell(sheet: Any, row: int, place: int, value: Value, measure: Measure, form: Any, day: Any) -> None:
    if isinstance(value, int):
        sheet.write_number(row, place, value / 100 if measure is Measure.PERCENT else value, form)
    elif type(value) is date:
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day, tzinfo=UTC).replace(tzinfo=None), day)
    elif text := shown(say(value, "vi")):
        sheet.write_string(row, place, text, form)
    else:
        sheet.write_blank(row, place, None, form)

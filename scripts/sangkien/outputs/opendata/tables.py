"""Writes the figures for machines, as CSV that spreadsheets open right and as JSON; must not count: the numbers are those of the pages."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from sangkien.figures import Figures
from sangkien.language import Value, Words, say
from sangkien.model.artifact import Artifact, Column, Measure, Table
from sangkien.personal import covered

BOM = "\ufeff"  # without it spreadsheets take UTF-8 for the local code page and break every accent
_FORMULA = "=+-@\t\r\n"
_CODE = Column("code", Words("Mã", "Code"), Measure.NAME)
_TOTALS = Table(
    "tong",
    Words("Số cộng của từng bảng", "Totals of each table"),
    Words("Mã là tên tệp của bảng.", "The code is the name of the table's file."),
    (Column("name", Words("Cột", "Column"), Measure.NAME), Column("total", Words("Cộng", "Total"))),
    (),
)


def artifacts(every: Iterable[Figures], revision: str, as_of: datetime) -> Iterator[Artifact]:
    """`du-lieu/<edition>/<table>.csv` for every table, and all of an edition in `du-lieu/<edition>/bao-cao.json`. `revision` is
    the commit id."""
    for figures in every:
        folder = f"du-lieu/{figures.edition}"
        yield from sheets(folder, published(figures.tables))
        yield Artifact(f"{folder}/bao-cao.json", _json(figures, revision, as_of).encode())


def published(tables: Sequence[Table]) -> tuple[Table, ...]:
    """Tables as data: whoever adds up a column must not add its total, so totals are a table of their own."""
    added = [(table, column, value) for table in tables for column, value in zip(table.columns, table.total, strict=False)]
    kept = [(table.id, (column.title, value)) for table, column, value in added if column is not table.columns[0]]
    totals = replace(_TOTALS, rows=tuple(row for _, row in kept), codes=tuple(code for code, _ in kept))
    return (*(replace(table, total=()) for table in tables), totals)


def headed(table: Table) -> tuple[Column, ...]:
    """The columns of a table as data: its code stands before its name."""
    return (_CODE, *table.columns)


def sheets(folder: str, tables: Iterable[Table]) -> Iterator[Artifact]:
    """Each table as a CSV file below a folder."""
    return (Artifact(f"{folder}/{table.id}.csv", _csv(table).encode()) for table in tables)


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([shown(column.title.vi) for column in headed(table)])
    writer.writerows([cell(value) for value in (code, *row)] for code, row in zip(table.codes, table.rows, strict=True))
    return BOM + out.getvalue()


def cell(value: Value) -> str | int:
    """A value of a CSV file: numbers stay numbers; text that a spreadsheet would run as a formula is disarmed, with full-width
    signs too."""
    if isinstance(value, int):
        return value
    text = shown(say(value, "vi"))
    return f"'{text}" if text and unicodedata.normalize("NFKC", text[0])[:1] in _FORMULA else text


def _json(figures: Figures, revision: str, as_of: datetime) -> str:
    report = {
        "edition": figures.edition,
        "revision": revision,
        "as_of": as_of.date().isoformat(),
        "tables": {
            table.id: {
                "title": both(table.title),
                "note": both(table.note),
                "columns": {column.id: both(column.title) for column in headed(table)},
                "rows": [{_CODE.id: code, **_row(table, row)} for code, row in zip(table.codes, table.rows, strict=True)],
                **({"total": _row(table, table.total)} if table.total else {}),
            }
            for table in figures.tables
        },
    }
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _row(table: Table, row: tuple[Value, ...]) -> dict[str, object]:
    return {column.id: _plain(value) for column, value in zip(table.columns, row, strict=True)}


def _plain(value: Value) -> object:
    return both(value) if isinstance(value, Words) else value if isinstance(value, int) else shown(say(value, "vi"))


def both(words: Words) -> dict[str, str]:
    """The words by language: `{vi, en}`."""
    return {"vi": shown(words.vi), "en": shown(words.en)}


def shown(text: str) -> str:
    """What people wrote, without anything a browser opening the file would take for a tag, and with people's numbers covered."""
    return covered(text).replace("<", "‹").replace(">", "›")

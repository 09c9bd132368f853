"""The Excel files hold what the pages and the CSV files hold: numbers as numbers, text as text, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sangkien.language import Words
from sangkien.model.artifact import Column, Measure, Table
from sangkien.outputs.opendata import workbook

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
Cell = tuple[str, str]
"""Kind (`s` text, `n` number, `f` formula), and what stands in it."""


def sheets(content: bytes) -> dict[str, list[list[Cell]]]:
    """The cells of every sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist() if name.endswith(".xml")}
    texts = ["".join(each.itertext()) for each in parts["xl/sharedStrings.xml"].iterfind("x:si", SPACE)]
    names = [each.attrib["name"] for each in parts["xl/workbook.xml"].iterfind("x:sheets/x:sheet", SPACE)]
    return {
        name: [
            [cell_of(each, texts) for each in row.iterfind("x:c", SPACE)]
            for row in parts[f"xl/worksheets/sheet{place}.xml"].iterfind("x:sheetData/x:row", SPACE)
        ]
        for place, name in enumerate(names, start=1)
    }


def cell_of(cell: ElementTree.Element, texts: list[str]) -> Cell:
    value = cell.findtext("x:v", "", SPACE)
    if cell.find("x:f", SPACE) is not None:
        return "f", value
    return ("s", texts[int(value)]) if cell.get("t") == "s" else ("n", value)


def as_csv(cell: Cell, head: str) -> str:
    kind, value = cell
    if kind == "s" or not value:
        return value
    if head.startswith(("Đạt", "Tỷ lệ")):
        return str(round(float(value) * 100))
    day = date(1899, 12, 30) + timedelta(days=int(value)) if head == "Ngày" else None
    return f"{day.day}/{day.month}/{day.year}" if day else value


@pytest.mark.parametrize("folder", ["", "thai-binh/", "thai-nguyen/cong-thuong/"])
def test_every_table_has_a_sheet_with_the_numbers_of_its_file(site: Path, folder: str) -> None:
    at = site / "du-lieu/2021" / folder
    found = sheets((at / "bao-cao.xlsx").read_bytes())
    names = [*found]
    assert names[0] == "Mục lục"
    listed = {row[0][1]: row[1][1] for row in found["Mục lục"][2:]}
    tables = {file.stem for file in at.glob("*.csv")} - {"tong", "sang-kien"}
    assert set(listed) == tables
    totals = list(csv.reader((at / "tong.csv").read_text(encoding="utf-8-sig").splitlines()))
    for id, name in zip(listed, names[1:], strict=True):
        heads, *rows = csv.reader((at / f"{id}.csv").read_text(encoding="utf-8-sig").splitlines())
        told = [[as_csv(cell, head) for cell, head in zip(row, heads, strict=True)] for row in found[name]]
        total = [value for code, _, value in totals if code == id]
        assert told == [heads, *rows, *([["", "Cộng", *total]] if total else [])], id
    assert not [cell for rows in found.values() for row in rows for cell in row if cell[0] == "f"]


def test_a_unit_at_the_bottom_has_no_workbook_and_its_page_offers_none(site: Path) -> None:
    unit = "2021/thai-binh/nganh-y-te/bv-song-tra"
    assert not (site / "du-lieu" / unit / "bao-cao.xlsx").exists()
    assert "XLSX" not in (site / "bao-cao" / unit / "index.html").read_text(encoding="utf-8")
    assert 'bao-cao.xlsx">' in (site / "bao-cao/2021/thai-binh/index.html").read_text(encoding="utf-8")


def table(id: str, title: str, rows: tuple[tuple[str | int | date, ...], ...]) -> Table:
    columns = (
        Column("name", Words("Tên", "Name"), Measure.NAME),
        Column("count", Words("Số", "Count")),
        Column("share", Words("Tỷ lệ", "Share"), Measure.PERCENT),
    )
    codes = tuple(str(place) for place in range(len(rows)))
    return Table(id, Words(title, title), Words("", ""), columns, rows, codes=codes)


def test_text_that_looks_like_a_formula_an_address_or_a_number_stays_text() -> None:
    names = ("=1+1", "+84", "-2", "@SUM(1)", "https://a.example/", "007", '=HYPERLINK("x")', "\u0007chuông", "Nguyễn")
    made = workbook.artifact("x.xlsx", "Thử", [table("a", "A", tuple((name, 1, 50) for name in names))])
    rows = sheets(made.content)["A"][1:]
    assert [row[1][0] for row in rows] == ["s"] * len(names)
    assert [row[1][1] for row in rows[:4]] == [*names[:4]]
    assert [row[2:] for row in rows] == [[("n", "1"), ("n", "0.5")]] * len(names)


def test_names_of_sheets_are_such_as_excel_takes_and_none_stands_twice() -> None:
    titles = (
        "Từ cơ sở lên: đề nghị và tôn vinh ở các cấp",
        "Từ cơ sở lên: đề nghị và tôn vinh khác",
        "[a]*?/\\'",
        "MỤC",
        "mục",
    )
    made = workbook.artifact("x.xlsx", "Thử", [table(f"b{place}", title, ()) for place, title in enumerate(titles)])
    names = [*sheets(made.content)][1:]
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\']", name) for name in names)
    assert len({name.lower() for name in names}) == len(names) == 5


def test_the_head_stays_in_sight_and_filters_and_a_day_is_a_day() -> None:
    made = workbook.artifact("x.xlsx", "Thử", [table("a", "A", ((date(2021, 4, 20), 1, 2),))])
    with zipfile.ZipFile(io.BytesIO(made.content)) as book:
        sheet, styles = book.read("xl/worksheets/sheet2.xml").decode(), book.read("xl/styles.xml").decode()
    assert 'state="frozen"' in sheet
    assert '<autoFilter ref="A1:D2"' in sheet
    assert 'formatCode="d/m/yyyy"' in styles
    days = (datetime(2021, 4, 20) - datetime(1899, 12, 30)).days
    assert sheets(made.content)["A"][1][1] == ("n", str(days))


def test_the_same_tables_give_the_same_bytes() -> None:
    one, other = (workbook.artifact("x.xlsx", "Thử", [table("a", "A", (("x", 1, 2),))]).content for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as book:
        assert "2021-01-01" in book.read("docProps/core.xml").decode()

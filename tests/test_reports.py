"""Reports lead down from the nation to each grassroots union, and every number on the way is recounted from the files."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Page

from story import PROJECT

SAMPLES = {
    file.relative_to(PROJECT / "submissions/2021").as_posix(): file.read_text(encoding="utf-8")
    for file in sorted((PROJECT / "submissions/2021").rglob("*.md"))
    if "confidential: true" not in file.read_text(encoding="utf-8")
}
"""What is counted in public: one more in a small unit would tell whose a confidential innovation is."""
DECISIONS = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "program/2021/decisions").rglob("*.yml"))
HONOURED = {path.removeprefix("submissions/2021/") for path in re.findall(r"path: (\S+)", DECISIONS)}
UNITS = sorted({"/".join(path.split("/")[:deep]) for path in SAMPLES for deep in range(1, path.count("/") + 1)})


class Read(HTMLParser):
    """The tiles' numbers, and the rows of each table under its heading's id, with where the first cell leads."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tiles: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.ways: list[str] = []
        self._heading, self._in = "", ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._heading = dict(attrs).get("id") or ""
        elif tag == "tr":
            self.tables.setdefault(self._heading, []).append([])
        elif tag in ("td", "th", "strong"):
            self._in = tag
            if tag == "strong":
                self.tiles.append("")
            else:
                self.tables[self._heading][-1].append("")
        elif tag == "a" and self._in == "th":
            self.ways.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in

    def handle_data(self, data: str) -> None:
        if self._in == "strong":
            self.tiles[-1] += data
        elif self._in:
            self.tables[self._heading][-1][-1] += data


def number(text: str) -> int:
    return int(re.sub(r"[.,]| %", "", text))


def bare(cell: str) -> str:
    """As a data file has it."""
    return re.sub(r"\.| %", "", cell) if cell[:1].isdigit() else cell


def counted(paths: list[str]) -> list[int]:
    """As a row tells them: received, in time, late, invalid, honoured, share in time, declared benefit. The samples are all valid and
    in time."""
    benefit = sum(int(found[1]) for path in paths if (found := re.search(r"^benefit_vnd: (\d+)", SAMPLES[path], re.MULTILINE)))
    return [len(paths), len(paths), 0, 0, len(HONOURED.intersection(paths)), 100, benefit]


def below(unit: str) -> list[str]:
    return [path for path in SAMPLES if path.startswith(f"{unit}/")]


def test_each_unit_has_its_report_and_no_other(site: Path) -> None:
    for prefix in ("", "en/"):
        folder = site / f"{prefix}bao-cao/2021"
        assert sorted(file.parent.relative_to(folder).as_posix() for file in folder.rglob("index.html")) == [".", *UNITS]


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("unit", UNITS)
def test_every_number_is_recounted(site: Path, unit: str, prefix: str) -> None:
    file = site / f"{prefix}bao-cao/2021/{unit}/index.html"
    assert {"": "Dữ liệu mẫu", "en/": "Sample data"}[prefix] in file.read_text(encoding="utf-8")
    told = Read(file.read_text(encoding="utf-8"))
    assert [number(tile) for tile in told.tiles] == counted(below(unit))[:5]
    children = {
        "/".join(path.split("/")[: unit.count("/") + 2]) for path in below(unit) if path.count("/") > unit.count("/") + 1
    }
    assert {(file.parent / way).resolve() for way in told.ways} == {
        (file.parents[unit.count("/") + 1] / each) for each in children
    }
    if children:
        rows = told.tables["don-vi"][1:]
        led = {(file.parent / way).resolve(): row for way, row in zip(told.ways, rows, strict=False)}
        for child in children:
            row = led[file.parents[unit.count("/") + 1] / child]
            assert [number(cell) for cell in row[1:]] == counted(below(child)), child
        assert [number(cell) for cell in rows[-1][1:]] == counted(below(unit))
    fields = told.tables["linh-vuc"][1:]
    assert sum(number(row[1]) for row in fields[:-1]) == number(fields[-1][1]) == len(below(unit))


@pytest.mark.parametrize("unit", UNITS)
def test_csv_holds_the_numbers_of_the_page(site: Path, unit: str) -> None:
    told = Read((site / f"bao-cao/2021/{unit}/index.html").read_text(encoding="utf-8"))

    def data(name: str) -> list[list[str]]:
        with (site / f"du-lieu/2021/{unit}/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    for id, rows in told.tables.items():
        plain = [row[1:] for row in data(id)] + [["Cộng", *(value for code, _, value in data("tong") if code == id)]]
        assert [[bare(cell) for cell in row] for row in rows] == plain


@pytest.mark.browser
def test_from_the_nation_down_to_a_grassroots_union_and_up_again(page: Page) -> None:
    page.goto("/bao-cao/")
    page.locator("article").get_by_role("link", name="LĐLĐ tỉnh Thái Bình", exact=True).first.click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/")
    page.locator("#don-vi ~ .sk-scroll").first.get_by_role("link", name="Công đoàn ngành Y tế").first.click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/nganh-y-te/")
    page.locator("#don-vi ~ .sk-scroll").first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/bao-cao/2021/thai-binh/nganh-y-te/[\w-]+/$"))
    page.locator(".sk-crumbs").get_by_role("link", name="LĐLĐ tỉnh Thái Bình").click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/")
    page.locator(".sk-crumbs").get_by_role("link", name="Báo cáo").click()
    page.wait_for_url("**/bao-cao/2021/")

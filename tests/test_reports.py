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
LISTS = "".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "program/2021/units").glob("*.yml")))
NAMES = dict(re.findall(r"- id: (\S+)\n    name: (.*)", LISTS))
TOPS = {id for id in NAMES if "/" not in id} - {"national"}
TARGETS = {
    id: int(found[1])
    for id, rest in re.findall(r"- id: (\S+)\n((?:    .*\n)*)", LISTS)
    if (found := re.search(r"^    target: (\d+)", rest, re.MULTILINE))
}
ASKED = {id for id, rest in re.findall(r"- id: (\S+)\n((?:    .*\n)*)", LISTS) if re.search("target|allocation", rest)}
HONOURED_PART = "sang-kien"
UNITS = sorted({"/".join(path.split("/")[:deep]) for path in SAMPLES for deep in range(1, path.count("/") + 1)})


class Read(HTMLParser):
    """The tiles' numbers, and the rows of each table under the id it is led to by, with where their names lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tiles: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.ways: dict[str, list[str]] = {}
        self._heading, self._in, self._tiles = "", "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "ul":
            self._tiles = given.get("class") == "sk-tiles"
        if tag in ("h2", "div") and given.get("id"):
            self._heading = given["id"] or ""
        elif tag == "tr":
            self.tables.setdefault(self._heading, []).append([])
        elif tag in ("td", "th") or (tag == "strong" and self._tiles):
            self._in = tag
            if tag == "strong":
                self.tiles.append("")
            else:
                self.tables[self._heading][-1].append("")
        elif tag == "a" and self._in == "th":
            self.ways.setdefault(self._heading, []).append(given["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        self._in = "" if tag == self._in else self._in
        self._tiles = self._tiles and tag != "ul"

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
    """As a row tells them: received, in time, honoured, declared benefit. The samples are all valid and in time, and no table has a column
    of nothings."""
    benefit = sum(int(found[1]) for path in paths if (found := re.search(r"^benefit_vnd: (\d+)", SAMPLES[path], re.MULTILINE)))
    return [len(paths), len(paths), len(HONOURED.intersection(paths)), benefit]


def below(unit: str) -> list[str]:
    return [path for path in SAMPLES if path.startswith(f"{unit}/")]


def test_each_unit_that_sent_something_or_was_asked_to_has_its_report_and_no_other(site: Path) -> None:
    """All provinces and central unions too, so that everybody finds the own one; the nation has that of the edition."""
    for prefix in ("", "en/"):
        folder = site / f"{prefix}bao-cao/2021"
        assert sorted(file.parent.relative_to(folder).as_posix() for file in folder.rglob("index.html")) == sorted(
            {".", *UNITS, *TOPS, *ASKED}
        )


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("unit", UNITS)
def test_every_number_is_recounted(site: Path, unit: str, prefix: str) -> None:
    file = site / f"{prefix}bao-cao/2021/{unit}/index.html"
    text = file.read_text(encoding="utf-8")
    assert {"": "Dữ liệu mẫu", "en/": "Sample data"}[prefix] in text
    told, own = Read(text), counted(below(unit))
    units = {path.rpartition("/")[0] for path in below(unit)}
    assert [number(tile) for tile in told.tiles] == [*own[:3], len(units), own[3]]
    reports = file.parents[unit.count("/") + 1]
    children = {
        "/".join(path.split("/")[: unit.count("/") + 2]) for path in below(unit) if path.count("/") > unit.count("/") + 1
    }
    assert {(file.parent / way).resolve() for way in told.ways.get("don-vi", [])} == {reports / each for each in children}
    if children:
        rows = told.tables["don-vi"][1:]
        led = {(file.parent / way).resolve(): row for way, row in zip(told.ways["don-vi"], rows, strict=False)}
        for child in children:
            assert [number(cell) for cell in led[reports / child][1:]] == counted(below(child)), child
        assert [number(cell) for cell in rows[-1][1:]] == own
    fields = told.tables["linh-vuc"][1:]
    assert sum(number(row[1]) for row in fields[:-1]) == number(fields[-1][1]) == len(below(unit))


@pytest.mark.parametrize("unit", UNITS)
def test_target_and_result_stand_in_words_and_lead_to_the_table(site: Path, unit: str) -> None:
    """The own target; of a unit without one those of the nearest units below it, added up."""
    text = (site / f"bao-cao/2021/{unit}/index.html").read_text(encoding="utf-8")
    given = [unit] if unit in TARGETS else [each for each in TARGETS if each.startswith(f"{unit}/")]
    nearest = [each for each in given if not any(each.startswith(f"{other}/") for other in given)]
    aim, got = sum(TARGETS[each] for each in nearest), sum(len(below(each)) for each in nearest)
    assert f"<strong>{round(100 * got / aim)} %</strong> chỉ tiêu: {got} bài hợp lệ, đúng hạn trên {aim}" in text
    rows = {row[0]: row for row in Read(text).tables["chi-tieu"][1:]}
    assert (f"còn thiếu {aim - got}" in text) == (got < aim)
    for each in (unit, *(other for other in TARGETS if other.rpartition("/")[0] == unit)):
        if each in TARGETS:
            assert rows[NAMES[each]][-2:] == [str(len(below(each))), f"{round(100 * len(below(each)) / TARGETS[each])} %"]


@pytest.mark.parametrize("unit", ["thai-binh", "thai-binh/nganh-y-te/bv-song-tra", "dong-nai/kcn", "thai-nguyen"])
def test_a_unit_s_honoured_innovations_are_listed_and_of_the_others_only_how_many(site: Path, unit: str) -> None:
    file = site / f"bao-cao/2021/{unit}/index.html"
    text = file.read_text(encoding="utf-8")
    part = text[text.index(f'id="{HONOURED_PART}"') :].partition("<h2")[0]
    led = {(file.parent / way).resolve() for way in re.findall(r'<li><a href="([^"]*)"', part)}
    honoured = HONOURED.intersection(below(unit))
    assert led == {site / "sang-kien/2021" / Path(path).stem for path in honoured}
    assert f"{len(below(unit)) - len(honoured)} bài chưa được tôn vinh" in part


def test_nothing_tells_whose_a_confidential_innovation_is(site: Path) -> None:
    """Neither a number nor a name: pages of units are the same as if it were not there."""
    secret = [
        file.relative_to(PROJECT / "submissions/2021").parent.as_posix()
        for file in (PROJECT / "submissions/2021").rglob("*.md")
        if "confidential: true" in file.read_text(encoding="utf-8")
    ]
    assert secret
    titles = {
        title
        for file in (PROJECT / "submissions/2021").rglob("*.md")
        if "confidential: true" in (text := file.read_text(encoding="utf-8"))
        for title in re.findall(r"^title: (.*)", text, re.MULTILINE)
    }
    for file in (site / "bao-cao").rglob("index.html"):
        text = file.read_text(encoding="utf-8")
        assert not [title for title in titles if title in text], file
        assert not re.search(r'href="[^"]*sang-kien/2021/bai-[a-p]{12}/', text), file


@pytest.mark.parametrize("unit", ["an-giang", "cd-y-te-viet-nam"])
def test_a_unit_from_which_nothing_came_says_so_kindly(site: Path, unit: str) -> None:
    found = site / f"bao-cao/2021/{unit}/index.html"
    if not found.exists():
        found = next(site / f"bao-cao/2021/{top}/index.html" for top in TOPS if top not in UNITS)
    text = found.read_text(encoding="utf-8")
    assert "Chưa có bài nào gửi từ đơn vị này trong kỳ 2021." in text
    assert "sk-tiles" not in text
    assert "<table" not in text


@pytest.mark.parametrize("unit", UNITS)
def test_csv_holds_the_numbers_of_the_page(site: Path, unit: str) -> None:
    """The page leaves out columns that say the same of every row; the file has them all."""
    told = Read((site / f"bao-cao/2021/{unit}/index.html").read_text(encoding="utf-8"))

    def data(name: str) -> list[list[str]]:
        with (site / f"du-lieu/2021/{unit}/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    assert {"linh-vuc", "chi-tieu"} <= told.tables.keys()
    for id, rows in told.tables.items():
        totals = [value for code, _, value in data("tong") if code == id]
        plain = [row[1:] for row in data(id)] + ([["Cộng", *totals]] if totals else [])
        places = [plain[0].index(head) for head in rows[0]]
        assert [[bare(cell) for cell in row] for row in rows] == [[row[place] for place in places] for row in plain]
        for place in set(range(len(plain[0]))) - {*places}:
            assert len({row[place] for row in plain[1:]}) == 1, (id, plain[0][place])


@pytest.mark.browser
def test_from_the_nation_down_to_a_grassroots_union_and_up_again(page: Page) -> None:
    page.goto("/bao-cao/")
    page.get_by_role("link", name="Tỉnh, ngành của bạn").first.click()
    page.locator("#don-vi").get_by_role("link", name="Thái Bình", exact=True).click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/")
    page.locator("#don-vi ~ .sk-scroll").first.get_by_role("link", name="Công đoàn ngành Y tế").first.click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/nganh-y-te/")
    page.locator("#don-vi ~ .sk-scroll").first.get_by_role("link").first.click()
    page.wait_for_url(re.compile(r"/bao-cao/2021/thai-binh/nganh-y-te/[\w-]+/$"))
    page.locator(".sk-crumbs").get_by_role("link", name="LĐLĐ tỉnh Thái Bình").click()
    page.wait_for_url("**/bao-cao/2021/thai-binh/")
    page.locator(".sk-crumbs").get_by_role("link", name="Báo cáo kỳ 2021").click()
    page.wait_for_url("**/bao-cao/2021/")

"""Every number that the nation's report shows, in tables, in pictures and on the map, is recounted from the files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pypdfium2
import pytest
from playwright.sync_api import Page

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.figures import CountedSubmission, Figures, Validity
from sangkien.figures import report as figure_report
from sangkien.figures.attention import _amiss, _silent, concerns
from sangkien.figures.targets import targets
from sangkien.language import Words
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.corpus import Edition
from sangkien.model.history import AsOf
from sangkien.model.programme import Unit, UnitList
from sangkien.outputs.site import bars, figure_charts, figure_tables, report, tilemap
from sangkien.outputs.site.charts import Series
from sangkien.outputs.site.figure_tables import RowWays
from sangkien.outputs.site.figure_ways import FigureWays
from sangkien.outputs.site.page_url import PageUrl
from story import PROJECT
from test_reports import SAMPLES, Read, counted, number

REGISTER = [file.read_text(encoding="utf-8") for file in sorted((PROJECT / "program/2021/register").rglob("*.yml"))]
FIRST = re.compile(r'received_at: "(\d{4}-\d\d-\d\d)T')
RULES = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
UNITS = "".join(file.read_text(encoding="utf-8") for file in sorted((PROJECT / "program/2021/units").glob("*.yml")))


def day(path: str) -> date:
    """On which it was received, by the register: the samples came on paper."""
    lines = [line for line in REGISTER if f'path: "submissions/2021/{path}"' in line]
    return date.fromisoformat(min(FIRST.findall("".join(lines))))


def value(path: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", SAMPLES[path], re.MULTILINE)
    return found[1] if found else ""


def monday(path: str) -> date:
    return day(path) - timedelta(days=day(path).weekday())


GROUPS: dict[str, Callable[[str], object]] = {
    "cap-province": lambda path: path.split("/")[0],
    "cap-upper": lambda path: "/".join(path.split("/")[:2]),
    "cap-grassroots": lambda path: path.rpartition("/")[0],
    "khoi": lambda path: value(path, "block"),
    "linh-vuc": lambda path: value(path, "field"),
    "tuan": monday,
    "ngay": day,
}


def grouped(table: str) -> dict[object, list[str]]:
    groups: dict[object, list[str]] = {}
    for path in SAMPLES:
        groups.setdefault(GROUPS[table](path), []).append(path)
    return groups


@pytest.fixture(params=["", "en/"])
def page_text(request: pytest.FixtureRequest, site: Path) -> str:
    return (site / f"{request.param}bao-cao/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", GROUPS)
def test_every_row_is_recounted(page_text: str, table: str) -> None:
    rows = Read(page_text).tables[table][1:]
    groups = grouped(table)
    assert sorted([number(cell) for cell in row[1:]] for row in rows[:-1]) == sorted(map(counted, groups.values()))
    assert [number(cell) for cell in rows[-1][1:]] == counted(list(SAMPLES))


def test_the_tiles_are_recounted(page_text: str) -> None:
    units = {path.rpartition("/")[0] for path in SAMPLES}
    all_of_them = counted(list(SAMPLES))
    assert [number(tile) for tile in Read(page_text).tiles] == [*all_of_them[:3], len(units), all_of_them[-1]]


def picture(page_text: str, id: str) -> ElementTree.Element:
    begin = page_text.rindex("<svg", 0, page_text.index(f'id="ve-{id}-ten"'))
    return ElementTree.fromstring(page_text[begin : page_text.index("</svg>", begin) + 6])


def written(svg: ElementTree.Element, css: str) -> list[str]:
    return ["".join(each.itertext()) for each in svg.iter("text") if css in (each.get("class") or "").split()]


def figure(page_text: str, id: str) -> ElementTree.Element:
    begin = page_text.index(f'<figure class="sk-figure" id="ve-{id}">')
    return ElementTree.fromstring(page_text[begin : page_text.index("</figure>", begin) + 9])


def bars_of(page_text: str, id: str) -> list[tuple[str, str, list[ElementTree.Element]]]:
    """Name, number and bars of each row of a picture."""
    rows = (each for each in figure(page_text, id).iter("li") if each.find("svg") is not None)
    return [
        ("".join(row[0].itertext()), "".join(row[2].itertext()), [*row[1].iter("rect")]) for row in rows
    ]  # the name, the picture, the number


@pytest.mark.parametrize("table", ["cap-province", "linh-vuc"])
def test_a_bar_has_its_table_s_numbers(page_text: str, table: str) -> None:
    told = {row[0]: row for row in Read(page_text).tables[table][1:-1]}
    drawn = bars_of(page_text, f"{table}-stacked-on_time")
    assert {name: number for name, number, _ in drawn} == {name: row[1] for name, row in told.items()}
    most = max(number(row[1]) for row in told.values())
    for name, _, (each,) in drawn:
        assert float((each.get("width") or "").rstrip("%")) == pytest.approx(100 * number(told[name][2]) / most, abs=0.01)


def test_benefits_are_drawn_from_the_table(page_text: str) -> None:
    told = Read(page_text).tables["linh-vuc"][1:-1]
    drawn = bars_of(page_text, "linh-vuc-stacked-benefit")
    assert [(name, number) for name, number, _ in drawn] == [(row[0], row[-1]) for row in told]
    said = "".join(figure(page_text, "linh-vuc-stacked-benefit").itertext())
    assert "tự khai" in said or "declared by the authors" in said


def test_a_picture_is_drawn_only_where_it_says_more_than_its_table(page_text: str) -> None:
    """None of two rows, none in which every share is 100 %, none of weeks beside that of days, no colour that nothing has."""
    drawn = re.findall(r'<figure class="sk-figure" id="ve-([\w-]+?)">', page_text)
    assert "cap-province-stacked-on_time" in drawn
    assert [id for id in drawn if id.startswith(("khoi", "tuan")) or "shares" in id] == []
    assert "sk-late" not in page_text
    assert "sk-bad" not in page_text
    assert "0 %" not in [row[-2] for rows in Read(page_text).tables.values() for row in rows]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([[5, 3, 2]], True),
        ([[5, 5, 5]], False),
        ([[5, 3]], False),
        ([[5, 3, 0]], False),
        ([[0, 0, 0, 0]], False),
        ([[5, 5, 5], [0, 1, 0]], True),
    ],
)
def test_what_says_more_than_a_table(values: list[list[int]], told: bool) -> None:
    assert bars.varied([Series("", "", each) for each in values]) is told


def test_a_table_with_something_late_has_all_its_columns_and_its_picture_all_colours() -> None:
    ids = ("received", "on_time", "late", "invalid", "in_time")
    measures = [Measure.COUNT] * 4 + [Measure.PERCENT]
    columns = (Column("name", Words("A", "A"), Measure.NAME), *map(Column, ids, (Words(id, id) for id in ids), measures))
    rows = (("x", 4, 3, 1, 0, 75), ("y", 9, 9, 0, 0, 100), ("z", 6, 5, 1, 0, 83))
    table = Table("cap-x", Words("X", "X"), Words("", ""), columns, rows)
    shown = figure_tables.listed(table, "vi", "x.csv")
    assert [row[1:] for row in Read(f'<div id="x">{shown}').tables["x"]][1] == ["4", "3", "1", "75 %"]
    assert "Không bài nào" not in shown
    pictures = [*figure_charts.drawings(table, "vi")]
    assert len(pictures) == 2, "numbers, and shares in time"
    assert [name for name, _, _ in bars_of(pictures[0], "cap-x-stacked-on_time")] == ["y", "z", "x"]
    assert "sk-late" in pictures[0]
    assert "sk-bad" not in pictures[0]
    assert [said for _, said, _ in bars_of(pictures[1], "cap-x-shares-on_time")] == ["100 %", "83 %", "75 %"]


def test_targets_are_drawn_as_lines_across_results(page_text: str) -> None:
    rows = {row[0]: row for row in Read(page_text).tables["chi-tieu"][1:]}
    drawn = bars_of(page_text, "chi-tieu-against-result")
    assert len(drawn) == 12
    for name, said, (result, target) in drawn:
        assert said == f"{rows[name][3]}/{rows[name][1]}"
        assert (result.get("class"), target.get("class")) == ("sk-good", "sk-target")
        share = float((result.get("width") or "").rstrip("%")) / float((target.get("x") or "").rstrip("%"))
        assert share == pytest.approx(number(rows[name][3]) / number(rows[name][1]), abs=0.01)
    given = re.findall(r"^    target: (\d+)", UNITS, re.MULTILINE)
    assert len(given) == len(rows)
    assert sum(map(int, given)) == sum(number(row[1]) for row in rows.values())


def test_days_stand_in_their_place_beside_the_deadline(page_text: str) -> None:
    opens, closes = (
        datetime.fromisoformat(at) for at in re.findall(r"(?:opens|- \{at): (2021-0[34]-\d\dT00:00:00\+07:00)", RULES)[:2]
    )
    svg = picture(page_text, "ngay")
    bars = [each for each in svg.iter("rect") if (each.get("class") or "") == "sk-good"]
    (line,) = (each for each in svg.iter("rect") if each.get("class") == "sk-now")
    groups = {day: len(paths) for day, paths in grouped("ngay").items()}
    span = (closes - opens).days + 1
    places = [round(float((each.get("x") or "").rstrip("%")) * span / 100) for each in bars]
    assert {
        opens.date() + timedelta(days=place): float(each.get("height") or 0) for place, each in zip(places, bars, strict=True)
    } == {day: pytest.approx(150 * count / max(groups.values()), abs=0.1) for day, count in groups.items()}
    assert float((line.get("x") or "").rstrip("%")) == pytest.approx(100 * (closes - opens).days / span, abs=0.01)
    assert "20/4/2021" in written(svg, "sk-now")[0] or "20 April 2021" in written(svg, "sk-now")[0]


def test_papers_long_after_the_closing_do_not_flatten_the_picture_and_are_told(site: Path) -> None:
    html = (site / "bao-cao/index.html").read_text(encoding="utf-8")
    assert "ngoài những ngày này" not in html, "no sample came so late: the table below has one that did"
    columns = (
        Column("name", Words("Ngày", "Day"), Measure.NAME),
        *(Column(id, Words(id, id)) for id in ("on_time", "late", "invalid")),
    )
    days = (date(2021, 4, 20), date(2021, 4, 22), date(2026, 1, 1))
    table = Table("ngay", Words("Ngày", "Day"), Words("", ""), columns, tuple((each, 0, 3, 0) for each in days))
    drawn = figure_charts.daily(table, edition(), "vi")
    svg = picture(drawn, "ngay")
    assert len([each for each in svg.iter("rect") if each.get("class") == "sk-late"]) == 2
    assert "3 bài nhận ngoài những ngày này." in drawn


def edition() -> Edition:
    repository = git.open_repository(PROJECT)
    corpus = judge_revision(
        repository, git.resolve(repository, "HEAD"), AsOf(datetime.fromisoformat("2026-11-22T12:00:00+07:00"), replayed=False)
    ).corpus
    return corpus.editions["2021"]


def test_the_map_has_every_province_and_both_archipelagos(page_text: str) -> None:
    svg = picture(page_text, "ban-do")
    named = [title.text or "" for title in svg.iter("title")][1:]
    known = re.findall(r"place: \{.*?iso_3166_2: (VN-\w+)|iso_3166_2: (VN-\w+)", UNITS)
    assert len(known) == 63
    assert len(named) == 63 + 2
    assert any("Hoàng Sa" in name and "(Thành phố Đà Nẵng)" in name for name in named)
    assert any("Trường Sa" in name and "(Tỉnh Khánh Hòa)" in name for name in named)
    groups = grouped("cap-province")
    assert sorted(number(name.rpartition(": ")[2]) for name in named if not name.endswith(": 0")) == sorted(
        map(len, groups.values())
    )
    ways = {each.get("href", "").rstrip("/").rpartition("/")[2] for each in svg.iter("a")}
    assert groups.keys() <= ways
    assert len(ways) == 63


def test_each_tile_has_a_place_and_a_name_of_its_own() -> None:
    cells = [cell for line in tilemap._COUNTRY.split("\n") for cell in line.split() if cell != "....."]
    assert len({cell[:2] for cell in cells}) == len({cell[2:] for cell in cells}) == len(cells) == 65


@pytest.mark.parametrize(
    ("values", "edges"),
    [([], []), ([0, 0], []), ([3], [3]), ([1, 1, 1], [1]), ([0, 5, 5, 9], [5, 9]), ([*range(1, 11)], [3, 5, 7, 9, 10])],
)
def test_shades_part_the_provinces_evenly(values: list[int], edges: list[int]) -> None:
    assert tilemap._edges(values) == edges
    assert [tilemap._shade(value, edges) for value in (0, *edges)] == [*range(len(edges) + 1)]


def test_a_picture_says_what_it_shows(page_text: str) -> None:
    pictures = re.findall(r"<svg.*?</svg>", page_text)
    assert len(pictures) > 10
    for each in pictures:
        svg = ElementTree.fromstring(each)
        if svg.get("aria-hidden") == "true":
            continue  # a bar, whose number stands beside it
        by_id = {part.get("id"): part.text for part in svg if part.get("id")}
        assert by_id[svg.get("aria-labelledby")]
        assert by_id[svg.get("aria-describedby")]
        assert svg.get("role") in ("img", "group")
    ids = re.findall(r' id="([^"]*)"', page_text)
    assert len(ids) == len(set(ids))


def test_a_very_long_table_shows_its_largest_rows_and_says_so() -> None:
    columns = (Column("name", Words("Đơn vị", "Unit"), Measure.NAME), Column("received", Words("Đã nhận", "Received")))
    table = Table("x", Words("X", "X"), Words("", ""), columns, tuple((f"Đơn vị {row}", row) for row in range(140)))
    html = figure_tables.listed(table, "vi", "x.csv", RowWays([f"{row}/" for row in range(140)]))
    rows = Read(f'<h2 id="x"></h2>{html}')
    assert [row[1] for row in rows.tables["x"][1:]] == [str(row) for row in range(40, 140)]
    assert rows.ways["x"] == [f"{row}/" for row in range(40, 140)]
    assert "100 trong 140 dòng" in html


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/bao-cao/", "/en/bao-cao/"])
def test_the_map_leads_to_a_province_by_mouse_and_by_keyboard(page: Page, address: str) -> None:
    page.goto(address)
    tile = page.locator("svg.sk-map a").first
    name = tile.get_attribute("aria-label") or ""
    tile.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/bao-cao/2021/*/")
    assert name.partition(":")[0].removeprefix("Tỉnh ") in page.locator("h1").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/bao-cao/", "/en/bao-cao/", "/bao-cao/2021/thai-binh/nganh-y-te/"])
def test_a_report_fits_four_sheets_with_its_totals_once_and_nothing_to_press(page: Page, address: str) -> None:
    page.goto(address)
    text = "\n".join(sheets := printed(page))
    assert 1 <= len(sheets) <= 4
    assert text.count("Cộng") + text.count("Total") == sum(
        page.locator(f"{each} tfoot").count() for each in (".sk-section:not(.sk-screen)", ".sk-report > .sk-scroll")
    )
    for button in ("Chép liên kết", "In trang", "Facebook", "Copy link", "CSV", "Excel (XLSX)", "127.0.0.1"):
        assert button not in text
    if address == "/bao-cao/":
        for name in ("Cần chú ý", "Theo lĩnh vực", "Theo ngày nhận", "Tác giả theo số sáng kiến", "LĐLĐ tỉnh Yên Bái"):
            assert name in text, "folded away on the screen, and printed"
        assert "CĐCS Cơ quan Bảo hiểm Ban Mai" in text
        assert "nhiều nhất: CĐCS" not in text, "the long tables stay on the screen"


def printed(page: Page) -> list[str]:
    """The words of each sheet, as a reader of the paper sees them."""
    page.emulate_media(media="print")  # whatever was asked of this page before
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    page.emulate_media(media="null")
    return [each.get_textpage().get_text_bounded().replace("\r\n", " ") for each in document]


@pytest.mark.browser
def test_on_paper_a_report_has_no_menu_and_its_tables_are_whole(page: Page) -> None:
    page.goto("/bao-cao/")
    page.emulate_media(media="print")
    assert not page.locator(".md-tabs").is_visible()
    assert not page.locator(".sk-toc").is_visible()
    assert page.locator("#linh-vuc .sk-scroll").evaluate("it => getComputedStyle(it).overflowX") == "visible"
    page.emulate_media(media="null")


@pytest.mark.browser
def test_a_folded_section_opens_where_an_address_leads_to_it(page: Page) -> None:
    page.goto("/bao-cao/")
    assert not page.locator("#linh-vuc table").is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.locator(".sk-toc").get_by_role("link", name="Theo lĩnh vực").click()
    assert page.locator("#linh-vuc table").is_visible()
    page.goto("about:blank")
    page.goto("/bao-cao/#chua-co-bai")
    assert page.locator("#chua-co-bai .sk-names").is_visible()
    page.locator(".sk-attention").get_by_role("link").first.click()
    assert page.locator("#chi-tieu table").is_visible()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1350, 900), (360, 640)])
def test_the_first_screen_has_the_five_figures(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/bao-cao/")
    last = page.locator(".sk-tiles li").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] <= height
    if width > 1000:
        box = page.locator(".sk-attention").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
    page.set_viewport_size({"width": 1280, "height": 720})


def nation() -> tuple[Edition, Figures]:
    """Every province and central union with late, invalid and honoured entries, large benefits and targets, two of them silent."""
    small, chance = edition(), Random(7)
    lists = []
    for filed in small.unit_lists:
        units = list(filed.record.units)
        if (top := units[0]).level == "province":
            below = [Unit(f"{top.id}/co-so-{place}", f"CĐCS {top.name} số {place}", "grassroots", target=9) for place in (1, 2)]
            units = [replace(top, target=40), *units[1:], *below]
        lists.append(replace(filed, record=UnitList(tuple(units))))
    large = replace(small, unit_lists=tuple(lists), agreements=())
    fields = [*large.rules.record.vocabulary("fields")]
    entries = tuple(
        CountedSubmission(
            path=f"{unit.id}/{number}",
            unit=f"{unit.id}/co-so-{number % 2 + 1}",
            validity=chance.choices([*Validity], [8, 1, 1])[0],
            day=date(2021, 4, 1 + number % 25),
            block=chance.choice(["enterprise", "agency"]),
            field=chance.choice(fields),
            benefit=chance.randrange(10**10),
            proposed=("province", "national"),
            honours=("province",) * (number % 3 == 0),
        )
        for unit in large.units.values()
        if unit.level == "province"
        for number in range(30 + len(unit.id))
    )
    found = targets(large, entries)
    tables = [*figure_report._tables(large, entries, (), found)]
    silent = ("an-giang", "bac-giang")
    tables += [
        _amiss(large, entries),
        _silent(large, [entry for entry in entries if entry.unit.partition("/")[0] not in silent]),
    ]
    told = Figures("2021", entries, tuple(tables), found, tuple(concerns(large, entries, found, tables)))
    return large, told.after(replace(told, edition="2020"))


@pytest.mark.browser
def test_the_report_of_a_whole_nation_fits_four_sheets(page: Page, site: Path) -> None:
    """In the look of the site: 83 provinces and central unions, two of which are at odds with the other tables and sent nothing."""
    large, told = nation()
    tops = {id for id in large.units if "/" not in id and id != "national"}
    assert len(tops) == 83
    ways = FigureWays("2021", frozenset(tops))
    whole = report.page(large, told, PageUrl("bao-cao/", "vi"), "https://example.org/", "", True, ways)
    style = (site / "assets/khung.css").read_text(encoding="utf-8")
    page.goto("about:blank")
    page.set_content(
        f"<html><head><style>{style}</style></head><body><article class='md-typeset'>{whole.body}</article></body></html>"
    )
    sheets = printed(page)
    text = " ".join(sheets)
    assert len(sheets) <= 4
    assert all(large.name_of(unit) in text for unit in tops)
    assert f"{len(told.entries):,}".replace(",", ".") in text
    assert re.search(r"\d,\d tỷ", text), "a large benefit is rounded in the figure, and whole in the table"
    assert f"{told.summary.benefit:,}".replace(",", ".") in text
    assert "So với kỳ trước" in text

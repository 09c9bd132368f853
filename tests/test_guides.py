"""Whoever wonders finds the answer: guides for each reader, dates with today among them, why a file was refused, badges, the dictionary."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

import built
from sangkien.language import Language, Words
from sangkien.model.programme import Grace, Rules, Setting
from sangkien.outputs.site import badge, intake, key_dates, sending
from sangkien.outputs.site.page_url import PageUrl
from sangkien.rules import CATALOGUE
from story import PROJECT
from test_charts import edition

SAMPLES = [
    file
    for file in (PROJECT / "submissions/2021").rglob("*.md")
    if "confidential: true" not in file.read_text(encoding="utf-8")
]
"""Those that are counted in public."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return edition().rules.record


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("reader", ["nguoi-lao-dong", "cong-doan-co-so", "cong-doan-cap-tren"])
def test_each_reader_has_a_guide_one_click_from_where_one_sends_in(site: Path, prefix: str, reader: str) -> None:
    start = (site / f"{prefix}gui-bai/index.html").read_text(encoding="utf-8")
    assert f'href="../huong-dan/{reader}/"' in start
    text = (site / f"{prefix}huong-dan/{reader}/index.html").read_text(encoding="utf-8")
    assert "../../the-le/#moc" in text, "dates stand in one place only"
    assert re.findall(r"\b\d{1,2}/\d{1,2}(?:/\d{4})?\b", text[text.index("<article") : text.index("</article")]) == []


def test_commands_that_the_guides_name_exist(site: Path) -> None:
    text = "".join((file / "index.html").read_text(encoding="utf-8") for file in (site / "huong-dan").iterdir())
    named = set(re.findall(r"<code>sangkien ([a-z]+)", text))
    assert named >= {"register", "quota", "status"}
    for verb in named:
        built.run([built.SANGKIEN, verb, "--help"], PROJECT)


@pytest.mark.browser
def test_a_refused_author_is_one_click_from_the_answer(page: Page) -> None:
    page.goto("/gui-bai/")
    page.locator("article").get_by_role("link", name="Vì sao, và sửa thế nào").click()
    page.wait_for_url("**/vi-sao/")
    page.get_by_role("textbox", name="Mã trong thông báo").fill("sk 204")
    page.keyboard.press("Enter")
    page.wait_for_url("**/vi-sao/#sk204")
    assert "Chọn một trong" in page.locator("#sk204").inner_text()
    assert page.locator("details[open]").count() == 1
    page.locator("#sk204").get_by_role("link").click()
    page.wait_for_url("**/quy-tac/sk204/")
    assert page.get_by_text("Cách sửa", exact=True).is_visible()


def test_the_gate_s_own_link_leads_to_a_page_that_stands(site: Path) -> None:
    for code in CATALOGUE:
        for prefix in ("", "en/"):
            assert (site / f"{prefix}quy-tac/{code.lower()}/index.html").is_file()


# Closed is closed.


def shown_of(page: str) -> str:
    """What a page that is built at some instant shows of what can be done then."""
    parts = dict(re.findall(r'<div class="(sk-is-(?:before|open|closed))"( hidden)?>', page))
    (now,) = (name for name, hidden in parts.items() if not hidden)
    assert len(parts) == 3
    return re.sub("<[^>]*>", " ", page[page.index(f'<div class="{now}"') :].partition("</div>")[0])


@pytest.mark.parametrize(
    ("days", "says", "offers"),
    [
        (-1, "nhận bài từ  00:00 ngày 10/3/2021", "Chuẩn bị bài"),
        (0, "nhận bài đến  24:00 ngày 20/4/2021", "Đưa cho công đoàn cơ sở"),
        (42, "đã đóng nhận bài lúc  24:00 ngày 20/4/2021", "Theo dõi bài đã gửi"),
    ],
)
def test_whoever_wants_to_send_in_reads_first_whether_that_can_be_done(days: int, says: str, offers: str) -> None:
    law = edition()
    opens = law.rules.record.portal.opens
    assert (law.rules.record.portal.closing.at - opens).days == 42
    page = sending.page(law, opens + timedelta(days=days), PageUrl(sending.ADDRESS, "vi"))
    told = shown_of(page.body)
    assert says in told
    assert offers in told
    assert page.body.index('class="sk-window"') < page.body.index("<h2")


def test_during_the_grace_it_is_still_open(rules: Rules) -> None:
    portal = replace(rules.portal, grace=Grace(30, Words("mất mạng", "no network")))
    late = portal.closing.at + timedelta(minutes=29)
    assert intake.state(portal, late) is intake.State.OPEN
    assert intake.state(portal, late + timedelta(minutes=1)) is intake.State.CLOSED


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_home_page_offers_what_can_be_done_now(site: Path, prefix: str) -> None:
    """The samples' edition is over: nothing invites to send in, neither here nor where the menu leads."""
    home = (site / f"{prefix}index.html").read_text(encoding="utf-8")
    told = shown_of(home[home.index("<article") :])
    assert "24:00" in told
    assert "Gửi sáng kiến" not in told
    assert "Send an innovation" not in told
    ways = re.findall(r'href="([^"]*)"', home[home.index('class="sk-is-closed"') :].partition("</div>")[0])
    assert ways == ["sang-kien/", "theo-doi/", "gui-bai/", "vi-sao/"]


@pytest.mark.browser
def test_the_browser_opens_and_closes_the_intake_at_its_own_instant(site: Path, browser: Browser) -> None:
    with built.served(site) as address:
        page = browser.new_page()
        for now, sees in (
            ("2021-03-01", "Chuẩn bị bài"),
            ("2021-04-20", "Gửi sáng kiến"),
            ("2021-04-21", "Theo dõi bài đã gửi"),
        ):
            page.clock.set_fixed_time(datetime.fromisoformat(f"{now}T00:00:00+07:00"))
            page.goto(address)
            expect(page.locator(".sk-hero").get_by_role("link", name=sees)).to_be_visible()
        assert not page.locator(".sk-hero").get_by_role("link", name="Gửi sáng kiến").is_visible()
        page.close()


# The dates, and today among them.


def shares(drawn: str) -> list[float]:
    return [float(each) for each in re.findall(r'<circle[^>]* cx="([\d.]+)%"', drawn)]


def test_dates_are_the_rules_own_in_order(rules: Rules) -> None:
    every = key_dates.key_dates(rules, "vi")
    due = [level.due.at for level in rules.levels if level.due]
    assert len(every) == 4 + len(due)
    assert [each.at for each in every] == sorted(each.at for each in every)
    assert {each.at for each in every} >= {rules.portal.opens, rules.portal.closing.at, *due}
    drawn = key_dates.picture(rules, rules.portal.opens, "vi")
    span = every[-1].at - every[0].at
    assert shares(drawn) == pytest.approx([5 + 90 * ((each.at - every[0].at) / span) for each in every], abs=0.01)
    assert re.findall(r'<time datetime="([^"]*)"', drawn) == [each.at.isoformat() for each in every]


@pytest.mark.parametrize(
    ("days", "share", "past", "anchor"),
    [(-400, 1, 0, "start"), (0, 5, 1, "start"), (60, 50, 2, "middle"), (120, 95, 6, "end"), (4000, 99, 6, "end")],
)
def test_today_stands_where_it_is(rules: Rules, days: int, share: float, past: int, anchor: str) -> None:
    every = key_dates.key_dates(rules, "vi")
    drawn = key_dates.picture(rules, every[0].at + timedelta(days=days), "vi")
    assert (every[-1].at - every[0].at).days == 120
    assert float(re.findall(r'<rect class="sk-now" x="([\d.]+)%"', drawn)[0]) == pytest.approx(share, abs=0.01)
    assert drawn.count('<li class="sk-past">') == past
    assert drawn.count('<circle class="sk-dot sk-past"') == past
    assert re.findall(r'<text class="sk-now"[^>]*text-anchor="(\w+)"', drawn) == [anchor]


def test_an_extension_shows_what_it_replaced(rules: Rules) -> None:
    later = Setting(rules.portal.closing.at + timedelta(days=5), "QĐ gia hạn <1>", rules.portal.closing.set_on)
    longer = replace(rules, portal=replace(rules.portal, closes=(*rules.portal.closes, later)))
    drawn = key_dates.picture(longer, rules.portal.opens, "vi")
    assert "<del>24:00 ngày 20/4/2021 (45/HD-CDYT, mục 5.2)</del>" in drawn
    assert '24:00 ngày 25/4/2021</time> <span class="sk-quiet">(QĐ gia hạn &lt;1&gt;)</span>' in drawn


def test_dots_that_would_touch_stand_on_different_rows(rules: Rules) -> None:
    near = replace(rules, portal=replace(rules.portal, opens=rules.portal.closing.at - timedelta(hours=1)))
    drawn = key_dates.picture(near, rules.portal.opens, "vi")
    dots = [(float(x), int(y)) for x, y in re.findall(r'<circle[^>]* cx="([\d.]+)%" cy="(\d+)"', drawn)]
    for place, (x, y) in enumerate(dots):
        assert all(abs(x - other) * 3.2 >= 20 or abs(y - height) >= 20 for other, height in dots[:place])
        assert y >= 24


def test_the_dates_stand_where_one_arrives_and_where_the_rules_are(site: Path) -> None:
    figures, lists = [], []
    for address in ("", "the-le/", "the-le/2021/"):
        text = (site / address / "index.html").read_text(encoding="utf-8")
        figures += re.findall(r'<figure class="sk-figure">(<svg class="sk-chart sk-moments".*?</svg>)', text)
        lists += re.findall(r'<ol class="sk-dates.*?</ol>', text)
        assert "assets/moc.js" in text
    assert len(figures) == len(lists) == 3
    assert len(set(figures)) == 1
    assert len({tuple(re.findall(r'<strong>(.*?)</strong>: <time datetime="(.*?)">(.*?)</time>', each)) for each in lists}) == 1
    assert [("45/HD-CDYT" in each) for each in lists] == [False, True, True], "who only arrives needs no papers"


@pytest.mark.browser
@pytest.mark.parametrize(
    ("now", "prefix", "said", "past"),
    [
        ("2021-04-15T09:00:00+07:00", "", "Hôm nay 15/4/2021", 3),
        ("2021-04-15T09:00:00+07:00", "en/", "Today, 15 April 2021", 3),
        ("2031-01-01T09:00:00+07:00", "", "Hôm nay 1/1/2031", 6),
        ("2020-01-01T09:00:00+07:00", "", "Hôm nay 1/1/2020", 0),
    ],
)
def test_the_browser_moves_the_mark_to_its_own_today(
    site: Path, browser: Browser, now: str, prefix: str, said: str, past: int
) -> None:
    with built.served(site) as address:
        page = browser.new_page(timezone_id="Asia/Ho_Chi_Minh")
        page.clock.set_fixed_time(datetime.fromisoformat(now))
        page.goto(f"{address}{prefix}the-le/")
        assert page.locator("svg.sk-moments text.sk-now").text_content() == said
        assert page.locator("ol.sk-dates li.sk-past").count() == page.locator("circle.sk-past").count() == past
        box, line = (page.locator(f"svg.sk-moments{part}").bounding_box() for part in ("", " rect.sk-now"))
        assert box
        assert line
        gone = (datetime.fromisoformat(now) - datetime.fromisoformat("2021-02-01T00:00:00+07:00")) / timedelta(days=120)
        assert (line["x"] - box["x"]) / box["width"] == pytest.approx(min(max(0.05 + 0.9 * gone, 0.01), 0.99), abs=0.005)
        page.close()


# Badges and the dictionary.


@pytest.mark.parametrize(("end", "says"), [("", "{} bài · {} được tôn vinh"), (".en", "{} received · {} honoured")])
def test_a_badge_tells_the_report_s_numbers(site: Path, end: str, says: str) -> None:
    decisions = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "program/2021/decisions").rglob("*.yml"))
    honoured = set(re.findall(r"path: (\S+)", decisions))
    for unit in ("", "thai-binh", "dong-nai", "thai-nguyen"):
        ours = {file.relative_to(PROJECT).as_posix() for file in SAMPLES if not unit or f"/2021/{unit}/" in file.as_posix()}
        svg = (site / f"huy-hieu/2021{f'/{unit}' if unit else ''}{end}.svg").read_text(encoding="utf-8")
        words = ["".join(each.itertext()) for each in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        assert words[1] == says.format(len(ours), len(ours & honoured))
    report = (site / f"{end[1:]}/bao-cao/2021/thai-binh/index.html".lstrip("/")).read_text(encoding="utf-8")
    assert f"huy-hieu/2021/thai-binh{end}.svg" in report


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_badge_is_an_image_whatever_the_edition_is_called(language: Language) -> None:
    (vi, en) = badge.artifacts('2021"><script>&', {"": (1, 0)})
    svg = ElementTree.fromstring((vi if language == "vi" else en).content)
    assert {each.tag.rpartition("}")[2] for each in svg.iter()} == {"svg", "title", "clipPath", "g", "rect", "text"}
    assert float(svg.get("width") or 0) > 100


def test_the_dictionary_tells_every_field_of_the_schemas(site: Path) -> None:
    told: dict[str, Any] = json.loads((site / "du-lieu/tu-dien.json").read_text(encoding="utf-8"))
    for file in (PROJECT / "schema").glob("*.schema.json"):
        schema = json.loads(file.read_text(encoding="utf-8"))
        kind = file.name.partition(".")[0]
        listed = {each["name"]: each for each in told["fields"][kind]}
        for name, given in schema["properties"].items():
            assert listed[name]["title"]["en"], (kind, name)
            assert listed[name]["required"] == (name in schema.get("required", [])), (kind, name)
            if labels := given.get("x-labels"):
                assert set(listed[name]["values"]) == set(labels)
    report = json.loads((site / "du-lieu/2021/bao-cao.json").read_text(encoding="utf-8"))["tables"]
    described = {id: table for id, table in told["tables"]["2021"].items() if id != "tong"}  # whose totals the report tells
    assert {id: set(table["columns"]) for id, table in described.items()} == {
        id: set(table["columns"]) for id, table in report.items()
    }
    assert "du-lieu/tu-dien.json" in (site / "en/du-lieu/index.html").read_text(encoding="utf-8")

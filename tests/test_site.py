"""The built site against a hand count of the sample data, read with regular expressions and not with the code under test."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest
from playwright.sync_api import Page

from built import AS_OF, SANGKIEN, run
from story import PROJECT

SAMPLES = {path: path.read_text(encoding="utf-8") for path in sorted((PROJECT / "submissions/2021").rglob("*.md"))}
DECISIONS = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/decisions").glob("*.yml"))]
HONOURED = {PROJECT / path for text in DECISIONS for path in re.findall(r"path: (\S+)", text)}
REPORT = "bao-cao/index.html"


def value(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class Tables(HTMLParser):
    """Rows of cells of every table, by the id of the heading above it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._heading, self._cell = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "h2":
            self._heading = dict(attrs).get("id") or ""
        elif tag == "tr":
            self.found.setdefault(self._heading, []).append([])
        elif tag in ("td", "th"):
            self._cell = True
            self.found[self._heading][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = False

    def handle_data(self, data: str) -> None:
        if self._cell:
            self.found[self._heading][-1][-1] += data


@pytest.fixture(scope="session")
def tables(site: Path) -> dict[str, list[list[str]]]:
    return Tables((site / REPORT).read_text(encoding="utf-8")).found


def test_the_samples_are_what_the_programme_needs() -> None:
    uppers = {path.parts[-4:-2] for path in SAMPLES}
    assert len(SAMPLES) >= 48
    assert len(uppers) >= 4
    assert len({path.parent for path in SAMPLES}) >= 12
    assert all("\nsample: true\n" in text for text in SAMPLES.values())
    assert all("Mẫu" in name for text in SAMPLES.values() for name in re.findall(r"- name: (.*)", text))
    near_the_limit = [
        part for text in SAMPLES.values() for part in re.split(r"^## .*$", text, flags=re.M)[1:] if len(part.strip()) > 940
    ]
    assert len(near_the_limit) >= 6


@pytest.mark.parametrize(
    ("province", "name"), [("thai-binh", "Thái Bình"), ("thai-nguyen", "Thái Nguyên"), ("dong-nai", "Đồng Nai")]
)
def test_report_by_province_equals_a_hand_count(tables: dict[str, list[list[str]]], province: str, name: str) -> None:
    ours = {path: text for path, text in SAMPLES.items() if f"/2021/{province}/" in str(path)}
    benefit = sum(int(value(text, "benefit_vnd") or 0) for text in ours.values())
    honoured = len(HONOURED & ours.keys())
    row = next(row for row in tables["tinh"] if row[0] == f"LĐLĐ tỉnh {name}")
    assert row[1:] == [str(len(ours)), str(len(ours)), "0", "0", str(honoured), vietnamese(benefit)]


def test_reports_by_field_and_block_equal_a_hand_count(tables: dict[str, list[list[str]]]) -> None:
    rules = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
    names = {id: vi.strip('"') for id, vi in re.findall(r"- \{id: ([a-z-]+), name: \{vi: (\".*?\"|[^,]*),", rules)}
    for table, field in (("linh-vuc", "field"), ("khoi", "block")):
        counted = Counter(names[value(text, field)] for text in SAMPLES.values())
        assert {row[0]: int(row[1]) for row in tables[table][1:-1]} == counted
        assert tables[table][-1][:2] == ["Cộng", str(len(SAMPLES))]


def test_report_by_level_counts_the_decisions(tables: dict[str, list[list[str]]]) -> None:
    order = ["national", "province", "upper", "grassroots"]
    decisions = Counter(value(text, "level") for text in DECISIONS)
    items = {level: sum(text.count("- path:") for text in DECISIONS if value(text, "level") == level) for level in order}
    assert [row[1:3] for row in tables["ton-vinh"][1:]] == [[str(decisions[level]), str(items[level])] for level in order]


def test_report_by_week_follows_the_register(tables: dict[str, list[list[str]]]) -> None:
    register = (PROJECT / "program/2021/register.yml").read_text(encoding="utf-8")
    days = re.findall(r'received_at: "2021-(\d\d)-(\d\d)T', register)
    last_week = sum(("04", "19") <= day <= ("04", "20") for day in days)
    assert tables["tuan"][-2][:2] == ["19/4 – 25/4/2021", str(last_week)]
    assert sum(int(row[1]) for row in tables["tuan"][1:-1]) == len(SAMPLES)


def test_targets_are_set_against_results(tables: dict[str, list[list[str]]]) -> None:
    here = PROJECT / "submissions/2021/thai-binh/nganh-y-te/bv-song-tra"
    result = sum(path.parent == here for path in SAMPLES)
    row = next(row for row in tables["chi-tieu"] if "Sông Trà" in row[0])
    assert row[1:] == ["6", str(result), f"{round(100 * result / 6)} %"]


def test_csv_and_json_hold_the_numbers_of_the_page(site: Path, tables: dict[str, list[list[str]]]) -> None:
    told = json.loads((site / "du-lieu/2021/bao-cao.json").read_text(encoding="utf-8"))["tables"]
    assert told.keys() == {id for id in tables if id in told}
    for id, table in told.items():
        content = (site / f"du-lieu/2021/{id}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
        shown = [[cell.removesuffix(" %") for cell in row] for row in tables[id]]
        assert [[vietnamese(int(cell)) if cell.isdigit() else cell for cell in row] for row in rows] == shown
        plain = [list(row.values()) for row in (*table["rows"], *([table["total"]] if "total" in table else []))]
        assert [[str(cell["vi"] if isinstance(cell, dict) else cell) for cell in row] for row in plain] == rows[1:]


def test_only_honoured_innovations_have_a_page(site: Path) -> None:
    pages = {page.parent.name.rpartition("-")[0] for page in site.glob("sang-kien/2021/*/index.html")}
    assert pages == {path.stem for path in HONOURED}


def test_names_appear_only_with_consent_and_only_of_the_honoured(site: Path) -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in site.rglob("*.html"))
    shown += "".join(file.read_text(encoding="utf-8") for file in site.rglob("*.[cj]s[vo]*"))
    hidden_only = set()
    for path, text in SAMPLES.items():
        names = set(re.findall(r"- name: (.*)", text))
        may = path in HONOURED and "publish_name: true" in text and "confidential: true" not in text
        assert not may or all(name in shown for name in names), path
        hidden_only |= set() if may else names
    allowed = {
        name
        for path, text in SAMPLES.items()
        if path in HONOURED and "publish_name: true" in text and "confidential: true" not in text
        for name in re.findall(r"- name: (.*)", text)
    }
    assert hidden_only - allowed, "some author must be hidden for this to mean anything"
    assert [name for name in hidden_only - allowed if name in shown] == []


def test_a_confidential_innovation_shows_title_effect_and_award_only(site: Path) -> None:
    (path,) = (path for path in HONOURED if "confidential: true" in SAMPLES[path])
    (page,) = site.glob(f"sang-kien/2021/{path.stem}-*/index.html")
    html = page.read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article")]
    assert value(SAMPLES[path], "title") in article
    assert "Bằng khen" in article
    assert "Hiệu quả" in article
    for secret in ("Thực trạng", "Giải pháp", "Tác giả", "Hồng Châu", "duoc-hong-chau", "Lĩnh vực"):
        assert secret not in article


def test_a_page_shows_when_it_was_received_and_what_proves_it(site: Path, project_clone: Path) -> None:
    path = "submissions/2021/thai-binh/nganh-y-te/bv-song-tra/de-coc-truyen-ha-thap-co-phanh-chan.md"
    register = (PROJECT / "program/2021/register.yml").read_text(encoding="utf-8")
    line = next(entry for entry in register.split("  - number: ") if path in entry)
    (at,) = re.findall(r'received_at: "2021-(\d\d)-(\d\d)T(\d\d:\d\d)', line)
    commit = run(["git", "log", "--first-parent", "--reverse", "--format=%H", "--", path], project_clone).split()[-1]
    (page,) = site.glob("sang-kien/2021/de-coc-truyen-*/index.html")
    html = page.read_text(encoding="utf-8")
    assert f"{at[2]} ngày {int(at[1])}/{int(at[0])}/2021" in html
    assert f"số đến {line.splitlines()[0]}" in html
    assert commit[:12] in html


def test_the_guide_tells_the_rules_dates_and_no_other(site: Path) -> None:
    guide = (site / "the-le/index.html").read_text(encoding="utf-8")
    for said in (
        "24:00 ngày 20/4/2021",
        "24:00 ngày 10/4/2021",
        "24:00 ngày 25/4/2021",
        "1.000 ký tự",
        "<strong>50</strong>",
        "<strong>4</strong>",
    ):
        assert said in guide
    hand_written = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "site/pages").glob("*.md"))
    assert re.findall(r"\d+/\d+/20\d\d|\d{3,} ký tự", hand_written) == []


def test_every_link_leads_somewhere_and_none_leaves_the_site(site: Path) -> None:
    broken = []
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        here = "/" + page.relative_to(site).as_posix()
        for link in re.findall(r'(?:href|src)="([^"]*)"', html):
            if here == "/404.html" or link.startswith(("data:", "http://127.0.0.1:8000/")):
                continue
            target, fragment = urldefrag(urljoin(here, link))
            file = site / target.lstrip("/")
            file = file / "index.html" if target.endswith("/") else file
            if (
                link.startswith(("http:", "https:", "//"))
                or not file.is_file()
                or (fragment and f'id="{fragment}"' not in file.read_text(encoding="utf-8"))
            ):
                broken.append((here, link))
    assert broken == []


def test_two_builds_of_one_revision_are_the_same_bytes(project_clone: Path, site: Path) -> None:
    first = {file: file.read_bytes() for file in (project_clone / "build/pages").rglob("*") if file.is_file()}
    run([SANGKIEN, "build", "--as-of", AS_OF, "--out", "build/again"], project_clone)
    again = {project_clone / "build/pages" / file.relative_to(project_clone / "build/again"): file.read_bytes()
             for file in (project_clone / "build/again").rglob("*") if file.is_file()}  # fmt: skip
    assert first == again


@pytest.mark.browser
def test_a_citizen_reads_an_innovation_and_the_report(page: Page) -> None:
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith("http://127.0.0.1:") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    assert page.locator("h1").inner_text() == "75 nghìn sáng kiến, vượt khó, phát triển"
    assert page.locator(".sk-tiles strong").first.inner_text() == str(len(SAMPLES))
    page.get_by_role("link", name="Xem sáng kiến").click()
    page.wait_for_selector(".sk-card")
    assert page.locator(".sk-card").count() == len(HONOURED)
    page.get_by_role("link", name="Máng héo hai chiều gió").click()
    page.wait_for_selector("h2#nhan")
    assert "Chè Núi Xanh" in page.locator("article").inner_text()
    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.wait_for_selector("h2#tinh")
    assert page.locator("figure.sk-figure svg title").first.text_content()
    assert page.locator("h2#tinh ~ .sk-scroll table tfoot td").first.inner_text() == str(len(SAMPLES))
    assert (foreign, errors) == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/", "/the-le/", "/sang-kien/", "/bao-cao/", "/quy-tac/sk301/", "/gui-bai/"])
def test_no_page_is_wider_than_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})

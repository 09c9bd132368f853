"""The built site against a hand count of the sample data, read with regular expressions and not with the code under test."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page

from built import ADDRESS, AS_OF, LICENCE, PASSED_ON, SANGKIEN, build, laid, run
from sangkien.language import LANGUAGES, Language, Words
from sangkien.model.artifact import Column, Measure, Table
from sangkien.outputs import catalogue
from sangkien.outputs.site import figure_charts, guide
from sangkien.rules import CATALOGUE
from story import BEGINNING, HOME, PROJECT, WORLD, Story

SAMPLES = {path: path.read_text(encoding="utf-8") for path in sorted((PROJECT / "submissions/2021").rglob("*.md"))}
COUNTED = {path: text for path, text in SAMPLES.items() if "confidential: true" not in text}
"""One more in a small unit would tell whose a confidential innovation is."""
DECISIONS = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/decisions").rglob("*.yml"))]
DOSSIERS = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/dossiers").rglob("*.yml"))]
DISPUTES = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/disputes").rglob("*.yml"))]
HONOURED = {PROJECT / path for text in DECISIONS for path in re.findall(r"path: (\S+)", text)}
REPORT = "bao-cao/index.html"
STANDINGS = ("on_time", "late", "invalid")


def value(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def vietnamese(number: int) -> str:
    return f"{number:,}".replace(",", ".")


class Tables(HTMLParser):
    """Rows of cells of every table, by the id of the part of the page that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._heading, self._cell = "", False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "div") and dict(attrs).get("id"):
            self._heading = dict(attrs)["id"] or ""
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
    ours = {path: text for path, text in COUNTED.items() if f"/2021/{province}/" in str(path)}
    benefit = sum(int(value(text, "benefit_vnd") or 0) for text in ours.values())
    honoured = len(HONOURED & ours.keys())
    row = next(row for row in tables["cap-province"] if row[0] == f"LĐLĐ tỉnh {name}")
    assert row[1:] == [str(len(ours)), str(len(ours)), str(honoured), vietnamese(benefit)]


def test_reports_by_field_and_block_equal_a_hand_count(tables: dict[str, list[list[str]]]) -> None:
    rules = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
    names = {id: vi.strip('"') for id, vi in re.findall(r"- \{id: ([a-z-]+), name: \{vi: (\".*?\"|[^,]*),", rules)}
    for table, field in (("linh-vuc", "field"), ("khoi", "block")):
        counted = Counter(names[value(text, field)] for text in COUNTED.values())
        assert {row[0]: int(row[1]) for row in tables[table][1:-1]} == counted
        assert tables[table][-1][:2] == ["Cộng", str(len(COUNTED))]


def items(act: str) -> int:
    """How many of the innovations that an act names are counted in public."""
    return sum(PROJECT / path in COUNTED for path in re.findall(r"- path: (\S+)", act))


def test_report_by_level_counts_dossiers_and_decisions_from_the_grassroots_up(tables: dict[str, list[list[str]]]) -> None:
    order = ["grassroots", "upper", "province", "national"]
    decisions = Counter(value(text, "level") for text in DECISIONS)
    honoured = {level: sum(items(text) for text in DECISIONS if value(text, "level") == level) for level in order}
    proposed = {level: sum(items(text) for text in DOSSIERS if value(text, "level") == level) for level in order}
    reserve = {level: sum(text.count("reserve: true") for text in DOSSIERS if value(text, "level") == level) for level in order}
    proposed["grassroots"] = len(COUNTED)
    counted = [[proposed[level], reserve[level], decisions[level], honoured[level]] for level in order]
    assert [row[1:5] for row in tables["ton-vinh"][1:]] == [[str(number) for number in row] for row in counted]


def drawn(figure: str) -> list[tuple[str, str]]:
    """Name and number of each row of a picture, up to its end."""
    rows = re.findall(
        r'<span class="sk-name">(.*?)</span> <svg.*?</svg> <span class="sk-value">([^<]*)<', figure.partition("</figure>")[0]
    )
    return [(re.sub("<[^>]*>", "", name), value) for name, value in rows]


def test_the_escalation_is_drawn_with_the_numbers_of_its_table(site: Path, tables: dict[str, list[list[str]]]) -> None:
    html = (site / REPORT).read_text(encoding="utf-8")
    figure = html[html.index('id="ve-ton-vinh-ladder-proposed"') :]
    assert drawn(figure) == [(row[0], f"{row[4]}/{row[1]}") for row in tables["ton-vinh"][1:]]


def test_of_disputes_votes_and_the_unsuccessful_only_counts_are_public(site: Path, tables: dict[str, list[list[str]]]) -> None:
    closed = Counter(re.search(r"result: (\w+)", text)[1] if "closed:" in text else "open" for text in DISPUTES)  # type: ignore[index]
    told = [str(closed[state]) for state in ("open", "upheld", "dismissed")]
    assert [row[1] for row in tables["khieu-nai"][1:]] == [*told, str(len(DISPUTES))]
    every_byte = "".join(
        file.read_text(encoding="utf-8") for kind in ("html", "csv", "json", "xml", "txt") for file in site.rglob(f"*.{kind}")
    )
    secret = {number for text in (*DISPUTES, *DOSSIERS) for number in re.findall(r"number: ([^,}]*)", text)}
    unsuccessful = {path for text in DOSSIERS for path in re.findall(r"path: (\S+)", text) if PROJECT / path not in HONOURED}
    secret |= {Path(path).stem for path in unsuccessful} | {value(SAMPLES[PROJECT / path], "title") for path in unsuccessful}
    assert len(secret) > 20
    assert [each for each in sorted(secret) if each in every_byte] == []


def test_report_by_week_follows_the_register(tables: dict[str, list[list[str]]]) -> None:
    lines = [file.read_text(encoding="utf-8") for file in (PROJECT / "program/2021/register").rglob("*.yml")]
    counted = [line for line in lines if any(path.relative_to(PROJECT).as_posix() in line for path in COUNTED)]
    days = [day for line in counted for day in re.findall(r'received_at: "2021-(\d\d)-(\d\d)T', line)]
    last_week = sum(("04", "19") <= day <= ("04", "20") for day in days)
    assert tables["tuan"][-2][:2] == ["19/4 – 25/4/2021", str(last_week)]
    assert sum(int(row[1]) for row in tables["tuan"][1:-1]) == len(COUNTED)


def test_targets_are_set_against_results(tables: dict[str, list[list[str]]]) -> None:
    here = PROJECT / "submissions/2021/thai-binh/nganh-y-te/bv-song-tra"
    result = sum(path.parent == here for path in SAMPLES)
    row = next(row for row in tables["chi-tieu"] if "Sông Trà" in row[0])
    agreement = (PROJECT / "program/2021/agreements/thai-binh/nganh-y-te/bv-song-tra/bien-ban-ghi-nho.yml").read_text(
        encoding="utf-8"
    )
    assert row[1:] == ["6", value(agreement, "target"), str(result), f"{round(100 * result / 6)} %"]


def test_csv_and_json_hold_the_numbers_of_the_page(site: Path, tables: dict[str, list[list[str]]]) -> None:
    told = json.loads((site / "du-lieu/2021/bao-cao.json").read_text(encoding="utf-8"))["tables"]
    assert told.keys() - {id for id in tables if id in told} == {"chua-co-bai"}, "which is a list of names on the page"
    totals = list(csv.reader((site / "du-lieu/2021/tong.csv").read_text(encoding="utf-8-sig").splitlines()))
    for id, table in told.items():
        if id == "chua-co-bai":
            continue
        content = (site / f"du-lieu/2021/{id}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        coded = list(csv.reader(content.decode("utf-8-sig").splitlines()))
        total = [value for code, _, value in totals if code == id]
        rows = [row[1:] for row in coded] + ([["Cộng", *total]] if total else [])
        shown = [[cell.removesuffix(" %") for cell in row] for row in tables[id]]
        places = [rows[0].index(head) for head in shown[0]]  # a column that says the same of every row is left out on the page
        data = [[vietnamese(int(row[place])) if row[place].isdigit() else row[place] for place in places] for row in rows]
        if id == "chi-tieu":  # on the page whoever is furthest from the target stands first
            assert shown[1:] == sorted(shown[1:], key=lambda row: int(row[-1]))
            data[1:], shown[1:] = sorted(data[1:]), sorted(shown[1:])
        assert data == shown
        assert [row["code"] for row in table["rows"]] == [row[0] for row in coded[1:]]
        plain = [list(row.values())[1:] for row in table["rows"]] + ([list(table["total"].values())] if total else [])
        assert [[str(cell["vi"] if isinstance(cell, dict) else cell) for cell in row] for row in plain] == rows[1:]


def test_only_honoured_innovations_have_a_page(site: Path) -> None:
    pages = {page.parent.name for page in site.glob("sang-kien/2021/*/index.html")}
    hidden = {name for name in pages if re.fullmatch("bai-[a-p]{12}", name)}
    assert pages - hidden == {path.stem for path in HONOURED & COUNTED.keys()}
    assert len(hidden) == len(HONOURED - COUNTED.keys()) > 0


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
    (page,) = (
        page
        for page in site.glob("sang-kien/2021/bai-*/index.html")
        if value(SAMPLES[path], "title") in page.read_text(encoding="utf-8")
    )
    html = page.read_text(encoding="utf-8")
    article = html[html.index("<article") : html.index("</article")]
    assert value(SAMPLES[path], "title") in article
    assert "Bằng khen" in article
    assert "Hiệu quả" in article
    for secret in ("Thực trạng", "Giải pháp", "Tác giả", "Hồng Châu", "duoc-hong-chau", "Lĩnh vực"):
        assert secret not in article


def test_nothing_of_the_site_but_its_page_tells_of_a_confidential_innovation(site: Path) -> None:
    """Neither path nor unit nor day follows from the name of a page, from a feed, from the search or from the data."""
    (path,) = (path for path in HONOURED if "confidential: true" in SAMPLES[path])
    files = [file for file in site.rglob("*") if file.suffix in (".html", ".json", ".xml", ".csv", ".txt")]
    every = {file.relative_to(site).as_posix(): file.read_text(encoding="utf-8") for file in files}
    assert [name for name, text in every.items() if path.stem in f"{name} {text}"] == []
    assert [
        name for name, text in every.items() if name.startswith("nguon-tin/") and value(SAMPLES[path], "title") in text
    ] == []
    (page,) = (
        text for name, text in every.items() if name.startswith("sang-kien/2021/bai-") and value(SAMPLES[path], "title") in text
    )
    assert "datePublished" not in page


def test_a_page_shows_when_it_was_received_and_what_proves_it(site: Path, project_clone: Path) -> None:
    path = "submissions/2021/thai-binh/nganh-y-te/bv-song-tra/de-coc-truyen-ha-thap-co-phanh-chan.md"
    (file,) = (file for file in (PROJECT / "program/2021/register").rglob("*.yml") if path in file.read_text(encoding="utf-8"))
    (at,) = re.findall(r'received_at: "2021-(\d\d)-(\d\d)T(\d\d:\d\d)', file.read_text(encoding="utf-8"))
    # The first: a translation that came after it changes nothing.
    commit = run(["git", "log", "--first-parent", "--reverse", "--format=%H", "--", path], project_clone).split()[0]
    (page,) = site.glob("sang-kien/2021/de-coc-truyen*/index.html")
    html = page.read_text(encoding="utf-8")
    assert f"{at[2]} ngày {int(at[1])}/{int(at[0])}/2021" in html
    assert f"số đến {int(file.name[:4])}" in html
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


def text_of(html: str) -> str:
    """The words of a page's body."""
    return re.sub("<[^>]*>", " ", html[html.index("<article") : html.index("</article")])


OFFICE = re.compile(r"tel:0\d+|mailto:[\w.-]+@[\w.-]+\.example\.org")
"""Calls or writes to an office that gave its number and address for that; those of the samples reach nobody."""


def broken_links(site: Path) -> list[tuple[str, str]]:
    """Every link of a built site that leads nowhere or off the site, with its page."""
    broken = []
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        here = "/" + page.relative_to(site).as_posix()
        for link in re.findall(r'(?:href|src)="([^"]*)"', html):
            if link.startswith(("data:", ADDRESS, LICENCE, *PASSED_ON)) or OFFICE.fullmatch(link):
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
    return broken


def test_every_link_leads_somewhere_and_none_leaves_the_site(site: Path) -> None:
    assert broken_links(site) == []


def test_with_two_editions_each_is_linked_and_every_link_leads_somewhere(story: Callable[[], Story]) -> None:
    repo = story()
    law = {
        "rules.yml": (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8"),
        "units/thai-binh.yml": (WORLD / "units.yml").read_text(encoding="utf-8"),
    }
    repo.commit(BEGINNING, laid() | {f"program/2022/{name}": text for name, text in law.items()})
    site = build(repo.folder)
    assert broken_links(site) == []
    for folder in ("the-le", "bao-cao"):
        newest, older = ((site / folder / page).read_text(encoding="utf-8") for page in ("index.html", "2021/index.html"))
        assert re.findall(r'Các kỳ khác: <a href="([^"]*)">2021</a>', newest) == [f"../{folder}/2021/"]
        assert re.findall(r'Các kỳ khác: <a href="([^"]*)">2022</a>', older) == [f"../../{folder}/2022/"]
        latest = (site / folder / "2022/index.html").read_text(encoding="utf-8")
        assert text_of(latest) == text_of(newest), "the newest edition's own address shows the same"
    assert 'href="../../du-lieu/2021/bao-cao.json"' in (site / "bao-cao/2021/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("address", "notices"), [("", 1), ("bao-cao/", 1), ("kiem-chung/", 1), ("the-le/", 0)])
def test_pages_of_sample_data_say_so(site: Path, address: str, notices: int) -> None:
    text = (site / address / "index.html").read_text(encoding="utf-8")
    assert len(re.findall(r"Dữ liệu mẫu(?:</p>|\.</strong>)", text)) == notices


def test_without_samples_no_page_says_sample(story: Callable[[], Story]) -> None:
    repo = story()
    real = (repo.folder / HOME / "bv-mau/cu.md").read_text(encoding="utf-8").replace("sample: true\n", "")
    units = (WORLD / "units.yml").read_text(encoding="utf-8").replace("    sample: true\n", "").replace(", sample: true", "")
    repo.commit(BEGINNING, {f"{HOME}bv-mau/cu.md": real, "program/2021/units/thai-binh.yml": units})
    run([SANGKIEN, "build", "--as-of", AS_OF], repo.folder)
    for page in (".home", "bao-cao", "kiem-chung"):
        assert "Dữ liệu mẫu" not in (repo.folder / "build/made/rendered" / f"{page}.html").read_text(encoding="utf-8")


def test_what_a_secret_may_leave_out_is_what_the_schema_says() -> None:
    schema = json.loads((PROJECT / "schema/submission.schema.json").read_text(encoding="utf-8"))
    needed = schema["else"]["properties"]["answers"]["required"]
    assert {f"answers.{name}" for name in needed} == guide.UNLESS_CONFIDENTIAL


def test_the_guide_says_of_every_field_whether_it_is_needed(site: Path) -> None:
    html = (site / "the-le/index.html").read_text(encoding="utf-8")
    told = dict(re.findall(r'<dt>[^<]*<br><code>([^<]*)</code></dt><dd>.*?<span class="sk-must">([^<]*)</span>', html))
    assert told["title"] == told["answers.effect"] == told["authors[].name"] == "Bắt buộc."
    assert told["answers.problem"] == told["answers.solution"] == "Bắt buộc, trừ bài bí mật công nghệ."
    assert told["sample"] == told["authors[].share"] == "Không bắt buộc."
    assert told["recognition.number"].startswith("Bắt buộc khi có ghi “")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_rule_page_names_every_blank(language: Language) -> None:
    used = set()
    for rule in CATALOGUE.values():
        blanks = {blank for words in (rule.says, rule.cure) for blank in re.findall(r"\{(\w+)\}", words.say(language))}
        named = {f"‹{catalogue.BLANKS[blank].say(language)}›" for blank in blanks}  # KeyError: name the new blank there
        assert set(re.findall("‹[^›]*›", catalogue.page(rule, language).partition("```text")[0])) == named, rule.code
        used |= blanks
    assert catalogue.BLANKS.keys() == used


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_rule_has_its_page_and_its_cure_in_both_languages(site: Path, language: Language) -> None:
    root = site / "en" if language == "en" else site
    why = (root / "vi-sao/index.html").read_text(encoding="utf-8")
    listed = (root / "quy-tac/index.html").read_text(encoding="utf-8")
    for code, rule in CATALOGUE.items():
        html = (root / f"quy-tac/{code.lower()}/index.html").read_text(encoding="utf-8")
        (title,) = re.findall(r"<h1[^>]*>(.*?)</h1>", html)
        assert unescape(re.sub("<[^>]*>", "", title)) == f"{code} · {rule.title.say(language)}".replace("`", "")
        way = f'"../quy-tac/{code.lower()}/"' if language == "vi" else f"quy-tac/{code.lower()}/"
        assert way in listed
        assert way in why
        assert f'id="{code.lower()}"' in why


def test_a_chart_draws_the_largest_rows_whole_and_says_so() -> None:
    names = tuple(f"Công đoàn cơ sở Công ty trách nhiệm hữu hạn một thành viên số {number}" for number in range(30))
    columns = (Column("name", Words("Đơn vị", "Unit"), Measure.NAME), *(Column(id, Words(id, id)) for id in STANDINGS))
    table = Table(
        "x", Words("Hình", "Picture"), Words("", ""), columns, tuple((name, row, 0, 0) for row, name in enumerate(names))
    )
    (html,) = figure_charts.drawings(table, "vi")
    assert drawn(html) == [(names[row], str(row)) for row in range(29, 17, -1)]
    assert "Hình vẽ 12 trong 30 dòng, dòng lớn nhất." in html
    ends = [
        float(x) + float(width) for x, width in re.findall(r'<rect class="[^"]*" x="([\d.]+)%" y="\d+" width="([\d.]+)%"', html)
    ]
    assert len(ends) == 12
    assert max(ends) == 100


def test_an_unknown_address_gets_a_vietnamese_page_that_leads_home(site: Path) -> None:
    preview = subprocess.Popen(
        [sys.executable, "-m", "sangkien.publish.preview", site, "18000"], stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    with preview:
        try:
            assert preview.stdout
            address = re.findall(r"http://[\d.:]+/", preview.stdout.readline())[0]
            with pytest.raises(HTTPError) as told:
                urlopen(f"{address}khong/co/")
            html = told.value.read().decode()
            told.value.close()
        finally:
            preview.terminate()
    assert told.value.code == 404
    article = html[html.index("<article") : html.index("</article")]
    assert "Không tìm thấy trang này" in article
    assert {"/the-le/", "/sang-kien/", "/bao-cao/"} < {
        urljoin("/khong/co/", link) for link in re.findall(r'href="([^"]*)"', article)
    }


def test_two_builds_of_one_revision_are_the_same_bytes(project_clone: Path, tmp_path: Path) -> None:
    run([SANGKIEN, "build", "--as-of", AS_OF, "--out", str(tmp_path / "again")], project_clone)
    first, again = (
        {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
        for folder in (project_clone / "build/made", tmp_path / "again")
    )
    assert first == again


@pytest.mark.browser
def test_a_citizen_reads_an_innovation_and_the_report(page: Page) -> None:
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: foreign.append(request.url) if not request.url.startswith("http://127.0.0.1:") else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto("/")
    assert page.locator("h1").inner_text() == "75 nghìn sáng kiến, vượt khó, phát triển"
    assert page.locator(".sk-number-line strong").inner_text() == str(len(HONOURED & COUNTED.keys()))
    assert f"trong {len(COUNTED)} sáng kiến gửi về" in page.locator(".sk-number-line").inner_text()
    page.get_by_role("link", name="Xem sáng kiến", exact=True).click()
    page.wait_for_selector("#ket-qua .sk-card")
    assert page.locator(".sk-card").count() == len(HONOURED)
    page.get_by_role("link", name="Máng héo hai chiều gió").click()
    page.wait_for_selector("h2#problem")
    assert "Chè Núi Xanh" in page.locator("article").inner_text()
    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.get_by_role("heading", name="Theo LĐLĐ tỉnh, công đoàn ngành Trung ương").click()
    assert page.locator("#cap-province tfoot td").first.inner_text() == str(len(COUNTED))
    assert (foreign, errors) == ([], [])


@pytest.mark.browser
def test_numbers_stand_to_the_right(page: Page) -> None:
    page.goto("/bao-cao/")
    cells = page.locator(".sk-scroll td.sk-number")
    assert {cell.evaluate("cell => getComputedStyle(cell).textAlign") for cell in cells.all()[:12]} == {"right"}


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1280])
def test_no_word_or_bar_of_a_chart_is_cut_off(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/bao-cao/")
    outside = """figures => figures.flatMap(figure => {
        const box = figure.getBoundingClientRect()
        return [...figure.querySelectorAll("text, .sk-legend li, rect")]
            .map(part => part.getBoundingClientRect())
            .filter(part => part.left < box.left - 1 || part.right > box.right + 1)
    }).length"""
    assert page.locator("figure.sk-figure").count() > 5
    assert page.locator("figure.sk-figure").evaluate_all(outside) == 0
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_are_readable(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto("/")
    ground = page.locator(".sk-hero").evaluate("hero => getComputedStyle(hero).backgroundColor")
    for button in page.locator(".sk-hero .md-button").all():
        words, own = button.evaluate("b => [getComputedStyle(b).color, getComputedStyle(b).backgroundColor]")
        assert contrast(words, ground if own == "rgba(0, 0, 0, 0)" else own) >= 4.5
    page.emulate_media(color_scheme="light")


def contrast(one: str, other: str) -> float:
    """Of two CSS colours, as WCAG 2 counts it."""
    lights = sorted(sum(share * light(part) for share, part in zip((0.2126, 0.7152, 0.0722), re.findall(r"\d+", colour)[:3], strict=True))
                    for colour in (one, other))  # fmt: skip
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def light(part: str) -> float:
    value = int(part) / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


@pytest.mark.browser
@pytest.mark.parametrize("address", ["/", "/the-le/", "/sang-kien/", "/bao-cao/", "/quy-tac/sk301/", "/gui-bai/"])
def test_no_page_is_wider_than_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 900})

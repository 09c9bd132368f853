"""Open data against the files themselves: records in every format, their description and sums, feeds, the sitemap."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet
import pytest

from built import ADDRESS as HOME
from sangkien.outputs.opendata import feeds, tables
from story import PROJECT

DECISIONS = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/decisions").rglob("*.yml"))]
TEXTS = {path: (PROJECT / path).read_text(encoding="utf-8") for text in DECISIONS for path in re.findall(r"path: (\S+)", text)}
LONG = {"effect", "problem", "solution"}
READ = {"string": str, "integer": int, "date": date.fromisoformat, "datetime": datetime.fromisoformat}
"""How a value of each of Frictionless's types is read."""
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def value(text: str, name: str) -> str | None:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else None


@pytest.fixture(scope="module")
def folder(site: Path) -> Path:
    return site / "du-lieu/2021"


@pytest.fixture(scope="module")
def records(folder: Path) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads((folder / "sang-kien.json").read_text(encoding="utf-8"))
    return told


def of(records: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each record with the text of the file it tells of."""
    by_title = {value(text, "title"): (path, text) for path, text in TEXTS.items()}
    assert by_title.keys() == {record["title"] for record in records}
    for record in records:
        path, text = by_title[record["title"]]
        secret = "confidential: true" in text
        assert re.fullmatch("2021/bai-[a-p]{12}" if secret else f"2021/{Path(path).stem}", record["id"])
        yield text, record


def test_records_tell_what_stands_in_the_files(records: list[dict[str, Any]], site: Path) -> None:
    secret = 0
    for text, record in of(records):
        assert record["title"] == value(text, "title")
        assert (site / record["url"].removeprefix(HOME) / "index.html").is_file()
        if "confidential: true" in text:
            secret += 1
            told = {name for name, given in record.items() if given is not None}
            assert told == {"id", "url", "title", "title_en", "level", "awards", "edition"}
            continue
        for name in ("title_en", "summary", "summary_en"):
            assert record[name] == value(text, name), name
        for name in ("unit", "field", "block", "kind", "stage", "scope", "applied_from"):
            assert record[name] == value(text, name), name
        assert record["benefit_vnd_declared"] == (int(value(text, "benefit_vnd") or 0) or None)
        names = "; ".join(re.findall(r"- name: (.*)", text))
        assert record["authors"] == (names if "publish_name: true" in text else None)
    assert secret == 1
    assert sum(record["title_en"] is not None for _, record in of(records)) == len(TEXTS)
    told = [record["measures"] for record in records if record["measures"]]
    assert told == [
        "Chờ từ lúc vào cổng đến lúc tiêm: 85 → 30 phút; Cháu bế về khi chưa đủ nửa giờ theo dõi: 11 → 0 cháu một buổi;"
        " Liều vắc xin mở lọ rồi phải bỏ: 6,5 → 2,1 %"
    ]


def test_csv_and_parquet_hold_the_same(records: list[dict[str, Any]], folder: Path) -> None:
    content = (folder / "sang-kien.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    plain = [{name: "" if given is None else str(given) for name, given in each.items()} for each in records]
    assert rows == plain
    table = pyarrow.parquet.read_table(folder / "sang-kien.parquet").to_pylist()
    assert [{name: given for name, given in each.items() if name not in LONG} for each in table] == records
    assert all(each["effect"] for each in table)
    assert sum(bool(each["problem"]) for each in table) == len(TEXTS) - 1  # the confidential one tells none


def test_no_file_names_anybody_who_did_not_consent(site: Path) -> None:
    hidden, open_names = set(), set()
    for text in TEXTS.values():
        names = set(re.findall(r"- name: (.*)", text))
        (open_names if "publish_name: true" in text and "confidential: true" not in text else hidden).update(names)
    assert hidden - open_names
    table = pyarrow.parquet.read_table(site / "du-lieu/2021/sang-kien.parquet")
    every = json.dumps(table.to_pylist(), ensure_ascii=False)
    files = [file for name in ("du-lieu", "nguon-tin") for file in (site / name).rglob("*") if file.is_file()]
    every += "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    assert [name for name in hidden - open_names if name in every] == []


def test_the_sums_are_true(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    listed = {line.split("  ")[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert listed == {file.name for file in folder.iterdir() if file.is_file()} - {"SHA256SUMS", "datapackage.json"}


def test_the_package_describes_each_file(folder: Path, project_clone: Path) -> None:
    """What Frictionless asks of a package and a resource: names, paths, types of fields; and the numbers are the files' own."""
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=project_clone, capture_output=True, text=True, check=True).stdout
    assert told["version"] == head.strip()
    assert re.fullmatch(r"[a-z0-9._-]+", told["name"])
    assert told["licenses"][0]["name"] == "CC-BY-4.0"
    assert len({each["name"] for each in told["resources"]}) == len(told["resources"])
    for each in told["resources"]:
        assert re.fullmatch(r"[a-z0-9._-]+", each["name"])
        assert (folder / each["path"]).stat().st_size == each["bytes"]
        if each["format"] == "csv":
            with (folder / each["path"]).open(encoding="utf-8-sig", newline="") as file:
                heads, *rows = csv.reader(file)
            assert [field["name"] for field in each["schema"]["fields"]] == heads
            types = [READ[field["type"]] for field in each["schema"]["fields"]]
            for row in rows:
                for read, cell in zip(types, row, strict=True):
                    assert not cell or read(cell) is not None
        assert each.get("type") == ("file" if each["format"] in ("parquet", "xlsx") else None)


def test_no_table_has_a_total_among_its_records_and_each_has_codes(site: Path) -> None:
    """Whoever adds up a column counts each entry once; whoever joins two tables does so by code, as names are not one of a kind."""
    units = {path.removesuffix(".md").rpartition("/")[0].removeprefix("submissions/2021/") for path in TEXTS}
    known = {unit.rsplit("/", up)[0] for unit in units for up in range(unit.count("/") + 1)}
    counted, codes = 0, set()
    for file in sorted((site / "du-lieu").rglob("*.csv")):
        rows = list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline="")))
        if file.name in ("sang-kien.csv", "tong.csv"):
            continue
        counted += 1
        assert rows[0][0] == "Mã", file
        listed = [row[0] for row in rows[1:]]
        assert len({*listed}) == len(listed), file
        assert not {row[1] for row in rows} & {"Cộng", "Tổng cộng"}, file
        if file.name.startswith(("cap-", "don-vi")):
            codes |= {*listed}
        totals = list(csv.reader(io.StringIO((file.parent / "tong.csv").read_text(encoding="utf-8-sig"), newline="")))
        for code, column, total in totals[1:]:
            if code == file.stem and column in ("Đã nhận", "Được tôn vinh", "Số vụ"):
                assert sum(int(row[rows[0].index(column)]) for row in rows[1:]) == int(total), (file, column)
    assert counted > 20
    assert codes >= known


@pytest.mark.parametrize("sign", [*"=+-@", *"＝＋－＠", *"﹢﹣﹦﹫", "\t=", "\r=", "\u200b=", " ="])
def test_a_formula_is_text(sign: str) -> None:
    told = tables.cell(f"{sign}1+1")
    assert isinstance(told, str)
    assert told.startswith("'")
    assert not str(tables.cell(f"a{sign}1")).startswith("'")
    assert tables.cell("") == ""
    assert tables.cell(-5) == -5


def test_two_sites_of_one_host_tell_no_news_under_one_id() -> None:
    class Told:
        address = "2021/gia-do"

    ids = [
        feeds._id(Told(), site)
        for site in ("https://u.example/", "https://u.example/mot/", "https://u.example/hai/", "http://u.example:81/")
    ]  # type: ignore[arg-type]
    assert ids == [f"tag:u.example,2021:{place}sang-kien/2021/gia-do" for place in ("", "mot/", "hai/", "81/")]


@pytest.mark.parametrize("end", ["", ".en"])
def test_the_feeds_tell_the_newest_honours_first(site: Path, end: str) -> None:
    feed = ElementTree.fromstring((site / f"nguon-tin/ton-vinh{end}.xml").read_text(encoding="utf-8"))
    assert all(feed.find(f"{ATOM}{name}") is not None for name in ("id", "title", "updated", "author"))
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == sum("confidential: true" not in text for text in TEXTS.values())
    dates = []
    for entry in entries:
        assert all(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        dates.append(datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or ""))
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (site / link.attrib["href"].removeprefix(HOME) / "index.html").is_file()
    assert dates == sorted(dates, reverse=True)
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated")
    told = json.loads((site / f"nguon-tin/ton-vinh{end}.json").read_text(encoding="utf-8"))
    assert told["version"] == "https://jsonfeed.org/version/1.1"
    assert [each["id"] for each in told["items"]] == [entry.findtext(f"{ATOM}id") for entry in entries]


def test_the_sitemap_lists_every_page_and_no_other(site: Path) -> None:
    listed = ElementTree.fromstring((site / "sitemap.xml").read_text(encoding="utf-8")).findall(f"{MAP}url/{MAP}loc")
    pages = {file.parent.relative_to(site).as_posix() + "/" for file in site.rglob("index.html")}
    assert {f"{(each.text or '').removeprefix(HOME)}" or "./" for each in listed} == pages
    assert f"Sitemap: {HOME}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")

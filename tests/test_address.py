"""The site's address stands where others see it when it is known, and nowhere when it is not: no byte leads to this machine."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pyarrow.parquet
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

import built
from built import ADDRESS, run
from command import SANGKIEN
from sangkien.outputs.site.page_url import PageUrl, public_address

OURS = re.compile(rb"127\.0\.0\.\d|localhost|\[::1\]|0\.0\.0\.0", re.IGNORECASE)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built where nobody said where it will stand."""
    folder = built.once(tmp_path_factory, "khong-dia-chi", lambda folder: built.build(built.clone(folder), address=""))
    return folder / "build" / "site"


def contents(site: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a site, what is packed in it unpacked besides."""
    for file in sorted(file for file in site.rglob("*") if file.is_file()):
        whole = file.read_bytes()
        yield str(file.relative_to(site)), whole
        if whole.startswith(b"\x1f\x8b"):
            yield f"{file.relative_to(site)} unpacked", gzip.decompress(whole)
        if file.suffix == ".parquet":
            yield f"{file.relative_to(site)} read", json.dumps(pyarrow.parquet.read_table(file).to_pylist()).encode()
        # What in a PDF does not begin as zlib does is not packed.
        for packed in re.findall(rb"stream\r?\n(\x78.*?)endstream", whole, re.DOTALL) if file.suffix == ".pdf" else ():
            yield f"{file.relative_to(site)} stream", zlib.decompressobj().decompress(packed)


@pytest.mark.parametrize("name", ["site", "unknown"])
def test_no_byte_leads_to_this_machine(name: str, request: pytest.FixtureRequest) -> None:
    held = [(where, found[0]) for where, whole in contents(request.getfixturevalue(name)) if (found := OURS.search(whole))]
    assert held == []


def test_where_it_is_known_all_that_leaves_the_machine_says_it(site: Path) -> None:
    whole = {where: content.decode(errors="replace") for where, content in contents(site)}
    for name in ("sitemap.xml", "robots.txt", "du-lieu/2021/datapackage.json", "du-lieu/2021/sang-kien.csv", "index.html"):
        assert ADDRESS in whole[name], name
    assert ADDRESS in whole["du-lieu/2021/sang-kien.parquet read"]
    for name in (*(name for name in whole if name.startswith(("nguon-tin/", "lich/"))), "bao-cao/2021/index.html"):
        assert ADDRESS.removeprefix("https://").rstrip("/") in whole[name], name


def test_where_it_is_unknown_nothing_needs_it(unknown: Path) -> None:
    whole = {where: content.decode(errors="replace") for where, content in contents(unknown)}
    assert "sitemap.xml" not in whole
    assert "Sitemap" not in whole["robots.txt"]
    assert not [name for name in whole if name.endswith("-qr.png")]
    pages = {name: text for name, text in whole.items() if name.endswith(".html")}
    for name, text in pages.items():
        for needing in ('rel="canonical"', "og:url", "og:image", "sk-qr", "zalo.me", "facebook.com", "mailto:?"):
            assert needing not in text, name
    assert any("sk-copy" in text for text in pages.values())
    package = json.loads(whole["du-lieu/2021/datapackage.json"])
    assert not {"id", "homepage"} & package.keys()
    for each in json.loads(whole["du-lieu/2021/sang-kien.json"]):
        assert (unknown / each["url"] / "index.html").is_file()


@pytest.mark.parametrize("end", ["", ".en"])
def test_a_feed_from_nowhere_leads_from_its_own_folder_and_keeps_its_ids(unknown: Path, end: str) -> None:
    folder = unknown / "nguon-tin"
    feed = ElementTree.fromstring((folder / f"ton-vinh{end}.xml").read_text(encoding="utf-8"))
    told = json.loads((folder / f"ton-vinh{end}.json").read_text(encoding="utf-8"))
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    for entry, item in zip(entries, told["items"], strict=True):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert (folder / link.attrib["href"] / "index.html").resolve().is_file()
        assert item["url"] == link.attrib["href"]
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", entry.findtext(f"{ATOM}id") or "")
        assert item["id"] == entry.findtext(f"{ATOM}id")
    ids = [[entry.findtext(f"{ATOM}id") for entry in ElementTree.parse(folder / name).iter(f"{ATOM}entry")]
           for name in ("ton-vinh.xml", "ton-vinh.en.xml")]  # fmt: skip
    assert ids[0] == ids[1]
    assert len({*ids[0]}) == len(entries)


def test_a_poster_from_nowhere_has_lines_instead_of_a_code(site: Path, unknown: Path) -> None:
    for name, line in (("2021.pdf", "Xem cách gửi tại trang"), ("2021.en.pdf", "See how on this site")):
        told = []
        for folder in (site, unknown):
            (page,) = pypdfium2.PdfDocument(folder / "ap-phich" / name)
            sheet: Image.Image = page.render(scale=2).to_pil().convert("L")
            told.append((line in page.get_textpage().get_text_range(), [code.text for code in zxingcpp.read_barcodes(sheet)]))
        assert told == [(False, [f"{ADDRESS}{'en/' if '.en.' in name else ''}gui-bai/"]), (True, [])]


@pytest.mark.parametrize("given", ["", "http://127.0.0.1:8000/", "http://localhost/"])
def test_the_one_who_builds_is_told_once(project_clone: Path, tmp_path: Path, given: str) -> None:
    made = run([SANGKIEN, "build", "--out", str(tmp_path / "trang"), "--as-of", built.AS_OF], project_clone, given)
    assert made.count("SITE_URL") == 2  # what is missing, and how to give it, in one remark
    assert len([line for line in made.splitlines() if "SITE_URL" in line]) == 1


def test_whoever_gives_an_address_is_told_nothing(project_clone: Path, tmp_path: Path) -> None:
    made = run([SANGKIEN, "build", "--out", str(tmp_path / "trang"), "--as-of", built.AS_OF], project_clone)
    assert "SITE_URL" not in made


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://sangkien.example", "https://sangkien.example/"),
        (" https://sangkien.example/kho/ ", "https://sangkien.example/kho/"),
        ("http://sangkien.example:8080/a//", "http://sangkien.example:8080/a/"),
        ("https://192.0.2.7/", "https://192.0.2.7/"),
        ("http://127.0.0.1:8000/", ""),
        ("http://127.9.9.9/", ""),
        ("http://[::1]:8000/", ""),
        ("http://0.0.0.0/", ""),
        ("http://localhost:8000", ""),
        ("http://site.localhost/", ""),
        ("https://ten:mat-khau@sangkien.example/", ""),
        ("ftp://sangkien.example/", ""),
        ("sangkien.example", ""),
        ("http://[", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_an_address_is_known_only_if_it_leads_others_there(given: str, meant: str) -> None:
    assert public_address(given) == meant


def test_a_page_has_a_whole_address_only_where_the_site_has_one() -> None:
    page = PageUrl("bao-cao/", "en")
    assert (page.full("https://a.example/"), page.full("")) == ("https://a.example/en/bao-cao/", "")

"""What the head and the foot of every page say, what a data set, a quotation and a feed say of themselves: one licence, one address."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page

from built import ADDRESS
from sangkien import git
from sangkien.app.audit import audits
from sangkien.language import LANGUAGES, Language
from sangkien.model import licence
from sangkien.model.contact import public_contact
from sangkien.model.history import Commit
from sangkien.model.programme import Contact
from sangkien.outputs.site import audit_html, foot, office
from sangkien.publish import harmless
from story import PROJECT

ATOM = "{http://www.w3.org/2005/Atom}"
MENU = ("sang-kien", "gui-bai", "theo-doi", "bao-cao", "the-le", "gioi-thieu")
"""What people come for, on every page; the rest stands in the foot."""
IN_THE_FOOT = ("gioi-thieu", "du-lieu", "kiem-chung", "quy-tac", "vi-sao", "nguon-tin/ton-vinh")


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(site.rglob("*.html")):
        yield file, file.read_text(encoding="utf-8")


def language(site: Path, file: Path) -> Language:
    return "en" if file.relative_to(site).parts[0] == "en" else "vi"


def led(site: Path, file: Path, way: str) -> str:
    """Where a link leads, below the site's root; the page of unknown addresses links from the top."""
    base = site if way.startswith("/") else file.parent
    return (base / way.lstrip("/")).resolve().relative_to(site.resolve()).as_posix()


def part(text: str, begin: str, end: str) -> str:
    return text[text.index(begin) : text.index(end, text.index(begin))]


def test_every_page_has_one_menu_of_six_and_one_foot_with_the_rest(site: Path) -> None:
    for file, text in pages(site):
        prefix = "en/" if language(site, file) == "en" else ""
        menu = part(text, '<nav class="md-tabs"', "</nav>")
        assert tuple(led(site, file, way) for way in re.findall('href="([^"]*)"', menu)) == tuple(
            f"{prefix}{each}" for each in MENU
        ), file
        foot = part(text, '<footer class="md-footer">', "</footer>")
        assert "⟦" not in text, file
        ways = [led(site, file, way) for way in re.findall('href="([^":#]*)(?:#[^"]*)?"', foot)]
        end = ".en.xml" if prefix else ".xml"
        assert ways == [*(f"{prefix}{each}" for each in IN_THE_FOOT[:-1]), f"{IN_THE_FOOT[-1]}{end}"], file
        for way in ways:
            assert (site / way).is_file() or (site / way / "index.html").is_file(), (file, way)


def test_one_licence_is_said_in_the_same_words_everywhere(site: Path) -> None:
    for file, text in pages(site):
        foot = re.sub("<[^>]*>", "", part(text, '<footer class="md-footer">', "</footer>")).replace("\xa0", " ")
        assert licence.SAID.say(language(site, file)) in unescape(foot), file
    for name in LANGUAGES:
        folder = site / ("en" if name == "en" else "")
        for page in ("du-lieu", "gioi-thieu"):
            article = part((folder / page / "index.html").read_text(encoding="utf-8"), "<article", "</article>")
            assert licence.SAID.say(name) in re.sub("<[^>]*>", "", article).replace("\xa0", " ")
        end = ".en" if name == "en" else ""
        atom = ElementTree.parse(site / f"nguon-tin/ton-vinh{end}.xml")
        assert atom.findtext(f"{ATOM}rights") == licence.SAID.say(name)
        feed = json.loads((site / f"nguon-tin/ton-vinh{end}.json").read_text(encoding="utf-8"))
        assert feed["_licence"] == {"about": licence.URL, "title": licence.SAID.say(name)}
    package = json.loads((site / "du-lieu/2021/datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": licence.NAME, "title": licence.TITLE, "path": licence.URL}]
    for file in site.glob("sang-kien/2021/*/index.html"):
        assert about(file)["license"] == licence.URL
    for file in site.rglob("nhung/**/*.json"):
        assert json.loads(file.read_text(encoding="utf-8"))["license_url"] == licence.URL


def test_no_other_licence_is_said(site: Path) -> None:
    """Whoever writes a licence by hand, anywhere, would sooner or later contradict the one."""
    written = [
        PROJECT / "mkdocs.yml",
        *(file for file in (PROJECT / "site").rglob("*") if file.suffix in (".md", ".html", ".js")),
    ]
    said = re.compile(r"CC.BY|Creative Commons|giấy phép MIT|MIT licence|thuộc về tác giả|belong to their authors")
    assert [file.name for file in written if said.search(file.read_text(encoding="utf-8"))] == []
    for file, text in pages(site):
        assert {*re.findall(r"creativecommons\.org/[^\"<&\s]*", text)} <= {licence.URL.removeprefix("https://")}, file


@pytest.mark.parametrize("kind", ["application/atom+xml", "application/feed+json"])
def test_feeds_are_announced_in_each_pages_language(site: Path, kind: str) -> None:
    ends = {"application/atom+xml": "xml", "application/feed+json": "json"}
    for file, text in pages(site):
        (way,) = re.findall(rf'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="([^"]*)">', text)
        end = ".en" if language(site, file) == "en" else ""
        assert led(site, file, way) == f"nguon-tin/ton-vinh{end}.{ends[kind]}", file


def about(file: Path) -> dict[str, object]:
    (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', file.read_text(encoding="utf-8"))
    found: dict[str, object] = json.loads(told)
    return found


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_search_engines_read_the_open_data_as_a_data_set(site: Path, prefix: str) -> None:
    told = about(site / prefix / "du-lieu/index.html")
    assert (told["@context"], told["@type"], told["license"]) == ("https://schema.org", "Dataset", licence.URL)
    assert told["url"] == f"{ADDRESS}{prefix}du-lieu/"
    assert 50 <= len(str(told["description"])) <= 5000
    first, last = map(date.fromisoformat, str(told["temporalCoverage"]).split("/"))
    assert f"campaign: {{first: {first}, last: {last}}}" in (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
    assert told["creator"] == {
        "@type": "Organization",
        "name": "Vietnam General Confederation of Labour" if prefix else "Tổng Liên đoàn Lao động Việt Nam",
    }
    distribution = told["distribution"]
    assert isinstance(distribution, list)
    assert {each["contentUrl"].removeprefix(f"{ADDRESS}du-lieu/2021/") for each in distribution} == {
        file.name for file in (site / "du-lieu/2021").iterdir() if file.is_file()
    }
    for each in distribution:
        file = site / each["contentUrl"].removeprefix(ADDRESS)
        assert each["contentSize"] == f"{file.stat().st_size} B"
        assert "/" in each["encodingFormat"]


def test_the_page_of_the_data_leads_to_every_file(site: Path) -> None:
    for prefix in ("", "en/"):
        page = site / prefix / "du-lieu/index.html"
        ways = {led(site, page, way) for way in re.findall(r'href="([^"#:]*)"', page.read_text(encoding="utf-8"))}
        files = {file.relative_to(site).as_posix() for file in (site / "du-lieu/2021").iterdir() if file.is_file()}
        assert files <= ways


def test_each_innovation_says_how_another_site_may_show_it(site: Path) -> None:
    seen = 0
    for file in sorted([*site.glob("sang-kien/2021/*/index.html"), *site.glob("en/sang-kien/2021/*/index.html")]):
        text = file.read_text(encoding="utf-8")
        (way,) = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]*)"', text)
        told = json.loads((site / way.removeprefix(ADDRESS)).read_text(encoding="utf-8"))
        (own,) = re.findall(r'<link rel="canonical" href="([^"]*)"', text)
        assert (told["version"], told["type"], told["provider_url"]) == ("1.0", "rich", ADDRESS)
        assert told["width"]
        assert told["height"]
        assert (site / told["thumbnail_url"].removeprefix(ADDRESS)).is_file()
        assert {*re.findall(r"<(\w+)", told["html"])} == {"blockquote", "p", "a"}
        assert {*re.findall(r'(?:href|cite)="([^"]*)"', told["html"])} == {own}
        assert unescape(re.findall(r"<a [^>]*>([^<]*)</a>", told["html"])[0]) == told["title"]
        (code,) = re.findall(r"<code>(&lt;blockquote.*?)</code>", text)
        assert unescape(code) == told["html"], "the page offers the same to copy"
        names = told.get("author_name", "")
        assert all(name in text for name in names.split("; ")), "nobody is named who is not named on the page"
        seen += 1
    assert seen > 40
    assert not [file for file in site.rglob("nhung/**/*.json") if "<" in file.read_text(encoding="utf-8")]


def test_a_confidential_one_is_quoted_without_its_authors(site: Path) -> None:
    secret = list(site.glob("nhung/2021/bai-*.json"))
    assert secret
    assert [file.name for file in secret if "author_name" in json.loads(file.read_text(encoding="utf-8"))] == []


def test_only_a_plain_way_to_call_or_write_is_harmless() -> None:
    def faults(way: str) -> list[str]:
        return [each for each in harmless.page(f'<article><a href="{way}">x</a></article>') if "href" in each]

    for way in ("mailto:van-phong@cong-doan.example", "tel:+842437000000", "tel:02437000000", "https://a.example/"):
        assert faults(way) == [], way
    for way in ("mailto:a@b.example?bcc=c@d.example", "tel:*21*1%23", "tel:1;phone-context=x", "sms:1", "javascript:alert(1)"):
        assert faults(way), way


@pytest.mark.browser
def test_whoever_is_lost_searches_for_what_the_address_said(page: Page) -> None:
    page.goto("/404.html")
    page.locator("#khong-thay input").fill("xe đẩy")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.wait_for_url("**/sang-kien/?q=*")
    assert page.locator("#tim input[type=search]").input_value() == "xe đẩy"


OFFICE = Contact(
    "Văn phòng <b>(mẫu)</b>",
    press="Trưởng ban",
    phone="(024) 3700.0000 máy lẻ 12",
    email="van-phong@cong-doan.example",
    hours="Thứ hai đến thứ sáu",
)


@pytest.mark.parametrize("name", LANGUAGES)
def test_an_office_can_be_called_and_written_to(name: Language) -> None:
    told = str(foot.contact(OFFICE, name))
    assert '<a href="tel:02437000000">(024) 3700.0000 máy lẻ 12</a>' in told
    assert '<a href="mailto:van-phong@cong-doan.example">van-phong@cong-doan.example</a>' in told
    assert "&lt;b&gt;" in told
    assert told.count("<dt>") == 5
    assert ('lang="vi"' in told) == (name == "en")
    assert foot.contact(None, name) == ""
    assert str(office.told(public_contact(OFFICE), name, ("press",))).count("<dt>") == 1


@pytest.mark.parametrize("email", ["a@b.example?bcc=c@d.example", "a b@c.example", 'a"@b.example', "a@b.example,c@d.example"])
def test_what_is_no_plain_mailbox_is_no_link(email: str) -> None:
    told = foot.contact(Contact("Văn phòng (mẫu)", email=email), "vi")
    assert "mailto:" not in told
    assert "@" not in told


def test_the_foot_says_what_the_edition_says(site: Path) -> None:
    rules = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
    told = {
        field: re.findall(rf"^  {field}: (.*)$", rules, re.MULTILINE)[0]
        for field in ("office", "press", "phone", "email", "address")
    }
    foot_of = part((site / "index.html").read_text(encoding="utf-8"), '<footer class="md-footer">', "</footer>")
    assert [field for field, value in told.items() if value not in unescape(foot_of)] == ["address"]
    page = (site / "gioi-thieu/index.html").read_text(encoding="utf-8")
    article = part(page, "<article", "</article>")
    assert [field for field, value in told.items() if value not in unescape(article)] == []
    assert 'id="lien-he"' in article, "where the foot leads for the rest"


def test_what_came_late_or_changed_is_listed_by_its_content_alone(project_clone: Path) -> None:
    audit = audits(git.open_repository(project_clone), "HEAD", None)[0][0]
    first, second, *others = audit.lines
    lines = (replace(first, late=True), replace(second, changed=(Commit("e" * 40, audit.as_of, audit.as_of),)), *others)
    told = audit_html.page([replace(audit, lines=lines)], "vi").body
    assert first.blob[:12] in told
    assert f"Đổi sau giờ đóng: <code>{'e' * 12}</code>" in told
    assert f"<strong>{len(audit.lines) - 1} kịp hạn, 1 trễ</strong>" in told
    assert [each.blob for each in others if not each.changed and each.blob[:12] in told] == []
    assert first.path not in told

"""Everybody can use the site: axe finds nothing on any kind of page, light or dark, and nothing is wider than the narrowest phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Page

import built

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ASKED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ONE = "sang-kien/2021/de-coc-truyen-ha-thap-co-phanh-chan/"
FOUND = "submissions/2021/thai-binh/nganh-y-te/bv-song-tra/de-coc-truyen-ha-thap-co-phanh-chan.md"
KINDS = [
    "",
    "en/",
    "sang-kien/",
    "sang-kien/?q=che&cap=province",
    "en/sang-kien/?xep=loi",
    ONE,
    f"en/{ONE}",
    "sang-kien/theo-cap/2021/province/",
    "en/sang-kien/theo-cap/2021/province/",
    "the-le/",
    "en/the-le/",
    "gui-bai/",
    "en/gui-bai/",
    "huong-dan/nguoi-lao-dong/",
    "en/huong-dan/cong-doan-co-so/",
    "vi-sao/",
    "en/vi-sao/",
    "theo-doi/",
    f"theo-doi/#{FOUND}",
    "en/theo-doi/#7K3M-9QXT-2V8D",
    "bao-cao/",
    "en/bao-cao/",
    "bao-cao/2021/thai-binh/",
    "en/bao-cao/2021/thai-binh/nganh-y-te/",
    "du-lieu/",
    "en/du-lieu/",
    "kiem-chung/",
    "en/kiem-chung/",
    "quy-tac/",
    "en/quy-tac/",
    "quy-tac/sk301/",
    "en/quy-tac/sk301/",
    "gioi-thieu/",
    "en/gioi-thieu/",
    "404.html",
]


# In the dark nothing of a page is another but its colours, and those are the same in both languages.
DARK = [kind for kind in KINDS if not (kind.startswith("en/") and kind.removeprefix("en/") in KINDS)]
OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


@pytest.fixture(scope="module")
def window(site: Path, browser: Browser) -> Iterator[Page]:
    """One window for all pages: opening another takes as long as asking axe."""
    with built.served(site) as address:
        context = browser.new_context(base_url=address)
        yield context.new_page()
        context.close()


def opened(window: Page, kind: str, scheme: Literal["light", "dark"], width: int) -> Page:
    window.emulate_media(color_scheme=scheme)
    window.set_viewport_size({"width": width, "height": 800})
    window.goto("about:blank")  # so that another fragment is another page too
    built.visit(window, f"/{kind}")
    return window


@pytest.mark.browser
@pytest.mark.parametrize(("kind", "scheme"), [*((kind, "light") for kind in KINDS), *((kind, "dark") for kind in DARK)])
def test_axe_finds_nothing(window: Page, kind: str, scheme: Literal["light", "dark"]) -> None:
    page = opened(window, kind, scheme, 1280)
    assert page.evaluate("document.body.dataset.mdColorScheme") == ("slate" if scheme == "dark" else "default")
    page.evaluate(AXE)
    asked, least = (OF_COLOURS, 1) if scheme == "dark" else (ASKED, 16)
    found: dict[str, Any] = page.evaluate("asked => axe.run(document, {runOnly: asked, resultTypes: ['violations']})", asked)
    assert len(found["passes"]) >= least
    assert [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]] == []


# Whatever faces a reader's machine has, none is wider than this: the spacing that WCAG 1.4.12 lets a reader ask for.
_WIDE_FACE = "* { letter-spacing: .12em !important; word-spacing: .16em !important }"
_DRESS = "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); document.adoptedStyleSheets = [sheet]; }"
# Where people write there may stand a word without an end; but for what scrolls by itself and what is drawn.
_LENGTHEN = """() => {
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walk.nextNode()) if (walk.currentNode.data.trim()) found.push(walk.currentNode);
  for (const text of found) if (!text.parentElement.closest("svg, table")) text.data = `${"W".repeat(60)} ${text.data}`;
}"""


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_narrowest_phone(window: Page, kind: str) -> None:
    page = opened(window, kind, "light", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".md-tabs a").first.is_visible()
    page.evaluate(_DRESS, _WIDE_FACE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "in a wider face"
    page.evaluate(_LENGTHEN)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "with long words"


def test_every_page_stands_in_both_languages_and_leads_to_the_other(site: Path) -> None:
    pages = {file.parent.relative_to(site).as_posix() for file in site.rglob("index.html")}
    english = {page.removeprefix("en").removeprefix("/") or "." for page in pages if page.split("/")[0] == "en"}
    assert english == {page for page in pages if page.split("/")[0] != "en"}
    for page in pages:
        text = (site / page / "index.html").read_text(encoding="utf-8")
        (way,) = re.findall(r'<a class="sk-other" href="([^"]*)"', text)
        other = (site / page / way).resolve().relative_to(site.resolve()).as_posix()
        assert other in (f"en/{page}".removesuffix("/."), page.removeprefix("en").removeprefix("/") or ".")


def test_whoever_reads_english_stays_in_english(site: Path) -> None:
    """But for the ways that say otherwise."""
    for file in (site / "en").rglob("index.html"):
        for link in re.findall(r"<a [^>]*>", file.read_text(encoding="utf-8")):
            way = re.findall(r'href="([^"#:]*)', link)[0]
            to = (file.parent / way).resolve()
            if way and 'hreflang="vi"' not in link and (to / "index.html").is_file():
                assert (site / "en").resolve() in (to, *to.parents), (file, link)


def test_the_menu_leads_to_the_same_pages_in_both_languages(site: Path) -> None:
    menus = []
    for home in (site, site / "en"):
        text = (home / "index.html").read_text(encoding="utf-8")
        menu = text[text.index('<nav class="md-tabs"') : text.index("</nav>")]
        menus.append(
            [(home / way).resolve().relative_to(home.resolve()).as_posix() for way in re.findall('href="([^"]*)"', menu)]
        )
    assert menus[0] == menus[1]
    assert len(set(menus[0])) == 6


def test_each_language_says_which_it_is(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        expected = "en" if file.relative_to(site).parts[0] == "en" else "vi"
        assert re.findall(r'<html lang="(\w+)"', text) == [expected], file

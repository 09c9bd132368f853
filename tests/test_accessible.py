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
    "sang-kien/",
    "sang-kien/?q=che&cap=province",
    "en/sang-kien/?xep=loi",
    ONE,
    f"en/{ONE}",
    "sang-kien/theo-cap/2021/province/",
    "en/sang-kien/theo-cap/2021/province/",
    "the-le/",
    "gui-bai/",
    "theo-doi/",
    f"theo-doi/#{FOUND}",
    "en/theo-doi/#7K3M-9QXT-2V8D",
    "bao-cao/",
    "bao-cao/2021/thai-binh/",
    "en/bao-cao/2021/thai-binh/nganh-y-te/",
    "du-lieu/",
    "en/du-lieu/",
    "kiem-chung/",
    "quy-tac/",
    "quy-tac/sk301/",
    "gioi-thieu/",
    "404.html",
]


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with built.served(site) as at:
        yield at


def opened(browser: Browser, address: str, scheme: Literal["light", "dark"], width: int = 1280) -> Page:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(address, wait_until="networkidle")
    return page


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(address: str, browser: Browser, kind: str, scheme: Literal["light", "dark"]) -> None:
    page = opened(browser, address + kind, scheme)
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate("asked => axe.run(document, {runOnly: asked})", ASKED)
    page.close()
    assert len(found["passes"]) > 15
    assert [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found["violations"]] == []


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_narrowest_phone(address: str, browser: Browser, kind: str) -> None:
    page = opened(browser, address + kind, "light", 320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(".md-tabs a").first.is_visible()
    page.close()


def test_each_language_says_which_it_is(site: Path) -> None:
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        expected = "en" if file.relative_to(site).parts[0] == "en" else "vi"
        assert re.findall(r'<html lang="(\w+)"', text) == [expected], file

"""The site works under its content security policy, and the policy holds: shown by a real browser, and by pages damaged on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

import built
from sangkien.publish import harmless
from server import until

KINDS = [
    "",
    "the-le/",
    "en/",
    "en/the-le/",
    "huong-dan/nguoi-lao-dong/",
    "vi-sao/",
    "gui-bai/",
    "sang-kien/",
    "bao-cao/",
    "kiem-chung/",
    "quy-tac/",
    "quy-tac/sk301/",
    "gioi-thieu/",
    "404.html",
]
REPORTS = """() => { window.stopped = []; addEventListener("securitypolicyviolation",
    event => window.stopped.push(`${event.effectiveDirective} ${event.blockedURI}`)) }"""


@pytest.fixture(scope="module")
def below(site: Path, browser: Browser) -> Iterator[BrowserContext]:
    """The browser on the folder above the site: so the site stands under a path, as on a forge's pages."""
    with built.served(site.parent) as address:
        context = browser.new_context(base_url=address)
        context.add_init_script(f"({REPORTS})()")
        yield context


@pytest.fixture
def heard(below: BrowserContext) -> Iterator[tuple[Page, list[str]]]:
    """A fresh page and all it complains of."""
    page, said = below.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("http://127.0.0.1:") else said.append(request.url))
    page.on("response", lambda response: None if response.status < 400 else said.append(f"{response.status} {response.url}"))
    yield page, said
    page.close()


def stopped(page: Page) -> list[str]:
    told: list[str] = page.evaluate("window.stopped")
    return told


@pytest.mark.browser
@pytest.mark.parametrize("kind", [*KINDS[:-1], "sang-kien/2021/"])
def test_every_kind_of_page_loads_without_a_complaint(heard: tuple[Page, list[str]], site: Path, kind: str) -> None:
    page, said = heard
    if kind == "sang-kien/2021/":
        kind += f"{min(each.name for each in (site / kind).iterdir())}/"
    built.visit(page, f"/site/{kind}")
    page.mouse.wheel(0, 2000)
    page.mouse.wheel(0, -500)
    assert page.locator("h1").is_visible()
    assert page.evaluate("document.documentElement.classList.contains('js')"), "the theme's script must have run"
    assert page.locator(".md-header").evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(250, 246, 240)"
    assert (said, stopped(page)) == ([], [])


@pytest.mark.browser
def test_the_page_of_an_unknown_address_loads_without_a_complaint(page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    built.visit(page, "/404.html")
    assert page.get_by_role("heading", name="Không tìm thấy trang này").is_visible()
    assert said == []


@pytest.mark.browser
def test_colours_and_the_menu_work_and_are_remembered(heard: tuple[Page, list[str]]) -> None:
    page, said = heard
    scheme = "document.body.dataset.mdColorScheme"
    page.goto("/site/")
    assert page.evaluate(scheme) == "default"
    page.get_by_role("button", name="Nền tối").click()
    assert page.evaluate(scheme) == "slate"
    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.wait_for_url("**/site/bao-cao/")
    assert page.evaluate(scheme) == "slate"
    page.reload()
    assert page.evaluate(scheme) == "slate"
    page.get_by_role("button", name="Nền sáng").click()
    assert page.evaluate(scheme) == "default"
    page.set_viewport_size({"width": 320, "height": 740})
    page.locator(".md-tabs").get_by_role("link", name="Thể lệ").click()
    page.wait_for_url("**/site/the-le/")
    assert (said, stopped(page)) == ([], [])


@pytest.mark.browser
def test_what_the_browser_remembers_may_be_anything(heard: tuple[Page, list[str]]) -> None:
    page, said = heard
    for kept in ("{", "null", '"x"', '{"color": {"scheme": 3, "onclick": "alert(1)", "primary": "custom"}}'):
        page.goto("/site/")
        page.evaluate("kept => localStorage.setItem('/site/.scheme', kept)", kept)
        page.goto("/site/bao-cao/")
        assert page.locator("h1").is_visible()
        assert page.evaluate("document.body.dataset.mdColorScheme") == "default"
    page.evaluate("localStorage.clear()")
    assert [each for each in said if "alert" in each] == []


INJECTED = {
    "<script>window.hit = 1</script>": "script-src-elem inline",
    "<img src=x onerror='window.hit = 1'>": "script-src-attr inline",
    "<script src='https://a.example/x.js'></script>": "script-src-elem https://a.example/x.js",
    "<script src='data:text/javascript,window.hit = 1'></script>": "script-src-elem data",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>": "",  # stopped inside, where the page does not hear of it
    "<iframe src='https://a.example/'></iframe>": "frame-src https://a.example",
    "<object data='/site/index.html'></object>": "object-src",
    "<img src='https://a.example/x.png'>": "img-src https://a.example/x.png",
    "<style>body { display: none }</style>": "style-src-elem inline",
    "<p style='position: fixed'>x</p>": "style-src-attr inline",
    "<link rel=stylesheet href='https://a.example/x.css'>": "style-src-elem https://a.example/x.css",
    "<base href='https://a.example/'>": "base-uri https://a.example/",
}


@pytest.mark.browser
@pytest.mark.parametrize("piece", INJECTED)
def test_an_injected_piece_is_stopped(heard: tuple[Page, list[str]], site: Path, piece: str) -> None:
    """As if everything before the policy had failed: the piece stands in the page that the server sends."""
    page, _ = heard
    html = (site / "gioi-thieu/index.html").read_text(encoding="utf-8").replace("<h1", f"{piece}<h1", 1)

    def answer(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html")

    page.route("**/site/gioi-thieu/", answer)
    built.visit(page, "/site/gioi-thieu/")
    if INJECTED[piece]:
        until(lambda: any(each.startswith(INJECTED[piece]) for each in stopped(page)))
    assert page.evaluate("window.hit") is None


@pytest.mark.browser
def test_an_injected_link_or_form_does_nothing(heard: tuple[Page, list[str]], site: Path) -> None:
    page, _ = heard
    piece = "<a id=a href='javascript:window.hit = 1'>x</a><form id=f action='https://a.example/'><button>x</button></form>"
    html = (site / "gioi-thieu/index.html").read_text(encoding="utf-8").replace("<h1", f"{piece}<h1", 1)
    page.route("**/site/gioi-thieu/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/site/gioi-thieu/")
    page.locator("#a").click()
    page.evaluate("document.getElementById('f').requestSubmit()")
    until(lambda: {each.partition(" ")[0] for each in stopped(page)} == {"script-src-elem", "form-action"})
    assert page.url.endswith("/site/gioi-thieu/")
    assert page.evaluate("window.hit") is None


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["", "bao-cao/"])
def test_without_scripts_the_page_is_all_there(site: Path, browser: Browser, kind: str) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((site / kind / "index.html").as_uri())  # from the disk: offline, too
    assert page.locator("h1").is_visible()
    assert page.locator("article strong").filter(has_text=re.compile(r"^\d+$")).first.is_visible()
    assert page.locator(".md-tabs").is_visible()
    page.context.close()


@pytest.mark.browser
def test_a_page_opened_from_the_disk_has_its_colours(site: Path, browser: Browser) -> None:
    page, said = browser.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.goto((site / "bao-cao/index.html").as_uri())
    page.get_by_role("button", name="Nền tối").click()
    assert page.evaluate("document.body.dataset.mdColorScheme") == "slate"
    assert said == []
    page.context.close()


def test_every_page_is_harmless(site: Path) -> None:
    assert len(list(site.rglob("*.html"))) > 90
    assert list(harmless.faults(site)) == []


DAMAGES = [
    ("<h1", "<script>x</script><h1"),
    ("<h1", "<script src='https://a.example/x.js'></script><h1"),
    ("<h1", "<script src='//a.example/x.js'></script><h1"),
    ("<h1", "<img src='x.png'><h1"),
    ("<h1", "<p style='color: red'>x</p><h1"),
    ("<h1", "<p onclick='x'>x</p><h1"),
    ("<h1", "<a href='javascript:x'>x</a><h1"),
    ("<h1", "<a href=' java\nscript:x'>x</a><h1"),
    ("<h1", "<a href='data:text/html,x'>x</a><h1"),
    ("<h1", "<form action='x'></form><h1"),
    ("<h1", "<input name='x'><h1"),
    ("<h1", "<svg><use href='x'></use></svg><h1"),
    ("<h1", "<svg onload='x'></svg><h1"),
    ("<h1", "<svg><script>x</script></svg><h1"),
    ("<h1", "<svg><a href='javascript:x'><text>x</text></a></svg><h1"),
    ("<h1", "<svg><a xlink:href='javascript:x'><text>x</text></a></svg><h1"),
    ("<h1", "<svg><a><set attributeName='href' to='javascript:x'></set></a></svg><h1"),
    ("<h1", "<svg><animate attributeName='x' values='1'></animate></svg><h1"),
    ("<h1", "<svg><image href='https://a.example/x.png'></image></svg><h1"),
    ("<h1", "<svg><foreignObject><p>x</p></foreignObject></svg><h1"),
    ("<h1", "<svg><rect fill='url(https://a.example/x.svg)'></rect></svg><h1"),
    ("<h1", "<svg><text style='font-size: 9em'>x</text></svg><h1"),
    ("<h1", "<svg><desc><style>x</style></desc></svg><h1"),
    ("<h1", "<math><mi>x</mi></math><h1"),
    ("<h1", "</article><article><h1"),
    ("<h1", "<a href='x/' href='javascript:x'>x</a><h1"),
    ("<h1", "<a href='javascript:x' href='x/'>x</a><h1"),
    ("<h1", "<p class='a' CLASS='b'>x</p><h1"),
    ("</header>", "<b title='x' title='y'>x</b></header>"),
    ("</head>", "<base href='https://a.example/'></head>"),
    ("</head>", "<meta http-equiv='refresh' content='0;url=https://a.example'></head>"),
    ("</head>", "<link rel='stylesheet' href='https://a.example/x.css'></head>"),
    ("</head>", "<style>x</style></head>"),
    ("</header>", "<iframe src='x'></iframe></header>"),
    ("</header>", "<b onfocus='x'>x</b></header>"),
    ("</header>", "<a href='vbscript:x'>x</a></header>"),
    ("<head>", "<head><title>x</title>"),
    ("script-src 'self'", "script-src 'self' 'unsafe-inline'"),
    ("default-src 'none'", "default-src 'self'"),
    ("; base-uri 'none'", ""),
]


@pytest.mark.parametrize(("there", "instead"), DAMAGES)
def test_a_page_that_is_not_harmless_is_refused(site: Path, there: str, instead: str) -> None:
    whole = (site / "gioi-thieu/index.html").read_text(encoding="utf-8")
    assert there in whole
    assert list(harmless.page(whole)) == []
    assert list(harmless.page(whole.replace(there, instead, 1))) != []


def test_one_process_and_several_say_the_same(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harmless, "_MANY", 1)
    assert list(harmless.faults(site)) == []


def test_nothing_is_published_that_is_not_harmless() -> None:
    makefile = (built.PROJECT / "Makefile").read_text(encoding="utf-8")
    assert re.search(
        r"^pages:.*\n(\t.*\n)*\t\$\(BIN\)/python -m sangkien\.publish\.harmless build/site\n", makefile, re.MULTILINE
    )
    published = (built.PROJECT / ".github/workflows/publish.yml").read_text(encoding="utf-8")
    assert "run: make pages" in published

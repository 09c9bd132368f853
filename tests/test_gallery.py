"""Honoured innovations as readers look for them: search, facets, lists, one page, in a real browser and without scripts; expectations are
counted from the files by hand."""

from __future__ import annotations

import gzip
import io
import json
import re
import struct
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pyarrow.parquet
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

import built
from built import ADDRESS, AS_OF, SANGKIEN, laid, run
from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.figures.honoured import innovations
from sangkien.figures.similar import _terms
from sangkien.model.history import AsOf
from sangkien.outputs.site import gallery, pictures
from sangkien.outputs.site import pages as pages_of
from sangkien.outputs.site.glyphs import word
from story import BEGINNING, HOME, PROJECT, WORLD, Story

DECISIONS = [path.read_text(encoding="utf-8") for path in sorted((PROJECT / "program/2021/decisions").rglob("*.yml"))]
TEXTS = {path: (PROJECT / path).read_text(encoding="utf-8") for text in DECISIONS for path in re.findall(r"path: (\S+)", text)}
OPEN = {path: text for path, text in TEXTS.items() if "confidential: true" not in text}


def value(text: str, name: str) -> str:
    found = re.search(rf"^{name}: (.*)$", text, re.MULTILINE)
    return found[1].strip() if found else ""


def titles(page: Page) -> list[str]:
    return page.locator("#ket-qua .sk-card h3 a").all_inner_texts()


def ask(page: Page, address: str) -> None:
    """Opens the list and waits for the answer it tells."""
    page.goto(address)
    expect(page.locator(".sk-told")).not_to_be_empty()


@pytest.fixture(scope="module")
def below(site: Path, browser: Browser) -> Iterator[BrowserContext]:
    """The browser on the folder above the site, so that the site stands under a path; nothing from elsewhere is ever asked for."""
    with built.served(site.parent) as address:
        context = browser.new_context(base_url=f"{address}site/")
        away: list[str] = []
        context.on("request", lambda request: None if request.url.startswith("http://127.0.0.1:") else away.append(request.url))
        yield context
        context.close()
    assert away == []


@pytest.fixture
def fresh(below: BrowserContext) -> Iterator[Page]:
    """A window of its own."""
    page = below.new_page()
    yield page
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("cửa gió", "Cửa gió tự đóng mở"),
        ("cua gio", "Cửa gió tự đóng mở"),
        ("CUA GIO", "Cửa gió tự đóng mở"),
        ("đường ống", "Cửa gió tự đóng mở"),
        ("duong ong", "Cửa gió tự đóng mở"),
        ("Đồ gá", "Đồ gá khoan lật"),
        ("do ga khoan", "Đồ gá khoan lật"),
        ("mang heo", "Máng héo hai chiều gió"),
    ],
)
def test_words_are_found_with_marks_and_without(fresh: Page, words: str, title: str) -> None:
    ask(fresh, f"sang-kien/?q={words}")
    assert titles(fresh)[0].startswith(title)


@pytest.mark.browser
@pytest.mark.parametrize("words", ["Đồng Nai", "dong nai"])
def test_a_place_is_found_by_its_name(fresh: Page, words: str) -> None:
    ask(fresh, f"sang-kien/?q={words}")
    ours = {value(text, "title") for path, text in OPEN.items() if "/2021/dong-nai/" in path}
    assert ours <= set(titles(fresh))


@pytest.fixture(scope="module")
def spelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of innovations whose words differ in their marks alone."""
    repo = Story(tmp_path_factory.mktemp("dau") / "kho")
    text = (WORLD / "submission.md").read_text(encoding="utf-8")
    names = [
        "Dòng gỏi",
        "Đóng gói",
        "Dong goi",
        "Sàng kiện",
        "Sáng kiến",
        "Gói gói gói đóng",
    ]  # and the rest of the title is the same
    files = {
        f"{HOME}bv-mau/bai-{place}.md": text.replace("Giá đỡ bình oxy có khóa bánh cho xe đẩy", f"{name} cho kho thuốc")
        for place, name in enumerate(names)
    }
    items = "".join(f"  - {{path: {path}, award: Bằng khen}}\n" for path in files)
    decision = f"number: 1/QĐ\nsigned_on: 2021-05-12\nlevel: upper\nitems:\n{items}"
    repo.commit(BEGINNING, laid() | files | {"program/2021/decisions/thai-binh/nganh-y-te/a.yml": decision})
    return built.build(repo.folder)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("words", "first", "all_found"),
    [
        ("đóng gói", "Đóng gói", 1),  # side by side, though another has the two syllables more often
        ("dong goi", "Dong goi", 3),
        ("sáng kiến", "Sáng kiến", 1),
        ("sàng kiện", "Sàng kiện", 1),
        ("sang kien", "", 2),
    ],
)
def test_what_is_spelt_like_the_question_comes_first(
    spelled: Path, browser: Browser, words: str, first: str, all_found: int
) -> None:
    with built.served(spelled) as address:
        page = browser.new_context(base_url=address).new_page()
        ask(page, f"sang-kien/?q={words}")
        found = titles(page)
        page.context.close()
    assert len(found) == all_found
    assert found[0].startswith(first)


@pytest.mark.browser
def test_facets_count_filter_and_stand_in_the_address(fresh: Page) -> None:
    fresh.goto("sang-kien/")
    fresh.get_by_text("Lĩnh vực", exact=True).first.click()
    counted = Counter(value(text, "field") for text in OPEN.values())
    boxes = fresh.locator("input[name=linh-vuc]")
    shown = {box.get_attribute("value"): box.locator("xpath=..").locator(".sk-count").inner_text() for box in boxes.all()}
    assert shown == {field: str(count) for field, count in counted.items()}
    field, count = counted.most_common(1)[0]
    fresh.locator(f"input[name=linh-vuc][value={field}]").check()
    expect(fresh.locator(".sk-told")).to_have_text(f"{count} sáng kiến")
    assert parse_qs(urlparse(fresh.url).query) == {"linh-vuc": [field]}
    link, before = fresh.url, titles(fresh)
    again = fresh.context.new_page()
    again.goto(link)
    expect(again.locator(".sk-told")).to_have_text(f"{count} sáng kiến")
    assert titles(again) == before
    assert again.locator(f"input[name=linh-vuc][value={field}]").is_checked()
    again.get_by_role("button", name="Bỏ mọi lựa chọn").click()
    expect(again.locator(".sk-told")).to_be_empty()
    assert urlparse(again.url).query == ""
    assert len(titles(again)) == len(TEXTS)


@pytest.mark.browser
def test_any_or_all_of_the_levels(fresh: Page) -> None:
    levels: dict[str, set[str]] = {}
    for text in DECISIONS:
        for path in re.findall(r"path: (\S+)", text):
            levels.setdefault(path, set()).add(value(text, "level"))
    both = [path for path, own in levels.items() if {"province", "national"} <= own]
    either = [path for path, own in levels.items() if {"province", "national"} & own]
    assert 0 < len(both) < len(either)
    ask(fresh, "sang-kien/?cap=province&cap=national")
    expect(fresh.locator(".sk-told")).to_have_text(f"{len(either)} sáng kiến")
    fresh.get_by_label("Trong một mục").select_option(label="mọi lựa chọn")
    expect(fresh.locator(".sk-told")).to_have_text(f"{len(both)} sáng kiến")
    assert set(titles(fresh)) == {value(TEXTS[path], "title") for path in both}


@pytest.mark.browser
def test_the_largest_benefit_stands_first(fresh: Page) -> None:
    ask(fresh, "sang-kien/?xep=loi")
    by_benefit = {value(text, "title"): int(value(text, "benefit_vnd") or 0) for text in OPEN.values()}
    shown = [by_benefit[title] for title in titles(fresh) if title in by_benefit]
    assert shown == sorted(by_benefit.values(), reverse=True)[: len(shown)]
    assert len(shown) > 5


@pytest.mark.browser
def test_by_keyboard_alone(fresh: Page) -> None:
    fresh.goto("sang-kien/")
    expect(fresh.locator("#tim-chu")).to_be_visible()
    for _ in range(30):
        fresh.keyboard.press("Tab")
        if fresh.evaluate("document.activeElement.id") == "tim-chu":
            break
    fresh.keyboard.type("mang heo")
    expect(fresh.locator("#ket-qua .sk-card h3 a").first).to_contain_text("Máng héo")
    for _ in range(10):
        fresh.keyboard.press("Tab")
        if fresh.evaluate("document.activeElement.name") == "cap":
            break
    fresh.keyboard.press("Space")
    assert fresh.locator("input[name=cap]").first.is_checked()


@pytest.mark.browser
def test_suggestions_by_keyboard(fresh: Page) -> None:
    fresh.goto("sang-kien/")
    fresh.locator("#tim-chu").press_sequentially("cọc tr")
    expect(fresh.locator("#tim-goi-y li").first).to_have_text("cọc truyền")
    fresh.keyboard.press("ArrowDown")
    fresh.keyboard.press("Enter")
    expect(fresh.locator("#tim-chu")).to_have_value("cọc truyền")
    expect(fresh.locator("#tim-goi-y")).to_be_hidden()
    expect(fresh.locator("#ket-qua mark").first).to_have_text("cọc truyền")


@pytest.mark.browser
def test_newest_and_oldest_are_each_others_reverse(fresh: Page) -> None:
    """By the day of the decision, then of receipt; those whose days are not public stand last in both."""
    told = []
    for order in ("moi", "cu"):
        ask(fresh, f"sang-kien/?xep={order}")
        while fresh.get_by_role("button", name="Xem thêm").is_visible():
            before = len(titles(fresh))
            fresh.get_by_role("button", name="Xem thêm").click()
            expect(fresh.locator("#ket-qua .sk-card")).not_to_have_count(before)
        told.append([text for text in titles(fresh) if any(value(each, "title") == text for each in OPEN.values())])
        days = [re.findall(r"Vinh danh (\d+)/(\d+)/(\d+)", text) for text in fresh.locator(".sk-when").all_inner_texts()]
        listed = [tuple(map(int, reversed(found[0]))) for found in days if found]
        assert listed == sorted(listed, reverse=order == "moi")
        assert len(set(listed)) > 1
    assert len(told[0]) == len(OPEN)
    assert told[0] == told[1][::-1]


@pytest.mark.browser
def test_nothing_found_is_said_and_what_stands_apart_is_folded_away(fresh: Page) -> None:
    for words in ("xe đẩy", "đóng gói", "Đà Nẵng"):
        ask(fresh, f"sang-kien/?q={words}")
        apart = fresh.locator(".sk-scattered").count()
        expect(fresh.locator(".sk-told")).to_have_text("Không có đúng cụm từ này" if apart else "Không có bài nào")
        none = "Chưa có bài nào viết liền nhau" if apart else "Chưa có sáng kiến nào viết về"
        expect(fresh.locator(".sk-nothing h2")).to_have_text(f"{none} “{words}”")
        assert titles(fresh) == []
    ask(fresh, "sang-kien/?q=xe đẩy")
    fresh.get_by_text("Các bài có đủ các chữ này ở những chỗ khác nhau").click()
    expect(fresh.locator(".sk-scattered .sk-card").first).to_be_visible()


@pytest.mark.browser
def test_the_way_back_leads_to_the_question(fresh: Page) -> None:
    ask(fresh, "sang-kien/?q=oxy")
    before = titles(fresh)
    fresh.locator("#tim-chu").fill("thuốc")
    fresh.keyboard.press("Enter")
    expect(fresh).to_have_url(re.compile("q=thu"))
    fresh.locator("#ket-qua .sk-card h3 a").first.click()
    fresh.wait_for_url("**/sang-kien/2021/**")
    fresh.go_back()
    expect(fresh.locator("#tim-chu")).to_have_value("thuốc")
    fresh.go_back()
    expect(fresh.locator("#tim-chu")).to_have_value("oxy")
    expect(fresh.locator("#ket-qua .sk-card")).to_have_count(len(before))


@pytest.mark.browser
def test_the_other_language_asks_the_same(fresh: Page) -> None:
    ask(fresh, "sang-kien/?q=bình oxy&linh-vuc=safety-environment")
    fresh.get_by_role("link", name="English").click()
    fresh.wait_for_url("**/en/sang-kien/?**")
    expect(fresh.locator(".sk-told")).to_have_text("1 innovation")
    assert parse_qs(urlparse(fresh.url).query) == {"q": ["bình oxy"], "linh-vuc": ["safety-environment"]}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_the_filters_are_a_sheet(site: Path, browser: Browser, width: int) -> None:
    with built.served(site) as address:
        page = browser.new_page(viewport={"width": width, "height": 640})
        ask(page, f"{address}sang-kien/?q=người bệnh")
        expect(page.locator(".sk-facets")).to_be_hidden()
        page.get_by_role("button", name="Lọc").click()
        page.locator("input[name=cap]").first.check()
        shown = page.locator(".sk-sheet-foot button")
        expect(shown).to_have_text(re.compile(r"Xem \d+ sáng kiến"))
        box = shown.bounding_box()
        assert box
        assert box["y"] + box["height"] <= 640, "the way out is on the screen"
        for _ in range(40):
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
        page.keyboard.press("Escape")
        expect(page.locator(".sk-facets")).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 412, 768, 1000, 1350])
def test_nothing_jumps_when_the_search_is_there(site: Path, browser: Browser, width: int) -> None:
    """The shift that Lighthouse counts; a tenth is what it still calls good."""
    with built.served(site) as address:
        page = browser.new_page(viewport={"width": width, "height": 820})
        page.add_init_script(
            "window.moved = 0; const add = list => { for (const each of list) window.moved += each.value };"
            "const watch = new PerformanceObserver(list => add(list.getEntries())); watch.observe({type: 'layout-shift', buffered: true});"
            "window.told = () => { add(watch.takeRecords()); return window.moved }"
        )
        built.visit(page, f"{address}sang-kien/")
        expect(page.locator("#tim-chu")).to_be_visible()
        assert page.locator(".sk-facets").is_visible() == (width >= 960), "a phone shows the list first"
        assert page.evaluate("window.told()") < 0.03
        page.close()


@pytest.mark.browser
def test_in_english_the_same_is_found(fresh: Page) -> None:
    ask(fresh, "en/sang-kien/?q=mang heo")
    expect(fresh.locator(".sk-told")).to_contain_text("innovation")
    fresh.locator("#ket-qua .sk-card h3 a").first.click()
    fresh.wait_for_url("**/site/en/sang-kien/2021/**")
    assert fresh.locator("html").get_attribute("lang") == "en"
    assert fresh.get_by_role("heading", name="Problem").is_visible()
    fresh.get_by_role("link", name="Tiếng Việt").click()
    fresh.wait_for_url(re.compile(r"/site/sang-kien/2021/"))
    assert fresh.locator("h2#problem").is_visible()


@pytest.mark.browser
def test_without_scripts_the_plain_lists_lead_to_everything(site: Path, browser: Browser) -> None:
    with built.served(site) as address:
        page = browser.new_context(base_url=address, java_script_enabled=False).new_page()
        page.goto("sang-kien/")
        assert page.locator("#ket-qua .sk-card").count() == min(len(TEXTS), 24)
        ways = [link.get_attribute("href") for link in page.locator(".sk-ways a").all()]
        listed: Counter[str] = Counter()
        for way in ways:
            page.goto("sang-kien/")
            page.locator(f'.sk-ways a[href="{way}"]').click()
            kind = page.url.split("/")[-4]
            listed.update(f"{kind} {title}" for title in page.locator(".sk-lines a").all_inner_texts())
        page.context.close()
    expected = Counter(f"theo-cap {value(text, 'title')}" for text in TEXTS.values())
    for kind in ("theo-tinh", "theo-linh-vuc"):
        expected.update(f"{kind} {value(text, 'title')}" for text in OPEN.values())
    assert listed == expected


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(site.glob("sang-kien/2021/*/index.html")):
        yield file, file.read_text(encoding="utf-8")


def test_each_page_can_be_passed_on(site: Path) -> None:
    """Its address, its picture, its QR code and what search engines read of it belong together."""
    seen = 0
    for file, text in pages(site):
        (address,) = re.findall(r'<link rel="canonical" href="([^"]*)"', text)
        assert address == f"{ADDRESS}{file.parent.relative_to(site).as_posix()}/"
        (picture,) = re.findall(r'<meta property="og:image" content="([^"]*)"', text)
        drawn = (site / picture.removeprefix(ADDRESS)).read_bytes()
        assert struct.unpack(">II", drawn[16:24]) == (600, 315)
        (code,) = re.findall(r'<img class="sk-qr" src="([^"]*)"', text)
        image = Image.open((file.parent / code).resolve()).convert("L")
        image = image.resize((image.width * 4, image.height * 4), Image.Resampling.NEAREST)
        assert [each.text for each in zxingcpp.read_barcodes(image)] == [address]
        (told,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        about = json.loads(told)
        assert (about["@type"], about["url"], about["image"]) == ("CreativeWork", address, picture)
        assert f"https://zalo.me/share?url={address.replace(':', '%3A').replace('/', '%2F')}" in text
        assert f'href="../../../en/{file.parent.relative_to(site).as_posix()}/"' in text
        seen += 1
    assert seen == len(TEXTS)


def test_names_stand_in_the_data_for_search_engines_only_with_consent(site: Path) -> None:
    told = "".join(re.findall(r'"author": \[[^\]]*\]', "".join(text for _, text in pages(site))))
    with_consent = [text for text in OPEN.values() if "publish_name: true" in text]
    assert 0 < len(with_consent) < len(TEXTS)
    names = {name for text in with_consent for name in re.findall(r"- name: (.*)", text)}
    assert set(re.findall(r'"name": "([^"]*)"', told)) == names


def test_a_first_visit_and_a_first_search_are_light(site: Path) -> None:
    """Compressed as a server sends it: all that a page asks for, and all that the search loads before its first answer."""
    for address in ("", "sang-kien/", "bao-cao/", "the-le/", next(pages(site))[0].parent.relative_to(site).as_posix()):
        page = site / address / "index.html"
        text = page.read_text(encoding="utf-8")
        asked = re.findall(r'<(?:script src|link rel="(?:stylesheet|icon)" href|img class="sk-qr" src)="([^"]+)"', text)
        assert sum(packed((page.parent / name).resolve()) for name in asked) + packed(page) < 150_000
        assert len(re.findall(r"<script src=(?![^>]*defer)", text)) == 1
    index = site / "sang-kien/tim"
    whole = [
        *(site / "assets").glob("tim*.js"),
        *(index / f"{name}.bin" for name in ("muc", "loc")),
        site / "sang-kien/chu.json",
    ]
    for files, most in ((index.glob("[0-9]*.bin"), 3), (index.glob("bai/*"), 12)):
        whole += sorted(files, key=packed, reverse=True)[:most]
    assert sum(map(packed, whole)) < 120_000


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes()))


def test_a_long_title_is_cut_and_every_letter_drawn() -> None:
    short, long = (pictures.card("Bằng khen", title, "Sáng kiến công đoàn") for title in ("Ữ", "Một tên rất dài " * 40))
    assert short != long
    for drawn in (short, long):
        image = Image.open(io.BytesIO(drawn))
        assert image.size == (600, 315)
    letters = {word(letter, "Bold", 30).mask.tobytes() for letter in "ằẳẵắặđĐữựỹỵ"}
    assert len(letters) == len("ằẳẵắặđĐữựỹỵ"), "a letter that the face does not have would be drawn like any other such"


def test_an_unchanged_build_makes_nothing_and_one_change_only_what_shows_it(tmp_path: Path) -> None:
    folder = built.clone(tmp_path / "kho")
    built.build(folder)
    assert "làm mới 0 " in run([SANGKIEN, "build", "--as-of", AS_OF], folder)
    before = {file: file.stat().st_ino for file in (folder / "build/site").rglob("*.html")}
    path = next(path for path, text in OPEN.items() if "dong-nai" in path)
    # Another content of the file itself would not be honoured.
    for decision in (folder / "program/2021/decisions").rglob("*.yml"):
        text = decision.read_text(encoding="utf-8")
        decision.write_text(
            re.sub(rf"(- path: {path}\n(?:    content: .*\n)?    award: .*)", r"\1 Phúc-đáp", text), encoding="utf-8"
        )
    name = ["-c", "user.name=Mau", "-c", "user.email=mau@example.org"]
    run(["git", *name, "commit", "--quiet", "--all", "--message", "sua"], folder)
    site = built.build(folder)
    shown = {file for file in site.rglob("*.html") if "Phúc-đáp" in file.read_text(encoding="utf-8")}
    own = {file for file, number in before.items() if file.stat().st_ino != number and "/sang-kien/2021/" in file.as_posix()}
    pages = {file for file in shown if "/sang-kien/2021/" in file.as_posix()}
    assert pages
    assert pages <= own
    assert 2 <= len(own) < len(TEXTS)


def test_what_was_withdrawn_is_in_no_byte_of_the_next_site(tmp_path: Path) -> None:
    """Unchanged files are kept, those of the search too: none may keep a name or an innovation that is gone."""
    folder = built.clone(tmp_path / "kho")
    site = built.build(folder)
    with_consent = [path for path, text in OPEN.items() if "publish_name: true" in text]
    shy, gone = with_consent[0], with_consent[1]
    (name,) = re.findall(r"- name: (.*)", OPEN[shy])[:1]
    title = value(OPEN[gone], "title")
    assert name in everything(site)
    assert title in everything(site)
    (folder / shy).write_text(OPEN[shy].replace("publish_name: true", "publish_name: false"), encoding="utf-8")
    for act in (folder / "program/2021").rglob("*.yml"):
        text = act.read_text(encoding="utf-8")
        act.write_text(re.sub(rf"  - path: {gone}\n(    .*\n)*", "", text), encoding="utf-8")
    who = ["-c", "user.name=Mau", "-c", "user.email=mau@example.org"]
    run(["git", *who, "commit", "--quiet", "--all", "--message", "rut"], folder)
    after = everything(built.build(folder))
    assert (name in after, title in after) == (False, False)


def everything(site: Path) -> str:
    """Every byte of a site as text, what is packed unpacked."""
    contents = (file.read_bytes() for file in site.rglob("*") if file.is_file() and file.suffix != ".parquet")
    whole = "".join(
        (gzip.decompress(each) if each.startswith(b"\x1f\x8b") else each).decode(errors="replace") for each in contents
    )
    tables = [pyarrow.parquet.read_table(file).to_pylist() for file in site.rglob("*.parquet")]
    return whole + json.dumps(tables, ensure_ascii=False)


def test_a_list_that_grows_by_a_page_is_made_again_on_every_page(project_clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each page leads to all the others."""
    monkeypatch.setattr(gallery, "_LONGEST", 2)
    corpus = judge_revision(
        git.open_repository(project_clone), "HEAD", AsOf(datetime.fromisoformat(AS_OF), replayed=False)
    ).corpus
    every = [each for each in innovations(corpus, corpus.editions["2021"]).values() if each.level.id == "upper"]
    told = {each.address: each.address for each in every}
    first = "rendered/sang-kien/theo-cap/2021/upper.html"
    before, after = ({draft.path: draft.key for draft in pages_of._lists(every[:size], "vi", told)} for size in (4, 5))
    assert len(every) >= 5
    assert before[first] != after[first]


def test_what_is_alike_depends_on_no_process() -> None:
    """Weights are added in the order of the title, not of a set, which is another in every process."""
    assert _terms("Xe đẩy xe đẩy Bình Oxy") == ("xe đẩy", "đẩy xe", "đẩy bình", "bình oxy")

"""An innovation as readers meet it: its story first, on a phone, on a card, on paper; and the home page while there is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

import built
from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.figures import Figures
from sangkien.figures.similar import alike
from sangkien.language import Words
from sangkien.model.contact import PublicContact
from sangkien.model.corpus import Corpus, Edition, FieldSpec
from sangkien.model.history import AsOf
from sangkien.model.innovation import (
    Award,
    Details,
    Named,
    PublicAuthor,
    PublicInnovation,
    PublicMeasure,
    PublicPaper,
    PublicReceived,
    PublicText,
)
from sangkien.outputs.site import cards, home, innovation
from sangkien.outputs.site.page_url import PageUrl
from story import PROJECT

ONE = "sang-kien/2021/de-coc-truyen-ha-thap-co-phanh-chan/"
HEALTH, SAFETY = (Named(id, Words(vi, en)) for id, vi, en in (("health", "Y tế", "Health"), ("safety", "An toàn", "Safety")))
UPPER = Named("upper", Words("Cấp trên", "Upper union"))
PAPER = PublicPaper("1/QĐ", date(2021, 5, 1), "Công đoàn ngành")
VI, EN = PageUrl("", "vi"), PageUrl("", "en")


def made(name: str, title: str, field: Named | None = HEALTH, effect: str = "Nhanh hơn.", **more: Any) -> PublicInnovation:
    """An innovation; a confidential one where it has no field."""
    unit = Named("a/b", Words("CĐCS Bệnh viện Mẫu", "CĐCS Bệnh viện Mẫu"))
    top = Named("a", Words("LĐLĐ tỉnh Thái Bình", "LĐLĐ tỉnh Thái Bình"))
    received = PublicReceived(datetime.fromisoformat("2021-04-01T08:00:00+07:00"), None, None, None)
    details = None if field is None else Details(
        unit, (top,), "…", field, Named("x", Words("Khối", "Block")), "technical", "effective", "team", date(2021, 2, 1), None,
        16_050_000, "", "", (), (PublicAuthor("Lê Văn Mẫu", "Thợ"),), 1, True, None, PublicText("Vướng."), PublicText("Sửa."),
        (PAPER,), received, "c" * 40, "f.md",
    )  # fmt: skip
    details = replace(details, **more) if details else None
    return PublicInnovation(f"2021/{name}", "2021", title, "", PublicText(effect), False, (Award(UPPER, "Giấy khen"),), details)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    as_of = AsOf(datetime.fromisoformat("2026-11-22T12:00:00+07:00"), replayed=False)
    return judge_revision(git.open_repository(PROJECT), "HEAD", as_of).corpus


@pytest.fixture(scope="module")
def law(corpus: Corpus) -> Edition:
    return corpus.editions["2021"]


@pytest.fixture(scope="module")
def labels(corpus: Corpus) -> Mapping[str, FieldSpec]:
    return corpus.fields["submission"]


def article(site: Path, address: str) -> str:
    text = (site / address / "index.html").read_text(encoding="utf-8")
    return text[text.index("<article") : text.index("</article")]


def order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


# The story.


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_story_comes_before_the_record_and_is_whole_in_both_languages(site: Path, prefix: str) -> None:
    page = article(site, f"{prefix}{ONE}")
    assert order(page, "<h1", "sk-honours", "16.050.000" if not prefix else "16,050,000", 'id="problem"', 'id="solution"',
                 'id="effect"', 'id="khen"', 'id="ho-so"')  # fmt: skip
    assert "<dl" not in page[: page.index('id="effect"')]
    for words in ("bánh nhựa 40 mm", "lẫy đạp có sẵn", "185.000 đồng"):
        assert words in page
    if prefix:
        answers = re.findall(r'<div class="sk-answer"([^>]*)>', page)
        assert answers == [' lang="vi"'] * 3, "a browser must know what to translate"


@pytest.mark.browser
def test_a_phone_shows_the_beginning_of_the_story_at_once(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"/{ONE}")
    first = page.locator(".sk-answer p").first.bounding_box()
    assert page.locator("h1").bounding_box()
    assert first
    assert first["y"] + 2 * 27 <= 640, "two lines of it at least"
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_proof_says_what_it_is(site: Path) -> None:
    page = article(site, ONE)
    record = page[page.index('id="ho-so"') :]
    proofs = re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", record[record.index("Tiếp nhận và bằng chứng") :])
    assert [name for name, _ in proofs] == ["Nhận lúc", "Theo sổ tiếp nhận", "Vào nhánh chính", "Mã nội dung", "Tệp trong kho"]
    assert all(re.search(r'<span class="sk-meaning">[^<]{20,}</span>', value) for _, value in proofs)


def test_measures_a_summary_and_english_are_shown_where_they_were_given(labels: Mapping[str, FieldSpec]) -> None:
    measures = (PublicMeasure("Chuông mỗi đêm", Decimal("19"), Decimal("6.5"), "lượt"),)
    one = replace(
        made("a", "Đế cọc truyền", summary="Cọc không đổ nữa.", summary_en="It no longer topples.", measures=measures),
        title_en="A stand that stays up",
    )
    vi, en = (
        innovation.page(one, language, labels, innovation.Around(), None, "https://x.example/") for language in ("vi", "en")
    )
    assert "19 → <strong>6,5</strong> lượt" in vi.body
    assert "19 → <strong>6.5</strong> lượt" in en.body
    assert order(vi.body, "Đế cọc truyền", "Cọc không đổ nữa.", 'id="problem"')
    assert order(
        en.body, "<h1>A stand that stays up</h1>", 'lang="vi">Đế cọc truyền', '<p class="sk-standfirst">It no longer topples.'
    )
    assert en.title == "A stand that stays up"
    assert "Cọc không đổ nữa." not in en.body


def test_whoever_wants_to_reuse_it_is_told_whom_to_ask(labels: Mapping[str, FieldSpec]) -> None:
    office = PublicContact("Văn phòng", "Phó Chủ tịch", "", "0227 000 0045 máy lẻ 3", "vp@cd.example.org", "", "Sáng thứ hai")

    def asked(one: PublicInnovation, office: PublicContact | None) -> str:
        body = innovation.page(one, "vi", labels, innovation.Around(), office, "https://x.example/").body
        return body[body.index('id="hoi"') : body.index('id="chia-se"')] if 'id="hoi"' in body else ""

    told = asked(made("a", "Cọc"), office)
    assert order(told, "Muốn làm theo thì hỏi <strong>CĐCS Bệnh viện Mẫu</strong>", "Văn phòng", "Phó Chủ tịch", "Sáng thứ hai")
    assert '<a href="tel:02270000045">0227 000 0045 máy lẻ 3</a>' in told
    assert '<a href="mailto:vp@cd.example.org">' in told
    assert "Địa chỉ" not in told
    assert "bao-cao/2021/a/b/" in told
    assert "chưa đồng ý nhận câu hỏi" in asked(made("a", "Cọc", contact=False), None)
    assert asked(made("a", "Cọc", None), None) == "", "whose a confidential one is stays untold"


# The ways on.


def near(every: Sequence[PublicInnovation]) -> dict[str, list[tuple[str, str]]]:
    return {
        name.removeprefix("2021/"): [(each.innovation.address.removeprefix("2021/"), each.shared) for each in found]
        for name, found in alike(every).items()
    }


def test_those_that_speak_of_the_same_come_first_and_say_so() -> None:
    every = [
        made("coc", "Đế cọc truyền hạ thấp cho người già"),
        made("xe", "Xe đẩy gắn cọc truyền có phanh", SAFETY),
        made("so", "Sổ giao ca của khoa"),
        made("the", "Thẻ màu cho người già"),
    ]
    found = near(every)
    assert ("xe", "cọc truyền") in found["coc"]
    assert ("the", "người già") in found["coc"], "words that only join are no part of what they share"
    assert found["coc"][-1] == ("so", ""), "of the same field, for want of better"
    assert found["xe"] == [("coc", "cọc truyền")], "another field is not filled up from"


def test_the_others_of_a_field_are_spread_and_never_itself() -> None:
    every = [made(f"n{number}", f"Tên{number}") for number in range(9)]
    found = near(every)
    assert all(len(others) == 3 and name not in dict(others) for name, others in found.items())
    assert len({other for others in found.values() for other, _ in others}) == 9
    assert near(every[:1]) == {"n0": []}
    assert near(every[:2]) == {"n0": [("n1", "")], "n1": [("n0", "")]}


def test_a_confidential_one_is_alike_by_its_words_only() -> None:
    every = [made("kin", "Quy trình cô cao", None), made("mo", "Quy trình phơi dược liệu"), made("xa", "Sổ giao ca")]
    assert near(every)["kin"] == [("mo", "quy trình")]


def test_one_goes_on_through_a_field_from_end_to_end(site: Path) -> None:
    here, seen = ONE, list[str]()
    while here:
        seen.append(here)
        turn = re.search(r'<nav class="sk-turn".*?</nav>', article(site, here), re.DOTALL)
        assert turn
        after = re.search(r'Bài sau</span> <a href="(?:\.\./)*([^"]*)"', turn[0])
        here = after[1] if after else ""
    listed = re.findall(
        r'<li><a href="(?:\.\./)*(sang-kien/2021/[^"]*)"', article(site, "sang-kien/theo-linh-vuc/2021/community-health/")
    )
    assert seen == listed
    assert len(seen) > 2
    assert "Bài trước" not in article(site, seen[0])


def test_a_link_to_another_says_why(site: Path) -> None:
    section = article(site, ONE).partition('class="sk-alike"')[2]
    assert section.count("<li>") == section.count('<span class="sk-quiet">') > 0
    assert "cùng lĩnh vực" in section


# The card.


@pytest.mark.parametrize(
    ("effect", "told"),
    [
        ("Đến 10/4 đã thay 30 cọc. Chuông nhờ giữ cọc còn 6 lượt một đêm, trước là 19. Thêm nữa.",
         "Đến 10/4 đã thay 30 cọc. Chuông nhờ giữ cọc còn 6 lượt một đêm, trước là 19."),
        ("Một câu **đậm** đủ dài để đứng riêng một mình trên tấm thẻ, 3 < 5. Câu sau.",
         "Một câu đậm đủ dài để đứng riêng một mình trên tấm thẻ, 3 < 5."),
        ("Sáu mẻ:\n\n- nhanh hơn\n- rẻ hơn", "Sáu mẻ."),
        ("- nhanh hơn", "nhanh hơn"),
        ("a " * 200, f"{'a ' * 79}".strip() + "…"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_card_tells_the_first_sentence_that_says_something(effect: str, told: str) -> None:
    one = made("a", "Tên", effect=effect)
    assert cards.sentence(one) == told
    assert unescape(cards.cards([one], VI)).count(told) >= 1


def test_a_card_is_the_same_with_and_without_a_field(site: Path) -> None:
    known, secret = (cards.cards([made("a", "Tên", field)], VI) for field in (SAFETY, None))
    skeleton = [re.findall(r'<(?:p|h3)(?: class="([\w-]+))?', card) for card in (known, secret)]
    assert skeleton == [["sk-honours", "", "sk-gist", "sk-unit", "sk-field"], ["sk-honours", "", "sk-gist", "sk-field"]]
    assert "CĐCS Bệnh viện Mẫu, Thái Bình</p>" in known
    assert 'sk-of-safety">An toàn' in known
    assert 'sk-of-secret">Bí mật công nghệ' in secret
    style = (site / "assets/khung.css").read_text(encoding="utf-8")
    fields = re.findall(
        r"id: ([a-z-]+), name",
        (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8").partition("\nfields:")[2].partition("\nlevels:")[0],
    )
    assert [field for field in fields if f".sk-of-{field} " not in style] == ["other"]


def test_an_english_card_is_english_where_it_was_translated() -> None:
    plain = made("a", "Cọc truyền")
    whole = replace(made("a", "Cọc truyền", summary_en="It stays up."), title_en="A stand")
    assert re.search(
        r'<h3><a href="[^"]*" lang="vi">Cọc truyền</a></h3><p class="sk-gist" lang="vi">Nhanh hơn.', cards.cards([plain], EN)
    )
    assert re.search(r'<h3><a href="[^"]*">A stand</a></h3><p class="sk-gist">It stays up.', cards.cards([whole], EN))


# On paper.


def sheets(page: Page) -> int:
    """How many sheets A4 a page takes as it is marked now."""
    page.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.fixture(scope="module")
def reader(site: Path, browser: Browser) -> Iterator[Page]:
    with built.served(site) as address:
        page = browser.new_context(base_url=address).new_page()
        yield page
        page.context.close()


def longest() -> str:
    files = (PROJECT / "submissions/2021").rglob("*.md")
    by_length = sorted(files, key=lambda file: len(file.read_text(encoding="utf-8").rpartition("---\n")[2]), reverse=True)
    return next(file.stem for file in by_length if (file.stem in HONOURED))


HONOURED = {
    match[1]
    for file in (PROJECT / "program/2021/decisions").rglob("*.yml")
    for match in re.finditer(r"path: \S*/([\w-]+)\.md", file.read_text(encoding="utf-8"))
}


def noticed(reader: Page, address: str) -> None:
    """Has a page printed as a notice, as far as a test can."""
    reader.emulate_media(media="screen")
    reader.goto(f"/{address}")
    reader.evaluate("window.print = () => { window.asked = true }")
    reader.get_by_role("link", name="In để dán bảng tin").click()
    assert reader.evaluate("window.asked")


@pytest.mark.browser
def test_a_notice_is_one_sheet_without_buttons_and_with_its_code(reader: Page) -> None:
    noticed(reader, ONE)
    reader.emulate_media(media="print")
    for shown in ("h1", ".sk-answer >> nth=2", ".sk-qr", ".sk-address"):
        assert reader.locator(shown).first.is_visible(), shown
    for hidden in (".md-button", ".sk-share", ".sk-record", ".sk-turn", ".sk-alike", ".md-tabs"):
        assert not reader.locator(hidden).first.is_visible(), hidden
    assert sheets(reader) == 1


@pytest.mark.browser
def test_a_page_is_printed_with_its_proofs_and_without_buttons(reader: Page) -> None:
    reader.goto(f"/{ONE}")
    reader.emulate_media(media="print")
    reader.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert reader.locator(".sk-record dl").first.is_visible()
    assert not reader.locator(".md-button").first.is_visible()
    assert sheets(reader) == 1


@pytest.mark.browser
def test_the_longest_story_fits_a_notice(reader: Page) -> None:
    noticed(reader, f"sang-kien/2021/{longest()}/")
    assert sheets(reader) == 1


# The home page.


def front(law: Edition, every: Sequence[PublicInnovation], days: int) -> str:
    opens = law.rules.record.portal.opens
    return home.page(law, Figures(law.id, (), ()), every, opens + timedelta(days=days), "a" * 40, False, "vi").body


def test_people_and_deeds_stand_before_any_rule(site: Path) -> None:
    page = article(site, "")
    assert order(page, "<h1", "sk-number-line", 'class="sk-card"', 'class="sk-way"', 'id="ai"', "sk-moments")
    assert page.count('class="sk-card"') == page.count('class="sk-gist"') == 3


def test_while_nothing_is_honoured_the_home_page_is_kind(law: Edition) -> None:
    for days, says in ((-5, "có thể là của bạn"), (5, "có thể là của bạn"), (90, "đang xét")):
        page = front(law, [], days)
        shown = re.sub(r'<div class="sk-\w+" hidden>.*?</div>', "", page)
        assert says in shown
        assert "sk-card" not in page
        assert "sk-number-line" not in page, "nothing came yet: no number is better than a nought"


def test_an_edition_without_honours_shows_those_of_the_one_before(law: Edition) -> None:
    page = front(law, [replace(made("a", "Cọc truyền"), edition="2020")], 5)
    assert order(page, "kỳ trước đã tôn vinh", "Cọc truyền")

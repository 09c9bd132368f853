"""The poster of an edition as whoever hangs it up sees it: printed, read aloud, scanned; expectations are read from the rules by hand."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.cache import code_mark
from sangkien.language import LANGUAGES, Language, Words
from sangkien.model.corpus import Edition
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.model.programme import Days, Limits, Rules, Setting
from sangkien.outputs.site import poster
from sangkien.publish.tree import write_tree
from story import PROJECT

SITE = "https://sangkien.example/kho/"
FAR = f"https://{'rat-dai.' * 9}vn/{'thu-muc/' * 9}"
A4 = (595.2756, 841.8898)
RULES = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
LONG = "Phát huy sáng kiến, cải tiến kỹ thuật, nâng cao năng suất lao động vì sự phát triển bền vững của đơn vị. " * 3
MOST, MOST_OF_SOURCE = 300, 120
"""How long the schema lets a name be, and the number of a paper."""
HOSTILE = {
    "markup": '#panic("x") *a* _b_ $x^2$ `r` <b> @c [d] {e} \\u{41} // /* ~ #sys.inputs.told',
    "heading": '= Một\n\n- hai\n+ ba\n#image("/etc/passwd")',
    "quotes": '"\'”“‘’\\" \\\\ \\n </script> &amp; %s {name} {}',
    "long": LONG[:MOST],
    "one word": "W" * MOST,
    "capitals": "Ế Ậ Ễ Ẵ Ỗ " * (MOST // 10),
    "other letters": "🏆 漢字 שלום \u202ecba\u200b\x07",
    "a blank": " ",
}
WITHOUT_STANDARD = {"other letters", "a blank"}
"""What no poster that can be read aloud may hold: signs that our face has only an empty box for, a heading without words."""


@pytest.fixture(scope="module")
def edition(project_clone: Path) -> Edition:
    return judge_revision(
        git.open_repository(project_clone), "HEAD", AsOf(datetime.fromisoformat("2026-11-22T12:00+07:00"), replayed=False)
    ).corpus.editions["2021"]


def with_rules(edition: Edition, **changed: object) -> Edition:
    record: Rules = replace(edition.rules.record, **changed)  # type: ignore[arg-type]
    return replace(edition, rules=replace(edition.rules, record=record))


def named(edition: Edition, text: str) -> Edition:
    """An edition whose every text that stands on the poster is this one."""
    portal = edition.rules.record.portal
    closes = (replace(portal.closing, source=text[:MOST_OF_SOURCE]),)
    return with_rules(edition, name=Words(text, text), organiser=Words(text, text), portal=replace(portal, closes=closes))


def pdf(edition: Edition, language: Language = "vi", site: str = SITE, sample: bool = False) -> bytes:
    return poster.document(edition, language, site, sample, "pdf")


def printed(file: bytes) -> Image.Image:
    """The sheet as it comes out of the printer."""
    (page,) = pypdfium2.PdfDocument(file)
    sheet: Image.Image = page.render(scale=2).to_pil()
    return sheet.convert("RGB")


def text(file: bytes) -> str:
    """What a reader copies out of it; all spaces alike."""
    (page,) = pypdfium2.PdfDocument(file)
    return " ".join(page.get_textpage().get_text_range().replace("\u200b", "").split())


def codes(sheet: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(sheet.convert("L"))]


def test_it_says_in_each_language_what_the_rules_say(edition: Edition) -> None:
    (opens,) = re.findall(r"opens: (\S+)", RULES)
    assert opens == "2021-03-10T00:00:00+07:00"
    assert "at: 2021-04-21T00:00:00+07:00" in RULES
    assert "applied: {first: 2021-02-01, last: 2021-05-31}" in RULES
    assert "max_characters: 1000" in RULES
    vi, en = text(pdf(edition, "vi")), text(pdf(edition, "en"))
    for said in (
        *("75 nghìn sáng kiến, vượt khó, phát triển", "Tổng Liên đoàn Lao động Việt Nam", "Bạn có cách làm hay hơn?"),
        *("Gửi cho công đoàn cơ sở!", "Đoàn viên, công nhân, viên chức, người lao động", "không quá 1.000 ký tự"),
        *("Thực trạng, Giải pháp, Hiệu quả", "mã biên nhận", "số điện thoại, năm sinh"),
        *("00:00 ngày 10/3/2021", "24:00 ngày 20/4/2021", "từ 1/2/2021 đến hết 31/5/2021", "45/HD-CDYT, mục 5.2"),
    ):
        assert said in vi
    for said in (
        *("75 thousand innovations", "Vietnam General Confederation of Labour", "Give it to your grassroots union!"),
        *("00:00 on 10 March 2021", "24:00 on 20 April 2021", "from 1 February 2021 to 31 May 2021", "1,000 characters"),
    ):
        assert said in en
    assert "sangkien.example/kho/gui-bai/" in vi.replace(" ", "")
    assert "sangkien.example/kho/en/gui-bai/" in en.replace(" ", "")


def test_an_extension_and_other_limits_are_told_and_the_old_ones_are_not(edition: Edition) -> None:
    portal = edition.rules.record.portal
    later = Setting(datetime.fromisoformat("2031-12-30T17:30:00+07:00"), "99/TLĐ", date(2031, 12, 1))
    opens = datetime.fromisoformat("2031-11-09T08:15:00+07:00")
    changed = with_rules(
        edition,
        portal=replace(portal, opens=opens, closes=(*portal.closes, later)),
        applied=Days(date(2030, 6, 7), date(2031, 8, 9)),
        answers=Limits(2345),
    )
    told = text(pdf(changed))
    for said in ("08:15 ngày 9/11/2031", "17:30 ngày 30/12/2031", "7/6/2030 đến hết 9/8/2031", "2.345 ký tự", "99/TLĐ"):
        assert said in told
    assert not re.search(r"\d/2021|1\.000|45/HD", told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_one_sheet_of_a4_that_can_be_read_aloud(edition: Edition, language: Language) -> None:
    file = pdf(edition, language)
    document = pypdfium2.PdfDocument(file)
    (page,) = document
    assert page.get_size() == pytest.approx(A4, abs=0.01)
    name = edition.rules.record.name.say(language)
    assert document.get_metadata_value("Title") == {"vi": f"Áp phích: {name}", "en": f"Poster: {name}"}[language]
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document)
    assert f"/Lang({language})".encode() in file
    assert b"<pdfuaid:part>1</pdfuaid:part>" in file
    assert b"/DisplayDocTitle true" in file
    for part in (b"/S/H1", b"/S/H2", b"/S/L/", b"/S/LI", b"/S/Figure", b"/S/Link"):
        assert part in file
    assert f"/URI({SITE}{'en/' if language == 'en' else ''}gui-bai/)".encode() in file


def test_its_letters_are_in_it_and_only_those_needed(edition: Edition) -> None:
    file = pdf(edition)
    faces = set(re.findall(rb"/BaseFont/([\w+-]+)", file))
    assert {face.split(b"+")[1] for face in faces} == {b"OpenSans-Regular", b"OpenSans-SemiBold", b"OpenSans-Bold"}
    assert all(re.match(rb"[A-Z]{6}\+", face) for face in faces)
    assert len(re.findall(rb"/FontFile\d", file)) == 3
    assert len(file) < 100_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_leads_to_the_guide_in_the_same_language(edition: Edition, language: Language) -> None:
    for site in (SITE, "http://sangkien.example:8000/", FAR):
        sheet = printed(pdf(edition, language, site))
        (code,) = zxingcpp.read_barcodes(sheet.convert("L"))
        assert code.text == f"{site}{'en/' if language == 'en' else ''}gui-bai/"
        assert code.position.top_right.x - code.position.top_left.x > sheet.width / 5  # of 21 cm


def test_the_code_is_read_from_a_small_grey_copy_too(edition: Edition) -> None:
    grey = printed(pdf(edition)).convert("L").resize((620, 877)).point([30 + value * 6 // 10 for value in range(256)])
    assert codes(grey) == [f"{SITE}gui-bai/"]


def test_without_colour_every_letter_still_stands_out(edition: Edition) -> None:
    """What covers much of the paper is nearly white, or dark enough to write on in white."""
    grey = printed(pdf(edition)).convert("L")
    large = sorted(shade for count, shade in grey.getcolors() or [] if count > 20_000)
    assert large[0] < 80
    assert large[-1] == 255
    assert [shade for shade in large if 80 < shade < 160] == []


@pytest.mark.parametrize("kind", ["pdf", "svg"])
def test_the_same_words_make_the_same_bytes_in_any_process(edition: Edition, kind: str) -> None:
    made = {draft.path: draft.make for draft in poster.drafts(edition, "law", SITE, True)}[f"ap-phich/2021.{kind}"]
    once = made()
    assert made() == once
    code = "import pickle, sys; sys.stdout.buffer.write(pickle.load(sys.stdin.buffer)())"
    for zone, seed in (("America/Lima", "1"), ("Asia/Ho_Chi_Minh", "2")):
        other = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed, "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", code], input=pickle.dumps(made), env=other, capture_output=True, check=True
        )
        assert hashlib.sha256(done.stdout).digest() == hashlib.sha256(once).digest()


def test_what_is_as_it_was_is_not_drawn_again(edition: Edition, tmp_path: Path) -> None:
    out = tmp_path / "made"
    four = ["ap-phich/2021.pdf", "ap-phich/2021.svg", "ap-phich/2021.en.pdf", "ap-phich/2021.en.svg"]
    assert [draft.path for draft in poster.drafts(edition, "law", SITE, False)] == four
    assert write_tree(out, [poster.drafts(edition, "law", SITE, False)]).made == 4
    assert write_tree(out, [poster.drafts(edition, "law", SITE, False)]).made == 0
    other = with_rules(edition, answers=Limits(7))
    for changed in (
        poster.drafts(edition, "another law", SITE, False),
        poster.drafts(edition, "law", f"{SITE}noi-khac/", False),
        poster.drafts(edition, "law", SITE, True),
        poster.drafts(other, "law", SITE, False),
    ):
        assert write_tree(out, [changed]).made == 4
    assert code_mark()  # part of the key: other code draws again


@pytest.mark.parametrize(("guide", "file"), [("the-le", "2021.pdf"), ("en/the-le", "2021.en.pdf")])
def test_the_rules_on_the_site_lead_to_it(site: Path, guide: str, file: str) -> None:
    (way,) = re.findall(r'href="([^"]*ap-phich/[^"]*)"', (site / guide / "index.html").read_text(encoding="utf-8"))
    found = (site / guide / way).resolve()
    assert found == (site / "ap-phich" / file).resolve()
    assert text(found.read_bytes())
    assert sorted(each.name for each in found.parent.iterdir()) == ["2021.en.pdf", "2021.en.svg", "2021.pdf", "2021.svg"]


def test_a_sample_says_so_and_nothing_else_does(edition: Edition) -> None:
    assert "Bản mẫu để xem thử" in text(pdf(edition, "vi", sample=True))
    assert "xem thử" not in text(pdf(edition))
    edges = [printed(pdf(edition, "vi", sample=sample)).crop((0, 0, 1, 1600)).getcolors() or [] for sample in (True, False)]
    assert [(0x2B, 0x24, 0x22) in {colour for _, colour in edge} for edge in edges] == [True, False]  # a band across the sheet
    assert "A sample to look at" in text(pdf(edition, "en", sample=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_asks_for_nothing_from_elsewhere(edition: Edition, language: Language) -> None:
    drawing = poster.document(edition, language, SITE, False, "svg")
    root = ET.fromstring(drawing)
    assert [float(side) for side in root.attrib["viewBox"].split()[2:]] == pytest.approx(A4, abs=0.01)
    for part in root.iter():
        assert part.tag.rpartition("}")[2] in {"svg", "g", "path", "defs", "symbol", "use", "clipPath", "rect", "image", "a"}
        for name, value in part.attrib.items():
            assert not name.startswith("on")
            if name.endswith("href") and not part.tag.endswith("}a"):
                assert value.startswith(("#", "data:image/svg+xml;base64,"))
            assert "url(" not in value.replace("url(#", "")


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_stands_in_the_rules_is_shown_as_text_on_one_sheet(edition: Edition, name: str) -> None:
    written = HOSTILE[name]
    file = pdf(named(edition, written))
    told = "".join(text(file).split())
    if name in WITHOUT_STANDARD:
        assert b"<pdfuaid:part>" not in file
    else:
        assert b"<pdfuaid:part>1</pdfuaid:part>" in file
        assert told.count("".join(written.split())) >= 2  # whole as organiser and as name
        assert f"căncứ:{''.join(written[:MOST_OF_SOURCE].split())}." in told
    ET.fromstring(poster.document(named(edition, written), "vi", SITE, False, "svg"))


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_stands_in_the_rules_pushes_nothing_else_off_the_sheet(edition: Edition, name: str) -> None:
    """The code is still read, and the margin below the last line and beside every line is as white as it was."""
    sheet = printed(pdf(named(edition, HOSTILE[name]), "vi", FAR, sample=True))
    assert codes(sheet) == [f"{FAR}gui-bai/"]
    wide, high = sheet.size
    grey = sheet.convert("L")
    margin = round(wide * 14 / 210)
    head = round(high * 80 / 297)
    for edge in ((0, round(high * 289 / 297), wide, high), (0, head, margin, high), (wide - margin, head, wide, high)):
        assert grey.crop(edge).getextrema() == (255, 255)
    band = sheet.crop((wide - margin, 0, wide, round(high * 10 / 297)))
    assert band.getcolors() == [(band.width * band.height, (0xA3, 0x17, 0x2A))]


def test_numbers_that_belong_to_somebody_are_covered(edition: Edition) -> None:
    told = text(pdf(named(edition, "Gọi 0912 345 678 hoặc xem https://xau.example/a")))
    assert "0912" not in told
    assert "xau.example" not in told


def test_what_cannot_be_drawn_is_told_in_words(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster, "_source", lambda: "#panic()")
    with pytest.raises(CannotJudge) as failed:
        pdf(edition)
    assert failed.value.words.vi.startswith("Không vẽ được áp phích: ")


def test_the_schema_allows_no_longer_names_than_were_tried() -> None:
    schema = json.loads((PROJECT / "schema/rules.schema.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["words"]["properties"]["vi"]["maxLength"] == MOST
    assert schema["$defs"]["deadline"]["items"]["properties"]["source"]["maxLength"] == MOST_OF_SOURCE

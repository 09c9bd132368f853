"""The poster: one page A4 that says the rules' own dates, leads to the guide, and takes any words for words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from sangkien.language import Language
from sangkien.outputs.site import poster
from test_charts import edition

SITE = "https://sangkien.example/"
SAID: dict[Language, tuple[str, ...]] = {
    "vi": (
        "75 nghìn sáng kiến, vượt khó, phát triển",
        "Tổng Liên đoàn Lao động Việt Nam",
        "Gửi cho công đoàn cơ sở!",
        "1.000 ký tự",
        "Nhận bài từ 10/3/2021 đến 24:00 ngày 20/4/2021",
        "từ 1/2/2021 đến hết 31/5/2021",
        "Nơi nhận bài:",
        "45/HD-CDYT, mục 5.2",
    ),
    "en": (
        "75 thousand innovations",
        "Vietnam General Confederation of Labour",
        "1,000 characters",
        "Open from 10 March 2021 until 24:00 on 20 April 2021",
        "Hand it in at:",
    ),
}


def told(language: Language, **instead: object) -> str:
    words: dict[str, Any] = json.loads(poster._told(edition(), language, SITE))
    return json.dumps({**words, **instead}, ensure_ascii=False)


def text(pdf: bytes) -> str:
    (page,) = pypdfium2.PdfDocument(pdf)
    return " ".join(page.get_textpage().get_text_bounded().split())


@pytest.mark.parametrize("language", SAID)
def test_it_is_one_page_a4_that_says_what_the_rules_say(language: Language) -> None:
    pdf = poster.drawn(told(language), "pdf")
    document = pypdfium2.PdfDocument(pdf)
    (page,) = document
    assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
    assert [each for each in SAID[language] if each not in text(pdf)] == []
    name = edition().rules.record.name.say(language)
    assert document.get_metadata_value("Title") == {"vi": f"Áp phích: {name}", "en": f"Poster: {name}"}[language]
    assert pypdfium2.raw.FPDFCatalog_IsTagged(document), "it can be read aloud"


@pytest.mark.parametrize(("language", "address"), [("vi", f"{SITE}gui-bai/"), ("en", f"{SITE}en/gui-bai/")])
def test_its_code_leads_to_the_guide(language: Language, address: str) -> None:
    pdf = poster.drawn(told(language), "pdf")
    (page,) = pypdfium2.PdfDocument(pdf)
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    assert code.text == address
    assert address in text(pdf)


def test_the_same_words_make_the_same_bytes_in_another_process(site: Path, project_clone: Path) -> None:
    assert sorted(file.name for file in (site / "ap-phich").iterdir()) == ["2021.en.pdf", "2021.en.svg", "2021.pdf", "2021.svg"]
    made = json.dumps(json.loads(told("vi")))
    script = "import sys; from sangkien.outputs.site import poster; sys.stdout.buffer.write(poster.drawn(sys.stdin.read(), sys.argv[1]))"
    for kind in poster._KINDS:
        again = subprocess.run(
            [sys.executable, "-c", script, kind], input=made.encode(), capture_output=True, check=True
        ).stdout
        assert again == poster.drawn(made, kind)


@pytest.mark.parametrize(
    "name",
    ['#panic("x")', "*đậm* _nghiêng_ $x$ @nhan <nhan> `mã`", '"\\', "#image(read)", "Ứ" * 200, "Rất dài " * 60, "", "x\ny\tz"],
)
def test_words_are_only_words_and_long_ones_stay_on_the_page(name: str) -> None:
    pdf = poster.drawn(told("vi", name=name, title=name or "x", organiser=name), "pdf")
    whole = "".join(text(pdf).split())
    assert "".join(name.split())[:60] in whole
    assert "Ngườiphụtrách:" in whole
    assert "Gửichocôngđoàncơsở!" in whole


def test_the_picture_is_an_image_of_the_same_page() -> None:
    svg = poster.drawn(told("vi"), "svg").decode()
    assert re.match(r'<svg [^>]*width="595\.\d+pt" height="841\.\d+pt"', svg)
    assert 'href="http' not in svg
    assert "<script" not in svg

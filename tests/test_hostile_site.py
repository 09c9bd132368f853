"""What forced its way past the gate: a site built from hostile files on main holds nothing that runs, leads away or tells on anybody."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser

import built
from built import ADDRESS, LICENCE, PASSED_ON, laid
from story import BEGINNING, HOME, WORLD, Story

RUNS = "alert(6021)"
OFFICE = ("tel:02400000000", "mailto:sang-kien@tong-lien-doan.example.org")
"""What the edition's rules let readers call and write to."""
ATTACKS = [
    f"<script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"<svg/onload={RUNS}>",
    f"</p></div></article><script>{RUNS}</script>",
    f"</title><script>{RUNS}</script>",
    f'"><body onload="{RUNS}">',
    f"<!-- --><iframe srcdoc='<script>{RUNS}</script>'></iframe>",
    f"[bấm](javascript:{RUNS})",
    f"[bấm](JaVaScRiPt:{RUNS})",
    f"[bấm](&#106;avascript&colon;{RUNS})",
    f"[bấm](<javascript:{RUNS}> 'tên')",
    f"[bấm](java&#10;script:{RUNS})",
    f"<javascript:{RUNS}>",
    f"[b]: javascript:{RUNS}\n\n[bấm][b] và [b]",
    f"![ảnh](javascript:{RUNS})",
    f"[bấm](data:text/html,<script>{RUNS}</script>)",
    f"[bấm](vbscript:{RUNS})",
    f'[bấm](# "a" onclick="{RUNS}")',
    f"![ảnh](x){{: onerror={RUNS} }}",
    f'đoạn {{: onclick="{RUNS}" }}',
    f'đoạn\n{{: onclick="{RUNS}" style="position:fixed" }}',
    f'### đề mục {{ onclick="{RUNS}" }}',
    f'chữ\n~~~ {{ .text onclick="{RUNS}" }}\nbấm vào đây\n~~~\nhết',
    f'chữ\n```{{ .text onclick="{RUNS}" }}\nbấm vào đây\n```\nhết',
    f"```html\n<script>{RUNS}</script>\n```",
    f'!!! note "<script>{RUNS}</script>"\n\n    <script>{RUNS}</script>',
    f"{{{{ self.__init__ }}}} {{% include 'mkdocs.yml' %}} {{{{ '{RUNS}' | safe }}}}",
    '--8<-- "mkdocs.yml"\n\n;--8<--\nmkdocs.yml\n;--8<--\n\n{! mkdocs.yml !}',
    '0;url=https://ke-xau.example" http-equiv="refresh" x="',
    "![ảnh](https://ke-xau.example/a.png)",
    "<https://ke-xau.example/a> [xem](https://ke-xau.example/b)",
    "[xem](//ke-xau.example/c) www.ke-xau.example/d",
    "<link rel=stylesheet href=//ke-xau.example/e.css>",
    "*[HTML]: ke\n\n[^1]: chú\n\n[TOC]",
]
PRIVATE = [
    "0912345678",
    "0912 345 678",
    "+84 912.345.678",
    "024 3942 1234",
    "Năm sinh: 1985",
    "sinh ngày 2/3/1985",
    "001085012345",
]
NAMES = ["Lê Thị Kín Mẫu", "Trần Văn Mật Mẫu"]
SECRET = "Nhiệt độ ủ là 61 độ, giữ trong 40 phút"
TELLING = [*PRIVATE, *NAMES, *(name.upper() for name in NAMES), "le-thi-kin-mau", "Le Thi Kin Mau", SECRET, "lo@ke-xau.example"]


def line(text: str, most: int) -> str:
    """On one line of YAML, or a harmless word where it is too long to be taken."""
    flat = " ".join(text.split())
    return json.dumps(flat if len(flat) <= most else "chữ", ensure_ascii=False)


def entry(title: str, text: str, unit: str = "bv-mau", **changes: str) -> str:
    """A submission with this everywhere a person writes."""
    body = (WORLD / "submission.md").read_text(encoding="utf-8").partition("\n---\n")[0]
    body = body.replace("Giá đỡ bình oxy có khóa bánh cho xe đẩy", line(f"{title} {text}", 200))
    body = body.replace("Nguyễn Văn Mẫu", line(f"Mẫu {text}", 80)).replace("Điều dưỡng viên", line(f"Thợ {text}", 120))
    body = body.replace("bv-mau", unit).replace(
        "sample: true", f"recognition: {{number: {line(text, 60)}, issued_on: 2021-02-20}}"
    )
    for old, new in changes.items():
        assert f"{old}: " in body
        body = "\n".join(
            f"{each.partition(':')[0]}: {new}" if each.strip().startswith(f"{old}:") else each for each in body.split("\n")
        )
    answers = "".join(
        f"\n## {name}\n\nTrước đây việc này mất nhiều công.\n\n{text}\n" for name in ("Thực trạng", "Giải pháp", "Hiệu quả")
    )
    return f"{body}\n---\n{answers}"


def blob(text: str) -> str:
    content = text.encode()
    return hashlib.sha1(b"blob %d\0%s" % (len(content), content)).hexdigest()


def world() -> dict[str, str]:
    """Every attack and every private thing in every kind of file, all of it honoured."""
    files = {f"{HOME}bv-mau/tan-cong-{number}.md": entry(f"Tấn công {number}", text) for number, text in enumerate(ATTACKS)}
    telling = " · ".join([*PRIVATE, *NAMES, NAMES[0].upper(), "Le Thi Kin Mau", "lo@ke-xau.example"])
    hidden = entry("Kể hết", telling, publish_name="false").replace('"chữ"', NAMES[0])
    files[f"{HOME}bv-mau/cua-le-thi-kin-mau.md"] = hidden.replace(
        "    share: 100\n", f"    share: 50\n  - name: {NAMES[1]}\n    share: 50\n"
    )
    files[f"{HOME}bv-mau/sdt-0912345678.md"] = entry("Gọi cho tôi", PRIVATE[1])
    secret = (
        entry("Cách ủ chè", "xanh")
        .replace("scope: unit\n", "scope: unit\nconfidential: true\n")
        .replace("Trước đây", SECRET, 2)
        .replace("Trước đây", f"Nhờ {NAMES[1]}")
    )
    files[f"{HOME}bv-mau/bi-mat.md"] = secret.replace(line("Mẫu xanh", 80), NAMES[1])
    awards = dict.fromkeys(sorted(files), f"Khen {PRIVATE[0]}") | dict(zip(sorted(files), ATTACKS, strict=False))
    awards[f"{HOME}bv-mau/cua-le-thi-kin-mau.md"] = f"Khen {NAMES[0]} và {NAMES[1]}"
    items = "".join(f"  - path: {path}\n    award: {line(award, 120)}\n" for path, award in awards.items())
    number = line(f"1{ATTACKS[0]} {PRIVATE[0]}", 60)
    acts = "thai-binh/nganh-y-te"
    files[f"program/2021/decisions/{acts}/a.yml"] = f"number: {number}\nsigned_on: 2021-05-12\nlevel: upper\nitems:\n{items}"
    units = (WORLD / "units.yml").read_text(encoding="utf-8")
    units = units.replace("CĐCS Bệnh viện Mẫu", line(f"CĐCS {ATTACKS[0]} {PRIVATE[0]} https://ke-xau.example", 200))
    files["program/2021/units/thai-binh.yml"] = units.replace("CĐCS Công ty Dược Mẫu", line(f"=HYPERLINK({ATTACKS[1]})", 200))
    rules = (WORLD.parent.parent / "program/2021/rules.yml").read_text(encoding="utf-8")
    rules = re.sub(
        "^  press: .*", lambda _: f"  press: {line(f'Hỏi {ATTACKS[0]} {PRIVATE[0]}', 160)}", rules, count=1, flags=re.MULTILINE
    )
    files["program/2021/rules.yml"] = f'repository: "https://kho.example/\\"onclick=\\"{RUNS}"\n' + rules.replace(
        "75 nghìn sáng kiến", f"75 nghìn {ATTACKS[1]} {PRIVATE[0]} sáng kiến".replace('"', ""), 1
    ).replace(
        "  opens: ",
        f"  grace: {{minutes: 15, reason: {{vi: {line(f'Vì {ATTACKS[0]} {PRIVATE[0]}', 200)}, en: x}}}}\n  opens: ",
        1,
    )
    for number, (path, attack) in enumerate(zip(sorted(awards), [*ATTACKS, *PRIVATE], strict=False), start=1):
        files[f"program/2021/register/{acts}/{number:04d}-a.yml"] = (
            f"received_at: 2021-03-12T07:00:00+07:00\nchannel: paper\noffice: {line(f'Văn thư {attack}', 200)}\n"
            f"path: {path}\nblob: {blob(files[path])}\n"
        )
    for kind in ("dossier", "dispute", "agreement"):
        text = (WORLD / f"{kind}.yml").read_text(encoding="utf-8")
        files[f"program/2021/{kind}s/{acts}/a.yml"] = text.replace("(mẫu)", f"{ATTACKS[0]} {PRIVATE[0]}")
    return files


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = Story(tmp_path_factory.mktemp("thu-dich") / "kho")
    repo.commit(BEGINNING, laid() | world())
    return built.build(repo.folder)


def every_text(folder: Path) -> Iterator[tuple[Path, str]]:
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            content = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content  # the search's files are packed
            yield file.relative_to(folder), content.decode(errors="replace")


def test_the_hostile_is_really_shown(hostile: Path) -> None:
    pages = {page.parent.name for page in hostile.glob("sang-kien/2021/*/index.html")}
    assert {f"tan-cong-{number}" for number in range(len(ATTACKS))} <= pages
    assert len(pages) == len(ATTACKS) + 3
    listed = (hostile / "sang-kien/index.html").read_text(encoding="utf-8")
    assert "Tấn công 0 &lt;script&gt;alert(6021)&lt;/script&gt;" in listed
    assert "[đã ẩn]" in listed
    assert "Mẫu &lt;script&gt;" in (hostile / "sang-kien/2021/tan-cong-0/index.html").read_text(encoding="utf-8")
    offices = [text for _, text in every_text(hostile) if "Theo sổ tiếp nhận" in text and "Văn thư" in text]
    assert len(offices) > len(ATTACKS) // 2
    assert "Vì &lt;script&gt;" in (hostile / "the-le/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("telling", [*TELLING, "ke-xau.example"])
def test_nothing_private_and_no_foreign_address_is_in_any_byte(hostile: Path, telling: str) -> None:
    held = [str(file) for file, text in every_text(hostile) if telling in unescape(unquote(f"{text} {file}"))]
    assert held == []


class Live(HTMLParser):
    """What a reader of the page could set off, as a browser reads the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: (value or "").strip() for name, value in attrs}
        self._script = tag == "script" and given.get("type") != "application/ld+json"  # that is data, nothing runs it
        away = [value for name, value in given.items() if name in ("href", "src") and ":" in value.split("/")[0]]
        ours = (ADDRESS, LICENCE, "https://kho.example/", *PASSED_ON, *OFFICE)
        self.found += [value for value in away if not value.startswith(ours)]
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        self.found += (
            [tag] if tag in ("iframe", "object", "embed", "base", "style") or "refresh" in given.get("http-equiv", "") else []
        )

    def handle_data(self, data: str) -> None:
        if self._script and RUNS in data:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def test_no_page_holds_a_script_a_handler_or_a_way_out(hostile: Path) -> None:
    held = {str(file): live for file, text in every_text(hostile) if file.suffix == ".html" and (live := Live(text).found)}
    assert held == {}


def test_no_data_file_holds_a_tag_or_a_formula(hostile: Path) -> None:
    data = {file: text for file, text in every_text(hostile) if file.parts[0] in ("du-lieu", "nguon-tin", "theo-doi")}
    data = {file: text for file, text in data.items() if file.suffix in (".csv", ".json")}
    assert len({(file.parts[0], file.suffix) for file in data}) == 4
    assert [str(file) for file, text in data.items() if "<" in text or "\n=" in text] == []
    assert "‹script›" in "".join(data.values())


def test_nothing_is_read_from_another_file_and_no_template_is_filled(hostile: Path) -> None:
    shown = "".join(text for file, text in every_text(hostile) if file.suffix == ".html")
    assert "site_description: Sáng" not in shown
    assert "{{ self.__init__ }} {% include &#x27;mkdocs.yml&#x27; %}" in shown


@pytest.mark.browser
def test_a_real_browser_finds_nothing_to_run(hostile: Path, browser: Browser) -> None:
    page, said = browser.new_context().new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith("http://127.0.0.1:") else said.append(request.url))
    live = """() => [...document.querySelectorAll("*")].flatMap(each => [
        ...(each.localName === "script" && !each.src && !/^application\\/(ld\\+)?json$/.test(each.type) ? ["script"] : []),
        ...[...each.attributes].filter(a => /^on|^srcdoc$/.test(a.name) || /^\\s*(javascript|data|vbscript):/i.test(a.value))
            .map(a => `${each.localName} ${a.name}`)])"""
    with built.served(hostile) as address:
        for file in sorted(hostile.rglob("*.html")):
            page.goto(f"{address}{file.relative_to(hostile).as_posix()}")
            assert page.evaluate(live) == [], file
            assert page.evaluate("document.title"), file
    assert said == []

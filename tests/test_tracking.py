"""Following a submission: its receipt code, the small files that hold every case, the page in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

import built
from built import SANGKIEN, run
from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.figures import figures
from sangkien.model.history import AsOf
from sangkien.outputs import tracking
from sangkien.receipt_code import receipt_code, typed
from story import AS_OF, HOME, PROJECT, Story

SAMPLES = {
    file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in (PROJECT / "submissions").rglob("*.md")
}
OPEN = {path for path, text in SAMPLES.items() if "confidential: true" not in text}
ACTS = "".join(
    file.read_text(encoding="utf-8")
    for kind in ("dossiers", "decisions")
    for file in (PROJECT / f"program/2021/{kind}").rglob("*.yml")
)
HONOURED = "submissions/2021/thai-binh/nganh-y-te/bv-song-tra/de-coc-truyen-ha-thap-co-phanh-chan.md"


def blob(path: str) -> str:
    return run(["git", "rev-parse", f"HEAD:{path}"], PROJECT).strip()


@given(st.binary(min_size=20, max_size=20))
def test_a_code_is_read_as_it_is_typed(content: bytes) -> None:
    code = receipt_code(content.hex())
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code)
    for way in (
        code,
        code.lower(),
        code.replace("-", ""),
        code.replace("-", " "),
        code.replace("0", "O").replace("1", "l"),
        f" {code}\n",
    ):
        assert typed(way) == code


@pytest.mark.parametrize(
    "text", ["", "7K3M-9QXT-2V8", "7K3M-9QXT-2V8D1", "submissions/2021/a.md", "UUUU-UUUU-UUUU", "7K3M_9QXT_2V8D"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert typed(text) is None


def test_codes_of_like_contents_have_nothing_in_common() -> None:
    codes = {receipt_code(f"{number:040x}") for number in range(20_000)}
    assert len(codes) == 20_000
    firsts = [sum(code[place] == letter for code in codes) for place in (0, 5, 13) for letter in "0Z7"]
    assert all(480 < count < 780 for count in firsts)  # 625 of each letter in each place, as of chance


def test_the_code_leads_the_author_to_the_case() -> None:
    code = receipt_code(blob(HONOURED))
    by_path = run([SANGKIEN, "status", HONOURED], PROJECT)
    assert f"mã {code}" in by_path
    assert run([SANGKIEN, "status", code.lower().replace("-", " ")], PROJECT) == by_path


def files(site: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in (site / "theo-doi").glob("*.json")}


def test_no_file_tells_whose_a_case_is(site: Path) -> None:
    every = "".join(text for name, text in files(site).items() if name != "chu.json")
    secret = set(SAMPLES) | {Path(path).stem for path in SAMPLES if path not in ACTS.replace("  - path: ", "")}
    for path, text in SAMPLES.items():
        secret |= set(re.findall(r"- name: (.*)", text)) | set(re.findall(r"^title: (.*)$", text, re.MULTILINE))
        secret |= {receipt_code(blob(path)), blob(path)}
    assert len(secret) > 200
    assert [each for each in secret if each in every] == []


def test_every_case_is_found_by_code_and_by_path(site: Path) -> None:
    told = files(site)
    words = json.loads(told.pop("chu.json"))
    cases = {key: case for text in told.values() for key, case in json.loads(text).items()}
    for path in OPEN:
        assert cases[tracking.key(path)] == cases[tracking.key(receipt_code(blob(path)))]
    decided = re.findall(
        r"path: (\S+)",
        "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "program/2021/decisions").rglob("*.yml")),
    )
    honours = [len(cases[tracking.key(path)][6]) for path in OPEN]
    assert sum(honours) == sum(path in OPEN for path in decided)
    assert words["editions"][0]["id"] == "2021"
    bits = tracking.Shards(words["bits"])
    assert all(bits.name(key) == name for name, text in told.items() for key in json.loads(text))


def test_a_confidential_innovation_has_no_case_that_anybody_finds(site: Path) -> None:
    every = "".join(files(site).values())
    assert len(OPEN) < len(SAMPLES)
    for path in SAMPLES.keys() - OPEN:
        assert tracking.key(path) not in every
        assert tracking.key(receipt_code(blob(path))) not in every


@pytest.mark.parametrize("cases", [1, 100, 10_000, 150_000, 500_000])
def test_one_look_up_fetches_less_than_30_kb_however_many_there_are(cases: int) -> None:
    """Two keys for each of 250,000 submissions, each case as long as one honoured at three levels."""
    case = [0, "2021-04-20T22:58+07:00", 0, [], 0, [[1, 2], [0, 3]], [[level, "Bằng Lao động sáng tạo", "1234/QĐ-LĐLĐ (mẫu)", "2021-05-19"]
            for level in range(3)], "sang-kien/2021/de-coc-truyen-ha-thap-co-phanh-chan-de-nguoi-benh-tu-di-lai/"]  # fmt: skip
    long, short = (
        len(json.dumps(each, ensure_ascii=False).encode()) + tracking._KEY + 4 for each in (case, [*case[:5], [], [], ""])
    )
    shards = tracking.Shards.of(cases)
    sizes: dict[str, int] = {}
    for number in range(cases):
        name = shards.name(tracking.key(str(number)))
        sizes[name] = sizes.get(name, 0) + (long if number % 10 == 0 else short)
    assert max(sizes.values()) < 30_000


@pytest.fixture
def fresh(site: Path, browser: Browser) -> Iterator[Page]:
    with built.served(site.parent) as address:
        context = browser.new_context(base_url=f"{address}site/")
        yield context.new_page()
        context.close()


@pytest.mark.browser
def test_an_author_follows_a_submission_by_keyboard_alone(fresh: Page) -> None:
    fresh.goto("theo-doi/")
    fresh.locator("#ma-bien-nhan").focus()
    fresh.keyboard.type(receipt_code(blob(HONOURED)).lower())
    fresh.keyboard.press("Enter")
    expect(fresh.get_by_role("status")).to_have_text("Đã tìm thấy.")
    steps = fresh.locator(".sk-steps > li strong").all_inner_texts()
    assert steps[:2] == ["Đã nhận", "Hợp lệ, đúng hạn"]
    assert "Được tôn vinh: Tổng Liên đoàn" in steps
    shown = fresh.locator("article").inner_text()
    title = re.findall(r"^title: (.*)$", SAMPLES[HONOURED], re.MULTILINE)[0]
    assert title not in shown
    assert not any(name in shown for name in re.findall(r"- name: (.*)", SAMPLES[HONOURED]))
    fresh.get_by_role("link", name="Trang của sáng kiến").click()
    fresh.wait_for_url("**/sang-kien/2021/de-coc-truyen*/")


@pytest.mark.browser
def test_a_link_to_a_case_by_path_and_in_english(fresh: Page) -> None:
    fresh.goto(f"en/theo-doi/#{HONOURED}")
    expect(fresh.get_by_role("status")).to_have_text("Found.")
    assert "Valid and in time" in fresh.locator(".sk-steps").inner_text()


@pytest.mark.browser
def test_what_is_not_there_is_told_with_what_to_do(fresh: Page) -> None:
    fresh.goto("theo-doi/#7K3M-9QXT-2V8D")
    expect(fresh.get_by_role("status")).to_contain_text("hỏi công đoàn cơ sở")
    fresh.context.set_offline(True)
    fresh.locator("#ma-bien-nhan").fill("0000-0000-0000")
    fresh.keyboard.press("Enter")
    expect(fresh.get_by_role("status")).to_contain_text(re.compile("Không tải được|Không tìm thấy"))


def test_an_honoured_file_that_nobody_can_read_any_more_stops_no_build(tmp_path: Path) -> None:
    """Another content stands there, so it has no honour."""
    folder = built.clone(tmp_path / "kho")
    (folder / HONOURED).write_text("---\ntitle: [\n---\n", encoding="utf-8")
    who = ["-c", "user.name=Mau", "-c", "user.email=mau@example.org"]
    run(["git", *who, "commit", "--quiet", "--all", "--message", "hong"], folder)
    run([SANGKIEN, "build", "--as-of", built.AS_OF], folder)
    told = [json.loads(file.read_text(encoding="utf-8")) for file in (folder / "build/made/files/theo-doi").glob("*.json")]
    (case,) = (each[tracking.key(HONOURED)] for each in told if isinstance(each, dict) and tracking.key(HONOURED) in each)
    assert case[2] == 2
    assert case[6] == []


def test_of_an_honoured_file_that_nobody_could_ever_read_the_level_alone_is_told(tmp_path: Path) -> None:
    """What it hides is not known."""
    made = Story(tmp_path / "kho")
    hong, at = f"{HOME}bv-mau/hong.md", "2021-04-01T08:00:00+07:00"
    made.commit(at, {hong: "---\ntitle: [\n---\n"})
    made.step({"on": "main", "at": at, "write": {"decisions/thai-binh/nganh-y-te/15-qd.yml": {"items": [hong]}}})
    corpus, findings, _ = read_judged(git.open_repository(made.folder), "main", AsOf(datetime.fromisoformat(AS_OF)))
    counted = {"2021": figures(corpus, findings, corpus.editions["2021"])}
    contents = {path: [corpus.blob_at(path)] for path in corpus.index}
    told = [json.loads(file.content) for file in tracking.artifacts(corpus, counted, findings, contents, {})]
    (case,) = (each[tracking.key(hong)] for each in told if tracking.key(hong) in each)
    assert [honour[1:] for honour in case[6]] == [["", "", ""]]

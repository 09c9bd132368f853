"""Following a submission: its receipt code, the small files that hold every case, the page in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

import built
from built import SANGKIEN, run
from sangkien import git
from sangkien.app.queries import case_of
from sangkien.app.revision import read_judged
from sangkien.figures import figures
from sangkien.language import LANGUAGES, Language, Words
from sangkien.model.corpus import Corpus
from sangkien.model.history import AsOf
from sangkien.outputs import status, tracking
from sangkien.receipt_code import receipt_code, typed
from story import AS_OF, HOME, PROJECT, Story, read

SAMPLES = {
    file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in (PROJECT / "submissions").rglob("*.md")
}
OPEN = {path for path, text in SAMPLES.items() if "confidential: true" not in text}
ACTS = "".join(
    file.read_text(encoding="utf-8")
    for kind in ("dossiers", "decisions")
    for file in (PROJECT / f"program/2021/{kind}").rglob("*.yml")
)
DECISIONS = "".join(file.read_text(encoding="utf-8") for file in (PROJECT / "program/2021/decisions").rglob("*.yml"))
SECRET = next(Path(path).stem for path in sorted(set(SAMPLES) - OPEN) if f"path: {path}\n" in DECISIONS)
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


def lines(told: dict[str, str], asked: str, lang: Language) -> list[str] | None:
    """What the tracker shows of what was asked, laid out as `sangkien status` does; None where it has nothing."""
    words, which = json.loads(told["chu.json"]), int(lang == "en")
    asked = tracking.key(asked)
    shard = json.loads(told[tracking.Shards(words["bits"]).name(asked)])
    if asked not in shard["cases"]:
        return None
    _, _, *flat = shard["cases"][asked]
    said, before = [], -1
    for mark, text in zip(flat[::2], flat[1::2], strict=True):
        label = mark // len(words["marks"])
        said.append(f"{words['labels'][label][which] if label != before else '':<12}{shard['texts'][text][which]}")
        before = label
    return said


def on_the_terminal(repo: git.Repository, head: str, as_of: AsOf, path: str, lang: Language) -> list[str]:
    """The lines of `sangkien status` after whose it is: title, path, unit and receipt code."""
    case, asked = case_of(repo, head, as_of, path)
    return status.text(case, asked.corpus, lang).splitlines()[5:]


def test_no_file_tells_whose_a_case_is(site: Path) -> None:
    every = "".join(text for name, text in files(site).items() if name != "chu.json")
    secret = set(SAMPLES) | {Path(path).stem for path in SAMPLES if path not in ACTS.replace("  - path: ", "")}
    for path, text in SAMPLES.items():
        secret |= set(re.findall(r"- name: (.*)", text)) | set(re.findall(r"^title: (.*)$", text, re.MULTILINE))
        secret |= {receipt_code(blob(path)), blob(path)}
    assert len(secret) > 200
    assert [each for each in secret if each in every] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_every_sample_the_tracker_says_what_status_says_word_for_word(site: Path, lang: Language) -> None:
    told, repo, as_of = files(site), git.open_repository(PROJECT), AsOf(datetime.fromisoformat(built.AS_OF))
    shown = {path: lines(told, path, lang) for path in OPEN}
    assert shown == {path: on_the_terminal(repo, "HEAD", as_of, path, lang) for path in OPEN}
    assert {path: lines(told, receipt_code(blob(path)), lang) for path in OPEN} == shown


def told_of(made: Story, head: str, as_of: str) -> tuple[dict[str, str], Corpus]:
    """The files of a story's revision, and its corpus."""
    corpus, findings, _ = read_judged(git.open_repository(made.folder), head, AsOf(datetime.fromisoformat(as_of)))
    counted = {edition.id: figures(corpus, findings, edition) for edition in corpus.editions.values()}
    contents = {path: [corpus.blob_at(path)] for path in corpus.index}
    made_files = tracking.artifacts(corpus, counted, findings, contents, {})
    return {Path(file.path).name: file.content.decode() for file in made_files}, corpus


TOLD = (
    "added-and-sound",
    "complaint-proposed-after-the-dossier",
    "complaint-upheld-after-the-decision",
    "dismissed-complaint-stops-nobody",
    "edited-after-its-receipt",
    "edited-after-closing",
    "everything-at-once",
    "honoured-by-own-authority",
    "incomplete-dossier-holds-no-place",
    "paper-and-receipt",
    "planned-is-not-proposed",
    "quota-one-more",
    "reserve-beyond-the-quota",
    "revoked-decision-frees-a-place",
    "struck-and-entered-anew",
    "the-awful-submission",
    "trial-is-proposed",
    "why-nothing-counts",
    "withdrawal-frees-a-place",
)


@pytest.mark.parametrize("name", TOLD)
def test_of_a_story_too(name: str, story: Callable[[], Story]) -> None:
    made, script = story(), read(PROJECT / "tests/stories" / name)
    for step in script["steps"]:
        made.step(step)
    head = "topic" if made.git("branch", "--list", "topic") else "main"
    for as_of in (AS_OF, "2026-11-22T12:00:00+07:00"):
        told, corpus = told_of(made, head, as_of)
        repo, then = git.open_repository(made.folder), AsOf(datetime.fromisoformat(as_of))
        readable = [path for path in corpus.index if path in corpus.facts]
        assert readable
        for path in readable:
            for lang in LANGUAGES:
                assert lines(told, path, lang) == on_the_terminal(repo, head, then, path, lang)


def test_every_case_is_found_by_code_by_path_and_by_its_page(site: Path) -> None:
    told = files(site)
    words = json.loads(told["chu.json"])
    held = {name: json.loads(text)["cases"] for name, text in told.items() if name != "chu.json"}
    pages = {
        f"sang-kien/2021/{folder.name}/" for folder in (site / "sang-kien/2021").iterdir() if (folder / "index.html").exists()
    }
    found = {page for page in pages if lines(told, page, "vi") is not None}
    named = {case[1] for cases in held.values() for case in cases.values()} - {""}
    assert found == named
    assert 10 < len(found) < len(pages), "of a confidential one there is a page, and nothing here leads to it or from it"
    honoured = [path for path in OPEN if f"path: {path}\n" in DECISIONS]
    assert len(honoured) > 10
    assert all(any("quyết định" in line for line in lines(told, path, "vi") or ()) for path in honoured)
    assert words["editions"] == ["2021"]
    bits = tracking.Shards(words["bits"])
    assert all(bits.name(key) == name for name, cases in held.items() for key in cases)


def test_a_confidential_innovation_has_no_case_that_anybody_finds(site: Path) -> None:
    every = "".join(files(site).values())
    assert len(OPEN) < len(SAMPLES)
    for path in SAMPLES.keys() - OPEN:
        assert tracking.key(path) not in every
        assert tracking.key(receipt_code(blob(path))) not in every


@pytest.mark.parametrize("cases", [1, 100, 10_000, 150_000, 500_000])
def test_one_look_up_fetches_less_than_30_kb_however_many_there_are(cases: int) -> None:
    """Two keys for each of 250,000 submissions; every tenth as long as one honoured at three levels, each by a paper of its own."""
    ended = "Kỳ 2021 đã kết thúc ngày 31/5/2021; bài vẫn được tính là sáng kiến hợp lệ trong số liệu của kỳ."
    address = "sang-kien/2021/de-coc-truyen-ha-thap-co-phanh-chan-de-nguoi-benh-tu-di-lai/"

    def told(number: int) -> tracking.Told:
        own = f"{number:06} ngày 20/4/2021, theo sổ tiếp nhận: kịp (giờ đóng 24:00 ngày 20/4/2021)"
        honoured = range(3) if number % 10 == 0 else ()
        papers = (
            f"Tổng Liên đoàn: Bằng Lao động sáng tạo, quyết định {number}-{each}/QĐ-TLĐ (mẫu), ngày 25/5/2021"
            for each in honoured
        )
        dossiers = (f"Tổng Liên đoàn: trong hồ sơ của Công đoàn ngành Y tế {number}-{each}, giữ suất" for each in honoured)
        rows = enumerate((own, "có", ended, *papers, *dossiers))
        return tracking.Told(0, address if honoured else "", tuple((place, Words(text, text)) for place, text in rows))

    shards = tracking.Shards.of(cases)
    files: dict[str, dict[str, tracking.Told]] = {}
    for number in range(cases):
        key = tracking.key(str(number))
        files.setdefault(shards.name(key), {})[key] = told(number)
    fullest = sorted(files.values(), key=len)[-20:]
    assert max(len(tracking._shard(held)) for held in fullest) < 30_000


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
    marked = fresh.locator(".sk-steps > li").evaluate_all("every => every.map(each => each.className)")
    assert marked == ["sk-done"] * 4
    assert "Tổng Liên đoàn: Bằng Lao động sáng tạo, quyết định 21/QĐ-TLĐ (mẫu)" in fresh.locator(".sk-steps").inner_text()
    assert "không còn việc gì phải làm" in fresh.locator(".sk-next").inner_text()
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
    assert "in time (closing 24:00 on 20 April 2021)" in fresh.locator(".sk-steps").inner_text()


@pytest.mark.browser
def test_the_address_of_a_page_leads_to_the_case_and_that_of_a_confidential_one_to_nothing(fresh: Page) -> None:
    unknown = re.compile("^Không tìm thấy")
    for slug, said in (
        (Path(HONOURED).stem, "Đã tìm thấy."),
        ("khong-co", unknown),
        (SECRET, unknown),
    ):
        fresh.goto("theo-doi/")
        fresh.locator("#ma-bien-nhan").fill(f" “https://cong-doan.example/kho/sang-kien/2021/{slug}/”\n")
        fresh.keyboard.press("Enter")
        expect(fresh.get_by_role("status")).to_have_text(said)


@pytest.mark.browser
def test_without_javascript_the_page_says_what_to_do(site: Path, browser: Browser) -> None:
    with built.served(site.parent) as address:
        context = browser.new_context(base_url=f"{address}site/", java_script_enabled=False)
        page = context.new_page()
        page.goto("theo-doi/")
        shown = page.locator(".sk-without-script")
        expect(shown).to_be_visible()
        assert all(word in shown.inner_text() for word in ("công đoàn cơ sở", "công đoàn cấp trên", "sangkien status"))
        context.close()


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
    told = files(folder / "build/made/files")
    assert lines(told, HONOURED, "vi") is None, "whether it is confidential now nobody knows"
    code = receipt_code(run(["git", "rev-parse", f"HEAD:{HONOURED}"], folder).strip())
    assert lines(told, code, "vi") == lines(told, receipt_code(blob(HONOURED)), "vi")
    shown = lines(told, code, "vi") or []
    assert any(line.endswith("không: phần đầu tệp không đọc được (SK105)") for line in shown)
    assert "Tôn vinh    chưa có" in shown


def test_of_an_honoured_file_that_nobody_could_ever_read_the_level_alone_is_told(tmp_path: Path) -> None:
    """What it hides is not known."""
    made = Story(tmp_path / "kho")
    hong, at = f"{HOME}bv-mau/hong.md", "2021-04-01T08:00:00+07:00"
    made.commit(at, {hong: "---\ntitle: [\n---\n"})
    made.step({"on": "main", "at": at, "write": {"decisions/thai-binh/nganh-y-te/15-qd.yml": {"items": [hong]}}})
    told, corpus = told_of(made, "main", AS_OF)
    shown = lines(told, receipt_code(corpus.blob_at(hong)), "vi") or []
    assert "Tôn vinh    Công đoàn cấp trên trực tiếp cơ sở" in shown
    assert lines(told, hong, "vi") is None
    assert "15/QĐ" not in "".join(told.values())


def test_a_name_in_what_a_union_wrote_is_in_no_file(tmp_path: Path) -> None:
    """An award that names the author, whether or not the author agreed to be named elsewhere."""
    made = Story(tmp_path / "kho")
    write = {"decisions/thai-binh/nganh-y-te/15-qd.yml": {"award: Giấy khen": "award: Giấy khen tặng Nguyễn Văn Mẫu"}}
    made.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": write})
    told, corpus = told_of(made, "main", AS_OF)
    shown = lines(told, f"{HOME}bv-mau/cu.md", "vi") or []
    assert any("Giấy khen tặng [đã ẩn]" in line for line in shown)
    assert "Nguyễn Văn Mẫu" in corpus.facts[f"{HOME}bv-mau/cu.md"].authors
    assert "Nguyễn Văn Mẫu" not in "".join(told.values())


def test_who_decided_on_a_confidential_one_alone_is_not_told_to_have_decided(tmp_path: Path) -> None:
    """Else its neighbours' cases would tell whose it is."""
    made = Story(tmp_path / "kho")
    hidden = {"consent:": "confidential: true\nconsent:"}
    made.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": {"bv-mau/kin.md": hidden, "bv-mau/moi.md": {}}})
    made.step({"on": "main", "at": "2021-04-02T08:00:00+07:00", "write": {
        "dossiers/thai-binh/nganh-y-te/bv-mau/len-nganh.yml": {"level: province": "level: upper", "items": ["bv-mau/moi.md"]},
        "decisions/thai-binh/nganh-y-te/15-qd.yml": {"items": ["bv-mau/kin.md"]},
    }})  # fmt: skip
    told, corpus = told_of(made, "main", AS_OF)
    assert corpus.facts[f"{HOME}bv-mau/kin.md"].confidential
    assert corpus.honours(corpus.editions["2021"])
    assert lines(told, f"{HOME}bv-mau/kin.md", "vi") is None
    assert not any("đã ra quyết định" in line for line in lines(told, f"{HOME}bv-mau/moi.md", "vi") or ())

"""The command as people and machines meet it: its words, its exit codes and its formats."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sangkien.cli import main
from sangkien.disk import write
from sangkien.model.finding import CannotJudge
from story import AS_OF, HOME, WORLD, Story

OLD, NEW = f"{HOME}bv-mau/cu.md", f"{HOME}bv-mau/moi.md"
LINE = "program/2021/register/thai-binh/nganh-y-te/0001-cu.yml"
SOUND = (WORLD / "submission.md").read_text(encoding="utf-8")
BROKEN = SOUND.replace("scope: unit", "scope: xyz")
JUNE = "2021-06-01T08:00:00+07:00"
Tell = Callable[[], Story]


@dataclass
class Told:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def reason(self) -> str:
        """The one line of a stop."""
        assert (self.code, self.out) == (2, "")
        (line,) = self.err.splitlines()
        assert line.startswith("sangkien: ")
        return line.removeprefix("sangkien: ")


Ask = Callable[..., Told]


@pytest.fixture
def sangkien(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Runs the command with these words."""
    monkeypatch.delenv("SANGKIEN_LANG", raising=False)

    def run(*words: object) -> Told:
        monkeypatch.setattr(sys, "argv", ["sangkien", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        assert isinstance(ended.value.code, int)
        return Told(ended.value.code, out.decode(), err.decode())

    return run


@pytest.fixture
def check(sangkien: Ask, shop: Story) -> Ask:
    """`sangkien check` in the shop, in April."""
    return lambda *words: sangkien("check", "--repo", shop.folder, "--as-of", AS_OF, *words)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Main is sound; `sound` and `broken` add a file each, `early` a sound one with a date of the future."""
    told = Story(tmp_path_factory.mktemp("kho") / "kho")
    for branch, at, content in (
        ("sound", "2021-04-01T08:00:00+07:00", SOUND),
        ("early", "2031-04-01T08:00:00+07:00", SOUND),
        ("broken", "2021-04-01T08:00:00+07:00", BROKEN),
    ):
        told.git("checkout", "--quiet", "-b", branch, "main")
        told.commit(at, {NEW: content})
    told.git("checkout", "--quiet", "main")
    return told


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 0, "không có gì sai"),
        (["--base", "main", "--head", "sound"], 0, "không có gì sai"),
        (["--base", "main", "--head", "early"], 0, ": 0 lỗi, 1 cảnh báo."),
        (["--base", "main", "--head", "broken"], 1, "lỗi[SK204]"),
        (["--head", "broken"], 1, "lỗi[SK204]"),
        (["--base", "broken", "--head", "broken"], 0, "không có gì sai"),
    ],
)
def test_the_exit_code_is_0_unless_something_is_refused(check: Ask, words: list[str], code: int, says: str) -> None:
    told = check(*words)
    assert (told.code, told.err) == (code, "")
    assert says in told.out
    assert (": 1 lỗi" in told.out) == (code == 1)


@pytest.mark.parametrize("words", [["check", "--format", "xml"], ["check", "--lang", "fr"], ["nothing"], ["register"]])
def test_a_command_that_nobody_can_understand_ends_with_2(sangkien: Ask, words: list[str]) -> None:
    told = sangkien(*words)
    assert (told.code, told.out) == (2, "")
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["register", "--number", "0"], "--number: cần một số nguyên từ 1 trở lên."),
        (["register", "--number", "x"], "--number: cần một số nguyên từ 1 trở lên."),
        (["register", "--nope"], "không có tùy chọn --nope. Có phải: --on?"),
        (["register", "--on"], "--on cần một giá trị đi kèm."),
        (["register"], "hãy nêu các tệp cần ghi sổ, hoặc --strike, hoặc --convert."),
        (["correct", "a", "a"], "thiếu --reason."),
        (["correct", "--pairs", "/la", "--reason", "x"], "--pairs: không có tệp ấy, hoặc không đọc được."),
        (["check", "--format", "xml"], "--format: chọn một trong:"),
        (["status"], "thiếu PATH|CODE."),
        (["status", "a", "b"], "thừa “b”."),
        (["nothing"], "không có lệnh “nothing”."),
    ],
)
def test_what_is_wrong_with_a_command_line_is_told_in_the_readers_language(sangkien: Ask, words: list[str], said: str) -> None:
    told = sangkien(*words)
    assert told.code == 2
    assert f"sangkien: {said}" in told.err
    assert told.err.startswith(("Cách dùng: sangkien", f"sangkien: {said}"))
    assert not {"Usage", "Error", "OPTIONS", "Try"} & set(re.findall(r"\w+", told.err))


def test_the_page_of_help_has_its_headings_in_the_readers_language(sangkien: Ask) -> None:
    out = sangkien("register", "--help").out
    assert out.startswith("Cách dùng: sangkien register [TÙY CHỌN] [TỆP]...")
    assert "\nTùy chọn:\n" in out
    assert not {"Usage", "Show", "exit"} & set(re.findall(r"\w+", out))


@pytest.mark.parametrize("asked", ["2021-04-10", "2021-04-10T25:00:00", "10/4", "hôm nay", ""])
def test_an_instant_without_its_hour_is_refused(sangkien: Ask, shop: Story, asked: str) -> None:
    assert f"“{asked}”" in sangkien("check", "--repo", shop.folder, "--as-of", asked).reason


@pytest.mark.parametrize("asked", ["0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59+00:00"])
def test_an_instant_at_the_end_of_time_crashes_nothing(sangkien: Ask, shop: Story, asked: str) -> None:
    assert sangkien("check", "--repo", shop.folder, "--as-of", asked).code in (0, 2)


def test_an_unknown_code_is_named_and_the_way_to_the_list_is_shown(sangkien: Ask) -> None:
    reason = sangkien("rules", "SK999").reason
    assert "SK999" in reason
    assert "sangkien rules" in reason


def test_the_reader_chooses_the_language_by_option_or_environment(check: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    vi, en = check("--head", "broken"), check("--head", "broken", "--lang", "en")
    assert vi.out.startswith("lỗi[SK204]: “Phạm vi áp dụng” (`scope`) không nhận giá trị “xyz”.")
    assert en.out.startswith("error[SK204]: “Scope” (`scope`) does not take “xyz”.")
    monkeypatch.setenv("SANGKIEN_LANG", "en")
    assert check("--head", "broken").out == en.out
    assert check("--head", "broken", "--lang", "vi").out == vi.out
    assert "There is no revision" in check("--head", "khong-co").reason
    monkeypatch.setenv("SANGKIEN_LANG", "fr")
    assert check("--head", "broken").out == vi.out


def test_the_language_asked_for_holds_for_a_stop_too(check: Ask) -> None:
    assert "There is no revision" in check("--head", "khong-co", "--lang", "en").reason


def test_a_folder_stands_for_its_files_and_a_stranger_is_not_waved_through(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.step(
        {"on": "main", "at": AS_OF, "write": {"bv-mau/hai.md": {}, "duoc-mau/ba.md": {"block: agency": "block: enterprise"}}}
    )
    words = ("check", "--repo", told.folder, "--as-of", AS_OF)
    assert "Đã xét 2 tệp" in sangkien(*words, told.folder / f"{HOME}bv-mau").out
    (told.folder / "README.md").write_text("x", encoding="utf-8")
    stranger = sangkien(*words, told.folder / "README.md")
    assert (stranger.code, "không có gì để xét" in stranger.err) == (2, True)
    both = sangkien(*words, "--base", "main", told.folder / OLD)
    assert (both.code, "--base không đi cùng FILE" in both.err) == (2, True)


def test_a_bug_of_the_tool_is_exit_2_and_no_finding(story: Tell, sangkien: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("sangkien.app.revision.load", broken)
    done = sangkien("check", "--repo", story().folder)
    assert (done.code, "lỗi bên trong: KeyError" in done.err, "Traceback" in done.err) == (2, True, False)


def test_build_replaces_only_its_own_folder(story: Tell, sangkien: Ask, tmp_path: Path) -> None:
    mine = tmp_path / "cua-toi"
    mine.mkdir()
    (mine / "quan-trong.txt").write_text("x", encoding="utf-8")
    told = story()
    refused = sangkien("build", "--repo", told.folder, "--out", mine)
    assert (refused.code, [file.name for file in mine.iterdir()]) == (2, ["quan-trong.txt"])
    for _ in range(2):
        assert sangkien("build", "--repo", told.folder, "--out", tmp_path / "trang").code == 0
    assert (tmp_path / "trang/rendered/.home.html").is_file()


KEYS = {
    "head",
    "routes",
    "routed",
    "labels",
    "next",
    "receipts",
    "version",
    "refused",
    "judged",
    "errors",
    "warnings",
    "notices",
    "findings",
}
FINDING = {"code", "severity", "status", "path", "line", "column", "width", "message", "help", "page", "mends"}


def test_json_tells_a_machine_everything_in_both_languages(check: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://sangkien.example")
    told = check("--format", "json", "--base", "main", "--head", "broken").json
    assert told.keys() == KEYS
    assert (told["version"], told["refused"], told["judged"], told["errors"], told["warnings"]) == (1, True, 1, 1, 0)
    assert told["notices"] == []
    assert (told["routes"], told["routed"], told["labels"]) == ([], [], ["gate: cần sửa"])
    assert [step.keys() for step in told["next"]] == [{"vi", "en"}]
    (finding,) = told["findings"]
    assert finding.keys() == FINDING
    assert (finding["code"], finding["severity"], finding["status"]) == ("SK204", "error", "introduced")
    line = BROKEN.splitlines().index("scope: xyz") + 1
    assert (finding["path"], finding["line"], finding["column"], finding["width"]) == (NEW, line, 8, 3)
    assert finding["message"]["vi"] == "“Phạm vi áp dụng” (`scope`) không nhận giá trị “xyz”."
    assert finding["message"]["en"] == "“Scope” (`scope`) does not take “xyz”."
    assert finding["help"].keys() == {"vi", "en"}
    assert finding["mends"] == []
    assert finding["page"] == "https://sangkien.example/quy-tac/sk204/"
    assert check("--format", "json", "--base", "main", "--head", "broken", "--lang", "en").json == told


def test_json_tells_what_stood_before_and_what_is_healed(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.step({"on": "main", "at": AS_OF, "write": {"bv-mau/cu.md": {"scope: unit": "scope: xyz", "kind: tech": "kind: tek"}}})
    told.step({"on": "topic", "at": AS_OF, "write": {"bv-mau/cu.md": {"scope: xyz": "scope: unit", "stage: eff": "stage: ef"}}})
    words = ("check", "--repo", told.folder, "--format", "json", "--base", "main", "--head", "topic", "--as-of", AS_OF)
    found = {
        (each["path"], each["message"]["en"].partition("”")[0], each["status"]) for each in sangkien(*words).json["findings"]
    }
    assert found == {(OLD, "“Stage", "introduced"), (OLD, "“Kind of solution", "standing"), (OLD, "“Scope", "healed")}


HOSTILE_NAMES = [
    "a%0A::error::b.md",
    "a\n::error::b.md",
    "a,title=b::c.md",
    "::add-mask::a.md",
    "a\r::b.md",
    "a\x1b[2J.md",
    "a\udcff.md",
]
HOSTILE_TEXT = """---
title: ["::set-output name=a::b"]
stage: |-
  x%0A::error::y
  ::add-mask::z
"::error file=a::b": 1
---
::add-mask::giả \x1b[2J\u202e
## ::error::%0A%25
<b>::stop-commands::x</b>
"""
OLD_STYLE = "##[add-mask]giả\n## ##[error]x\n<b>##[stop-commands]y</b>\n"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Names and texts that try to speak to the machine which runs the check."""
    told = Story(tmp_path_factory.mktemp("ac") / "kho")
    told.commit(AS_OF, {NEW: HOSTILE_TEXT} | {f"{HOME}bv-mau/{name}": "x" for name in HOSTILE_NAMES})
    return told


def commands(out: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """The workflow commands GitHub's runner finds in a log, read as it reads them: name, properties, message."""
    for line in out.replace("\r", "\n").split("\n"):
        if line.lstrip().startswith("::") and "::" in line.lstrip()[2:]:
            command, _, message = line.lstrip()[2:].partition("::")
            name, _, properties = command.partition(" ")
            pairs = dict(each.split("=", 1) for each in properties.split(",") if each)
            yield name, {key: unescaped(value) for key, value in pairs.items()}, unescaped(message)


def unescaped(text: str) -> str:
    for code, char in {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%"}.items():
        text = text.replace(code, char)
    return text


def shown(text: str) -> str:
    """What cannot be printed, spelled out; line ends are escaped by the format itself."""
    return "".join(char if char.isprintable() or char in "\r\n" else repr(char)[1:-1] for char in text)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_github_is_given_one_command_a_finding_and_nothing_smuggled(hostile: Story, sangkien: Ask, lang: str) -> None:
    words = ("check", "--repo", hostile.folder, "--as-of", AS_OF, "--lang", lang, "--format")
    told = sangkien(*words, "json").json
    out = sangkien(*words, "github").out
    given = list(commands(out))
    assert [line for line in out.splitlines() if "::" in line and not line.startswith("::")] == []
    found = [each for each in told["findings"] if each["status"] == "introduced"]
    assert len(found) > len(HOSTILE_NAMES)
    assert [name for name, _, _ in given] == [each["severity"] for each in found]
    assert [properties["file"] for _, properties, _ in given] == [shown(each["path"]) for each in found]
    assert [message for _, _, message in given] == [shown(f"{each['message'][lang]}\n{each['help'][lang]}") for each in found]
    for (_, properties, _), each in zip(given, found, strict=True):
        place = {"line": str(each["line"]), "col": str(each["column"])} if each["line"] else {}
        assert properties.keys() == {"file", "title", *place}
        assert properties.items() >= place.items()
        assert properties["title"].startswith(f"{each['code']} ")


def test_github_is_given_no_command_in_the_old_form(story: Tell, sangkien: Ask) -> None:
    told = story()
    told.commit(AS_OF, {NEW: f"---\na: 1\n---\n{OLD_STYLE}", f"{HOME}bv-mau/##[error]a.md": "x"})
    out = sangkien("check", "--repo", told.folder, "--as-of", AS_OF, "--format", "github").out
    assert "stop-commands" in out
    assert [line for line in out.splitlines() if "##[" in line and not line.startswith("::")] == []


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_no_name_or_text_drives_the_readers_terminal(hostile: Story, sangkien: Ask, form: str) -> None:
    out = sangkien("check", "--repo", hostile.folder, "--as-of", AS_OF, "--format", form).out
    assert "\\x1b" in out or "\\u001b" in out
    raw = {"\u202e"} if form == "json" else set()  # a machine's reader takes every letter as it is, only no control character
    assert {char for char in out if not char.isprintable()} - raw == {"\n"}


def test_a_draft_is_judged_before_it_is_committed(story: Tell, sangkien: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    told = story()
    words = ("check", "--as-of", AS_OF, "--lang", "en")
    (told.folder / NEW).write_text(BROKEN, encoding="utf-8")
    outside = sangkien(*words, "--repo", told.folder, told.folder / NEW)
    monkeypatch.chdir(told.folder / HOME)
    inside = sangkien(*words, "bv-mau/moi.md")
    assert outside.out == inside.out
    assert (inside.code, "error[SK204]" in inside.out, "Judged 1 files" in inside.out) == (1, True, True)
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    assert sangkien(*words, "bv-mau/moi.md").code == 0
    assert sangkien("check", "--as-of", "2021-04-21T00:00:00+07:00", "bv-mau/moi.md").code == 1  # it would come too late now


def test_only_the_draft_is_blamed_and_a_link_is_judged_as_a_link(story: Tell, sangkien: Ask) -> None:
    told = story()
    nothing = (WORLD / "register.yml").read_text(encoding="utf-8").replace("bv-mau/cu.md", "bv-mau/khong-co.md")
    told.commit(AS_OF, {f"{HOME}bv-mau/hong.md": BROKEN, NEW: SOUND, LINE: nothing.replace("⟨OLD⟩", "0" * 40)})
    assert {"SK204", "SK504"} <= {found.code for found in told.judge({"head": "main"}).verdict.introduced}
    words = ("check", "--repo", told.folder, "--as-of", AS_OF)
    assert sangkien(*words, told.folder / NEW).code == 0
    (told.folder / NEW).unlink()
    (told.folder / NEW).symlink_to("cu.md")
    told_of_link = sangkien(*words, told.folder / NEW)
    assert told_of_link.code == 1
    assert "[SK102]" in told_of_link.out
    assert f" --> {NEW}\n" in told_of_link.out


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (f"{HOME}bv-mau/khong-co.md", "Không đọc được"),
        ("../ngoai.md", "nằm ngoài kho"),
        (f"{HOME}../../../../../ngoai.md", "nằm ngoài kho"),
        ("/dev/null", "nằm ngoài kho"),
    ],
)
def test_a_draft_that_is_not_there_stops_the_tool(check: Ask, shop: Story, file: str, reason: str) -> None:
    (shop.folder.parent / "ngoai.md").write_text(SOUND, encoding="utf-8")
    assert reason in check(shop.folder / file).reason


def test_rules_of_the_commit_judge_a_draft_not_those_on_the_disk(story: Tell, sangkien: Ask) -> None:
    told = story()
    rules = told.folder / "program/2021/rules.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("2021-04-21T00:00:00", "2021-04-01T00:00:00"), encoding="utf-8")
    (told.folder / NEW).write_text(SOUND, encoding="utf-8")
    assert sangkien("check", "--repo", told.folder, "--as-of", AS_OF, told.folder / NEW).code == 0


def process(*words: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, for what only a process has."""
    environment = {"PYTHONIOENCODING": "utf-8", **os.environ, **more.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "sangkien", *words], check=False, env=environment, stderr=subprocess.PIPE, **more
    )


def test_the_module_is_the_command() -> None:
    done = process("--version", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"sangkien, version ")


def test_a_console_without_vietnamese_letters_gets_an_answer_and_no_traceback() -> None:
    done = process("rules", stdout=subprocess.PIPE, env={"PYTHONIOENCODING": "cp1252"})
    assert b"Traceback" not in done.stderr
    assert (done.returncode, done.stdout[:5]) == (0, b"SK101")


def test_a_reader_who_goes_away_is_not_taken_for_findings() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = process("rules", stdout=writing)
    finally:
        os.close(writing)
    assert done.returncode == 2
    assert done.stderr == b""


def test_the_machines_reader_gets_names_that_are_not_utf_8(hostile: Story) -> None:
    done = process("check", "--repo", str(hostile.folder), "--as-of", AS_OF, "--format", "json", stdout=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (1, b"")
    paths = {each["path"] for each in json.loads(done.stdout.decode("utf-8", "strict"))["findings"]}
    assert {f"{HOME}bv-mau/{name}" for name in HOSTILE_NAMES} <= paths


def test_a_write_that_fails_leaves_what_was_there_and_nothing_beside_it(tmp_path: Path) -> None:
    write(tmp_path / "so.yml", b"one")
    (tmp_path / "thu-muc").mkdir()
    with pytest.raises(CannotJudge):
        write(tmp_path / "thu-muc", b"two")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["so.yml", "thu-muc"]
    assert (tmp_path / "so.yml").read_bytes() == b"one"


TYPED = SOUND.replace("title: Giá", "title:\u00a0Giá").replace("benefit_vnd: 36000000", "benefit_vnd: 36.000.000đ")


def test_fix_shows_what_it_writes_and_judges_again(check: Ask, shop: Story) -> None:
    draft = shop.folder / HOME / "bv-mau" / "nhap.md"
    draft.write_bytes(TYPED.replace("\n", "\r\n").encode())
    try:
        looked = check("--fix", "--dry-run", draft)
        assert looked.code == 1
        assert "+benefit_vnd: 36000000" in looked.out
        assert draft.read_bytes() == TYPED.replace("\n", "\r\n").encode()
        written = check("--fix", draft)
        assert written.code == 0
        assert "-benefit_vnd: 36.000.000đ" in written.out
        assert draft.read_bytes() == SOUND.replace("\n", "\r\n").encode()
        again = check("--fix", draft)
        assert (again.code, "+++" in again.out) == (0, False)
    finally:
        draft.unlink()


MISREAD = SOUND.encode().decode("cp1252", "ignore").encode()


@pytest.mark.parametrize(
    "encoded", [b"\xef\xbb\xbf" + SOUND.encode(), SOUND.encode("utf-16"), MISREAD], ids=["bom", "utf-16", "misread"]
)
def test_fix_writes_as_text_what_was_saved_as_something_else(check: Ask, shop: Story, encoded: bytes) -> None:
    draft = shop.folder / HOME / "bv-mau" / "nhap.md"
    draft.write_bytes(encoded)
    try:
        check("--fix", draft)
        assert draft.read_bytes().decode().startswith("---\ntitle: ")
    finally:
        draft.unlink()


def test_fix_makes_letter_and_mark_one_in_every_line(check: Ask, shop: Story) -> None:
    draft = shop.folder / HOME / "bv-mau" / "nhap.md"
    draft.write_bytes(unicodedata.normalize("NFD", SOUND).replace("\n", "\r\n").encode())
    try:
        assert check("--fix", draft).code == 0
        assert draft.read_bytes() == SOUND.replace("\n", "\r\n").encode()
    finally:
        draft.unlink()


def test_fix_leaves_a_link_alone_and_needs_a_file(check: Ask, shop: Story) -> None:
    target, link = shop.folder / "dich.md", shop.folder / HOME / "bv-mau" / "lien-ket.md"
    target.write_text(TYPED, encoding="utf-8")
    link.symlink_to(target)
    try:
        assert check("--fix", link).code == 1
        assert target.read_text(encoding="utf-8") == TYPED
        assert link.is_symlink()
    finally:
        link.unlink()
        target.unlink()
    assert "--fix" in check("--fix").reason
    assert "--fix" in check("--dry-run", "x.md").reason


@pytest.mark.parametrize(
    "words",
    [["check", "x\udcff.md"], ["check", "--head", "\udcff"], *([verb, "\udcff"] for verb in ("status", "rules", "timeline"))],
)
def test_a_name_that_is_no_utf_8_is_said_spelled_out(shop: Story, words: list[str]) -> None:
    asked = [os.fsencode(word) for word in [sys.executable, "-m", "sangkien", *words]]
    done = subprocess.run(asked, cwd=shop.folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"sangkien: ")
    assert b"Traceback" not in done.stderr

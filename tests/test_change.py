"""What merging a branch would make of main: a table on real repositories, held against Git's own merge of path with path.

The other side is `git merge -s recursive -X no-renames` in a work tree: where it comes out clean and Git's usual merge makes the same,
that is the answer; wherever the two differ, or one of them stops, the gate stops and names a path.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sangkien import git
from sangkien.app.judge import judge_change
from sangkien.app.verdict import by_file
from sangkien.cli.main import main
from sangkien.language import LANGUAGES, Language
from sangkien.model.finding import CannotJudge, Severity
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text
from server import Clone, Server, place, seed, submission
from story import BEGINNING, HOME, Story

AS_OF = AsOf(datetime.fromisoformat("2021-04-10T08:00:00+07:00"))
UNITS = "program/2021/units/thai-binh.yml"
OURS, NEW, OTHER = (f"{HOME}bv-mau/{name}.md" for name in ("moi", "ke", "khac"))
TITLE, EFFECT = {"Giá đỡ bình oxy": "Giá treo bình oxy"}, {"qua dốc": "qua dốc cao"}
ANOTHER_TITLE = {"Giá đỡ bình oxy": "Khung đỡ bình oxy"}
ENDED = "applied_to: 2021-03-01\n"
BROKEN = {"scope: unit\n": ""}
UNLIKE = {
    "Mỗi ca trực mất nhiều thời gian đi tìm giá đỡ còn tốt.": "Kho thuốc thiếu ánh sáng, tìm nhãn rất lâu.",
    "Hàn thêm khung đỡ vào xe đẩy sẵn có, lắp khóa bánh bằng chân.": "Dán nhãn phản quang theo màu ở từng ngăn tủ.",
    "Chuyển bệnh nhanh hơn, không còn bình oxy bị đổ khi qua dốc.": "Lấy thuốc nhanh gấp đôi, không nhầm ngăn.",
}

Steps = tuple[Mapping[str, Any], ...]


def unit(id: str) -> str:
    return f"  - id: thai-binh/nganh-y-te/{id}\n    name: CĐCS {id} (mẫu)\n    level: grassroots\n    block: agency\n"


def writes(*paths: str, **changed: Mapping[str, str]) -> Mapping[str, Any]:
    return {"write": {path: {} for path in paths}}


def edits(path: str, changed: Mapping[str, str]) -> Mapping[str, Any]:
    return {"write": {path: changed}}


@dataclass(frozen=True)
class Case:
    """What stood when the two parted, what main and the branch did then; the paths that cannot be merged, with Git's word for why, and
    what the branch is blamed for besides, by path."""

    before: Steps
    main: Steps
    topic: Steps
    stopped: Mapping[str, str] = field(default_factory=dict)
    blamed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


ROOM = {"allocation: 4": "allocation: 9", "allocation: 3": "allocation: 9"}
THERE: Steps = (edits(UNITS, ROOM), writes(OURS))
CASES = {
    "it goes on from main": Case(THERE, (), (writes(NEW),)),
    "nothing new in it": Case(THERE, (writes(OTHER),), ()),
    "main was broken meanwhile": Case(THERE, (edits(OTHER, BROKEN),), (writes(NEW),)),
    "main was broken, the branch is too": Case(THERE, (edits(OTHER, BROKEN),), (edits(NEW, BROKEN),), blamed={NEW: ("SK201",)}),
    "two units in two places of the list": Case(
        THERE,
        (edits(UNITS, {"  - id: thai-binh/nganh-y-te/bv-mau\n": unit("bv-hai") + "  - id: thai-binh/nganh-y-te/bv-mau\n"}),),
        (edits(UNITS, {"    block: enterprise\n": "    block: enterprise\n" + unit("bv-ba")}),),
    ),
    "one submission edited in two places": Case(THERE, (edits(OURS, TITLE),), (edits(OURS, EFFECT),)),
    "sound on each side, broken together": Case(
        THERE,
        (edits(OURS, {"stage: ": f"{ENDED}stage: "}),),
        (edits(OURS, {"sample: ": f"{ENDED}sample: "}),),
        blamed={OURS: ("SK106",)},
    ),
    "the same edit on both sides": Case(THERE, (edits(OURS, TITLE),), (edits(OURS, TITLE), writes(NEW))),
    "the same file added on both sides": Case(THERE, (writes(NEW),), (writes(NEW),)),
    "removed on both sides": Case(THERE, ({"remove": [OURS]},), ({"remove": [OURS]},)),
    "removed in the branch": Case(THERE, (writes(OTHER),), ({"remove": [OURS]},)),
    "both edited one line": Case(THERE, (edits(OURS, TITLE),), (edits(OURS, ANOTHER_TITLE),), {OURS: "contents"}),
    "both edited one line, and a file is broken besides": Case(
        THERE, (edits(OURS, TITLE),), (edits(OURS, ANOTHER_TITLE), edits(NEW, BROKEN)), {OURS: "contents"}, {NEW: ("SK201",)}
    ),
    "both added a file of one name": Case(THERE, (edits(NEW, TITLE),), (edits(NEW, ANOTHER_TITLE),), {NEW: "add/add"}),
    "edited in main, removed in the branch": Case(THERE, (edits(OURS, TITLE),), ({"remove": [OURS]},), {OURS: "modify/delete"}),
    "removed in main, edited in the branch": Case(THERE, ({"remove": [OURS]},), (edits(OURS, TITLE),), {OURS: "modify/delete"}),
    "two new names": Case(THERE, ({"move": {OURS: OTHER}},), ({"move": {OURS: NEW}},), {OURS: "rename/rename"}),
    "a folder here, a file there": Case(
        THERE,
        ({"write": {"/nhap/muc": "một tệp\n"}},),
        ({"write": {"/nhap/muc/tep.md": "một thư mục\n"}},),
        {"nhap/muc": "file/directory"},
    ),
    "a link here, an edit there": Case(
        THERE, ({"remove": [OURS], "link": {OURS: "cu.md"}},), (edits(OURS, TITLE),), {OURS: "distinct modes"}
    ),
    "executable here, an edit there": Case(
        (*THERE, {"write": {"/nhap/a.sh": "1\n2\n3\n"}}),
        ({"mode": {"/nhap/a.sh": "755"}},),
        ({"write": {"/nhap/a.sh": "1\n2\n4\n"}},),
    ),
    "bytes that are no text": Case(
        (*THERE, {"write": {"/nhap/a": "\0a"}}),
        ({"write": {"/nhap/a": "\0b"}},),
        ({"write": {"/nhap/a": "\0c"}},),
        {"nhap/a": "binary"},
    ),
    "attributes that would merge anything": Case(
        (*THERE, {"write": {"/.gitattributes": "* merge=union\n"}}),
        (edits(OURS, TITLE),),
        (edits(OURS, ANOTHER_TITLE),),
        {OURS: "contents"},
    ),
    "attributes that would keep main's": Case(
        (*THERE, {"write": {"/.gitattributes": "* merge=ours\n"}}),
        (edits(OURS, TITLE),),
        (edits(OURS, ANOTHER_TITLE),),
        {OURS: "contents"},
    ),
    "main moved the folder that the branch adds to": Case(
        (writes(OURS, OTHER), {"move": {f"{HOME}bv-mau/cu.md": f"{HOME}duoc-mau/cu.md"}}),
        ({"move": {OURS: f"{HOME}duoc-mau/moi.md", OTHER: f"{HOME}duoc-mau/khac.md"}},),
        (edits(NEW, UNLIKE),),
        {NEW: "directory rename suggested"},
    ),
    "the branch moved the folder that main adds to": Case(
        (writes(OURS, OTHER), {"move": {f"{HOME}bv-mau/cu.md": f"{HOME}duoc-mau/cu.md"}}),
        (edits(NEW, UNLIKE),),
        ({"move": {OURS: f"{HOME}duoc-mau/moi.md", OTHER: f"{HOME}duoc-mau/khac.md"}},),
        {NEW: "directory rename suggested"},
        dict.fromkeys((f"{HOME}duoc-mau/khac.md", f"{HOME}duoc-mau/moi.md"), ("SK402", "SK404")),
    ),
    "main renamed what the branch edits": Case(
        THERE, ({"move": {OURS: OTHER}},), (edits(OURS, EFFECT),), {OURS: "guess", OTHER: "guess"}
    ),
    "the branch renamed what main edits": Case(
        THERE, (edits(OURS, EFFECT),), ({"move": {OURS: NEW}},), {OURS: "guess", NEW: "guess"}
    ),
    "both renamed alike, the branch edits": Case(
        THERE, ({"move": {OURS: NEW}},), ({"move": {OURS: NEW}}, edits(NEW, EFFECT)), {NEW: "guess"}
    ),
    "renamed in main, untouched in the branch": Case(THERE, ({"move": {OURS: OTHER}},), (edits(NEW, UNLIKE),)),
    "renamed in the branch, untouched in main": Case(THERE, (edits(OTHER, UNLIKE),), ({"move": {OURS: NEW}},)),
}


def played(folder: Path, case: Case) -> Story:
    told = Story(folder)
    at = datetime.fromisoformat(BEGINNING)
    for branch, steps in (("main", case.before), ("main", case.main), ("topic", case.topic)):
        if steps is case.main:
            told.git("branch", "topic", "main")
        for step in steps:
            at += timedelta(hours=1)
            told.step({"on": branch, "at": at.isoformat(), **step})
    told.git("checkout", "--quiet", "main")
    return told


Files = Mapping[str, tuple[str, str]]
"""Mode and content id by path."""


def files(told: Story, tree: str) -> Files:
    rows = told.git("-c", "core.quotePath=false", "ls-tree", "-r", tree).splitlines()
    return {path: (facts.split()[0], facts.split()[2]) for facts, path in (row.split("\t") for row in rows)}


def by_hand(told: Story, base: str, head: str) -> Files | None:
    """What Git's own merges make, path with path and its usual way; None where either stops or they differ."""
    copy = Story.__new__(Story)
    copy.folder = told.folder.with_name(f"{told.folder.name}-gop")
    subprocess.run(["git", "clone", "--quiet", "--no-local", str(told.folder), str(copy.folder)], check=True)
    (copy.folder / ".git/info/attributes").write_text("* merge\n")  # as if nothing said how to merge
    found = []
    for how in (("-s", "recursive", "-X", "no-renames"), ("-s", "ort")):
        copy.git("checkout", "--quiet", "--force", "--detach", told.git("rev-parse", base))
        copy.git("reset", "--quiet", "--hard")
        command = ["git", "-C", str(copy.folder), "-c", "user.name=m", "-c", "user.email=m@example.org"]
        merge = subprocess.run(
            [*command, "merge", "--no-ff", "-m", "m", *how, told.git("rev-parse", head)], check=False, capture_output=True
        )
        if merge.returncode:
            return None
        found.append(files(copy, "HEAD"))
    return found[0] if found[0] == found[1] else None


def laid(told: Story, base: str, change: Any) -> Files:
    stood = {path: entry for path, entry in files(told, base).items() if path not in change.deleted}
    return {**stood, **{path: (entry.mode, entry.blob) for path, entry in change.written.items()}}


def objects(folder: Path) -> str:
    done = subprocess.run(["git", "-C", str(folder), "count-objects", "-v"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("name", CASES)
def test_what_would_be_merged_is_judged(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    told = played(tmp_path / "kho", case)
    bare = tmp_path / "kho.git"
    told.git("clone", "--quiet", "--bare", "--no-local", str(told.folder), str(bare))
    before = [objects(folder) for folder in (told.folder, bare)]
    for folder in (told.folder, bare):
        repo = git.open_repository(folder)
        change = git.change(repo, "main", "topic")
        assert dict(change.conflicts) == case.stopped
        judgement = judge_change(repo, "main", "topic", AS_OF)
        found = [each for _, its in by_file(judgement.verdict.introduced) for each in its]
        errors = [(each.location.path, each.code) for each in found if each.severity is Severity.ERROR]
        stops = [(path, "SK120") for path in sorted(case.stopped)]
        assert errors == [*stops, *((path, code) for path, codes in case.blamed.items() for code in codes)]
    assert [objects(folder) for folder in (told.folder, bare)] == before, "judging writes nothing"
    expected = by_hand(told, "main", "topic")
    assert (expected is None) == bool(case.stopped)
    if expected is not None:
        assert laid(told, "main", change) == expected


Written = Mapping[str, str | None]
"""Contents by path; None where a file goes."""


def crossed(told: Story, main: Written, topic: Written, later: tuple[Written, Written], how: str = "ort") -> None:
    """Main and topic each change something, each takes the other in, and each goes on: two common ancestors, none the better."""
    told.git("branch", "topic")
    for branch, changed in (("main", main), ("topic", topic)):
        told.git("checkout", "--quiet", branch)
        write(told, changed)
    tips = {branch: told.git("rev-parse", branch) for branch in ("main", "topic")}
    for branch, other, changed in (("main", "topic", later[0]), ("topic", "main", later[1])):
        told.git("checkout", "--quiet", branch)
        told.git("merge", "--quiet", "--no-ff", "--no-edit", "-s", how, tips[other])
        write(told, changed)
    told.git("checkout", "--quiet", "main")
    assert len(told.git("merge-base", "--all", "main", "topic").split()) == 2


def write(told: Story, changed: Written) -> None:
    for path in (path for path, content in changed.items() if content is None):
        (told.folder / path).unlink(missing_ok=True)
    told.commit(BEGINNING, {path: content for path, content in changed.items() if content is not None})


LINES = "".join(f"dòng {number}\n" for number in range(20))


def line(number: int, text: str, content: str = LINES) -> str:
    return content.replace(f"dòng {number}\n", f"{text}\n")


A, B, C = "nhap/a", "nhap/b", "nhap/c"
CROSSED: Mapping[str, tuple[Written, Written, tuple[Written, Written], Mapping[str, str]]] = {
    "each edits its own further": (
        {A: line(1, "main")},
        {B: line(1, "nhánh")},
        ({A: line(2, "main")}, {B: line(2, "nhánh")}),
        {},
    ),
    "each edits the other's further": (
        {A: line(1, "main")},
        {B: line(1, "nhánh")},
        ({B: line(9, "main")}, {A: line(9, "nhánh")}),
        {},
    ),
    "both edit one file in four places": (
        {A: line(1, "main")},
        {A: line(9, "nhánh")},
        ({A: line(5, "main", line(1, "main", line(9, "nhánh")))}, {A: line(15, "nhánh", line(1, "main", line(9, "nhánh")))}),
        {},
    ),
    "the branch takes back what main did": ({A: line(1, "main")}, {B: line(1, "nhánh")}, ({}, {A: LINES}), {}),
    "main takes back what the branch did": (
        {A: line(1, "main")},
        {B: line(1, "nhánh")},
        ({B: LINES}, {C: line(1, "nhánh")}),
        {},
    ),
    "both edit one line": (
        {A: line(1, "main")},
        {B: line(1, "nhánh")},
        ({A: line(1, "main lại")}, {A: line(1, "nhánh")}),
        {A: "contents"},
    ),
}


@pytest.mark.parametrize("name", CROSSED)
def test_histories_that_crossed_are_merged_as_git_does(name: str, tmp_path: Path) -> None:
    main, topic, later, stopped = CROSSED[name]
    told = Story(tmp_path / "kho")
    told.commit(BEGINNING, dict.fromkeys((A, B, C), LINES) | {B: LINES + "b\n", C: LINES + "c\n"})
    crossed(told, main, topic, later)
    change = git.change(git.open_repository(told.folder), "main", "topic")
    assert dict(change.conflicts) == dict(stopped)
    if not stopped:
        assert laid(told, "main", change) == by_hand(told, "main", "topic")


SETTLED: Mapping[str, tuple[Written, Written, tuple[Written, Written]]] = {
    "one line": (
        {A: line(1, "main")},
        {A: line(1, "nhánh")},
        ({A: line(1, "dàn xếp")}, {A: line(15, "nhánh", line(1, "dàn xếp"))}),
    ),
    "removed and edited": ({A: None}, {A: line(1, "nhánh")}, ({A: LINES}, {A: None})),
}


@pytest.mark.parametrize("name", SETTLED)
def test_ancestors_that_cannot_be_merged_themselves_are_left_to_git(name: str, tmp_path: Path) -> None:
    told = Story(tmp_path / "kho")
    told.commit(BEGINNING, {A: LINES, B: LINES + "b\n"})
    crossed(told, *SETTLED[name], how="ours")
    change = git.change(git.open_repository(told.folder), "main", "topic")
    assert change.conflicts == ()
    assert laid(told, "main", change) == by_hand(told, "main", "topic")


def test_a_guess_is_seen_where_histories_crossed(tmp_path: Path) -> None:
    told = Story(tmp_path / "kho")
    told.commit(BEGINNING, {A: LINES, B: LINES + "b\n"})
    crossed(told, {B: line(1, "main")}, {C: "khác hẳn\n"}, ({}, {A: line(9, "nhánh")}))
    told.git("mv", A, "nhap/a-moi")
    told.commit(BEGINNING, {})
    change = git.change(git.open_repository(told.folder), "main", "topic")
    assert dict(change.conflicts) == {A: "guess", "nhap/a-moi": "guess"}


def made_of(told: Story, heads: Mapping[str, Mapping[str, str]]) -> None:
    """A branch for each, all from main; main stays where it is."""
    for name, files in heads.items():
        told.git("checkout", "--quiet", "-b", name, "main")
        told.commit(BEGINNING, dict(files))


def test_a_head_of_three_parents_and_one_that_took_main_in(tmp_path: Path) -> None:
    told = Story(tmp_path / "kho")
    told.commit(BEGINNING, {A: LINES})
    made_of(told, {"mot": {A: line(1, "một")}, "hai": {A: line(9, "hai")}, "ba": {B: "ba\n"}})
    told.git("checkout", "--quiet", "-b", "topic", "mot")
    told.git("merge", "--quiet", "--no-edit", "hai", "ba")
    told.git("checkout", "--quiet", "main")
    told.commit(BEGINNING, {A: line(15, "main"), C: "main\n"})
    repo = git.open_repository(told.folder)
    change = git.change(repo, "main", "topic")
    assert (change.paths, change.conflicts) == ({A, B}, ())
    assert laid(told, "main", change) == by_hand(told, "main", "topic")

    told.git("checkout", "--quiet", "topic")
    told.git("merge", "--quiet", "--no-edit", "main")
    assert git.change(repo, "main", "topic").paths == {A, B}, "what came from main is not the branch's"
    told.git("checkout", "--quiet", "main")
    told.commit(BEGINNING, {C: "main lại\n"})
    change = git.change(repo, "main", "topic")
    assert (change.paths, change.conflicts) == ({A, B}, ())


def test_a_merge_that_the_queue_made_is_what_it_brings(tmp_path: Path) -> None:
    told = played(tmp_path / "kho", CASES["one submission edited in two places"])
    told.git("checkout", "--quiet", "-b", "hang-doi", "main")
    told.git("merge", "--quiet", "--no-ff", "--no-edit", "topic")
    repo = git.open_repository(told.folder)
    queued, sent = git.change(repo, "main", "hang-doi"), git.change(repo, "main", "topic")
    assert (queued.written, queued.deleted) == (sent.written, sent.deleted)


def test_histories_without_a_common_beginning_cannot_be_judged(tmp_path: Path) -> None:
    told = Story(tmp_path / "kho")
    told.git("checkout", "--quiet", "--orphan", "topic")
    told.commit(AS_OF.at.isoformat(), {})
    with pytest.raises(CannotJudge, match="no common ancestor"):
        git.change(git.open_repository(told.folder), "main", "topic")


def test_commits_of_other_repositories_are_never_merged_as_text(tmp_path: Path) -> None:
    told = Story(tmp_path / "kho")
    commit = told.git("rev-parse", "HEAD")

    def points(branch: str, at: str) -> None:
        told.git("checkout", "--quiet", branch)
        told.git("update-index", "--add", "--cacheinfo", f"160000,{at},kho-khac")
        told.git("commit", "--quiet", "--message=x")

    points("main", commit)
    told.git("branch", "topic")
    points("main", "1" * 40)
    points("topic", "2" * 40)
    repo = git.open_repository(told.folder)
    assert [path for path, _ in git.change(repo, "main", "topic").conflicts] == ["kho-khac"]
    errors = {each.code for each in judge_change(repo, "main", "topic", AS_OF).verdict.introduced}
    assert "SK120" in errors


def test_in_a_repository_of_longer_ids_the_same_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    folder.mkdir()
    told = object.__new__(Story)
    told.folder = folder
    told.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    told.commit(BEGINNING, {A: LINES, B: LINES + "b\n"})
    made_of(told, {"topic": {A: line(1, "nhánh")}, "khac": {A: line(9, "nhánh")}})
    told.git("checkout", "--quiet", "main")
    told.commit(BEGINNING, {A: line(9, "main")})
    repo = git.open_repository(folder)
    assert laid(told, "main", git.change(repo, "main", "topic")) == by_hand(told, "main", "topic")
    assert dict(git.change(repo, "main", "khac").conflicts) == {A: "contents"}


OLD_GIT = """#!/bin/sh
for word; do case "$word" in
  version) echo "git version 2.37.1"; exit 0;;
  merge-tree) echo "usage: git merge-tree <base-tree> <branch1> <branch2>" >&2; exit 129;;
esac; done
exec "$REAL_GIT" "$@"
"""


@pytest.mark.parametrize(("name", "code"), [("it goes on from main", 0), ("main was broken meanwhile", 2)])
def test_an_old_git_is_enough_until_main_has_moved_on(
    name: str, code: int, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = played(tmp_path / "kho", CASES[name])
    (tmp_path / "git").write_text(OLD_GIT)
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("REAL_GIT", str(shutil.which("git")))
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    asked = [
        "check",
        "--base",
        "main",
        "--head",
        "topic",
        "--as-of",
        AS_OF.at.isoformat(),
        "--repo",
        str(told.folder),
        "--lang",
        "en",
    ]
    assert run_verb(asked, monkeypatch) == code
    said = capfd.readouterr()
    if code:
        assert (said.out, len(said.err.splitlines())) == ("", 1)
        assert (
            "takes Git 2.38 or newer; this machine has Git 2.37.1. Bring your branch up to main, or install a newer Git."
            in said.err
        )


def run_verb(words: list[str], monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "argv", ["sangkien", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(str(ended.value.code))


def test_what_cannot_be_merged_is_told_first_with_the_commands(tmp_path: Path) -> None:
    told = played(tmp_path / "kho", CASES["both edited one line, and a file is broken besides"])
    judgement = judge_change(git.open_repository(told.folder), "main", "topic", AS_OF)
    said = text.render(judgement, "en")
    assert said.startswith(f"error[SK120]: “{OURS}” cannot be merged into main: both sides edited the same place.\n")
    assert said.index("git fetch origin && git merge origin/main") < said.index("SK201")


MOVED_AWAY = "main moved the folder that the branch adds to"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_folder_that_moved_is_told_by_the_name_that_the_sender_knows(lang: Language, tmp_path: Path) -> None:
    told = played(tmp_path / "kho", CASES[MOVED_AWAY])
    said = text.render(judge_change(git.open_repository(told.folder), "main", "topic", AS_OF), lang)
    why = {"vi": "thư mục ấy đã dời đi nơi khác", "en": "the folder has moved"}[lang]
    assert NEW in said.splitlines()[0]
    assert why in said.splitlines()[0]


def test_every_word_that_git_has_for_a_conflict_is_read(tmp_path: Path) -> None:
    """A folder that went to two places, as much to each: Git writes that word without a space before it."""
    told = Story(tmp_path / "kho")
    told.commit(BEGINNING, {f"x/{number}": line(number, "x") for number in range(4)})
    told.git("branch", "topic")
    for number, folder in enumerate(("y", "y", "z", "z")):
        (told.folder / folder).mkdir(exist_ok=True)
        told.git("mv", f"x/{number}", f"{folder}/{number}")
    told.commit(BEGINNING, {})
    told.git("checkout", "--quiet", "topic")
    told.commit(BEGINNING, {"x/moi": "khác hẳn\n"})
    (conflict,) = git.change(git.open_repository(told.folder), "main", "topic").conflicts
    assert conflict == ("x", "directory rename unclear split")


def test_random_histories_are_merged_as_git_does_or_stopped(tmp_path: Path) -> None:
    """Nothing that comes out clean differs from the merge of path with path, and what is clean both ways is never stopped."""
    outcomes = Counter[bool]()
    for number in range(24):
        chance = random.Random(number)
        told = Story(tmp_path / f"kho-{number}")
        stood = {f"nhap/{name}": line(chance.randrange(20), name) for name in "abcde"}
        told.commit(BEGINNING, stood)
        for branch in ("topic", "main"):
            told.git("checkout", "--quiet", *(("-b",) if branch == "topic" else ()), branch)
            for _ in range(chance.randint(1, 3)):
                tangle(told, chance)
        told.git("checkout", "--quiet", "main")
        change, expected = git.change(git.open_repository(told.folder), "main", "topic"), by_hand(told, "main", "topic")
        assert (expected is None) == bool(change.conflicts), number
        if expected is not None:
            assert laid(told, "main", change) == expected, number
        outcomes[expected is None] += 1
    assert min(outcomes.values()) >= 5, outcomes


def tangle(told: Story, chance: random.Random) -> None:
    """One commit: an edit, a new file, one that goes, or one that gets another name, perhaps in another folder, perhaps edited."""
    there = sorted(path.relative_to(told.folder).as_posix() for path in told.folder.glob("nhap*/*"))
    path, new = chance.choice(there), f"{chance.choice(('nhap', 'nhap-hai'))}/{chance.choice('abcdefgh')}"
    deed = chance.choice(("edit", "edit", "edit", "add", "remove", "move", "move and edit"))
    files = {}
    if "edit" in deed:
        lines = (told.folder / path).read_text(encoding="utf-8").splitlines(keepends=True)
        lines[chance.randrange(len(lines))] = f"sửa {chance.randrange(99)}\n"
        files[path] = "".join(lines)
    if deed == "add":
        files[new] = line(chance.randrange(20), f"thêm {chance.randrange(99)}")
    if deed == "remove" and len(there) > 1:
        told.git("rm", "--quiet", path)
    if deed.startswith("move") and new not in there:
        (told.folder / new).parent.mkdir(exist_ok=True)
        told.git("mv", path, new)
        files = {new: files[path]} if path in files else {}
    told.commit(BEGINNING, files)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path / "may-chu", seed(tmp_path / "goc"))


PUSHED: Mapping[str, tuple[Mapping[str, str], Mapping[str, str], tuple[str, ...]]] = {
    "goes on": ({}, {place("ke"): submission("Kệ")}, ()),
    "in two places": (
        {place("cu"): submission("Bảng nhắc lịch")},
        {place("cu"): submission("Bảng nhắc lịch thay chai").replace("qua dốc", "qua dốc cao")},
        (),
    ),
    "one line": (
        {place("cu"): submission("Bảng nhắc lịch")},
        {place("cu"): submission("Bảng lịch")},
        ("SK120", "hai bên sửa cùng một chỗ", "git merge origin/main"),
    ),
}


@pytest.mark.parametrize("name", PUSHED)
def test_the_hook_judges_what_would_be_merged_while_the_push_is_in_quarantine(
    name: str, server: Server, tmp_path: Path
) -> None:
    on_main, pushed, said = PUSHED[name]
    clone = Clone(server, tmp_path / "ban-sao")
    clone.commit("bai", pushed)
    if on_main:
        other = Clone(server, tmp_path / "khac")
        other.commit("khac", on_main)
        other.merge("khac")
        assert other.push("main").ok
    told = clone.push("bai")
    assert told.ok == (not said), told.said
    assert all(each in told.said for each in said), told.said
    assert ("bai" in server.heads()) == told.ok
    server.is_sound()

"""Drafts: files of the disk are told what the gate will tell of the commit that holds them, whoever's settings store them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from sangkien import git
from sangkien.app.judge import judge_contents, judge_drafts
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf, TreeEntry
from story import HOME, WORLD, Story
from test_cli import JUNE, LINE, OLD, SOUND, Ask, Tell, Told, sangkien

__all__ = ["sangkien"]

A, B, C, AWAY = (f"{HOME}{name}.md" for name in ("bv-mau/a", "bv-mau/b", "bv-mau/c", "duoc-mau/d"))
ACTS = "program/2021/{}/thai-binh/nganh-y-te/"
DOSSIER, DECISION = f"{ACTS.format('dossiers')}a.yml", f"{ACTS.format('decisions')}a.yml"
CORRECTION = f"{ACTS.format('corrections')}bv-mau/cu.yml"
RULES = "program/2021/rules.yml"
IN_TIME, APRIL = "2021-04-01T08:00:00+07:00", "2021-04-23T09:00:00+07:00"
OLDEN = 1_600_000_000  # seconds since 1970
WINDOWS = SOUND.replace("\n", "\r\n")
OTHER = SOUND.replace("Giá đỡ bình oxy", "Xe đẩy thuốc")

Do = Callable[[Story], None]


def write(told: Story, path: str, content: str) -> None:
    file = told.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode())


def edit(told: Story, path: str, old: str, new: str) -> None:
    text = (told.folder / path).read_bytes().decode()
    assert old in text
    write(told, path, text.replace(old, new))


def move(told: Story, old: str, new: str) -> None:
    (told.folder / new).parent.mkdir(parents=True, exist_ok=True)
    (told.folder / old).rename(told.folder / new)


def landed(told: Story) -> None:
    """Two submissions in time, one of them entered in the register, and the acts about it."""
    told.commit(IN_TIME, {A: SOUND, B: OTHER})
    told.step({"on": "main", "at": IN_TIME, "write": {LINE: {}, DOSSIER: {}, DECISION: {}, CORRECTION: {}}})


def chain(told: Story) -> None:
    move(told, B, C)
    move(told, A, B)


def by_correction(told: Story, sangkien: Ask) -> None:
    move(told, A, AWAY)
    edit(told, AWAY, "bv-mau", "duoc-mau")
    edit(told, AWAY, "block: agency", "block: enterprise")
    done = sangkien("correct", "--repo", told.folder, "--as-of", APRIL, A, AWAY, "--reason", "Nhầm thư mục.", "--sample")
    assert done.code == 0, done.err


def staged(told: Story, do: Callable[[], None]) -> None:
    do()
    told.git("add", "--all")


MOVED = ACTS.format("corrections") + "d.yml"


def reworded(told: Story, path: str) -> None:
    edit(told, path, "benefit_vnd: 36", "benefit_vnd: 37")


def renamed_and_reworded(told: Story) -> None:
    move(told, A, C)
    reworded(told, C)


CHANGES: dict[str, tuple[Callable[[Story, Ask], None], tuple[str, ...], str]] = {
    "a line of the register edited": (lambda told, _: edit(told, LINE, "Văn thư", "Thủ kho"), (LINE,), "SK505"),
    "a line of the register removed": (lambda told, _: (told.folder / LINE).unlink(), (LINE,), "SK505"),
    "one removed beside what is named": (lambda told, _: staged(told, (told.folder / LINE).unlink), (A,), "SK505"),
    "a correction reworded": (lambda told, _: edit(told, CORRECTION, "reason: ", "reason: Khác. "), (CORRECTION,), "SK523"),
    "a name for a name": (lambda told, _: move(told, A, C), (C,), "note"),
    "names along a chain": (lambda told, _: chain(told), (B, C), "note"),
    "an edit with a new name": (lambda told, _: renamed_and_reworded(told), (C,), "SK301"),
    "into another folder": (lambda told, _: move(told, A, AWAY), (AWAY,), "SK301 SK402 SK404 note"),
    "moved by a correction": (by_correction, (AWAY, MOVED), ""),
    "the same, staged": (lambda told, ask: staged(told, lambda: by_correction(told, ask)), (AWAY, MOVED), ""),
    "the same, with the old name": (by_correction, (AWAY, MOVED, A), ""),
    "an act names the old name": (lambda told, _: move(told, OLD, C), (C,), "SK501 note"),
    "taken away though an act names it": (lambda told, _: (told.folder / OLD).unlink(), (OLD,), "SK501"),
    "a copy": (lambda told, _: write(told, C, SOUND), (C,), "SK301 SK403 SK407"),
    "a privacy mend": (lambda told, _: edit(told, A, "publish_name: true", "publish_name: false"), (A,), "note"),
    "an edit that is late": (lambda told, _: reworded(told, A), (A,), "SK301"),
    "broken": (lambda told, _: write(told, C, OTHER.replace("scope: unit", "scope: xyz")), (C,), "SK204 SK301 SK403"),
    "the law": (lambda told, _: edit(told, RULES, "first: 2021", "first: 2022"), (RULES,), "SK302 SK518 SK605 note"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_drafts_are_told_what_the_gate_will_tell(change: str, story: Tell, sangkien: Ask) -> None:
    told = story()
    landed(told)
    do, named, wanted = CHANGES[change]
    told.git("checkout", "--quiet", "-b", "topic")
    do(told, sangkien)
    asked, files = ("--repo", told.folder, "--as-of", APRIL, "--lang", "en"), [told.folder / path for path in named]
    staged_so_far = told.git("ls-files", "--stage")
    drafts, shown = sangkien("check", *asked, "--format", "json", *files), sangkien("check", *asked, *files)
    assert told.git("ls-files", "--stage") == staged_so_far
    told.git("add", "--all")
    told.git("commit", "--quiet", "--message=x", at=APRIL)
    gate = sangkien("check", *asked, "--base", "main", "--head", "topic", "--format", "json")
    assert (drafts.code, drafts.json["findings"]) == (gate.code, gate.json["findings"])
    gate = sangkien("check", *asked, "--base", "main", "--head", "topic")
    assert noted(shown) == [each.replace("run: git mv", "run: mv") for each in noted(gate)]
    codes = [each["code"] for each in drafts.json["findings"] if each["status"] == "introduced"]
    assert " ".join([*dict.fromkeys(sorted(codes)), *(["note"] if noted(shown) else [])]) == wanted


@pytest.mark.parametrize("change", CHANGES)
def test_drafts_as_bytes_are_judged_alike_in_a_bare_repository(change: str, story: Tell, sangkien: Ask, tmp_path: Path) -> None:
    """As a form or an import judges what it would commit: no work tree, no index, nothing written."""
    told, as_of = story(), AsOf(datetime.fromisoformat(APRIL))
    landed(told)
    bare = tmp_path / "kho.git"
    told.git("clone", "--quiet", "--bare", str(told.folder), str(bare))
    do, named, _ = CHANGES[change]
    do(told, sangkien)
    clone = judge_drafts(git.open_repository(told.folder), "main", [told.folder / path for path in named], as_of)
    told.git("add", "--all")
    gone = told.git("diff", "--cached", "--no-renames", "--name-only", "--diff-filter=D").splitlines()
    contents = {path: (told.folder / path).read_bytes() for path in named if path not in gone}
    stood = sorted((bare / "objects").rglob("*"))
    judgement = judge_contents(git.open_repository(bare), "main", contents | dict.fromkeys(gone), as_of)
    assert (judgement.verdict, judgement.judged, judgement.notices) == (clone.verdict, clone.judged, clone.notices)
    assert sorted((bare / "objects").rglob("*")) == stood


def noted(told: Told) -> list[str]:
    return [line for line in told.out.splitlines() if line.startswith("note: ")]


def test_a_file_that_was_left_as_it_is_is_told_how_it_stands(story: Tell, sangkien: Ask) -> None:
    """There is no change to blame; who asks about the file wants to know. What is wrong elsewhere is not told."""
    told = story()
    told.commit("2021-04-25T08:00:00+07:00", {A: SOUND, B: OTHER})
    done = sangkien("check", "--repo", told.folder, "--as-of", JUNE, "--format", "json", told.folder / A)
    assert (done.code, [(each["code"], each["path"]) for each in done.json["findings"]]) == (1, [("SK301", A)])


def test_drafts_on_top_of_another_branch_remove_what_was_removed_here_only(story: Tell, sangkien: Ask) -> None:
    """What main has got since the two parted was never here, so nobody removed it."""
    told = story()
    landed(told)
    told.git("checkout", "--quiet", "-b", "topic")
    (told.folder / A).unlink()
    told.commit(IN_TIME, {})
    told.git("checkout", "--quiet", "main")
    told.commit(IN_TIME, {C: OTHER.replace("Xe đẩy thuốc", "Kệ thuốc")})
    told.git("checkout", "--quiet", "topic")
    write(told, AWAY, SOUND)
    repo = git.open_repository(told.folder)
    change, paths = git.draft_change(repo, git.snapshot(repo, "main"), [told.folder / AWAY])
    assert (paths, set(change.written), change.deleted, change.renamed_from) == ((AWAY,), {AWAY}, {A}, {AWAY: A})


def unindexed(told: Story) -> None:
    """As `git clone --no-checkout` leaves it."""
    for path in (A, B):
        (told.folder / path).unlink()
    (told.folder / ".git/index").unlink()


def sparse(told: Story) -> None:
    told.git("sparse-checkout", "set", "--no-cone", "*", f"!/{A}")
    assert not (told.folder / A).exists()


def unindexed_alone(told: Story) -> None:
    told.git("rm", "--quiet", "--cached", A)


@pytest.mark.parametrize(("do", "gone"), [(unindexed, set()), (sparse, set()), (unindexed_alone, {A}), (chain, {A})])
def test_removed_is_what_git_calls_removed(do: Do, gone: set[str], story: Tell) -> None:
    told = story()
    landed(told)
    do(told)
    write(told, AWAY, SOUND)
    repo = git.open_repository(told.folder)
    change, _ = git.draft_change(repo, git.snapshot(repo, "main"), [told.folder / AWAY])
    assert change.deleted == gone


# What Git stores, by the settings of whoever asks


def settings(told: Story, where: str, attributes: str, **config: str) -> None:
    """Attributes in the repository's own file, in the clone's, or in the person's."""
    for name, value in config.items():
        told.git("config", f"core.{name}", value)
    if where == "own":
        told.git("config", "core.attributesFile", str(told.folder / ".git/own"))
    file = {"file": ".gitattributes", "clone": ".git/info/attributes", "own": ".git/own"}[where]
    write(told, file, attributes)


SETTINGS: dict[str, Do] = {
    "none": lambda told: None,
    "autocrlf": lambda told: settings(told, "clone", "", autocrlf="true"),
    "input": lambda told: settings(told, "clone", "", autocrlf="input"),
    "text=auto": lambda told: settings(told, "file", "* text=auto eol=lf\n"),
    "text": lambda told: settings(told, "file", "*.md text\n"),
    "text in the clone": lambda told: settings(told, "clone", "*.md text eol=crlf\n"),
    "text of the person": lambda told: settings(told, "own", "*.md text\n"),
    "binary of the person": lambda told: settings(told, "own", "*.md -text\n", autocrlf="true"),
    "no modes": lambda told: settings(told, "clone", "", fileMode="false"),
}
UPLOADED: dict[str, Do] = {
    "as it is": lambda told: None,
    "touched": lambda told: os.utime(told.folder / A, (OLDEN, OLDEN)),
    "edited": lambda told: edit(told, A, "36000000", "37000000"),
    "executable": lambda told: (told.folder / A).chmod(0o755),
    "by git mv": lambda told: told.git("mv", A, C) and None,
    "by git mv, then edited": lambda told: (told.git("mv", A, C), edit(told, C, "36000000", "37000000"))[1],
    "by mv": lambda told: move(told, A, C),
    "by git rm --cached": lambda told: told.git("rm", "--quiet", "--cached", A) and None,
    "a new one": lambda told: write(told, C, WINDOWS),
    "a new one, intended": lambda told: (write(told, C, WINDOWS), told.git("add", "--intent-to-add", C))[0],
}


@pytest.mark.parametrize("do", UPLOADED)
@pytest.mark.parametrize("setting", SETTINGS)
def test_a_draft_is_what_git_add_will_store(setting: str, do: str, story: Tell) -> None:
    """A text with the line ends of Windows, as a web page uploads it, lies on main."""
    told = story()
    blob = told.hashed("blob", WINDOWS.encode())
    told.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{A}")
    told.git("commit", "--quiet", "--message=x", at=IN_TIME)
    told.git("reset", "--quiet", "--hard")
    SETTINGS[setting](told)
    UPLOADED[do](told)
    repo, files = git.open_repository(told.folder), [path for path in (A, C) if (told.folder / path).exists()]
    laid, _ = git.read_drafts(repo, git.snapshot(repo, "HEAD"), [told.folder / path for path in files])
    content = dict(laid.read([laid.entries[path].blob for path in files]))
    told.git("add", *files)
    for path in files:
        mode, stored, _ = told.git("ls-files", "--stage", path).split(maxsplit=2)
        assert laid.entries[path] == TreeEntry(mode, stored)
        assert content[stored] == subprocess.check_output(["git", "-C", told.folder, "cat-file", "blob", stored])


@pytest.mark.parametrize("kind", ["clean", "process"])
def test_no_filter_runs_on_any_file(kind: str, story: Tell, tmp_path: Path) -> None:
    """Git looks again at a file that was written in the moment in which the index was; it would do so by the file's filter."""
    told = story()
    landed(told)
    settings(told, "clone", f"*.md filter=x\n{A} filter=một.x\n")
    for driver in ("x", "một.x"):
        told.git("config", f"filter.{driver}.{kind}", f"touch {tmp_path}/{driver}; cat")
        told.git("config", f"filter.{driver}.required", "true")
    edit(told, A, "36000000", "37000000")
    moment = (told.folder / A).stat().st_mtime_ns
    for file in (told.folder / B, told.folder / OLD, told.folder / ".git/index"):
        os.utime(file, ns=(moment, moment))
    repo = git.open_repository(told.folder)
    change, _ = git.draft_change(repo, git.snapshot(repo, "HEAD"), [told.folder / A])
    assert set(change.written) == {A}
    assert not list(tmp_path.glob("*x"))
    subprocess.run(["git", "-C", told.folder, "add", A], check=False, capture_output=True)
    assert list(tmp_path.glob("*x")), "Git itself would have run it"


def test_a_file_written_in_the_moment_of_the_index_is_looked_at(story: Tell) -> None:
    """Sizes and times tell nothing apart then; Git knows by the time of the index itself."""
    told = story()
    landed(told)
    told.git("config", "core.trustCtime", "false")
    file, index = told.folder / A, told.folder / ".git/index"
    os.utime(file, (OLDEN, OLDEN))
    told.git("add", A)
    os.utime(index, (OLDEN, OLDEN))
    edit(told, A, "36000000", "37000000")
    os.utime(file, (OLDEN, OLDEN))
    repo = git.open_repository(told.folder)
    change, _ = git.draft_change(repo, git.snapshot(repo, "HEAD"), [file])
    assert set(change.written) == {A}


def test_no_program_of_a_submodule_runs(story: Tell, tmp_path: Path) -> None:
    """Git asks each submodule whether it is clean; that one has settings of its own, and they may name programs."""
    told = story()
    inner = told.folder / of_a_submodule(told)
    told.commit(IN_TIME, {A: SOUND})
    told.git("-C", str(inner.parent), "config", "filter.x.clean", f"touch {tmp_path}/hit; cat")
    (inner.parent / ".git/info").mkdir(exist_ok=True)
    (inner.parent / ".git/info/attributes").write_text("* filter=x\n")
    os.utime(inner, (OLDEN, OLDEN))
    repo = git.open_repository(told.folder)
    git.draft_change(repo, git.snapshot(repo, "HEAD"), [told.folder / A])
    assert not (tmp_path / "hit").exists()
    told.git("status")
    assert (tmp_path / "hit").exists(), "Git itself would have run it"


# What cannot be a draft


def pipe(told: Story) -> str:
    os.mkfifo(told.folder / C)
    return C


def folder(told: Story) -> str:
    (told.folder / C).mkdir()
    return C


def never_there(told: Story) -> str:
    return C


def of_another_repository(told: Story) -> str:
    inner = f"{HOME}bv-mau/trong/x.md"
    write(told, inner, SOUND)
    told.git("init", "--quiet", str((told.folder / inner).parent))
    return inner


def of_a_submodule(told: Story) -> str:
    inner = of_another_repository(told)
    where = str((told.folder / inner).parent)
    told.git("-C", where, "add", "--all")
    told.git("-C", where, "commit", "--quiet", "--message=x")
    told.git("add", where)
    return inner


def in_capitals(told: Story) -> str:
    told.git("config", "core.ignoreCase", "true")
    move(told, A, A.replace("/a.md", "/A.md"))
    return A.replace("/a.md", "/A.md")


@pytest.mark.parametrize(
    ("lay", "why"),
    [
        (pipe, "is no plain file.*take it away"),
        (folder, "is no plain file"),
        (never_there, "No such file"),
        (of_another_repository, "another Git repository inside this one: .*/trong. Move the file out .*remove .*/trong/.git"),
        (of_a_submodule, "another Git repository inside this one"),
        (in_capitals, f"calling .*A.md {A}, .*git mv"),
    ],
)
def test_what_is_no_draft_is_told_with_the_cure(lay: Callable[[Story], str], why: str, story: Tell) -> None:
    told = story()
    landed(told)
    file = told.folder / lay(told)
    repo = git.open_repository(told.folder)
    with pytest.raises(CannotJudge) as stop:
        git.draft_change(repo, git.snapshot(repo, "HEAD"), [file])
    assert re.search(why, stop.value.words.en)


def test_a_register_line_is_for_what_is_there(story: Tell) -> None:
    told = story()
    landed(told)
    (told.folder / A).unlink()
    repo = git.open_repository(told.folder)
    with pytest.raises(CannotJudge, match="No such file"):
        git.read_drafts(repo, git.snapshot(repo, "HEAD"), [told.folder / A])


@pytest.mark.parametrize("where", ["", "program", f"{HOME}bv-mau"])
def test_what_is_to_be_named_too_is_told_by_where_the_person_stands(
    where: str, story: Tell, sangkien: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story()
    write(told, C, SOUND)
    write(told, DOSSIER, (WORLD / "dossier.yml").read_text(encoding="utf-8").replace(OLD, C))
    monkeypatch.chdir(told.folder / where)
    dossier, file = (os.path.relpath(told.folder / path) for path in (DOSSIER, C))
    done = sangkien("check", "--as-of", IN_TIME, "--lang", "en", dossier)
    assert noted(done) == [
        f"note: {dossier} names files that are on this machine and not in the repository yet;"
        f" judge them together: sangkien check {dossier} {file}"
    ]
    assert noted(sangkien("check", "--as-of", IN_TIME, "--lang", "en", dossier, file)) == []


def test_the_cure_of_an_executable_file_works_before_and_after_it_is_known(story: Tell, sangkien: Ask) -> None:
    told = story()
    write(told, C, SOUND)
    for _ in range(2):
        (told.folder / C).chmod(0o755)
        said = sangkien("check", "--repo", told.folder, "--as-of", IN_TIME, "--lang", "en", told.folder / C).out
        (command,) = re.findall("run: (git add .*)", said)
        subprocess.run(command, shell=True, cwd=told.folder, check=True)
        assert sangkien("check", "--repo", told.folder, "--as-of", IN_TIME, told.folder / C).code == 0
        told.commit(IN_TIME, {})
        told.git("update-index", "--chmod=+x", C)
        told.git("commit", "--quiet", "--message=x", at=IN_TIME)

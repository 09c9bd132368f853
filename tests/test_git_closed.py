"""Git is closed: one door, and behind it the same answers to everybody, whatever stands beside the commits."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bends import ATTRIBUTES, BESIDE, PROGRAM, VARIABLES, Bend, program
from bends import git as attack
from command import sangkien
from sangkien import git
from sangkien.git import run
from sangkien.git.merging import merge_tree
from sangkien.git.run import scratch
from sangkien.model.finding import CannotJudge
from story import HOME, PROJECT, Story
from test_layers import FILES, TREES, dotted

P = f"{HOME}bv-mau/moi.md"
NAMES = (
    "main",
    "origin/main",
    "remotes/origin/main",
    "HEAD",
    "@",
    "topic",
    "refs/heads/main",
    "main~1",
    "HEAD^",
    "v1",
    "origin",
)


PROCESSES = {"subprocess", "pty", "_posixsubprocess"}
STARTING = re.compile(r"os\.(exec|spawn|posix_spawn|popen|system|startfile)\w*|asyncio\.create_subprocess\w*")


def starts_a_process(tree: ast.AST) -> bool:
    """Whether a module can start a program, by whatever means Python has."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and {alias.name for alias in node.names} & PROCESSES:
            return True
        names = [f"{node.module}.{alias.name}" for alias in node.names] if isinstance(node, ast.ImportFrom) else [dotted(node)]
        if any(STARTING.fullmatch(name) or name.partition(".")[0] in PROCESSES for name in names):
            return True
    return False


def test_one_module_alone_starts_git() -> None:
    """The site's program, MkDocs, is no Git."""
    assert {module for module, tree in TREES.items() if starts_a_process(tree)} == {
        "sangkien.git.run",
        "sangkien.publish.assemble",
    }
    assert set(FILES) == set(TREES)


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess",
        "from subprocess import run",
        "os.execvp('git', [])",
        "os.spawnl(0, 'git')",
        "from os import popen; popen('')",
    ],
)
def test_a_call_beside_the_door_is_seen(code: str) -> None:
    assert starts_a_process(ast.parse(code))


def test_the_programs_beside_the_package_leave_git_to_it() -> None:
    for file in (PROJECT / "scripts").glob("*.py"):
        lists = (node.elts for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.List | ast.Tuple))
        assert not [each for each in lists if each and isinstance(each[0], ast.Constant) and each[0].value == "git"], file


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with all in it that could be bent: late and timely landings, a merge, a signature, a submodule, receipts, names."""
    told = Story(tmp_path_factory.mktemp("thang") / "kho")
    told.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": {"bv-mau/moi.md": {}}})
    told.step({"on": "nhanh", "at": "2021-04-02T08:00:00+07:00", "write": {"bv-mau/hai.md": {"Giá đỡ": "Khung treo"}}})
    told.git("checkout", "--quiet", "main")
    told.git("merge", "--quiet", "--no-ff", "--message=m", "nhanh", at="2021-04-03T08:00:00+07:00")
    told.step({"on": "main", "at": "2021-04-25T08:00:00+07:00", "write": {"bv-mau/tre.md": {"Giá đỡ": "Bảng gọi"}}})
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n giả\n -----END PGP SIGNATURE-----"
    signed = told.git("cat-file", "commit", "HEAD").replace("\n\n", f"\n{signature}\n\n", 1)
    told.git("reset", "--quiet", "--soft", told.hashed("commit", f"{signed}\n".encode()))
    told.git("checkout", "--quiet", "-b", "topic")
    link = f"160000,{told.git('rev-parse', 'main')},{HOME}bv-mau/con"
    told.step({"on": "topic", "at": "2021-04-26T08:00:00+07:00", "write": {"bv-mau/them.md": {"Giá đỡ": "Móc treo"}}})
    told.git("update-index", "--add", "--cacheinfo", link)
    told.git("commit", "--quiet", "--message=con", at="2021-04-26T09:00:00+07:00")
    told.receive("2021-04-26T10:00:00+07:00")
    told.git("checkout", "--quiet", "--force", "main")
    told.step({"on": "main", "at": "2021-04-27T08:00:00+07:00", "write": {"bv-mau/moi.md": {"Giá đỡ": "Giá giữ"}}})
    told.git("update-ref", "refs/remotes/origin/main", "main~2")
    told.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    told.git("tag", "v1", "main~1")
    return told.folder


@pytest.fixture
def bent(plain: Path, tmp_path: Path) -> Path:
    """A copy to be bent."""
    return Path(shutil.copytree(plain, tmp_path / "kho", symlinks=True))


def answers(folder: Path) -> tuple[object, ...]:
    """What the Git room says of a repository, all of it."""
    repo = git.open_repository(folder)
    snapshot, change = git.snapshot(repo, "main"), git.change(repo, "main", "topic")
    blobs = [entry.blob for path, entry in snapshot.entries.items() if path.startswith("submissions/")]
    commits = git.landing_commits(repo, "origin/main", "main")
    return (
        {name: git.resolve(repo, name) for name in NAMES},
        git.resolve(repo, git.resolve(repo, "main")[:12]),
        dict(snapshot.entries),
        {path: dict(landings) for path, landings in snapshot.history.landings.items()},
        dict(snapshot.history.disordered),
        dict(snapshot.read(blobs)),
        (dict(change.written), change.deleted, dict(change.claims)),
        commits,
        git.authors(repo, [commit.id for commit in commits]),
        git.touching(repo, "main", [P, ":(glob)**"]),
        git.files_under(repo, "main", "schema/"),
        git.last_before(repo, git.resolve(repo, "main"), datetime.fromisoformat("2021-04-10T00:00:00Z")),
        (
            git.is_ancestor(repo, "main", "origin/main"),
            git.is_ancestor(repo, "main", "topic"),
            git.continues(repo, "main", "origin/main"),
        ),
        git.related(repo, "main", "receipts"),
        (git.receipts.tip(repo), git.receipts.every(repo), tuple(git.receipts.faults(repo)), git.receipts.missing(repo)),
        merge_tree(scratch(repo), git.resolve(repo, "main"), git.resolve(repo, "topic")),
    )


@pytest.fixture(scope="module")
def truth(plain: Path) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SANGKIEN_CACHE", "off")
        return answers(plain)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANGKIEN_CACHE", "off")


def kin(name: str) -> str:
    """What bends the same part of Git in different ways, so that none hides another, is tried at once: settings of a section, refs, files
    of the Git folder. Everything else is tried alone."""
    section, _, key = name.partition(".")
    if "=" in key and not name.startswith("."):
        return section if section in ("log", "diff", "merge", "filter", "core") else "other settings"
    return "refs" if name.startswith("refs/") else "files" if name.startswith(".git/") else name


KIN = {each: [bend for name, bend in BESIDE.items() if kin(name) == each] for each in dict.fromkeys(map(kin, BESIDE))}


def test_every_bend_is_tried() -> None:
    assert sum(map(len, KIN.values())) == len(BESIDE)
    assert {each for each in KIN if len(KIN[each]) > 1} == {
        *("log", "diff", "merge", "filter", "core", "other settings", "refs", "files")
    }


@pytest.mark.parametrize("bends", [pytest.param(bends, id=each) for each, bends in KIN.items()])
def test_nothing_beside_the_commits_changes_an_answer(bends: list[Bend], bent: Path, truth: tuple[object, ...]) -> None:
    for bend in bends:
        bend(bent)
    assert answers(bent) == truth
    assert not (bent.parent / "hit").exists()


@pytest.mark.parametrize("names", [[*VARIABLES][first::4] for first in range(4)], ids=lambda names: names[0])
def test_no_variable_changes_an_answer(
    names: list[str], bent: Path, truth: tuple[object, ...], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name in names:
        monkeypatch.setenv(name, VARIABLES[name].replace(PROGRAM, str(program(bent))))
    assert answers(bent) == truth
    assert not (bent.parent / "hit").exists()
    assert capfd.readouterr() == ("", "")


def test_what_a_user_and_a_machine_configured_changes_no_answer(
    bent: Path, truth: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's file, the one of XDG_CONFIG_HOME with its attributes, the machine's."""
    written = (
        "[log]\nshowSignature = true\nshowRoot = false\n[diff]\nrenames = false\n[core]\nabbrev = 4\n[merge]\ndefault = union\n"
    )
    (tmp_path / "git").mkdir()
    (tmp_path / ".gitconfig").write_text(f"{written}[gpg]\nprogram = {program(bent)}\n")
    (tmp_path / "git/config").write_text(f"{written}[gpg]\nprogram = {program(bent)}\n")
    (tmp_path / "git/attributes").write_text(ATTRIBUTES[1])
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    assert answers(bent) == truth
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(tmp_path / ".gitconfig"))
    assert answers(bent) == truth
    assert not (tmp_path / "hit").exists()


# Shapes: where the parts of a repository lie


def as_it_is(folder: Path) -> Path:
    return folder


def packed(folder: Path) -> Path:
    attack(folder, "gc", "--quiet")
    attack(folder, "pack-refs", "--all")
    return folder


def detached(folder: Path) -> Path:
    attack(folder, "checkout", "--quiet", "--detach", "main")
    return folder


def deeper(folder: Path) -> Path:
    return folder / HOME


def linked(folder: Path) -> Path:
    """Another work tree of the same repository, whose own HEAD stands elsewhere."""
    attack(
        folder, "worktree", "add", "--quiet", "--no-checkout", "--detach", str(folder.parent / "cay\nkhác"), "refs/heads/main"
    )
    (folder / ".git/HEAD").write_text("ref: refs/heads/topic\n")
    return folder.parent / "cay\nkhác"


def bare(folder: Path) -> Path:
    attack(folder, "clone", "--quiet", "--mirror", str(folder), str(folder.parent / "kho.git"))
    attack(folder.parent / "kho.git", "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/main")
    return folder.parent / "kho.git"


def called_bare(folder: Path) -> Path:
    attack(folder, "config", "core.bare", "true")
    return folder


def apart(folder: Path) -> Path:
    """The Git folder lies somewhere else."""
    (folder / ".git").rename(folder.parent / "kho-git")
    (folder / ".git").write_text("gitdir: ../kho-git\n")
    return folder


def borrowing(folder: Path) -> Path:
    """The objects are another repository's."""
    objects, lent = folder / ".git/objects", folder.parent / "muon"
    objects.rename(lent)
    (objects / "info").mkdir(parents=True)
    (objects / "info/alternates").write_text(f"{lent}\n")
    return folder


def work_tree_elsewhere(folder: Path) -> Path:
    attack(folder, "config", "core.worktree", "/tmp")
    return folder


def sparse(folder: Path) -> Path:
    attack(folder, "sparse-checkout", "set", "schema")
    return folder


def behind_a_link(folder: Path) -> Path:
    (folder.parent / "loi").symlink_to(folder)
    return folder.parent / "loi"


def named(name: str) -> Callable[[Path], Path]:
    return lambda folder: folder.rename(folder.parent / name)


SHAPES = {
    **{
        each.__name__: each
        for each in (
            *(as_it_is, packed, detached, deeper, linked, bare, called_bare, apart, borrowing),
            *(work_tree_elsewhere, sparse, behind_a_link),
        )
    },
    **{
        f"named {name!a}": named(name)
        for name in ("a\nb", "\nkho\n", "kho của tôi", "'\"\\:;", "-kho", "kho\udcff", "#kho", "$HOME")
    },
}


@pytest.mark.parametrize("shape", [pytest.param(shape, id=name) for name, shape in SHAPES.items()])
def test_no_shape_of_a_repository_changes_an_answer(
    shape: Callable[[Path], Path], bent: Path, truth: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shape(bent)
    assert answers(folder) == truth
    before = {file for file in bent.parent.rglob("*") if "objects" not in file.parts}
    monkeypatch.setenv("SANGKIEN_CACHE", "on")
    assert answers(folder) == truth
    new = {file for file in bent.parent.rglob("*") if "objects" not in file.parts} - before
    assert {file.parent.name for file in new if file.is_file()} == {"sangkien"}, "what is kept lies in the Git folder"


def test_a_merge_is_tried_without_a_trace(bent: Path) -> None:
    def objects() -> set[Path]:
        return set((bent / ".git").rglob("*"))

    repo, before = git.open_repository(bent), objects()
    beside = scratch(repo)
    made = merge_tree(beside, *(git.resolve(repo, name) for name in ("main", "topic")))
    assert made.clean
    assert run.ask(repo, "cat-file", "-e", made.tree) is None
    assert run.ask(beside, "cat-file", "-e", made.tree) == b""
    assert objects() == before


# All at once, for every verb

VERBS = (
    ("check",),
    ("check", "--base", "main", "--head", "topic"),
    ("check", "--base", "origin/main"),
    ("check", "--head", "origin/main"),
    ("audit",),
    ("audit", "--head", "main", "--format", "json"),
    ("timeline", P),
    ("status", P),
    ("quota",),
    ("people", "--least", "1"),
    ("receipts", "verify"),
    ("build", "--out", "../lam"),
)


def bare_and_oddly_named(folder: Path) -> Path:
    return bare(folder).rename(folder.parent / "kho\n'\"")


@pytest.mark.parametrize("shape", [as_it_is, bare_and_oddly_named])
def test_every_verb_answers_the_same_with_all_of_it_at_once(
    shape: Callable[[Path], Path], plain: Path, bent: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verbs = VERBS if shape is as_it_is else VERBS[:-1]
    honest = Path(shutil.copytree(plain, bent.parent / "that" / "kho"))
    expected = [said(honest, words) for words in verbs]
    assert {exit for exit, *_ in expected} == {0, 1}
    assert all(out for _, out, *_ in expected)
    for bend in BESIDE.values():
        bend(bent)
    folder = shape(bent)
    (bent.parent / "hit").unlink(missing_ok=True)
    for name, value in VARIABLES.items():
        monkeypatch.setenv(name, value.replace(PROGRAM, str(bent.parent / "chay")))
    for words, wanted in zip(verbs, expected, strict=True):
        assert said(folder, words) == wanted, words
        assert not (bent.parent / "hit").exists(), words


def said(folder: Path, words: tuple[str, ...]) -> tuple[int, str, str, dict[str, bytes]]:
    """Exit, both outputs, and the files that were written."""
    asked = [*words, *(("--as-of", "2021-05-01T00:00:00Z") if words[0] != "receipts" else ())]
    done = sangkien(*asked, folder=folder, environment={**os.environ, "SANGKIEN_LANG": "vi"})
    made = folder.parent / "lam"
    files = {str(file.relative_to(made)): file.read_bytes() for file in made.rglob("*") if file.is_file()}
    out = done.stdout.partition(" (")[0] if words[0] == "build" else done.stdout  # it says how long it took
    return done.returncode, out, done.stderr, files


# A stranger's folder


def copied(folder: Path) -> subprocess.CompletedProcess[str]:
    """By the words of SECURITY.md."""
    text = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
    (command,) = re.findall("^git -c .*clone .*$", text, re.MULTILINE)
    named = {"THƯ-MỤC": str(folder), "BẢN-SAO.git": str(folder.parent / "sao.git")}
    words = [named.get(word, word) for word in command.split()]
    return subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    )


FORGED = ("forged_graph", "split_graph", "pack_index", "grafts", "replaced_commit", "replaced_blob")
"""What Git itself believes while it copies: then the copy does not come about, or it is whole."""


@pytest.mark.parametrize("name", FORGED)
def test_what_is_forged_in_a_strangers_folder_stops_the_copy_or_stays_behind(name: str, bent: Path) -> None:
    honest = said(bent, ("audit", "--head", "main"))
    BESIDE[name](bent)
    assert copied(bent).returncode != 0 or said(bent.parent / "sao.git", ("audit", "--head", "main")) == honest


def test_the_checked_copy_of_a_strangers_folder_brings_nothing_of_it_along(bent: Path) -> None:
    for name, bend in BESIDE.items():
        if name not in FORGED:
            bend(bent)
    (bent.parent / "hit").unlink(missing_ok=True)
    done = copied(bent)
    assert done.returncode == 0, done.stderr
    copy = bent.parent / "sao.git"
    files = {str(file.relative_to(copy)) for file in copy.rglob("*") if file.is_file() and not file.name.endswith(".sample")}
    packs = {name for name in files if name.startswith("objects/pack/pack-")}
    assert files - packs <= {"HEAD", "config", "description", "packed-refs", "info/exclude"}
    assert attack(copy, "for-each-ref", "refs/replace", "refs/remotes", "refs/notes") == ""
    assert not (bent.parent / "hit").exists()
    here, there = (git.open_repository(each) for each in (bent, copy))
    assert git.resolve(there, "main") == git.resolve(here, "main")
    assert said(copy, ("audit", "--head", "main")) == said(bent, ("audit", "--head", "main"))


def test_an_object_under_a_false_id_stops_the_copy(bent: Path) -> None:
    ids = [attack(bent, "rev-parse", f"main:{HOME}bv-mau/{name}.md") for name in ("cu", "moi")]
    one, other = (bent / ".git/objects" / id[:2] / id[2:] for id in ids)
    one.chmod(0o644)
    shutil.copy(other, one)
    assert copied(bent).returncode != 0


# Whose repository it is


@pytest.fixture
def foreign(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if every folder belonged to another account."""
    monkeypatch.setattr(run, "_ALWAYS", {**run._ALWAYS, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})


def test_the_folder_of_another_account_is_read_only_once_the_person_says_they_trust_it(
    foreign: None, bent: Path, truth: tuple[object, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    with pytest.raises(CannotJudge) as told:
        git.open_repository(bent)
    assert f"git config --global --add safe.directory {bent}" in told.value.words.en
    attack(bent, "config", "safe.directory", "*")  # what the folder says of itself counts for nothing
    with pytest.raises(CannotJudge, match="belongs to another account"):
        git.open_repository(bent)
    attack(bent, "config", "--file", str(tmp_path / "gitconfig"), "safe.directory", str(bent))
    assert answers(bent) == truth


def test_a_view_goes_with_the_last_who_holds_it(bent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def views() -> Iterator[Path]:
        return tmp_path.glob("sangkien-*")

    repo = git.open_repository(bent)
    beside = scratch(repo)
    assert len(list(views())) == 2
    del repo
    tree = merge_tree(beside, *(git.resolve(beside, name) for name in ("main", "topic"))).tree
    assert run.ask(beside, "cat-file", "-e", tree) == b""
    del beside
    assert list(views()) == []

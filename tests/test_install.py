"""Who installs what: judging imports the gate's libraries alone, what needs more says so, and the wheel works far from this repository."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

import pytest

from sangkien.cli import extras
from story import AS_OF, PROJECT, Story

sys.path.insert(0, str(PROJECT / "tests" / "bench"))
import job

PACKAGE = PROJECT / "scripts/sangkien"
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OF_EXTRAS = {name for names in extras.EXTRAS.values() for name in names}
DISTRIBUTIONS = {
    "markdown_it": "markdown-it-py",
    "yaml": "pyyaml",
    "frontmatter": "python-frontmatter",
    "jsonschema_rs": "jsonschema-rs",
    "PIL": "pillow",
    "ttf_opensans": "ttf-opensans",
    "zxingcpp": "zxing-cpp",
}
"""Names of packages that differ from what is imported."""


def imported(nodes: Callable[[ast.Module], Iterator[ast.AST]]) -> set[str]:
    """What the package imports of others, by the first part of its name."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in nodes(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {each.name for each in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                found.add(node.module)
    return {name.partition(".")[0] for name in found} - {"sangkien"} - sys.stdlib_module_names


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=]", each)[0].lower() for each in requirements}


def listed(name: str) -> set[str]:
    lines = (PROJECT / f"requirements/{name}.in").read_text(encoding="utf-8").splitlines()
    return named([line for line in lines if not line.startswith(("#", "-r "))])


def pinned(name: str) -> set[str]:
    text = (PROJECT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    return set(re.findall(r"^([\w.-]+)(?:\[\w+\])?==", text, re.MULTILINE))


def test_whoever_installs_the_package_alone_gets_all_that_judging_imports_and_nothing_else() -> None:
    """As pre-commit does: the pinned lists of requirements are not asked there."""
    needed = {DISTRIBUTIONS.get(name, name).lower() for name in imported(ast.walk) - OF_EXTRAS}
    assert needed == named(DECLARED["dependencies"])
    assert listed("gate") == needed


def test_an_extra_installs_what_its_verbs_import_and_has_its_own_list() -> None:
    assert DECLARED["optional-dependencies"].keys() == extras.EXTRAS.keys()
    for extra, names in extras.EXTRAS.items():
        assert {DISTRIBUTIONS.get(name, name).lower() for name in names} <= listed(extra)
        assert listed(extra) == named(DECLARED["optional-dependencies"][extra])
        assert pinned("gate") < pinned(extra)


def test_nothing_of_an_extra_is_imported_where_a_module_begins() -> None:
    assert imported(lambda tree: iter(tree.body)) & OF_EXTRAS == set()


# In an environment that has the gate's libraries alone

ALONE = """
import sys
from importlib.machinery import PathFinder
class Installed:
    def find_spec(name, path=None, target=None):
        return None if name.partition(".")[0] in ABSENT else PathFinder.find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Installed
from sangkien.cli import main
main()
"""


def alone(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command, where only what requirements/gate.txt installs can be imported."""
    there = metadata.packages_distributions()
    kept = pinned("gate") | {"sangkien"}
    absent = {name for name, owners in there.items() if not kept & {each.lower().replace("_", "-") for each in owners}}
    assert absent >= OF_EXTRAS
    command = [sys.executable, "-W", "error", "-c", f"ABSENT = {sorted(absent)}\n{ALONE}", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "words",
    [
        "check --base main --head topic",
        "check --base main --head topic --format page",
        "check --base main --head topic --format sarif",
        "check --head topic",
        "status submissions/2021/thai-binh/nganh-y-te/bv-mau/sai.md --head topic",
        "quota",
        "people",
        "audit",
        "timeline submissions/2021/thai-binh/nganh-y-te/bv-mau/sai.md",
        "rules SK109",
        "rules",
        "receive --base main --head topic --at 2021-04-01T08:00:00+07:00 --source thu",
        "receipts verify",
        "hook --help",
        "register --help",
        "correct --help",
    ],
)
def test_every_verb_but_build_works_with_the_gates_libraries_alone(story: Callable[[], Story], words: str) -> None:
    """Of what is wrong too, which asks the careful reader, the careful validator and the owners."""
    repo = story()
    owners = {".github/CODEOWNERS": "/program/ @example-union/ban-chinh-sach\n"}
    repo.commit("2021-03-14T08:00:00+07:00", owners)
    broken = {"scope: unit": "scope: khoa", "title: ": "title:"}
    repo.step({"on": "topic", "at": AS_OF, "write": {"bv-mau/sai.md": broken, "bv-mau/hai.md": {"2021-02-15": "15/2/2021"}}})
    told = alone(*words.split(), folder=repo.folder)
    assert told.returncode in (0, 1), told.stderr
    assert told.stdout
    assert "Module" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("lang", "said"), [("vi", "Lệnh này cần thêm phần “site”, máy chưa cài: PIL"), ("en", "This verb needs the extra “site”")]
)
def test_a_verb_that_needs_an_extra_says_what_to_run_and_makes_nothing(
    story: Callable[[], Story], monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setenv("SANGKIEN_LANG", lang)
    repo = story()
    told = alone("build", folder=repo.folder)
    assert told.returncode == 2
    assert told.stdout == ""
    assert said in told.stderr
    assert "pip install --require-hashes -r requirements/site.txt" in told.stderr
    assert "-py3-none-any.whl[site]" in told.stderr
    assert "pip install sangkien" not in told.stderr, "the bare name may be anybody's on a public index"
    assert not (repo.folder / "build").exists()


# The wheel and the whole job, with the wheels that the locked lists name


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment in which the built wheel was installed, and nothing else asked for."""
    folder = tmp_path_factory.mktemp("goi")
    for name in tracked("scripts/sangkien", "Makefile", "pyproject.toml", "LICENSE"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)  # what builds is here already
    run("make", "wheel", "--old-file=.venv/gate.ok", folder=folder)
    (wheel,) = (folder / "build/wheel").iterdir()
    job.wheels()
    run(sys.executable, "-m", "venv", "moi", folder=folder)
    run("moi/bin/pip", "install", "--quiet", "--no-index", f"--find-links={job.WHEELS}", str(wheel), folder=folder)
    return folder / "moi/bin"


def tracked(*paths: str) -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *paths], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    return [name for name in listed.split("\0") if name and (PROJECT / name).is_file()]


def run(*command: str, folder: Path, fine: int = 0, **more: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_", "VIRTUAL_ENV"))}
    done = subprocess.run(command, cwd=folder, env=kept | more, capture_output=True, text=True, check=False)
    assert done.returncode == fine, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_judges_another_repository_by_that_ones_own_law(installed: Path, story: Callable[[], Story]) -> None:
    repo, tool = story(), str(installed / "sangkien")
    whence = run(str(installed / "python"), "-c", "import sangkien; print(sangkien.__file__)", folder=repo.folder)
    assert Path(whence.strip()).is_relative_to(installed.parent)
    assert run(tool, "check", "--head", "main", "--as-of", AS_OF, folder=repo.folder).endswith("không có gì sai.\n")
    repo.step({"on": "topic", "at": AS_OF, "write": {"bv-mau/moi.md": {"scope: unit": "scope: ward"}}})
    change = (tool, "check", "--base", "main", "--head", "topic", "--as-of", AS_OF)
    assert "bv-mau/moi.md:" in run(*change, folder=repo.folder, fine=1)
    schema = (PROJECT / "schema/submission.schema.json").read_text(encoding="utf-8")
    wider = schema.replace('"province", "nation"],', '"province", "nation", "ward"],')
    wider = wider.replace('"team": {', '"ward": {"vi": "Một khoa", "en": "One ward"}, "team": {', 1)
    repo.git("checkout", "--quiet", "main")
    repo.commit("2021-03-14T08:00:00+07:00", {"schema/submission.schema.json": wider})
    run(*change, folder=repo.folder)


@pytest.mark.slow
def test_the_wheel_explains_every_rule_and_says_what_building_the_site_needs(installed: Path, tmp_path: Path) -> None:
    run("git", "init", "--quiet", str(tmp_path), folder=tmp_path)
    for case in ("SK101", "SK402", "SK910"):
        assert case in run(str(installed / "sangkien"), "rules", case, folder=tmp_path)
    run(str(installed / "sangkien"), "build", folder=tmp_path, fine=2)


@pytest.mark.slow
def test_the_wheel_brings_the_gate_alone_and_every_file_of_the_package(installed: Path) -> None:
    there = {
        re.split("==| @ ", each)[0].lower().replace("_", "-") for each in run("./pip", "freeze", folder=installed).splitlines()
    }
    assert named(DECLARED["dependencies"]) | {"sangkien"} <= there <= pinned("gate") | {"sangkien"}
    (site,) = installed.parent.glob("lib/python*/site-packages")
    assert [name for name in tracked("scripts/sangkien") if not (site / name.removeprefix("scripts/")).is_file()] == []


@pytest.mark.slow
def test_the_benchmark_of_the_whole_job_runs_and_both_ways_say_the_same() -> None:
    """Small, and no time is asked for; sizes do not depend on the machine."""
    said = run(sys.executable, str(PROJECT / "tests/bench/job.py"), "50", folder=PROJECT)
    for line in ("clone", "fetch what is judged", "install", "judge", "the whole job, seconds", "the same, on a core"):
        assert re.search(rf"^  {line} .*[0-9]", said, re.MULTILINE), said
    assert re.search(r"^  installed, MB .* met: ", said, re.MULTILINE), said

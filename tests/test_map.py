"""The map cannot lie: what ARCHITECTURE.md and the decisions name is there, and adding something touches as few places as they say."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.figures import figures
from sangkien.language import Words
from sangkien.model.artifact import Column, Measure, Table
from sangkien.model.history import AsOf
from sangkien.outputs.opendata import tables
from sangkien.outputs.site import report
from sangkien.outputs.site.page_url import PageUrl
from story import PROJECT, Story
from test_layers import FILES, PACKAGE, TREES, imports

MAP = PROJECT / "ARCHITECTURE.md"
DECISIONS = sorted((PROJECT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = [MAP, *DECISIONS, *(PROJECT / "docs").glob("*.md"), PROJECT / "docs" / "decisions" / "README.md",
         *(PROJECT / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md", "SECURITY.md"))]  # fmt: skip
LONGEST, WIDEST = 120, 160

# Rooms and files that a page may name by the shorter way, and what stands in no commit: folders of a build, of a clone, of an edition.
ROOTS = {MAP: (PROJECT, PACKAGE), PROJECT / "docs" / "developing.md": (PROJECT, PACKAGE, PACKAGE / "rules")}
MADE = ("build/", "made/", ".git/", "units/", "en/")


def named(page: Path) -> Iterator[tuple[str, str]]:
    """Every path that a page names between backticks, with the function or class behind the colon, if one is named."""
    for path, name in re.findall(r"`([\w./-]+(?:\.\w+|/))(?::(\w+))?`", page.read_text(encoding="utf-8")):
        if not path.startswith(MADE) and (path.endswith((".py", "/")) or "/" in path):
            yield path, name


def found(page: Path, path: str) -> Path | None:
    roots = ROOTS.get(page, (PROJECT, PACKAGE))
    return next((root / path for root in roots if (root / path).exists()), None)


@pytest.mark.parametrize("page", [MAP, PROJECT / "docs" / "developing.md", *DECISIONS], ids=lambda page: page.stem)
def test_every_path_and_every_name_is_there(page: Path) -> None:
    gone = []
    for path, name in named(page):
        file = found(page, path)
        if file is None:
            gone.append(path)
        elif name and name not in defined(file):
            gone.append(f"{path}:{name}")
    assert gone == []


def defined(file: Path) -> set[str]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_paths_and_names_are_really_found() -> None:
    everywhere = [*named(MAP)]
    assert ("app/judge.py", "judge_change") in everywhere
    assert ("outputs/", "") in everywhere
    assert len(everywhere) > 80
    assert "judge_change" in defined(PACKAGE / "app" / "judge.py")


def test_the_map_is_a_map() -> None:
    lines = MAP.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= LONGEST
    assert [line for line in lines if len(line) > WIDEST] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_says_why_what_and_what_follows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["Context", "Decision", "Consequence"]
    assert text.startswith(f"# {page.name[:4]} ")
    assert len(text.splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap_and_listed() -> None:
    assert [page.name[:4] for page in DECISIONS] == [f"{number:04d}" for number in range(1, len(DECISIONS) + 1)]
    listed = (PROJECT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    titles = [page.read_text(encoding="utf-8").partition("\n")[0][2:].split(" ", 1)[1] for page in DECISIONS]
    names = [page.name for page in DECISIONS]
    assert re.findall(r"\((\d{4}-[\w-]+\.md)\) (.*)", listed) == [*zip(names, titles, strict=True)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_link_leads_to_a_file_and_to_a_heading_in_it(page: Path) -> None:
    lost = []
    for path, anchor in re.findall(r"\]\(([^)#:\s]*)(?:#([^)\s]*))?\)", page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(f"{path}#{anchor}")
    assert lost == []


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as a forge makes them."""
    headings = re.findall(r"^#+ (.*)", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


# How many places something touches.


def row(what: str) -> tuple[int, set[str]]:
    """A row of “How to add”: the number it promises, and the paths it names as the places."""
    cells = next(line for line in MAP.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {what} | ")).split(" | ")
    return int(cells[1]), set(re.findall(r"`([\w./-]+\.py)`", cells[2]))


def known_by(module: str) -> set[str]:
    """The modules that import one."""
    return {each for each, asked in imported().items() if module in asked}


@cache
def imported() -> dict[str, set[str]]:
    return {module: set(imports(module)) for module in FILES}


def test_a_kind_of_act_touches_as_many_places_as_promised() -> None:
    """Counted by the plainest kind there is, on which no verdict rests: beside the model and the reading only rules, figures and words
    about it know it."""
    reading = [module for module in FILES if module.split(".")[1:2] in (["model"], ["corpus"])]
    knowing = {module for module in reading if names_it(TREES[module], "agreement")}
    number, paths = row("a kind of act")
    assert {str(FILES[module].relative_to(PACKAGE)) for module in knowing} == paths
    assert len(paths) + 1 == number  # its schema


def names_it(tree: ast.Module, word: str) -> bool:
    """Whether a word stands among the names and strings of a module, in any form, docstrings apart."""
    spelt = {word, f"{word}s", word.capitalize()}
    for node in ast.walk(tree):
        written = {ast.Name: "id", ast.Attribute: "attr", ast.ClassDef: "name", ast.alias: "name", ast.Constant: "value"}.get(
            type(node)
        )
        if written and getattr(node, written) in spelt:
            return True
    return False


def test_a_page_touches_its_module_and_the_list_of_pages() -> None:
    calling = {
        (module, node.func.value.id)
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if module.startswith("sangkien.outputs.site.")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "page"
        if isinstance(node.func.value, ast.Name)
    }
    assert {module for module, _ in calling} == {"sangkien.outputs.site.pages"}
    assert len(calling) >= 7


def test_a_way_to_tell_a_verdict_touches_its_module_and_the_list() -> None:
    ways = {module for module in FILES if module.startswith("sangkien.outputs.gate.")} - {"sangkien.outputs.gate.formats"}
    ways.remove("sangkien.outputs.gate.text")  # others tell in its words
    assert len(ways) >= 5
    assert {way for way in ways if known_by(way) != {"sangkien.outputs.gate.formats"}} == set()


def test_a_verb_touches_its_module_and_the_list() -> None:
    verbs = {module for module in imported()["sangkien.cli.main"] if module.startswith("sangkien.cli.")}
    verbs -= {"sangkien.cli.terminal", "sangkien.cli.usage", "sangkien.cli.extras"}
    assert len(verbs) >= 9
    assert {verb for verb in verbs if known_by(verb) != {"sangkien.cli.main"}} == set()


def test_a_report_is_shown_and_published_by_nothing_but_its_table(story: Callable[[], Story]) -> None:
    at = datetime.fromisoformat("2021-04-10T08:00:00+07:00")
    corpus, findings, _ = read_judged(git.open_repository(story().folder), "main", AsOf(at))
    edition = corpus.editions["2021"]
    counted = figures(corpus, findings, edition)
    columns = (Column("which", Words("Đầu chữ", "Initial"), Measure.NAME), Column("count", Words("Số bài", "Entries")))
    more = Table("chu-dau", Words("Theo chữ đầu", "By initial"), Words("Thử", "A trial"), columns, (("C", 1),), codes=("c",))
    counted = replace(counted, tables=(*counted.tables, more))
    page = report.page(edition, counted, PageUrl("bao-cao/2021/", "vi"), "https://example.org/", "", sample=True)
    assert "Theo chữ đầu" in page.body
    assert "chu-dau.csv" in page.body
    files = {each.path: each.content.decode() for each in tables.artifacts([counted], "0" * 40, at)}
    assert "du-lieu/2021/chu-dau.csv" in files
    assert "Theo chữ đầu" in files["du-lieu/2021/bao-cao.json"]

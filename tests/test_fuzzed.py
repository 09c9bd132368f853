"""Random texts, paths and histories: whatever comes, there is a verdict with places that exist, never an exception of another kind."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings

from attacks import Field, field_of_attacks
from reading import hold
from sangkien import git
from sangkien.app.judge import judge_change
from sangkien.corpus import Law, load_law
from sangkien.corpus.layout import LAYOUT, address_of, harm, spelling
from sangkien.corpus.load import load_one
from sangkien.model.history import AsOf
from sangkien.outputs.gate import github, json, text
from sangkien.rules import CATALOGUE
from story import AS_OF, HOME, PROJECT
from strategies import histories, paths, submissions, tricky_texts

PATH = f"{HOME}bv-mau/moi.md"
ALONE = [rule for rule in CATALOGUE.values() if not rule.cross_file and rule.code.startswith(("SK1", "SK9"))]


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law(git.snapshot(git.open_repository(PROJECT), "HEAD"), git.open_repository(PROJECT).store)


@settings(max_examples=300)
@given(submissions() | tricky_texts)
def test_whatever_a_file_holds_a_finding_stands_on_a_line_of_it(law: Law, written: str) -> None:
    corpus = load_one(law, [(PATH, "0" * 40, written.encode())])
    lines = [line for source in corpus.sources.values() for line in source.lines]
    found = [finding for rule in ALONE for finding in rule.findings(corpus)]
    for finding in found:
        mark = finding.location.mark
        assert mark.line <= max(len(lines), written.count("\n") + written.count("\r") + 1)
        if lines and mark.line:
            assert 1 <= mark.column <= len(lines[mark.line - 1]) + 1
            assert mark.column + mark.width <= len(lines[mark.line - 1]) + 2


@settings(max_examples=300)
@given(paths)
def test_a_path_is_something_only_if_it_harms_nobody(path: str) -> None:
    place = address_of(path)
    if place is not None and place.kind in LAYOUT:
        assert harm(path) is None
        assert spelling(path) == path, "no other path is the same file on any machine"
        assert path.isascii()
        assert path.isprintable()
        assert ".." not in path
        assert len(path) <= 240
    if harm(path):
        assert place is not None
        assert place.kind in ("unsafe", "misplaced")
    if path.startswith(("submissions/", "program/")):
        assert place is not None
    assert spelling(spelling(path)) == spelling(path)


@pytest.mark.parametrize("seed", sorted((PROJECT / "tests/fuzz/corpus").iterdir()), ids=lambda seed: seed.name)
def test_what_the_fuzzer_starts_from_and_once_fell_over_is_read(law: Law, seed: Path) -> None:
    hold(seed.read_bytes(), law)


@settings(max_examples=200)
@given(submissions() | tricky_texts)
def test_whatever_a_file_holds_both_ways_agree_on_it(law: Law, written: str) -> None:
    hold(written.encode(), law)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Field:
    return field_of_attacks(tmp_path_factory.mktemp("ngau-nhien") / "kho")


@settings(max_examples=25)
@given(histories)
def test_whatever_history_comes_it_is_judged(ground: Field, history: list[list[tuple[str, str, str]]]) -> None:
    head = ground.parent
    for files in history:
        head = ground.commit({path: (mode, content.encode("utf-8", "replace")) for mode, path, content in files}, head)
    repo, as_of = git.open_repository(ground.story.folder), AsOf(datetime.fromisoformat(AS_OF))
    judgement = judge_change(repo, "main", head, as_of)
    for told in (text.render(judgement, "vi"), github.render(judgement, "en"), json.render(judgement)):
        assert told.encode()
    wrong = {finding.location.path for finding in judgement.verdict.introduced}
    laid = git.snapshot(repo, head).entries
    for path, mode in {path: mode for mode, path, _ in history[-1]}.items():
        place = address_of(path)
        if place is not None and path in laid and (mode != "100644" or place.kind not in LAYOUT):
            assert path in wrong

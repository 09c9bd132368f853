"""The mutants of the rules: their runner tells who is killed from who survives, and its list speaks only of mutants there are.

The whole run takes some minutes and is asked for by `make mutants`.
"""

from __future__ import annotations

import os
import subprocess
import sys

from mutation.__main__ import every, explained
from mutation.mutants import mutants
from story import PROJECT

STORY = "SK703-too-many-honours"
KILLED = "quota.too_many_honours: position > account.limit.max → position >= account.limit.max"
UNTOUCHED = "quota.over_share: (yield from _beyond(corpus, own=True)) → (yield from _beyond(corpus, own=False))"


def run(*names: str) -> tuple[int, str]:
    """The runner on some mutants, with one story to tell them by: its exit code and what it prints."""
    told = {**os.environ, "PYTHONPATH": str(PROJECT / "tests")}
    words = [sys.executable, "-m", "mutation", *names, "--stories", STORY]
    done = subprocess.run(words, env=told, capture_output=True, text=True, check=False)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_a_story_kills_a_mutant_of_its_rule_and_leaves_one_that_is_the_same() -> None:
    same = next(name for name, kind in explained().items() if kind == "same" and name.startswith("quota."))
    code, told = run(KILLED, same)
    assert (code, "all                2      1    1        0           0   50.0%" in told) == (0, True), told


def test_a_survivor_that_nobody_explains_is_told_and_fails() -> None:
    code, told = run(UNTOUCHED)
    assert (code, f"survives: {UNTOUCHED}" in told) == (1, True), told


def test_the_list_of_survivors_names_only_mutants_there_are() -> None:
    assert explained().keys() - {mutant.name for mutant in every()} == set()


def test_a_function_is_changed_in_every_small_way_but_its_prose() -> None:
    source = '''
@rule("X", Words("a", "b"), cross_file=True)
def f(found: Found) -> Hits:
    """Prose."""
    for each in sorted(found, key=name):
        if not each.open and each.size > 9:
            yield each, {"said": Words("c", "d")}
'''
    assert {mutant.name.removeprefix("m.f: ") for mutant in mutants("m", source)} == {
        "rule('X', Words('a', 'b'), cross_file=True) → rule('X·', Words('a', 'b'), cross_file=True)",
        "rule('X', Words('a', 'b'), cross_file=True) → rule('X', Words('a', 'b'), cross_file=False)",
        "for each in sorted(found, key=name): only once",
        "sorted(found, key=name) → list(found)",
        "sorted(found, key=name) → sorted(found, key=name, reverse=True)",
        "sorted(…) without key=name",
        "not each.open and each.size > 9 → True",
        "not each.open and each.size > 9 → False",
        "not each.open and each.size > 9 → not each.open or each.size > 9",
        "not each.open and each.size > 9 → each.size > 9",
        "not each.open and each.size > 9 → not each.open",
        "not each.open and each.size > 9 → each.open and each.size > 9",
        "not each.open and each.size > 9 → not each.open and each.size >= 9",
        "not each.open and each.size > 9 → not each.open and each.size <= 9",
        "not each.open and each.size > 9 → not each.open and each.size > 10",
        "not each.open and each.size > 9 → not each.open and each.size > 8",
        "yield (each, {'said': Words('c', 'd')}) → nothing",
        "(yield (each, {'said': Words('c', 'd')})) → (yield (each, {'said·': Words('c', 'd')}))",
    }


def test_no_two_mutants_have_one_name() -> None:
    made = every()
    assert len({mutant.name for mutant in made}) == len(made) > 1_000

"""The catalogue of rules: codes that never change hands, one case folder each, and the same said in both languages."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from html import unescape
from string import Formatter

import pytest

from sangkien.cli import main
from sangkien.language import LANGUAGES, Language
from sangkien.outputs.catalogue import BLANKS
from sangkien.rules import CATALOGUE, Rule
from sangkien.rules.example import example
from story import PROJECT

CASES = PROJECT / "scripts" / "sangkien" / "rules" / "cases"
RETIRED = frozenset({"SK511"})
"""Codes of rules that are gone: they stand in old reports and letters, so no other rule may ever take them."""

each_rule = pytest.mark.parametrize("rule", CATALOGUE.values(), ids=lambda rule: rule.code)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@each_rule
def test_a_code_is_of_its_module_and_never_a_retired_one(rule: Rule) -> None:
    assert re.fullmatch(r"SK[1-9]\d\d", rule.code)
    assert CATALOGUE[rule.code] is rule
    assert rule.code not in RETIRED
    said = sys.modules[rule.check.__module__].__doc__ or ""
    assert said.startswith(f"{rule.code[:3]}, ")


def test_codes_of_a_family_leave_no_gap_but_that_of_a_retired_rule() -> None:
    used = sorted([*CATALOGUE, *RETIRED])
    assert len(used) == len(set(used))
    for family in {code[:3] for code in used}:
        numbers = [int(code[3:]) for code in used if code.startswith(family)]
        assert numbers == list(range(1, len(numbers) + 1)), f"a rule of {family} is gone: add its code to RETIRED"


def test_every_rule_has_exactly_one_case_folder_and_every_folder_a_rule() -> None:
    folders = sorted(folder.name.partition("-")[0] for folder in CASES.iterdir())
    assert folders == sorted(CATALOGUE)


@each_rule
def test_a_rule_is_explained_in_vietnamese_and_in_english(rule: Rule) -> None:
    for words in (rule.title, rule.says, rule.cure, rule.page):
        assert words.vi.strip()
        assert words.en.strip()
        assert words.vi != words.en or words.vi == "{how}"  # what to do differs with the cause and is said where that is found
    for language in LANGUAGES:
        asked, _, why = rule.page.say(language).partition("\n\n")
        assert asked.endswith(".")
        assert why.strip()
    marked = [sum(char.isalpha() and not char.isascii() for char in words) for words in (rule.page.vi, rule.page.en)]
    assert marked[0] > 5 * marked[1], "the part above --- is Vietnamese, the part below it English"


@each_rule
def test_both_languages_tell_the_same_values(rule: Rule) -> None:
    assert blanks(rule.says.vi) == blanks(rule.says.en)
    assert blanks(rule.cure.vi) == blanks(rule.cure.en)
    if rule.amount:
        assert rule.amount in blanks(rule.says.vi)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What `sangkien` prints for these words, once it has ended well."""

    def ask(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["sangkien", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        assert (ended.value.code, told.err) == (0, "")
        return told.out

    return ask


@in_each_language
@each_rule
def test_asked_for_a_code_the_command_shows_its_words_and_its_case(
    rule: Rule, language: Language, printed: Callable[..., str]
) -> None:
    page = printed("rules", rule.code, "--lang", language)
    told = unescape(page).replace("\\*", "*")
    assert page.startswith(f"# {rule.code} · {rule.title.say(language)}\n")
    assert rule.page.say(language) in page
    for sentence in (rule.says, rule.cure):
        blanks = {name: f"‹{BLANKS[name].say(language)}›" for name in rule.placeholders(language)}
        # A blank that may stay empty hangs on the sentence before it; the page sets it apart with a space.
        assert sentence.say(language).format_map(blanks).replace(" ‹", "‹") in told.replace("&lt;", "<").replace(" ‹", "‹")
    assert f"```text\n{example(rule.code)}```" in page
    assert printed("rules", rule.code.lower(), "--lang", language) == page


@in_each_language
def test_asked_for_no_code_the_command_lists_all(language: Language, printed: Callable[..., str]) -> None:
    lines = printed("rules", "--lang", language).splitlines()
    assert lines == [f"{code}  {CATALOGUE[code].title.say(language)}" for code in sorted(CATALOGUE)]

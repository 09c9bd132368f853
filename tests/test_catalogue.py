"""The catalogue of rules: codes that never change hands, one case folder each, and the same said in both languages."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable
from html import escape, unescape
from string import Formatter

import pytest

from sangkien.cli import main
from sangkien.language import LANGUAGES, Language
from sangkien.outputs.catalogue import BLANKS
from sangkien.outputs.site import rule_page, rulebook
from sangkien.personal.detector import spans
from sangkien.personal.kind import NOBODY
from sangkien.rules import CATALOGUE, Rule
from sangkien.rules.example import example, parsed
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
    assert f"```text\n{example(rule.code, language)}```" in page
    assert printed("rules", rule.code.lower(), "--lang", language) == page


@in_each_language
def test_asked_for_no_code_the_command_lists_all(language: Language, printed: Callable[..., str]) -> None:
    lines = printed("rules", "--lang", language).splitlines()
    assert lines == [f"{code}  {CATALOGUE[code].title.say(language)}" for code in sorted(CATALOGUE)]


# The pages


@in_each_language
@each_rule
def test_a_rule_s_own_case_is_told_whole(rule: Rule, language: Language) -> None:
    case = parsed(rule.code, language)
    answer = example(rule.code, language).replace("‹commit›", "4c1d7e2a9b")
    line = next(each for each in answer.splitlines() if each.startswith(tuple("lcew")) and f"[{rule.code}]: " in each)
    assert case.says == line.partition("]: ")[2]
    assert f": {case.cure}\n" in answer
    assert case.path in answer
    assert f"{case.before}{case.marked}{case.after}" in answer
    assert case.what.endswith(".")
    assert case.what != parsed(rule.code, "en" if language == "vi" else "vi").what
    vietnamese = {char for char in case.what.lower() if char in "ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự"}
    assert bool(vietnamese) == (language == "vi") or rule.code == "SK114"  # whose English speaks of a Vietnamese word


def test_what_carets_stand_below_is_marked_also_where_marks_stand_apart() -> None:
    case = parsed("SK104", "vi")
    assert (case.before, case.after) == ("title: Giá đỡ bình oxy có khóa bánh cho xe ", "")
    assert unicodedata.normalize("NFC", case.marked) == "đẩy" != case.marked
    assert (parsed("SK203", "vi").before, parsed("SK203", "vi").marked) == ("benefit_vnd: ", "36.000.000đ")
    assert (parsed("SK101", "en").line, parsed("SK101", "en").marked) == (0, "")


@in_each_language
def test_no_page_of_rules_shows_a_cover_a_blank_or_a_backquote(language: Language) -> None:
    made = [rulebook.listing(language), rulebook.refused(language)]
    made += (rule_page.page(rule, language) for rule in CATALOGUE.values())
    assert len(made) == len(CATALOGUE) + 2
    for page in made:
        shown = unescape(re.sub(r"<pre>.*?</pre>", "", page.body, flags=re.DOTALL))
        assert not re.search(r"\[đã ẩn\]|[‹›`]|\{\w+\}", shown), page.address


@in_each_language
def test_the_page_for_the_refused_tells_of_every_code_what_was_sent_what_was_answered_and_the_cure(language: Language) -> None:
    body = rulebook.refused(language).body
    for code, rule in CATALOGUE.items():
        entry = body.partition(f'<div id="{code.lower()}">')[2].partition("</details>")[0]
        case = parsed(code, language)
        shown = unescape(re.sub("<[^>]*>", "", entry))
        for text in (case.what, case.says, case.cure):
            assert text.replace("`", "") in shown, code
        assert f"<strong>{escape(case.marked)}</strong>" in entry or not case.marked.strip()
        assert f'quy-tac/{code.lower()}/"' in entry
        assert unescape(re.sub("<[^>]*>", "", rule_page.page(rule, language).body)).count(case.cure.replace("`", "")) == 1


@in_each_language
def test_what_the_cases_show_is_nobody_s_data(language: Language) -> None:
    """They pass no cover, so there must be nothing to cover."""
    for code in CATALOGUE:
        case = parsed(code, language)
        for text in (case.what, case.says, case.cure, case.before + case.marked + case.after):
            assert [text[each.start : each.end] for each in spans(text, NOBODY)] == [], code

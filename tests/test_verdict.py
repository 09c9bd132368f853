"""What a change is blamed for: findings it brings, those that stood before it, and those it takes away."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sangkien.app.compare import compare
from sangkien.app.verdict import Judgement, Verdict
from sangkien.language import Value, Words
from sangkien.model.finding import Finding, Location, Mark, Severity
from story import Story


def found(path: str = "a.md", line: int = 1, code: str = "SK1", amount: int | None = None, **values: Value) -> Finding:
    return Finding(code, Severity.ERROR, Location(path, Mark(line, 1, 1)), tuple(sorted(values.items())), amount)


LONG, LONGER, SHORTER = (found(amount=n, count=n, over=n - 1000, field="effect") for n in (1500, 1501, 1499))
OTHER = found(amount=1501, count=1501, over=501, field="problem")


@pytest.mark.parametrize(
    ("before", "after", "introduced", "standing", "healed"),
    [
        pytest.param([], [found()], 1, 0, 0, id="new"),
        pytest.param([found()], [found()], 0, 1, 0, id="unchanged"),
        pytest.param([found(line=1)], [found(line=9)], 0, 1, 0, id="on another line"),
        pytest.param([found()], [], 0, 0, 1, id="gone"),
        pytest.param([found()], [found("b.md")], 1, 0, 1, id="in another file"),
        pytest.param([found()], [found(code="SK2")], 1, 0, 1, id="of another rule"),
        pytest.param([found(name="x")], [found(name="y")], 1, 0, 1, id="with another value"),
        pytest.param([found(first=3)], [found(first=4)], 1, 0, 1, id="with a number that measures nothing"),
        pytest.param([LONG], [LONG], 0, 1, 0, id="as long as before"),
        pytest.param([LONG], [LONGER], 1, 0, 0, id="one longer"),
        pytest.param([LONG], [SHORTER], 0, 1, 0, id="one shorter"),
        pytest.param([LONG], [OTHER], 1, 0, 1, id="another answer too long"),
        pytest.param([LONG, OTHER], [LONGER, OTHER], 1, 1, 0, id="one of two longer"),
        pytest.param([SHORTER, LONGER], [SHORTER, LONG], 0, 2, 0, id="one of two alike lessened"),
        pytest.param([found(line=1)], [found(line=1), found(line=2)], 1, 1, 0, id="once more"),
    ],
)
def test_a_change_is_blamed_for_what_it_adds_or_worsens(
    before: list[Finding], after: list[Finding], introduced: int, standing: int, healed: int
) -> None:
    verdict = compare(before, after, {})
    assert (len(verdict.introduced), len(verdict.unchanged), len(verdict.fixed)) == (introduced, standing, healed)
    assert {*verdict.introduced, *verdict.unchanged} == set(after)
    assert verdict.refused is (introduced > 0)


def test_a_rename_brings_nothing_of_its_own() -> None:
    verdict = compare(
        [found("cu.md"), LONG], [found("moi.md"), found("moi.md", code="SK2")], {"moi.md": "cu.md", "b.md": "a.md"}
    )
    assert verdict.introduced == (found("moi.md", code="SK2"),)
    assert verdict.unchanged == (found("moi.md"),)
    assert [finding.location.path for finding in verdict.fixed] == ["b.md"]  # told under the name the file has now


def test_a_file_that_grows_while_it_is_renamed_is_blamed_for_the_growth() -> None:
    grown = found("moi.md", amount=1501, count=1501, over=501, field="effect")
    assert compare([LONG], [grown], {"moi.md": "a.md"}).introduced == (grown,)


def test_two_files_that_swap_names_take_their_findings_with_them() -> None:
    before, after = [found("a.md", name="x"), found("b.md", name="y")], [found("b.md", name="x"), found("a.md", name="y")]
    assert compare(before, after, {"a.md": "b.md", "b.md": "a.md"}) == Verdict((), tuple(after), ())


def test_a_warning_refuses_nothing_and_is_counted_apart() -> None:
    warning = Finding("SK3", Severity.WARNING, Location("a.md"), ())
    assert not Verdict((warning,)).refused
    judgement = Judgement(Verdict((warning, found(), warning), unchanged=(found(),)), 1, {})
    assert (judgement.verdict.refused, judgement.errors, judgement.warnings) == (True, 1, 2)


def test_words_of_a_value_tell_findings_apart() -> None:
    assert compare([found(field=Words("a", "a"))], [found(field=Words("b", "b"))], {}).introduced


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"stage: effective": "stage: lam-roi"}, "SK204"),
        ({"applied_from: 2021-02-15": "applied_from: 2021-01-31"}, "SK302"),
        ({"block: agency": "block: enterprise"}, "SK404"),
        ({"Hàn thêm": "⟨1001×a⟩ "}, "SK110"),
        ({"unit: thai-binh/nganh-y-te/bv-mau": "unit: thai-binh/nganh-y-te/duoc-mau"}, "SK402"),
    ],
)
def test_renaming_a_file_that_was_wrong_already_is_blamed_for_nothing(
    story: Callable[[], Story], edit: dict[str, str], code: str
) -> None:
    told = story()
    told.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": {"bv-mau/cu.md": edit}})
    told.step({"on": "topic", "at": "2021-04-02T08:00:00+07:00", "move": {"bv-mau/cu.md": "bv-mau/ten-moi.md"}})
    verdict = told.judge().verdict
    assert (verdict.introduced, verdict.fixed) == ((), ())
    assert {finding.code for finding in verdict.unchanged} == {code}

"""What `judge` promises of any corpus, held against corpora made by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sangkien.corpus import empty
from sangkien.model.finding import CannotJudge, Fault, Place
from sangkien.rules import judge

NOTHING = replace(empty(datetime(2021, 4, 10, tzinfo=UTC)), fields={"submission": {}})
SPOKEN_OF, UNHEARD_OF = Fault("misplaced", Place("a.md"), {}), Fault("gone-with-the-wind", Place("b.md"), {})


def test_a_fault_that_no_rule_speaks_of_is_the_tools_own_failure() -> None:
    assert [finding.code for finding in judge(replace(NOTHING, faults=(SPOKEN_OF,)))] == ["SK101"]
    with pytest.raises(CannotJudge, match=r"b\.md: no rule speaks of “gone-with-the-wind”"):
        judge(replace(NOTHING, faults=(SPOKEN_OF, UNHEARD_OF)))

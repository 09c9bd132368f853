"""What holds of every text the detector is given: spans in order and apart, a cover that leaves none, a quick look that misses nothing."""

from __future__ import annotations

import time
from itertools import pairwise

from sangkien.personal import Withheld, covered, detector, spans
from sangkien.personal.numbers import numbers
from sangkien.personal.spelled_numbers import spelt
from sangkien.personal.statements import sayings
from sangkien.personal.visible_text import seen
from told_table import AUTHOR

HIDDEN = Withheld((AUTHOR,))
LONGEST = 1.0
"""Seconds of work that any one text may take."""


def hold(text: str) -> None:
    began = time.process_time()
    found = spans(text, HIDDEN)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    read = seen(text)
    if [*numbers(read), *spelt(read), *sayings(read)]:
        assert not detector._innocent(text), "the quick look passes over what the careful one finds"
    if found != spans(text):
        assert detector._may_name(text, HIDDEN)
    shown = covered(text, HIDDEN)
    assert spans(shown, HIDDEN) == (), "what is covered shows nothing any more"
    assert time.process_time() - began < LONGEST

"""The one detector of what identifies a person, by which the gate refuses and the site covers; must not know either."""

from sangkien.personal.cover import COVER, covered
from sangkien.personal.detector import spans
from sangkien.personal.kind import NOBODY, Kind, Span, Withheld

__all__ = ["COVER", "NOBODY", "Kind", "Span", "Withheld", "covered", "spans"]

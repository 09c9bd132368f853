"""The one detector of what tells on somebody, which the gate refuses by and the site covers by; must not know either."""

from sangkien.personal.cover import COVER, covered
from sangkien.personal.detector import spans
from sangkien.personal.kind import NOBODY, Kind, Span, Withheld

__all__ = ["COVER", "NOBODY", "Kind", "Span", "Withheld", "covered", "spans"]

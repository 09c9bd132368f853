"""Counts an edition, once, for pages and data files alike: entries, their authors, tables; must not know how a table is shown."""

from sangkien.figures.entry import CountedSubmission, Validity, entries
from sangkien.figures.people import Person, people
from sangkien.figures.report import SELF_DECLARED, Figures, figures

__all__ = ["SELF_DECLARED", "CountedSubmission", "Figures", "Person", "Validity", "entries", "figures", "people"]

"""Counts an edition, once, for pages and data files alike: entries, their authors, tables; must not know how a table is shown."""

from sangkien.figures.attention import Concern, Matter
from sangkien.figures.entry import CountedSubmission, Validity, entries
from sangkien.figures.people import Person, people
from sangkien.figures.report import SELF_DECLARED, Figures, figures
from sangkien.figures.summary import Earlier, Summary
from sangkien.figures.targets import Goal

__all__ = [
    "SELF_DECLARED",
    "Concern",
    "CountedSubmission",
    "Earlier",
    "Figures",
    "Goal",
    "Matter",
    "Person",
    "Summary",
    "Validity",
    "entries",
    "figures",
    "people",
]

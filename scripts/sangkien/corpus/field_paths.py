"""Leads from a place in a file back to the value that stands there; must not know what is wrong there or who asks."""

from __future__ import annotations

from sangkien.corpus.strict_yaml import Document, Path
from sangkien.model.finding import Mark


def value_at(document: Document, mark: Mark) -> Path:
    """The path in the data of the value that a mark is in: the one whose name or text began last, at the mark or before it. Empty for a
    mark of the whole file."""
    begun = [
        (begins.line, begins.column, len(path), path)
        for begins_of in (document.keys, document.marks)
        for path, begins in begins_of.items()
        if (begins.line, begins.column) <= (mark.line, mark.column)
    ]
    return max(begun, default=(0, 0, 0, ()), key=lambda each: each[:3])[3]


def value_named(name: str, beside: Path) -> Path:
    """The path of the field of a schema with this name (`authors[].share`), which may be missing from the data; `beside` is a value that
    stands where it should, and gives the numbers of the items."""
    steps: Path = ()
    for part in name.split("."):
        steps = (*steps, part.removesuffix("[]"))
        if part.endswith("[]"):
            if beside[: len(steps)] != steps or len(beside) == len(steps):
                return steps
            steps = (*steps, beside[len(steps)])
    return steps

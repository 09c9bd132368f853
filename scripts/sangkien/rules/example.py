"""Hands out the failing case that lies beside the rules; must not know how it was made or rendered."""

from __future__ import annotations

from importlib.resources import files


def example(code: str) -> str:
    """What the gate prints for the rule's own case, as the case's test holds it.

    Raises ValueError for a code without exactly one case.
    """
    cases = files("sangkien.rules") / "cases"
    (folder,) = (case for case in cases.iterdir() if case.name.startswith(f"{code}-"))
    return (folder / "expected.txt").read_text(encoding="utf-8")

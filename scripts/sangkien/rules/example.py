"""Hands out the failing case that lies beside each rule and what the gate says of it; must not know how it was made or is shown."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise

from sangkien.language import Language
from sangkien.late import dataclass, regex
from sangkien.text import width


@dataclass(frozen=True)
class Example:
    """A rule's own case, cut to the first finding of the rule."""

    what: str  # what was sent, in one sentence
    says: str  # the gate's message
    cure: str  # what the gate says to do
    path: str  # of the file that it is about
    line: int  # from 1; 0: the whole file
    before: str  # what the line holds before the marked stretch; empty too where no line is shown
    marked: str  # the stretch that the gate points at
    after: str  # what the line holds after it


def example(code: str, language: Language = "vi") -> str:
    """What the gate prints for the rule's own case, as the case's test holds it.

    Raises ValueError for a code without exactly one case.
    """
    return _read(code, "expected.txt" if language == "vi" else "expected.en.txt")


@lru_cache(maxsize=500)
def parsed(code: str, language: Language) -> Example:
    """The rule's own case.

    Raises ValueError for a code without exactly one case.
    """
    answer = example(code, language).replace(_MASKED, _COMMIT)
    said = next(block for block in answer.split("\n\n") if f"[{code}]: " in block.partition("\n")[0])
    lines = said.splitlines()
    place = _PLACE.search(said)
    cure = next(line for line in lines if _CURE.match(line))
    before, marked, after = _excerpt(lines)
    return Example(
        what=_what(code, language),
        says=lines[0].partition("]: ")[2],
        cure=_CURE.sub("", cure),
        path=place[1] if place else "",
        line=int(place[2] or 0) if place else 0,
        before=before,
        marked=marked,
        after=after,
    )


_MASKED, _COMMIT = "‹commit›", "4c1d7e2a9b"
"""What a case's test has for the id of a commit, which changes with every schema, and an id that stands for it."""
_PLACE = regex(r"^ *--> (.+?)(?::(\d+):\d+)?$", re.MULTILINE)
_CURE = regex(r"^ *= (?:sửa|help): ")
_SHOWN = regex(r"^ *\d+ \| ")
_POINTED = regex(r"^ *\| ( *)(\^+)$")


def _excerpt(lines: list[str]) -> tuple[str, str, str]:
    """The line that is shown, parted where carets stand below it; empty where none is."""
    for shown, below in pairwise(lines):
        pointed = _POINTED.match(below)
        if pointed and _SHOWN.match(shown):
            text = _SHOWN.sub("", shown)
            start = _reaching(text, len(pointed[1]))
            end = _reaching(text, len(pointed[1]) + len(pointed[2]))
            return text[:start], text[start:end], text[end:]
    return "", "", ""


def _reaching(text: str, columns: int) -> int:
    """How many characters of a text take so many columns on a terminal."""
    return max(length for length in range(len(text) + 1) if width(text[:length]) <= columns)


def _what(code: str, language: Language) -> str:
    name = "what: " if language == "vi" else "what_en: "
    line = next(line for line in _read(code, "story.yml").splitlines() if line.startswith(name))
    return line.removeprefix(name).strip('"')


def _read(code: str, name: str) -> str:
    return (_folder(code) / name).read_text(encoding="utf-8")


def _folder(code: str) -> Traversable:
    cases = files("sangkien.rules") / "cases"
    (folder,) = (case for case in cases.iterdir() if case.name.startswith(f"{code}-"))
    return folder

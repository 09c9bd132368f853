"""Finds slips of typing that YAML takes for something else, and the line that was meant; must not know what any field means."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from sangkien.corpus.reasons import Reason, reason
from sangkien.late import regex
from sangkien.model.finding import Mark, Mend

ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
"""What passes for a space, as Word, web pages and telephones write it: the inside of a character class."""
_DASHES = "‐-―−"
_BULLETS = f"{_DASHES}•·∙▪◦●○■□►▶*+\uf0a7\uf0b7\uf0fc\uf0d8"
_HEAD = regex(
    rf"(?P<indent>[ \t{ODD_SPACES}]*)(?:(?P<dash>[-{_BULLETS}])(?P<after>[ \t{ODD_SPACES}]*))?"
    rf"(?:(?P<name>[A-Za-z_]+)(?P<gap>[ \t{ODD_SPACES}]*)(?P<colon>[:：﹕︰])(?P<space>[ \t{ODD_SPACES}]*)(?=(?P<value>.?)))?"
)
_FENCE = regex(rf"[ \t{ODD_SPACES}]*(?:-*[{_DASHES}][-{_DASHES}]*|-{{4,}}|(?<=[ \t{ODD_SPACES}])---)[ \t{ODD_SPACES}]*")
_SPACE = regex(rf"[\t{ODD_SPACES}]")

NO_SPACE = reason("no space after the colon")
ODD_SPACE = reason("a space that is none")
ODD_COLON = reason("a colon that is none")
ODD_DASH = reason("a dash that is none")
TAB = reason("tab character")
NO_FENCE = reason("a fence that is none")
UNQUOTED = reason("mapping values are not allowed")
DEEPER = reason("deeper than its fellows")
UNQUOTED_OPENING = reason("a value that begins like another")
UNQUOTED_SIGN = reason("found character that cannot start")


class Slip(NamedTuple):
    """What stands on a line instead of what was meant, why that is wrong, and what was meant."""

    mark: Mark
    reason: Reason
    mends: tuple[Mend, ...]


def slips(lines: Sequence[str], known: Container[str]) -> Iterator[Slip]:
    """The slips in lines of YAML, whose fields have these names: one a line, the first that misleads."""
    listing = False
    for number, head in _heads(lines, known):
        named = head["name"] is not None and head["name"] in known
        if found := tuple(_of_line(number, head, named, listing)):
            yield Slip(found[0][0].mark, found[0][1], tuple(mend for mend, _ in found))
        listing = (named and not head["value"]) or (listing and head["dash"] is not None)


def _heads(lines: Sequence[str], known: Container[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Every line that does not go on with the value of one above it, and how it begins."""
    quoted, column = "", -1  # the quote to close, and the column that all further lines of a value stand behind
    for number, line in enumerate(lines, start=1):
        head = _HEAD.match(line)
        assert head is not None, "every part of it may be missing"
        if quoted:
            quoted = "" if quoted in line else quoted
            continue
        if column >= 0 and (not line.strip() or len(line) - len(line.lstrip(" ")) > column):
            continue
        yield number, head
        rest = line[head.end() :]
        named = head["name"] is not None and (head["name"] in known or bool(head["space"]))
        quoted = rest[0] if named and rest[:1] in ('"', "'") and rest.count(rest[0]) == 1 else ""
        if not named and head["dash"] == "-" and head["after"]:
            rest, column = line[head.end("after") :], len(head["indent"])
        else:
            column = _column(head) if named else -1
        column = column if rest.strip() and rest[0] not in _NEVER_PLAIN else -1


def _column(head: re.Match[str]) -> int:
    """How many blanks stand before the name on a line once its slips are mended."""
    indent = _SPACE.sub(_as_spaces, head["indent"])
    return len(indent) + (1 + max(len(head["after"]), 1) if head["dash"] else 0)


def _of_line(number: int, head: re.Match[str], named: bool, listing: bool) -> Iterator[tuple[Mend, Reason]]:
    """What is to be put in the place of what on a line, and why."""

    def instead(group: str, text: str, why: Reason) -> tuple[Mend, Reason]:
        start, end = head.span(group)
        return Mend(Mark(number, start + 1, end - start), text), why

    indent, dash = head["indent"], head["dash"]
    listed = dash is not None and (dash != "-" or bool(head["after"]))
    if indent and _SPACE.search(indent) and (named or listed):
        yield instead("indent", _SPACE.sub(_as_spaces, indent), TAB if "\t" in indent else ODD_SPACE)
    if (named or listing) and dash and dash != "-":
        yield instead("dash", "-" if head["after"] else "- ", ODD_DASH)
    if (named or listed) and dash and head["after"] and _SPACE.search(head["after"]):
        yield instead("after", " ", ODD_SPACE)
    if not named:
        return
    space = head["space"]
    if head["gap"] and _SPACE.search(head["gap"]):
        yield instead("gap", " ", ODD_SPACE)
    if head["colon"] != ":":
        yield instead("colon", ":" if space or not head["value"] else ": ", ODD_COLON)
    elif not space and head["value"]:
        yield instead("colon", ": ", NO_SPACE)
    if space and space[0] not in " \t":
        yield instead("space", " ", ODD_SPACE)


def _as_spaces(sign: re.Match[str]) -> str:
    return {"\t": "  ", "\u200b": "", "\ufeff": ""}.get(sign[0], " ")


def fences(lines: Sequence[str]) -> Iterator[Slip]:
    """What was meant for a line `---` above and below the front matter and is none, as when a word processor draws one dash of three."""
    closed = False
    for number, line in enumerate(lines, start=1):
        if number > 1 and (closed or line.startswith("##") or line.rstrip(" \t") == "---"):
            return
        if len(line) <= 80 and _FENCE.fullmatch(line):
            closed = number > 1
            yield Slip(Mark(number, 1, len(line)), NO_FENCE, (Mend(Mark(number, 1, len(line)), "---"),))
        elif number == 1 and line.rstrip() != "---":
            return


_NEEDS_QUOTES = regex(
    r"""(?P<sign>[@`%])
    |(?P<opening>"(?:[^"\\]|\\.)*"[ \t]*[^ \t\#] | '(?:[^']|'')*'[ \t]*[^ \t\#']  # words that go on behind a quote
        |\[[^\],:]*\][ \t]*\w | \{[^},:]*\}[ \t]*\w  # or a bracket
        |[>|](?![-+1-9]{0,2}(?:[ \t]+\#.*)?$) | \*(?![\w-]*$) | [\]}])
    |[^"'\[{|>&*!\#\n].*?(?::[ \t]|:$)""",
    re.VERBOSE,
)
_NEVER_PLAIN = "\"'[{&*!#"


def unquoted(lines: Sequence[str], known: Container[str]) -> Iterator[Slip]:
    """Values that only quotes can hold and that stand without."""
    for number, head in _heads(lines, known):
        if head["name"] not in known or not head["space"]:
            continue
        value = lines[number - 1][head.end() :].rstrip()
        curly = value[:1] == "“" and value[-1:] == "”"
        needs = _NEEDS_QUOTES.match(value)
        if needs is None:
            continue
        why = UNQUOTED_SIGN if needs["sign"] else UNQUOTED_OPENING if needs["opening"] else UNQUOTED
        at = needs.group().index(":", needs.end() - 2) if why is UNQUOTED else 0
        bare = value[1:-1] if curly else value
        yield Slip(Mark(number, head.end() + at + 1, 1), why, (Mend(Mark(number, head.end() + 1, len(value)), quoted(bare)),))


def deeper(line: str, known: Container[str]) -> bool:
    """Whether a line that goes on with a value looks like a field of its own."""
    head = _HEAD.match(line)
    return head is not None and bool(head["indent"]) and head["name"] in known and bool(head["colon"])


def quoted(text: str) -> str:
    """A text as a value in quotes, in double ones where they need no escape."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def mended(lines: Iterable[str], mends: Iterable[Mend]) -> list[str]:
    """The lines with all these mends, none of which may overlap another."""
    made = list(lines)
    for mend in sorted(mends, key=lambda each: (each.mark.line, each.mark.column), reverse=True):
        line, at = made[mend.mark.line - 1], mend.mark.column - 1
        made[mend.mark.line - 1] = line[:at] + mend.text + line[at + mend.mark.width :]
    return made

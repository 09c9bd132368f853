"""Finds slips of typing that YAML takes for something else, and the line that was meant; must not know what any field means."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from sangkien.corpus.yaml_errors import YamlError, explain
from sangkien.late import regex
from sangkien.model.finding import Fix, Mark

ODD_SPACES = "\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff"
"""Characters that pass for a space, as Word, web pages and telephones write them: the inside of a character class."""
DASHES = "‐-―−"
_BULLETS = f"{DASHES}•·∙▪◦●○■□►▶*+\uf0a7\uf0b7\uf0fc\uf0d8"
_HEAD = regex(
    rf"(?P<indent>[ \t{ODD_SPACES}]*)(?:(?P<dash>[-{_BULLETS}])(?P<after>[ \t{ODD_SPACES}]*))?"
    rf"(?:(?P<name>[A-Za-z_]+)(?P<gap>[ \t{ODD_SPACES}]*)(?P<colon>[:：﹕︰])(?P<space>[ \t{ODD_SPACES}]*)(?=(?P<value>.?)))?"
)
_FENCE = regex(rf"[ \t{ODD_SPACES}]*(?:-*[{DASHES}][-{DASHES}]*|-{{4,}}|(?<=[ \t{ODD_SPACES}])---)[ \t{ODD_SPACES}]*")
_SPACE = regex(rf"[\t{ODD_SPACES}]")

NO_SPACE = explain("no space after the colon")
ODD_SPACE = explain("a space that is none")
ODD_COLON = explain("a colon that is none")
ODD_DASH = explain("a dash that is none")
TAB = explain("tab character")
NO_FENCE = explain("a fence that is none")
UNQUOTED = explain("mapping values are not allowed")
DEEPER = explain("deeper than its fellows")
UNQUOTED_OPENING = explain("a value that begins like another")
UNQUOTED_SIGN = explain("found character that cannot start")


class Slip(NamedTuple):
    """What stands on a line instead of what was meant."""

    mark: Mark
    reason: YamlError  # why that is wrong
    fixes: tuple[Fix, ...]  # what was meant


def slips(lines: Sequence[str], known: Container[str]) -> Iterator[Slip]:
    """The slips in lines of YAML whose fields are in `known`: one a line, the first that misleads."""
    listing = False
    for number, head in _heads(lines, known):
        named = head["name"] is not None and head["name"] in known
        if found := tuple(_of_line(number, head, named, listing)):
            yield Slip(found[0][0].mark, found[0][1], tuple(fix for fix, _ in found))
        listing = (named and not head["value"]) or (listing and head["dash"] is not None)


def looks_slipped(line: str) -> bool:
    """Whether a line, alone or in a list, would be a slip if its field were known."""
    return any(slips(("a:", line), _ANY_NAME))


class _AnyName(Container[str]):
    def __contains__(self, name: object) -> bool:
        return True


_ANY_NAME = _AnyName()


def _heads(lines: Sequence[str], known: Container[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """Number and beginning of every line that does not continue the value of a line above."""
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
    """The number of blanks before the name on a line once its slips are fixed."""
    indent = _SPACE.sub(_as_spaces, head["indent"])
    return len(indent) + (1 + max(len(head["after"]), 1) if head["dash"] else 0)


def _of_line(number: int, head: re.Match[str], named: bool, listing: bool) -> Iterator[tuple[Fix, YamlError]]:
    """The fixes of one line, each with its reason."""

    def instead(group: str, text: str, why: YamlError) -> tuple[Fix, YamlError]:
        start, end = head.span(group)
        return Fix(Mark(number, start + 1, end - start), text), why

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
    """Lines meant as the `---` above and below the front matter, as when a word processor draws one dash of three."""
    closed = False
    for number, line in enumerate(lines, start=1):
        if number > 1 and (closed or line.startswith("##") or line.rstrip(" \t") == "---"):
            return
        if len(line) <= 80 and _FENCE.fullmatch(line):
            closed = number > 1
            yield Slip(Mark(number, 1, len(line)), NO_FENCE, (Fix(Mark(number, 1, len(line)), "---"),))
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
    """Values without quotes that need them."""
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
        yield Slip(Mark(number, head.end() + at + 1, 1), why, (Fix(Mark(number, head.end() + 1, len(value)), quoted(bare)),))


def deeper(line: str, known: Container[str]) -> bool:
    """Whether a line that continues a value looks like a field of its own."""
    head = _HEAD.match(line)
    return head is not None and bool(head["indent"]) and head["name"] in known and bool(head["colon"])


def quoted(text: str) -> str:
    """A text as a value in quotes, in double ones where these need no escape."""
    return f'"{text}"' if '"' not in text and "\\" not in text else "'" + text.replace("'", "''") + "'"


def fixed(lines: Iterable[str], fixes: Iterable[Fix]) -> list[str]:
    """The lines with all these fixes, none of which may overlap another."""
    made = list(lines)
    for fix in sorted(fixes, key=lambda each: (each.mark.line, each.mark.column), reverse=True):
        line, at = made[fix.mark.line - 1], fix.mark.column - 1
        made[fix.mark.line - 1] = line[:at] + fix.text + line[at + fix.mark.width :]
    return made

"""Writes into an act's text the content id of each submission it names; must not know what an act means, or where contents come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.late import regex

_KEY = regex(r"^[\"']?(?P<key>\w+)[\"']?[ \t]*:")
_PATH = regex(
    r"(?P<before>^[ ]*(?:-[ ]+)?|[{,][ \t]*)[\"']?path[\"']?[ \t]*:[ \t]*(?P<quote>[\"']?)(?P<path>submissions/[^\s\"',}#]+)(?P=quote)"
)
_CONTENT = regex(r"^[ ]*(?:-[ ]+)?[\"']?content[\"']?[ \t]*:")
_CONTENT_INSIDE = regex(r"[{,\s][\"']?content[\"']?[ \t]*:")


def filled(act: str, contents: Mapping[str, str]) -> str:
    """Returns the text of a dossier, decision or dispute with the content id of each submission it names, where that is
    missing and known; everything else stays as it was written. `act` is the file's YAML, `contents` maps a path to the id of
    its blob. What a decision revokes is named by path alone and gets none."""
    lines = act.splitlines(keepends=True)
    found: list[str] = []
    inside = ""
    for at, line in enumerate(lines):
        key = _KEY.match(line)
        inside = key["key"] if key else inside
        found += _with_id(lines, at, contents) if inside in ("items", "path") else [line]
    return "".join(found)


def _with_id(lines: list[str], at: int, contents: Mapping[str, str]) -> Iterator[str]:
    """Yields the line at index `at`, and after it the line with the id where one is to be added."""
    line = lines[at]
    match = _PATH.search(line)
    if match is None or line.lstrip().startswith("#"):
        yield line
    elif match["before"].lstrip(" -"):
        yield _in_braces(line, contents)
    else:
        indent, known = len(match["before"]), contents.get(match["path"])
        end = line[len(line.rstrip("\r\n")) :] or "\n"
        yield line if line.endswith("\n") or not known else line + end
        if known and not any(_CONTENT.match(other) for other in _beside(lines, at, indent)):
            yield f'{" " * indent}content: "{known}"{end}'


def _beside(lines: list[str], at: int, indent: int) -> Iterator[str]:
    """Yields the other lines of the mapping that holds the line at index `at`: as deep as its keys, until a shallower line or
    another item."""
    first = at
    while first > 0 and not lines[first].lstrip().startswith("- ") and _depth(lines[first - 1]) >= indent:
        first -= 1
    for position in range(first, len(lines)):
        if position > at and (_depth(lines[position]) < indent or (lines[position].lstrip().startswith("- ") and indent)):
            if lines[position].strip():
                return
        elif _depth(lines[position]) == indent or position == first:
            yield lines[position]


def _depth(line: str) -> int:
    """The column, from 0, of a line's first key; a dash counts as a space."""
    return len(line) - len(line.lstrip(" -"))


def _in_braces(line: str, contents: Mapping[str, str]) -> str:
    """A line of `{path: …}` mappings with the id added after each path."""
    parts, done = [], 0
    for match in _PATH.finditer(line):
        known = contents.get(match["path"])
        if known and not _CONTENT_INSIDE.search(_mapping(line, match.start("path"))):
            parts += [line[done : match.end()], f', content: "{known}"']
            done = match.end()
    return "".join([*parts, line[done:]])


def _mapping(line: str, at: int) -> str:
    """The text of the braces around column `at` of a line, without braces inside them."""
    depth, start = 0, at
    while start > 0 and not (line[start] == "{" and depth == 0):
        start -= 1
        depth += (line[start] == "}") - (line[start] == "{" and depth > 0)
    text = line[start : start + 1]
    depth = 0
    for sign in line[start + 1 :]:
        if sign == "}" and depth == 0:
            break
        depth += (sign == "{") - (sign == "}")
        text += sign if depth == 0 else ""
    return text

"""Turns a file as a person typed it into plain data with the location of every field; must not know what any field means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from sangkien.corpus.fast_yaml import NeedsCarefulReader
from sangkien.corpus.strict_yaml import Data, Document, ParseProblem, Path, Unreadable, parse_yaml, yaml_data
from sangkien.corpus.yaml_errors import explain
from sangkien.corpus.yaml_slips import DEEPER, TAB, UNQUOTED, Slip, deeper, fences, fixed, slips, unquoted
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import Mark

_FENCE = "---"
_HEADING = regex("^## (.*)$", re.MULTILINE)


def submission_data(text: str, headings: Mapping[str, str]) -> Data:
    """The data of a submission that is plainly in order, without locations.

    Raises Declined where `parse_submission` must read it.
    """
    lines = text.split("\n")
    handler = _PlainYAML()
    if lines[0].rstrip() != _FENCE:
        raise NeedsCarefulReader
    metadata, _ = frontmatter.parse(text, handler=handler)
    if not handler.closing or not metadata or "answers" in metadata:
        raise NeedsCarefulReader
    stray, *parts = _HEADING.split("\n".join(lines[handler.closing :]))
    names = [headings.get(heading.casefold(), heading) for heading in (_heading(part) for part in parts[::2])]
    if stray.strip() or len(set(names)) < len(names):
        raise NeedsCarefulReader
    answers = dict(zip(names, (part.strip() for part in parts[1::2]), strict=True))
    return {**cast(dict[str, Data], metadata), "answers": answers}


def parse_typed(text: str, known: Container[str]) -> Document:
    """The document of a YAML text typed by a person, whose fields are in `known`: a slip of typing becomes a trouble on its
    line and does not hide what else is wrong.

    Raises Unreadable where the text is no data at all.
    """
    lines = text.split("\n")
    found = list(slips(lines, known))
    straight = fixed(lines, (fix for slip in found for fix in slip.fixes))
    try:
        document = parse_yaml("\n".join(straight))
    except Unreadable as error:
        error.besides = tuple(_typed(slip) if slip.reason != TAB else _typed(slip._replace(fixes=())) for slip in found)
        more = list(unquoted(straight, known)) if error.trouble.kind == "front-matter" else []
        try:
            document = parse_yaml("\n".join(fixed(straight, (fix for slip in more for fix in slip.fixes))))
        except Unreadable:
            at = error.trouble.mark.line
            if error.trouble.values == UNQUOTED._asdict() and deeper(straight[at - 1], known):
                error.trouble = replace(error.trouble, values=DEEPER._asdict())
            raise error from error.__cause__
        # Where a line has both, the first is to be fixed before the other can say where it stands.
        slipped = {slip.mark.line for slip in found}
        found += [slip._replace(fixes=()) if slip.mark.line in slipped else slip for slip in more]
    return replace(document, troubles=(*map(_typed, found), *document.troubles))


def _typed(slip: Slip) -> ParseProblem:
    return ParseProblem("front-matter", slip.mark, slip.reason._asdict(), None, slip.fixes)


def parse_submission(text: str, headings: Mapping[str, str], known: Container[str] = ()) -> Document:
    """Front matter and answers of a submission as one document. `headings` maps a folded heading to the answer's field name,
    `known` are the field names of the front matter.

    The file must begin with a line `---`. An unknown heading becomes a field of that name, which the schema then refuses.
    Raises Unreadable where the front matter is no data at all.
    """
    lines = text.split("\n")
    drawn = list(fences(lines))
    lines = fixed(lines, (fix for slip in drawn for fix in slip.fixes))
    if lines[0].rstrip() != _FENCE:
        raise Unreadable("front-matter", Mark(1, 1, max(len(lines[0]), 1)), explain("no opening fence"))
    handler = _MarkedYAML(known)
    try:
        metadata, _ = frontmatter.parse("\n".join(lines), handler=handler)
    except Unreadable as error:
        error.besides = (*map(_typed, drawn), *error.besides)
        raise
    front, closing = handler.front, handler.closing
    if front is None:
        raise Unreadable("front-matter", Mark(1, 1, len(_FENCE)), explain("no closing fence"))
    if not isinstance(front.data, dict):
        raise Unreadable("front-matter", Mark(2), explain("not a mapping"))
    answers, marks, troubles = _answers(lines[closing:], closing + 1, headings)
    if "answers" in front.data:
        troubles.append(ParseProblem("schema:additionalProperties", front.keys[("answers",)], {"name": "answers", "near": ()}))
    data = {**cast(dict[str, Data], metadata), "answers": answers}
    whole: dict[Path, Mark] = {("answers",): Mark(closing, 1, len(_FENCE))}
    unmarked: dict[Path, Mark] = {("answers", name): mark for name, mark in _unmarked(lines[closing:], closing + 1, headings)}
    return Document(
        data,
        {**front.marks, **whole, **marks},
        {**front.keys, **marks},
        (*map(_typed, drawn), *front.troubles, *troubles),
        unmarked,
        front.cut,
        [*front.lines, *lines[closing:]],
        remarks=False,
    )


class _MarkedYAML(YAMLHandler):
    """python-frontmatter's YAML handler with our strict parser under it; keeps the marks that plain metadata would lose."""

    # The library's own boundary swallows blank lines and accepts any number of dashes: line numbers would drift.
    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)

    def __init__(self, known: Container[str]) -> None:
        super().__init__()
        self._known = known
        self.front: Document | None = None
        self.closing = 0

    def load(self, fm: str, **_: object) -> Any:
        """`fm` begins with the line end of the opening fence, so that its lines are the file's lines."""
        self.front = parse_typed(fm, self._known)
        self.closing = 1 + fm.count("\n")
        return self.front.data


class _PlainYAML(YAMLHandler):
    """The YAML handler of `submission_data`: the same front matter, read by the fast reader."""

    FM_BOUNDARY = _MarkedYAML.FM_BOUNDARY
    closing = 0

    def load(self, fm: str, **_: object) -> Any:
        self.closing = 1 + fm.count("\n")
        if " #" in fm or "\t#" in fm:  # something is dropped as a comment
            raise NeedsCarefulReader
        data = yaml_data(fm)
        if not isinstance(data, dict):
            raise NeedsCarefulReader
        return data


def _heading(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _answers(
    lines: list[str], first_line: int, headings: Mapping[str, str]
) -> tuple[Data, dict[Path, Mark], list[ParseProblem]]:
    found: dict[str, list[str]] = {}
    marks: dict[Path, Mark] = {}
    troubles: list[ParseProblem] = []
    current: list[str] | None = None
    for number, line in enumerate(lines, start=first_line):
        if line.startswith("## "):
            heading = _heading(line[3:])
            name = headings.get(heading.casefold(), heading)
            mark = Mark(number, 4, max(len(line.rstrip()) - 3, 1))
            if name in found:
                troubles.append(
                    ParseProblem("duplicate", mark, {"name": heading, "first": marks[("answers", name)].line, "how": _RENAME})
                )
            marks.setdefault(("answers", name), mark)
            current = found.setdefault(name, [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            troubles.append(ParseProblem("stray", Mark(number, 1, len(line.rstrip())), {"text": line.strip()[:40]}))
            current = []  # one finding for the whole stray stretch, not one a line
    return {name: "\n".join(text).strip() for name, text in found.items()}, marks, troubles


_LONGEST_HEADING = 80
AROUND_A_HEADING = " \t\u00a0#*_:：.)0123456789"
"""Characters around the words of a heading that mean nothing."""


def _unmarked(lines: list[str], first_line: int, headings: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    """Name and location of each answer whose heading is a line without the marks of a heading."""
    for number, line in enumerate(lines, start=first_line):
        if len(line) > _LONGEST_HEADING or line.startswith("## "):
            continue
        if name := headings.get(_heading(line.strip(AROUND_A_HEADING)).casefold()):
            yield name, Mark(number, 1, max(len(line.rstrip()), 1))


_RENAME = Words(
    "Nếu đoạn dưới dòng này là phần khác thì sửa tên đề mục cho đúng; nếu cùng một phần thì gộp vào đoạn trước. Đừng xóa nội dung.",
    "If what stands below is another part, correct the heading; if it is the same part, join it to the first. Delete no content.",
)

"""Turns a file as a person typed it into plain data with the mark of every field; must not know what any field means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

import frontmatter
from frontmatter.default_handlers import YAMLHandler

from sangkien.corpus.quick import Declined
from sangkien.corpus.reasons import reason
from sangkien.corpus.slips import DEEPER, TAB, UNQUOTED, Slip, deeper, fences, mended, slips, unquoted
from sangkien.corpus.strict import Data, Document, Path, Trouble, Unreadable, parse_yaml, yaml_data
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import Mark

_FENCE = "---"
_HEADING = regex("^## (.*)$", re.MULTILINE)


def submission_data(text: str, headings: Mapping[str, str]) -> Data:
    """The data of a submission that has no trouble, without marks. Raises Declined where `parse_submission` must look."""
    lines = text.split("\n")
    handler = _PlainYAML()
    if lines[0].rstrip() != _FENCE:
        raise Declined
    metadata, _ = frontmatter.parse(text, handler=handler)
    if not handler.closing or not metadata or "answers" in metadata:
        raise Declined
    stray, *parts = _HEADING.split("\n".join(lines[handler.closing :]))
    names = [headings.get(heading.casefold(), heading) for heading in (_heading(part) for part in parts[::2])]
    if stray.strip() or len(set(names)) < len(names):
        raise Declined
    answers = dict(zip(names, (part.strip() for part in parts[1::2]), strict=True))
    return {**cast(dict[str, Data], metadata), "answers": answers}


def parse_typed(text: str, known: Container[str]) -> Document:
    """The same of YAML that a person typed, whose fields have these names: a slip of typing is told where it stands, and does not hide
    what else is wrong. Raises Unreadable."""
    lines = text.split("\n")
    found = list(slips(lines, known))
    straight = mended(lines, (mend for slip in found for mend in slip.mends))
    try:
        document = parse_yaml("\n".join(straight))
    except Unreadable as error:
        error.besides = tuple(_typed(slip) if slip.reason != TAB else _typed(slip._replace(mends=())) for slip in found)
        more = list(unquoted(straight, known)) if error.trouble.kind == "front-matter" else []
        try:
            document = parse_yaml("\n".join(mended(straight, (mend for slip in more for mend in slip.mends))))
        except Unreadable:
            at = error.trouble.mark.line
            if error.trouble.values == UNQUOTED._asdict() and deeper(straight[at - 1], known):
                error.trouble = replace(error.trouble, values=DEEPER._asdict())
            raise error from error.__cause__
        # Where a line has both, the first is to be mended before the other can say where it stands.
        slipped = {slip.mark.line for slip in found}
        found += [slip._replace(mends=()) if slip.mark.line in slipped else slip for slip in more]
    return replace(document, troubles=(*map(_typed, found), *document.troubles))


def _typed(slip: Slip) -> Trouble:
    return Trouble("front-matter", slip.mark, slip.reason._asdict(), None, slip.mends)


def parse_submission(text: str, headings: Mapping[str, str], known: Container[str] = ()) -> Document:
    """Front matter and answers as one mapping. `headings` maps a folded heading to the answer's field name, `known` are the names of
    the fields of the front matter.

    The file must begin with a line `---`; an unknown heading becomes a field of that name, which the schema then refuses.
    """
    lines = text.split("\n")
    drawn = list(fences(lines))
    lines = mended(lines, (mend for slip in drawn for mend in slip.mends))
    if lines[0].rstrip() != _FENCE:
        raise Unreadable("front-matter", Mark(1, 1, max(len(lines[0]), 1)), reason("no opening fence"))
    handler = _MarkedYAML(known)
    try:
        metadata, _ = frontmatter.parse("\n".join(lines), handler=handler)
    except Unreadable as error:
        error.besides = (*map(_typed, drawn), *error.besides)
        raise
    front, closing = handler.front, handler.closing
    if front is None:
        raise Unreadable("front-matter", Mark(1, 1, len(_FENCE)), reason("no closing fence"))
    if not isinstance(front.data, dict):
        raise Unreadable("front-matter", Mark(2), reason("not a mapping"))
    answers, marks, troubles = _answers(lines[closing:], closing + 1, headings)
    if "answers" in front.data:
        troubles.append(Trouble("schema:additionalProperties", front.keys[("answers",)], {"name": "answers", "near": ()}))
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
    """The same boundary over the fast reader."""

    FM_BOUNDARY = _MarkedYAML.FM_BOUNDARY
    closing = 0

    def load(self, fm: str, **_: object) -> Any:
        self.closing = 1 + fm.count("\n")
        if " #" in fm or "\t#" in fm:  # something is dropped as a comment
            raise Declined
        data = yaml_data(fm)
        if not isinstance(data, dict):
            raise Declined
        return data


def _heading(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _answers(lines: list[str], first_line: int, headings: Mapping[str, str]) -> tuple[Data, dict[Path, Mark], list[Trouble]]:
    found: dict[str, list[str]] = {}
    marks: dict[Path, Mark] = {}
    troubles: list[Trouble] = []
    current: list[str] | None = None
    for number, line in enumerate(lines, start=first_line):
        if line.startswith("## "):
            heading = _heading(line[3:])
            name = headings.get(heading.casefold(), heading)
            mark = Mark(number, 4, max(len(line.rstrip()) - 3, 1))
            if name in found:
                troubles.append(
                    Trouble("duplicate", mark, {"name": heading, "first": marks[("answers", name)].line, "how": _RENAME})
                )
            marks.setdefault(("answers", name), mark)
            current = found.setdefault(name, [])
        elif current is not None:
            current.append(line)
        elif line.strip():
            troubles.append(Trouble("stray", Mark(number, 1, len(line.rstrip())), {"text": line.strip()[:40]}))
            current = []  # one finding for the whole stray stretch, not one a line
    return {name: "\n".join(text).strip() for name, text in found.items()}, marks, troubles


_LONGEST_HEADING = 80
AROUND_A_HEADING = " \t\u00a0#*_:：.)0123456789"
"""What may stand around the words of a heading and says nothing."""


def _unmarked(lines: list[str], first_line: int, headings: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    """Lines that say no more than a heading does, but are not marked as one: the answer's name and where."""
    for number, line in enumerate(lines, start=first_line):
        if len(line) > _LONGEST_HEADING or line.startswith("## "):
            continue
        if name := headings.get(_heading(line.strip(AROUND_A_HEADING)).casefold()):
            yield name, Mark(number, 1, max(len(line.rstrip()), 1))


_RENAME = Words(
    "Nếu đoạn dưới dòng này là phần khác thì sửa tên đề mục cho đúng; nếu cùng một phần thì gộp vào đoạn trước. Đừng xóa nội dung.",
    "If what stands below is another part, correct the heading; if it is the same part, join it to the first. Delete no content.",
)

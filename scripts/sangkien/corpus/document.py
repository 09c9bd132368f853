"""Turns text into plain data with the mark of every field; must not know what any field means.

YAML here is a strict subset: what YAML 1.1 would silently bend (`no` as false, `010` as 8, `12:30:00` as 45000, the last of
two equal keys) stays the text it is, or is refused.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler
from yaml.cyaml import CBaseLoader

from sangkien.corpus.quick import Declined, plain_data
from sangkien.corpus.reasons import Reason, reason
from sangkien.language import Value, Words
from sangkien.model.finding import Mark

Path = tuple[str | int, ...]
Data = None | bool | int | float | str | list["Data"] | dict[str, "Data"]

Event = Any  # one of yaml.events; their stubs do not tell which attributes each has

_FENCE = "---"
_HEADING = re.compile("^## (.*)$", re.MULTILINE)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]+")
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_DEEPEST = 20


_REFUSED = {
    "nesting": Words("lồng quá sâu", "nesting too deep"),
    "alias": Words("bí danh YAML (& * <<)", "a YAML alias (& * <<)"),
    "tag": Words("nhãn kiểu YAML (dấu ! đầu giá trị)", "a YAML tag (a value that begins with !)"),
    "second": Words("tài liệu YAML thứ hai trong một tệp", "a second YAML document in one file"),
    "key": Words("tên trường không phải là chữ", "a field name that is not text"),
}
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = '"\\'  # what may stand behind a backslash in double quotes: any other would say what nobody sees written


@dataclass(frozen=True)
class Trouble:
    """Why the text, or a part of it, is not data: the fault's kind, where, and what to show; `of` is the value it is about, where it is
    about one."""

    kind: str
    mark: Mark
    values: Mapping[str, Value]
    of: Path | None = None


class Unreadable(Exception):
    """The whole text is no data, for one trouble."""

    def __init__(self, kind: str, mark: Mark, what: Value | Reason) -> None:
        super().__init__(kind)
        self.trouble = Trouble(kind, mark, what._asdict() if isinstance(what, Reason) else {"what": what})


@dataclass(frozen=True)
class Document:
    """Plain data; `marks` of values and `keys` of their names, both by path; `troubles` that did not hide the rest; `unmarked` lines that
    read like the heading of a field but are none."""

    data: Data
    marks: Mapping[Path, Mark]
    keys: Mapping[Path, Mark]
    troubles: tuple[Trouble, ...] = ()
    unmarked: Mapping[Path, Mark] = field(default_factory=dict)


def yaml_data(text: str) -> Data:
    """The data of one YAML document that has no trouble, without marks. Raises Declined where `parse_yaml` must look."""
    return cast(Data, plain_data(text, _unspaced))


def _unspaced(text: str, style: Any) -> Data:
    """A scalar's meaning; one with space at its ends, which only quotes can hold, is for the careful reader to count."""
    if style and text != text.strip():
        raise Declined
    return _meaning(text, style)


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


def parse_yaml(text: str) -> Document:
    """One YAML document. Raises Unreadable when it is none.

    It is built from the parser's events: libyaml's composer recurses in C, and a deep enough nesting would crash the process.
    """
    # The base loader knows no implicit types: every scalar arrives as the text that was written.
    builder = _Builder(yaml.parse(text, Loader=CBaseLoader), _Lines(text))
    try:
        data = builder.document()
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = builder.lines.mark(at.index, at.index + 1) if at else Mark(1)
        raise Unreadable("front-matter", mark, reason(error.problem or "")) from error
    except yaml.reader.ReaderError as error:
        sign = len(text.encode()[: error.position].decode(errors="ignore"))  # it counts bytes
        raise Unreadable("front-matter", builder.lines.mark(sign, sign + 1), reason(str(error))) from error
    return Document(data, builder.marks, builder.keys, tuple(builder.troubles))


def parse_submission(text: str, headings: Mapping[str, str]) -> Document:
    """Front matter and answers as one mapping. `headings` maps a folded heading to the answer's field name.

    The file must begin with a line `---`; an unknown heading becomes a field of that name, which the schema then refuses.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        raise Unreadable("front-matter", Mark(1, 1, max(len(lines[0]), 1)), reason("no opening fence"))
    handler = _MarkedYAML()
    metadata, _ = frontmatter.parse(text, handler=handler)
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
    return Document(data, {**front.marks, **whole, **marks}, {**front.keys, **marks}, (*front.troubles, *troubles), unmarked)


class _MarkedYAML(YAMLHandler):
    """python-frontmatter's YAML handler with our strict parser under it; keeps the marks that plain metadata would lose."""

    # The library's own boundary swallows blank lines and accepts any number of dashes: line numbers would drift.
    FM_BOUNDARY = re.compile(r"^---[ \t]*$", re.MULTILINE)
    front: Document | None = None
    closing = 0

    def load(self, fm: str, **_: object) -> Any:
        """`fm` begins with the line end of the opening fence, so that its lines are the file's lines."""
        self.front = parse_yaml(fm)
        self.closing = 1 + fm.count("\n")
        return self.front.data


class _PlainYAML(YAMLHandler):
    """The same boundary over the fast reader."""

    FM_BOUNDARY = _MarkedYAML.FM_BOUNDARY
    closing = 0

    def load(self, fm: str, **_: object) -> Any:
        self.closing = 1 + fm.count("\n")
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


_LIKE_A_HEADING = re.compile(r"\s*(?:#{1,6}|\*\*|__|)\s*(?P<said>[^#*_:]{3,60}?)\s*:?\s*(?:\*\*|__|)\s*:?\s*")


def _unmarked(lines: list[str], first_line: int, headings: Mapping[str, str]) -> Iterator[tuple[str, Mark]]:
    """Lines that say no more than a heading does, but are not marked as one: the answer's name and where."""
    for number, line in enumerate(lines, start=first_line):
        said = _LIKE_A_HEADING.fullmatch(line) if len(line) <= 80 and not line.startswith("## ") else None
        if said and (name := headings.get(_heading(said["said"]).casefold())):
            yield name, Mark(number, 1, max(len(line.rstrip()), 1))


_KEEP_ONE = Words("Giữ dòng đúng với bài, xóa dòng kia.", "Keep the line that is true, delete the other.")
_RENAME = Words(
    "Nếu đoạn dưới dòng này là phần khác thì sửa tên đề mục cho đúng; nếu cùng một phần thì gộp vào đoạn trước. Đừng xóa nội dung.",
    "If what stands below is another part, correct the heading; if it is the same part, join it to the first. Delete no content.",
)


class _Builder:
    """Makes plain data of libyaml's events, noting marks; refuses aliases, tags, duplicate keys and bottomless nesting."""

    def __init__(self, events: Iterator[Event], lines: _Lines) -> None:
        self._events = events
        self.lines = lines
        self.marks: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.troubles: list[Trouble] = []

    def document(self) -> Data:
        next(self._events)  # the stream begins
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        data = self._build(next(self._events), ())
        next(self._events)  # the document ends
        if not isinstance(event := next(self._events), yaml.StreamEndEvent):
            raise Unreadable("refused", self._mark(event), _REFUSED["second"])
        return data

    def _build(self, event: Event, path: Path) -> Data:
        mark = self.marks[path] = self._mark(event)
        if len(path) > _DEEPEST:
            raise Unreadable("refused", mark, _REFUSED["nesting"])
        _must_be_plain(event, mark)
        match event:
            case yaml.MappingStartEvent():
                return dict(self._pairs(path))
            case yaml.SequenceStartEvent():
                return list(self._items(path))
            case _:
                # Plain scalars mean what JSON would make of them; everything else, and everything quoted, is text.
                return _meaning(self._text(event), event.style)

    def _text(self, event: Event) -> str:
        """A scalar's text, which must be what stands there to be read."""
        if event.style == '"':
            for escape in _ESCAPE.finditer(self.lines.text, event.start_mark.index, event.end_mark.index):
                if escape[1] not in _ESCAPED:
                    shown = escape[0] if escape[1].isprintable() else "\\"
                    raise Unreadable(
                        "refused",
                        self.lines.mark(escape.start(), escape.end()),
                        Words(f"mã thoát {shown} trong dấu nháy kép", f"the escape {shown} in double quotes"),
                    )
        return str(event.value)

    def _items(self, path: Path) -> Iterator[Data]:
        index = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._build(event, (*path, index))
            index += 1

    def _pairs(self, path: Path) -> Iterator[tuple[str, Data]]:
        first: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            mark = self._mark(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise Unreadable("refused", mark, _REFUSED["key"])
            _must_be_plain(event, mark)
            key = self._text(event)
            if key == "<<":
                raise Unreadable("refused", mark, _REFUSED["alias"])
            if key in first:
                self.troubles.append(Trouble("duplicate", mark, {"name": key, "first": first[key], "how": _KEEP_ONE}))
                _Builder(self._events, self.lines)._build(
                    next(self._events), (*path, key)
                )  # read past, keep neither value nor marks
                continue
            first[key] = mark.line
            self.keys[(*path, key)] = mark
            yield key, self._build(next(self._events), (*path, key))

    def _mark(self, event: Event) -> Mark:
        return self.lines.mark(event.start_mark.index, event.end_mark.index)


class _Lines:
    """Where the text's lines begin. libyaml's own line numbers also count U+2028 and its like, which no editor shows as a line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def mark(self, start: int, end: int) -> Mark:
        """A stretch of characters as a mark; one that runs over a line end is marked by its first character."""
        line = bisect_right(self._starts, start)
        width = end - start if bisect_right(self._starts, max(start, end - 1)) == line else 1
        return Mark(line, start - self._starts[line - 1] + 1, max(width, 1))


def _must_be_plain(event: Event, mark: Mark) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise Unreadable("refused", mark, _REFUSED["alias"])
    if event.tag is not None:
        raise Unreadable("refused", mark, _REFUSED["tag"])


def _meaning(text: str, style: Any) -> Data:
    """What a scalar's text means; `style` is empty for a plain one."""
    if style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] not in "-0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text

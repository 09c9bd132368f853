"""Builds plain data of a strict subset of YAML, with the location of every field; must not know what stands around it.

What YAML 1.1 would silently bend (`no` as false, `010` as 8, `1.0` as 1, `12:30:00` as 45000, the last of two equal keys) stays
the text it is, or is refused.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any, cast

import yaml
from yaml.cyaml import CBaseLoader

from sangkien.corpus.fast_yaml import NeedsCarefulReader, fast_data
from sangkien.corpus.yaml_errors import YamlError, explain
from sangkien.language import Value, Words
from sangkien.late import dataclass, regex
from sangkien.model.finding import Fix, Mark

Path = tuple[str | int, ...]
Data = None | bool | int | str | list["Data"] | dict[str, "Data"]

Event = Any  # one of yaml.events; their stubs do not tell which attributes each has

_INTEGER = regex(r"-?(0|[1-9][0-9]{0,17})")
_CONSTANTS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_DEEPEST = 20


_REFUSED = {
    "nesting": Words("lồng quá sâu", "nesting too deep"),
    "alias": Words("bí danh YAML (& * <<)", "a YAML alias (& * <<)"),
    "tag": Words("nhãn kiểu YAML (dấu ! đầu giá trị)", "a YAML tag (a value that begins with !)"),
    "second": Words("tài liệu YAML thứ hai trong một tệp", "a second YAML document in one file"),
    "key": Words("tên trường không phải là chữ", "a field name that is not text"),
}
_ESCAPE = regex(r"\\(.)", re.DOTALL)
_COMMENT = regex(r"(?:[ \t]+|\n(?P<indent>[ \t]+))(?P<sign>#[^\n]*)")
_ESCAPED = '"\\'  # what may stand behind a backslash in double quotes: any other would say what nobody sees written


@dataclass(frozen=True)
class ParseProblem:
    """Why the text, or a part of it, is not data."""

    kind: str  # the fault's kind
    mark: Mark
    values: Mapping[str, Value]  # what fills the rule's sentences
    of: Path | None = None  # path of the value it is about; None: of no single value
    fixes: tuple[Fix, ...] = ()  # only where there is one way to put it right


class Unreadable(Exception):
    """The whole text is no data, for `trouble`; `besides` were found before it."""

    def __init__(self, kind: str, mark: Mark, what: Value | YamlError) -> None:
        super().__init__(kind)
        self.trouble = ParseProblem(kind, mark, what._asdict() if isinstance(what, YamlError) else {"what": what})
        self.besides: tuple[ParseProblem, ...] = ()

    @property
    def troubles(self) -> tuple[ParseProblem, ...]:
        """All troubles; one found earlier on the same line stands for the last, as it says better what is wrong there."""
        lines = {trouble.mark.line for trouble in self.besides}
        return self.besides if self.trouble.mark.line in lines else (*self.besides, self.trouble)


@dataclass(frozen=True)
class Document:
    """Plain data and where it was written."""

    data: Data  # mappings, lists, strings, whole numbers, booleans
    marks: Mapping[Path, Mark]  # locations of values, by path
    keys: Mapping[Path, Mark]  # locations of their names, by path
    troubles: tuple[ParseProblem, ...] = ()  # what is wrong without hiding the rest
    unmarked: Mapping[Path, Mark] = field(default_factory=dict)  # lines that read like a field's heading but are none, by path
    cut: Mapping[Path, Mark] = field(default_factory=dict)  # comments behind values, by the value's path
    lines: Sequence[str] = ()  # the lines that were read: as written, except for fixed slips
    remarks: bool = True  # comments are allowed, as in what officers keep


def yaml_data(text: str) -> Data:
    """The data of one YAML document without any trouble, without locations.

    Raises Declined where `parse_yaml` must read it.
    """
    return cast(Data, fast_data(text, _unspaced))


def _unspaced(text: str, style: Any) -> Data:
    """A scalar's meaning. Raises Declined for one with space at its ends, which only quotes can hold: the careful reader counts
    it."""
    if style and text != text.strip():
        raise NeedsCarefulReader
    return _meaning(text, style)


def parse_yaml(text: str) -> Document:
    """One YAML document. It is built from the parser's events: libyaml's composer recurses in C, and deep nesting would crash
    the process.

    Raises Unreadable where the text is no document.
    """
    # The base loader knows no implicit types: every scalar arrives as the text that was written.
    builder = _Builder(yaml.parse(text, Loader=CBaseLoader), _Lines(text))
    try:
        data = builder.document()
    except yaml.MarkedYAMLError as error:
        # Where a quote that never closes was opened, or a line without a colon begins, not where the reader gave up.
        opened = re.search("quoted scalar|simple key", error.context or "") and error.context_mark
        at = opened or error.problem_mark or error.context_mark
        mark = builder.lines.mark(at.index, at.index + 1) if at else Mark(1)
        raise Unreadable("front-matter", mark, explain(error.problem or "")) from error
    except yaml.reader.ReaderError as error:
        sign = len(text.encode()[: error.position].decode(errors="ignore"))  # it counts bytes
        raise Unreadable("front-matter", builder.lines.mark(sign, sign + 1), explain(str(error))) from error
    return Document(data, builder.marks, builder.keys, tuple(builder.troubles), cut=builder.cut, lines=text.split("\n"))


_KEEP_ONE = Words("Giữ dòng đúng với bài, xóa dòng kia.", "Keep the line that is true, delete the other.")


class _Builder:
    """Makes plain data of libyaml's events, noting locations; refuses aliases, tags, duplicate keys and bottomless nesting."""

    def __init__(self, events: Iterator[Event], lines: _Lines) -> None:
        self._events = events
        self.lines = lines
        self.marks: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.troubles: list[ParseProblem] = []
        self.cut: dict[Path, Mark] = {}

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
                if behind := self._behind(event, path):
                    self.cut[path] = behind
                # Plain scalars mean what JSON would make of them; everything else, and everything quoted, is text.
                return _meaning(self._text(event), event.style)

    def _behind(self, event: Event, path: Path) -> Mark | None:
        """The location of what stands behind a value and YAML drops: on its line, or below it where the value would go on."""
        if event.style in ("|", ">") or (event.style and not event.value):
            return None
        comment = _COMMENT.match(self.lines.text, event.end_mark.index)
        if comment is None or (
            comment["indent"] and not (path in self.keys and len(comment["indent"]) >= self.keys[path].column)
        ):
            return None
        return self.lines.mark(comment.start("sign"), comment.end())

    def _text(self, event: Event) -> str:
        """A scalar's text. Raises Unreadable where it is not exactly what is written."""
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
                self.troubles.append(ParseProblem("duplicate", mark, {"name": key, "first": first[key], "how": _KEEP_ONE}))
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
    """Where the text's lines begin. libyaml's own line numbers also count U+2028 and the like, which no editor shows as a line
    end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def mark(self, start: int, end: int) -> Mark:
        """Characters `start` to `end` as a mark; for a stretch over a line end, that of its first character."""
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
    return text  # no field takes a broken number: what looks like one is 36 to some and 36,000 to others

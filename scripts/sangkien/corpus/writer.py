"""Writes plain data as the canonical text of a file, the exact inverse of the reader; must not know what a field means or where it goes.

The same data gives the same bytes, in whatever order they come: fields stand in the schema's order, unknown ones after them by name.
What people also edit stands in block style, one value a line, without quotes where none are needed; what a command alone writes stands
as one field a line, its value as JSON has it. Every text is read back before it is handed out.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from yaml.emitter import Emitter
from yaml.nodes import ScalarNode
from yaml.resolver import Resolver

from sangkien.corpus.document import parse_submission, parse_typed, submission_data
from sangkien.corpus.fast_yaml import NeedsCarefulReader
from sangkien.corpus.formats import is_date, is_instant, quietly
from sangkien.corpus.reader import LARGEST
from sangkien.corpus.schema import Validator, headings
from sangkien.corpus.strict_yaml import Data, Path, Unreadable, parse_yaml, yaml_data
from sangkien.corpus.yaml_slips import ODD_SPACES, fences, looks_slipped, quoted, slips
from sangkien.language import Words
from sangkien.late import dataclass, regex

_BY_COMMAND = ("register", "correction")
_DEEPEST = 20
_TOO_LARGE = 10**18  # the reader takes 18 digits
_LONGEST_KEY = 128  # YAML takes 1,024 characters before a colon
_FENCE = "---"
_STEP = "  "
_SEPARATORS = "\x85\u2028\u2029"
_UNREADABLE = regex("[^\t\n -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What the reader takes in no YAML; a carriage return is a line end to it, whatever stands around it."""
_ODD = regex(f"[{_SEPARATORS}\ufeff\t]|^[ \n]|[ \n]$")
"""What one text form of YAML keeps and another does not: a value with it is tried by itself."""
_NUMBER = regex(r"[-+.]?[0-9][0-9a-zA-Z_.,:+-]*|[0-9a-f]{40}|[0-9a-f]{64}")
_NOT_A_HEADING = regex("[\0\n\r\ud800-\udfff]")
_BEGINS_ODDLY = regex(f"[-{ODD_SPACES}]")
_LETTERS = ("y", "Y", "n", "N")  # yes and no to YAML 1.1, though not to PyYAML
_TEXT = "tag:yaml.org,2002:str"
_is_day, _is_instant = quietly(is_date), quietly(is_instant)
_RESOLVER: Any = Resolver()
_EMITTER = Emitter(io.StringIO(), allow_unicode=True)


@dataclass(frozen=True)
class Unwritable:
    """A value that no text of its file would be read back as: its path in the data (empty for the whole), and why."""

    of: Path
    why: Words


@dataclass(frozen=True)
class Written:
    """The bytes of a file; none where something in it is `unwritable`."""

    content: bytes
    unwritable: tuple[Unwritable, ...] = ()


def write(kind: str, data: Mapping[str, Data], schema: Validator) -> Written:
    """The canonical file of a kind (`submission`, `dossier`, `register`, …) that the reader makes these data of.

    `schema` gives the order of the fields and the headings of answers; whether the data are valid under it is not asked. A submission
    without `answers` is read back with empty ones. Nothing is raised for bad data: every value that cannot be written is returned.
    """
    if kind == "submission":
        titles, answers = _titles(schema), data.get("answers", {})
        front: Mapping[str, Data] = {name: value for name, value in data.items() if name != "answers"}
        found = (*_unwritable(front, (), 0), *_unwritable_answers(answers, titles, headings(schema.fields)))
        found = found or tuple(_fences_in(front, ()))
        data = {**front, "answers": answers}
    else:
        titles, found = {}, tuple(_unwritable(data, (), 0))
    if found:
        return Written(b"", found)
    order = {name: at for at, name in enumerate(schema.fields)}

    def ordered(some: Data | Mapping[str, Data]) -> Any:
        return _ordered(some, "", order)

    def is_kept(some: Mapping[str, Data], text: str) -> bool:
        return repr(ordered(_read_back(text, kind, schema))) == repr(some)  # 1, 1.0 and True are equal and not the same

    data = ordered(data)
    content = (text := _text(kind, data, titles)).encode()
    if len(content) > LARGEST:
        return Written(b"", (Unwritable((), _too_large(len(content))),))
    if is_kept(data, text):
        return Written(content)
    least: dict[str, Data] = {"answers": {}} if kind == "submission" else {}
    alone = {name: ordered({name: value, **least}) for name, value in data.items() if name not in least}
    astray: list[Path] = [(name,) for name, some in alone.items() if not is_kept(some, _text(kind, some, titles))]
    return Written(b"", tuple(Unwritable(path, _OTHERWISE) for path in astray or [()]))


# What cannot be written


def _unwritable(value: Any, path: Path, depth: int) -> Iterator[Unwritable]:
    """The values, at or inside this one, that YAML cannot hold or that the reader refuses."""
    if depth > _DEEPEST:
        yield Unwritable(path, Words("lồng quá sâu", "nested too deep"))
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            if why := _bad_key(key):
                yield Unwritable((*path, _step(key)), why)
            else:
                yield from _unwritable(inside, (*path, key), depth + 1)
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _unwritable(inside, (*path, index), depth + 1)
    elif why := _bad_value(value):
        yield Unwritable(path, why)


def _bad_key(key: object) -> Words | None:
    if not isinstance(key, str) or key == "<<" or "\n" in key or len(key) > _LONGEST_KEY:
        return Words("tên trường không viết được", "this is no name for a field")
    if sign := re.search(f"[{_SEPARATORS}]", key):
        return _unreadable(sign[0])  # a name has one line, and the reader takes these for line ends
    return _bad_value(key)


def _step(key: object) -> str:
    """A key, whatever it is, as a step of a path."""
    try:
        return str(key)
    except ValueError:  # a number longer than Python writes out
        return type(key).__name__


def _bad_value(value: object) -> Words | None:
    if value is None or type(value) is bool:
        return None
    if type(value) is int:
        return Words("số quá dài", "the number is too long") if abs(value) >= _TOO_LARGE else None
    if type(value) is not str:
        kind = type(value).__name__
        return Words(f"kiểu {kind} không phải chữ, số nguyên hay true/false", f"{kind} is no text, whole number or true/false")
    if sign := _UNREADABLE.search(value):
        return _unreadable(sign[0])
    if _ODD.search(value) and not _kept(value):
        odd = next((sign for sign in value if sign in f"{_SEPARATORS}\ufeff\t"), value[:1])
        return _unreadable(odd)
    return None


def _kept(value: str) -> bool:
    """Whether a text reads back as itself."""
    try:
        return parse_yaml(f"- {_scalar(value, _STEP)}\n").data == [value]
    except Unreadable:
        return False


def _fences_in(value: Any, path: Path) -> Iterator[Unwritable]:
    """The texts of front matter with a line that the reader takes for its end."""
    if isinstance(value, Mapping):
        yield from (each for key, inside in value.items() for each in _fences_in(inside, (*path, str(key))))
    elif isinstance(value, list):
        yield from (each for index, inside in enumerate(value) for each in _fences_in(inside, (*path, index)))
    elif isinstance(value, str) and "\n" in value and any(any(fences([_FENCE, _STEP + line])) for line in value.split("\n")):
        yield Unwritable(path, Words("có dòng chỉ gồm dấu gạch, sẽ thành dòng ---", "a line of dashes alone passes for ---"))


def _unwritable_answer(text: object, path: Path) -> Iterator[Unwritable]:
    """Why an answer cannot stand as prose below its heading."""
    if not isinstance(text, str):
        yield Unwritable(path, Words("phần trả lời phải là chữ", "an answer is text"))
        return
    if sign := re.search("[\0\r\ud800-\udfff]", text):
        yield Unwritable(path, _unreadable(sign[0]))
    if text != text.strip():
        yield Unwritable(path, Words("có dấu cách hay dòng trống ở đầu hoặc cuối", "it begins or ends with space"))
    if any(line.startswith("## ") for line in text.split("\n")):
        yield Unwritable(path, Words("có dòng mở đầu bằng “## ”, sẽ thành đề mục khác", "a line begins with “## ”, a heading"))


def _unwritable_answers(answers: object, titles: Mapping[str, str], taken: Mapping[str, str]) -> Iterator[Unwritable]:
    """The answers that cannot stand below a heading of their own."""
    if not isinstance(answers, Mapping):
        yield Unwritable(("answers",), Words("các phần trả lời phải đặt theo tên", "answers stand by name"))
        return
    for name, text in answers.items():
        heading = isinstance(name, str) and name == _NOT_A_HEADING.sub("", unicodedata.normalize("NFC", name)).strip()
        if name not in titles and (not heading or taken.get(name.casefold(), name) != name):
            yield Unwritable(("answers", _step(name)), Words("tên này không làm đề mục được", "this name is no heading"))
        yield from _unwritable_answer(text, ("answers", _step(name)))


def _unreadable(sign: str) -> Words:
    code = f"U+{ord(sign):04X}"
    return Words(f"có ký tự {code} không ghi vào tệp được", f"it holds {code}, which a file cannot keep")


_OTHERWISE = Words("viết ra tệp thì đọc lại thành dữ liệu khác", "the file would be read as other data")


def _too_large(size: int) -> Words:
    return Words(f"tệp dài {size} byte, nhiều nhất {LARGEST}", f"the file has {size} bytes, at most {LARGEST} are allowed")


# What is written


def _ordered(value: Any, name: str, order: Mapping[str, int]) -> Any:
    """The same data with fields in the schema's order, and unknown ones after them."""
    if isinstance(value, list):
        return [_ordered(item, f"{name}[]", order) for item in value]
    if not isinstance(value, Mapping):
        return value
    inside = {key: f"{name}.{key}" if name else key for key in value}
    keys = sorted(value, key=lambda key: (order.get(inside[key], len(order)), key))
    return {key: _ordered(value[key], inside[key], order) for key in keys}


def _titles(schema: Validator) -> dict[str, str]:
    """The heading of each answer."""
    fields = (spec for spec in schema.fields.values() if spec.name.startswith("answers."))
    return {spec.name.removeprefix("answers."): spec.title.vi for spec in fields}


def _text(kind: str, data: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    if kind == "submission":
        return _markdown(data, titles)
    return "".join(_by_command(data) if kind in _BY_COMMAND else _mapping(data, "")) or "{}\n"


def _markdown(data: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    front = {name: value for name, value in data.items() if name != "answers"}
    answers = (f"\n## {titles.get(name, name)}\n" + (f"\n{text}\n" if text else "") for name, text in data["answers"].items())
    return "".join([f"{_FENCE}\n", *(_mapping(front, "") if front else ["{}\n"]), f"{_FENCE}\n", *answers])


def _by_command(data: Mapping[str, Any]) -> Iterator[str]:
    """One field a line, as JSON where nothing in it needs an escape that the reader refuses."""
    for name, value in data.items():
        text = json.dumps(value, ensure_ascii=False)
        line = f"{_name(name)}: {text}\n"
        yield line if not re.search(r'\\[^"\\]', text.replace(r"\\", "")) else "".join(_mapping({name: value}, ""))


def _mapping(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    """Lines of block YAML, each with its end."""
    for key, value in data.items():
        name = f"{indent}{_name(key)}:"
        if value and isinstance(value, dict | list):
            yield f"{name}\n"
            yield from _block(value, indent + _STEP)
        else:
            yield f"{name} {_scalar(value, indent + _STEP)}\n"


def _block(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _mapping(value, indent)
        return
    for item in value:
        if item and isinstance(item, dict | list):
            first, *rest = _block(item, indent + _STEP)
            yield f"{indent}- {first[len(indent) + len(_STEP) :]}"
            yield from rest
        else:
            slipped = isinstance(item, str) and "\n" not in item and looks_slipped(f"- {item}")
            yield f"{indent}- {quoted(item) if slipped else _scalar(item, indent + _STEP)}\n"


def _scalar(value: Any, indent: str) -> str:
    """A value that has no lines of its own below it, or whose lines stand behind the indent; without its last line end."""
    if not isinstance(value, str):
        return json.dumps(value)
    if "\n" not in value:
        return _plain_or_quoted(value)
    body = value.rstrip("\n")
    keep = {0: "-", 1: ""}.get(len(value) - len(body), "+") if body else "+"
    deep = str(len(_STEP)) if value.lstrip("\n")[:1] in (" ", "\t") else ""
    lines = "\n".join(indent + line if line else "" for line in body.split("\n"))
    return f"|{deep}{keep}\n{lines}" + ("\n" * (len(value) - len(body) - 1) if keep == "+" else "")


@lru_cache(maxsize=4096)  # a file has the fields of its kind
def _name(key: str) -> str:
    """A key as it stands before its colon, at the head of a line or of an item."""
    slipped = looks_slipped(f"{key}: 1") or looks_slipped(f"- {key}: 1")
    return quoted(key) if slipped else _plain_or_quoted(key)


def _plain_or_quoted(text: str) -> str:
    """A text of one line, without quotes where every reader of YAML takes it for that text."""
    return text if _stands_plain(text) else quoted(text)


@lru_cache(maxsize=4096)  # most values of a file are words of a list
def _stands_plain(text: str) -> bool:
    if not text or _BEGINS_ODDLY.match(text) or not _EMITTER.analyze_scalar(text).allow_block_plain:
        return False
    if _is_day(text) or _is_instant(text):
        return True  # to some readers it is a day, and the same one
    return text not in _LETTERS and not _NUMBER.fullmatch(text) and _RESOLVER.resolve(ScalarNode, text, (True, False)) == _TEXT


# What is read back


def _read_back(text: str, kind: str, schema: Validator) -> Data:
    """The data that the reader makes of a text; of one that it has a word against, nothing."""
    answers = headings(schema.fields)
    if any(slips(text.partition(f"\n{_FENCE}\n")[0].split("\n"), schema.names)):
        return None  # the fast reader does not look for slips: it reads what the other, asked for its word, would mend
    try:
        return submission_data(text, answers) if kind == "submission" else yaml_data(text)
    except NeedsCarefulReader:
        pass
    try:
        document = parse_submission(text, answers, schema.names) if kind == "submission" else parse_typed(text, schema.names)
    except Unreadable:
        return None
    return None if document.troubles else document.data

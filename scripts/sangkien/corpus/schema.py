"""Validates plain data against the repository's JSON Schemas and names its fields; must not list a field or a value of its own.

A schema's `title` and `description` are Vietnamese; `x-en` holds the English. `x-labels` names the values of an `enum`.
`x-vocabulary` stands for the `enum` that the edition's rules spell out, so that another edition may have other values.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, cast

import jsonschema_rs

from sangkien.corpus.document import Data, Document, Path, Trouble
from sangkien.corpus.suggest import (
    NO_GUESS,
    choices,
    heading_to_add,
    line_to_add,
    near_field,
    near_value,
    only_misspelt,
    only_unmarked,
)
from sangkien.language import Value, Words
from sangkien.model.corpus import FieldSpec
from sangkien.model.finding import WHOLE_FILE
from sangkien.model.programme import Rules
from sangkien.text import count

Schema = dict[str, Any]

_LONGEST_SHOWN = 60
_MOST_GUESSES = 50  # a guess takes a while; nobody misspells so many

TYPES = {
    "string": Words("chữ", "text"),
    "integer": Words("số nguyên", "a whole number"),
    "boolean": Words("true (có) hoặc false (không)", "true or false"),
    "array": Words("danh sách, mỗi mục một dòng bắt đầu bằng dấu -", "a list, each item on a line that begins with -"),
    "object": Words("các dòng `tên: giá trị` thụt vào", "indented lines `name: value`"),
}
FORMATS = {
    "date": Words("ngày có thật, viết năm-tháng-ngày như 2021-04-20", "a real day, written year-month-day like 2021-04-20"),
    "date-time": Words(
        "ngày giờ kèm múi giờ, như 2021-04-20T16:30:00+07:00", "date, time and offset, like 2021-04-20T16:30:00+07:00"
    ),
}


def _is_date(value: object) -> bool:
    # fromisoformat also takes 20210420 and week dates; people and other tools do not.
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return False
        date.fromisoformat(value)
    return True


def _is_instant(value: object) -> bool:
    if isinstance(value, str):
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}([+-]\d{2}:\d{2}|Z)", value, re.ASCII):
            return False
        datetime.fromisoformat(value)
    return True


@cache
def _reference() -> tuple[Any, Any]:
    """The careful validator and its formats. Its library is large and only wanted for a file that is not plainly in order."""
    from jsonschema import Draft202012Validator, FormatChecker, validators
    from jsonschema.exceptions import ValidationError

    def shorter(_: Any, least: int, instance: object, __: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and count(instance) < least:
            yield ValidationError("too short")

    def longer(_: Any, most: int, instance: object, __: Schema) -> Iterator[ValidationError]:
        if isinstance(instance, str) and count(instance) > most:
            yield ValidationError("too long")

    formats = FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(_is_date)
    formats.checks("date-time", raises=ValueError)(_is_instant)
    # Lengths are counted as everywhere here: spaces at the ends and what cannot be seen fill no field.
    counting: Any = validators.extend(Draft202012Validator, {"minLength": shorter, "maxLength": longer})  # type: ignore[no-untyped-call]
    return counting, formats


@dataclass(frozen=True)
class Validator:
    """One kind's schema with an edition's vocabularies put in place when it is first asked; `fields` are named `authors[].name`, `mark`
    tells the contents it was made of."""

    _read: Schema
    _rules: Rules | None
    mark: str

    @cached_property
    def _schema(self) -> Schema:
        ready: Schema = _with_vocabularies(self._read, self._rules)
        return ready

    @cached_property
    def fields(self) -> Mapping[str, FieldSpec]:
        return {spec.name: spec for spec in _fields(self._schema, self._schema, (), self._rules)}

    @cached_property
    def _quick(self) -> Any:
        formats = {"date": _quietly(_is_date), "date-time": _quietly(_is_instant)}
        return jsonschema_rs.Draft202012Validator(_for_rust(self._schema), validate_formats=True, formats=formats)

    def accepts(self, data: Data) -> bool:
        """Whether the data fits, asked of the fast validator; its strings must be as they are counted (`text.plain`). It explains
        nothing: what it does not accept is given to `troubles`."""
        return bool(self._quick.is_valid(data))

    def troubles(self, document: Document) -> tuple[Trouble, ...]:
        """Every way the document breaks the schema, in the order of its lines."""
        # jsonschema reports a missing field once for each field missing beside it: the dictionary keeps one of each.
        found: dict[tuple[str, Path, str], Trouble] = {}
        validate, formats = _reference()
        for error in validate(self._schema, format_checker=formats).iter_errors(document.data):
            for about, trouble in self._explain(error, document):
                found.setdefault((trouble.kind, tuple(error.absolute_path), about), trouble)
        return tuple(sorted(found.values(), key=lambda trouble: (trouble.mark.line, trouble.mark.column)))

    def _explain(self, error: Any, document: Document) -> Iterator[tuple[str, Trouble]]:
        path: Path = tuple(error.absolute_path)
        keyword, instance, schema = str(error.validator), cast(Any, error.instance), cast(Any, error.schema)
        mark = document.marks.get(path, WHOLE_FILE)
        if keyword == "type" and "format" in schema:
            keyword = "format"  # whoever writes a year for a day hears of days, not of text
        if keyword == "required":
            for name in schema["required"]:
                if name not in instance:
                    yield name, self._missing((*path, name), instance, document)
        elif keyword == "additionalProperties":
            known = [self.fields[_name((*path, name))] for name in schema["properties"]]
            for number, name in enumerate(sorted(instance.keys() - schema["properties"].keys())):
                place = document.keys.get((*path, name), mark)
                guess = near_field(name, known) if number < _MOST_GUESSES else NO_GUESS
                values = {"name": name, "near": guess.near, "how": guess.how}
                yield name, Trouble("schema:additionalProperties", place, values, (*path, name))
        else:
            limit = _limit(keyword, schema[keyword])
            yield "", Trouble(f"schema:{keyword}", mark, self._wrong(path, keyword, limit, instance), path)

    def _missing(self, path: Path, beside: Iterable[str], document: Document) -> Trouble:
        """A field that is not there; where it only seems so, for its name is misspelt or its heading unmarked, the place is that line."""
        *inside, name = path
        spec, mark = self.fields[_name(path)], document.marks.get(tuple(inside), WHOLE_FILE)
        answer = path[0] == "answers" and len(path) == 2
        unknown = sorted(each for each in beside if _name((*inside, each)) not in self.fields)
        misspelt = [each for each in unknown[:_MOST_GUESSES] if near_field(each, [spec]).meant]
        if misspelt:
            mark = document.keys.get((*inside, misspelt[0]), mark)
            how = only_misspelt(mark.line)
        elif path in document.unmarked:
            mark = document.unmarked[path]
            how = only_unmarked(mark.line, spec)
        else:
            how = heading_to_add(spec) if answer else line_to_add(str(name), spec)
        return Trouble("schema:required", mark, {"field": spec.title, "name": spec.name, "how": how}, path)

    def _wrong(self, path: Path, keyword: str, limit: Value, instance: Any) -> Mapping[str, Value]:
        spec = self.fields.get(_name(path), _NO_FIELD)
        values: dict[str, Value] = {
            "field": spec.title,
            "name": spec.name,
            "value": _shown(instance),
            "limit": limit,
            "example": spec.example,
        }
        if keyword in ("minLength", "maxLength", "minItems", "maxItems"):
            values["count"] = counted = count(instance) if isinstance(instance, str) else len(instance)
            values["over"] = counted - limit if isinstance(limit, int) else 0
        if keyword == "minItems":
            values["example"] = f"{_name(path).rpartition('.')[2]}: {spec.example}"
        if keyword == "enum":
            values |= {"near": near_value(instance, spec.labels), "limit": choices(limit, spec.labels)}
        if keyword == "uniqueItems":
            values["value"] = _shown(next(item for place, item in enumerate(instance) if item in instance[:place]))
        return values


_NO_FIELD = FieldSpec("", Words("Cả tệp", "The file"), Words("", ""), "", {})


class BadSchema(Exception):
    """A file of `schema/` that is no sound JSON Schema, and where it fails."""

    def __init__(self, where: Words) -> None:
        super().__init__(where.en)
        self.where = where


_KEYWORDS = {
    *(
        "type",
        "enum",
        "minLength",
        "maxLength",
        "pattern",
        "format",
        "minimum",
        "maximum",
        "minItems",
        "maxItems",
        "uniqueItems",
    ),
    *("required", "additionalProperties", "properties", "items", "$ref", "$defs", "if", "then", "else", "$schema", "$id"),
    *("title", "description", "examples", "x-en", "x-labels", "x-vocabulary"),
}


def _must_be_ours(node: Any, where: str, named: bool) -> None:
    """Only keywords that a rule has words for, one type each, and every field with its names. Raises BadSchema."""
    if strange := sorted(node.keys() - _KEYWORDS):
        raise BadSchema(
            Words(f"từ khóa “{strange[0]}” ở {where} chưa có quy tắc nói về nó", f"no rule speaks of “{strange[0]}” at {where}")
        )
    if not isinstance(node.get("type", ""), str):
        raise BadSchema(Words(f"nhiều kiểu ở {where}", f"several types at {where}"))
    if named and not (
        {"title", "description", "examples"} <= node.keys() and {"title", "description"} <= node.get("x-en", {}).keys()
    ):
        raise BadSchema(
            Words(
                f"thiếu tên, lời giải thích hoặc ví dụ bằng hai thứ tiếng ở {where}",
                f"names, help or examples are missing at {where}",
            )
        )
    for name, child in node.get("properties", {}).items():
        if child.keys() - {"required"}:  # an `else` may ask for more of a field without describing it again
            _must_be_ours(child, f"{where}/properties/{name}", named=True)
    if "items" in node:
        _must_be_ours(node["items"], f"{where}/items", named=True)
    for name, child in node.get("$defs", {}).items():
        _must_be_ours(child, f"{where}/$defs/{name}", named=False)


@cache
def read_schema(content: bytes) -> Schema:
    """The schema as data, never to be changed: the same bytes give the same object. Raises BadSchema."""
    try:
        schema: Schema = json.loads(content)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise BadSchema(Words(f"không phải JSON, từ dòng {line}", f"not JSON from line {line} on")) from error
    if not jsonschema_rs.meta.is_valid(schema):
        pointer = "/".join(map(str, _first_fault(schema)))
        raise BadSchema(Words(f"sai ở #/{pointer}", f"wrong at #/{pointer}"))
    _must_be_ours(schema, "#", named=False)
    return schema


def _first_fault(schema: Schema) -> Iterable[str | int]:
    """Where a schema breaks JSON Schema's own rules."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return tuple(error.absolute_path)
    return ()


def validator(schema: Schema, rules: Rules | None, mark: str = "") -> Validator:
    """The schema made ready for one edition; without rules (to read the rules themselves) a vocabulary allows any text. One whose
    contents `mark` names is made once for as long as it stays among the last that were asked for: most revisions share their law."""
    if not mark:
        return Validator(schema, rules, mark)
    made = _MADE.pop((mark, rules), None) or Validator(schema, rules, mark)
    _MADE[mark, rules] = made
    if len(_MADE) > _MOST_MADE:
        del _MADE[next(iter(_MADE))]
    return made


_MADE: dict[tuple[str, Rules | None], Validator] = {}
_MOST_MADE = 64  # of four editions or so


def _quietly(check: Callable[[object], bool]) -> Callable[[str], bool]:
    def holds(value: str) -> bool:
        try:
            return check(value)
        except ValueError:
            return False

    return holds


def _for_rust(schema: Any) -> Any:
    """The ready schema with its patterns as that library's expressions have them, where `$` is the very end."""
    if isinstance(schema, list):
        return [_for_rust(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _for_rust(value) for key, value in schema.items()}
    if isinstance(pattern := schema.get("pattern"), str):
        made["pattern"] = pattern.removesuffix(r"\Z") + ("$" if pattern.endswith(r"\Z") else "")
    return made


def headings(fields: Mapping[str, FieldSpec]) -> dict[str, str]:
    """Answers by their headings in either language, case-folded."""
    return {
        title.casefold(): spec.name.removeprefix("answers.")
        for spec in fields.values()
        if spec.name.startswith("answers.")
        for title in (spec.title.vi, spec.title.en)
    }


def _with_vocabularies(schema: Any, rules: Rules | None) -> Any:
    if isinstance(schema, list):
        return [_with_vocabularies(item, rules) for item in schema]
    if not isinstance(schema, dict):
        return schema
    ready = {key: _with_vocabularies(value, rules) for key, value in schema.items()}
    if isinstance(pattern := schema.get("pattern"), str) and pattern.endswith("$"):
        # In JSON Schema `$` is the very end; in Python it also matches before a last line end.
        ready["pattern"] = pattern[:-1] + r"\Z"
    if rules and isinstance(name := schema.get("x-vocabulary"), str):
        ready["enum"] = list(rules.vocabulary(name))
    return ready


def _fields(node: Schema, root: Schema, path: Path, rules: Rules | None, required: bool = True) -> Iterator[FieldSpec]:
    """The node's own field, then those inside it, in the schema's order."""
    node = _resolved(node, root)
    if path:
        yield FieldSpec(
            name=_name(path),
            title=Words(node["title"], node["x-en"]["title"]),
            description=Words(node["description"], node["x-en"]["description"]),
            example=_written(node["examples"][0]) if node.get("examples") else "",
            labels=_labels(node, rules),
            required=required,
        )
    for name, child in node.get("properties", {}).items():
        yield from _fields(child, root, (*path, name), rules, name in node.get("required", ()))
    if "items" in node:
        yield from _fields(node["items"], root, (*path, 0), rules)


def _resolved(node: Schema, root: Schema) -> Schema:
    """A `$ref` into the schema's own `$defs`, with what stands beside it laid on top."""
    while "$ref" in node:
        target = root["$defs"][node["$ref"].removeprefix("#/$defs/")]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node


def _labels(node: Schema, rules: Rules | None) -> Mapping[str, Words]:
    if rules and "x-vocabulary" in node:
        return rules.vocabulary(node["x-vocabulary"])
    return {value: Words(**words) for value, words in node.get("x-labels", {}).items()}


def _name(path: Path) -> str:
    return ".".join("[]" if isinstance(step, int) else step for step in path).replace(".[]", "[]")


def _written(value: Data) -> str:
    """A value as it may be written into a file: text as it is, everything else in JSON's way, which YAML reads too."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(value: Data) -> str:
    text = _written(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _limit(keyword: str, value: Any) -> Value:
    match keyword:
        case "type":
            return TYPES[value]
        case "format":
            return FORMATS[value]
        case "enum":
            return tuple(map(str, value))
        case "pattern":
            return ""  # the example says it better than the expression
        case _:
            return value if isinstance(value, int) else str(value)

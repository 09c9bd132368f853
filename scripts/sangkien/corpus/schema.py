"""Validates plain data by the repository's JSON Schemas and names its fields; must not list a field or a value of its own.

A schema's `title` and `description` are Vietnamese; `x-en` holds the English. `x-labels` names the values of an `enum`.
`x-vocabulary` stands for the `enum` that the edition's rules spell out, so that another edition may have other values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple, cast

import jsonschema_rs

from sangkien.corpus.formats import FORMATS, NUMBER, TYPES, is_date, is_instant, quietly, reference
from sangkien.corpus.metaschema import Schema
from sangkien.corpus.strict_yaml import Data, Document, ParseProblem, Path
from sangkien.corpus.suggestions import (
    NO_GUESS,
    Guess,
    as_meant,
    choices,
    heading_to_add,
    headings_meant,
    like,
    line_to_add,
    near_field,
    near_value,
    only_misspelt,
    only_unmarked,
)
from sangkien.corpus.value_fixes import certain_fix
from sangkien.corpus.yaml_slips import quoted
from sangkien.language import Value, Words
from sangkien.late import dataclass
from sangkien.model.corpus import FieldSpec
from sangkien.model.finding import WHOLE_FILE, Fix, Mark
from sangkien.model.programme import Rules
from sangkien.text import count, is_even

_LONGEST_SHOWN = 60
_MOST_KEPT = 5_000  # guesses; past that they are worked out anew
_MOST_GUESSES = 50  # a guess takes a while; nobody misspells so many


@dataclass(frozen=True)
class Validator:
    """One kind's schema with an edition's vocabularies, made ready when it is first asked. `mark` identifies the bytes it was
    made of."""

    _read: Schema
    _rules: Rules | None
    mark: str

    @cached_property
    def _schema(self) -> Schema:
        ready: Schema = _with_vocabularies(self._read, self._rules)
        return ready

    @cached_property
    def fields(self) -> Mapping[str, FieldSpec]:
        """Every field by its name (`authors[].name`), in the schema's order."""
        return {
            name: _spec(name, node, self._rules, required) for name, node, required in _fields(self._schema, self._schema, ())
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that may stand before a colon."""
        return frozenset(_last(name) for name in self.fields if not name.startswith("answers."))

    @cached_property
    def _nodes(self) -> Mapping[str, Schema]:
        """The schema's part for each field, by name."""
        return {name: node for name, node, _ in _fields(self._schema, self._schema, ())}

    @cached_property
    def _quick(self) -> Any:
        formats = {"date": quietly(is_date), "date-time": quietly(is_instant)}
        return jsonschema_rs.Draft202012Validator(_for_rust(self._schema), validate_formats=True, formats=formats)

    def accepts(self, data: Data) -> bool:
        """Whether the data fits, by the fast validator; strings must be as they are counted (`text.plain`). Data it refuses is
        explained by `troubles`."""
        return bool(self._quick.is_valid(data))

    def troubles(self, document: Document) -> tuple[ParseProblem, ...]:
        """Every way the document breaks the schema, by line."""
        found: dict[tuple[str, Path, str], ParseProblem] = {}
        asked: set[tuple[str, Path, int]] = set()
        for wrong in self._wrongs(document):
            # A missing field is reported once for each field missing beside it, and each report speaks of all of them.
            key = (wrong.keyword, wrong.path, id(wrong.schema))
            # What is left of a value that was cut is not what was written.
            if key not in asked and not (wrong.path in document.cut and self._in_words(wrong.path)):
                asked.add(key)
                for about, trouble in self._explain(wrong, document):
                    found.setdefault((trouble.kind, wrong.path, about), trouble)
        troubles = (*self._dropped(document), *found.values())
        # On a line with a slip of typing what stands behind it has another column in the file than in what was read.
        slipped = {trouble.mark.line for trouble in document.troubles if trouble.fixes}
        troubles = tuple(replace(each, fixes=()) if each.mark.line in slipped else each for each in troubles)
        return tuple(sorted(troubles, key=lambda trouble: (trouble.mark.line, trouble.mark.column)))

    def _dropped(self, document: Document) -> Iterator[ParseProblem]:
        """A trouble for each comment behind a value: any in a submission, elsewhere behind a value in words."""
        for path, mark in document.cut.items():
            node, words = self._nodes.get(_name(path), {}), self._in_words(path)
            if document.remarks and not words:
                continue
            value, line = document.marks[path], document.lines[mark.line - 1]
            empty = _inside(document.data, path) is None
            if empty and not words:
                continue  # another finding tells of it
            value = mark if empty else value
            text, said = line[mark.column - 1 :].rstrip(), line[value.column - 1 :].rstrip()
            # “#2” belongs to what it follows, “# see below” may be a remark; nobody but the author can tell.
            whole = words and value.line == mark.line and text[1:2].strip() != "" and said[:1] not in "\"'"
            fixes = (Fix(Mark(value.line, value.column, len(said)), quoted(said)),) if whole else ()
            if value.line == mark.line and not words and node and node.get("type") not in ("integer", NUMBER["type"]):
                # No such value takes words: they are a remark. Behind a number they may say what it counts.
                end = value.column + value.width
                fixes = (Fix(Mark(mark.line, end, len(line.rstrip()) + 1 - end), ""),)
            values: dict[str, Value] = {"text": _shown(text), "name": self.fields[_name(path)].name if node else _name(path)}
            yield ParseProblem("cut", mark, values, path if words else None, fixes)

    def _in_words(self, path: Path) -> bool:
        """Whether a field takes free text."""
        node = self._nodes.get(_name(path), {})
        return node.get("type") == "string" and not {"enum", "format", "pattern"} & node.keys()

    def _certain(self, path: Path, document: Document, instance: object) -> tuple[str, tuple[Fix, ...]]:
        """What a refused value certainly meant, and the fix that writes it; empty where that is not certain."""
        name = _name(path)
        spec, mark = self.fields.get(name, _NO_FIELD), document.marks.get(path, WHOLE_FILE)
        text = certain_fix(instance, self._nodes.get(name, {}), spec.labels)
        if not text or not mark.line or path in document.cut:
            return "", ()
        written = document.lines[mark.line - 1][mark.column - 1 : mark.column - 1 + mark.width]
        # A value over several lines is marked by its first sign; a finding may only write where it sees all that it replaces.
        return text, ((Fix(mark, text),) if written.strip("\"'") == str(instance) else ())

    def _wrongs(self, document: Document) -> Iterator[SchemaViolation]:
        """What breaks the schema where. The fast validator finds the same in a tenth of the time, if strings are as they are
        counted."""
        text = "\n".join(document.lines)
        if "\\" not in text and is_even(text) and _bare(document.data):
            for error in self._quick.iter_errors(document.data):
                *way, keyword = error.schema_path
                yield SchemaViolation(
                    tuple(error.instance_path), str(keyword), _inside(document.data, error.instance_path), self._at(way)
                )
        else:
            validate, formats = reference()
            for error in validate(self._schema, format_checker=formats).iter_errors(document.data):
                yield SchemaViolation(tuple(error.absolute_path), str(error.validator), error.instance, error.schema)

    @cached_property
    def _to_add(self) -> dict[str, Words]:
        """What to do about each field that is missing, said once however often it is."""
        return {}

    @cached_property
    def _guesses(self) -> dict[tuple[str, str], Guess]:
        return {}

    def _near(self, name: str, among: str, known: list[FieldSpec]) -> Guess:
        """What an unknown name may have meant among these fields, computed once: files of one hand have one fault."""
        if len(self._guesses) > _MOST_KEPT:
            self._guesses.clear()
        asked = (name, among)
        if asked not in self._guesses:
            self._guesses[asked] = near_field(name, known)
        return self._guesses[asked]

    def _at(self, way: Iterable[str | int]) -> Schema:
        """The part of the schema at the end of a path of keys."""
        node: Any = self._schema
        for step in way:
            node = self._schema["$defs"][node["$ref"].removeprefix("#/$defs/")] if step == "$ref" else node[step]
        return cast(Schema, node)

    def _explain(self, wrong: SchemaViolation, document: Document) -> Iterator[tuple[str, ParseProblem]]:
        path, keyword, instance, schema = wrong
        mark = document.marks.get(path, WHOLE_FILE)
        if keyword in ("type", "pattern"):  # whoever writes a year for a day hears of days, not of text
            keyword = "format" if "format" in schema else "type" if schema.get("type") == NUMBER["type"] else keyword
        if keyword == "required":
            for name in schema["required"]:
                if name not in instance:
                    yield name, self._missing((*path, name), instance, document)
        elif keyword == "additionalProperties":
            known = [self.fields[_name((*path, name))] for name in schema["properties"]]
            meant = headings_meant(instance, self.fields.values()) if path == ("answers",) else {}
            for number, name in enumerate(sorted(instance.keys() - schema["properties"].keys())):
                place = document.keys.get((*path, name), mark)
                guess = self._near(name, _name(path), known) if number < _MOST_GUESSES else NO_GUESS
                values = {"name": name, "near": guess.near, "how": guess.how}
                # Only a name that says the same in other letters is surely another's, and only where that one is not there.
                other = _last(guess.meant)
                same = guess.same and other not in instance and path[:1] != ("answers",) and place.width == len(name)
                spelt: tuple[Fix, ...] = (Fix(place, other),) if same else ()
                spelt = (Fix(place, meant[name]),) if name in meant else spelt
                yield name, ParseProblem("schema:additionalProperties", place, values, (*path, name), spelt)
        else:
            limit = _limit(keyword, schema[keyword])
            certain, fixes = self._certain(path, document, instance)
            yield "", ParseProblem(f"schema:{keyword}", mark, self._wrong(path, keyword, limit, instance, certain), path, fixes)

    def _missing(self, path: Path, beside: Iterable[str], document: Document) -> ParseProblem:
        """A missing field; where only its name is misspelt or its heading unmarked, the location is that line."""
        *inside, name = path
        spec, mark = self.fields[_name(path)], document.marks.get(tuple(inside), WHOLE_FILE)
        answer = path[0] == "answers" and len(path) == 2
        unknown = sorted(each for each in beside if _name((*inside, each)) not in self.fields)
        fixes: tuple[Fix, ...] = ()
        misspelt = [each for each in unknown[:_MOST_GUESSES] if self._near(each, spec.name, [spec]).meant]
        if misspelt:
            mark = document.keys.get((*inside, misspelt[0]), mark)
            how = only_misspelt(mark.line)
        elif path in document.unmarked:
            mark = document.unmarked[path]
            how = only_unmarked(mark.line, spec)
            fixes = (Fix(Mark(mark.line, 1, len(document.lines[mark.line - 1])), f"## {spec.title.vi}"),)
        else:
            how = self._to_add.setdefault(spec.name, heading_to_add(spec) if answer else line_to_add(str(name), spec))
        return ParseProblem("schema:required", mark, {"field": spec.title, "name": spec.name, "how": how}, path, fixes)

    def _wrong(self, path: Path, keyword: str, limit: Value, instance: Any, certain: str) -> Mapping[str, Value]:
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
        if keyword in ("type", "format", "pattern"):
            values["how"] = as_meant(certain) if certain else like(keyword, spec)
        if keyword == "uniqueItems":
            values["value"] = _shown(next(item for place, item in enumerate(instance) if item in instance[:place]))
        return values


class SchemaViolation(NamedTuple):
    """A value that breaks a keyword of the schema."""

    path: Path
    keyword: str
    instance: Any
    schema: Schema


def _bare(data: Data) -> bool:
    """Whether no string in it has space at its ends, which is not counted."""
    if isinstance(data, dict | list):
        return all(map(_bare, data.values() if isinstance(data, dict) else data))
    return not isinstance(data, str) or data == data.strip()


def _inside(data: Any, path: Iterable[str | int]) -> Any:
    for step in path:
        data = data[step]
    return data


_NO_FIELD = FieldSpec("", Words("Cả tệp", "The file"), Words("", ""), "", {})


def validator(schema: Schema, rules: Rules | None, mark: str = "") -> Validator:
    """The schema made ready for an edition; without rules (to read the rules themselves) a vocabulary allows any text. With a
    `mark` it is kept among the last 64 asked for: most revisions share their law."""
    if not mark:
        return Validator(schema, rules, mark)
    made = _MADE.pop((mark, rules), None) or Validator(schema, rules, mark)
    _MADE[mark, rules] = made
    if len(_MADE) > _MOST_MADE:
        del _MADE[next(iter(_MADE))]
    return made


_MADE: dict[tuple[str, Rules | None], Validator] = {}
_MOST_MADE = 64  # of four editions or so


def _for_rust(schema: Any) -> Any:
    """The ready schema with its patterns as that library writes them, where `$` is the very end."""
    if isinstance(schema, list):
        return [_for_rust(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _for_rust(value) for key, value in schema.items()}
    if isinstance(pattern := schema.get("pattern"), str):
        made["pattern"] = pattern.removesuffix(r"\Z") + ("$" if pattern.endswith(r"\Z") else "")
    return made


def headings(fields: Mapping[str, FieldSpec]) -> dict[str, str]:
    """Heading in either language, case-folded -> name of the answer's field."""
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
    ready |= NUMBER if schema.get("type") == "number" else {}
    if isinstance(pattern := schema.get("pattern"), str) and pattern.endswith("$"):
        # In JSON Schema `$` is the very end; in Python it also matches before a last line end.
        ready["pattern"] = pattern[:-1] + r"\Z"
    if rules and isinstance(name := schema.get("x-vocabulary"), str):
        ready["enum"] = list(rules.vocabulary(name))
    return ready


def _fields(node: Schema, root: Schema, path: Path, required: bool = True) -> Iterator[tuple[str, Schema, bool]]:
    """Name, schema and whether required, of the node's own field and then of those inside it, in the schema's order."""
    node = _resolved(node, root)
    if path:
        yield _name(path), node, required
    for name, child in node.get("properties", {}).items():
        yield from _fields(child, root, (*path, name), name in node.get("required", ()))
    if "items" in node:
        yield from _fields(node["items"], root, (*path, 0))


def _spec(name: str, node: Schema, rules: Rules | None, required: bool) -> FieldSpec:
    return FieldSpec(
        name=name,
        title=Words(node["title"], node["x-en"]["title"]),
        description=Words(node["description"], node["x-en"]["description"]),
        example=_written(node["examples"][0]) if node.get("examples") else "",
        labels=_labels(node, rules),
        required=required,
        least=node.get("minLength", 0),
    )


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


def _last(name: str) -> str:
    """A field's own name, without what it stands in."""
    return name.removesuffix("[]").rpartition(".")[2]


def _written(value: Data) -> str:
    """A value as it may be written into a file: text as it is, everything else in JSON's way, which YAML reads too."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _shown(value: Data) -> str:
    text = _written(value)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"


def _limit(keyword: str, value: Any) -> Value:
    match keyword:
        case "type":
            return TYPES["number" if value == NUMBER["type"] else value]
        case "format":
            return FORMATS[value]
        case "enum":
            return tuple(map(str, value))
        case "pattern":
            return ""  # the example says it better than the expression
        case _:
            return value if isinstance(value, int) else str(value)

"""The schemas themselves: sound, closed, explained in both languages, and one with the records and the rules of the code."""

from __future__ import annotations

import copy
import types
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from jsonschema import Draft202012Validator

from sangkien import git
from sangkien.corpus import load, load_law
from sangkien.corpus.formats import FORMATS, TYPES
from sangkien.corpus.law import fitting
from sangkien.corpus.load import KINDS
from sangkien.corpus.metaschema import BadSchema, read_schema
from sangkien.corpus.record import build
from sangkien.corpus.schema import validator
from sangkien.corpus.strict_yaml import Document, parse_yaml
from sangkien.language import Words
from sangkien.model.finding import Fault, Location
from sangkien.model.programme import Rules
from sangkien.model.submission import BeforeAfter
from sangkien.rules import CATALOGUE, judge
from story import AS_OF, PROJECT, Story

Schema = dict[str, Any]

FILES = sorted((PROJECT / "schema").glob("*.json"))
SCHEMAS: dict[str, Schema] = {file.name.removesuffix(".schema.json"): read_schema(file.read_bytes()) for file in FILES}
SUBMISSION = validator(SCHEMAS["submission"], None)
EDITION: Rules = build(Rules, parse_yaml((PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")).data)
ANNOTATIONS = {"$schema", "$id", "$defs", "$ref", "title", "description", "examples"}
STRUCTURE = {"properties", "items", "if", "then", "else"}


def resolved(node: Schema, root: Schema) -> Schema:
    """The node with its reference followed and what stands beside the reference laid on top."""
    while "$ref" in node:
        target = root["$defs"][node["$ref"].rpartition("/")[2]]
        node = target | {key: value for key, value in node.items() if key != "$ref"}
    return node


def named(node: Schema, root: Schema, name: str) -> Iterator[tuple[str, Schema]]:
    """Every property and list item below the node, by its dotted name."""
    node = resolved(node, root)
    for child, schema in node.get("properties", {}).items():
        yield f"{name}.{child}", resolved(schema, root)
        yield from named(schema, root, f"{name}.{child}")
    if "items" in node:
        yield f"{name}[]", resolved(node["items"], root)
        yield from named(node["items"], root, f"{name}[]")


def written(node: Schema) -> Iterator[Schema]:
    """Every subschema whose keywords can end in a finding: all but the conditions, which only choose."""
    yield node
    below = [*node.get("properties", {}).values(), *node.get("$defs", {}).values()]
    for schema in (*below, *(node[key] for key in ("items", "then", "else") if key in node)):
        yield from written(schema)


EVERYWHERE = [node for root in SCHEMAS.values() for node in written(root)]
each_kind = pytest.mark.parametrize("kind", SCHEMAS)


def nodes(kind: str) -> list[tuple[str, Schema]]:
    return list(named(SCHEMAS[kind], SCHEMAS[kind], ""))


def troubles(kind: str, node: Schema, example: object) -> list[str]:
    """Kinds of trouble that the gate itself would find in an example of one field, under the rules of 2021."""
    alone = {"$defs": SCHEMAS[kind].get("$defs", {}), **node}
    return [trouble.kind for trouble in validator(alone, EDITION).troubles(Document(example, {}, {}))]


def test_there_is_one_schema_for_every_kind_of_record() -> None:
    assert set(SCHEMAS) == set(KINDS)


@each_kind
def test_a_schema_is_sound_names_itself_and_knows_no_keyword_in_vain(kind: str) -> None:
    schema = SCHEMAS[kind]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == f"{kind}.schema.json"
    # A misspelt keyword is ignored by JSON Schema: `minlength` would hold for nobody.
    known = set(Draft202012Validator.VALIDATORS) | ANNOTATIONS | STRUCTURE | {"x-en", "x-labels", "x-vocabulary"}
    assert {key for node in written(schema) for key in node} - known == set()


@each_kind
def test_a_field_is_explained_in_both_languages_with_an_example(kind: str) -> None:
    for name, node in [("", SCHEMAS[kind]), *nodes(kind)]:
        assert node["title"].strip() and node["description"].strip(), name  # noqa: PT018
        assert node["x-en"].keys() == {"title", "description"}, name
        assert all(words.strip() for words in node["x-en"].values()), name
        assert node.get("examples") or not name, name


@each_kind
def test_an_example_is_what_its_field_asks_for(kind: str) -> None:
    told = {name: troubles(kind, node, example) for name, node in nodes(kind) for example in node["examples"]}
    assert {name: found for name, found in told.items() if found} == {}


@each_kind
def test_an_object_is_closed_and_requires_only_what_it_has(kind: str) -> None:
    for node in written(SCHEMAS[kind]):
        if node.get("type") == "object":
            assert node["additionalProperties"] is False, node
            assert set(node.get("required", ())) <= set(node["properties"]), node
    for name, node in nodes(kind):
        assert ("properties" in node) == (node["type"] == "object"), name


@each_kind
def test_a_listed_value_has_a_name_in_both_languages(kind: str) -> None:
    for name, node in nodes(kind):
        labels = node.get("x-labels", {})
        assert list(labels) == node.get("enum", []), name
        for words in labels.values():
            assert words.keys() == {"vi", "en"}, name
            assert all(word.strip() for word in words.values()), name


@each_kind
def test_a_vocabulary_is_one_that_the_rules_of_an_edition_spell_out(kind: str) -> None:
    for name, node in nodes(kind):
        if "x-vocabulary" in node:
            assert "enum" not in node, name
            assert EDITION.vocabulary(node["x-vocabulary"]), name


def test_no_pattern_lets_a_line_end_through() -> None:
    patterned = [(kind, name, node) for kind in SCHEMAS for name, node in nodes(kind) if "pattern" in node]
    assert patterned
    let = [found for found in patterned if "schema:pattern" not in troubles(found[0], found[2], f"{found[2]['examples'][0]}\n")]
    assert let == []


def test_every_keyword_that_can_fail_has_one_rule_of_its_own_and_no_rule_waits_for_a_keyword_that_is_not_used(
    story: Callable[[], Story],
) -> None:
    used = {keyword for node in EVERYWHERE for keyword in node.keys() - ANNOTATIONS - STRUCTURE if not keyword.startswith("x-")}
    used |= {"enum" for node in EVERYWHERE if "x-vocabulary" in node}
    snapshot = git.snapshot(git.open_repository(story().folder), "HEAD")
    sound = load(snapshot, load_law(snapshot), datetime.fromisoformat(AS_OF))
    assert judge(sound) == ()
    faults = {keyword: Fault(f"schema:{keyword}", Location("submissions/x.md"), {}) for keyword in used}
    codes = {keyword: [found.code for found in judge(replace(sound, faults=(fault,)))] for keyword, fault in faults.items()}
    assert {keyword: found for keyword, found in codes.items() if len(found) != 1} == {}
    assert sorted(code for found in codes.values() for code in found) == [code for code in CATALOGUE if code.startswith("SK2")]


def test_every_type_and_format_has_words_for_whoever_got_it_wrong() -> None:
    assert {node["type"] for node in EVERYWHERE if "type" in node} <= TYPES.keys()
    assert {node["format"] for node in EVERYWHERE if "format" in node} <= FORMATS.keys()


MEASURED = "measures:\n  - what: Tìm cọc\n    before: {}\n    after: 1\n    unit: phút\n"


def before(written: str) -> Document:
    return parse_yaml(MEASURED.format(written))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("40", "40"),
        ("0", "0"),
        ("-18", "-18"),
        ("3,5", "3.5"),
        ("3.5", "3.5"),
        ('"12,75"', "12.75"),
        ("-0.25", "-0.25"),
        ("3.50", "3.50"),
    ],
)
def test_a_number_is_what_is_written_with_a_point_or_a_comma(written: str, meant: str) -> None:
    document = before(written)
    assert [each.kind for each in SUBMISSION.troubles(document) if each.of and each.of[:1] == ("measures",)] == []
    data: Any = document.data
    assert str(build(BeforeAfter, data["measures"][0]).before) == meant


@pytest.mark.parametrize(
    ("written", "how"),
    [
        ("3.500", "25"), ("3,500", "25"), ("1.500.000", "1500000"), ("40 phút", "25"), ("1e3", "25"), ("01,5", "25"), ("3,", "3"),
        ("true", "25"),
        ('"40"', "40"), ("12.345", "25"), ("1,5 triệu", "1500000"), ("2,0 giờ", "25"),
    ],
)  # fmt: skip
def test_what_is_a_number_to_some_and_another_to_others_is_told(written: str, how: str) -> None:
    told = [each for each in SUBMISSION.troubles(before(written)) if each.of == ("measures", 0, "before")]
    assert [each.kind for each in told] == ["schema:type"]
    said = told[0].values["how"]
    assert isinstance(said, Words)
    assert said.vi.rpartition(" ")[2] == how


LEAVES = {
    ("string", None): str,
    ("string", "date"): date,
    ("string", "date-time"): datetime,
    ("integer", None): int,
    ("number", None): Decimal,
    ("boolean", None): bool,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_has_the_fields_of_its_schema_and_defaults_where_they_may_be_missing(kind: str) -> None:
    compare(KINDS[kind], SCHEMAS[kind], SCHEMAS[kind], kind)


def compare(record: Any, node: Schema, root: Schema, name: str) -> None:
    """The annotation of a field and its schema say the same, and so do those below them."""
    node = resolved(node, root)
    if get_origin(record) in (Union, types.UnionType):
        (record,) = (option for option in get_args(record) if option is not type(None))
    if get_origin(record) is tuple:
        assert node["type"] == "array", name
        compare(get_args(record)[0], node["items"], root, f"{name}[]")
    elif is_dataclass(record):
        hints = get_type_hints(record)
        assert {field.name for field in fields(record)} == set(node["properties"]), name
        needed = {field.name for field in fields(record) if field.default is MISSING and field.default_factory is MISSING}
        assert needed == set(node["required"]), name
        for child, schema in node["properties"].items():
            compare(hints[child], schema, root, f"{name}.{child}")
    else:
        assert record is LEAVES[node["type"], node.get("format")], name


def test_a_schema_from_before_a_field_came_is_still_usable_and_one_that_loosens_another_is_not() -> None:
    """A repository is judged by its own schemas, with whatever version of the program."""
    for kind, path in (("rules", ("contact",)), ("submission", ("measures",)), ("units", ("units", "items", "contact"))):
        older = copy.deepcopy(SCHEMAS[kind])
        inside = older
        for step in path[:-1]:
            inside = inside["properties"][step] if step != "items" else inside["items"]
        del inside["properties"][path[-1]]
        assert fitting(kind, older) is older
    loosened = copy.deepcopy(SCHEMAS["submission"])
    loosened["properties"]["measures"]["items"]["required"].remove("unit")
    with pytest.raises(BadSchema):
        fitting("submission", loosened)

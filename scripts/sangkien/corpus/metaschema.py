"""Reads a file of `schema/` and refuses what is no sound JSON Schema or what no rule has words for; must not validate by it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

import jsonschema_rs

from sangkien.language import Words

Schema = dict[str, Any]


class BadSchema(Exception):
    """A file of `schema/` is no sound JSON Schema; `where` says at which part."""

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
    """Accepts only keywords that a rule has words for, one type each, and fields with their names. Raises BadSchema."""
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
    """The schema as data, never to be changed: equal bytes give the same object.

    Raises BadSchema.
    """
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
    """The path to the first part of a schema that breaks JSON Schema's own rules; empty where none does."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        return tuple(error.absolute_path)
    return ()

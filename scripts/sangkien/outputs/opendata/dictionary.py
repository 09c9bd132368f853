"""Writes the data dictionary of every field of a file and every column of the open data, in both languages; must not list any itself."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sangkien.model.artifact import Artifact, Table
from sangkien.model.corpus import FieldSpec
from sangkien.outputs.opendata.records import Field
from sangkien.outputs.opendata.tables import both, headed, published, shown

PATH = "du-lieu/tu-dien.json"


def artifact(
    schemas: Mapping[str, Mapping[str, FieldSpec]], columns: Sequence[Field], tables: Mapping[str, Sequence[Table]]
) -> Artifact:
    """The dictionary's file. `schemas`: kind of file -> field name -> field; `columns`: those of the honoured innovations;
    `tables`: reports by edition id."""
    entries = {
        "fields": {kind: [_field(spec) for spec in fields.values()] for kind, fields in schemas.items()},
        "innovations": [{"name": each.name, "type": each.type, "title": both(each.title)} for each in columns],
        "tables": {edition: {table.id: _table(table) for table in published(listed)} for edition, listed in tables.items()},
    }
    return Artifact(PATH, (json.dumps(entries, ensure_ascii=False, indent=1) + "\n").encode())


def _field(spec: FieldSpec) -> dict[str, object]:
    return {
        "name": spec.name,
        "title": both(spec.title),
        "description": both(spec.description),
        "required": spec.required,
        "example": shown(spec.example),
        **({"values": {value: both(words) for value, words in spec.labels.items()}} if spec.labels else {}),
    }


def _table(table: Table) -> dict[str, object]:
    columns = {column.id: {"title": both(column.title), "measure": column.measure.value} for column in headed(table)}
    return {"title": both(table.title), "columns": columns}

"""Describes an edition's data files: a Frictionless data package, and checksums; must not know what the files say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from sangkien.language import Words
from sangkien.model import licence
from sangkien.model.artifact import Artifact, Measure, Table
from sangkien.model.corpus import Edition
from sangkien.outputs.opendata.records import Field
from sangkien.outputs.opendata.tables import headed, published, shown

_FORMATS = {
    "csv": "text/csv",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_PACKED = ("parquet", "xlsx")
"""Formats that nobody who checks the package needs a reader for: they take the file as it is."""
_TYPES = {Measure.NAME: "string", Measure.COUNT: "integer", Measure.PERCENT: "integer", Measure.MONEY: "integer"}


def artifacts(
    edition: Edition, files: Sequence[Artifact], tables: Sequence[Table], columns: Sequence[Field], revision: str, site: str
) -> Iterator[Artifact]:
    """`datapackage.json` and `SHA256SUMS` of the edition's files, which are all below one folder. `revision` is the commit id,
    `site` the site's address; what is called by it is left out where that is empty, that is unknown."""
    folder = f"du-lieu/{edition.id}/"
    schemas: dict[str, object] = {table.id: _table(table) for table in published(tables)}
    resources = [_resource(file, folder, schemas, columns) for file in files]
    name = edition.rules.record.name
    package = {
        "profile": "data-package",
        "name": f"sang-kien-{edition.id.lower()}",
        **({"id": f"{site}{folder}datapackage.json", "homepage": site} if site else {}),
        "title": shown(name.vi),
        "description": shown(f"{name.vi} / {name.en}"),
        "version": revision,
        "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.URL}],
        "sources": [{"title": shown(f"{paper.number}, {paper.by}")} for paper in edition.rules.record.sources],
        "resources": resources,
    }
    yield Artifact(f"{folder}datapackage.json", (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode())
    sums = "".join(f"{hashlib.sha256(file.content).hexdigest()}  {file.path.removeprefix(folder)}\n" for file in files)
    yield Artifact(f"{folder}SHA256SUMS", sums.encode())


def _resource(file: Artifact, folder: str, schemas: dict[str, object], columns: Sequence[Field]) -> dict[str, object]:
    path = file.path.removeprefix(folder)
    name, _, format = path.partition(".")
    resource: dict[str, object] = {
        "name": f"{name.replace('/', '-').lower()}-{format}",
        "path": path,
        "format": format,
        "mediatype": _FORMATS[format],
        "bytes": len(file.content),
        "hash": f"sha256:{hashlib.sha256(file.content).hexdigest()}",
    }
    resource |= {"type": "file"} if format in _PACKED else {"encoding": "utf-8"}
    if name == "sang-kien":
        resource["schema"] = {"fields": [_field(each) for each in columns if format == "parquet" or not each.long]}
    elif format == "csv":
        resource["profile"] = "tabular-data-resource"
        resource["schema"] = schemas[name]
    return resource


def _field(each: Field) -> dict[str, object]:
    return {"name": each.name, "type": each.type, "title": each.title.vi, "description": each.title.en}


def _table(table: Table) -> dict[str, object]:
    """The schema of a report's columns, named as in the heading of its CSV file."""
    names: list[tuple[Words, Measure]] = [(column.title, column.measure) for column in headed(table)]
    return {"fields": [{"name": title.vi, "type": _TYPES[measure], "description": title.en} for title, measure in names]}

"""The honoured innovations as records, the same in CSV, JSON and Parquet; must not show more than their pages do."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence

from sangkien.language import Words, say
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact
from sangkien.model.innovation import Details, PublicInnovation
from sangkien.outputs.opendata.tables import BOM, cell, shown

Value = str | int | None


@dataclass(frozen=True)
class Field:
    """A column of the records."""

    name: str  # as in the files
    title: Words  # what it is
    type: str  # as Frictionless names it
    of: Callable[[PublicInnovation], Value]  # an innovation's value; None where it is not public
    long: bool = False  # the authors' own prose: in Parquet alone, which compresses it

    def value(self, each: PublicInnovation) -> Value:
        """An innovation's value as it is written: names and numbers of people covered, nothing a browser would run."""
        value = self.of(each)
        return shown(value) if isinstance(value, str) and self.name != "url" else value


def _detail(of: Callable[[Details], Value]) -> Callable[[PublicInnovation], Value]:
    return lambda each: of(each.details) if each.details else None


def fields(site: str) -> tuple[Field, ...]:
    """Every column, in order; `site` is the site's address. Where that is empty, that is unknown, `url` begins at the site's
    root."""
    return (
        Field("id", Words("Mã: kỳ và tên tệp", "Id: edition and file name"), "string", lambda each: each.address),
        Field("url", Words("Địa chỉ trang", "Address of its page"), "string", lambda each: f"{site}sang-kien/{each.address}/"),
        Field("title", Words("Tên sáng kiến", "Title"), "string", lambda each: each.title),
        Field("title_en", Words("Tên tiếng Anh", "Title in English"), "string", lambda each: each.title_en or None),
        Field("level", Words("Cấp cao nhất tôn vinh", "Highest level that honours it"), "string", lambda each: each.level.id),
        Field("awards", Words("Hình thức khen, cấp cao trước", "Awards, highest level first"), "string",
              lambda each: "; ".join(award.name for award in each.awards)),
        Field("decisions", Words("Số quyết định", "Numbers of the decisions"), "string",
              _detail(lambda each: "; ".join(decision.number for decision in each.decisions))),
        Field("decided_on", Words("Ngày quyết định cao nhất", "Day of the highest decision"), "date",
              _detail(lambda each: each.decisions[0].signed_on.isoformat())),
        Field("edition", Words("Kỳ", "Edition"), "string", lambda each: each.edition),
        Field("unit", Words("Mã đơn vị", "Unit's id"), "string", _detail(lambda each: each.unit.id)),
        Field("unit_name", Words("Đơn vị", "Unit"), "string",
              _detail(lambda each: each.unit.name.vi)),
        Field("field", Words("Lĩnh vực", "Field"), "string", _detail(lambda each: each.field.id)),
        Field("block", Words("Khối", "Block"), "string", _detail(lambda each: each.block.id)),
        Field("kind", Words("Loại giải pháp", "Kind of solution"), "string", _detail(lambda each: each.kind)),
        Field("stage", Words("Mức độ áp dụng", "Stage"), "string", _detail(lambda each: each.stage)),
        Field("scope", Words("Phạm vi áp dụng", "Scope"), "string", _detail(lambda each: each.scope)),
        Field("applied_from", Words("Ngày áp dụng", "Applied from"), "date", _detail(lambda each: each.applied_from.isoformat())),
        Field("benefit_vnd_declared", Words("Giá trị làm lợi tự khai (đồng/năm)", "Declared benefit (đồng a year)"), "integer",
              _detail(lambda each: each.benefit_vnd)),
        Field("summary", Words("Tóm tắt", "Summary"), "string", _detail(lambda each: each.summary or None)),
        Field("summary_en", Words("Tóm tắt tiếng Anh", "Summary in English"), "string",
              _detail(lambda each: each.summary_en or None)),
        Field("measures", Words("Đo trước và sau", "Measured before and after"), "string", _detail(_measures)),
        Field("received_at", Words("Nhận lúc", "Received at"), "datetime",
              _detail(lambda each: each.received.at.isoformat(timespec="seconds"))),
        Field("authors", Words("Tác giả đồng ý công khai", "Authors who consented"), "string", _detail(_authors)),
        Field("effect", Words("Hiệu quả", "Effect"), "string", lambda each: each.effect.text, long=True),
        Field("problem", Words("Thực trạng", "Problem"), "string", _detail(lambda each: each.problem.text), long=True),
        Field("solution", Words("Giải pháp", "Solution"), "string", _detail(lambda each: each.solution.text), long=True),
    )  # fmt: skip


def _authors(each: Details) -> Value:
    return "; ".join(author.name for author in each.authors) or None


def _measures(each: Details) -> Value:
    told = (f"{item.what}: {say(item.before, 'vi')} → {say(item.after, 'vi')} {item.unit}" for item in each.measures)
    return "; ".join(told) or None


def artifacts(edition: str, every: Sequence[PublicInnovation], site: str) -> Iterator[Artifact]:
    """`du-lieu/<edition>/sang-kien.{csv,json,parquet}` of one edition's honoured innovations."""
    columns = fields(site)
    rows = [[field.value(each) for field in columns] for each in every]
    folder = f"du-lieu/{edition}"
    yield Artifact(f"{folder}/sang-kien.csv", _csv(columns, rows))
    objects = [{field.name: value for field, value in zip(columns, row, strict=True) if not field.long} for row in rows]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in objects)
    yield Artifact(f"{folder}/sang-kien.json", f"[\n{lines}\n]\n".encode() if lines else b"[]\n")
    yield Artifact(f"{folder}/sang-kien.parquet", _parquet(columns, rows))


def _csv(columns: Sequence[Field], rows: Sequence[Sequence[Value]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.name for field in columns if not field.long])
    for row in rows:
        writer.writerow([_cell(field, value) for field, value in zip(columns, row, strict=True) if not field.long])
    return (BOM + out.getvalue()).encode()


def _cell(field: Field, value: Value) -> str | int:
    if value is None:
        return ""
    return value if field.name == "url" else cell(value)  # an address of ours, which is not to be covered


def _parquet(columns: Sequence[Field], rows: Sequence[Sequence[Value]]) -> bytes:
    # Loaded here: nobody else waits for it.
    import pyarrow
    import pyarrow.parquet

    types = {"integer": pyarrow.int64()}
    schema = pyarrow.schema([(field.name, types.get(field.type, pyarrow.string())) for field in columns])
    held = {field.name: [row[position] for row in rows] for position, field in enumerate(columns)}
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pydict(held, schema=schema), out, compression="zstd")
    return out.getvalue()

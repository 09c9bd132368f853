"""Writes the text of register lines and corrections, as an office attests them; must not know their folder or who may write them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sangkien.corpus.record import plain
from sangkien.corpus.schema import Validator
from sangkien.corpus.strict_yaml import Data
from sangkien.corpus.writer import write
from sangkien.language import Words
from sangkien.model.act import Correction, Struck
from sangkien.model.finding import CannotJudge

HEAD = "# Dòng sổ tiếp nhận, viết bằng lệnh: sangkien register. Không sửa, không xóa; ghi nhầm thì gạch (--strike).\n"

_LONGEST_PATH = 240


def named(folder: str, number: int, path: str) -> str:
    """Path of a register line's file: in `folder`, the line's number before the name of the file at `path`, cut to the length a
    name may have."""
    slug = path.rpartition("/")[2].rpartition(".")[0]
    room = _LONGEST_PATH - len(f"{folder}/{number:04d}-.yml")
    return f"{folder}/{number:04d}-{slug[:room].rstrip('-')}.yml"


def line_file(fields: Mapping[str, Data], schema: Validator) -> bytes:
    """A line's file, of its plain data. Raises CannotJudge for a value that no file can hold."""
    return HEAD.encode() + _written("register", fields, schema)


def struck(text: str, mark: Struck) -> str:
    """The text of a register line's file with the line struck, all else unchanged."""
    end = "\r\n" if "\r\n" in text else "\n"
    fields = json.dumps({"reason": mark.reason, "on": mark.on.isoformat()}, ensure_ascii=False)
    return f"{text if text.endswith(end) else text + end}struck: {fields}{end}"


def correction_file(correction: Correction, schema: Validator) -> bytes:
    """The file of a correction. Raises CannotJudge for a value that no file can hold."""
    return _written("correction", plain(correction), schema)


def _written(kind: str, fields: Mapping[str, Data], schema: Validator) -> bytes:
    made = write(kind, fields, schema)
    for each in made.unwritable:
        name = ".".join(map(str, each.of))
        raise CannotJudge(Words(f"{name}: {each.why.vi}.", f"{name}: {each.why.en}."))
    return made.content

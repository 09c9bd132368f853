"""Writes the files of register lines and corrections, as an office attests them; must not know where they go or who may write them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sangkien.model.act import Content, Correction, RegisterLine, Struck

HEAD = "# Dòng sổ tiếp nhận, viết bằng lệnh: sangkien register. Không sửa, không xóa; ghi nhầm thì gạch (--strike).\n"
FIELDS = ("received_at", "channel", "office", "path", "blob", "struck", "sample")

_LONGEST_PATH = 240


def named(folder: str, number: int, path: str) -> str:
    """The file of the line that has this number in a folder and vouches for a path: the file's own name behind the number, as far as a
    path may go."""
    slug = path.rpartition("/")[2].rpartition(".")[0]
    room = _LONGEST_PATH - len(f"{folder}/{number:04d}-.yml")
    return f"{folder}/{number:04d}-{slug[:room].rstrip('-')}.yml"


def said(line: RegisterLine) -> dict[str, object]:
    """A line as plain data."""
    fields: dict[str, object] = {
        "received_at": line.received_at.isoformat(timespec="seconds"),
        "channel": line.channel,
        "office": line.office,
        "path": line.path,
        "blob": line.blob,
    }
    return fields | ({"sample": True} if line.sample else {})


def written(fields: Mapping[str, object]) -> str:
    """A line's file. Values stand as JSON does, which is YAML with every string quoted: a blob id may look like a number."""
    known = [name for name in FIELDS if name in fields]
    rest = sorted(fields.keys() - {*known, "number"})
    return HEAD + "".join(f"{name}: {json.dumps(fields[name], ensure_ascii=False)}\n" for name in [*known, *rest])


def struck(text: str, mark: Struck) -> str:
    """A line's file with the line struck, and not a letter changed of what it said."""
    end = "\r\n" if "\r\n" in text else "\n"
    fields = json.dumps({"reason": mark.reason, "on": mark.on.isoformat()}, ensure_ascii=False)
    return f"{text if text.endswith(end) else text + end}struck: {fields}{end}"


def correction_file(correction: Correction) -> str:
    """The file of a correction; written as JSON values, which are YAML with every string quoted: a content id may look like a number."""
    said: dict[str, object] = {
        "number": correction.number,
        "signed_on": correction.signed_on.isoformat(),
        "reason": correction.reason,
        "old": _content(correction.old),
        "new": _content(correction.new),
    }
    said |= {"sample": True} if correction.sample else {}
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in said.items())


def _content(of: Content) -> dict[str, str]:
    return {"path": of.path, "content": of.content}

"""What an officer attests, as the register holds it: one line, one small file; must not know where it goes or who may write it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sangkien.model.act import RegisterLine, Struck

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
    told: dict[str, object] = {
        "received_at": line.received_at.isoformat(timespec="seconds"),
        "channel": line.channel,
        "office": line.office,
        "path": line.path,
        "blob": line.blob,
    }
    return told | ({"sample": True} if line.sample else {})


def written(fields: Mapping[str, object]) -> str:
    """A line's file. Values stand as JSON does, which is YAML with every string quoted: a blob id may look like a number."""
    known = [name for name in FIELDS if name in fields]
    rest = sorted(fields.keys() - {*known, "number"})
    return HEAD + "".join(f"{name}: {json.dumps(fields[name], ensure_ascii=False)}\n" for name in [*known, *rest])


def struck(text: str, mark: Struck) -> str:
    """A line's file with the line struck, and not a letter changed of what it said."""
    end = "\r\n" if "\r\n" in text else "\n"
    told = json.dumps({"reason": mark.reason, "on": mark.on.isoformat()}, ensure_ascii=False)
    return f"{text if text.endswith(end) else text + end}struck: {told}{end}"

"""Writes lines of the register: what an officer attests, added to the file without touching what stands in it."""

from __future__ import annotations

import json
import re

from sangkien.model.act import RegisterLine

HEAD = "# Sổ tiếp nhận: mỗi dòng làm chứng cho đúng một nội dung của một bài. Viết bằng lệnh: sangkien register\nlines:\n"


def added(register: str, line: RegisterLine) -> str:
    """The register's text with one more line, in the style it is written in; an empty text begins a new register."""
    text = register or HEAD
    end = "\r\n" if "\r\n" in text else "\n"
    if flow := _FLOW.search(text):
        comma = ", " if flow["items"].strip() else ""
        at = flow.end("items")
        return f"{text[:at].rstrip()}{comma}{json.dumps(_said(line), ensure_ascii=False)}{text[at:]}"
    indents = [match[1] for match in _ITEM.finditer(text)]
    indent = min(indents, key=len, default="  ")
    whole = text if text.endswith("\n") else text + end
    fields = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in _said(line).items()]
    return whole + f"{indent}- " + f"{end}{indent}  ".join(fields) + end


_FLOW = re.compile(r"^lines:[ \t]*\[(?P<items>.*)\]", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"^( *)- ", re.MULTILINE)


def _said(line: RegisterLine) -> dict[str, object]:
    """One line as plain data; written as JSON, which is YAML with every string quoted: a blob id may look like a number."""
    said = {
        "number": line.number,
        "received_at": line.received_at.isoformat(timespec="seconds"),
        "channel": line.channel,
        "office": line.office,
        "path": line.path,
        "blob": line.blob,
    }
    return said | ({"sample": True} if line.sample else {})

"""Writes into drafts what their findings say was certainly meant, after showing it; must not know what is wrong with them."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sangkien.cli.files import write
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import WHOLE_FILE, CannotJudge, Mend
from sangkien.outputs.gate.text import visible

_LINE_END = regex("(\r\n|\r|\n)")


def seen(file: Path) -> bytes | None:
    """The content of a draft that may be written over: a plain file, reached by no link of its own; None for any other."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as opened:
        return opened.read()


def mended(content: bytes, mends: Iterable[Mend]) -> bytes:
    """The content with these mends, line ends as they were. Of two that overlap only the first is done, and the other is left for when
    that one stands."""
    ordered = sorted(set(mends), key=lambda each: (each.mark.line, each.mark.column, -each.mark.width))
    if ordered and ordered[0].mark == WHOLE_FILE:
        return ordered[0].text.encode()
    try:
        parts = _LINE_END.split(content.decode())
    except UnicodeDecodeError:
        return content
    for mend in reversed(list(_apart(ordered))):
        at, start = 2 * (mend.mark.line - 1), mend.mark.column - 1
        parts[at] = parts[at][:start] + mend.text + parts[at][start + mend.mark.width :]
    return "".join(parts).encode()


def _apart(ordered: Iterable[Mend]) -> Iterator[Mend]:
    line, free = 0, 0
    for mend in ordered:
        if (mend.mark.line, mend.mark.column) >= (line, free):
            line, free = mend.mark.line, mend.mark.column + mend.mark.width
            yield mend


def difference(file: Path, before: bytes, after: bytes) -> str:
    """What would change, as `diff -u` shows it."""
    old, new = (_LINE_END.sub("\n", each.decode(errors="replace")).split("\n") for each in (before, after))
    lines = difflib.unified_diff(old, new, str(file), str(file), lineterm="", n=1)
    return "".join(f"{visible(line)}\n" for line in lines)


def write_over(file: Path, before: bytes, after: bytes) -> None:
    """The draft with its new content, whole or not at all. Raises CannotJudge where it is no longer what was judged."""
    if seen(file) != before:
        raise CannotJudge(
            Words(
                f"{file} vừa bị sửa ở nơi khác trong lúc xét, nên không ghi đè. Lưu bên kia lại rồi chạy lại lệnh này.",
                f"{file} was changed elsewhere while it was judged, so it is not written over. Save it there and run this again.",
            )
        )
    about = file.stat()
    # Whoever took the right to write away meant it, though a file in a folder of one's own can be put in its place all the same.
    if not about.st_mode & 0o222 or not os.access(file, os.W_OK):
        raise CannotJudge(
            Words(
                f"{file} chỉ cho đọc, nên không ghi đè. Cho phép ghi tệp ấy rồi chạy lại lệnh này.",
                f"{file} may only be read, so it is not written over. Allow writing to it and run this again.",
            )
        )
    if about.st_nlink > 1:
        raise CannotJudge(
            Words(
                f"{file} còn có tên khác trên đĩa (liên kết cứng), nên không ghi đè. Chép thành một tệp riêng rồi chạy lại lệnh này.",
                f"{file} has another name on the disk (a hard link), so it is not written over. Make a copy of its own and run this again.",
            )
        )
    write(file, after, stat.S_IMODE(about.st_mode))

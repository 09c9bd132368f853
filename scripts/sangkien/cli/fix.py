"""Writes into drafts what their findings say was certainly meant, after showing it; must not know what is wrong with them."""

from __future__ import annotations

import difflib
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from sangkien.disk import write
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import WHOLE_FILE, CannotJudge, Fix
from sangkien.text import visible

_LINE_END = regex("(\r\n|\r|\n)")


def readable(file: Path) -> bytes | None:
    """The content of a draft that may be overwritten: a plain file, not reached by a symbolic link; None for any other."""
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        return None
    with os.fdopen(handle, "rb") as opened:
        return opened.read()


def fixed(content: bytes, fixes: Iterable[Fix]) -> bytes:
    """The content with these fixes, its line ends kept. Of two that overlap only the first is applied; the other waits for the
    next judgement."""
    ordered = sorted(set(fixes), key=lambda each: (each.mark.line, each.mark.column, -each.mark.width))
    if ordered and ordered[0].mark == WHOLE_FILE:
        return ordered[0].text.encode()
    try:
        parts = _LINE_END.split(content.decode())
    except UnicodeDecodeError:
        return content
    for fix in reversed(list(_apart(ordered))):
        at, start = 2 * (fix.mark.line - 1), fix.mark.column - 1
        parts[at] = parts[at][:start] + fix.text + parts[at][start + fix.mark.width :]
    return "".join(parts).encode()


def _apart(ordered: Iterable[Fix]) -> Iterator[Fix]:
    line, free = 0, 0
    for fix in ordered:
        if (fix.mark.line, fix.mark.column) >= (line, free):
            line, free = fix.mark.line, fix.mark.column + fix.mark.width
            yield fix


def difference(file: Path, before: bytes, after: bytes) -> str:
    """What would change, as `diff -u` shows it."""
    old, new = (_LINE_END.sub("\n", each.decode(errors="replace")).split("\n") for each in (before, after))
    lines = difflib.unified_diff(old, new, str(file), str(file), lineterm="", n=1)
    return "".join(f"{visible(line)}\n" for line in lines)


def write_over(file: Path, before: bytes, after: bytes) -> None:
    """Writes the draft's new content, whole or not at all.

    Raises CannotJudge where the file no longer holds `before`, or cannot be written.
    """
    if readable(file) != before:
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

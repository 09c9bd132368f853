"""Reads a register of the old form, one file for all its lines; must not know how a line is written today."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.corpus.strict_yaml import Data, Unreadable, parse_yaml
from sangkien.language import Words
from sangkien.model.finding import CannotJudge


def lines_of(name: str, content: bytes) -> Iterator[tuple[int, Mapping[str, Data]]]:
    """Number and fields of every line.

    Raises CannotJudge where the file is no such register.
    """
    try:
        data = parse_yaml(content.decode()).data
    except (UnicodeDecodeError, Unreadable) as error:
        raise _broken(name) from error
    lines = data.get("lines") if isinstance(data, dict) else None
    if not isinstance(lines, list):
        raise _broken(name)
    for line in lines:
        number = line.get("number") if isinstance(line, dict) else None
        if not isinstance(line, dict) or not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise _broken(name)
        if not isinstance(line.get("path"), str):
            raise _broken(name)
        yield number, {key: value for key, value in line.items() if key != "number"}


def _broken(name: str) -> CannotJudge:
    return CannotJudge(
        Words(
            f"{name} không đọc được: cần danh sách lines, mỗi dòng có number và path.",
            f"{name} cannot be read: it takes a list `lines`, each with number and path.",
        )
    )

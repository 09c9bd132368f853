"""Leads from how people name a file, from where they stand, to its path in the repository, and back; must not know what the file holds."""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Iterable
from pathlib import Path

from sangkien import git
from sangkien.corpus.layout import address
from sangkien.language import Words
from sangkien.model.finding import CannotJudge


def path_in(repository: git.Repository, named: str) -> str:
    """The path in the repository of a file that somebody named: from its top or from where they stand, absolute, with the strokes of
    Windows. Raises CannotJudge for what lies outside."""
    asked = named.replace("\\", "/")
    plain = posixpath.normpath(asked)
    place = address(plain)
    if repository.top is None or (place and place.kind != "unsafe"):
        return plain
    # The parent is resolved, the file is not: a symbolic link is the link it is.
    file, top = Path(asked), repository.top.resolve()
    there = Path(os.path.normpath(file.parent.resolve() / file.name))
    if not there.is_relative_to(top):
        raise CannotJudge(Words(f"{named} nằm ngoài kho này.", f"{named} lies outside this repository."))
    return there.relative_to(top).as_posix()


def adding(repository: git.Repository, paths: Iterable[str]) -> str:
    """The command that adds these to the next commit, as it runs from where the person stands."""
    top = (repository.top or repository.folder).resolve()
    where = "" if Path.cwd() == top else f"-C {shlex.quote(str(top))} "
    return f"git {where}add {' '.join(map(shlex.quote, paths))}"

"""Opens a repository, and leads from how people name a file in it to its path, and back; must not know what the file holds."""

from __future__ import annotations

import os
import posixpath
import shlex
from collections.abc import Iterable
from pathlib import Path

from sangkien.corpus.layout import address_of, is_submission
from sangkien.git import Repository, commit_date, open_repository
from sangkien.git import files_under as files_under
from sangkien.language import Words
from sangkien.model.finding import CannotJudge

__all__ = ["Repository", "adding", "commit_date", "files_under", "open_repository", "path_in", "submission_in", "top_of"]


def path_in(repository: Repository, named: str) -> str:
    """The path in the repository of a file somebody named: from the work tree's top or from the working directory, absolute, or
    with backslashes.

    Raises CannotJudge for a file outside it.
    """
    asked = named.replace("\\", "/")
    plain = posixpath.normpath(asked)
    address = address_of(plain)
    if repository.top is None or (address and address.kind != "unsafe"):
        return plain
    # The parent is resolved, the file is not: a symbolic link is the link it is.
    file, top = Path(asked), repository.top.resolve()
    there = Path(os.path.normpath(file.parent.resolve() / file.name))
    if not there.is_relative_to(top):
        raise CannotJudge(Words(f"{named} nằm ngoài kho này.", f"{named} lies outside this repository."))
    return there.relative_to(top).as_posix()


def submission_in(repository: Repository, named: str) -> str:
    """The path of a submission somebody named.

    Raises CannotJudge for any other file.
    """
    path = path_in(repository, named)
    if not is_submission(path):
        raise CannotJudge(Words(f"{named} không phải tệp của một bài.", f"{named} is no submission's file."))
    return path


def adding(repository: Repository, paths: Iterable[str]) -> str:
    """The `git add` command for these paths, as it runs from the working directory."""
    top = (repository.top or repository.folder).resolve()
    where = "" if Path.cwd() == top else f"-C {shlex.quote(str(top))} "
    return f"git {where}add {' '.join(map(shlex.quote, paths))}"


def top_of(repository: Repository) -> Path:
    """The folder of the work tree.

    Raises CannotJudge for a bare repository.
    """
    if repository.top is None:
        raise CannotJudge(
            Words(
                "Kho này không có thư mục làm việc; hãy làm trong một bản sao.",
                "This repository has no work tree; do it in a clone.",
            )
        )
    return repository.top.resolve()

"""Writes files whole or not at all; must not know what they hold."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from sangkien.language import Words
from sangkien.model.finding import CannotJudge


def write(file: Path, content: bytes, mode: int = 0o644) -> None:
    """Writes the file with this content and mode; a reader never sees half of it, and a failure leaves what was there.

    Raises CannotJudge where the disk refuses.
    """
    with explained(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(name).chmod(mode)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def create(files: Mapping[Path, bytes]) -> None:
    """Writes new files, all of them or none; a reader never sees half of one.

    Raises CannotJudge where the disk refuses, or one of them exists already.
    """
    made: list[Path] = []
    try:
        for file, content in files.items():
            with explained(file):
                file.parent.mkdir(parents=True, exist_ok=True)
                _create(file, content)
            made.append(file)
    except BaseException:
        for file in made:
            file.unlink(missing_ok=True)
        raise


def _create(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(name).chmod(0o644)
        try:
            os.link(name, file)
        except FileExistsError:
            raise
        except OSError:  # a disk without links
            os.close(os.open(file, os.O_CREAT | os.O_EXCL))
            Path(name).replace(file)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def explained(target: Path) -> Iterator[None]:
    """Turns an OSError inside the context into CannotJudge with the file and the reason."""
    try:
        yield
    except OSError as error:
        raise CannotJudge(
            Words(f"Không ghi được {target}: {error.strerror}.", f"Cannot write {target}: {error.strerror}.")
        ) from error

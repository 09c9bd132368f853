"""Writes files whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sangkien.language import Words
from sangkien.model.artifact import Artifact
from sangkien.model.finding import CannotJudge

_OURS = ".sangkien"  # marks a folder that may be replaced


def write(file: Path, content: bytes) -> None:
    """The file with this content; a reader never sees half of it, and a failure leaves what was there."""
    with _telling(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(content)
            Path(name).chmod(0o644)
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@contextmanager
def _telling(target: Path) -> Iterator[None]:
    """A disk that refuses is the tool's failure, told in words."""
    try:
        yield
    except OSError as error:
        raise CannotJudge(
            Words(f"Không ghi được {target}: {error.strerror}.", f"Cannot write {target}: {error.strerror}.")
        ) from error


def write_tree(folder: Path, artifacts: Iterable[Artifact]) -> int:
    """A folder with exactly these files, put in place in one step; how many there are."""
    with _telling(folder):
        return _replaced(folder, artifacts)


def _replaced(folder: Path, artifacts: Iterable[Artifact]) -> int:
    if folder.exists() and not (folder / _OURS).exists():
        raise CannotJudge(
            Words(
                f"{folder} đã có và không phải do lệnh này viết, nên không thay. Chọn thư mục khác.",
                f"{folder} exists and was not written by this command, so it is not replaced. Choose another folder.",
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    count = 0
    try:
        for artifact in artifacts:
            file = fresh / artifact.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(artifact.content)
            count += 1
        (fresh / _OURS).touch()
        fresh.chmod(0o755)
        stale = fresh.with_name(f"{fresh.name}.old")
        if folder.exists():
            folder.replace(stale)
        fresh.replace(folder)
        shutil.rmtree(stale, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return count

"""Replaces a folder of made files in one step, and makes again only what changed; must not know what the files hold."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sangkien.disk import explained
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.artifact import Artifact, LazyArtifact
from sangkien.model.finding import CannotJudge
from sangkien.parallel import spread

_LIST = ".sangkien"  # marks a folder that may be replaced, and lists what it was made of
_WORTH, _PIECE = 400, 250  # files: from how many on, and how many at a time, they are made on every core


@dataclass(frozen=True)
class TreeReport:
    """What writing a folder took."""

    files: int  # in the folder
    made: int  # this time, the others being as before


def write_tree(folder: Path, lots: Iterable[Iterable[Artifact | LazyArtifact]]) -> TreeReport:
    """Writes a folder with exactly the files of all batches, and puts it in place in one step. A file with the key it had
    before is linked, not made again. While other processes make the files of one batch, the next is asked for.

    Raises CannotJudge where the folder exists and was not written by this function, or cannot be written.
    """
    with explained(folder):
        return _replaced(folder, lots)


def keys(folder: Path) -> Mapping[str, str]:
    """Returns key by path of all files that `write_tree` wrote in a folder; empty where it did not write it or left no list."""
    try:
        keys = json.loads((folder / _LIST).read_text(encoding="utf-8") or "{}")
    except (OSError, ValueError):
        return {}
    return keys if isinstance(keys, dict) else {}


def _replaced(folder: Path, lots: Iterable[Iterable[Artifact | LazyArtifact]]) -> TreeReport:
    if folder.exists() and not (folder / _LIST).exists():
        raise CannotJudge(
            Words(
                f"{folder} đã có và không phải do lệnh này viết, nên không thay. Chọn thư mục khác.",
                f"{folder} exists and was not written by this command, so it is not replaced. Choose another folder.",
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    known, written, made = keys(folder), dict[str, str](), 0
    placing: Iterator[int] = iter(())
    try:
        for lot in lots:
            drafts = [each if isinstance(each, LazyArtifact) else _draft(each) for each in lot]
            written |= {each.path: each.key for each in drafts}
            made += sum(placing)
            placing = _placed(folder, known, fresh, drafts)
            made += next(placing, 0)
        made += sum(placing)
        (fresh / _LIST).write_text(json.dumps(written), encoding="utf-8")
        fresh.chmod(0o755)
        stale = fresh.with_name(f"{fresh.name}.old")
        if folder.exists():
            folder.replace(stale)
        fresh.replace(folder)
        shutil.rmtree(stale, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    return TreeReport(len(written), made)


def _draft(artifact: Artifact) -> LazyArtifact:
    return LazyArtifact(artifact.path, hashlib.blake2b(artifact.content, digest_size=16).hexdigest(), lambda: artifact.content)


def _placed(folder: Path, known: Mapping[str, str], fresh: Path, drafts: Sequence[LazyArtifact]) -> Iterator[int]:
    """Places every file of a batch in the folder `fresh`: as a link to the same file in the old folder, whose keys are
    `known`, or to one elsewhere that serves as well, else newly made. Yields how many files were made, piece by piece; after
    the first number other processes are at work on the rest."""
    there: set[str] = set()

    def target(path: str) -> Path:
        """Where a file belongs; its folder exists afterwards. The process that makes a file makes its folder, which takes as
        long as the file."""
        file = fresh / path
        if (above := path.rpartition("/")[0]) not in there:
            file.parent.mkdir(parents=True, exist_ok=True)
            there.add(above)
        return file

    new: list[LazyArtifact] = []
    for each in drafts:
        same = folder / each.path if known.get(each.path) == each.key else each.there
        try:
            if same is None:
                raise FileNotFoundError
            os.link(same, target(each.path))
        except OSError:  # not there, or a disk without links: then it is made
            new.append(each)

    def make(piece: slice) -> None:
        for each in new[piece]:
            target(each.path).write_bytes(each.make())

    for piece, _ in spread(make, len(new), _WORTH, _PIECE):
        yield piece.stop - piece.start

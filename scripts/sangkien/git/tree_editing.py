"""Makes the tree that another becomes when files are written and removed; must not know what the files mean or who asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from sangkien.git.packing import NewObjects
from sangkien.git.trees import FOLDER, entries_of
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import CannotJudge
from sangkien.model.history import PLAIN_FILE, Snapshot, TreeEntry, folder_of

Files = Mapping[str, bytes | None]
"""Contents by path; None removes what stands there."""

_Steps = dict[tuple[str, ...], bytes | None]
_GITS_OWN = regex(r"(?:\.git|git~1)[ .]*(?::.*)?", re.DOTALL)


def edited(objects: NewObjects, tree: str | None, files: Files) -> str:
    """The id of the tree (None for an empty one) with these files, each a plain one, and without those removed; new objects go to
    `objects`. Removing what is not there changes nothing, and a folder with nothing in it goes.

    Raises CannotJudge for a path that Git, or some machine that clones, takes for something else, and where a file and a folder would
    have one name.
    """
    return _folder(objects, tree, {_steps(path): content for path, content in files.items()}, "") or objects.add("tree", b"")


def must_fit(base: Snapshot, files: Files) -> None:
    """Raises CannotJudge as `edited` does for these files over those of a revision; makes nothing."""
    for path in files:
        _steps(path)
    stood, written = base.entries, [path for path, content in files.items() if content is not None]
    folders = {folder for path in written for folder in _folders_above(path)}
    for folder in sorted(folders):
        if files.get(folder) is not None or (folder in stood and folder not in files):
            raise _collides(folder)
    names = {folder: frozenset(stood.folders(folder)) for folder in {folder_of(path) for path in files}}
    for path in files:
        if path.rpartition("/")[2] not in names[folder_of(path)]:
            continue
        if path in folders or any(each not in files for each, _ in stood.under(path)):
            raise _collides(path)


def _folders_above(path: str) -> Iterator[str]:
    """The folders that a path stands in, the next first."""
    while path := folder_of(path):
        yield path


def _folder(objects: NewObjects, tree: str | None, changes: _Steps, above: str) -> str | None:
    """The same of a folder that stands below `above`; None where nothing is left in it."""
    entries = entries_of(objects.read(tree), objects.repo.digits // 2) if tree else {}
    inside: dict[str, _Steps] = {}
    for steps, content in changes.items():
        inside.setdefault(steps[0], {})[steps[1:]] = content
    for name, wanted in inside.items():
        entry = entries.pop(name, None)
        left = _named(objects, entry, wanted, above + name)
        entries |= {name: left} if left else {}
    return objects.add("tree", _written(entries)) if entries else None


def _named(objects: NewObjects, entry: TreeEntry | None, wanted: _Steps, path: str) -> TreeEntry | None:
    """What stands under one name when what is wanted there and below it is done."""
    below = {steps: content for steps, content in wanted.items() if steps}
    content, writing = wanted.get(()), any(content is not None for content in below.values())
    folder = entry if entry and entry.mode == FOLDER else None
    file = None if folder or () in wanted else entry
    if writing and (file or content is not None):
        raise _collides(path)
    tree = _folder(objects, folder.blob if folder else None, below, f"{path}/") if folder or writing else None
    if tree and folder and () in wanted:
        raise _collides(path)
    if content is not None:
        return TreeEntry(PLAIN_FILE, objects.add("blob", content))
    return TreeEntry(FOLDER, tree) if tree else file


def _written(entries: Mapping[str, TreeEntry]) -> bytes:
    """A tree object. Git sorts its names by their bytes, a folder's as if a slash stood behind it."""
    named = {_bytes(name) + (b"/" if entry.mode == FOLDER else b""): (name, entry) for name, entry in entries.items()}
    ordered = (named[key] for key in sorted(named))
    return b"".join(entry.mode.encode() + b" " + _bytes(name) + b"\0" + bytes.fromhex(entry.blob) for name, entry in ordered)


def _bytes(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _steps(path: str) -> tuple[str, ...]:
    """The names on a path."""
    steps = tuple(path.split("/"))
    try:
        _bytes(path)
    except UnicodeEncodeError as error:
        raise _refused(path) from error
    if "\0" in path or "\\" in path or any(step in ("", ".", "..") or _is_gits_own(step) for step in steps):
        raise _refused(path)
    return steps


def _is_gits_own(name: str) -> bool:
    """Whether some machine that clones takes a name for Git's own folder: Windows looks neither at letters' case nor at dots and spaces at
    the end nor at what stands behind a colon, and a Mac not at signs that nobody sees."""
    seen = "".join(sign for sign in name if unicodedata.category(sign) != "Cf")
    return _GITS_OWN.fullmatch(seen.lower()) is not None


def _refused(path: str) -> CannotJudge:
    shown = ascii(path)[1:-1] if not path.isprintable() else path
    return CannotJudge(
        Words(
            f"“{shown}” không làm đường dẫn của tệp được: bước rỗng, dẫn ra ngoài, hoặc là tên riêng của Git.",
            f"“{shown}” can be no file's path: a step is empty, leads outside, or is a name of Git's own.",
        )
    )


def _collides(path: str) -> CannotJudge:
    return CannotJudge(
        Words(
            f"“{path}” không thể vừa là tệp vừa là thư mục. Đổi tên một trong hai.",
            f"“{path}” cannot be both a file and a folder. Rename one of the two.",
        )
    )

"""Reads files of the disk, or contents at hand, as Git would store them if they were committed now; must not know what a file means."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from sangkien.git.change import rename_sources
from sangkien.git.log import PathChange
from sangkien.git.objects import Objects, id_of
from sangkien.git.read import overlay
from sangkien.git.run import Repository, View, ask, run_as_user, scratch
from sangkien.git.tree_editing import must_fit
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import PLAIN_FILE, Blobs, Change, Snapshot, TreeEntry

_PLAINLY = {
    "core.hooksPath": os.devnull,
    "core.safecrlf": "false",  # it would refuse what a commit may only warn about
    "core.splitIndex": "false",
}
"""Settings under which Git adds a file to an index of ours and does nothing else; how it stores the file stays the person's own."""
_GONE = TreeEntry("", "")


def draft_change(repo: Repository, base: Snapshot, files: Iterable[Path]) -> tuple[Change, tuple[str, ...]]:
    """What committing these files of the disk would do to base, and their paths in the repository.

    What the person removed is deleted by the same commit, whether it was named or not, so a file that moved has one path.
    Raises CannotJudge for a file that is neither there nor removed, lies outside the work tree, or that Git would not store.
    """
    named = {_path_of(repo, file): file for file in files}
    space = scratch(repo)
    stored, gone = _stored(repo, space.view, base, named)
    return _change(base, stored, gone, Objects(space).blobs), tuple(named)


def contents_change(repo: Repository, base: Snapshot, contents: Mapping[str, bytes | None]) -> Change:
    """What committing these contents would do to base: each a plain file by its path in the repository, None for one that is removed.
    Neither a work tree nor an index is asked, and nothing is written.

    Raises CannotJudge where no commit could hold them: for paths that Git does not take, and where a file and a folder would have one
    name.
    """
    must_fit(base, contents)
    written = {path: content for path, content in contents.items() if content is not None}
    stored = {path: TreeEntry(PLAIN_FILE, id_of("blob", content, repo.digits)) for path, content in written.items()}
    by_id = {entry.blob: written[path] for path, entry in stored.items()}
    return _change(base, stored, contents.keys() - stored, _reader(base, by_id))


def _change(base: Snapshot, stored: Mapping[str, TreeEntry], gone: Iterable[str], read: Blobs) -> Change:
    written = {path: entry for path, entry in stored.items() if base.entries.get(path) != entry}
    deleted = frozenset(path for path in gone if path in base.entries)
    steps = [
        PathChange("M" if path in base.entries else "A", path, entry, base.entries.get(path) or _GONE)
        for path, entry in written.items()
    ]
    steps += (PathChange("D", path, _GONE, base.entries[path]) for path in sorted(deleted))
    return Change(written, deleted, rename_sources(steps), {}, read=read)


def read_drafts(repo: Repository, base: Snapshot, files: Iterable[Path]) -> tuple[Snapshot, tuple[str, ...]]:
    """Base with these files of the disk committed on top, and their paths in the repository.

    Raises CannotJudge for a file that is not there, lies outside the work tree, or that Git would not store.
    """
    files = list(files)
    for file in files:
        _must_be_readable(file)
    change, paths = draft_change(repo, base, files)
    return overlay(base, change, base.revision), paths


def overlay_contents(base: Snapshot, files: Mapping[str, tuple[TreeEntry, bytes]]) -> Snapshot:
    """Base with these contents (path -> entry, bytes) laid on top; nothing is written anywhere."""
    written = {path: entry for path, (entry, _) in files.items()}
    read = _reader(base, {entry.blob: content for entry, content in files.values()})
    return replace(overlay(base, Change(written, frozenset(), {}, {}), base.revision), read=read)


def _reader(base: Snapshot, contents: Mapping[str, bytes]) -> Blobs:
    """Reads these contents by id, and any other as base does."""

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(ids)
        stored = dict(base.read([blob for blob in wanted if blob not in contents]))
        return ((blob, contents[blob] if blob in contents else stored[blob]) for blob in wanted)

    return read


def _stored(
    repo: Repository, space: View, base: Snapshot, files: Mapping[str, Path]
) -> tuple[Mapping[str, TreeEntry], frozenset[str]]:
    """Entries that Git gives the files that are there, and the paths the person removed.

    Git itself is asked, with a copy of the person's index: by it Git knows which files nobody touched, which came with what
    line ends, and which disks make every file look executable. Contents go into the scratch folder of `space`.
    """
    if not files:
        return {}, frozenset()
    view = View(repo.folder, space.objects, space.beside, space.folder / "index")
    _copy_index(repo, view)
    settings = _PLAINLY | _unfiltered(repo, view)
    removed = _removed(repo, base, view, settings)
    there = [path for path, file in files.items() if not _is_removed(file, path, removed)]
    for path in there:
        _must_be_readable(files[path])
    adding = ("--literal-pathspecs", "add", "--force", "--sparse", "--pathspec-from-file=-", "--pathspec-file-nul")
    if there:
        run_as_user(repo, *adding, view=view, settings=settings, stdin=b"\0".join(map(os.fsencode, there)))
    output = run_as_user(repo, "ls-files", "--stage", "-z", view=view, settings=settings)
    found: dict[str, TreeEntry] = {}
    for token in filter(None, output.split(b"\0")):
        facts, _, name = token.partition(b"\t")
        mode, blob, _ = facts.decode().split(" ")
        found[os.fsdecode(name)] = TreeEntry(mode, blob)
    if lost := [files[path] for path in there if path not in found]:
        raise _not_taken(lost[0], found)
    return {path: found[path] for path in there}, removed.difference(there)


def _not_taken(file: Path, found: Mapping[str, TreeEntry]) -> CannotJudge:
    """The error for a file under whose name Git stored nothing: on a disk that ignores case Git keeps the name it knows."""
    known = [path for path in found if path.rpartition("/")[2].casefold() == file.name.casefold()]
    if not known:
        return CannotJudge(Words(f"Git không nhận tệp {file}.", f"Git does not take the file {file}."))
    return CannotJudge(
        Words(
            f"Git vẫn gọi {file} là {known[0]}, vì máy này không phân biệt chữ hoa, chữ thường. Trả lại tên ấy, hoặc đổi tên bằng git mv.",
            f"Git goes on calling {file} {known[0]}, for capitals make no difference here. Give that name back, or rename with git mv.",
        )
    )


def _copy_index(repo: Repository, view: View) -> None:
    """Copies the person's index into the view, with its modification time: by that Git knows which file may have changed while
    the index was written."""
    assert view.index is not None
    try:
        shutil.copy2(repo.folder / "index", view.index)
    except FileNotFoundError:
        return  # nothing was ever added here
    except OSError as error:
        raise _unreadable(repo.folder / "index", error) from error


def _removed(repo: Repository, base: Snapshot, view: View, settings: Mapping[str, str]) -> frozenset[str]:
    """Paths that base and the checked-out commit had when they parted, and that the person's index or disk no longer has.
    Without an index nothing was checked out, so nothing was removed."""
    parted = ask(repo.home, "merge-base", base.revision, "HEAD")
    if parted is None or view.index is None or not view.index.exists():
        return frozenset()
    asking = ("diff-index", "--name-only", "--diff-filter=D", "--no-renames", "--ignore-submodules=all", "-z")
    output = run_as_user(repo, *asking, parted.decode().strip(), "--", view=view, settings=settings)
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)


def _is_removed(file: Path, path: str, removed: frozenset[str]) -> bool:
    return not os.path.lexists(file) and any(each == path or each.startswith(f"{path}/") for each in removed)


def _unfiltered(repo: Repository, view: View) -> dict[str, str]:
    """Settings under which Git runs no filter program on any file: a folder from somebody else may name any program as one."""
    output = run_as_user(repo, "config", "--list", "--name-only", "-z", view=view).split(b"\0")
    drivers = {name.rpartition(".")[0] for name in map(os.fsdecode, output) if name.startswith("filter.")}
    return {f"{driver}.{setting}": "" for driver in sorted(drivers) for setting in ("clean", "process", "required")}


def _must_be_readable(file: Path) -> None:
    try:
        kind = file.lstat().st_mode
        if stat.S_ISREG(kind):
            with file.open("rb"):
                return
    except OSError as error:
        raise _unreadable(file, error) from error
    if not stat.S_ISLNK(kind):
        raise CannotJudge(
            Words(
                f"{file} không phải tệp thường (là thư mục, ống dẫn hay thiết bị) nên Git không lưu. Hãy nêu một tệp, hoặc bỏ nó đi.",
                f"{file} is no plain file (a folder, pipe or device), so Git does not store it. Name a file, or take it away.",
            )
        )


def _unreadable(file: Path, error: OSError) -> CannotJudge:
    return CannotJudge(Words(f"Không đọc được {file}: {error.strerror}.", f"Cannot read {file}: {error.strerror}."))


def _path_of(repo: Repository, file: Path) -> str:
    # The parent is resolved, the file is not: a symbolic link must be judged as the link it is.
    where, top = file.parent.resolve() / file.name, _top(repo)
    if repo.top is None or not where.is_relative_to(top):
        raise CannotJudge(Words(f"{file} nằm ngoài kho {repo.path}.", f"{file} lies outside the repository {repo.path}."))
    folders = where.parents[: len(where.relative_to(top).parts) - 1]
    if inner := [folder for folder in folders if os.path.lexists(folder / ".git")]:
        other, mark = inner[-1], inner[-1] / ".git"
        raise CannotJudge(
            Words(
                f"{file} thuộc về một kho Git khác nằm trong kho này: {other}. Dời tệp ra ngoài thư mục ấy, hoặc xóa {mark} nếu kho ấy được"
                " tạo nhầm.",
                f"{file} belongs to another Git repository inside this one: {other}. Move the file out of that folder, or remove {mark} if"
                " that repository was made by mistake.",
            )
        )
    return where.relative_to(top).as_posix()


def _top(repo: Repository) -> Path:
    return (repo.top or repo.folder).resolve()

"""Opens a repository wherever its parts lie; must not know what is in it."""

from __future__ import annotations

import os
from pathlib import Path

from sangkien.cache import Store, Tell
from sangkien.git.run import SHA1, SHA256, Repository, View, decoded_path, found, run_as_user, sealed, spelled
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.progress import Watch, no_progress


def open_repository(path: Path, tell: Tell = lambda words: None, watch: Watch = no_progress) -> Repository:
    """The repository that holds `path`. `tell` is called if its cache had to be made anew, `watch` with the progress of long
    work.

    Raises CannotJudge: no repository, one of another account, no Git, or a shallow clone.
    """
    asked = ("--is-shallow-repository", "--is-bare-repository", "--show-object-format", "--absolute-git-dir")
    shallow, bare, form, where = found(path, *asked).split(b"\n", 3)  # the path last: it may hold line ends
    if shallow == b"true":
        raise CannotJudge(
            Words(
                "Bản sao này bị cắt lịch sử (shallow) nên không biết bài được nhận lúc nào. Hãy chạy: git fetch --unshallow",
                "This clone is shallow, so nobody can tell when anything was received. Run: git fetch --unshallow",
            )
        )
    folder = decoded_path(where)
    common, digits = _common(folder), SHA256 if form == b"sha256" else SHA1
    store = Store(_kept_in(common), tell)
    return Repository(path, bare == b"true", folder, common, digits, _view(common, digits), _promised(common), store, watch)


def _common(folder: Path) -> Path:
    """The Git folder that all work trees of a repository share, from the Git folder of one of them."""
    try:
        return folder / decoded_path((folder / "commondir").read_bytes())
    except FileNotFoundError:
        return folder


def _view(common: Path, digits: int) -> View:
    """The objects, and in a hook those that a push has brought and Git has not taken in yet (its quarantine, which lies among them)."""
    objects, incoming = common / "objects", os.environ.get("GIT_QUARANTINE_PATH")
    if not incoming or not _same(Path(incoming).parent, objects):
        return sealed(digits, objects)
    further = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
    return sealed(digits, Path(incoming), (spelled(objects), *([further] if further else ())))


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _promised(common: Path) -> bool:
    try:
        return "promisor" in (common / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _kept_in(common: Path) -> Path | None:
    """The file of the cache, one for each account, so that nobody reads what another could have written; None with
    SANGKIEN_CACHE=off."""
    if os.environ.get("SANGKIEN_CACHE") == "off":
        return None
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    return common / "sangkien" / f"cache-{user}.sqlite"


def hooks(repo: Repository) -> Path:
    """The folder of the repository's hooks, by the settings that Git itself follows."""
    return repo.path / decoded_path(run_as_user(repo, "rev-parse", "--git-path", "hooks"))

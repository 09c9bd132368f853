"""Fetches contents that a remote promised to a partial clone; must not know what they are for.

Of the clone's own settings only the remote's address and those of HTTP are taken, none that names a program; credentials come
from the person's own settings.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from sangkien.git.run import Repository, ask, run, run_as_user
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import CannotJudge

_QUIETLY = ("--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--no-auto-maintenance")
_KEPT = regex(r"(remote\..+\.(?:url|promisor)|http\..+)\n(.*)", re.DOTALL)
_OURS = "promised"


def lacking(repo: Repository, ids: Collection[str]) -> set[str]:
    """Those of these blobs that are not in the repository."""
    asked = "".join(f"{id}\n" for id in sorted(ids)).encode()
    output = run(repo, "cat-file", "--batch-check", stdin=asked).decode().splitlines() if ids else []
    return {line.removesuffix(" missing") for line in output if line.endswith(" missing")}


def fetch(repo: Repository, ids: Collection[str]) -> None:
    """Fetches these blobs in one go.

    Raises CannotJudge where no remote gives them.
    """
    settings = _settings(repo)
    remote = next(
        (name.split(".", 1)[1].removesuffix(".promisor") for name, said in settings.items() if _promises(name, said)), ""
    )
    own = {name: value for name, value in settings.items() if name.startswith("http.")} | {
        f"remote.{_OURS}.url": settings.get(f"remote.{remote}.url", ""),
        f"remote.{_OURS}.promisor": "true",
        f"remote.{_OURS}.partialCloneFilter": "blob:none",
        "gc.auto": "0",
    }
    asked = "".join(f"{id}\n" for id in sorted(ids)).encode()
    try:
        run_as_user(repo, "fetch", *_QUIETLY, "--stdin", _OURS, view=repo.view, settings=own, stdin=asked)
    except CannotJudge as error:
        raise _unreachable(remote or "origin", len(ids)) from error


def _settings(repo: Repository) -> dict[str, str]:
    output = (ask(repo.home, "config", "--null", "--list") or b"").decode("utf-8", "surrogateescape")
    return {said[1]: said[2] for line in output.split("\0") if (said := _KEPT.fullmatch(line))}


def _promises(name: str, said: str) -> bool:
    return name.endswith(".promisor") and said.lower() in ("true", "yes", "on", "1")


def _unreachable(remote: str, count: int) -> CannotJudge:
    return CannotJudge(
        Words(
            f"Bản sao này thiếu {count} nội dung và không lấy được từ “{remote}”. Hãy nối mạng rồi chạy lại, hoặc khi có mạng chạy một lần:"
            f" git fetch --refetch --no-filter {remote}",
            f"This clone lacks {count} contents and cannot fetch them from “{remote}”. Run again online, or once while online:"
            f" git fetch --refetch --no-filter {remote}",
        )
    )

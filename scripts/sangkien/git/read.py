"""Reads a revision, a change and drafts into snapshots; must not know what a file means."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sangkien.git.history import RENAMES, earliest, instant, log, moves, steps_of, with_parents, within_a_folder
from sangkien.git.objects import Objects, blobs
from sangkien.git.past import Lookup, history_of
from sangkien.git.run import Repository, Running, ask, run, tokens_of
from sangkien.git.trees import Laid, Tree
from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import Change, Commit, Entry, History, Snapshot
from sangkien.progress import Watch, nobody
from sangkien.store import Store, Tell


def open_repository(path: Path, tell: Tell = lambda words: None, watch: Watch = nobody) -> Repository:
    """The repository that holds `path`; `tell` hears if its cache had to be made anew, `watch` how far a long work is.

    Raises CannotJudge: no repository, no Git, or a shallow clone.
    """
    asked = ("--is-shallow-repository", "--is-bare-repository", "--path-format=absolute", "--git-common-dir")
    found = ask(Repository(path, False), "rev-parse", *asked)
    if found is None:
        raise CannotJudge(
            Words(
                f"{path} không phải kho Git (hoặc Git từ chối mở). Hãy chạy trong bản sao của kho, hoặc chỉ kho bằng --repo.",
                f"{path} is not a Git repository (or Git refuses to open it). Run inside a clone, or name one with --repo.",
            )
        )
    shallow, bare, inside = os.fsdecode(found).split("\n")[:3]
    if shallow == "true":
        raise CannotJudge(
            Words(
                "Bản sao này bị cắt lịch sử (shallow) nên không biết bài được nhận lúc nào. Hãy chạy: git fetch --unshallow",
                "This clone is shallow, so nobody can tell when anything was received. Run: git fetch --unshallow",
            )
        )
    return Repository(path, bare == "true", _promised(Path(inside)), Store(_kept_in(Path(inside)), tell), watch)


def _promised(git_folder: Path) -> bool:
    try:
        return "promisor" in (git_folder / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _kept_in(git_folder: Path) -> Path | None:
    """The file of the cache: each user's own, so that nobody reads what another could have written. SANGKIEN_CACHE=off keeps none."""
    if os.environ.get("SANGKIEN_CACHE") == "off":
        return None
    user = os.geteuid() if hasattr(os, "geteuid") else 0
    return git_folder / "sangkien" / f"cache-{user}.sqlite"


def resolve(repo: Repository, revision: str) -> str:
    """The full id of the commit that `revision` names. Raises CannotJudge when there is none."""
    if revision in repo.known:
        return revision
    found = ask(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise CannotJudge(
            Words(
                f"Không có phiên bản “{revision}” trong kho này. Xem các nhánh bằng: git branch --all",
                f"There is no revision “{revision}” in this repository. See the branches with: git branch --all",
            )
        )
    id = found.decode().strip()
    repo.known.add(id)
    return id


def exists(repo: Repository, revision: str) -> bool:
    return ask(repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}") is not None


def holds(repo: Repository, revision: str, commit: str) -> bool:
    """Whether the commit is the revision or behind it."""
    return ask(repo, "merge-base", "--is-ancestor", commit, revision) is not None


def continues(repo: Repository, revision: str, commit: str) -> bool:
    """Whether the commit, which stands behind the revision, is on the revision's own first-parent line."""
    listed = run(repo, "rev-list", "--first-parent", "--parents", f"{commit}..{revision}", "--").decode().splitlines()
    return not listed or listed[-1].split()[1:2] == [commit]


def related(repo: Repository, one: str, other: str) -> bool:
    """Whether the two have a common ancestor."""
    return ask(repo, "merge-base", one, other) is not None


def hooks(repo: Repository) -> Path:
    """The folder of the repository's hooks."""
    return repo.path / os.fsdecode(run(repo, "rev-parse", "--git-path", "hooks").rstrip(b"\n"))


def common(repo: Repository) -> Path:
    """The Git folder that all work trees of the repository share."""
    return Path(os.fsdecode(run(repo, "rev-parse", "--path-format=absolute", "--git-common-dir").rstrip(b"\n")))


def landing_commits(repo: Repository, old: str, new: str) -> tuple[Commit, ...]:
    """The commits that moving the main line from `old` to `new` puts on it."""
    return tuple(logged.commit for logged in log(repo, "--first-parent", f"{old}..{new}"))


def line_at(repo: Repository, revision: str, as_of: datetime | None) -> tuple[str, datetime]:
    """The newest commit of the revision's first-parent line that is not dated after `as_of`, and its date."""
    limit = (f"--before={int(as_of.timestamp())}",) if as_of else ()
    found = (
        run(repo, "rev-list", "--first-parent", "--max-count=1", "--timestamp", *limit, resolve(repo, revision), "--")
        .decode()
        .split()
    )
    if not found:
        raise CannotJudge(Words("Lúc ấy kho chưa có gì.", "There was nothing in the repository then."))
    return found[1], instant(found[0])


def touching(repo: Repository, revision: str, paths: Sequence[str]) -> tuple[Commit, ...]:
    """Every commit behind the revision that touched one of the paths, merges apart: where senders' own dates stand."""
    found = log(repo, "--no-merges", "--full-history", revision, paths=paths)
    return tuple(logged.commit for logged in found)


def authors(repo: Repository, commits: Collection[str]) -> dict[str, str]:
    """The author's name of each commit, as Git holds it."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    told = run(
        repo,
        "log",
        "--no-walk=unsorted",
        "--stdin",
        "--no-mailmap",
        "--encoding=UTF-8",
        "-z",
        "--format=%H%x01%an",
        stdin=asked,
    )
    lines = told.decode("utf-8", "replace").rstrip("\0").split("\0")
    return {commit: name for commit, _, name in (line.partition("\x01") for line in lines)}


def files(repo: Repository, revision: str, folder: str) -> dict[str, bytes]:
    """Every plain file below a folder at a revision, by its path inside the folder."""
    files = Tree(repo, resolve(repo, revision), Objects(repo))
    found = {path: entry.blob for path, entry in files.under(folder.rstrip("/"))}
    return {path.removeprefix(folder): content for path, (_, content) in zip(found, blobs(repo, found.values()), strict=True)}


def snapshot(repo: Repository, revision: str) -> Snapshot:
    """One revision: tree, landings on its first-parent line, and a reader of blobs; each is read as far as it is asked for."""
    commit = resolve(repo, revision)
    objects = Objects(repo)
    entries = Tree(repo, commit, objects)
    history = history_of(repo, commit, entries)

    def landed(path: str) -> tuple[Commit, ...]:
        entry = entries.get(path)
        commit = history.landings.get(path, {}).get(entry.blob) if entry else None
        return (commit,) if commit else ()

    return Snapshot(commit, entries, history, Lookup(landed, lambda: entries), objects.blobs, ready=objects.ready)


def change(repo: Repository, base: str, head: str) -> Change:
    """What the commits of `head` that `base` lacks do, from where the two parted."""
    base, head = resolve(repo, base), resolve(repo, head)
    parted = ask(repo, "merge-base", base, head)
    if parted is None:
        raise CannotJudge(
            Words(
                "Hai phiên bản không có gốc chung, nên không biết thay đổi gồm những gì.",
                "The two revisions have no common ancestor, so there is no change to judge.",
            )
        )
    fork = parted.decode().strip()
    diff = (
        "-c",
        f"diff.renameLimit={RENAMES}",
        "diff-tree",
        "-r",
        "-z",
        "-M",
        "--raw",
        "--no-abbrev",
        "--no-relative",
        "--no-ext-diff",
        fork,
        head,
    )
    with Running(repo, *diff) as out:
        steps = [each for step in steps_of(tokens_of(out)) for each in within_a_folder(step)]
    claims: dict[str, tuple[Commit, ...]] = {}
    for logged in with_parents(repo, list(log(repo, f"{fork}..{head}"))):
        for step in logged.steps:
            claims[step.new] = (*claims.get(step.new, ()), logged.commit)
    return Change(
        written={step.new: step.entry for step in steps if step.status != "D"},
        deleted=frozenset(step.old for step in steps if step.status in "DR"),
        renamed=moves(steps),
        claims=claims,
    )


def merged(repo: Repository, landing: Commit, path: str) -> tuple[Commit, ...]:
    """The commits that a landing brought in beside itself and that touched the path: their dates are the sender's claims."""
    found = log(repo, "--full-history", landing.id, f"^{landing.id}^1", paths=(path,)) if landing.merge else ()
    return tuple(logged.commit for logged in found if logged.commit.id != landing.id)


def union(base: Snapshot, change: Change, revision: str) -> Snapshot:
    """Base with the change on top: what `main` would be if the change landed now. Renames carry their landings."""
    return replace(
        base,
        revision=revision,
        entries=Laid(base.entries, change.written, change.deleted),
        history=_renamed(base.history, change.renamed) if change.renamed else base.history,
        claims=change.claims,
    )


def _renamed(known: History, renamed: Mapping[str, str]) -> History:
    """The history with the renames of a change on top."""
    former = {new: (old, *known.former.get(old, ())) for new, old in renamed.items()}
    led = {name: new for new, names in former.items() for name in names}

    def landings(path: str) -> Mapping[str, Commit]:
        own = known.landings.get(path, {})
        return earliest(own, known.landings.get(renamed[path], {})) if path in renamed else own

    def over(laid: Mapping[str, Any], below: Mapping[str, Any]) -> Lookup:
        return Lookup(lambda key: laid.get(key) or below.get(key), lambda: dict.fromkeys((*below, *laid)))

    return replace(
        known,
        landings=Lookup(landings, lambda: dict.fromkeys((*known.landings, *renamed))),
        former=over(former, known.former),
        renamed=over(led, known.renamed),
    )


def drafts(repo: Repository, base: Snapshot, files: Iterable[Path]) -> tuple[Snapshot, tuple[str, ...]]:
    """Base with these files of the disk on top, and their paths in the repository. Raises CannotJudge for what is not there."""
    laid: dict[str, tuple[Entry, bytes]] = {}
    for file in files:
        path = _path_of(repo, file)
        try:
            content = os.fsencode(file.readlink()) if file.is_symlink() else file.read_bytes()
        except OSError as error:
            raise CannotJudge(
                Words(f"Không đọc được {file}: {error.strerror}.", f"Cannot read {file}: {error.strerror}.")
            ) from error
        laid[path] = (Entry(_mode(file), blob_id(repo, file)), content)
    return lay(base, laid), tuple(laid)


def lay(base: Snapshot, files: Mapping[str, tuple[Entry, bytes]]) -> Snapshot:
    """Base with these contents on top; nothing is written anywhere."""
    contents = {entry.blob: content for entry, content in files.values()}

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        wanted = list(ids)
        stored = dict(base.read([blob for blob in wanted if blob not in contents]))
        return ((blob, contents[blob] if blob in contents else stored[blob]) for blob in wanted)

    written = {path: entry for path, (entry, _) in files.items()}
    return replace(union(base, Change(written, frozenset(), {}, {}), base.revision), read=read)


def blob_id(repo: Repository, file: Path) -> str:
    """The id Git would give this file's content if it were committed now."""
    if file.is_symlink():
        return run(repo, "hash-object", "--stdin", stdin=os.fsencode(file.readlink())).decode().strip()
    return run(repo, *_unfiltered(repo, file), "hash-object", "--", str(file.absolute())).decode().strip()


def _unfiltered(repo: Repository, file: Path) -> list[str]:
    """Settings under which Git runs no filter on the file: a folder that came from somebody else may name any program as one."""
    told = run(repo, "check-attr", "-z", "filter", "--", str(file.absolute())).split(b"\0")[2].decode("utf-8", "replace")
    if not re.fullmatch(r"[\w.-]+", told, re.ASCII):
        raise CannotJudge(Words(f"{file} có bộ lọc Git tên lạ.", f"{file} has a Git filter of an odd name."))
    return [part for setting in ("clean", "process", "required") for part in ("-c", f"filter.{told}.{setting}=")]


def _path_of(repo: Repository, file: Path) -> str:
    top = repo.top
    # The parent is resolved, the file is not: a symbolic link must be judged as the link it is.
    where = file.parent.resolve() / file.name
    if top is None or not where.is_relative_to(top.resolve()):
        raise CannotJudge(Words(f"{file} nằm ngoài kho {repo.path}.", f"{file} lies outside the repository {repo.path}."))
    return where.relative_to(top.resolve()).as_posix()


def _mode(file: Path) -> str:
    mode = file.lstat().st_mode
    return "120000" if stat.S_ISLNK(mode) else "100755" if mode & stat.S_IXUSR else "100644"

"""Finds the commit that a typed name means; must not know what the commit is for.

Git takes a tag before a branch, and any file of its folder before both, so whoever may push a tag could say what `main` means.
Here a name means the branch. `origin/main` is a remote's branch to everybody, so with a slash a remote's branch comes first; a
tag is what is no branch; a beginning of an id comes last. A whole id, and a ref written out from `refs/`, mean what they say
and nothing else. `~2` and `^` may follow; what only this clone's own log of refs knows (`@{1}`), or a search (`:/word`), is no
name.
"""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.git.run import Repository, ask, run
from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.finding import CannotJudge

_TYPED = regex(r"([^~^]+)((?:~\d{0,9}|\^\d{0,9}|\^\{(?:commit)?\})*)")  # no ref has a ~ or ^ in its name
_ID = regex("[0-9a-fA-F]{4,64}")
_SOME = 4  # commits told where one beginning fits several


def resolve(repo: Repository, revision: str) -> str:
    """The full id of the commit that `revision` names.

    Raises CannotJudge where it names none, or more than one.
    """
    if (id := sought(repo, revision)) is None:
        raise CannotJudge(
            Words(
                f"Không có phiên bản “{revision}” trong kho này. Xem các nhánh bằng: git branch --all",
                f"There is no revision “{revision}” in this repository. See the branches with: git branch --all",
            )
        )
    return id


def exists(repo: Repository, revision: str) -> bool:
    """Whether `revision` names a commit.

    Raises CannotJudge where it names more than one.
    """
    return sought(repo, revision) is not None


def sought(repo: Repository, revision: str) -> str | None:
    """The full id of the commit that `revision` names, or None.

    Raises CannotJudge where it names more than one.
    """
    if revision in repo.known:
        return revision
    typed = _TYPED.fullmatch(revision)
    object = _object(repo, typed[1]) if typed and "\0" not in revision else None
    if typed is None or object is None:
        return None
    found = ask(repo, "rev-parse", "--verify", "--quiet", f"{object}{typed[2]}^{{commit}}")
    if found is None:
        return None
    id = found.decode().strip()
    repo.known.add(id)
    return id


def at_ref(repo: Repository, ref: str) -> str | None:
    """The id that exactly this ref holds (a full ref name, or HEAD); None where there is no such ref."""
    output = ask(repo.home, "show-ref", "--verify", "--hash", "--", ref)
    return output.decode().strip() if output else None


def _object(repo: Repository, name: str) -> str | None:
    if _ID.fullmatch(name) and len(name) == repo.digits:
        return name.lower()
    for ref in _refs(name):
        if id := at_ref(repo, ref):
            return id
    return _begun(repo, name) if _ID.fullmatch(name) else None


def _refs(name: str) -> Iterator[str]:
    """The full refs that a name may stand for, the likeliest first."""
    if name in ("HEAD", "@"):
        yield "HEAD"
    elif name.startswith("refs/"):
        yield name
    else:
        remote = f"refs/remotes/{name.removeprefix('remotes/')}"  # as `git branch --all` writes it
        yield from (remote, f"refs/heads/{name}") if "/" in name else (f"refs/heads/{name}", f"{remote}/HEAD")
        yield f"refs/tags/{name.removeprefix('tags/')}"


def _begun(repo: Repository, beginning: str) -> str | None:
    """Id of the one commit or tag whose id begins so; None where there is none. Raises CannotJudge where there are several."""
    fits = run(repo, "rev-parse", f"--disambiguate={beginning.lower()}")
    kinds = [line.split() for line in run(repo, "cat-file", "--batch-check", stdin=fits).decode().splitlines()]
    found = [id for id, kind, *_ in kinds if kind in ("commit", "tag")]
    if len(found) > 1:
        some = ", ".join(sorted(found)[:_SOME])
        raise CannotJudge(
            Words(
                f"“{beginning}” là phần đầu của nhiều commit: {some}. Hãy gõ thêm vài chữ số.",
                f"“{beginning}” begins several commits: {some}. Type some more digits.",
            )
        )
    return found[0] if found else None

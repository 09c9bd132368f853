"""Says which names of branches and tags Git would take for another; must not know who pushes, or what.

Git looks for a short name among tags before branches, and among both before what is fetched; `refs/heads/refs/heads/main`
stands beside the full name of main, and on a file system that folds case `Main` is the very file of `main`.
"""

from __future__ import annotations

from sangkien.late import regex

HEADS, TAGS = "refs/heads/", "refs/tags/"
_OURS = ("main", "receipts")
_BEGINNINGS = ("refs", "heads", "tags", "remotes", "origin")
_POSSIBLE = regex(r"(?:.*_)?head|[0-9a-f]{40}|[0-9a-f]{64}")


def shadows(ref: str) -> bool:
    """Whether a branch or tag of this name could be taken for main, the receipts, a fetched branch, a pseudo-ref or a commit."""
    name = ref.removeprefix(HEADS if ref.startswith(HEADS) else TAGS)
    if ref.startswith(HEADS) and name in _OURS:
        return False
    folded = name.casefold()
    return folded.partition("/")[0] in (*_OURS, *_BEGINNINGS) or _POSSIBLE.fullmatch(folded) is not None

"""The Git room: the only one that runs Git. It reads a repository at a revision and must not know what a file means.

`run` talks to Git, `objects` reads by id, `history` dates contents, `read` makes snapshots, `receipts` keeps the receipts branch.
Nothing is read from a checkout except a draft asked for by name.
"""

from sangkien.git import receipts
from sangkien.git.read import (
    authors,
    blob_id,
    change,
    common,
    continues,
    drafts,
    exists,
    files,
    holds,
    hooks,
    landing_commits,
    lay,
    line_at,
    merged,
    open_repository,
    related,
    resolve,
    snapshot,
    touching,
    union,
)
from sangkien.git.run import Repository

__all__ = [
    "Repository", "authors", "blob_id", "change", "common", "continues", "drafts", "exists", "files", "holds", "hooks",
    "landing_commits", "lay", "line_at", "merged", "open_repository", "receipts", "related", "resolve", "snapshot", "touching",
    "union",
]  # fmt: skip

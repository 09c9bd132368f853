"""The Git room: the only one that runs Git. It reads a repository at a revision and must not know what a file means.

`run` talks to Git, `history` dates contents, `read` makes snapshots. Nothing is read from a checkout except a draft asked for by name.
"""

from sangkien.git.read import blob_id, change, drafts, lay, open_repository, resolve, snapshot, union
from sangkien.git.run import Repository

__all__ = ["Repository", "blob_id", "change", "drafts", "lay", "open_repository", "resolve", "snapshot", "union"]

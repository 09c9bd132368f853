"""The only room that runs Git: it reads a repository at a revision, and commits files; must not know what a file means.

`run` is the one door to Git, `repository` opens one, `names` finds commits, `commits` tells what stands behind one, `objects`
reads by id, `trees` reads folder by folder, `history_index` dates contents, `read` makes snapshots, `change` and `merging` say
what a merge would do, `draft` lays files of the disk on a snapshot, `receipts` keeps the receipts branch, `committer` puts files
on any branch that `branches` lets move, by the trees of `tree_editing` and the packs of `packing`. Nothing is read from a
checkout except a draft asked for by name.
"""

from sangkien.git import receipts
from sangkien.git.change import change, sent
from sangkien.git.commits import authors, commit_date, continues, is_ancestor, landing_commits, last_before, related, touching
from sangkien.git.committer import Committed, NewCommit, Overtaken, Signature, commit
from sangkien.git.draft import contents_change, draft_change, overlay_contents, read_drafts
from sangkien.git.names import exists, resolve
from sangkien.git.read import files_under, overlay, sender_commits, snapshot
from sangkien.git.repository import hooks, open_repository
from sangkien.git.run import Repository

__all__ = [
    "Committed",
    "NewCommit",
    "Overtaken",
    "Repository",
    "Signature",
    "authors",
    "change",
    "commit",
    "commit_date",
    "contents_change",
    "continues",
    "draft_change",
    "exists",
    "files_under",
    "hooks",
    "is_ancestor",
    "landing_commits",
    "last_before",
    "open_repository",
    "overlay",
    "overlay_contents",
    "read_drafts",
    "receipts",
    "related",
    "resolve",
    "sender_commits",
    "sent",
    "snapshot",
    "touching",
]  # fmt: skip

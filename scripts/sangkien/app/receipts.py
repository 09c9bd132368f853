"""Receipts and their codes: written for what is sent, looked up for who asks; must not know how either is rendered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo

from sangkien import git
from sangkien.app.repository import path_in
from sangkien.app.revision import read_acts, state_at
from sangkien.app.verdict import Judgement, Verdict
from sangkien.corpus import empty_corpus, load_law
from sangkien.corpus.layout import RECEIVED, address_of
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.finding import CannotJudge, Finding
from sangkien.model.history import AsOf, Snapshot, TreeEntry, folder_of
from sangkien.receipt_code import receipt_code, typed
from sangkien.rules import time
from sangkien.rules.time import CLOCK_TOLERANCE


def receive(repo: git.Repository, base: str, head: str, source: str, at: datetime, now: datetime) -> int:
    """Writes receipts for every submission and dossier that `head` would bring to `base` (revisions), as taken at `at` and
    written at `now` (both aware); returns how many were new.

    Raises CannotJudge for an instant in the future, or where the branch stays busy.
    """
    if at > now + CLOCK_TOLERANCE:
        raise CannotJudge(
            Words(
                "Giờ nhận ở tương lai; xem lại --at hoặc đồng hồ máy.",
                "The time of receipt is in the future; see --at or the clock.",
            )
        )
    kept, commit = _receivable(git.sent(repo, base, head)), git.resolve(repo, head)
    taken = [git.receipts.Taken(path, entry.blob, commit, source) for path, entry in sorted(kept.items())]
    return git.receipts.append(repo, taken, min(at, now), now)


@dataclass(frozen=True)
class Chain:
    """The chain of receipts as it was found."""

    receipts: int  # how many
    tip: str  # id of its last commit; empty: none
    gone: int  # how many are of contents that this repository lacks
    faults: tuple[Finding, ...]  # what is wrong with it

    @property
    def judgement(self) -> Judgement:
        """Its faults as a judgement on no file."""
        return Judgement(Verdict(self.faults), 0, {})


def verify(repo: git.Repository, expect: str | None, now: datetime) -> Chain:
    """The chain, checked from its first receipt; with `expect` (a commit id), whether it still holds that tip published
    earlier. `now` is aware."""
    corpus = replace(empty_corpus(now), faults=tuple(git.receipts.faults(repo, expect)))
    faults = tuple(time.receipts_broken.findings(corpus))
    count = sum(map(len, git.receipts.every(repo).values()))
    return Chain(count, git.receipts.tip(repo) or "", len(git.receipts.missing(repo)), faults)


def _receivable(sent: Mapping[str, TreeEntry]) -> Mapping[str, TreeEntry]:
    """Those of the sent files that the server gives receipts for."""
    return {path: entry for path, entry in sent.items() if (address := address_of(path)) and address.kind in RECEIVED}


def receipts_of(repo: git.Repository, base: str, head: str) -> list[tuple[str, datetime]]:
    """Path and instant of receipt, by its receipt and in its edition's zone, of each submission or dossier that `head` brings
    to `base`."""
    written = _receivable(git.sent(repo, base, head))
    known = git.receipts.lookup(repo, {entry.blob for entry in written.values()})
    zones = _zones(repo, base) if known else {}
    return [
        (path, receipt.at.astimezone(_zone(zones, path)))
        for path, entry in sorted(written.items())
        for receipt in known.get(entry.blob, ())
        if receipt.path == path
    ]


def zone(repo: git.Repository, revision: str) -> tzinfo | None:
    """The zone of the newest edition at a revision; None where none can be read."""
    return _zone(_zones(repo, revision), "")


def _zones(repo: git.Repository, revision: str) -> Mapping[str, tzinfo]:
    editions = load_law(git.snapshot(repo, revision), repo.store).editions
    return {id: editions[id].rules.record.zone for id in sorted(editions, reverse=True)}


def _zone(zones: Mapping[str, tzinfo], path: str) -> tzinfo | None:
    address = address_of(path)
    return zones.get(address.edition if address else "", next(iter(zones.values()), None))


def contents_ever(snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, Collection[str]]:
    """Path -> blobs of every content that ever stood there."""
    return {path: {snapshot.entries[path].blob, *snapshot.history.landings.get(path, ())} for path in paths}


def path_of(repo: git.Repository, head: str, as_of: AsOf, asked: str) -> str:
    """The path of the submission with a receipt code, or of one named by path.

    Raises CannotJudge for a code that belongs to nothing.
    """
    code = typed(asked)
    if code is None:
        return path_in(repo, asked)
    snapshot = state_at(repo, head, as_of).snapshot
    there = {path: entry.blob for path, entry in snapshot.entries.under("submissions")}
    for path, blob in there.items():
        if receipt_code(blob) == code:
            return path
    for path, blobs in contents_ever(snapshot, there).items():
        if code in map(receipt_code, blobs):
            return path
    if moved := _gone_on(repo, snapshot, head, as_of, code):
        return moved
    raise CannotJudge(
        Words(
            f"Không có bài nào có mã biên nhận {code} ở phiên bản này. Xem lại từng ký tự.",
            f"No submission at this revision has the receipt code {code}. Check each character.",
        )
    )


def _gone_on(repo: git.Repository, snapshot: Snapshot, head: str, as_of: AsOf, code: str) -> str:
    """The path of a submission one of whose contents had this code under another path (another name in the folder, or by a
    correction); empty where there is none."""
    landings, entries = snapshot.history.landings, snapshot.entries
    old = {path for path in landings if path not in entries and code in map(receipt_code, landings[path])}
    for path in old:
        for other in entries.names(folder_of(path)):
            if landings.get(other, {}).keys() & landings[path].keys():
                return other
    corpus, _ = read_acts(repo, head, as_of)
    for weighed in (each for some in corpus.corrections.values() for each in some if each.holds and not each.wrongs):
        known = (weighed.filed.record.new, *weighed.links)
        if any(receipt_code(each.content) == code or each.path in old for each in known):
            return weighed.holds
    return ""

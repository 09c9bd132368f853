"""Keeps the receipts branch: one commit a receipt, append-only, with an index in its tree; must not know what was received.

The tree holds `<blob>[:2]/<blob>[2:]/<hash of path>`, the receipt's own text, so that one content is looked up without walking
the branch. Writers may race: each builds on the tip it saw and moves the branch only if it is still there, else starts again.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sangkien.git.commits import commit_date, is_ancestor, last_before
from sangkien.git.log import instant
from sangkien.git.names import at_ref
from sangkien.git.objects import Objects, id_of
from sangkien.git.promised import lacking
from sangkien.git.run import Repository, Running, ask, run, tokens_of
from sangkien.language import Value, Words
from sangkien.late import dataclass, regex
from sangkien.model.finding import CannotJudge, Fault, Location
from sangkien.model.history import Receipt, Receipts

BRANCH = "receipts"
_WHO = "Biên nhận <bien-nhan@sangkien.invalid>"
_REF = f"refs/heads/{BRANCH}"
_PATIENCE = timedelta(seconds=60)
_STALE = timedelta(minutes=10)
_READING = Words("Đang đọc biên nhận", "Reading the receipts")
_SOME = 1000  # receipts between two words on how far it is
_BLOB = regex("[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Taken:
    """A content that the trusted side has taken, before its receipt is written."""

    path: str
    blob: str  # Git blob id
    head: str  # id of the commit it was sent with
    source: str  # channel, in words


def tip(repo: Repository, until: datetime | None = None) -> str | None:
    """Id of the receipts branch's last commit, or of the last one before any written later than `until` (aware): of the local
    branch, or of `origin`'s where that is ahead.

    None where there is no such branch, or it was empty by then.
    """
    refs = (_REF, f"refs/remotes/origin/{BRANCH}")
    there = [id for ref in refs if (id := at_ref(repo, ref))]
    # A clone's own branch may be behind the one it was made from, never the other way round.
    last = next((id for id in there if id != there[0] and is_ancestor(repo, id, there[0])), there[0]) if there else None
    return last_before(repo, last, until) if last and until else last


def append(repo: Repository, taken: Collection[Taken], at: datetime, now: datetime) -> int:
    """Writes a receipt for each content that has none yet for its path, and returns how many it wrote.

    `at` is when the trusted side took them, `now` when it writes (both aware, kept to the second in UTC). Raises CannotJudge
    where the branch stays busy for a minute.
    """
    patience = time.monotonic() + _PATIENCE.total_seconds()
    at, now = (each.astimezone(UTC).replace(microsecond=0) for each in (at, now))
    wanted = {(each.path, each.blob): each for each in taken}.values()
    while True:
        # What the branch must still be when it is moved; a clone that has only the server's branch begins its own there.
        stands = at_ref(repo, _REF)
        last = stands or tip(repo)
        known = _looked_up(repo, {each.blob for each in wanted}, last)
        fresh = [each for each in wanted if all(receipt.path != each.path for receipt in known.get(each.blob, ()))]
        if not fresh:
            return 0
        written = max(now, commit_date(repo, last)) if last else now
        new = _import(repo, fresh, at, written, last)
        if ask(repo.home, "update-ref", "-m", "sangkien", _REF, new, stands or "0" * repo.digits) is not None:
            return len(fresh)
        break_stale_lock(repo)
        if time.monotonic() > patience:
            raise CannotJudge(Words("Nhánh biên nhận quá bận, chưa ghi được.", "The receipts branch is too busy to write to."))
        time.sleep(random.uniform(0.01, 0.1))


def break_stale_lock(repo: Repository, ref: str = f"refs/heads/{BRANCH}") -> None:
    """Removes the lock of a ref if it is older than ten minutes: Git never removes that of a killed writer, and no writer of
    ours holds one for minutes."""
    lock = repo.common / f"{ref}.lock"
    try:
        # Asked of the file system, whose clock dated the lock, with a file made just now.
        with tempfile.NamedTemporaryFile(dir=lock.parent) as fresh:
            age = os.fstat(fresh.fileno()).st_mtime - lock.stat().st_mtime
        if age > _STALE.total_seconds():
            lock.unlink()
    except FileNotFoundError:
        pass


def lookup(repo: Repository, contents: Collection[str], until: datetime | None = None) -> Receipts:
    """Receipts of these blobs, from the index: the cost follows the blobs asked for, not the branch. Commits written after
    `until` (aware) are left out. Blobs without receipt are not in the answer."""
    return _looked_up(repo, contents, tip(repo, until)) if contents else {}


def _looked_up(repo: Repository, contents: Collection[str], last: str | None) -> Receipts:
    if last is None:
        return {}
    found: dict[str, tuple[Receipt, ...]] = {}
    objects = Objects(repo)
    for some in _batches(sorted(contents)):
        places = [f"{blob[:2]}/{blob[2:]}/" for blob in some]
        with Running(repo, "ls-tree", "-r", "-z", "--full-tree", last, "--", *places) as out:
            entries = [token.partition("\t") for token in tokens_of(out)]
        texts = [content.decode() for _, content in objects.blobs(facts.split(" ")[2] for facts, _, _ in entries)]
        for (_, _, name), text in zip(entries, texts, strict=True):
            blob = name[:2] + name[3:].partition("/")[0]
            found[blob] = (*found.get(blob, ()), _parsed(text))
    return found


def every(repo: Repository, until: datetime | None = None) -> Receipts:
    """All receipts with their commits, in one pass over the branch. Commits written after `until` (aware) are left out."""
    found: dict[str, tuple[Receipt, ...]] = {}
    for receipt, _ in _walk(repo, tip(repo, until)):
        if receipt.blob:  # else it is no receipt at all: `faults` tells of it
            found[receipt.blob] = (*found.get(receipt.blob, ()), receipt)
    return found


def faults(repo: Repository, expect: str | None = None, until: datetime | None = None) -> Iterator[Fault]:
    """What is wrong with the chain: not linear, out of order, an index unlike it or, with `expect` (a commit id), a branch that
    no longer holds the tip published earlier. Commits written after `until` (aware) are left out."""
    last = tip(repo, until)
    if expect is not None and (last is None or not is_ancestor(repo, last, expect)):
        yield _fault(
            "", Words(f"không còn chứa đỉnh {expect[:12]} đã công bố", f"no longer holds the published tip {expect[:12]}")
        )
    previous: Receipt | None = None
    expected: dict[str, tuple[str, str]] = {}
    for receipt, parents in _walk(repo, last):
        place = _place(receipt.blob, receipt.path)
        yield from (_fault(receipt.commit, what) for what in _wrong(receipt, parents, previous, place in expected))
        if receipt.blob:
            expected[place] = (receipt.commit, _entry(receipt))
        previous = receipt
    yield from _index_faults(repo, last, expected)


def _wrong(receipt: Receipt, parents: list[str], previous: Receipt | None, repeated: bool) -> Iterator[Words]:
    """What is wrong with one receipt of the chain."""
    if not receipt.blob:
        yield Words("không phải là một biên nhận", "is no receipt")
    if parents != ([previous.commit] if previous else []):
        yield Words("không nối tiếp biên nhận ngay trước", "does not follow the receipt before it")
    if previous and receipt.written < previous.written:
        yield Words("ghi ngày sớm hơn biên nhận trước", "is dated before the receipt it follows")
    if receipt.at > receipt.written:
        yield Words("nhận sau khi đã ghi", "was taken after it was written")
    if repeated:
        yield Words("lặp lại một biên nhận đã có", "repeats a receipt that stands already")


def _index_faults(repo: Repository, last: str | None, expected: Mapping[str, tuple[str, str]]) -> Iterator[Fault]:
    if last is None:
        return
    with Running(repo, "ls-tree", "-r", "-z", "--full-tree", last) as out:
        listed = (token.partition("\t") for token in tokens_of(out))
        indexed = {name: facts.split(" ")[2] for facts, _, name in listed}
    for place, (commit, entry) in sorted(expected.items()):
        if place not in indexed:
            yield _fault(commit, Words("không còn trong mục lục", "is missing from the index"))
        elif indexed[place] != id_of("blob", entry.encode(), len(last)):
            yield _fault(commit, Words("khác với dòng của nó trong mục lục", "differs from its entry in the index"))
    for _ in sorted(indexed.keys() - expected.keys()):
        yield _fault(last, Words("mục lục có dòng không biên nhận nào viết", "the index holds an entry that no receipt wrote"))


def missing(repo: Repository) -> tuple[Receipt, ...]:
    """Receipts whose content is not in this repository. That is no fault of the chain: what was never merged need not be here."""
    receipts = [receipt for receipt, _ in _walk(repo, tip(repo)) if receipt.blob]
    gone = lacking(repo, {receipt.blob for receipt in receipts})
    return tuple(receipt for receipt in receipts if receipt.blob in gone)


def _fault(commit: str, what: Value) -> Fault:
    return Fault("receipts", Location(BRANCH), {"commit": commit[:10] or "–", "what": what})


def _walk(repo: Repository, last: str | None) -> Iterator[tuple[Receipt, list[str]]]:
    """Every receipt, oldest first, with the parents of its commit."""
    if last is None:
        return
    form = "--format=%H%x01%P%x01%at%x01%ct%x01%B"
    with (
        Running(repo, "log", "-z", "--reverse", "--topo-order", form, last) as out,
        repo.watch(_READING, None) as done,
    ):
        for number, token in enumerate(tokens_of(out), start=1):
            commit, parents, authored, committed, text = token.split("\x01", 4)
            yield _receipt(text, instant(authored), instant(committed), commit), parents.split()
            if number % _SOME == 0:
                done(_SOME)


def _receipt(text: str, at: datetime, written: datetime, commit: str = "") -> Receipt:
    """A receipt from its trailers; empty path and blob where the text is no receipt."""
    said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    try:
        path = json.loads(said["Path"])
    except (KeyError, ValueError):
        path = None
    blob = said.get("Blob", "")
    if not isinstance(path, str) or not _BLOB.fullmatch(blob):
        path, blob = "", ""
    return Receipt(path, blob, at, written, said.get("Head", ""), said.get("Source", ""), commit)


def _trailers(receipt: Receipt) -> str:
    path = json.dumps(receipt.path, ensure_ascii=True)  # one line, whatever bytes the name holds
    return f"Path: {path}\nBlob: {receipt.blob}\nHead: {receipt.head}\nSource: {receipt.source}\n"


def _entry(receipt: Receipt) -> str:
    """The receipt's text in the index: its two dates above the trailers."""
    return f"Taken: {receipt.at.isoformat()}\nWritten: {receipt.written.isoformat()}\n{_trailers(receipt)}"


def _parsed(text: str) -> Receipt:
    """A receipt from its text in the index."""
    said = dict(line.split(": ", 1) for line in text.splitlines() if ": " in line)
    return _receipt(text, datetime.fromisoformat(said["Taken"]), datetime.fromisoformat(said["Written"]))


def _import(repo: Repository, taken: Sequence[Taken], at: datetime, written: datetime, last: str | None) -> str:
    """Writes a chain of receipts on top of `last` without moving the branch, and returns the id of its last commit.

    It is made under a random ref of the view, where an earlier attempt may have left one, never in the repository.
    """
    ref = f"refs/heads/{random.getrandbits(64):x}"
    parts: list[bytes] = []
    for number, each in enumerate(taken):
        receipt = Receipt(each.path, each.blob, at, written, each.head, each.source)
        message, entry = f"Biên nhận\n\n{_trailers(receipt)}".encode(), _entry(receipt).encode()
        dates = f"author {_WHO} {int(at.timestamp())} +0000\ncommitter {_WHO} {int(written.timestamp())} +0000\n"
        parts.append(f"commit {ref}\n{dates}data {len(message)}\n".encode() + message)
        if last and number == 0:
            parts.append(f"from {last}\n".encode())
        parts.append(f"M 100644 inline {_place(each.blob, each.path)}\ndata {len(entry)}\n".encode() + entry + b"\n")
    run(repo, "fast-import", "--quiet", "--done", "--date-format=raw", stdin=b"".join([*parts, b"done\n"]))
    return run(repo, "show-ref", "--verify", "--hash", ref).decode().strip()


def _place(blob: str, path: str) -> str:
    name = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return f"{blob[:2]}/{blob[2:]}/{name}"


def _batches(blobs: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    return (blobs[start : start + size] for start in range(0, len(blobs), size))

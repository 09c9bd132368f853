"""Finds submissions whose content stands at another path too, as it is or as a neutral edit; must not know what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sangkien.corpus.layout import address_of
from sangkien.late import regex
from sangkien.model.corpus import Edition
from sangkien.model.history import Snapshot, folder_of

_NEVER = datetime.max.replace(tzinfo=UTC)


def duplicates(
    snapshot: Snapshot,
    only: Collection[str] | None,
    beside: Callable[[str, str], Sequence[str]],
    closed: Callable[[str], bool],
) -> Mapping[str, str]:
    """Path of a submission -> path of its edition where the same content stands: where it landed first or, of several that came
    together, the first by name.

    What comes back to a folder while it stands there as a neutral edit counts too: `beside` (path, blob -> paths) tells of
    that, and is asked only where `closed` (path) holds. With `only`, the cost follows the change: their folders and the paths
    of their receipts are looked at; None is the whole programme.
    """
    groups = _everywhere(snapshot) if only is None else _beside(snapshot, only)
    found = dict(_come_back(snapshot, only, beside, closed))
    for blob, paths in groups:
        for group in _by_edition(paths).values():
            first = min(group, key=lambda path: _came(snapshot, path, blob)) if len(group) > 1 else ""
            found |= {path: first for path in group if first and path != first}
    return found if only is None else {path: first for path, first in found.items() if path in only}


def _come_back(
    snapshot: Snapshot,
    only: Collection[str] | None,
    beside: Callable[[str, str], Sequence[str]],
    closed: Callable[[str], bool],
) -> Iterator[tuple[str, str]]:
    """A path whose content had landed in its folder before, and a path that holds a neutral edit of it."""
    landings, asked = snapshot.history.landings, only
    if asked is None:
        # Who was ever at a path and is not there now may stand there in another form.
        was = {
            (folder_of(path), blob)
            for path, contents in landings.items()
            if path in snapshot.entries
            for blob in contents
            if len(contents) > 1 and blob != snapshot.entries[path].blob
        }
        asked = (
            [path for path, entry in snapshot.entries.under("submissions") if (folder_of(path), entry.blob) in was]
            if was
            else ()
        )
    for path in asked:
        address = address_of(path)
        if path in snapshot.entries and address and address.kind == "submission" and closed(path):
            blob = snapshot.entries[path].blob
            if blob in snapshot.history.brought.get(folder_of(path), {}):
                yield from ((path, other) for other in beside(path, blob)[:1])


_MUCH = 0.5  # of the runs of three words in two texts that both have
_WORD = regex(r"\w+")


def resembling(snapshot: Snapshot, editions: Mapping[str, Edition], judged: Iterable[str]) -> Mapping[str, str]:
    """Judged path -> earlier path of a submission much like it that was withdrawn from its folder while a dispute about it was
    open or upheld."""
    gone = {
        filed.record.path
        for edition in editions.values()
        for filed in edition.disputes
        if filed.record.path not in snapshot.entries and (filed.record.open or filed.record.upheld)
    }
    if not gone:
        return {}
    found: dict[str, str] = {}
    near = [path for path in judged if path in snapshot.entries]
    for old in sorted(gone):
        blobs = list(snapshot.history.landings.get(old, ()))
        runs = [_runs(content) for _, content in snapshot.read(blobs)]
        for path in near:
            # What is the same to the letter the dispute follows by itself.
            if folder_of(path) == folder_of(old) and (blob := snapshot.entries[path].blob) not in blobs:
                [(_, content)] = snapshot.read([blob])
                ours = _runs(content)
                if any(2 * len(ours & each) >= _MUCH * (len(ours) + len(each)) for each in runs):
                    found[path] = old
    return found


def _runs(content: bytes) -> frozenset[tuple[str, ...]]:
    """The runs of three words in the answers. The front matter is left out: it is much the same in many submissions."""
    body = content.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n---\n")[2]
    words = _WORD.findall(body.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _everywhere(snapshot: Snapshot) -> Iterator[tuple[str, Collection[str]]]:
    """Blob and paths of each content that stands more than once below `submissions/`."""
    holding: dict[str, list[str]] = {}
    for path, entry in snapshot.entries.under("submissions"):
        holding.setdefault(entry.blob, []).append(path)
    return ((blob, paths) for blob, paths in holding.items() if len(paths) > 1)


def _beside(snapshot: Snapshot, only: Iterable[str]) -> Iterator[tuple[str, Collection[str]]]:
    """Blob and paths of the content of each of these, as far as folder and receipts tell."""
    blobs: dict[str, set[str]] = {}
    for path in only:
        if path in snapshot.entries:
            blob = snapshot.entries[path].blob
            received = (receipt.path for receipt in snapshot.receipts.get(blob, ()))
            there = {other for other in received if other in snapshot.entries and snapshot.entries[other].blob == blob}
            blobs.setdefault(blob, set()).update(there, snapshot.entries.holding(folder_of(path), blob))
    yield from blobs.items()


def _by_edition(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """Those of the paths that are submissions, by edition id."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if (address := address_of(path)) and address.kind == "submission":
            found.setdefault(address.edition, []).append(path)
    return found


def _came(snapshot: Snapshot, path: str, blob: str) -> tuple[datetime, str]:
    """When a content came to a path (landed, or was taken by the server under that name), and the path, to sort by."""
    landing = snapshot.history.landings.get(path, {}).get(blob)
    taken = (receipt.at for receipt in snapshot.receipts.get(blob, ()) if receipt.path == path)
    return (min((landing.committed if landing else _NEVER, *taken)), path)

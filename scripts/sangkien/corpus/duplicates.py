"""Finds submissions whose very content stands at another path too, or with what is private cut; must not know what it says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

from sangkien.corpus.layout import address
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
    """Submissions whose very content stands at another path of their edition, and that path: the one where it landed first or, of
    several that came together, whose name comes first. What comes back to a folder while it stands there with what is private cut is
    the same text too; `beside` tells of that, and is asked of what is `closed`.

    Of the paths in `only` the cost follows the change: asked are their folders, and the paths that receipts of their contents name.
    Without it the whole programme is.
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
    """Contents that landed in their folder before they came to where they stand, and a path that holds them with something cut."""
    landings, asked = snapshot.history.landings, only
    if asked is None:
        # Who was ever at a path and is not there now may stand there with something cut.
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
        place = address(path)
        if path in snapshot.entries and place and place.kind == "submission" and closed(path):
            blob = snapshot.entries[path].blob
            if blob in snapshot.history.brought.get(folder_of(path), {}):
                yield from ((path, other) for other in beside(path, blob)[:1])


_MUCH = 0.5  # of the runs of three words in two texts that both have
_WORD = regex(r"\w+")


def resembling(snapshot: Snapshot, editions: Mapping[str, Edition], judged: Iterable[str]) -> Mapping[str, str]:
    """Judged submissions much like one that was withdrawn from their folder while a complaint or dispute about it was not dismissed, and
    the path that it had."""
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
    """The runs of three words in the answers; what stands in front of them is much the same in many submissions."""
    body = content.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n---\n")[2]
    words = _WORD.findall(body.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _everywhere(snapshot: Snapshot) -> Iterator[tuple[str, Collection[str]]]:
    """The paths below `submissions/` that hold each content that stands twice."""
    holding: dict[str, list[str]] = {}
    for path, entry in snapshot.entries.under("submissions"):
        holding.setdefault(entry.blob, []).append(path)
    return ((blob, paths) for blob, paths in holding.items() if len(paths) > 1)


def _beside(snapshot: Snapshot, only: Iterable[str]) -> Iterator[tuple[str, Collection[str]]]:
    """The paths that hold the content of each of these, as far as folder and receipts tell."""
    blobs: dict[str, set[str]] = {}
    for path in only:
        if path in snapshot.entries:
            blob = snapshot.entries[path].blob
            received = (receipt.path for receipt in snapshot.receipts.get(blob, ()))
            there = {other for other in received if other in snapshot.entries and snapshot.entries[other].blob == blob}
            blobs.setdefault(blob, set()).update(there, snapshot.entries.holding(folder_of(path), blob))
    yield from blobs.items()


def _by_edition(paths: Iterable[str]) -> Mapping[str, list[str]]:
    """The submissions among these paths by their edition."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if (place := address(path)) and place.kind == "submission":
            found.setdefault(place.edition, []).append(path)
    return found


def _came(snapshot: Snapshot, path: str, blob: str) -> tuple[datetime, str]:
    """When a content came to a path: landed there, or was taken by the server under that name."""
    landing = snapshot.history.landings.get(path, {}).get(blob)
    taken = (receipt.at for receipt in snapshot.receipts.get(blob, ()) if receipt.path == path)
    return (min((landing.committed if landing else _NEVER, *taken)), path)

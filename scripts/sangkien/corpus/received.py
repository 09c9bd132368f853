"""Dates a content by the earliest of its landing, receipts and register lines; must not know where any of them came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import Enum

from sangkien.model.act import Registered
from sangkien.model.history import Snapshot, folder_of
from sangkien.model.submission import Received


class Dates(Mapping[str, Received]):
    """Path -> when its present content was received, computed when asked: before the closing nobody has to. `apart` are paths
    with a function of their own."""

    def __init__(self, ask: Callable[[str], Received], apart: Mapping[str, Callable[[], Received]]) -> None:
        self._ask, self._apart = ask, apart
        self._known: dict[str, Received] = {}

    def __getitem__(self, path: str) -> Received:
        if path not in self._known:
            self._known[path] = self._apart[path]() if path in self._apart else self._ask(path)
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


class Names(Enum):
    """Which names in a folder count as evidence for a content."""

    OWN = "own"
    ANY_BUT_OTHERS = "any, unless another path still holds it"
    ANY = "any"


def received(
    path: str,
    blob: str,
    snapshot: Snapshot,
    vouched: Iterable[Registered],
    as_of: datetime,
    names: Names = Names.ANY_BUT_OTHERS,
) -> Received:
    """When this content of this path was received, in the zone of `as_of` (aware). `vouched` are the register lines of the
    content.

    Time goes by content within one folder: a landing, a receipt or a register line of exactly these bytes counts under any name
    there, unless another path still holds them; then each counts its own. `names` narrows or widens that. With no evidence the
    content is pending: it counts as received at `as_of`.
    """
    folder, zone = folder_of(path), as_of.tzinfo
    shared = names is Names.ANY or (
        names is Names.ANY_BUT_OTHERS and all(other == path for other in snapshot.entries.holding(folder, blob))
    )
    came = snapshot.history.brought.get(folder, {}) if shared else snapshot.history.landings.get(path, {})

    def counts(name: str) -> bool:
        return name == path or (shared and folder_of(name) == folder)

    landing = came.get(blob)
    dated = [Received(landing.committed.astimezone(zone), landing)] if landing else []
    given = snapshot.receipts.get(blob, ())
    dated += [Received(each.at.astimezone(zone), landing, receipt=each) for each in given if counts(each.path)]
    dated += [
        Received(each.line.received_at.astimezone(zone), landing, line=each) for each in vouched if counts(each.line.path)
    ]
    return min(dated, key=lambda each: each.at, default=Received(as_of))

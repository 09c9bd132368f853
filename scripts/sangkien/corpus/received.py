"""Dates a content: the earliest of its landing, its receipts and its register lines; must not know where any of them came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from sangkien.model.act import RegisterLine
from sangkien.model.history import History, Receipt
from sangkien.model.submission import Received


class Dates(Mapping[str, Received]):
    """When each file was received, worked out when somebody asks: before the closing nobody has to. `apart` are those with a way of
    their own."""

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


def received(
    path: str, blob: str, history: History, receipts: Iterable[Receipt], vouched: Iterable[RegisterLine], as_of: datetime
) -> Received:
    """When this content of this path was received, in the zone of `as_of`.

    A receipt and a register line count for the path they name and for the paths that file was renamed to, and for no other
    content. With no evidence the content is pending: it would be received if it landed at `as_of`.
    """
    names = {path, *history.former.get(path, ())}
    zone = as_of.tzinfo
    landing = history.landings.get(path, {}).get(blob)
    dated = [Received(landing.committed.astimezone(zone), landing)] if landing else []
    dated += [Received(each.at.astimezone(zone), landing, receipt=each) for each in receipts if each.path in names]
    dated += [Received(each.received_at.astimezone(zone), landing, line=each) for each in vouched if each.path in names]
    return min(dated, key=lambda each: each.at, default=Received(as_of))

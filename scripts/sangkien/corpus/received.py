"""Dates a content: the earliest of its landing and its register lines; must not know where either came from."""

from __future__ import annotations

from datetime import datetime

from sangkien.model.history import History
from sangkien.model.submission import Received, RegisterLine


def received(path: str, blob: str, history: History, vouched: tuple[RegisterLine, ...], as_of: datetime) -> Received:
    """When this content of this path was received, in the edition's zone of `as_of`.

    A register line counts for the path it names and for the paths that file was renamed to, and for no other content.
    With no evidence the content is pending: it would be received if it landed at `as_of`.
    """
    names = {path, *history.former.get(path, ())}
    zone = as_of.tzinfo
    landing = history.landings.get(path, {}).get(blob)
    dated = [Received(landing.committed.astimezone(zone), landing=landing)] if landing else []
    dated += [Received(line.received_at.astimezone(zone), landing=landing, line=line) for line in vouched if line.path in names]
    return min(dated, key=lambda each: each.at, default=Received(as_of))

"""Whether submissions are taken now: what a page says before, during and after; must not know what else stands on it.

The page is built at one instant and read at another: all three are in it, one is shown, and the script of the dates shows
another when its time has come.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from sangkien.markup import Html, html, joined, literal
from sangkien.model.programme import Portal


class State(Enum):
    """How an instant stands to the days in which submissions are taken; the value is the class of the page's part."""

    BEFORE = "sk-is-before"
    OPEN = "sk-is-open"
    CLOSED = "sk-is-closed"


def state(portal: Portal, at: datetime) -> State:
    """Returns how things stand at an instant (aware). During the grace after the closing submissions are still taken."""
    if at < portal.opens:
        return State.BEFORE
    return State.CLOSED if portal.closed(at) else State.OPEN


def window(portal: Portal, as_of: datetime, say: Callable[[State], Html]) -> Html:
    """Returns what `say` tells of each state, of which that of the instant `as_of` is shown. Needs `key_dates.SCRIPT` for the
    time after the build."""
    now = state(portal, as_of)
    parts = joined(
        html('<div class="{:exact}"{}>{}</div>', each.value, _HIDDEN if each is not now else "", say(each)) for each in State
    )
    opens, closes = portal.opens.isoformat(), portal.late_from.isoformat()
    return html('<div class="sk-window" data-opens="{:exact}" data-closes="{:exact}">{}</div>', opens, closes, parts)


_HIDDEN = literal(" hidden")

"""Who holds the quota slots: every item of every dossier against every limit it falls under; must not know how that is rendered."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import field, replace
from datetime import UTC, datetime
from enum import Enum
from functools import lru_cache

from sangkien.late import dataclass
from sangkien.model.act import Dossier, Item
from sangkien.model.corpus import Corpus, Edition, Granted
from sangkien.model.filed import Filed
from sangkien.model.history import folder_of
from sangkien.model.programme import lineage
from sangkien.rules.eligibility import Bar, Effect, bars, sound


class QuotaStatus(Enum):
    """What an item's proposal is worth: HOLDS a quota slot; WAITS for one; OVER: came when none was left; OUT: counts no more."""

    HOLDS = "holds"
    WAITS = "waits"
    OVER = "over"
    OUT = "out"


@dataclass(frozen=True)
class Limit:
    """The most quota slots at a level for what a unit and the units below it propose.

    A quota of the level also caps what is honoured; a unit's own share (`own`) caps only what it proposes.
    """

    level: str  # id of the level that honours
    unit: str  # id
    max: int  # quota slots
    field: str = ""  # id of the only field that counts; empty: all
    own: bool = False  # a unit's own share (`may_propose`), not a quota of the level


@dataclass(frozen=True)
class Proposed:
    """One item of a dossier and how it stands."""

    dossier: Filed[Dossier]  # that proposes it
    index: int  # position in the dossier's items, from 0
    path: str  # path of its submission; empty once withdrawn
    status: QuotaStatus  # what the proposal is worth
    sound: bool  # its dossier as a whole counts
    bars: tuple[Bar, ...] = ()  # what prevents it from being chosen
    limits: tuple[Limit, ...] = ()  # every limit it falls under
    full: tuple[tuple[Limit, int], ...] = ()  # limits without room for it, each with the number it would have had
    twice: Filed[Dossier] | None = None  # the dossier that proposed it to this level before; None: none

    @property
    def item(self) -> Item:
        """The item of the dossier."""
        return self.dossier.record.items[self.index]

    @property
    def level(self) -> str:
        """Id of the level that is asked to honour it."""
        return self.dossier.record.level

    @property
    def proper(self) -> bool:
        """Whether it was rightly proposed, whatever happened to it since."""
        refused = any(bar.effect is Effect.REFUSES for bar in self.bars)
        return self.sound and not refused and self.twice is None and self.status is not QuotaStatus.OVER

    @property
    def blocked(self) -> bool:
        """Whether it cannot be chosen for now, as a dispute is open."""
        return any(bar.effect is Effect.BLOCKS for bar in self.bars)


@dataclass(frozen=True)
class Account:
    """One limit and everything entered against it."""

    limit: Limit
    entries: tuple[Proposed, ...]  # in the order in which quota slots are given
    honoured: Mapping[str, Granted] = field(default_factory=dict)  # honours in force, by the submission's path

    def of(self, status: QuotaStatus) -> tuple[Proposed, ...]:
        """The entries with this status, in order."""
        return tuple(entry for entry in self.entries if entry.status is status)

    @property
    def held(self) -> int:
        """Number of quota slots that are held."""
        return len(self.of(QuotaStatus.HOLDS))

    @property
    def free(self) -> int:
        """Number of quota slots that are free, never below 0."""
        return max(self.limit.max - self.held, 0)


@dataclass(frozen=True)
class Ledger:
    """All proposals of an edition and the accounts they stand in."""

    proposed: tuple[Proposed, ...]  # in the order in which quota slots are given
    accounts: tuple[Account, ...]  # one for each limit in use
    by_path: Mapping[str, tuple[Proposed, ...]] = field(default_factory=dict)  # by the submission's path

    def proposals(self, path: str, level: str) -> tuple[Proposed, ...]:
        """The proposals of a submission (path) to a level (id)."""
        return tuple(each for each in self.by_path.get(path, ()) if each.level == level)

    def successor(self, account: Account, leaving: Proposed | None = None) -> Proposed | None:
        """The first waiting entry of an account for which all its limits have room, now or once `leaving` gives back its slots;
        None where there is none."""
        given_back = leaving.limits if leaving else ()
        free = {each.limit: each.free + (each.limit in given_back) for each in self.accounts}
        waiting = (each for each in account.of(QuotaStatus.WAITS) if not each.blocked and each.path not in account.honoured)
        return next((each for each in waiting if all(free[limit] > 0 for limit in each.limits)), None)


@lru_cache(maxsize=8)  # one corpus is asked by several rules and outputs
def ledger(corpus: Corpus, edition: str) -> Ledger:
    """The ledger of an edition (id). A landed dossier stands before one that is not, an earlier landing before a later one, and
    within a dossier the union's own order holds: a slot is never won by sending an empty request first.

    Raises KeyError for an unknown edition.
    """
    ours = corpus.editions[edition]
    taken: dict[Limit, int] = {}
    beyond: dict[Limit, int] = {}
    first: dict[tuple[str, str], Filed[Dossier]] = {}
    proposed = []
    stood = _stood_before(corpus, edition)
    for filed in sorted(ours.dossiers, key=lambda each: _priority_key(each, corpus, stood)):
        for entry in _entered(filed, corpus, ours):
            if not entry.sound or not entry.path or any(bar.effect is not Effect.BLOCKS for bar in entry.bars):
                proposed.append(entry)
                continue
            if earlier := first.get((entry.level, entry.path)):
                proposed.append(replace(entry, twice=earlier))
                continue
            first[entry.level, entry.path] = filed
            if entry.item.reserve or _corrected_since(entry, corpus, ours):
                proposed.append(replace(entry, status=QuotaStatus.WAITS))
                continue
            full = [limit for limit in entry.limits if taken.get(limit, 0) >= limit.max]
            for limit in full:
                beyond[limit] = beyond.get(limit, 0) + 1
            for limit in () if full else entry.limits:
                taken[limit] = taken.get(limit, 0) + 1
            status = QuotaStatus.OVER if full else QuotaStatus.HOLDS
            proposed.append(replace(entry, status=status, full=tuple((each, each.max + beyond[each]) for each in full)))
    return _ruled(tuple(proposed), corpus, ours)


def _corrected_since(entry: Proposed, corpus: Corpus, edition: Edition) -> bool:
    """Whether the item is in time only by a correction that came after its dossier: then it waits, as others may hold the slots
    by now."""
    received, landing = corpus.received[entry.path], corpus.received[entry.dossier.path].landing
    if received.corrected is None or not edition.rules.record.portal.closed(received.at):
        return False
    return landing is not None and landing.committed < received.corrected.since


def _stood_before(corpus: Corpus, edition: str) -> Container[str] | None:
    """Folder and content of the dossiers that stand without the judged change; None where there is no change."""
    if (before := corpus.before.get(edition)) is None:
        return None
    return {key for filed in before.dossiers for key in (filed.path, _content(filed))}


def _content(filed: Filed[Dossier]) -> str:
    """Folder and content of a dossier: under another name in its folder it is the same dossier."""
    return f"{folder_of(filed.path)} {filed.source.blob}"


def _priority_key(filed: Filed[Dossier], corpus: Corpus, stood: Container[str] | None) -> tuple[bool, datetime, datetime, str]:
    """The sort key of a dossier. What comes with the judged change waits behind all that stands: withdrawing it gave its slots
    back, even if its content landed once."""
    received = corpus.received[filed.path]
    landing = received.landing if stood is None or filed.path in stood or _content(filed) in stood else None
    return (landing is None, landing.committed if landing else _NEVER, received.at, filed.path)


_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def _entered(filed: Filed[Dossier], corpus: Corpus, edition: Edition) -> Iterator[Proposed]:
    counts = sound(filed, corpus, edition)
    for index, item in enumerate(filed.record.items):
        path = item.path if item.path in corpus.index else ""
        against = tuple(bars(filed, item, corpus, edition))
        limits = dict.fromkeys(limits_of(filed.record.level, path, corpus, edition) if path else ())  # one written twice is one
        yield Proposed(filed, index, path, QuotaStatus.OUT, counts, against, tuple(limits))


def limits_of(level: str, path: str, corpus: Corpus, edition: Edition) -> Iterator[Limit]:
    """Every limit that a submission (path) falls under when it is proposed to a level (id): the level's quotas, then its units'
    own shares."""
    unit = corpus.index[path].unit
    field = corpus.facts[path].field if path in corpus.facts else ""
    for limit in quotas_of(level, unit, edition):
        if limit.field in ("", field):
            yield limit
    for step in lineage(unit):
        if step in edition.units:
            for share in edition.units[step].may_propose:
                if share.level == level:
                    yield Limit(level, step, share.max, own=True)


def quotas_of(level: str, unit: str, edition: Edition) -> Iterator[Limit]:
    """The level's quotas that hold for a unit, of every field."""
    rules = edition.rules.record
    for quota in rules.levels[rules.rank(level)].quotas:
        if group := edition.unit_at(unit, quota.per):
            yield Limit(level, group.id, quota.max, quota.field)


def _ruled(proposed: tuple[Proposed, ...], corpus: Corpus, edition: Edition) -> Ledger:
    """The ledger of these entries; a level's quota also holds what was honoured."""
    entries: dict[Limit, list[Proposed]] = {}
    by_path: dict[str, list[Proposed]] = {}
    for entry in proposed:
        by_path.setdefault(entry.path, []).append(entry)
        for limit in entry.limits:
            entries.setdefault(limit, []).append(entry)
    honoured = _honoured(corpus, edition)
    rank = edition.rules.record.rank
    ordered = sorted({*entries, *honoured}, key=lambda each: (rank(each.level), each.own, each.unit, each.field, each.max))
    accounts = (Account(limit, tuple(entries.get(limit, ())), honoured.get(limit, {})) for limit in ordered)
    return Ledger(proposed, tuple(accounts), {path: tuple(found) for path, found in by_path.items()})


def _honoured(corpus: Corpus, edition: Edition) -> Mapping[Limit, Mapping[str, Granted]]:
    """Honours in force under the quotas of their level, one for each submission, in the order in which they were entered."""
    found: dict[Limit, dict[str, Granted]] = {}
    for granted in sorted(edition.in_force, key=lambda each: corpus.namings[each.decision.path, each.honour.path].at):
        path = granted.honour.path
        if path in corpus.index:
            for limit in limits_of(granted.level, path, corpus, edition):
                if not limit.own:
                    found.setdefault(limit, {}).setdefault(path, granted)
    return found

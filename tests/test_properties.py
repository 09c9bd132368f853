"""What the product promises of scarce places, held against random programmes: whatever comes, and in whatever order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from hypothesis import given, settings

from programmes import (
    EDITION,
    PRESENT,
    Change,
    Line,
    State,
    chances,
    corpus,
    disputed,
    droppable,
    dropped,
    lines,
    offered,
    revocations,
    revoked,
    ruled,
    standing,
    unit_of,
)
from sangkien.model.act import Decision, Dispute, Dossier, Honour, Item
from sangkien.model.corpus import Corpus
from sangkien.model.submission import Submission
from sangkien.rules import judge
from sangkien.rules.quota_ledger import Ledger, Limit, Proposed, QuotaStatus, ledger

Pair = tuple[str, str]
"""A level and a submission; or a dossier and a submission it proposes."""


# The recount: from the files alone, by the words of the rules


def limits(state: State) -> Iterator[Limit]:
    """Every scarce place there is: a level's quotas for each unit they are counted by, and each unit's own shares."""
    units = state.law.units.values()
    for level in state.law.rules.record.levels:
        for quota in level.quotas:
            yield from (Limit(level.id, unit.id, quota.max, quota.field) for unit in units if unit.level == quota.per)
    for unit in units:
        yield from (Limit(share.level, unit.id, share.max, own=True) for share in unit.may_propose)


def falls_under(path: str, level: str, limit: Limit, state: State) -> bool:
    below = f"{unit_of(path)}/".startswith(f"{limit.unit}/")
    return level == limit.level and below and limit.field in ("", state.of(Submission)[path].field)


def counted(pairs: Iterable[Pair], state: State) -> dict[Limit, int]:
    """How many of these levels and submissions fall under each limit, where any do."""
    pairs = list(pairs)
    found = {limit: sum(falls_under(path, level, limit, state) for level, path in pairs) for limit in limits(state)}
    return {limit: number for limit, number in found.items() if number}


def asked(state: State) -> list[Pair]:
    """Every item that asks for a place: no reserve, not withdrawn, no dispute lost."""
    lost = {dispute.path for dispute in state.of(Dispute).values() if dispute.upheld}
    there = state.of(Submission).keys() - lost
    items = [(dossier.level, item) for dossier in state.of(Dossier).values() for item in dossier.items]
    return [(level, item.path) for level, item in items if item.path in there and not item.reserve]


def honoured(state: State) -> set[Pair]:
    """Every honour that stands, once."""
    decisions = state.of(Decision)
    return {
        (decision.level, honour.path)
        for path, decision in decisions.items()
        for honour in decision.items
        if honour.path in state.of(Submission) and not taken_back(path, honour, decisions)
    }


def taken_back(path: str, honour: Honour, decisions: dict[str, Decision]) -> bool:
    return any(
        unit_of(other) == unit_of(path)
        and other != path
        and later.signed_on >= decisions[path].signed_on
        and any(each.number == decisions[path].number and each.path in ("", honour.path) for each in later.revokes)
        for other, later in decisions.items()
    )


def of_quotas(counts: dict[Limit, int]) -> dict[Limit, int]:
    """Without the units' own shares, which cap only what is proposed."""
    return {limit: number for limit, number in counts.items() if not limit.own}


def complete(path: str, state: State) -> bool:
    dossier, level = state.of(Dossier)[path], state.law.units[unit_of(path)].level
    papers = {paper.id for paper in state.law.rules.record.dossier if not paper.required_of or level in paper.required_of}
    return (
        dossier.letter is not None
        and dossier.minutes is not None
        and all(item.votes is not None and item.votes.cast == PRESENT for item in dossier.items)
        and papers <= set(dossier.papers)
        and dossier.employer_confirmed
    )


def late(path: str, state: State) -> bool:
    asked = next(level for level in state.law.rules.record.levels if level.id == state.of(Dossier)[path].level)
    return bool(asked.dossier_due) and standing(state).received[path].at >= asked.dossier_due[-1].at


def upward(path: str, state: State) -> bool:
    ids = [level.id for level in state.law.rules.record.levels]
    return ids.index(state.of(Dossier)[path].level) < ids.index(state.law.units[unit_of(path)].level)


def fit(item: Item, path: str, state: State) -> bool:
    """There, of the unit, agreed to, in time, carried, and no dispute that was known when the dossier came or was lost since."""
    submission, received, namings = state.of(Submission).get(item.path), standing(state).received, standing(state).namings
    about = {each: dispute for each, dispute in state.of(Dispute).items() if dispute.path == item.path}
    return (
        submission is not None
        and state.law.covers(unit_of(path), unit_of(item.path))
        and submission.employer_agreed
        and received[item.path].at < state.law.rules.record.portal.closing.at
        and item.votes.in_favour > item.votes.against
        and not any(dispute.upheld for dispute in about.values())
        and not any(dispute.open and namings[each, item.path].at <= received[path].at for each, dispute in about.items())
    )


def served(state: State) -> dict[tuple[str, int], QuotaStatus]:
    """Who gets what, one after another: first landed, first served."""
    received = standing(state).received
    queue = sorted(state.of(Dossier), key=lambda path: (received[path].landing.committed, received[path].at, path))
    found: dict[tuple[str, int], QuotaStatus] = {}
    free = {limit: limit.max for limit in limits(state)}
    seen: set[Pair] = set()
    for path in queue:
        dossier = state.of(Dossier)[path]
        if not complete(path, state) or late(path, state) or not upward(path, state):
            continue
        for index, item in enumerate(dossier.items):
            if (dossier.level, item.path) in seen or not fit(item, path, state):
                continue
            seen.add((dossier.level, item.path))
            under = [limit for limit in free if falls_under(item.path, dossier.level, limit, state)]
            if item.reserve:
                found[path, index] = QuotaStatus.WAITS
            elif all(free[limit] for limit in under):
                found[path, index] = QuotaStatus.HOLDS
                free.update({limit: free[limit] - 1 for limit in under})
            else:
                found[path, index] = QuotaStatus.OVER
    return found


# What the product says


def book(corpus: Corpus) -> Ledger:
    return ledger(corpus, EDITION)


def key(entry: Proposed) -> Pair:
    return entry.dossier.path, entry.item.path


def is_live(entry: Proposed) -> bool:
    return entry.status in (QuotaStatus.HOLDS, QuotaStatus.WAITS)


def live(book: Ledger) -> dict[Pair, Proposed]:
    return {key(entry): entry for entry in book.proposed if is_live(entry)}


def places(book: Ledger) -> dict[Limit, int]:
    return {account.limit: account.held for account in book.accounts if account.held}


def honours(book: Ledger) -> dict[Limit, int]:
    return {account.limit: len(account.honoured) for account in book.accounts if account.honoured}


def positions(book: Ledger) -> dict[tuple[Limit, Pair], int]:
    """For each limit and each item that holds or waits under it, how many such stand in front."""
    return {
        (account.limit, key(entry)): position
        for account in book.accounts
        for position, entry in enumerate(filter(is_live, account.entries))
    }


def worse_off(before: Ledger, after: Ledger) -> set[Pair]:
    """Who is still there but has more in front than before."""
    was, now = positions(before), positions(after)
    return {pair for limit, pair in was.keys() & now.keys() if now[limit, pair] > was[limit, pair]}


# The properties


@given(lines())
def test_no_order_of_changes_wins_more_places_than_there_are(line: Line) -> None:
    for state in line.states:
        proposed, granted = counted(asked(state), state), of_quotas(counted(honoured(state), state))
        assert {limit: number for limit, number in (*proposed.items(), *granted.items()) if number > limit.max} == {}
        assert places(book(standing(state))) == proposed
        assert honours(book(standing(state))) == granted
    assert judge(corpus(line.state, line.at)) == judge(standing(line.state)), "waiting alone changes the judgement"


@given(lines())
def test_nobody_suffers_from_what_others_give_up_or_dispute(line: Line) -> None:
    state, old = line.state, standing(line.state)
    lasting = {path for _, path in honoured(state)}
    for what, change, about in reliefs(state):
        verdict, new = offered(state, change, line.at)
        assert live(book(new)).keys() >= live(book(old)).keys() - about, what
        assert regained(change, old, new) or worse_off(book(old), book(new)) == set(), what
        if what != "drop" and lasting.isdisjoint(change):
            assert not verdict.refused, (what, verdict.introduced)


def reliefs(state: State) -> Iterator[tuple[str, Change, set[Pair]]]:
    """Every withdrawal, dropped item, new dispute and ruling that is possible, and the proposals it takes out."""

    def about(submission: str) -> set[Pair]:
        return {(path, submission) for path in state.of(Dossier)}

    for path in state.of(Submission):
        yield "withdrawal", {path: None}, about(path)
        yield "dispute", disputed(state, path, min(state.law.units), "new"), set()
        yield "dispute", disputed(state, path, min(state.law.units), "new", "upheld"), about(path)
        yield "dispute", disputed(state, path, min(state.law.units), "new", "dismissed"), set()
    for path, dispute in state.of(Dispute).items():
        if dispute.open:
            yield "ruling", ruled(state, path, "upheld"), about(dispute.path)
            yield "ruling", ruled(state, path, "dismissed"), set()
    for path, dossier in state.of(Dossier).items():
        for index in droppable(dossier):
            yield "drop", dropped(state, path, index), {(path, dossier.items[index].path)}


def regained(change: Change, old: Corpus, new: Corpus) -> bool:
    """Whether a dossier that dropped items reads as it did before an edit, and has the turn of that earlier content again."""
    return any(
        path in old.received and new.received[path].at < old.received[path].at for path in change.keys() & new.received.keys()
    )


@given(lines())
def test_what_goes_frees_exactly_the_places_it_held(line: Line) -> None:
    state, before = line.state, book(standing(line.state))
    for what, change, about in reliefs(state):
        gone = [entry for each, entry in live(before).items() if each in about and entry.status is QuotaStatus.HOLDS]
        freed = {limit: sum(limit in entry.limits for entry in gone) for limit in places(before)}
        after = places(book(standing(state.landed(change, line.at))))
        assert {limit: held - after.get(limit, 0) for limit, held in places(before).items()} == freed, what
        assert after.keys() <= freed.keys(), what
    for path, decision in state.of(Decision).items():
        for revocation in revocations(decision):
            change = revoked(state, path, revocation, "new")
            verdict, _ = offered(state, change, line.at)
            assert not verdict.refused, verdict.introduced
            landed = state.landed(change, line.at)
            assert honours(book(standing(landed))) == of_quotas(counted(honoured(landed), landed))
            assert places(book(standing(landed))) == places(before)


@given(lines())
def test_whoever_comes_later_takes_nothing_from_whoever_is_there(line: Line) -> None:
    """A dossier with a content that never stood there, accepted or not, takes neither a place nor a turn, and is blamed itself."""
    for offer in line.offers:
        if not all(isinstance(record, Dossier) for record in offer.change.values()):
            continue
        verdict, new = offered(offer.before, offer.change, offer.at)
        if any(new.received[path].landing for path in offer.change):
            continue
        old = book(standing(offer.before))
        before = {each: entry.status for each, entry in live(old).items() if each[0] not in offer.change}
        assert {each: entry.status for each, entry in live(book(new)).items() if each in before} == before
        assert worse_off(old, book(new)).isdisjoint(before)
        # An edit that no longer proposes what is honoured is told at the decision.
        assert {each.location.path for each in verdict.introduced if each.code != "SK509"} <= offer.change.keys()


@settings(max_examples=300)
@given(lines(gate=False))
def test_an_incomplete_or_late_dossier_never_holds_a_place(line: Line) -> None:
    for state in line.states:
        unsound = {path for path in state.of(Dossier) if not complete(path, state) or late(path, state)}
        assert {path for path, _ in live(book(standing(state)))}.isdisjoint(unsound)


@settings(max_examples=300)
@given(lines(gate=False))
def test_places_go_by_the_order_of_landing_and_then_of_rank(line: Line) -> None:
    """Without a gate, so that more ask than there are places."""
    for state in line.states:
        given = {(entry.dossier.path, entry.index): entry.status for entry in book(standing(state)).proposed}
        assert {each: stands for each, stands in given.items() if stands is not QuotaStatus.OUT} == served(state)
        assert honours(book(standing(state))) == of_quotas(counted(honoured(state), state))


@given(lines(gate=False), chances)
def test_the_order_of_files_says_nothing(line: Line, chance: Random) -> None:
    made = standing(line.state)
    edition = made.editions[EDITION]
    files = {kind: getattr(edition, kind) for kind in ("dossiers", "decisions", "disputes")}
    shuffled = replace(edition, **{kind: tuple(chance.sample(filed, len(filed))) for kind, filed in files.items()})
    assert said(book(replace(made, editions={EDITION: shuffled}))) == said(book(made))
    ranks = [level.id for level in edition.rules.record.levels]
    found = [account.limit for account in book(made).accounts]
    order = [(ranks.index(each.level), each.own, each.unit, each.field, each.max) for each in found]
    assert order == sorted(order)


def said(book: Ledger) -> tuple[object, ...]:
    """All that a ledger says; what stands against an item stands in no order."""
    entries = [
        (entry.dossier.path, entry.index, entry.status, entry.full, entry.twice, set(entry.bars)) for entry in book.proposed
    ]
    accounts = [
        (each.limit, [(*key(entry), entry.index) for entry in each.entries], [*each.honoured.items()]) for each in book.accounts
    ]
    return entries, accounts

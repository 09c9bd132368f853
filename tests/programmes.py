"""Random programmes: a law, a main line on which changes land one by one, and the corpus of each of its states. No Git, no YAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from functools import cache, cached_property, lru_cache
from hashlib import sha1
from random import Random
from typing import Any, TypeVar, cast

from hypothesis import strategies as st

from sangkien.app.compare import compare
from sangkien.app.verdict import Verdict
from sangkien.corpus.received import received
from sangkien.language import Words
from sangkien.model.act import Decision, Dispute, Dossier, Honour, Item, Letter, Minutes, Outcome, Revocation, Votes
from sangkien.model.corpus import Corpus, Edition, FieldSpec, Naming, SubmissionIndex
from sangkien.model.filed import Address, Filed, SourceFile
from sangkien.model.finding import Finding
from sangkien.model.history import Commit, History, Receipt, Snapshot, TreeEntry, folder_of
from sangkien.model.programme import (
    Days,
    Level,
    Limits,
    MayPropose,
    Portal,
    Quota,
    RequiredPaper,
    Rules,
    Setting,
    Term,
    Unit,
    UnitList,
)
from sangkien.model.submission import Answers, Author, Consent, Facts, Received, Submission
from sangkien.rules import judge

Record = TypeVar("Record")
Act = Submission | Dossier | Decision | Dispute
Files = Mapping[str, Act]
Change = Mapping[str, Act | None]
"""What a change writes, and None for what it deletes."""

EDITION = "2021"
ZONE = timezone(timedelta(hours=7))
START = datetime(2021, 4, 1, 8, tzinfo=ZONE)
END = START + timedelta(days=30)
MINUTE = timedelta(minutes=1)
DAY = START.date()
FIELDS = ("a", "b")
PRESENT = 5
"""How many come to every meeting."""
LACKING = ("letter", "minutes", "votes", "sum", "papers", "employer")
"""What a dossier may lack."""
RESULTS = ("upheld", "dismissed")
LENGTH = 512
"""Of a tape: enough for a long line."""


# The law


def rules(levels: tuple[Level, ...], closes: datetime, papers: tuple[RequiredPaper, ...] = ()) -> Rules:
    year = Days(date(2021, 1, 1), date(2021, 12, 31))
    portal = Portal(START - timedelta(days=30), (Setting(closes, "x", DAY),))
    fields, named = tuple(Term(id, Words(id, id)) for id in FIELDS), Words("x", "x")
    return Rules(named, named, (), "+07:00", year, year, portal, Limits(1000), (), fields, levels, dossier=papers)


def level(id: str, quotas: tuple[Quota, ...] = (), due: datetime | None = None) -> Level:
    return Level(id, Words(id, id), Words(id, id), quotas, (Setting(due, "x", DAY),) if due else ())


def law(rules: Rules, units: tuple[Unit, ...]) -> Edition:
    return Edition(
        EDITION,
        filed(f"program/{EDITION}/rules.yml", rules),
        (filed(f"program/{EDITION}/units/x.yml", UnitList(units)),),
    )


def random_law(chance: Random) -> Edition:
    """Two to five levels, one to three roots, and scarce places at every level."""
    ids = [f"l{rank}" for rank in range(chance.randint(2, 5))]
    levels = tuple(level(id, _quotas(chance, ids), _instant(chance) if rarely(chance, 2) else None) for id in ids)
    papers = (RequiredPaper("p", Words("p", "p"), _some(chance, ids, 0, 2)),) if rarely(chance, 2) else ()
    units: list[Unit] = []
    for number in range(chance.randint(1, 3)):
        units += _grown(chance, ids, f"r{number}", chance.randrange(len(ids) - 1))
    return law(rules(levels, _instant(chance), papers), tuple(units))


def _quotas(chance: Random, ids: list[str]) -> tuple[Quota, ...]:
    return tuple(
        Quota(chance.randint(0, 2), chance.choice(ids), chance.choice(("", *FIELDS))) for _ in range(chance.randint(0, 3))
    )


def _grown(chance: Random, ids: list[str], id: str, rank: int) -> Iterator[Unit]:
    """A unit and everything below it; a root has at least one unit below, and no branch more than two."""
    shares = tuple(MayPropose(asked, chance.randint(0, 2)) for asked in _some(chance, ids[:rank], 0, 1))
    yield Unit(id, id, ids[rank], may_propose=shares)
    if rank + 1 < len(ids) and id.count("/") < 2:
        for number in range(chance.randint(0 if "/" in id else 1, 2)):
            yield from _grown(chance, ids, f"{id}/u{number}", chance.randint(rank + 1, len(ids) - 1))


def _instant(chance: Random) -> datetime:
    return START + chance.randint(5, 90) * MINUTE


def _some(chance: Random, among: Sequence[str], least: int, most: int) -> tuple[str, ...]:
    count = chance.randint(min(least, len(among)), min(most, len(among)))
    return tuple(chance.sample(among, count))


def rarely(chance: Random, once_in: int) -> bool:
    return chance.randrange(once_in) == once_in - 1


# What people write


def submission(title: str, unit: str, field: str = "a", agreed: bool = True) -> Submission:
    people, stage = (Author("x"),), "effective"
    return Submission(title, unit, people, Consent(True, True), field, "x", "x", DAY, DAY, stage, agreed, "x", Answers("x"))


def item(path: str, in_favour: int = PRESENT, reserve: bool = False) -> Item:
    return Item(path, votes=Votes(in_favour, PRESENT - in_favour), reserve=reserve)


def dossier(level: str, *items: Item, lacking: str = "") -> Dossier:
    """A complete dossier, or one that lacks one thing."""
    whole = Dossier(level, items, Letter("1", DAY), Minutes(DAY, PRESENT, PRESENT), ("p",), employer_confirmed=True)
    match lacking:
        case "letter" | "minutes":
            return replace(whole, **{lacking: None})
        case "votes":
            return replace(whole, items=(*items[:-1], replace(items[-1], votes=None)))
        case "sum":
            return replace(whole, items=(replace(items[0], votes=Votes(PRESENT, 1)), *items[1:]))
        case "papers":
            return replace(whole, papers=())
        case "employer":
            return replace(whole, employer_confirmed=False)
        case _:
            return whole


def decision(number: str, level: str, *paths: str, revokes: tuple[Revocation, ...] = (), day: int = 0) -> Decision:
    return Decision(number, DAY + timedelta(days=day), level, tuple(Honour(path, "x") for path in paths), revokes)


def dispute(number: str, path: str, result: str = "") -> Dispute:
    return Dispute(path, "complaint", Letter(number, DAY), closed=Outcome("1", DAY, result) if result else None)


# The main line


@dataclass(frozen=True, eq=False)
class State:
    """What stands on the main line, and how it got there."""

    law: Edition
    files: Files = field(default_factory=dict)
    landings: Mapping[str, Mapping[str, Commit]] = field(default_factory=dict)
    receipts: tuple[Receipt, ...] = ()
    contents: Mapping[str, Act] = field(default_factory=dict)
    left: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The content that each commit left at every path that anything had come to."""

    def of(self, kind: type[Record]) -> dict[str, Record]:
        return {path: record for path, record in self.files.items() if isinstance(record, kind)}

    def laid(self, change: Change) -> State:
        """The change on top, not landed."""
        files = {path: record for path, record in {**self.files, **change}.items() if record is not None}
        contents = {blob_of(record): record for record in change.values() if record is not None}
        return replace(self, files=files, contents={**self.contents, **contents})

    def landed(self, change: Change, at: datetime) -> State:
        commit = Commit(f"{at:%H%M%S}", at, at)
        landings = dict(self.landings)
        for path, record in change.items():
            if record is not None:
                landings[path] = {blob_of(record): commit, **landings.get(path, {})}
        came = {path: blob_of(record) for path, record in change.items() if record is not None}
        last = {**next(reversed(self.left.values()), {}), **came}
        left = {**{id: there for id, there in self.left.items() if id != commit.id}, commit.id: last}
        return replace(self.laid(change), landings=landings, left=left)

    @cached_property
    def brought(self) -> Mapping[str, Mapping[str, Commit]]:
        """The earliest commit that brought each content into a folder."""
        found: dict[str, dict[str, Commit]] = {}
        for path, came in self.landings.items():
            folder = found.setdefault(folder_of(path), {})
            for blob, commit in came.items():
                folder[blob] = min(folder.get(blob, commit), commit, key=lambda each: each.committed)
        return found

    def stood(self, path: str, commit: str) -> str:
        return self.left[commit].get(path, "")

    def names(self, folder: str) -> Mapping[str, TreeEntry]:
        return {path: TreeEntry("", blob_of(record)) for path, record in self.files.items() if folder_of(path) == folder}

    def holding(self, folder: str, blob: str) -> list[str]:
        return [path for path, entry in self.names(folder).items() if entry.blob == blob]

    def received(self, change: Change, at: datetime) -> State:
        """With receipts for the dossiers and submissions of a change, landed or not."""
        taken = {path: record for path, record in change.items() if isinstance(record, Dossier | Submission)}
        given = tuple(Receipt(path, blob_of(record), at, at, "x", "x") for path, record in taken.items())
        return replace(self, receipts=(*self.receipts, *given))


@cache
def blob_of(record: object) -> str:
    return sha1(repr(record).encode()).hexdigest()


@cache
def filed(path: str, record: Record) -> Filed[Record]:
    return Filed(record, SourceFile(address(path), blob_of(record), ""), {})


@cache
def address(path: str) -> Address:
    kind, *rest = path.removeprefix("program/").replace(f"{EDITION}/", "").split("/")
    return Address(path, kind.removesuffix("s"), EDITION, "/".join(rest[:-1]))


def path_of(kind: str, unit: str, slug: object) -> str:
    if kind == "submission":
        return f"submissions/{EDITION}/{unit}/{slug}.md"
    return f"program/{EDITION}/{kind}s/{unit}/{slug}.yml"


def unit_of(path: str) -> str:
    return address(path).unit


def corpus(state: State, as_of: datetime) -> Corpus:
    """The corpus of a state as `corpus.load` makes it; what has not landed is pending."""
    acts = {kind: tuple(filed(*each) for each in sorted(state.of(kind).items())) for kind in (Dossier, Decision, Dispute)}
    edition = replace(state.law, dossiers=acts[Dossier], decisions=acts[Decision], disputes=acts[Dispute])
    submissions = state.of(Submission)
    times = {path: _dated(state, path, blob_of(record), as_of) for path, record in submissions.items()}
    times |= {path: _dossier_dated(state, path, record, as_of) for path, record in state.of(Dossier).items()}
    labels = {"complaint": Words("Khiếu nại", "Complaint")}
    kind = FieldSpec("kind", Words("x", "x"), Words("x", "x"), "", labels)
    return Corpus(
        as_of=as_of,
        editions={EDITION: edition},
        index=SubmissionIndex(address(path) for path in sorted(submissions)),
        blob_at=lambda path: blob_of(submissions[path]) if path in submissions else "",
        landings=state.landings,
        sources={},
        submissions=(),
        received=times,
        claims={},
        faults=(),
        facts={path: Facts.of(record) for path, record in submissions.items()},
        namings=dict(_namings(state, times, as_of)),
        disputes=_disputes(acts[Dispute]),
        fields={"submission": {}, "dispute": {"kind": kind}},
    )


def _namings(state: State, times: Mapping[str, Received], as_of: datetime) -> Iterator[tuple[tuple[str, str], Naming]]:
    """Since when each act names each of its submissions, and what stood there then."""
    for path, act in state.files.items():
        landed = dict(state.landings.get(path, {}))
        if first := state.brought.get(folder_of(path), {}).get(blob_of(act)):
            landed[blob_of(act)] = first
        for name in named_in(act):
            came = (commit for blob, commit in landed.items() if name in named_in(state.contents[blob]))
            naming = min(came, key=lambda commit: commit.committed, default=None)
            commit = times[path].landing if isinstance(act, Dossier) else naming
            stands = blob_of(state.files[name]) if name in state.files else ""
            then = state.stood(name, commit.id) if commit else stands
            yield (path, name), Naming(commit.committed if commit else as_of, then, then)


def _disputes(disputes: Sequence[Filed[Dispute]]) -> dict[str, tuple[Filed[Dispute], ...]]:
    """By the path of what they are about; no text stands at two paths."""
    found: dict[str, tuple[Filed[Dispute], ...]] = {}
    for each in disputes:
        found[each.record.path] = (*found.get(each.record.path, ()), each)
    return found


def named_in(record: object) -> tuple[str, ...]:
    """The submissions that an act names."""
    if isinstance(record, Dispute):
        return (record.path,)
    return tuple(item.path for item in record.items) if isinstance(record, Decision | Dossier) else ()


def _dated(state: State, path: str, blob: str, as_of: datetime) -> Received:
    receipts = tuple(each for each in state.receipts if each.blob == blob)
    history = History(landings=state.landings, brought=state.brought)
    snapshot = Snapshot("", cast(Any, state), history, {}, lambda ids: iter(()), {blob: receipts})
    return received(path, blob, snapshot, (), as_of)


def _dossier_dated(state: State, path: str, record: Dossier, as_of: datetime) -> Received:
    """A dossier that only dropped items counts from the content it dropped them from."""
    blobs = [blob_of(record)]
    for blob in state.landings.get(path, {}):
        old = state.contents[blob]
        assert isinstance(old, Dossier)
        if blob not in blobs and replace(record, items=old.items) == old and _within(record.items, old.items):
            blobs.append(blob)
    return min((_dated(state, path, blob, as_of) for blob in blobs), key=lambda each: each.at)


def _within(items: tuple[Item, ...], old: tuple[Item, ...]) -> bool:
    """Whether the items are some of the old ones, in the old order."""
    rest = list(old)
    for each in items:
        if each not in rest:
            return False
        rest = rest[rest.index(each) + 1 :]
    return True


@lru_cache(maxsize=64)
def standing(state: State) -> Corpus:
    """The corpus of a state of the main line. Nothing of it is pending, so it is the same whenever it is asked for."""
    return corpus(state, END)


@lru_cache(maxsize=8)
def _findings(state: State) -> tuple[Finding, ...]:
    return judge(standing(state))


def offered(state: State, change: Change, at: datetime) -> tuple[Verdict, Corpus]:
    """The gate's verdict on a change, as `app.judge.judge_change` gives it, and the corpus with the change."""
    after = replace(corpus(state.laid(change), at), before=standing(state).editions)
    return compare(_findings(state), judge(after), {}), after


@dataclass(frozen=True)
class Offer:
    """A change offered at an instant, and what became of it."""

    kind: str
    change: Change
    at: datetime
    before: State
    accepted: bool
    after: State


@dataclass(frozen=True, repr=False)
class Line:
    """A main line from its beginning: everything offered, and the last state at an instant when nothing more has come."""

    offers: tuple[Offer, ...]
    state: State
    at: datetime

    def __repr__(self) -> str:
        """The law and what was offered, for who reads a failure."""
        levels, units = self.state.law.rules.record.levels, self.state.law.units.values()
        lines = [f"{level.id}: {[*map(_told, level.quotas)]}, due {level.due.at if level.due else '-'}" for level in levels]
        lines += [f"{unit.id}: {unit.level} {[(share.level, share.max) for share in unit.may_propose]}" for unit in units]
        for offer in self.offers:
            lines.append(f"{offer.at:%H:%M} {'accepted' if offer.accepted else 'refused'}: {offer.kind}")
            lines += [f"      {path} {_told(record)}" for path, record in offer.change.items()]
        return "\n".join(("", *lines))

    @property
    def states(self) -> Iterator[State]:
        """Every accepted state."""
        return (offer.after for offer in self.offers if offer.accepted)


def _told(record: object) -> str:
    """A record without what is the same in all of them."""
    match record:
        case None:
            return "gone"
        case Quota():
            return f"{record.max} per {record.per} {record.field}".strip()
        case Submission():
            return f"of field {record.field}{'' if record.employer_agreed else ', not agreed'}"
        case Dossier():
            lacking = [what for what in LACKING if record == dossier(record.level, *record.items, lacking=what)]
            items = [f"({each.path})" if each.reserve else each.path for each in record.items]
            return f"to {record.level}, {'complete' if record == dossier(record.level, *record.items) else lacking}: {items}"
        case Decision():
            honours, revokes = [each.path for each in record.items], [(each.number, each.path) for each in record.revokes]
            return f"no. {record.number} of {record.signed_on}: {honours}, revokes {revokes}"
        case Dispute():
            return f"no. {record.opened.number} about {record.path}: {record.closed.result if record.closed else 'open'}"
        case _:
            return repr(record)


class Tape(Random):
    """Chance read off bytes that Hypothesis found: a draw costs nothing, and a failure shrinks towards zeros, the simplest choice."""

    def __init__(self, tape: bytes) -> None:
        super().__init__(0)
        self.bytes = iter(tape)

    def getrandbits(self, k: int) -> int:
        found = int.from_bytes(next(self.bytes, 0) for _ in range(-(-k // 8)))
        return found & ((1 << k) - 1)


chances = st.binary(min_size=LENGTH, max_size=LENGTH).map(Tape)


def lines(gate: bool = True) -> st.SearchStrategy[Line]:
    """Lines of random changes, each accepted only if the gate accepts it; without a gate, all of them."""
    return st.builds(random_line, st.integers(1, 14), chances, st.just(gate))


def random_line(steps: int, chance: Random, gate: bool) -> Line:
    state, at, offers = beginning(chance), START, []
    for _ in range(steps):
        at += chance.randint(1, 6) * MINUTE
        kind, change = random_change(chance, state, offers)
        if rarely(chance, 4):
            state = state.received(change, at - chance.randint(0, 10) * MINUTE)
        accepted = not gate or not offered(state, change, at)[0].refused
        after = state.landed(change, at) if accepted else state
        offers.append(Offer(kind, change, at, state, accepted, after))
        state = after
    return Line(tuple(offers), state, at + MINUTE)


def beginning(chance: Random) -> State:
    """A law and some submissions, nearly all of them fit to be honoured."""
    state = State(random_law(chance))
    units = sorted(state.law.units)
    for number in range(chance.randint(3, 9)):
        unit = chance.choice(units)
        written = submission(str(number), unit, chance.choice(FIELDS), agreed=not rarely(chance, 20))
        state = state.landed({path_of("submission", unit, number): written}, START - MINUTE)
    return state


def random_change(chance: Random, state: State, offers: Sequence[Offer]) -> tuple[str, Change]:
    """A change that somebody could think of in this state, now and then two at once."""
    kind, change = _one_change(chance, state, offers)
    if rarely(chance, 8):
        other, more = _one_change(chance, state.laid(change), offers)
        return f"{kind} and {other}", {**change, **more}
    return kind, change


def _one_change(chance: Random, state: State, offers: Sequence[Offer]) -> tuple[str, Change]:
    for _ in range(3):
        kind, make = chance.choice(KINDS)
        if change := make(chance, state, offers):
            return kind, change
    return "new dossier", _new_dossier(chance, state, offers)


def _new_dossier(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    levels, units = state.law.rules.record.levels, state.law.units
    below = [id for id, unit in sorted(units.items()) if unit.level != levels[0].id and _covered(state, id)]
    unit = chance.choice(sorted(units) if rarely(chance, 20) or not below else below)
    above = levels[: state.law.rules.record.rank(units[unit].level)]
    asked = chance.choice(levels if rarely(chance, 20) or not above else above)
    return {_new(state, "dossier", unit): _random_dossier(chance, state, unit, asked.id)}


def _covered(state: State, unit: str) -> list[str]:
    return [path for path in sorted(state.of(Submission)) if state.law.covers(unit, unit_of(path))]


def _edit(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """One more item, the other order, or everything anew."""
    if not (known := state.of(Dossier)):
        return {}
    path = chance.choice(sorted(known))
    items, other = known[path].items, _random_dossier(chance, state, unit_of(path), known[path].level)
    edited = chance.choice((other.items, items[::-1], (*items, other.items[0])))
    return {path: replace(other, items=edited)}


def _random_dossier(chance: Random, state: State, unit: str, level: str) -> Dossier:
    ours = _covered(state, unit)
    ever = [path for path in sorted(state.landings) if path.startswith("submissions/")]
    paths = _some(chance, ever if rarely(chance, 20) or not ours else ours, 1, 4)
    items = [item(path, 2 if rarely(chance, 30) else PRESENT, reserve=rarely(chance, 4)) for path in paths]
    return dossier(level, *items, lacking=chance.choice(LACKING) if rarely(chance, 10) else "")


def _drop(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    drops = [(path, index) for path, record in sorted(state.of(Dossier).items()) for index in droppable(record)]
    return dropped(state, *chance.choice(drops)) if drops else {}


def droppable(record: Dossier) -> range:
    return range(len(record.items) if len(record.items) > 1 else 0)


def dropped(state: State, path: str, index: int) -> Change:
    record = state.of(Dossier)[path]
    return {path: replace(record, items=record.items[:index] + record.items[index + 1 :])}


def _put_back(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """An earlier content of a file, whether it is still there or not."""
    path = chance.choice(sorted(state.landings))
    return {path: state.contents[chance.choice(sorted(state.landings[path]))]}


def _take_away(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """The whole file of a dossier, or what must never go."""
    acts = sorted(path for path in state.files if path.startswith("program/"))
    return {chance.choice(acts): None} if acts else {}


def _decide(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """Honours what was proposed to the level or, where nothing was, anything."""
    unit = chance.choice(sorted(state.law.units))
    own = state.law.units[unit].level
    asked = [each.path for record in state.of(Dossier).values() if record.level == own for each in record.items]
    paths = [path for path in _covered(state, unit) if path in asked or not asked]
    made = decision(_number(chance), own, *_some(chance, paths, 1, 3), day=chance.randint(0, 2))
    return {_new(state, "decision", unit): made} if paths else {}


def _amend(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """A decision that honours one more, or takes back nothing any longer."""
    if not (known := state.of(Decision)):
        return {}
    path = chance.choice(sorted(known))
    more = tuple(Honour(each, "x") for each in _some(chance, _covered(state, unit_of(path)), 0, 1))
    return {path: replace(known[path], items=(*known[path].items, *more), revokes=())}


def _revoke(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    known = [(path, each) for path, record in sorted(state.of(Decision).items()) for each in revocations(record)]
    return revoked(state, *chance.choice(known), _number(chance), day=chance.choice((3, 1))) if known else {}


def revocations(record: Decision) -> list[Revocation]:
    """All ways to take a decision back: as a whole, or one honour."""
    return [Revocation(record.number), *(Revocation(record.number, each.path) for each in record.items)] if record.items else []


def revoked(state: State, path: str, revocation: Revocation, number: str, day: int = 3) -> Change:
    level = state.of(Decision)[path].level
    return {_new(state, "decision", unit_of(path)): decision(number, level, revokes=(revocation,), day=day)}


def _dispute(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """A new dispute before a root, now and then with its ruling already."""
    if not (paths := sorted(state.of(Submission))):
        return {}
    root = chance.choice([id for id in sorted(state.law.units) if "/" not in id])
    result = chance.choice(RESULTS) if rarely(chance, 6) else ""
    return disputed(state, chance.choice(paths), root, _number(chance), result)


def disputed(state: State, path: str, unit: str, number: str, result: str = "") -> Change:
    return {_new(state, "dispute", unit): dispute(number, path, result)}


def _rule(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    pending = sorted(path for path, record in state.of(Dispute).items() if record.open)
    return ruled(state, chance.choice(pending), chance.choice(RESULTS)) if pending else {}


def ruled(state: State, path: str, result: str) -> Change:
    return {path: replace(state.of(Dispute)[path], closed=Outcome("1", DAY, result))}


def _withdraw(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    paths = sorted(state.of(Submission))
    return {chance.choice(paths): None} if paths else {}


def _rewrite(chance: Random, state: State, _: Sequence[Offer]) -> Change:
    """A submission under another field, or no longer agreed to."""
    if not (known := state.of(Submission)):
        return {}
    path = chance.choice(sorted(known))
    return {path: submission(known[path].title, known[path].unit, chance.choice(FIELDS), agreed=not rarely(chance, 10))}


def _once_more(chance: Random, _: State, offers: Sequence[Offer]) -> Change:
    """What was refused before, offered again."""
    refused = [offer.change for offer in offers if not offer.accepted]
    return chance.choice(refused) if refused else {}


KINDS: tuple[tuple[str, Callable[[Random, State, Sequence[Offer]], Change]], ...] = (
    *4 * (("new dossier", _new_dossier),),
    *3 * (("decision", _decide),),
    *2 * (("dispute", _dispute),),
    ("edit", _edit),
    ("drop", _drop),
    ("put back", _put_back),
    ("take away", _take_away),
    ("amendment", _amend),
    ("revocation", _revoke),
    ("ruling", _rule),
    ("withdrawal", _withdraw),
    ("rewrite", _rewrite),
    ("once more", _once_more),
)


def _new(state: State, kind: str, unit: str) -> str:
    """A path that nothing ever had."""
    return path_of(kind, unit, f"n{len({*state.landings, *state.files})}")


def _number(chance: Random) -> str:
    """Few numbers, so that some stand twice."""
    return str(chance.randint(1, 2))

"""Gathers once what the tests ask of the rules, so that it can be asked again in a moment, without Git; must not know what a mutant is.

A scene is one question with the part of the answer that a test holds: a story's verdict as it is told, an event's codes, the lines of a
ledger. It is put to the rules as they are imported at that moment.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, Protocol

from sangkien.model.corpus import Corpus, SubmissionIndex
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf

KEPT = (
    "sangkien.model",
    "sangkien.language",
    "sangkien.text",
    "sangkien.progress",
    "sangkien.cache.store",
    "sangkien.git",
    "sangkien.corpus",
)
"""What scenes are made of. Nothing else of ours is imported here but where it is used: it may be another when a scene is played again."""


class Scene(Protocol):
    name: str

    def answer(self) -> object: ...


@dataclass(frozen=True)
class Verdicts:
    """The gate's verdicts on one question, each by what was there before and after; the last is the one that is told.

    A test holds all that is told (`said` is None), now and then in English too, or only the codes and some words of it.
    """

    name: str
    compared: tuple[tuple[Corpus | None, Corpus, Mapping[str, str]], ...]
    said: tuple[str, ...] | None = None
    english: bool = False

    def answer(self) -> object:
        from sangkien.app.compare import compare
        from sangkien.app.verdict import Judgement, Verdict
        from sangkien.outputs.gate import text
        from sangkien.rules import judge

        refused = []
        for old, new, left in self.compared:
            verdict = compare(judge(old), judge(new), left) if old else Verdict(judge(new))
            refused.append(verdict.refused)
        judgement = Judgement(verdict, 0, new.sources)
        told = text.render(judgement, "vi")
        if self.said is None:
            return refused, told, text.render(judgement, "en") if self.english else ""
        return refused, [finding.code for finding in verdict.introduced], [words in told for words in self.said]


@dataclass(frozen=True)
class Lines:
    """The lines of an edition's ledger and the standing of every item, as the tables of `editions/` write them."""

    name: str
    corpus: Corpus
    edition: str

    def answer(self) -> object:
        from sangkien.rules.quota_ledger import QuotaStatus, ledger

        book = ledger(self.corpus, self.edition)
        accounts = [
            (
                *(each.limit.level, each.limit.unit, each.limit.own, each.limit.field, each.limit.max, each.held, each.free),
                *(len(each.of(standing)) for standing in (QuotaStatus.WAITS, QuotaStatus.OVER)),
                [*each.honoured],
                [_item(entry) for entry in each.entries],
            )
            for each in book.accounts
        ]
        return accounts, [(entry.dossier.path, entry.level, _item(entry)) for entry in book.proposed]


def _item(entry: Any) -> object:
    free = entry.status.value == "holds" and not entry.limits
    return (
        entry.path or entry.item.path,
        free or entry.status.value,
        [(each.effect.value == "blocks", each.id) for each in entry.bars],
    )


@dataclass(frozen=True)
class Booked:
    """What an officer is told of a unit's places, and who would step up."""

    name: str
    corpus: Corpus
    edition: str
    unit: str | None

    def answer(self) -> object:
        from sangkien.outputs.ledger import book, text

        return text(book(self.corpus, self.corpus.editions[self.edition], self.unit), "vi")


@dataclass(frozen=True)
class Told:
    """What an author is told of one submission."""

    name: str
    corpus: Corpus
    path: str

    def answer(self) -> object:
        from sangkien.app.case import case
        from sangkien.outputs.status import data
        from sangkien.rules import judge

        return data(case(self.path, self.corpus, judge(self.corpus)), self.corpus)


@dataclass(frozen=True)
class Cleared:
    """Which submissions no rule of one file has a word about."""

    name: str
    corpus: Corpus

    def answer(self) -> object:
        from sangkien.rules import in_order

        return [filed.path for filed in in_order(self.corpus)]


@dataclass(frozen=True)
class Held:
    """A test that makes its corpora itself, some of them against one random programme."""

    name: str
    module: str
    test: str
    arguments: tuple[object, ...] = ()

    def answer(self) -> object:
        test = getattr(import_module(self.module), self.test)
        return getattr(getattr(test, "hypothesis", None), "inner_test", test)(*self.arguments)


@dataclass(frozen=True)
class Pages:
    """Every rule's page and case, the list of rules, and which sentences want which values."""

    name: str = "catalogue"

    def answer(self) -> object:
        from sangkien.outputs.site.rulebook import listing
        from sangkien.rules import CATALOGUE
        from sangkien.rules.example import example

        return (listing("vi"), listing("en")), [
            (code, each.page, each.placeholders("vi"), example(code)) for code, each in CATALOGUE.items()
        ]


def stories(names: Iterable[str] | None = None) -> Iterator[Scene]:
    """The stories of the gate and the cases of the rules, all or some, each with its cure."""
    from story import Story, read
    from test_stories import FOLDERS

    for folder in FOLDERS:
        if names is None or folder.name in names:
            with _room() as room, _recorded() as record:
                script, story = read(folder), Story(room)
                for step in script["steps"]:
                    story.step(step)
                story.judge(script.get("judge"))
                yield from record.taken(folder.name, english=(folder / "expected.en.txt").exists())
                for step in script.get("mend", []):
                    story.step(step)
                if "mend" in script:
                    story.judge(script.get("judge"))
                    yield from record.taken(f"{folder.name}, mended", ())


def editions() -> Iterator[Scene]:
    """The two whole editions: the verdict on every event, and the ledger wherever a table says what it is."""
    import test_edition as told

    with _room() as room, _recorded() as record:
        made, waiting = told.Played(room), list(told.INSTANTS)
        for event in told.EVENTS:
            while waiting and waiting[0] < event["lúc"]:
                made.keep(waiting.pop(0), "main")
            yield from record.taken("ba-tinh")
            made.play(event)
            yield from record.taken(f"ba-tinh, {event['số']}", tuple(event.get("nói", ())))
            if event["số"] in told.IF_ACCEPTED:
                made.keep(told.IF_ACCEPTED[event["số"]], f"su-kien-{event['số']}", event["lúc"])
        for instant in waiting:
            made.keep(instant, "main")
        yield from record.taken("ba-tinh")
    with _room() as room, _recorded() as record:
        city = told.City(room)
        for name, (base, at, files, _, said) in told.CHANGES.items():
            city.judge_on(base, at, files)
            yield from record.taken(f"thanh-pho-mau, {name}", (said,))
        corpus, _ = told.read_acts(told.git.open_repository(city.folder), "ket-thuc", AsOf(datetime.fromisoformat(told.JUNE_5)))
        told.accounts(corpus, "xanh-2026")
        yield from record.taken("thanh-pho-mau")


def answers() -> Iterator[Scene]:
    """What authors and officers are told in `test_status.py`."""
    import pytest

    with _recorded() as record:
        file = Path(__file__).parent.parent / "test_status.py"
        assert pytest.main([str(file), "-qq", "-p", "no:cacheprovider"]) == 0
        record.judged.clear()  # what its tests hold of findings is in what is told
        yield from record.taken("status")


def promises(count: int) -> Iterator[Scene]:
    """The properties of scarce places, each against some random programmes that are the same on every run."""
    import programmes
    import test_properties

    for seed in range(count):
        chance = Random(seed)
        kept, free = (programmes.random_line(chance.randint(4, 14), chance, gate) for gate in (True, False))
        for name in vars(test_properties):
            if name.startswith("test_"):
                line = free if any(word in name for word in ("never_holds", "order_of_landing", "order_of_files")) else kept
                more = (Random(seed),) if "order_of_files" in name else ()
                yield Held(f"{name} {seed}", "test_properties", name, (line, *more))


def hostile_and_honest() -> Iterator[Scene]:
    """What is refused with its codes, and what passes without a word."""
    from attacks import attacks, field_of_attacks
    from test_honest import test_two_hundred_honest_submissions_bring_no_finding as passes

    with _room() as room, _recorded() as record:
        ground = field_of_attacks(room)
        for attack in attacks():
            ground.lay(attack)
            ground.change(attack)
            yield from record.taken(attack.name, ())
    with _room() as room, _recorded() as record:
        passes(room.parent)
        yield from record.taken("honest", ())


def by_hand() -> Iterator[Scene]:
    """The tests of `test_judge.py`."""
    import test_judge

    yield from (Held(name, "test_judge", name) for name in vars(test_judge) if name.startswith("test_"))


class _Record:
    """What was asked of the rules since somebody last looked."""

    def __init__(self) -> None:
        self.judged: list[Corpus] = []
        self.compared: list[tuple[Corpus | None, Corpus, Mapping[str, str]]] = []
        self.others: list[partial[Scene]] = []

    def taken(self, name: str, said: tuple[str, ...] | None = None, english: bool = False) -> Iterator[Scene]:
        """The scenes since then, under this name."""
        compared = self.compared or [(None, corpus, {}) for corpus in self.judged[-1:]]
        if compared:
            yield Verdicts(name, tuple(compared), said, english)
        for number, scene in enumerate(self.others, start=1):
            yield scene(f"{name} ({number})")
        self.judged.clear(), self.compared.clear(), self.others.clear()


@contextmanager
def _recorded() -> Iterator[_Record]:
    """While this lasts, whoever asks the rules is listened to."""
    import test_edition
    from sangkien.app import judge as judging
    from sangkien.app import prefilter, queries, revision
    from sangkien.outputs import ledger as booking

    record = _Record()

    def judge(corpus: Corpus) -> tuple[Finding, ...]:
        record.judged.append(_still(corpus))
        return was[judging, "judge"](corpus)

    def compare(before: object, after: object, left: Mapping[str, str]) -> object:
        record.compared.append((*record.judged[-2:], dict(left)))
        return was[judging, "compare"](before, after, left)

    def in_order(corpus: Corpus) -> object:
        record.others.append(partial(Cleared, corpus=corpus))
        return was[prefilter, "in_order"](corpus)

    def ledger(corpus: Corpus, edition: str) -> object:
        record.others.append(partial(Lines, corpus=_still(corpus), edition=edition))
        return was[test_edition, "ledger"](corpus, edition)

    def book(corpus: Corpus, edition: Any, unit: str | None) -> object:
        record.others.append(partial(Booked, corpus=_still(corpus), edition=edition.id, unit=unit))
        return was[booking, "book"](corpus, edition, unit)

    def case(path: str, corpus: Corpus, findings: Iterable[Finding]) -> object:
        record.others.append(partial(Told, corpus=_still(corpus), path=path))
        return was[queries, "case"](path, corpus, findings)

    listening = {
        (judging, "judge"): judge, (revision, "judge"): judge, (judging, "compare"): compare, (prefilter, "in_order"): in_order,
        (test_edition, "ledger"): ledger, (booking, "book"): book, (queries, "case"): case,
    }  # fmt: skip
    was = {(module, name): getattr(module, name) for module, name in listening}
    for (module, name), listener in listening.items():
        setattr(module, name, listener)
    try:
        yield record
    finally:
        for (module, name), original in was.items():
            setattr(module, name, original)


@contextmanager
def _room() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="sangkien-"))
    try:
        yield folder / "kho"
    finally:
        shutil.rmtree(folder)


def _still(corpus: Corpus) -> Corpus:
    """The corpus with all that it would look up in Git: whatever a rule could ask of the paths that anything names."""
    there = SubmissionIndex(list(corpus.index.values()))
    paths = {*there, *_named(corpus), *corpus.sources, *corpus.claims}
    dossiers = {filed.path for edition in corpus.editions.values() for filed in edition.dossiers}
    starts = sorted(edition.rules.record.portal.late_from for edition in corpus.editions.values())
    stands = {path: corpus.blob_at(path) for path in paths}
    landed = {at: tuple(corpus.landed_since(at)) for at in (*starts, corpus.as_of)} if corpus.passed else {}
    return replace(
        corpus,
        index=there,
        blob_at=lambda path: stands.get(path, ""),
        landings={path: frozenset(corpus.landings[path]) for path in paths if path in corpus.landings},
        received=_asked(corpus.received, {*there, *dossiers, *corpus.sources}),
        claims=dict(corpus.claims),
        facts=dict(corpus.facts),
        passed=frozenset(corpus.passed),
        landed_since=lambda at: landed[at],
        named=dict(corpus.named),
        namings=dict(corpus.namings),
        disputes=dict(corpus.disputes),
        duplicates=dict(corpus.duplicates),
        resembling=dict(corpus.resembling),
        disordered=dict(corpus.disordered),
        unfounded=frozenset(corpus.unfounded),
    )


def _asked(held: Mapping[str, Any], paths: Iterable[str]) -> Mapping[str, Any]:
    found = {}
    for path in paths:
        try:
            found[path] = held[path]
        except (KeyError, AssertionError):  # of no interest to whoever judged
            continue
    return found


def _named(corpus: Corpus) -> Iterator[str]:
    for edition in (*corpus.editions.values(), *corpus.before.values()):
        for dossier in edition.dossiers:
            yield from (item.path for item in dossier.record.items)
        for decision in edition.decisions:
            yield from (item.path for item in decision.record.items)
            yield from (revoked.path for revoked in decision.record.revokes)
        yield from (dispute.record.path for dispute in edition.disputes)
        yield from (line.record.path for line in edition.registers)
        yield from (act.path for act in edition.acts)

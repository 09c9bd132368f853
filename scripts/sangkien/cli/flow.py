"""The pipeline: revision → snapshot → corpus → findings → verdict; must not know how a verdict is told."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sangkien import git, routing
from sangkien.cli.notices import beside, meant
from sangkien.corpus import Law, load, load_law, scope
from sangkien.corpus.acts import concerned, named
from sangkien.corpus.layout import ACTS, LAW, address, is_submission
from sangkien.corpus.owners import owners
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus
from sangkien.model.finding import CannotJudge, Fault, Finding, Place
from sangkien.model.history import AsOf, Change, Commit, Snapshot, folder_of
from sangkien.outputs.gate.verdict import Judgement, Verdict, compare, discreet
from sangkien.replay import Audit, audit
from sangkien.rules import CATALOGUE, judge, tree
from sangkien.survey import Cleared, survey


@dataclass(frozen=True)
class Stand:
    """A revision as it stood at an instant. Where that lies before the line's first commit (`archive`), the revision is an archive that
    was brought in later: it is read as it is, and only the dates inside its files tell what there was then."""

    snapshot: Snapshot
    as_of: datetime
    archive: bool = False

    @property
    def until(self) -> datetime | None:
        """Whatever a file dates later than this is left out."""
        return self.as_of if self.archive else None

    @property
    def notices(self) -> tuple[Words, ...]:
        return (_ARCHIVE,) if self.archive else ()


_ARCHIVE = Words(
    "lúc ấy kho này chưa có commit nào; xét như một kho lưu trữ, theo ngày ghi trong các tệp.",
    "this repository had no commit then; it is read as an archive, by the dates that its files give.",
)


def stand(repo: git.Repository, revision: str, as_of: AsOf) -> Stand:
    """The revision as it stood at the instant; no receipt is read yet."""
    commit = git.resolve(repo, revision)
    found = git.cut(repo, commit, as_of.cut) if as_of.cut else commit
    return Stand(git.snapshot(repo, found or commit), as_of.at, found is None)


def _with_receipts(repo: git.Repository, side: Stand, as_of: AsOf) -> Stand:
    """The same with every receipt of then."""
    receipts = git.receipts.every(repo, as_of.cut)
    return replace(side, snapshot=replace(side.snapshot, receipts=receipts))


def read(repo: git.Repository, revision: str, as_of: AsOf) -> tuple[Corpus, tuple[Finding, ...], Stand]:
    """The whole corpus of a revision under its own law, and every finding. Raises CannotJudge where there was nothing then."""
    made = whole(repo, revision, as_of)
    return of_then(made.corpus, made.stand), made.findings, made.stand


@dataclass(frozen=True)
class Whole:
    """All of a revision judged, and what it was made of: the revision as it stood, and a digest of every edition's law."""

    stand: Stand
    corpus: Corpus
    findings: tuple[Finding, ...]
    laws: Mapping[str, str]


def whole(repo: git.Repository, revision: str, as_of: AsOf) -> Whole:
    """The same beside what it was made of."""
    side = _with_receipts(repo, stand(repo, revision, as_of), as_of)
    # Nobody claims anything of what landed long ago; of what came late it is asked below.
    snapshot, law = replace(side.snapshot, claims={}), load_law(side.snapshot, repo.store)
    cleared = survey(snapshot, law, repo.store, repo.watch)
    corpus = load(snapshot, law, side.as_of, cleared=cleared, until=side.until, odd=cleared.odd)
    chain = tuple(git.receipts.faults(repo, until=as_of.cut))
    corpus = replace(corpus, faults=(*corpus.faults, *chain), claims=_claims(repo, snapshot, corpus))
    return Whole(side, corpus, judge(corpus), law.digests)


def _claims(repo: git.Repository, snapshot: Snapshot, corpus: Corpus) -> Mapping[str, tuple[Commit, ...]]:
    """The landings, and behind each late one the sender's own commits, whose dates are worth a look only then. What was cleared is
    worth it only if it landed after the closing, or after now."""
    claims = dict(corpus.claims)
    for edition in corpus.editions.values():
        refuses_from = edition.rules.record.portal.refuses_from
        for place in corpus.judged_since(edition, min(refuses_from, corpus.as_of)):
            received = corpus.received[place.path]
            if received.landing:
                brought = git.merged(repo, received.landing, place.path) if corpus.late(place.path, edition) else ()
                claims[place.path] = (received.landing, *brought)
    return dict(sorted(claims.items()))


def judge_all(repo: git.Repository, revision: str, as_of: AsOf) -> Judgement:
    """Every file of a revision, with nothing before it to compare with."""
    made = whole(repo, revision, as_of)
    corpus = made.corpus
    return _told(Verdict(made.findings), corpus, len(corpus.sources) + len(corpus.cleared), made.stand.notices)


def judge_drafts(repo: git.Repository, revision: str, files: Sequence[Path], as_of: AsOf) -> Judgement:
    """Files on the disk, as a change to a revision that commits them and what was removed beside them. Of one in which nothing was changed
    it is told how it stands."""
    files = list({file.parent.resolve() / file.name: file for file in files}.values())
    side = stand(repo, revision, as_of)
    before = replace(side.snapshot, claims={})
    change, paths = git.drafted(repo, before, files)
    if strangers := [path for path in paths if address(path) is None]:
        raise CannotJudge(
            Words(
                f"{strangers[0]} không phải bài, văn bản, thể lệ hay lược đồ, nên không có gì để xét.",
                f"{strangers[0]} is no submission, act, rule or schema, so there is nothing to judge.",
            )
        )
    after, asked = git.union(before, change, before.revision), frozenset(paths) - change.deleted
    law = load_law(before, repo.store, scope.concerned(change.paths | asked, before, after))
    judgement, corpus = _Judging(repo, before, change, before.revision, law, as_of, side.until, asked).judged()
    again = f"sangkien check {' '.join(shlex.quote(str(file)) for file in files)}"
    meaning = (*meant(change, before, corpus, "mv"), *beside(repo.top, after, corpus, asked, again))
    drafts, notices = tuple(zip(paths, files, strict=True)), (*judgement.notices, *side.notices, *meaning)
    return replace(judgement, notices=notices, again=again, drafts=drafts, saw=_saw(corpus, asked))


def _saw(corpus: Corpus, paths: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """The content of each submission that these acts saw, by act and path."""
    found: dict[str, dict[str, str]] = {}
    for (act, path), naming in corpus.namings.items():
        if act in paths and naming.content:
            found.setdefault(act, {})[path] = naming.content
    return found


def judge_change(repo: git.Repository, base: str, head: str, as_of: AsOf, units: Collection[str] | None = None) -> Judgement:
    """What merging `head` would bring to `base`: only that is blamed on it, and base's law judges it. What is no submission of `units`
    (of any unit, where they are not named) is routed to those whom base names as its owners.

    A change to the law itself is judged by both: by the law in force, and by the new one over every file, since all of them must
    live under it. Where it cannot be merged that comes first, and beside it what is wrong in single files.
    """
    base_side = stand(repo, base, as_of)
    before, head = replace(base_side.snapshot, claims={}), git.resolve(repo, head)
    change = git.change(repo, before.revision, head)
    law = load_law(before, repo.store, scope.concerned(change.paths, before, git.union(before, change, head)))
    judging = _Judging(repo, before, change, head, law, as_of, base_side.until)
    judgement, corpus = judging.judged()
    decide = owners(before)
    foreign = routing.beyond(change.paths, corpus.before or corpus.editions, units)
    reviewers = dict.fromkeys(name for path in sorted(change.paths) for name in decide(path))
    return replace(
        judgement,
        notices=(*judgement.notices, *base_side.notices, *meant(change, before, corpus, "git mv")),
        head=head,
        routes=routing.routed(foreign, decide),
        next=tuple(routing.next_steps(corpus, change.paths, judgement.errors, reviewers)),
        again="git fetch origin && sangkien check --base origin/main",
        sent=_received(repo, change, corpus, as_of),
    )


def _received(repo: git.Repository, change: Change, corpus: Corpus, as_of: AsOf) -> tuple[tuple[str, str], ...]:
    """Path and content of the submissions of a change that a receipt or a line of a register knows, or that stood under another name: the
    others are drafts yet."""
    sent = {path: entry.blob for path, entry in change.sent.items() if is_submission(path) and path in change.written}
    known = set(git.receipts.lookup(repo, set(sent.values()), as_of.cut))
    known |= {blob for edition in corpus.editions.values() for blob in edition.vouched}
    return tuple((path, blob) for path, blob in sent.items() if blob in known or path in change.left)


@dataclass(frozen=True)
class _Judging:
    """A change on its way to a verdict: what it is laid on, the law in force, the instant, and how late a date inside a file may be.

    Files may be `asked` for by name: where the change leaves one as it was, all that is wrong with it is told as if it came now.
    """

    repo: git.Repository
    before: Snapshot
    change: Change
    head: str
    law: Law
    as_of: AsOf
    until: datetime | None
    asked: frozenset[str] = frozenset()

    def judged(self) -> tuple[Judgement, Corpus]:
        """The verdict, and the corpus that it would make."""
        before, after, only = self._sides()
        verdict, new = self._compared(before, after, self.law, only)
        judged = sum(address(path) is not None for path in self._arriving)
        if self.change.conflicts:
            return _told(_single(verdict), new, judged), new
        if not any((place := address(path)) and place.kind in LAW for path in self.change.paths):
            _must_be_sound([fault for fault in self.law.faults if fault.place.path not in self.asked], before.revision)
            return _told(verdict, new, judged), new
        if verdict.refused:
            return _told(verdict, new, judged, _LAW_CHANGES[:1]), new
        receipts = git.receipts.every(self.repo, self.as_of.cut)
        before, after = replace(before, receipts=receipts), replace(after, receipts=receipts)
        new_law, store, paths = load_law(after, self.repo.store), self.repo.store, self.change.paths
        cleared = (
            survey(before, self.law, store, self.repo.watch, paths),
            survey(after, new_law, store, self.repo.watch, paths),
        )
        verdict, new = self._compared(before, after, new_law, None, cleared)
        return _told(verdict, new, len(new.sources) + len(new.cleared), _LAW_CHANGES), new

    def _sides(self) -> tuple[Snapshot, Snapshot, frozenset[str]]:
        """Base and what it would become, with the receipts that their judgement asks for, and the paths to be judged."""
        after = git.union(self.before, self.change, self.head)
        were, are = self._load(self.before, self.law, ()), self._load(after, self.law, (), arriving=self._arriving)
        only = self.change.paths | self.asked | _vouched(were, are, after) | _corrected(were, are, after, self.change.paths)
        touched = {*_dated_by(self.before, were, only), *_dated_by(after, are, only)}
        receipts = git.receipts.lookup(self.repo, touched, self.as_of.cut)
        return replace(self.before, receipts=receipts), replace(after, receipts=receipts), only

    @property
    def _arriving(self) -> frozenset[str]:
        return self.asked.union(self.change.written)

    def _load(
        self,
        side: Snapshot,
        law: Law,
        only: Collection[str] | None,
        cleared: Cleared | None = None,
        arriving: Collection[str] = (),
    ) -> Corpus:
        return load(side, law, self.as_of.at, only, cleared, self.until, arriving)

    def _compared(
        self,
        before: Snapshot,
        after: Snapshot,
        new_law: Law,
        only: frozenset[str] | None,
        cleared: tuple[Cleared | None, Cleared | None] = (None, None),
    ) -> tuple[Verdict, Corpus]:
        """The verdict on the paths asked for, each side by its law; raises CannotJudge when what stood before cannot be read."""
        old = self._load(before, self.law, only, cleared[0])
        new = self._load(after, new_law, only, cleared[1], self._arriving)
        if only is not None:
            _must_be_sound([fault for fault in old.faults if fault.place.path not in only], before.revision)
        conflicts = (Fault("conflict", Place(path), {"kind": kind}) for path, kind in self.change.conflicts)
        new = replace(new, before=old.editions, faults=(*new.faults, *conflicts))
        unchanged = self.asked - self.change.paths
        stood = (finding for finding in judge(old) if finding.place.path not in unchanged)
        return compare(stood, judge(new), self.change.left), new


def _single(verdict: Verdict) -> Verdict:
    """Of a change that cannot be merged: that, and what is wrong in each file by itself."""
    told = (each for each in verdict.introduced if each.code == tree.conflict.code or not CATALOGUE[each.code].beyond)
    return Verdict(tuple(told))


def _vouched(before: Corpus, after: Corpus, laid: Snapshot) -> frozenset[str]:
    """Files whose date rests on a register line that the change adds, edits or removes: they are judged again. To strike a line is an
    act of its office: what it means for a file is told, and nobody is blamed for it."""
    lines = [{filed.record for filed in corpus.lines} for corpus in (before, after)]
    sides = [{line for line in side if line.struck is None} for side in lines]
    differing = (sides[0] ^ sides[1]) - {replace(line, struck=None) for line in lines[1] if line.struck}
    dated = {path for line in differing for path in laid.entries.holding(folder_of(line.path), line.blob)}
    return frozenset(dated | {line.path for line in differing if line.path in laid.entries})


def _corrected(before: Corpus, after: Corpus, laid: Snapshot, changed: Collection[str]) -> frozenset[str]:
    """Files whose date rests on a correction that the change adds, edits or removes, or whose earlier or other names it touches: they
    are judged again."""
    sides = [
        {filed.record for edition in corpus.editions.values() for filed in edition.corrections} for corpus in (before, after)
    ]
    touched = {folder_of(path) for path in changed}
    asked = [
        each.new
        for each in sides[0] | sides[1]
        if (each in sides[0]) != (each in sides[1])
        or not touched.isdisjoint((folder_of(each.old.path), folder_of(each.new.path)))
    ]
    dated = {path for each in asked for path in laid.entries.holding(folder_of(each.path), each.content)}
    return frozenset(dated | {each.path for each in asked if each.path in laid.entries})


def _dated_by(side: Snapshot, acts: Corpus, only: frozenset[str]) -> Iterator[str]:
    """Contents whose receipts the judgement of these paths asks for: their own, and where acts are judged those of dossiers, of
    what a dossier held before, and of the submissions that acts name. After a closing, when a time may rest on an earlier content, those
    of what stood there before and of what corrections name."""
    paths = set(only)
    if concerned(only, acts.editions, side):
        dossiers = {filed.path for edition in acts.editions.values() for filed in edition.dossiers}
        yield from (blob for path in dossiers for blob in side.history.landings.get(path, ()))
        paths |= dossiers | set(named(acts.editions))
    yield from (side.entries[path].blob for path in paths if path in side.entries)
    if any(edition.rules.record.portal.closed(acts.as_of) for edition in acts.editions.values()):
        yield from (blob for path in paths for blob in side.history.landings.get(path, ()))
        for folder in {folder_of(path) for path in paths if is_submission(path)}:
            yield from (blob for blob in side.history.brought.get(folder, ()) if not side.entries.holding(folder, blob))
        for edition in acts.editions.values():
            yield from (each.content for filed in edition.corrections for each in (filed.record.old, filed.record.new))


_LAW_CHANGES = (
    Words(
        "thay đổi này sửa thể lệ, đơn vị hoặc lược đồ, nên được xét theo luật đang có rồi mới theo luật mới.",
        "this change edits rules, units or schemas, so it is judged by the law in force, then by the new one.",
    ),
    Words("theo luật mới, mọi bài đã có được xét lại.", "by the new law, every submission there was judged again."),
)


def acts(repo: git.Repository, revision: str, as_of: AsOf, also: Collection[str] = ()) -> tuple[Corpus, Stand]:
    """Every act of a revision, the submissions that acts name, and these submissions besides; no other submission is read."""
    side = stand(repo, revision, as_of)
    snapshot = side.snapshot
    law, asked = load_law(snapshot, repo.store), set(_acts(snapshot))
    _must_be_sound(law.faults, snapshot.revision)
    known = load(snapshot, law, side.as_of, only=(), until=side.until)
    only = frozenset(asked | set(also))
    receipts = git.receipts.lookup(repo, set(_dated_by(snapshot, known, only)), as_of.cut)
    side = replace(side, snapshot=replace(snapshot, receipts=receipts))
    return of_then(load(side.snapshot, law, side.as_of, only=only, until=side.until), side), side


def of_then(corpus: Corpus, side: Stand) -> Corpus:
    """The corpus, unless it is an archive of which no file dates anything so early."""
    if side.archive and not any(edition.registers or any(edition.acts) for edition in corpus.editions.values()):
        raise CannotJudge(Words("Lúc ấy kho chưa có gì.", "There was nothing in the repository then."))
    return corpus


def as_it_was(
    repo: git.Repository, head: str, as_of: datetime | None, only: Collection[str] | None = None
) -> tuple[Corpus, Stand]:
    """The corpus as it stood at an instant, by the law of then, or of it what is asked for; at the commit's own date unless another is
    asked for."""
    asked = AsOf(as_of) if as_of else AsOf(git.dated(repo, git.resolve(repo, head)), replayed=False)
    side = _with_receipts(repo, stand(repo, head, asked), asked)
    snapshot, law = side.snapshot, load_law(side.snapshot, repo.store)
    if only is None:
        cleared = survey(snapshot, law, repo.store, repo.watch)
        return of_then(load(snapshot, law, side.as_of, cleared=cleared, until=side.until), side), side
    return of_then(load(snapshot, law, side.as_of, {*only, *_acts(snapshot)}, until=side.until), side), side


def _acts(snapshot: Snapshot) -> Iterator[str]:
    return (path for path, _ in snapshot.entries.under("program") if (place := address(path)) and place.kind in ACTS)


def audits(repo: git.Repository, head: str, as_of: datetime | None) -> tuple[list[Audit], Stand]:
    """Every edition replayed as it stood at an instant, the newest first."""
    corpus, side = as_it_was(repo, head, as_of)
    return audited(repo, side.snapshot, corpus, as_of), side


def audited(repo: git.Repository, snapshot: Snapshot, corpus: Corpus, until: datetime | None) -> list[Audit]:
    """The same of a corpus that has been read, with the receipts written until then."""
    tip = git.receipts.tip(repo, until) or ""
    editions = sorted(corpus.editions.values(), key=lambda edition: edition.id, reverse=True)
    return [audit(corpus, snapshot, edition, tip) for edition in editions]


def _must_be_sound(faults: Sequence[Fault], revision: str) -> None:
    """Nobody can be judged by a law, a register or an act that cannot be read; on an agreement no verdict rests."""
    broken = [each.place.path for each in faults if (place := address(each.place.path)) is None or place.kind != "agreement"]
    if broken:
        path = broken[0]
        raise CannotJudge(
            Words(
                f"{path} ở phiên bản {revision[:12]} đang hỏng nên chưa xét được ai. Xem: sangkien check --head {revision[:12]}",
                f"{path} at {revision[:12]} is broken, so nobody can be judged yet. See: sangkien check --head {revision[:12]}",
            )
        )


def _told(verdict: Verdict, corpus: Corpus, judged: int, notices: tuple[Words, ...] = ()) -> Judgement:
    zones = [edition.rules.record.zone for edition in corpus.editions.values()]
    return Judgement(
        discreet(verdict, corpus.sources), judged, corpus.sources, notices, at=corpus.as_of.astimezone(next(iter(zones), None))
    )

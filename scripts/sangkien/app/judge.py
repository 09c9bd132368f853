"""Judges a change, drafts, or all of a revision: revision → corpus → findings → verdict; must not know how a verdict is rendered."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sangkien import git
from sangkien.app import routing
from sangkien.app.compare import compare, without_private_values
from sangkien.app.notices import consequences, unnamed_drafts
from sangkien.app.prefilter import Passed, prefilter
from sangkien.app.revision import RevisionState, dated_by, judge_revision, must_be_sound, state_at
from sangkien.app.verdict import Judgement, Verdict
from sangkien.corpus import Law, load, load_law, scope
from sangkien.corpus.layout import LAW, address_of, is_submission
from sangkien.corpus.owners import owners
from sangkien.language import Words
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus
from sangkien.model.finding import CannotJudge, Fault, Location
from sangkien.model.history import AsOf, Change, Snapshot, folder_of
from sangkien.rules import CATALOGUE, judge, tree


def judge_all(repo: git.Repository, revision: str, as_of: AsOf) -> Judgement:
    """The judgement on every file of a revision, with nothing before it to compare with.

    Raises CannotJudge where the revision or its law cannot be read.
    """
    made = judge_revision(repo, revision, as_of)
    corpus = made.corpus
    return _judgement(Verdict(made.findings), corpus, len(corpus.sources) + len(corpus.passed), made.state.notices)


def judge_drafts(repo: git.Repository, revision: str, files: Sequence[Path], as_of: AsOf) -> Judgement:
    """The judgement on files of the disk, as a change to a revision that commits them and what was removed beside them. A file
    without change is judged as it stands.

    Raises CannotJudge for a file that is neither there nor removed or that nothing judges, or where base or its law cannot be
    read.
    """
    files = list({file.parent.resolve() / file.name: file for file in files}.values())
    side = state_at(repo, revision, as_of)
    change, paths = git.draft_change(repo, side.snapshot, files)
    _must_be_ours(paths)
    again = f"sangkien check {' '.join(shlex.quote(str(file)) for file in files)}"
    judgement = _judge_drafts(repo, side, change, paths, as_of, again)
    return replace(judgement, drafts=tuple(zip(paths, files, strict=True)))


def judge_contents(repo: git.Repository, revision: str, contents: Mapping[str, bytes | None], as_of: AsOf) -> Judgement:
    """The same of contents by their path in the repository (None for a file that is removed), which may be bare: what a form, a packet or
    an import would commit.

    Raises CannotJudge for a path, written or removed, that is no file of ours, and for contents that no commit could hold: a path that Git
    does not take, a file and a folder of one name.
    """
    _must_be_ours(contents)
    side = state_at(repo, revision, as_of)
    written = [path for path, content in contents.items() if content is not None]
    return _judge_drafts(repo, side, git.contents_change(repo, side.snapshot, contents), written, as_of)


def _must_be_ours(paths: Iterable[str]) -> None:
    if strangers := [path for path in paths if address_of(path) is None]:
        raise CannotJudge(
            Words(
                f"{strangers[0]} không phải bài, văn bản, thể lệ hay lược đồ, nên không có gì để xét.",
                f"{strangers[0]} is no submission, act, rule or schema, so there is nothing to judge.",
            )
        )


def _judge_drafts(
    repo: git.Repository, side: RevisionState, change: Change, paths: Sequence[str], as_of: AsOf, again: str = ""
) -> Judgement:
    before = replace(side.snapshot, claims={})
    after, asked = git.overlay(before, change, before.revision), frozenset(paths) - change.deleted
    law = load_law(before, repo.store, scope.top_units_of(change.paths | asked, before, after))
    judgement, corpus = _Judging(repo, before, change, before.revision, law, as_of, side.until, asked).judged()
    top = repo.top if again else None
    meaning = (*consequences(change, before, corpus, "mv"), *unnamed_drafts(top, after, corpus, asked, again))
    notices = (*judgement.notices, *side.notices, *meaning)
    return replace(judgement, notices=notices, rerun_command=again, seen_contents=_saw(corpus, asked))


def _saw(corpus: Corpus, paths: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Act's path -> submission's path -> blob that the act saw, of these acts."""
    found: dict[str, dict[str, str]] = {}
    for (act, path), naming in corpus.namings.items():
        if act in paths and naming.content:
            found.setdefault(act, {})[path] = naming.content
    return found


def judge_change(repo: git.Repository, base: str, head: str, as_of: AsOf, units: Collection[str] | None = None) -> Judgement:
    """The judgement on what merging `head` would bring to `base` (revisions): by base's law, blaming only what it brings. What
    is no submission of `units` (ids; None: any) is routed to its owners in base.

    A change to the law is judged by the law in force, and by the new one over every file, since all must live under it. For a
    change that cannot be merged, that and what is wrong in single files is reported. Raises CannotJudge where base cannot be
    read or has no common ancestor with head.
    """
    base_side = state_at(repo, base, as_of)
    before, head = replace(base_side.snapshot, claims={}), git.resolve(repo, head)
    change = git.change(repo, before.revision, head)
    law = load_law(before, repo.store, scope.top_units_of(change.paths, before, git.overlay(before, change, head)))
    judging = _Judging(repo, before, change, head, law, as_of, base_side.until)
    judgement, corpus = judging.judged()
    decide = owners(before)
    foreign = routing.foreign_paths(change.paths, corpus.before or corpus.editions, units)
    reviewers = dict.fromkeys(name for path in sorted(change.paths) for name in decide(path))
    return replace(
        judgement,
        notices=(*judgement.notices, *base_side.notices, *consequences(change, before, corpus, "git mv")),
        head=head,
        routes=routing.routes_of(foreign, decide),
        next_steps=tuple(routing.next_steps(corpus, change.paths, judgement.errors, reviewers)),
        rerun_command="git fetch origin && sangkien check --base origin/main",
        sent=_received(repo, change, corpus, as_of),
    )


def _received(repo: git.Repository, change: Change, corpus: Corpus, as_of: AsOf) -> tuple[tuple[str, str], ...]:
    """Path and blob of the change's submissions that a receipt or register line knows, or that stood under another name; the
    others are drafts yet."""
    sent = {path: entry.blob for path, entry in change.sent.items() if is_submission(path) and path in change.written}
    known = set(git.receipts.lookup(repo, set(sent.values()), as_of.ignore_after))
    known |= {blob for edition in corpus.editions.values() for blob in edition.vouched}
    return tuple((path, blob) for path, blob in sent.items() if blob in known or path in change.renamed_from)


@dataclass(frozen=True)
class _Judging:
    """A change on its way to a verdict."""

    repo: git.Repository
    before: Snapshot  # what it is laid on
    change: Change
    head: str  # commit id; for drafts that of base
    law: Law  # the law in force
    as_of: AsOf
    until: datetime | None  # latest date a file's own dates may have; None: any
    asked: frozenset[str] = frozenset()  # paths asked for by name: unchanged ones are judged as if they came now

    def judged(self) -> tuple[Judgement, Corpus]:
        """The judgement, and the corpus that the change would make. Raises CannotJudge where base cannot be read."""
        before, after, only = self._sides()
        verdict, new = self._compared(before, after, self.law, only)
        judged = sum(address_of(path) is not None for path in self._arriving)
        if self.change.conflicts:
            return _judgement(_single(verdict), new, judged), new
        if not any((address := address_of(path)) and address.kind in LAW for path in self.change.paths):
            must_be_sound([fault for fault in self.law.faults if fault.location.path not in self.asked], before.revision)
            return _judgement(verdict, new, judged), new
        if verdict.refused:
            return _judgement(verdict, new, judged, _LAW_CHANGES[:1]), new
        receipts = git.receipts.every(self.repo, self.as_of.ignore_after)
        before, after = replace(before, receipts=receipts), replace(after, receipts=receipts)
        new_law, store, paths = load_law(after, self.repo.store), self.repo.store, self.change.paths
        passed = (
            prefilter(before, self.law, store, self.repo.watch, paths),
            prefilter(after, new_law, store, self.repo.watch, paths),
        )
        verdict, new = self._compared(before, after, new_law, None, passed)
        return _judgement(verdict, new, len(new.sources) + len(new.passed), _LAW_CHANGES), new

    def _sides(self) -> tuple[Snapshot, Snapshot, frozenset[str]]:
        """Base and what it would become, with the receipts that their judgement needs, and the paths to be judged."""
        after = git.overlay(self.before, self.change, self.head)
        were, are = self._load(self.before, self.law, ()), self._load(after, self.law, (), arriving=self._arriving)
        only = self.change.paths | self.asked | _vouched(were, are, after) | _corrected(were, are, after, self.change.paths)
        touched = {*dated_by(self.before, were, only), *dated_by(after, are, only)}
        receipts = git.receipts.lookup(self.repo, touched, self.as_of.ignore_after)
        return replace(self.before, receipts=receipts), replace(after, receipts=receipts), only

    @property
    def _arriving(self) -> frozenset[str]:
        return self.asked.union(self.change.written)

    def _load(
        self,
        side: Snapshot,
        law: Law,
        only: Collection[str] | None,
        passed: Passed | None = None,
        arriving: Collection[str] = (),
    ) -> Corpus:
        return load(side, law, self.as_of.at, only, passed, self.until, arriving)

    def _compared(
        self,
        before: Snapshot,
        after: Snapshot,
        new_law: Law,
        only: frozenset[str] | None,
        passed: tuple[Passed | None, Passed | None] = (None, None),
    ) -> tuple[Verdict, Corpus]:
        """The verdict on the paths (None: all), each side by its law, and the new corpus. Raises CannotJudge where what stood
        before cannot be read."""
        old = self._load(before, self.law, only, passed[0])
        new = self._load(after, new_law, only, passed[1], self._arriving)
        if only is not None:
            must_be_sound([fault for fault in old.faults if fault.location.path not in only], before.revision)
        conflicts = (Fault("conflict", Location(path), {"kind": kind}) for path, kind in self.change.conflicts)
        new = replace(new, before=old.editions, faults=(*new.faults, *conflicts))
        unchanged = self.asked - self.change.paths
        stood = (finding for finding in judge(old) if finding.location.path not in unchanged)
        return compare(stood, judge(new), self.change.renamed_from), new


def _single(verdict: Verdict) -> Verdict:
    """The verdict on a change that cannot be merged: that, and what is wrong in each file by itself."""
    words = (each for each in verdict.introduced if each.code == tree.conflict.code or not CATALOGUE[each.code].cross_file)
    return Verdict(tuple(words))


def _vouched(before: Corpus, after: Corpus, laid: Snapshot) -> frozenset[str]:
    """Paths of files whose date rests on a register line that the change adds, edits or removes: they are judged again.
    Striking a line is its office's act: what it means for a file is a notice, and nobody is blamed for it."""
    lines = [{filed.record for filed in corpus.lines} for corpus in (before, after)]
    sides = [{line for line in side if line.struck is None} for side in lines]
    differing = (sides[0] ^ sides[1]) - {replace(line, struck=None) for line in lines[1] if line.struck}
    dated = {path for line in differing for path in laid.entries.holding(folder_of(line.path), line.blob)}
    return frozenset(dated | {line.path for line in differing if line.path in laid.entries})


def _corrected(before: Corpus, after: Corpus, laid: Snapshot, changed: Collection[str]) -> frozenset[str]:
    """Paths of files whose date rests on a correction that the change adds, edits or removes, or whose earlier or other names
    it touches: they are judged again."""
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


_LAW_CHANGES = (
    Words(
        "thay đổi này sửa thể lệ, đơn vị hoặc lược đồ, nên được xét theo luật đang có rồi mới theo luật mới.",
        "this change edits rules, units or schemas, so it is judged by the law in force, then by the new one.",
    ),
    Words("theo luật mới, mọi bài đã có được xét lại.", "by the new law, every submission there was judged again."),
)


def _judgement(verdict: Verdict, corpus: Corpus, judged: int, notices: tuple[Words, ...] = ()) -> Judgement:
    zones = [edition.rules.record.zone for edition in corpus.editions.values()]
    return Judgement(
        without_private_values(verdict, corpus.sources),
        judged,
        corpus.sources,
        notices,
        at=corpus.as_of.astimezone(next(iter(zones), None)),
    )

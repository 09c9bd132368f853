"""The pipeline: revision → snapshot → corpus → findings → verdict; must not know how a verdict is told."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sangkien import git, routing
from sangkien.corpus import Law, load, load_law
from sangkien.corpus.acts import concerned, named
from sangkien.corpus.layout import ACTS, LAW, RECEIVED, address
from sangkien.corpus.owners import owners
from sangkien.language import Words
from sangkien.model.act import RegisterLine
from sangkien.model.corpus import Corpus
from sangkien.model.finding import CannotJudge, Fault, Finding
from sangkien.model.history import Change, Commit, Entry, Snapshot
from sangkien.outputs.gate.verdict import Judgement, Verdict, compare, discreet
from sangkien.receipt_code import receipt_code, typed
from sangkien.replay import Audit, audit
from sangkien.rules import judge
from sangkien.survey import Cleared, survey


def read(repo: git.Repository, revision: str, as_of: datetime) -> tuple[Corpus, tuple[Finding, ...]]:
    """The whole corpus of a revision under its own law, and every finding."""
    made = whole(repo, revision, as_of)
    return made.corpus, made.findings


@dataclass(frozen=True)
class Whole:
    """All of a revision judged, and what it was made of: the snapshot, and a digest of every edition's law."""

    snapshot: Snapshot
    corpus: Corpus
    findings: tuple[Finding, ...]
    laws: Mapping[str, str]


def whole(repo: git.Repository, revision: str, as_of: datetime) -> Whole:
    """The same beside what it was made of."""
    # Nobody claims anything of what landed long ago; of what came late it is asked below.
    snapshot = replace(git.snapshot(repo, revision), receipts=git.receipts.every(repo), claims={})
    law = load_law(snapshot, repo.store)
    cleared = survey(snapshot, law, repo.store, repo.watch)
    corpus = load(snapshot, law, as_of, cleared=cleared, odd=cleared.odd)
    chain = tuple(git.receipts.faults(repo))
    corpus = replace(corpus, faults=(*corpus.faults, *chain), claims=_claims(repo, snapshot, corpus))
    return Whole(snapshot, corpus, judge(corpus), law.digests)


def _claims(repo: git.Repository, snapshot: Snapshot, corpus: Corpus) -> Mapping[str, tuple[Commit, ...]]:
    """The landings, and behind each late one the sender's own commits, whose dates are worth a look only then. What was cleared is
    worth it only if it landed after the closing, or after now."""
    claims = dict(corpus.claims)
    for edition in corpus.editions.values():
        refuses_from = edition.rules.record.portal.refuses_from
        for place in corpus.judged_since(edition, min(refuses_from, corpus.as_of)):
            received = corpus.received[place.path]
            if received.landing:
                late = received.at >= refuses_from
                brought = git.merged(repo, received.landing, place.path) if late else ()
                claims[place.path] = (received.landing, *brought)
    return dict(sorted(claims.items()))


def judge_all(repo: git.Repository, revision: str, as_of: datetime) -> Judgement:
    """Every file of a revision, with nothing before it to compare with."""
    corpus, findings = read(repo, revision, as_of)
    return _told(Verdict(findings), corpus, len(corpus.sources) + len(corpus.cleared))


def judge_drafts(repo: git.Repository, revision: str, files: Sequence[Path], as_of: datetime) -> Judgement:
    """Files on the disk, as if they were sent now on top of a revision."""
    files = list({file.parent.resolve() / file.name: file for file in files}.values())
    base = git.snapshot(repo, revision)
    laid, paths = git.drafts(repo, base, files)
    if strangers := [path for path in paths if address(path) is None]:
        raise CannotJudge(
            Words(
                f"{strangers[0]} không phải bài, văn bản, thể lệ hay lược đồ, nên không có gì để xét.",
                f"{strangers[0]} is no submission, act, rule or schema, so there is nothing to judge.",
            )
        )
    law, only = load_law(base, repo.store), frozenset(paths)
    touched = set(_dated_by(laid, load(laid, law, as_of, only=()), only))
    corpus = load(replace(laid, receipts=git.receipts.lookup(repo, touched)), law, as_of, only=only)
    ours = tuple(finding for finding in judge(corpus) if finding.place.path in paths)
    asked = " ".join(shlex.quote(str(file)) for file in files)
    sent = tuple((path, corpus.sources[path].blob) for path in paths if path in corpus.sources and _is_submission(path))
    judgement = _told(Verdict(ours), corpus, len(paths))
    drafts = tuple(zip(paths, files, strict=True))
    return replace(judgement, again=f"sangkien check {asked}", sent=sent, drafts=drafts)


def judge_change(
    repo: git.Repository, base: str, head: str, as_of: datetime, units: Collection[str] | None = None
) -> Judgement:
    """What `head` would bring to `base`: only that is blamed on it, and base's law judges it. What is no submission of `units` (of any
    unit, where they are not named) is routed to those whom base names as its owners.

    A change to the law itself is judged by both: by the law in force, and by the new one over every file, since all of them must
    live under it.
    """
    base, head = git.resolve(repo, base), git.resolve(repo, head)
    before, change = replace(git.snapshot(repo, base), claims={}), git.change(repo, base, head)
    law = load_law(before, repo.store)
    judgement, corpus = _judged_change(repo, before, change, head, law, as_of)
    decide = owners(before)
    foreign = routing.beyond(change.paths, corpus.before or corpus.editions, units)
    reviewers = dict.fromkeys(name for path in sorted(change.paths) for name in decide(path))
    return replace(
        judgement,
        head=head,
        routes=routing.routed(foreign, decide),
        next=tuple(routing.next_steps(corpus, change.paths, judgement.errors, reviewers)),
        again="git fetch origin && sangkien check --base origin/main",
        sent=tuple((path, entry.blob) for path, entry in change.written.items() if _is_submission(path)),
    )


def _judged_change(
    repo: git.Repository, before: Snapshot, change: Change, head: str, law: Law, as_of: datetime
) -> tuple[Judgement, Corpus]:
    after = git.union(before, change, head)
    were, are = load(before, law, as_of, only=()), load(after, law, as_of, only=())
    only = change.paths | _vouched(were, are, after)
    touched = {*_dated_by(before, were, only), *_dated_by(after, are, only)}
    receipts = git.receipts.lookup(repo, touched)
    before, after = replace(before, receipts=receipts), replace(after, receipts=receipts)
    verdict, new = _compared(before, after, law, law, as_of, change, only)
    judged = sum(address(path) is not None for path in change.written)
    if not any((place := address(path)) and place.kind in LAW for path in change.paths):
        _must_be_sound(law.faults, before.revision)
        return _told(verdict, new, judged), new
    if verdict.refused:
        return _told(verdict, new, judged, _LAW_CHANGES[:1]), new
    receipts = git.receipts.every(repo)
    before, after = replace(before, receipts=receipts), replace(after, receipts=receipts)
    new_law = load_law(after, repo.store)
    cleared = (
        survey(before, law, repo.store, repo.watch, change.paths),
        survey(after, new_law, repo.store, repo.watch, change.paths),
    )
    verdict, new = _compared(before, after, law, new_law, as_of, change, None, cleared)
    return _told(verdict, new, len(new.sources) + len(new.cleared), _LAW_CHANGES), new


def _compared(
    before: Snapshot,
    after: Snapshot,
    law: Law,
    new_law: Law,
    as_of: datetime,
    change: Change,
    only: frozenset[str] | None,
    cleared: tuple[Cleared | None, Cleared | None] = (None, None),
) -> tuple[Verdict, Corpus]:
    """The verdict on the paths asked for, each side by its law; raises CannotJudge when what stood before cannot be read."""
    old, new = load(before, law, as_of, only, cleared[0]), load(after, new_law, as_of, only, cleared[1])
    if only is not None:
        _must_be_sound([fault for fault in old.faults if fault.place.path not in only], before.revision)
    new = replace(new, before=old.editions)
    return compare(judge(old), judge(new), change.renamed), new


def _vouched(before: Corpus, after: Corpus, laid: Snapshot) -> frozenset[str]:
    """Files whose date rests on a register line that the change adds, edits or removes: they are judged again."""
    sides = [{line for lines in _lines(corpus) for line in lines} for corpus in (before, after)]
    if not (differing := {line.path for line in sides[0] ^ sides[1]}):
        return frozenset()
    former = laid.history.former
    return frozenset(path for path in laid.entries if path in differing or differing.intersection(former.get(path, ())))


def _dated_by(side: Snapshot, acts: Corpus, only: frozenset[str]) -> Iterator[str]:
    """Contents whose receipts the judgement of these paths asks for: their own, and where acts are judged those of dossiers, of
    what a dossier held before, and of the submissions that acts name."""
    paths = set(only)
    if concerned(only, acts.editions, side.entries, side.history):
        dossiers = {filed.path for edition in acts.editions.values() for filed in edition.dossiers}
        yield from (blob for path in dossiers for blob in side.history.landings.get(path, ()))
        paths |= dossiers | {acts.now_at(path) for path in named(acts.editions)}
    yield from (side.entries[path].blob for path in paths if path in side.entries)


def _lines(corpus: Corpus) -> Iterator[tuple[RegisterLine, ...]]:
    return (filed.record.lines for edition in corpus.editions.values() for filed in edition.registers)


_LAW_CHANGES = (
    Words(
        "thay đổi này sửa thể lệ, đơn vị hoặc lược đồ, nên được xét theo luật đang có rồi mới theo luật mới.",
        "this change edits rules, units or schemas, so it is judged by the law in force, then by the new one.",
    ),
    Words("theo luật mới, mọi bài đã có được xét lại.", "by the new law, every submission there was judged again."),
)


def acts(repo: git.Repository, revision: str, as_of: datetime, also: Collection[str] = ()) -> Corpus:
    """Every act of a revision, the submissions that acts name, and these submissions besides; no other submission is read."""
    snapshot = git.snapshot(repo, revision)
    law, asked = load_law(snapshot, repo.store), set(_acts(snapshot))
    _must_be_sound(law.faults, snapshot.revision)
    known = load(snapshot, law, as_of, only=())
    only = frozenset(asked | {known.now_at(path) or path for path in also})
    receipts = git.receipts.lookup(repo, set(_dated_by(snapshot, known, only)))
    return load(replace(snapshot, receipts=receipts), law, as_of, only=only)


def contents(snapshot: Snapshot, paths: Iterable[str]) -> Mapping[str, Collection[str]]:
    """Ids of every content that ever stood under each path, or landed under a former name of it."""
    landings, former = snapshot.history.landings, snapshot.history.former
    return {
        path: {
            snapshot.entries[path].blob,
            *(blob for name in (path, *former.get(path, ())) for blob in landings.get(name, ())),
        }
        for path in paths
    }


def path_of(repo: git.Repository, head: str, asked: str) -> str:
    """The path of the submission that a receipt code is of; what is no code is a path already. Raises CannotJudge for a code of
    nothing."""
    code = typed(asked)
    if code is None:
        return asked
    snapshot = git.snapshot(repo, head)
    there = {path: entry.blob for path, entry in snapshot.entries.under("submissions")}
    for path, blob in there.items():
        if receipt_code(blob) == code:
            return path
    for path, blobs in contents(snapshot, there).items():
        if code in map(receipt_code, blobs):
            return path
    raise CannotJudge(
        Words(
            f"Không có bài nào có mã biên nhận {code} ở phiên bản này. Xem lại từng ký tự.",
            f"No submission at this revision has the receipt code {code}. Check each character.",
        )
    )


def as_it_was(
    repo: git.Repository, head: str, as_of: datetime | None, only: Collection[str] | None = None
) -> tuple[Corpus, Snapshot]:
    """The corpus as it stood at an instant, by the law of then, or of it what is asked for; at the commit's own date unless another is
    asked for."""
    revision, dated = git.line_at(repo, head, as_of)
    snapshot = replace(git.snapshot(repo, revision), receipts=git.receipts.every(repo, as_of))
    law = load_law(snapshot, repo.store)
    if only is None:
        return load(snapshot, law, as_of or dated, cleared=survey(snapshot, law, repo.store, repo.watch)), snapshot
    return load(snapshot, law, as_of or dated, {*only, *_acts(snapshot)}), snapshot


def _acts(snapshot: Snapshot) -> Iterator[str]:
    return (path for path, _ in snapshot.entries.under("program") if (place := address(path)) and place.kind in ACTS)


def audits(repo: git.Repository, head: str, as_of: datetime | None) -> list[Audit]:
    """Every edition replayed as it stood at an instant, the newest first."""
    corpus, snapshot = as_it_was(repo, head, as_of)
    return audited(repo, snapshot, corpus, as_of)


def audited(repo: git.Repository, snapshot: Snapshot, corpus: Corpus, as_of: datetime | None = None) -> list[Audit]:
    """The same of a corpus that has been read."""
    tip = git.receipts.tip(repo, as_of) or ""
    editions = sorted(corpus.editions.values(), key=lambda edition: edition.id, reverse=True)
    return [audit(corpus, snapshot, edition, tip) for edition in editions]


def receive(repo: git.Repository, base: str, head: str, source: str, at: datetime, now: datetime) -> int:
    """Writes receipts for every submission and dossier that `head` would bring to `base`; how many were new."""
    change, commit = git.change(repo, base, head), git.resolve(repo, head)
    kept = _receivable(change)
    taken = [git.receipts.Taken(path, entry.blob, commit, source) for path, entry in sorted(kept.items())]
    return git.receipts.append(repo, taken, at, now)


def _receivable(change: Change) -> Mapping[str, Entry]:
    """What the change writes and the server gives receipts for."""
    return {path: entry for path, entry in change.written.items() if (place := address(path)) and place.kind in RECEIVED}


def receipts_of(repo: git.Repository, base: str, head: str) -> list[tuple[str, datetime]]:
    """When each submission or dossier that `head` brings to `base` was received, by its receipt."""
    written = _receivable(git.change(repo, base, head))
    known = git.receipts.lookup(repo, {entry.blob for entry in written.values()})
    return [
        (path, receipt.at.astimezone())
        for path, entry in sorted(written.items())
        for receipt in known.get(entry.blob, ())
        if receipt.path == path
    ]


def _is_submission(path: str) -> bool:
    place = address(path)
    return place is not None and place.kind == "submission"


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

"""Replays an edition: what was received when, on which evidence, what came late and what changed after closing; must not judge anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sangkien import git
from sangkien.app.revision import RevisionState, replay
from sangkien.language import Language, Words, fill, say
from sangkien.late import dataclass
from sangkien.model.act import Decision, Dispute, Dossier, RegisterLine
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.history import Commit, Snapshot
from sangkien.model.programme import Setting
from sangkien.model.submission import Received
from sangkien.rules.eligibility import dossier_late, level_of


@dataclass(frozen=True)
class AuditRow:
    """One submission or dossier."""

    path: str
    blob: str  # its present content
    received: Received  # when that was received and on what evidence
    due: datetime | None  # deadline, aware; None: it has none
    late: bool
    changed: tuple[Commit, ...] = ()  # commits that changed a submission after closing

    @property
    def kind(self) -> str:
        """What the date rests on: `receipt`, `register`, `landing` or `none`."""
        if self.received.receipt:
            return "receipt"
        return "register" if self.received.line else "landing" if self.received.landing else "none"


@dataclass(frozen=True)
class SeenByAct:
    """One submission that an act names, with the content that was seen."""

    act: str  # path of the act's file
    path: str  # path of the submission
    content: str  # blob that was seen; empty: none
    stands: bool  # it still stands at the path, as it is or as a neutral edit


@dataclass(frozen=True)
class Audit:
    """One edition, replayed at a revision and an instant."""

    edition: Edition  # the edition that is replayed
    revision: str  # commit id
    as_of: datetime  # aware, in the edition's zone
    receipts: int  # number of receipts read
    tip: str  # last commit of the receipts branch; empty: none
    lines: tuple[AuditRow, ...]  # submissions by path
    dossiers: tuple[AuditRow, ...] = ()  # dossiers by path
    seen: tuple[SeenByAct, ...] = ()  # what acts saw
    struck: tuple[Filed[RegisterLine], ...] = ()  # register lines that count no more

    @property
    def closing(self) -> Setting:
        """The setting of the closing in force."""
        return self.edition.rules.record.portal.closing

    def count(self, late: bool) -> int:
        """Number of submissions that are late, or that are in time."""
        return sum(line.late is late for line in self.lines)

    @property
    def corrected(self) -> int:
        """Number of submissions that are in time only by a correction."""
        return sum(line.received.corrected is not None for line in self.lines)

    @property
    def late_dossiers(self) -> int:
        """Number of dossiers that are late."""
        return sum(line.late for line in self.dossiers)


_EVIDENCE = {
    "receipt": Words("biên nhận {id}", "receipt {id}"),
    "register": Words("sổ tiếp nhận, số đến {id}", "register, number {id}"),
    "landing": Words("vào nhánh chính ở commit {id}", "landed with commit {id}"),
    "none": Words("chưa có bằng chứng nào", "no evidence yet"),
}
_EDITED = Words(" (so với nội dung {content} {edit})", " (compared with content {content} it {edit})")
_CORRECTED = Words(
    "; đính chính {act} cho lấy giờ {at} của nội dung {content}",
    "; correction {act} lets it take {at}, the time of content {content}",
)
KINDS = {
    "receipt": Words("theo biên nhận", "by receipt"),
    "register": Words("theo sổ tiếp nhận", "by the register"),
    "landing": Words("theo lúc vào nhánh chính", "by landing"),
    "none": Words("chưa có bằng chứng", "without evidence"),
}


def audits(repo: git.Repository, head: str, as_of: datetime | None) -> tuple[list[Audit], RevisionState]:
    """Every edition replayed at revision `head` as it stood at `as_of` (aware; None: the commit's own date), the newest first,
    and the state that was read.

    Raises CannotJudge where the revision or its law cannot be read, or there was nothing then.
    """
    corpus, state = replay(repo, head, as_of)
    return audited(repo, state.snapshot, corpus, as_of), state


def audited(repo: git.Repository, snapshot: Snapshot, corpus: Corpus, until: datetime | None) -> list[Audit]:
    """Every edition of a corpus already read, replayed, the newest first, with the receipts branch as it was at `until` (aware;
    None: all of it)."""
    tip = git.receipts.tip(repo, until) or ""
    editions = sorted(corpus.editions.values(), key=lambda edition: edition.id, reverse=True)
    return [audit(corpus, snapshot, edition, tip) for edition in editions]


def authors_of(repo: git.Repository, made: Iterable[Audit]) -> Mapping[str, str]:
    """Commit id -> author's name, of the commits that changed a submission after closing."""
    return git.authors(repo, {commit.id for each in made for line in each.lines for commit in line.changed})


def audit(corpus: Corpus, snapshot: Snapshot, edition: Edition, tip: str) -> Audit:
    """The audit of one edition. `tip` is the last commit of the receipts branch, empty for none."""
    zone = edition.rules.record.zone
    lines = []
    for place, its in corpus.judged():
        if its.id == edition.id:
            came, blob = corpus.received[place.path], snapshot.entries[place.path].blob
            changed = _changed(place.path, corpus, snapshot, edition)
            due = edition.rules.record.portal.closing.at
            lines.append(AuditRow(place.path, blob, came, due, corpus.late(place.path, edition), changed))
    lines.sort(key=lambda line: line.path)
    as_of, given = corpus.as_of.astimezone(zone), sum(map(len, snapshot.receipts.values()))
    dossiers, seen = tuple(_dossiers(corpus, edition)), tuple(_seen(corpus, edition))
    struck = tuple(filed for filed in sorted(edition.registers, key=lambda each: each.path) if filed.record.struck)
    return Audit(edition, snapshot.revision, as_of, given, tip, tuple(lines), dossiers, seen, struck)


def _dossiers(corpus: Corpus, edition: Edition) -> Iterator[AuditRow]:
    for filed in sorted(edition.dossiers, key=lambda each: each.path):
        due, came = level_of(filed, edition).due, corpus.received[filed.path]
        yield AuditRow(filed.path, filed.source.blob, came, due.at if due else None, dossier_late(filed, corpus, edition))


def _seen(corpus: Corpus, edition: Edition) -> Iterator[SeenByAct]:
    acts: list[Filed[Dossier] | Filed[Decision] | Filed[Dispute]]
    acts = [*edition.dossiers, *edition.decisions, *edition.disputes]
    for act in sorted(acts, key=lambda each: each.path):
        for path in dict.fromkeys(act.record.names):
            yield SeenByAct(
                act.path, path, corpus.namings[act.path, path].content, path in corpus.index and corpus.as_seen(act, path)
            )


def _changed(path: str, corpus: Corpus, snapshot: Snapshot, edition: Edition) -> tuple[Commit, ...]:
    """Landings of contents received after closing. Paper that came in time and was typed in later changes nothing, and neither
    does a neutral edit."""
    portal = edition.rules.record.portal
    landed = snapshot.history.landings.get(path, {})
    landed_late = {
        commit.id: commit for blob, commit in landed.items() if portal.closed(corpus.received_content(path, blob).at)
    }
    return tuple(sorted(landed_late.values(), key=lambda commit: (commit.committed, commit.id)))


def verdict(line: AuditRow, language: Language) -> str:
    """Whether the row is in time, late and by how much, or without deadline, in words."""
    if line.due is None:
        return say(Words("không có hạn", "no deadline"), language)
    if not line.late:
        return say(Words("kịp", "in time"), language)
    return f"{say(Words('trễ', 'late'), language)} {say(line.received.at - line.due, language)}"


def evidence(line: AuditRow, language: Language) -> str:
    """What the date rests on, in words, and the content that lent it: the earlier one of a neutral edit, or that of a
    correction."""
    received = line.received
    words = fill(_EVIDENCE[line.kind], {"id": _id(line)}, language)
    if received.edit:
        words += fill(_EDITED, {"content": received.edited_from[:12], "edit": received.edit.said}, language)
    if corrected := received.corrected:
        words += fill(_CORRECTED, {"act": corrected.act, "at": corrected.at, "content": corrected.content[:12]}, language)
    return words


def _id(line: AuditRow) -> str:
    if receipt := line.received.receipt:
        return receipt.commit[:12]
    if register := line.received.line:
        return f"{register.number} ({register.unit})"
    return line.received.landing.id[:12] if line.received.landing else ""

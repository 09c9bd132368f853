"""Replays an edition: what was received when, on which evidence, what came late and what changed after closing; judges nothing anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sangkien.corpus.acts import named_by
from sangkien.language import Language, Words, fill, say
from sangkien.late import dataclass
from sangkien.model.act import Decision, Dispute, Dossier, RegisterLine
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.history import Commit, Snapshot
from sangkien.model.programme import Setting
from sangkien.model.submission import Received
from sangkien.rules.eligibility import late, level_of


@dataclass(frozen=True)
class Line:
    """One submission or dossier: when its present content was received, when it was due (none: it has no deadline), and the commits
    that changed a submission after closing."""

    path: str
    blob: str
    received: Received
    due: datetime | None
    late: bool
    changed: tuple[Commit, ...] = ()

    @property
    def kind(self) -> str:
        """What the date rests on."""
        if self.received.receipt:
            return "receipt"
        return "register" if self.received.line else "landing" if self.received.landing else "none"


@dataclass(frozen=True)
class Seen:
    """One submission that an act speaks of, the content that was seen, and whether that still stands there."""

    act: str
    path: str
    content: str
    stands: bool


@dataclass(frozen=True)
class Audit:
    """One edition, replayed at a revision and an instant; `seen` are the contents that its acts saw, `struck` the lines of
    its registers that count no more."""

    edition: Edition
    revision: str
    as_of: datetime
    receipts: int
    tip: str
    lines: tuple[Line, ...]
    dossiers: tuple[Line, ...] = ()
    seen: tuple[Seen, ...] = ()
    struck: tuple[Filed[RegisterLine], ...] = ()

    @property
    def closing(self) -> Setting:
        return self.edition.rules.record.portal.closing

    def count(self, late: bool) -> int:
        return sum(line.late is late for line in self.lines)

    @property
    def corrected(self) -> int:
        """How many are in time by a correction."""
        return sum(line.received.corrected is not None for line in self.lines)

    @property
    def late_dossiers(self) -> int:
        return sum(line.late for line in self.dossiers)


_EVIDENCE = {
    "receipt": Words("biên nhận {id}", "receipt {id}"),
    "register": Words("sổ tiếp nhận, số đến {id}", "register, number {id}"),
    "landing": Words("vào nhánh chính ở commit {id}", "landed with commit {id}"),
    "none": Words("chưa có bằng chứng nào", "no evidence yet"),
}
_MENDS = Words(
    " (chỉ bỏ bớt dữ liệu riêng của nội dung {content})", " (a privacy mend: only lost what was private in content {content})"
)
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


def audit(corpus: Corpus, snapshot: Snapshot, edition: Edition, tip: str) -> Audit:
    """The edition's lines, by path. `tip` is where the receipts branch ends."""
    zone = edition.rules.record.zone
    lines = []
    for place, its in corpus.judged():
        if its.id == edition.id:
            came, blob = corpus.received[place.path], snapshot.entries[place.path].blob
            changed = _changed(place.path, corpus, snapshot, edition)
            due = edition.rules.record.portal.closing.at
            lines.append(Line(place.path, blob, came, due, corpus.late(place.path, edition), changed))
    lines.sort(key=lambda line: line.path)
    as_of, given = corpus.as_of.astimezone(zone), sum(map(len, snapshot.receipts.values()))
    dossiers, seen = tuple(_dossiers(corpus, edition)), tuple(_seen(corpus, edition))
    struck = tuple(filed for filed in sorted(edition.registers, key=lambda each: each.path) if filed.record.struck)
    return Audit(edition, snapshot.revision, as_of, given, tip, tuple(lines), dossiers, seen, struck)


def _dossiers(corpus: Corpus, edition: Edition) -> Iterator[Line]:
    for filed in sorted(edition.dossiers, key=lambda each: each.path):
        due, came = level_of(filed, edition).due, corpus.received[filed.path]
        yield Line(filed.path, filed.source.blob, came, due.at if due else None, late(filed, corpus, edition))


def _seen(corpus: Corpus, edition: Edition) -> Iterator[Seen]:
    acts: list[Filed[Dossier] | Filed[Decision] | Filed[Dispute]]
    acts = [*edition.dossiers, *edition.decisions, *edition.disputes]
    for act in sorted(acts, key=lambda each: each.path):
        for path in dict.fromkeys(named_by(act.record)):
            yield Seen(
                act.path, path, corpus.namings[act.path, path].content, path in corpus.there and corpus.as_seen(act, path)
            )


def _changed(path: str, corpus: Corpus, snapshot: Snapshot, edition: Edition) -> tuple[Commit, ...]:
    """Landings of contents that came after closing. Paper that came in time and was typed in later changes nothing, and neither does
    what only cut something private."""
    portal = edition.rules.record.portal
    landed = snapshot.history.landings.get(path, {})
    late = {commit.id: commit for blob, commit in landed.items() if portal.closed(corpus.came(path, blob).at)}
    return tuple(sorted(late.values(), key=lambda commit: (commit.committed, commit.id)))


def verdict(line: Line, language: Language) -> str:
    if line.due is None:
        return say(Words("không có hạn", "no deadline"), language)
    if not line.late:
        return say(Words("kịp", "in time"), language)
    return f"{say(Words('trễ', 'late'), language)} {say(line.received.at - line.due, language)}"


def evidence(line: Line, language: Language) -> str:
    """What the date rests on, and where another content lent it: the earlier one of a privacy mend, that of a correction."""
    received = line.received
    told = fill(_EVIDENCE[line.kind], {"id": _id(line)}, language)
    if received.mends:
        told += fill(_MENDS, {"content": received.mends[:12]}, language)
    if corrected := received.corrected:
        told += fill(_CORRECTED, {"act": corrected.act, "at": corrected.at, "content": corrected.content[:12]}, language)
    return told


def _id(line: Line) -> str:
    if receipt := line.received.receipt:
        return receipt.commit[:12]
    if register := line.received.line:
        return f"{register.number} ({register.unit})"
    return line.received.landing.id[:12] if line.received.landing else ""

"""Renders one submission's whole story, each step with its evidence; must not decide what a step is worth."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time

from sangkien.language import Language, Until, Value, Words, fill, filled, say
from sangkien.late import dataclass
from sangkien.model.act import Content, Dispute, Dossier
from sangkien.model.corpus import AssessedCorrection, Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.history import Commit, History, Receipts, folder_of
from sangkien.model.programme import Setting
from sangkien.model.submission import Received
from sangkien.rules.eligibility import dossier_late, level_of


@dataclass(frozen=True)
class Event:
    """Something that happened."""

    at: datetime  # aware
    what: Words  # sentence with placeholders
    values: tuple[tuple[str, Value], ...] = ()  # fill the sentence: the evidence to look it up by
    until: bool = False  # the instant is the first that is too late


def timeline(
    path: str, corpus: Corpus, edition: Edition, history: History, receipts: Receipts, claims: Iterable[Commit]
) -> tuple[Event, ...]:
    """Every event of a submission or dossier, in order of time. `claims` are all commits that touched it, on any line. Evidence
    of its present content counts under whatever name it came."""
    came, blob = corpus.received, corpus.blob_at(path)
    zone, sources = edition.rules.record.zone, _sources(path, blob, corpus, edition, history)
    events = [
        *_claimed(claims),
        *_received(path, receipts, came[path]),
        *_landed(path, blob, history, came[path]),
        *_elsewhere(sources, history),
        *_registered({path, *(source.path for source in sources)}, edition, came[path]),
        *_closed(_settings(path, edition), dossier=_dossier(path, edition) is not None),
        *_proposed(path, edition, came),
        *_disputed(corpus.disputes.get(path, ()), edition),
        *_decided(path, edition),
        *_corrected(path, corpus.corrections.get(edition.id, ())),
        *_edited(path, corpus, history),
    ]
    url = (replace(event, at=event.at.astimezone(zone)) for event in events)
    return tuple(sorted(url, key=lambda event: (event.at, event.what.en, str(event.values))))


def _claimed(claims: Iterable[Commit]) -> Iterator[Event]:
    for commit in claims:
        values = (("commit", commit.id[:12]),)
        yield Event(
            commit.authored,
            Words("người gửi tự ghi ngày viết (lời khai), commit {commit}", "claimed as written, commit {commit}"),
            values,
        )


def _received(path: str, receipts: Receipts, came: Received) -> Iterator[Event]:
    for blob, given in receipts.items():
        for receipt in given:
            if receipt.path == path or receipt == came.receipt:
                values = (("commit", receipt.commit[:12]), ("blob", blob[:12]), ("source", receipt.source))
                said = Words(
                    "máy chủ cấp biên nhận {commit} cho nội dung {blob} ({source})",
                    "the server gave receipt {commit} for content {blob} ({source})",
                )
                yield Event(receipt.at, said, values)


def _landed(path: str, blob: str, history: History, came: Received) -> Iterator[Event]:
    # A neutral edit is dated by the landing of what it was, and landed by its own.
    first = {blob: came.landing} if came.landing and not came.edit else {}
    for blob, commit in {**history.landings.get(path, {}), **first}.items():
        values = (("commit", commit.id[:12]), ("blob", blob[:12]))
        said = (
            Words(
                "nội dung {blob} vào nhánh chính bằng commit gộp {commit}", "content {blob} landed with merge commit {commit}"
            )
            if commit.merge
            else Words(
                "nội dung {blob} vào nhánh chính bằng commit thẳng {commit} (squash, rebase hoặc đẩy thẳng)",
                "content {blob} landed with plain commit {commit} (a squash, a rebase or a direct push)",
            )
        )
        yield Event(commit.committed, said, values)


def _sources(path: str, blob: str, corpus: Corpus, edition: Edition, history: History) -> frozenset[Content]:
    """Contents it was before: under another name in the folder, or where a correction took its time from."""
    landings, found = history.landings, set[Content]()
    brought = history.brought.get(folder_of(path), {}).get(blob)
    if brought and landings.get(path, {}).get(blob) not in (None, brought):
        names = (name for name in landings if name != path and folder_of(name) == folder_of(path))
        found |= {Content(name, blob) for name in names if landings[name].get(blob) == brought}
    for each in corpus.corrections.get(edition.id, ()):
        if each.holds == path and not each.wrongs:
            found |= {link for link in each.links if link.path != path}
    return frozenset(found)


def _elsewhere(sources: Iterable[Content], history: History) -> Iterator[Event]:
    for source in sources:
        if landed := history.landings.get(source.path, {}).get(source.content):
            values = (("content", source.content[:12]), ("path", source.path), ("commit", landed.id[:12]))
            said = Words(
                "nội dung {content} vào nhánh chính ở {path}; xem: sangkien timeline {path} --head {commit}",
                "content {content} landed at {path}; see: sangkien timeline {path} --head {commit}",
            )
            yield Event(landed.committed, said, values)


def _registered(paths: Collection[str], edition: Edition, came: Received) -> Iterator[Event]:
    for filed in edition.registers:
        line = filed.record
        if line.path not in paths and (came.line is None or line != came.line.line):
            continue
        values = (("number", filed.number), ("blob", line.blob[:12]), ("office", line.office))
        said = Words(
            "nơi nhận ghi sổ, số đến {number}, nội dung {blob} ({office})",
            "entered in the register as number {number}, content {blob} ({office})",
        )
        yield Event(line.received_at, said, values)
        if line.struck:
            values = (("number", filed.number), ("blob", line.blob[:12]), ("reason", line.struck.reason))
            said = Words(
                "gạch số đến {number}, dòng ấy không còn tính: {reason}",
                "number {number} is struck and counts no more: {reason}",
            )
            yield Event(_noon(line.struck.on, edition), said, values)


def _dossier(path: str, edition: Edition) -> Filed[Dossier] | None:
    return next((filed for filed in edition.dossiers if filed.path == path), None)


def _settings(path: str, edition: Edition) -> tuple[Setting, ...]:
    """The settings of its deadline, the last in force: a dossier's is its level's due date."""
    dossier = _dossier(path, edition)
    return level_of(dossier, edition).dossier_due if dossier else edition.rules.record.portal.closes


def _closed(settings: tuple[Setting, ...], dossier: bool) -> Iterator[Event]:
    *earlier, last = settings or (None,)
    for setting in filter(None, earlier):
        values = (("source", setting.source),)
        said = Words("giờ đóng cũ, đã gia hạn ({source})", "an earlier closing, since extended ({source})")
        yield Event(setting.at, said, values, until=True)
    if last:
        said = (
            Words("hết hạn nộp hồ sơ ({source})", "dossiers were due ({source})")
            if dossier
            else Words("đóng cổng nhận bài ({source})", "the intake closed ({source})")
        )
        yield Event(last.at, said, (("source", last.source),), until=True)


def _decided(path: str, edition: Edition) -> Iterator[Event]:
    levels = edition.rules.record.vocabulary("levels")
    for granted in edition.granted:
        if granted.honour.path != path:
            continue
        decision, later = granted.decision.record, granted.revoked_by
        values: tuple[tuple[str, Value], ...]
        values = (("number", decision.number), ("level", levels[granted.level]), ("award", granted.honour.award))
        said = Words("{level} tôn vinh: {award}, quyết định {number}", "{level} honoured it: {award}, decision {number}")
        yield Event(_noon(decision.signed_on, edition), said, values)
        if later:
            values = (("number", later.record.number), ("earlier", decision.number))
            said = Words("quyết định {number} thu hồi quyết định {earlier}", "decision {number} revoked decision {earlier}")
            yield Event(_noon(later.record.signed_on, edition), said, values)


def _proposed(path: str, edition: Edition, came: Mapping[str, Received]) -> Iterator[Event]:
    levels = edition.rules.record.vocabulary("levels")
    for filed in edition.dossiers:
        for rank, item in enumerate(filed.record.items, start=1):
            if item.path == path:
                values = (("unit", edition.name_of(filed.unit)), ("level", levels[filed.record.level]), ("rank", rank))
                said = Words(
                    "hồ sơ của {unit} đề nghị {level} được nhận, bài này ở mục {rank}",
                    "the dossier of {unit} to {level} was received, with this as item {rank}",
                )
                yield Event(came[filed.path].at, said, values)


def _disputed(disputes: Iterable[Filed[Dispute]], edition: Edition) -> Iterator[Event]:
    for filed in disputes:
        dispute = filed.record
        opened: tuple[tuple[str, Value], ...] = (("number", dispute.opened.number),)
        said = Words("thụ lý khiếu nại, tranh chấp ({number})", "a dispute was taken up ({number})")
        yield Event(_noon(dispute.opened.signed_on, edition), said, opened)
        if dispute.closed:
            result = Words("chấp nhận", "upheld") if dispute.upheld else Words("bác", "dismissed")
            closed: tuple[tuple[str, Value], ...] = (("number", dispute.closed.number), ("result", result))
            said = Words("kết luận khiếu nại, tranh chấp: {result} ({number})", "the dispute was {result} ({number})")
            yield Event(_noon(dispute.closed.signed_on, edition), said, closed)


def _corrected(path: str, corrections: Iterable[AssessedCorrection]) -> Iterator[Event]:
    for each in corrections:
        act = each.filed.record
        if path in (act.old.path, act.new.path, each.first.path, each.holds):
            values: tuple[tuple[str, Value], ...] = (
                ("number", act.number),
                ("content", act.new.content[:12]),
                ("first", each.first.content[:12]),
                ("path", each.first.path),
                ("reason", act.reason),
            )
            said = (
                Words(
                    "đính chính {number}: không có giá trị, vì nội dung {content} không lấy được giờ của {first} ({path})",
                    "correction {number} does not hold: content {content} cannot take the time of {first} ({path})",
                )
                if each.wrongs
                else Words(
                    "đính chính {number}: nội dung {content} lấy giờ nhận của {first} ({path}): {reason}",
                    "correction {number}: content {content} takes the time of {first} ({path}): {reason}",
                )
            )
            yield Event(each.since, said, values)


def _edited(path: str, corpus: Corpus, history: History) -> Iterator[Event]:
    for blob, commit in history.landings.get(path, {}).items():
        came = corpus.received_content(path, blob)
        if came.edit:
            values = (("content", blob[:12]), ("earlier", came.edited_from[:12]))
            said = Words(
                f"nội dung {{content}} so với {{earlier}} {came.edit.said.vi}: giờ nhận, chỗ và vinh danh giữ nguyên",
                f"content {{content}}, compared with {{earlier}}, {came.edit.said.en}: it keeps its time, place and honours",
            )
            yield Event(commit.committed, said, values)


def _noon(day: date, edition: Edition) -> datetime:
    """The noon of a day in the edition's zone: the place in time of what has a day but no hour."""
    return datetime.combine(day, time(12), edition.rules.record.zone)


def text(events: Iterable[Event], verdict: Words, language: Language) -> str:
    """One line for each event, then how the present content stands."""
    lines = [
        f"{say(Until(event.at) if event.until else event.at, language):>28}  {fill(event.what, dict(event.values), language)}\n"
        for event in events
    ]
    return "".join(lines) + f"\n{verdict.say(language)}\n"


def data(path: str, events: Iterable[Event], verdict: Words) -> str:
    """The events as JSON: instants with offset, words in both languages."""
    rendered = [
        {
            "at": event.at.isoformat(timespec="seconds"),
            "what": {"vi": fill(event.what, dict(event.values), "vi"), "en": fill(event.what, dict(event.values), "en")},
            "evidence": {name: say(value, "en") for name, value in event.values},
        }
        for event in events
    ]
    return (
        json.dumps(
            {"path": path, "verdict": {"vi": verdict.vi, "en": verdict.en}, "events": rendered}, ensure_ascii=False, indent=1
        )
        + "\n"
    )


def verdict(path: str, corpus: Corpus, edition: Edition) -> Words:
    """How the present content stands: in time or late, and since when."""
    received, settings = corpus.received[path], _settings(path, edition)
    values: dict[str, Value] = {"at": received.timely}
    if not settings:
        return filled(
            Words(
                "Nội dung hiện nay được nhận lúc {at}; cấp này không đặt hạn.",
                "The present content was received at {at}; it had no due date.",
            ),
            values,
        )
    dossier = _dossier(path, edition)
    is_late = dossier_late(dossier, corpus, edition) if dossier else corpus.late(path, edition)
    values["closing"] = Until(settings[-1].at)
    values["due"] = Words("hạn nộp là", "it was due by") if dossier else Words("giờ đóng là", "closing was")
    return filled(_LATE if is_late else _CORRECTED if received.corrected else _TIMELY, values)


_LATE = Words(
    "Nội dung hiện nay được nhận lúc {at}: trễ, {due} {closing}.",
    "The present content was received at {at}: late, {due} {closing}.",
)
_CORRECTED = Words(
    "Nội dung hiện nay lấy giờ {at} theo đính chính: kịp, {due} {closing}.",
    "The present content takes {at} by a correction: in time, {due} {closing}.",
)
_TIMELY = Words(
    "Nội dung hiện nay được nhận lúc {at}: kịp, {due} {closing}.",
    "The present content was received at {at}: in time, {due} {closing}.",
)

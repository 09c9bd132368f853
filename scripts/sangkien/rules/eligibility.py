"""Whether a dossier counts and what prevents an item of it from being chosen; must not know how many quota slots there are."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass
from sangkien.model.act import Dossier, Item
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.programme import Level, RequiredPaper


class Effect(Enum):
    """What a bar does to an item: REFUSES: it should never have been proposed; RELEASES: it is out since, its quota slot falls
    free; BLOCKS: it keeps its slot but cannot be chosen yet."""

    REFUSES = "refuses"
    RELEASES = "releases"
    BLOCKS = "blocks"


@dataclass(frozen=True)
class Bar:
    """One thing that prevents an item from being chosen."""

    effect: Effect
    id: str  # name in data files
    words: Words
    public: Words | None = None  # as everybody may read it, where that is less than `words`


LETTER = Words("số và ngày tờ trình (`letter`)", "number and date of the letter (`letter`)")
MINUTES = Words("biên bản họp xét (`minutes`)", "the minutes (`minutes`)")
CONFIRMED = Words(
    "xác nhận của lãnh đạo cơ quan, đơn vị, doanh nghiệp (`employer_confirmed`)",
    "the employer's confirmation (`employer_confirmed`)",
)


def lacks(filed: Filed[Dossier], edition: Edition) -> Iterator[Words]:
    """Each piece of the dossier that is missing, in words (guideline 45/HD-CDYT, 4.1)."""
    dossier = filed.record
    if dossier.letter is None:
        yield LETTER
    if dossier.minutes is None:
        yield MINUTES
    for item in dossier.items if dossier.minutes else ():
        if item.votes is None:
            yield Words(f"kết quả bỏ phiếu của “{item.path}” (`votes`)", f"the votes on “{item.path}” (`votes`)")
    for paper in edition.rules.record.dossier:
        if _needed(paper, filed, edition) and paper.id not in dossier.papers:
            yield Words(f"{paper.name.inside.vi} (`{paper.id}`)", f"{paper.name.inside.en} (`{paper.id}`)")
    if not dossier.employer_confirmed:
        yield CONFIRMED


def _needed(paper: RequiredPaper, filed: Filed[Dossier], edition: Edition) -> bool:
    unit = edition.units.get(filed.unit)
    return not paper.required_of or (unit is not None and unit.level in paper.required_of)


def dossier_late(filed: Filed[Dossier], corpus: Corpus, edition: Edition) -> bool:
    """Whether the present content of the dossier was received at its level's due instant or later (guideline 45/HD-CDYT, 4.2)."""
    return level_of(filed, edition).closed(corpus.received[filed.path].at)


def level_of(filed: Filed[Dossier], edition: Edition) -> Level:
    """The level that the dossier asks to honour.

    Raises IndexError for a level that the rules do not list.
    """
    rules = edition.rules.record
    return rules.levels[rules.rank(filed.record.level)]


def upward(filed: Filed[Dossier], edition: Edition) -> bool:
    """Whether the level that is asked stands above the unit that asks."""
    unit, rules = edition.units.get(filed.unit), edition.rules.record
    return unit is None or rules.rank(filed.record.level) < rules.rank(unit.level)


def miscounted(filed: Filed[Dossier]) -> Iterator[tuple[str, Words]]:
    """Fields of the minutes and votes whose numbers contradict one another, each with how."""
    minutes = filed.record.minutes
    if minutes is None:
        return
    if minutes.present > minutes.members:
        yield (
            "minutes.present",
            Words(
                f"có mặt {minutes.present} người trong khi ban chỉ có {minutes.members} ủy viên",
                f"{minutes.present} came but the committee has only {minutes.members} members",
            ),
        )
    for index, item in enumerate(filed.record.items):
        if item.votes and item.votes.cast != minutes.present:
            yield (
                f"items.{index}.votes",
                Words(
                    f"“{item.path}” có {item.votes.cast} phiếu trong khi {minutes.present} người dự họp",
                    f"“{item.path}” has {item.votes.cast} votes while {minutes.present} were present",
                ),
            )


def sound(filed: Filed[Dossier], corpus: Corpus, edition: Edition) -> bool:
    """Whether the dossier as a whole counts: complete, in time, sent upwards, its votes adding up. One that does not holds no
    quota slot."""
    broken = any(lacks(filed, edition)) or any(miscounted(filed))
    return not broken and upward(filed, edition) and not dossier_late(filed, corpus, edition)


def bars(filed: Filed[Dossier], item: Item, corpus: Corpus, edition: Edition) -> Iterator[Bar]:
    """Everything that prevents one item of a dossier from being chosen.

    What holds when the dossier comes refuses the item. A dispute that became known later, or a withdrawal, does not make the
    dossier wrong: guideline 45/HD-CDYT, 4, asks that there be none “at the time of selection”.
    """
    path = item.path
    if path not in corpus.index:
        if path in corpus.landings:
            yield Bar(Effect.RELEASES, "withdrawn", Words("bài đã được rút", "the submission was withdrawn"))
        return
    yield from _other_content(path, filed, item, corpus)
    yield from _disputed(path, filed, corpus)
    if corpus.index[path].edition != edition.id:
        yield Bar(Effect.REFUSES, "edition", Words("bài thuộc kỳ khác", "the submission is of another edition"))
        return
    if filed.unit in edition.units and not edition.covers(filed.unit, corpus.index[path].unit):
        yield Bar(
            Effect.REFUSES,
            "subtree",
            Words(
                f"bài không phải của {edition.name_of(filed.unit)} hay đơn vị nào dưới đó",
                f"the submission is not of {edition.name_of(filed.unit)} or a unit below it",
            ),
        )
    if item.votes and 2 * item.votes.in_favour <= item.votes.cast:
        yield Bar(
            Effect.REFUSES,
            "not_carried",
            Words(
                f"chỉ được {item.votes.in_favour}/{item.votes.cast} phiếu tán thành, chưa quá bán",
                f"only {item.votes.in_favour} of {item.votes.cast} votes are in favour, not a majority",
            ),
        )
    yield from _unfit(path, filed.record.level, corpus, edition)


def _other_content(path: str, filed: Filed[Dossier], item: Item, corpus: Corpus) -> Iterator[Bar]:
    """The bar where another content stands at the path than the council saw: it cannot be chosen, and takes the slot from
    nobody. A dossier that names one that did not stand there was wrong from the beginning."""
    if not corpus.as_seen(filed, path):
        naming = corpus.namings[filed.path, path]
        values: dict[str, Value] = {"seen": naming.content[:12] or "–", "stands": corpus.blob_at(path)[:12]}
        said = Words(
            "hội đồng đã xét nội dung {seen}, nội dung hiện nay {stands} là nội dung khác",
            "the council saw content {seen}, what stands now is another, {stands}",
        )
        yield Bar(
            Effect.BLOCKS if naming.then in ("", naming.content) else Effect.REFUSES, "other_content", filled(said, values)
        )


def _disputed(path: str, filed: Filed[Dossier], corpus: Corpus) -> Iterator[Bar]:
    for dispute in corpus.disputes.get(path, ()):
        if dispute.record.closed and not dispute.record.upheld:
            continue
        before = corpus.namings[dispute.path, dispute.record.path].at <= corpus.received[filed.path].at
        afterwards = Effect.RELEASES if dispute.record.upheld else Effect.BLOCKS
        paper = dispute.record.closed or dispute.record.opened
        values: dict[str, Value] = {
            "kind": corpus.fields["dispute"]["kind"].labels[dispute.record.kind].inside,
            "number": paper.number,
            "on": paper.signed_on,
        }
        said = (
            Words("{kind} đã được chấp nhận ({number}, ngày {on})", "{kind} was upheld ({number}, {on})")
            if dispute.record.upheld
            else Words("{kind} chưa giải quyết xong ({number}, ngày {on})", "{kind} is still open ({number}, {on})")
        )
        # Of a dispute only that there is one may be read by everybody: its papers are between those whom it concerns.
        public = (
            Words("{kind} đã được chấp nhận ngày {on}", "{kind} was upheld on {on}")
            if dispute.record.upheld
            else Words("{kind} chưa giải quyết xong", "{kind} is still open")
        )
        effect = Effect.REFUSES if before else afterwards
        yield Bar(effect, dispute.record.kind, filled(said, values), filled(public, values))


def _unfit(path: str, level: str, corpus: Corpus, edition: Edition) -> Iterator[Bar]:
    """The bars that the submission itself gives (guideline 45/HD-CDYT, 2 and 3.3)."""
    rules, received = edition.rules.record, corpus.received[path]
    if corpus.late(path, edition):
        values: dict[str, Value] = {"received": received.at, "closes": Until(rules.portal.closing.at)}
        said = Words(
            "bài nhận lúc {received}, sau giờ đóng {closes}", "it was received at {received}, after closing at {closes}"
        )
        yield Bar(Effect.REFUSES, "late", filled(said, values))
    if path not in corpus.facts:
        said = Words("tệp của bài đang hỏng, không đọc được", "the submission's file is broken and cannot be read")
        yield Bar(Effect.REFUSES, "unreadable", said)
        return
    submission = corpus.facts[path]
    if submission.applied_from not in rules.applied:
        values = {"applied": submission.applied_from, "first": rules.applied.first, "last": rules.applied.last}
        said = Words(
            "áp dụng từ {applied}, ngoài khoảng từ {first} đến {last}",
            "in use from {applied}, which is not between {first} and {last}",
        )
        yield Bar(Effect.REFUSES, "outside_window", filled(said, values))
    if not submission.employer_agreed:
        said = Words(
            "thủ trưởng hoặc người sử dụng lao động chưa đồng ý (`employer_agreed`)",
            "the employer has not agreed (`employer_agreed`)",
        )
        yield Bar(Effect.REFUSES, "employer", said)
    if submission.stage not in ("effective", "trial"):
        said = Words("chưa có hiệu quả, cũng chưa áp dụng thử (`stage`)", "it is neither effective nor on trial (`stage`)")
        yield Bar(Effect.REFUSES, "stage", said)
    asked = rules.levels[rules.rank(level)]
    if asked.fields and submission.field not in asked.fields:
        values = {"field": rules.vocabulary("fields")[submission.field], "level": asked.name}
        said = Words("{level} không xét lĩnh vực “{field}”", "{level} does not honour the field “{field}”")
        yield Bar(Effect.REFUSES, "field", filled(said, values))

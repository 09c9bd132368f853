"""Renders the ledger of quota slots as text and as JSON; must not count anything itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sangkien.app.case_words import status_words
from sangkien.language import Language, Until, Value, Words, fill, say
from sangkien.late import dataclass
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.programme import lineage
from sangkien.rules.quota_ledger import Account, Ledger, Limit, Proposed, QuotaStatus, ledger, quotas_of


@dataclass(frozen=True)
class Book:
    """What is rendered of a ledger."""

    edition: Edition  # whose quotas they are
    unit: str  # id of the unit asked about; empty: all
    as_of: datetime  # aware, in the edition's zone
    ledger: Ledger  # all of the edition's
    accounts: tuple[Account, ...]  # those that concern the unit, or all in use, the highest level first
    allocations: tuple[tuple[str, int, int], ...]  # unit id, submissions sent, submissions allowed
    honoured: frozenset[tuple[str, str]]  # (path, level id) of honours in force of present contents


def book(corpus: Corpus, edition: Edition, unit: str | None) -> Book:
    """What is to be rendered of an edition, for a unit (id) or for all (None)."""
    made = ledger(corpus, edition.id)
    known = {account.limit: account for account in made.accounts}
    if unit is not None:
        known = {limit: account for limit, account in known.items() if _concerns(unit, limit, edition)}
        known = {**{limit: Account(limit, ()) for limit in _own_limits(unit, edition)}, **known}
    rank = edition.rules.record.rank
    accounts = sorted(
        known.values(), key=lambda each: (rank(each.limit.level), each.limit.own, each.limit.unit, each.limit.field)
    )
    allocated = [
        (each.id, len(corpus.index.below(edition.id, each.id)), each.allocation)
        for each in edition.units.values()
        if each.allocation is not None and (unit is None or edition.covers(unit, each.id))
    ]
    return Book(
        edition=edition,
        unit=unit or "",
        as_of=corpus.as_of.astimezone(edition.rules.record.zone),
        ledger=made,
        accounts=tuple(accounts),
        allocations=tuple(allocated),
        honoured=frozenset((path, each.level) for path, given in corpus.honours(edition).items() for each in given),
    )


def _concerns(unit: str, limit: Limit, edition: Edition) -> bool:
    """Whether a limit is the unit's own, of a unit below it, or of one above it that it shares in."""
    return edition.covers(unit, limit.unit) or limit.unit in lineage(unit)


def _own_limits(unit: str, edition: Edition) -> Iterator[Limit]:
    """Limits of the unit and of those above it, used or not."""
    for level in edition.rules.record.levels:
        yield from quotas_of(level.id, unit, edition)
    for step in lineage(unit):
        for share in edition.units[step].may_propose if step in edition.units else ():
            yield Limit(share.level, step, share.max, own=True)


def text(made: Book, language: Language) -> str:
    """The accounts one below another, the highest level first."""
    return "\n".join(_rendered(made, language)) + "\n"


def _rendered(made: Book, language: Language) -> Iterator[str]:
    values: dict[str, Value] = {
        "edition": made.edition.id,
        "unit": made.edition.name_of(made.unit) if made.unit else Words("mọi đơn vị có đề nghị", "every unit with proposals"),
        "as_of": made.as_of.replace(microsecond=0),
    }
    yield fill(
        Words("Kỳ {edition} · {unit} · tính đến {as_of}", "Edition {edition} · {unit} · as of {as_of}"), values, language
    )
    for account in made.accounts:
        yield ""
        yield from _account(account, made, language)
    if made.allocations:
        yield ""
        yield say(Words("Phân bổ bài gửi", "Submissions allocated"), language)
        width = max(len(f"{sent}/{most}") for _, sent, most in made.allocations)
        for unit, sent, most in made.allocations:
            yield f"  {f'{sent}/{most}':>{width}}  {made.edition.name_of(unit)}"


def _honoured(account: Account, made: Book) -> int:
    """How many under a limit are honoured as they stand. An honour in force of another content keeps its slot, but honours
    nothing."""
    return sum((path, account.limit.level) in made.honoured for path in account.honoured)


def _account(account: Account, made: Book, language: Language) -> Iterator[str]:
    limit, rules = account.limit, made.edition.rules.record
    level, field = rules.levels[rules.rank(limit.level)], rules.vocabulary("fields").get(limit.field)
    values: dict[str, Value] = {
        "level": level.name,
        "unit": made.edition.name_of(limit.unit),
        "field": Words(f", lĩnh vực {field.vi}", f", field {field.en}") if field else "",
        "max": limit.max,
        "held": account.held,
        "free": account.free,
        "waiting": len(account.of(QuotaStatus.WAITS)),
        "over": len(account.of(QuotaStatus.OVER)),
        "honoured": _honoured(account, made),
    }
    head = (
        Words("Số được đề nghị lên cấp “{level}”: {unit}", "May propose to level “{level}”: {unit}")
        if limit.own
        else Words("Hạn mức cấp “{level}”: {unit}{field}", "Quota at level “{level}”: {unit}{field}")
    )
    yield fill(head, values, language)
    said = [
        Words("giữ {held}/{max}", "{held}/{max} held"),
        Words("còn {free}", "{free} free"),
        Words("chờ {waiting}", "{waiting} waiting"),
    ]
    said += [Words("ngoài hạn mức {over}", "{over} beyond")] if values["over"] else []
    said += [] if limit.own else [Words("đã tôn vinh {honoured}", "{honoured} honoured")]
    if level.due and not limit.own:
        values["due"] = Until(level.due.at)
        said.append(Words("hạn hồ sơ {due}", "dossiers due by {due}"))
    yield "  " + " · ".join(fill(each, values, language) for each in said)
    if limit.own:
        return  # its items stand under the level's quota
    place = 0
    for entry in account.entries:
        place += entry.status is QuotaStatus.HOLDS
        number = f"{place}." if entry.status is QuotaStatus.HOLDS else "–"
        yield from _entry(entry, number, account, made, language)
    yield from _release(account, made, language)


def _entry(entry: Proposed, number: str, account: Account, made: Book, language: Language) -> Iterator[str]:
    values: dict[str, Value] = {
        "standing": status_words(entry),
        "unit": made.edition.name_of(entry.dossier.unit),
        "rank": entry.index + 1,
        "path": entry.path or entry.item.path,
        "honoured": Words(", đã tôn vinh", ", honoured") if (entry.path, entry.level) in made.honoured else "",
    }
    said = Words(
        "{path}\n{pad}{standing}{honoured} · {unit}, mục {rank}", "{path}\n{pad}{standing}{honoured} · {unit}, item {rank}"
    )
    yield f"  {number:>4} " + fill(said, {**values, "pad": " " * 7}, language)
    for bar in entry.bars:
        yield " " * 7 + bar.words.say(language)
    if not entry.sound:
        yield " " * 7 + say(Words("hồ sơ chưa hợp lệ", "the dossier is not valid"), language)
    if entry.blocked and entry.status is QuotaStatus.HOLDS:
        yield " " * 7 + _if_gone(entry, account, made, Words("nếu được chấp nhận", "if it is upheld"), language)


def _release(account: Account, made: Book, language: Language) -> Iterator[str]:
    """Who may step up now, or would if an item left: the same for each item, unless other limits stand in the way."""
    if heir := made.ledger.successor(account):
        said = Words("đang còn chỗ cho mục dự bị: {heir}", "a place is free for the reserve: {heir}")
        yield "  " + fill(said, {"heir": heir.path}, language)
        return
    holding = [entry for entry in account.of(QuotaStatus.HOLDS) if not entry.blocked]
    if holding:
        yield "  " + _if_gone(holding[-1], account, made, Words("mỗi mục rút ra", "each item withdrawn"), language)


def _if_gone(entry: Proposed, account: Account, made: Book, when: Words, language: Language) -> str:
    heir = made.ledger.successor(account, entry)
    values: dict[str, Value] = {"when": when, "heir": heir.path if heir else Words("chưa mục nào chờ", "nobody waits")}
    said = Words("{when}: trả lại 1 chỗ, tới lượt: {heir}", "{when}: gives back 1 place, next in line: {heir}")
    return fill(said, values, language)


def data(made: Book) -> str:
    """The book as JSON, by ids; `releases` names who would step up if the item left."""
    rendered = {
        "edition": made.edition.id,
        "unit": made.unit or None,
        "as_of": made.as_of.isoformat(timespec="seconds"),
        "accounts": [_data(account, made) for account in made.accounts],
        "allocations": [{"unit": unit, "sent": sent, "max": most} for unit, sent, most in made.allocations],
    }
    return json.dumps(rendered, ensure_ascii=False, indent=1) + "\n"


def _data(account: Account, made: Book) -> dict[str, Any]:
    limit = account.limit
    return {
        "kind": "share" if limit.own else "quota",
        "level": limit.level,
        "unit": limit.unit,
        "field": limit.field or None,
        "max": limit.max,
        "held": account.held,
        "free": account.free,
        "waiting": len(account.of(QuotaStatus.WAITS)),
        "over": len(account.of(QuotaStatus.OVER)),
        "honoured": _honoured(account, made),
        "entries": [_entry_data(entry, account, made) for entry in account.entries],
    }


def _entry_data(entry: Proposed, account: Account, made: Book) -> dict[str, Any]:
    heir = made.ledger.successor(account, entry) if entry.status is QuotaStatus.HOLDS else None
    return {
        "path": entry.path or entry.item.path,
        "dossier": entry.dossier.path,
        "rank": entry.index + 1,
        "standing": entry.status.value,
        "blocked": entry.blocked,
        "bars": [bar.id for bar in entry.bars],
        "honoured": (entry.path, entry.level) in made.honoured,
        "releases": heir.path if heir else None,
    }

"""SK7, quota slots: no more is proposed or honoured than there is room for; must not judge whether an item deserves one."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.model.corpus import Corpus, Edition
from sangkien.rules.quota_ledger import Account, Limit, Proposed, QuotaStatus, ledger
from sangkien.rules.rule import Hit, rule


@rule(
    "SK701",
    Words("Hết suất trong hạn mức của cấp", "No place left in the level's quota"),
    says=Words(
        "Hạn mức cấp “{level}” của {unit}{only}: {held}/{max} chỗ đã có hồ sơ khác giữ, mục {rank} của hồ sơ này đứng thứ {position}."
        " Đang giữ chỗ: {holders}.",
        "Quota at level “{level}” of {unit}{only}: {held}/{max} places are held by other dossiers, item {rank} of this one is number"
        " {position}. Held by: {holders}.",
    ),
    cure=Words(
        "Bỏ mục xếp cuối, hoặc ghi `reserve: true` cho mục ấy để chờ chỗ trống. Xem từng chỗ: sangkien quota {group}",
        "Take out the lowest item, or mark it `reserve: true` to wait for a place. See every place: sangkien quota {group}",
    ),
    amount="position",
    volatile=("holders",),
    cross_file=True,
)
def over_quota(corpus: Corpus) -> Iterator[Hit]:
    """Các hồ sơ đề nghị lên một cấp cộng lại không quá hạn mức của cấp ấy.

    Hướng dẫn 45/HD-CDYT, mục 3.2 và 3.3: LĐLĐ tỉnh “không quá 50 sáng kiến cho toàn tỉnh”, Tổng Liên đoàn “không quá 04 sáng kiến cho
    toàn tỉnh”. Hồ sơ đủ, đúng hạn vào nhánh chính trước thì giữ chỗ trước; trong một hồ sơ, chỗ theo thứ tự chính đơn vị đã xếp. Hồ
    sơ trống hay còn thiếu không giữ chỗ nào.
    ---
    All dossiers to a level together stay within its quota.

    Guideline 45/HD-CDYT, 3.2 and 3.3: at most 50 innovations of a province at the province's level, at most 4 at the confederation's.
    A complete dossier in time that landed earlier holds its places first; within a dossier the unit's own order holds. An empty or
    incomplete dossier holds none.
    """
    yield from _beyond(corpus, own=False)


@rule(
    "SK702",
    Words("Vượt số sáng kiến đơn vị được đề nghị", "More than the unit may propose"),
    says=Words(
        "{unit} được đề nghị lên cấp “{level}” nhiều nhất {max} mục, {held} mục đã ở hồ sơ khác; mục {rank} của hồ sơ này đứng thứ"
        " {position}. Đang giữ chỗ: {holders}.",
        "{unit} may propose at most {max} to level “{level}”; {held} stand in other dossiers, and item {rank} of this one is number"
        " {position}. Held by: {holders}.",
    ),
    cure=Words(
        "Bỏ mục xếp cuối, hoặc ghi `reserve: true` cho mục ấy; cần thêm thì xin cấp trên nâng `may_propose`. Xem: sangkien quota {group}",
        "Take out the lowest item or mark it `reserve: true`; for more, ask the unit above to raise `may_propose`. See: sangkien quota"
        " {group}",
    ),
    amount="position",
    volatile=("holders",),
    cross_file=True,
)
def over_share(corpus: Corpus) -> Iterator[Hit]:
    """Một đơn vị, kể cả các đơn vị dưới nó, không đề nghị lên một cấp quá số đã được chia.

    Hướng dẫn 45/HD-CDYT, mục 5.1: công đoàn ngành phân bổ số lượng cho các công đoàn cơ sở.
    ---
    A unit, with the units below it, proposes no more to a level than its share.

    Guideline 45/HD-CDYT, 5.1: the sector union divides the numbers among the grassroots unions.
    """
    yield from _beyond(corpus, own=True)


@rule(
    "SK703",
    Words("Tôn vinh quá hạn mức", "More honours than the quota"),
    says=Words(
        "Cấp “{level}” tôn vinh nhiều nhất {max} sáng kiến của {unit}{only}; “{path}” đứng thứ {position}.",
        "Level “{level}” honours at most {max} innovations of {unit}{only}; “{path}” is number {position}.",
    ),
    cure=Words(
        "Bỏ bớt sáng kiến khỏi quyết định, hoặc thu hồi một quyết định trước bằng `revokes`. Xem: sangkien quota {group}",
        "Take an innovation out of the decision, or revoke an earlier one with `revokes`. See: sangkien quota {group}",
    ),
    amount="position",
    cross_file=True,
)
def too_many_honours(corpus: Corpus) -> Iterator[Hit]:
    """Các quyết định còn hiệu lực của một cấp cộng lại không quá hạn mức của cấp ấy.

    Hướng dẫn 45/HD-CDYT, mục 3. Một sáng kiến được hai quyết định của một cấp nêu thì tính một lần; quyết định đã thu hồi không tính.
    ---
    The decisions in force at a level together stay within its quota.

    Guideline 45/HD-CDYT, 3. An innovation in two decisions of a level counts once; a revoked decision does not count.
    """
    for edition, account in _accounts(corpus):
        for position, (path, granted) in enumerate(account.honoured.items(), start=1):
            if position > account.limit.max:
                values = {**_limit(account.limit, edition), "position": position, "path": path}
                yield granted.decision.at(f"items.{granted.index}.path"), values


def _beyond(corpus: Corpus, own: bool) -> Iterator[Hit]:
    for edition, account in _accounts(corpus):
        if account.limit.own is not own:
            continue
        for entry in account.of(QuotaStatus.OVER):
            position = dict(entry.full).get(account.limit)
            if position is not None:
                values: dict[str, Value] = {
                    **_limit(account.limit, edition),
                    "rank": entry.index + 1,
                    "position": position,
                    "held": sum(each.dossier.path != entry.dossier.path for each in account.of(QuotaStatus.HOLDS)),
                    "holders": _holders(account, entry, edition),
                }
                yield entry.dossier.at(f"items.{entry.index}.path"), values


def _accounts(corpus: Corpus) -> Iterator[tuple[Edition, Account]]:
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for account in ledger(corpus, edition.id).accounts:
            yield edition, account


def _limit(limit: Limit, edition: Edition) -> dict[str, Value]:
    rules = edition.rules.record
    field = rules.vocabulary("fields").get(limit.field)
    return {
        "level": rules.vocabulary("levels")[limit.level],
        "unit": edition.name_of(limit.unit),
        "group": limit.unit,
        "max": limit.max,
        "only": Words(f", lĩnh vực “{field.vi}”", f", field “{field.en}”") if field else Words("", ""),
    }


def _holders(account: Account, here: Proposed, edition: Edition) -> Words:
    """Who holds how many quota slots, in the order in which they got them, in words."""
    counts: dict[str, int] = {}
    for entry in account.of(QuotaStatus.HOLDS):
        counts[entry.dossier.path] = counts.get(entry.dossier.path, 0) + 1
    units = {entry.dossier.path: edition.name_of(entry.dossier.unit) for entry in account.entries}
    mine = here.dossier.path
    said = [
        (f"hồ sơ này {count}", f"this dossier {count}") if path == mine else (f"{units[path]} {count}",) * 2
        for path, count in counts.items()
    ]
    return Words(", ".join(vi for vi, _ in said) or "chưa có ai", ", ".join(en for _, en in said) or "nobody")

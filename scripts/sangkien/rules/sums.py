"""SK8, sums: shares make a hundred, parts make no more than the whole; must not know what the numbers are spent on."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.programme import Unit
from sangkien.rules.quota_ledger import quotas_of
from sangkien.rules.rule import Hit, rule


@rule(
    "SK801",
    Words("Tỷ lệ đóng góp không đủ 100 %", "Shares do not make 100 %"),
    says=Words(
        "Tỷ lệ đóng góp của các tác giả cộng lại là {sum} %, {unsaid}.", "The authors' shares add up to {sum} %, {unsaid}."
    ),
    cure=Words(
        "Ghi `share` cho mọi tác giả, cộng lại đúng 100 (một tác giả thì share: 100); sót đồng tác giả thì thêm người ấy; chưa"
        " thống nhất được thì bỏ hết các dòng `share`.",
        "Give every author a `share`, together exactly 100 (a single author: share: 100); add a co-author who was left out; if it"
        " is not agreed yet, leave all `share` lines out.",
    ),
)
def shares_not_whole(corpus: Corpus) -> Iterator[Hit]:
    """Đã ghi phần đóng góp thì phải ghi cho mọi tác giả, cộng lại đúng 100 %.

    Thông tư 18/2013/TT-BKHCN đòi tỷ lệ đóng góp của từng tác giả; tiền thưởng và quyền tác giả chia theo đó.
    ---
    Where shares are given, every author has one and they make exactly 100 %.

    Circular 18/2013/TT-BKHCN asks for each author's share; rewards and authorship are divided by it.
    """
    for filed in corpus.submissions:
        shares = [author.share for author in filed.record.authors]
        given = [share for share in shares if share is not None]
        if given and (len(given) < len(shares) or sum(given) != 100):
            without = len(shares) - len(given)
            unsaid = (
                Words(f"còn {without} tác giả chưa ghi", f"and {without} have none")
                if without
                else Words("phải đúng 100 %", "which must be 100 %")
            )
            last = max(position for position, share in enumerate(shares) if share is not None)
            yield filed.at(f"authors.{last}.share"), {"sum": sum(given), "unsaid": unsaid}


@rule(
    "SK802",
    Words("Chỉ tiêu cao hơn phân bổ", "Target above the allocation"),
    says=Words(
        "{unit} có chỉ tiêu {target} bài nhưng chỉ được phân bổ {allocation} bài.",
        "{unit} aims at {target} submissions but is allocated only {allocation}.",
    ),
    cure=Words("Nâng `allocation` hoặc hạ `target`.", "Raise `allocation` or lower `target`."),
    cross_file=True,
)
def target_above_allocation(corpus: Corpus) -> Iterator[Hit]:
    """Chỉ tiêu để phấn đấu không được cao hơn số bài được phép gửi.

    Phân bổ chặn, chỉ tiêu đo; chỉ tiêu cao hơn phân bổ thì không đơn vị nào đạt được.
    ---
    What a unit aims at is no more than what it may send.

    The allocation caps and the target measures; a target above the cap can be reached by nobody.
    """
    for filed in (each for edition in corpus.editions.values() for each in edition.unit_lists) if corpus.judges_law else ():
        for index, unit in enumerate(filed.record.units):
            if unit.target is not None and unit.allocation is not None and unit.target > unit.allocation:
                values: dict[str, Value] = {"unit": unit.name, "target": unit.target, "allocation": unit.allocation}
                yield filed.at(f"units.{index}.target"), values


@rule(
    "SK803",
    Words("Phân bổ cho cấp dưới vượt số được giao", "More shared out than there is"),
    says=Words(
        "{unit} có {max} {what} nhưng đã chia {sum} cho các đơn vị dưới.",
        "{unit} has {max} {what} but shares out {sum} to the units below.",
    ),
    cure=Words(
        "Giảm phần của các đơn vị dưới, hoặc xin thêm cho đơn vị.", "Lower the shares below, or ask for more for the unit."
    ),
    amount="sum",
    cross_file=True,
)
def shared_out_too_much(corpus: Corpus) -> Iterator[Hit]:
    """Phần chia cho các đơn vị dưới cộng lại không quá phần của đơn vị.

    Chia quá thì sẽ có đơn vị làm đúng phần mình mà vẫn bị từ chối.
    ---
    What is shared out to the units below is no more than the unit has.

    Otherwise a unit that keeps to its share will still be refused.
    """
    for edition in corpus.editions.values() if corpus.judges_law else ():
        below: dict[str, list[Unit]] = {}
        for unit in edition.units.values():
            below.setdefault(unit.id.rpartition("/")[0], []).append(unit)
        for filed in edition.unit_lists:
            for index, unit in enumerate(filed.record.units):
                for most, given, what in _divided(unit, below.get(unit.id, ()), edition):
                    if given > most:
                        yield filed.at(f"units.{index}.id"), {"unit": unit.name, "max": most, "sum": given, "what": what}


def _divided(unit: Unit, below: list[Unit] | tuple[()], edition: Edition) -> Iterator[tuple[int, int, Words]]:
    """What a unit has, how much of it the units below have, and what it is, in words."""
    if unit.allocation is not None:
        yield unit.allocation, sum(each.allocation or 0 for each in below), Words("bài được phân bổ", "submissions allocated")
    names = edition.rules.record.vocabulary("levels")
    for level, name in names.items():
        own = [share.max for share in unit.may_propose if share.level == level]
        own += [limit.max for limit in quotas_of(level, unit.id, edition) if limit.unit == unit.id and not limit.field]
        if own:
            given = sum(share.max for each in below for share in each.may_propose if share.level == level)
            yield min(own), given, Words(f"chỗ đề nghị lên {name.vi}", f"places to propose to {name.en}")

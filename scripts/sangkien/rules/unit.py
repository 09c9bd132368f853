"""SK4, units: does the submission belong where it says, and is there room for it? Must not know how a submission reads."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import Location, Severity
from sangkien.model.programme import lineage
from sangkien.rules.rule import Hit, rule


@rule(
    "SK401",
    Words("Đơn vị không có trong danh sách", "Unknown unit"),
    says=Words("Không có đơn vị “{unit}” trong kỳ {edition}.{near}", "There is no unit “{unit}” in edition {edition}.{near}"),
    cure=Words(
        "Dùng mã đơn vị trong program/{edition}/units/; đơn vị chưa có thì công đoàn cấp trên thêm vào tệp ấy trước.",
        "Use a unit id of program/{edition}/units/; a new unit is first added there by the upper union.",
    ),
)
def unknown_unit(corpus: Corpus) -> Iterator[Hit]:
    """Mọi bài, hồ sơ, quyết định, vụ khiếu nại, biên bản ghi nhớ và dòng sổ tiếp nhận phải thuộc một đơn vị có trong danh sách của kỳ.

    Chỉ tiêu, phân bổ và hạn mức đều tính theo đơn vị; đơn vị tự ghi tay không cộng vào đâu được.
    ---
    Every submission, dossier, decision, dispute, agreement and line of the register belongs to a unit of the edition's list.

    Targets, allocations and quotas are counted by unit; one written freely adds up nowhere.
    """
    # One that stands by itself is told once, at the same place.
    filed = {each.path: each for some in (corpus, *corpus.partial) for each in some.submissions}
    for source in corpus.sources.values():
        edition = corpus.editions.get(source.address.edition)
        if edition and source.address.kind == "submission" and source.address.unit not in edition.units:
            place = filed[source.path].at("unit") if source.path in filed else Location(source.path)
            yield place, _unknown(source.address.unit, edition)
    for edition in corpus.editions.values():
        for act in (*edition.acts, *edition.registers):
            if act.unit not in edition.units:
                yield Location(act.path), _unknown(act.unit, edition)


@rule(
    "SK402",
    Words("Đơn vị và thư mục không khớp", "Unit and folder disagree"),
    says=Words(
        "Bài ghi đơn vị “{unit}” nhưng nằm trong thư mục “{folder}”.", "The unit is “{unit}” but the folder is “{folder}”."
    ),
    cure=Words(
        "Bài của đơn vị ở thư mục thì sửa dòng ấy thành: unit: {folder}. Bài của đơn vị ghi trong bài thì giữ dòng ấy, chuyển tệp"
        " sang thư mục submissions/{edition}/{unit}/ (git mv {path} submissions/{edition}/{unit}/).",
        "If the folder's unit sends it, make the line: unit: {folder}. If the unit in the file does, keep the line and move the file to"
        " submissions/{edition}/{unit}/ (git mv {path} submissions/{edition}/{unit}/).",
    ),
)
def elsewhere(corpus: Corpus) -> Iterator[Hit]:
    """Đơn vị ghi trong bài phải là đơn vị của thư mục chứa bài.

    Người duyệt, phân bổ và số đếm theo thư mục; bài ghi một đằng nằm một nẻo thì tính cho ai cũng sai.
    ---
    The unit in the file is the unit of its folder.

    Reviewers, allocations and counts follow the folder; a file that says otherwise is counted wrongly for somebody.
    """
    for filed in corpus.submissions:
        here = filed.source.address
        if filed.record.unit != here.unit:
            values = {"unit": filed.record.unit, "folder": here.unit, "path": here.path, "edition": here.edition}
            yield filed.at("unit"), values


@rule(
    "SK403",
    Words("Vượt phân bổ", "Over the allocation"),
    says=Words(
        "{unit} được phân bổ {allocation} bài; bài này là bài thứ {position}.",
        "{unit} is allocated {allocation} submissions; this is number {position}.",
    ),
    cure=Words(
        "Rút một bài khác của đơn vị, hoặc xin công đoàn cấp trên tăng phân bổ trong program/{edition}/units/.",
        "Withdraw another of the unit's submissions, or ask the upper union to raise the allocation in program/{edition}/units/.",
    ),
    amount="position",
    cross_file=True,
)
def over_allocation(corpus: Corpus) -> Iterator[Hit]:
    """Số bài của một đơn vị, kể cả các đơn vị dưới nó, không quá số được phân bổ.

    Hướng dẫn 45/HD-CDYT, mục 5.1: công đoàn ngành “phân bổ số lượng sáng kiến tham gia… cho các công đoàn cơ sở”. Bài nhận trước
    được tính trước.
    ---
    A unit, with the units below it, sends no more than its allocation.

    Guideline 45/HD-CDYT, 5.1: the sector union allocates numbers to grassroots unions. What was received first counts first.
    """
    unreadable = {
        fault.location.path for fault in corpus.faults
    } - corpus.sources.keys()  # they take a place, and are told why elsewhere
    for edition, id in _sending(corpus):
        unit = corpus.editions[edition].units.get(id)
        paths = corpus.index.below(edition, id) if unit and unit.allocation is not None else ()
        if unit is None or unit.allocation is None or len(paths) <= unit.allocation:
            continue
        judged = {path for path in paths if path in corpus.sources or path in corpus.passed}
        ranked = sorted(judged.union(unreadable.intersection(paths)), key=lambda path: (corpus.received[path].at, path))
        # What is not judged here landed earlier, so it stands in front.
        for position, path in enumerate(ranked, start=len(paths) - len(ranked) + 1):
            if position > unit.allocation and path in judged:
                values: dict[str, Value] = {
                    "unit": unit.name,
                    "allocation": unit.allocation,
                    "position": position,
                    "edition": edition,
                }
                yield Location(path), values


def _sending(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Edition and unit of each unit that judged submissions come from or go through; all units where that is nearly every one."""
    if corpus.passed:
        yield from (
            (edition.id, unit)
            for edition in corpus.editions.values()
            for unit in sorted(edition.units, key=lambda id: -id.count("/"))
        )
    else:
        yield from dict.fromkeys((place.edition, unit) for place, _ in corpus.judged() for unit in lineage(place.unit))


@rule(
    "SK404",
    Words("Khối của bài khác khối của đơn vị", "Block is not the unit's"),
    says=Words("Bài ghi “{block}”, còn {unit} thuộc “{expected}”.", "The block is “{block}”, but {unit} is “{expected}”."),
    cure=Words("Sửa dòng `block` thành: {correct}", "Correct the line `block` to: {correct}"),
)
def other_block(corpus: Corpus) -> Iterator[Hit]:
    """Khối ghi trong bài phải là khối của đơn vị.

    Doanh nghiệp và cơ quan được báo cáo riêng; một đơn vị chỉ thuộc một khối.
    ---
    The block of a submission is the block of its unit.

    Enterprises and public offices are reported apart, and a unit is one or the other.
    """
    for filed in corpus.submissions:
        edition = corpus.editions.get(filed.source.address.edition)
        unit = edition.units.get(filed.source.address.unit) if edition else None
        if edition and unit and unit.block and filed.record.block != unit.block:
            names = edition.rules.record.vocabulary("blocks")
            block, expected = names[filed.record.block], names[unit.block]
            yield filed.at("block"), {"block": block, "expected": expected, "unit": unit.name, "correct": unit.block}


@rule(
    "SK405",
    Words("Kỳ chưa có thể lệ", "Edition without rules"),
    says=Words(
        "Không có kỳ “{edition}”: chưa có program/{edition}/rules.yml.",
        "No edition “{edition}”: no program/{edition}/rules.yml.",
    ),
    cure=Words(
        "Đặt tệp vào thư mục của một kỳ đã có thể lệ: {editions}",
        "Put the file in the folder of an edition that has rules: {editions}",
    ),
)
def unknown_edition(corpus: Corpus) -> Iterator[Hit]:
    """Bài và văn bản của công đoàn phải nằm trong thư mục của một kỳ đã có thể lệ.

    Không có thể lệ thì không biết hạn nào, phân bổ nào để xét.
    ---
    A submission or an act stands in the folder of an edition that has rules.

    Without rules there is no deadline and no allocation to judge by.
    """
    for source in corpus.sources.values():
        place = source.address
        if place.kind not in ("rules", "units") and place.edition and place.edition not in corpus.editions:
            yield Location(source.path), {"edition": source.address.edition, "editions": tuple(sorted(corpus.editions))}


@rule(
    "SK406",
    Words("Đơn vị chưa có đơn vị cấp trên trong danh sách", "Unit outside the hierarchy"),
    says=Words("Không có đơn vị trên của “{unit}” ({parent}).", "The parent of “{unit}” ({parent}) is missing."),
    cure=Words(
        "Thêm {parent} trước {unit}, trong tệp program/{edition}/units/ của tỉnh hoặc ngành ấy.",
        "Add {parent} before {unit}, in that province's or union's file of program/{edition}/units/.",
    ),
    cross_file=True,
)
def orphan(corpus: Corpus) -> Iterator[Hit]:
    """Mã của đơn vị trên là phần đầu mã của đơn vị dưới, và phải có trong cùng danh sách.

    Số liệu được cộng dồn từ cơ sở lên; thiếu một bậc là mất số.
    ---
    A parent's id is the beginning of its child's, and stands in the same list.

    Figures are added upwards from the grassroots; a missing step loses them.
    """
    for edition in corpus.editions.values() if corpus.judges_law else ():
        for filed in edition.unit_lists:
            for index, unit in enumerate(filed.record.units):
                parent = unit.id.rpartition("/")[0]
                if parent and parent not in edition.units:
                    yield filed.at(f"units.{index}.id"), {"unit": unit.id, "parent": parent, "edition": edition.id}


@rule(
    "SK407",
    Words("Một bài gửi hai lần", "One submission sent twice"),
    says=Words(
        "Bài này giống “{other}” từng chữ một.",
        "This is “{other}”, word for word.",
    ),
    cure=Words(
        "Bỏ một trong hai tệp. Muốn đổi tên tệp thì xóa tệp cũ trong cùng thay đổi: git mv.",
        "Remove one of the two. To rename a file, take the old one away in the same change: git mv.",
    ),
    cross_file=True,
)
def sent_twice(corpus: Corpus) -> Iterator[Hit]:
    """Trong một kỳ, một văn bản chỉ đứng ở một tệp.

    Đứng ở hai tệp thì một sáng kiến được đếm hai lần, hai bài chung một mã biên nhận, và không ai biết giờ nhận là của bài nào. Bài vào
    sau bị nêu; bài vào trước không sao.
    ---
    Within an edition, one text stands in one file.

    In two files one innovation would be counted twice, both would have one receipt code, and nobody could tell which of them the time of
    receipt belongs to. The one that came later is named; the earlier one is fine.
    """
    for path, other in sorted(corpus.duplicates.items()):
        if path in corpus.sources or path in corpus.passed:
            yield Location(path), {"other": other}


@rule(
    "SK408",
    Words("Giống bài đã rút khi đang có khiếu nại", "Much like one withdrawn under dispute"),
    says=Words(
        "Bài này rất giống “{other}”, bài đã rút khi khiếu nại, tranh chấp về nó chưa được bác.",
        "This is much like “{other}”, which was withdrawn while a complaint or dispute about it was not dismissed.",
    ),
    cure=Words(
        "Nếu là cùng một sáng kiến thì trả bài về tệp cũ: git mv {path} {other}. Nếu là sáng kiến khác thì người duyệt xem rồi bỏ qua.",
        "If it is the same innovation, put it back into its file: git mv {path} {other}. If it is another one, the reviewer may pass it.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def like_one_in_dispute(corpus: Corpus) -> Iterator[Hit]:
    """Rút bài rồi gửi lại bài gần như thế không làm mất vụ khiếu nại.

    Máy không kết luận thay người: văn bản giống thì báo cho người duyệt, đúng từng chữ thì vụ việc đi theo.
    ---
    To withdraw a submission and send nearly the same again does not end a dispute.

    No machine rules on that: a text that is much like it is shown to the reviewer; the dispute follows one that is the same to the
    letter.
    """
    for path, other in sorted(corpus.resembling.items()):
        yield Location(path), {"path": path, "other": other}


def _unknown(unit: str, edition: Edition) -> dict[str, Value]:
    near = difflib.get_close_matches(unit, edition.units, n=1, cutoff=0.75)
    known = next((step for step in lineage(unit) if step in edition.units), "")
    guess = near[0] if near else ""
    meant = guess and guess != known
    said = Words(f" Ý bạn là `{guess}`?", f" Did you mean `{guess}`?") if meant else Words("", "")
    return {"unit": unit, "edition": edition.id, "near": said}

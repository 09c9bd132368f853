"""SK6, dossiers: in time, complete, sent upwards, voted, every item eligible; must not count quota slots."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Until, Value, Words
from sangkien.model.act import Dossier
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.finding import Location, Severity
from sangkien.rules import eligibility
from sangkien.rules.eligibility import Effect
from sangkien.rules.quota_ledger import ledger
from sangkien.rules.rule import Hit, rule
from sangkien.rules.time import lateness


@rule(
    "SK601",
    Words("Hồ sơ nộp sau hạn của cấp", "Dossier after its level's due date"),
    says=Words(
        "Hồ sơ đề nghị cấp “{level}” nhận lúc {received}, {late}; hạn là {due} ({source}).",
        "The dossier to level “{level}” was received at {received}, {late}; it was due by {due} ({source}).",
    ),
    cure=Words(
        "Hồ sơ giấy đã đến kịp hạn thì nhờ nơi nhận ghi sổ tiếp nhận: sangkien register. Đã nộp kịp mà sửa sau hạn thì trả về bản cũ; chỉ"
        " bỏ bớt mục thì vẫn tính theo bản cũ.",
        "If the paper dossier came in time, ask the office to enter it: sangkien register. If it was edited after the due date, put the"
        " earlier text back; one that only drops items still counts from the earlier text.",
    ),
    cross_file=True,
)
def late_dossier(corpus: Corpus) -> Iterator[Hit]:
    """Hồ sơ đề nghị phải được nhận trước hạn của cấp được đề nghị.

    Hướng dẫn 45/HD-CDYT, mục 4.2: hồ sơ lên Tổng Liên đoàn nộp ngày 10/4/2021, lên LĐLĐ tỉnh ngày 25/4/2021; “hồ sơ hợp lệ là những
    hồ sơ nộp đúng hạn”. Giờ nhận tính như với bài: lúc vào nhánh chính, biên nhận hoặc sổ tiếp nhận, lúc nào sớm nhất, của đúng nội
    dung ấy. Rút bớt mục không phải là nộp lại.
    ---
    A dossier is received before its level's due date.

    Guideline 45/HD-CDYT, 4.2: dossiers to the confederation were due on 10 April 2021, those to the province on 25 April; only what
    comes in time is valid. The time of receipt is found as for a submission: landing, receipt or register line of this very content,
    whichever is earliest. Dropping an item is not a new dossier.
    """
    for edition, filed in _dossiers(corpus):
        level, received = eligibility.level_of(filed, edition), corpus.received[filed.path].at
        if level.due and eligibility.dossier_late(filed, corpus, edition):
            values: dict[str, Value] = {
                "level": level.name,
                "received": received,
                "late": lateness(received - level.due.at),
                "due": Until(level.due.at),
                "source": level.due.source,
            }
            yield filed.at("level"), values


@rule(
    "SK602",
    Words("Hồ sơ chưa đủ", "Dossier incomplete"),
    says=Words("Hồ sơ chưa có {missing}.", "The dossier is incomplete without {missing}."),
    cure=Words(
        "Bổ sung rồi ghi vào tệp hồ sơ. Hồ sơ chưa đủ thì chưa giữ chỗ nào trong hạn mức.",
        "Add it and write it in the dossier's file. An incomplete dossier holds no place.",
    ),
    cross_file=True,
)
def incomplete(corpus: Corpus) -> Iterator[Hit]:
    """Hồ sơ phải có đủ giấy tờ, số tờ trình, biên bản có kết quả bỏ phiếu và xác nhận của lãnh đạo cơ quan, đơn vị.

    Hướng dẫn 45/HD-CDYT, mục 4.1 kê các giấy tờ; mẫu bảng tổng hợp có ô xác nhận của lãnh đạo cơ quan, đơn vị, doanh nghiệp. Mỗi thứ
    còn thiếu được nêu tên riêng để bổ sung một lần cho đủ.
    ---
    A dossier holds its papers, the letter's number, minutes with the votes, and the employer's confirmation.

    Guideline 45/HD-CDYT, 4.1, lists the papers; the summary table has a block for the employer's confirmation. Each missing piece is
    named, so that all can be added at once.
    """
    for edition, filed in _dossiers(corpus):
        for missing in eligibility.lacks(filed, edition):
            yield Location(filed.path), {"missing": missing}


@rule(
    "SK603",
    Words("Hồ sơ không gửi lên cấp trên", "Dossier not sent upwards"),
    says=Words(
        "{unit} thuộc cấp “{own}”, không đề nghị lên “{level}” được.",
        "{unit} is of level “{own}” and cannot propose to “{level}”.",
    ),
    cure=Words("Sửa `level` thành một cấp trên của đơn vị.", "Correct `level` to one above the unit."),
    cross_file=True,
)
def not_upward(corpus: Corpus) -> Iterator[Hit]:
    """Hồ sơ đề nghị gửi từ dưới lên: cấp được đề nghị phải cao hơn cấp của đơn vị.

    Việc trong thẩm quyền của chính đơn vị thì ra quyết định, không cần hồ sơ.
    ---
    A dossier goes upwards: the level asked stands above the unit that asks.

    What a unit may honour by its own authority it decides without a dossier.
    """
    for edition, filed in _dossiers(corpus):
        unit, names = edition.units.get(filed.unit), edition.rules.record.vocabulary("levels")
        if unit and not eligibility.upward(filed, edition):
            yield filed.at("level"), {"unit": unit.name, "own": names[unit.level], "level": names[filed.record.level]}


@rule(
    "SK604",
    Words("Số phiếu không khớp", "Votes do not add up"),
    says=Words("Biên bản không khớp: {how}.", "The minutes contradict themselves: {how}."),
    cure=Words(
        "Đối chiếu biên bản giấy: tán thành, không tán thành và phiếu trắng cộng lại bằng số người dự họp.",
        "Compare with the paper: in favour, against and blank together are as many as were present.",
    ),
    cross_file=True,
)
def votes_do_not_add_up(corpus: Corpus) -> Iterator[Hit]:
    """Phiếu của mỗi mục cộng lại phải bằng số ủy viên dự họp, và số dự họp không quá số ủy viên.

    Biên bản không khớp thì không biết mục nào đã được thông qua.
    ---
    The votes on each item add up to those present, and no more are present than belong to the committee.

    Minutes that contradict themselves do not tell what was carried.
    """
    for _, filed in _dossiers(corpus):
        for field, how in eligibility.miscounted(filed):
            yield filed.at(field), {"how": how}


@rule(
    "SK605",
    Words("Mục không đủ điều kiện đề nghị", "Item not eligible"),
    says=Words(
        "“{path}” chưa đề nghị được: {reason}.",
        "“{path}” cannot be proposed: {reason}.",
    ),
    cure=Words(
        "Bỏ mục này khỏi hồ sơ, hoặc xử lý xong điều đã nêu rồi nộp lại. Hỏi đủ về một bài: sangkien status {path}",
        "Take the item out, or settle what is named and send the dossier again. All about one submission: sangkien status {path}",
    ),
    cross_file=True,
)
def not_eligible(corpus: Corpus) -> Iterator[Hit]:
    """Mỗi mục trong hồ sơ phải đủ điều kiện vào lúc hồ sơ được nhận.

    Hướng dẫn 45/HD-CDYT, mục 2, 3.3 và 4: nhận kịp hạn, áp dụng trong thời gian chương trình, người sử dụng lao động đồng ý, đã có hiệu
    quả hoặc áp dụng thử, thuộc lĩnh vực cấp ấy xét, được cuộc họp thông qua quá bán, không có khiếu nại, không tranh chấp quyền tác
    giả, và là bài của chính đơn vị hay đơn vị dưới. Khiếu nại đến sau khi hồ sơ đã được nhận thì không làm hồ sơ sai, chỉ tạm dừng
    việc chọn mục ấy.
    ---
    Every item of a dossier is eligible when the dossier is received.

    Guideline 45/HD-CDYT, 2, 3.3 and 4: received in time, in use within the programme's dates, agreed by the employer, effective or on
    trial, in a field the level honours, carried by a majority of the meeting, without complaint or authorship dispute, and of the
    unit itself or one below. A complaint that comes after the dossier does not make the dossier wrong; it only stops the choice.
    """
    for edition, filed in _dossiers(corpus):
        for index, item in enumerate(filed.record.items):
            for bar in eligibility.bars(filed, item, corpus, edition):
                if bar.effect is Effect.REFUSES:
                    values: dict[str, Value] = {"path": item.path, "reason": bar.words}
                    yield filed.at(f"items.{index}.path"), values


@rule(
    "SK606",
    Words("Một bài trong hai hồ sơ của một cấp", "Proposed twice to one level"),
    says=Words(
        "“{path}” đã được đề nghị lên cấp “{level}” trong hồ sơ {earlier}.",
        "“{path}” was proposed to level “{level}” in {earlier} already.",
    ),
    cure=Words("Bỏ mục này ở một trong hai hồ sơ.", "Take the item out of one of the two dossiers."),
    cross_file=True,
)
def proposed_twice(corpus: Corpus) -> Iterator[Hit]:
    """Mỗi bài chỉ được đề nghị một lần lên một cấp.

    Một bài nằm ở hai hồ sơ sẽ giữ hai chỗ, hoặc được xét hai lần.
    ---
    A submission is proposed to a level once.

    In two dossiers it would hold two places, or be judged twice.
    """
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        names = edition.rules.record.vocabulary("levels")
        for entry in ledger(corpus, edition.id).proposed:
            if entry.twice:
                values: dict[str, Value] = {"path": entry.path, "level": names[entry.level], "earlier": entry.twice.path}
                yield entry.dossier.at(f"items.{entry.index}.path"), values


@rule(
    "SK607",
    Words("Bài đã được đề nghị nay là nội dung khác", "What was proposed is another content now"),
    says=Words(
        "Hồ sơ {dossier} đề nghị nội dung {seen} của “{path}”; nội dung hiện nay {stands} là nội dung khác nên chưa được chọn.",
        "The dossier {dossier} proposes content {seen} of “{path}”; what stands there now, {stands}, is another and cannot be chosen.",
    ),
    cure=Words(
        "Trả lại đúng nội dung đã đề nghị (git log -- {path}), hoặc họp xét lại và gửi lại hồ sơ trước hạn.",
        "Put the proposed content back (git log -- {path}), or vote again and send the dossier again before it is due.",
    ),
    severity=Severity.WARNING,
    cross_file=True,
)
def other_content(corpus: Corpus) -> Iterator[Hit]:
    """Chỗ trong hạn mức thuộc về đúng nội dung mà cuộc họp đã xét.

    Sửa bài sau khi hồ sơ đã được nhận thì hồ sơ không sai và chỗ vẫn giữ cho nội dung cũ; nhưng nội dung mới chưa ai bỏ phiếu, nên chưa
    được chọn.
    ---
    A place belongs to the very content that the meeting voted on.

    An edit after the dossier came does not make the dossier wrong, and the place is kept for the earlier content; but nobody voted on
    the new one, so it cannot be chosen.
    """
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for entry in ledger(corpus, edition.id).proposed:
            if any(bar.id == "other_content" and bar.effect is Effect.BLOCKS for bar in entry.bars):
                values: dict[str, Value] = {
                    "dossier": entry.dossier.path,
                    "path": entry.path,
                    "seen": corpus.namings[entry.dossier.path, entry.path].content[:12] or "–",
                    "stands": corpus.blob_at(entry.path)[:12],
                }
                yield Location(entry.path), values


def _dossiers(corpus: Corpus) -> Iterator[tuple[Edition, Filed[Dossier]]]:
    """Every dossier that is judged, with its edition."""
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        for filed in edition.dossiers:
            yield edition, filed

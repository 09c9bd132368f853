"""SK5, acts of unions: do they name files that exist, and are they changed as they may be? Must not judge the submissions themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import Until, Words
from sangkien.model.corpus import Corpus
from sangkien.model.programme import Rules, Setting
from sangkien.rules.rule import Hit, rule


@rule(
    "SK501",
    Words("Văn bản nêu bài không có trong kho", "Act about a missing submission"),
    says=Words("Văn bản này nêu “{path}”, nhưng kho không có tệp này.", "It names “{path}”, which is not there."),
    cure=Words(
        "Gõ nhầm thì sửa đường dẫn cho đúng tên tệp. Bài đã được tôn vinh mà bị đổi tên hay xóa thì trả lại tên cũ; muốn rút phải thu hồi"
        " quyết định trước.",
        "If it was mistyped, correct the path. If it was honoured and then renamed or removed, give it its name back; to withdraw it,"
        " revoke the decision first.",
    ),
    cross_file=True,
)
def about_nothing(corpus: Corpus) -> Iterator[Hit]:
    """Hồ sơ, quyết định, vụ khiếu nại chỉ nêu bài có trong kho, đúng tên tệp đang có.

    Văn bản nêu bài bằng tên tệp, nên tệp đã có văn bản nêu thì không đổi tên. Nếu không, trang công khai sẽ thiếu một vinh danh, hạn mức
    sẽ tính sót một chỗ, mà không ai biết. Bài đã vào quyết định còn hiệu lực thì không rút được; bài mới ở trong hồ sơ thì rút được, chỗ
    của nó được trả lại.
    ---
    Dossiers, decisions and disputes name submissions that are there, by the names they have.

    Acts go by the name of the file, so a file that an act names keeps its name. Otherwise an honour or a place would silently be lost.
    What a decision honours cannot be withdrawn; what only a dossier proposes can, and its place falls free.
    """
    for edition in corpus.editions.values() if corpus.judges_acts else ():
        named = [(filed.at("path"), filed.record.path, False) for filed in edition.disputes]
        for dossier in edition.dossiers:
            named += [(dossier.at(f"items.{rank}.path"), item.path, False) for rank, item in enumerate(dossier.record.items)]
        named += [(each.decision.at(f"items.{each.index}.path"), each.honour.path, True) for each in edition.in_force]
        for location, path, lasting in named:
            if path not in corpus.index and (lasting or path not in corpus.landings):
                yield location, {"path": path}


@rule(
    "SK502",
    Words("Cấp của quyết định khác cấp của đơn vị", "Level is not the deciding unit's"),
    says=Words(
        "{unit} thuộc cấp “{actual}”, không ra quyết định cấp “{level}”.", "{unit} is of level “{actual}”, not “{level}”."
    ),
    cure=Words(
        "Sửa `level`, hoặc chuyển tệp vào thư mục của đơn vị đã ký.",
        "Correct `level`, or move the file to the folder of the unit that signed.",
    ),
    cross_file=True,
)
def wrong_level(corpus: Corpus) -> Iterator[Hit]:
    """Một cấp chỉ tôn vinh nhân danh chính cấp mình.

    Hướng dẫn 45/HD-CDYT, mục 3: mỗi cấp có thẩm quyền và số lượng riêng.
    ---
    A level honours in its own name only.

    Guideline 45/HD-CDYT, 3: each level has its own authority and number.
    """
    for edition in corpus.editions.values():
        names = edition.rules.record.vocabulary("levels")
        for filed in edition.decisions:
            unit = edition.units.get(filed.unit)
            if unit and unit.level != filed.record.level:
                yield filed.at("level"), {"unit": unit.name, "actual": names[unit.level], "level": names[filed.record.level]}


@rule(
    "SK506",
    Words("Hạn cũ bị sửa hoặc xóa", "A deadline was overwritten"),
    says=Words(
        "Hạn {at} ({source}) của kỳ {edition} không còn trong thể lệ.",
        "The deadline {at} ({source}) of edition {edition} is gone.",
    ),
    cure=Words(
        "Giữ nguyên các dòng cũ của hạn; gia hạn thì thêm một dòng ở cuối, kèm số văn bản.",
        "Keep the old lines of the deadline; extend it with one more line at the end, with the number of its paper.",
    ),
    cross_file=True,
)
def overwritten_deadline(corpus: Corpus) -> Iterator[Hit]:
    """Gia hạn là thêm một lần ấn định, không phải sửa lần cũ.

    Ai cũng phải xem lại được trước kia hạn là bao giờ, đổi theo văn bản nào.
    ---
    An extension adds a setting; it overwrites none.

    Anybody must be able to see what the deadline was and which paper changed it.
    """
    for id, old in corpus.before.items():
        if id not in corpus.editions:
            continue
        now = corpus.editions[id].rules
        stands = _deadlines(now.record)
        for level, was in _deadlines(old.rules.record).items():
            for at, setting in enumerate(was):
                if stands.get(level, ())[at : at + 1] != (setting,):
                    location = now.at(level if level == "corrections" else "levels" if level else "portal")
                    yield location, {"at": Until(setting.at), "source": setting.source, "edition": id}


def _deadlines(rules: Rules) -> Mapping[str, tuple[Setting, ...]]:
    """The settings of every deadline: the closing under "", that of corrections, and each level's due date by the level's id,
    since a level may come, go or move among the others."""
    corrections = {"corrections": rules.corrections.due} if rules.corrections else {}
    return {"": rules.portal.closes, **corrections, **{level.id: level.dossier_due for level in rules.levels}}

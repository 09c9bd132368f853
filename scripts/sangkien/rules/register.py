"""SK5, the register: does each line attest what was there, at a possible time, and does it stay? Must not read a clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, time

from sangkien.language import Value, Words, filled
from sangkien.late import regex
from sangkien.model.act import RegisterLine
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.filed import Filed
from sangkien.model.finding import Location
from sangkien.model.history import folder_of
from sangkien.rules.rule import Hit, rule
from sangkien.rules.time import CLOCK_TOLERANCE

_NUMBER = regex(r"[0-9]+(?=-)", re.ASCII)
_NEVER = datetime.max.replace(tzinfo=UTC)


@rule(
    "SK503",
    Words("Trùng số đến", "Register number used twice"),
    says=Words("Số đến {number} đã dùng ở {first}.", "Register number {number} was used in {first} already."),
    cure=Words(
        "Số tiếp theo còn trống là {next}. Đổi tên tệp: git mv {path} {renamed}",
        "The next free number is {next}. Rename the file: git mv {path} {renamed}",
    ),
    volatile=("first", "next", "path", "renamed"),
    cross_file=True,
)
def repeated_number(corpus: Corpus) -> Iterator[Hit]:
    """Trong sổ của một đơn vị, mỗi dòng có một số riêng.

    Số đến là lời hứa của nơi nhận với người nộp; hai bài chung một số thì không tra được bài nào. Hai cán bộ cùng ghi một lúc có thể
    lấy trùng số: dòng vào nhánh chính trước giữ số, dòng sau lấy số tiếp theo. Dòng đã gạch vẫn giữ số của nó.
    ---
    In the register of a unit each line has a number of its own.

    The number is the office's word to the sender; two with one number cannot be traced. Two officers at once may take the same: the
    line that reached the main branch first keeps it, the other takes the next. A line that was struck keeps its number.
    """
    folders = {folder_of(path) for path, source in corpus.sources.items() if source.address.kind == "register"}
    for folder in sorted(folders) if corpus.judges_register else ():
        numbered: dict[int, list[str]] = {}
        for path in corpus.paths_in(folder):
            if match := _NUMBER.match(path, len(folder) + 1):
                numbered.setdefault(int(match[0]), []).append(path)
        free = max(numbered, default=0) + 1
        for number, paths in sorted(numbered.items()):
            first, *others = sorted(paths, key=lambda path: (_landed(corpus, path), path)) if len(paths) > 1 else paths
            for path in others:
                renamed = f"{folder}/{free:04d}-{path.rpartition('/')[2].partition('-')[2]}"
                yield Location(path), {"number": number, "first": first, "next": free, "path": path, "renamed": renamed}
                free += 1


@rule(
    "SK504",
    Words("Sổ ghi tệp không có trong kho", "Register line for a missing file"),
    says=Words(
        "Số đến {number} ghi “{path}”, nhưng kho không có tệp này.", "Line {number} names “{path}”, which is not there."
    ),
    cure=Words(
        "Thêm tệp của bài hoặc hồ sơ, hoặc sửa đường dẫn trong dòng sổ.",
        "Add the file of the submission or dossier, or correct the path.",
    ),
    cross_file=True,
)
def registered_nothing(corpus: Corpus) -> Iterator[Hit]:
    """Mỗi dòng sổ tiếp nhận làm chứng cho một bài hoặc hồ sơ đang có hoặc từng có trong kho.

    Dòng sổ không trỏ tới bài nào thì không làm chứng cho ai. Bài đã đổi tên hay đã rút thì dòng sổ cũ vẫn đúng, không phải xóa.
    ---
    Each line of the register vouches for a submission or dossier that is there, or once was.

    A line that points at nothing vouches for nobody. When a submission is renamed or withdrawn its line stays true and stays.
    """
    for edition, filed in _counting(corpus):
        if not corpus.was_there(filed.record.path, edition):
            yield filed.at("path"), {"number": filed.number, "path": filed.record.path}


@rule(
    "SK505",
    Words("Dòng sổ cũ bị sửa hoặc xóa", "A line of the register was changed or removed"),
    says=Words(
        "Số đến {number} ({path}) không còn như đã ghi.", "Number {number} ({path}) no longer stands as it was entered."
    ),
    cure=Words(
        "Trả tệp về nguyên văn. Ghi nhầm thì gạch dòng ấy (sangkien register --strike {file} --reason …) rồi ghi một dòng mới.",
        "Put the file back word for word. To correct a line, strike it (sangkien register --strike {file} --reason …) and enter a new one.",
    ),
    volatile=("file",),
    cross_file=True,
)
def rewritten_register(corpus: Corpus) -> Iterator[Hit]:
    """Sổ tiếp nhận chỉ ghi thêm và gạch bỏ, không xóa, không sửa.

    Xóa hay sửa một dòng cũ có thể làm bài của người khác thành trễ mà người ấy không hề đổi gì. Dòng ghi nhầm được gạch: thêm `struck`
    với lý do và ngày, những chữ khác giữ nguyên. Dòng đã gạch không còn tính, và không được gỡ vết gạch.
    ---
    The register only grows; a line is struck, never removed or edited.

    To remove or change an old line may make somebody else's submission late without a word to them. A wrong one is struck: `struck` is
    added with reason and day, all else stays. What is struck counts no more, and stays struck.
    """
    for id, old in corpus.before.items():
        if id in corpus.editions:
            now = _lines(corpus.editions[id])
            for path, was in _lines(old).items():
                if not _still(was.record, now.get(path)):
                    yield Location(path), {"number": was.number, "path": was.record.path, "file": path}


@rule(
    "SK516",
    Words("Sổ tiếp nhận kiểu cũ", "Register of the old form"),
    says=Words(
        "Sổ tiếp nhận không còn là một tệp chung; các dòng trong tệp này không được tính.",
        "The register is no longer one file; the lines of this one count for nothing.",
    ),
    cure=Words(
        "Đổi thành mỗi dòng một tệp bằng lệnh: sangkien register --convert {path}",
        "Turn each line into a file of its own with: sangkien register --convert {path}",
    ),
)
def superseded(corpus: Corpus) -> Iterator[Hit]:
    """Mỗi dòng sổ tiếp nhận là một tệp trong thư mục của đơn vị nhận.

    Nhờ vậy hai cán bộ không bao giờ cùng sửa một tệp. Lệnh đổi giữ nguyên số, giờ và nội dung của từng dòng, nên không bài nào đổi giờ
    nhận.
    ---
    Each line of the register is a file in the folder of the receiving unit.

    So two officers never edit one file. The command keeps number, time and content of every line: nothing changes its time of receipt.
    """
    for fault in corpus.faults:
        if fault.kind == "superseded":
            yield fault.location, {"path": fault.location.path}


@rule(
    "SK517",
    Words("Dòng sổ ở sai đơn vị nhận", "Register line of a unit that receives nothing from there"),
    says=Words("Sổ của {unit} không ghi nhận được “{path}”.", "The register of {unit} cannot vouch for “{path}”."),
    cure=Words(
        "Ghi vào sổ của đơn vị đã nhận: đơn vị gửi bài hoặc một cấp trên của đơn vị ấy, trong cùng kỳ; hồ sơ thì chỉ"
        " ghi ở sổ của cấp trên.",
        "Enter it in the register of the unit that received it: the sender's own or one above it, in the same edition; a dossier only in"
        " the register of a unit above.",
    ),
    cross_file=True,
)
def not_its_to_receive(corpus: Corpus) -> Iterator[Hit]:
    """Đơn vị chỉ ghi sổ cho bài của chính mình và của các đơn vị bên dưới.

    Nếu không, một đơn vị chẳng liên quan cũng làm chứng được cho bài trễ. Hồ sơ gửi lên thì nơi nhận là cấp trên: không đơn vị nào tự
    làm chứng là mình đã nộp hồ sơ đúng hạn.
    ---
    A unit enters what itself and the units below it sent.

    Otherwise a unit that has nothing to do with it could vouch for what is late. A dossier goes up, so a unit above receives it: nobody
    vouches for having handed in their own in time.
    """
    for edition, filed in _counting(corpus):
        if not edition.receives(filed.unit, filed.record):
            yield filed.at("path"), {"unit": edition.name_of(filed.unit), "path": filed.record.path}


@rule(
    "SK518",
    Words("Dòng sổ ghi ngày giờ không thể có", "Register line at a time that cannot be"),
    says=Words("Số đến {number} {how}.", "Line {number} {how}."),
    cure=Words(
        "Xem lại dấu đến, ngày gạch rồi ghi đúng{anew}.",
        "Look at the office's stamp, or when it was struck, and write that{anew}.",
    ),
    volatile=("anew",),
    cross_file=True,
)
def impossible_time(corpus: Corpus) -> Iterator[Hit]:
    """Giờ nhận nằm giữa ngày đầu của chương trình và lúc dòng sổ vào nhánh chính; dòng chưa vào thì đến lúc xét. Ngày gạch cũng vậy.

    Không thể nhận bài của một chương trình chưa bắt đầu, và sổ chỉ ghi điều đã xảy ra. Gõ nhầm năm là lỗi hay gặp nhất; một dòng sổ như
    thế làm bài trễ thành kịp hạn. Đồng hồ lệch vài phút thì được bỏ qua.
    ---
    A time of receipt lies between the programme's first day and the landing of the line or, before that, the judgement. So does the
    day of a strike.

    Nothing can be received for a programme that has not begun, and a register records what has happened. A mistyped year is the most
    common slip, and such a line would make what is late look timely. A clock that is off by some minutes is let pass.
    """
    for edition, filed in _counting(corpus):
        rules = edition.rules.record
        first, entered = rules.campaign.first, min(_landed(corpus, filed.path), corpus.as_of).astimezone(rules.zone)
        received = filed.record.received_at.astimezone(rules.zone)
        values: dict[str, Value] = {"received": received, "first": first, "entered": entered}
        reported: dict[str, Value] = {"number": filed.number, "anew": _anew(corpus, filed)}
        if received < datetime.combine(first, time(), rules.zone):
            yield filed.at("received_at"), {**reported, "how": filled(_TOO_EARLY, values)}
        elif received > entered + CLOCK_TOLERANCE:
            yield filed.at("received_at"), {**reported, "how": filled(_TOO_LATE, values)}
    for edition in corpus.editions.values() if corpus.judges_register else ():
        yield from _struck_when(corpus, edition)


def _struck_when(corpus: Corpus, edition: Edition) -> Iterator[Hit]:
    """Strikes dated before the line's receipt, or after they came to the main branch."""
    zone = edition.rules.record.zone
    for filed in edition.registers:
        if mark := filed.record.struck:
            came = corpus.landings.get(filed.path, {}).get(filed.source.blob)
            entered = min(came.committed, corpus.as_of) if came else corpus.as_of
            entered, received = entered.astimezone(zone), filed.record.received_at.astimezone(zone)
            values: dict[str, Value] = {"on": mark.on, "received": received, "entered": entered}
            how = _STRUCK_EARLY if mark.on < received.date() else _STRUCK_LATE
            if how is _STRUCK_EARLY or mark.on > (entered + CLOCK_TOLERANCE).date():
                yield filed.at("struck.on"), {"number": filed.number, "how": filled(how, values), "anew": Words("", "")}


def _anew(corpus: Corpus, filed: Filed[RegisterLine]) -> Words:
    """What else is needed to correct a line that is on the main branch, where lines are struck, not edited; in words."""
    if filed.path not in corpus.landings:
        return Words("", "")
    strike = f"sangkien register --strike {filed.path} --reason …"
    return Words(
        f" vào một dòng mới; dòng này đã ở trên nhánh chính nên gạch đi: {strike}",
        f" on a new line; this one is on the main branch and is struck: {strike}",
    )


_TOO_EARLY = Words(
    "ghi nhận lúc {received}, trước ngày đầu của chương trình ({first})",
    "says received at {received}, before the programme's first day ({first})",
)
_TOO_LATE = Words(
    "ghi nhận lúc {received}, sau cả lúc ghi sổ ({entered})",
    "says received at {received}, after the line itself was entered ({entered})",
)
_STRUCK_EARLY = Words(
    "ghi là gạch ngày {on}, trước cả lúc nhận ({received})", "says it was struck on {on}, before it was received ({received})"
)
_STRUCK_LATE = Words(
    "ghi là gạch ngày {on}, sau cả lúc vào sổ ({entered})", "says it was struck on {on}, after that was entered ({entered})"
)


def _counting(corpus: Corpus) -> Iterator[tuple[Edition, Filed[RegisterLine]]]:
    """Every line that counts, with its edition, where lines are judged; struck lines are left out."""
    for edition in corpus.editions.values() if corpus.judges_register else ():
        yield from ((edition, filed) for filed in edition.registers if filed.record.struck is None)


def _landed(corpus: Corpus, path: str) -> datetime:
    """When anything first landed at a path; the last possible instant where nothing did."""
    return min((commit.committed for commit in corpus.landings.get(path, {}).values()), default=_NEVER)


def _lines(edition: Edition) -> Mapping[str, Filed[RegisterLine]]:
    return {filed.path: filed for filed in edition.registers}


def _still(was: RegisterLine, now: Filed[RegisterLine] | None) -> bool:
    """Whether a line is as it was, or was struck and is otherwise the same."""
    return now is not None and (now.record == was or (was.struck is None and replace(now.record, struck=None) == was))

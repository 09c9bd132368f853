"""SK1, form: can a file stand where it is put, beside all others and on anybody's machine? Must not know what the file says."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Words
from sangkien.model.corpus import Corpus
from sangkien.rules.rule import Hit, Mendable, rule


@rule(
    "SK117",
    Words("Tên tệp gây hại cho máy người khác", "A name that harms other machines"),
    says=Words("Không dùng được tên này: {what}.", "This name cannot be used: {what}."),
    cure=Words(
        "Đổi tên, chỉ dùng chữ thường không dấu, chữ số và dấu gạch ngang, ví dụ gia-do-binh-oxy.md.",
        "Rename it with lower-case ASCII letters, digits and hyphens only, as in gia-do-binh-oxy.md.",
    ),
)
def harmful_name(corpus: Corpus) -> Iterator[Mendable]:
    """Không đường dẫn nào được làm hỏng bản sao của người khác, dù nằm ở thư mục nào.

    Máy Windows không tạo được tệp tên con.md hay có dấu chấm ở cuối; tên “..” hay “.git” có thể ghi đè tệp ngoài kho; ký tự không
    nhìn thấy làm người duyệt đọc ra một tên khác.
    ---
    No path may harm somebody else's clone, in whatever folder.

    Windows cannot make a file con.md or one that ends in a dot; “..” or “.git” may overwrite what lies outside; a character nobody
    sees makes the reviewer read another name.
    """
    yield from corpus.faults_of("unsafe")


@rule(
    "SK118",
    Words("Hai tên là một trên nhiều máy", "Two names that are one on many machines"),
    says=Words(
        "Tên này chỉ khác “{other}” ở chữ hoa, chữ thường hoặc cách mã hóa.",
        "This name differs from “{other}” only in capitals or in how it is encoded.",
    ),
    cure=Words(
        "Đặt tên khác hẳn, chỉ dùng chữ thường không dấu, ví dụ gia-do-binh-oxy-2.md.",
        "Choose a name that is really another, lower-case ASCII only, as in gia-do-binh-oxy-2.md.",
    ),
    cross_file=True,
)
def colliding(corpus: Corpus) -> Iterator[Mendable]:
    """Hai tệp không được có tên chỉ khác nhau ở chữ hoa, chữ thường hay cách mã hóa dấu.

    Trên Windows và macOS hai tên ấy là một tệp: sao chép kho về là bài này lặng lẽ ghi đè bài kia.
    ---
    No two files have names that differ only in capitals or in how marks are encoded.

    On Windows and macOS these are one file: in a clone, one silently overwrites the other.
    """
    yield from corpus.faults_of("collides")


@rule(
    "SK120",
    Words("Không gộp được vào nhánh chính", "Cannot be merged into main"),
    says=Words("“{path}” không gộp được vào nhánh chính: {why}.", "“{path}” cannot be merged into main: {why}."),
    cure=Words(
        "Cập nhật nhánh của bạn theo main, {settle}, rồi gửi lại: git fetch origin && git merge origin/main",
        "Update your branch from main, {settle}, then send it again: git fetch origin && git merge origin/main",
    ),
    volatile=("settle",),
    cross_file=True,
)
def conflict(corpus: Corpus) -> Iterator[Hit]:
    """Thay đổi phải gộp được vào nhánh chính như nó đang có, từng tệp theo đúng tên của tệp.

    Nhánh chính đã đi trước mà hai bên sửa cùng một chỗ thì chỉ người gửi biết nên giữ bên nào. Git còn đoán tệp nào đã dời đi đâu; đoán
    như thế có thể đưa bài vào tệp của người khác, nên nơi nào chỉ gộp được bằng cách đoán thì cũng dừng lại.
    ---
    A change can be merged into main as it is, each file under its own name.

    Where main has moved on and both sides edited the same place, only the sender knows which is meant. Git also guesses which file was
    moved where; such a guess may put a text into somebody else's file, so what can only be merged by one is stopped too.
    """
    for location, values, _ in corpus.faults_of("conflict"):
        why = _CONFLICTS.get(str(values["kind"]), _CONFLICTS["contents"])
        lines = values["kind"] == "add/add" and location.path.split("/")[2:3] == ["register"]
        settle = _LINES if lines else _FILES
        yield location, {"path": location.path, "why": why, "settle": settle}


_FILES = Words("sửa chỗ hai bên khác nhau", "settle where the two differ")
_LINES = Words(
    "giữ dòng sổ đã có trên main và bỏ dòng của bạn (giấy ấy chưa được ghi thì ghi lại bằng sangkien register để lấy số khác)",
    "keep the line of main and drop yours (if that paper is not entered there, enter it again with sangkien register under another number)",
)


_MOVED = Words("thư mục ấy đã dời đi nơi khác", "the folder has moved")
_CONFLICTS = {
    "contents": Words("hai bên sửa cùng một chỗ", "both sides edited the same place"),
    "add/add": Words("hai bên thêm hai tệp khác nhau cùng tên này", "both sides added different files of this name"),
    "modify/delete": Words("bên này sửa, bên kia xóa", "one side edited it, the other removed it"),
    "rename/rename": Words("hai bên đổi tên tệp này thành hai tên khác nhau", "each side gave this file another name"),
    "rename/delete": Words("bên này đổi tên, bên kia xóa", "one side renamed it, the other removed it"),
    "file/directory": Words("bên này là tệp, bên kia là thư mục cùng tên", "it is a file on one side, a folder on the other"),
    "distinct modes": Words("hai bên đổi thành hai loại tệp khác nhau", "the two sides made it files of different kinds"),
    "binary": Words("hai bên đổi một tệp không phải văn bản", "both sides changed a file that is no text"),
    "directory rename suggested": _MOVED,
    "file in way of directory rename": _MOVED,
    "directory rename collision": _MOVED,
    "directory rename unclear split": _MOVED,
    "guess": Words(
        "Git chỉ gộp được bằng cách đoán rằng một tệp đã đổi tên", "Git could merge it only by guessing that a file was renamed"
    ),
}

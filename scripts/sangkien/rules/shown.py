"""SK1, shown: would readers see what the author wrote? Must not know what a field means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.corpus import Corpus
from sangkien.model.filed import Filed, SourceFile
from sangkien.model.finding import Location
from sangkien.model.submission import Submission
from sangkien.prose import Kind, seen, unseen
from sangkien.rules.rule import Hit, rule
from sangkien.text import count

_KINDS: Mapping[Kind, Words] = {
    "definition": Words("dòng định nghĩa liên kết", "the definition of a link"),
    "link": Words("liên kết không có chữ để bấm", "a link without words"),
    "title": Words("lời chú trong liên kết", "the remark inside a link"),
    "picture": Words("ảnh không có lời tả", "a picture without words"),
    "fence": Words("chữ đứng sau dấu mở khối mã", "words behind the opening of a code block"),
    "cell": Words("ô thừa so với đầu bảng", "cells beyond the head of the table"),
    "code": Words("ký tự ẩn viết bằng mã", "a hidden character written as a code"),
}
_LETTER = regex(r"[^\W_]")


@rule(
    "SK124",
    Words("Chữ không hiện ra", "Words nobody sees"),
    says=Words(
        "Người đọc trang sẽ không thấy chỗ này: {what} “{text}”.", "Readers of the page would not see this: {what}, “{text}”."
    ),
    cure=Words(
        "Cần cho người đọc biết thì viết thành câu chữ thường; không cần thì xóa. Liên kết và ảnh phải có chữ trong ngoặc vuông, ví dụ"
        " `[bản vẽ](https://example.org/ban-ve)`.",
        "Say it in a plain sentence if readers need it, or delete it. A link or a picture has words in its square brackets, as in"
        " `[drawing](https://example.org/drawing)`.",
    ),
)
def hidden_part(corpus: Corpus) -> Iterator[Hit]:
    """Mọi lời trong phần trả lời phải hiện ra trên trang.

    Markdown có những chỗ viết được mà không ai đọc thấy: định nghĩa liên kết, lời chú trong liên kết, ảnh không lời tả. Người duyệt
    đọc tệp thì thấy, bạn đọc và hội đồng thì không.
    ---
    All that an answer says is shown on its page.

    Markdown has places in which one writes and nobody reads: definitions of links, remarks inside them, pictures without words. A
    reviewer sees them in the file; readers and the council do not.
    """
    for filed in corpus.submissions:
        for name, text in _answers(filed):
            if parts := dict.fromkeys(unseen(text)):  # where an answer begins costs a careful reading of the file
                lines, start = text.split("\n"), _start(filed, name)
                for part in parts:
                    location = _place(filed.source, start, lines[part.line], part.text.partition("\n")[0])
                    yield location, {"what": _KINDS[part.kind], "text": part.text[:60]}


@rule(
    "SK125",
    Words("Phần trả lời gần như trống", "Almost nothing to read"),
    says=Words(
        "Trên trang, “{field}” chỉ còn {count} ký tự đọc được, ít nhất phải {limit}.",
        "On the page, “{field}” has only {count} characters to read; at least {limit} are needed.",
    ),
    cure=Words(
        "Viết thêm bằng câu chữ thường; địa chỉ của liên kết, khoảng trắng và dòng kẻ không tính.",
        "Say more in plain sentences; the addresses of links, blanks and drawn lines do not count.",
    ),
)
def hardly_shown(corpus: Corpus) -> Iterator[Hit]:
    """Phần trả lời phải đủ chữ cho người đọc, không chỉ đủ ký tự trong tệp.

    Một địa chỉ dài, một hàng dấu gạch hay bảng rỗng đủ bốn mươi ký tự mà chẳng nói gì.
    ---
    An answer has enough for its readers, not only enough characters in its file.

    A long address, a row of dashes or an empty table has forty characters and says nothing.
    """
    specs = corpus.fields["submission"]
    for filed in corpus.submissions:
        for name, text in _answers(filed):
            shown = seen(text)
            letter = _LETTER.search(shown)
            if letter and shown == text:
                continue  # SK205 has counted it; one letter is enough to know that it is none of drawn lines
            spec, length = specs[f"answers.{name}"], count(shown) if letter else 0
            if length < min(spec.least, count(text)):
                yield filed.at(f"answers.{name}"), {"field": spec.title, "count": length, "limit": spec.least}


def _answers(filed: Filed[Submission]) -> Iterator[tuple[str, str]]:
    return ((name, text) for name, text in vars(filed.record.answers).items() if isinstance(text, str) and text)


def _start(filed: Filed[Submission], name: str) -> int:
    """The line of the file, from 1, where the answer begins below its heading."""
    heading = filed.at(f"answers.{name}").mark.line
    return sum(len(line) + 1 for line in filed.source.lines[:heading])


def _place(source: SourceFile, start: int, line: str, words: str) -> Location:
    """The location of the words in their line of the file, or the whole line where they are spelled otherwise."""
    at = max(source.text.find(line, start), 0)
    inside = line.find(words)
    return source.location(at, at + len(line)) if inside < 0 else source.location(at + inside, at + inside + len(words))

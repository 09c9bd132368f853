"""SK1, form: is it a plain file, in its folder, readable, and safe to show? Must not know what a field means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from sangkien.language import Words
from sangkien.late import regex
from sangkien.model.act import ACTS
from sangkien.model.corpus import Corpus
from sangkien.model.filed import SourceFile
from sangkien.model.finding import Fix, Location, Mark
from sangkien.rules.rule import Hit, Mendable, rule
from sangkien.text import count

*_FIRST, _LAST = (f"{kind}s" for kind in ACTS)
_FOLDERS = Words(f"{', '.join(_FIRST)} hoặc {_LAST}", f"{', '.join(_FIRST)} or {_LAST}")


@rule(
    "SK101",
    Words("Tệp đặt sai chỗ hoặc sai tên", "File in the wrong place or with a wrong name"),
    says=Words("Tệp này không đúng chỗ hoặc tên không hợp lệ.", "This file is in the wrong place or its name is not allowed."),
    cure=Words(
        f"Đặt bài tại submissions/<kỳ>/<mã đơn vị>/<tên-bài>.md, văn bản tại program/<kỳ>/<{_FOLDERS.vi}>"
        "/<mã đơn vị>/<tên>.yml, dòng sổ tiếp nhận tại program/<kỳ>/register/<mã đơn vị nhận>/<bốn chữ"
        " số>-<tên>.yml; tên chỉ gồm chữ thường không dấu, chữ số và dấu gạch ngang, ví dụ"
        " submissions/2021/thai-binh/nganh-y-te/bv-song-tra/gia-do-binh-oxy.md.",
        f"Put a submission at submissions/<edition>/<unit id>/<name>.md, an act at program/<edition>/<{_FOLDERS.en}>"
        "/<unit id>/<name>.yml, a line of the register at program/<edition>/register/<receiving unit>/<four"
        " digits>-<name>.yml; names hold lower-case ASCII letters, digits and hyphens, as in"
        " submissions/2021/thai-binh/nganh-y-te/bv-song-tra/gia-do-binh-oxy.md.",
    ),
)
def misplaced(corpus: Corpus) -> Iterator[Mendable]:
    """Mỗi tệp trong `submissions/` và `program/` phải có chỗ và tên theo khuôn.

    Cây thư mục chính là cây tổ chức công đoàn: nhìn đường dẫn là biết bài của đơn vị nào. Tên không dấu để tệp mở được trên mọi
    máy; dấu tiếng Việt trong tên tệp có hai cách mã hóa trông giống hệt nhau.
    ---
    Every file under `submissions/` and `program/` has its place and form of name.

    The folders are the union's own hierarchy, so a path says whose submission it is. Names are ASCII because accented names have
    two encodings that look the same and do not open everywhere.
    """
    yield from corpus.faults_of("misplaced")


@rule(
    "SK102",
    Words("Không phải tệp thường", "Not a plain file"),
    says=Words("Đây không phải tệp thường mà là {what}.", "This is not a plain file but {what}."),
    cure=Words(
        "Thay bằng một tệp văn bản thường; nếu chỉ thừa quyền thực thi thì chạy: git add --chmod=-x {path} && chmod -x {path}",
        "Replace it with a plain text file; if it only has the executable bit, run: git add --chmod=-x {path} && chmod -x {path}",
    ),
    volatile=("path",),
)
def not_plain(corpus: Corpus) -> Iterator[Mendable]:
    """Bài và văn bản của công đoàn chỉ được là tệp văn bản thường.

    Liên kết tượng trưng và kho con có thể trỏ ra ngoài kho, nên không được xét.
    ---
    Submissions and acts are plain text files only.

    A symbolic link or a submodule may point outside the repository, so it is never followed.
    """
    for location, values, fixes in corpus.faults_of("mode"):
        yield location, {**values, "path": location.path}, fixes


@rule(
    "SK103",
    Words("Không đọc được chữ", "Not readable as text"),
    says=Words("Tệp không phải văn bản UTF-8: {what}.", "The file is not UTF-8 text: {what}."),
    cure=Words(
        "Lưu lại tệp với bảng mã “UTF-8” (không phải “UTF-8 with BOM”, không phải UTF-16).",
        "Save the file again as “UTF-8” (not “UTF-8 with BOM”, not UTF-16).",
    ),
)
def unreadable(corpus: Corpus) -> Iterator[Mendable]:
    """Tệp phải là văn bản UTF-8 không có BOM.

    Bảng mã khác làm hỏng dấu tiếng Việt khi mở ở máy khác.
    ---
    Files are UTF-8 text without a byte-order mark.

    Any other encoding breaks Vietnamese letters on someone else's machine.
    """
    yield from corpus.faults_of("encoding")


@rule(
    "SK104",
    Words("Dấu tiếng Việt rời (chưa chuẩn NFC)", "Decomposed letters (not NFC)"),
    says=Words(
        "“{text}” viết bằng dấu rời: chữ và dấu là hai ký tự.", "“{text}” is decomposed: letter and mark are two characters."
    ),
    cure=Words(
        "Gõ lại, hoặc chuẩn hóa cả tệp về Unicode dựng sẵn (NFC); chữ dán từ máy Mac, PDF hay Zalo thường bị như vậy.",
        "Type it again or normalise the file to NFC; text pasted from a Mac, a PDF or Zalo is often like this.",
    ),
)
def decomposed(corpus: Corpus) -> Iterator[Mendable]:
    """Nội dung phải ở dạng Unicode dựng sẵn (NFC).

    Cùng một chữ có hai cách mã hóa thì tìm kiếm, sắp xếp và đếm ký tự đều sai: 44 ký tự có thể thành 57.
    ---
    Content must be in Unicode normal form C.

    With two encodings of one letter, search, sorting and counting all go wrong: 44 characters may count as 57.
    """
    for source in corpus.sources.values():
        if unicodedata.is_normalized("NFC", source.text):
            continue
        for number, line in enumerate(source.lines, start=1):
            if not unicodedata.is_normalized("NFC", line):
                word = next(word for word in line.split() if not unicodedata.is_normalized("NFC", word))
                shown = unicodedata.normalize("NFC", word)
                yield Location(source.path, Mark(number, line.index(word) + 1, len(word))), {"text": shown}, _composed(source)
                break  # one finding a file: such a file is decomposed throughout


def _composed(source: SourceFile) -> tuple[Fix, ...]:
    """The fixes that compose every letter and its marks into one character, one for each line."""
    meant = {number: unicodedata.normalize("NFC", line) for number, line in enumerate(source.lines, start=1)}
    return tuple(
        Fix(Mark(number, 1, len(line)), meant[number])
        for number, line in enumerate(source.lines, start=1)
        if line != meant[number]
    )


@rule(
    "SK105",
    Words("Phần đầu tệp không đọc được", "Front matter not readable"),
    says=Words("Không đọc được phần dữ liệu: {what}.", "The data cannot be read: {what}."),
    cure=Words("{how}", "{how}"),
)
def front_matter(corpus: Corpus) -> Iterator[Mendable]:
    """Dữ liệu phải là YAML đọc được.

    Một dấu nháy thiếu làm cả phần sau vô nghĩa, nên tệp như vậy chưa thể xét tiếp.
    ---
    The data must be readable YAML.

    One missing quote makes the rest meaningless, so such a file cannot be judged any further.
    """
    yield from corpus.faults_of("front-matter")


@rule(
    "SK106",
    Words("Một trường hoặc đề mục ghi hai lần", "Written twice"),
    says=Words("“{name}” đã có ở dòng {first}.", "“{name}” stands on line {first} already."),
    cure=Words("{how}", "{how}"),
)
def duplicate(corpus: Corpus) -> Iterator[Mendable]:
    """Mỗi trường và mỗi đề mục chỉ ghi một lần.

    Ghi hai lần thì không ai biết lấy giá trị nào; nhiều phần mềm lặng lẽ lấy dòng sau.
    ---
    Each field and each heading is written once.

    Written twice, nobody knows which holds; much software silently takes the last.
    """
    yield from corpus.faults_of("duplicate")


@rule(
    "SK107",
    Words("Cách viết YAML không được dùng", "YAML feature not allowed"),
    says=Words("Không được dùng {what}.", "{what} is not allowed."),
    cure=Words(
        "Viết thẳng giá trị; nếu giá trị bắt đầu bằng & * ! thì đặt trong dấu nháy kép.",
        "Write the value itself; quote a value that begins with & * !.",
    ),
)
def refused(corpus: Corpus) -> Iterator[Mendable]:
    """Bí danh, nhãn kiểu và lồng sâu của YAML bị từ chối.

    Người đọc bằng mắt không thấy hết hệ quả của chúng, còn máy có thể bị treo.
    ---
    YAML aliases, tags and deep nesting are refused.

    A reader cannot see all they do, and a machine may hang on them.
    """
    yield from corpus.faults_of("refused")


@rule(
    "SK108",
    Words("Chữ nằm ngoài các phần trả lời", "Text outside the answers"),
    says=Words("“{text}” đứng trước đề mục đầu tiên.", "“{text}” stands before the first heading."),
    cure=Words(
        "Lời chào, lời gửi thì xóa; nội dung thì chuyển xuống dưới một đề mục: ## Thực trạng, ## Giải pháp hoặc ## Hiệu quả.",
        "Delete a greeting; move content below a heading: ## Problem, ## Solution or ## Effect.",
    ),
)
def stray(corpus: Corpus) -> Iterator[Mendable]:
    """Mọi chữ trong thân bài phải thuộc về một phần trả lời.

    Chữ nằm ngoài sẽ không được in ra, không được đếm và không ai đọc thấy.
    ---
    All text of the body belongs to an answer.

    Text outside would be neither printed nor counted nor read by anyone.
    """
    yield from corpus.faults_of("stray")


_HTML = regex(r"<(?:/?[a-zA-Z][^<>\n]*|!--|!\[CDATA\[|\?|![a-zA-Z])")


@rule(
    "SK109",
    Words("Có mã HTML", "Raw HTML"),
    says=Words("Tệp có mã HTML: {text}", "The file holds HTML: {text}"),
    cure=Words(
        "Bỏ thẻ HTML (xóa cả <b> lẫn </b>), giữ nguyên chữ; cần dấu bé hơn thì viết “nhỏ hơn” hoặc chừa một dấu cách sau <.",
        "Take the tags out (<b> and </b>) and keep the words; for “less than”, leave a space after <.",
    ),
)
def html(corpus: Corpus) -> Iterator[Hit]:
    """Bài và văn bản chỉ gồm chữ và Markdown đơn giản, không có HTML.

    Thẻ HTML có thể chạy mã trên máy người đọc trang công khai.
    ---
    Submissions and acts are words and plain Markdown, without HTML.

    A tag could run code on the machine of whoever reads the site.
    """
    for source in corpus.sources.values():
        for number, line in enumerate(source.lines if "<" in source.uncommon else (), start=1):
            if match := _HTML.search(line):
                yield Location(source.path, Mark(number, match.start() + 1, len(match[0]))), {"text": match[0][:60]}


@rule(
    "SK110",
    Words("Phần trả lời quá dài", "Answer too long"),
    says=Words(
        "“{field}” dài {count} ký tự, quá giới hạn {limit}.", "“{field}” has {count} characters, over the limit of {limit}."
    ),
    cure=Words(
        "Rút bớt {over} ký tự. Dấu cách và xuống dòng cũng tính; chữ có dấu tính một.",
        "Shorten it by {over}. Spaces and line ends count; a letter with its marks counts once.",
    ),
    amount="count",
)
def too_long(corpus: Corpus) -> Iterator[Hit]:
    """Mỗi phần trả lời không quá số ký tự thể lệ cho phép.

    Hướng dẫn 45/HD-CDYT, mục 5.2: “Phần trả lời tối đa 1000 ký tự”. Đếm theo ký tự người đọc thấy, sau khi bỏ khoảng trắng hai đầu
    và ký tự vô hình; bộ đếm trên biểu mẫu và ở đây là một.
    ---
    No answer is longer than the rules allow.

    Guideline 45/HD-CDYT, 5.2: at most 1,000 characters an answer, counted as a reader sees them, without space at either end or
    invisible characters; the form and the gate count alike.
    """
    specs = corpus.fields["submission"]
    for filed in corpus.submissions:
        edition = corpus.editions.get(filed.source.address.edition)
        if edition is None:
            continue
        limit = edition.rules.record.answers.max_characters
        for name, text in vars(filed.record.answers).items():
            if isinstance(text, str) and (length := count(text)) > limit:
                title = specs[f"answers.{name}"].title
                yield filed.at(f"answers.{name}"), {"field": title, "count": length, "limit": limit, "over": length - limit}


@rule(
    "SK111",
    Words("Tệp quá lớn", "File too large"),
    says=Words("Tệp nặng {size} byte, quá giới hạn {limit}.", "The file has {size} bytes, over the limit of {limit}."),
    cure=Words(
        "Bỏ ảnh hoặc dữ liệu nhúng trong tệp; bài chỉ gồm chữ.", "Take out embedded images or data; a submission is words."
    ),
    amount="size",
)
def too_large(corpus: Corpus) -> Iterator[Mendable]:
    """Một tệp không quá 64 KiB.

    Bài dài hết cỡ cũng dưới 20 KiB; tệp lớn hơn là có ảnh hoặc dữ liệu nhúng.
    ---
    No file is larger than 64 KiB.

    A submission at every limit is under 20 KiB; a larger file holds an embedded image or data.
    """
    yield from corpus.faults_of("size")


@rule(
    "SK112",
    Words("Lược đồ hỏng", "Broken schema"),
    says=Words("Lược đồ không dùng được: {what}.", "The schema is not usable: {what}."),
    cure=Words("Sửa cho đúng JSON Schema 2020-12.", "Make it a sound JSON Schema 2020-12."),
)
def broken_schema(corpus: Corpus) -> Iterator[Mendable]:
    """Mỗi tệp trong `schema/` phải là một JSON Schema 2020-12 đúng.

    Lược đồ hỏng thì không xét được bài của ai.
    ---
    Every file of `schema/` is a sound JSON Schema 2020-12.

    With a broken one, nobody's file could be judged.
    """
    yield from corpus.faults_of("schema")


@rule(
    "SK119",
    Words("Xuống dòng kiểu máy cũ", "Line ends of old machines"),
    says=Words(
        "Ở đây xuống dòng chỉ bằng ký tự CR, kiểu máy Mac trước năm 2001.",
        "The line ends with CR alone here, as on a Mac before 2001.",
    ),
    cure=Words(
        "Trong phần mềm soạn thảo, chọn kiểu xuống dòng LF (hoặc CRLF của Windows) rồi lưu lại.",
        "In the editor, choose line ends LF (or CRLF, as on Windows) and save again.",
    ),
)
def old_line_ends(corpus: Corpus) -> Iterator[Mendable]:
    """Dòng kết thúc bằng LF, hoặc CRLF như trên Windows; không bằng riêng CR.

    Git coi cả tệp như vậy là một dòng: người duyệt không thấy chỗ nào đã sửa, và trên màn hình dòng sau có thể đè lên dòng trước.
    ---
    Lines end with LF, or CRLF as on Windows; never with CR alone.

    To Git such a file is one line: a reviewer cannot see what changed, and on a screen a later line may cover an earlier one.
    """
    yield from corpus.faults_of("line-ends")


@rule(
    "SK123",
    Words("Còn nhiều chỗ sai nữa", "More than is told"),
    says=Words(
        "Tệp này còn {count} chỗ sai nữa chưa nêu ở đây.", "The file has {count} more findings, which are not told here."
    ),
    cure=Words(
        "Sửa các chỗ đã nêu rồi xét lại. Nếu tệp này vốn không phải bài hay văn bản của công đoàn thì bỏ tệp khỏi thư mục này.",
        "Mend what is told and judge again. If the file was never a submission or an act of a union, take it out of this folder.",
    ),
    amount="count",
)
def more(corpus: Corpus) -> Iterator[Mendable]:
    """Mỗi tệp chỉ nêu một trăm chỗ sai, còn lại thì đếm.

    Ai có một trăm chỗ phải sửa thì đã thấy sai kiểu gì; kể cả nghìn chỗ chỉ làm chìm lỗi của người khác.
    ---
    A hundred findings of a file are told, the rest counted.

    Who has a hundred to mend has seen the pattern; thousands would only drown what is wrong with other files.
    """
    yield from corpus.faults_of("more")

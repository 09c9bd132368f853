"""SK1, letters: is the text in letters that its reader has, or of an old font? Must not know what a field means."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.legacy_encoding import PRIVATE, SIGNS, is_certain, recognised, without_private
from sangkien.model.corpus import Corpus
from sangkien.model.filed import SourceFile
from sangkien.model.finding import Fix, Location, Mark
from sangkien.rules.rule import Mendable, rule


@rule(
    "SK121",
    Words("Chữ viết bằng bảng mã cũ", "Letters of an old encoding"),
    says=Words(
        "{lines} dòng viết bằng {encoding}: “{written}” phải đọc là “{meant}”.",
        "{lines} lines are written in {encoding}: “{written}” is to be read “{meant}”.",
    ),
    cure=Words(
        "Chuyển cả đoạn sang Unicode (UniKey: Công cụ, Chuyển mã) rồi dán lại; tệp trên máy thì chạy: sangkien check --fix <tệp>.",
        "Convert the text to Unicode (UniKey: Tools, Convert) and paste it again; for a file on the disk run: sangkien check --fix <file>.",
    ),
    amount="lines",
    volatile=("written", "meant"),
)
def old_encoding(corpus: Corpus) -> Iterator[Mendable]:
    """Chữ phải là Unicode, không phải chữ của phông TCVN3 (.Vn…), VNI hay VISCII, cũng không phải UTF-8 bị đọc nhầm.

    Máy nào có phông cũ mới đọc được; máy khác thấy “Kü thuËt” thay cho “Kỹ thuật”, không tìm được và không ai duyệt được. Chữ được nhận
    ra khi gần như mọi từ đổi theo một bảng mã thì thành tiếng Việt mà để nguyên thì không.
    ---
    Letters are Unicode: not those of the fonts TCVN3 (.Vn…), VNI or VISCII, nor UTF-8 that something misread.

    Only a machine with the old font can read them; others see “Kü thuËt” for “Kỹ thuật”, find nothing and can judge nothing. They are
    recognised where almost every word becomes Vietnamese by one table, and is none as it stands.
    """
    for source in corpus.sources.values():
        found = recognised(source.lines) if not source.uncommon.isdisjoint(SIGNS) else None
        if found is None:
            continue
        encoding, meant = found
        first = min(meant)
        at = _differs(source.lines[first - 1], meant[first])
        written, said = (line[at:].split(" ")[0][:40] for line in (source.lines[first - 1], meant[first]))
        values: dict[str, Value] = {"lines": len(meant), "encoding": encoding.name, "written": written, "meant": said}
        location = Location(source.path, Mark(first, at + 1, max(len(written), 1)))
        sure = {number: line for number, line in meant.items() if is_certain(encoding, source.lines[number - 1])}
        yield location, values, tuple(_line(source, number, line) for number, line in sure.items())


def _differs(written: str, meant: str) -> int:
    """Offset of the first word that differs."""
    at = next((at for at, (one, other) in enumerate(zip(written, meant, strict=False)) if one != other), 0)
    return written.rfind(" ", 0, at) + 1


def _line(source: SourceFile, number: int, text: str) -> Fix:
    return Fix(Mark(number, 1, len(source.lines[number - 1])), text)


@rule(
    "SK122",
    Words("Dấu của phông chữ riêng", "Signs of one font alone"),
    says=Words(
        "Tệp có {count} dấu của phông riêng như Symbol, Wingdings: U+{sign}.",
        "The file holds {count} signs of a font of its own, such as Symbol or Wingdings: U+{sign}.",
    ),
    cure=Words(
        "Thay bằng dấu gõ được: đầu dòng thì gõ “- ”, ký hiệu thì gõ hẳn ra, ví dụ °, ±, ≥. Tệp trên máy thì chạy: sangkien check --fix"
        " <tệp>.",
        "Put a sign in its place that a keyboard has: “- ” at the head of a line, else the symbol itself, as in °, ±, ≥. For a file on"
        " the disk run: sangkien check --fix <file>.",
    ),
    amount="count",
)
def private_signs(corpus: Corpus) -> Iterator[Mendable]:
    """Dấu đầu dòng và ký hiệu phải đọc được trên mọi máy.

    Dấu chấm đầu dòng dán từ Word là chữ của riêng phông Symbol hay Wingdings: máy không có phông ấy hiện một ô vuông.
    ---
    Bullets and symbols can be read on every machine.

    A bullet pasted from Word is a letter of the font Symbol or Wingdings alone: a machine without that font shows a box.
    """
    for source in corpus.sources.values():
        if not PRIVATE.search("".join(source.uncommon)):
            continue
        found = list(PRIVATE.finditer(source.text))
        lines = {number: line for number, line in enumerate(source.lines, start=1) if PRIVATE.search(line)}
        meant = {number: without_private(line) for number, line in lines.items()}
        fixes = tuple(_line(source, number, line) for number, line in meant.items() if line != lines[number])
        yield source.location(*found[0].span()), {"count": len(found), "sign": f"{ord(found[0][0]):04X}"}, fixes

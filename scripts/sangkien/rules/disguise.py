"""SK1, disguise: does the text hold what its reader cannot see, or do what its reader did not ask? Must not know what a field means."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

from sangkien.language import Words
from sangkien.late import regex
from sangkien.legacy_encoding import SIGNS, recognised
from sangkien.model.corpus import Corpus
from sangkien.model.filed import SourceFile
from sangkien.rules.rule import Hit, Mendable, rule

_UNSEEN = regex(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800"
    "\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_NAMES = {
    "\u00ad": Words("dấu nối mềm", "soft hyphen"),
    "\u061c": Words("dấu hướng viết Ả Rập", "Arabic letter mark"),
    "\u200b": Words("khoảng trắng rộng bằng không", "zero-width space"),
    "\u200c": Words("dấu không nối chữ", "zero-width non-joiner"),
    "\u200d": Words("dấu nối chữ", "zero-width joiner"),
    "\u200e": Words("dấu viết từ trái sang", "left-to-right mark"),
    "\u200f": Words("dấu viết từ phải sang", "right-to-left mark"),
    "\u2028": Words("dấu ngắt dòng ẩn", "line separator"),
    "\u2029": Words("dấu ngắt đoạn ẩn", "paragraph separator"),
    "\u202a": Words("dấu mở đoạn viết từ trái sang", "left-to-right embedding"),
    "\u202b": Words("dấu mở đoạn viết từ phải sang", "right-to-left embedding"),
    "\u202c": Words("dấu đóng đoạn đổi hướng viết", "pop directional formatting"),
    "\u202d": Words("dấu ép viết từ trái sang", "left-to-right override"),
    "\u202e": Words("dấu ép viết từ phải sang", "right-to-left override"),
    "\u2060": Words("dấu nối từ", "word joiner"),
    "\u2066": Words("dấu tách đoạn viết từ trái sang", "left-to-right isolate"),
    "\u2067": Words("dấu tách đoạn viết từ phải sang", "right-to-left isolate"),
    "\u2068": Words("dấu tách đoạn theo chữ đầu", "first strong isolate"),
    "\u2069": Words("dấu đóng đoạn tách", "pop directional isolate"),
    "\u2800": Words("ô chữ nổi trống", "blank Braille pattern"),
    "\u3164": Words("ô đệm chữ Hàn", "Hangul filler"),
    "\ufeff": Words("dấu BOM", "byte-order mark"),
    "\ufffc": Words("chỗ trống của vật đính kèm", "object replacement character"),
    "\ufffd": Words("dấu thế chỗ một chữ đã mất", "the sign in place of a letter that was lost"),
}
_PICTURE = (
    "[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299🀀-🫿]"
)
# What makes one picture of several, or a coloured one of a black one, is part of what the reader sees.
_EMOJI = regex(f"{_PICTURE}[\ufe0e\ufe0f]?(?:\u200d{_PICTURE}\ufe0f?)*|[0-9#*]\ufe0f\u20e3")


@rule(
    "SK113",
    Words("Ký tự không nhìn thấy", "Characters nobody sees"),
    says=Words(
        "Tệp có {count} ký tự không nhìn thấy {sign}: {name}.", "The file holds {count} times what nobody sees, {sign}: {name}."
    ),
    cure=Words(
        "Xóa ký tự ấy: xóa cả từ rồi gõ lại, ví dụ “khóa bánh xe”. Chữ dán từ trang web, PDF hay Zalo hay mang theo ký tự như vậy.",
        "Take it out: delete the word and type it again, as in “wheel lock”. Text pasted from a web page, a PDF or Zalo often brings it.",
    ),
    amount="count",
)
def unseen(corpus: Corpus) -> Iterator[Hit]:
    """Mọi ký tự trong tệp phải nhìn thấy được.

    Ký tự ẩn làm hai chữ trông như nhau mà máy coi là khác, đảo chữ cho người duyệt đọc ra nghĩa khác, hoặc giấu một lời trong bài.
    Dấu � là chữ đã mất khi chép sai bảng mã: không ai đọc được chữ ấy nữa.
    Biểu tượng vui như 👩‍⚕️ vẫn dùng được.
    ---
    Every character of a file can be seen.

    A hidden one makes two words that look alike differ, turns text round so that a reviewer reads something else, or hides a message.
    A � stands where a letter was lost by copying in a wrong encoding: nobody can read that letter any more.
    Emoji such as 👩‍⚕️ are welcome.
    """
    for source in corpus.sources.values():
        if not _UNSEEN.search("".join(source.uncommon)):
            continue
        whole = {at for match in _EMOJI.finditer(source.text) for at in range(*match.span())}
        found = [match for match in _UNSEEN.finditer(source.text) if match.start() not in whole]
        if any(match[0] in SIGNS for match in found) and recognised(source.lines):
            found = [match for match in found if match[0] not in SIGNS]  # letters of an old encoding: to delete them is no cure
        counts = Counter(match[0] for match in found)
        for match in {match[0]: match for match in reversed(found)}.values():
            yield (
                source.location(*match.span()),
                {"sign": _code(match[0]), "name": _named(match[0]), "count": counts[match[0]]},
            )


def _code(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _named(sign: str) -> Words:
    if unicodedata.category(sign) == "Cc":
        return Words("ký tự điều khiển", "a control character")
    return _NAMES.get(sign) or Words("ký tự ẩn", unicodedata.name(sign, "a hidden character").lower())


# Letters of other scripts that pass for Latin ones, by script
_STRANGE = {
    regex("[\u0370-\u03ff\u1f00-\u1fff]"): Words("chữ Hy Lạp", "a Greek letter"),
    regex("[\u0400-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f]"): Words("chữ Kirin như của tiếng Nga", "a Cyrillic letter"),
    regex("[\u0530-\u058f]"): Words("chữ Armenia", "an Armenian letter"),
    regex("[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]"): Words("chữ Gruzia", "a Georgian letter"),
    regex("[\u13a0-\u13ff\uab70-\uabbf]"): Words("chữ Cherokee", "a Cherokee letter"),
    regex("[\u2c80-\u2cff]"): Words("chữ Copt", "a Coptic letter"),
    regex("[\ua4d0-\ua4ff]"): Words("chữ Lisu", "a Lisu letter"),
    regex("[\U0001d400-\U0001d7cb]"): Words("chữ toán học trang trí", "a mathematical letter"),
    regex("[\uff21-\uff3a\uff41-\uff5a]"): Words("chữ rộng kiểu Đông Á", "a full-width letter"),
}
_ANY_STRANGE = regex("|".join(script.pattern for script in _STRANGE))
_LATIN = regex("[A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff]")
_WORD = regex("(?:[^\\W\\d_][\u0300-\u036f]*)+")
_GREEK = regex("[\u0370-\u03ff\u1f00-\u1fff]")
# µm, kΩ, Δt, TNFα, hν are honest: of Greek only what cannot be told from Latin is refused, small letters only inside a Latin word.
_GREEK_AS_LATIN = regex(
    "[\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7]|[\u03bf\u03f2\u03f3]"  # as ABEZHIKMNOPTYX, ocj
    "|(?<=[a-z])[\u03b9\u03ba\u03bd\u03c1\u03c5](?=[a-z])"  # as i k v p u
)


@rule(
    "SK114",
    Words("Ký tự lạ trông giống chữ Latinh", "Letters that pass for others"),
    says=Words(
        "Trong “{word}” lẫn {sign}, {name}, mắt thường không phân biệt được với chữ Latinh.",
        "“{word}” holds {sign}, {name} that looks like a Latin one.",
    ),
    cure=Words(
        "Xóa cả từ rồi gõ lại bằng bàn phím tiếng Việt. Ký hiệu như µm, kΩ, Δt, α và từ viết trọn bằng chữ nước khác vẫn được.",
        "Delete the word and type it again on one keyboard. Symbols such as µm, kΩ, Δt, α and words wholly in another script are fine.",
    ),
)
def passing_for_latin(corpus: Corpus) -> Iterator[Hit]:
    """Một từ không được lẫn chữ Latinh với chữ của bảng khác trông giống nó.

    “Gia” gõ với chữ a của tiếng Nga đọc thì như nhau, mà tìm kiếm, so trùng và tra quyết định đều không ra.
    ---
    No word mixes Latin letters with those of another script that look like them.

    “Gia” with the Russian a reads the same, and yet search, comparison and look-up find nothing.
    """
    for source in corpus.sources.values():
        if not _ANY_STRANGE.search("".join(source.uncommon)):
            continue
        reported: set[str] = set()
        for match in _WORD.finditer(source.text):
            sign = _passing(match[0])
            if sign and match[0] not in reported:
                reported.add(match[0])
                name = next(name for script, name in _STRANGE.items() if script.match(sign))
                yield source.location(*match.span()), {"word": match[0][:40], "sign": _code(sign), "name": name}


def _passing(word: str) -> str:
    """The first letter of a Latin word that is not Latin but looks so; empty where there is none."""
    if not (_LATIN.search(word) and _ANY_STRANGE.search(word)):
        return ""
    for at, sign in enumerate(word):
        if not _ANY_STRANGE.match(sign):
            continue
        marked = unicodedata.normalize("NFD", sign) != sign  # no symbol of a formula carries a Greek accent
        if not _GREEK.match(sign) or marked or _GREEK_AS_LATIN.match(word, at):
            return sign
    return ""


_TARGET = regex(r"\](?:\(|:)")  # where Markdown's links, images and references say where they lead
_SCHEME = regex(r"\s*(?:<\s*)?([A-Za-z][A-Za-z0-9+.-]{1,30}):(?=\S)")
_ALLOWED = {"http", "https", "mailto"}
_DOING = regex(r"<?(javascript|livescript|vbscript|data|file|blob|filesystem|jar|view-source|about):")
_SIGN = regex(r"&(?:#x[0-9a-f]+|#[0-9]+|[a-z]{1,31});?|(?:%[0-9a-f]{2})+|.", re.IGNORECASE | re.DOTALL)
_DECIDED = regex(r".[^a-z-]|.{14}")  # what stands so far is a scheme or will never be one


@rule(
    "SK115",
    Words("Liên kết không an toàn", "A link that does something"),
    says=Words(
        "Liên kết này không dẫn tới trang web mà mở “{scheme}:”.", "This link leads to no web page but opens “{scheme}:”."
    ),
    cure=Words(
        "Chỉ liên kết tới trang web bằng https, ví dụ `[bản vẽ](https://example.org/ban-ve)`, hoặc bỏ liên kết, chỉ giữ chữ:"
        " xóa dấu ngoặc vuông và cả phần trong ngoặc tròn.",
        "Link to a web page by https only, as in `[drawing](https://example.org/drawing)`, or leave the link out and say it in words.",
    ),
)
def doing_link(corpus: Corpus) -> Iterator[Hit]:
    """Liên kết chỉ được dẫn tới trang web hoặc hộp thư: http, https, mailto.

    Liên kết “javascript:” hay “data:” chạy mã trên máy người bấm, dù viết cách nào cũng vậy: chữ hoa chữ thường, mã ký tự, xuống dòng.
    ---
    A link leads to a web page or a mailbox only: http, https, mailto.

    “javascript:” or “data:” runs code on the machine of whoever clicks, however it is spelled: in capitals, by codes, over line ends.
    """
    for source in corpus.sources.values():
        for match in _TARGET.finditer(source.text) if "]" in source.uncommon else ():
            written = _SCHEME.match(source.text, match.end())
            meant = _DOING.match(_squeezed(source.text, match.end()))
            scheme = meant[1] if meant else written[1].casefold() if written else ""
            if scheme and scheme not in _ALLOWED:
                yield source.location(match.start(), match.end() + 1), {"scheme": scheme}


def _squeezed(text: str, start: int) -> str:
    """The beginning of a link's target as a browser reads it: character codes decoded, ignored characters left out, lower case."""
    kept = ""
    while not _DECIDED.search(kept) and (piece := _SIGN.match(text, start)):
        said = unquote(html.unescape(piece[0])) if piece[0][0] in "&%" else piece[0]
        kept += "".join(c for c in said if c.isprintable() and c not in " \\").casefold()
        start = piece.end()
    return kept


_COMMAND = regex(r"\{[{%#!:]|(?<!-)-+8<-+(?=[ \t]*(?:[\"'(]|$))|^[ \t>]*:::+(?=[ \t]*[\w{.])", re.MULTILINE)


@rule(
    "SK116",
    Words("Lệnh của phần mềm dựng trang", "A command to the site generator"),
    says=Words(
        "“{text}” là lệnh của phần mềm dựng trang, không phải chữ.", "“{text}” is a command to a site generator, not text."
    ),
    cure=Words(
        "Bỏ dấu ấy và viết bằng lời; cần ngoặc thì dùng ngoặc tròn, ví dụ (1; 2; 3).",
        "Take it out and say it in words; for brackets use round ones, as in (1; 2; 3).",
    ),
)
def command(corpus: Corpus) -> Iterator[Hit]:
    """Bài và văn bản không chứa lệnh chèn tệp hay khuôn mẫu của phần mềm dựng trang.

    Phần mềm nào đó đọc bài sau này có thể làm theo lệnh ấy: chép một tệp kín vào trang, hoặc chạy mã.
    ---
    Submissions and acts hold no command of a site generator: no include, no template.

    Some program that reads them later might obey: copy a secret file into a page, or run code.
    """
    for source in corpus.sources.values():
        for match in _COMMAND.finditer(source.text) if _may_command(source) else ():
            yield source.location(*match.span()), {"text": match[0].strip()}


def _may_command(source: SourceFile) -> bool:
    return not source.uncommon.isdisjoint("{<") or ":::" in source.text


@rule(
    "SK126",
    Words("Chữ sau dấu # bị bỏ mất", "What stands behind # is lost"),
    says=Words(
        "“{text}” đứng sau dấu cách nên máy coi là lời ghi chú và bỏ đi, không thuộc về `{name}`.",
        "“{text}” stands behind a space, so it is taken for a remark and dropped; it does not belong to `{name}`.",
    ),
    cure=Words(
        'Nếu là một phần của giá trị thì đặt cả giá trị trong dấu nháy kép thẳng, ví dụ: title: "Kệ xoay #2 bên bàn khám"; nếu chỉ là ghi'
        " chú thì xóa đi.",
        'If it is part of the value, put the whole in straight double quotes, as in: title: "Rotating shelf #2"; if it is only a remark,'
        " delete it.",
    ),
)
def dropped(corpus: Corpus) -> Iterator[Mendable]:
    """Chữ viết sau giá trị phải được đọc đúng như viết.

    YAML coi mọi chữ sau “ #” là lời ghi chú và lặng lẽ bỏ đi: tên “Kệ xoay #2 bên bàn khám” chỉ còn “Kệ xoay”.
    ---
    What is written behind a value is read as it is written.

    YAML takes all that follows “ #” for a remark and silently drops it: of “Rotating shelf #2” only “Rotating shelf” is left.
    """
    yield from corpus.faults_of("cut")

"""SK9, privacy: do numbers of people, or calls to them, stand in the open? Must not know which field they stand in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sangkien.language import Value, Words
from sangkien.model.corpus import Corpus, Source
from sangkien.model.finding import Place
from sangkien.rules.rule import Hit, rule

_BETWEEN = r"[\s.\-\u2010-\u2015_·•*()]{0,2}"
_ALONE = r"(?<![0-9A-Za-z]{0})(?<!\d[.,]{0})"  # no part of a longer number, nor of a content id, which is full of digits
_ENDS = r"(?!\d|[0-9A-Za-z]{10})"
# A phone as people write it: ten or eleven digits that begin with 0, or the country's 84 before the rest; nothing else is written so.
_LEADING_ZERO = re.compile(rf"0{_ALONE.format('0')}(?:\d\d(?:{_BETWEEN}\d){{7,9}}?|084(?:{_BETWEEN}\d){{9,10}}?){_ENDS}")
_ABROAD = re.compile(rf"\+{_BETWEEN}84(?:{_BETWEEN}\d){{8,10}}?{_ENDS}")
_BARE = re.compile(rf"84{_ALONE.format('84')}[35789]\d{{8}}{_ENDS}")
_NINE = re.compile(rf"[0-9]{_ALONE.format('[0-9]')}\d\d([ .\-]?)\d{{3}}\1\d{{3}}{_ENDS}")
_IDENTITY = 12  # digits of a citizen's number
_CALLED_IDENTITY = re.compile(r"(?:cmt?nd|cccd|chứng minh|căn cước|định danh|hộ chiếu)[^\n]{0,40}$", re.IGNORECASE)
_CALLED_OTHERWISE = re.compile(
    r"(?:[=+×*÷−$€₫]\s*|\d\s*[-x/]\s*"  # reckoned with
    r"|(?:tổng|tiền|giá|lợi|lãi|chi phí|mã)(?:\s\w+){0,3}\W*"
    r"|(?:lô|seri|sê-ri|serial|imei|máy|khung|hiệu|vạch|model)\W*(?:số\W*)?)$",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"\s*(?:đồng|đ\b|vn[dđ]|₫|usd|\$|%|[=+×x*/÷−])", re.IGNORECASE)
_NUMBER_FIELD = re.compile(r"^[ \t-]*\w+:[ \t]*$")


@rule(
    "SK901",
    Words("Số điện thoại", "A phone number"),
    says=Words("Có số điện thoại {shown}.", "There is a phone number, {shown}."),
    cure=Words(
        "Bỏ số ấy. {instead} Tiền viết như 36.000.000 đồng vẫn được.",
        "Take it out. {instead} Money such as 36.000.000 đồng is fine.",
    ),
    aside=("instead",),
    private=True,
)
def phone(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi số điện thoại của ai vào bài, văn bản hay tên tệp.

    Kho Git công khai và không quên: số đã vào là ai cũng đọc được mãi, kể cả người chuyên gọi lừa đảo.
    ---
    Nobody's phone number stands in a submission, an act or a file's name.

    The repository is public and cannot forget: a number once in it can be read for ever, by swindlers too.
    """
    for source in corpus.sources.values():
        instead = _CONTACT if source.address.kind == "submission" else _POST
        yield from ((place, {**values, "instead": instead}) for place, values in _phones(source))


_CONTACT = Words(
    "Muốn được liên hệ thì đổi thành `contact: true`: công đoàn cơ sở sẽ chuyển lời.",
    "To be contacted, write `contact: true`: the grassroots union passes it on.",
)
_POST = Words("Ở đây chỉ ghi chức danh, không ghi cách liên hệ.", "Name the post here, not how to reach anybody.")


def _phones(source: Source) -> Iterator[Hit]:
    text = _western(source)
    yield from (_told(source, match) for match in _led_by_zero(text) if _length(match) != _IDENTITY)
    yield from (_told(source, match) for match in (_ABROAD.finditer(text) if "+" in text else ()))
    yield from (_told(source, match) for match in _BARE.finditer(text) if not _counted(text, match))
    yield from (_in_name(source, match) for match in _led_by_zero(source.path) if _length(match) != _IDENTITY)


@rule(
    "SK902",
    Words("Số giấy tờ tùy thân", "An identity number"),
    says=Words("Có số giấy tờ tùy thân {shown}.", "There is an identity number, {shown}."),
    cure=Words(
        "Bỏ số ấy, chỉ ghi họ tên và công việc. Nếu là số tiền thì viết có dấu chấm và đơn vị, ví dụ 327.600.000 đồng; nếu là số lô, số máy"
        " thì ghi “số lô”, “số máy” ở trước.",
        "Take it out; name and job are enough. A sum of money is written with dots and its unit, as in 327.600.000 đồng; before the number"
        " of a batch or a machine say “số lô”, “số máy”.",
    ),
    private=True,
)
def identity(corpus: Corpus) -> Iterator[Hit]:
    """Không ghi số căn cước (12 chữ số) hay chứng minh nhân dân (9 chữ số) vào bài, văn bản hay tên tệp.

    Ai có số ấy có thể mạo danh để vay tiền, mở tài khoản; kho Git công khai và không quên.
    ---
    No citizen's number (12 digits) or identity card number (9 digits) stands in a submission, an act or a file's name.

    Whoever has it can borrow money or open an account in that person's name; the repository is public and cannot forget.
    """
    for source in corpus.sources.values():
        text = _western(source)
        zeros = _led_by_zero(text)
        yield from (_told(source, match) for match in zeros if _length(match) == _IDENTITY)
        taken = {at for match in zeros for at in range(*match.span())}
        for match in _NINE.finditer(text):
            if match.start() not in taken and _of_a_person(text, match):
                yield _told(source, match)
        yield from (_in_name(source, match) for match in _led_by_zero(source.path) if _length(match) == _IDENTITY)


def _told(source: Source, match: re.Match[str]) -> Hit:
    return source.place(*match.span()), _shown(match)


def _in_name(source: Source, match: re.Match[str]) -> Hit:
    return Place(source.path), _shown(match)


def _shown(match: re.Match[str]) -> dict[str, Value]:
    """The number by its ends only: what the gate says is kept in logs that nobody can clear. `digits` tell two apart, unsaid."""
    digits = _digits(match)
    return {"shown": f"{digits[:3]}…{digits[-2:]}", "digits": digits}


def _digits(match: re.Match[str]) -> str:
    return "".join(c for c in match[0] if c.isdecimal())


def _length(match: re.Match[str]) -> int:
    return len(_digits(match))


def _led_by_zero(text: str) -> list[re.Match[str]]:
    return list(_LEADING_ZERO.finditer(text))


def _of_a_person(text: str, match: re.Match[str]) -> bool:
    """Whether nine digits are somebody's: not a sum, not reckoned with, not the number of a thing."""
    if _CALLED_IDENTITY.search(_before(text, match)):
        return True
    if match[1]:  # in groups: a sum of money, unless it was called something else
        return False
    if match[0][0] == "0":  # no sum begins so
        return not _CALLED_OTHERWISE.search(_before(text, match))
    return not (match[0].endswith("000") or _counted(text, match))


def _counted(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number is one of money or of things: by what stands around it, or because it is all that a field says."""
    before, after = _before(text, match), text[match.end() : match.end() + 8]
    alone = _NUMBER_FIELD.match(before) and after[:1] in ("", "\n")
    return bool(alone or _COUNTED.match(after) or _CALLED_OTHERWISE.search(before))


def _before(text: str, match: re.Match[str]) -> str:
    """What stands before it on its line, as far as that matters."""
    line = text.rfind("\n", 0, match.start()) + 1
    return text[max(line, match.start() - 60) : match.start()]


def _western(source: Source) -> str:
    """The text with the digits of every script as 0 to 9, each where it stood."""
    strange: dict[str | int, str | int | None] = {
        sign: str(unicodedata.decimal(sign)) for sign in source.uncommon if sign.isdecimal()
    }
    return source.text.translate(str.maketrans(strange)) if strange else source.text


_MENTION = re.compile(r"@(?<![\w@]@)[^\W\d_][\w-]*")
_CODE = re.compile(r"`[^`\n]+`")
_LONGEST_ADDRESS = 200


@rule(
    "SK903",
    Words("Gọi tên một tài khoản", "An account called by name"),
    says=Words("“{name}” gọi một tài khoản.", "“{name}” calls an account."),
    cure=Words(
        "Viết tên không có dấu @, ví dụ “chị Mẫu”; địa chỉ thư như cong-doan@example.org vẫn được, lệnh máy tính thì đặt giữa hai dấu `.",
        "Write the name without @, as in “Ms Mẫu”; a mail address such as cong-doan@example.org is fine, a computer's command goes between"
        " two signs `.",
    ),
)
def mention(corpus: Corpus) -> Iterator[Hit]:
    """Không gọi tài khoản của ai bằng dấu @.

    Dòng chữ ấy được chép vào trao đổi trên mạng là người bị gọi nhận thư báo, dù không liên quan; cả nghìn người có thể bị làm phiền.
    ---
    Nobody's account is called with @.

    Copied into a discussion, it sends a notice to someone who has no part in it, or to a thousand of them.
    """
    for source in corpus.sources.values():
        if "@" not in source.uncommon:
            continue
        code = {at for span in _CODE.finditer(source.text) for at in range(*span.span())}
        for match in _MENTION.finditer(source.text):
            before = source.text[max(match.start() - _LONGEST_ADDRESS, 0) : match.start()]
            if match.start() not in code and "://" not in re.split(r"\s", before)[-1]:
                yield source.place(*match.span()), {"name": match[0][:40]}

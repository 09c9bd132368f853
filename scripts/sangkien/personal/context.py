"""Says what the words beside a number call it; must not know which numbers are anybody's."""

from __future__ import annotations

import re
from enum import Enum, auto

from sangkien.personal.seen import Seen


class Called(Enum):
    """A telephone, an identity paper, an account; a thing with a serial number; one of many places; a machine, or its telephone."""

    PHONE = auto()
    IDENTITY = auto()
    ACCOUNT = auto()
    SERIAL = auto()
    PLACE = auto()
    MACHINE = auto()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# With marks, as a sentence has them, for mà is not mã; without them only what can mean nothing else.
_CALLED = {
    Called.PHONE: _words(
        "sđt|sdt|đt|đtdđ|dđ|zalo|tel|telephone|phone|mobile|viber|whatsapp|telegram|hotline|gọi|alo|điện thoại|dien thoai|di động|"
        "di dong|liên lạc|liên hệ|thoại bàn|thoai ban|máy bàn|may ban"
    ),
    Called.IDENTITY: _words(
        "cmnd|cmtnd|cmt|cccd|cmqđ|gttt|passport|chứng minh|chung minh|căn cước|can cuoc|định danh|dinh danh|hộ chiếu|ho chieu|"
        "tùy thân|tuỳ thân|tuy than|bhxh|bhyt"
    ),
    Called.ACCOUNT: _words(
        "stk|tk|account|tài khoản|tai khoan|ngân hàng|vietcombank|vcb|vietinbank|agribank|bidv|techcombank|tcb|mbbank|acb|vpbank|tpbank|"
        "sacombank|hdbank|vib|shb|scb|ocb|msb|seabank|lpbank"
    ),
    Called.SERIAL: _words(
        "lô|seri|sêri|sê ri|se ri|serial|imei|mst|vạch|model|mã|ma so|thuế|hóa đơn|hoá đơn|hoa don|vận đơn|đơn hàng|hợp đồng|hop dong|"
        "công văn|quyết định|biên bản|phiếu|chứng từ|barcode|sku|hs|ean|isbn|số hiệu|ký hiệu|kí hiệu|số khung|đăng ký|đăng kiểm|giấy phép|"
        "bản vẽ|so lo|lot|tcvn|qcvn|iso|công tơ|đồng hồ"
    ),
    Called.PLACE: _words(
        "phòng|buồng|giường|kệ|tủ|ngăn|ô|hộp|thùng|tầng|dãy|vị trí|bàn|kho|cửa|cột|trạm|tuyến|xe|lớp|van|bồn|cọc|mốc|ghế|toa|tàu|trang|"
        "phong so"
    ),
    Called.MACHINE: _words("máy|so may"),
}  # fmt: skip
CALLING = frozenset().union(*(_CALLED[kind] for kind in (Called.PHONE, Called.IDENTITY, Called.ACCOUNT)))
"""Words that call a number somebody's."""
_MEANT = {words: called for called, every in _CALLED.items() for words in every}
JOINED = frozenset({"sdt", "dt", "dtdd", "zalo", "tel", "phone", "so", "goi", "alo", "hoi", "lh"})
"""Words, without marks, that run into a telephone and do not make it a code."""
_JOINING = _words("và|hoặc|hay|đến|tới|rồi|cùng")
_FAR = frozenset({Called.IDENTITY, Called.ACCOUNT})  # a name may stand between the word and the number
_NEAR, _FURTHEST, _LOOKED_AT = 3, 9, 60
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[;!?]|\.(?=\s)")


def called(seen: Seen, start: int) -> Called | None:
    """What the nearest words before a number on its line call it; of a row of numbers the words before the first."""
    tokens = _TOKEN.findall(seen.before(start, _LOOKED_AT))
    words = passed = 0
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.isdigit():
            if words:
                return None
            passed += 1
        elif not token[0].isalpha():
            return None
        elif words or token not in _JOINING:
            pair = f"{tokens[place - 1]} {token}" if place else ""
            meant = _MEANT.get(pair) or _MEANT.get(token)
            if meant and (words < _NEAR or meant in _FAR) and not (passed and meant in (Called.PHONE, *_FAR)):
                return meant
            words += 1
            if words > _FURTHEST or passed:
                return None
    return None


_MONEY = r"(?:dong|d(?![a-z0-9])|vnd|usd|euro|trieu|ty(?![a-z])|nghin|ngan)|[%$€₫£]"
_SUM = re.compile(rf"\s{{0,3}}(?:{_MONEY})")
_COUNTED = re.compile(
    rf"\s{{0,3}}(?:{_MONEY}|[=+×÷*/]|x ?[0-9]|(?:luot|nguoi|cai|chiec|vien|lit|kg|tan|km|m2|m3|mm|cm|kwh|ban ghi|dong co|san pham|don vi"
    r"|lan|phut|gio|ngay|giay|hat|con|cay|to|trang|tin|tep|mau)(?![a-z]))"
)
_SUM_WORDS = _words("tổng|tiền|giá|lợi|lãi|phí|cộng|khoảng|gần|vốn|trị|vnd|tong|tien|số dư|bằng|còn|đạt")
_RECKONED = re.compile(r"(?:[=+×÷*$€₫£]|[0-9] ?x) ?$")


def counted(text: str, end: int, *, money: bool = False) -> bool:
    """Whether what follows a number says that it counts something, or, with `money`, that it is a sum."""
    return (_SUM if money else _COUNTED).match(text, end) is not None


def sum_before(seen: Seen, start: int) -> bool:
    """Whether what stands before a number says that it is a sum, or is reckoned with."""
    words = _TOKEN.findall(seen.before(start, 30))[-_NEAR:]
    return not _SUM_WORDS.isdisjoint(words) or _RECKONED.search(seen.text, max(start - 4, 0), start) is not None

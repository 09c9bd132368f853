"""Says what the words beside a number call it; must not know which numbers are anybody's."""

from __future__ import annotations

from enum import Enum, auto

from sangkien.late import regex
from sangkien.personal.visible_text import VisibleText


class Called(Enum):
    """What a number is called: a telephone, an identity paper, an account; a sum; a thing by its serial number, by some code,
    or by a word further before; one of many places; a machine, or its telephone."""

    PHONE = auto()
    IDENTITY = auto()
    ACCOUNT = auto()
    SUM = auto()
    SERIAL = auto()
    CODE = auto()
    THING = auto()
    PLACE = auto()
    MACHINE = auto()


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# With marks, as a sentence has them, for mà is not mã; without them only what can mean nothing else. The longest that fits holds.
_CALLED = {
    Called.PHONE: _words(
        "sđt|sdt|đt|đtdđ|dđ|zalo|tel|telephone|phone|mobile|viber|whatsapp|telegram|hotline|gọi|alo|điện thoại|dien thoai|di động|"
        "di dong|liên lạc|liên hệ|thoại bàn|thoai ban|máy bàn|may ban"
    ),
    Called.IDENTITY: _words(
        "cmnd|cmtnd|cmt|cccd|cmqđ|gttt|passport|chứng minh|chung minh|căn cước|can cuoc|định danh|dinh danh|hộ chiếu|ho chieu|"
        "tùy thân|tuỳ thân|tuy than|bhxh|bhyt|gplx|phép lái xe|phep lai xe|bằng lái|bằng lái xe|hiểm y tế|hiểm xã hội|"
        "số thuế cá nhân|mst cá nhân"
    ),
    Called.ACCOUNT: _words(
        "stk|tk|account|tài khoản|tai khoan|ngân hàng|chuyển khoản|chuyen khoan|ck|bank|vietcombank|vcb|vietinbank|agribank|bidv|"
        "techcombank|tcb|mbbank|acb|vpbank|tpbank|sacombank|hdbank|vib|shb|scb|ocb|msb|seabank|lpbank"
    ),
    Called.SUM: _words(
        "giá|trị giá|cho vay|dư tài khoản|tài khoản kế toán|hạch toán|phí bhyt|phí bhxh|trả bhyt|trả bhxh|đóng bhyt|đóng bhxh|thu bhyt|"
        "thu bhxh|quỹ bhyt|quỹ bhxh"
    ),
    Called.SERIAL: _words(
        "lô|lô sản xuất|seri|sêri|sê ri|se ri|serial|s/n|p/n|imei|mst|vạch|model|mã số thuế|ma so thue|số thuế|mã số doanh nghiệp|"
        "mã doanh nghiệp|gpkd|đkkd|đăng ký kinh doanh|phép kinh doanh|hóa đơn|hoá đơn|hoa don|vận đơn|công văn|quyết định|biên bản|phiếu|"
        "chứng từ|barcode|sku|hs|ean|isbn|số hiệu|ký hiệu|kí hiệu|số khung|số đăng ký|số đăng kiểm|giấy phép|bản vẽ|so lo|lot|tcvn|qcvn|"
        "iso|công tơ|số đồng hồ|đồng hồ số|mã đơn hàng|số đơn hàng|đơn hàng số|số hợp đồng|hợp đồng số|hop dong so|số hồ sơ|hồ sơ số|"
        "số bệnh án|bệnh án số|bệnh án|phiếu xuất kho|phiếu nhập kho|đơn điện tử|đơn gtgt|đơn vat|seri máy|seri thiết bị|"
        "thuế công ty|thuế doanh nghiệp|thuế đơn vị|lệnh sản xuất"
    ),
    Called.CODE: _words("mã|mã số|ma so"),
    Called.THING: _words("đăng ký|đăng kiểm|đơn hàng|hợp đồng|hop dong|đồng hồ|thuế"),
    Called.PLACE: _words(
        "phòng|buồng|giường|kệ|tủ|ngăn|ô|hộp|thùng|tầng|dãy|vị trí|bàn|kho|cửa|cột|trạm|tuyến|xe|lớp|van|bồn|cọc|mốc|ghế|toa|tàu|trang|"
        "phong so"
    ),
    Called.MACHINE: _words("máy|so may|cắt acb|aptomat acb"),
}  # fmt: skip
CALLING = frozenset().union(*(_CALLED[kind] for kind in (Called.PHONE, Called.IDENTITY, Called.ACCOUNT)))
"""Words that call a number somebody's."""
MOST_WORDS = 4
"""The most words in one of these."""
_MEANT = {words: called for called, every in _CALLED.items() for words in every}
JOINED = frozenset({"sdt", "dt", "dtdd", "zalo", "tel", "phone", "so", "goi", "alo", "hoi", "lh"})
"""Words without marks that are written onto a telephone number and do not make it a code."""
_JOINING = _words("và|hoặc|hay|đến|tới|rồi|cùng")
_NUMBER = _words("số|so")
_FILLING = _words("số|so|no|là")
# Between a thing and a number they say that it is no longer the thing's.
_SOMEBODY = _words("anh|chị|em|cô|chú|bác|ông|bà|bạn|hỏi|qua|gặp|nhắn|nhờ|báo|gửi|vào|của|cho|về|lh|inbox")
_FAR = frozenset({Called.IDENTITY, Called.ACCOUNT})  # a name may stand between the word and the number
_SOMEBODYS = frozenset({Called.PHONE, *_FAR})
_NEAR, _FURTHEST, _LOOKED_AT = 3, 9, 60
_TOKEN = regex(r"(?<![^\W_])[sp]/n(?![^\W_])|[^\W\d_]+|\d+|[;!?]|\.(?=\s)")


def called(seen: VisibleText, start: int) -> Called | None:
    """What the nearest words before a number on its line call it; for a row of numbers the words before the first. `start` is
    an offset in what is seen."""
    tokens = _TOKEN.findall(seen.before(start, _LOOKED_AT))
    passed = 0
    between: list[str] = []
    for position in range(len(tokens) - 1, -1, -1):
        token = tokens[position]
        if token.isdigit():
            if between:
                return None
            passed += 1
        elif not token[0].isalpha():
            return None
        elif between or token not in _JOINING:
            meant = _meant(tokens[max(position + 1 - MOST_WORDS, 0) : position + 1])
            if (
                meant
                and (len(between) - (between[:1] == ["số"]) < _NEAR or meant in _FAR)
                and not (passed and meant in _SOMEBODYS)
            ):
                return _as_far(meant, between)
            between.append(token)
            if len(between) > _FURTHEST or passed:
                return None
    return None


def _meant(tokens: list[str]) -> Called | None:
    """What these words mean, taking as many of the last as mean something."""
    return next((meant for first in range(len(tokens)) if (meant := _MEANT.get(" ".join(tokens[first:])))), None)


def _as_far(meant: Called, between: list[str]) -> Called:
    """What a word means with those between it and the number: a serial number stands right behind its word, or is said to be
    one."""
    if meant in (Called.SERIAL, Called.CODE) and not _SOMEBODY.isdisjoint(between):
        return Called.THING
    if meant is Called.SERIAL and not _FILLING.issuperset(between) and between[0] not in _NUMBER:
        return Called.THING
    return meant


_MONEY = r"(?:(?:dong|vnd|usd|euro|trieu|ty|nghin|ngan)(?![a-z])|d(?![a-z0-9/])|[%$€₫£])"
_SUM = regex(rf"\s{{0,3}}{_MONEY}")
_COUNTED = regex(
    r"\s{0,3}(?:[=+×÷*] ?[0-9(]|/ ?(?:[0-9]|(?:ngay|thang|nam|quy|nguoi|gio|lan)(?![a-z]))|x ?[0-9]"
    r"|(luot|cai|chiec|vien|lit|kg|tan|km|m2|m3|mm|cm|kwh|kw|ban ghi|dong co|san pham|don vi|phut|giay|tep)(?![a-z])"
    r"|(nguoi|lan|gio|ngay|hat|con|cay|to|trang|tin|mau)(?![a-z]))"
)
# A comrade, a colleague, at the same time; and people whose names are written like money.
_NO_MONEY = regex(
    r"\s{0,3}(?:(?i:đồng) ?(?i:chí|nghiệp|thời|chủ sở|chủ tài)|(?i:dong) ?(?i:nghiep|thoi)|Đông(?!\w)|(?:Triệu|Ngân) [A-ZĐ(]|Ngân(?!\w))"
)
_SUM_WORDS = _words("tổng|tiền|giá|lợi|lãi|phí|cộng|khoảng|gần|vốn|trị|vnd|tong|tien|dư|bằng|còn|đạt")
_RECKONED = regex(r"(?:[=+×÷*$€₫£]|[0-9] ?x) ?$")
_OF_A_DOCUMENT = regex(r"/(?:qd|tt|ttlt|nd|kh|bc|cv|tb|hd|bb|ct|nq|ttr)-[a-z]")


def counted(seen: VisibleText, end: int, *, named: bool = False) -> bool:
    """Whether the words after a number (at `end`) say that it is a sum or counts something. For a number `named` as somebody's,
    fewer words are believed."""
    if _SUM.match(seen.text, end):
        return _NO_MONEY.match(seen.as_written(end, min(end + 16, len(seen.text)))) is None
    match = _COUNTED.match(seen.text, end)
    if match is None or not match.lastindex:
        return match is not None and not named
    written = seen.as_written(*match.span(match.lastindex))
    return not (named and match[2]) and (not written[0].isupper() or written.isupper())  # not a name


def of_a_document(text: str, end: int) -> bool:
    """Whether the text after a number (at `end`) says that it is an office document's."""
    return _OF_A_DOCUMENT.match(text, end) is not None


def sum_before(seen: VisibleText, start: int) -> bool:
    """Whether the text before a number (at `start`) says that it is a sum, or calculates with it."""
    words = _TOKEN.findall(seen.before(start, 30))[-_NEAR:]
    return not _SUM_WORDS.isdisjoint(words) or _RECKONED.search(seen.text, max(start - 4, 0), start) is not None

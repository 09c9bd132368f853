"""Finds what is said of a person in words: a date of birth, a private mailbox, a home; must not know whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangkien.late import regex
from sangkien.personal.kind import Kind
from sangkien.personal.visible_text import VisibleText
from sangkien.text import bare

# A year in which somebody at work may be born; “vệ sinh năm 2021”, “phát sinh năm 2005” are no births.
# Emphasis between its digits is read as a star, and as a caret by whoever only looks over the plain words.
_COUNTED = r"(?! (?:ca(?! mau)|luot|tre)(?![a-z]))"
_DIGITS = r"(?:1[*^]?9[*^]?[3-9]|2[*^]?0[*^]?0)[*^]?[0-9]"
_YEAR = rf"{_DIGITS}(?:[/.-][01]?[0-9][/.-][0-3]?[0-9])?(?![0-9]){_COUNTED}"
_MONTH_SAID = r"thang (?:[0-9]{1,2}|gieng|chap|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi(?: (?:mot|hai))?|mot)"
_DAY = rf"(?:(?:ngay )?[0-9]{{1,2}} ?[/.-] ?[0-9]{{1,2}} ?[/.-] ?|(?:ngay )?[0-9]{{1,2}} {_MONTH_SAID},? nam )"
_MONTH = rf"(?:{_MONTH_SAID} ?(?:[/.-]|nam) ?|[0-9]{{1,2}} ?[/.-] ?)"
_DATE = rf"(?:{_DAY}|{_MONTH})?{_YEAR}"
_DECADE = (
    rf"['\u2018\u2019^]?[3-9][0-9](?![0-9%/-]|[.,][0-9]| ?%| (?:nguoi|con|chau|em|be|lan)(?![a-z])){_COUNTED}"  # “sinh năm 85”
)
_SHORT = r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[3-9][0-9](?![0-9])"
_WHEN = rf"(?:{_DATE}|{_SHORT})"
_NO_NOUN = r"(?! (?:hoat|vien|san|hoc|ke)(?![a-z]))"  # “năm sinh hoạt”
_BIRTH = regex(
    rf"(?=[bdnsy])(?<![a-z])(?:(?:ngay,? ?thang,? ?)?(?:nam|ngay) ?sinh{_NO_NOUN}(?: cua)?[^0-9\n]{{0,30}}?{_WHEN}"
    rf"|(?:nam sinh|sinh nam)[ :]{{1,3}}(?P<decade>{_DECADE})"
    rf"|sinh (?:ra (?:vao )?(?:nam|ngay|thang)|nhat(?: (?:ngay|vao|la|cua (?:toi|em|anh|chi)))*)[ :]{{1,3}}{_WHEN}"
    rf"|sinh(?: (?:nam|ngay|thang|vao|luc))?[^0-9a-z\n]{{0,4}}{_WHEN}"
    rf"|sinh (?:nam|ngay|vao|tai)[^0-9\n]{{0,24}}?{_WHEN}"
    rf"|(?:n\.?s|s\.?n|d\.?o\.?b)[ .:]{{1,3}}{_WHEN}"
    rf"|(?<!may )(?<!bom )(?<!model )(?<!ma )(?<!loai )(?<!kieu )(?<!hieu )(?<!mem )(?:ns|sn){_DIGITS}(?![0-9a-z]|[.-][0-9a-z])"
    rf"|(?:born (?:in|on)|date of birth|birthday|year of birth)[^0-9\n]{{0,12}}{_WHEN})"
)
# “vệ sinh”, “học sinh”: the words before it that make it no birth; they may be without marks too, as the whole text may.
_NO_BIRTH = frozenset(
    "vệ phát học thí tái nảy hy hi kháng ký kí vi dân trường tuyển nữ nam giáo môn giám mưu hộ cứu phục hồi trợ song an bẩm nhân nghiên y"
    " thư sao dưỡng tiết khử đổi mới nguyên hậu sơ tế siêu diệt thiên sản quyên hiến tiệt ca số trẻ bò lợn heo"
    " trâu nghé bê gà lãi rác bụi nhiệt khí thải lỗi".split()
)
_NO_BIRTH_BARE = frozenset(map(bare, _NO_BIRTH))
_LETTERS = regex(r"[^\W\d_]+")

# A passport or an insurance card has letters before its digits.
_PAPER = regex(r"(?:ho chieu|passport|bhyt)[^0-9\n]{0,20}?(?<![a-z])([a-z]{1,2} ?[0-9](?: ?[0-9]){6,14})(?![0-9a-z])")
_AT = r"(?: ?@ ?| ?[\[({] ?(?:at|@|a|a cong) ?[\])}] ?| a cong | ?-at- ?| at )"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|cham|\.) ?[\])}] ?| (?:cham|dot) )"
_MAIL = regex(
    rf"(?<![a-z0-9.+-])([a-z0-9][a-z0-9.+-]{{0,63}})({_AT})([a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{1,6}})(?![a-z0-9-])"
)
_AT_SAID = regex(_AT)
_SIGNED = regex(r"@| @ | ?[\[({] ?(?:at|@|a cong) ?[\])}] ?")  # what nobody writes but in an address
_SPOKEN_OF = frozenset(
    "thu mail email gmail duoi mien chi hop dung la bang kieu khoan dang va".split()
)  # “các hộp thư @gmail.com”
# Anybody gets a mailbox there, so nobody sees that it is an office's.
_ANYBODYS = frozenset(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me mac aol zoho proton protonmail pm gmx yandex zalo"
    " qq 163 tutanota fastmail inbox".split()
)
_OFFICE = (
    "vanthu vanphong hanhchinh tochuc lienhe hotro tiepnhan sangkien thidua khenthuong nhansu ketoan daotao thongtin baomat gopy hopthu"
    " toasoan info contact support admin office webmaster postmaster noreply security phongkham cskh khachhang chamsoc cntt kythuat"
    " kehoach tonghop dieuduong khoaduoc khoanoi khoangoai khoasan khoanhi khoakham capcuu xetnghiem vattu kinhdoanh banhang sales"
    " marketing tuyendung tuyensinh dichvu datlich tiepdan truyenthong phapche thanhtra thuvien atvsld antoan ctxh qlcl hse vp hr hcns"
    " tchc tcct press mail git help hello phong(?=[a-z]) khoa(?=[a-z]) ban(?=[a-z]) duongdaynong hotline"
    " syt soyte sgddt sgd bhxh yte bch banchaphanh kinhnghiem doanthanhnien"
    " quanly chatluong dauthau nhathuoc muahang bantin thongbao trucban dieuhanh quantri"
    " kiemsoat giamsat congtac xahoi vesinh moitruong baotri sanxuat tbyt giaovu"
).split()
# Of a unit, whatever it is called behind that.
_UNIT = (
    "congdoancoso congdoan cdcs cdyt cdgd tldld ldld tld ubnd benhvien bvdk bv trungtam ttyt tt congty cty ctcp truong thpt thcs"
    " nhamay xinghiep cd"
).split()
_PLACES = (
    "angiang bariavungtau bacgiang backan baclieu bacninh bentre binhdinh binhduong binhphuoc binhthuan camau cantho caobang danang"
    " daklak daknong dienbien dongnai dongthap gialai hagiang hanam hanoi hatinh haiduong haiphong haugiang hoabinh hungyen khanhhoa"
    " kiengiang kontum laichau lamdong langson laocai longan namdinh nghean ninhbinh ninhthuan phutho phuyen quangbinh quangnam"
    " quangngai quangninh quangtri soctrang sonla tayninh thaibinh thainguyen thanhhoa thuathienhue hue tiengiang hcm hochiminh travinh"
    " tuyenquang vinhlong vinhphuc yenbai"
).split()
_PERSON = r"(?:nguyen|tran|pham|huynh|bui|(?:le|hoang|phan|vu|vo|dang|do|ho|ngo|duong|ly|dinh|trinh|mai|lam)(?:van|thi))"
_A_UNIT = f"(?:{'|'.join(_UNIT)})"
_OFFICES = regex(
    rf"(?:{'|'.join(_OFFICE)})*(?:(?:{'|'.join(_PLACES)})[0-9]{{0,4}}|{_A_UNIT}(?!{_A_UNIT}?{_PERSON})[a-z0-9]*|[0-9]{{0,4}})"
)

# “địa chỉ nhà thầu”, and “lưu trữ tại”, are no homes.
_HIS = r"nha(?: rieng|(?! (?:thau|may|xuong|cung|nuoc|thuoc|truong|nghi|hang|ga|kho|dau|san|phan|in|xe)(?![a-z])))"
_DWELLS = r"(?<!cu )(?<!luu )(?<!noi )(?<!du )(?<!tich )tru (?:tai|quan)"
_HOME = regex(
    rf"(?=[cdhnst])(?<![a-z])(?:(nha rieng|dia chi (?:{_HIS}|rieng|ca nhan)|cu ngu|ngu tai|ngu o|ho khau(?: thuong tru)?|hktt"
    rf"|(?:thuong|tam) tru|{_DWELLS}|home address)"
    r"|noi o|cho o|(?:noi )?cu tru|nha o|(so nha|nha so)|nha (?:toi|em|minh|anh|chi|ong|ba|co|chu|bac))(?![a-z])"
)
_NUMBER = r"[0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,3}"
_HAMLET = r"(?:thon|xom|ap|to dan pho|khu pho|tdp|kp|ngo|ngach|hem|kiet|buon|lang|to|khoi)"
_STREET = rf"(?:duong|pho|phuong|xa|thi tran|doi|ban|{_HAMLET})"
_MANY = r"(?! (?:xa|phuong|thi tran) [0-9])"  # “12 xã 3 phường” are so many
_NUMBERED = regex(rf"(?<![a-z0-9])(?:(?<=so ){_NUMBER}|{_NUMBER}{_MANY}) ?,? ?{_STREET} ([a-z0-9])")
_HOUSE = regex(rf"{_NUMBER} (?!(?:cong|phong|nguoi|khoa|xuong|may)(?![a-z]))([a-z])")  # and its street by name alone
_WHOLE = regex(rf"{_HAMLET} [a-z0-9][^,;\n]{{0,30}}, ?(?:xa|phuong|thi tran|huyen|quan) ([a-z0-9])")
_LEADS_TO_HOUSE = regex(r"(?: hien (?:tai|nay))?(?: ?: ?| )(?:(?:tai|o|la)(?: ?: ?| ))?(?:so (?:nha )?)?")
_NAMED = regex(rf"(?<![a-z0-9]){_HAMLET} ([a-z0-9])")
_LINE_END = regex(r"(?<!\n)\n(?!\n)")
_CLAUSE_END = regex(r"[;!?\n|]|\.(?=\s|$)")
_LONGEST_HOME = 120
_TAKEN_AS_HOME = regex(r" ?(?::|tai |o |so |la |cua )")
_BEFORE, _AFTER, _SIGN = (
    32,
    96,
    16,
)  # longer than any words for a home, than any for a birth with its day, than an “at” in brackets
_COLON = regex(r"[ :]{0,3}")
_NO_HOME = regex(r" ?(?:cong nhan|xuong|may|kho|ve sinh|xe|tap the|cua cong nhan|cua (?:tung|moi)|cho tung)(?![a-z])")


# Where none of these stands, the patterns have nothing to look for.
_BIRTH_SAID = ("sinh", "born", "birth", "ns", "sn", "n.s", "s.n", "ob", "o.b")
_MAIL_SAID = ("@", "(a", "( a", "[a", "[ a", "{a", "{ a", "a cong", "-at-", " at ")
_YEAR_SAID = regex(rf"{_DIGITS}|(?<![0-9])[3-9][0-9](?![0-9])")
_HOME_SAID = (
    "nha ",
    "so nha",
    "hktt",
    "tru tai",
    "tru quan",
    "dia chi ",
    "cu ngu",
    "ngu tai",
    "ngu o",
    "ho khau",
    "thuong tru",
    "tam tru",
    "cu tru",
    "noi o",
    "cho o",
    "home address",
)
_PAPER_SAID = ("ho chieu", "passport", "bhyt")


def sayings(seen: VisibleText) -> Iterator[tuple[Kind, int, int]]:
    """Kind and offsets in what is seen (start, end exclusive) of each statement, kind by kind."""
    text = _LINE_END.sub(" ", seen.text)  # a sentence goes on over a line's end, as far as a paragraph does
    if any(said in text for said in _BIRTH_SAID):
        yield from _births(seen, text)
    if any(said in text for said in _MAIL_SAID):
        yield from _mails(text)
    if any(said in text for said in _HOME_SAID):
        yield from _homes(seen, text)
    if any(said in text for said in _PAPER_SAID):
        yield from ((Kind.IDENTITY, *match.span(1)) for match in _PAPER.finditer(text))


def may_say(words: str) -> bool:
    """Whether lower-case letters without marks, emphasis and line ends may hold any such statement; True in doubt."""
    if any(_YEAR_SAID.search(words, *about) and _BIRTH.search(words, *about) for about in _about(words, _BIRTH_SAID, _AFTER)):
        return True
    if any(_AT_SAID.search(words, *about) for about in _about(words, _MAIL_SAID, _SIGN)):
        return True
    if any(said in words for said in _PAPER_SAID) and _PAPER.search(words):
        return True
    return any(_may_be_home(words, *about) for about in _about(words, _HOME_SAID, _BEFORE))


def _may_be_home(words: str, first: int, last: int) -> bool:
    match = _HOME.search(words, first, last)
    return match is not None and any(
        place.search(words, match.end(), match.end() + 2 * _LONGEST_HOME) for place in (_NUMBERED, _NAMED, _HOUSE)
    )


def _about(words: str, said: tuple[str, ...], after: int) -> Iterator[tuple[int, int]]:
    """Windows around each occurrence of these words, as wide as one statement can be."""
    for each in said:
        at = words.find(each)
        while at >= 0:
            yield max(at - min(_BEFORE, after), 0), at + after
            at = words.find(each, at + 1)


def _births(seen: VisibleText, text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in _BIRTH.finditer(text):
        if match[0].startswith("sinh"):
            before = seen.as_written(max(match.start() - 12, 0), match.start()).lower()
            word = _LETTERS.findall(before)[-1] if before[-1:].isspace() and before.rstrip()[-1:].isalpha() else ""
            if word in _NO_BIRTH or (word.isascii() and word in _NO_BIRTH_BARE):
                continue
        if match["decade"] and match[0].startswith("nam") and seen.as_written(*match.span())[1] in "aA":
            continue  # “nam sinh 45” are so many boys
        yield Kind.BIRTH, *match.span()


def _mails(text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in _MAIL.finditer(text):
        labels = re.split(_DOT, match[3])
        if not labels[-1].isalpha() or len(labels[-1]) < 2:
            continue
        if not _SIGNED.fullmatch(match[2]) and (_ANYBODYS.isdisjoint(labels) or match[1] in _SPOKEN_OF):
            continue  # words between words, and no address
        if not _ANYBODYS.isdisjoint(labels[:-1]) or not _of_an_office(match[1]):
            yield Kind.MAIL, *match.span()


def _of_an_office(mailbox: str) -> bool:
    """Whether a whole mailbox name is an office's or a unit's; a person's name after an office's word is not."""
    return _OFFICES.fullmatch(re.sub("[.+-]", "", mailbox)) is not None


def _homes(seen: VisibleText, text: str) -> Iterator[tuple[Kind, int, int]]:
    end = 0
    for match in _HOME.finditer(text):
        if match.start() < end or _NO_HOME.match(text, match.end()) or not _is_dwelling(seen, match):
            continue
        most = match.end() + _LONGEST_HOME
        stop = _CLAUSE_END.search(text, match.end(), most)
        last = stop.start() if stop else min(most, len(text))
        if any(_is_named(seen, place) for place in _places(text, match, last)):
            end = last
            yield Kind.HOME, match.start(), last


def _places(text: str, match: re.Match[str], last: int) -> Iterator[re.Match[str]]:
    """What may be the address of a home after the words that speak of one."""
    if match[2]:  # a house's number, with its street next to it
        start = match.end() + len(_COLON.match(text, match.end())[0])  # type: ignore[index]
        yield from filter(
            None, [pattern.match(text, start, last) for pattern in (_NUMBERED, _HOUSE)[: 2 if match[2] == "so nha" else 1]]
        )
        return
    lead = _LEADS_TO_HOUSE.match(text, match.end(), last)
    if lead and (match[1] or ":" in lead[0]):
        yield from filter(None, [_HOUSE.match(text, lead.end(), last)])
    if match[0] == "nha o":
        yield from filter(None, [_WHOLE.match(text, match.end() + 1, last)])
    yield from _NUMBERED.finditer(text, match.end(), last)
    if match[1] and (match[1].endswith((" tai", " o")) or _TAKEN_AS_HOME.match(text, match.end())):
        yield from _NAMED.finditer(text, match.end(), last)


def _is_dwelling(seen: VisibleText, match: re.Match[str]) -> bool:
    """Whether “tru” is trú, and not trừ, trữ or trụ."""
    return not match[0].startswith("tru ") or seen.as_written(match.start(), match.start() + 3).lower() in ("trú", "tru")


def _is_named(seen: VisibleText, place: re.Match[str]) -> bool:
    """Whether the word after a street or hamlet is its number or name: “tổ 3”, “phố Mẫu”, and not “tổ chức”."""
    return place[1].isdigit() or seen.as_written(*place.span(1)).isupper()

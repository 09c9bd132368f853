"""Finds what is said of a person in words: a date of birth, a private mailbox, a home; must not know whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sangkien.personal.kind import Kind
from sangkien.personal.seen import Seen
from sangkien.text import bare

# A year in which somebody at work may be born; “vệ sinh năm 2021”, “phát sinh năm 2005” are no births.
_YEAR = r"(?:19[3-9]|200)[0-9](?![0-9])"
_DAY = r"(?:(?:ngay )?[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?|(?:ngay )?[0-9]{1,2} thang [0-9]{1,2},? nam )"
_MONTH = r"(?:thang [0-9]{1,2} ?(?:[/.-]|nam) ?|[0-9]{1,2} ?[/.-] ?)"
_DATE = rf"(?:{_DAY}|{_MONTH})?{_YEAR}"
_SHORT = r"[0-9]{1,2} ?[/.-] ?[0-9]{1,2} ?[/.-] ?[3-9][0-9](?![0-9])"
_WHEN = rf"(?:{_DATE}|{_SHORT})"
_BIRTH = re.compile(
    rf"(?<![a-z])(?:(?:ngay,? ?thang,? ?)?(?:nam|ngay) ?sinh(?: cua)?[^0-9\n]{{0,30}}?{_WHEN}"
    rf"|sinh(?: (?:nam|ngay|thang|vao|luc))?[^0-9a-z\n]{{0,4}}{_WHEN}"
    rf"|sinh (?:nam|ngay|vao|tai)[^0-9\n]{{0,24}}?{_WHEN}"
    rf"|(?:n\.?s|s\.?n|d\.?o\.?b)[ .:]{{1,3}}{_WHEN}"
    rf"|(?:born (?:in|on)|date of birth|birthday|year of birth)[^0-9\n]{{0,12}}{_WHEN})"
)
# “vệ sinh”, “học sinh”: the words before it that make it no birth; they may be without marks too, as the whole text may.
_NO_BIRTH = frozenset(
    "vệ phát học thí tái nảy hy hi kháng ký kí vi dân trường tuyển nữ nam giáo môn giám mưu hộ cứu phục hồi trợ song an bẩm nhân nghiên y"
    " thư sao dưỡng tiết khử đổi mới nguyên hậu sơ tế siêu diệt thiên sản quyên hiến tiệt".split()
)
_NO_BIRTH_BARE = frozenset(map(bare, _NO_BIRTH))
_LETTERS = re.compile(r"[^\W\d_]+")

# A passport or an insurance card has letters before its digits.
_PAPER = re.compile(r"(?:ho chieu|passport|bhyt)[^0-9\n]{0,20}?(?<![a-z])([a-z]{1,2} ?[0-9](?: ?[0-9]){6,14})(?![0-9a-z])")
_AT = r"(?:@| @ | ?[\[({] ?(?:at|@|a cong) ?[\])}] ?| a cong )"
_DOT = r"(?:\.| ?[\[({] ?(?:dot|cham) ?[\])}] ?| cham )"
_MAIL = re.compile(
    rf"(?<![a-z0-9.+-])([a-z0-9][a-z0-9.+-]{{0,63}}){_AT}([a-z0-9-]{{1,63}}(?:{_DOT}[a-z0-9-]{{1,63}}){{1,6}})(?![a-z0-9-])"
)
_AT_SAID = re.compile(_AT)
_SIGNED = re.compile(r"[@(\[{]")
# Anybody gets a mailbox there, so nobody sees that it is an office's.
_ANYBODYS = frozenset(
    "gmail googlemail yahoo ymail rocketmail hotmail outlook live msn icloud me mac aol zoho proton protonmail pm gmx yandex zalo"
    " qq 163 tutanota fastmail inbox".split()
)
_OFFICES = (
    "congdoan congdoancoso cdcs cdyt cdgd ldld tldld vanthu vanphong hanhchinh tochuc lienhe hotro tiepnhan sangkien benhvien thidua"
    " khenthuong nhansu ketoan daotao thongtin baomat gopy hopthu toasoan info contact support admin office webmaster postmaster noreply"
    " security"
).split()
_OFFICES_SHORT = frozenset("cd vp tld ubnd bv hr hcns tchc tcct mail press git help hello".split())

_HOME = re.compile(
    r"(?<![a-z])(?:(nha rieng|dia chi (?:nha|rieng|ca nhan)|cu ngu|ngu tai|ngu o|ho khau(?: thuong tru)?|(?:thuong|tam) tru|home address)"
    r"|noi o|cho o|(?:noi )?cu tru|nha o|(so nha|nha so)|nha (?:toi|em|minh|anh|chi|ong|ba|co|chu|bac))(?![a-z])"
)
_NUMBER = r"[0-9]{1,4}[a-z]?(?:/[0-9]{1,4}[a-z]?){0,3}"
_HAMLET = r"(?:thon|xom|ap|to dan pho|khu pho|tdp|kp|ngo|ngach|hem|kiet|buon|lang|to|khoi)"
_STREET = rf"(?:duong|pho|phuong|xa|thi tran|doi|ban|{_HAMLET})"
_NUMBERED = re.compile(rf"(?<![a-z0-9]){_NUMBER} ?,? ?{_STREET} ([a-z0-9])")
_NAMED = re.compile(rf"(?<![a-z0-9]){_HAMLET} ([a-z0-9])")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_CLAUSE_END = re.compile(r"[;!?\n|]|\.(?=\s|$)")
_LONGEST_HOME = 120
_TAKEN_AS_HOME = re.compile(r" ?(?::|tai |o |so |la |cua )")
_BEFORE, _AFTER, _SIGN = (
    32,
    96,
    16,
)  # longer than any words for a home, than any for a birth with its day, than an “at” in brackets
_COLON = re.compile(r"[ :]{0,3}")
_NO_HOME = re.compile(r" ?(?:cong nhan|xuong|may|kho|ve sinh|xe|tap the)(?![a-z])")


# Where none of these stands, the patterns have nothing to look for.
_BIRTH_SAID = ("sinh", "born", "birth", "ns", "sn", "n.s", "s.n", "ob")
_MAIL_SAID = ("@", "(at", "( at", "[at", "[ at", "{at", "{ at", "a cong")
_YEAR_SAID = re.compile(r"(?:19[3-9]|200)[0-9]|[/.-] ?[3-9][0-9](?![0-9])")
_HOME_SAID = (
    "nha ",
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


def sayings(seen: Seen) -> Iterator[tuple[Kind, int, int]]:
    """Kind, first and last sign of each, by kind."""
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
    """Whether small letters without marks, emphasis and line ends may say any of it; in doubt they do."""
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
        place.search(words, match.end(), match.end() + 2 * _LONGEST_HOME) for place in (_NUMBERED, _NAMED)
    )


def _about(words: str, said: tuple[str, ...], after: int) -> Iterator[tuple[int, int]]:
    """Where any of these is said, with as much around it as one saying takes."""
    for each in said:
        at = words.find(each)
        while at >= 0:
            yield max(at - min(_BEFORE, after), 0), at + after
            at = words.find(each, at + 1)


def _births(seen: Seen, text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in _BIRTH.finditer(text):
        if match[0].startswith("sinh"):
            before = seen.as_written(max(match.start() - 12, 0), match.start()).lower()
            word = _LETTERS.findall(before)[-1] if before[-1:].isspace() and before.rstrip()[-1:].isalpha() else ""
            if word in _NO_BIRTH or (word.isascii() and word in _NO_BIRTH_BARE):
                continue
        yield Kind.BIRTH, *match.span()


def _mails(text: str) -> Iterator[tuple[Kind, int, int]]:
    for match in _MAIL.finditer(text):
        labels = re.split(_DOT, match[2])
        if not labels[-1].isalpha() or len(labels[-1]) < 2:
            continue
        if " " in match[0] and _ANYBODYS.isdisjoint(labels) and not _SIGNED.search(match[0]):
            continue  # words between words, and no address
        if not _ANYBODYS.isdisjoint(labels[:-1]) or not _of_an_office(match[1]):
            yield Kind.MAIL, *match.span()


def _of_an_office(mailbox: str) -> bool:
    first, joined = re.split("[.+-]", mailbox)[0], re.sub("[.+-]", "", mailbox)
    return first in _OFFICES_SHORT or joined.startswith(tuple(_OFFICES))


def _homes(seen: Seen, text: str) -> Iterator[tuple[Kind, int, int]]:
    end = 0
    for match in _HOME.finditer(text):
        if match.start() < end or _NO_HOME.match(text, match.end()):
            continue
        most = match.end() + _LONGEST_HOME
        stop = _CLAUSE_END.search(text, match.end(), most)
        last = stop.start() if stop else min(most, len(text))
        if any(_is_named(seen, place) for place in _places(text, match, last)):
            end = last
            yield Kind.HOME, match.start(), last


def _places(text: str, match: re.Match[str], last: int) -> Iterator[re.Match[str]]:
    """What may be the way to a home behind the words that speak of one."""
    if match[2]:  # a house's number, with its street next to it
        start = match.end() + len(_COLON.match(text, match.end())[0])  # type: ignore[index]
        yield from filter(None, [_NUMBERED.match(text, start, last)])
        return
    yield from _NUMBERED.finditer(text, match.end(), last)
    if match[1] and _TAKEN_AS_HOME.match(text, match.end()):
        yield from _NAMED.finditer(text, match.end(), last)


def _is_named(seen: Seen, place: re.Match[str]) -> bool:
    """Whether the word behind a street or hamlet is its number or its name: “tổ 3”, “phố Mẫu”, and not “tổ chức”."""
    return place[1].isdigit() or seen.as_written(*place.span(1)).isupper()

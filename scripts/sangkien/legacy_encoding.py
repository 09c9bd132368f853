"""Recognises and converts Vietnamese in an old encoding, or damaged by a wrong one; must not know files or fields.

Old fonts drew Vietnamese letters in the places of others: what was typed in them arrives as `Kü thuËt` (TCVN3) or `Kyõ thuaät`
(VNI). No single letter tells, and many are honest elsewhere: a text is taken for one of them only if almost all its marked
words become Vietnamese syllables in one way and not in another, while hardly any is one as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache

from sangkien.language import Words
from sangkien.late import dataclass, regex

_TONES = {"\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0301": "s", "\u0323": "j"}
_MARKS = {key: tone for tone, key in _TONES.items()}


def _toned(base: str, key: str) -> str:
    return unicodedata.normalize("NFC", base + _MARKS[key])


# One letter a byte from 0x80 on; a point stands for none.
_TCVN3 = (
    "................................."
    "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ."
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ..ỀỂỄỐỒỔỖýỷỵỚỜỞ.ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚũưÝẺ.àáâãảạă.èéêẽìí.ĩẴĐòóôõ."
    "Ơụùúủ.ỶẼỳ"
)
_VISCII_LOW = dict(zip("\x02\x05\x06\x14\x19\x1e", "ẲẴẪỶỸỴ", strict=True))
_VPS_LOW = dict(zip("\x02\x03\x04\x05\x06\x10\x11\x12\x13\x14\x15\x19\x1c\x1d", "ẠẬẶẸỆỊỌỘỢỤỰỴẪỮ", strict=True))


def _single(letters: str, low: Mapping[str, str]) -> Mapping[int, str]:
    """A table for `str.translate`; a byte below 0xA0 may also arrive as the character Windows shows for it."""
    table = {ord(sign): letter for sign, letter in low.items()}
    for byte, letter in enumerate(letters, start=0x80):
        if letter != ".":
            table[byte] = letter
            table[ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte))] = letter
    return table


def _in(table: Mapping[int, str]) -> Callable[[str], str]:
    return lambda text: text.translate(table)


def _vni() -> Mapping[str, str]:
    """VNI's pairs: it writes a vowel and its mark as two characters, either of which may be a capital."""
    pairs: dict[str, str] = {"ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ"}
    tones = dict(zip("sfrxj", "ùøûõï", strict=True))
    for base in "aeouyôö":
        vowel = pairs.get(base, base)
        pairs |= {base + mark: _toned(vowel, key) for key, mark in tones.items() if base + key != "yj"}
    for base, vowel in zip("aeo", "âêô", strict=True):
        pairs |= {base + mark: _toned(vowel, key) for key, mark in zip("sfrxj", "áàåãä", strict=True)} | {f"{base}â": vowel}
    pairs |= {f"a{mark}": _toned("ă", key) for key, mark in zip("sfrxj", "éèúüë", strict=True)} | {"aê": "ă"}
    for signs, letter in list(pairs.items()):
        pairs[signs.upper()] = letter.upper()
        if len(signs) == 2:
            pairs[signs[0].upper() + signs[1]], pairs[signs[0] + signs[1].upper()] = letter.upper(), letter
    return pairs


_VNI = _vni()
_VNI_SIGNS = regex("[{}][{}]|[{}]".format(*("".join(sorted({signs[at] for signs in _VNI if len(signs) == length}))
                        for length, at in ((2, 0), (2, 1), (1, 0)))))  # fmt: skip


def _cp1258(text: str) -> str:
    return unicodedata.normalize("NFC", _bytes(text, "cp1252").decode("cp1258", "replace"))


def _bytes(text: str, page: str) -> bytes:
    """The bytes that a code page shows as this text. Raises UnicodeEncodeError where there are none."""
    made = bytearray()
    for sign in text:
        try:
            made += sign.encode(page)
        except UnicodeEncodeError:
            made += sign.encode("latin-1")  # what the page leaves undefined arrives as the control of that number
    return bytes(made)


@dataclass(frozen=True)
class Encoding:
    """An old encoding."""

    name: Words  # what people call it


def _in_vni(text: str) -> str:
    return _VNI_SIGNS.sub(lambda at: _VNI.get(at[0]) or at[0][:1] + _VNI.get(at[0][1:], at[0][1:]), text)


_BY_LETTERS: Mapping[Encoding, Callable[[str], str]] = {
    Encoding(Words("TCVN3 (phông .Vn…, bảng mã ABC)", "TCVN3 (the fonts .Vn…, also called ABC)")): _in(_single(_TCVN3, {})),
    Encoding(Words("VNI (phông VNI-…)", "VNI (the fonts VNI-…)")): _in_vni,
    Encoding(Words("VISCII", "VISCII")): _in(_single(_VISCII, _VISCII_LOW)),
    Encoding(Words("VPS", "VPS")): _in(_single(_VPS, _VPS_LOW)),
    Encoding(Words("Windows-1258", "Windows-1258")): _cp1258,
}
MISREAD = Encoding(Words("UTF-8 bị đọc nhầm thành bảng mã Tây Âu", "UTF-8 that was read as a Western code page"))

SIGNS = frozenset(
    "¡¢£¤¥¦§¨©ª«¬\u00ad®¯´¶¸¹º»¼¾¿ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ"
    + "".join(map(chr, range(0x80, 0xA0)))
    + "\u0192\u02c6\u02dc\u0152\u0153"
)
"""Letters that hardly any Vietnamese word has, and a text in an old encoding of more than a few words cannot do without."""

_ONSETS = frozenset("b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
_RHYMES = frozenset(
    """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo ep et ê êch êm ên ênh
    êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn
    oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch
    uênh uêt uên ui um un ung uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uynh uyt uyu uyn ư ưa ưc ưi ưm ưn ưng ươc ươi
    ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ych ynh yt yn""".split()
)
_STOPPED = ("c", "ch", "p", "t")
_ONLY_VIETNAMESE = regex("[ăđơưĂĐƠƯĩũĨŨ\u1ea0-\u1ef9\u0300\u0301\u0303\u0309\u0323]")
_BETWEEN = " \t\n\r\u00a0\x21-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e“”‘’–—…•0-9"
_APART = regex(f"[{_BETWEEN}]+")
_WORD = regex(f"[^{_BETWEEN}]+")
_TOKEN = regex(r"[^ \t\r\n]+")
_FIELD = regex(r"[ \t]*(?:- +)?[a-z_]+:[ \t]")
_AS_IT_STANDS = (*"×÷±°²³", "m²", "m³", "cm²", "cm³", "km²", "dm³", "mm²")
_SURE, _APART_BY, _HONEST, _FEWEST = 0.85, 0.15, 0.6, 2
_TELLING = 5  # words: where one encoding makes a syllable of each of so many and no other does, it is meant


@lru_cache(maxsize=20_000)
def syllable(word: str) -> bool:
    """Whether a word, with its marks and tone, is built like a Vietnamese syllable."""
    parts = unicodedata.normalize("NFD", word.lower())
    tones = [sign for sign in parts if sign in _TONES]
    bare = unicodedata.normalize("NFC", "".join(sign for sign in parts if sign not in _TONES))
    for cut in (3, 2, 1, 0):
        onset, rhyme = bare[:cut], bare[cut:]
        whole = rhyme in _RHYMES or (onset == "qu" and f"u{rhyme}" in _RHYMES) or (onset == "gi" and f"i{rhyme}" in _RHYMES)
        if onset in _ONSETS and whole:
            return len(tones) < 2 and (not rhyme.endswith(_STOPPED) or not tones or _TONES[tones[0]] in "sj")
    return False


def recognised(lines: Sequence[str]) -> tuple[Encoding, Mapping[int, str]] | None:
    """The old encoding of some of these lines, and line number from 1 -> converted line; None where all are sound, or nobody
    can tell."""
    misread = {
        number: said
        for number, line in enumerate(lines, start=1)
        if not line.isascii() and (said := reread(line) or _reread_in(line))
    }
    if misread:
        return MISREAD, misread
    pieces = {(number, *span): line[slice(*span)] for number, line in enumerate(lines, start=1) for span in _pieces(line)}
    shares = {position: _share(words) for position, piece in pieces.items() if (words := _marked(piece))}
    asked = (pieces[position] for position, share in shares.items() if share <= _HONEST)
    if not (encoding := _encoding("\n".join(map(_without_name, asked)))):
        return None
    read = _BY_LETTERS[encoding]
    meant: dict[int, str] = {}
    for number, start, end in sorted((position for position, share in shares.items() if share < 1), reverse=True):
        line = meant.get(number, lines[number - 1])
        meant[number] = line[:start] + _WORD.sub(lambda at: _word(at[0], read), line[start:end]) + line[end:]
    return encoding, {number: meant[number] for number in sorted(meant) if meant[number] != lines[number - 1]}


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    """Spans that may be in an old encoding: a line without any sign of Vietnamese, or in another each long enough run of words
    that are none."""
    if line.isascii():
        return
    if not _ONLY_VIETNAMESE.search(line):
        yield 0, len(line)
        return
    run: list[re.Match[str]] = []
    for word in (*_WORD.finditer(line), None):
        if word and not _ONLY_VIETNAMESE.search(word[0]):
            run.append(word)
            continue
        odd = [at for at, each in enumerate(run) if not each[0].isascii() and not _is_word(each[0])]
        if len(odd) >= _TELLING:
            yield run[odd[0]].start(), run[odd[-1]].end()
        run = []


def is_certain(encoding: Encoding, line: str) -> bool:
    """Whether every word of a recognised line is known to be in the encoding or not: where a piece of it begins or ends,
    letters alone cannot tell, as `nhôm` may be `nhụm`."""
    return encoding == MISREAD or not _ONLY_VIETNAMESE.search(line)


def _word(word: str, read: Callable[[str], str]) -> str:
    """A word as it was meant, by `read`; signs between words, as in `2–3` or `40 × 40`, are kept."""
    said = unicodedata.normalize("NFC", read(word))
    plain = [sign for sign in word if sign.isascii() and sign.isalpha()]
    if len(plain) > 1 and all(sign.isupper() for sign in plain):
        said = said.upper()  # TCVN3 has no capitals with marks
    return said if said.isalpha() and _cased(said) and word not in _AS_IT_STANDS else word


def _cased(word: str) -> bool:
    """Whether capitals stand where a word has them: at its beginning, or everywhere."""
    return word.isupper() or word[1:].islower() or len(word) == 1


def _without_name(line: str) -> str:
    """A line without the name of its field, which is English."""
    name = _FIELD.match(line)
    return line[name.end() :] if name else line


def _encoding(text: str) -> Encoding | None:
    """The encoding, among those known by their letters, in which almost every marked word of the text is a syllable."""
    words, plain = _marked(text), [word for word in _APART.split(text) if word.isascii() and word.isalpha()]
    if len(words) < _FEWEST or _share(words) > _HONEST:
        return None
    if len(plain) > _FEWEST and sum(syllable(word) for word in plain) < len(plain) / 2:
        return None  # French, German, or a list of part numbers
    shares = sorted(
        ((_share(_marked(said), _is_word), each) for each, said in _read(text)), key=lambda pair: pair[0], reverse=True
    )
    (best, encoding), (second, _) = shares[0], shares[1]
    alone = second < best == 1 and len(words) >= _TELLING
    return encoding if alone or (best >= _SURE and best - second >= _APART_BY) else None


def _is_word(word: str) -> bool:
    return syllable(word) and _cased(word)


def _read(text: str) -> Iterator[tuple[Encoding, str]]:
    for encoding, read in _BY_LETTERS.items():
        try:
            yield encoding, read(text)
        except UnicodeEncodeError:
            yield encoding, ""


def _marked(text: str) -> list[str]:
    """The words with a letter beyond A to Z beside a letter, or with a control character."""
    return [
        word
        for word in _APART.split(text)
        if (not word.isascii() and any(sign.isalpha() for sign in word)) or any(sign < " " for sign in word)
    ]


def _share(words: Sequence[str], right: Callable[[str], bool] = syllable) -> float:
    return sum(map(right, words)) / len(words) if words else 0.0


def reread(text: str, times: int = 3) -> str:
    """The text that was UTF-8 and was read as a Western or Vietnamese code page of Windows, up to `times` times; empty where it
    was not."""
    for page in ("cp1252", "cp1258"):
        try:
            said = _bytes(text, page).decode()
        except UnicodeError:
            continue
        if len(said) < len(text):
            whole = unicodedata.normalize("NFC", said)
            if again := reread(said, times - 1) if times > 1 else "":
                return again
            if not any(0x80 <= ord(sign) < 0xA0 for sign in whole) and whole.isprintable() | ("\t" in whole):
                return whole
    return ""


def _reread_in(line: str) -> str:
    """The same of a line of which only some words are such text."""
    said = {token: reread(token) for token in _TOKEN.findall(line) if not token.isascii()}
    meant = {token: text for token, text in said.items() if text and all(map(syllable, _marked(text)))}
    if sum(bool(_marked(text)) for text in meant.values()) < _FEWEST:
        return ""
    return _TOKEN.sub(lambda at: meant.get(at[0], at[0]), line)


_BULLETS = "\uf0a7\uf0b7\uf0fc\uf0d8\uf076\uf0a8\uf06e\uf02d"
_SYMBOLS: dict[int, str] = {
    0xF0b0: "°", 0xF0b1: "±", 0xF0b3: "≥", 0xF0a3: "≤", 0xF0b4: "×", 0xF0b8: "÷", 0xF0b9: "≠", 0xF0bb: "≈",
    0xF06d: "µ", 0xF061: "α", 0xF062: "β", 0xF067: "γ", 0xF044: "Δ", 0xF057: "Ω", 0xF0ae: "→", 0xF0e0: "→",
    0xF0de: "⇒", 0xF0a5: "∞", 0xF0d6: "√", 0xF0e5: "∑",
}  # fmt: skip
PRIVATE = regex("[\ue000-\uf8ff]")
"""Private-use characters: only one font on one machine gives them a meaning."""
_BULLET = regex(f"^([ \t]*)[{_BULLETS}][ \t\u00a0]*")


def without_private(line: str) -> str:
    """The line with private-use characters replaced by what they show in the symbol fonts that came with Word; those in no such
    font stay."""
    return _BULLET.sub(r"\1- ", line).translate(_SYMBOLS)

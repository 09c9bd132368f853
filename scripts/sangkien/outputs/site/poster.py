"""A poster for the wall at work, which leads to how to send in an innovation by a QR code; must not know what a page shows."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache, partial
from importlib.resources import files
from typing import Literal

from sangkien.cache import code_mark
from sangkien.language import LANGUAGES, Language, Until, Words, say
from sangkien.model.artifact import LazyArtifact
from sangkien.model.corpus import Edition
from sangkien.model.finding import CannotJudge
from sangkien.model.programme import Rules
from sangkien.outputs.site.glyphs import faces
from sangkien.outputs.site.page_url import PageUrl
from sangkien.personal import covered

Kind = Literal["pdf", "svg", "png"]
_KINDS: tuple[Kind, ...] = ("pdf", "svg")
_UNBROKEN = 40  # letters: a longer word would run off the paper

_TITLE = Words("Áp phích: {name}", "Poster: {name}")
_ASKED = Words("Bạn có cách làm hay hơn?", "Found a better way?")
_ANSWER = Words("Gửi cho công đoàn cơ sở!", "Give it to your grassroots union!")
_WHO = Words(
    "Đoàn viên, công nhân, viên chức, người lao động:\nai cũng gửi được, cách làm nhỏ cũng quý.",
    "Union members and everybody who works here may send one in.\nA small improvement counts.",
)
_STEPS = (
    (
        Words("Viết ba phần", "Write three parts"),
        Words(
            "Thực trạng, Giải pháp, Hiệu quả: mỗi phần không quá {most} ký tự.",
            "Thực trạng (problem), Giải pháp (solution), Hiệu quả (effect): at most {most} characters each.",
        ),
    ),
    (
        Words("Đưa cho công đoàn cơ sở", "Hand it to your union"),
        Words("Bản giấy, tệp Word hay tin nhắn đều được.", "On paper, as a Word file or in a message."),
    ),
    (
        Words("Giữ mã biên nhận", "Keep the receipt code"),
        Words("Nhập mã để theo dõi: bài đã đến đâu, cấp nào tôn vinh.", "Enter it to see how far you got and who honours it."),
    ),
)
_SCAN = Words("Quét mã để xem cách gửi", "Scan to see how")
_WRITE = Words("Xem cách gửi tại trang:", "See how on this site:")
_OPENS, _CLOSES = Words("Bắt đầu nhận bài", "Intake opens"), Words("Đóng cổng nhận bài", "Intake closes")
_APPLIED = Words(
    "Xét sáng kiến bắt đầu áp dụng từ {first} đến hết {last},\nđược người sử dụng lao động hoặc thủ trưởng đơn vị đồng ý.",
    "For innovations first put to use from {first} to {last},\nwith the consent of the employer or head of the unit.",
)
_PRIVACY = Words(
    "Đừng ghi số điện thoại, năm sinh hay số giấy tờ vào bài.\nHọ tên tác giả chỉ được công khai khi tác giả đồng ý.",
    "Do not write telephone numbers, years of birth or identity numbers into it.\nNames are published only with consent.",
)
_BLANKS = (Words("Nơi nhận bài:", "Hand it in at:"), Words("Người phụ trách:", "Ask for:"))
_FOOT = Words(
    "Ngày giờ theo thể lệ kỳ {edition}, múi giờ UTC{zone}, căn cứ: {source}.",
    "Dates are those of the rules of edition {edition}, in UTC{zone}; source: {source}.",
)
_SAMPLE = Words("Bản mẫu để xem thử, chưa phải đợt nhận bài thật", "A sample to look at; no real call for innovations")


def drafts(edition: Edition, law: str, site: str, sample: bool) -> Iterator[LazyArtifact]:
    """Yields `ap-phich/<edition>[.en].pdf` and `.svg`, A4. `law` is the digest of the edition's law, `site` is the
    site's address with a final slash, `sample` is whether the edition's data are samples. Where the address is empty, that is
    unknown, the poster has lines to write it on and no code."""
    for language in LANGUAGES:
        words = _words(edition, language, _guide(site, language), sample)
        key = hashlib.blake2b(f"{code_mark()} {law} {words} {_source()}".encode(), digest_size=16).hexdigest()
        end = ".en" if language == "en" else ""
        for kind in _KINDS:
            yield LazyArtifact(
                f"ap-phich/{edition.id}{end}.{kind}", key, partial(_document, words, _guide(site, language), kind)
            )


def document(edition: Edition, language: Language, site: str, sample: bool, kind: Kind) -> bytes:
    """Returns one poster as PDF or SVG; the same words make the same bytes. Raises CannotJudge where it cannot be drawn."""
    address = _guide(site, language)
    return _document(_words(edition, language, address, sample), address, kind)


def _guide(site: str, language: Language) -> str:
    return PageUrl("gui-bai/", language).full(site)


def _document(words: str, address: str, kind: Kind) -> bytes:
    import typst

    try:
        return _compiled(words, address, kind, "ua-1")  # it can be read aloud
    except typst.TypstError:
        pass  # a name has a sign that our font lacks: an empty box stands for it, which the standard does not allow
    try:
        return _compiled(words, address, kind, None)
    except typst.TypstError as error:
        reason = str(error).partition("\n")[0]
        raise CannotJudge(Words(f"Không vẽ được áp phích: {reason}", f"Cannot draw the poster: {reason}")) from error


def _compiled(words: str, address: str, kind: Kind, standard: Literal["ua-1"] | None) -> bytes:
    import typst

    made = typst.compile(
        _source().encode(),
        format=kind,
        font_paths=faces(),
        sys_inputs={"words": words, "qr": _qr(address) if address else ""},
        pdf_standards=standard,
    )
    assert isinstance(made, bytes)  # one page: poster.typ sees to it
    return made


@cache
def _source() -> str:
    return files("sangkien.outputs.site").joinpath("poster.typ").read_text(encoding="utf-8")


def _words(edition: Edition, language: Language, address: str, sample: bool) -> str:
    """All words of the poster, as JSON: they come in as data, so nothing that people wrote is taken for a command."""
    rules = edition.rules.record
    name, source = _plain(rules.name.say(language)), _plain(rules.portal.closing.source)
    most = say(rules.answers.max_characters, language)
    said: dict[str, object] = {
        "language": language,
        "title": _TITLE.say(language).format(name=name),
        "organiser": _breakable(_plain(rules.organiser.say(language))),
        "name": _breakable(name),
        "sample": _SAMPLE.say(language) if sample else "",
        "asked": _ASKED.say(language),
        "answer": _ANSWER.say(language),
        "who": _WHO.say(language),
        "steps": [[words.say(language).format(most=most) for words in step] for step in _STEPS],
        "scan": (_SCAN if address else _WRITE).say(language),
        "address": address,
        "spelled": _breakable(address.removeprefix("https://")),  # which a browser adds by itself
        "privacy": _PRIVACY.say(language),
        "blanks": [words.say(language) for words in _BLANKS],
        "foot": _breakable(_FOOT.say(language).format(edition=edition.id, zone=rules.utc_offset, source=source)),
        **_dates(rules, language),
    }
    return json.dumps(said, ensure_ascii=False)


def _dates(rules: Rules, language: Language) -> dict[str, object]:
    opens, closes = say(rules.portal.opens, language), say(Until(rules.portal.closing.at), language)
    first, last = say(rules.applied.first, language), say(rules.applied.last, language)
    return {
        "dates": [[_OPENS.say(language), opens], [_CLOSES.say(language), closes]],
        "applied": _APPLIED.say(language).format(first=first, last=last),
    }


def _plain(written: str) -> str:
    """What people wrote, as one line in which personal numbers are covered."""
    return " ".join(covered(written).split())


def _breakable(line: str) -> str:
    """The line with an invisible point to break in every overlong word."""
    return re.sub(rf"[^\s/]{{{_UNBROKEN}}}(?=[^\s/])", "\\g<0>\u200b", line)


def _qr(address: str) -> str:
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return code.to_svg(add_quiet_zones=True)

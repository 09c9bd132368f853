"""A poster for the wall at work, with the way to send in an innovation as a QR code; must not know what a page shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Literal

from sangkien.language import LANGUAGES, Language, Until, Words, say
from sangkien.model.artifact import Draft
from sangkien.model.corpus import Edition
from sangkien.model.programme import Rules
from sangkien.outputs.site.here import Here
from sangkien.personal import covered

Kind = Literal["pdf", "svg", "png"]
_KINDS: tuple[Kind, ...] = ("pdf", "svg")

_TITLE = Words("Áp phích: {name}", "Poster: {name}")
_CALL = Words("Bạn có cách làm hay hơn? Gửi cho công đoàn cơ sở!", "You found a better way? Give it to your grassroots union!")
_WHO = Words(
    "Đoàn viên công đoàn, công nhân, viên chức, người lao động: ai cũng gửi được, cách làm nhỏ cũng quý.",
    "Union members and everybody who works here may send one in. A small improvement counts.",
)
_STEPS = (
    Words(
        "Viết ba điều: trước kia vướng gì, đã làm gì, được gì. Mỗi phần không quá {most} ký tự.",
        "Write three things: what was wrong, what you did, what it brought. At most {most} characters each.",
    ),
    Words(
        "Đưa cho công đoàn cơ sở: bản giấy, tệp Word hay tin nhắn đều được.",
        "Hand it to your grassroots union: on paper, as a file or as a message.",
    ),
    Words(
        "Giữ mã biên nhận để theo dõi: bài đã đến đâu, cấp nào tôn vinh.", "Keep the receipt code and follow how far it gets."
    ),
)
_SCAN = Words("Quét để xem cách gửi", "Scan to see how")
_DATES = Words("Nhận bài từ {opens} đến {closes}", "Open from {opens} until {closes}")
_APPLIED = Words(
    "Sáng kiến bắt đầu áp dụng từ {first} đến hết {last}", "For innovations first put to use from {first} to {last}"
)
_PRIVACY = Words(
    "Đừng ghi số điện thoại, năm sinh, số giấy tờ vào bài. Họ tên chỉ được công khai khi tác giả đồng ý.",
    "Do not write telephone numbers, years of birth or identity numbers into it. Names are published only with consent.",
)
_BLANKS = (Words("Nơi nhận bài:", "Hand it in at:"), Words("Người phụ trách:", "Ask for:"))
_FOOT = Words("Ngày giờ lấy từ tệp thể lệ kỳ {edition}: {source}", "Dates are from the rules of edition {edition}: {source}")


def drafts(edition: Edition, law: str, site: str) -> Iterator[Draft]:
    """`ap-phich/<edition>[.en].pdf` and `.svg`, A4. `law` stands for all that the edition lays down, `site` is the site's address."""
    for language in LANGUAGES:
        told = _told(edition, language, site)
        key = hashlib.blake2b(f"{law}{told}{_source()}".encode(), digest_size=16).hexdigest()
        end = ".en" if language == "en" else ""
        for kind in _KINDS:
            yield Draft(f"ap-phich/{edition.id}{end}.{kind}", key, partial(drawn, told, kind))


def drawn(told: str, kind: Kind) -> bytes:
    """The poster as `pdf`, `svg` or `png`; the same words make the same bytes."""
    import ttf_opensans
    import typst

    letters = Path(ttf_opensans.__file__).with_name("ttf")
    made = typst.compile(  # type: ignore[call-overload]  # its stub wants the fonts' folder as bytes where the source is
        _source().encode(),
        format=kind,
        font_paths=[letters],
        ignore_system_fonts=True,
        sys_inputs={"told": told},
        pdf_standards="ua-1",  # it can be read aloud
    )
    assert isinstance(made, bytes)  # one page
    return made


def _source() -> str:
    return files("sangkien.outputs.site").joinpath("poster.typ").read_text(encoding="utf-8")


def _told(edition: Edition, language: Language, site: str) -> str:
    """All words of the poster, as JSON: they come in as data, so nothing that somebody wrote is ever taken for a command."""
    rules = edition.rules.record
    address = f"{site}{Here('gui-bai/', language).path}"
    name = rules.name.say(language)
    words = {
        "title": _TITLE.say(language).format(name=name),
        "organiser": rules.organiser.say(language),
        "name": name,
        "call": _CALL.say(language),
        "who": _WHO.say(language),
        "scan": _SCAN.say(language),
        "privacy": _PRIVACY.say(language),
        "foot": _FOOT.say(language).format(edition=edition.id, source=rules.portal.closing.source),
        **_dates(rules, language),
    }
    most = say(rules.answers.max_characters, language)
    lists = {
        "steps": [words.say(language).format(most=most) for words in _STEPS],
        "blanks": [words.say(language) for words in _BLANKS],
    }
    shown = {name: covered(text) for name, text in words.items()}
    told = {**shown, **lists, "language": language, "address": address, "qr": _qr(address)}
    return json.dumps(told, ensure_ascii=False)


def _dates(rules: Rules, language: Language) -> dict[str, str]:
    opens, closes = say(rules.portal.opens.date(), language), say(Until(rules.portal.closing.at), language)
    first, last = say(rules.applied.first, language), say(rules.applied.last, language)
    return {
        "dates": _DATES.say(language).format(opens=opens, closes=closes),
        "applied": _APPLIED.say(language).format(first=first, last=last),
    }


def _qr(address: str) -> str:
    import zxingcpp

    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return code.to_svg(add_quiet_zones=True)

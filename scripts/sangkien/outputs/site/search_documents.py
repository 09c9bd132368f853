"""Says what of an innovation can be found, in both languages, and what its card shows; must not know how words are looked up."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC

from sangkien.late import regex
from sangkien.model.corpus import FieldSpec
from sangkien.model.innovation import Details, Named, PublicInnovation, PublicText
from sangkien.outputs.site.elements import prose
from sangkien.personal import covered

_BREAK = regex(r"<(?:br|hr|/?(?:p|div|h3|li|ul|ol|pre|blockquote|table|thead|tbody|tr|th|td))\b[^>]*>")
_TAG = regex(r"<[^<>]*>")

# What people call things in English, and how the texts call them: no text need be translated to be found. Each Vietnamese side is one
# meaning only, as `trường` alone would also find `môi trường`.
_ENGLISH = {
    "tea": ("chè", "trà xanh", "nước trà", "uống trà"),
    "school teacher pupil student education": (
        "giáo viên",
        "học sinh",
        "trường học",
        "lớp học",
        "mầm non",
        "mẫu giáo",
        "tiểu học",
    ),
    "kindergarten nursery preschool": ("mầm non", "mẫu giáo"),
    "hospital": ("bệnh viện",),
    "patient": ("người bệnh", "bệnh nhân"),
    "nurse": ("điều dưỡng",),
    "doctor": ("bác sĩ",),
    "ambulance": ("xe cứu thương", "xe cấp cứu"),
    "medicine drug pharmacy": ("thuốc", "dược"),
    "vaccine": ("vắc xin", "vaccine"),
    "oxygen": ("oxy",),
    "infusion drip iv pole": ("truyền dịch", "cọc truyền", "dịch truyền"),
    "stand rack shelf": ("giá đỡ", "giá treo", "giá nghiêng", "kệ", "cọc truyền"),
    "trolley cart": ("xe đẩy",),
    "push pushing": ("xe đẩy", "đẩy xe", "bánh xe", "bánh to", "đẩy theo"),
    "wheel": ("bánh xe",),
    "bottle": ("chai", "bình oxy", "bình tích lạnh", "bình nước", "bình xịt", "bình ga"),
    "baby newborn infant": ("sơ sinh", "trẻ sơ sinh", "em bé"),
    "birth delivery maternity": ("sản phụ", "đỡ đẻ", "ca đẻ"),
    "blood": ("máu",),
    "record file document paperwork": ("hồ sơ", "bệnh án", "văn bản"),
    "archive": ("lưu trữ",),
    "insurance": ("bảo hiểm",),
    "office": ("văn phòng",),
    "worker": ("công nhân", "người lao động"),
    "woman women": ("lao động nữ", "phụ nữ"),
    "safety": ("an toàn",),
    "accident": ("tai nạn",),
    "environment": ("môi trường",),
    "waste rubbish": ("rác", "phế liệu", "chất thải"),
    "dust": ("bụi",),
    "smoke": ("khói",),
    "heat": ("nhiệt",),
    "water": ("nước",),
    "water saving": ("tiết kiệm nước", "dùng lại nước", "thu nước", "nước dùng lại"),
    "handwashing hand washing": ("rửa tay",),
    "rain": ("mưa",),
    "electricity power": (
        "điện năng",
        "tiền điện",
        "số điện",
        "dòng điện",
        "dây điện",
        "nguồn điện",
        "mất điện",
        "tiết kiệm điện",
    ),
    "static electricity": ("tĩnh điện",),
    "energy": ("năng lượng", "tiết kiệm điện"),
    "wood timber": ("gỗ",),
    "chair": ("ghế",),
    "garment clothing": ("quần áo", "may mặc", "áo gió"),
    "sewing": ("máy may", "may"),
    "shoe footwear": ("giày", "da giày"),
    "glue": ("keo",),
    "electronics": ("điện tử", "linh kiện"),
    "solder soldering": ("hàn sóng", "thiếc"),
    "welding weld welder": ("thợ hàn", "que hàn", "mối hàn", "hàn điện", "hàn đắp", "khung hàn", "gò hàn", "tổ hàn"),
    "drill drilling": ("máy khoan", "khoan"),
    "lathe": ("máy tiện",),
    "machine": ("máy",),
    "motor engine": ("động cơ",),
    "fan": ("quạt",),
    "oven kiln dryer drying": ("lò sấy", "sấy"),
    "steam": ("hơi nước", "chạy hơi"),
    "fertilizer fertiliser": ("phân bón",),
    "farm": ("nông trại", "đồi chè"),
    "fishing": ("tàu cá", "ngư dân"),
    "boat ship": ("tàu cá", "tàu", "thuyền"),
    "packing packaging": ("đóng gói", "đóng túi", "đóng hộp"),
    "bus": ("xe đưa rước", "xe buýt"),
    "car vehicle": ("xe ô tô", "xe tải", "xe cứu thương"),
    "meal lunch canteen": ("suất ăn", "ăn ca", "nhà ăn"),
    "kitchen": ("bếp",),
    "map": ("bản đồ",),
    "card": ("thẻ",),
    "magnet magnetic": ("nam châm",),
    "spreadsheet": ("trang tính", "excel"),
    "software computer": ("phần mềm", "máy tính"),
    "phone telephone": ("điện thoại",),
    "price cost money": ("chi phí", "giá thành", "tiền công", "tiền phụ tùng", "tiền vật tư"),
    "time": ("thời gian",),
    "waiting time queue": ("thời gian chờ", "phải chờ", "ngồi chờ", "chờ tiêm", "chờ đợi", "xếp hàng", "chờ bình quân"),
    "quality": ("chất lượng",),
    "test testing": ("kiểm tra", "thử nghiệm", "hộp thử"),
    "door": ("cửa",),
    "pipe": ("đường ống", "ống"),
    "fire": ("chữa cháy", "đám cháy", "cháy nổ", "hỏa hoạn"),
    "light": ("ánh sáng", "đèn"),
    "soil land": ("đất trồng", "đất đai", "đất vườn"),
    "earthing grounding": ("tiếp đất", "nối đất"),
    "tree plant": ("cây trồng", "cây xanh", "cây giống", "trồng cây"),
    "covid pandemic epidemic": ("covid", "dịch bệnh", "giãn cách", "cách ly"),
    "isolation quarantine": ("cách ly",),
    "first aid": ("sơ cứu",),
    "bed": ("giường",),
    "needle": ("kim khâu", "kim tiêm"),
    "breast milk": ("vắt sữa", "sữa mẹ"),
}
_WORDS = regex(r"[^\W_]+")


def content(each: PublicInnovation, facets: Mapping[str, Sequence[str]], labels: Mapping[str, FieldSpec]) -> bytes:
    """Returns what can be found of an innovation, and its card, as `search_index.read` takes it: no more than its page shows.
    `facets` are the ids of its values by facet, `labels` the fields of the submission's schema."""
    details = each.details
    title, place = covered(each.title), covered(details.place) if details else ""
    names = [f"{author.name} {author.position}" for author in details.authors] if details else []
    answers = [shown(answer) for answer in ((details.problem, details.solution) if details else ())] + [shown(each.effect)]
    if details and details.summary:
        answers.insert(0, details.summary)
    honours = [award.name for award in each.awards]
    known = [*(award.level for award in each.awards), *(_kinds(details, labels) if details else ())]
    english = english_of(each)
    called = [*(name.name.en for name in known), *_called(" ".join((title, place, *answers)))]
    told = {
        "zones": [[title], [place], names, [*(name.name.vi for name in known), *honours], answers],
        "english": [english[:1], [], [], called, english[1:]],
        "card": _card(each, place, names, answers, english),
        "facets": facets,
        "when": f"{details.decisions[0].signed_on} {details.received.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if details else "",
        "address": each.address,
        "benefit": details.benefit_vnd if details else None,
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def english_of(each: PublicInnovation) -> tuple[str, ...]:
    """Returns the English title and summary; empty where there are none."""
    summary = each.details.summary_en if each.details else ""
    return (each.title_en, summary) if each.title_en or summary else ()


def _kinds(details: Details, labels: Mapping[str, FieldSpec]) -> tuple[Named, ...]:
    return details.field, details.block, Named(details.kind, labels["kind"].labels[details.kind])


def shown(answer: PublicText) -> str:
    """Returns an answer as its readers see it, without tags; one paragraph a line."""
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", prose(answer))))
    return re.sub(r"\s*\n\s*", "\n", text).strip()


def _called(text: str) -> Iterator[str]:
    """The English words for what the text speaks of."""
    words = f" {' '.join(_WORDS.findall(text.lower()))} "
    for english, meant in _ENGLISH.items():
        if any(f" {phrase} " in words for phrase in meant):
            yield english


def _card(each: PublicInnovation, place: str, names: Sequence[str], answers: Sequence[str], english: Sequence[str]) -> object:
    details = each.details
    days = (details.decisions[0].signed_on, details.received.at) if details else ()
    decided, received = (f"{day:%Y-%m-%d}" for day in days) if days else ("", "")
    return [
        each.address,
        covered(each.title),
        place,
        list(names),
        [[award.level.id, award.name] for award in each.awards],
        details.field.id if details else "",
        decided,
        received,
        details.benefit_vnd if details else None,
        list(answers),
        list(english),
    ]

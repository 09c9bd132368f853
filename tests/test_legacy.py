"""Text in old encodings: what is recognised, what is not, and that whatever is converted says what was written."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sangkien import legacy_encoding
from sangkien.legacy_encoding import recognised, reread, syllable, without_private
from strategies import SUBMISSION


def _inverse(letters: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for byte, letter in enumerate(letters, start=0x80):
        made.setdefault(letter, chr(byte))
    return made


def _by(table: dict[str, str]) -> Callable[[str], str]:
    return lambda text: "".join(table.get(sign, table.get(sign.lower(), sign)) if ord(sign) > 127 else sign for sign in text)


def _misread(page: str) -> Callable[[str], str]:
    def misread(text: str) -> str:
        return "".join(bytes([byte]).decode(page, "ignore") or chr(byte) for byte in text.encode())

    return misread


VNI = {letter: signs for signs, letter in reversed(legacy_encoding._VNI.items()) if letter.islower() == signs.islower()}
WRITTEN: dict[str, Callable[[str], str]] = {
    "TCVN3": _by(_inverse(legacy_encoding._TCVN3)),
    "VNI": _by(VNI),
    "VISCII": _by(_inverse(legacy_encoding._VISCII)),
    "VPS": _by(_inverse(legacy_encoding._VPS)),
    "UTF-8": _misread("cp1252"),
    "UTF-8 twice": lambda text: _misread("cp1252")(_misread("cp1252")(text)),
    "UTF-8 as 1258": _misread("cp1258"),
}
SENTENCES = (
    "Kỹ thuật viên phòng khám làm giá đỡ bình oxy có khóa bánh cho xe đẩy chuyển bệnh.",
    "Mỗi lượt khám bớt được ba lần cúi, đếm trong hai tuần thì nhanh hơn trước bốn phút.",
    "Công đoàn ngành Y tế hướng dẫn đoàn viên gửi sáng kiến trước ngày hết hạn.",
    "Hàn thêm khung đỡ vào xe đẩy sẵn có, lắp khóa bánh bằng chân.",
    "Tiết kiệm mỗi tháng 12 triệu đồng, giảm hẳn tai nạn lao động ở tổ hàn.",
    "Nhờ bảng nhắc lịch thay chai, ca trực không còn phải chạy tìm người giữ chìa khóa.",
    "Người bệnh chờ ít hơn, điều dưỡng đỡ mệt, khoa bên cạnh đã sang học cách làm.",
    "Nước rửa tay được pha sẵn theo định mức, không còn đổ bỏ cuối ngày.",
    "Thợ điện đánh số từng nhánh cáp bằng sơn phản quang nên sửa nhanh gấp đôi.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", WRITTEN)
def test_found_named_and_put_back(encoding: str, sentence: str) -> None:
    found = recognised(["Một dòng vốn đã đúng.", WRITTEN[encoding](sentence), "plain"])
    assert found is not None
    assert found[0].name.en.startswith(encoding[:5])
    assert found[1] == {2: sentence}


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_piece_among_good_words_is_recognised_and_they_stay(encoding: str, sentence: str) -> None:
    found = recognised([f"Thêm nữa: {WRITTEN[encoding](sentence)} Thế là được."])
    assert found is not None
    assert found[0].name.en.startswith(encoding[:5])
    assert found[1][1].startswith("Thêm nữa: ")
    assert found[1][1].endswith(" Thế là được.")
    told, said = set(found[1][1].split()), sentence.split()
    assert sum(word in told for word in said) >= len(said) - 2, "one that is a word by chance may stay at either end"
    if encoding.startswith("UTF-8"):
        assert found[1] == {1: f"Thêm nữa: {sentence} Thế là được."}


TITLES = (
    "Kệ xoay đựng khay dụng cụ bên bàn khám",
    "Bảng nhắc lịch thay chai cho tổ trực",
    "Hộp đựng kim tiêm đã dùng gắn ở đầu giường",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("encoding", WRITTEN)
def test_so_few_words_as_a_title_has_are_enough(encoding: str, title: str) -> None:
    found = recognised([f"title: {WRITTEN[encoding](title)}"])
    assert found is not None
    assert found[0].name.en.startswith(encoding[:5])
    assert found[1] == {1: f"title: {title}"}


@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_whole_submission_is_put_back(encoding: str) -> None:
    lines = SUBMISSION.split("\n")
    typed = [WRITTEN[encoding](line) for line in lines]
    found = recognised(typed)
    assert found is not None
    assert [found[1].get(number, line) for number, line in enumerate(typed, start=1)] == lines


HONEST = (
    *SENTENCES,
    *(sentence.upper() for sentence in SENTENCES),
    "Bác Hùng và chú Tài đo áp lực, ghi vào sổ.",
    "Các bà, các cô, các bác: à, á, ô, ú.",
    "Ông Phó Giám đốc ký.",
    "Garçon, où est la bibliothèque? Très près d'ici, à côté de l'hôtel.",
    "Die Prüfung der Geräte führt zu größerer Qualität für Ärzte und Schüler.",
    "El niño comió piñas y después volvió a España.",
    "São Paulo é uma cidade às margens do rio Tietê; não há dúvida.",
    "Smörgåsbord på Åland är något för älskare av böcker.",
    "Café crème, naïve, façade, Zürich, Malmö, København, Reykjavík.",
    "40 × 40 mm, ±0,5 °C, 5·10³, m², cm³, µm, 25 µl, ½ viên, 3÷5 giờ, ¼ lít.",
    "¥ 500, £ 20, € 7, § 4, © 2021, ® và ™, № 9.",
    "«Kỹ thuật» – “Lao động” – ‘An toàn’ …",
    "Việt Nam",
    "Lê Thị Á, Ngô Quý Đôn, Tô Hoài",
    "laïc, coït, sät",
    "Æ Ø Å",
    "",
    "plain ASCII only",
    "Mã hàng: ÀB-12, ÇX-7",
)


@pytest.mark.parametrize("line", HONEST)
def test_honest_text_is_let_alone(line: str) -> None:
    assert recognised([line]) is None


@pytest.mark.parametrize("line", HONEST)
def test_honest_text_behind_good_words_is_let_alone(line: str) -> None:
    assert [recognised([f"{sentence} {line} {sentence}"]) for sentence in SENTENCES] == [None] * len(SENTENCES)


def test_all_honest_text_together_is_let_alone() -> None:
    assert recognised(HONEST) is None


@pytest.mark.parametrize("word", ["nghiêng", "quyết", "giếng", "gì", "khuỷu", "ý", "ở", "Đặng", "uyên", "thuở", "xoèn", "các"])
def test_a_syllable(word: str) -> None:
    assert syllable(word)


@pytest.mark.parametrize("word", ["bbà", "các̀", "cạcc", "fã", "zô", "strà", "", "kỹthuật", "càc", "ắắ"])
def test_no_syllable(word: str) -> None:
    assert not syllable(word)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("\uf0b7 Một", "- Một"),
        ("  \uf0a7\tHai", "  - Hai"),
        ("30\uf0b0C \uf0b1 2", "30°C ± 2"),
        ("lạ \ue123", "lạ \ue123"),
        ("thường", "thường"),
    ],
)
def test_signs_of_one_font_become_what_they_show(line: str, said: str) -> None:
    assert without_private(line) == said


@settings(max_examples=300)
@given(st.text(max_size=120))
def test_whatever_comes_it_ends_and_rereading_is_done_once(text: str) -> None:
    lines = text.split("\n")
    found = recognised(lines)
    for number, line in found[1].items() if found else ():
        assert 1 <= number <= len(lines)
        assert line != lines[number - 1]
    assert reread(reread(text)) == "" or reread(text) == ""


def test_words_shuffled_of_honest_sentences_are_let_alone() -> None:
    chance, words = random.Random(16), [word for sentence in SENTENCES for word in sentence.split()]
    for _ in range(2_000):
        assert recognised([" ".join(chance.choices(words, k=chance.randint(1, 12)))]) is None

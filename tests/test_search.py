"""The search itself, without a browser: the index is made by the real program and asked by the site's own scripts."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from built import AS_OF
from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.figures.honoured import innovations
from sangkien.model.corpus import FieldSpec
from sangkien.model.history import AsOf
from sangkien.model.innovation import PublicInnovation, PublicText
from sangkien.outputs.site import gallery, search_index
from sangkien.outputs.site.search_index import Document, Facet
from search_table import TABLE, Question, answers, laid, precision, right, told, unpacked
from story import PROJECT


@pytest.fixture(scope="module")
def labels() -> Mapping[str, FieldSpec]:
    return _judged()[1]


@pytest.fixture(scope="module")
def every() -> Sequence[PublicInnovation]:
    return _judged()[0]


def _judged() -> tuple[Sequence[PublicInnovation], Mapping[str, FieldSpec]]:
    """The sample edition's honoured innovations, and the names of the schema's values."""
    at = AsOf(datetime.fromisoformat(AS_OF), replayed=False)
    corpus = judge_revision(git.open_repository(PROJECT), "HEAD", at).corpus
    return [*innovations(corpus, corpus.editions["2021"]).values()], corpus.fields["submission"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, every: Sequence[PublicInnovation], labels: Mapping[str, FieldSpec]) -> Path:
    return laid(tmp_path_factory.mktemp("tim") / "tim", every, labels)


def test_the_table_of_questions(index: Path, every: Sequence[PublicInnovation]) -> None:
    """What is right is found by looking into every text; 60 questions and more."""
    assert len({each.text for each in TABLE}) >= 60
    texts = {each.title: told(each) for each in every}
    wrong = []
    for question, answer in zip(TABLE, answers(index, TABLE), strict=True):
        wanted = right(texts, question)
        assert bool(wanted) == bool(question.means), f"the samples changed: {question}"
        missed = wanted - set(answer["hits"])
        if precision(answer["hits"], wanted) < 1 or (missed and len(answer["hits"]) < 10 and question.kind != "far"):
            wrong.append((question.kind, question.text, answer["hits"][:5], sorted(missed)[:3]))
    assert wrong == []


def _document(title: str, text: str = "", english: str = "", when: str = "2021-05-01") -> Document:
    return Document([[title], [], [], [], [text]], [[english], [], [], [], []], ["", title], {}, when, title, None)


TEXTS = {
    "Đóng gói chè": "Chè được sấy rồi hút khí.",
    "Dong goi": "",
    "Dòng gỏi": "",
    "Gói gói gói, đóng": "Trước đóng, sau mới gói.",
    "Nhà máy dược": "Kho của công ty.",
    "Việc đã được": "Ai cũng được nghỉ.",
    "Hóa chất": "Bình hoá chất để riêng. Xe chạy chậm. Đẩy nhẹ.",
    "Xe đẩy hàng": "Xe đẩy bằng tay, bánh to.",
    "Giá treo": "Người ta treo bình lên giá; xe nhỏ, đẩy bằng một tay ở lối đi hẹp.",
    "Tế bào": "Nhân tế bào.",
    "Kỹ thuật hàn": "Môn vật lí, lớp 9.",
}
CASES = [
    # question, what is found, in this order
    ("đóng gói", ["Đóng gói chè"]),
    ("dong goi", ["Dong goi", "Đóng gói chè", "Dòng gỏi"]),  # what is spelled as it was typed comes first
    ("đong goi", ["Đóng gói chè"]),
    ("dược", ["Nhà máy dược"]),
    ("được", ["Việc đã được", "Đóng gói chè"]),
    ("duoc", ["Việc đã được", "Nhà máy dược", "Đóng gói chè"]),
    ("hoá chất", ["Hóa chất"]),
    ("HÓA CHẤT", ["Hóa chất"]),
    ("xe đẩy", ["Xe đẩy hàng"]),  # in one text a sentence ends between them, in another a word stands there
    ("xe đẩy bánh to", ["Xe đẩy hàng"]),
    ("tea", []),
    ("vật lý", ["Kỹ thuật hàn"]),
    ("kĩ thuật", ["Kỹ thuật hàn"]),
    ("gói đóng", ["Gói gói gói, đóng"]),
    ("", []),
    ("?!", []),
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    documents = [_document(title, text) for title, text in TEXTS.items()]
    return unpacked(tmp_path_factory.mktemp("nho") / "tim", search_index.bundle(search_index.files(documents, [])))


def test_what_is_typed_is_what_is_found(small: Path) -> None:
    found = answers(small, [Question(text, (), "") for text, _ in CASES])
    assert [(text, answer["hits"]) for (text, _), answer in zip(CASES, found, strict=True)] == CASES


def test_words_that_stand_apart_are_a_list_of_their_own(small: Path) -> None:
    (answer,) = answers(small, [Question("xe đẩy", (), "")])
    assert answer["hits"] == ["Xe đẩy hàng"]
    assert set(answer["scattered"]) == {"Giá treo", "Hóa chất"}


@pytest.mark.parametrize(
    ("text", "instead", "offers"),
    [
        ("xe dẩy", ["xe đẩy"], []),  # another mark
        ("đóng gối", ["đóng gói"], []),
        ("đóngg gói", ["đóng gói"], []),  # no Vietnamese syllable
        ("đónggói", ["đóng gói"], []),  # a space left out
        ("tế bà", ["tế bào"], []),  # begun
        ("Đà Nẵng", [], []),
        ("sóng gió", [], []),
    ],
)
def test_what_was_meant_is_said_and_what_is_not_sure_is_asked(
    small: Path, text: str, instead: list[str], offers: list[str]
) -> None:
    (answer,) = answers(small, [Question(text, (), "")])
    assert (answer["instead"], answer["offers"]) == (instead, offers)
    assert bool(answer["hits"]) == bool(instead)


def test_what_is_begun_is_completed_and_suggested(small: Path) -> None:
    (answer,) = answers(small, [Question("xe đ", (), "", typing=True)])
    assert answer["hits"] == ["Xe đẩy hàng"]
    assert "xe đẩy" in answer["suggested"]


def test_english_words_are_looked_for_in_english_alone(tmp_path: Path) -> None:
    documents = [
        _document("Chè búp", english="Tea leaves in the rain"),
        _document("Tế bào"),
        _document("Do thám", english="A tray of vials"),
    ]
    folder = unpacked(tmp_path / "tim", search_index.bundle(search_index.files(documents, [])))
    asked = {
        "tea": ["Chè búp"],
        "leaf": [],
        "leave rain": ["Chè búp"],
        "vial": ["Do thám"],
        "te": ["Tế bào"],
        "do": ["Do thám"],
        "trya": ["Do thám"],
    }
    found = answers(folder, [Question(text, (), "", "en") for text in asked])
    assert {text: answer["hits"] for text, answer in zip(asked, found, strict=True)} == asked


def test_the_same_documents_make_the_same_bytes_in_any_order() -> None:
    documents = [
        _document(title, text, when=f"2021-05-{10 + number % 3}") for number, (title, text) in enumerate(TEXTS.items())
    ]
    documents = [replace(each, facets={"cap": ("a", "b")[: number % 3]}) for number, each in enumerate(documents)]
    facets = [Facet("cap", ("a", "b"), True)]
    first = search_index.bundle(search_index.files(documents, facets))
    random.Random(18).shuffle(documents)
    assert search_index.bundle(search_index.files(documents, facets)) == first
    assert dict(search_index.unbundled(first)) == search_index.files(documents, facets)


def test_of_a_confidential_one_only_title_effect_and_award_are_told(
    labels: Mapping[str, FieldSpec], every: Sequence[PublicInnovation]
) -> None:
    open_one = next(each for each in every if each.details and each.details.authors)
    assert open_one.details
    secret = replace(
        open_one,
        details=None,
        title="Tên được nói ra",
        title_en="Told name",
        effect=PublicText("Hiệu quả được nói ra"),
        address="2021/bai-x",
    )
    told_of = json.loads(gallery.searched(secret, gallery.facets(labels), labels))
    allowed = {
        "Tên được nói ra",
        "Told name",
        "Hiệu quả được nói ra",
        "2021/bai-x",
        "2021",
        *(award.name for award in secret.awards),
    }
    allowed |= {name for award in secret.awards for name in (award.level.name.vi, award.level.name.en, award.level.id)}
    assert set(_texts(told_of)) - {""} <= allowed
    bundle = search_index.read([json.dumps(told_of).encode()], gallery.words([secret], labels).content)
    whole = b"".join(gzip.decompress(content) for _, content in search_index.unbundled(bundle)).decode(errors="replace")
    assert "Tên được nói ra" in whole
    assert open_one.details.authors[0].name not in whole
    assert open_one.details.top.name.vi not in whole


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _texts(each)]

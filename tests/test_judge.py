"""What `judge` promises of any corpus, held against corpora made by hand."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sangkien.corpus import empty_corpus
from sangkien.language import Words
from sangkien.model.filed import Address, SourceFile
from sangkien.model.finding import CannotJudge, Fault, Location
from sangkien.rules import judge

NOTHING = replace(empty_corpus(datetime(2021, 4, 10, tzinfo=UTC)), fields={"submission": {}})
SPOKEN_OF, UNHEARD_OF = Fault("misplaced", Location("a.md"), {}), Fault("gone-with-the-wind", Location("b.md"), {})


def test_a_fault_that_no_rule_speaks_of_is_the_tools_own_failure() -> None:
    assert [finding.code for finding in judge(replace(NOTHING, faults=(SPOKEN_OF,)))] == ["SK101"]
    with pytest.raises(CannotJudge, match=r"b\.md: no rule speaks of “gone-with-the-wind”"):
        judge(replace(NOTHING, faults=(SPOKEN_OF, UNHEARD_OF)))


def _sources(*texts: str) -> dict[str, SourceFile]:
    return {f"{number}.md": SourceFile(Address(f"{number}.md", "submission"), "", text) for number, text in enumerate(texts)}


# The signs that have a Vietnamese name of their own; in English Unicode's, but for the last, which people know otherwise.
UNSEEN = (
    "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069"
    "\u2800\u3164\ufffc\ufeff"
)


def test_what_nobody_sees_is_told_by_its_name() -> None:
    found = judge(replace(NOTHING, sources=_sources(*(f"một{sign}hai" for sign in UNSEEN))))
    told = {finding.location.path: dict(finding.values)["name"] for finding in found if finding.code == "SK113"}
    assert len(told) == len(UNSEEN), "every file is looked at"
    names = [told[f"{number}.md"] for number in range(len(UNSEEN))]
    assert all(isinstance(name, Words) and name.vi != "ký tự ẩn" for name in names)
    assert len({str(name) for name in names}) == len(UNSEEN)
    for sign, name in list(zip(UNSEEN, names, strict=True))[:-1]:
        assert isinstance(name, Words)
        assert sorted(name.en.replace("-", " ").lower().split()) == sorted(
            unicodedata.name(sign).replace("-", " ").lower().split()
        )


def test_what_has_no_name_of_its_own_is_called_what_it_is() -> None:
    found = judge(replace(NOTHING, sources=_sources("một\x07hai", "một\u180ehai")))
    told = [dict(finding.values)["name"] for finding in found if finding.code == "SK113"]
    assert told == [Words("ký tự điều khiển", "a control character"), Words("ký tự ẩn", "mongolian vowel separator")]


REFUSED = [
    ("SK104", unicodedata.normalize("NFD", "Tiếng Việt")),
    ("SK109", "Một <b>đậm</b>."),
    ("SK113", "một\u200bhai"),
    ("SK114", "G\u0456\u0430 đỡ"),
    ("SK115", "[bản vẽ](javascript:alert)"),
    ("SK116", "{{ lệnh }}"),
    ("SK901", "Gọi 0900 000 000."),
    ("SK902", "Căn cước 079000000000."),
    ("SK903", "Hỏi @ai-do nhé."),
]


def test_every_file_is_looked_at_and_a_sound_one_stops_nobody() -> None:
    for code, text in REFUSED:
        sound = "Giá µm, [bản vẽ](http://a.example) [thư](mailto:van-thu@b.example)."
        found = judge(replace(NOTHING, sources=_sources("Đúng.", text, sound, text)))
        assert [(finding.location.path, finding.code) for finding in found] == [("1.md", code), ("3.md", code)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("khãa b¸nh xe b»ng ch©n cho ch¾c, kÑp b×nh", ["khóa bánh xe bằng chân cho chắc, kẹp bình"]),
        ("Thêm nữa: khãa b¸nh xe b»ng ch©n cho ch¾c, kÑp b×nh", []),
        ("Thêm nữa: KhÃ³a bÃ¡nh xe báº±ng chÃ¢n", ["Thêm nữa: Khóa bánh xe bằng chân"]),
    ],
)
def test_of_old_letters_only_what_begins_and_ends_for_certain_is_written_back(text: str, said: list[str]) -> None:
    (found,) = (each for each in judge(replace(NOTHING, sources=_sources(text))) if each.code == "SK121")
    assert [mend.text for mend in found.fixes] == said


def test_what_to_do_may_differ_where_the_trouble_is_the_same() -> None:
    for kind in ("schema:required", "schema:additionalProperties"):
        told = []
        for how in ("Sửa dòng 2.", "Sửa dòng 9."):
            values = {"field": "Lĩnh vực", "name": "field", "near": "", "how": how}
            told += [each.identity for each in judge(replace(NOTHING, faults=(Fault(kind, Location("a.md"), values),)))]
        assert told[0] == told[1]

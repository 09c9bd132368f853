"""What a person typed: slips told where they stand, values that only one thing can have meant, and what --fix makes of a draft."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reading import HEADINGS, RULES, SCHEMAS
from sangkien.cli.fix import fixed, readable, write_over
from sangkien.corpus.document import parse_submission, parse_typed
from sangkien.corpus.strict_yaml import Unreadable
from sangkien.corpus.value_fixes import certain_fix
from sangkien.corpus.yaml_slips import unquoted
from sangkien.language import Words
from sangkien.model.finding import CannotJudge, Fix, Mark
from strategies import SUBMISSION, damaged

SCHEMA = SCHEMAS["submission"]
LINES = SUBMISSION.split("\n")


def line_of(start: str) -> int:
    return next(number for number, line in enumerate(LINES, start=1) if line.startswith(start))


SLIPS = [
    ("title: Giá", "title:Giá"),
    ("title: Giá", "title:\u00a0Giá"),
    ("title: Giá", "title\u00a0: Giá"),
    ("title: Giá", "title：Giá"),
    ("title: Giá", "title： Giá"),
    ("title: Giá", "\u200btitle: Giá"),
    ("title: Giá đỡ bình oxy", "title: Giá đỡ: bình oxy"),
    ("title: Giá đỡ bình oxy", "title: @Giá đỡ bình oxy"),
    ("scope: unit", "scope:unit"),
    ("kind: technical", "kind:\u202ftechnical"),
    ("  - name: Nguyễn", "  – name: Nguyễn"),
    ("  - name: Nguyễn", "  • name: Nguyễn"),
    ("  - name: Nguyễn", "  * name: Nguyễn"),
    ("  - name: Nguyễn", "  \uf0b7 name: Nguyễn"),
    ("  - name: Nguyễn", "  -\u00a0name: Nguyễn"),
    ("    position: Điều", "\u00a0\u00a0\u00a0\u00a0position: Điều"),
    ("    position: Điều", "\t\tposition: Điều"),
    ("    share: 100", "    share:100"),
    ("sample: true", "sample:true"),
    ("  contact: false", "  contact:false"),
    ("consent:\n", "consent：\n"),
    ("title: Giá đỡ bình oxy", 'title: "Giá đỡ" bình oxy'),
    ("title: Giá đỡ bình oxy", "title: 'Giá đỡ' bình oxy"),
    ("title: Giá đỡ bình oxy", "title: [Giá đỡ] bình oxy"),
    ("title: Giá đỡ bình oxy", "title: {Giá đỡ} bình oxy"),
    ("title: Giá đỡ bình oxy", "title: > 5 bình oxy"),
    ("title: Giá đỡ bình oxy", "title: | bình oxy"),
    ("title: Giá đỡ bình oxy", "title: *Giá đỡ* bình oxy"),
]


@pytest.mark.parametrize(("right", "typed"), SLIPS, ids=[typed for _, typed in SLIPS])
def test_a_slip_is_told_on_its_own_line_alone_and_its_mend_puts_it_right(right: str, typed: str) -> None:
    assert SUBMISSION.count(right) == 1
    text = SUBMISSION.replace(right, typed)
    document = parse_submission(text, HEADINGS, SCHEMA.names)
    (trouble,) = (*document.troubles, *SCHEMA.troubles(document))
    assert (trouble.kind, trouble.mark.line) == ("front-matter", line_of(right.rstrip("\n")[:8]))
    again = parse_submission(fixed(text.encode(), trouble.fixes).decode(), HEADINGS, SCHEMA.names)
    assert (*again.troubles, *SCHEMA.troubles(again)) == ()


def test_several_slips_are_told_at_once() -> None:
    text = SUBMISSION
    for right, typed in (SLIPS[0], SLIPS[8], SLIPS[10], SLIPS[17]):
        text = text.replace(right, typed)
    document = parse_submission(text, HEADINGS, SCHEMA.names)
    assert [trouble.mark.line for trouble in document.troubles] == [2, 5, 7, 18]
    assert SCHEMA.troubles(document) == ()


@pytest.mark.parametrize(
    "text",
    [
        "title: >\n  Kệ xoay\n  scope:abc\nscope: unit",
        'title: "Kệ xoay\n  scope:abc"\nscope: unit',
        "title: Kệ – xoay\nscope: unit",
        "title: Kệ：xoay http://example.org/a:b\nscope: unit",
        "title: 12:30 – 13:00\nscope: unit",
        "title:   Kệ xoay\u00a0tay\nscope:\tunit",
        "title: Kệ xoay, nhóm\n  scope:abc\n\n   scope:x\nscope: unit",
        "list:\n  - title: Kệ xoay\n      scope:abc\n    scope: unit",
        "title:\n  - Kệ xoay\n    scope:abc\nscope: unit",
    ],
)
def test_what_is_no_slip_is_none(text: str) -> None:
    assert parse_typed(text, {"title", "scope"}).troubles == ()


@pytest.mark.parametrize(
    "line",
    [
        "title: *kệ",
        "title: [a, b]",
        'title: "Kệ"  # cũ',
        "title: >-  # cũ",
        "title: |2",
        "title: {a: b}",
        "title: 'a''b'",
        "other: *a*",
    ],
)
def test_what_needs_no_quotes_gets_none(line: str) -> None:
    assert list(unquoted([line, "scope: unit"], {"title", "scope"})) == []


ASTRAY = [
    ("scope: unit\n", "scope: unit\nđơn vị khác nữa\n", "đơn vị", "line above"),
    ("cho xe đẩy", "cho xe đẩy\ncho khoa ngoại và khoa nội", "cho khoa", "line above"),
    ("  contact: false", "   contact: false", "   contact", "indent it"),
    ("title: Giá", "title: - Giá", "title", "in quotes"),
]


@pytest.mark.parametrize(("right", "typed", "start", "cure"), ASTRAY, ids=[each[1] for each in ASTRAY])
def test_a_line_astray_is_told_where_it_stands(right: str, typed: str, start: str, cure: str) -> None:
    text = SUBMISSION.replace(right, typed, 1)
    with pytest.raises(Unreadable) as caught:
        parse_submission(text, HEADINGS, SCHEMA.names)
    (trouble,) = caught.value.troubles
    assert text.split("\n")[trouble.mark.line - 1].startswith(start)
    assert isinstance(how := trouble.values["how"], Words)
    assert cure in how.en


HEADED = [
    ("## Thực trạng:", True), ("## 1. Thực trạng", True), ("## **Thực trạng**", True), ("## THUC TRANG", True),
    ("## 1. Problem:", True), ("## Thực trạng cũ", False), ("## 1. Thực trạng\n\nMột.\n\n## Thực trạng.", False),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "certain"), HEADED, ids=[each[0] for each in HEADED])
def test_a_heading_in_other_dress_is_put_right(typed: str, certain: bool) -> None:
    text = SUBMISSION.replace("## Thực trạng", typed)
    fixes = [mend for trouble in SCHEMA.troubles(parse_submission(text, HEADINGS, SCHEMA.names)) for mend in trouble.fixes]
    again = parse_submission(fixed(text.encode(), fixes).decode(), HEADINGS, SCHEMA.names)
    assert (SCHEMA.troubles(again) == ()) == certain
    assert bool(fixes) == certain


def test_of_a_text_beyond_repair_every_slip_is_told_beside_what_stops_it() -> None:
    with pytest.raises(Unreadable) as caught:
        parse_submission(
            SUBMISSION.replace("title: ", "title:").replace("kind: technical", 'kind: "technical'), HEADINGS, SCHEMA.names
        )
    assert [trouble.mark.line for trouble in caught.value.troubles] == [2, line_of("kind")]


CUT = [
    ("title: Giá đỡ", "title: Giá #2 đỡ", True),
    ("title: Giá đỡ", "title: Giá # đỡ", False),
    ("title: Giá đỡ", "title: Giá\t#2 đỡ", True),
    ("    position: Điều dưỡng viên", "    position: Điều dưỡng viên #khoa Nội", True),
    ("benefit_vnd: 36000000", "benefit_vnd: 36 # triệu", False),
    ("title: Giá đỡ", "title: # Giá đỡ", False),
    ("title: Giá đỡ", "title: #2 Giá đỡ", True),
    ("employer_agreed: true", "employer_agreed: true # ok", True),
    ("stage: effective", 'stage: "effective"  # từ tháng 2  ', True),
    ("title: Giá đỡ bình oxy có khóa bánh cho xe đẩy", "title: Giá đỡ bình oxy có khóa\n  # bánh cho xe đẩy", False),
]


@pytest.mark.parametrize(("right", "typed", "certain"), CUT, ids=[each[1] for each in CUT])
def test_what_yaml_would_drop_is_told(right: str, typed: str, certain: bool) -> None:
    text = SUBMISSION.replace(right, typed)
    document = parse_submission(text, HEADINGS, SCHEMA.names)
    (trouble,) = SCHEMA.troubles(document)
    assert trouble.kind == "cut"
    assert text.split("\n")[trouble.mark.line - 1][trouble.mark.column - 1 :].startswith("#")
    assert bool(trouble.fixes) == certain
    again = parse_submission(fixed(text.encode(), trouble.fixes).decode(), HEADINGS, SCHEMA.names)
    assert (SCHEMA.troubles(again) == ()) == certain


def test_a_remark_on_a_line_of_its_own_drops_nothing() -> None:
    text = SUBMISSION.replace("authors:\n", "# tác giả\nauthors:\n  # người thứ nhất\n")
    document = parse_submission(text, HEADINGS, SCHEMA.names)
    assert (document.troubles, SCHEMA.troubles(document)) == ((), ())


LABELS = {"effective": Words("Đã áp dụng, có hiệu quả", "In use"), "trial": Words("Áp dụng thử", "On trial")}
NUMBER, DAY, TICK = (
    {"type": "integer", "minimum": 1, "maximum": 10**12},
    {"type": "string", "format": "date"},
    {"type": "boolean"},
)
STAGE = {"type": "string", "enum": ["effective", "trial"]}
PATH = {"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*\Z"}
MILLIONS = (
    "36.000.000", "36,000,000", "36 000 000", "36_000_000", "36.000.000đ", "36.000.000 đồng", "“36000000”", "36000000.0", "36000000 VND",
    "３６００００００", "36 triệu", "36tr", "0036000000", "36.000 nghìn", "36.000 nghìn đồng",
)  # fmt: skip
DAYS = (
    "15/2/2021", "15/02/2021", "15-02-2021", "15.2.2021", "2021/02/15", "2021-2-15", "20210215", "2021–02–15",
    "ngày 15 tháng 2 năm 2021", "２０２１-02-15", "\u00a02021-02-15 ",
    "2021-02-15T00:00:00", "2021-02-15 00:00", "2021-02-15T00:00:00+07:00", "15/2/2021 00:00:00",
)  # fmt: skip
MEANT = [
    *((NUMBER, written, "36000000") for written in MILLIONS),
    (NUMBER, "36.000", "36000"), (NUMBER, "6.0", "6"), (NUMBER, "1,5 triệu", "1500000"), ({**NUMBER, "maximum": 100}, "60.000", "60"),
    ({**NUMBER, "maximum": 100}, "60%", "60"), (NUMBER, "1.200 triệu", "1200000000"), (NUMBER, "1.500 tr", "1500000000"),
    (NUMBER, "1.000 tỷ", "1000000000000"), (NUMBER, "1.250.000 nghìn", "1250000000"), (NUMBER, "1,25 tỷ", "1250000000"),
    *((NUMBER, written, "") for written in ("1.234 tỷ", "1,200 triệu", "1.234 triệu", "1234.500 tr", "1.200,5 triệu", "0.500 triệu")),
    *((NUMBER, written, "") for written in ("36000000%", "1.200,500", "1,200.500 đ", "36.5%", "2.000 tỷ")),
    *((NUMBER, written, "") for written in ("khoảng 36", "36-40", "1e6", "ba mươi", "", "0", "3.60.00", "36.5")),
    *((DAY, written, "2021-02-15") for written in DAYS),
    (DAY, 20210215, "2021-02-15"), (DAY, 2021, ""), (DAY, 15022021, ""), (DAY, True, ""), (DAY, "2021-02-15T08:30:00", ""),
    (DAY, "3/3/2021", "2021-03-03"), (DAY, "ngày 4 tháng 3 năm 2021", "2021-03-04"),
    *((DAY, written, "") for written in ("03/04/2021", "31/2/2021", "15/2", "2021", "15/2/21", "hôm qua")),
    *((TICK, written, "true") for written in ("True", "TRUE", "yes", "có", "Có", "“true”", "true.")),
    (TICK, "không", "false"), (TICK, "co", ""), (TICK, "x", ""), (TICK, "", ""),
    *((STAGE, written, "effective") for written in ("Effective", "effective\u00a0", "đã áp dụng, có hiệu quả", "In use", "«effective»")),
    (STAGE, "ap dung thu", "trial"), (STAGE, "efective", ""), (STAGE, "đã", ""),
    (PATH, "thai-binh/nganh–y-te", "thai-binh/nganh-y-te"), (PATH, "Thai-Binh/", "thai-binh"), (PATH, "thái bình", ""),
    ({"type": "string"}, 5, '"5"'), ({"type": "string"}, True, ""), ({"type": "array"}, "5", ""),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "written", "said"), MEANT, ids=[repr(each[1]) for each in MEANT])
def test_what_a_refused_value_certainly_meant(schema: dict[str, object], written: object, said: str) -> None:
    assert certain_fix(written, schema, LABELS if schema is STAGE else {}) == said


def test_whatever_is_damaged_its_mends_stand_on_what_they_replace_and_leave_less_wrong() -> None:
    chance = random.Random(16)
    for _ in range(600):
        text = damaged(SUBMISSION, chance)
        try:
            document = parse_submission(text, HEADINGS, SCHEMA.names)
        except Unreadable:
            continue
        fixes = [each for trouble in (*document.troubles, *SCHEMA.troubles(document)) for each in trouble.fixes]
        lines = text.split("\n")
        for each in fixes:
            assert each.mark.column - 1 + each.mark.width <= len(lines[each.mark.line - 1])
            assert "\n" not in each.text
    assert RULES.campaign.first.year == 2021


def test_line_ends_stay_and_of_two_mends_that_overlap_the_first_is_done() -> None:
    fixes = (Fix(Mark(2, 1, 2), "X"), Fix(Mark(2, 2, 2), "Y"), Fix(Mark(3, 1, 1), "Z"))
    assert fixed(b"a\r\nbcd\re", fixes) == b"a\r\nXd\rZ"
    assert fixed(b"\xff", fixes) == b"\xff"


def test_a_draft_that_changed_meanwhile_or_is_a_link_is_not_written_over(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "b.md"
    file.write_bytes(b"one")
    file.chmod(0o640)
    link.symlink_to(file)
    assert (readable(file), readable(link), readable(tmp_path), readable(tmp_path / "none")) == (b"one", None, None, None)
    with pytest.raises(CannotJudge):
        write_over(file, b"two", b"three")
    with pytest.raises(CannotJudge):
        write_over(link, b"one", b"three")
    assert file.read_bytes() == b"one"
    file.chmod(0o444)
    with pytest.raises(CannotJudge, match="only be read"):
        write_over(file, b"one", b"three")
    file.chmod(0o640)
    other = tmp_path / "c.md"
    other.hardlink_to(file)
    with pytest.raises(CannotJudge, match="hard link"):
        write_over(file, b"one", b"three")
    assert (file.read_bytes(), other.read_bytes()) == (b"one", b"one")
    other.unlink()
    write_over(file, b"one", b"three")
    assert (file.read_bytes(), file.stat().st_mode & 0o777, sorted(tmp_path.iterdir())) == (b"three", 0o640, [file, link])

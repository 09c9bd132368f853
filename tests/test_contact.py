"""An office's contact: the one place for a telephone in clear, whose it is for a unit, and how pages get it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from sangkien import git
from sangkien.app.revision import judge_revision
from sangkien.model.contact import public_contact
from sangkien.model.corpus import Edition
from sangkien.model.history import AsOf
from sangkien.model.programme import Contact
from sangkien.personal import COVER
from story import AS_OF, PROJECT, Story

UNITS, RULES = "program/2021/units/thai-binh.yml", "program/2021/rules.yml"
PROVINCE = "    name: LĐLĐ tỉnh Thái Bình\n"
OF_EDITION = "".join(re.findall(r"^contact:.*\n(?: .*\n)*", (PROJECT / RULES).read_text(encoding="utf-8"), re.MULTILINE))
CONTACT = "    contact:\n      office: Văn phòng LĐLĐ tỉnh (mẫu)\n      phone: {}\n      email: van-phong@ldld.example.org\n"


def changed(told: Story, path: str, old: str, new: str) -> list[tuple[str, int]]:
    """What is said, and on which line, of a file in which something stands instead of something else."""
    told.git("checkout", "--quiet", "-B", "topic", "main")
    text = (told.folder / path).read_text(encoding="utf-8")
    assert old in text, old
    told.commit(AS_OF, {path: text.replace(old, new, 1)})
    introduced = told.judge({"base": "main", "head": "topic", "as_of": AS_OF}).verdict.introduced
    return [(each.code, each.location.mark.line) for each in introduced]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("lien-he") / "kho")


@pytest.mark.parametrize(
    "phone",
    [
        "0227 000 0000",
        "0912 345 678",
        '"02270000000"',
        "(0227) 000 0000",
        "+84 227 000 0000",
        "0227.000.0000 máy lẻ 12",
        "1900 0000",
    ],
)
def test_an_office_may_tell_its_telephone(told: Story, phone: str) -> None:
    assert changed(told, UNITS, PROVINCE, PROVINCE + CONTACT.format(phone)) == []


def test_so_may_the_edition_and_in_one_line(told: Story) -> None:
    line = "contact: {office: Thường trực chương trình (mẫu), phone: 024 0000 0001, press: Trưởng ban Tuyên giáo}\n"
    assert changed(told, RULES, OF_EDITION, line) == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("phone: 0227 000 0000", "ask: chị Mẫu, 0912 345 678", "SK901"),
        ("phone: 0227 000 0000", "hours: 'cả ngày, phone: 0912 345 678'", "SK901"),
        ("office: Văn phòng LĐLĐ tỉnh (mẫu)", "office: Văn phòng (0227 000 0001)", "SK901"),
        ("phone: 0227 000 0000", "phone: 1900 0000  # 0912 345 678", "SK901"),
        ("email: van-phong@ldld.example.org", "email: nguyenvanmau@gmail.com", "SK906"),
        ("phone: 0227 000 0000", "phone: gọi 0227 000 0000", "SK207"),
    ],
)
def test_anywhere_else_in_it_nobodys_number_stands(told: Story, old: str, new: str, code: str) -> None:
    contact = CONTACT.format("0227 000 0000").replace(old, new)
    line = (
        (told.folder / UNITS).read_text(encoding="utf-8").split(PROVINCE)[0].count("\n")
        + 3
        + contact[: contact.index(new)].count("\n")
        - 1
    )
    assert (code, line) in changed(told, UNITS, PROVINCE, PROVINCE + contact)


def test_in_a_submission_it_stands_nowhere(told: Story) -> None:
    path = "submissions/2021/thai-binh/nganh-y-te/bv-mau/cu.md"
    assert "SK901" in {code for code, _ in changed(told, path, "Chuyển bệnh", "phone: 0227 000 0000. Chuyển bệnh")}


def edition(folder: Path, *changes: tuple[str, str, str]) -> Edition:
    made = Story(folder / f"kho-{len(changes)}")
    for path, old, new in changes:
        text = (made.folder / path).read_text(encoding="utf-8")
        made.commit(AS_OF, {path: text.replace(old, new, 1)})
    as_of = AsOf(datetime.fromisoformat(AS_OF))
    return judge_revision(git.open_repository(made.folder), "HEAD", as_of).corpus.editions["2021"]


def test_the_nearest_unit_with_a_contact_answers_then_the_edition(tmp_path: Path) -> None:
    none, of_edition = ((RULES, OF_EDITION, said) for said in ("", "contact: {office: Thường trực (mẫu)}\n"))
    of_province = (UNITS, PROVINCE, PROVINCE + CONTACT.format("0227 000 0000"))
    of_upper = (
        UNITS,
        "    name: Công đoàn ngành Y tế (mẫu)\n",
        "    name: Công đoàn ngành Y tế (mẫu)\n    contact: {office: Ngành (mẫu)}\n",
    )
    unit = "thai-binh/nganh-y-te/bv-mau"

    def office(made: Edition, of: str) -> str | None:
        contact = made.contact_of(of)
        return contact.office if contact else None

    assert office(edition(tmp_path, none), unit) is None
    assert office(edition(tmp_path / "ky", of_edition), unit) == "Thường trực (mẫu)"
    made = edition(tmp_path, of_edition, of_province)
    assert office(made, unit) == office(made, "thai-binh") == "Văn phòng LĐLĐ tỉnh (mẫu)"
    made = edition(tmp_path, of_edition, of_province, of_upper)
    assert (office(made, unit), office(made, "thai-binh"), office(made, "ca-mau")) == (
        "Ngành (mẫu)", "Văn phòng LĐLĐ tỉnh (mẫu)", "Thường trực (mẫu)",
    )  # fmt: skip


def test_a_page_shows_the_telephone_to_the_letter_and_nothing_else_of_the_kind() -> None:
    shown = public_contact(Contact("Văn phòng, 0912 345 678", ask="chị Mẫu, 0912 345 678", phone="(0227) 000 0000 máy lẻ 12"))
    assert (shown.office, shown.ask) == (f"Văn phòng, {COVER}", f"chị Mẫu, {COVER}")
    assert shown.phone == "(0227) 000 0000 máy lẻ 12"
    assert shown.dialled == "02270000000"
    assert public_contact(Contact("Văn phòng", phone="+84 227 000 0000")).dialled == "+842270000000"

"""Reports where not everything is in order: late, invalid and unreadable entries, each counted once and in its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.figures import Figures, Validity, entries, figures, people
from sangkien.model.corpus import Corpus
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf
from story import HOME, Story

LATE = "2021-04-25T08:00:00+07:00"


@pytest.fixture
def counted(story: Callable[[], Story]) -> Figures:
    made = story()
    made.step({"on": "main", "at": LATE, "write": {"program/2021/units/thai-binh.yml": {"allocation: 4": "allocation: 9"}}})
    made.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": {
        "bv-mau/hong.md": "không có phần đầu\n",
        "duoc-mau/sai.md": {"scope: unit": "scope: khoa", "block: agency": "block: enterprise"},
    }})  # fmt: skip
    made.step({"on": "main", "at": LATE, "write": {
        "duoc-mau/tre.md": {"block: agency": "block: enterprise"},
        "duoc-mau/tre-va-sai.md": {"applied_from: 2021-02-15": "applied_from: 2021-06-15", "block: agency": "block: enterprise"},
    }})  # fmt: skip
    made.step({"on": "main", "at": LATE, "write": {
        "decisions/thai-binh/nganh-y-te/15-qd.yml": {},
        "dossiers/thai-binh/nganh-y-te/len-tinh.yml": {},
        "dossiers/thai-binh/nganh-y-te/len-tong-lien-doan.yml": {"level: province": "level: national"},  # due two weeks ago
        "disputes/thai-binh/nganh-y-te/03-cu.yml": {"bv-mau/cu.md": "duoc-mau/tre.md"},
        "agreements/thai-binh/nganh-y-te/bv-mau/bien-ban-ghi-nho.yml": {},
    }})  # fmt: skip
    corpus, findings, _ = read_judged(git.open_repository(made.folder), "main", AsOf(datetime.fromisoformat(LATE)))
    return figures(corpus, findings, corpus.editions["2021"])


def read(story: Story, sent: dict[str, dict[str, str]]) -> tuple[Corpus, tuple[Finding, ...]]:
    story.step({"on": "main", "at": "2021-04-01T08:00:00+07:00", "write": sent})
    corpus, findings, _ = read_judged(git.open_repository(story.folder), "main", AsOf(datetime.fromisoformat(LATE)))
    return corpus, findings


def test_one_name_spelt_two_ways_is_one_author_and_another_mark_is_another(story: Callable[[], Story]) -> None:
    names = {"mot": "Trần Mẫu Hòa", "hai": "Trần Mẫu Hoà", "ba": "Trần Mẫu Hoa"}
    corpus, findings = read(story(), {f"bv-mau/{file}.md": {"Nguyễn Văn Mẫu": name} for file, name in names.items()})
    counts = {each.name: len(each.entries) for each in people(corpus, entries(corpus, findings, corpus.editions["2021"]))}
    assert sorted(counts.values()) == [1, 1, 2]
    assert counts["Trần Mẫu Hoa"] == 1


def test_a_confidential_submission_stands_in_no_public_count_and_in_the_unions_own(story: Callable[[], Story]) -> None:
    corpus, findings = read(
        story(), {"duoc-mau/mat.md": {"block: agency": "block: enterprise", "sample: true": "confidential: true\nsample: true"}}
    )
    edition = corpus.editions["2021"]
    told = figures(corpus, findings, edition)
    assert {entry.path for entry in told.entries} == {f"{HOME}bv-mau/cu.md"}
    assert all("Dược" not in str(row[0]) for table in told.tables if table.id.startswith("cap-") for row in table.rows)
    assert len([*entries(corpus, findings, edition)]) == 2


def test_each_entry_stands_once(counted: Figures) -> None:
    standings = {entry.path.removeprefix(HOME): entry.validity for entry in counted.entries}
    assert standings == {
        "bv-mau/cu.md": Validity.ON_TIME,
        "bv-mau/hong.md": Validity.INVALID,
        "duoc-mau/sai.md": Validity.INVALID,
        "duoc-mau/tre.md": Validity.LATE,
        "duoc-mau/tre-va-sai.md": Validity.INVALID,
    }


def test_tables_add_up(counted: Figures) -> None:
    for id in ("cap-province", "cap-upper", "cap-grassroots", "khoi", "linh-vuc", "tuan", "ngay"):
        table = counted.table(id)
        for column in ("received", "on_time", "late", "invalid", "honoured", "benefit"):
            place = next(index for index, each in enumerate(table.columns) if each.id == column)
            assert sum(row[place] for row in table.rows) == table.total[place], (id, column)
        assert table.total[1:] == (5, 1, 1, 3, 1, 20, 36_000_000)


def test_an_unreadable_entry_counts_for_its_unit_and_for_no_field(counted: Figures) -> None:
    unit = next(row for row in counted.table("cap-grassroots").rows if row[0] == "CĐCS Bệnh viện Mẫu")
    assert unit[1:5] == (2, 1, 0, 1)
    # What cannot be read, and what breaks its schema, names no field.
    unknown = next(row for row in counted.table("linh-vuc").rows if getattr(row[0], "vi", "") == "Không rõ")
    assert unknown[1:5] == (2, 0, 0, 2)


def test_only_timely_entries_count_towards_a_target_and_a_benefit(counted: Figures) -> None:
    assert counted.table("chi-tieu").rows == (("CĐCS Bệnh viện Mẫu", 2, 3, 1, 50),)
    assert counted.benefit == 36_000_000


def test_from_the_grassroots_up_a_dossier_in_vain_counts_nowhere(counted: Figures) -> None:
    # Considered or proposed, in reserve, decisions, honoured: the grassroots, the upper union, the province, the nation.
    assert [row[1:5] for row in counted.table("ton-vinh").rows] == [(1, 0, 0, 0), (0, 0, 1, 1), (1, 0, 0, 0), (0, 0, 0, 0)]


def test_authors_and_disputes_are_counted_and_not_named(counted: Figures) -> None:
    assert [row[1:] for row in counted.table("tac-gia").rows] == [(1, 1), (0, 0), (0, 0)]
    assert [row[1] for row in counted.table("khieu-nai").rows] == [1, 0, 0]

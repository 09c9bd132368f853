"""Reports where not everything is in order: late, invalid and unreadable entries, each counted once and in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from sangkien import git
from sangkien.app.revision import read_judged
from sangkien.figures import Earlier, Figures, Goal, Matter, Validity, entries, figures, people
from sangkien.figures.unit import by_unit
from sangkien.model.corpus import Corpus
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf
from sangkien.outputs.site import figure_tables, overview
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


def test_a_target_of_the_nation_is_met_by_all_provinces_and_own_targets_stand_for_those_below(
    story: Callable[[], Story],
) -> None:
    made = story()
    units = made.folder / "program/2021/units/thai-binh.yml"
    nation = "units:\n  - {id: tong, name: Tổng Liên đoàn, level: national, target: 8}\n"
    made.step({"on": "main", "at": LATE, "write": {"program/2021/units/tong.yml": nation}})
    made.step({"on": "main", "at": LATE, "write": {"program/2021/units/thai-binh.yml": {"target: 2": "target: 4"}}})
    assert "target: 4" in units.read_text(encoding="utf-8")
    corpus, findings, _ = read_judged(git.open_repository(made.folder), "main", AsOf(datetime.fromisoformat(LATE)))
    told = figures(corpus, findings, corpus.editions["2021"])
    own = "thai-binh/nganh-y-te/bv-mau"
    assert told.targets.goals[""] == told.targets.goals["tong"] == Goal(8, 1, 1, 0)
    assert told.targets.goals["thai-binh"] == told.targets.goals[own] == Goal(4, 1, 1, 0)
    assert [row[0] for row in told.table("chi-tieu").rows] == ["CĐCS Bệnh viện Mẫu", "Tổng Liên đoàn"]
    assert "tong" not in {unit.unit for unit in by_unit(corpus.editions["2021"], told)}, "its report is the edition's"


def test_what_needs_attention_is_what_the_tables_behind_it_hold(counted: Figures) -> None:
    told = {each.matter: (each.count, each.of) for each in counted.concerns}
    assert told == {Matter.SHORT: (1, 1), Matter.DOSSIERS: (1, 0), Matter.AMISS: (4, 5), Matter.DISPUTES: (1, 1)}
    assert counted.table("bai-chua-dat").rows == (("CĐCS Công ty Dược Mẫu", 3, 1, 2), ("CĐCS Bệnh viện Mẫu", 2, 0, 1))
    assert counted.table("bai-chua-dat").total[1:] == (5, 1, 3)
    (late,) = counted.table("ho-so-qua-han").rows
    assert (late[0], late[3].vi, late[4]) == ("Công đoàn ngành Y tế (mẫu)", "gửi sau hạn", 1)
    assert [each.matter for each in counted.concerns] == [Matter.SHORT, Matter.DOSSIERS, Matter.AMISS, Matter.DISPUTES]
    ids = {table.id for table in counted.tables}
    assert {each.matter.value for each in counted.concerns} <= ids
    assert not {"cho-quyet-dinh", "chua-co-bai"} & ids, "tables of nothing are no tables"


def test_once_the_date_for_dossiers_is_past_who_sent_none_and_who_decided_nothing_is_told(story: Callable[[], Story]) -> None:
    made = story()
    made.step({"on": "main", "at": "2021-04-10T08:00:00+07:00", "write": {"dossiers/thai-binh/nganh-y-te/len-tinh.yml": {}}})
    long_after = datetime.fromisoformat("2021-06-01T08:00:00+07:00")
    corpus, findings, _ = read_judged(git.open_repository(made.folder), "main", AsOf(long_after))
    told = figures(corpus, findings, corpus.editions["2021"])
    assert told.table("cho-quyet-dinh").codes == ("thai-binh:province",)
    assert [(row[3].vi, row[4]) for row in told.table("ho-so-qua-han").rows] == [("chưa gửi", 1)]
    assert told.table("ho-so-qua-han").codes == ("thai-binh:national",)


def test_who_honoured_a_confidential_one_alone_is_not_known_to_have_decided(story: Callable[[], Story]) -> None:
    made, at = story(), "2021-04-10T08:00:00+07:00"
    secret = {"## Thực trạng\n\nMỗi ca trực mất nhiều thời gian đi tìm giá đỡ còn tốt.\n\n": "",
              "## Giải pháp\n\nHàn thêm khung đỡ vào xe đẩy sẵn có, lắp khóa bánh bằng chân.\n\n": "",
              "sample: true": "confidential: true\nsample: true"}  # fmt: skip
    made.step({"on": "main", "at": at, "write": {"dossiers/thai-binh/nganh-y-te/len-tinh.yml": {}, "bv-mau/mat.md": secret}})
    long_after = datetime.fromisoformat("2021-06-01T08:00:00+07:00")

    def undecided(path: str) -> tuple[str, ...]:
        number = path[-5:-3]
        province = {"15/QĐ-CĐYT": f"{number}/QĐ-LĐLĐ", "level: upper": "level: province", "bv-mau/cu.md": path}
        made.step({"on": "main", "at": at, "write": {f"decisions/thai-binh/{number}-qd.yml": province}})
        corpus, findings, _ = read_judged(git.open_repository(made.folder), "main", AsOf(long_after))
        told = figures(corpus, findings, corpus.editions["2021"])
        return next((table.codes for table in told.tables if table.id == "cho-quyet-dinh"), ())

    assert undecided("bv-mau/mat.md") == ("thai-binh:province",)
    assert undecided("bv-mau/cu.md") == ()


def test_an_edition_stands_beside_the_one_before(counted: Figures) -> None:
    before = replace(counted, edition="2020", entries=counted.entries[:2])
    told = replace(counted).after(before)
    rows = {code: row[1:] for code, row in zip(told.table("ky-truoc").codes, told.table("ky-truoc").rows, strict=True)}
    assert rows["received"] == (5, 2, 3)
    assert rows["benefit"] == (36_000_000, before.benefit, 36_000_000 - before.benefit)
    assert [column.title.vi for column in told.table("ky-truoc").columns[1:]] == ["Kỳ 2021", "Kỳ trước (2020)", "Chênh lệch"]
    shown = overview.tiles(told.summary, told.earlier, {}, "vi")
    assert "kỳ 2020: 2" in shown
    assert "+3" in figure_tables.in_html(told.table("ky-truoc"), "vi")


def test_a_unit_stands_beside_itself_in_the_edition_before(story: Callable[[], Story]) -> None:
    corpus, findings, _ = read_judged(git.open_repository(story().folder), "main", AsOf(datetime.fromisoformat(LATE)))
    counted = figures(corpus, findings, corpus.editions["2021"])
    unit = "thai-binh/nganh-y-te/bv-mau"
    earlier = {unit: Earlier("2020", replace(counted.summary, received=7))}
    units = {each.unit: each for each in by_unit(corpus.editions["2021"], counted, earlier)}
    (table,) = (table for table in units[unit].tables if table.id == "ky-truoc")
    assert table.rows[0][1:] == (1, 7, -6)
    assert not [table for table in units["thai-binh"].tables if table.id == "ky-truoc"]
    assert "−6" in figure_tables.in_html(table, "vi")

"""Acts go by path, time by content within a folder, honours and places by the content that was seen: what follows when files move."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from sangkien import git
from sangkien.app.revision import read_acts, read_judged
from sangkien.app.verdict import Judgement
from sangkien.cli import main
from sangkien.figures import figures
from sangkien.figures.honoured import innovations
from sangkien.model.finding import Finding
from sangkien.model.history import AsOf
from sangkien.outputs import tracking
from sangkien.rules.quota_ledger import QuotaStatus, ledger
from story import AS_OF, Story, path_of

Tell = Callable[[], Story]
Step = dict[str, Any]

CU, MOI, KHAC, TEN_KHAC, BA = (f"bv-mau/{name}.md" for name in ("cu", "moi", "khac", "ten-khac", "ba"))
OTHER_UNIT, OTHER_EDITION = "duoc-mau/moi.md", "submissions/2021b/thai-binh/nganh-y-te/bv-mau/moi.md"
EARLY, LATE, LATER, JUNE = (f"2021-{day}T08:00:00+07:00" for day in ("04-01", "04-25", "04-26", "06-01"))
DOSSIER, DECISION, DISPUTE = (
    "dossiers/thai-binh/nganh-y-te/len-tinh.yml",
    "decisions/thai-binh/nganh-y-te/15-qd.yml",
    "disputes/thai-binh/nganh-y-te/03.yml",
)
ON_MAIN = {"on": "main", "at": EARLY}
OPEN_HERE = {
    **ON_MAIN,
    "write": {"program/2021/units/thai-binh.yml": {"allocation: 4": "allocation: 9", "allocation: 3": "allocation: 9"}},
}
SECOND_EDITION = {**ON_MAIN, "copy": {
    "program/2021/rules.yml": "program/2021b/rules.yml", "program/2021/units/thai-binh.yml": "program/2021b/units/thai-binh.yml",
}}  # fmt: skip
AS_MOI = {" (lai)": ""}  # the very bytes of `moi.md` in a file that the builder would give a title of its own


def told(story: Story, *steps: Step) -> Story:
    for step in steps:
        story.step(step)
    return story


def codes(found: tuple[Finding, ...], *of: str) -> set[tuple[str, str]]:
    """Code and last name of the file of each finding, of these codes alone where some are named."""
    return {(each.code, each.location.path.rpartition("/")[2]) for each in found if not of or each.code in of}


def whole(story: Story, as_of: str = JUNE) -> tuple[Finding, ...]:
    return story.judge({"head": "main", "as_of": as_of}).verdict.introduced


def gate(story: Story, as_of: str) -> Judgement:
    return story.judge({"base": "main", "head": "topic", "as_of": as_of})


# Time goes by content within one folder

REGISTER = "register/thai-binh/nganh-y-te/0001-moi.yml"
LINE = {"bv-mau/cu.md": "bv-mau/moi.md", "⟨OLD⟩": "⟨BLOB⟩"}
EVIDENCE: dict[str, list[Step]] = {
    "landing": [{**ON_MAIN, "write": {MOI: {}}}],
    "receipt": [
        {"on": "topic", "at": "2021-04-19T08:00:00+07:00", "write": {MOI: {}}},
        {"receive": "2021-04-20T20:00:00+07:00"},
        {"merge": LATE},
    ],
    "line": [
        {"on": "main", "at": LATE, "write": {MOI: {}}},
        {"on": "main", "at": LATE, "write": {REGISTER: LINE}},
    ],
}
MOVES: dict[str, tuple[list[Step], set[str]]] = {
    "another name in the folder": ([{"move": {MOI: TEN_KHAC}}], set()),
    "a third name": ([{"move": {MOI: BA}}, {"move": {BA: TEN_KHAC}}], set()),
    "put back under a third name": ([{"remove": [MOI]}, {"write": {"bv-mau/lai.md": AS_MOI}}], set()),
    "over another file": ([{"remove": [CU]}, {"move": {MOI: CU}}], set()),
    "two swap names": ([{"move": {CU: BA}}, {"move": {MOI: CU}}, {"move": {BA: MOI}}], set()),
    "a folder below": ([{"move": {MOI: "bv-mau/khoa/moi.md"}}], {"moi.md"}),
    "another unit's folder": ([{"move": {MOI: OTHER_UNIT}}], {"moi.md"}),
    "another edition": ([{"move": {MOI: OTHER_EDITION}}], {"moi.md"}),
    "a copy, while the first still holds it": ([{"copy": {MOI: TEN_KHAC}}], {"ten-khac.md"}),
    "other bytes": ([{"move": {MOI: TEN_KHAC}}, {"write": {TEN_KHAC: {"bằng chân": "bằng gót chân"}}}], {"ten-khac.md"}),
}


@pytest.mark.parametrize("moves", MOVES)
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_what_dates_a_content_counts_under_any_name_of_its_folder_and_nowhere_else(
    story: Tell, evidence: str, moves: str
) -> None:
    steps, late = MOVES[moves]
    made = told(story(), SECOND_EDITION, *EVIDENCE[evidence], *({**step, "on": "topic", "at": LATER} for step in steps))
    proposed = gate(made, "2021-04-27T08:00:00+07:00").verdict.introduced
    assert {name for _, name in codes(proposed, "SK301")} == late
    made.step({"merge": "2021-04-28T08:00:00+07:00"})
    assert {name for _, name in codes(whole(made), "SK301")} == late


@pytest.mark.parametrize("evidence", ["receipt", "line"])
def test_a_name_that_was_changed_before_it_landed_costs_nothing(story: Tell, evidence: str) -> None:
    """The gate, or a colleague's file of that name, forced the sender to take another."""
    made = told(story(), {"on": "topic", "at": "2021-04-19T08:00:00+07:00", "write": {MOI: {}}})
    if evidence == "receipt":
        made.step({"receive": "2021-04-20T20:00:00+07:00"})
    else:
        made.step({"on": "topic", "at": "2021-04-19T08:00:00+07:00", "write": {REGISTER: LINE}})
    told(made, {"on": "topic", "at": LATER, "move": {MOI: TEN_KHAC}}, {"merge": "2021-04-27T08:00:00+07:00"})
    assert codes(whole(made), "SK301") == set()


def test_a_dossier_in_time_stays_so_under_another_name_and_not_in_another_folder(story: Tell) -> None:
    made = told(story(), {"on": "main", "at": "2021-04-20T08:00:00+07:00", "write": {DOSSIER: {}}})
    made.step({"on": "main", "at": "2021-05-20T08:00:00+07:00", "move": {DOSSIER: "dossiers/thai-binh/nganh-y-te/khac.yml"}})
    assert codes(whole(made)) == set()
    made.step({"on": "main", "at": "2021-05-21T08:00:00+07:00",
               "move": {"dossiers/thai-binh/nganh-y-te/khac.yml": "dossiers/thai-binh/nganh-y-te/bv-mau/khac.yml"}})  # fmt: skip
    assert codes(whole(made), "SK601") == {("SK601", "khac.yml")}


# Acts go by path


def moved(story: Story, *acts: str, old: str = CU, new: str = TEN_KHAC) -> Story:
    return told(
        story,
        {"on": "main", "at": "2021-04-07T08:00:00+07:00", "write": {act: {} for act in acts}},
        {"on": "topic", "at": "2021-04-09T08:00:00+07:00", "move": {old: new}},
    )


@pytest.mark.parametrize(
    ("acts", "blamed"),
    [
        pytest.param([DOSSIER], set(), id="a dossier's place falls free"),
        pytest.param([DECISION], {("SK501", "15-qd.yml")}, id="a decision needs its file"),
        pytest.param([DISPUTE], set(), id="a dispute follows the bytes"),
    ],
)
def test_who_moves_what_an_act_names_is_told_which_and_how_to_undo_it(
    story: Tell, acts: list[str], blamed: set[tuple[str, str]]
) -> None:
    made = moved(story(), *acts)
    judgement = made.judge()
    assert codes(judgement.verdict.introduced) == blamed
    (notice,) = judgement.notices
    old, new = path_of(CU), path_of(TEN_KHAC)
    assert notice.en == (
        f"{old} is now {new}: it keeps its time of receipt; but {path_of(acts[0])} still name the old one."
        f" If that was not meant, run: git mv {new} {old}"
    )
    assert notice.vi.startswith(f"{old} nay là {new}: giờ nhận giữ nguyên; nhưng {path_of(acts[0])} vẫn nêu tên cũ.")
    made.git("mv", new, old)
    made.step({"on": "topic", "at": "2021-04-09T09:00:00+07:00"})
    assert (made.judge().notices, made.judge().verdict.introduced) == ((), ())


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        pytest.param([{"move": {CU: TEN_KHAC}}], ["it keeps its time of receipt."], id="in the folder"),
        pytest.param([{"move": {CU: OTHER_UNIT}}], ["in another folder it counts as sent anew."], id="into another folder"),
        pytest.param([{"copy": {CU: TEN_KHAC}}], [], id="a copy moves nothing"),
        pytest.param([{"remove": [CU]}], [], id="a withdrawal moves nothing"),
        pytest.param([{"write": {MOI: {}}}, {"move": {MOI: TEN_KHAC}}], [], id="what never landed may have any name"),
        pytest.param(
            [{"move": {CU: TEN_KHAC}}, {"write": {TEN_KHAC: {"bằng chân": "bằng gót chân"}}}],
            [],
            id="other bytes are another text",
        ),
    ],
)
def test_moves_are_told_where_something_landed_goes_on_under_another_name(
    story: Tell, steps: list[Step], said: list[str]
) -> None:
    made = told(story(), *({**step, "on": "topic", "at": EARLY} for step in steps))
    notices = [notice.en for notice in made.judge().notices]
    assert len(notices) == len(said)
    assert all(each in notice for each, notice in zip(said, notices, strict=True))


def test_two_that_swap_names_need_no_word_on_how_to_undo_it(story: Tell) -> None:
    made = told(story(), {**ON_MAIN, "write": {MOI: {}}})
    told(made, *({"on": "topic", "at": EARLY, "move": {old: new}} for old, new in [(CU, BA), (MOI, CU), (BA, MOI)]))
    assert made.judge().notices == ()


# A dispute goes with the bytes

BACK_IN: dict[str, list[Step]] = {
    "moved": [{"move": {MOI: TEN_KHAC}}],
    "withdrawn and sent again under another name": [{"remove": [MOI]}, {"write": {"bv-mau/lai.md": AS_MOI}}],
    "withdrawn and sent again by another unit": [{"remove": [MOI]}, {"write": {"duoc-mau/lai.md": {
        **AS_MOI, "unit: thai-binh/nganh-y-te/duoc-mau": "unit: thai-binh/nganh-y-te/bv-mau"}}}],
    "edited where it stands": [{"write": {MOI: {"bằng chân": "bằng gót chân"}}}],
    "edited and then put back under another name": [
        {"write": {MOI: {"bằng chân": "bằng gót chân"}}}, {"write": {"bv-mau/lai.md": AS_MOI}}],
}  # fmt: skip
WHERE = {
    "moved": TEN_KHAC,
    "withdrawn and sent again by another unit": "duoc-mau/lai.md",
    "edited where it stands": MOI,
}


@pytest.mark.parametrize("said", ["", "content: ⟨BLOB⟩\n"], ids=["about the path", "about a content"])
@pytest.mark.parametrize("landed", [True, False], ids=["landed before", "with the dossier"])
@pytest.mark.parametrize("way", BACK_IN)
def test_a_complaint_is_not_shed_by_another_name(story: Tell, way: str, landed: bool, said: str) -> None:
    back = WHERE.get(way, "bv-mau/lai.md")
    made = told(story(), OPEN_HERE, {**ON_MAIN, "write": {MOI: {}}})
    made.step({**ON_MAIN, "write": {DISPUTE: {"bv-mau/cu.md": "bv-mau/moi.md", "kind:": f"{said}kind:"}}})
    on = "main" if landed else "topic"
    told(made, *({**step, "on": on, "at": "2021-04-06T08:00:00+07:00"} for step in BACK_IN[way]))
    made.step({"on": "topic", "at": "2021-04-08T08:00:00+07:00", "write": {DOSSIER: {"items": [back, CU]}}})
    found = made.judge().verdict.introduced
    assert [dict(each.values)["path"] for each in found if each.code == "SK605"] == [path_of(back)]
    made.step({"merge": "2021-04-09T08:00:00+07:00"})
    assert ("SK605", "len-tinh.yml") in codes(whole(made), "SK605")


@pytest.mark.parametrize("said", ["", "content: ⟨BLOB⟩\n"], ids=["about the path", "about a content"])
def test_a_complaint_follows_a_text_that_was_edited_in_one_change_and_moved_in_the_next(story: Tell, said: str) -> None:
    made = told(story(), OPEN_HERE, {**ON_MAIN, "write": {MOI: {}}})
    made.step({**ON_MAIN, "write": {DISPUTE: {"bv-mau/cu.md": "bv-mau/moi.md", "kind:": f"{said}kind:"}}})
    told(
        made,
        {"on": "main", "at": EARLY, "write": {MOI: {"xe đẩy": "xe lăn"}}},
        {"on": "main", "at": EARLY, "move": {MOI: TEN_KHAC}},
    )
    made.step({"on": "topic", "at": "2021-04-08T08:00:00+07:00", "write": {DOSSIER: {"items": [TEN_KHAC]}}})
    assert ("SK605", "len-tinh.yml") in codes(made.judge().verdict.introduced, "SK605")


ANOTHER = {
    "Mỗi ca trực mất nhiều thời gian đi tìm giá đỡ còn tốt.": "Thuốc để chung một khay nên ca đêm hay phát nhầm giường.",
    "Hàn thêm khung đỡ vào xe đẩy sẵn có, lắp khóa bánh bằng chân.": "Khâu túi vải chia ngăn theo giờ, treo ở đầu giường bệnh.",
}


@pytest.mark.parametrize(
    ("edit", "alike"),
    [
        ({"bằng chân": "bằng gót chân"}, True),
        ({"xe đẩy": "xe lăn", "Nguyễn Văn Mẫu": "Trần Thị Mẫu"}, True),
        (ANOTHER, False),
    ],
    ids=["a word", "a title and a name", "another innovation"],
)  # fmt: skip
def test_a_text_much_like_one_withdrawn_under_dispute_is_told(story: Tell, edit: dict[str, str], alike: bool) -> None:
    made = told(story(), OPEN_HERE, {**ON_MAIN, "write": {MOI: {}}})
    made.step({**ON_MAIN, "write": {DISPUTE: {"bv-mau/cu.md": "bv-mau/moi.md"}}})
    told(
        made,
        {"on": "topic", "at": EARLY, "write": {"bv-mau/lai.md": {**AS_MOI, **edit}}},
        {"on": "topic", "at": EARLY, "remove": [MOI]},
    )
    assert (("SK408", "lai.md") in codes(made.judge().verdict.introduced)) is alike


def test_a_decision_may_not_honour_what_is_disputed_under_its_former_name(story: Tell) -> None:
    made = told(story(), {**ON_MAIN, "write": {DISPUTE: {}}}, {**ON_MAIN, "move": {CU: TEN_KHAC}})
    made.step({"on": "topic", "at": "2021-04-08T08:00:00+07:00", "write": {DECISION: {"items": [TEN_KHAC]}}})
    assert codes(made.judge().verdict.introduced) == {("SK510", "15-qd.yml")}


def test_a_dispute_is_not_about_what_stood_at_its_path_before_it(story: Tell) -> None:
    made = told(story(), OPEN_HERE, {**ON_MAIN, "write": {MOI: {}}})
    told(made, *({**ON_MAIN, "move": {old: new}} for old, new in [(CU, BA), (MOI, CU), (BA, MOI)]))
    made.step({"on": "main", "at": "2021-04-05T08:00:00+07:00", "write": {DISPUTE: {"bv-mau/cu.md": "bv-mau/moi.md"}}})
    made.step({"on": "topic", "at": "2021-04-08T08:00:00+07:00", "write": {DOSSIER: {"items": [CU]}}})
    assert made.judge().verdict.introduced == ()


@pytest.mark.parametrize("act", [DECISION, DISPUTE])
def test_an_act_that_is_renamed_and_edited_at_once_is_refused_for_nobody_can_tell_since_when_it_stands(
    story: Tell, act: str
) -> None:
    made = told(story(), {**ON_MAIN, "write": {act: {}}})
    other = act.replace(".yml", "-moi.yml")
    made.step({"on": "topic", "at": EARLY, "move": {act: other}})
    assert made.judge().verdict.introduced == ()
    made.step({"on": "topic", "at": EARLY, "write": {other: {"sample: true": "sample: true  # thêm"}}})
    assert {each.code for each in made.judge().verdict.introduced} == {"SK507"}


def test_an_item_of_a_decision_is_not_taken_out_while_its_file_is_moved_away(story: Tell) -> None:
    made = told(story(), {**ON_MAIN, "write": {MOI: {}, DECISION: {"items": [CU, MOI]}}})
    made.step({"on": "topic", "at": EARLY, "move": {MOI: TEN_KHAC}, "write": {DECISION: {"items": [CU]}}})
    found = made.judge()
    assert {each.code for each in found.verdict.introduced} == {"SK507"}
    assert DECISION in found.notices[0].vi


def test_another_text_of_the_unit_is_not_in_dispute(story: Tell) -> None:
    made = told(story(), {**ON_MAIN, "write": {MOI: {}, DISPUTE: {}}})
    made.step({"on": "topic", "at": "2021-04-08T08:00:00+07:00", "write": {DOSSIER: {"items": [MOI]}}})
    assert made.judge().verdict.introduced == ()


# Honours and places belong to the content that was seen


@pytest.fixture
def carried(story: Tell) -> Story:
    """`moi.md` is proposed and honoured by the province; then it is removed and `khac.md` moved to its name, past every gate."""
    return told(
        story(),
        {**ON_MAIN, "write": {MOI: {}, KHAC: {}}},
        {"on": "main", "at": "2021-04-08T08:00:00+07:00", "write": {DOSSIER: {"items": [MOI]}}},
        {"on": "main", "at": "2021-05-13T08:00:00+07:00", "write": {"decisions/thai-binh/18-qd.yml": {
            "level: upper": "level: province", "items": [MOI]}}},
        {"on": "main", "at": "2021-05-14T08:00:00+07:00", "remove": [MOI]},
        {"on": "main", "at": "2021-05-14T08:00:00+07:00", "move": {KHAC: MOI}},
    )  # fmt: skip


def test_an_honour_carried_to_another_text_counts_nowhere(
    carried: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asked(*words: str) -> Any:
        monkeypatch.setattr(
            sys, "argv", ["sangkien", *words, "--repo", str(carried.folder), "--as-of", JUNE, "--format", "json"]
        )
        with pytest.raises(SystemExit):
            main()
        return json.loads(capsys.readouterr().out)

    def honoured() -> tuple[object, ...]:
        corpus, findings, _ = read_judged(git.open_repository(carried.folder), "main", AsOf(datetime.fromisoformat(JUNE)))
        edition = corpus.editions["2021"]
        made = figures(corpus, findings, edition)
        contents = {path: [corpus.blob_at(path)] for path in corpus.index}
        cases = b"".join(file.content for file in tracking.artifacts(corpus, {"2021": made}, findings, contents, {})).decode()
        return (
            [each.address for each in innovations(corpus, edition).values()],
            made.honoured,
            sum(bool(entry.honours) for entry in made.entries),
            [account["honoured"] for account in asked("quota")["accounts"]],
            asked("status", path_of(MOI))["honours"] != [],
            "18/QĐ" in cases or "15/QĐ" in cases,
        )

    assert ("SK513", "moi.md") in codes(whole(carried))
    assert honoured() == ([], 0, 0, [0], False, False)
    told(
        carried,
        {"on": "main", "at": "2021-05-15T08:00:00+07:00", "move": {MOI: KHAC}},
        {"on": "main", "at": "2021-05-15T08:00:00+07:00", "write": {MOI: {}}},
    )
    assert codes(whole(carried)) == set()
    assert honoured() == (["2021/moi"], 1, 1, [1], True, True)


def test_an_edit_after_the_dossier_is_warned_of_keeps_the_place_and_cannot_be_chosen(story: Tell) -> None:
    made = told(
        story(),
        {"on": "main", "at": "2021-04-07T08:00:00+07:00", "write": {DOSSIER: {}}},
        {"on": "topic", "at": "2021-04-09T08:00:00+07:00", "write": {CU: {"bằng chân": "bằng gót chân"}}},
    )
    judgement = made.judge()
    assert (codes(judgement.verdict.introduced), judgement.verdict.refused) == ({("SK607", "cu.md")}, False)
    made.step({"merge": "2021-04-10T08:00:00+07:00"})
    corpus, _ = read_acts(git.open_repository(made.folder), "main", AsOf(datetime.fromisoformat(JUNE)))
    (entry,) = ledger(corpus, "2021").proposed
    assert (entry.status, entry.blocked, [bar.id for bar in entry.bars]) == (QuotaStatus.HOLDS, True, ["other_content"])
    province = {"decisions/thai-binh/18-qd.yml": {"level: upper": "level: province"}}
    made.step({"on": "topic", "at": "2021-04-11T08:00:00+07:00", "write": province})
    assert codes(gate(made, "2021-04-12T08:00:00+07:00").verdict.introduced) == {("SK509", "18-qd.yml")}
    made.step({"on": "topic", "at": "2021-04-11T09:00:00+07:00", "write": {CU: {"bằng gót chân": "bằng chân"}}})
    healed = gate(made, "2021-04-12T08:00:00+07:00")
    assert healed.verdict.introduced == ()
    assert [each.code for each in healed.verdict.fixed] == ["SK607"]


STOOD, ANOTHER = "⟨BLOB bv-mau/cu.md⟩", "0123456789abcdef0123456789abcdef01234567"
IN_DOSSIER, IN_DECISION, IN_DISPUTE = "    votes:", "    award:", "kind:"


@pytest.mark.parametrize(
    ("act", "before", "content", "blamed"),
    [
        pytest.param(DOSSIER, IN_DOSSIER, STOOD, set(), id="a dossier, right"),
        pytest.param(DOSSIER, IN_DOSSIER, ANOTHER, {("SK605", "len-tinh.yml")}, id="a dossier, what never stood there"),
        pytest.param(DECISION, IN_DECISION, STOOD, set(), id="a decision, right"),
        pytest.param(DECISION, IN_DECISION, ANOTHER, {("SK513", "cu.md")}, id="a decision, what never stood there"),
        pytest.param(DISPUTE, IN_DISPUTE, STOOD, set(), id="a dispute, right"),
    ],
)
def test_an_act_may_say_which_content_was_seen(
    story: Tell, act: str, before: str, content: str, blamed: set[tuple[str, str]]
) -> None:
    indent = before[: len(before) - len(before.lstrip())]
    made = told(story(), {"on": "topic", "at": AS_OF, "write": {act: {before: f'{indent}content: "{content}"\n{before}'}}})
    assert codes(made.judge().verdict.introduced) == blamed


@pytest.mark.parametrize(
    ("act", "before", "was", "now", "blamed"),
    [
        pytest.param(DECISION, IN_DECISION, "", STOOD, False, id="a decision's is filled in"),
        pytest.param(DECISION, IN_DECISION, "", ANOTHER, True, id="a decision's is filled in with another"),
        pytest.param(DECISION, IN_DECISION, STOOD, ANOTHER, True, id="a decision's is exchanged"),
        pytest.param(DECISION, IN_DECISION, STOOD, "", True, id="a decision's is taken out"),
        pytest.param(DISPUTE, IN_DISPUTE, "", STOOD, False, id="a dispute's is filled in"),
        pytest.param(DISPUTE, IN_DISPUTE, STOOD, ANOTHER, True, id="a dispute's is exchanged"),
        pytest.param(DISPUTE, IN_DISPUTE, STOOD, "", True, id="a dispute's is taken out"),
    ],
)
def test_the_content_that_was_seen_is_not_exchanged_later(
    story: Tell, act: str, before: str, was: str, now: str, blamed: bool
) -> None:
    indent = before[: len(before) - len(before.lstrip())]

    def saying(content: str) -> str:
        return f'{indent}content: "{content}"\n{before}' if content else before

    made = told(story(), {**ON_MAIN, "write": {act: {before: saying(was)}}})
    stood = made.git("rev-parse", f"main:{path_of(CU)}")
    made.step({"on": "topic", "at": AS_OF, "write": {act: {saying(was).replace(STOOD, stood): saying(now)}}})
    found = codes(gate(made, "2021-04-11T08:00:00+07:00").verdict.introduced, "SK507")
    assert found == ({("SK507", act.rpartition("/")[2])} if blamed else set())


# One text stands in one file

TWICE: dict[str, tuple[list[Step], list[Step], set[str], set[str]]] = {
    "against main, in the folder": ([{"write": {MOI: {}}}], [{"copy": {MOI: TEN_KHAC}}], {"ten-khac.md"}, {"ten-khac.md"}),
    "in one change": ([], [{"write": {MOI: {}}}, {"copy": {MOI: TEN_KHAC}}], {"ten-khac.md"}, {"ten-khac.md"}),
    "whose name comes first, when the copy does": ([{"write": {MOI: {}}}], [{"copy": {MOI: BA}}], {"ba.md"}, {"ba.md"}),
    "by another unit, which no receipt tells": ([{"write": {MOI: {}}}], [{"copy": {MOI: OTHER_UNIT}}], set(), {"moi.md"}),
    "in two editions": ([SECOND_EDITION, {"write": {MOI: {}}}], [{"copy": {MOI: OTHER_EDITION}}], set(), set()),
    "moved in the same change": ([{"write": {MOI: {}}}], [{"move": {MOI: TEN_KHAC}}], set(), set()),
    "withdrawn before": ([{"write": {MOI: {}}}, {"remove": [MOI]}], [{"write": {"bv-mau/lai.md": AS_MOI}}], set(), set()),
    "an edit into the other's text": ([{"write": {MOI: {}, "bv-mau/lai.md": {}}}], [{"write": {"bv-mau/lai.md": AS_MOI}}],
                                      {"lai.md"}, {"lai.md"}),
}  # fmt: skip


@pytest.mark.parametrize("case", TWICE)
def test_the_same_text_twice_is_told_to_who_sends_it_again(story: Tell, case: str) -> None:
    before, steps, told_now, told_all = TWICE[case]
    made = told(story(), OPEN_HERE, *({"on": "main", "at": EARLY, **step} for step in before))
    told(made, *({**step, "on": "topic", "at": "2021-04-02T08:00:00+07:00"} for step in steps))
    assert {name for _, name in codes(made.judge().verdict.introduced, "SK407")} == told_now
    made.step({"merge": "2021-04-03T08:00:00+07:00"})
    assert {name for _, name in codes(whole(made), "SK407")} == told_all


def test_the_same_text_of_another_unit_is_told_where_a_receipt_knows_it(story: Tell) -> None:
    made = told(
        story(),
        OPEN_HERE,
        {"on": "topic", "at": EARLY, "write": {MOI: {}}},
        {"receive": "2021-04-01T09:00:00+07:00"},
        {"merge": "2021-04-02T08:00:00+07:00"},
        {"on": "topic", "at": "2021-04-03T08:00:00+07:00", "copy": {MOI: OTHER_UNIT}},
    )
    (found,) = (each for each in made.judge().verdict.introduced if each.code == "SK407")
    assert (found.location.path, dict(found.values)["other"]) == (path_of(OTHER_UNIT), path_of(MOI))

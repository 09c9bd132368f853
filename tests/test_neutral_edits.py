"""A neutral edit: a later content with another English version, or that lost what is private, or both; it keeps time, place and honour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from sangkien import git
from sangkien.app.audit import audits, evidence
from sangkien.app.revision import replay
from sangkien.corpus.layout import address_of
from sangkien.corpus.metaschema import read_schema
from sangkien.corpus.neutral_edits import neutral_edit
from sangkien.corpus.reader import Reader
from sangkien.corpus.schema import headings, validator
from sangkien.model.filed import Filed, SourceFile
from sangkien.model.submission import TRANSLATIONS, NeutralEdit, Submission
from sangkien.outputs.timeline import timeline
from sangkien.personal import Withheld
from story import HOME, PROJECT, WORLD, Story
from test_corrections import COAUTHOR, SIGNED, World
from test_privacy_mends import LATE, NOW, OLD, WITHDRAWN, codes, edit, judged, replaced, text, told

__all__ = ["told"]  # a fixture

SCHEMA = validator(read_schema((PROJECT / "schema/submission.schema.json").read_bytes()), None)
TITLE = "title_en: A rack with wheel locks for oxygen cylinders\n"
SUMMARY = "summary_en: It holds the cylinder fast wherever the trolley goes.\n"
PHONE = (WORLD / "submission.md").read_text(encoding="utf-8").replace("bằng chân.", "bằng chân (hỏi 0912 345 678).")
TRANSLATED = PHONE.replace("unit:", f"{TITLE}{SUMMARY}unit:", 1)
FIELD, BLOCK = "field: community-health\n", "block: agency\n"
CUT = {" (hỏi 0912 345 678)": ""}
TRANSLATION, PRIVACY, BOTH = NeutralEdit.TRANSLATION, NeutralEdit.PRIVACY, NeutralEdit.BOTH


def read(written: str) -> Filed[Submission]:
    place = address_of(OLD)
    assert place is not None
    made = Reader().record(Submission, SourceFile(place, "", written), SCHEMA, headings(SCHEMA.fields))
    assert made is not None, written
    return made


def what(later: str, earlier: str) -> NeutralEdit | None:
    new, old = read(later), read(earlier)
    return neutral_edit(new, old, Withheld(() if new.record.consent.publish_name else ("Nguyễn Văn Mẫu",)))


def test_what_is_a_translation_is_a_text_of_the_schema_that_may_be_missing() -> None:
    assert {*TRANSLATIONS} == {name for name in SCHEMA.fields if name.endswith("_en")}
    assert not any(SCHEMA.fields[name].required for name in TRANSLATIONS)


KEPT: dict[str, tuple[str, dict[str, str], NeutralEdit]] = {
    "a title added": (PHONE, {"unit:": f"{TITLE}unit:"}, TRANSLATION),
    "both added": (PHONE, {"unit:": f"{TITLE}{SUMMARY}unit:"}, TRANSLATION),
    "added apart": (PHONE, {"title:": f"{SUMMARY}title:", "sample: true\n": f"sample: true\n{TITLE}"}, TRANSLATION),
    "another title": (TRANSLATED, {"A rack": "An improved rack"}, TRANSLATION),
    "a summary taken out": (TRANSLATED, {SUMMARY: ""}, TRANSLATION),
    "both taken out": (TRANSLATED, {TITLE: "", SUMMARY: ""}, TRANSLATION),
    "the same in quotes": (TRANSLATED, {"A rack": '"A rack', "cylinders\n": 'cylinders"\n'}, TRANSLATION),
    "elsewhere": (TRANSLATED, {TITLE: "", "sample: true\n": f"sample: true\n{TITLE}"}, TRANSLATION),
    "over several lines": (PHONE, {"unit:": "summary_en: >-\n  It holds the cylinder fast\n  wherever it goes.\nunit:"}, TRANSLATION),
    "as lines": (PHONE, {"unit:": "summary_en: |\n  It holds the cylinder fast\n  wherever it goes.\nunit:"}, TRANSLATION),
    "in quotes over lines": (PHONE, {"unit:": 'summary_en: "It holds the cylinder fast\n  wherever it goes."\nunit:'}, TRANSLATION),
    "consent withdrawn alone": (TRANSLATED, WITHDRAWN, PRIVACY),
    "a number cut alone": (TRANSLATED, CUT, PRIVACY),
    "added, a number cut": (PHONE, {"unit:": f"{TITLE}unit:", **CUT}, BOTH),
    "added, consent withdrawn": (PHONE, {"unit:": f"{TITLE}unit:", **WITHDRAWN}, BOTH),
    "taken out with everything private": (TRANSLATED, {TITLE: "", **CUT, **WITHDRAWN}, BOTH),
    "made confidential": (TRANSLATED, {"sample: true\n": "confidential: true\nsample: true\n", SUMMARY: ""}, BOTH),
}  # fmt: skip
LOST: dict[str, tuple[str, dict[str, str]]] = {
    "nothing": (TRANSLATED, {}),
    "a comment besides": (PHONE, {"unit:": f"{TITLE}# dịch sau\nunit:"}),
    "a comment before it": (PHONE, {"title:": f"# dịch sau\n{TITLE}title:"}),
    "a comment under it": (PHONE, {"unit:": "summary_en: >-\n  It holds the cylinder fast.\n # dịch sau\nunit:"}),
    "a comment alone": (TRANSLATED, {"unit:": "# dịch sau\nunit:"}),
    "a blank line besides": (PHONE, {"unit:": f"{TITLE}\nunit:"}),
    "a summary in Vietnamese": (PHONE, {"unit:": f"{TITLE}summary: Giữ chặt bình oxy khi xe qua dốc.\nunit:"}),
    "the title itself": (PHONE, {"title: Giá": f"{TITLE}title: Cái giá"}),
    "a word of an answer": (PHONE, {"unit:": f"{TITLE}unit:", "bằng chân": "bằng gót"}),
    "a share": (PHONE, {"unit:": f"{TITLE}unit:", "share: 100": "share: 99"}),
    "a number of the author's": (PHONE, {"unit:": f"{TITLE}unit:", "benefit_vnd: 36000000": "benefit_vnd: 63000000"}),
    "no sample any more": (PHONE, {"unit:": f"{TITLE}unit:", "sample: true\n": ""}),
    "another order of the others": (PHONE, {"unit:": f"{TITLE}unit:", f"{FIELD}{BLOCK}": f"{BLOCK}{FIELD}"}),
    "quotes around another value": (PHONE, {"unit:": f"{TITLE}unit:", "scope: unit": 'scope: "unit"'}),
    "consent given": (PHONE.replace("name: true", "name: false"), {"unit:": f"{TITLE}unit:", "name: false": "name: true"}),
    "a line of an answer that looks like it": (PHONE.replace("Chuyển bệnh", f"{TITLE}Chuyển bệnh"), {"A rack": "An improved rack"}),
    "spaces behind such a line": (f"{PHONE}{TITLE}", {"cylinders\n": "cylinders  \n"}),
    "with a word more than what is private": (PHONE, {"unit:": f"{TITLE}unit:", "chân (hỏi 0912 345 678)": ""}),
}  # fmt: skip


@pytest.mark.parametrize(("earlier", "changed", "edit"), KEPT.values(), ids=KEPT)
def test_what_nobody_judged_may_change(earlier: str, changed: dict[str, str], edit: NeutralEdit) -> None:
    assert what(replaced(earlier, changed), earlier) is edit


@pytest.mark.parametrize(("earlier", "changed"), LOST.values(), ids=LOST)
def test_with_anything_else_it_is_an_edit_like_any_other(earlier: str, changed: dict[str, str]) -> None:
    assert what(replaced(earlier, changed), earlier) is None


def test_what_hides_another_field_behind_the_name_is_no_translation() -> None:
    """A text in quotes goes on at the head of a line: to the eye a field, to the reader a part of the title."""
    hiding = replaced(
        PHONE,
        {"title: Giá đỡ bình oxy có khóa bánh cho xe đẩy": '"title": "Giá đỡ bình oxy có khóa\ntitle_en: bánh cho xe đẩy"'},
    )
    assert what(replaced(hiding, {"bánh cho xe": "bánh cho hai xe"}), hiding) is None


# At the gate


def test_a_translation_after_closing_keeps_time_place_and_honour_however_often_it_is_improved(told: Story) -> None:
    before = judged(told).corpus.received[OLD].at
    for at, changed, kind in [
        (LATE, {"unit:": f"{TITLE}unit:"}, TRANSLATION),
        ("2021-04-22T09:00:00+07:00", {"A rack": "An improved rack", "unit:": f"{SUMMARY}unit:"}, TRANSLATION),
        ("2021-04-22T10:00:00+07:00", CUT, TRANSLATION),  # of the text as it was before there was a number
        ("2021-04-22T11:00:00+07:00", WITHDRAWN, BOTH),
        ("2021-04-22T12:00:00+07:00", {SUMMARY: ""}, BOTH),
    ]:
        edit(told, changed, at)
        after = judged(told)
        assert codes(told) == set()
        assert after.corpus.received[OLD].at <= before
        assert after.corpus.received[OLD].edit is kind
        assert list(after.corpus.honours(after.corpus.editions["2021"])) == [OLD]


@pytest.mark.parametrize("changed", [{"bằng chân": "bằng gót"}, {"title:": "# ghi thêm\ntitle:"}, {"share: 100": "share: 99"}])
def test_whatever_comes_with_it_is_late_and_honoured_no_more(told: Story, changed: dict[str, str]) -> None:
    edit(told, {"unit:": f"{TITLE}unit:", **changed})
    assert {"SK301", "SK513"} <= codes(told)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("title_en: A rack, ask 0987 654 321\n", "SK901"),
        ("title_en: A rack\n", "SK205"),
        (f"title_en: {'A rack for oxygen. ' * 20}\n", "SK206"),
        ("summary_en: Ask Nguyen Van Mau about it, he built it.\n", "SK908"),
        ("summary_en: It runs <script>alert(1)</script> wherever it goes.\n", "SK109"),
    ],
)
def test_the_english_itself_is_judged_like_any_text(told: Story, line: str, code: str) -> None:
    edit(told, {**CUT, **WITHDRAWN})
    told.git("checkout", "--quiet", "-b", "topic")
    edit(told, {"unit:": f"{line}unit:"}, NOW)
    introduced = {each.code for each in told.judge({"base": "main", "head": "topic", "as_of": NOW}).verdict.introduced}
    assert code in introduced


def test_a_dossier_names_the_content_that_was_seen_and_the_translation_of_it_takes_its_place(
    story: Callable[[], Story],
) -> None:
    made = story()
    seen = made.git("rev-parse", f"HEAD:{OLD}")
    edit(made, {"unit:": f"{TITLE}unit:"}, "2021-04-13T08:00:00+07:00")
    dossier = (WORLD / "dossier.yml").read_text(encoding="utf-8")
    named = dossier.replace(f"path: {OLD}", f"path: {OLD}\n    content: {seen}")
    assert named != dossier
    made.commit("2021-04-14T08:00:00+07:00", {"program/2021/dossiers/thai-binh/nganh-y-te/len-tinh.yml": named})
    assert codes(made) == set()
    edit(made, {"A rack": "A better rack"})
    assert codes(made) == set()
    edit(made, {"bằng chân": "bằng gót"})
    assert "SK301" in codes(made)


def test_the_text_as_it_was_beside_its_translation_is_the_same_text_twice(told: Story) -> None:
    was = text(told)
    told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    told.commit(LATE, {f"{HOME}bv-mau/ten-khac.md": replaced(was, {"unit:": f"{TITLE}unit:"})})
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit("2021-04-23T08:00:00+07:00", {OLD: was})
    judgement = told.judge({"base": "main", "head": "topic", "as_of": NOW})
    assert "SK407" in {each.code for each in judgement.verdict.introduced}


def test_a_translation_beside_its_source_is_late(told: Story) -> None:
    told.commit(LATE, {f"{HOME}bv-mau/ban-dich.md": replaced(text(told), {"unit:": f"{TITLE}unit:"})})
    late = [each.location.path for each in judged(told).findings if each.code == "SK301"]
    assert late == [f"{HOME}bv-mau/ban-dich.md"]


def test_what_was_translated_may_still_be_corrected(story: Callable[[], Story]) -> None:
    """What is measured against the content first received does not count its English version."""
    world = World(story())
    first = world.id()
    world.edit(LATE, **{"unit:": f"{TITLE}unit:"})
    world.correct(SIGNED, first, world.edit(LATE, **COAUTHOR))
    assert world.codes() == []
    world.edit(SIGNED, **{"A rack": "An improved rack"})
    assert world.codes() == []


def test_the_gate_audit_and_timeline_tell_a_translation(told: Story) -> None:
    told.git("checkout", "--quiet", "-b", "topic")
    edit(told, {"unit:": f"{TITLE}unit:"})
    judgement = told.judge({"base": "main", "head": "topic", "as_of": NOW})
    assert judgement.verdict.introduced == ()
    assert [each.vi for each in judgement.notices] == [
        f"{OLD} chỉ thêm hoặc sửa bản tiếng Anh: giờ nhận, chỗ và vinh danh giữ nguyên."
    ]
    repo, at = git.open_repository(told.folder), datetime.fromisoformat(NOW)
    (made,), _ = audits(repo, "topic", at)
    (line,) = made.lines
    assert (line.late, line.changed) == (False, ())
    assert "it only changed its English version" in evidence(line, "en")
    assert [(each.path, each.stands) for each in made.seen] == [(OLD, True), (OLD, True)]
    corpus, side = replay(repo, "topic", at, only=(OLD,))
    events = timeline(OLD, corpus, corpus.editions["2021"], side.snapshot.history, side.snapshot.receipts, ())
    assert [each.at.isoformat() for each in events if "only changed its English version" in each.what.en] == [LATE]

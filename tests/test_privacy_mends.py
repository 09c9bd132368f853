"""Privacy mends cost nothing: to withdraw consent, to keep confidential, to cut what tells on somebody leaves time, honour and place."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from sangkien import git
from sangkien.app.audit import audits, evidence
from sangkien.app.judge import judge_drafts
from sangkien.app.revision import JudgedRevision, judge_revision, replay
from sangkien.corpus.layout import address_of
from sangkien.corpus.privacy_mends import is_privacy_mend
from sangkien.corpus.reader import Marks
from sangkien.model.filed import Filed, SourceFile
from sangkien.model.history import AsOf
from sangkien.model.own_words import without_own_words
from sangkien.model.submission import Answers, Author, Consent, Submission
from sangkien.outputs.timeline import timeline
from sangkien.personal import COVER, NOBODY, Withheld
from story import HOME, PROJECT, Story

OLD, ABOVE = f"{HOME}bv-mau/cu.md", "thai-binh/nganh-y-te/"
EARLY, LATE, NOW = "2021-04-15T08:00:00+07:00", "2021-04-22T08:00:00+07:00", "2021-04-24T08:00:00+07:00"
PROBLEM = "Mỗi ca trực mất nhiều thời gian đi tìm giá đỡ còn tốt."
SOLUTION = "Hàn thêm khung đỡ vào xe đẩy sẵn có, lắp khóa bánh bằng chân."
WITHDRAWN = {"publish_name: true": "publish_name: false"}
CONFIDENTIAL = {
    "sample: true\n": "confidential: true\nsample: true\n",
    f"## Thực trạng\n\n{PROBLEM}\n\n## Giải pháp\n\n{SOLUTION}\n\n": "",
}


@pytest.fixture
def told(story: Callable[[], Story]) -> Story:
    """A submission that tells a telephone number in its text, proposed in time and honoured."""
    made = story()
    phone = {f"{HOME}bv-mau/cu.md": text(made).replace("bằng chân.", "bằng chân (hỏi 0912 345 678).")}
    made.commit("2021-04-01T08:00:00+07:00", phone)
    for kind, name, at in (("dossier", "len-tinh", "2021-04-14T08:00:00+07:00"), ("decision", "qd", EARLY)):
        act = (PROJECT / f"tests/world/{kind}.yml").read_text(encoding="utf-8")
        made.commit(at, {f"program/2021/{kind}s/{ABOVE}{name}.yml": act})
    return made


def text(told: Story, path: str = OLD) -> str:
    return (told.folder / path).read_text(encoding="utf-8")


def edit(told: Story, changed: dict[str, str], at: str = LATE) -> None:
    told.commit(at, {OLD: replaced(text(told), changed)})


def replaced(there: str, changed: dict[str, str]) -> str:
    for old, new in changed.items():
        assert old in there, old
        there = there.replace(old, new, 1)
    return there


def judged(told: Story, at: str = NOW) -> JudgedRevision:
    return judge_revision(git.open_repository(told.folder), "HEAD", AsOf(datetime.fromisoformat(at)))


def codes(told: Story) -> set[str]:
    return {each.code for each in judged(told).findings} - {"SK901"}  # the number stands there on purpose


MENDS = {
    "consent withdrawn": WITHDRAWN,
    "a number cut": {" (hỏi 0912 345 678)": " (hỏi )"},
    "a number and its brackets cut": {"(hỏi 0912 345 678)": "(hỏi)"},
    "a number and the word that led to it cut": {"hỏi 0912 345 678": ""},
    "a number covered": {"0912 345 678": "[đã ẩn]"},
    "all at once": {**WITHDRAWN, "0912 345 678": ""},
}
EDITS = {
    "a word more": {"0912 345 678": "sau"},
    "another number": {"0912 345 678": "0912 345 679"},
    "one number more": {"0912 345 678": "0912 345 678, 0987 654 321"},
    "a word besides": {**WITHDRAWN, "bằng chân": "bằng gót"},
    "a share besides": {**WITHDRAWN, "share: 100": "share: 99"},
    "a word more than what led to the number": {"chân (hỏi 0912 345 678)": ""},
    "digits that close up": {"mất nhiều thời gian": "mất nhiều thờigian"},
    "something covered where nothing was": {"bằng chân": "bằng [đã ẩn] chân"},
    "a comment more": {"title:": "# ghi thêm\ntitle:"},
    "another order of lines": {**WITHDRAWN, "\n\n## Giải pháp\n\n": "\n\n## Giải pháp\n\n- "},
}


@pytest.mark.parametrize("mend", MENDS.values(), ids=MENDS)
def test_a_privacy_mend_after_closing_keeps_time_place_and_honour(told: Story, mend: dict[str, str]) -> None:
    before = judged(told)
    assert codes(told) == set()
    edit(told, mend)
    after = judged(told)
    assert codes(told) == set()
    assert after.corpus.received[OLD].at == before.corpus.received[OLD].at
    assert after.corpus.received[OLD].edit
    edition = after.corpus.editions["2021"]
    assert list(after.corpus.honours(edition)) == [OLD]


@pytest.mark.parametrize("changed", EDITS.values(), ids=EDITS)
def test_what_changes_anything_else_is_an_edit_like_any_other(told: Story, changed: dict[str, str]) -> None:
    edit(told, changed)
    assert {"SK301", "SK513"} <= codes(told)


@pytest.mark.parametrize(
    "steps", [[WITHDRAWN, "move"], ["move", WITHDRAWN], [("move", WITHDRAWN)]], ids=["then", "before", "at once"]
)
def test_a_mend_and_another_name_in_the_folder_cost_nothing_together(story: Callable[[], Story], steps: list[Any]) -> None:
    """A file's name may hold the very name that must not be told."""
    made = story()
    path, was = OLD, text(made)
    for at, step in zip((LATE, "2021-04-23T08:00:00+07:00"), steps, strict=False):
        changed = next((each for each in step if isinstance(each, dict)), {}) if isinstance(step, tuple) else step
        if step == "move" or isinstance(step, tuple):
            made.git("mv", path, f"{HOME}bv-mau/ten-khac.md")
            path = f"{HOME}bv-mau/ten-khac.md"
        made.commit(at, {path: replaced(was, changed)} if isinstance(changed, dict) else {})
    assert codes(made) == set()


def test_what_comes_back_while_it_stands_there_cut_is_the_same_text_twice(told: Story) -> None:
    """Whoever puts it back would take its time away."""
    was = text(told)
    told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    told.commit(LATE, {f"{HOME}bv-mau/ten-khac.md": replaced(was, WITHDRAWN)})
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit("2021-04-23T08:00:00+07:00", {OLD: was})
    judgement = told.judge({"base": "main", "head": "topic", "as_of": NOW})
    assert "SK407" in {each.code for each in judgement.verdict.introduced}


def test_made_confidential_the_answers_that_must_not_be_told_may_go(told: Story) -> None:
    edit(told, {" (hỏi 0912 345 678)": ""})
    edit(told, {**CONFIDENTIAL}, NOW)
    assert codes(told) == set()


def test_consent_given_after_closing_is_an_edit(told: Story) -> None:
    edit(told, {"publish_name: true": "publish_name: false", "share: 100": "share: 99"}, "2021-04-16T08:00:00+07:00")
    edit(told, {"publish_name: false": "publish_name: true"})
    assert "SK301" in codes(told)


def test_a_mend_and_its_source_under_another_name_are_not_both_in_time(told: Story) -> None:
    was = text(told)
    edit(told, WITHDRAWN)
    told.commit(NOW, {f"{HOME}bv-mau/ban-sao.md": was})
    late = [each.location.path for each in judged(told, "2021-04-25T08:00:00+07:00").findings if each.code == "SK301"]
    assert late == [f"{HOME}bv-mau/ban-sao.md"]


def test_a_receipt_of_what_was_mended_dates_the_mend(story: Callable[[], Story]) -> None:
    """Taken on the eve, landed after closing, consent withdrawn, made confidential later still: it came on the eve, whoever asks."""
    made = story()
    made.step({"on": "topic", "at": "2021-04-20T19:00:00+07:00", "write": {"bv-mau/moi.md": {}}})
    made.step({"receive": "2021-04-20T20:00:00+07:00"})
    made.step({"merge": LATE})
    path = f"{HOME}bv-mau/moi.md"
    made.commit("2021-04-23T08:00:00+07:00", {path: replaced(text(made, path), WITHDRAWN)})
    (made.folder / path).write_text(replaced(text(made, path), CONFIDENTIAL), encoding="utf-8")
    judgement = judge_drafts(git.open_repository(made.folder), "main", [made.folder / path], AsOf(datetime.fromisoformat(NOW)))
    assert judgement.verdict.introduced == ()


def test_the_gate_audit_and_timeline_tell_a_privacy_mend(told: Story) -> None:
    told.git("checkout", "--quiet", "-b", "topic")
    edit(told, WITHDRAWN)
    judgement = told.judge({"base": "main", "head": "topic", "as_of": NOW})
    assert [each.vi for each in judgement.notices] == [
        f"{OLD} chỉ bỏ bớt dữ liệu riêng: giờ nhận, chỗ và vinh danh giữ nguyên."
    ]
    repo, at = git.open_repository(told.folder), datetime.fromisoformat(NOW)
    (made,), _ = audits(repo, "topic", at)
    (line,) = made.lines
    assert (line.late, line.changed) == (False, ())
    assert "it only lost what was private" in evidence(line, "en")
    assert [(each.path, each.stands) for each in made.seen] == [(OLD, True), (OLD, True)]
    corpus, side = replay(repo, "topic", at, only=(OLD,))
    events = timeline(OLD, corpus, corpus.editions["2021"], side.snapshot.history, side.snapshot.receipts, ())
    assert [each.at.isoformat() for each in events if "only lost what was private" in each.what.en] == [LATE]


RECORD = Submission(
    title="Giá đỡ",
    unit="a/b",
    authors=(Author("Nguyễn Văn Mẫu"),),
    consent=Consent(publish_name=True, contact=False),
    field="other",
    block="agency",
    kind="technical",
    proposed_on=date(2021, 1, 1),
    applied_from=date(2021, 2, 1),
    stage="effective",
    employer_agreed=True,
    scope="unit",
    answers=Answers("Nhanh hơn.", "Anh Nguyễn Văn Mẫu phải đi tìm.", "Hàn khung."),
)


def filed(record: Submission, text: str = "") -> Filed[Submission]:
    """A record as if it stood in a file; what its text says matters only where two records are equal."""
    place = address_of(OLD)
    assert place is not None
    return Filed(record, SourceFile(place, "", text), Marks(text, {}, ()))


def mends(later: Submission, earlier: Submission) -> bool:
    people = () if later.consent.publish_name else tuple(author.name for author in later.authors)
    return is_privacy_mend(filed(later), filed(earlier), Withheld(people))


def test_a_record_is_no_mend_of_itself_and_a_name_may_go_only_with_the_consent() -> None:
    nameless = replace(RECORD, answers=replace(RECORD.answers, problem="Anh phải đi tìm."))
    assert not mends(RECORD, RECORD)
    assert not mends(nameless, RECORD)
    withdrawn = replace(nameless, consent=replace(RECORD.consent, publish_name=False))
    assert mends(withdrawn, RECORD)
    assert not mends(RECORD, withdrawn)
    asked = replace(RECORD, consent=Consent(publish_name=True, contact=True))
    assert mends(RECORD, asked)
    assert not mends(asked, RECORD)


@pytest.mark.parametrize(
    ("was", "now", "mend"),
    [
        ("Gọi 0912 345 678 để hỏi.", "Gọi để hỏi.", True),
        ("Gọi 0912 345 678 để hỏi.", "Để hỏi.", False),
        ("Máy “0912345678”, xem lại.", "Máy, xem lại.", True),
        ("Anh Tú (số CCCD 034085001234) vận hành.", "Anh Tú vận hành.", True),
        ("Anh Tú (số CCCD 034085001234) vận hành.", "Anh Tú (số CCCD) vận hành.", True),
        ("Anh Tú (số CCCD 034085001234) vận hành.", "Anh vận hành.", False),
        ("Còn 1 5 phút, gọi 0912345678.", "Còn 15 phút, gọi.", False),
        ("Nhanh hơn 3 6 triệu. Hỏi 0912345678.", "Nhanh hơn 36 triệu. Hỏi .", False),
        ("Gọi 0912345678 rồi 0987654321.", "Gọi 0912345678 rồi.", True),
        ("Gọi 0912345678 rồi 0987654321.", "Gọi 0987654321 rồi 0912345678.", False),
        ("Gọi 0912 345 678 đồng chí Tú.", "Gọi 345 đồng chí Tú.", False),
        ("Một dòng. Gọi 0912345678.\nHai dòng.", "Một dòng. Gọi.\n\nHai dòng.", False),
    ],
)
def test_what_may_go_with_something_private(was: str, now: str, mend: bool) -> None:
    before, after = (replace(RECORD, answers=replace(RECORD.answers, effect=each)) for each in (was, now))
    assert mends(after, before) is mend


def test_a_name_of_one_word_does_not_let_that_word_go() -> None:
    said = replace(RECORD, authors=(Author("Không"),), answers=replace(RECORD.answers, effect="Bánh xe không đổ."))
    after = replace(
        said, consent=replace(said.consent, publish_name=False), answers=replace(said.answers, effect="Bánh xe đổ.")
    )
    assert not mends(after, said)


def test_a_number_may_go_from_a_comment_too_and_nothing_else() -> None:
    texts = ["# gọi 0912345678\ntitle: x\n", "# gọi\ntitle: x\n", "title: x\n", "# gọi nhé\ntitle: x\n"]
    first, *later = (filed(RECORD, text) for text in texts)
    assert [is_privacy_mend(each, first, NOBODY) for each in later] == [True, True, False]


def test_a_name_may_be_covered_once_it_must_not_be_told() -> None:
    nameless = replace(RECORD, consent=Consent(publish_name=False, contact=False), authors=(Author(COVER),))
    assert is_privacy_mend(filed(nameless), filed(RECORD), Withheld((RECORD.authors[0].name,)))
    assert not is_privacy_mend(filed(replace(nameless, authors=(Author("Văn Mẫu"),))), filed(RECORD), Withheld())


@pytest.mark.parametrize("flood", ["(", "0912345678 ", "0912 345 678, ", "gọi 0912345678\n", "số ", "a 0912345678 a "])
def test_a_flood_of_what_may_go_takes_time_by_its_length(flood: str) -> None:
    """Whoever sends it keeps the gate busy after the closing; a second is no bench, half a minute is the fault."""
    many = 60_000 // len(flood)
    was, now = (f"{flood * part} gọi 0912345678" for part in (many, many - 3))
    began = time.process_time()
    mends(*(replace(RECORD, answers=replace(RECORD.answers, effect=each)) for each in (now, was)))
    assert time.process_time() - began < 5


def test_whatever_people_write_in_their_own_words_may_lose_what_is_private() -> None:
    """A field added to the schema as free text must be read for it too."""
    schema = json.loads((PROJECT / "schema/submission.schema.json").read_text(encoding="utf-8"))
    assert {*_free(schema, "")} == {*_emptied(without_own_words(_full(Submission)), "")}


def _free(schema: dict[str, Any], before: str) -> Iterator[str]:
    """Fields of text that holds no word of a list and follows no pattern."""
    for name, field in schema.get("properties", {}).items():
        inside = field.get("items", field)
        yield from _free(inside, f"{before}{name}.")
        if field.get("type") == "string" and not {"enum", "const", "pattern", "format", "x-vocabulary"} & field.keys():
            yield f"{before}{name}"


def _full(record: type[Any]) -> Any:
    """A record in which every text says something."""
    made = {}
    for name, hint in get_type_hints(record).items():
        kinds = [each for each in get_args(hint) if each is not type(None)] if get_origin(hint) is UnionType else [hint]
        kind = get_args(kinds[0])[0] if get_origin(kinds[0]) is tuple else kinds[0]
        value = _full(kind) if is_dataclass(kind) else "x" if kind is str else None
        made[name] = (value,) if get_origin(kinds[0]) is tuple else value
    return record(**made)


def _emptied(record: Any, before: str) -> Iterator[str]:
    for field in fields(record):
        for value in each if isinstance(each := getattr(record, field.name), tuple) else (each,):
            if is_dataclass(value):
                yield from _emptied(value, f"{before}{field.name}.")
            elif value == "":
                yield f"{before}{field.name}"

"""Corrections: a corrected content keeps the time of the one first received, and nobody gains or loses anything else by it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from sangkien import git
from sangkien.app.revision import JudgedRevision, judge_revision
from sangkien.cli import main
from sangkien.figures.honoured import innovations
from sangkien.model.history import AsOf
from sangkien.outputs.site import innovation
from sangkien.receipt_code import receipt_code
from sangkien.rules.quota_ledger import QuotaStatus, ledger
from story import HOME, PROJECT, Story

OLD, NEW = f"{HOME}bv-mau/cu.md", f"{HOME}duoc-mau/cu.md"
ACTS, OWN, ABOVE = "program/2021/corrections/", "thai-binh/nganh-y-te/bv-mau/", "thai-binh/nganh-y-te/"
CAME, LATE, SIGNED, NOW = (f"2021-{day}:00:00+07:00" for day in ("03-12T08", "04-22T08", "04-23T08", "04-24T08"))
COAUTHOR = {"    share: 100": "    share: 60\n  - name: Trần Thị Mẫu\n    position: Hộ lý\n    share: 40"}
MOVED = {"unit: thai-binh/nganh-y-te/bv-mau": "unit: thai-binh/nganh-y-te/duoc-mau", "block: agency": "block: enterprise"}


class World(NamedTuple):
    """A repository, and what is asked of it."""

    told: Story

    def text(self, path: str = OLD) -> str:
        return (self.told.folder / path).read_text(encoding="utf-8")

    def edit(self, at: str, path: str = OLD, **changed: str) -> str:
        """The file with these texts replaced, landed; tells the id of its content."""
        return self.put(at, path, edited(self.text(path), changed))

    def put(self, at: str, path: str, text: str) -> str:
        self.told.commit(at, {path: text})
        return self.id(path)

    def id(self, path: str = OLD) -> str:
        return self.told.git("rev-parse", f"HEAD:{path}")

    def move(self, at: str) -> str:
        """The submission from the wrong unit's folder to the right one."""
        text = edited(self.text(), MOVED)
        self.told.git("rm", "--quiet", OLD)
        return self.put(at, NEW, text)

    def correct(
        self, at: str, old: str, new: str, paths: tuple[str, str] = (OLD, OLD), folder: str = OWN, name: str = "a"
    ) -> None:
        act = "".join(
            f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
            for key, value in {
                "number": f"{name}/ĐC (mẫu)",
                "signed_on": "2021-04-22",
                "reason": "Bỏ sót một đồng tác giả khi đánh máy.",
                "old": {"path": paths[0], "content": old},
                "new": {"path": paths[1], "content": new},
                "sample": True,
            }.items()
        )
        self.told.commit(at, {f"{ACTS}{folder}{name}.yml": act})

    def judged(self, at: str = NOW) -> JudgedRevision:
        return judge_revision(git.open_repository(self.told.folder), "HEAD", AsOf(datetime.fromisoformat(at)))

    def codes(self, at: str = NOW) -> list[tuple[str, str]]:
        return sorted((each.code, each.location.path.rpartition("/")[2]) for each in self.judged(at).findings)


def edited(text: str, changed: Mapping[str, str]) -> str:
    for old, new in changed.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def world(story: Callable[[], Story]) -> World:
    return World(story())


def test_a_forgotten_coauthor_added_after_closing_is_in_time_by_a_correction_and_not_without(world: World) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    assert world.codes() == [("SK301", "cu.md")]
    world.correct(SIGNED, first, second)
    assert world.codes() == []
    whole = world.judged()
    received = whole.corpus.received[OLD]
    assert received.corrected is not None
    assert (received.at.isoformat(), received.timely.isoformat()) == (LATE, CAME)  # the place in a queue is its own


def test_a_file_in_the_wrong_folder_moves_by_a_correction_of_the_unit_above_both(world: World) -> None:
    first = world.id()
    moved = world.move(LATE)
    assert world.codes() == [("SK301", "cu.md")]
    for folder in (OWN, "thai-binh/nganh-y-te/duoc-mau/", "thai-binh/"):
        world.correct(SIGNED, first, moved, (OLD, NEW), folder, "sai")
        assert ("SK519", "sai.yml") in world.codes()
        assert ("SK301", "cu.md") in world.codes()
        world.told.git("rm", "--quiet", f"{ACTS}{folder}sai.yml")
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE)
    assert world.codes() == []


def test_another_name_in_the_folder_keeps_the_corrected_time(world: World) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second)
    world.told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    world.told.commit(SIGNED, {})
    assert world.codes() == []


@pytest.mark.parametrize("again", ["bv-mau/lai.md", "bv-mau/cu.md"])
def test_the_old_content_gives_its_time_once(world: World, again: str) -> None:
    """The copy that comes back is late, or tells what is wrong; what was corrected loses nothing to a copy under another name."""
    first, text = world.id(), world.text()
    moved = world.move(LATE)
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE)
    world.put(NOW, HOME + again, text)
    found = world.codes("2021-04-25T08:00:00+07:00")
    assert found == ([("SK301", "lai.md")] if again.endswith("lai.md") else [("SK301", "cu.md"), ("SK522", "a.yml")])


def test_a_correction_takes_no_time_from_a_file_that_holds_the_old_content_already(world: World) -> None:
    first, text = world.id(), world.text()
    moved = edited(text, MOVED)
    world.told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    world.put(LATE, NEW, moved)
    world.correct(SIGNED, first, world.id(NEW), (OLD, NEW), ABOVE)
    assert world.codes() == [("SK301", "cu.md"), ("SK522", "a.yml")]  # ten-khac.md is in time


def test_of_two_that_would_have_one_time_the_first_has_it(world: World) -> None:
    first = world.id()
    moved = world.move(LATE)
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE, "a")
    other = world.put(
        SIGNED, f"{HOME}duoc-mau/khac.md", world.text(NEW).replace("benefit_vnd: 36000000", "benefit_vnd: 37000000")
    )
    world.correct(NOW, first, other, (OLD, f"{HOME}duoc-mau/khac.md"), ABOVE, "b")
    assert world.codes("2021-04-25T08:00:00+07:00") == [("SK301", "khac.md"), ("SK522", "b.yml")]


def test_links_lead_back_to_the_content_first_received_and_are_measured_against_it(world: World) -> None:
    """Two small steps, each allowed, are allowed together; a step that changes an answer is refused however far along it comes."""
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second, name="a")
    third = world.edit(SIGNED, **{"benefit_vnd: 36000000": "benefit_vnd: 37000000"})
    world.correct(SIGNED, second, third, name="b")
    assert world.codes() == []
    fourth = world.edit(SIGNED, **{"bằng chân": "bằng gót chân"})
    world.correct(SIGNED, third, fourth, name="c")
    assert world.codes() == [("SK301", "cu.md"), ("SK521", "c.yml")]


def test_a_ring_of_corrections_gives_no_time_to_anybody(world: World) -> None:
    late = world.put(LATE, f"{HOME}bv-mau/tre.md", edited(world.text(), {"Bảng nhắc": "Thẻ nhắc"}))
    later = world.edit(SIGNED, f"{HOME}bv-mau/tre.md", **COAUTHOR)
    paths = (f"{HOME}bv-mau/tre.md",) * 2
    world.correct(SIGNED, later, late, paths, name="a")
    world.correct(SIGNED, late, later, paths, name="b")
    assert ("SK301", "tre.md") in world.codes()
    world.put(NOW, paths[0], world.told.git("show", late) + "\n")
    assert ("SK301", "tre.md") in world.codes()


def test_a_correction_that_lands_after_its_due_date_does_not_hold(world: World) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct("2021-04-26T00:00:00+07:00", first, second)
    assert world.codes("2021-04-27T08:00:00+07:00") == [("SK301", "cu.md"), ("SK520", "a.yml")]


def test_a_complaint_follows_what_was_corrected_to_its_new_place(world: World) -> None:
    first, text = world.id(), (PROJECT / "tests/world/dispute.yml").read_text(encoding="utf-8")
    world.put("2021-04-05T08:00:00+07:00", f"program/2021/disputes/{ABOVE}kn.yml", text)
    moved = world.move(LATE)
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE)
    assert [each.path for each in world.judged().corpus.disputes.get(NEW, ())] == [f"program/2021/disputes/{ABOVE}kn.yml"]


def test_an_item_in_time_only_by_a_later_correction_waits_as_a_reserve(world: World) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    dossier = (PROJECT / "tests/world/dossier.yml").read_text(encoding="utf-8")
    place = f"program/2021/dossiers/{ABOVE}len-tinh.yml"
    world.put(SIGNED, place, dossier)
    world.correct(NOW, first, second)
    (entry,) = ledger(world.judged("2021-04-25T08:00:00+07:00").corpus, "2021").proposed
    assert (entry.status, entry.proper) == (QuotaStatus.WAITS, True)
    world.put("2021-04-25T08:00:00+07:00", place, dossier.replace("members: 9", "members: 8"))
    (entry,) = ledger(world.judged("2021-04-25T09:00:00+07:00").corpus, "2021").proposed
    assert entry.status is QuotaStatus.HOLDS  # its dossier came after the correction, so nobody's place is taken


def test_an_honour_stays_with_what_was_seen_for_a_correction_lends_time_alone(world: World) -> None:
    first = world.id()
    decision = (PROJECT / "tests/world/decision.yml").read_text(encoding="utf-8")
    world.put("2021-04-15T08:00:00+07:00", f"program/2021/decisions/{ABOVE}qd.yml", decision)
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second)
    assert world.codes() == [("SK513", "cu.md")]


# The verb


class Told(NamedTuple):
    code: Any
    out: str
    err: str


Ask = Callable[..., Told]


@pytest.fixture
def sangkien(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    def ask(*words: object) -> Told:
        monkeypatch.setattr("sys.argv", ["sangkien", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        return Told(ended.value.code, *capsys.readouterr())

    return ask


def asked(world: World, sangkien: Ask, *words: object) -> Told:
    return sangkien(
        "correct", *words, "--reason", "Bỏ sót một đồng tác giả.", "--repo", world.told.folder, "--as-of", NOW, "--lang", "en"
    )


def test_the_verb_shows_what_differs_and_writes_a_correction_that_holds(world: World, sangkien: Ask) -> None:
    world.told.commit(SIGNED, {})
    forget(world, OLD)
    done = asked(world, sangkien, OLD, OLD)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"{OLD}\n"
        "  Authors: Nguyễn Văn Mẫu, Điều dưỡng viên, 100 → Nguyễn Văn Mẫu, Điều dưỡng viên, 60; Trần Thị Mẫu, Hộ lý, 40\n"
        f"Correction 01/ĐC written: {ACTS}{OWN}cu.yml\n"
        f"Next: git -C {world.told.folder.resolve()} add {OLD} {ACTS}{OWN}cu.yml\n"
        "Commit, then judge: sangkien check --base origin/main\n"
    )
    world.told.commit(NOW, {})
    assert world.codes() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_verb_moves_a_file_to_its_right_folder_and_takes_many_at_once(
    world: World, sangkien: Ask, tmp_path: Path, encoding: str
) -> None:
    world.put("2021-04-01T08:00:00+07:00", f"{HOME}bv-mau/moi.md", edited(world.text(), {"Bảng nhắc": "Thẻ nhắc"}))
    world.put("2021-04-02T08:00:00+07:00", f"{HOME}bv-mau/moi.md", edited(world.text(), {"Bảng nhắc": "Sổ nhắc"}))
    world.move(LATE)
    world.edit(LATE, f"{HOME}bv-mau/moi.md", **COAUTHOR)
    pairs = tmp_path / "cap.txt"
    listed = f"# CŨ MỚI\n{OLD} {NEW}\n{HOME}bv-mau/moi.md, {HOME}bv-mau/moi.md\n"
    pairs.write_text(listed, encoding=encoding)
    done = asked(world, sangkien, "--pairs", pairs)
    assert (done.code, done.err) == (0, "")
    assert f"{ACTS}{ABOVE}cu.yml" in done.out
    assert f"{ACTS}{OWN}moi.yml" in done.out
    world.told.commit(NOW, {})
    assert world.codes() == []


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"bằng chân": "bằng gót chân"}, "cu.md: this is not as it was first received: answers. No correction changes that"),
        ({"share: 100": "share: một trăm"}, "cannot be read to compare"),
        ({"publish_name: true": "publish_name: false"}, "needs no correction"),
    ],
)
def test_the_verb_says_why_it_may_not_be_corrected_and_writes_nothing(
    world: World, sangkien: Ask, change: dict[str, str], why: str
) -> None:
    (world.told.folder / OLD).write_text(edited(world.text(), change), encoding="utf-8")
    done = asked(world, sangkien, OLD, OLD)
    assert done.code == 2
    assert why in done.err
    assert not (world.told.folder / ACTS).exists()


def test_the_verb_says_that_what_never_came_in_time_has_no_time_to_lend(world: World, sangkien: Ask) -> None:
    world.put(LATE, f"{HOME}bv-mau/tre.md", edited(world.text(), {"Bảng nhắc": "Thẻ nhắc"}))
    world.edit(SIGNED, f"{HOME}bv-mau/tre.md", **COAUTHOR)
    done = asked(world, sangkien, f"{HOME}bv-mau/tre.md", f"{HOME}bv-mau/tre.md")
    assert (done.code, "no time to take" in done.err) == (2, True)


def late(world: World, *names: str) -> None:
    """Submissions in time, each with a forgotten co-author on the disk."""
    for name in names:
        world.put("2021-04-01T08:00:00+07:00", f"{HOME}bv-mau/{name}.md", edited(world.text(), {"Bảng nhắc": f"Thẻ {name}"}))
    forget(world, *(f"{HOME}bv-mau/{name}.md" for name in names))


def forget(world: World, *paths: str) -> None:
    """Adds a forgotten co-author to these on the disk."""
    for path in paths:
        (world.told.folder / path).write_text(edited(world.text(path), COAUTHOR), encoding="utf-8")


def acts(world: World) -> dict[str, dict[str, Any]]:
    """The corrections on the disk, by their paths among them."""
    top = world.told.folder / ACTS
    return {file.relative_to(top).as_posix(): yaml.safe_load(file.read_bytes()) for file in sorted(top.rglob("*.yml"))}


def test_what_waits_on_the_disk_has_its_number_and_its_file(world: World, sangkien: Ask) -> None:
    late(world, "mot", "hai")
    for name in ("mot", "hai"):
        assert asked(world, sangkien, *(f"{HOME}bv-mau/{name}.md",) * 2).code == 0
    assert {name: act["number"] for name, act in acts(world).items()} == {f"{OWN}mot.yml": "01/ĐC", f"{OWN}hai.yml": "02/ĐC"}
    before = acts(world)
    again = asked(world, sangkien, *(f"{HOME}bv-mau/mot.md",) * 2)
    assert "correction 01/ĐC is not committed yet" in again.err
    assert acts(world) == before


def test_two_officers_at_one_moment_get_two_numbers(world: World) -> None:
    names = ("mot", "hai", "ba")
    late(world, *names)
    command = [sys.executable, "-m", "sangkien", "correct", "--repo", str(world.told.folder), "--as-of", NOW]
    running = [
        subprocess.Popen(
            [*command, *[f"{HOME}bv-mau/{name}.md"] * 2, "--reason", "Sót đồng tác giả."], stdout=subprocess.DEVNULL
        )
        for name in names
    ]
    assert [each.wait() for each in running] == [0, 0, 0]
    assert sorted(act["number"] for act in acts(world).values()) == ["01/ĐC", "02/ĐC", "03/ĐC"]


def test_numbers_are_counted_in_each_office_by_itself_and_no_file_is_written_over(world: World, sangkien: Ask) -> None:
    three = edited(world.text(), {"Bảng nhắc": "Sổ nhắc"})
    world.put("2021-04-02T08:00:00+07:00", f"{HOME}bv-mau/ba.md", three)
    late(world, "mot", "hai")
    (world.told.folder / f"{HOME}bv-mau/ba.md").unlink()
    (world.told.folder / f"{HOME}duoc-mau").mkdir(exist_ok=True)
    (world.told.folder / f"{HOME}duoc-mau/ba.md").write_text(edited(three, MOVED), encoding="utf-8")
    stands = world.told.folder / ACTS / ABOVE / "ba.yml"
    stands.parent.mkdir(parents=True)
    stands.write_text("lủng {", encoding="utf-8")
    pairs = [f"{HOME}bv-mau/{name}.md" for name in ("mot", "mot", "hai", "hai")]
    done = asked(world, sangkien, *pairs, f"{HOME}bv-mau/ba.md", f"{HOME}duoc-mau/ba.md")
    assert done.code == 0, done.err
    assert stands.read_text(encoding="utf-8") == "lủng {"
    stands.unlink()
    assert {name: act["number"] for name, act in acts(world).items()} == {
        f"{ABOVE}ba-2.yml": "01/ĐC", f"{OWN}mot.yml": "01/ĐC", f"{OWN}hai.yml": "02/ĐC",
    }  # fmt: skip


def test_where_one_of_many_cannot_be_written_none_is(world: World, sangkien: Ask) -> None:
    world.put("2021-04-02T08:00:00+07:00", NEW, edited(edited(world.text(), {"Bảng nhắc": "Sổ nhắc"}), MOVED))
    late(world, "mot")
    forget(world, NEW)
    (world.told.folder / ACTS / ABOVE).mkdir(parents=True)
    (world.told.folder / ACTS / ABOVE / "duoc-mau").write_text("một tệp ở chỗ của thư mục", encoding="utf-8")
    done = asked(world, sangkien, *(f"{HOME}bv-mau/mot.md",) * 2, NEW, NEW)
    assert (done.code, "Cannot write" in done.err) == (2, True)
    assert acts(world) == {}


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((OLD,), "Give pairs OLD NEW; for a file corrected in its place give its path twice"),
        ((OLD, OLD, OLD, OLD), "is named twice"),
        ((OLD, OLD, "--signed-on", "24/4/2021"), ""),
        ((OLD, OLD, "--signed-on", "25/4/2021"), "It cannot be signed on 25 April 2021: today is 24 April 2021"),
        (
            (OLD, OLD, "--signed-on", "31/1/2021"),
            "It cannot be signed on 31 January 2021: the programme began on 1 February 2021",
        ),
        ((OLD, OLD, "--signed-on", "31/4/2021"), "month 4 of 2021 has no day 31"),
        ((OLD, OLD, "--as-of", "26/4/2021 0h"), "took corrections until 24:00 on 25 April 2021"),
        (("--pairs", "trong.txt"), "names no pair"),
        (("--pairs", "la.txt"), "save it as UTF-8"),
        (("README.md", "README.md"), "is no submission's file"),
        (("/la.md", OLD), "lies outside this repository"),
    ],
)
def test_what_cannot_be_asked_is_told_by_its_reason(
    world: World, sangkien: Ask, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], why: str
) -> None:
    world.told.commit(SIGNED, {})
    forget(world, OLD)
    (world.told.folder / "trong.txt").write_text("# chưa có\n", encoding="utf-8")
    (world.told.folder / "la.txt").write_bytes(b"\xc3\x28")
    monkeypatch.chdir(world.told.folder)
    given = ("--reason", "Bỏ sót một đồng tác giả.", "--lang", "en")
    done = sangkien("correct", "--as-of", NOW, *given, *words)
    assert ((done.code, done.err) == (0, "")) if not why else (done.code == 2 and why in done.err)


def test_a_file_is_known_from_wherever_the_officer_stands(world: World, sangkien: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    late(world, "mot")
    monkeypatch.chdir(world.told.folder / f"{HOME}bv-mau")
    given = ("--reason", "Bỏ sót một đồng tác giả.", "--as-of", NOW)
    done = sangkien("correct", "mot.md", str(world.told.folder / f"{HOME}bv-mau/mot.md"), *given)
    assert (done.code, done.err) == (0, "")
    assert f"git -C {world.told.folder.resolve()} add {HOME}bv-mau/mot.md {ACTS}{OWN}mot.yml" in done.out


def test_after_a_new_name_or_a_move_the_earlier_content_is_found(world: World, sangkien: Ask) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second)
    world.told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    world.told.commit(SIGNED, {})
    file = world.told.folder / f"{HOME}bv-mau/ten-khac.md"
    file.write_text(file.read_text(encoding="utf-8").replace("share: 60", "share: 50").replace("share: 40", "share: 50"))
    done = asked(world, sangkien, *(f"{HOME}bv-mau/ten-khac.md",) * 2)
    assert done.code == 0, done.err
    assert acts(world)[f"{OWN}ten-khac.yml"]["old"] == {"path": OLD, "content": first}
    world.told.commit(NOW, {})
    assert world.codes() == []


def test_what_a_correction_brought_into_another_folder_is_corrected_against_its_first_content(
    world: World, sangkien: Ask
) -> None:
    first = world.id()
    world.correct(SIGNED, first, world.move(LATE), (OLD, NEW), ABOVE)
    forget(world, NEW)
    done = asked(world, sangkien, NEW, NEW)
    assert done.code == 0, done.err
    assert acts(world)[f"{ABOVE}cu.yml"]["old"] == {"path": OLD, "content": first}
    world.told.commit(NOW, {})
    assert world.codes() == []


def test_the_office_is_told_who_saw_the_old_content_and_that_a_number_was_given(world: World, sangkien: Ask) -> None:
    dossier = "program/2021/dossiers/thai-binh/nganh-y-te/len-tinh.yml"
    world.told.step({"on": "main", "at": "2021-04-15T08:00:00+07:00", "write": {dossier: {}}})
    late(world, "mot")
    assert asked(world, sangkien, *(f"{HOME}bv-mau/mot.md",) * 2, "--number", "5/ĐC").code == 0
    forget(world, OLD)
    done = asked(world, sangkien, OLD, OLD, "--number", "5/ĐC")
    assert f"note: {dossier} names the old content." in done.out
    assert f"note: number 5/ĐC is used at {ACTS}{OWN}mot.yml too." in done.out


def test_nothing_is_corrected_where_the_edition_takes_none(world: World, sangkien: Ask) -> None:
    rules = "program/2021/rules.yml"
    world.put(SIGNED, rules, world.text(rules).partition("corrections:")[0])
    forget(world, OLD)
    assert "takes no corrections: its rules have no" in asked(world, sangkien, OLD, OLD).err


def test_what_needs_no_correction_is_told_why(world: World, sangkien: Ask) -> None:
    assert "it is in time, as of 08:00 on 12 March 2021" in asked(world, sangkien, OLD, OLD).err
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second)
    assert f"takes 08:00 on 12 March 2021 by {ACTS}{OWN}a.yml already" in asked(world, sangkien, OLD, OLD).err


def test_audit_timeline_and_status_tell_a_correction(world: World, sangkien: Ask) -> None:
    first = world.id()
    second = world.edit(LATE, **COAUTHOR)
    world.correct(SIGNED, first, second)
    given = ("--repo", world.told.folder, "--lang", "en", "--as-of", NOW)
    act = f"correction {ACTS}{OWN}a.yml lets it take 08:00 on 12 March 2021, the time of content {first[:12]}"
    assert "1 in time by a correction" in sangkien("audit", *given).out
    assert act in sangkien("audit", *given).out
    (audit,) = json.loads(sangkien("audit", *given, "--format", "json").out)
    assert audit["lines"][0]["evidence"]["correction"] == {
        "act": f"{ACTS}{OWN}a.yml", "since": "2021-04-23T08:00:00+07:00", "path": OLD, "content": first, "received_at": CAME,
    }  # fmt: skip
    assert "Corrected: it takes 08:00 on 12 March 2021, the time of what was sent.\n" in sangkien("status", OLD, *given).out
    assert act in json.loads(sangkien("status", OLD, *given, "--format", "json").out)["received"]["evidence"]["en"]
    told = sangkien("timeline", OLD, *given).out
    assert f"content {second[:12]} takes the time of {first[:12]}" in told
    assert "takes 08:00 on 12 March 2021 by a correction: in time" in told


# Attacks: what others do later with names, copies and cuts changes nothing for whom a correction holds, and gains nobody anything.

LATER, END = "2021-04-25T08:00:00+07:00", "2021-04-25T20:00:00+07:00"
THIRD, FOURTH = f"{HOME}bv-mau/ba.md", f"{HOME}bv-mau/bon.md"
WITHDRAWN = {"publish_name: true": "publish_name: false"}


def in_time(world: World, at: str = END) -> set[str]:
    corpus, files = world.judged(at).corpus, world.told.git("ls-files", "submissions").split()
    return {path.rpartition("/")[2] for path in files if not corpus.late(path, corpus.editions["2021"])}


def renamed(world: World, old: str, new: str, at: str) -> None:
    world.told.git("mv", old, new)
    world.told.commit(at, {})


def test_another_file_under_the_name_a_corrected_one_left_takes_nothing(world: World) -> None:
    world.put("2021-04-10T08:00:00+07:00", FOURTH, edited(world.text(), {"Bảng nhắc": "Thẻ nhắc"}))
    first, was = world.id(), world.text()
    world.correct(SIGNED, first, world.edit(LATE, **COAUTHOR))
    renamed(world, OLD, THIRD, NOW)
    renamed(world, FOURTH, OLD, NOW)
    assert in_time(world) == {"ba.md", "cu.md"}
    world.put(LATER, f"{HOME}bv-mau/nam.md", was)
    assert in_time(world) == {"ba.md", "cu.md"}


@pytest.mark.parametrize("again", [OLD, FOURTH])
def test_what_was_corrected_under_a_later_name_keeps_its_time_when_the_old_content_comes_back(world: World, again: str) -> None:
    first, was = world.id(), world.text()
    renamed(world, OLD, THIRD, LATE)
    world.correct(SIGNED, first, world.edit(SIGNED, THIRD, **COAUTHOR), (THIRD, THIRD))
    assert in_time(world) == {"ba.md"}
    world.put(LATER, again, was)
    assert in_time(world) == {"ba.md"}


def test_an_earlier_version_of_what_was_corrected_has_no_time_left_either(world: World) -> None:
    was = world.text()
    second = world.edit("2021-04-10T08:00:00+07:00", **{"benefit_vnd: 36000000": "benefit_vnd: 37000000"})
    world.correct(SIGNED, second, world.edit(LATE, **COAUTHOR))
    world.put(LATER, THIRD, was)
    assert in_time(world) == {"cu.md"}


def test_consent_withdrawn_from_what_was_corrected_costs_nothing(world: World) -> None:
    first = world.id()
    world.correct(SIGNED, first, world.edit(LATE, **COAUTHOR))
    world.edit(NOW, **WITHDRAWN)
    assert world.codes() == []
    renamed(world, OLD, THIRD, LATER)
    assert in_time(world) == {"ba.md"}


def test_a_content_that_lives_on_with_something_cut_gives_its_time_to_no_other(world: World) -> None:
    first, was = world.id(), world.text()
    renamed(world, OLD, THIRD, LATE)
    world.edit(LATE, THIRD, **WITHDRAWN)
    moved = world.put(SIGNED, NEW, edited(was, MOVED))
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE)
    assert world.codes() == [("SK301", "cu.md"), ("SK522", "a.yml")]


def test_an_honest_file_may_stand_where_a_moved_one_was(world: World) -> None:
    first = world.id()
    text = edited(world.text(), {"Bảng nhắc": "Thẻ nhắc"})
    moved = world.move(LATE)
    world.correct(SIGNED, first, moved, (OLD, NEW), ABOVE)
    world.put(NOW, OLD, text)
    assert world.codes() == [("SK301", "cu.md")]  # of the new one alone, which nothing dates
    assert world.judged().corpus.received[NEW].corrected


def test_a_correction_written_anew_in_the_same_words_counts_from_its_first_landing(world: World) -> None:
    first = world.id()
    world.correct(SIGNED, first, world.edit(LATE, **COAUTHOR))
    act = f"{ACTS}{OWN}a.yml"
    world.told.commit("2021-04-26T08:00:00+07:00", {act: f"# ghi thêm\n{world.text(act)}"})
    assert world.codes("2021-04-27T08:00:00+07:00") == []


@pytest.mark.parametrize("way", ["mend", "correction", "mend at once"])
def test_a_complaint_is_not_shed_by_a_later_name_a_cut_or_a_correction(world: World, way: str) -> None:
    first, was = world.id(), world.text()
    world.put(
        "2021-04-05T08:00:00+07:00",
        f"program/2021/disputes/{ABOVE}kn.yml",
        (PROJECT / "tests/world/dispute.yml").read_text(encoding="utf-8"),
    )
    if way == "mend":
        renamed(world, OLD, THIRD, LATE)
        world.edit(SIGNED, THIRD, **WITHDRAWN)
        path = THIRD
    elif way == "mend at once":
        world.told.git("rm", "--quiet", OLD)
        world.put(LATE, THIRD, edited(was, WITHDRAWN))
        path = THIRD
    else:
        world.correct(SIGNED, first, world.move(LATE), (OLD, NEW), ABOVE)
        path = f"{HOME}duoc-mau/khac.md"
        renamed(world, NEW, path, NOW)
    dossier = (PROJECT / "tests/world/dossier.yml").read_text(encoding="utf-8").replace(OLD, path)
    world.put(LATER, f"program/2021/dossiers/{ABOVE}len.yml", dossier)
    assert ("SK605", "len.yml") in world.codes(END)


def test_what_moved_is_found_from_where_it_was(world: World, sangkien: Ask) -> None:
    """By its old path, by the code of its slip, and its story leads back."""
    first = world.id()
    landed = world.told.git("rev-parse", "HEAD")
    world.correct(SIGNED, first, world.move(LATE), (OLD, NEW), ABOVE)
    given = ("--repo", world.told.folder, "--lang", "en", "--as-of", NOW)
    gone = f"“{OLD}” is gone; the submission now stands at “{NEW}” by correction a/ĐC (mẫu)."
    assert gone in sangkien("status", OLD, *given).err
    assert gone in sangkien("timeline", OLD, *given).err
    assert NEW in sangkien("status", receipt_code(first), *given).out
    story = sangkien("timeline", NEW, *given).out
    assert f"content {first[:12]} landed at {OLD}; see: sangkien timeline {OLD} --head {landed[:12]}" in story
    world.told.git("mv", NEW, f"{HOME}duoc-mau/khac.md")
    world.told.commit("2021-04-23T09:00:00+07:00", {})
    assert f"{HOME}duoc-mau/khac.md" in sangkien("status", receipt_code(first), *given).out
    act = f"{ACTS}{ABOVE}a.yml"
    assert f"“{act}” is no submission. See: sangkien status {NEW}" in sangkien("status", act, *given).err
    assert f"“{act}” is no submission. See: sangkien status {NEW}" in sangkien("timeline", act, *given).err


def test_the_code_of_an_earlier_content_leads_to_the_name_it_has_now(world: World, sangkien: Ask) -> None:
    first = world.id()
    world.edit("2021-04-01T08:00:00+07:00", **COAUTHOR)
    world.told.git("mv", OLD, f"{HOME}bv-mau/ten-khac.md")
    world.told.commit(LATE, {})
    told = sangkien("status", receipt_code(first), "--repo", world.told.folder, "--as-of", NOW)
    assert f"{HOME}bv-mau/ten-khac.md" in told.out


def test_the_timeline_of_a_privacy_mend_tells_its_own_landing(world: World, sangkien: Ask) -> None:
    mended = world.edit(LATE, **{"publish_name: true": "publish_name: false"})
    landed = world.told.git("rev-parse", "HEAD")
    told = sangkien("timeline", OLD, "--repo", world.told.folder, "--as-of", NOW, "--lang", "en").out
    assert f"content {mended[:12]} landed with plain commit {landed[:12]}" in told
    assert told.count(f"content {mended[:12]} landed") == 1


def test_the_page_of_what_is_honoured_tells_by_which_correction_it_is_in_time(world: World) -> None:
    first = world.id()
    world.correct(SIGNED, first, world.edit(LATE, **COAUTHOR))
    decision = (PROJECT / "tests/world/decision.yml").read_text(encoding="utf-8")
    world.put(NOW, f"program/2021/decisions/{ABOVE}qd.yml", decision)
    corpus = world.judged(LATER).corpus
    (honoured,) = innovations(corpus, corpus.editions["2021"]).values()
    labels = corpus.fields["submission"]
    for language, told in (("vi", "kịp hạn theo nội dung"), ("en", "in time by content")):
        page = innovation.page(honoured, language, labels, innovation.Around(), None, "https://cong-khai.example/")
        assert f"{told} {first[:12]}" in page.body
        assert f"{ACTS}{OWN}a.yml" in page.body

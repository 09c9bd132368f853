"""A real repository read at a revision: whatever its names, merges, dates, clones and configuration, the same truth or a stop."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from built import SANGKIEN
from sangkien import git
from sangkien.app.judge import judge_all
from sangkien.cli import main
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf, Change, Snapshot, TreeEntry, folder_of
from story import AS_OF, BEGINNING, HOME, WORLD, Story

OLD = f"{HOME}bv-mau/cu.md"
A, B, C = (f"{HOME}bv-mau/{name}.md" for name in "abc")
FIRST, SECOND, THIRD = (f"2021-04-0{day}T08:00:00+07:00" for day in (1, 2, 3))
TEXT = "một\nhai\nba\nbốn\nnăm\nsáu\nbảy\ntám\nchín\nmười\n"
Tell = Callable[[], Story]


def read(story: Story, revision: str = "HEAD") -> Snapshot:
    return git.snapshot(git.open_repository(story.folder), revision)


def proposed(story: Story) -> Change:
    return git.change(git.open_repository(story.folder), "main", "topic")


def landed(snapshot: Snapshot, path: str) -> datetime:
    """When the content that stands at the path landed there."""
    return snapshot.history.landings[path][snapshot.entries[path].blob].committed


def came(snapshot: Snapshot, path: str) -> datetime:
    """When the content that stands at the path first came into its folder, under whatever name."""
    return snapshot.history.brought[folder_of(path)][snapshot.entries[path].blob].committed


def at(instant: str) -> datetime:
    return datetime.fromisoformat(instant)


def move(story: Story, old: str, new: str, when: str, content: str | None = None) -> None:
    story.git("mv", old, new)
    story.commit(when, {} if content is None else {new: content})


def test_a_bare_repository_is_read_like_any_other(story: Tell, tmp_path: Path) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    told.git("clone", "--quiet", "--bare", str(told.folder), str(tmp_path / "kho.git"))
    bare = git.open_repository(tmp_path / "kho.git")
    ours, theirs = read(told), git.snapshot(bare, "main")
    assert bare.top is None
    assert (theirs.entries, theirs.history, theirs.claims) == (ours.entries, ours.history, ours.claims)
    assert judge_all(bare, "main", AsOf(at(AS_OF))).verdict == told.judge({"head": "main"}).verdict
    with pytest.raises(CannotJudge, match="outside"):
        git.read_drafts(bare, theirs, [told.folder / A])


def test_a_repository_is_found_from_any_folder_inside_it_and_not_where_the_environment_points(
    story: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = story()
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_NAMESPACE"):
        monkeypatch.setenv(name, "/nowhere")
    inside = git.open_repository(told.folder / HOME)
    assert inside.top is not None
    assert inside.top.samefile(told.folder)
    assert git.snapshot(inside, "HEAD").entries.keys() == read(told).entries.keys()


def shallow(told: Story) -> tuple[str, ...]:
    told.commit(FIRST, {A: TEXT})
    told.git("clone", "--quiet", "--depth=1", f"file://{told.folder}", str(told.folder / "nong"))
    return ("--repo", str(told.folder / "nong"))


def no_repository(told: Story) -> tuple[str, ...]:
    return ("--repo", str(told.folder.parent))


def no_folder(told: Story) -> tuple[str, ...]:
    return ("--repo", str(told.folder / "khong-co"))


def no_commit(told: Story) -> tuple[str, ...]:
    told.git("init", "--quiet", str(told.folder / "moi"))
    return ("--repo", str(told.folder / "moi"))


def no_revision(told: Story) -> tuple[str, ...]:
    return ("--head", "khong-co")


def an_option_for_a_revision(told: Story) -> tuple[str, ...]:
    return ("--head", "--all")


def a_folder_for_a_revision(told: Story) -> tuple[str, ...]:
    return ("--head", "HEAD:schema")


def a_range_for_a_revision(told: Story) -> tuple[str, ...]:
    return ("--base", "HEAD..HEAD")


def no_common_ancestor(told: Story) -> tuple[str, ...]:
    told.git("checkout", "--quiet", "--orphan", "topic")
    told.commit(FIRST, {A: TEXT})
    return ("--base", "main", "--head", "topic")


def no_blob(told: Story) -> tuple[str, ...]:
    return lost(told, f"HEAD:{OLD}")


def no_tree(told: Story) -> tuple[str, ...]:
    return lost(told, f"HEAD:{HOME}bv-mau")


def no_parent(told: Story) -> tuple[str, ...]:
    told.commit(FIRST, {A: TEXT})
    return lost(told, "HEAD~1")


def lost(told: Story, what: str) -> tuple[str, ...]:
    """The repository lacks an object, as after a failing disk."""
    id = told.git("rev-parse", what)
    (told.folder / ".git/objects" / id[:2] / id[2:]).unlink()
    return ()


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (shallow, "git fetch --unshallow"),
        (no_repository, "is not a Git repository"),
        (no_folder, "is not a Git repository"),
        (no_commit, "no revision “HEAD”"),
        (no_revision, "no revision “khong-co”"),
        (an_option_for_a_revision, "no revision “--all”"),
        (a_folder_for_a_revision, "no revision “HEAD:schema”"),
        (a_range_for_a_revision, "no revision “HEAD..HEAD”"),
        (no_common_ancestor, "no common ancestor"),
        (no_blob, "git fsck"),
        (no_tree, "failed"),
        (no_parent, "failed"),
    ],
)
def test_where_the_truth_cannot_be_known_the_tool_stops_with_one_line_and_exit_2(
    broken: Callable[[Story], tuple[str, ...]],
    reason: str,
    story: Tell,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = story()
    monkeypatch.setenv("SANGKIEN_LANG", "en")
    monkeypatch.setattr(sys, "argv", ["sangkien", "check", "--repo", str(told.folder), *broken(told)])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert err.startswith("sangkien: ")
    assert reason in err
    assert len(err.splitlines()) == 1


def test_without_git_the_tool_says_so(story: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    told = story()
    monkeypatch.setenv("PATH", str(told.folder))
    with pytest.raises(CannotJudge, match="not installed"):
        git.open_repository(told.folder)


NAMES = [
    "một hai.md",
    "đỏ.md",
    "a\nb.md",
    "a\tb.md",
    "\n",
    "'q\"\\.md",
    "-n.md",
    ":a.md",
    "*.md",
    "a\udcff\udcfe.md",
    "100644 blob.md",
]


def test_any_name_that_git_can_hold_survives(story: Tell) -> None:
    told = story()
    paths = {f"{HOME}bv-mau/{name}" for name in NAMES}
    told.commit(FIRST, {path: TEXT + ascii(path) * 9 for path in paths})
    before = read(told)
    assert paths <= before.entries.keys()
    assert {landed(before, path) for path in paths} == {at(FIRST)}
    assert dict(before.read(before.entries[path].blob for path in paths)).keys() == {
        before.entries[path].blob for path in paths
    }

    told.git("checkout", "--quiet", "-b", "topic")
    told.git("mv", f"{HOME}bv-mau", f"{HOME}moi")
    told.commit(SECOND, {})
    change = proposed(told)
    left = {path.replace("bv-mau", "moi"): path for path in paths}
    assert left.items() <= change.renamed_from.items()
    assert left.keys() <= change.written.keys() & change.claims.keys()
    assert paths <= change.deleted


def test_what_is_edited_while_it_moves_is_new_and_its_old_name_stays_its_own(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    old = read(told).entries[A].blob
    told.git("checkout", "--quiet", "-b", "topic")
    move(told, A, B, SECOND, TEXT + "thêm\n")
    assert proposed(told).renamed_from == {}
    snapshot = read(told)
    assert old not in snapshot.history.landings[B]
    assert came(snapshot, B) == landed(snapshot, B) == at(SECOND)
    assert snapshot.history.landings[A].keys() == {old}


def test_a_proposed_move_is_dated_as_it_will_be_once_it_has_landed(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    move(told, A, B, SECOND)
    told.step({"on": "topic", "at": THIRD, "move": {"bv-mau/b.md": "bv-mau/c.md"}})
    change = proposed(told)
    assert change.renamed_from == {C: B}
    ahead = git.overlay(read(told, "main"), change, "topic")
    told.step({"merge": "2021-04-09T08:00:00+07:00"})
    after = read(told, "main")
    assert ahead.entries == after.entries
    assert came(ahead, C) == came(after, C) == at(FIRST)


def test_a_file_moved_in_from_outside_the_programme_was_not_handed_in_before(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {"nhap/a.md": TEXT})
    told.git("checkout", "--quiet", "-b", "topic")
    move(told, "nhap/a.md", A, SECOND)
    change = proposed(told)
    assert (change.renamed_from, change.deleted, set(change.written)) == ({A: "nhap/a.md"}, {"nhap/a.md"}, {A})
    told.step({"merge": THIRD})
    snapshot = read(told, "main")
    assert came(snapshot, A) == landed(snapshot, A) == at(THIRD)


def test_what_stood_at_a_path_is_told_for_every_commit_of_the_line(story: Tell) -> None:
    told = story()
    first, second = TEXT, TEXT * 2
    before = told.git("rev-parse", "HEAD")
    told.commit(FIRST, {A: first})
    came_first = told.git("rev-parse", "HEAD")
    told.commit(SECOND, {A: second, f"{HOME}bv-mau/sau/a.md": TEXT})
    came_second = told.git("rev-parse", "HEAD")
    told.commit(THIRD, {A: first})
    stood, blobs = read(told).history.stood, [told.git("rev-parse", f"{commit}:{A}") for commit in (came_first, came_second)]
    assert [stood(A, commit) for commit in (before, came_first, came_second, "HEAD")] == ["", *blobs, ""]
    assert stood(A, told.git("rev-parse", "HEAD")) == blobs[0]


def test_content_that_comes_back_after_a_deletion_keeps_its_first_landing(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    told.git("rm", "--quiet", A)
    told.commit(SECOND, {})
    assert A not in read(told).entries
    told.commit(THIRD, {A: TEXT})
    assert landed(read(told), A) == at(FIRST)


def test_content_edited_and_put_back_keeps_its_first_landing(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    told.commit(SECOND, {A: TEXT * 2})
    assert landed(read(told), A) == at(SECOND)
    told.commit(THIRD, {A: TEXT})
    assert landed(read(told), A) == at(FIRST)


@pytest.mark.parametrize("earlier", [A, B], ids=["under the new name", "under the old name"])
def test_of_two_landings_of_one_content_in_a_folder_the_earlier_counts(story: Tell, earlier: str) -> None:
    told = story()
    told.commit(FIRST, {earlier: TEXT})
    told.commit(SECOND, {A: TEXT, B: TEXT})
    told.git("rm", "--quiet", A)
    told.commit(SECOND, {})
    told.git("checkout", "--quiet", "-b", "topic")
    move(told, B, A, THIRD)
    ahead = git.overlay(read(told, "main"), proposed(told), "topic")
    told.step({"merge": THIRD})
    assert came(ahead, A) == came(read(told, "main"), A) == at(FIRST)


@pytest.mark.parametrize(("first", "second"), [(FIRST, SECOND), (SECOND, FIRST)], ids=["in order", "dated backwards"])
def test_the_landing_that_comes_first_on_the_line_counts_whatever_a_later_one_claims(
    story: Tell, first: str, second: str
) -> None:
    told = story()
    told.commit(first, {A: TEXT})
    told.commit(second, {B: TEXT})
    assert came(read(told), A) == came(read(told), B) == at(first)


def test_a_folder_is_asked_without_those_below_it(story: Tell) -> None:
    told = story()
    below = f"{HOME}bv-mau/khoa/a.md"
    told.commit(FIRST, {below: TEXT})
    told.commit(SECOND, {A: TEXT})
    assert came(read(told), A) == at(SECOND)
    assert came(read(told), below) == at(FIRST)
    assert list(read(told).entries.holding(folder_of(A), read(told).entries[A].blob)) == [A]


ONE, TWO, THREE = TEXT, TEXT + "thêm\n", TEXT + "nữa\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({A: ONE, B: TWO}, {A: TWO, B: ONE}, id="two swap"),
        pytest.param({A: ONE, B: TWO, C: THREE}, {A: TWO, B: THREE, C: ONE}, id="three rotate"),
        pytest.param({A: ONE, B: TWO}, {B: ONE, C: TWO}, id="two move up"),
    ],
)
def test_files_that_take_each_others_names_in_one_commit_keep_their_dates(
    story: Tell, before: dict[str, str], after: dict[str, str]
) -> None:
    told = story()
    told.commit(FIRST, before)
    told.git("checkout", "--quiet", "-b", "topic")
    for path in before.keys() - after.keys():
        told.git("rm", "--quiet", path)
    told.commit(SECOND, after)
    ahead = git.overlay(read(told, "main"), proposed(told), "topic")
    told.step({"merge": THIRD})
    for snapshot in (ahead, read(told, "main")):
        assert {path: came(snapshot, path) for path in after} == dict.fromkeys(after, at(FIRST))


@pytest.mark.parametrize("stood", [{}, {B: THREE}], ids=["in a new file", "over another file"])
def test_what_left_a_file_that_was_edited_is_seen_where_it_came(story: Tell, stood: dict[str, str]) -> None:
    told = story()
    told.commit(FIRST, {A: ONE, **stood})
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit(SECOND, {A: TWO, B: ONE})
    assert proposed(told).renamed_from == {B: A}
    told.step({"merge": THIRD})
    snapshot = read(told, "main")
    assert {path: came(snapshot, path) for path in (A, B)} == {A: at(THIRD), B: at(FIRST)}


@pytest.mark.parametrize(
    ("before", "after", "left"),
    [
        pytest.param({A: ONE}, {A: ONE, B: ONE}, {}, id="a copy leaves nothing"),
        pytest.param({A: ONE, B: ONE}, {C: ONE}, {C: A}, id="of two that go one came"),
        pytest.param({A: ONE}, {B: ONE, C: ONE}, {B: A}, id="of two that come one left"),
        pytest.param(
            {A: ONE, "x/a.md": ONE}, {B: ONE, "x/b.md": ONE}, {B: A, "x/b.md": "x/a.md"}, id="each in its folder first"
        ),
        pytest.param({"x/a.md": ONE}, {B: ONE}, {B: "x/a.md"}, id="from another folder"),
        pytest.param({A: ONE, B: TWO}, {A: TWO, B: ONE}, {A: B, B: A}, id="two swap"),
        pytest.param({A: ONE, B: TWO}, {B: ONE}, {B: A}, id="over another file"),
        pytest.param({A: ONE}, {B: TWO}, {}, id="nearly the same is not the same"),
    ],
)
def test_bytes_that_left_one_path_and_came_at_another_are_noticed_one_for_one(
    story: Tell, before: dict[str, str], after: dict[str, str], left: dict[str, str]
) -> None:
    told = story()
    told.commit(FIRST, before)
    told.git("checkout", "--quiet", "-b", "topic")
    told.git("rm", "--quiet", *before)
    told.commit(SECOND, after)
    assert proposed(told).renamed_from == left


def test_a_change_of_mode_moves_nothing(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: ONE})
    told.git("checkout", "--quiet", "-b", "topic")
    (told.folder / A).chmod(0o755)
    told.commit(SECOND, {})
    assert proposed(told).written[A].mode == "100755"
    assert proposed(told).renamed_from == {}
    assert landed(read(told), A) == at(FIRST)


@pytest.mark.parametrize("branches", [1, 2, 3])
def test_what_a_merge_brings_lands_with_the_merge_and_claims_the_dates_of_its_commits(story: Tell, branches: int) -> None:
    told = story()
    names = [f"t{number}" for number in range(branches)]
    for name in names:
        told.git("checkout", "--quiet", "-b", name, "main")
        told.commit(FIRST, {f"{HOME}bv-mau/{name}.md": name * 50}, authored=BEGINNING)
    told.git("checkout", "--quiet", "main")
    told.git("merge", "--quiet", "--no-ff", "--message=m", *names, at=SECOND)
    snapshot = read(told)
    change = git.change(git.open_repository(told.folder), "main~1", "main")
    for name in names:
        path = f"{HOME}bv-mau/{name}.md"
        assert landed(snapshot, path) == at(SECOND)
        assert [(claim.authored, claim.committed, claim.parent_committed) for claim in change.claims[path]] == [
            (at(BEGINNING), at(FIRST), at(BEGINNING)),
            (at(SECOND), at(SECOND), at(FIRST)),  # the newest of its parents
        ]
    assert landed(snapshot, OLD) == at(BEGINNING)


@pytest.fixture(scope="module")
def long_story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    """A history with everything in it that a configuration could bend: renames with edits, accents, a merge, a submodule."""
    told = Story(tmp_path_factory.mktemp("dai") / "kho")
    told.commit(FIRST, {A: TEXT, B: TEXT[::-1], f"{HOME}bv-mau/đỏ.md": TEXT * 2})
    for on in ("main", "topic"):
        told.git("checkout", "--quiet", *([] if on == "main" else ["-b"]), on)
        for name in "ab":
            old = f"{HOME}bv-mau/{name}{'' if on == 'main' else '-moi'}.md"
            new = old.replace(".md", "-moi.md")
            told.git("mv", old, new)
            (told.folder / new).write_text((told.folder / new).read_text() + f"thêm ở {on}\n")
        told.git("add", "--all")
        told.git("update-index", "--add", "--cacheinfo", f"160000,{told.git('rev-parse', 'HEAD')},{HOME}bv-mau/con-{on}")
        told.git("commit", "--quiet", "--message=x", at=SECOND)
    told.git("checkout", "--quiet", "--force", "main")
    told.git("merge", "--quiet", "--no-ff", "--message=m", "topic~1", at=THIRD)
    unsigned = told.git("cat-file", "commit", "HEAD")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n giả\n -----END PGP SIGNATURE-----"
    told.git("reset", "--quiet", "--soft", made(told, unsigned.replace("\n\n", f"\n{signature}\n\n", 1)))
    return told


def made(told: Story, commit: str) -> str:
    """The id of a commit with this very text, whether or not Git would have written it."""
    command = ["git", "-C", str(told.folder), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    return subprocess.run(command, input=f"{commit}\n", capture_output=True, check=True, text=True).stdout.strip()


def everything(told: Story, inside: str = "") -> tuple[object, ...]:
    repo = git.open_repository(told.folder / inside)
    snapshot = git.snapshot(repo, "main")
    return snapshot.entries, snapshot.history, snapshot.claims, git.change(repo, "main", "topic")


@pytest.fixture(scope="module")
def truth(long_story: Story) -> tuple[object, ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
        return everything(long_story)


@pytest.mark.parametrize(
    "setting",
    [
        "log.showSignature=true",
        "log.decorate=full",
        "log.date=relative",
        "log.follow=true",
        "log.abbrevCommit=true",
        "log.diffMerges=off",
        "log.mailmap=true",
        "format.pretty=oneline",
        "diff.renames=false",
        "diff.renames=copies",
        "diff.noprefix=true",
        "diff.relative=true",
        "diff.external=false",
        "core.quotePath=true",
        "core.abbrev=4",
        "core.pager=false",
        "color.ui=always",
        "log.showRoot=false",
        "diff.ignoreSubmodules=all",
        "diff.renameLimit=1",
        "i18n.logOutputEncoding=UTF-16",
    ],
)
def test_what_a_user_has_configured_changes_nothing(
    long_story: Story, truth: tuple[object, ...], setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _, value = setting.partition("=")
    config = tmp_path / "gitconfig"
    subprocess.run(["git", "config", "--file", str(config), name, value], check=True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert everything(long_story) == truth
    assert everything(long_story, HOME) == truth


def test_the_history_that_configurations_are_tried_on_holds_what_they_could_bend(long_story: Story) -> None:
    snapshot, change = read(long_story, "main"), proposed(long_story)
    moved = {A.replace(".md", "-moi-moi.md"), B.replace(".md", "-moi-moi.md")}
    assert moved <= change.written.keys()
    assert change.renamed_from == {}  # each was edited while it moved, which a guess would have told otherwise
    assert landed(snapshot, OLD) == at(BEGINNING)
    assert change.written[f"{HOME}bv-mau/con-topic"].mode == "160000"


def replace_ref(told: Story, id: str, other: str) -> None:
    told.git("replace", id, other)


def graft(told: Story, id: str, other: str) -> None:
    (told.folder / ".git/info").mkdir(exist_ok=True)
    (told.folder / ".git/info/grafts").write_text(f"{id}\n")


@pytest.mark.parametrize("forge", [replace_ref, graft])
def test_nothing_beside_the_commits_can_rewrite_what_they_say(story: Tell, forge: Callable[[Story, str, str], None]) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    told.git("tag", "that")
    told.commit(SECOND, {B: TEXT})
    truth = read(told)
    other = told.git("commit-tree", "-m", "x", "-p", "that~1", "that^{tree}", at=THIRD)
    forge(told, told.git("rev-parse", "HEAD" if forge is graft else "that"), other)
    forged = read(told)
    assert forged.history == truth.history
    assert landed(forged, A) == at(FIRST)


def dated(told: Story, date: str) -> str:
    """Topic: a commit that takes a file away, with this very text for its dates, and one with an honest date that adds a file."""
    told.git("rm", "--quiet", "--cached", OLD)
    who = f"Người Mẫu <mau@example.org>{date}"
    lines = [f"tree {told.git('write-tree')}", f"parent {told.git('rev-parse', 'HEAD')}", f"author {who}", f"committer {who}"]
    told.git("update-ref", "refs/heads/topic", made(told, "\n".join([*lines, "", "x"])))
    told.git("checkout", "--quiet", "--force", "topic")
    told.commit(THIRD, {A: TEXT})
    return "topic"


@pytest.mark.parametrize(
    "date",
    [
        " 0 +0000",
        " 99999999999 +0700",
        " 18446744073709551615 +0000",
        " -86400 +0700",
        " 1617238800",
        " hôm-qua +0700",
        "",
    ],
)
def test_a_forged_date_is_held_inside_the_calendar_or_stops_the_tool_but_never_crashes_it(story: Tell, date: str) -> None:
    told = story()
    head = dated(told, date)
    try:
        snapshot, change = read(told, head), git.change(git.open_repository(told.folder), "main", head)
        told.judge({"head": head})
        told.judge({"base": "main", "head": head})
    except CannotJudge:
        return
    assert landed(snapshot, A) == at(THIRD)
    for commit in (*change.claims[OLD], *change.claims[A]):
        assert datetime(1970, 1, 1, tzinfo=UTC) <= commit.committed < datetime(9999, 12, 31, tzinfo=UTC)


def test_a_submodule_is_an_entry_without_content_and_is_refused(story: Tell) -> None:
    told = story()
    told.git("checkout", "--quiet", "-b", "topic")
    told.git("update-index", "--add", "--cacheinfo", f"160000,{told.git('rev-parse', 'HEAD')},{A}")
    told.git("commit", "--quiet", "--message=x", at=FIRST)
    commit = told.git("rev-parse", "HEAD~1")
    assert read(told, "topic").entries[A] == proposed(told).written[A] == TreeEntry("160000", commit)
    for asked in ({"base": "main", "head": "topic"}, {"head": "topic"}):
        assert [(found.code, found.location.path) for found in told.judge(asked).verdict.introduced] == [("SK102", A)]


def test_a_draft_is_what_git_will_store(story: Tell) -> None:
    told = story()
    told.git("config", "core.autocrlf", "input")
    told.git("checkout", "--quiet", "-b", "topic")
    file, link = told.folder / A, told.folder / B
    file.write_bytes(TEXT.replace("\n", "\r\n").encode())
    link.symlink_to("đâu đó")
    repo = git.open_repository(told.folder)
    laid, _ = git.read_drafts(repo, git.snapshot(repo, "HEAD"), [file, link])
    asked = {path: laid.entries[path] for path in (A, B)}
    assert dict(laid.read([asked[A].blob])) == {asked[A].blob: TEXT.encode()}
    told.commit(FIRST, {})
    assert asked == {path: read(told).entries[path] for path in (A, B)}


def test_drafts_lie_on_top_of_the_revision_and_are_read_from_the_disk(story: Tell) -> None:
    told = story()
    told.commit(FIRST, {A: TEXT})
    (told.folder / A).write_text("nháp")
    (told.folder / B).symlink_to("a.md")
    (told.folder / C).write_text("chạy")
    (told.folder / C).chmod(0o755)
    repo = git.open_repository(told.folder)
    laid, paths = git.read_drafts(repo, read(told), [told.folder / path for path in (A, B, C)])
    assert paths == (A, B, C)
    assert [laid.entries[path].mode for path in paths] == ["100644", "120000", "100755"]
    wanted = [laid.entries[path].blob for path in (C, OLD, A, B)]
    contents = [content for _, content in laid.read(wanted)]
    assert [contents[0], contents[2], contents[3]] == ["chạy".encode(), "nháp".encode(), b"a.md"]
    assert contents[1].startswith(b"---\n")
    assert laid.entries.keys() == read(told).entries.keys() | {B, C}


def test_a_folder_of_a_stranger_runs_no_program_of_its_own(story: Tell, tmp_path: Path) -> None:
    """A whole work tree with its `.git`, handed over as an archive: every setting of Git that names a program names this one."""
    repo, program = story(), tmp_path / "chay"
    repo.commit(AS_OF, {f"{HOME}bv-mau/cu.md": (WORLD / "submission.md").read_text(encoding="utf-8")})
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/hit\n")
    program.chmod(0o755)
    for name in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.alternateRefsCommand"),
        *("diff.external", "diff.x.command", "diff.x.textconv", "filter.x.clean", "filter.x.smudge", "gpg.program"),
        *("gpg.ssh.program", "credential.helper", "uploadpack.packObjectsHook"),
    ):
        repo.git("config", name, str(program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "alias.log", f"!{program}")
    for hook in ("post-index-change", "reference-transaction", "pre-commit"):
        (repo.folder / ".git/hooks" / hook).parent.mkdir(exist_ok=True)
        shutil.copy(program, repo.folder / ".git/hooks" / hook)
    (repo.folder / ".git/info").mkdir(exist_ok=True)
    (repo.folder / ".git/info/attributes").write_text("* filter=x diff=x\n")
    (tmp_path / "hit").unlink(missing_ok=True)
    path = f"{HOME}bv-mau/cu.md"
    asked = [
        ["check"],
        ["check", "--base", "HEAD~1"],
        ["check", path],
        ["audit"],
        ["timeline", path],
        ["status", path],
        ["build"],
    ]
    for words in asked:
        done = subprocess.run([SANGKIEN, *words], cwd=repo.folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 1), done.stderr
        assert not (tmp_path / "hit").exists(), words

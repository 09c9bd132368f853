"""What a person types means the branch they mean, and the instant they name cuts the line where it stood."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from sangkien import git
from sangkien.git import names
from sangkien.git.receipts import Taken, append, every, tip
from sangkien.model.finding import CannotJudge
from story import Story

Tell = Callable[[], Story]


@pytest.fixture
def told(story: Tell) -> Story:
    made = story()
    for day in range(1, 5):
        made.commit(f"2021-04-0{day}T00:00:00Z", {"a.md": str(day)})
    return made


def meant(told: Story, name: str) -> str | None:
    return names.sought(git.open_repository(told.folder), name)


@pytest.mark.parametrize(
    ("refs", "typed", "means"),
    [
        (("refs/heads/x", "refs/tags/x"), "x", "refs/heads/x"),
        (("refs/heads/x", "refs/remotes/x"), "x", "refs/heads/x"),
        (("refs/heads/x", "refs/remotes/x/HEAD"), "x", "refs/heads/x"),
        (("refs/remotes/x/HEAD", "refs/tags/x"), "x", "refs/remotes/x/HEAD"),
        (("refs/tags/x",), "x", "refs/tags/x"),
        (("refs/heads/x", "refs/heads/refs/heads/x", "refs/tags/refs/heads/x"), "refs/heads/x", "refs/heads/x"),
        (("refs/heads/refs/heads/x", "refs/tags/refs/heads/x"), "refs/heads/x", None),
        (("refs/x", "refs/tags/refs/x"), "x", None),
        (("refs/heads/o/x", "refs/remotes/o/x", "refs/tags/o/x"), "o/x", "refs/remotes/o/x"),
        (("refs/heads/o/x", "refs/tags/o/x"), "o/x", "refs/heads/o/x"),
        (("refs/remotes/o/x", "refs/heads/remotes/o/x"), "remotes/o/x", "refs/remotes/o/x"),
        (("refs/heads/x", "refs/heads/heads/x"), "heads/x", "refs/heads/heads/x"),
        (("refs/heads/x",), "heads/x", None),
        (("refs/tags/x", "refs/heads/x"), "tags/x", "refs/tags/x"),
        (("refs/heads/x", "refs/tags/x"), "x~1", "refs/heads/x~1"),
        (("refs/heads/x", "refs/tags/x"), "x^1~1^0", "refs/heads/x~2"),
        (("refs/heads/abcd",), "abcd", "refs/heads/abcd"),
        (("refs/heads/x",), "x@{0}", None),
        (("refs/heads/x",), ":/x", None),
        (("refs/heads/x",), "x^{/x}", None),
        (("refs/heads/x",), "x^{tree}", None),
        (("refs/heads/x",), "x:a.md", None),
        (("refs/heads/x",), "x\0", None),
        (("refs/heads/x",), "x*", None),
        (("refs/heads/x",), "[x]", None),
        (("refs/heads/x",), "../heads/x", None),
        (("refs/heads/x",), "refs/heads/../heads/x", None),
        (("refs/heads/x",), "x~99999999999", None),
        (("refs/heads/x",), "", None),
        (("refs/heads/x",), "-", None),
    ],
)
def test_a_name_means_what_a_person_means_by_it(told: Story, refs: tuple[str, ...], typed: str, means: str | None) -> None:
    for number, ref in enumerate(refs):
        commit = told.git("commit-tree", "main^{tree}", "-p", "main", "-m", str(number))
        told.git("update-ref", ref, commit)
    wanted = means and told.git("rev-parse", "--verify", "--quiet", means)
    assert meant(told, typed) == wanted


def test_a_whole_id_is_that_commit_whatever_a_branch_or_a_tag_is_called(told: Story) -> None:
    id = told.git("rev-parse", "main~1")
    for ref in (f"refs/heads/{id}", f"refs/tags/{id}", f"refs/heads/{id[:8]}"):
        told.git("update-ref", ref, "main")
    assert meant(told, id) == meant(told, id.upper()) == id
    assert meant(told, id[:8]) == told.git("rev-parse", "refs/heads/main")
    assert meant(told, id[:9]) == id
    assert meant(told, told.git("rev-parse", "main^{tree}")) is None
    assert meant(told, "f" * 40) is None
    assert meant(told, "f" * 64) is None


def test_head_is_where_the_work_tree_stands_even_before_its_first_commit(told: Story) -> None:
    assert meant(told, "HEAD") == meant(told, "@") == told.git("rev-parse", "main")
    told.git("checkout", "--quiet", "--detach", "main~2")
    assert meant(told, "HEAD") == told.git("rev-parse", "main~2")
    told.git("update-ref", "refs/tags/HEAD", "main")
    told.git("symbolic-ref", "HEAD", "refs/heads/chua-co")
    assert meant(told, "HEAD") is None


def test_an_annotated_tag_leads_to_its_commit(told: Story) -> None:
    told.git("tag", "-a", "-m", "x", "v1", "main~1")
    assert meant(told, "v1") == told.git("rev-parse", "main~1")
    assert meant(told, told.git("rev-parse", "v1")) == told.git("rev-parse", "main~1")


def test_the_beginning_of_several_commits_is_asked_back(told: Story) -> None:
    fits: dict[str, list[str]] = {}
    parts = [f"commit refs/heads/nhieu\ncommitter m <m@example.org> {second} +0000\ndata 0\n" for second in range(600)]
    command = ["git", "-C", str(told.folder), "fast-import", "--quiet"]
    subprocess.run(command, input="".join(parts).encode(), check=True)
    for id in told.git("rev-list", "nhieu").split():
        fits.setdefault(id[:4], []).append(id)
    beginning, ids = next(each for each in fits.items() if len(each[1]) > 1)
    with pytest.raises(CannotJudge) as asked:
        meant(told, beginning)
    for said in (asked.value.words.vi, asked.value.words.en):
        assert all(id in said for id in ids)


def test_a_branch_whose_name_is_no_text_is_found(told: Story) -> None:
    name = "nh\udce1nh"
    subprocess.run(["git", "-C", str(told.folder), "branch", name, "main~1"], check=True)
    assert meant(told, name) == told.git("rev-parse", "main~1")


# What stood at an instant


def line(told: Story, dates: list[str]) -> list[str]:
    """A line of commits with these dates, from its root."""
    told.git("checkout", "--quiet", "--orphan", "dong")
    for date in dates:
        told.git("commit", "--quiet", "--allow-empty", "--message=x", at=date)
    return told.git("rev-list", "--reverse", "dong").split()


@pytest.mark.parametrize(
    ("days", "asked", "stands"),
    [
        ([1, 2, 3, 4], "2021-04-02T12:00:00Z", 2),
        ([1, 2, 3, 4], "2021-04-02T00:00:00Z", 2),
        ([1, 2, 3, 4], "2021-04-01T23:59:59Z", 1),
        ([1, 2, 3, 4], "2022-01-01T00:00:00Z", 4),
        ([1, 2, 2, 2], "2021-04-02T00:00:00Z", 4),
        ([1, 5, 3, 4], "2021-04-04T00:00:00Z", 1),  # what stands on a later commit was not there
        ([1, 5, 3, 4], "2021-04-05T00:00:00Z", 4),
        ([1, 4, 2, 6, 3], "2021-04-05T00:00:00Z", 3),
        ([5, 1, 2], "2021-04-04T00:00:00Z", 0),
        ([1], "2021-03-31T00:00:00Z", 0),
        ([1], "1972-06-01T00:00:00Z", 0),
        ([1], "1960-01-01T00:00:00Z", 0),
        ([1], "1901-01-01T00:00:00+07:00", 0),
    ],
)
def test_an_instant_cuts_a_line_before_the_first_commit_dated_after_it(
    told: Story, days: list[int], asked: str, stands: int
) -> None:
    ids = line(told, [f"2021-04-0{day}T00:00:00Z" for day in days])
    repo, as_of = git.open_repository(told.folder), datetime.fromisoformat(asked)
    assert git.last_before(repo, ids[-1], as_of) == (ids[stands - 1] if stands else None)
    assert git.commit_date(repo, ids[-1]) == datetime.fromisoformat(f"2021-04-0{days[-1]}T00:00:00Z")


def test_only_the_first_parent_s_line_is_cut(told: Story) -> None:
    told.git("checkout", "--quiet", "-b", "topic")
    told.commit("2031-01-01T00:00:00Z", {"b.md": "x"})  # a sender's date is no date of the line
    told.git("checkout", "--quiet", "main")
    told.git("merge", "--quiet", "--no-ff", "--message=m", "topic", at="2021-04-05T00:00:00Z")
    main = told.git("rev-parse", "main")
    assert git.last_before(git.open_repository(told.folder), main, datetime.fromisoformat("2021-04-06T00:00:00Z")) == main


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_receipts_are_cut_like_main_and_written_in_any_form_of_repository(form: str, tmp_path: Path) -> None:
    folder = tmp_path / "kho.git"
    subprocess.run(["git", "init", "--quiet", "--bare", f"--object-format={form}", str(folder)], check=True)
    repo = git.open_repository(folder)
    days = [datetime.fromisoformat(f"2021-04-0{day}T00:00:00Z") for day in (1, 2, 3)]
    for number, at in enumerate(days):
        taken = Taken(f"{number}.md", f"{number}" * repo.digits, "f" * repo.digits, "thử")
        assert append(repo, [taken], at, at) == 1
        assert append(repo, [taken], at, at) == 0
    assert list(git.receipts.faults(repo)) == []
    assert [len(every(repo, at)) for at in days] == [1, 2, 3]
    assert tip(repo, days[-1]) == tip(repo)
    assert tip(repo, datetime.fromisoformat("1972-01-01T00:00:00Z")) is None
    assert not every(repo, datetime.fromisoformat("1972-01-01T00:00:00Z"))
    assert git.open_repository(folder).digits == (64 if form == "sha256" else 40)

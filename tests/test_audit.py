"""Audit and timeline: anybody replays from the repository alone when a content came, on which evidence, and what changed after closing."""

from __future__ import annotations

import json
import random
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sangkien import git
from sangkien.cli import main
from sangkien.model.history import Commit, Snapshot
from story import BEGINNING, HOME, Story

EVE, LATE = "2021-04-20T20:00:00+07:00", "2021-04-25T08:00:00+07:00"
NEW, OLD = f"{HOME}bv-mau/moi.md", f"{HOME}bv-mau/cu.md"
Ask = Callable[..., str]


@pytest.fixture
def sangkien(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Runs the command and gives what it prints; it must exit 0."""

    def ask(*words: object) -> str:
        monkeypatch.setattr("sys.argv", ["sangkien", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capsys.readouterr()
        assert ended.value.code == 0, captured.err
        return captured.out

    return ask


@pytest.fixture
def told(story: Callable[[], Story]) -> Story:
    """A submission received on the eve and merged late, one edited after closing, one that came late."""
    made = story()
    made.step({"on": "topic", "at": "2021-04-20T19:00:00+07:00", "write": {"bv-mau/moi.md": {}}})
    made.step({"receive": EVE})
    made.step({"merge": LATE})
    made.step({"on": "main", "at": "2021-04-26T08:00:00+07:00", "write": {"bv-mau/cu.md": {"scope: unit": "scope: team"}}})
    made.step(
        {"on": "main", "at": "2021-04-27T08:00:00+07:00", "write": {"duoc-mau/tre.md": {"block: agency": "block: enterprise"}}}
    )
    return made


def audited(sangkien: Ask, told: Story, *words: str) -> dict[str, Any]:
    (edition,) = json.loads(sangkien("audit", "--repo", told.folder, "--head", "main", "--format", "json", *words))
    return {line["path"]: line for line in edition["lines"]} | {"": edition}


def test_every_verdict_is_replayed_with_its_evidence(sangkien: Ask, told: Story) -> None:
    lines = audited(sangkien, told)
    receipt = told.git("rev-parse", "receipts")
    landed = told.git("rev-parse", "main~2")
    assert lines[NEW]["late"] is False
    assert lines[NEW]["received_at"] == EVE
    assert lines[NEW]["evidence"] == {
        "kind": "receipt",
        "receipt": receipt,
        "register": None,
        "landing": landed,
        "mends": None,
        "edit": None,
        "correction": None,
    }
    assert lines[NEW]["after_closing"] == []
    assert lines[OLD]["late"] is True
    assert lines[OLD]["late_seconds"] == (5 * 24 + 8) * 3600
    assert [(each["commit"], each["author"]) for each in lines[OLD]["after_closing"]] == [
        (told.git("rev-parse", "main~1"), "Người Mẫu")
    ]
    assert lines[""]["receipts"] == {"count": 1, "tip": receipt}


def test_the_text_says_the_same_in_words(sangkien: Ask, told: Story) -> None:
    said = sangkien("audit", "--repo", told.folder, "--head", "main")
    assert "3 bài: 1 kịp hạn, 2 trễ" in said
    assert f"kịp  20:00 ngày 20/4/2021  biên nhận {told.git('rev-parse', 'receipts')[:12]}  {NEW}" in said
    assert "trễ 5 ngày 8 giờ  08:00 ngày 26/4/2021" in said
    assert "3 submissions: 1 in time, 2 late" in sangkien("audit", "--repo", told.folder, "--head", "main", "--lang", "en")


@pytest.mark.parametrize("form", ["text", "json"])
def test_two_runs_on_one_revision_are_the_same_bytes(sangkien: Ask, told: Story, form: str) -> None:
    words = ("audit", "--repo", told.folder, "--head", "main", "--format", form)
    assert sangkien(*words) == sangkien(*words)


def test_as_of_shows_what_was_known_then_and_no_more(sangkien: Ask, told: Story) -> None:
    before = audited(sangkien, told, "--as-of", "2021-04-21T12:00:00+07:00")
    assert set(before) == {"", OLD}
    assert before[OLD]["late"] is False
    assert before[""]["receipts"]["count"] == 1
    earlier = audited(sangkien, told, "--as-of", "2021-04-20T19:59:59+07:00")
    assert earlier[""]["receipts"] == {"count": 0, "tip": ""}
    later = audited(sangkien, told, "--as-of", "2021-04-25T08:00:00+07:00")
    assert set(later) == {"", OLD, NEW}


def test_as_of_judges_by_the_rules_then_in_force(sangkien: Ask, story: Callable[[], Story]) -> None:
    made = story()
    made.step({"on": "main", "at": "2021-04-22T08:00:00+07:00", "write": {"bv-mau/moi.md": {}}})
    line = '    - {at: 2021-04-21T00:00:00+07:00, source: "45/HD-CDYT, mục 5.2", set_on: 2021-04-07}\n'
    more = line + "    - {at: 2021-05-01T00:00:00+07:00, source: 99/TLĐ (mẫu), set_on: 2021-04-23}\n"
    made.step({"on": "main", "at": "2021-04-23T08:00:00+07:00", "write": {"program/2021/rules.yml": {line: more}}})
    assert audited(sangkien, made, "--as-of", "2021-04-22T12:00:00+07:00")[NEW]["late"] is True
    now = audited(sangkien, made)
    assert now[NEW]["late"] is False
    assert [each["source"] for each in now[""]["closes"]] == ["45/HD-CDYT, mục 5.2", "99/TLĐ (mẫu)"]


def test_paper_typed_in_after_closing_is_no_change(sangkien: Ask, story: Callable[[], Story]) -> None:
    made = story()
    made.step({"on": "main", "at": LATE, "write": {"bv-mau/moi.md": {}}})
    entered = {"register/thai-binh/nganh-y-te/0007-moi.yml": {"bv-mau/cu.md": "bv-mau/moi.md", "⟨OLD⟩": "⟨BLOB⟩"}}
    made.step({"on": "main", "at": LATE, "write": entered})
    line = audited(sangkien, made)[NEW]
    assert (line["late"], line["evidence"]["kind"], line["after_closing"]) == (False, "register", [])
    assert line["evidence"]["register"] == {"unit": "thai-binh/nganh-y-te", "number": 7}


def test_a_timeline_tells_each_step_in_order_with_its_evidence(sangkien: Ask, told: Story) -> None:
    made = json.loads(sangkien("timeline", "--repo", told.folder, "--head", "main", "--format", "json", NEW))
    receipt, landed, claim = (told.git("rev-parse", name)[:12] for name in ("receipts", "main~2", "topic"))
    said = [event["what"]["en"] for event in made["events"]]
    assert [event["at"] for event in made["events"]] == sorted(event["at"] for event in made["events"])
    assert [line.split(",")[0].split(" (")[0] for line in said] == [
        "claimed as written",
        f"the server gave receipt {receipt} for content {made['events'][1]['evidence']['blob']}",
        "the intake closed",
        f"content {made['events'][1]['evidence']['blob']} landed with merge commit {landed}",
    ]
    assert claim in said[0]
    assert made["verdict"]["en"].startswith("The present content was received at 20:00 on 20 April 2021: in time")


@pytest.mark.parametrize("how", ["squash", "rebase", "fast-forward"])
def test_a_timeline_tells_a_plain_landing_from_a_merge(sangkien: Ask, story: Callable[[], Story], how: str) -> None:
    made = story()
    made.step({"on": "topic", "at": EVE, "write": {"bv-mau/moi.md": {}}})
    made.step({"land": how, "at": LATE})
    assert "bằng commit thẳng" in sangkien("timeline", "--repo", made.folder, "--head", "main", NEW)


def test_a_timeline_of_an_old_name_says_the_new_one(
    told: Story, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told.step({"on": "main", "at": "2021-04-28T08:00:00+07:00", "move": {"bv-mau/moi.md": "bv-mau/ten-moi.md"}})
    monkeypatch.setattr("sys.argv", ["sangkien", "timeline", "--repo", str(told.folder), NEW])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert f"đúng nội dung ấy nay ở “{HOME}bv-mau/ten-moi.md”" in capsys.readouterr().err


@pytest.mark.slow
def test_landings_of_a_long_tangled_history_equal_git_log_of_each_file(tmp_path: Path) -> None:
    """Edits, moves, deletions and merges, against Git asked once for every file.

    No content comes back here, so each landed at its path with the commit that brought it there, and came to its folder with the first
    that brought it to any path of the folder.
    """
    repo = tangled(tmp_path / "kho", random.Random(45), commits=500)
    snapshot = git.snapshot(git.open_repository(repo), "main")
    earliest: dict[tuple[str, str], int] = {}
    for path in snapshot.history.landings:
        log = (
            "log",
            "--first-parent",
            "-m",
            "--no-renames",
            "--no-abbrev",
            "--raw",
            "--reverse",
            "--format=%H %ct",
            "main",
            "--",
            path,
        )
        told = re.findall(r"^([0-9a-f]{40}) (\d+)$\n+^:\S+ \S+ \S+ (\S+) [AM]\t", asked(repo, *log), re.MULTILINE)
        assert {blob: commit.id for blob, commit in landed(snapshot, path)} == {blob: id for id, _, blob in told}, path
        for _, seconds, blob in told:
            key = path.rpartition("/")[0], blob
            earliest[key] = min(int(seconds), earliest.get(key, int(seconds)))
    brought = {
        (folder, blob): int(commit.committed.timestamp())
        for folder, came in snapshot.history.brought.items()
        for blob, commit in came.items()
    }
    assert brought == earliest
    assert len(snapshot.entries) > 100
    assert len(earliest) < sum(len(came) for came in snapshot.history.landings.values())  # some moved within their folder


def landed(snapshot: Snapshot, path: str) -> list[tuple[str, Commit]]:
    return list(snapshot.history.landings[path].items())


def asked(repo: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(repo), *words], capture_output=True, text=True, check=True).stdout


def tangled(folder: Path, chance: random.Random, commits: int) -> Path:
    """A history made with `git fast-import`: each content is unique and long enough that a rename is known as one."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    began = int(datetime.fromisoformat(BEGINNING).timestamp())
    parts: list[str] = []
    main_files: dict[str, str] = {}
    made = 0
    for number in range(commits):
        branch = "main" if number % 5 else "side"
        parts.append(
            f"commit refs/heads/{branch}\nmark :{number + 1}\ncommitter Mẫu <mau@example.org> {began + 60 * number} +0700\n"
        )
        parts.append("data 1\nx\n")
        if branch == "side" and number:
            parts.append(f"from :{number}\n")
        if number % 5 == 1:
            parts.append(f"merge :{number}\n")  # what `side` did comes onto the line with the next commit of main
        kind = chance.random()
        if kind < 0.5 or len(main_files) < 5:
            made += 1
            main_files[f"submissions/f{made}.md"] = "\n".join(f"{made} {chance.random()}" for _ in range(30))
        elif kind < 0.75:
            path = chance.choice(sorted(main_files))
            main_files[path] += f"\nsửa {number}"
        elif kind < 0.95:
            path = chance.choice(sorted(main_files))
            made += 1
            main_files[f"submissions/d{made % 7}/r{made}.md"] = main_files.pop(path)
        else:
            main_files.pop(chance.choice(sorted(main_files)))
        lines = ["deleteall\n"]
        for path, text in sorted(main_files.items()):
            content = text.encode()
            lines.append(f"M 100644 inline {path}\ndata {len(content)}\n{text}\n")
        parts += lines
    subprocess.run(["git", "-C", str(folder), "fast-import", "--quiet"], input="".join(parts).encode(), check=True)
    return folder

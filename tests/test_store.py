"""What is remembered across runs changes no result: resumed, rewritten, damaged, foreign, killed in the middle, written by two at once."""

from __future__ import annotations

import gc
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from sangkien import git, parallel
from sangkien.app import prefilter
from sangkien.app.judge import judge_all
from sangkien.app.revision import read_judged
from sangkien.cache import Broken, Store
from sangkien.corpus import load_law, reader
from sangkien.language import Words
from sangkien.model.history import AsOf, History
from sangkien.rules import CATALOGUE, in_order
from story import AS_OF, HOME, PROJECT, WORLD, Story, told

sys.path.insert(0, str(PROJECT / "tests" / "bench"))
import synthetic

NOW = AsOf(datetime.fromisoformat("2021-06-01T08:00:00+07:00"))
CACHE = f"cache-{os.geteuid()}.sqlite"
SANGKIEN = [sys.executable, "-m", "sangkien"]


@pytest.fixture
def many(story: Callable[[], Story]) -> Story:
    """A repository with some tens of submissions, sound and broken, some late, renamed or edited, and two decisions."""
    made = story()
    for number in range(12):
        made.commit(f"2021-04-{number + 2:02}T08:00:00+07:00", {f"{HOME}bv-mau/bai-{number}.md": _text(number)})
    made.step({"on": "main", "at": "2021-04-19T08:00:00+07:00", "move": {"bv-mau/bai-3.md": "bv-mau/ba.md"}})
    made.step({"on": "main", "at": "2021-04-25T08:00:00+07:00", "write": {"bv-mau/bai-5.md": {"Mẫu": "Mẫu Hai"}}})
    made.step({"on": "main", "at": "2021-04-25T08:00:00+07:00", "write": {"bv-mau/hong.md": {"employer_agreed: true": "x: 1"}}})
    made.step({"on": "main", "at": "2021-05-02T08:00:00+07:00", "write": {"decisions/thai-binh/mot.yml": {}}})
    return made


def _text(number: int) -> str:
    return (WORLD / "submission.md").read_text(encoding="utf-8").replace("Giá đỡ", f"Giá đỡ số {number}")


def answer(folder: Path) -> str:
    """Everything that is judged, dated and counted of main."""
    repo = git.open_repository(folder)
    corpus, *_ = read_judged(repo, "main", NOW)
    dates = [(place.path, str(corpus.received[place.path])) for place, _ in corpus.judged()]
    facts = sorted((path, str(each)) for path, each in corpus.facts.items())
    return told(judge_all(repo, "main", NOW)) + repr((dates, facts))


def cache(folder: Path) -> Path:
    return folder / ".git" / "sangkien" / CACHE


def settled(folder: Path) -> bytes:
    """The file with all that was written to it, and nothing beside it."""
    gc.collect()  # whoever still reads from it
    with sqlite3.connect(cache(folder)) as tables:
        tables.execute("pragma wal_checkpoint(truncate)")
    tables.close()
    return cache(folder).read_bytes()


def plainly(history: History) -> tuple[object, ...]:
    mappings = (history.landings, history.brought, history.disordered)
    stood = {path: [history.stood(path, commit.id) for commit in came.values()] for path, came in history.landings.items()}
    return (*(dict(each) for each in mappings), stood)


# History, read on


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(2, 6))])
def test_history_read_on_is_history_read_whole(story: Callable[[], Story], seed: int) -> None:
    """Random commits, merges, branches and rewritten lines; after each, whatever the file remembers, the answer is the whole pass's."""
    made, chance = story(), random.Random(seed)
    seen: list[str] = []
    for turn in range(30):
        _disturb(made, chance, turn)
        seen.append(made.git("rev-parse", "HEAD"))
        asked = chance.choice([seen[-1], "main", chance.choice(seen)])
        kept = git.open_repository(made.folder)
        fresh = replace(kept, store=Store(None))
        assert plainly(git.snapshot(kept, asked).history) == plainly(git.snapshot(fresh, asked).history), (turn, asked)


def _disturb(made: Story, chance: random.Random, turn: int) -> None:
    at = f"2021-04-{chance.randrange(1, 28):02}T08:00:00+07:00"
    there = sorted(file.name for file in (made.folder / HOME / "bv-mau").glob("*.md"))
    match chance.randrange(8):
        case 0 | 1 | 2:
            made.commit(at, {f"{HOME}bv-mau/bai-{chance.randrange(6)}.md": f"{_text(turn % 3)}\n"})
        case 3 if len(there) > 1:
            made.git("mv", f"{HOME}bv-mau/{there[-1]}", f"{HOME}bv-mau/moi-{turn}.md")
            made.commit(at, {})
        case 4 if len(there) > 2:
            made.git("rm", "--quiet", f"{HOME}bv-mau/{there[-1]}")
            made.commit(at, {})
        case 5:
            made.git("checkout", "--quiet", "-B", f"nhanh-{turn}")
            made.commit(at, {f"{HOME}bv-mau/nhanh-{turn}.md": _text(turn)})
            made.git("checkout", "--quiet", "main")
            made.git("merge", "--quiet", "--no-ff", "--message=m", f"nhanh-{turn}", at=at)
        case 6:
            back = min(chance.randrange(1, 4), int(made.git("rev-list", "--count", "--first-parent", "HEAD")) - 1)
            made.git("reset", "--quiet", "--hard", f"HEAD~{back}")
            made.commit(at, {f"{HOME}bv-mau/lai-{turn}.md": _text(turn)})
        case _:
            made.commit(at, {})


def test_history_is_read_on_from_the_last_commit_seen(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    _landings(many.folder)
    many.step({"on": "main", "at": "2021-05-10T08:00:00+07:00", "write": {"bv-mau/sau.md": {}}})
    asked: list[str] = []
    log = git.history_index.log
    monkeypatch.setattr(
        git.history_index, "log", lambda repo, *what, **more: asked.append(what[-1]) or log(repo, *what, **more)
    )
    assert f"{HOME}bv-mau/sau.md" in _landings(many.folder)
    assert asked == [f"{many.git('rev-parse', 'main~1')}..{many.git('rev-parse', 'main')}"]
    assert f"{HOME}bv-mau/sau.md" in _landings(many.folder)
    assert len(asked) == 1, "nothing new, and yet the log was read"


def _landings(folder: Path) -> set[str]:
    return set(git.snapshot(git.open_repository(folder), "main").history.landings)


# Damaged, foreign, killed, two at once


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 5))])
def test_a_damaged_file_changes_no_answer(many: Story, seed: int) -> None:
    expected = answer(many.folder)
    sound = settled(many.folder)
    assert len(sound) > 10_000
    chance = random.Random(seed)
    for turn in range(12):
        _forget(many.folder)
        damaged = bytearray(sound)
        for _ in range(chance.choice([1, 1, 8, 200])):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        if turn % 5 == 0:
            del damaged[chance.randrange(len(damaged)) :]
        cache(many.folder).write_bytes(damaged)
        assert answer(many.folder) == expected, turn


def _forget(folder: Path) -> None:
    for file in cache(folder).parent.glob("cache*"):
        file.unlink()


def test_a_row_that_went_bad_is_noticed_though_sqlite_is_content(many: Story) -> None:
    expected = answer(many.folder)
    for table, change in (
        ("landing", "seq = 1"),
        ("line", "committed = 1"),
        ("passed", "facts = x'5b5d'"),
        ("sound", "data = x'7b7d'"),
    ):
        with sqlite3.connect(cache(many.folder)) as tables:
            assert tables.execute(f"update {table} set {change}").rowcount > 0
        tables.close()
        heard: list[Words] = []
        judge_all(git.open_repository(many.folder, heard.append), "main", NOW)
        assert len(heard) == 1, table
        assert answer(many.folder) == expected, table


def test_what_holds_on_to_a_file_that_another_reader_throws_away_reads_again(many: Story) -> None:
    expected = plainly(git.snapshot(git.open_repository(many.folder), "main").history)
    heard: list[Words] = []
    repo = git.open_repository(many.folder, heard.append)
    history = git.snapshot(repo, "main").history
    assert history.landings[f"{HOME}bv-mau/ba.md"]
    repo.store.discard("thử")
    assert plainly(history) == expected
    assert len(heard) == 1


def _symbolic(file: Path) -> None:
    shutil.copy(file, file.with_name("elsewhere"))
    file.unlink()
    file.symlink_to("elsewhere")


def _another_database(file: Path) -> None:
    file.unlink()
    with sqlite3.connect(file) as tables:
        tables.execute("create table landing (path, blob)")
    tables.close()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda file: file.chmod(0o666), "others may write it"),
        (_symbolic, "no plain file"),
        (_another_database, "another format"),
        (lambda file: file.write_text("không phải cơ sở dữ liệu " * 100), "not a database"),
    ],
    ids=["others may write", "a link", "another database", "text"],
)
def test_a_foreign_file_is_not_read_and_one_line_says_so(many: Story, spoil: Callable[[Path], None], why: str) -> None:
    expected = answer(many.folder)
    settled(many.folder)
    spoil(cache(many.folder))
    said = _sangkien(many.folder)
    assert (said.returncode, said.stderr.count("\n")) == (1, 1), said.stderr
    assert why in said.stderr
    assert "bộ nhớ đệm" in said.stderr
    assert stat.S_IMODE(cache(many.folder).lstat().st_mode) == 0o600
    assert answer(many.folder) == expected
    assert _sangkien(many.folder).stderr == ""


def test_where_nothing_can_be_kept_everything_works(many: Story) -> None:
    expected = answer(many.folder)
    shutil.rmtree(cache(many.folder).parent)
    cache(many.folder).parent.write_text("no folder")
    assert answer(many.folder) == expected


def test_off_means_off(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(cache(many.folder).parent, ignore_errors=True)
    monkeypatch.setenv("SANGKIEN_CACHE", "off")
    answer(many.folder)
    assert not cache(many.folder).parent.exists()


def test_a_writer_killed_at_any_time_spoils_nothing(many: Story) -> None:
    expected = _sangkien(many.folder).stdout
    _forget(many.folder)
    for turn in range(12):
        running = subprocess.Popen(
            [*SANGKIEN, "check", "--repo", str(many.folder), "--head", "main", "--as-of", NOW.at.isoformat()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        with suppress(subprocess.TimeoutExpired):
            running.wait(0.15 + 0.03 * turn)
        running.kill()
        running.wait()
        if turn % 4 == 3:
            assert _sangkien(many.folder).stdout == expected
            _forget(many.folder)


def test_several_writers_at_once_answer_alike(many: Story) -> None:
    expected = _sangkien(many.folder).stdout
    _forget(many.folder)
    command = [*SANGKIEN, "check", "--repo", str(many.folder), "--head", "main", "--as-of", NOW.at.isoformat()]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment())
        for _ in range(6)
    ]
    assert {each.communicate() for each in running} == {(expected, "")}
    assert _sangkien(many.folder).stdout == expected


def _sangkien(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*SANGKIEN, "check", "--repo", str(folder), "--head", "main", "--as-of", NOW.at.isoformat()],
        capture_output=True,
        text=True,
        env=_environment(),
        check=False,
    )


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONIOENCODING": "utf-8"}


def test_what_is_written_is_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "tables.sqlite"
    store = Store(file)
    store.layout("create table if not exists t (a int)")
    with pytest.raises(ZeroDivisionError), store.writing():
        store.write("insert into t values (?)", [(1 // 0,) for _ in store.rows("select 1")])
    assert list(store.rows("select * from t")) == []
    with store.writing():
        store.write("insert into t values (?)", [(2,)])
        other = Store(file)
        other.layout("create table if not exists t (a int)")
        with other.writing() as theirs:
            assert not theirs
        assert list(other.rows("select * from t")) == []
    assert list(other.rows("select * from t")) == [(2,)]
    with pytest.raises(Broken):
        list(store.rows("select * from nothing"))


# Submissions, read once ever


def test_what_was_cleared_is_not_read_again(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    plainly = prefilter.load_fast
    monkeypatch.setattr(
        prefilter, "load_fast", lambda law, files: read.extend(path for path, *_ in files) or plainly(law, files)
    )
    answer(many.folder)
    assert len(read) == 15
    first, read[:] = set(read), []
    answer(many.folder)
    assert set(read) == {f"{HOME}bv-mau/hong.md"}, "only what is not in order is looked at again"
    read.clear()
    many.step({"on": "main", "at": "2021-05-10T08:00:00+07:00", "write": {"bv-mau/bai-7.md": {"Mẫu": "Mẫu Ba"}}})
    answer(many.folder)
    assert f"{HOME}bv-mau/bai-7.md" in read
    assert len(set(read)) == 2
    read.clear()
    many.step({"on": "main", "at": "2021-05-11T08:00:00+07:00", "write": {"program/2021/rules.yml": {"1000": "999"}}})
    answer(many.folder)
    assert set(read) == first, "by another law everything is judged anew"


def test_a_file_in_order_is_never_read_with_care(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """To know where each of its lines stands costs six times as much as to know that nothing is wrong with it."""
    read: list[str] = []
    parsed = reader._parsed
    monkeypatch.setattr(reader, "_parsed", lambda text, *more: read.append(text) or parsed(text, *more))  # type: ignore[func-returns-value]
    snapshot = git.snapshot(git.open_repository(many.folder), "main")
    law = load_law(snapshot)
    files = [(path, entry.blob) for path, entry in snapshot.entries.items() if path.startswith("submissions/")]
    contents = dict(snapshot.read([blob for _, blob in files]))
    passed = list(in_order(prefilter.load_fast(law, [(path, blob, contents[blob]) for path, blob in files])))
    assert len(passed) == len(files) - 1 > 10, "all but the one that cannot be read"
    assert read == []


@pytest.mark.parametrize("code", ["SK301", "SK305", "SK403"])
def test_a_rule_that_looks_beyond_one_file_cannot_be_asked_of_one_alone(many: Story, code: str) -> None:
    """Were it declared otherwise, what it says of the others would be forgotten with the first verdict that is remembered."""
    snapshot = git.snapshot(git.open_repository(many.folder), "main")
    path = f"{HOME}bv-mau/cu.md"
    content = dict(snapshot.read([snapshot.entries[path].blob]))[snapshot.entries[path].blob]
    alone = prefilter.load_fast(load_law(snapshot), [(path, snapshot.entries[path].blob, content)])
    assert [filed.path for filed in in_order(alone)] == [path]
    with pytest.raises(AssertionError, match="beyond"):
        list(CATALOGUE[code].findings(alone))


def test_two_processes_clear_what_one_clears(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answer(many.folder)
    _forget(many.folder)
    monkeypatch.setattr(prefilter, "_WORTH", 1)
    monkeypatch.setattr(prefilter, "_BATCH", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert answer(many.folder) == expected
    assert answer(many.folder) == expected


def test_a_late_content_is_late_though_it_was_cleared(many: Story) -> None:
    """Dates are no business of what is remembered: the same content, received in time or late."""
    late = f"lỗi[SK301]: {'Nội dung này được nhận lúc'}"
    for _ in range(2):
        said = told(judge_all(git.open_repository(many.folder), "main", NOW))
        assert said.count(late) == 2  # edited after the closing, and the broken one
        before = told(judge_all(git.open_repository(many.folder), "main", AsOf(datetime.fromisoformat(AS_OF))))
        assert late not in before


def test_the_file_is_its_users_alone(many: Story) -> None:
    answer(many.folder)
    assert stat.S_IMODE(cache(many.folder).stat().st_mode) == 0o600
    assert stat.S_IMODE(cache(many.folder).parent.stat().st_mode) == 0o700


@pytest.mark.slow
def test_two_processes_one_process_and_none_remembered_answer_alike(tmp_path: Path) -> None:
    """The benchmark's repository, just large enough for a second process; stopped by Ctrl-C on the way, at every stage."""
    made = tmp_path / "kho"
    synthetic.make(made, 4200)
    command = [*SANGKIEN, "check", "--repo", str(made), "--head", "main", "--as-of", NOW.at.isoformat(), "--format", "json"]
    began = time.monotonic()
    subprocess.run(command, capture_output=True, env=_environment(), check=False)
    whole = time.monotonic() - began
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a shell starts in its background hears no Ctrl-C
    stopped = 0
    for part in (0.2, 0.35, 0.5, 0.7):
        _forget(made)
        running = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment(), start_new_session=True
        )
        with suppress(subprocess.TimeoutExpired):
            running.wait(part * whole)
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGINT)
        said, complained = running.communicate()
        if running.returncode == 0:  # done before it was stopped: now the machine is fast, now slow
            continue
        stopped += 1
        assert (running.returncode, said) == (2, ""), (said, complained)
        *progress, last = filter(None, complained.splitlines())
        assert last == "sangkien: đã dừng theo yêu cầu."
        assert all(re.fullmatch(r"sangkien: Đang đọc .*: .*/s", line) for line in progress), complained
        with pytest.raises(ProcessLookupError):
            os.killpg(running.pid, 0)  # no process of its stays behind
    assert stopped
    answers = [
        subprocess.run(command, capture_output=True, env=_environment() | more, check=False)
        for more in ({}, {}, {"SANGKIEN_CACHE": "off"})
    ]
    assert len({(each.returncode, each.stdout) for each in answers}) == 1
    assert json.loads(answers[0].stdout)["judged"] > 4200


# Found by trying to break it


@pytest.mark.parametrize("lost", ["folder is null", "nth = 1", "nr % 2 = 0", "nth <> 2"])
def test_an_index_that_lost_rows_is_noticed(many: Story, lost: str) -> None:
    """The index is exchanged for one over a part of the rows, as a bad page would leave it; SQLite is content."""
    expected = answer(many.folder)
    with sqlite3.connect(cache(many.folder)) as tables:
        tables.execute(f"create index part on landing (folder) where {lost}")
        tables.execute("pragma writable_schema = on")
        tables.execute(
            "update sqlite_master set rootpage = (select rootpage from sqlite_master where name = 'part') where name = 'landing_folder'"
        )
        tables.execute("delete from sqlite_master where name = 'part'")
    tables.close()
    heard: list[Words] = []
    repo = git.open_repository(many.folder, heard.append)
    history = git.snapshot(repo, "main").history
    asked = {
        path: dict(history.landings[path]) for path in sorted(git.snapshot(replace(repo, store=Store(None)), "main").entries)
    }
    assert len(heard) == 1, lost
    assert asked == {
        path: dict(git.snapshot(replace(repo, store=Store(None)), "main").history.landings[path]) for path in asked
    }
    assert answer(many.folder) == expected


@pytest.mark.parametrize("table", ["landing", "line"])
def test_rows_that_are_gone_are_missed(many: Story, table: str) -> None:
    expected = answer(many.folder)
    whole = plainly(git.snapshot(git.open_repository(many.folder), "main").history)
    with sqlite3.connect(cache(many.folder)) as tables:
        assert tables.execute(f"delete from {table} where rowid = 2 or rowid = (select max(rowid) from {table})").rowcount
    tables.close()
    heard: list[Words] = []
    repo = git.open_repository(many.folder, heard.append)
    assert plainly(git.snapshot(repo, "main").history) == whole
    assert len(heard) == 1
    assert answer(many.folder) == expected


def test_a_name_in_no_known_letters_on_a_commit_that_went_back_in_time(many: Story) -> None:
    """Names are bytes; one that is no text once stopped every reader, for ever."""
    blob = many.git("rev-parse", f"HEAD:{HOME}bv-mau/bai-1.md")
    subprocess.run(
        ["git", "update-index", "-z", "--index-info"],
        input=f"100644 {blob}\t{HOME}bv-mau/".encode() + b"\xff\xfe.md\0",
        cwd=many.folder,
        check=True,
    )
    many.git("commit", "--quiet", "--message=m", at="2021-04-01T08:00:00+07:00")
    for _ in range(2):
        disordered = git.snapshot(git.open_repository(many.folder), "main").history.disordered
        assert list(disordered.values())[-1] == f"{HOME}bv-mau/\udcff\udcfe.md"


def test_a_law_that_becomes_a_link_is_another_law(many: Story) -> None:
    """The same content under another mode is not the same file."""
    answer(many.folder)
    path = "program/2021/units/thai-binh.yml"
    blob = many.git("rev-parse", f"HEAD:{path}")
    many.git("update-index", "--cacheinfo", f"120000,{blob},{path}")
    many.git("commit", "--quiet", "--message=m", at="2021-05-12T08:00:00+07:00")
    remembered = answer(many.folder)
    _forget(many.folder)
    assert remembered == answer(many.folder)


def test_a_folder_that_others_may_write_is_left_alone(many: Story) -> None:
    expected = answer(many.folder)
    _forget(many.folder)
    cache(many.folder).parent.chmod(0o777)
    heard: list[Words] = []
    judge_all(git.open_repository(many.folder, heard.append), "main", NOW)
    assert answer(many.folder) == expected
    assert (heard, list(cache(many.folder).parent.glob("cache*"))) == ([], [])


def test_tables_that_another_writer_keeps_from_being_made_are_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sangkien.cache.store._LAYING", 0.05)
    kept = Store(tmp_path / "kho" / CACHE)
    kept.layout("create table if not exists one (a);")
    assert list(kept.rows("select * from one")) == []
    with sqlite3.connect(tmp_path / "kho" / CACHE, isolation_level=None) as other:
        other.execute("begin immediate")
        kept.layout("create table if not exists two (a);")
        assert list(kept.rows("select * from two")) == []
        other.execute("rollback")
    other.close()
    kept.close()


def _dies(piece: slice) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_reading_process_that_the_system_takes_away_is_replaced(many: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = answer(many.folder)
    _forget(many.folder)
    monkeypatch.setattr(prefilter, "_WORTH", 1)
    monkeypatch.setattr(prefilter, "_BATCH", 2)
    monkeypatch.setattr(parallel, "_piece", _dies)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert answer(many.folder) == expected


def test_a_clone_that_lacks_contents_and_reaches_nobody_says_so(many: Story, tmp_path: Path) -> None:
    many.git("config", "uploadpack.allowFilter", "true")
    subprocess.run(
        ["git", "clone", "--quiet", "--filter=blob:none", "--no-checkout", f"file://{many.folder}", str(tmp_path / "ban")],
        check=True,
    )
    many.folder.rename(tmp_path / "dau-do")
    said = _sangkien(tmp_path / "ban")
    assert (said.returncode, said.stdout) == (2, "")
    assert "git fetch --refetch --no-filter origin" in said.stderr
    assert "Traceback" not in said.stderr
    (tmp_path / "dau-do").rename(many.folder)

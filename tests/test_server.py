"""A real server under real pushes: who is answered “ok” has a receipt, whatever is pushed, by how many, and whoever kills it when."""

from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from command import sangkien
from sangkien import git
from sangkien.app.judge import judge_all
from sangkien.app.revision import read_judged
from sangkien.git.receipts import Taken, append, every, faults, lookup, missing, tip
from sangkien.language import say
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from server import (
    CLOSING,
    RULES,
    Clone,
    Pushed,
    Server,
    call,
    copied,
    environment,
    place,
    running,
    seed,
    submission,
    together,
    until,
    written,
)

A, B, NEW = place("mot"), place("hai"), place("moi")
ZONE = timezone(timedelta(hours=7))  # of the edition
SECONDS = timedelta(seconds=30)  # how long an answer may take on a busy machine
Serve = Callable[..., tuple[Server, Clone]]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, tuple[Server, Clone]]:
    """One server of each world, to be copied: its portal is open now, or has been closed for years, or it took a topic branch."""
    root = tmp_path_factory.mktemp("may-chu")
    seeds = {"open": seed(root / "open"), "closed": seed(root / "closed", CLOSING), "reviewed": root / "open"}
    clones = {name: Clone(Server(root / f"{name}-server", folder), root / f"{name}-clone") for name, folder in seeds.items()}
    clones["reviewed"].commit("bai", told("mot"))
    assert clones["reviewed"].push("bai").ok
    return {name: (clone.server, clone) for name, clone in clones.items()}


@pytest.fixture
def serve(worlds: Mapping[str, tuple[Server, Clone]], tmp_path: Path) -> Iterator[Serve]:
    """Makes a fresh server of a world, not started, and a clone of it."""
    made: list[Server] = []

    def fresh(world: str = "open") -> tuple[Server, Clone]:
        server, clone = copied(*worlds[world], tmp_path / f"lan-{len(made)}")
        made.append(server)
        return server, clone

    yield fresh
    for server in made:
        server.kill()


def now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def told(*names: str) -> dict[str, str]:
    return {place(name): submission(f"Kệ {name}") for name in names}


# What is pushed, one by one


@pytest.mark.parametrize("transport", ["path", pytest.param("file", marks=pytest.mark.slow), "http"])
def test_a_sound_push_has_one_receipt_of_each_submission_it_changes_and_says_so(serve: Serve, transport: str) -> None:
    server, clone = serve()
    files = {
        **told("mot"),
        place("hai", "duoc-mau"): submission("Kệ hai").replace("bv-mau", "duoc-mau"),
        "GHI-CHU.md": "ghi chú\n",
    }
    files = {
        path: text.replace("block: agency", "block: enterprise") if "duoc" in path else text for path, text in files.items()
    }
    with running(server):
        head, before = clone.commit("bai", files), now().replace(microsecond=0)  # receipts are dated to the second
        pushed = clone.push("bai", to=server.address(transport))
        assert pushed.ok, pushed.said
        after = now()
        assert server.heads()["bai"] == head
        chain = server.receipts()
        changed = sorted(path for path in files if path.startswith("submissions/"))
        assert [(each.path, each.blob) for each in chain] == [(path, clone.blob(head, path)) for path in changed]
        for receipt in chain:
            assert before <= receipt.at <= after
            assert receipt.at <= receipt.written <= after + SECONDS
            assert (receipt.head, receipt.source) == (head, "push refs/heads/bai")
            assert f"Đã nhận {receipt.path} lúc {say(receipt.at.astimezone(ZONE), 'vi')}." in pushed.said
        assert "GHI-CHU" not in pushed.said
        again = clone.push("bai", "bai:bai-hai", to=server.address(transport))
        assert again.ok, again.said
        assert server.heads()["bai-hai"] == head
        assert server.receipts() == chain
        edited = clone.commit("bai", {A: files[A].replace("36000000", "37000000")})
        assert clone.push("bai", to=server.address(transport)).ok
        assert server.given() == [(each.path, each.blob) for each in chain] + [(A, clone.blob(edited, A))]
    server.is_sound()


def test_a_large_push_that_comes_in_chunks_is_taken_whole(serve: Serve) -> None:
    server, clone = serve()
    noise = random.Random(2021).randbytes(100_000).hex()
    with running(server):
        head = clone.commit("bai", {**told("mot"), "nhap/lon.txt": noise})
        pushed = clone.push("bai", to=server.url, options=("-c", "http.postBuffer=65536"))
        assert pushed.ok, pushed.said
        fetched = clone.folder.with_name("lay-ve")
        call("git", "clone", "--quiet", "--branch=bai", server.url, str(fetched), folder=server.root)
        assert (fetched / "nhap/lon.txt").read_text() == noise
    assert server.given() == [(A, clone.blob(head, A))]


@pytest.mark.parametrize("transport", ["path", "http"])
def test_a_broken_push_is_refused_in_words_the_pusher_sees_and_leaves_nothing(serve: Serve, transport: str) -> None:
    server, clone = serve()
    with running(server):
        clone.commit("bai", {A: submission("Kệ").replace("scope: unit", "scope: khoa"), **told("hai")})
        pushed = clone.push("bai", to=server.address(transport))
    assert not pushed.ok
    assert "lỗi[SK204]" in pushed.said
    assert f"--> {A}:18:8" in pushed.said
    assert "pre-receive hook declined" in pushed.said
    assert server.heads().keys() == {"main"}
    assert server.receipts() == []


def test_an_account_held_to_its_units_lands_only_their_submissions(serve: Serve) -> None:
    """SANGKIEN_UNITS is the server's own word about whoever pushes: set by a forced command, a web server, an account's shell."""
    _, clone = serve()
    clone.commit("bai", told("mot"))
    clone.merge("bai")
    refused = clone.push("main", SANGKIEN_UNITS="thai-binh/nganh-y-te/duoc-mau")
    assert not refused.ok
    assert "chỉ được gửi bài của: thai-binh/nganh-y-te/duoc-mau" in refused.said
    assert place("mot") in refused.said
    assert not clone.push("main", SANGKIEN_UNITS="").ok
    assert clone.push("bai", SANGKIEN_UNITS="").ok, "a branch for those who may merge it"
    clone.commit("main", {"README.md": "x"})
    assert "README.md" in clone.push("main", SANGKIEN_UNITS="thai-binh").said
    clone.git("reset", "--quiet", "--hard", "HEAD~1")
    assert clone.push("main", SANGKIEN_UNITS="thai-binh/nganh-y-te/bv-mau thai-binh/khac").ok


def test_a_pull_before_the_push_cannot_date_what_landed_anew(serve: Serve) -> None:
    server, clone = serve()
    other = clone.copy(clone.folder.with_name("ban-sao-khac"))
    with running(server):
        clone.commit("bai", told("mot"))
        landed = clone.merge("bai")
        assert clone.push("main").ok
        other.git("checkout", "--quiet", "main")
        other.commit("main", told("hai"))
        other.git("fetch", "--quiet", "origin")
        other.git("merge", "--quiet", "--no-ff", "--message=pull", "origin/main")
        pushed = other.push("main")
        assert not pushed.ok
        assert "Hãy gộp nhánh của bạn vào main" in pushed.said
        assert "git merge --no-ff" in pushed.said
        assert server.heads()["main"] == landed
        other.git("checkout", "--quiet", "-B", "bai-hai", "HEAD^1")
        other.merge("bai-hai")
        assert other.push("main").ok
    line = server.git("rev-list", "--first-parent", "main").splitlines()
    assert landed in line


def test_a_refused_push_does_not_move_the_branch_that_was_taken_before(serve: Serve) -> None:
    server, clone = serve()
    good = clone.commit("bai", told("mot"))
    assert clone.push("bai").ok
    taken = server.receipts()
    clone.commit("bai", {A: submission("Kệ").replace("scope: unit", "scope: khoa"), **told("hai")})
    assert not clone.push("bai").ok
    assert server.heads()["bai"] == good
    assert server.receipts() == taken


@pytest.mark.parametrize("transport", ["path", "http"])
def test_a_late_push_is_refused_in_words_the_pusher_sees_and_leaves_nothing(serve: Serve, transport: str) -> None:
    server, clone = serve("closed")
    in_time = "2021-04-01T08:00:00+07:00"  # what the sender's commit claims
    with running(server):
        clone.commit("bai", told("mot"), GIT_AUTHOR_DATE=in_time, GIT_COMMITTER_DATE=in_time)
        pushed = clone.push("bai", to=server.address(transport))
    assert not pushed.ok
    assert "lỗi[SK301]: Nội dung này được nhận lúc" in pushed.said
    assert "giờ đóng là 24:00 ngày 20/4/2021" in pushed.said
    assert f"--> {A}" in pushed.said
    assert server.heads().keys() == {"main"}
    assert server.receipts() == []


def test_a_branch_whose_name_is_not_utf_8_is_answered_in_words(serve: Serve) -> None:
    server, clone = serve()
    head = clone.commit("bai", told("mot"))
    pushed = clone.push(b"bai:refs/heads/b\xe0i")
    assert "Traceback" not in pushed.said
    assert "lỗi bên trong" not in pushed.said
    if pushed.ok:
        assert server.given() == [(A, clone.blob(head, A))]
    else:
        assert "sangkien" in pushed.said


# What lands


@pytest.fixture
def reviewed(serve: Serve) -> tuple[Server, Clone]:
    """A server that has taken a topic branch, and the officer's clone with that branch."""
    return serve("reviewed")


def dated(span: timedelta) -> dict[str, str]:
    return {"GIT_COMMITTER_DATE": (now() + span).isoformat()}


def test_a_merge_made_now_lands_and_gives_no_second_receipt(reviewed: tuple[Server, Clone]) -> None:
    server, clone = reviewed
    given = server.given()
    merge = clone.merge("bai", **dated(timedelta(minutes=-8)))
    pushed = clone.push("main")
    assert pushed.ok, pushed.said
    assert server.heads()["main"] == merge
    assert server.given() == given
    assert f"Đã nhận {A} lúc" in pushed.said
    server.is_sound()


def test_what_lands_without_a_branch_of_its_own_has_its_receipt_too(serve: Serve) -> None:
    server, clone = serve()
    head = clone.commit("main", told("mot"))
    assert clone.push("main").ok
    assert [(each.path, each.blob, each.source) for each in server.receipts()] == [
        (A, clone.blob(head, A), "push refs/heads/main")
    ]


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)], ids=["an hour ago", "in an hour"])
def test_a_merge_dated_off_the_servers_clock_is_refused_with_the_tolerance(
    reviewed: tuple[Server, Clone], off: timedelta
) -> None:
    server, clone = reviewed
    before, merge = server.heads(), clone.merge("bai", **dated(off))
    pushed = clone.push("main")
    assert not pushed.ok
    assert f"Commit {merge[:10]} ghi lúc" in pushed.said
    assert "lệch quá 10 phút so với đồng hồ máy chủ" in pushed.said
    assert server.heads() == before


def test_a_fast_forward_of_main_with_old_commits_is_refused(reviewed: tuple[Server, Clone]) -> None:
    server, clone = reviewed
    before = server.heads()
    clone.commit("cu", told("hai"), **dated(timedelta(hours=-1)))
    pushed = clone.push("cu:main")
    assert not pushed.ok
    assert "lệch quá 10 phút" in pushed.said
    assert server.heads() == before


@pytest.mark.parametrize("what", ["+main~1:main", ":main"], ids=["rewritten", "deleted"])
def test_main_is_never_rewritten_or_deleted(reviewed: tuple[Server, Clone], what: str) -> None:
    server, clone = reviewed
    before = server.heads()
    pushed = clone.push(what)
    assert not pushed.ok
    assert "Nhánh main chỉ được nối dài, không được xóa hay viết lại." in pushed.said
    assert server.heads() == before


def forward(clone: Clone) -> str:
    clone.git("checkout", "--quiet", "-B", "gia", "origin/receipts")
    clone.git("commit", "--quiet", "--allow-empty", "--message=x")
    return "gia:receipts"


def forced(clone: Clone) -> str:
    return "+main:receipts"


def deleted(clone: Clone) -> str:
    return ":receipts"


@pytest.mark.parametrize("how", [forward, forced, deleted])
def test_nobody_pushes_to_the_receipts_branch(reviewed: tuple[Server, Clone], how: Callable[[Clone], str]) -> None:
    server, clone = reviewed
    clone.git("fetch", "--quiet", "origin")
    before = server.heads()
    pushed = clone.push(how(clone))
    assert not pushed.ok
    assert "Nhánh biên nhận chỉ máy chủ được ghi." in pushed.said
    assert server.heads() == before


def test_nobody_begins_the_receipts_branch_for_the_server(serve: Serve) -> None:
    server, clone = serve()
    assert not clone.push("main:receipts").ok
    assert server.heads().keys() == {"main"}


def test_a_forged_chain_pushed_beside_the_branch_does_not_become_the_servers_own(serve: Serve) -> None:
    server, clone = serve()
    head = clone.commit("bai", told("mot"))
    forged = Taken(A, clone.blob(head, A), head, "push refs/heads/bai")
    long_ago = datetime(2021, 4, 1, tzinfo=UTC)
    append(git.open_repository(clone.folder), [forged], long_ago, long_ago)
    clone.push("receipts:refs/remotes/origin/receipts")
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert [(each.path, each.blob) for each in server.receipts() if each.at > long_ago] == [(A, forged.blob)]
    assert len(server.receipts()) == 1


def test_a_branch_named_under_the_receipts_branch_does_not_keep_the_server_from_writing(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    server, clone = serve()
    clone.push("main:refs/heads/receipts/x")
    head = clone.commit("bai", told("mot"))
    monkeypatch.setattr(git.receipts, "_PATIENCE", timedelta(seconds=1))
    append(git.open_repository(server.bare), [Taken(A, clone.blob(head, A), head, "x")], now(), now())
    assert len(server.receipts()) == 1


def closes(server: Server, at: datetime) -> None:
    """The administrator of the server puts this closing on main, past the hooks."""
    rules = server.git("show", f"main:{RULES}").replace("2099-04-21T00:00:00+07:00", at.isoformat())
    index = {"GIT_INDEX_FILE": str(server.root / "index")}
    server.git("read-tree", "main", **index)
    blob = server.git("hash-object", "-w", "--stdin", stdin=f"{rules}\n".encode())
    server.git("update-index", "--cacheinfo", f"100644,{blob},{RULES}", **index)
    who = {f"GIT_{role}_{what}": "mau@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    commit = server.git("commit-tree", "-p", "main", "-m", "x", server.git("write-tree", **index), **who)
    server.git("-c", "core.hooksPath=/dev/null", "update-ref", "refs/heads/main", commit)


def test_what_came_in_time_may_land_after_closing_but_not_be_edited(reviewed: tuple[Server, Clone]) -> None:
    server, clone = reviewed
    (receipt,) = server.receipts()
    closing = receipt.at + timedelta(seconds=1)
    closes(server, closing)
    until(lambda: datetime.now(UTC) > closing + timedelta(seconds=1))
    clone.merge("bai")
    pushed = clone.push("main")
    assert pushed.ok, pushed.said
    repo = git.open_repository(server.bare)
    present = AsOf(now(), replayed=False)
    received = read_judged(repo, "main", present)[0].received[A]
    assert received.landing is not None
    assert received.landing.committed > closing
    assert received.at == receipt.at
    codes = [found.code for found in judge_all(repo, "main", present).verdict.introduced if found.location.path == A]
    assert "SK301" not in codes
    before = server.heads()
    clone.commit("bai", {A: submission("Kệ mot").replace("36000000", "37000000")})
    late = clone.push("bai")
    assert not late.ok
    assert "lỗi[SK301]" in late.said
    assert server.heads() == before


# Many at once, and a server that dies


PUSHERS = 20


@pytest.mark.slow
def test_twenty_pushers_at_the_same_time_each_get_their_receipt_once(serve: Serve, tmp_path: Path) -> None:
    server, clone = serve()
    clones, wanted = [], []
    for number in range(PUSHERS):
        pusher = clone.copy(tmp_path / f"nguoi-{number}")
        name = "chung" if number % 4 == 0 else f"rieng-{number}"
        head = pusher.commit(f"bai-{number}", told(name))
        clones.append(pusher)
        wanted.append((place(name), pusher.blob(head, place(name))))
    answers: dict[int, Pushed] = {}
    with running(server):

        def push(number: int) -> None:
            answers[number] = clones[number].push(f"bai-{number}", to=server.url)

        together(*(lambda number=number: push(number) for number in range(PUSHERS)))  # type: ignore[misc]
    given = Counter(server.given())
    assert set(given.values()) <= {1}
    assert {wanted[number] for number, answer in answers.items() if answer.ok} <= given.keys()
    assert [answer.said for answer in answers.values() if not answer.ok] == []
    assert given == Counter(set(wanted))
    server.is_sound()
    verified = receive(server.bare, "receipts", "verify")
    assert verified.returncode == 0, "it ends with 1 when the chain is broken"
    assert f"{len(set(wanted))} biên nhận" in verified.stdout
    assert [ref for ref in server.git("for-each-ref", "--format=%(refname)").split() if not ref.startswith("refs/heads/")] == []


def receipts_of_what_stands(server: Server) -> None:
    """No branch stands with a submission that main lacks and that has no receipt."""
    given = set(server.given())
    for name, head in server.heads().items():
        if name not in ("main", "receipts"):
            for line in server.git("diff-tree", "-r", "--no-abbrev", "main", head).splitlines():
                facts, _, path = line.partition("\t")
                assert (path, facts.split(" ")[3]) in given, name


# The hook that writes receipts is called for every ref that Git moves; only at the pusher's branch is the server killed.
_DEADLY = """#!/bin/sh
said=$(cat)
real() {{ {{ test -z "$said" || printf '%s\\n' "$said"; }} | "$0.that" "$@"; }}
case "$*:$said" in
prepared:*refs/heads/bai | "refs/heads/bai "* | :*) {script} ;;
*) real "$@" ;;
esac
"""


@pytest.mark.parametrize(
    ("hook", "script", "given"),
    [
        pytest.param("pre-receive", "kill -KILL 0", 0, id="before it judges"),
        pytest.param("receipts", "kill -KILL 0", 0, id="before the receipt"),
        pytest.param("receipts", 'real "$@" && kill -KILL 0', 1, id="between receipt and branch"),
        pytest.param("post-receive", "kill -KILL 0", 1, id="before it answers"),
    ],
)
def test_a_server_killed_at_its_worst_moments_owes_nobody_a_receipt(serve: Serve, hook: str, script: str, given: int) -> None:
    server, clone = serve()
    name = "reference-transaction" if hook == "receipts" else hook
    real = server.wrap(name, _DEADLY.format(script=script))
    head = clone.commit("bai", told("mot"))
    server.start()
    cut = clone.push("bai", to=server.url)
    assert not cut.ok
    server.gone()
    receipts_of_what_stands(server)
    assert len(server.given()) == given
    server.sweep()
    real.replace(real.with_name(name))
    with running(server):
        again = clone.push("bai", to=server.url)
    assert again.ok, again.said
    assert server.heads()["bai"] == head
    assert server.given() == [(A, clone.blob(head, A))]
    server.is_sound()


@pytest.mark.slow
def test_a_server_killed_in_a_stream_of_pushes_keeps_every_word_it_gave(serve: Serve, tmp_path: Path) -> None:
    server, clone = serve()
    chance = random.Random(20210420)
    pushers = [clone.copy(tmp_path / f"nguoi-{number}") for number in range(4)]
    ok: dict[tuple[str, str], bool] = {}
    todo: list[tuple[Clone, str, tuple[str, str]]] = []
    for number, pusher in enumerate(pushers):
        for turn in range(6):
            pusher.git("checkout", "--quiet", "main")
            branch, path = f"bai-{number}-{turn}", place(f"bai-{number}-{turn}" if number else f"chung-{turn}")
            head = pusher.commit(branch, {path: submission(f"Kệ {number} {turn}")})
            todo.append((pusher, branch, (path, pusher.blob(head, path))))
    stop = threading.Event()

    def stream(pusher: Clone, turns: range) -> None:
        for mine, branch, what in [each for each in todo if each[0] is pusher][turns.start : turns.stop]:
            if not stop.is_set():
                ok[what] = mine.push(branch, to=server.url).ok or ok.get(what, False)

    for lap in range(3):
        stop.clear()
        server.start()
        threads = [threading.Thread(target=stream, args=(pusher, range(2 * lap, 2 * lap + 2))) for pusher in pushers]
        for thread in threads:
            thread.start()
        enough = len(ok) + chance.randint(1, 4)
        until(lambda: len(ok) >= enough)  # noqa: B023 - asked in this lap
        stop.set()
        server.kill()
        for thread in threads:
            thread.join()
        assert {what for what, said in ok.items() if said} <= set(server.given())
        receipts_of_what_stands(server)
        server.sweep()
    cut = [each for each in todo if not ok.get(each[2]) and each[2] in ok]
    assert cut, "no push was cut: kill earlier"
    with running(server):
        answers = [mine.push(branch, to=server.url) for mine, branch, _ in cut]
    assert [answer.said for answer in answers if not answer.ok] == []
    assert set(Counter(server.given()).values()) == {1}
    assert ok.keys() <= set(server.given())
    server.is_sound()


# The branch by itself


@pytest.fixture
def repo(tmp_path: Path) -> git.Repository:
    """An empty repository without hooks."""
    call("git", "init", "--quiet", "--bare", "--initial-branch=main", str(tmp_path / "kho.git"), folder=tmp_path)
    return git.open_repository(tmp_path / "kho.git")


START = datetime(2021, 4, 1, 8, tzinfo=UTC)


def content(repo: git.Repository, text: str) -> str:
    return call("git", "hash-object", "-w", "--stdin", folder=repo.path, stdin=text.encode())


def chain(repo: git.Repository, length: int = 4) -> list[str]:
    """That many receipts, a minute apart; their commits, oldest first."""
    for number in range(length):
        at = START + timedelta(minutes=number)
        append(repo, [Taken(place(f"b{number}"), content(repo, str(number)), "f" * 40, "thử")], at, at)
    return [each.commit for each in written(repo.path)]


def wrong(repo: git.Repository, expect: str | None = None) -> set[tuple[str, str]]:
    """Commit and reason of every fault."""
    found = set()
    for fault in faults(repo, expect):
        what: Any = fault.values["what"]
        found.add((str(fault.values["commit"]), what.en))
    return found


def test_what_is_taken_twice_is_written_once(repo: git.Repository) -> None:
    one, other = content(repo, "1"), content(repo, "2")
    taken = [Taken(A, one, "f" * 40, "thử"), Taken(B, one, "f" * 40, "thử"), Taken(A, other, "f" * 40, "thử")]
    assert append(repo, taken[:2], START, START) == 2
    before = tip(repo)
    later = START + timedelta(hours=1)
    assert append(repo, taken[:2], later, later) == 0
    assert append(repo, [], later, later) == 0
    assert tip(repo) == before
    assert append(repo, taken, later, later) == 1
    chained = list(written(repo.path))
    assert [(each.path, each.blob, each.at) for each in chained] == [(A, one, START), (B, one, START), (A, other, later)]
    assert wrong(repo) == set()


def test_what_is_taken_twice_in_one_go_is_written_once(repo: git.Repository) -> None:
    taken = Taken(A, content(repo, "1"), "f" * 40, "thử")
    append(repo, [taken, taken], START, START)
    assert len(list(written(repo.path))) == 1
    assert wrong(repo) == set()


_WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from sangkien import git
repo = git.open_repository(Path(sys.argv[1]))
for turn in range(5):
    now = datetime.now(UTC)
    names = [f"submissions/rieng-{sys.argv[2]}-{turn}.md", f"submissions/chung-{turn}.md"]
    git.receipts.append(repo, [git.receipts.Taken(name, sys.argv[3], "f" * 40, sys.argv[2]) for name in names], now, now)
"""


def test_eight_writers_at_the_same_time_lose_nothing_and_double_nothing(repo: git.Repository) -> None:
    blob = content(repo, "x")
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(repo.path), str(number), blob], env=environment())
        for number in range(8)
    ]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 8
    names = [f"submissions/rieng-{number}-{turn}.md" for number in range(8) for turn in range(5)]
    names += [f"submissions/chung-{turn}.md" for turn in range(5)]
    assert Counter(each.path for each in written(repo.path)) == Counter(names)
    assert wrong(repo) == set()
    assert len(every(repo)[blob]) == len(lookup(repo, [blob])[blob]) == len(names)


def test_one_content_among_thousands_is_looked_up_without_walking_the_branch(
    repo: git.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [hashlib.sha1(str(number).encode()).hexdigest() for number in range(5000)]
    taken = [Taken(f"submissions/{number}.md", id, "f" * 40, "thử") for number, id in enumerate(ids)]
    asked = ids[4321]
    append(repo, taken, START, START)
    started: list[list[str]] = []
    real = subprocess.Popen.__init__

    def counting(self: Any, arguments: list[str], *rest: Any, **more: Any) -> None:
        started.append([word for word in arguments[3:] if not word.startswith(("-", "core."))])
        real(self, arguments, *rest, **more)

    monkeypatch.setattr(subprocess.Popen, "__init__", counting)
    found = lookup(repo, [asked])
    monkeypatch.undo()
    assert [receipt.path for receipt in found[asked]] == ["submissions/4321.md"]
    assert found.keys() == {asked}
    assert len(started) <= 4
    assert {words[0] for words in started} <= {"show-ref", "ls-tree", "cat-file"}
    assert [words[2:] for words in started if words[0] == "ls-tree"] == [[f"{asked[:2]}/{asked[2:]}/"]]
    (receipt,) = every(repo)[asked]
    assert (receipt.at, receipt.written, receipt.head, receipt.source) == (START, START, "f" * 40, "thử")
    assert found[asked][0].at == receipt.at


def test_a_name_of_any_bytes_comes_back_as_it_was(repo: git.Repository) -> None:
    raw = [
        b"hai  cach",
        b'"nhay"',
        b"xuong\ndong",
        b"Blob: gia\nPath: gia",
        b"\xff\xfe",
        "đỏ\u2028\u0085".encode(),
        b"\\u0041\t\x01",
    ]
    names = [f"submissions/{os.fsdecode(name)}.md" for name in raw]
    blob = content(repo, "x")
    assert append(repo, [Taken(name, blob, "f" * 40, "thử") for name in names], START, START) == len(names)
    assert append(repo, [Taken(name, blob, "f" * 40, "thử") for name in names], START, START) == 0
    assert [each.path for each in written(repo.path)] == names
    assert [each.path for each in every(repo)[blob]] == names
    assert sorted(each.path for each in lookup(repo, [blob])[blob]) == sorted(names)
    assert wrong(repo) == set()


def test_receipts_written_after_an_instant_can_be_left_out(repo: git.Repository) -> None:
    chain(repo)
    known = every(repo, START + timedelta(minutes=1))
    assert [receipt.path for receipts in known.values() for receipt in receipts] == [place("b0"), place("b1")]


# What is wrong with a chain


def commit(
    repo: git.Repository, like: str, *parents: str, tree: str | None = None, text: str | None = None, minutes: float = 0
) -> str:
    """A receipt like that one, but for what is asked; its id."""
    dates = call("git", "show", "--no-patch", "--format=%at %ct", like, folder=repo.path).split()
    when = [f"{int(seconds) + int(minutes * 60)} +0000" for seconds in dates]
    message = text or call("git", "show", "--no-patch", "--format=%B", like, folder=repo.path)
    who = {f"GIT_{role}_{what}": "mau@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return call(
        *("git", "commit-tree", *(word for parent in parents for word in ("-p", parent)), tree or f"{like}^{{tree}}"),
        folder=repo.path,
        stdin=message.encode(),
        GIT_AUTHOR_DATE=when[0],
        GIT_COMMITTER_DATE=when[1],
        **who,
    )


def stands(repo: git.Repository, commit: str) -> str:
    call("git", "update-ref", "refs/heads/receipts", commit, folder=repo.path)
    return commit[:10]


def index(repo: git.Repository, of: str, change: Callable[[list[str]], list[str]]) -> str:
    """The tree of that commit, flat, with its lines changed."""
    lines = change(call("git", "ls-tree", "-r", of, folder=repo.path).splitlines())
    own = {"GIT_INDEX_FILE": str(repo.path / "chi-muc")}
    call("git", "read-tree", "--empty", folder=repo.path, **own)
    call(
        "git",
        "update-index",
        "--add",
        "--index-info",
        folder=repo.path,
        stdin="".join(f"{line}\n" for line in lines).encode(),
        **own,
    )
    return call("git", "write-tree", folder=repo.path, **own)


def test_a_chain_as_it_was_written_has_no_fault(repo: git.Repository) -> None:
    assert wrong(repo) == set()
    commits = chain(repo)
    assert wrong(repo) == wrong(repo, commits[1]) == wrong(repo, commits[-1]) == set()


def test_a_rewritten_last_receipt_is_found_by_the_index_and_by_the_published_tip(repo: git.Repository) -> None:
    commits = chain(repo)
    text = call("git", "show", "--no-patch", "--format=%B", commits[-1], folder=repo.path).replace("b3.md", "khac.md")
    last = stands(repo, commit(repo, commits[-1], commits[-2], text=text))
    said = {(last, "is missing from the index"), (last, "the index holds an entry that no receipt wrote")}
    assert wrong(repo) == said
    assert wrong(repo, commits[-1]) == said | {("–", f"no longer holds the published tip {commits[-1][:12]}")}


def test_a_last_receipt_dated_otherwise_than_the_index_says_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[-1], commits[-2], minutes=0.5))
    assert last in {where for where, _ in wrong(repo)}


def test_a_removed_middle_receipt_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[1]))
    assert wrong(repo) == {(last, "the index holds an entry that no receipt wrote")}


def test_a_chain_rewritten_with_its_index_is_found_by_the_published_tip(repo: git.Repository) -> None:
    published = chain(repo)[-1]
    call("git", "update-ref", "-d", "refs/heads/receipts", folder=repo.path)
    assert wrong(repo, published) == {("–", f"no longer holds the published tip {published[:12]}")}
    chain(repo, 3)
    assert wrong(repo) == set()
    assert wrong(repo, published) == {("–", f"no longer holds the published tip {published[:12]}")}
    assert wrong(repo, "không có") == {("–", "no longer holds the published tip không có")}


def test_a_receipt_dated_before_the_one_it_follows_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[2], minutes=-2))
    assert (last, "is dated before the receipt it follows") in wrong(repo)


def test_a_merge_in_the_chain_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[2], commits[0]))
    assert wrong(repo) == {(last, "does not follow the receipt before it")}


def test_a_receipt_that_repeats_another_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[3]))
    assert wrong(repo) == {(last, "repeats a receipt that stands already")}


def test_a_removed_or_added_entry_of_the_index_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[2], tree=index(repo, commits[3], lambda lines: lines[:-1])))
    ((_, why),) = wrong(repo)
    assert why == "is missing from the index"
    tree = index(repo, commits[3], lambda lines: [*lines, lines[0].replace("/", "/0", 1)])
    last = stands(repo, commit(repo, commits[3], commits[2], tree=tree))
    assert wrong(repo) == {(last, "the index holds an entry that no receipt wrote")}


def test_an_entry_of_the_index_with_another_date_than_its_receipt_is_found(repo: git.Repository) -> None:
    commits = chain(repo)
    (receipt,) = lookup(repo, [content(repo, "3")])[content(repo, "3")]
    entry = index_line = next(
        line for line in call("git", "ls-tree", "-r", commits[3], folder=repo.path).splitlines() if receipt.blob[2:] in line
    )
    text = call("git", "cat-file", "blob", entry.split()[2], folder=repo.path)
    forged = content(repo, text.replace("Taken: 2021-04-01", "Taken: 2021-03-01") + "\n")
    tree = index(
        repo,
        commits[3],
        lambda lines: [line.replace(entry.split()[2], forged) if line == index_line else line for line in lines],
    )
    stands(repo, commit(repo, commits[3], commits[2], tree=tree))
    assert lookup(repo, [receipt.blob])[receipt.blob][0].at < receipt.at  # the gate believes it
    assert wrong(repo) != set()


def test_a_content_that_is_gone_is_named_and_is_no_fault_of_the_chain(repo: git.Repository) -> None:
    chain(repo)
    assert missing(repo) == ()
    gone, at = "0123456789" * 4, START + timedelta(hours=1)
    append(repo, [Taken(A, gone, "f" * 40, "thử")], at, at)
    assert [(receipt.path, receipt.blob, receipt.commit) for receipt in missing(repo)] == [(A, gone, tip(repo))]
    assert wrong(repo) == set()


@pytest.mark.parametrize("text", ["Không phải biên nhận", "Path: gia\nBlob: gia", 'Path: ["gia"]\nBlob: 12'])
def test_a_commit_that_is_no_receipt_is_a_fault_and_not_a_crash(repo: git.Repository, text: str) -> None:
    commits = chain(repo)
    last = stands(repo, commit(repo, commits[3], commits[3], text=text))
    assert last in {where for where, _ in wrong(repo)}


# Locks that a killed server left


def lock(repo: git.Repository, age: timedelta) -> Path:
    file = repo.path / "refs/heads/receipts.lock"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    stamp = (datetime.now(UTC) - age).timestamp()
    os.utime(file, (stamp, stamp))
    return file


def test_a_branch_somebody_is_writing_to_is_waited_for_and_then_the_push_is_refused(
    repo: git.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git.receipts, "_PATIENCE", timedelta(seconds=1))
    commits = chain(repo, 1)
    file = lock(repo, timedelta())
    taken = [Taken(A, content(repo, "x"), "f" * 40, "thử")]
    with pytest.raises(CannotJudge, match="busy"):
        append(repo, taken, START, START)
    assert [each.commit for each in written(repo.path)] == commits
    assert file.exists()
    monkeypatch.setattr("time.sleep", lambda seconds: file.unlink(missing_ok=True))  # the other is done while we wait
    append(repo, taken, START, START)
    assert not file.exists()
    assert len(list(written(repo.path))) == 2


def test_a_lock_that_a_killed_server_left_long_ago_does_not_stop_receipts_for_ever(
    repo: git.Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(git.receipts, "_PATIENCE", timedelta(seconds=1))
    lock(repo, timedelta(hours=1))
    append(repo, [Taken(A, content(repo, "x"), "f" * 40, "thử")], START, START)
    assert len(list(written(repo.path))) == 1


# The command


def receive(repo: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return sangkien(*words, "--repo", str(repo), folder=repo.parent, environment=environment())


def test_a_clone_with_only_the_servers_branch_goes_on_where_it_ends(reviewed: tuple[Server, Clone]) -> None:
    server, clone = reviewed
    clone.git("fetch", "--quiet", "origin")
    published = clone.git("rev-parse", "origin/receipts")
    assert clone.git("branch", "--list", "receipts") == ""
    head = clone.commit("hai", told("hai"))
    early = server.receipts()[-1].written - timedelta(hours=2)
    asked = ("receive", "--base", "main", "--head", "hai", "--at", early.isoformat(), "--source", "github  pull\n12")
    done = receive(clone.folder, *asked)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Đã cấp 1 biên nhận mới")
    first, second = written(clone.folder)
    assert (first.commit, second.parents) == (published, (published,))
    assert (second.path, second.blob, second.head) == (B, clone.blob(head, B), head)
    assert (second.at, second.source) == (early, "github pull 12")
    assert first.written <= second.written <= now()
    assert receive(clone.folder, *asked).stdout.startswith("Đã cấp 0 biên nhận mới")
    ends = clone.git("rev-parse", "receipts")
    verified = receive(clone.folder, "receipts", "verify", "--expect", published)
    assert verified.returncode == 0
    assert verified.stdout.splitlines()[-1].startswith("2 biên nhận")
    assert ends in verified.stdout
    rewritten = receive(clone.folder, "receipts", "verify", "--expect", clone.git("rev-parse", "main"))
    assert rewritten.returncode == 1
    assert "không còn chứa đỉnh" in rewritten.stdout
    clone.git("update-ref", "refs/heads/receipts", published)
    assert receive(clone.folder, "receipts", "verify", "--expect", ends).returncode == 1


def test_a_tip_in_the_future_keeps_the_order_of_what_is_written_next(repo: git.Repository) -> None:
    chain(repo, 2)
    early = START - timedelta(days=1)
    append(repo, [Taken(A, content(repo, "x"), "f" * 40, "thử")], early, early)
    last = list(written(repo.path))[-1]
    assert (last.at, last.written) == (early, START + timedelta(minutes=1))
    assert wrong(repo) == set()


def test_nothing_is_received_before_it_comes(reviewed: tuple[Server, Clone]) -> None:
    _, clone = reviewed
    clone.commit("hai", told("hai"))
    tomorrow = (now() + timedelta(days=1)).isoformat()
    receive(clone.folder, "receive", "--base", "main", "--head", "hai", "--at", tomorrow, "--source", "x")
    verified = receive(clone.folder, "receipts", "verify")
    assert verified.returncode == 0, verified.stdout

"""Two changes, each sound, together too many: pushes to main take turns, and whoever comes second is told why and what to do."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from command import sangkien
from sangkien import git
from sangkien.app import push_lock
from sangkien.app.revision import read_judged
from sangkien.cli.hook import hook
from sangkien.language import Value, fill
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.rules import CATALOGUE
from sangkien.rules.quota_ledger import ledger
from server import (
    Clone,
    Pushed,
    Server,
    copied,
    environment,
    place,
    running,
    seed,
    submission,
    together,
    until,
)
from story import WORLD

UNION, HOSPITAL, PHARMACY = "thai-binh/nganh-y-te", "bv-mau", "duoc-mau"
NAMES = {HOSPITAL: "CĐCS Bệnh viện Mẫu", PHARMACY: "CĐCS Công ty Dược Mẫu"}
MAX = 4  # places of a province at the confederation
OVERTAKEN = "Trong lúc chờ đến lượt, main đã nhận một thay đổi khác (commit {stands})"
WAITS = "Một lần đẩy khác lên main đang được xét"
BARE = ("failed to update ref", "cannot lock ref", "fetch first", "non-fast-forward", "incorrect old value")
"""What Git itself says to whoever comes second."""


def dossier(items: list[str], voters: int = 7, reserve: bool = False) -> str:
    """A complete one to the confederation."""
    listed = [f"  - path: {path}\n    votes: {{in_favour: {voters}, against: 0}}\n" for path in items]
    return (
        "level: national\n"
        "letter: {number: 11/TTr-CĐ (mẫu), signed_on: 2021-04-08}\n"
        f"minutes: {{held_on: 2021-04-07, members: {voters}, present: {voters}}}\n"
        "papers: [to-trinh, bien-ban-co-so, bien-ban-cap-tren, bang-tong-hop]\n"
        "employer_confirmed: true\n"
        f"items:\n{''.join(listed)}{'    reserve: true' if reserve else ''}\n"
        "sample: true\n"
    )


def filed(unit: str) -> str:
    return f"program/2021/dossiers/{unit}/len-tong-lien-doan.yml"


def told(name: str, unit: str = HOSPITAL) -> str:
    text = submission(f"Kệ {name}").replace("bv-mau", unit)
    return text.replace("block: agency", "block: enterprise") if unit == PHARMACY else text


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Clone]:
    """A server on whose main three of the four places are held, and no unit is allotted a number."""
    root = tmp_path_factory.mktemp("may-chu")
    clone = Clone(Server(root / "server", seed(root / "seed")), root / "clone")
    units = re.sub(" +(allocation|target): .*\n", "", (WORLD / "units.yml").read_text(encoding="utf-8"))
    clone.commit("main", {"program/2021/units/thai-binh.yml": units})
    assert clone.push("main").ok
    names = [place(f"cho-{number}") for number in range(MAX - 1)]
    clone.commit("bai", {name: told(name.rpartition("/")[2]) for name in names} | {filed(UNION): dossier(names)})
    clone.merge("bai")
    pushed = clone.push("main")
    assert pushed.ok, pushed.said
    return clone.server, clone


@pytest.fixture
def served(world: tuple[Server, Clone], tmp_path: Path) -> Iterator[tuple[Server, Clone]]:
    """A fresh server of that world, not started, and a clone of it."""
    server, clone = copied(*world, tmp_path / "lan")
    yield server, clone
    server.kill()


_MEET = """#!/bin/sh
mkdir -p meet-{count} && touch "meet-{count}/$$"
tries=0
while test "$(ls meet-{count} | wc -l)" -lt {count} && test $tries -lt 1200; do sleep 0.05; tries=$((tries + 1)); done
{real}
"""
_LINGER = "#!/bin/sh\nsleep 0.5\n"


def meet(server: Server, count: int, real: str = 'exec "$0.that" "$@"') -> None:
    """That many pushes wait for one another before any is judged, so that all were made on the same main; and the branch is moved
    a while after the hooks have said yes."""
    server.wrap("pre-receive", _MEET.format(count=count, real=real))
    server.add("update", _LINGER)


def pushed_together(clones: list[Clone], transport: str) -> list[Pushed]:
    answers: dict[int, Pushed] = {}

    def push(number: int) -> None:
        clone = clones[number]
        answers[number] = clone.push("main", to=clone.server.address(transport))

    together(*(lambda number=number: push(number) for number in range(len(clones))))  # type: ignore[misc]
    return [answers[number] for number in range(len(clones))]


def follow(clone: Clone, said: str, branch: str | None = None) -> None:
    """Does what the server advises, word by word, but for the push; the branch stands where the advice leaves it to the pusher."""
    commands = [line.split() for line in said.splitlines() if line.startswith("  git ")]
    assert commands[-1] == ["git", "push", "origin", "main"]
    for _, *words in commands[:-1]:
        clone.git(*(branch or word if word == "NHÁNH-ĐÃ-SỬA" else word for word in words))


def holders(server: Server) -> list[str]:
    """The dossiers that hold the province's places at the confederation, one for each place; and nothing is wrong with main."""
    corpus, findings, _ = read_judged(git.open_repository(server.bare), "main", AsOf(datetime.now(UTC), replayed=False))
    assert findings == ()
    (account,) = (each for each in ledger(corpus, "2021").accounts if each.limit.level == "national" and not each.limit.own)
    assert account.limit.max == MAX
    return [each.dossier.path for each in account.entries if each.status.value == "holds"]


def is_at_rest(server: Server) -> None:
    """Nothing is wrong with the receipts, and nobody is left with a lock or the turn."""
    server.is_sound()
    assert server.locks() == []
    assert server.turn() == ""


# Two for the last place


def over(winner: str) -> dict[str, Value]:
    """What the finding tells whoever comes after the winner took the last place."""
    holders = f"Công đoàn ngành Y tế (mẫu) {MAX - 1}, {NAMES[winner]} 1"
    counts: dict[str, Value] = {"held": MAX, "max": MAX, "rank": 1, "position": MAX + 1, "holders": holders}
    return {**counts, "level": "Tổng Liên đoàn", "unit": "LĐLĐ tỉnh Thái Bình", "group": "thai-binh", "only": ""}


MORE = [("http", 0), ("path", 1), ("path", 2), ("http", 2)]
"""Transports and laps; in the second of these another's own hook stands between Git and ours."""


@pytest.mark.parametrize(
    ("transport", "lap"),
    [("path", 0), ("http", 1), *(pytest.param(*each, marks=pytest.mark.slow) for each in MORE)],
)
def test_of_two_pushes_for_the_last_place_one_wins_and_the_other_reads_why(
    served: tuple[Server, Clone], tmp_path: Path, transport: str, lap: int
) -> None:
    server, clone = served
    given = len(server.given())
    # Another's own hook may stand between Git and ours.
    meet(server, 2, 'cat | "$0.that" "$@"' if lap == 1 else 'exec "$0.that" "$@"')
    rivals = {HOSPITAL: clone.copy(tmp_path / HOSPITAL), PHARMACY: clone.copy(tmp_path / PHARMACY)}
    for unit, rival in rivals.items():
        item = place("moi", unit)
        rival.commit(f"bai-{unit}", {item: told("moi", unit), filed(f"{UNION}/{unit}"): dossier([item], 5)})
        rival.merge(f"bai-{unit}")
    with running(server):
        for rival in rivals.values():
            rival.git("remote", "set-url", "origin", server.address(transport))
        answers = dict(zip(rivals, pushed_together(list(rivals.values()), transport), strict=True))
        assert sorted(answer.ok for answer in answers.values()) == [False, True], "\n\n".join(
            answer.said for answer in answers.values()
        )
        (winner,) = (unit for unit, answer in answers.items() if answer.ok)
        (loser,) = rivals.keys() - {winner}
        said = answers[loser].said
        stands = server.heads()["main"]
        assert stands == rivals[winner].git("rev-parse", "main")
        assert f"{OVERTAKEN.format(stands=stands[:10])}; xét lại trên main mới:" in said
        assert f"lỗi[SK701]: {fill(CATALOGUE['SK701'].says, over(winner), 'vi')}" in said
        assert f"--> {filed(f'{UNION}/{loser}')}" in said
        assert f"= sửa: {fill(CATALOGUE['SK701'].cure, over(winner), 'vi')}" in said
        assert said.index(OVERTAKEN[:30]) < said.index("SK701") < said.index("git merge --no-ff NHÁNH-ĐÃ-SỬA")
        assert not any(bare in said for bare in BARE), said
        assert holders(server) == [filed(UNION)] * (MAX - 1) + [filed(f"{UNION}/{winner}")]
        assert {path for path, _ in server.given()[given:]} == {place("moi", winner), filed(f"{UNION}/{winner}")}
        is_at_rest(server)

        rivals[loser].commit(f"bai-{loser}", {filed(f"{UNION}/{loser}"): dossier([place("moi", loser)], 5, reserve=True)})
        follow(rivals[loser], said, f"bai-{loser}")
        again = rivals[loser].push("main", to="origin")
        assert again.ok, again.said
    landed = server.git("log", "--first-parent", "--format=%H", "main").splitlines()
    assert landed[:2] == [rivals[loser].git("rev-parse", "main"), stands]
    assert holders(server) == [filed(UNION)] * (MAX - 1) + [filed(f"{UNION}/{winner}")]
    assert filed(f"{UNION}/{loser}") in {path for path, _ in server.given()}
    is_at_rest(server)


# Many, with room for all

PUSHERS, AGAIN = 20, 3


@pytest.mark.slow
def test_of_twenty_pushes_at_once_one_lands_and_all_others_are_told_how_to(
    served: tuple[Server, Clone], tmp_path: Path
) -> None:
    server, clone = served
    pushers = [clone.copy(tmp_path / f"nguoi-{number}") for number in range(PUSHERS)]
    for number, pusher in enumerate(pushers):
        pusher.commit(f"bai-{number}", {place(f"rieng-{number}"): told(f"riêng {number}")})
        pusher.merge(f"bai-{number}")
    meet(server, PUSHERS)
    with running(server):
        losers = one_landed(server, pushers, pushed_together(pushers, "http"))[:AGAIN]
        for pusher, said in losers:
            follow(pusher, said)
        meet(server, AGAIN)
        trying = [pusher for pusher, _ in losers]
        one_landed(server, trying, pushed_together(trying, "http"))
    checked = sangkien("check", "--head", "main", folder=server.bare, environment=environment())
    assert checked.returncode == 0
    assert "không có gì sai" in checked.stdout
    is_at_rest(server)


def one_landed(server: Server, pushers: list[Clone], answers: list[Pushed]) -> list[tuple[Clone, str]]:
    """The others, and what each was told: the same good news about the same new main."""
    tips = [pusher.git("rev-parse", "main") for pusher in pushers]
    stands = server.heads()["main"]
    assert [answer.ok for answer in answers] == [tip == stands for tip in tips], "\n\n".join(each.said for each in answers)
    losers = [(pusher, answer.said) for pusher, answer in zip(pushers, answers, strict=True) if not answer.ok]
    assert len(losers) == len(pushers) - 1
    for _, said in losers:
        assert f"{OVERTAKEN.format(stands=stands[:10])}. Xét lại trên main mới, thay đổi của bạn không có gì sai" in said
        assert not any(bare in said for bare in BARE), said
    return losers


# A turn that is not given back


_STUCK = f"""#!{sys.executable}
import signal, sys
from pathlib import Path
from sangkien.app import push
from sangkien.cli import main

def judge(*asked):
    Path("judging").touch()
    signal.pause()

push.judge_change = judge
sys.argv = ["sangkien", "hook", "pre-receive"]
main()
"""


@pytest.mark.parametrize("what", ["the whole server", "receive-pack alone"])
def test_a_holder_killed_while_it_is_judged_keeps_nobody_waiting(served: tuple[Server, Clone], what: str) -> None:
    server, clone = served
    clone.commit("bai-moi", {place("moi"): told("mới")})
    merge = clone.merge("bai-moi")
    real = server.wrap("pre-receive", _STUCK)
    answers: list[Pushed] = []
    with running(server):
        pushing = threading.Thread(target=lambda: answers.append(clone.push("main", to=server.url)))
        pushing.start()
        until((server.bare / "judging").exists)
        holder = server.turn()
        assert b"receive-pack" in Path(f"/proc/{holder}/cmdline").read_bytes()
        real.replace(real.with_name("pre-receive"))
        if what == "the whole server":
            server.kill()
            server.sweep()
            server.start()
        else:
            os.kill(int(holder), signal.SIGKILL)
        pushing.join()
        assert not answers[0].ok
        assert server.turn() == holder
        again = clone.push("main", to=server.url)
    assert again.ok, again.said
    assert WAITS not in again.said
    assert server.heads()["main"] == merge
    is_at_rest(server)


@pytest.fixture
def stranger() -> Iterator[subprocess.Popen[bytes]]:
    """A process that lives until the test ends, or ends it."""
    process = subprocess.Popen(["sleep", "300"])
    yield process
    process.kill()
    process.wait()


def started(id: int) -> int:
    return int(Path(f"/proc/{id}/stat").read_text().rpartition(")")[2].split()[19])


def line(id: int, started: int, ago: timedelta = timedelta()) -> str:
    return f"{id} {started} {int((datetime.now(UTC) - ago).timestamp())}\n"


def test_a_turn_of_an_earlier_process_with_the_same_id_is_over(
    served: tuple[Server, Clone], stranger: subprocess.Popen[bytes]
) -> None:
    server, clone = served
    clone.commit("bai-moi", {place("moi"): told("mới")})
    clone.merge("bai-moi")
    (server.bare / push_lock.FILE).write_text(line(stranger.pid, started(stranger.pid) - 1))
    pushed = clone.push("main")
    assert pushed.ok, pushed.said
    assert WAITS not in pushed.said
    is_at_rest(server)


_IMPATIENT = f"""#!{sys.executable}
import sys
from datetime import timedelta
from sangkien.cli import hook, main

hook._SOON, hook._PATIENCE = timedelta(seconds=0.2), timedelta(seconds=1)
sys.argv = ["sangkien", "hook", "pre-receive"]
main()
"""


def test_a_holder_that_never_ends_is_waited_for_in_vain_and_no_other_branch_waits(
    served: tuple[Server, Clone], stranger: subprocess.Popen[bytes]
) -> None:
    server, clone = served
    clone.commit("bai-moi", {place("moi"): told("mới")})
    merge = clone.merge("bai-moi")
    server.wrap("pre-receive", _IMPATIENT)
    before, held = server.heads(), line(stranger.pid, started(stranger.pid), timedelta(days=1))
    (server.bare / push_lock.FILE).write_text(held)
    with running(server):
        for to in (server.address("path"), server.url):
            pushed = clone.push("main", to=to)
            assert not pushed.ok
            assert WAITS in pushed.said
            assert "Đã chờ 1 giây mà lần đẩy trước lên main vẫn chưa xong" in pushed.said
            assert "tệp sangkien-turn trong kho ghi số của tiến trình" in pushed.said
            assert "pre-receive hook declined" in pushed.said
        assert server.heads() == before
        aside = clone.push("bai-moi", to=server.url)
        assert aside.ok, aside.said
        assert WAITS not in aside.said
        assert (server.bare / push_lock.FILE).read_text() == held
        stranger.kill()  # nobody has taken note of its end yet
        until(lambda: ") Z " in Path(f"/proc/{stranger.pid}/stat").read_text())
        assert clone.push("main", to=server.url).ok
    assert server.heads()["main"] == merge
    is_at_rest(server)


def test_a_refused_push_gives_its_turn_back(served: tuple[Server, Clone]) -> None:
    server, clone = served
    clone.commit("bai-moi", {place("moi"): told("mới").replace("scope: unit", "scope: khoa")})
    clone.merge("bai-moi")
    pushed = clone.push("main")
    assert "lỗi[SK204]" in pushed.said
    assert server.turn() == ""


# What the hook says, whatever Git hands it


def handed(server: Server, monkeypatch: pytest.MonkeyPatch, *lines: str, lang: str = "vi") -> tuple[int, str]:
    """The hook's exit and its words when Git hands it these lines."""
    monkeypatch.chdir(server.bare)
    said = CliRunner(env={"SANGKIEN_LANG": lang}).invoke(
        hook, ["pre-receive"], input="".join(f"{each}\n" for each in lines), standalone_mode=False
    )
    assert said.exception is None
    return said.return_value, said.output


def test_an_overtaken_push_is_told_so_in_english_too(served: tuple[Server, Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    server, clone = served
    item = place("moi")
    head = clone.commit("bai-moi", {item: told("mới")})
    assert clone.push("bai-moi").ok
    stands, old = server.git("rev-parse", "main"), server.git("rev-parse", "main~1")
    code, said = handed(server, monkeypatch, f"{old} {head} refs/heads/main", lang="en")
    assert code == 1
    assert said.startswith(
        f"While this push waited for its turn, main took another change (commit {stands[:10]}). Judged again"
    )
    assert "nothing is wrong with yours" in said
    assert f"\n  git merge --no-ff {head[:10]}\n  git push origin main\n" in said
    own = {"GIT_INDEX_FILE": str(server.bare / "chi-muc")}
    broken = server.git("hash-object", "-w", "--stdin", stdin=told("mới").replace("scope: unit", "scope: khoa").encode())
    server.git("read-tree", head, **own)
    server.git("update-index", "--cacheinfo", f"100644,{broken},{item}", **own)
    who = {f"GIT_{role}_{what}": "mau@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    wrong = server.git("commit-tree", "-p", head, "-m", "x", server.git("write-tree", **own), **who)
    code, said = handed(server, monkeypatch, f"{old} {wrong} refs/heads/main", lang="en")
    assert code == 1
    assert "; judged again on the new main:\n\nerror[SK204]" in said
    assert "\n  git merge --no-ff MENDED-BRANCH\n  git push origin main\n" in said
    assert server.turn() == ""


def test_whoever_would_begin_main_when_another_has_begun_it_is_overtaken_too(
    served: tuple[Server, Clone], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, clone = served
    head = clone.commit("bai-moi", {place("moi"): told("mới")})
    assert clone.push("bai-moi").ok
    code, said = handed(server, monkeypatch, f"{'0' * 40} {head} refs/heads/main")
    assert code == 1
    assert said.startswith(OVERTAKEN[:30])


def test_nobody_is_late_by_waiting_for_a_turn(served: tuple[Server, Clone], monkeypatch: pytest.MonkeyPatch) -> None:
    server, clone = served
    clone.commit("bai-moi", {place("moi"): told("mới")})
    merge = clone.merge("bai-moi")
    assert clone.push("main:gop").ok
    waited = [datetime.now(UTC)]
    monkeypatch.setattr("sangkien.cli.hook.now", lambda: waited[-1])
    monkeypatch.setattr(push_lock, "acquire", lambda *_: waited.append(waited[0] + timedelta(hours=1)) or True)
    assert handed(server, monkeypatch, f"{server.git('rev-parse', 'main')} {merge} refs/heads/main") == (0, "")
    assert len(waited) == 2


# The turn by itself


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "HEAD").touch(0o644)
    return tmp_path / push_lock.FILE


AT_ONCE = timedelta()


def named(file: Path) -> list[push_lock._Process]:
    """Whoever the file names."""
    return [push_lock._Process(*map(int, each.split()[:2])) for each in file.read_text().splitlines()]


def test_of_many_who_find_a_dead_holder_only_one_takes_the_turn(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [subprocess.Popen(["sleep", "300"]) for _ in range(8)]
    mine = threading.local()
    monkeypatch.setattr(push_lock, "_serving", lambda: mine.process)
    took: list[push_lock._Process] = []

    start = threading.Barrier(len(many))

    def try_it(process: push_lock._Process) -> None:
        mine.process = process
        start.wait()
        if push_lock.acquire(file, AT_ONCE, datetime.now(UTC)):
            took.append(process)

    try:
        ours = [push_lock._Process(each.pid, started(each.pid)) for each in many]
        for _ in range(50):
            file.write_text(line(ours[0].id, ours[0].started - 1))
            took.clear()
            together(*(lambda process=process: try_it(process) for process in ours))  # type: ignore[misc]
            assert len(took) == 1
            assert named(file) == took
    finally:
        for each in many:
            each.kill()
            each.wait()


def test_a_turn_is_kept_while_its_process_lives_and_is_nobody_elses_to_end(
    file: Path, stranger: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = push_lock._Process(stranger.pid, started(stranger.pid))
    file.write_text(line(theirs.id, theirs.started, timedelta(days=1)))
    assert not push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    push_lock.release(file)
    assert named(file) == [theirs]
    stranger.kill()
    stranger.wait()
    assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    assert named(file) == [push_lock._Process(os.getpid(), started(os.getpid()))]
    assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    push_lock.release(file)
    assert file.read_text() == ""


def test_a_line_that_was_never_finished_is_nobodys_turn(file: Path, stranger: subprocess.Popen[bytes]) -> None:
    for left in (
        line(stranger.pid, started(stranger.pid))[:-1],
        f"{stranger.pid} ",
        "x\n",
        "1 2 99999999999999999\n",
        "\0\xff\n",
    ):
        file.write_text(left, encoding="latin-1")
        assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC)), left


def test_somebody_who_is_just_reading_the_file_is_waited_for(file: Path) -> None:
    with push_lock._exclusive(file) as ours, push_lock._exclusive(file) as theirs:
        assert ours is not None
        assert theirs is None
        assert not push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))


def test_where_no_kernel_tells_when_a_process_started_its_age_decides(
    file: Path, stranger: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(push_lock, "_PROC", file.parent / "proc")
    file.write_text(line(stranger.pid, 0, timedelta(minutes=9)))
    assert not push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    file.write_text(line(stranger.pid, 0, timedelta(minutes=11)))
    assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    assert named(file) == [push_lock._Process(os.getppid(), 0)]
    stranger.kill()
    stranger.wait()
    file.write_text(line(stranger.pid, 0))
    assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
    push_lock.release(file)
    assert file.read_text() == ""


def test_whoever_may_write_the_repository_may_write_the_turn(file: Path) -> None:
    for mode in (0o644, 0o664):
        (file.parent / "HEAD").chmod(mode)
        assert push_lock.acquire(file, AT_ONCE, datetime.now(UTC))
        assert file.stat().st_mode & 0o777 == mode


def test_a_turn_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(CannotJudge, match=r"Cannot write .*/sangkien-turn: No such file"):
        push_lock.acquire(tmp_path / "không có" / push_lock.FILE, AT_ONCE, datetime.now(UTC))

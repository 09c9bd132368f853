"""The hooks among others' hooks: nothing that stands there is lost, and where one of ours is lost, nothing is taken."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import command
from command import SANGKIEN
from sangkien.git.shadowing import shadows
from server import Clone, Pushed, Server, call, copied, environment, place, running, seed, submission

OURS = ["pre-receive", "reference-transaction", "post-receive"]
MOVES = ["0" * 40, "f" * 40]
Serve = Callable[[], tuple[Server, Clone]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, Clone]:
    """A server, and a clone with one sound submission on the branch `bai`."""
    root = tmp_path_factory.mktemp("may-chu")
    clone = Clone(Server(root / "server", seed(root / "seed")), root / "clone")
    clone.commit("bai", {place("mot"): submission("Kệ mot")})
    return clone.server, clone


@pytest.fixture
def served(world: tuple[Server, Clone], tmp_path: Path) -> Iterator[tuple[Server, Clone]]:
    server, clone = copied(*world, tmp_path / "lan")
    yield server, clone
    server.kill()


@pytest.fixture
def bare(served: tuple[Server, Clone]) -> Path:
    """A repository without our hooks."""
    folder = served[0].bare
    sangkien("uninstall", folder)
    return folder


def sangkien(verb: str, folder: Path, lang: str = "vi", **more: str) -> subprocess.CompletedProcess[str]:
    return command.sangkien("hook", verb, str(folder), environment=environment(SANGKIEN_LANG=lang, **more))


def stands(folder: Path) -> dict[str, str]:
    """Every file and link below a folder, with what it says and whether it is run."""
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.is_symlink():
            found[str(file.relative_to(folder))] = f"-> {file.readlink()}"
        elif file.is_file():
            found[str(file.relative_to(folder))] = f"{file.stat().st_mode & 0o777:o} {file.read_bytes()!r}"
    return found


def script(file: Path, text: str, mode: int = 0o755) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{text}")
    file.chmod(mode)
    return file


def noting(log: Path, then: str = "exit 0") -> str:
    """A hook of somebody else: it notes how it was called and what it was given."""
    return f"{{ echo \"called $*\"; cat; }} >> '{log}'\n{then}\n"


def heads(clone: Clone) -> set[str]:
    return set(clone.server.heads())


# Put in among others', and taken away again


def as_a_file(bare: Path, name: str, text: str) -> None:
    script(bare / "hooks" / name, text)


def as_a_link(bare: Path, name: str, text: str) -> None:
    script(bare.parent / "luat" / f"{name}.sh", text)
    (bare / "hooks" / name).symlink_to(Path("../../luat") / f"{name}.sh")


THEIRS = [*OURS, "update", "post-update"]


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        *((name, as_a_file) for name in THEIRS),
        ("pre-receive", as_a_link),
        *(pytest.param(name, as_a_link, marks=pytest.mark.slow) for name in THEIRS if name != "pre-receive"),
    ],
)
def test_a_hook_that_stood_there_runs_too_and_is_given_the_same(
    served: tuple[Server, Clone], bare: Path, name: str, shape: Callable[[Path, str, str], None]
) -> None:
    _, clone = served
    log = bare / "ghi"
    shape(bare, name, noting(log))
    before = stands(bare / "hooks")
    put = sangkien("install", bare)
    assert put.returncode == 0, put.stderr
    assert (name in put.stdout) == (name in OURS)
    kept = bare / "hooks" / f"{name}.before-sangkien"
    assert kept.read_text() == (bare / "hooks" / name if name not in OURS else kept).read_text()
    assert os.access(kept, os.X_OK) == (name in OURS), "what others stand for is kept as a copy that nobody runs"
    assert sangkien("install", bare).returncode == 0
    head = clone.git("rev-parse", "bai")
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert "Đã nhận" in pushed.said
    assert clone.server.given() != []
    noted = log.read_text()
    line = f"{MOVES[0]} {head} refs/heads/bai\n"
    expected = {
        "pre-receive": f"called \n{line}",
        "post-receive": f"called \n{line}",
        "reference-transaction": f"called prepared\n{line}called committed\n{line}",
        "update": f"called refs/heads/bai {MOVES[0]} {head}\n",
        "post-update": "called refs/heads/bai\n",
    }[name]
    assert expected in noted if name == "reference-transaction" else noted == expected
    assert sangkien("uninstall", bare).returncode == 0
    assert stands(bare / "hooks") == before
    assert "không có móc nào" in sangkien("uninstall", bare).stdout
    assert stands(bare / "hooks") == before


@pytest.mark.parametrize("name", ["pre-receive", "update", "reference-transaction"])
def test_where_a_hook_that_stood_there_refuses_nothing_is_taken_and_no_receipt_written(
    served: tuple[Server, Clone], bare: Path, name: str
) -> None:
    _, clone = served
    script(bare / "hooks" / name, "echo KHONG-CHO >&2\nexit 3\n")
    assert sangkien("install", bare).returncode == 0
    pushed = clone.push("bai")
    assert not pushed.ok
    assert "KHONG-CHO" in pushed.said
    assert "Đã nhận" not in pushed.said
    assert heads(clone) == {"main"}


@pytest.mark.parametrize("reads", ["", "head -c 1 >/dev/null\n", "exec <&-\n"], ids=["nothing", "a byte", "closes it"])
def test_a_hook_that_does_not_read_what_it_is_given_harms_nobody(served: tuple[Server, Clone], bare: Path, reads: str) -> None:
    _, clone = served
    for name in OURS:
        script(bare / "hooks" / name, f"{reads}exit 0\n")
    assert sangkien("install", bare).returncode == 0
    names = [f"bai:refs/tags/{number}-{'x' * 200}" for number in range(500)]  # more than a pipe holds
    pushed = clone.push("--atomic", "bai", *names)
    assert pushed.ok, pushed.said[-2000:]
    assert len(clone.server.given()) == 1
    assert "error" not in pushed.said


def test_what_git_would_not_run_is_kept_and_not_run(served: tuple[Server, Clone], bare: Path) -> None:
    _, clone = served
    script(bare / "hooks/pre-receive", "exit 1\n", 0o644)
    (bare / "hooks/post-receive").symlink_to("khong-co")
    before = stands(bare / "hooks")
    assert sangkien("install", bare).returncode == 0
    assert clone.push("bai").ok
    assert sangkien("uninstall", bare).returncode == 0
    assert stands(bare / "hooks") == before


def test_the_hook_that_an_earlier_version_put_in_goes(served: tuple[Server, Clone], bare: Path) -> None:
    _, clone = served
    for name in ("pre-receive", "update", "post-receive"):
        script(bare / "hooks" / name, f"# Viết bằng lệnh: sangkien hook install\nexec '{SANGKIEN}' hook {name} \"$@\"\n")
    cured = clone.push("bai")
    assert not cured.ok
    assert "hook install" in cured.said
    assert sangkien("install", bare).returncode == 0
    assert not (bare / "hooks/update").exists()
    assert clone.push("bai").ok
    assert sangkien("uninstall", bare).returncode == 0
    assert [name for name in stands(bare / "hooks") if not name.endswith(".sample")] == []


def test_an_odd_path_is_quoted(world: tuple[Server, Clone], tmp_path: Path) -> None:
    server, clone = copied(*world, tmp_path / "hai cách 'nháy' $HOME")
    assert sangkien("install", server.bare).returncode == 0
    script(server.bare / "hooks/post-receive.before-sangkien", "echo CUA-HO\n")
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert "CUA-HO" in pushed.said
    (server.bare / "hooks/pre-receive").unlink()
    said = clone.push("bai:bai-hai").said
    (cure,) = [line.strip() for line in said.splitlines() if "hook install" in line]
    call("sh", "-c", cure, folder=tmp_path)
    assert clone.push("bai:bai-hai").ok


# Where ours cannot stand beside theirs


BY_NAME = ['for each in "$0".d/*; do "$each"; done\n', "exec /x/$(basename $0)\n", 'run "${0##*/}"\n']


@pytest.mark.parametrize("text", BY_NAME)
def test_a_hook_that_goes_by_its_own_name_is_left_and_the_keeper_told_how(
    served: tuple[Server, Clone], bare: Path, text: str
) -> None:
    _, clone = served
    hook = script(bare / "hooks/pre-receive", text)
    before = stands(bare)
    for lang, word in (("vi", "chưa đổi gì"), ("en", "nothing was changed")):
        said = sangkien("install", bare, lang)
        assert said.returncode == 2
        assert word in said.stderr
        assert f'{SANGKIEN} hook pre-receive "$@"' in said.stderr
        assert stands(bare) == before
    (line,) = [each.strip() for each in said.stderr.splitlines() if each.strip().startswith(SANGKIEN)]
    script(hook, f"# basename\n{line}\n")
    put = sangkien("install", bare)
    assert put.returncode == 0, put.stderr
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert clone.server.given() != []
    taken = sangkien("uninstall", bare)
    assert "pre-receive" in taken.stdout.splitlines()[-1]
    assert hook.read_text() == f"#!/bin/sh\n# basename\n{line}\n"


def test_two_that_differ_are_not_chosen_between(bare: Path) -> None:
    script(bare / "hooks/pre-receive", "exit 0\n")
    assert sangkien("install", bare).returncode == 0
    (bare / "hooks/pre-receive").unlink()
    script(bare / "hooks/pre-receive", "exit 0 # another\n")
    before = stands(bare)
    said = sangkien("install", bare)
    assert said.returncode == 2
    assert "pre-receive.before-sangkien" in said.stderr
    assert stands(bare) == before


def globally(bare: Path, shared: Path) -> dict[str, str]:
    call("git", "config", "--file", str(shared.parent / "cau-hinh"), "core.hooksPath", str(shared), folder=bare)
    return {"GIT_CONFIG_GLOBAL": str(shared.parent / "cau-hinh")}


def locally(bare: Path, shared: Path) -> dict[str, str]:
    call("git", "config", "core.hooksPath", str(shared), folder=bare)
    return {}


def relatively(bare: Path, shared: Path) -> dict[str, str]:
    call("git", "config", "core.hooksPath", os.path.relpath(shared, bare), folder=bare)
    return {}


def by_a_link(bare: Path, shared: Path) -> dict[str, str]:
    (bare / "hooks").rename(bare / "moc-cu")
    (bare / "hooks").symlink_to(shared)
    return {}


@pytest.mark.parametrize("how", [globally, locally, relatively, by_a_link])
def test_a_folder_that_repositories_share_is_never_written_into_and_the_advice_works(
    served: tuple[Server, Clone], bare: Path, tmp_path: Path, how: Callable[[Path, Path], dict[str, str]]
) -> None:
    _, clone = served
    shared, log = tmp_path / "chung" / "moc", tmp_path / "ghi"
    script(shared / "pre-receive", noting(log))
    script(shared / "update", noting(log))
    more = how(bare, shared)
    before = stands(shared), stands(bare)
    said = sangkien("install", bare, **more)
    assert said.returncode == 2
    assert "chưa đổi gì" in said.stderr
    assert (stands(shared), stands(bare)) == before
    for step in (line.strip() for line in said.stderr.splitlines() if line.startswith("  ")):
        call("sh", "-c", step, folder=tmp_path, **more)
    assert stands(shared) == before[0]
    pushed = clone.push("bai", **more)
    assert pushed.ok, pushed.said
    assert clone.server.given() != []
    assert log.read_text().count("called") == 2
    assert sangkien("uninstall", bare, **more).returncode == 0
    assert stands(shared) == before[0]


# One of ours is gone


def removed(hook: Path) -> None:
    hook.unlink()


def switched_off(hook: Path) -> None:
    hook.chmod(0o644)


def replaced(hook: Path) -> None:
    script(hook, "exit 0\n")


def linked(hook: Path) -> None:
    hook.unlink()
    hook.symlink_to(script(hook.parent.parent / "khac", "exit 0\n"))


LOST = [(name, how) for name in OURS for how in (removed, switched_off, replaced, linked)]
ONCE = [("pre-receive", removed), ("pre-receive", linked), ("reference-transaction", switched_off), ("post-receive", replaced)]
"""Each hook, and each way to lose one."""


@pytest.mark.parametrize(
    ("name", "how"), [*ONCE, *(pytest.param(*each, marks=pytest.mark.slow) for each in LOST if each not in ONCE)]
)
def test_a_hook_that_is_gone_is_noticed_and_the_cure_works(
    served: tuple[Server, Clone], name: str, how: Callable[[Path], None]
) -> None:
    server, clone = served
    how(server.bare / "hooks" / name)
    refused = clone.push("bai")
    assert not refused.ok
    assert f"thiếu móc {name} của sangkien" in refused.said
    assert heads(clone) == {"main"}
    (cure,) = [line.strip() for line in refused.said.splitlines() if "hook install" in line]
    call("sh", "-c", cure, folder=server.root)
    taken = clone.push("bai")
    assert taken.ok, taken.said
    assert len(server.given()) == 1


def test_over_http_too_nothing_is_taken_while_the_judge_is_gone(served: tuple[Server, Clone]) -> None:
    server, clone = served
    (server.bare / "hooks/pre-receive").unlink()
    with running(server):
        assert not clone.push("bai", to=server.url).ok
    assert heads(clone) == {"main"}
    assert "thiếu móc pre-receive của sangkien" in (server.root / "server.log").read_text()


def test_when_only_the_reporter_is_left_the_pusher_is_warned(served: tuple[Server, Clone]) -> None:
    server, clone = served
    for name in ("pre-receive", "reference-transaction"):
        (server.bare / "hooks" / name).unlink()
    said = clone.push("bai").said
    assert "thiếu móc reference-transaction, pre-receive của sangkien" in said
    assert "Đã nhận" not in said


def test_a_program_that_has_moved_is_told_in_words(served: tuple[Server, Clone]) -> None:
    server, clone = served
    for name in OURS:
        hook = server.bare / "hooks" / name
        hook.write_text(hook.read_text().replace(SANGKIEN, "/khong/co/sangkien"))
    pushed = clone.push("bai")
    assert not pushed.ok
    assert "không còn chương trình mà móc này gọi" in pushed.said
    assert heads(clone) == {"main"}


def test_the_keeper_moves_branches_without_receipts(served: tuple[Server, Clone]) -> None:
    server, clone = served
    (server.bare / "hooks/pre-receive").unlink()
    server.git("fetch", "--quiet", str(clone.folder), "bai:bai")
    assert heads(clone) == {"main", "bai"}


# What Git does beside the one branch


@pytest.mark.parametrize("way", [(), ("--atomic",)], ids=["one by one", "all or none"])
def test_a_branch_is_deleted_in_the_same_push(served: tuple[Server, Clone], way: tuple[str, ...]) -> None:
    server, clone = served
    assert clone.push("main:cu").ok
    server.git("pack-refs", "--all")
    pushed = clone.push(*way, ":cu", "bai")
    assert pushed.ok, pushed.said
    assert heads(clone) == {"main", "bai", "receipts"}
    assert len(server.given()) == 1
    server.is_sound()


@pytest.mark.parametrize("name", ["refs/heads/bai", "HEAD", "refs/heads/receipts"])
def test_a_lock_that_a_killed_server_left_long_ago_stops_nobody_for_ever(served: tuple[Server, Clone], name: str) -> None:
    server, clone = served
    lock = server.bare / f"{name}.lock"
    lock.touch()
    if name == "refs/heads/bai":
        assert not clone.push("bai").ok, "somebody may be writing"
    os.utime(lock, (0, 0))
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert server.locks() == []


def test_a_repository_with_long_ids_is_served_too(tmp_path: Path) -> None:
    long, told = tmp_path / "dai", seed(tmp_path / "nguon")
    call("git", "init", "--quiet", "--object-format=sha256", "--initial-branch=main", str(long), folder=tmp_path)
    for setting in ("user.name=Người Mẫu", "user.email=mau@example.org"):
        call("git", "config", *setting.split("="), folder=long)
    for file in call("git", "ls-files", folder=told).splitlines():
        (long / file).parent.mkdir(parents=True, exist_ok=True)
        (long / file).write_bytes((told / file).read_bytes())
    call("git", "add", "--all", folder=long)
    call("git", "commit", "--quiet", "--message=x", folder=long)
    clone = Clone(Server(tmp_path / "may-chu", long), tmp_path / "ban-sao")
    head = clone.commit("bai", {place("mot"): submission("Kệ mot")})
    pushed = clone.push("bai")
    assert pushed.ok, pushed.said
    assert clone.server.given() == [(place("mot"), clone.blob(head, place("mot")))]
    assert len(head) == 64
    merge = clone.merge("bai")
    landed = clone.push("main")
    assert landed.ok, landed.said
    assert "Đã nhận" in landed.said
    assert clone.server.heads()["main"] == merge
    clone.commit("sai", {place("hai"): submission("Kệ hai").replace("scope: unit", "scope: khoa")})
    assert "lỗi[SK204]" in clone.push("sai").said
    assert not clone.push(":main").ok
    clone.server.is_sound()


def test_times_are_told_in_the_zone_of_the_edition_wherever_the_server_stands(served: tuple[Server, Clone]) -> None:
    server, clone = served
    pushed = clone.push("bai", TZ="America/New_York")
    at = server.receipts()[0].at.timestamp()
    told = call("date", "-d", f"@{int(at)}", "+%H:%M:%S ngày %-d/%-m/%Y", folder=server.root, TZ="Asia/Ho_Chi_Minh")
    told = told.replace(":00 ngày", " ngày")  # a whole minute is told without its seconds
    assert f"Đã nhận {place('mot')} lúc {told}." in pushed.said
    old = call("date", "-d", "2 hours ago", "+%s", folder=server.root)
    clone.merge("bai", GIT_COMMITTER_DATE=f"{old} +0000")
    told = call("date", "-d", f"@{old}", "+%H:%M:%S ngày %-d/%-m/%Y", folder=server.root, TZ="Asia/Ho_Chi_Minh")
    assert f"ghi lúc {told.removesuffix(':00')}" in clone.push("main", TZ="America/New_York").said


# Names that pass for others


MISTAKEN = [
    "refs/tags/main",
    "refs/tags/Main",
    "refs/tags/origin/main",
    "refs/tags/receipts",
    "refs/tags/HEAD",
    "refs/tags/FETCH_HEAD",
    "refs/tags/refs/heads/main",
    "refs/tags/heads/main",
    "refs/heads/origin/main",
    "refs/heads/Origin/receipts",
    "refs/heads/origin",
    "refs/heads/refs/heads/main",
    "refs/heads/heads/main",
    "refs/heads/tags/x",
    "refs/heads/remotes/origin/main",
    "refs/heads/HEAD",
    "refs/heads/head",
    "refs/heads/ORIG_HEAD",
    "refs/heads/Main",
    "refs/heads/MAIN",
    "refs/heads/Receipts",
    "refs/heads/main/x",
    "refs/heads/receiptſ",
    f"refs/heads/{'ab' * 20}",
    f"refs/tags/{'AB' * 20}",
    f"refs/heads/{'0f' * 32}",
]
HONEST = [
    "refs/heads/main",
    "refs/heads/bai",
    "refs/heads/bai/main",
    "refs/heads/maintenance",
    "refs/heads/main-2",
    "refs/heads/header",
    "refs/heads/bài-của-tôi",
    "refs/heads/abcdef",
    f"refs/heads/{'ab' * 21}",
    "refs/tags/ky-2021",
    "refs/tags/v1",
]


@pytest.mark.parametrize("ref", MISTAKEN)
def test_a_name_that_passes_for_another_is_known(ref: str) -> None:
    assert shadows(ref)


@pytest.mark.parametrize("ref", HONEST)
def test_an_honest_name_is_let_be(ref: str) -> None:
    assert not shadows(ref)


def test_the_server_takes_no_name_that_passes_for_another_and_lets_those_go_that_are_there(
    served: tuple[Server, Clone],
) -> None:
    server, clone = served

    def tried(ref: str) -> Pushed:
        return clone.push(f"bai:{ref}")

    before = server.git("for-each-ref")
    for ref in MISTAKEN:
        pushed = tried(ref)
        assert not pushed.ok, ref
        if not ref.endswith("/HEAD") and len(ref) < 45:  # of some names Git itself has something to say
            assert f"Máy chủ không nhận tên {ref}" in pushed.said, pushed.said
    assert server.git("for-each-ref") == before
    server.git("update-ref", "refs/tags/main", "main")
    assert clone.push(":refs/tags/main").ok
    assert server.git("for-each-ref") == before


def test_receive_tells_its_time_in_the_zone_of_the_edition(served: tuple[Server, Clone]) -> None:
    _, clone = served
    asked = ("--base", "main", "--head", "bai", "--at", "2021-04-01T20:00:00+00:00", "--source", "thử")
    said = call(SANGKIEN, "receive", *asked, folder=clone.folder, TZ="America/New_York")
    assert said == "Đã cấp 1 biên nhận mới, nhận lúc 03:00 ngày 2/4/2021."

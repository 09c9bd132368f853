"""Every way of serving that docs/server.md describes is followed to the letter with Debian's own programs, on loopback."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from server import Clone, call, environment, place, seed, submission, written
from story import PROJECT

BLOCKS = dict(re.findall(r"^```sh ([\w-]+)\n(.*?)^```$", (PROJECT / "docs/server.md").read_text("utf-8"), re.M | re.S))
PASSWORD = "mat-khau-mau"
WAYS = {
    "git-daemon": (["repository"], ["git-daemon-serve"], "git://127.0.0.1:{port}/kho.git"),
    "sshd": (["repository", "sshd", "sshd-settings"], ["sshd-serve"], "ssh://{user}@127.0.0.1:{port}{srv}/kho.git"),
    "gitolite": (["gitolite", "sshd-settings"], ["sshd-serve"], "ssh://{user}@127.0.0.1:{port}/kho"),
    "nginx": (
        ["repository", "nginx"],
        ["fcgiwrap-serve", "nginx-serve"],
        f"http://can-bo:{PASSWORD}@127.0.0.1:{{port}}/kho.git",
    ),
}
NEEDS = {
    "git-daemon": [],
    "sshd": ["sshd", "ssh"],
    "gitolite": ["gitolite", "sshd", "ssh"],
    "nginx": ["nginx", "fcgiwrap", "openssl"],
}
PATH = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"], "/usr/sbin", "/sbin"])
SOON = 30.0  # seconds


@pytest.fixture
def srv() -> Iterator[Path]:
    """In the home of the account: sshd believes no key below a folder that anybody may write."""
    with tempfile.TemporaryDirectory(prefix=".sangkien-", dir=pwd.getpwuid(os.getuid()).pw_dir) as folder:
        yield Path(folder)


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def follow(block: str, settings: Mapping[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-eu", "-c", BLOCKS[block]], env=settings, capture_output=True, text=True, timeout=2 * SOON, check=False
    )
    assert done.returncode == 0, f"{block}: {done.stdout}{done.stderr}"


@contextmanager
def served(block: str, settings: Mapping[str, str], log: Path) -> Iterator[None]:
    with log.open("ab") as said:
        process = subprocess.Popen(
            ["sh", "-eu", "-c", BLOCKS[block]],
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)  # not reaped yet, so the group cannot be another's
        try:
            process.wait(timeout=SOON)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def until_it_listens(port: int, log: Path) -> None:
    end = time.monotonic() + SOON
    while time.monotonic() < end:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens: {log.read_text('utf-8', 'replace')}")


@pytest.mark.parametrize("way", WAYS)
def test_a_recipe_of_the_documents_makes_a_server_that_judges_and_gives_receipts(way: str, srv: Path, tmp_path: Path) -> None:
    if lacking := [name for name in NEEDS[way] if shutil.which(name, path=PATH) is None]:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have {', '.join(lacking)}: .ci/run installs them")
        pytest.skip(f"this machine lacks {', '.join(lacking)}: the recipe {way} is left out")
    source, port, user = seed(tmp_path / "nguon"), free_port(), pwd.getpwuid(os.getuid()).pw_name
    call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "khoa"), folder=tmp_path) if "ssh" in NEEDS[
        way
    ] else ""
    key = (tmp_path / "khoa.pub").read_text().strip() if "ssh" in NEEDS[way] else ""
    mine = {"PATH": PATH, "HOME": str(srv), "SRV": str(srv), "FROM": str(source), "LISTEN": "127.0.0.1", "PORT": str(port)}
    settings = {**environment(), **mine, "KEY": key, "PASSWORD": PASSWORD}
    ssh = f"ssh -F /dev/null -i {tmp_path / 'khoa'} -o IdentitiesOnly=yes -o BatchMode=yes -o StrictHostKeyChecking=no"
    more = {"GIT_SSH_COMMAND": f"{ssh} -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"}
    prepared, serving, form = WAYS[way]
    for block in prepared:
        follow(block, settings)
    bare = next(path for path in (srv / "kho.git", srv / "repositories/kho.git") if path.exists())
    with ExitStack() as running:
        log = tmp_path / "log"
        for block in serving:
            running.enter_context(served(block, settings, log))
        until_it_listens(port, log)
        pushes_are_judged_and_receipted(bare, form.format(port=port, user=user, srv=srv), tmp_path, more)


def pushes_are_judged_and_receipted(bare: Path, to: str, folder: Path, more: Mapping[str, str]) -> None:
    clone = Clone.of(bare, folder / "ban-sao")
    sound, branch = place("mot"), "bai/mot"
    head = clone.commit(branch, {sound: submission("Kệ mot")})
    taken = clone.push(branch, to=to, **more)
    assert taken.ok, taken.said
    assert f"Đã nhận {sound} lúc" in taken.said
    (receipt,) = written(bare)
    assert (receipt.path, receipt.blob, receipt.head) == (sound, clone.blob(head, sound), head)
    clone.git("checkout", "--quiet", "main")
    clone.commit("bai/hai", {place("hai"): submission("Kệ hai").replace("scope: unit", "scope: khoa")})
    refused = clone.push("bai/hai", to=to, **more)
    assert not refused.ok
    assert "lỗi[SK204]" in refused.said
    merge = clone.merge(branch)
    landed = clone.push("main", to=to, **more)
    assert landed.ok, landed.said
    heads = call("git", "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads", folder=bare).splitlines()
    assert sorted(heads) == sorted(
        [f"refs/heads/{branch} {head}", f"refs/heads/main {merge}", f"refs/heads/receipts {receipt.commit}"]
    )


def test_gitolite_decides_first_and_whom_it_refuses_gets_no_receipt(srv: Path, tmp_path: Path) -> None:
    if shutil.which("gitolite") is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have gitolite3: .ci/run installs it")
        pytest.skip("this machine lacks gitolite: left out")
    call("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "khoa"), folder=tmp_path)
    key = (tmp_path / "khoa.pub").read_text().strip()
    mine = {"PATH": PATH, "HOME": str(srv), "SRV": str(srv), "FROM": str(seed(tmp_path / "nguon")), "KEY": key}
    follow("gitolite", {**environment(), **mine})
    bare = srv / "repositories/kho.git"
    assert (bare / "hooks/update").readlink() == srv / ".gitolite/hooks/common/update"
    shell = tmp_path / "ssh"
    shell.write_text(
        '#!/bin/sh\nshift $(($# - 1))\nSSH_CONNECTION="127.0.0.1 1 127.0.0.1 2" SSH_ORIGINAL_COMMAND="$1"\n'
        "export SSH_CONNECTION SSH_ORIGINAL_COMMAND\nexec /usr/share/gitolite3/gitolite-shell quan-tri\n"
    )
    shell.chmod(0o755)
    clone = Clone.of(bare, tmp_path / "ban-sao")
    clone.commit("bai-la", {place("mot"): submission("Kệ mot")})
    more = {"GIT_SSH": str(shell), "GIT_SSH_VARIANT": "simple", "HOME": str(srv), "PATH": PATH}
    pushed = clone.push("bai-la", to="kho-may:kho", **more)
    assert not pushed.ok
    assert "DENIED" in pushed.said
    assert "receipts" not in call("git", "for-each-ref", folder=bare)
    assert clone.push("bai-la:bai/la", to="kho-may:kho", **more).ok
    assert len(list(written(bare))) == 1

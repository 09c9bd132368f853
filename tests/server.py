"""A real Git server on loopback: a bare repository with the project's hooks, as a plain folder and behind `git http-backend`.

Run as a program, with a folder of repositories, it is the HTTP server itself; it says its port on its first line. It leads a
process group of its own, so that a test can kill it with everything it started, as a power cut would.
"""

from __future__ import annotations

import http.server
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from command import sangkien
from sangkien import git
from story import HOME, WORLD, Story

CLOSING = "2021-04-21T00:00:00+07:00"
OPEN_UNTIL = "2099-04-21T00:00:00+07:00"
DUE, DUE_LATER = "2021-04-11T00:00:00+07:00", "2099-04-11T00:00:00+07:00"  # of dossiers to the confederation
RULES = "program/2021/rules.yml"
_LARGEST = 64 << 20  # bytes of one request
_LONGEST = 300  # seconds of one push
_DYING = 5.0  # seconds


def environment(**more: str) -> dict[str, str]:
    """The machine's environment without what a user has configured, and without a proxy between loopback and itself."""
    foreign = ("GIT_", "SANGKIEN_", "SSH_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(foreign) and "proxy" not in name.lower()}
    nobody = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
        "HOME": "/nonexistent",
    }
    return {**kept, **nobody, "LC_ALL": "C.UTF-8", **more}


def call(*command: str, folder: Path, stdin: bytes = b"", **more: str) -> str:
    done = subprocess.run(command, cwd=folder, env=environment(**more), input=stdin, capture_output=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr.decode('utf-8', 'replace')}"
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def submission(title: str) -> str:
    """A sound one."""
    return (WORLD / "submission.md").read_text(encoding="utf-8").replace("Giá đỡ bình oxy", title)


def place(name: str, unit: str = "bv-mau") -> str:
    return f"{HOME}{unit}/{name}.md"


@dataclass(frozen=True)
class Written:
    """A receipt as the branch itself tells it, read without the code under test."""

    commit: str
    parents: tuple[str, ...]
    at: datetime
    written: datetime
    path: str
    blob: str
    head: str
    source: str


@dataclass(frozen=True)
class Pushed:
    """What the pusher sees."""

    ok: bool
    said: str


class Server:
    """A bare repository, its hooks, and, once started, its address on loopback."""

    def __init__(self, root: Path, seed: Path) -> None:
        self.root, self.bare = root, root / "kho.git"
        root.mkdir(parents=True)
        call("git", "clone", "--quiet", "--bare", str(seed), str(self.bare), folder=root)
        # Nothing may outlive the server: the housekeeping of receive-pack leaves its process group.
        for setting in ("http.receivepack=true", "receive.autogc=false", "gc.auto=0"):
            self.git("config", *setting.split("="))
        put = sangkien("hook", "install", str(self.bare), folder=root, environment=environment())
        assert put.returncode == 0, put.stderr
        self._process: subprocess.Popen[str] | None = None
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/kho.git"

    def address(self, transport: str) -> str:
        return {"path": str(self.bare), "file": self.bare.as_uri(), "http": self.url}[transport]

    def git(self, *arguments: str, stdin: bytes = b"", **more: str) -> str:
        return call("git", *arguments, folder=self.bare, stdin=stdin, **more)

    def start(self) -> None:
        with (self.root / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(self.root)],
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        assert self._process.stdout is not None
        self._port = int(self._process.stdout.readline())

    def kill(self) -> None:
        """Everything the server runs, at once; returns when all of it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdout is not None
        os.killpg(process.pid, signal.SIGKILL)  # not reaped yet, so the group cannot be another's
        process.wait()
        process.stdout.close()
        patience = time.monotonic() + _DYING
        while _alive(process.pid) and time.monotonic() < patience:
            time.sleep(0.02)

    def gone(self) -> None:
        """Waits for a server that ends by itself."""
        assert self._process is not None
        self._process.wait(timeout=_DYING)
        self.kill()

    def locks(self) -> list[str]:
        return sorted(str(file.relative_to(self.bare)) for file in self.bare.rglob("*.lock"))

    def turn(self) -> str:
        """The process whose turn it is, as the server's file tells; empty when it is nobody's."""
        file = self.bare / "sangkien-turn"
        return file.read_text().partition(" ")[0] if file.exists() else ""

    def wrap(self, hook: str, script: str) -> Path:
        """Puts a script in the place of a hook, which is `$0.that` from then on, and says so; the real one, to be put back."""
        file, real = self.bare / "hooks" / hook, self.bare / "hooks" / f"{hook}.that"
        if not real.exists():
            file.rename(real)
        first, _, rest = script.partition("\n")
        file.write_text(f"{first}\n# sangkien hook {hook}\n{rest}")
        file.chmod(0o755)
        return real

    def add(self, hook: str, script: str) -> Path:
        """Puts somebody's own hook in."""
        file = self.bare / "hooks" / hook
        file.write_text(script)
        file.chmod(0o755)
        return file

    def sweep(self) -> list[str]:
        """What whoever restarts a killed Git server does: while nothing runs, no lock is anybody's. What was swept."""
        assert self._process is None
        found = self.locks()
        for name in found:
            (self.bare / name).unlink()
        return found

    def heads(self) -> dict[str, str]:
        lines = self.git("for-each-ref", "--format=%(refname:lstrip=2) %(objectname)", "refs/heads").splitlines()
        return {name: id for name, _, id in (line.partition(" ") for line in lines)}

    def receipts(self) -> list[Written]:
        """Oldest first."""
        return list(written(self.bare)) if "receipts" in self.heads() else []

    def given(self) -> list[tuple[str, str]]:
        """Path and content of every receipt."""
        return [(each.path, each.blob) for each in self.receipts()]

    def is_sound(self) -> None:
        """The repository is whole; the chain is a line with nothing twice; its own check agrees."""
        call("git", "fsck", "--strict", "--no-dangling", folder=self.bare)
        chain = self.receipts()
        assert [each.parents for each in chain] == [(), *((each.commit,) for each in chain[:-1])][: len(chain)]
        assert len(set(self.given())) == len(chain)
        assert list(git.receipts.faults(git.open_repository(self.bare))) == []


def written(folder: Path, tip: str = "receipts") -> Iterator[Written]:
    form = "--format=%H%x00%P%x00%at%x00%ct%x00%B%x00%x00"
    for told in call("git", "log", "--reverse", "--topo-order", form, tip, folder=folder).split("\0\0\n"):
        commit, parents, at, committed, text = told.rstrip("\0").split("\0")
        facts = dict(line.split(": ", 1) for line in text.split("\n") if ": " in line)
        taken, done = (datetime.fromtimestamp(int(seconds), UTC) for seconds in (at, committed))
        yield Written(
            commit,
            tuple(parents.split()),
            taken,
            done,
            json.loads(facts["Path"]),
            facts["Blob"],
            facts["Head"],
            facts["Source"],
        )


class Clone:
    """A pusher's own clone."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server, self.folder = server, folder
        call("git", "clone", "--quiet", str(server.bare), str(folder), folder=server.root)
        for setting in ("user.name=Người Mẫu", "user.email=mau@example.org"):
            self.git("config", *setting.split("="))

    @classmethod
    def of(cls, bare: Path, folder: Path) -> Clone:
        """A clone of a repository that another server than ours serves."""
        other = object.__new__(Server)
        other.__dict__.update(root=folder.parent, bare=bare, _process=None, _port=0)
        return cls(other, folder)

    def copy(self, folder: Path) -> Clone:
        """Another pusher, with what this one has."""
        other = object.__new__(Clone)
        other.server, other.folder = self.server, folder
        shutil.copytree(self.folder, folder)
        return other

    def git(self, *arguments: str, **more: str) -> str:
        return call("git", *arguments, folder=self.folder, **more)

    def commit(self, branch: str, files: Mapping[str, str], **more: str) -> str:
        """A commit on the branch, which leaves main at its first one; its id."""
        self.git("checkout", "--quiet", *(() if self.git("branch", "--list", branch) else ("-b",)), branch)
        for path, content in files.items():
            file = self.folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message=x", **more)
        return self.git("rev-parse", "HEAD")

    def merge(self, branch: str, **more: str) -> str:
        """Onto main as the server has it, by a merge commit; its id."""
        self.git("fetch", "--quiet", "origin")
        self.git("checkout", "--quiet", "-B", "main", "origin/main")
        self.git("merge", "--quiet", "--no-ff", "--message=m", branch, **more)
        return self.git("rev-parse", "HEAD")

    def blob(self, revision: str, path: str) -> str:
        return self.git("rev-parse", f"{revision}:{path}")

    def push(self, *what: str | bytes, to: str | None = None, options: tuple[str, ...] = (), **more: str) -> Pushed:
        pushing = subprocess.Popen(
            ["git", *options, "push", to or str(self.server.bare), *what],
            cwd=self.folder,
            env=environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            _, errors = pushing.communicate(timeout=_LONGEST)
        except subprocess.TimeoutExpired:
            os.killpg(pushing.pid, signal.SIGKILL)  # Git and the helper that speaks HTTP for it
            pushing.communicate()
            return Pushed(False, f"no answer within {_LONGEST} s")
        said = errors.decode("utf-8", "replace").splitlines()
        return Pushed(pushing.returncode == 0, "\n".join(line.removeprefix("remote: ").rstrip() for line in said))


def copied(server: Server, clone: Clone, root: Path) -> tuple[Server, Clone]:
    """The same server once more, not started, and the same clone, now of that one."""
    other, its = object.__new__(Server), object.__new__(Clone)
    other.__dict__.update(root=root / "may-chu", bare=root / "may-chu/kho.git", _process=None, _port=0)
    shutil.copytree(server.root, other.root)
    its.server, its.folder = other, root / "ban-sao"
    shutil.copytree(clone.folder, its.folder)
    its.git("remote", "set-url", "origin", str(other.bare))
    return other, its


def together(*work: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def until(happened: Callable[[], bool], seconds: float = 30) -> None:
    """Waits for something, and no longer than it takes."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


def seed(folder: Path, closing: str = OPEN_UNTIL) -> Path:
    """The small world, whose portal closes at this instant; when it is not that of 2021, dossiers are due in 2099 too."""
    told = Story(folder)
    if closing != CLOSING:
        rules = (folder / RULES).read_text(encoding="utf-8")
        told.commit("2021-03-13T08:00:00+07:00", {RULES: rules.replace(CLOSING, closing).replace(DUE, DUE_LATER)})
    return folder


def _alive(group: int) -> bool:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            facts = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(facts[2]) == group and facts[0] not in "ZX":
            return True
    return False


class _Backend(http.server.BaseHTTPRequestHandler):
    """CGI, as `git help http-backend` describes it."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    root = Path()

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self._body())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self._exactly(int(self.headers.get("Content-Length", "0")))
        parts: list[bytes] = []
        while size := int(self.rfile.readline(32).split(b";")[0], 16):
            parts.append(self._exactly(size))
            self._exactly(2)
            if sum(map(len, parts)) > _LARGEST:
                raise ValueError("too much")
        self.rfile.readline(8)
        return b"".join(parts)

    def _exactly(self, size: int) -> bytes:
        if size > _LARGEST:
            raise ValueError("too much")
        return self.rfile.read(size)

    def _answer(self, body: bytes) -> None:
        path, _, query = self.path.partition("?")
        asked = {
            "GIT_PROJECT_ROOT": str(self.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            "REMOTE_ADDR": self.client_address[0],
            "SERVER_PROTOCOL": self.request_version,
        }
        done = subprocess.run(
            ["git", "http-backend"], env=environment(**asked), input=body, stdout=subprocess.PIPE, check=False
        )
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = [line.split(": ", 1) for line in head.decode("ascii").splitlines() if ": " in line]
        # As a web server does: what the program managed to say is passed on, however it ended.
        status = next((value for name, value in fields if name == "Status"), "200" if fields else "500")
        self.send_response(int(status.split()[0]))
        for name, value in fields:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class _Many(http.server.ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


if __name__ == "__main__":
    _Backend.root = Path(sys.argv[1])
    with _Many(("127.0.0.1", 0), _Backend) as serving:
        print(serving.server_port, flush=True)
        serving.serve_forever()

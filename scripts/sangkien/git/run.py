"""Runs Git and reads what it prints; must not know what any command is for."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from sangkien.language import Words
from sangkien.model.finding import CannotJudge
from sangkien.progress import Watch, nobody
from sangkien.store import Store

# Variables that would point Git at another repository than the one asked for (a hook or an alias sets them).
_LOCATORS = frozenset(
    [
        "GIT_DIR",
        "GIT_WORK_TREE",
        "GIT_INDEX_FILE",
        "GIT_COMMON_DIR",
        "GIT_NAMESPACE",
        "GIT_PREFIX",
        "GIT_GRAFT_FILE",
        "GIT_SHALLOW_FILE",
        "GIT_REPLACE_REF_BASE",
        "GIT_LITERAL_PATHSPECS",
        "GIT_GLOB_PATHSPECS",
        "GIT_NOGLOB_PATHSPECS",
        "GIT_ICASE_PATHSPECS",
    ]
)


_CHUNK = 1 << 20


@dataclass(frozen=True)
class Repository:
    """A repository with its whole history, bare or not; `store` keeps what was once worked out, `watch` is told how far a long work
    is, `known` are commits that were seen to be there. A partial clone has a remote that promises the contents it lacks."""

    path: Path
    bare: bool
    partial: bool = False
    store: Store = field(default_factory=lambda: Store(None), compare=False)
    watch: Watch = field(default=nobody, compare=False)
    known: set[str] = field(default_factory=set, compare=False)

    @cached_property
    def top(self) -> Path | None:
        """The work tree, where there is one."""
        return None if self.bare else Path(os.fsdecode(run(self, "rev-parse", "--show-toplevel").rstrip(b"\n")))

    @cached_property
    def promisor(self) -> str:
        """The remote that a partial clone fetches contents from."""
        told = run(self, "config", "--type=bool", "--get-regexp", r"^remote\..*\.promisor$").decode()
        return (
            next(line for line in told.splitlines() if line.endswith(" true"))
            .rpartition(" ")[0]
            .removeprefix("remote.")
            .removesuffix(".promisor")
        )


def run(repo: Repository, *arguments: str, stdin: bytes = b"") -> bytes:
    """What Git prints; a failure is CannotJudge."""
    done = _finished(repo, arguments, stdin)
    if done.returncode:
        raise _failed(arguments, done.stderr)
    return done.stdout


def ask(repo: Repository, *arguments: str) -> bytes | None:
    """What Git prints, or None where its answer is no."""
    done = _finished(repo, arguments, b"")
    return None if done.returncode else done.stdout


class Running:
    """A running Git command whose output is read as it comes; leaving early ends it, leaving at the end checks its exit.

    With `endless`, enough may have been read before the end: then Git is stopped and no exit is checked.
    """

    def __init__(self, repo: Repository, *arguments: str, stdin: IO[bytes] | None = None, endless: bool = False) -> None:
        self._arguments, self._endless = arguments, endless
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            _command(repo, arguments),
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(),
            pipesize=_CHUNK,  # so that Git works on while we read
        )

    def __enter__(self) -> IO[bytes]:
        assert self._process.stdout is not None
        return self._process.stdout

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._process.stdout is not None
        ended = not self._endless or not self._process.stdout.read(1)
        self._process.stdout.close()
        if kind is not None or not ended:
            self._process.kill()
        code = self._process.wait()
        with self._errors:
            if kind is None and ended and code != 0:
                self._errors.seek(0)
                raise _failed(self._arguments, self._errors.read())


class Talking:
    """A Git command that is asked and answers for as long as it is wanted."""

    def __init__(self, repo: Repository, *arguments: str) -> None:
        self._process = subprocess.Popen(
            _command(repo, arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.asked, self.told = self._process.stdin, self._process.stdout

    def close(self) -> None:
        self.asked.close()
        self.told.close()
        self._process.wait()


def tokens_of(out: Any) -> Iterator[str]:
    """NUL-separated names and facts; names are whatever bytes Git holds, so they keep what is not UTF-8."""
    rest = b""
    while chunk := out.read1(_CHUNK):  # what is there already: waiting for more would have Git and us take turns
        *whole, rest = (rest + chunk).split(b"\0")
        for token in whole:
            yield token.decode("utf-8", "surrogateescape")
    if rest.strip():
        yield rest.decode("utf-8", "surrogateescape")


def _finished(repo: Repository, arguments: Sequence[str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(_command(repo, arguments), check=False, input=stdin, capture_output=True, env=_environment())
    except FileNotFoundError as error:
        raise CannotJudge(Words("Máy này chưa cài Git.", "Git is not installed on this machine.")) from error


def _command(repo: Repository, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(repo.path), *arguments]


def _environment() -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _LOCATORS}
    # Replace refs and grafts would let a local file rewrite what history says.
    honest = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
    # A folder that came from somebody else brings its own settings, and this one names a program; what a caller set stays set.
    count = int(kept.get("GIT_CONFIG_COUNT") or 0)
    harmless = {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "core.fsmonitor",
        f"GIT_CONFIG_VALUE_{count}": "false",
    }
    # Nobody reads commit by commit, so Git need not write them so.
    return kept | honest | harmless | {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_FLUSH": "0"}


def _failed(arguments: Sequence[str], errors: bytes) -> CannotJudge:
    verb = next((word for word in arguments if not word.startswith("-") and "=" not in word), "git")
    said = errors.decode("utf-8", "replace").strip().splitlines()
    reason = said[-1] if said else "?"
    return CannotJudge(Words(f"Lệnh git {verb} không chạy được: {reason}", f"git {verb} failed: {reason}"))

"""The one door through which Git is run, closed to everybody's settings; must not know what any command is for.

A Git process is shown a `View`: a Git folder of our own, in which there is nothing but the form of the repository's ids, and
the repository's objects. So no setting, attribute, hook, alias, program, ref, replaced commit or work tree can have a say in
what it answers, and no name but an object's id means anything to it. Refs are read, and receipts written, in `Repository.home`:
that is the repository's own folder, whose settings Git reads then, except those that `_SETTINGS` overrules. What only a
person's own settings can tell (who owns the folder, how line ends of a draft are stored, where hooks lie, who may fetch) is
asked by `run_as_user`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import weakref
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from sangkien.cache import Store
from sangkien.language import Words
from sangkien.late import dataclass, regex
from sangkien.model.finding import CannotJudge
from sangkien.progress import Watch, no_progress

SHA1, SHA256 = 40, 64
"""Digits of an id, by the form of the repository."""

_CHUNK = 1 << 20
_OBJECT = regex("error: object [0-9a-f]{40,64}: ")

_CLOSED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # replace refs and grafts would let a local file rewrite what history says
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_NO_LAZY_FETCH": "1",  # where Git knows it; in a view there is nothing to fetch from anyway
    "GIT_TERMINAL_PROMPT": "0",
}
_SETTINGS = {
    "core.attributesFile": os.devnull,
    "core.commitGraph": "false",  # both are believed without being checked against the commits
    "core.multiPackIndex": "false",
    "core.useReplaceRefs": "false",  # a setting of the repository is stronger than the variable above
    "core.hooksPath": os.devnull,
    "core.alternateRefsCommand": "",
    "gc.auto": "0",  # in a view nothing is reachable, so a collection would take everything away
    "maintenance.auto": "false",
}
# A folder that came from somebody else brings its own settings, and this one names a program, whatever is asked.
_HARMLESS = {"core.fsmonitor": "false"}
# Nobody reads commit by commit, so Git need not write them so.
_ALWAYS = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_FLUSH": "0"}
_PERSONAL = ("GIT_CONFIG", "GIT_ASKPASS", "GIT_SSH", "GIT_SSL_", "GIT_HTTP_", "GIT_PROXY_")
"""Beginnings of the variables that hold a person's own settings, not those of one repository or one command."""


@dataclass(frozen=True)
class View:
    """What a Git process takes for the repository. The folder of a sealed view is removed with the last object that holds it."""

    folder: Path  # the Git folder
    objects: Path  # folder that new objects go to
    beside: tuple[str, ...] = ()  # further object folders, spelled as Git's variable wants them
    index: Path | None = None  # an index of its own; None: the Git folder's


def sealed(digits: int, objects: Path | None, beside: tuple[str, ...] = ()) -> View:
    """A view of these objects with ids of 40 or 64 `digits` and nothing else. Without `objects`, new objects are removed with
    the view."""
    folder = Path(tempfile.mkdtemp(prefix="sangkien-"))
    (folder / "refs").mkdir()
    (folder / "HEAD").write_text("ref: refs/heads/none\n")
    form = "[core]\nbare = true\nrepositoryformatversion = 1\n[extensions]\nobjectFormat = "
    (folder / "config").write_text(f"{form}{'sha256' if digits == SHA256 else 'sha1'}\n")
    if objects is None:
        objects = folder / "objects"
        objects.mkdir()
    view = View(folder, objects, beside)
    weakref.finalize(view, _remove, folder, os.getpid())
    return view


def _remove(folder: Path, maker: int) -> None:
    if os.getpid() == maker:  # a process begun as a copy of this one holds a copy of the view
        shutil.rmtree(folder, ignore_errors=True)


def spelled(folder: Path) -> str:
    """A folder as GIT_ALTERNATE_OBJECT_DIRECTORIES wants it: in quotes, so that no byte of its path ends the folder's name."""
    return '"' + str(folder).replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass(frozen=True)
class Repository:
    """A repository with its whole history, bare or not."""

    path: Path  # as it was asked for
    bare: bool  # has no work tree
    folder: Path  # Git folder of this work tree
    common: Path  # Git folder of all its work trees
    digits: int  # of an id: SHA1 or SHA256
    view: View  # what Git processes are shown of it
    partial: bool = False  # a partial clone: a remote promises the contents it lacks
    store: Store = field(default_factory=lambda: Store(None), compare=False)  # cache of results, safe to lose
    watch: Watch = field(default=no_progress, compare=False)  # shows the progress of long work
    known: set[str] = field(default_factory=set, compare=False)  # ids of commits that were seen to exist

    @cached_property
    def home(self) -> Repository:
        """The same repository with its own Git folder as view: its refs can be read, and objects are written into it."""
        return replace(self, view=View(self.folder, self.common / "objects"))

    @cached_property
    def top(self) -> Path | None:
        """The folder of the work tree; None for a bare repository.

        Raises CannotJudge where Git cannot tell.
        """
        return None if self.bare else decoded_path(run_as_user(self, "rev-parse", "--show-toplevel"))


def scratch(repo: Repository) -> Repository:
    """The same repository, with new objects going into a folder of their own that is removed with the returned object. It also
    reads objects that a push has only just brought."""
    return replace(repo, view=sealed(repo.digits, None, (spelled(repo.view.objects), *repo.view.beside)))


def run(repo: Repository, *arguments: str, stdin: bytes = b"", fine: Collection[int] = (0,)) -> bytes:
    """What Git prints on standard output.

    Raises CannotJudge for an exit code that is not in `fine`, with Git's last line of complaint, and where Git is not
    installed.
    """
    done = _finished(_command(repo, arguments), _environment(repo.view), stdin)
    if done.returncode not in fine:
        raise _failed(arguments, done.stderr)
    return done.stdout


def ask(repo: Repository, *arguments: str) -> bytes | None:
    """What Git prints on standard output; None for any exit code but 0.

    Raises CannotJudge where Git is not installed.
    """
    done = _finished(_command(repo, arguments), _environment(repo.view), b"")
    return None if done.returncode else done.stdout


def run_as_user(
    repo: Repository, *arguments: str, view: View | None = None, settings: Mapping[str, str] | None = None, stdin: bytes = b""
) -> bytes:
    """What Git prints in the person's own folder and by their own settings, overruled by `settings`; with `view`, it is shown
    that.

    Raises CannotJudge for any exit code but 0.
    """
    where = repo.path if view is None else repo.top or repo.folder  # from where Git would go by a relative address
    done = _finished(["git", "-C", str(where), *arguments], _own_environment(view, settings or {}), stdin)
    if done.returncode:
        raise _failed(arguments, done.stderr)
    return done.stdout


def found(path: Path, *asked: str) -> bytes:
    """What `git rev-parse` prints about the repository that holds `path`.

    Raises CannotJudge where there is none, or where it belongs to another account that the person's own settings do not trust
    (`safe.directory`).
    """
    command = ["git", "-C", str(path), "rev-parse", *asked]
    done = _finished(command, _environment(None), b"")
    if done.returncode and b"safe.directory" in done.stderr:
        done = _finished(command, _own_environment(None, {}), b"")
    if done.returncode:
        raise _foreign(path, os.fsdecode(done.stderr))
    return done.stdout


def decoded_path(said: bytes) -> Path:
    """The one path that Git printed. A path may itself end in a line end."""
    return Path(os.fsdecode(said.removesuffix(b"\n")))


class Running:
    """A context manager for a Git command whose standard output is read as it comes. Leaving early ends the process; leaving at
    the end checks its exit code and raises CannotJudge for any but 0.

    With `endless`, the reader may stop before the end: then Git is stopped and no exit code is checked.
    """

    def __init__(self, repo: Repository, *arguments: str, stdin: IO[bytes] | None = None, endless: bool = False) -> None:
        self._arguments, self._endless = arguments, endless
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._process = subprocess.Popen(
            _command(repo, arguments),
            stdin=stdin or subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(repo.view),
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
    """A Git process that answers questions: written to `asked`, read from `told`, until it is closed."""

    def __init__(self, repo: Repository, *arguments: str) -> None:
        self._process = subprocess.Popen(
            _command(repo, arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(repo.view),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.asked, self.told = self._process.stdin, self._process.stdout

    def close(self) -> None:
        """Closes both pipes and waits for the process to end."""
        self.asked.close()
        self.told.close()
        self._process.wait()


def tokens_of(out: Any) -> Iterator[str]:
    """The NUL-separated tokens of an output. Names may be any bytes, so what is not UTF-8 is kept by surrogate escapes."""
    rest = b""
    while chunk := out.read1(_CHUNK):  # what is there already: waiting for more would have Git and us take turns
        *whole, rest = (rest + chunk).split(b"\0")
        for token in whole:
            yield token.decode("utf-8", "surrogateescape")
    if rest.strip():
        yield rest.decode("utf-8", "surrogateescape")


def _finished(command: Sequence[str], environment: Mapping[str, str], stdin: bytes) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(command, check=False, input=stdin, capture_output=True, env=environment)
    except FileNotFoundError as error:
        raise CannotJudge(Words("Máy này chưa cài Git.", "Git is not installed on this machine.")) from error


def _command(repo: Repository, arguments: Sequence[str]) -> list[str]:
    return ["git", "-C", str(repo.view.folder), *arguments]


def _environment(view: View | None) -> dict[str, str]:
    """The environment of a closed Git process: none of Git's own variables comes in from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | _ALWAYS | _CLOSED | _shown(view) | _configured(_HARMLESS | _SETTINGS, 0)


def _own_environment(view: View | None, settings: Mapping[str, str]) -> dict[str, str]:
    """The environment of a Git process that obeys the person's own settings: who they are and what they set comes in, what
    points at another repository or bends an answer does not."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name.startswith(_PERSONAL)}
    said = kept.get("GIT_CONFIG_COUNT", "")
    count = int(said) if said.isascii() and said.isdecimal() else 0
    return kept | _ALWAYS | _shown(view) | _configured({**_HARMLESS, **settings}, count)


def _configured(settings: Mapping[str, str], count: int) -> dict[str, str]:
    """Settings as environment variables, after `count` others: unlike arguments, other accounts cannot read them."""
    output = {"GIT_CONFIG_COUNT": str(count + len(settings))}
    for number, (name, value) in enumerate(settings.items(), count):
        output |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return output


def _shown(view: View | None) -> dict[str, str]:
    if view is None:
        return {}
    shown = {"GIT_DIR": str(view.folder), "GIT_OBJECT_DIRECTORY": str(view.objects)}
    beside = {"GIT_ALTERNATE_OBJECT_DIRECTORIES": os.pathsep.join(view.beside)} if view.beside else {}
    return shown | beside | ({"GIT_INDEX_FILE": str(view.index)} if view.index else {})


def _failed(arguments: Sequence[str], errors: bytes) -> CannotJudge:
    verb = next((word for word in arguments if not word.startswith("-") and "=" not in word), "git")
    said = errors.decode("utf-8", "replace").strip().splitlines()
    objects = (line for line in said if _OBJECT.match(line))  # then the last line only says that there was one
    reason = next(objects, said[-1] if said else "?")
    return CannotJudge(Words(f"Lệnh git {verb} không chạy được: {reason}", f"git {verb} failed: {reason}"))


def _foreign(path: Path, said: str) -> CannotJudge:
    """The error for a path at which there is no repository to be read."""
    _, refused, cure = said.partition("git config --global --add safe.directory ")
    if refused:
        trust = f"git config --global --add safe.directory {cure.splitlines()[0]}"
        return CannotJudge(
            Words(
                f"{path} thuộc về một tài khoản khác trên máy này. Nếu tin thư mục ấy, hãy chạy: {trust}; của người lạ thì xét một bản sao"
                " (SECURITY.md).",
                f"{path} belongs to another account of this machine. If you trust that folder, run: {trust}; of a stranger, judge a copy"
                " (SECURITY.md).",
            )
        )
    return CannotJudge(
        Words(
            f"{path} không phải kho Git (hoặc Git từ chối mở). Hãy chạy trong bản sao của kho, hoặc chỉ kho bằng --repo.",
            f"{path} is not a Git repository (or Git refuses to open it). Run inside a clone, or name one with --repo.",
        )
    )

"""Puts the server's hooks beside others', checks that all are there, removes them; must not know what a hook does.

A hook that stood at the name of one of ours is kept under another name in the same folder, and ours calls it with the same
arguments and input: before ours where it may refuse, after ours where the push is over. So whoever decides about access decides
first.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from sangkien import git
from sangkien.disk import write
from sangkien.language import Words
from sangkien.model.finding import CannotJudge

NAMES = ("post-receive", "reference-transaction", "pre-receive")
"""In the order of installing and removing: with one of them missing, the others refuse every push."""

_FORMER = "update"  # what once wrote the receipts; it may be another's from now on
_BESIDE = ".before-sangkien"
_MARK = "# Viết bằng lệnh: sangkien hook install"
_SCRIPT = f"""#!/bin/sh
{_MARK}. Gỡ bằng lệnh: sangkien hook uninstall.
# sangkien hook {{name}}
there="$0{_BESIDE}"
ours() {{{{
  {{when}}test -x {{program}} || {{{{ echo {{lost}} >&2; exit 1; }}}}
  exec {{command}} hook {{name}} "$@"
}}}}
{{{{ test -f "$there" && test -x "$there"; }}}} || ours "$@"
said=$(cat)
given() {{{{ test -z "$said" || printf '%s\\n' "$said"; }}}} 2>/dev/null
{{both}}
"""
_THEIRS_FIRST = 'given | "$there" "$@" || exit\ngiven | ours "$@"'
_OURS_FIRST = 'given | ours "$@"\ngiven | "$there" "$@"'
_ONCE = {"reference-transaction": 'test "$1" = prepared || exit 0\n  '}  # Git calls it three times for one move
# A hook that finds its work by the name under which it was called would find none under another.
_BY_NAME = re.compile(rb"""basename|\$\{0[#%]|\$(?:0|\{0\})["']?\.|BASH_SOURCE[^}\s]*[#%]""")
_LOOKED_AT = 1 << 16


def install_hooks(repo: git.Repository) -> tuple[Path, list[str]]:
    """Installs the hooks; returns their folder, and the names under which others' hooks are kept there.

    Raises CannotJudge, with nothing changed, where ours cannot call another's hook or the folder is not the repository's own.
    """
    folder = git.hooks(repo)
    if not _is_own(repo, folder):
        raise _shared(repo, folder)
    new = [name for name in NAMES if not _complete(folder / name, name)]
    for name in new:
        _must_be_callable(folder / name, name)
    for name in NAMES:
        file, beside = folder / name, _beside(folder / name)
        if _is_ours(file) or name in new:
            if os.path.lexists(file) and not _is_ours(file) and not os.path.lexists(beside):
                _keep(file, beside)
            write(file, _script(folder, name).encode(), 0o755)
    if _is_ours(folder / _FORMER):
        (folder / _FORMER).unlink()
    _copy_others(folder)
    return folder, [name for name in NAMES if os.path.lexists(_beside(folder / name))]


def remove_hooks(repo: git.Repository) -> tuple[Path, list[str], list[str]]:
    """Removes the hooks, restores what stood there before and leaves others' alone; returns the folder, the removed names, and
    the names of files that call ours themselves or stand in their place.

    Raises CannotJudge where the folder is not the repository's own.
    """
    folder = git.hooks(repo)
    if not _is_own(repo, folder) and any(_is_ours(folder / name) for name in NAMES):
        raise _shared(repo, folder)
    taken = []
    for name in (*NAMES, _FORMER):
        file, beside = folder / name, _beside(folder / name)
        if _is_ours(file):
            if os.path.lexists(beside):
                beside.replace(file)
            else:
                file.unlink()
            taken.append(name)
        elif os.path.lexists(beside) and _same(file, beside):
            beside.unlink()
    for copy in folder.glob(f"*{_BESIDE}"):
        if copy.name.removesuffix(_BESIDE) not in NAMES:
            copy.unlink()
    return folder, taken, list(_left(folder))


def _copy_others(folder: Path) -> None:
    """Keeps a copy, which nobody runs, of each other hook: it shows later what it was, should another program remove it."""
    for file in folder.iterdir():
        if file.name not in NAMES and not file.suffix and file.is_file() and os.access(file, os.X_OK):
            write(_beside(file), file.read_bytes(), 0o600)


def _left(folder: Path) -> Iterator[str]:
    yield from (name for name in NAMES if _complete(folder / name, name))
    yield from (_beside(folder / name).name for name in NAMES if os.path.lexists(_beside(folder / name)))


def missing_hooks(repo: git.Repository) -> tuple[str, ...]:
    """Names of our hooks that Git would not run, or that do not come from here."""
    folder = git.hooks(repo)
    return tuple(name for name in NAMES if not _complete(folder / name, name))


def repair_command(repo: git.Repository) -> str:
    """The command that installs the hooks again."""
    return f"{_command()} hook install {shlex.quote(str(repo.path.absolute()))}"


def _complete(file: Path, name: str) -> bool:
    """Whether Git runs this file and it calls ours, whoever wrote it."""
    said = _text(file)
    return os.access(file, os.X_OK) and b"sangkien" in said and f"hook {name}".encode() in said


def _is_ours(file: Path) -> bool:
    return not file.is_symlink() and _MARK.encode() in _text(file)


def _text(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(_LOOKED_AT)
    except OSError:
        return b""


def _beside(file: Path) -> Path:
    return file.with_name(f"{file.name}{_BESIDE}")


def _same(one: Path, other: Path) -> bool:
    """Whether two files, or two links, have the same content."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _keep(file: Path, beside: Path) -> None:
    """Gives a file or link a second name, so that at no moment it has none. Raises CannotJudge where that cannot be done."""
    try:
        if file.is_symlink():
            beside.symlink_to(file.readlink())
        else:
            os.link(file, beside)
    except OSError as error:
        raise CannotJudge(
            Words(f"Không ghi được {beside}: {error.strerror}.", f"Cannot write {beside}: {error.strerror}.")
        ) from error


def _must_be_callable(file: Path, name: str) -> None:
    """Raises CannotJudge where ours cannot call the file at the name of a hook."""
    if not os.path.lexists(file) or _is_ours(file):
        return
    beside, text = _beside(file), _text(file)
    if os.path.lexists(beside) and not _same(file, beside):
        raise CannotJudge(
            Words(
                f"Ở {file.parent} có cả {file.name} lẫn {beside.name}, mỗi tệp một khác; chưa đổi gì. Hãy giữ một tệp, bỏ tệp kia đi rồi"
                " chạy lại lệnh này.",
                f"In {file.parent} there are both {file.name} and {beside.name}, and they differ; nothing was changed. Keep one, take the"
                " other away, and run this again.",
            )
        )
    by_name = _BY_NAME.search(text) is not None or (file.is_symlink() and text != b"" and not text.startswith(b"#!"))
    if by_name or file.is_dir():
        line = f'{_command()} hook {name} "$@"'
        raise CannotJudge(
            Words(
                f"{file} tự tìm việc theo tên của chính nó nên không gọi nối tiếp được; chưa đổi gì. Hãy để chính tệp ấy chạy dòng này, với"
                f" đúng dữ liệu đầu vào của nó, và dừng lại nếu dòng này báo lỗi; xong thì chạy lại lệnh này:\n  {line}",
                f"{file} finds its work by its own name, so ours cannot call it; nothing was changed. Let that file itself run this line,"
                f" with the input that it gets, and stop where the line fails; then run this again:\n  {line}",
            )
        )


def _is_own(repo: git.Repository, folder: Path) -> bool:
    """Whether the folder of hooks is inside the repository, wherever links lead."""
    return folder.resolve().is_relative_to(repo.common.resolve())


def _shared(repo: git.Repository, folder: Path) -> CannotJudge:
    own = repo.common / "moc"
    at, shown = shlex.quote(str(repo.path.absolute())), shlex.quote(str(own))
    links = f"\n  ln -s {shlex.quote(str(folder.resolve()))}/* {shown}/" if folder.is_dir() and any(folder.iterdir()) else ""
    steps = f"\n  mkdir {shown}{links}\n  git -C {at} config core.hooksPath {'moc' if repo.bare else shown}\n  {repair_command(repo)}"
    return CannotJudge(
        Words(
            f"Kho này lấy móc ở {folder}, ngoài kho, nơi kho khác cũng có thể dùng; chưa đổi gì. Muốn kho có thư mục móc riêng mà móc ở đó"
            f" vẫn chạy, hãy chạy:{steps}",
            f"This repository takes its hooks from {folder}, outside it, where other repositories may take theirs; nothing was changed. For"
            f" a folder of its own in which those hooks still run, run:{steps}",
        )
    )


def _script(folder: Path, name: str) -> str:
    command = _command()
    lost = Words(
        "sangkien: không còn chương trình mà móc này gọi; người giữ máy chủ cần cài lại rồi chạy sangkien hook install.",
        "sangkien: the program that this hook calls is gone; the keeper of the server installs it and runs sangkien hook install.",
    )
    return _SCRIPT.format(
        name=name,
        program=shlex.quote(shlex.split(command)[0]),
        command=command,
        lost=shlex.quote(f"{lost.vi} / {lost.en}"),
        when=_ONCE.get(name, ""),
        both=_OURS_FIRST if name == "post-receive" else _THEIRS_FIRST,
    )


def _command() -> str:
    """The command line that runs this program from any folder."""
    program = Path(sys.argv[0]).absolute()
    if program.suffix != ".py" and os.access(program, os.X_OK):
        return shlex.quote(str(program))
    return f"{shlex.quote(sys.executable)} -m sangkien"

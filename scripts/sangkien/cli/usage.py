"""Explains what is wrong with a command line, and how a verb is called, in the reader's language; must not know any verb."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from sangkien.cli.terminal import both, chosen_language
from sangkien.language import Words

_SECTIONS = {"Options": "Tùy chọn", "Commands": "Lệnh", "Positional arguments": "Tham số"}
_HELPS = {"Show this message and exit.": "Hiện trang này.", "Show the version and exit.": "Hiện phiên bản."}
_PIECES = {"[OPTIONS]": "[TÙY CHỌN]", "[FILES]": "[TỆP]", "COMMAND [ARGS]": "LỆNH [THAM SỐ]"}


class Formatter(click.HelpFormatter):
    """The page of `--help` in the reader's language: click's own words are English."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Writes the usage line."""
        super().write_usage(prog, _pieces(args), prefix if prefix is not None else both("Cách dùng: ", "Usage: "))

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """Writes a section under its heading in the reader's language."""
        with super().section(both(_SECTIONS.get(name, name), name)):
            yield

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Writes a list of options, with click's own descriptions in the reader's language."""
        super().write_dl([(name, both(_HELPS.get(words, words), words)) for name, words in rows], col_max, col_spacing)


def complaint(error: click.ClickException) -> str:
    """How the verb is called, and what was wrong with the command line."""
    words = f"sangkien: {_words(error).say(chosen_language())}"
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return words
    path, pieces = error.ctx.command_path, " ".join(error.ctx.command.collect_usage_pieces(error.ctx))
    said = Words("Cách dùng: {path} {pieces}\nXem thêm: {path} --help", "Usage: {path} {pieces}\nSee also: {path} --help")
    return f"{said.say(chosen_language()).format(path=path, pieces=_pieces(pieces))}\n\n{words}"


def _pieces(written: str) -> str:
    """The rest of a usage line."""
    for en, vi in _PIECES.items():
        written = written.replace(en, Words(vi, en).say(chosen_language()))
    return written


def _words(error: click.ClickException) -> Words:
    plain = error.format_message()
    if isinstance(error, click.exceptions.MissingParameter):
        what = _named(error)
        return Words(f"thiếu {what}.", f"{what} is missing.")
    if isinstance(error, click.NoSuchOption):
        near = ", ".join(error.possibilities or ())
        return Words(f"không có tùy chọn {error.option_name}.{f' Có phải: {near}?' if near else ''}", plain)
    if isinstance(error, click.exceptions.NoSuchCommand):
        return Words(f"không có lệnh “{error.command_name}”.", plain)
    if isinstance(error, click.BadOptionUsage):
        return Words(f"{error.option_name} cần một giá trị đi kèm.", plain)
    if isinstance(error, click.BadParameter) and error.param is not None:
        return Words(f"{_named(error)}: {_wanted(error.param.type) or error.message}", plain)
    if type(error) is click.UsageError and "unexpected extra argument" in plain:
        extra = plain.partition("(")[2].rpartition(")")[0]
        return Words(f"thừa “{extra}”.", plain)
    return Words(plain, plain)


def _named(error: click.BadParameter) -> str:
    param, context = error.param, error.ctx
    if isinstance(param, click.Argument) and context is not None:
        return param.make_metavar(context)
    return param.opts[0] if param else str(error.param_hint or "")


def _wanted(kind: object) -> str:
    """What a parameter takes, for which click has English words only; empty where its own message says so."""
    if isinstance(kind, click.IntRange):
        return f"cần một số nguyên từ {kind.min} trở lên."
    if isinstance(kind, click.Choice):
        return f"chọn một trong: {', '.join(map(str, kind.choices))}."
    if isinstance(kind, click.Path):
        return "không có tệp ấy, hoặc không đọc được."
    return "cần một số nguyên." if kind is click.INT else ""

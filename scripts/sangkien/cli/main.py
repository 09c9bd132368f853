"""Runs a verb and turns its end into an exit code: 0 clean, 1 findings, 2 could not judge; must not know what any verb does."""

from __future__ import annotations

import io
import os
import sys

import click

from sangkien import __version__
from sangkien.cli.terminal import both, chosen_language
from sangkien.cli.usage import Formatter, complaint
from sangkien.model.finding import CannotJudge

FAILED = 2


def _verb(name: str) -> click.Command:
    """The verb of this name, imported when it is asked for: nobody waits for the libraries of another."""
    match name:
        case "check":
            from sangkien.cli.check import check as verb
        case "build":
            from sangkien.cli.build import build as verb
        case "rules":
            from sangkien.cli.rules import rules as verb
        case "status":
            from sangkien.cli.status import status as verb
        case "quota":
            from sangkien.cli.status import quota as verb
        case "people":
            from sangkien.cli.status import people as verb
        case "audit":
            from sangkien.cli.audit import audit as verb
        case "timeline":
            from sangkien.cli.audit import timeline as verb
        case "register":
            from sangkien.cli.register import register as verb
        case "correct":
            from sangkien.cli.correct import correct as verb
        case "receive":
            from sangkien.cli.receive import receive as verb
        case "receipts":
            from sangkien.cli.receive import receipts as verb
        case "hook":
            from sangkien.cli.hook import hook as verb
        case _:
            raise AssertionError(f"a verb without its case: {name}")
    return verb


class _Verbs(click.Group):
    """The group of all verbs, in the order in which `--help` lists them."""

    names = (
        "check",
        "build",
        "rules",
        "status",
        "quota",
        "people",
        "audit",
        "timeline",
        "register",
        "correct",
        "receive",
        "receipts",
        "hook",
    )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return _verb(cmd_name) if cmd_name in self.names else None


@click.group(
    cls=_Verbs, help=both("Chương trình sáng kiến công đoàn trên Git.", "A trade union's innovation programme on Git.")
)
@click.version_option(__version__, prog_name="sangkien")
def _verbs() -> None:
    pass


def main() -> None:
    """Runs the verb of the command line and exits with its code. A failure is one line on standard error and exit code 2, never
    a traceback, unless SANGKIEN_DEBUG is set."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console of another code page has no Vietnamese letters, and a name that is no UTF-8 can only be shown spelled out.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    click.Context.formatter_class = Formatter
    try:
        code = _verbs.main(prog_name="sangkien", standalone_mode=False)
    except CannotJudge as error:
        click.echo(f"sangkien: {error.words.say(chosen_language())}", err=True)
        code = FAILED
    except click.ClickException as error:
        click.echo(complaint(error), err=True)
        code = FAILED
    except (click.Abort, KeyboardInterrupt):
        click.echo(both("sangkien: đã dừng theo yêu cầu.", "sangkien: stopped as asked."), err=True)
        code = FAILED
    except Exception as error:
        if os.environ.get("SANGKIEN_DEBUG"):
            raise
        click.echo(
            both("sangkien: lỗi bên trong: ", "sangkien: internal error: ") + f"{type(error).__name__}: {error}", err=True
        )
        click.echo(
            both(
                "Chạy lại với SANGKIEN_DEBUG=1 để xem chỗ hỏng, rồi báo cho người giữ phần mềm.",
                "Run again with SANGKIEN_DEBUG=1 and report it.",
            ),
            err=True,
        )
        code = FAILED
    except SystemExit:
        code = FAILED  # the reader of a pipe went away (`| head`): Click ends quietly, and nothing was judged to the end
    sys.exit(code or 0)


__all__ = ["main"]

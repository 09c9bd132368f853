"""The verbs and their exit codes: 0 clean, 1 findings, 2 the tool could not judge."""

from __future__ import annotations

import io
import os
import sys

import click

from sangkien import __version__
from sangkien.cli.audit import audit, timeline
from sangkien.cli.build import build
from sangkien.cli.check import check
from sangkien.cli.explain import rules
from sangkien.cli.hook import hook
from sangkien.cli.receive import receipts, receive
from sangkien.cli.register import register
from sangkien.cli.status import people, quota, status
from sangkien.cli.terminal import both, chosen_language
from sangkien.model.finding import CannotJudge

FAILED = 2


@click.group(help=both("Chương trình sáng kiến công đoàn trên Git.", "A trade union's innovation programme on Git."))
@click.version_option(__version__, prog_name="sangkien")
def _verbs() -> None:
    pass


for verb in (check, build, rules, status, quota, people, audit, timeline, register, receive, receipts, hook):
    _verbs.add_command(verb)


def main() -> None:
    """Runs a verb. A failure of the tool is one line and exit 2, never a traceback at somebody who only sent a file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # a console of another code page has no Vietnamese letters
    try:
        code = _verbs.main(standalone_mode=False)
    except CannotJudge as error:
        click.echo(f"sangkien: {error.words.say(chosen_language())}", err=True)
        code = FAILED
    except click.ClickException as error:
        error.show()
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

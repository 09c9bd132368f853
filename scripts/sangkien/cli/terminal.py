"""The terminal: colour, progress, the clock, the language asked for; must not know what is printed."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import click

from sangkien.app.repository import Repository, open_repository
from sangkien.inputs.moment import instant
from sangkien.language import LANGUAGES, Language, Words, say
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.progress import Done

_COLOURS = {"error": "red", "warning": "yellow", "place": "blue", "good": "green"}
_SOON_DONE = 0.5  # seconds; what takes no longer needs no bar
_BETWEEN_LINES = 5.0  # seconds


def default_language() -> Language:
    """Vietnamese, unless SANGKIEN_LANG says otherwise; the machine's locale is ignored, as a server's says nothing of the
    reader."""
    asked = os.environ.get("SANGKIEN_LANG", "vi")
    return "en" if asked == "en" else "vi"


_chosen: list[Language] = []


def chosen_language() -> Language:
    """The language that `--lang` asked for, once it has been read; before that, the default."""
    return _chosen[-1] if _chosen else default_language()


def _choose(ctx: click.Context, param: click.Parameter, value: Language) -> Language:
    _chosen[:] = [value]
    return value


def both(vi: str, en: str) -> str:
    """One of two texts of `--help`, by the language of the command line."""
    return Words(vi, en).say(default_language())


def paint(text: str, role: str) -> str:
    """The text in the colour of a role: `error`, `warning`, `place` or `good`."""
    return click.style(text, fg=_COLOURS[role], bold=role != "place")


def opened(repo: str) -> Repository:
    """The repository asked for; long work shows its progress, and a cache made anew is reported.

    Raises CannotJudge where there is none.
    """
    return open_repository(Path(repo), _notice, watch)


def _notice(words: Words) -> None:
    click.echo(f"sangkien: {words.say(chosen_language())}", err=True)


@contextmanager
def watch(doing: Words, total: int | None) -> Iterator[Done]:
    """Shows the progress of work of `total` steps (None: unknown): a bar on standard error of a terminal, a line now and then
    in a log, nothing for what is soon done. Yields the function to be called with the number of steps just done."""
    with (_bar if sys.stderr.isatty() else _lines)(doing.say(chosen_language()), total) as done:
        yield done


@contextmanager
def _bar(doing: str, total: int | None) -> Iterator[Done]:
    with ExitStack() as shown:
        began, count = time.monotonic(), 0
        update: Callable[[int, str], None] | None = None

        def done(more: int) -> None:
            nonlocal count, update
            count += more
            seconds = time.monotonic() - began
            if update is None and seconds > _SOON_DONE:
                update = _begun(shown, doing, total)
            if update is not None:
                update(count, _so_far(count, total, seconds))

        yield done


def _begun(shown: ExitStack, doing: str, total: int | None) -> Callable[[int, str], None]:
    from rich.console import Console  # costs more to load than most verbs take
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    text, so_far = TextColumn("{task.description}"), TextColumn("{task.fields[so_far]}")
    columns = (text, so_far) if total is None else (text, BarColumn(), so_far, TimeRemainingColumn())
    bar = shown.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    task = bar.add_task(doing, total=total, so_far="")
    return lambda count, so_far: bar.update(task, completed=count, so_far=so_far)


@contextmanager
def _lines(doing: str, total: int | None) -> Iterator[Done]:
    began = said = time.monotonic()
    count = 0

    def done(more: int) -> None:
        nonlocal count, said
        count += more
        now = time.monotonic()
        if now - said >= _BETWEEN_LINES:
            said = now
            click.echo(f"sangkien: {doing}: {_so_far(count, total, now - began)}", err=True)

    yield done


def _so_far(count: int, total: int | None, seconds: float) -> str:
    """Count, total where it is known, and rate: `7.500/75.000, 3.120/s`."""
    language = chosen_language()
    of = "" if total is None else f"/{say(total, language)}"
    return f"{say(count, language)}{of}, {say(round(count / max(seconds, 0.001)), language)}/s"


class Instant(click.ParamType[datetime]):
    """A date and time as people write it, made aware in the zone of the newest edition unless it gives its offset."""

    name = both("LÚC", "INSTANT")

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The instant that was typed.

        Raises CannotJudge for text that is none, or where no edition gives a zone.
        """
        return value if isinstance(value, datetime) else instant(str(value), lambda: _zone(ctx))


def _zone(ctx: click.Context | None) -> tzinfo:
    """The zone of the newest edition of the repository asked for. Raises CannotJudge where there is none."""
    from sangkien.app.receipts import zone  # reads a repository: most calls name an offset or no instant at all

    found = zone(opened(ctx.params["repo"] if ctx else "."), "HEAD")
    if found is None:
        raise CannotJudge(
            Words(
                "Kho này chưa có kỳ nào nên phải ghi cả múi giờ, như 2021-04-20T16:30:00+07:00.",
                "This repository has no edition, so the offset is needed too, as in 2021-04-20T16:30:00+07:00.",
            )
        )
    return found


def site_address() -> str:
    """The public site's address, ending in `/`, from SITE_URL; empty where none is set, or one that leads nobody else there."""
    from sangkien.outputs.site.page_url import public_address  # most verbs show no address

    return public_address(os.environ.get("SITE_URL", ""))


def notice(said: Iterable[Words], form: str, language: Language) -> None:
    """Prints remarks on how an answer came about: above it, or on standard error where the answer is JSON."""
    for words in said:
        click.echo(f"{say(Words('lưu ý', 'note'), language)}: {say(words, language)}", err=form == "json")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


LANGUAGE = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=default_language,
    is_eager=True,
    callback=_choose,
    help=both("Ngôn ngữ: vi hoặc en.", "Language: vi or en."),
)
REPO = click.option(
    "--repo",
    default=".",
    is_eager=True,
    metavar=both("THƯ MỤC", "FOLDER"),
    help=both("Kho Git; mặc định là thư mục này.", "The Git repository; this folder unless named."),
)
AS_OF = click.option(
    "--as-of",
    type=Instant(),
    callback=lambda context, option, at: AsOf(at) if at else AsOf(now(), replayed=False),
    help=both(
        "Xét như lúc này (20/4/2021 9h30), theo những gì kho đã có lúc ấy; mặc định: bây giờ.",
        "Judge as of this instant (20/4/2021 9h30), by what the repository held then; now by default.",
    ),
)

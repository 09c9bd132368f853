"""Speaks with the terminal: colour, progress, the clock, the language asked for; must not know what is being said."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import click

from sangkien.language import LANGUAGES, Language, Words
from sangkien.model.corpus import Address
from sangkien.model.finding import CannotJudge

_COLOURS = {"error": "red", "warning": "yellow", "place": "blue", "good": "green"}
_WORTH_SHOWING = 500  # files; below this the work is over before a bar is drawn


def default_language() -> Language:
    """Vietnamese, unless SANGKIEN_LANG says otherwise; the machine's locale is not asked, for a server's says nothing of the reader."""
    asked = os.environ.get("SANGKIEN_LANG", "vi")
    return "en" if asked == "en" else "vi"


_chosen: list[Language] = []


def chosen_language() -> Language:
    """What `--lang` asked for, as soon as it has been read; before that, the default."""
    return _chosen[-1] if _chosen else default_language()


def _choose(ctx: click.Context, param: click.Parameter, value: Language) -> Language:
    _chosen[:] = [value]
    return value


def both(vi: str, en: str) -> str:
    """A text of `--help`, in the language of the command line."""
    return Words(vi, en).say(default_language())


def paint(text: str, role: str) -> str:
    return click.style(text, fg=_COLOURS[role], bold=role != "place")


def progress(places: Sequence[Address]) -> Iterable[Address]:
    """The places one by one, under a bar on standard error when somebody is watching."""
    if len(places) < _WORTH_SHOWING or not sys.stderr.isatty():
        yield from places
        return
    from rich.console import Console  # costs more to load than most verbs take
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield from bar.track(places, description=both("Đang đọc", "Reading"))


class Instant(click.ParamType[datetime]):
    """A date and time with its offset."""

    name = "instant"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            at = datetime.fromisoformat(str(value))
        except ValueError:
            at = None
        if at is None or at.tzinfo is None or not 1900 < at.year < 9999:
            raise CannotJudge(
                Words(
                    f"“{value}” không phải ngày giờ kèm múi giờ, như 2021-04-20T16:30:00+07:00.",
                    f"“{value}” is not a date and time with its offset, like 2021-04-20T16:30:00+07:00.",
                )
            )
        return at


def site_address() -> str:
    """Where the public site stands, from SITE_URL, the same variable that mkdocs.yml reads; nothing where it is not set."""
    address = os.environ.get("SITE_URL", "")
    return address if address.endswith("/") or not address else f"{address}/"


def now() -> datetime:
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
    "--repo", default=".", help=both("Kho Git; mặc định là thư mục này.", "The Git repository; this folder unless named.")
)
AS_OF = click.option(
    "--as-of",
    type=Instant(),
    default=now,
    help=both(
        "Xét như thể đang là lúc này (kèm múi giờ); mặc định: bây giờ.",
        "Judge as if it were this instant (with offset); now by default.",
    ),
)

"""`sangkien rules`: prints the catalogue, or one rule's page; must not know any rule."""

from __future__ import annotations

import click

from sangkien.cli.terminal import LANGUAGE, both
from sangkien.language import Language, Words
from sangkien.model.finding import CannotJudge
from sangkien.outputs import catalogue


@click.command(help=both("Giải thích một mã, hoặc kê mọi mã.", "Explain a code, or list them all."))
@click.argument("code", required=False)
@LANGUAGE
def rules(code: str | None, lang: Language) -> None:
    """Prints every code with its title, or the page of one code.

    Raises CannotJudge for an unknown code.
    """
    if code is None:
        click.echo(catalogue.listing(lang), nl=False)
        return
    page = catalogue.found(code, lang)
    if page is None:
        raise CannotJudge(
            Words(
                f"Không có mã “{code}”. Xem mọi mã bằng: sangkien rules",
                f"There is no code “{code}”. See them all with: sangkien rules",
            )
        )
    click.echo(page, nl=False)

"""`sangkien check`: judges a change, a revision or drafts; must not know any rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import click

from sangkien.app.judge import judge_all, judge_change, judge_drafts
from sangkien.app.verdict import Judgement
from sangkien.cli.fix import difference, fixed, readable, write_over
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, opened, paint, site_address
from sangkien.inputs.content_ids import filled
from sangkien.language import Language, Words
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.outputs.gate.formats import FORMATS, in_pieces


@click.command(
    help=both(
        "Xét bài. Không có --base: xét mọi bài của một phiên bản. Có --base: chỉ tính những gì thay đổi này đưa vào. Có FILE: xét bản"
        " nháp trên đĩa.",
        "Judge submissions. Without --base: every file of a revision. With --base: only what the change brings. With FILE: drafts"
        " on the disk.",
    )
)
@click.option(
    "--base",
    help=both("Nhánh sẽ nhận thay đổi; luật của nó được dùng để xét.", "Branch that would take the change; its law judges."),
)
@click.option("--head", default="HEAD", help=both("Phiên bản được xét; mặc định HEAD.", "Revision to judge; HEAD by default."))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    help=both(
        "Cách trình bày: text cho màn hình, page để in, comment và summary là Markdown, github là ghi chú, json và sarif cho máy.",
        "How to tell it: text for a terminal, page to print, comment and summary in Markdown, github annotations, json and sarif for"
        " machines.",
    ),
)
@click.option(
    "--unit",
    "units",
    multiple=True,
    help=both(
        "Với --base: đơn vị mà người gửi được gửi bài (ghi được nhiều lần); phần khác thì nêu tên người quyết định.",
        "With --base: a unit the sender may send for (repeatable); of the rest it is said who decides.",
    ),
)
@click.option(
    "--fix",
    is_flag=True,
    help=both(
        "Với FILE: cho xem rồi sửa luôn những chỗ chỉ có một cách sửa, sau đó xét lại.",
        "With FILE: show and write what can be put right in one way only, then judge again.",
    ),
)
@click.option(
    "--dry-run", is_flag=True, help=both("Với --fix: chỉ cho xem, không ghi gì.", "With --fix: only show, write nothing.")
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@AS_OF
@LANGUAGE
@REPO
def check(
    base: str | None,
    head: str,
    form: str,
    units: tuple[str, ...],
    fix: bool,
    dry_run: bool,
    files: tuple[Path, ...],
    as_of: AsOf,
    lang: Language,
    repo: str,
) -> int:
    """Prints the judgement in the form asked for; returns the exit code: 1 where it is refused, else 0. With `fix`, drafts are
    first corrected where there is one way to.

    Raises CannotJudge for options that do not go together, and where nothing can be judged.
    """
    repository = opened(repo)
    if (fix and not files) or (dry_run and not fix):
        raise CannotJudge(
            Words(
                "--fix cần FILE, --dry-run cần --fix. Ví dụ: sangkien check --fix bai.md",
                "--fix needs FILE, --dry-run needs --fix. For example: sangkien check --fix entry.md",
            )
        )
    if files:
        if base is not None:
            raise CannotJudge(
                Words(
                    "--base không đi cùng FILE: bản nháp được xét trên phiên bản --head. Muốn xét một nhánh thì bỏ FILE.",
                    "--base does not go with FILE: drafts are judged on top of --head. To judge a branch, leave FILE out.",
                )
            )
        drafts = _files(files)

        def judged() -> Judgement:
            return judge_drafts(repository, head, drafts, as_of)

        judgement = _judged_when_fixed(judged, drafts, dry_run, form != "text") if fix else judged()
    elif base is not None:
        judgement = judge_change(repository, base, head, as_of, units or None)
    else:
        judgement = judge_all(repository, head, as_of)
    for piece in in_pieces(replace(judgement, site=site_address()), form, lang, paint):
        click.echo(piece, nl=False)
    return 1 if judgement.verdict.refused else 0


_ROUNDS = 5  # what one mend lays bare, the next may mend


def _judged_when_fixed(judged: Callable[[], Judgement], files: list[Path], dry_run: bool, aside: bool) -> Judgement:
    """The judgement on drafts after their certain fixes have been printed and, except on a dry run, written. `aside`: print to
    standard error."""
    for _ in range(_ROUNDS):
        before = {file: readable(file) for file in files}
        judgement = judged()
        changes = [
            (file, content, after)
            for path, file in judgement.drafts
            if (content := before[file]) is not None and (after := _fixed(judgement, path, content)) != content
        ]
        for file, content, after in changes:
            click.echo(difference(file, content, after), err=aside)
            if not dry_run:
                write_over(file, content, after)
        if not changes or dry_run:
            return judgement
    return judged()


def _fixed(judgement: Judgement, path: str, content: bytes) -> bytes:
    """A draft's content with the fixes of its findings and, for an act, the ids of the contents it saw."""
    done, saw = fixed(content, judgement.fixes(path)), judgement.seen_contents.get(path)
    try:
        return filled(done.decode(), saw).encode() if saw else done
    except UnicodeDecodeError:
        return done


def _files(asked: tuple[Path, ...]) -> list[Path]:
    """The files asked for; a folder stands for every file below it."""
    return [
        file
        for path in asked
        for file in (sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path])
    ]

"""`sangkien check`: judge a change, a revision or drafts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, paint, progress
from sangkien.language import Language
from sangkien.outputs.gate import github, json, text
from sangkien.outputs.gate.verdict import Judgement


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
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help=both("Cách trình bày.", "How to tell it."),
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@AS_OF
@LANGUAGE
@REPO
def check(base: str | None, head: str, form: str, files: tuple[Path, ...], as_of: datetime, lang: Language, repo: str) -> int:
    opened = git.open_repository(Path(repo))
    if files:
        judgement = flow.judge_drafts(opened, head, files, as_of)
    elif base is not None:
        judgement = flow.judge_change(opened, base, head, as_of)
    else:
        judgement = flow.judge_all(opened, head, as_of, progress)
    click.echo(_told(judgement, form, lang), nl=False)
    return 1 if judgement.verdict.refused else 0


def _told(judgement: Judgement, form: str, lang: Language) -> str:
    if form == "json":
        return json.render(judgement)
    if form == "github":
        return github.render(judgement, lang)
    return text.render(judgement, lang, paint)

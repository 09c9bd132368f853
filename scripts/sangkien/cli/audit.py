"""`sangkien audit` and `sangkien timeline`: replay what was received when; must not know on what evidence a date rests."""

from __future__ import annotations

from datetime import datetime

import click

from sangkien.app.audit import audits, authors_of
from sangkien.app.queries import story_of
from sangkien.cli.terminal import LANGUAGE, REPO, Instant, both, notice, opened
from sangkien.language import Language, Words
from sangkien.model.finding import CannotJudge
from sangkien.outputs import audit as told_audit
from sangkien.outputs import timeline as told_story

_AS_OF = click.option(
    "--as-of",
    type=Instant(),
    help=both(
        "Xét lại như lúc ấy, theo thể lệ và những gì kho đã có lúc ấy; mặc định: lúc của commit được xét.",
        "Replay as of then, by the rules and the contents of then; by default, the date of the commit itself.",
    ),
)
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=both("Cách trình bày.", "How to tell it.")
)
_HEAD = click.option("--head", default="HEAD", help=both("Phiên bản; mặc định HEAD.", "Revision; HEAD by default."))


@click.command(
    help=both(
        "Xét lại từ lịch sử: bài nào kịp, trễ bao lâu, theo bằng chứng nào.",
        "Replay from history: in time or late, on which evidence.",
    )
)
@click.option("--edition", help=both("Chỉ một kỳ.", "One edition only."))
@_HEAD
@_FORMAT
@_AS_OF
@LANGUAGE
@REPO
def audit(edition: str | None, head: str, form: str, as_of: datetime | None, lang: Language, repo: str) -> None:
    """Prints the audit of every edition, or of the one asked for, as text or JSON.

    Raises CannotJudge for an unknown edition.
    """
    repository = opened(repo)
    made, state = audits(repository, head, as_of)
    if edition is not None:
        made = [each for each in made if each.edition.id == edition]
        if not made:
            raise CannotJudge(Words(f"Không có kỳ “{edition}”.", f"There is no edition “{edition}”."))
    authors = authors_of(repository, made)
    notice(state.notices, form, lang)
    if form == "json":
        click.echo(told_audit.data(made, authors), nl=False)
    else:
        click.echo("\n".join(told_audit.text(each, lang, authors) for each in made), nl=False)


@click.command(
    help=both(
        "Kể lại trọn câu chuyện của một bài, mỗi bước với bằng chứng.",
        "Tell one submission's whole story, each step with its evidence.",
    )
)
@click.argument("path")
@_HEAD
@_FORMAT
@_AS_OF
@LANGUAGE
@REPO
def timeline(path: str, head: str, form: str, as_of: datetime | None, lang: Language, repo: str) -> None:
    """Prints every event of one submission or dossier, as text or JSON.

    Raises CannotJudge for a path that is not there.
    """
    story = story_of(opened(repo), head, as_of, path)
    history, receipts = story.snapshot.history, story.snapshot.receipts
    events = told_story.timeline(story.path, story.corpus, story.edition, history, receipts, story.touched)
    verdict = told_story.verdict(story.path, story.corpus, story.edition)
    notice(story.notices, form, lang)
    if form == "json":
        click.echo(told_story.data(story.path, events, verdict), nl=False)
    else:
        click.echo(told_story.text(events, verdict, lang), nl=False)

"""`sangkien audit` and `sangkien timeline`: replay what was received when, from the repository alone."""

from __future__ import annotations

from datetime import datetime

import click

from sangkien import git
from sangkien.cli import flow, notices
from sangkien.cli.terminal import LANGUAGE, REPO, Instant, both, notice, opened
from sangkien.cli.whereabouts import path_in
from sangkien.corpus.layout import RECEIVED
from sangkien.language import Language, Words
from sangkien.model.finding import CannotJudge
from sangkien.outputs import audit as replay
from sangkien.outputs import timeline as story

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
    repository = opened(repo)
    made, side = flow.audits(repository, head, as_of)
    if edition is not None:
        made = [each for each in made if each.edition.id == edition]
        if not made:
            raise CannotJudge(Words(f"Không có kỳ “{edition}”.", f"There is no edition “{edition}”."))
    authors = git.authors(repository, {commit.id for each in made for line in each.lines for commit in line.changed})
    told = replay.data(made, authors) if form == "json" else "\n".join(replay.text(each, lang, authors) for each in made)
    notice(side.notices, form, lang)
    click.echo(told, nl=False)


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
    repository = opened(repo)
    path = path_in(repository, path)
    corpus, side = flow.as_it_was(repository, head, as_of, only=(path,))
    snapshot = side.snapshot
    history, receipts = snapshot.history, snapshot.receipts
    source = corpus.sources.get(path)
    edition = corpus.editions.get(source.address.edition) if source else None
    if source is None or edition is None or source.address.kind not in RECEIVED:
        raise CannotJudge(notices.unknown(path, corpus, snapshot))
    claims = git.touching(repository, snapshot.revision, (path,))
    events = story.timeline(path, corpus, edition, history, receipts, claims)
    verdict = story.verdict(path, corpus, edition)
    notice(side.notices, form, lang)
    click.echo(story.data(path, events, verdict) if form == "json" else story.text(events, verdict, lang), nl=False)

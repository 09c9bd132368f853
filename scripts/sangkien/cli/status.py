"""`sangkien status`, `quota` and `people`: what an author asks about one submission, what an officer asks about places and people."""

from __future__ import annotations

import click

from sangkien.cli import flow, intake, notices
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, notice, opened
from sangkien.figures import entries
from sangkien.figures import people as gathered
from sangkien.language import Language, Words
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.outputs import ledger as account_book
from sangkien.outputs import people as roll
from sangkien.outputs import status as answer
from sangkien.rules import judge
from sangkien.status import case

HEAD = click.option("--head", default="HEAD", help=both("Phiên bản; mặc định HEAD.", "Revision; HEAD by default."))
EDITION = click.option("--edition", help=both("Kỳ; mặc định kỳ mới nhất.", "Edition; the newest by default."))
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=both("Cách trình bày.", "How to tell it.")
)


@click.command(
    help=both(
        "Bài này đang ở đâu: nhận lúc nào, hợp lệ chưa, ai đề nghị, cấp nào tôn vinh, việc gì tiếp theo và trước lúc nào.",
        "Where one submission stands: received, valid, proposed, honoured, and what happens next by when.",
    )
)
@click.argument("path", metavar="PATH|CODE")
@HEAD
@FORMAT
@AS_OF
@LANGUAGE
@REPO
def status(path: str, head: str, form: str, as_of: AsOf, lang: Language, repo: str) -> None:
    repository = opened(repo)
    path = intake.path_of(repository, head, as_of, path)
    corpus, side = flow.acts(repository, head, as_of, (path,))
    if path not in corpus.there or corpus.there[path].edition not in corpus.editions:
        raise CannotJudge(notices.unknown(path, corpus, side.snapshot))
    made = case(path, corpus, judge(corpus))
    notice(side.notices, form, lang)
    click.echo(answer.data(made, corpus) if form == "json" else answer.text(made, corpus, lang), nl=False)


@click.command(
    help=both(
        "Sổ hạn mức: mỗi cấp, mỗi đơn vị bao nhiêu chỗ, ai đang giữ, còn mấy, ai chờ, rút ra thì tới lượt ai.",
        "The ledger of scarce places: how many, who holds them, how many are free, who waits, and what a withdrawal would release.",
    )
)
@click.argument("unit", required=False)
@EDITION
@HEAD
@FORMAT
@AS_OF
@LANGUAGE
@REPO
def quota(unit: str | None, edition: str | None, head: str, form: str, as_of: AsOf, lang: Language, repo: str) -> None:
    corpus, side = flow.acts(opened(repo), head, as_of)
    book = account_book.book(corpus, _edition(corpus, edition, unit), unit)
    notice(side.notices, form, lang)
    click.echo(account_book.data(book) if form == "json" else account_book.text(book, lang), nl=False)


@click.command(
    help=both(
        "Ai có nhiều sáng kiến hợp lệ, để xét khen cá nhân tích cực. In họ tên: chỉ dùng trong công đoàn.",
        "Who has several valid innovations, for honouring active people. It names names: for the union only.",
    )
)
@click.argument("unit", required=False)
@click.option(
    "--least",
    type=click.IntRange(min=1),
    default=2,
    help=both("Từ bao nhiêu sáng kiến hợp lệ; mặc định 2.", "Valid innovations at least; 2 by default."),
)
@EDITION
@HEAD
@FORMAT
@AS_OF
@LANGUAGE
@REPO
def people(
    unit: str | None, least: int, edition: str | None, head: str, form: str, as_of: AsOf, lang: Language, repo: str
) -> None:
    corpus, findings, side = flow.read(opened(repo), head, as_of)
    asked = _edition(corpus, edition, unit)
    known = gathered(corpus, entries(corpus, findings, asked))
    told = [each for each in known if each.valid >= least and (unit is None or asked.covers(unit, each.unit))]
    notice(side.notices, form, lang)
    click.echo(roll.data(told, asked) if form == "json" else roll.text(told, asked, least, lang), nl=False)


def _edition(corpus: Corpus, id: str | None, unit: str | None) -> Edition:
    """The edition asked for, the newest by default. Raises CannotJudge when it, or the unit in it, is not there."""
    asked = id or max(corpus.editions, default="")
    if asked not in corpus.editions:
        raise CannotJudge(Words(f"Không có kỳ “{asked}”.", f"There is no edition “{asked}”."))
    if unit is not None and unit not in corpus.editions[asked].units:
        raise CannotJudge(
            Words(
                f"Không có đơn vị “{unit}” trong kỳ {asked}. Mã đơn vị có trong program/{asked}/units/.",
                f"There is no unit “{unit}” in edition {asked}. Unit ids stand in program/{asked}/units/.",
            )
        )
    return corpus.editions[asked]

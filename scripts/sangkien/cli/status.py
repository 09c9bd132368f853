"""`sangkien status`, `quota` and `people`: one submission's case, quota slots, active people; must not know how any is found."""

from __future__ import annotations

import click

from sangkien.app.queries import active_people, case_of, quotas_of
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, notice, opened
from sangkien.language import Language
from sangkien.model.history import AsOf
from sangkien.outputs import ledger as account_book
from sangkien.outputs import people as roll
from sangkien.outputs import status as answer

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
    """Prints the case of a submission, named by path or receipt code, as text or JSON.

    Raises CannotJudge where there is none.
    """
    made, asked = case_of(opened(repo), head, as_of, path)
    notice(asked.notices, form, lang)
    click.echo(answer.data(made, asked.corpus) if form == "json" else answer.text(made, asked.corpus, lang), nl=False)


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
    """Prints the quota accounts of an edition or of one unit in it, as text or JSON.

    Raises CannotJudge where the edition or the unit does not exist.
    """
    asked = quotas_of(opened(repo), head, as_of, edition, unit)
    book = account_book.book(asked.corpus, asked.edition, unit)
    notice(asked.notices, form, lang)
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
    """Prints who has at least `least` valid innovations, as text or JSON.

    Raises CannotJudge where the edition or the unit does not exist.
    """
    found, asked = active_people(opened(repo), head, as_of, edition, unit, least)
    notice(asked.notices, form, lang)
    click.echo(roll.data(found, asked.edition) if form == "json" else roll.text(found, asked.edition, least, lang), nl=False)

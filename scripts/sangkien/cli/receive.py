"""`sangkien receive` writes receipts, `sangkien receipts verify` checks their chain; must not know how they are kept."""

from __future__ import annotations

from datetime import datetime

import click

from sangkien.app.receipts import receive as write_receipts
from sangkien.app.receipts import verify as verified
from sangkien.app.receipts import zone
from sangkien.cli.terminal import LANGUAGE, REPO, Instant, both, now, opened, paint
from sangkien.language import Language, Value, Words, fill
from sangkien.outputs.gate import text


@click.command(
    help=both(
        "Cấp biên nhận cho mọi bài mà --head đưa vào --base. Chỉ phía tin cậy (máy chủ, việc nền của kho) chạy lệnh này.",
        "Give receipts for every submission that --head brings to --base. Only the trusted side (a server, a base workflow) runs this.",
    )
)
@click.option("--base", required=True, help=both("Nhánh sẽ nhận thay đổi.", "The branch that would take the change."))
@click.option("--head", required=True, help=both("Phiên bản vừa đến.", "The revision that came."))
@click.option(
    "--at",
    type=Instant(),
    default=now,
    help=both("Lúc máy chủ nhận; mặc định: bây giờ.", "When the server took it; now by default."),
)
@click.option(
    "--source", required=True, help=both("Đến bằng đường nào, ví dụ: github pull 12.", "How it came, such as: github pull 12.")
)
@LANGUAGE
@REPO
def receive(base: str, head: str, at: datetime, source: str, lang: Language, repo: str) -> None:
    """Writes receipts for what `head` brings to `base`, as taken at `at` (aware), and prints how many are new.

    Raises CannotJudge for an instant in the future, or where the branch stays busy.
    """
    repository = opened(repo)
    count = write_receipts(repository, base, head, " ".join(source.split()), at, now())
    said = Words("Đã cấp {count} biên nhận mới, nhận lúc {at}.", "Wrote {count} new receipts, taken at {at}.")
    click.echo(fill(said, {"count": count, "at": at.replace(microsecond=0).astimezone(zone(repository, base))}, lang))


@click.group(help=both("Nhánh biên nhận.", "The receipts branch."))
def receipts() -> None:
    """The group of the verbs on the receipts branch."""


@receipts.command(
    help=both(
        "Kiểm chuỗi biên nhận: thẳng hàng, đúng thứ tự, mục lục khớp, nội dung còn đủ.",
        "Check the chain: linear, in order, index equal to it, contents still there.",
    )
)
@click.option(
    "--expect",
    help=both("Đỉnh đã công bố trước đây; nhánh phải còn chứa nó.", "A tip published earlier; the branch must still hold it."),
)
@LANGUAGE
@REPO
def verify(expect: str | None, lang: Language, repo: str) -> int:
    """Prints the state of the receipts' chain; returns the exit code: 1 where it was tampered with, else 0. `expect` is a tip
    published earlier."""
    chain = verified(opened(repo), expect, now())
    if chain.faults:
        click.echo(text.render(chain.judgement, lang, paint))
    values: dict[str, Value] = {
        "count": chain.receipts,
        "tip": chain.tip or "–",
        "gone": chain.gone,
        "verdict": Words("chuỗi bị động chạm", "the chain was tampered with")
        if chain.faults
        else Words("chuỗi còn nguyên", "the chain is whole"),
    }
    said = Words("{count} biên nhận, đỉnh {tip}: {verdict}.", "{count} receipts, tip {tip}: {verdict}.")
    click.echo(fill(said, values, lang))
    if chain.gone:
        said = Words(
            "{gone} biên nhận là của nội dung không có trong bản sao này (chưa được gộp, hoặc đã bị dọn).",
            "{gone} receipts are of contents that this copy does not hold (never merged, or cleaned away).",
        )
        click.echo(fill(said, values, lang))
    return 1 if chain.faults else 0

"""`sangkien register`: an officer attests what came on paper, by e-mail or another channel."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import click

from sangkien import git
from sangkien.cli.files import write
from sangkien.cli.terminal import LANGUAGE, REPO, Instant, both, now, opened
from sangkien.corpus import Law, load, load_law
from sangkien.corpus.layout import address
from sangkien.inputs.register import added
from sangkien.language import Language, Words, fill
from sangkien.model.act import RegisterLine
from sangkien.model.corpus import Edition
from sangkien.model.finding import CannotJudge
from sangkien.model.history import PLAIN_FILE, Entry, Snapshot
from sangkien.receipt_code import receipt_code
from sangkien.rules import CATALOGUE, judge

_MALFORMED = frozenset(code for code in CATALOGUE if code.startswith(("SK1", "SK2")))


@click.command(
    help=both(
        "Ghi sổ tiếp nhận: bài hoặc hồ sơ này đã đến nơi nhận lúc nào, bằng đường nào. Dòng sổ chỉ có giá trị với đúng nội dung hiện có"
        " của tệp.",
        "Enter in the register when and how a submission or dossier reached the office. The line covers the file's content of this"
        " moment.",
    )
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--received-at", type=Instant(), required=True, help=both("Ngày giờ nhận, kèm múi giờ.", "When it came, with offset.")
)
@click.option(
    "--channel",
    required=True,
    help=both("paper, email, office-network hoặc portal.", "paper, email, office-network or portal."),
)
@click.option(
    "--office", required=True, help=both("Nơi nhận (chức danh, không ghi tên người).", "The office (a post, not a person).")
)
@click.option(
    "--number", type=click.IntRange(min=1), help=both("Số đến; mặc định là số tiếp theo.", "Number; the next one by default.")
)
@click.option("--sample", is_flag=True, help=both("Đánh dấu là dữ liệu mẫu.", "Mark as sample data."))
@LANGUAGE
@REPO
def register(
    file: Path, received_at: datetime, channel: str, office: str, number: int | None, sample: bool, lang: Language, repo: str
) -> None:
    repository = opened(repo)
    base = git.snapshot(repository, "HEAD")
    laid, (path,) = git.drafts(repository, base, [file])
    place = address(path)
    if place is None or place.kind not in ("submission", "dossier"):
        raise CannotJudge(
            Words(f"{path} không phải tệp của một bài hay hồ sơ.", f"{path} is no submission's or dossier's file.")
        )
    name = f"program/{place.edition}/register.yml"
    book = Path(repository.top or ".") / name
    old = book.read_bytes() if book.exists() else b""
    law = load_law(base)
    edition = _edition(laid, law, place.edition, name, old)
    _must_be_possible(received_at, channel, law)
    line = RegisterLine(
        number=number or _next(edition),
        received_at=received_at.astimezone(edition.rules.record.zone),
        channel=channel,
        office=office,
        path=path,
        blob=laid.entries[path].blob,
        sample=sample,
    )
    _must_be_new(line, edition)
    new = added(old.decode(), line).encode()
    # The line is tried before it is written: a register that breaks would stop everybody's gate.
    tried = _edition(laid, law, place.edition, name, new)
    if line not in _lines(tried) or len(_lines(tried)) != len(_lines(edition)) + 1:
        raise CannotJudge(
            Words(f"Không thêm được dòng vào {name}; hãy ghi tay.", f"No line can be added to {name}; write it by hand.")
        )
    write(book, new)
    said = Words("Đã ghi số đến {number}: {path}, nhận lúc {at}.", "Entered as number {number}: {path}, received at {at}.")
    click.echo(fill(said, {"number": line.number, "path": path, "at": line.received_at}, lang))
    if place.kind == "submission":
        code = Words("Mã biên nhận để đưa người nộp: {code}", "Receipt code, to be given to the sender: {code}")
        click.echo(fill(code, {"code": receipt_code(line.blob)}, lang))


def _edition(laid: Snapshot, law: Law, edition: str, name: str, book: bytes) -> Edition:
    """The edition with this text as its register. Raises CannotJudge when there is none, or the text is no register."""
    if book:
        laid = git.lay(laid, {name: (Entry(PLAIN_FILE, sha256(book).hexdigest()), book)})
    corpus = load(laid, law, now(), only=())
    found = corpus.editions.get(edition)
    if found is None:
        raise CannotJudge(Words(f"Không có kỳ “{edition}”.", f"There is no edition “{edition}”."))
    for finding in judge(corpus):
        if finding.place.path == name and finding.code in _MALFORMED:
            said = (
                fill(CATALOGUE[finding.code].says, dict(finding.values), "vi"),
                fill(CATALOGUE[finding.code].says, dict(finding.values), "en"),
            )
            raise CannotJudge(
                Words(
                    f"Chưa ghi được sổ: sổ đang hỏng hoặc dòng mới sai: {said[0]}",
                    f"The register is or would be broken: {said[1]}",
                )
            )
    return found


def _must_be_possible(received_at: datetime, channel: str, law: Law) -> None:
    known = law.validator("register", "").fields["lines[].channel"].labels
    if channel not in known:
        choices = ", ".join(known)
        raise CannotJudge(
            Words(f"Không có kênh “{channel}”; chọn: {choices}", f"There is no channel “{channel}”; choose: {choices}")
        )
    if received_at > now():
        raise CannotJudge(Words("Giờ nhận ở tương lai.", "The time of receipt is in the future."))


def _lines(edition: Edition) -> list[RegisterLine]:
    return [line for filed in edition.registers for line in filed.record.lines]


def _next(edition: Edition) -> int:
    return max((line.number for line in _lines(edition)), default=0) + 1


def _must_be_new(line: RegisterLine, edition: Edition) -> None:
    for old in _lines(edition):
        if old.number == line.number:
            raise CannotJudge(Words(f"Số đến {line.number} đã dùng rồi.", f"Number {line.number} is used already."))
        if (old.path, old.blob) == (line.path, line.blob):
            raise CannotJudge(
                Words(
                    f"Nội dung này đã được ghi sổ ở số đến {old.number}.",
                    f"This content is in the register already, number {old.number}.",
                )
            )

"""`sangkien register`: an officer enters what came on paper or by e-mail, or strikes a line; must not know what makes a line valid."""

from __future__ import annotations

from pathlib import Path

import click

from sangkien.app.register import EnteredLine, Register, clone_lock
from sangkien.app.repository import adding
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, opened
from sangkien.inputs.moment import instant
from sangkien.language import Language, Value, Words, fill
from sangkien.model.act import RegisterLine
from sangkien.model.history import AsOf
from sangkien.receipt_code import receipt_code


@click.command(
    help=both(
        "Ghi sổ tiếp nhận: những bài, hồ sơ này đã đến nơi nhận lúc nào, bằng đường nào. Mỗi dòng sổ là một tệp, chỉ có giá trị với đúng"
        " nội dung hiện có của bài. Ghi nhầm thì gạch bằng --strike.",
        "Enter in the register when and how these submissions or dossiers reached the office. Each line is a file and covers the content of"
        " this moment alone. A wrong line is struck with --strike.",
    )
)
@click.argument("files", nargs=-1, metavar=both("[TỆP]...", "[FILE]..."), type=click.Path(path_type=Path))
@click.option(
    "--on", "--received-at", "on",
    metavar=both("LÚC", "WHEN"),
    help=both(
        "Ngày giờ nhận, chung cho mọi tệp của lệnh: 15/4/2021 9h30.", "When it came, one instant for all files named: 15/4/2021 9h30."
    ),
)  # fmt: skip
@click.option(
    "--channel",
    metavar=both("KÊNH", "CHANNEL"),
    help=both("paper, email, office-network hoặc portal.", "paper, email, office-network or portal."),
)
@click.option(
    "--office",
    metavar=both("CHỨC DANH", "POST"),
    help=both("Nơi nhận (chức danh, không ghi tên người).", "The office (a post, not a person)."),
)
@click.option(
    "--unit",
    default="",
    metavar=both("MÃ ĐƠN VỊ", "UNIT"),
    help=both(
        "Đơn vị nhận; mặc định là cấp trên trực tiếp của đơn vị gửi. Với --strike: sổ của đơn vị nào.",
        "The receiving unit; the one directly above the sender by default. With --strike: whose register.",
    ),
)
@click.option(
    "--number",
    type=click.IntRange(min=1),
    metavar=both("SỐ", "NUMBER"),
    help=both("Số đến; mặc định là số tiếp theo.", "Number; the next one by default."),
)
@click.option("--sample", is_flag=True, help=both("Đánh dấu là dữ liệu mẫu.", "Mark as sample data."))
@click.option(
    "--strike",
    metavar=both("SỐ|TỆP", "NUMBER|FILE"),
    help=both("Gạch dòng có số (hoặc tệp) này; cần --reason.", "Strike the line of this number or file; takes --reason."),
)
@click.option("--reason", metavar=both("LÝ DO", "REASON"), help=both("Vì sao gạch.", "Why it is struck."))
@click.option(
    "--convert",
    metavar=both("TỆP", "FILE"),
    type=click.Path(path_type=Path),
    help=both("Đổi sổ kiểu cũ (register.yml) thành mỗi dòng một tệp.", "Turn an old register.yml into one file a line."),
)
@AS_OF
@LANGUAGE
@REPO
def register(
    files: tuple[Path, ...],
    on: str | None,
    channel: str | None,
    office: str | None,
    unit: str,
    number: int | None,
    sample: bool,
    strike: str | None,
    reason: str | None,
    convert: Path | None,
    as_of: AsOf,
    lang: Language,
    repo: str,
) -> None:
    """Enters lines for `files`, or strikes one, or converts a register of the old form, and prints slips for the senders.

    Raises click.UsageError unless exactly one of these is asked for with all it needs, CannotJudge where a line would be
    refused.
    """
    asked = [name for name, given in (("--strike", strike), ("--convert", convert), ("FILES", files)) if given]
    if len(asked) != 1:
        raise click.UsageError(
            Words(
                "hãy nêu các tệp cần ghi sổ, hoặc --strike, hoặc --convert.",
                "name the files to be entered, or --strike, or --convert.",
            ).say(lang)
        )
    desk = Register(opened(repo), as_of)
    with clone_lock(desk.repository):
        if convert:
            _converted(desk, convert, lang)
        elif strike:
            _struck(desk, strike, reason, unit, lang)
        else:
            if number and len(files) > 1:
                raise click.UsageError(Words("--number chỉ dùng cho một tệp.", "--number is for one file.").say(lang))
            when, by, where = (
                _given(name, value, lang) for name, value in (("on", on), ("channel", channel), ("office", office))
            )

            def line(path: str, blob: str) -> RegisterLine:
                return RegisterLine(
                    instant(when, lambda: desk.edition(path).rules.record.zone), by, where, path, blob, sample=sample
                )

            _slips(desk.enter(files, line, unit, number or 0), desk, lang)


def _given(name: str, value: str | None, language: Language) -> str:
    if value is None:
        raise click.UsageError(Words(f"thiếu --{name}.", f"--{name} is missing.").say(language))
    return value


_SLIP = Words(
    "Số đến {number}, sổ của {unit}\n  Tên bài: {title}\n  Nơi gửi: {sender}\n  Nhận lúc: {at}\n  Nơi nhận: {office}\n  Tệp: {path}",
    "Number {number}, register of {unit}\n  Title: {title}\n  From: {sender}\n  Received: {at}\n  Office: {office}\n  File: {path}",
)
_CODE = Words("  Mã biên nhận, đưa lại cho người gửi: {code}", "  Receipt code, for the sender: {code}")
_BROKEN = Words(
    "  Lưu ý: tệp còn lỗi ({codes}). Sửa tệp thì dòng sổ này không còn che cho nội dung mới, phải ghi dòng khác.",
    "  Note: the file has errors ({codes}). Once it is mended this line covers it no more, and another is needed.",
)


def _slips(entered: list[EnteredLine], desk: Register, language: Language) -> None:
    """Prints a slip for each sender, and what the officer does next."""
    for each in entered:
        line, edition = each.line, desk.edition(each.line.path)
        values: dict[str, Value] = {
            "number": str(each.number),
            "unit": edition.name_of(each.unit),
            "title": each.title or "–",
            "sender": edition.name_of(line.unit),
            "at": line.received_at,
            "office": line.office,
            "path": line.path,
            "code": receipt_code(line.blob),
            "codes": tuple(dict.fromkeys(finding.code for finding in each.faults)),
        }
        sent_here = line.path.startswith("submissions/")
        shown = [_SLIP, *[_CODE] * sent_here, *[_BROKEN] * bool(each.faults)]
        click.echo("\n".join(fill(words, values, language) for words in shown) + "\n")
    paths = [path for each in entered for path in (each.line.path, each.file)]
    said = Words(
        "Đã ghi {count} dòng. Commit cả bài và dòng sổ: {add}",
        "{count} entered. Commit files and lines: {add}",
    )
    click.echo(fill(said, {"count": len(entered), "add": adding(desk.repository, paths)}, language))


def _struck(desk: Register, asked: str, reason: str | None, unit: str, language: Language) -> None:
    file = desk.strike(asked, _given("reason", reason, language), unit)
    said = Words(
        "Đã gạch {file}. Dòng ấy ở lại trong sổ nhưng không còn tính.", "Struck: {file}. The line stays and counts no more."
    )
    click.echo(fill(said, {"file": file}, language))


def _converted(desk: Register, file: Path, language: Language) -> None:
    made = desk.convert(file)
    said = Words(
        "Đã đổi {count} dòng thành tệp và bỏ {file}. Commit cả thư mục program/ cùng lúc.",
        "{count} lines are files now and {file} is gone. Commit all of program/ together.",
    )
    click.echo(fill(said, {"count": len(made), "file": str(file)}, language))

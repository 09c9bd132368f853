"""`sangkien register`: an officer attests what came on paper, by e-mail or another channel, many at once, and strikes what was wrong."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path

import click

from sangkien.cli.book import Desk, Entered
from sangkien.cli.terminal import LANGUAGE, REPO, both, now, opened
from sangkien.inputs.register import NO_MOMENT, moment
from sangkien.language import Language, Value, Words, fill, filled
from sangkien.model.act import RegisterLine
from sangkien.model.corpus import Edition
from sangkien.model.finding import CannotJudge
from sangkien.receipt_code import receipt_code


@click.command(
    help=both(
        "Ghi sổ tiếp nhận: những bài, hồ sơ này đã đến nơi nhận lúc nào, bằng đường nào. Mỗi dòng sổ là một tệp, chỉ có giá trị với đúng"
        " nội dung hiện có của bài. Ghi nhầm thì gạch bằng --strike.",
        "Enter in the register when and how these submissions or dossiers reached the office. Each line is a file and covers the content of"
        " this moment alone. A wrong line is struck with --strike.",
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--on", "--received-at", "on",
    help=both("Ngày giờ nhận: 15/4/2021 9h30, theo giờ của kỳ.", "When it came: 15/4/2021 9h30, on the edition's clock."),
)  # fmt: skip
@click.option("--channel", help=both("paper, email, office-network hoặc portal.", "paper, email, office-network or portal."))
@click.option("--office", help=both("Nơi nhận (chức danh, không ghi tên người).", "The office (a post, not a person)."))
@click.option(
    "--unit",
    default="",
    help=both(
        "Đơn vị nhận; mặc định là cấp trên trực tiếp của đơn vị gửi.",
        "The receiving unit; the one directly above the sender by default.",
    ),
)
@click.option(
    "--number", type=click.IntRange(min=1), help=both("Số đến; mặc định là số tiếp theo.", "Number; the next one by default.")
)
@click.option("--sample", is_flag=True, help=both("Đánh dấu là dữ liệu mẫu.", "Mark as sample data."))
@click.option(
    "--strike",
    help=both("Gạch dòng có số (hoặc tệp) này; cần --reason.", "Strike the line of this number or file; takes --reason."),
)
@click.option("--reason", help=both("Vì sao gạch.", "Why it is struck."))
@click.option(
    "--convert",
    type=click.Path(path_type=Path),
    help=both("Đổi sổ kiểu cũ (register.yml) thành mỗi dòng một tệp.", "Turn an old register.yml into one file a line."),
)
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
    lang: Language,
    repo: str,
) -> None:
    asked = [name for name, given in (("--strike", strike), ("--convert", convert), ("FILES", files)) if given]
    if len(asked) != 1:
        raise click.UsageError(
            Words(
                "hãy nêu các tệp cần ghi sổ, hoặc --strike, hoặc --convert.",
                "name the files to be entered, or --strike, or --convert.",
            ).say(lang)
        )
    desk = Desk(opened(repo), now())
    with desk.turn():
        if convert:
            _converted(desk, convert, lang)
        elif strike:
            _struck(desk, strike, reason, lang)
        else:
            if number and len(files) > 1:
                raise click.UsageError(Words("--number chỉ dùng cho một tệp.", "--number is for one file.").say(lang))
            when, by, where = (
                _given(name, value, lang) for name, value in (("on", on), ("channel", channel), ("office", office))
            )

            def line(path: str, blob: str) -> RegisterLine:
                return RegisterLine(_when(when, desk.edition(path)), by, where, path, blob, sample=sample)

            _slips(desk.enter(files, line, unit, number or 0), desk, lang)


def _given(name: str, value: str | None, language: Language) -> str:
    if value is None:
        raise click.UsageError(Words(f"thiếu --{name}.", f"--{name} is missing.").say(language))
    return value


def _when(text: str, edition: Edition) -> datetime:
    rules = edition.rules.record
    told = moment(text, rules.zone)
    if told is None:
        raise CannotJudge(filled(NO_MOMENT, {"text": text}))
    dues = (level.due.at for level in rules.levels if level.due)
    if any(told.leaves_open(deadline) for deadline in (rules.portal.closing.at, *dues)):
        raise CannotJudge(
            Words(
                f"Trong ngày {text} có một hạn nộp, nên phải ghi cả giờ nhận, như 9h30.",
                f"A deadline falls on {text}, so the hour is needed too, as in 9h30.",
            )
        )
    return told.at


_SLIP = Words(
    "Số đến {number}, sổ của {unit}\n  Nhận lúc: {at}\n  Nơi nhận: {office}\n  Tệp: {path}",
    "Number {number}, register of {unit}\n  Received: {at}\n  Office: {office}\n  File: {path}",
)
_TITLE = Words("  Tên bài: {title}", "  Title: {title}")
_CODE = Words("  Mã biên nhận: {code}", "  Receipt code: {code}")


def _slips(entered: list[Entered], desk: Desk, language: Language) -> None:
    """A slip for each sender, and what the officer does next."""
    for each in entered:
        line = each.line
        name = desk.edition(line.path).name_of(each.unit)
        told: dict[str, Value] = {
            "number": str(each.number),
            "unit": name,
            "at": line.received_at,
            "office": line.office,
            "path": line.path,
        }
        click.echo(fill(_SLIP, told, language))
        if each.title:
            click.echo(fill(_TITLE, {"title": each.title}, language))
        if line.path.startswith("submissions/"):
            click.echo(fill(_CODE, {"code": receipt_code(line.blob)}, language))
    paths = " ".join(shlex.quote(path) for each in entered for path in (each.line.path, each.file))
    said = Words(
        "Đã ghi {count} dòng. Commit cả bài và dòng sổ: git add {paths}",
        "{count} entered. Commit files and lines: git add {paths}",
    )
    click.echo(fill(said, {"count": len(entered), "paths": paths}, language))


def _struck(desk: Desk, asked: str, reason: str | None, language: Language) -> None:
    file = desk.strike(asked, _given("reason", reason, language))
    said = Words(
        "Đã gạch {file}. Dòng ấy ở lại trong sổ nhưng không còn tính.", "Struck: {file}. The line stays and counts no more."
    )
    click.echo(fill(said, {"file": file}, language))


def _converted(desk: Desk, file: Path, language: Language) -> None:
    made = desk.convert(file)
    said = Words(
        "Đã đổi {count} dòng thành tệp và bỏ {file}. Commit cả thư mục program/ cùng lúc.",
        "{count} lines are files now and {file} is gone. Commit all of program/ together.",
    )
    click.echo(fill(said, {"count": len(made), "file": str(file)}, language))

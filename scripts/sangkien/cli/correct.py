"""`sangkien correct`: lets corrected contents keep the time of earlier ones; must not know what may be corrected."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Sequence
from pathlib import Path

import click

from sangkien.app.correct import CorrectionRequest, PreparedCorrection, prepare_corrections, write_corrections
from sangkien.app.register import clone_lock
from sangkien.app.repository import adding, submission_in
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, notice, opened
from sangkien.inputs.moment import day
from sangkien.language import Language, Words, fill
from sangkien.model.finding import CannotJudge
from sangkien.model.history import AsOf
from sangkien.outputs.correction import changes


@click.command(
    help=both(
        "Đính chính: cho nội dung mới (MỚI) của một bài lấy giờ nhận của nội dung cũ (CŨ). CŨ, MỚI là đường dẫn của bài; sửa tại chỗ thì"
        " ghi cùng một đường dẫn hai lần. Nhiều bài thì ghi nhiều cặp, hoặc dùng --pairs. Cho xem chỗ khác nhau rồi mới viết tệp.",
        "Correct: let the new content (NEW) of a submission take the time of the old one (OLD). OLD and NEW are paths; for a file corrected"
        " in its place give its path twice. Several pairs may follow, or use --pairs. Shows what differs, then writes the file.",
    )
)
@click.argument("files", nargs=-1, metavar=both("[CŨ MỚI]...", "[OLD NEW]..."))
@click.option(
    "--pairs",
    metavar=both("TỆP", "FILE"),
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("Tệp chữ, mỗi dòng một cặp: CŨ MỚI.", "A text file, one pair a line: OLD NEW."),
)
@click.option(
    "--reason", metavar=both("LÝ DO", "REASON"), required=True, help=both("Lý do; không ghi tên người.", "Why; no names.")
)
@click.option(
    "--number",
    metavar=both("SỐ", "NUMBER"),
    help=both("Số văn bản; mặc định là số tiếp theo của nơi nhận.", "Number of the paper; the office's next."),
)
@click.option(
    "--signed-on",
    metavar=both("NGÀY", "DAY"),
    help=both("Ngày ký, như 22/4/2021; mặc định hôm nay.", "Date of the paper, like 22/4/2021; today by default."),
)
@click.option("--sample", is_flag=True, help=both("Đánh dấu là dữ liệu mẫu.", "Mark as sample data."))
@AS_OF
@LANGUAGE
@REPO
def correct(
    files: tuple[str, ...],
    pairs: Path | None,
    reason: str,
    number: str | None,
    signed_on: str | None,
    sample: bool,
    as_of: AsOf,
    lang: Language,
    repo: str,
) -> None:
    """Prints what each correction changes, and writes the corrections' files. `files` are paths, old and new in turn; `pairs` a
    file of such pairs.

    Raises CannotJudge, with nothing written, where one may not be made.
    """
    repository = opened(repo)
    paths = [(submission_in(repository, old), submission_in(repository, new)) for old, new in _paired(files, pairs)]
    with clone_lock(repository):
        asked = CorrectionRequest(paths, reason, number or "", day(signed_on) if signed_on else None, sample)
        made = prepare_corrections(repository, as_of, asked)
        for each in made:
            _shown(each, lang)
        added = write_corrections(repository, made)
    for each in made:
        said = Words("Đã ghi đính chính {number}: {file}", "Correction {number} written: {file}")
        click.echo(fill(said, {"number": each.act.number, "file": each.file}, lang))
    next_step = Words(
        "Việc tiếp theo: {add}\nCommit rồi xét: sangkien check --base origin/main",
        "Next: {add}\nCommit, then judge: sangkien check --base origin/main",
    )
    click.echo(fill(next_step, {"add": adding(repository, added)}, lang))


def _shown(made: PreparedCorrection, language: Language) -> None:
    """Prints what a correction changes, and what the office should know of it."""
    old, new = made.act.old.path, made.act.new.path
    click.echo(new if old == new else f"{old} → {new}")
    if made.first and made.new:
        for line in changes(made.first, made.new, made.fields, language):
            click.echo(line)
    notice(made.notices, "text", language)


def _paired(files: Sequence[str], pairs: Path | None) -> list[tuple[str, str]]:
    """The pairs of the command line, then those of the file. Raises CannotJudge for a path without a partner."""
    if len(files) % 2 or not (files or pairs):
        raise CannotJudge(
            Words(
                "Cần từng cặp CŨ MỚI; sửa tại chỗ thì ghi cùng đường dẫn hai lần.",
                "Give pairs OLD NEW; for a file corrected in its place give its path twice.",
            )
        )
    return [*zip(files[::2], files[1::2], strict=True), *(_listed(pairs) if pairs else ())]


def _listed(pairs: Path) -> list[tuple[str, str]]:
    found = []
    for at, line in enumerate(_text(pairs).splitlines(), start=1):
        words = line.replace(",", " ").replace(";", " ").replace('"', " ").split()
        if len(words) == 2:
            found.append((words[0], words[1]))
        elif words and not line.lstrip().startswith("#"):
            raise CannotJudge(
                Words(f"{pairs}, dòng {at}: cần đúng hai đường dẫn.", f"{pairs}, line {at}: two paths are needed.")
            )
    if not found:
        raise CannotJudge(Words(f"{pairs} không có cặp nào.", f"{pairs} names no pair."))
    return found


def _text(file: Path) -> str:
    """A text file as spreadsheets and editors save it: UTF-8, or UTF-16 with a byte order mark. Raises CannotJudge for any
    other."""
    content = file.read_bytes()
    try:
        return content.decode("utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotJudge(
            Words(
                f"Không đọc được chữ trong {file}; lưu lại dạng UTF-8.", f"The text of {file} cannot be read; save it as UTF-8."
            )
        ) from error

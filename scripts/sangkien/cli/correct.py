"""`sangkien correct`: the receiving office lets corrected contents keep the time of what came before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import click

from sangkien import git
from sangkien.cli import flow
from sangkien.cli.files import write
from sangkien.cli.terminal import AS_OF, LANGUAGE, REPO, both, opened
from sangkien.corpus import Law, alone, load, load_law
from sangkien.corpus.layout import address
from sangkien.inputs.correction import changes, written
from sangkien.language import Language, Until, Words, fill, filled
from sangkien.model.act import Content, Correction
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import CannotJudge, Severity
from sangkien.model.history import PLAIN_FILE, AsOf, Change, Entry, Snapshot
from sangkien.model.submission import Submission
from sangkien.rules import CATALOGUE, judge


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
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help=both("Tệp chữ, mỗi dòng một cặp: CŨ MỚI.", "A text file, one pair a line: OLD NEW."),
)
@click.option("--reason", required=True, help=both("Lý do; không ghi tên người.", "Why; no names."))
@click.option(
    "--number", help=both("Số văn bản; mặc định là số tiếp theo của nơi nhận.", "Number of the paper; the office's next.")
)
@click.option(
    "--signed-on",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help=both("Ngày ký; mặc định hôm nay.", "Date of the paper; today by default."),
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
    signed_on: date | None,
    sample: bool,
    as_of: AsOf,
    lang: Language,
    repo: str,
) -> None:
    repository = opened(repo)
    asked = [(_path(old, repository), _path(new, repository)) for old, new in _paired(files, pairs)]
    laid = _as_on_disk(repository, flow.stand(repository, "HEAD", as_of).snapshot, asked, as_of)
    law = load_law(laid, repository.store)
    corpus = load(laid, law, as_of.at, only=frozenset(path for pair in asked for path in pair))
    acts: dict[str, Correction] = {}
    for old, new in asked:
        edition, unit = _office(corpus, old, new)
        was, now = _contents(corpus, laid, edition, old, new)
        day = signed_on or as_of.at.astimezone(edition.rules.record.zone)
        made = number or _next(edition, unit, acts)
        said = Correction(made, date(day.year, day.month, day.day), reason, Content(old, was), Content(new, now), sample)
        acts[_file(laid, edition, unit, new, acts)] = said
    tried = _tried(laid, law, as_of, acts)
    for file, act in acts.items():
        edition = tried.editions[file.split("/")[1]]
        weighed = next(each for each in tried.corrections[edition.id] if each.filed.path == file)
        click.echo(f"{act.old.path} → {act.new.path}" if act.old.path != act.new.path else act.new.path)
        first, new_one = (_record(laid, law, each) for each in (weighed.first, act.new))
        if first and new_one:
            click.echo("".join(f"{line}\n" for line in changes(first, new_one, tried.fields["submission"], lang)), nl=False)
    for file, act in acts.items():
        write(Path(repository.top or ".") / file, written(act).encode())
        click.echo(
            fill(
                Words("Đã ghi đính chính {number}: {file}", "Correction {number} written: {file}"),
                {"number": act.number, "file": file},
                lang,
            )
        )


def _paired(files: Sequence[str], pairs: Path | None) -> Iterator[tuple[str, str]]:
    """The pairs of the command line, then those of the file."""
    if len(files) % 2 or not (files or pairs):
        raise CannotJudge(Words("Ghi từng cặp: CŨ MỚI.", "Give pairs: OLD NEW."))
    yield from zip(files[::2], files[1::2], strict=True)
    for at, line in enumerate(pairs.read_text(encoding="utf-8").splitlines() if pairs else (), start=1):
        words = line.replace(",", " ").replace(";", " ").split()
        if len(words) == 2:
            yield words[0], words[1]
        elif words and not line.lstrip().startswith("#"):
            raise CannotJudge(
                Words(f"{pairs}, dòng {at}: cần đúng hai đường dẫn.", f"{pairs}, line {at}: two paths are needed.")
            )


def _path(named: str, repo: git.Repository) -> str:
    """The path in the repository of what somebody named, from its top or from where they stand."""
    file = Path(named)
    top = repo.top.resolve() if repo.top else None
    if address(named) is None and top and (file.parent.resolve() / file.name).is_relative_to(top):
        named = (file.parent.resolve() / file.name).relative_to(top).as_posix()
    place = address(named)
    if place is None or place.kind != "submission":
        raise CannotJudge(Words(f"{named} không phải tệp của một bài.", f"{named} is no submission's file."))
    return named


def _as_on_disk(repo: git.Repository, base: Snapshot, pairs: Sequence[tuple[str, str]], as_of: AsOf) -> Snapshot:
    """Base with these files as the disk has them, and what receipts there are of all that ever stood there."""
    named = list(dict.fromkeys(path for pair in pairs for path in pair))
    files = {path: Path(repo.top) / path for path in named} if repo.top else {}
    there = [file for file in files.values() if file.exists()]
    laid, _ = git.drafts(repo, base, there)
    gone = frozenset(path for path, file in files.items() if not file.exists() and path in base.entries)
    laid = replace(git.union(laid, Change({}, gone, {}, {}), base.revision), read=laid.read)
    blobs = {blob for path in named for blob in laid.history.landings.get(path, ())}
    blobs |= {laid.entries[path].blob for path in named if path in laid.entries}
    return replace(laid, receipts=git.receipts.lookup(repo, blobs, as_of.cut))


def _office(corpus: Corpus, old: str, new: str) -> tuple[Edition, str]:
    """The edition of both files, and the nearest unit above them."""
    places = [place for path in (old, new) if (place := address(path))]
    edition = corpus.editions.get(places[0].edition)
    unit = edition.nearest_above(*(place.unit for place in places)) if edition else ""
    if edition is None or not unit or places[0].edition != places[1].edition:
        raise CannotJudge(
            Words(
                f"Không đơn vị nào đứng trên cả {old} và {new} trong một kỳ.",
                f"No unit stands above both {old} and {new} in one edition.",
            )
        )
    return edition, unit


def _contents(corpus: Corpus, laid: Snapshot, edition: Edition, old: str, new: str) -> tuple[str, str]:
    """The last content of the old file that came in time, and the present one of the new file, which did not."""
    portal = edition.rules.record.portal
    if new not in laid.entries:
        raise CannotJudge(Words(f"Không có tệp {new}.", f"There is no file {new}."))
    now = laid.entries[new].blob
    if not portal.closed(corpus.came(new, now).timely):
        said = Words(
            f"{new} không cần đính chính: nội dung này kịp hạn, hoặc chỉ bỏ bớt dữ liệu riêng.",
            f"{new} needs no correction: this content is in time, or only lost what is private.",
        )
        raise CannotJudge(said)
    landings = laid.history.landings.get(old, {})
    timely = [blob for blob in landings if (old, blob) != (new, now) and not portal.closed(corpus.came(old, blob).timely)]
    if not timely:
        said = Words(
            "{path} chưa có nội dung nào kịp hạn ({closes}) trên nhánh chính, nên không có giờ để lấy. Bản giấy đến kịp thì dùng: sangkien"
            " register",
            "{path} had no content on the main branch in time ({closes}), so there is no time to take. If it came on paper, use: sangkien"
            " register",
        )
        raise CannotJudge(filled(said, {"path": old, "closes": Until(portal.closing.at)}))
    return max(timely, key=lambda blob: landings[blob].committed), now


def _next(edition: Edition, unit: str, acts: Mapping[str, Correction]) -> str:
    stand = sum(filed.unit == unit for filed in edition.corrections)
    ours = sum(f"/corrections/{unit}/" in f"{file.rpartition('/')[0]}/" for file in acts)
    return f"{stand + ours + 1:02d}/ĐC"


def _file(laid: Snapshot, edition: Edition, unit: str, new: str, acts: Mapping[str, Correction]) -> str:
    """A free name in the folder of the office's corrections."""
    begin = f"program/{edition.id}/corrections/{unit}/{Path(new).stem}"
    names = (f"{begin}{f'-{at}' if at > 1 else ''}.yml" for at in range(1, 10_000))
    return next(name for name in names if name not in laid.entries and name not in acts)


def _tried(laid: Snapshot, law: Law, as_of: AsOf, acts: Mapping[str, Correction]) -> Corpus:
    """The corpus with the corrections, before anything is written. Raises CannotJudge with the first thing that is wrong with one."""
    contents = {file: written(act).encode() for file, act in acts.items()}
    with_acts = git.lay(laid, {file: (Entry(PLAIN_FILE, sha256(each).hexdigest()), each) for file, each in contents.items()})
    only = {path for act in acts.values() for path in (act.old.path, act.new.path)}
    corpus = load(with_acts, law, as_of.at, only=only | acts.keys())
    for finding in judge(corpus):
        if finding.place.path in acts and finding.severity is Severity.ERROR:
            rule, values = CATALOGUE[finding.code], dict(finding.values)
            path = acts[finding.place.path].new.path
            told = (f"{path}: {fill(rule.says, values, one)} {fill(rule.cure, values, one)}" for one in ("vi", "en"))
            raise CannotJudge(Words(*told))
    return corpus


def _record(laid: Snapshot, law: Law, content: Content) -> Submission | None:
    files = ((content.path, blob, bytes) for blob, bytes in laid.read([content.content]))
    return next((filed.record for filed in alone(law, files).submissions), None)

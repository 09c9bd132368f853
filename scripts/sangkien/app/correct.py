"""Finds what corrections rest on, tries them under every rule and writes them; must not know how they were asked for or are rendered."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

from sangkien import git
from sangkien.app.repository import top_of
from sangkien.app.revision import state_at
from sangkien.corpus import Law, load, load_law, load_one
from sangkien.corpus.act_files import correction_file
from sangkien.corpus.layout import address_of
from sangkien.disk import create
from sangkien.language import Until, Value, Words, filled
from sangkien.late import dataclass
from sangkien.model.act import Content, Correction
from sangkien.model.corpus import Corpus, Edition, FieldSpec
from sangkien.model.finding import CannotJudge, Finding, Severity
from sangkien.model.history import PLAIN_FILE, AsOf, Change, Snapshot, TreeEntry, folder_of
from sangkien.model.submission import Received, Submission
from sangkien.rules import CATALOGUE, judge
from sangkien.rules.correction import not_to_be_corrected, without_ground

Pair = tuple[str, str]


@dataclass(frozen=True)
class CorrectionRequest:
    """What an officer asks for."""

    pairs: Sequence[Pair]  # paths of the old and the new file
    reason: str  # why, as the paper says; names no person
    number: str = ""  # number of the paper; empty: the office's next, one for each pair
    signed_on: date | None = None  # None: today in the edition's zone
    sample: bool = False


@dataclass(frozen=True)
class PreparedCorrection:
    """A correction that was tried and may be written."""

    file: str  # path of its file
    act: Correction  # as its file will hold it
    content: bytes  # what the file will hold
    first: Submission | None  # record of the content first received; None: cannot be read
    new: Submission | None  # record of the new content; None: cannot be read
    fields: Mapping[str, FieldSpec]  # what the submission's fields are called, by name
    notices: tuple[Words, ...] = ()  # what the office should know of it


@dataclass
class _Workspace:
    """What corrections are made on."""

    repository: git.Repository
    base: Snapshot  # main, as far as it counts
    laid: Snapshot  # base with the files of the disk on top
    law: Law
    corpus: Corpus  # of `laid`
    as_of: AsOf
    acts: dict[str, Correction] = field(default_factory=dict)  # corrections made so far, by path


def prepare_corrections(repository: git.Repository, as_of: AsOf, asked: CorrectionRequest) -> list[PreparedCorrection]:
    """The corrections asked for, tried under every rule and not yet written.

    Raises CannotJudge, with the reason, for one that may not be made.
    """
    _must_be_single(asked.pairs)
    ground = _ground(repository, as_of, asked.pairs)
    for old, new in asked.pairs:
        edition = _edition(ground.corpus, old, new)
        _must_be_taken(edition, as_of)
        _must_be_uncorrected(ground, edition, old, new)
        now = _present(ground, edition, new)
        source = _earlier(ground, edition, old, Content(new, now))
        unit = _office(edition, source.path, new)
        signed = _signed(asked, edition, as_of)
        number = asked.number or _next(ground, edition, unit)
        act = Correction(number, signed, " ".join(asked.reason.split()), source, Content(new, now), asked.sample)
        ground.acts[_file(ground, edition, unit, new)] = act
    tried = _tried(ground)
    return [_made(ground, tried, file, act) for file, act in ground.acts.items()]


def write_corrections(repository: git.Repository, made: Iterable[PreparedCorrection]) -> list[str]:
    """Writes the files of all corrections or of none, and returns their paths, to be added to the next commit.

    Raises CannotJudge where one cannot be written.
    """
    top, made = top_of(repository), list(made)
    create({top / each.file: each.content for each in made})
    named = [path for each in made for path in (each.act.old.path, each.act.new.path, each.file)]
    tracked = git.snapshot(repository, "HEAD").entries
    return [path for path in dict.fromkeys(named) if path in tracked or os.path.lexists(top / path)]


def _must_be_single(pairs: Sequence[Pair]) -> None:
    for paths in zip(*pairs, strict=True):
        if twice := next((path for path in paths if paths.count(path) > 1), None):
            raise CannotJudge(
                Words(
                    f"{twice} được nêu hai lần; mỗi bài chỉ một cặp.", f"{twice} is named twice; one pair is enough for each."
                )
            )


def _ground(repository: git.Repository, as_of: AsOf, pairs: Sequence[Pair]) -> _Workspace:
    """Main and the disk. Corrections that are only on the disk are there too, and the receipts of all that a time may rest on."""
    top, base = top_of(repository), state_at(repository, "HEAD", as_of).snapshot
    named = list(dict.fromkeys(path for pair in pairs for path in pair))
    acts = (file.relative_to(top).as_posix() for file in sorted(top.glob("program/*/corrections/**/*.yml")))
    own = [path for path in acts if path not in base.entries and (top / path).is_file()]
    there = [path for path in named if os.path.lexists(top / path)]
    laid, _ = git.read_drafts(repository, base, [top / path for path in (*there, *own)])
    gone = frozenset(path for path in named if path not in there and path in base.entries)
    laid = replace(git.overlay(laid, Change({}, gone, {}, {}), base.revision), read=laid.read)
    law = load_law(laid, repository.store)
    known = load(laid, law, as_of.at, only=())
    records = [filed.record for edition in known.editions.values() for filed in edition.corrections]
    blobs = {each.content for record in records for each in (record.old, record.new)}
    for path in named:
        for name in (path, *_older_names(laid, path)):
            blobs |= laid.history.landings.get(name, {}).keys()
    blobs |= {laid.entries[path].blob for path in named if path in laid.entries}
    laid = replace(laid, receipts=git.receipts.lookup(repository, blobs, as_of.ignore_after))
    return _Workspace(repository, base, laid, law, load(laid, law, as_of.at, only=frozenset(named)), as_of)


def _edition(corpus: Corpus, old: str, new: str) -> Edition:
    ids = {address.edition for path in (old, new) if (address := address_of(path))}
    if len(ids) != 1 or (edition := corpus.editions.get(*ids)) is None:
        raise CannotJudge(
            Words(f"{old} và {new} không cùng một kỳ đã có thể lệ.", f"{old} and {new} are not of one edition that has rules.")
        )
    return edition


def _must_be_taken(edition: Edition, as_of: AsOf) -> None:
    """Raises CannotJudge where the edition takes no corrections, or no longer does."""
    rules = edition.rules.record.corrections
    if rules is None:
        raise CannotJudge(
            Words(
                f"Kỳ {edition.id} không nhận đính chính: thể lệ không có mục `corrections`.",
                f"Edition {edition.id} takes no corrections: its rules have no `corrections`.",
            )
        )
    if rules.closed(as_of.at):
        said = Words(
            "Kỳ {edition} nhận đính chính đến {due} ({source}); nay đã quá hạn, nên nội dung mới không lấy được giờ cũ.",
            "Edition {edition} took corrections until {due} ({source}); that is past, so the new content cannot take the old time.",
        )
        raise CannotJudge(filled(said, {"edition": edition.id, "due": Until(rules.due[-1].at), "source": rules.due[-1].source}))


def _must_be_uncorrected(ground: _Workspace, edition: Edition, old: str, new: str) -> None:
    """Raises CannotJudge where a correction of the same file waits on the disk for its commit."""
    for filed in edition.corrections:
        if filed.path not in ground.base.entries and filed.record.new.path in (old, new):
            raise CannotJudge(
                Words(
                    f"{new}: đã có đính chính {filed.record.number} chưa commit ({filed.path}). Commit nó trước; viết lại thì xóa tệp ấy"
                    " rồi chạy lại.",
                    f"{new}: correction {filed.record.number} is not committed yet ({filed.path}). Commit it first; to write it anew,"
                    " delete that file and run this again.",
                )
            )


def _present(ground: _Workspace, edition: Edition, new: str) -> str:
    """The blob of the new file, which came too late. Raises CannotJudge where there is none, or it is in time."""
    if new not in ground.laid.entries:
        raise CannotJudge(Words(f"Không có tệp {new}.", f"There is no file {new}."))
    now = ground.laid.entries[new].blob
    came = ground.corpus.received_content(new, now)
    if not edition.rules.record.portal.closed(came.timely):
        raise CannotJudge(_no_need(new, came))
    return now


def _no_need(new: str, came: Received) -> Words:
    values: dict[str, Value] = {"path": new, "at": came.timely}
    if came.edit:
        values["edit"] = came.edit.said
        said = Words(
            "{path} không cần đính chính: so với nội dung nhận lúc {at} {edit}, nên giữ nguyên giờ ấy.",
            "{path} needs no correction: since {at} it {edit}, and keeps that time.",
        )
    elif came.corrected:
        values["act"] = came.corrected.act
        said = Words(
            "{path} không cần đính chính: nội dung này đã lấy giờ {at} theo {act}.",
            "{path} needs no correction: it takes {at} by {act} already.",
        )
    else:
        said = Words(
            "{path} không cần đính chính: nội dung này kịp hạn, tính từ {at}.",
            "{path} needs no correction: it is in time, as of {at}.",
        )
    return filled(said, values)


def _earlier(ground: _Workspace, edition: Edition, old: str, now: Content) -> Content:
    """The content that lends its time: the last in time at the old path, else one that main knows to have come before it, under
    an older name in the folder or by a correction. Raises CannotJudge where there is none."""
    portal, landings = edition.rules.record.portal, ground.laid.history.landings
    steps: list[list[Content]] = [[Content(old, blob) for blob in landings.get(old, {})]]
    for name, until in _older_names(ground.laid, old).items():
        steps.append([Content(name, blob) for blob, commit in landings[name].items() if commit.committed <= until])
    came_here = landings.get(old, {})
    for each in ground.corpus.corrections.get(edition.id, ()):
        new = each.filed.record.new
        if not each.wrongs and new.content in came_here and folder_of(new.path) == folder_of(old):
            steps.append([each.first])
    for step in steps:
        timely = [
            each
            for each in step
            if each != now and not portal.closed(ground.corpus.received_content(each.path, each.content).timely)
        ]
        if timely:
            return max(timely, key=lambda each: landings[each.path][each.content].committed)
    said = Words(
        "{path} chưa có nội dung nào kịp hạn ({closes}) trên nhánh chính, nên không có giờ để lấy. Bản giấy đến kịp thì dùng: sangkien"
        " register",
        "{path} had no content on the main branch in time ({closes}), so there is no time to take. If it came on paper, use: sangkien"
        " register",
    )
    raise CannotJudge(filled(said, {"path": old, "closes": Until(portal.closing.at)}))


def _older_names(laid: Snapshot, path: str) -> dict[str, datetime]:
    """Other paths of the folder where contents of this path stood before -> the last instant at which one did."""
    landings, folder = laid.history.landings, folder_of(path)
    here = landings.get(path, {})
    found: dict[str, datetime] = {}
    for name in landings if here else ():
        if name != path and folder_of(name) == folder:
            shared = [commit.committed for blob, commit in landings[name].items() if blob in here]
            found |= {name: max(shared)} if shared else {}
    return found


def _office(edition: Edition, old: str, new: str) -> str:
    """The nearest unit above both files. Raises CannotJudge where there is none."""
    units = [address.unit for path in (old, new) if (address := address_of(path))]
    if unit := edition.nearest_above(*units):
        return unit
    raise CannotJudge(Words(f"Không đơn vị nào đứng trên cả {old} và {new}.", f"No unit stands above both {old} and {new}."))


def _signed(asked: CorrectionRequest, edition: Edition, as_of: AsOf) -> date:
    today, first = as_of.at.astimezone(edition.rules.record.zone).date(), edition.rules.record.campaign.first
    signed = asked.signed_on or today
    if signed > today:
        said = Words("Ngày ký {signed} ở sau hôm nay ({today}).", "It cannot be signed on {signed}: today is {today}.")
    elif signed < first:
        said = Words(
            "Ngày ký {signed} ở trước ngày đầu của chương trình ({first}).",
            "It cannot be signed on {signed}: the programme began on {first}.",
        )
    else:
        return signed
    raise CannotJudge(filled(said, {"signed": signed, "today": today, "first": first}))


def _numbers(ground: _Workspace, edition: Edition, unit: str) -> Iterator[str]:
    """Numbers that this office has given: on main, on the disk and in this run."""
    yield from (filed.record.number for filed in edition.corrections if filed.unit == unit)
    yield from (act.number for file, act in ground.acts.items() if folder_of(file).endswith(f"/corrections/{unit}"))


def _next(ground: _Workspace, edition: Edition, unit: str) -> str:
    begun = (re.match(r"[0-9]{1,9}", number) for number in _numbers(ground, edition, unit))
    return f"{max((int(each[0]) for each in begun if each), default=0) + 1:02d}/ĐC"


def _file(ground: _Workspace, edition: Edition, unit: str, new: str) -> str:
    """A free name in the folder of the office's corrections."""
    begin, top = f"program/{edition.id}/corrections/{unit}/{Path(new).stem}", top_of(ground.repository)
    names = (f"{begin}{f'-{at}' if at > 1 else ''}.yml" for at in range(1, 10_000))
    free = (name for name in names if name not in ground.base.entries and name not in ground.acts)
    return next(name for name in free if not os.path.lexists(top / name))


def _tried(ground: _Workspace) -> Corpus:
    """The corpus with the corrections, before anything is written. Raises CannotJudge with the first error of one."""
    acts = ground.acts
    contents = {file: _content(ground, file) for file in acts}
    laid = git.overlay_contents(
        ground.laid, {file: (TreeEntry(PLAIN_FILE, sha256(each).hexdigest()), each) for file, each in contents.items()}
    )
    only = {path for act in acts.values() for path in (act.old.path, act.new.path)}
    corpus = load(laid, ground.law, ground.as_of.at, only=only | acts.keys())
    for finding in judge(corpus):
        if finding.location.path in acts and finding.severity is Severity.ERROR:
            raise CannotJudge(_refusal(finding, acts[finding.location.path]))
    return corpus


def _content(ground: _Workspace, file: str) -> bytes:
    """What the file of a correction will hold."""
    return correction_file(ground.acts[file], ground.law.validator("correction", file.split("/")[1]))


def _refusal(finding: Finding, act: Correction) -> Words:
    rule, values, path = CATALOGUE[finding.code], dict(finding.values), act.new.path
    says, cure = filled(rule.says, values), filled(rule.cure, values)
    if finding.code == not_to_be_corrected.code:
        field = values["field"].inside if isinstance(values["field"], Words) else values["field"]
        words = Words("{field} khác bản được nhận đầu tiên.", "this is not as it was first received: {field}.")
        says = filled(words, {"field": field})
        cure = Words(
            "Phần này không đính chính được (`corrections` trong thể lệ); trả về nguyên văn rồi chạy lại. Rút đồng ý, chuyển sang bí"
            " mật hay bỏ dữ liệu riêng thì commit riêng việc ấy trước, rồi mới đính chính phần còn lại.",
            "No correction changes that (`corrections` in the rules); put it back word for word and run this again. Withdrawn consent,"
            " `confidential` and cuts of what is private are committed alone first, then the rest is corrected.",
        )
    elif finding.code == without_ground.code:
        cure = Words(f"Xem: sangkien check {path}", f"See: sangkien check {path}")
    return Words(f"{path}: {says.vi} {cure.vi}", f"{path}: {says.en} {cure.en}")


def _made(ground: _Workspace, tried: Corpus, file: str, act: Correction) -> PreparedCorrection:
    edition = tried.editions[file.split("/")[1]]
    weighed = next(each for each in tried.corrections[edition.id] if each.filed.path == file)
    first, new = (_record(ground, each) for each in (weighed.first, act.new))
    notices = tuple(_notices(ground, edition, file, act))
    return PreparedCorrection(file, act, _content(ground, file), first, new, tried.fields["submission"], notices)


def _record(ground: _Workspace, content: Content) -> Submission | None:
    files = ((content.path, blob, bytes) for blob, bytes in ground.laid.read([content.content]))
    return next((filed.record for filed in load_one(ground.law, files).submissions), None)


def _notices(ground: _Workspace, edition: Edition, file: str, act: Correction) -> Iterator[Words]:
    """What the office should know: who saw the old content, and that its number was given before."""
    paths = {act.old.path, act.new.path}
    naming = [filed.path for filed in edition.dossiers if paths.intersection(filed.record.names)]
    naming += [filed.path for filed in edition.decisions if paths.intersection(filed.record.names)]
    acts = ", ".join(naming)
    if acts:
        yield Words(
            f"{acts} nêu bài này với nội dung cũ. Chỗ và vinh danh không theo sang nội dung mới: đơn vị ấy xem lại rồi gửi lại mục này.",
            f"{acts} names the old content. Places and honours do not pass to the new one: that unit looks at it and sends the item again.",
        )
    unit = folder_of(file).partition("/corrections/")[2]
    given = ((filed.path, filed.record.number) for filed in edition.corrections if filed.unit == unit)
    if other := next((path for path, number in given if number == act.number and path != file), ""):
        yield Words(f"số {act.number} đã dùng ở {other}.", f"number {act.number} is used at {other} too.")

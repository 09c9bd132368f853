"""Enters lines in the registers of units, one officer at a time, and strikes them; must not know how it was asked or is rendered."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from sangkien import git
from sangkien.app.repository import path_in, top_of
from sangkien.app.revision import state_at
from sangkien.corpus import Law, load, load_law, scope
from sangkien.corpus.act_files import line_file, named, struck
from sangkien.corpus.layout import address_of
from sangkien.corpus.old_register import lines_of
from sangkien.corpus.record import plain
from sangkien.disk import create, write
from sangkien.language import Words, filled
from sangkien.late import dataclass
from sangkien.model.act import RegisterLine, Struck
from sangkien.model.corpus import Corpus, Edition
from sangkien.model.finding import CannotJudge, Finding, Severity
from sangkien.model.history import PLAIN_FILE, AsOf, Snapshot, TreeEntry, folder_of
from sangkien.rules import CATALOGUE, judge

_TURN = "sangkien-register"
_FORM = ("SK1", "SK2")


@dataclass(frozen=True)
class EnteredLine:
    """A register line that was written."""

    number: int  # in its register, from 1
    file: str  # path of the line's file
    unit: str  # id of the unit whose register holds it
    line: RegisterLine
    title: str  # title of what was received; empty: unknown
    # of what was received: correcting them makes another content, which the line does not cover
    faults: tuple[Finding, ...] = ()


@contextmanager
def clone_lock(repository: git.Repository) -> Iterator[None]:
    """A context in which no other process writes registers or corrections of this clone: two at one moment would give one
    number twice.

    Raises CannotJudge where another does.
    """
    file = repository.folder / _TURN
    try:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotJudge(
            Words(f"Không ghi được {file}: {error.strerror}.", f"Cannot write {file}: {error.strerror}.")
        ) from error
    try:
        _wait(handle)
        yield
    finally:
        os.close(handle)  # the turn ends with it, however this process ends


class Register:
    """An officer's clone: what HEAD holds, as of an instant, and what is on the disk beside it."""

    def __init__(self, repository: git.Repository, as_of: AsOf) -> None:
        self.repository, self.now, self.top = repository, as_of.at, top_of(repository)
        self.base = state_at(repository, "HEAD", as_of).snapshot

    @cached_property
    def _law(self) -> Law:
        return load_law(self.base, self.repository.store)

    def edition(self, path: str) -> Edition:
        """The edition of a path.

        Raises CannotJudge where it has no rules.
        """
        return _known(self._law, path)

    def lines(self, unit: str, edition: str) -> dict[str, Path]:
        """Path -> file on the disk, of the lines of a unit's register."""
        folder = f"program/{edition}/register/{unit}"
        found = (f"{folder}/{file.name}" for file in sorted((self.top / folder).glob("*.yml")))
        return {path: self.top / path for path in found if _number(path)}

    def enter(
        self, files: Sequence[Path], make: Callable[[str, str], RegisterLine], unit: str = "", number: int = 0
    ) -> list[EnteredLine]:
        """Writes a line for each of these files, all or none, in the register of `unit`, or of the unit above each sender.
        `make` (path, blob) makes the line, `number` is the first number (0: the next).

        Raises CannotJudge, with nothing written, where a line would be refused.
        """
        files = [self.top / path_in(self.repository, str(file)) for file in files]
        _, paths = git.read_drafts(self.repository, self.base, files)
        receiving = {path: unit or self._receiving(path) for path in paths}
        booked = {
            path: file
            for edition, whose in sorted({(_edition(path), whose) for path, whose in receiving.items()})
            for path, file in self.lines(whose, edition).items()
        }
        laid, _ = git.read_drafts(self.repository, self.base, [*files, *booked.values()])
        lines = {path: make(path, laid.entries[path].blob) for path in paths}
        law = load_law(self.base, self.repository.store, scope.top_units_of([*paths, *booked], self.base, laid))
        placed = self._placed(receiving, laid, number)
        contents = {
            placed[path]: line_file(plain(line), law.validator("register", _edition(path))) for path, line in lines.items()
        }
        corpus, findings = self._tried(laid, law, contents, paths)
        for path, line in lines.items():
            _must_be_new(line, placed[path], corpus.editions[_edition(path)])
        create({self.top / file: content for file, content in contents.items()})
        readable = (filed for some in (corpus, *corpus.partial) for filed in some.submissions)
        titles = {filed.path: filed.record.title for filed in readable if isinstance(filed.record.title, str)}
        return [
            EnteredLine(
                _number(placed[path]), placed[path], receiving[path], line, titles.get(path, ""), tuple(_own(path, findings))
            )
            for path, line in lines.items()
        ]

    def strike(self, asked: str, reason: str, unit: str = "") -> str:
        """Strikes a line named by its number, in the register of `unit` where several have it, or by its file; returns the path
        of its file.

        Raises CannotJudge where there is no such line, or several, or it cannot be struck.
        """
        file = self._line_asked(asked, reason, unit)
        mark = Struck(" ".join(reason.split()), self.now.astimezone(self.edition(file).rules.record.zone).date())
        laid, _ = git.read_drafts(self.repository, self.base, [self.top / file])
        law = load_law(self.base, self.repository.store, scope.top_units_of([file], self.base, laid))
        _must_stand(file, load(laid, law, self.now, only=frozenset([file])))
        text = (self.top / file).read_bytes()
        new = struck(text.decode("utf-8", "surrogateescape"), mark).encode("utf-8", "surrogateescape")
        self._tried(laid, law, {file: new}, (), (*_FORM, "SK9"))
        write(self.top / file, new)
        return file

    def convert(self, file: Path) -> list[str]:
        """Turns a register of the old form into one file for each line and removes it; returns the new paths. The disk's
        schemas judge them, as they come in the same change.

        Raises CannotJudge where one would be refused.
        """
        schemas = sorted((self.top / "schema").glob("*.schema.json"))
        laid, (name, *_) = git.read_drafts(self.repository, self.base, [file, *schemas])
        law = load_law(laid, self.repository.store)
        address = address_of(name)
        if address is None or address.kind != "superseded":
            raise CannotJudge(
                Words(
                    f"{name} không phải sổ tiếp nhận kiểu cũ (program/<kỳ>/register.yml).",
                    f"{name} is no register of the old form (program/<edition>/register.yml).",
                )
            )
        edition, contents = _known(law, name), dict[str, bytes]()
        taken = {(folder_of(path), _number(path)): path for path in self._there()}
        for number, fields in lines_of(name, file.read_bytes()):
            path = str(fields["path"])
            sender = address_of(path)
            unit = sender.unit if sender and sender.unit else path.removesuffix(".md").partition("/")[2].partition("/")[2]
            whose = edition.above(unit) or unit
            line = named(f"program/{address.edition}/register/{whose}", number, path)
            if other := taken.get((folder_of(line), number)):
                raise CannotJudge(
                    Words(
                        f"{name}: số đến {number} của {path} đã dùng ở {other}; cho dòng này một số khác rồi chạy lại.",
                        f"{name}: number {number} of {path} is used at {other}; give this line another number and run it again.",
                    )
                )
            taken[folder_of(line), number] = line
            contents[line] = line_file(fields, law.validator("register", address.edition))
        self._tried(laid, law, contents, (), _FORM)
        create({self.top / line: content for line, content in contents.items()})
        file.unlink()
        return list(contents)

    def _receiving(self, path: str) -> str:
        address = address_of(path)
        if address is None or address.kind not in ("submission", "dossier"):
            raise CannotJudge(
                Words(f"{path} không phải tệp của một bài hay hồ sơ.", f"{path} is no submission's or dossier's file.")
            )
        return self.edition(path).above(address.unit) or address.unit

    def _placed(self, receiving: Mapping[str, str], laid: Snapshot, number: int) -> Mapping[str, str]:
        """Path -> path of its line's file: numbers after the greatest of its register, in the order asked. Raises CannotJudge
        where the number asked for is taken."""
        last: dict[str, int] = {}
        placed: dict[str, str] = {}
        for path, unit in receiving.items():
            folder = f"program/{_edition(path)}/register/{unit}"
            taken = {_number(other): other for other in laid.entries.names(folder)}
            if number in taken:
                raise _number_given(number, taken[number], max(taken) + 1)
            last[folder] = number or (last.get(folder) or max(taken, default=0)) + 1
            placed[path] = named(folder, last[folder], path)
        return placed

    def _tried(
        self, laid: Snapshot, law: Law, contents: Mapping[str, bytes], paths: Iterable[str], codes: tuple[str, ...] = ("SK",)
    ) -> tuple[Corpus, tuple[Finding, ...]]:
        """The corpus with these lines in it, and what is found there. Raises CannotJudge where one would be refused: nobody
        should have to commit it to find out."""
        tried = git.overlay_contents(
            laid, {file: (TreeEntry(PLAIN_FILE, sha256(content).hexdigest()), content) for file, content in contents.items()}
        )
        corpus = load(tried, law, self.now, only=frozenset([*contents, *paths]))
        findings = judge(corpus)
        for finding in findings:
            wrong = finding.severity is Severity.ERROR and finding.code.startswith(codes)
            if finding.location.path in contents and wrong:
                raise _refused(finding)
        return corpus, findings

    def _there(self) -> list[str]:
        """Path of every line on the disk, of every register."""
        found = (file.relative_to(self.top).as_posix() for file in sorted(self.top.glob("program/*/register/**/*.yml")))
        return [path for path in found if _number(path)]

    def _line_asked(self, asked: str, reason: str, unit: str) -> str:
        if not asked.isascii() or not asked.isdecimal():
            path = path_in(self.repository, asked)
            if _number(path) and (self.top / path).is_file():
                return path
            raise CannotJudge(Words(f"{path} không phải một dòng sổ tiếp nhận.", f"{path} is no line of a register."))
        found = [path for path in self._there() if _number(path) == int(asked)]
        found = [path for path in found if not unit or unit == _unit(path)]
        if len(found) == 1:
            return found[0]
        whose = Words(f" của {unit}", f" of {unit}") if unit else Words("", "")
        if not found:
            raise CannotJudge(
                Words(
                    f"Không có dòng sổ nào{whose.vi} mang số {asked}.",
                    f"No line of a register{whose.en} has the number {asked}.",
                )
            )
        said = shlex.quote(reason)
        commands = "".join(f"\n  sangkien register --strike {path} --reason {said}" for path in found)
        raise CannotJudge(
            Words(
                f"Có {len(found)} dòng mang số {asked}; chạy đúng một lệnh:{commands}",
                f"{len(found)} lines have the number {asked}; run the one that is meant:{commands}",
            )
        )


def _wait(handle: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)


def _number(path: str) -> int:
    """The number of a line's file; 0 for any other file."""
    address = address_of(path)
    return address.number if address else 0


def _known(law: Law, path: str) -> Edition:
    address = address_of(path)
    if address is None or address.edition not in law.editions:
        name = address.edition if address else ""
        raise CannotJudge(Words(f"Không có kỳ “{name}”.", f"There is no edition “{name}”."))
    return law.editions[address.edition]


def _edition(path: str) -> str:
    return path.split("/")[1]


def _unit(path: str) -> str:
    address = address_of(path)
    return address.unit if address else ""


def _own(path: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings in one file itself."""
    for finding in findings:
        if finding.location.path == path and finding.severity is Severity.ERROR and not CATALOGUE[finding.code].cross_file:
            yield finding


def _number_given(number: int, file: str, free: int) -> CannotJudge:
    return CannotJudge(
        Words(
            f"Số đến {number} đã dùng ở {file}. Bỏ --number, hoặc ghi --number {free}.",
            f"Number {number} is used at {file}. Leave --number out, or give --number {free}.",
        )
    )


def _must_stand(file: str, corpus: Corpus) -> None:
    """Raises CannotJudge where a line cannot be struck: it is broken, or struck already."""
    line = next((filed.record for filed in corpus.lines if filed.path == file), None)
    if line is None:
        raise CannotJudge(
            Words(
                f"{file} đang hỏng nên không gạch được. Xem lỗi: sangkien check {file}; trả về nguyên văn: git checkout HEAD -- {file}",
                f"{file} is broken and cannot be struck. See what is wrong: sangkien check {file}; put it back: git checkout HEAD --"
                f" {file}",
            )
        )
    if line.struck:
        words = Words("{file} đã gạch ngày {on}, vì: {reason}", "{file} was already struck on {on}, because: {reason}")
        raise CannotJudge(filled(words, {"file": file, "on": line.struck.on, "reason": line.struck.reason}))


def _must_be_new(line: RegisterLine, file: str, edition: Edition) -> None:
    for old in edition.vouched.get(line.blob, ()):
        other = named(f"program/{edition.id}/register/{old.unit}", old.number, line.path)
        if old.line.path == line.path and other != file:
            raise CannotJudge(
                Words(
                    f"{line.path}: nội dung này đã được ghi sổ ở số đến {old.number} ({old.unit}). Dòng ấy sai thì gạch trước: sangkien"
                    f" register --strike {old.number} --unit {old.unit} --reason …",
                    f"{line.path}: this content is in the register already, number {old.number} ({old.unit}). If that line is wrong,"
                    f" strike it first: sangkien register --strike {old.number} --unit {old.unit} --reason …",
                )
            )


def _refused(finding: Finding) -> CannotJudge:
    rule, values = CATALOGUE[finding.code], dict(finding.values)
    says, cure = filled(rule.says, values), filled(rule.cure, values)
    return CannotJudge(
        Words(
            f"Chưa ghi gì vào sổ. [{finding.code}] {says.vi} {cure.vi}",
            f"Nothing was entered. [{finding.code}] {says.en} {cure.en}",
        )
    )

"""Notices beside a verdict: what a change means and how to undo it; must not know how a verdict comes about."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection, Iterator
from pathlib import Path

from sangkien.corpus.layout import is_submission
from sangkien.language import Words
from sangkien.model.corpus import Corpus
from sangkien.model.history import Change, Snapshot, folder_of


def unnamed_drafts(top: Path | None, laid: Snapshot, corpus: Corpus, asked: Collection[str], command: str) -> Iterator[Words]:
    """What drafts refer to that is itself a draft and was not named with them. `top` is the work tree's folder, `asked` the
    named paths, `command` what to run. Files are given relative to the working directory."""
    speaking = [
        (filed.path, path)
        for edition in corpus.editions.values()
        for filed in (*edition.acts, *edition.registers)
        if filed.path in asked
        for path in filed.record.names
    ]
    if top and (there := [pair for pair in speaking if pair[1] not in laid.entries and (top / pair[1]).is_file()]):
        acts, files = ([*dict.fromkeys(os.path.relpath(top / path) for path in side)] for side in zip(*there, strict=True))
        said, again = ", ".join(acts), f"{command} {' '.join(map(shlex.quote, files))}"
        yield Words(
            f"{said} nêu tệp còn ở trên máy này, chưa vào kho; xét chúng cùng lúc: {again}",
            f"{said} names files that are on this machine and not in the repository yet; judge them together: {again}",
        )


def consequences(change: Change, before: Snapshot, corpus: Corpus, mover: str) -> Iterator[Words]:
    """What a change means beside what is wrong with it; `mover` is the command that renames a file."""
    yield from _moves(change, corpus, mover)
    yield from _strikes(corpus)
    yield from _edited(change, before, corpus)


def _moves(change: Change, corpus: Corpus, mover: str) -> Iterator[Words]:
    """What it means that a landed file goes on under another name, and how to undo it."""
    named: dict[str, list[str]] = {}
    for edition in (*corpus.before.values(), *corpus.editions.values()):
        for act in edition.acts:
            for path in act.record.names:
                named.setdefault(path, []).append(act.path)
    for new, old in sorted(change.renamed_from.items()):
        if not is_submission(old) or change.renamed_from.get(old) is not None:
            continue
        near = folder_of(new) == folder_of(old)
        time = (
            Words("giờ nhận giữ nguyên", "it keeps its time of receipt")
            if near
            else Words("ở thư mục khác nên tính là mới gửi", "in another folder it counts as sent anew")
        )
        acts = ", ".join(dict.fromkeys(named.get(old, ())))
        led = Words(f"; nhưng {acts} vẫn nêu tên cũ", f"; but {acts} still name the old one") if acts else Words("", "")
        undo = f"{mover} {shlex.quote(new)} {shlex.quote(old)}"
        yield Words(
            f"{old} nay là {new}: {time.vi}{led.vi}. Không định đổi thì chạy: {undo}",
            f"{old} is now {new}: {time.en}{led.en}. If that was not meant, run: {undo}",
        )


def _strikes(corpus: Corpus) -> Iterator[Words]:
    """What it means that a line that counted is struck."""
    now = {filed.path: filed.record for filed in corpus.lines}
    for edition in corpus.before.values():
        for filed in edition.registers:
            line = now.get(filed.path)
            if filed.record.struck is None and line is not None and line.struck is not None:
                path, number = line.path, filed.number
                yield Words(
                    f"số đến {number} của {filed.unit} bị gạch: dòng ấy không còn làm chứng cho {path}; xem lại giờ nhận bằng: sangkien"
                    f" timeline {path}",
                    f"number {number} of {filed.unit} is struck: it vouches for {path} no more; see when that was received with: sangkien"
                    f" timeline {path}",
                )


def _edited(change: Change, before: Snapshot, corpus: Corpus) -> Iterator[Words]:
    """That a neutral edit costs nothing; said where it could, after a closing or for what acts name."""
    closed = any(edition.rules.record.portal.closed(corpus.as_of) for edition in corpus.editions.values())
    for path, entry in change.written.items() if closed or corpus.judges_acts else ():
        old = before.entries.get(path)
        if old and is_submission(path) and (edit := corpus.neutral_edit(path, entry.blob, old.blob)):
            yield Words(
                f"{path} {edit.said.vi}: giờ nhận, chỗ và vinh danh giữ nguyên.",
                f"{path} {edit.said.en}: it keeps its time of receipt, its places and honours.",
            )


def why_unknown(path: str, corpus: Corpus, snapshot: Snapshot) -> Words:
    """Why nothing is known of a path: it is of another kind, its edition has no rules, it was withdrawn, renamed or moved, or
    never existed."""
    if path in corpus.index:
        return Words(f"Kỳ của “{path}” chưa có thể lệ.", f"The edition of “{path}” has no rules.")
    if path in snapshot.entries:
        return _of_another_kind(path, corpus)
    contents = snapshot.history.landings.get(path, {})
    if now := [other for blob in contents for other in snapshot.entries.holding(folder_of(path), blob)]:
        return Words(
            f"Không còn tệp “{path}”; đúng nội dung ấy nay ở “{now[-1]}”.",
            f"“{path}” is gone; that very content now stands at “{now[-1]}”.",
        )
    for weighed in (each for some in corpus.corrections.values() for each in some if each.holds and not each.wrongs):
        number, stands = weighed.filed.record.number, weighed.holds
        if any(link.path == path for link in weighed.links):
            return Words(
                f"Không còn tệp “{path}”; bài ấy nay ở “{stands}” theo đính chính {number}.",
                f"“{path}” is gone; the submission now stands at “{stands}” by correction {number}.",
            )
    if contents:
        return Words(f"Bài “{path}” đã được rút.", f"“{path}” was withdrawn.")
    return Words(
        f"Không có bài “{path}” ở phiên bản này. Đường dẫn bắt đầu bằng submissions/; mã biên nhận có 12 ký tự.",
        f"There is no submission “{path}” at this revision. Its path begins with submissions/; a receipt code has 12 characters.",
    )


def _of_another_kind(path: str, corpus: Corpus) -> Words:
    """What a file that is no submission is, and what to run instead."""
    acts = ((*edition.acts, *edition.registers) for edition in corpus.editions.values())
    act = next((filed.record for some in acts for filed in some if filed.path == path), None)
    spoken = act.names[-1:] if act else ()
    see = f"sangkien status {spoken[0]}" if spoken else f"sangkien check {path}"
    if act and path.split("/")[2:3] == ["dossiers"]:
        see = f"sangkien timeline {path}"
    return Words(f"“{path}” không phải một bài. Xem: {see}", f"“{path}” is no submission. See: {see}")

"""Answers a pull request on GitHub as the gate judged one commit of it: comment, labels, merge; must not judge, nor read what was sent.

Usage: python scripts/decide.py FOLDER   (FOLDER holds `json` and `comment` of `sangkien check`; neither when it could not judge)
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

MARKER = "<!-- sangkien:gate -->"
BOT = "github-actions[bot]"  # no person can have a name with brackets
PREFIX = "gate:"
MAIN = "main"
PAGE = 100  # the most that GitHub hands out at once

_UNJUDGED = (
    f"{MARKER}\nCổng chưa xét được commit này vì lỗi phía máy chủ hoặc dữ liệu trên nhánh nhận, không phải lỗi của người gửi. Người"
    " quản trị kho xem nhật ký của việc `decide`; xét được thì lời này tự đổi.\n\nThe gate could not judge this commit: a fault of the"
    " server or of what stands on the base branch, not of the sender. Maintainers find the reason in the log of `decide`; once it is"
    " mended this answer changes by itself.\n"
)


@dataclass(frozen=True)
class Verdict:
    """What base's own tool said of the commit `head`."""

    head: str
    comment: str
    refused: bool
    routed: tuple[str, ...]
    labels: frozenset[str]


class Moved(Exception):
    """The head is no longer the commit that was judged: the run that judges the new one decides."""


@dataclass(frozen=True)
class Pull:
    """A pull request of a repository, spoken to through `gh`; `merges` says whether the repository wants to merge by itself."""

    repository: str
    number: int
    merges: bool

    @property
    def address(self) -> str:
        return f"repos/{self.repository}/pulls/{self.number}"

    @property
    def issue(self) -> str:
        return f"repos/{self.repository}/issues/{self.number}"


def read(folder: Path, head: str) -> Verdict:
    """The verdict that lies in the folder; one that is missing is a refusal, so that nothing merges unjudged."""
    told, comment = folder / "json", folder / "comment"
    if not (told.is_file() and comment.is_file()):
        return Verdict(head, _UNJUDGED, True, (), frozenset())
    said = json.loads(told.read_text(encoding="utf-8"))
    text, labels = comment.read_text(encoding="utf-8"), frozenset(map(str, said["labels"]))
    if (
        not text.startswith(MARKER)
        or not isinstance(said["refused"], bool)
        or any(not each.startswith(PREFIX) for each in labels)
    ):
        sys.exit("decide: không đúng dạng mà lệnh sangkien viết ra. / not what sangkien writes.")
    return Verdict(head, text, said["refused"], tuple(map(str, said["routed"])), labels)


def decide(pull: Pull, verdict: Verdict) -> str:
    """Says, labels and merges, in this order: should one fail, nothing is merged. Tells what was done."""
    now = _now(pull, verdict.head)
    _answer(pull, verdict.comment)
    _label(pull, verdict.labels, {label["name"] for label in now["labels"] if label["name"].startswith(PREFIX)})
    now = _now(pull, verdict.head)  # the answer took its time
    if _may_merge(pull, verdict, now):
        return _merge(pull, verdict.head)
    if now["auto_merge"] and _is_bot(now["auto_merge"]["enabled_by"]):  # what a person appointed is that person's word
        _gh("pr", "merge", str(pull.number), "--repo", pull.repository, "--disable-auto")
        return "hủy hẹn gộp / auto-merge taken back"
    return "không gộp / not merged"


def _may_merge(pull: Pull, verdict: Verdict, now: Mapping[str, Any]) -> bool:
    """Only what is clean, needs nobody's word, is no draft and goes to main, in a repository that wants it."""
    open_to_main = now["state"] == "open" and now["base"]["ref"] == MAIN and now["draft"] is False
    return pull.merges and open_to_main and verdict.refused is False and not verdict.routed


def _now(pull: Pull, head: str) -> dict[str, Any]:
    """The pull request as it is now, if its head is still the commit that was judged."""
    now: dict[str, Any] = _api("GET", pull.address)
    if now["head"]["sha"] != head:
        raise Moved
    return now


def _answer(pull: Pull, body: str) -> None:
    """One comment of ours: written once, edited afterwards, and should there be more, the first one stays."""
    ours = [each for each in _comments(pull) if _is_ours(each)]
    if not ours:
        _api("POST", f"{pull.issue}/comments", {"body": body})
    elif ours[0]["body"].replace("\r\n", "\n").strip() != body.strip():
        _api("PATCH", f"repos/{pull.repository}/issues/comments/{int(ours[0]['id'])}", {"body": body})
    for extra in ours[1:]:
        _api("DELETE", f"repos/{pull.repository}/issues/comments/{int(extra['id'])}")


def _is_ours(comment: Mapping[str, Any]) -> bool:
    """The marker alone proves nothing: anybody may write it."""
    return _is_bot(comment["user"]) and str(comment["body"]).startswith(MARKER)


def _is_bot(account: Mapping[str, Any] | None) -> bool:
    return account is not None and account["login"] == BOT and account["type"] == "Bot"


def _comments(pull: Pull) -> Iterator[dict[str, Any]]:
    """Every comment, page by page, the oldest first."""
    page = 1
    while some := _api("GET", f"{pull.issue}/comments?per_page={PAGE}&page={page}"):
        yield from some
        if len(some) < PAGE:
            return
        page += 1


def _label(pull: Pull, wanted: frozenset[str], there: set[str]) -> None:
    """Exactly these of our labels; those of others are none of our business."""
    for name in sorted(there - wanted):
        _api("DELETE", f"{pull.issue}/labels/{quote(name, safe='')}")
    if missing := sorted(wanted - there):
        _api("POST", f"{pull.issue}/labels", {"labels": missing})


def _merge(pull: Pull, head: str) -> str:
    """Merges that commit and no other as soon as what main requires is there; the server compares it once more."""
    command = ("pr", "merge", str(pull.number), "--repo", pull.repository, "--auto", "--merge", "--match-head-commit", head)
    try:
        _gh(*command)
    except subprocess.CalledProcessError:
        _now(pull, head)  # it moved in between: the next run decides; else the failure is a failure
        raise
    return "hẹn gộp / to be merged"


def _api(method: str, path: str, body: Mapping[str, object] | None = None) -> Any:
    given = [] if body is None else ["--input", "-"]
    said = _gh("api", "--method", method, path, *given, text=None if body is None else json.dumps(body))
    return json.loads(said) if said.strip() else None


def _gh(*arguments: str, text: str | None = None) -> str:
    """Words of others go in as JSON on standard input, never as part of a command."""
    return subprocess.run(
        ["gh", *arguments], input=text, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=True
    ).stdout


def main() -> None:
    asked = os.environ
    pull = Pull(asked["GITHUB_REPOSITORY"], int(asked["NUMBER"]), asked.get("AUTO_MERGE") == "true")
    try:
        print(decide(pull, read(Path(sys.argv[1]), asked["HEAD_SHA"])))
    except Moved:
        print("đầu nhánh đã đi tiếp, lượt xét commit mới sẽ quyết / the head moved on, the run for the new commit decides")
    except subprocess.CalledProcessError as error:
        sys.exit(f"gh {error.cmd[1]} {error.cmd[2]}: {error.returncode}")


if __name__ == "__main__":
    main()

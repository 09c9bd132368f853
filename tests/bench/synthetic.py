"""Makes synthetic repositories of any size for benchmarks and tests; must not measure anything.

The same size always makes the same repository: submissions of grassroots unions below one province for every 75,000, each landed by a
commit of its own or by a merge, some edited or renamed later,
one in 49 honoured unless another share is asked for; and a branch `topic` with one more.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

PROJECT = Path(__file__).parent.parent.parent
SYLLABLES = (
    "máy bệnh khoa công đoàn giảm tăng thời gian lao động xe đẩy bình oxy hồ sơ kho chè sấy đường ống nước an toàn".split()
)
PROVINCE = 75_000  # submissions of one province
UNITS = 200  # grassroots unions of one province
FIRST = 1615341600  # 10 March 2021, 09:00 in Vietnam
SPAN = 3_000_000  # seconds until the last lands, before the closing of 20 April
TEMPLATE = (PROJECT / "tests/world/submission.md").read_text(encoding="utf-8")


def git(repo: Path, *arguments: str) -> list[str]:
    return ["git", "-C", str(repo), *arguments]


def make(repo: Path, size: int, one_in: int = 49, besides: dict[str, str] | None = None, broken_one_in: int = 0) -> None:
    """The repository of so many submissions, packed as Git itself would; `besides` are further files. One in so many is broken, as people
    break them, where that is asked for."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(repo)], check=True)
    quiet = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
    importing = subprocess.Popen(git(repo, "fast-import", "--quiet"), stdin=subprocess.PIPE, env=quiet)
    assert importing.stdin is not None
    with importing.stdin as out:
        _tell(Stream(out, broken_one_in), size, one_in, besides or {})
    assert importing.wait() == 0
    subprocess.run(git(repo, "gc", "--quiet"), check=True, env=quiet)


def _tell(stream: Stream, size: int, one_in: int, besides: dict[str, str]) -> None:
    chance = random.Random(75)
    law = {f"schema/{file.name}": file.read_text(encoding="utf-8") for file in (PROJECT / "schema").glob("*.json")}
    law["program/2021/rules.yml"] = (PROJECT / "program/2021/rules.yml").read_text(encoding="utf-8")
    law |= {f"program/2021/units/{province}.yml": units(province) for province in provinces(size)} | besides
    stream.commit("main", FIRST, law)
    names: dict[int, str] = {}
    for number in range(size):
        at = FIRST + number * SPAN // size
        names[number] = path(number)
        if number % 10 == 9:
            stream.commit(f"bai-{number}", at - 3600, {names[number]: submission(number, chance)}, since="main")
            stream.merge("main", at, f"bai-{number}", {names[number]: submission(number, chance)})
        else:
            stream.commit("main", at, {names[number]: submission(number, chance)})
        if number % 15 == 14:
            old = chance.randrange(number)
            stream.commit("main", at, {names[old]: submission(old, chance)})
        if number % 150 == 149:
            old = chance.randrange(number)
            new = names[old].replace("/bai-", "/sang-kien-")
            stream.rename("main", at, names[old], new)
            names[old] = new
    _honour(stream, size, names, one_in)
    one_more = path(size - 1).replace(f"bai-{size - 1}", f"bai-{size}")
    stream.commit("topic", FIRST + SPAN + 2, {one_more: submission(size - 1, chance)}, since="main")


def _honour(stream: Stream, size: int, names: dict[int, str], one_in: int) -> None:
    """Decisions of a hundred items each, of the upper unions whose submissions they honour."""
    for province in provinces(size):
        chosen = [names[number] for number in range(0, size, one_in) if f"/{province}/" in names[number]]
        for first in range(0, len(chosen), 100):
            honoured = "".join(f"  - {{path: {name}, award: Bằng khen}}\n" for name in chosen[first : first + 100])
            decision = f"number: {first}/QĐ\nsigned_on: 2021-05-20\nlevel: upper\nitems:\n{honoured}"
            stream.commit("main", FIRST + SPAN + 1, {f"program/2021/decisions/{province}/nganh-y-te/{first}-qd.yml": decision})


class Stream:
    """What `git fast-import` reads."""

    def __init__(self, out: IO[bytes], broken_one_in: int = 0) -> None:
        self._out = out
        self._broken_one_in = broken_one_in
        self._tip = 0
        self._tips: dict[str, int] = {}

    def commit(self, branch: str, at: int, files: dict[str, str], since: str = "") -> None:
        self._begin(branch, at, self._tips.get(since, 0))
        self._files(files)

    def merge(self, branch: str, at: int, other: str, files: dict[str, str]) -> None:
        self._begin(branch, at, 0)
        self._out.write(f"merge :{self._tips[other]}\n".encode())
        self._files(files)
        self._out.write(f"reset refs/heads/{other}\nfrom {'0' * 40}\n\n".encode())  # as a forge deletes a merged branch

    def rename(self, branch: str, at: int, old: str, new: str) -> None:
        self._begin(branch, at, 0)
        self._out.write(f"R {old} {new}\n".encode())

    def _begin(self, branch: str, at: int, parent: int) -> None:
        self._tip += 1
        self._tips[branch] = self._tip
        head = f"commit refs/heads/{branch}\nmark :{self._tip}\ncommitter Mau <mau@example.org> {at} +0700\ndata 1\nx\n"
        self._out.write(head.encode() + (f"from :{parent}\n".encode() if parent else b""))

    def _files(self, files: dict[str, str]) -> None:
        for name, whole in files.items():
            number = re.search(r"(?:bai|sang-kien)-([0-9]+)\.md$", name)
            text = broken(whole, int(number[1]), self._broken_one_in) if number and self._broken_one_in else whole
            content = text.encode()
            self._out.write(f"M 100644 inline {name}\ndata {len(content)}\n".encode() + content + b"\n")


def provinces(size: int) -> list[str]:
    return [f"tinh-{number}" for number in range(max(1, -(-size // PROVINCE)))]


def units(province: str) -> str:
    lines = ["units:", f"  - {{id: {province}, name: LĐLĐ {province} (mẫu), level: province}}"]
    lines += [f"  - {{id: {province}/nganh-y-te, name: Công đoàn ngành Y tế (mẫu), level: upper}}"]
    lines += [
        f"  - {{id: {province}/nganh-y-te/dv-{number}, name: CĐCS đơn vị {number}, level: grassroots, block: agency, target: 40}}"
        for number in range(UNITS)
    ]
    return "\n".join(lines) + "\n"


def unit(number: int) -> str:
    return f"tinh-{number // PROVINCE}/nganh-y-te/dv-{number % UNITS}"


def path(number: int) -> str:
    return f"submissions/2021/{unit(number)}/bai-{number}.md"


def submission(number: int, chance: random.Random) -> str:
    text = TEMPLATE.replace("thai-binh/nganh-y-te/bv-mau", unit(number))
    text = text.replace(
        "Giá đỡ bình oxy có khóa bánh cho xe đẩy", f"Sáng kiến số {number} về {' '.join(chance.choices(SYLLABLES, k=6))}"
    )
    words = " ".join(chance.choices(SYLLABLES, k=170))
    return text.replace("Hàn thêm khung đỡ", f"{words}. Hàn thêm khung đỡ")


_SLIPS = (
    ("scope: unit", "scope: donvi"),
    ("benefit_vnd: 36000000", "benefit_vnd: 36.000.000"),
    ("employer_agreed: true", "employer_agreed: chưa hỏi"),
    ("applied_from: 2021-02-15", "applied_from: 15/2/2021"),
    ("block: agency\n", ""),
    ("title: ", "title:"),
)


def broken(text: str, number: int, one_in: int) -> str:
    """A submission, or in one of so many what becomes of it by one slip."""
    return text.replace(*_SLIPS[number // one_in % len(_SLIPS)], 1) if number % one_in == 1 else text


def alien(number: int) -> str:
    """A page of another project: front matter of a blog, headings and tags of its own."""
    chance = random.Random(number)
    front = f"---\nlayout: post\ntitle: Page {number}\ndate: 2019-01-0{number % 9 + 1}\ntags: [a, b]\ndescription: {'x' * 30}\n---\n\n"
    parts = (
        f"## Part {part}\n\n<p>{' '.join(chance.choices(SYLLABLES, k=120))}</p>\n\n{{% include a %}}\n\n" for part in range(6)
    )
    return (front if number % 3 else "") + "".join(parts)


def submissions(size: int) -> Iterator[tuple[str, str]]:
    """Paths and texts alone, for tools that know no history."""
    chance = random.Random(75)
    return ((path(number), submission(number, chance)) for number in range(size))

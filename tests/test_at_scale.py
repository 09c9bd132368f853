"""Ten thousand submissions and their long, tangled history: verdicts, dates and counts equal those of the slow reference.

The history is invented from a seed and written by `git fast-import`: merged topics with their senders' own dates, plain commits,
edits, renames (also over another file, and rings of files that change places), moves to other units, deletions, old contents put back,
copies that stay beside or take over, files laid aside and handed in later, receipts, register lines, broken files, and a server whose
clock is now and then off.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import os
import random
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import reference
from sangkien import git
from sangkien.git.receipts import Taken
from story import HOME, PROJECT, Story

SEED = 75
SIZE = 10_000
LATECOMERS = 450
FIRST = int(datetime.fromisoformat("2021-03-12T08:00:00+07:00").timestamp())
CLOSING = int(datetime.fromisoformat("2021-04-21T00:00:00+07:00").timestamp())
LAST = int(datetime.fromisoformat("2021-05-10T08:00:00+07:00").timestamp())
AS_OF = "2021-06-01T00:00:00+07:00"
HOUR, DAY = 3600, 86_400
# When the server's job gave receipts, so that one call writes many; the very closing is one of them.
ROUNDS = (*range(FIRST, CLOSING, DAY), CLOSING - 4 * HOUR, CLOSING - 1, CLOSING)
SLOW = timedelta(hours=5)  # until a receipt is written down
REPORTS = ("cap-province", "cap-upper", "cap-grassroots", "khoi", "linh-vuc", "tuan")
SYLLABLES = (
    "máy bệnh khoa công đoàn giảm tăng thời gian lao động xe đẩy bình oxy hồ sơ kho chè sấy đường ống nước an toàn khung giá kệ phanh"
    " bánh dây van bơm lọc bụi nhiệt lạnh đèn điện pin loa chuông bảng thẻ mã phiếu sổ ca trực phòng xưởng tổ đội sân cổng mái nền"
).split()
FIELDS = (
    "production",
    "new-product",
    "safety-environment",
    "administration",
    "community-health",
    "community-education",
    "other",
)


@dataclass(frozen=True)
class World:
    """The repository and what the reference says of it."""

    repo: Path
    answer: reference.Answer = field(repr=False)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    repo = tmp_path_factory.mktemp("quy-mo") / "kho"
    Programme(random.Random(SEED)).write(repo)
    return World(repo, reference.answer(repo, "main"))


@pytest.fixture(scope="module")
def told(world: World, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What the product says of it through its public faces, each verb in a process of its own."""
    out = tmp_path_factory.mktemp("trang") / "pages"
    verbs = {
        "check": ("check", "--head", "main", "--as-of", AS_OF, "--format", "json"),
        "audit": ("audit", "--head", "main", "--format", "json"),
        "build": ("build", "--revision", "main", "--as-of", AS_OF, "--out", str(out)),
    }
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(verbs, pool.map(lambda words: process(world.repo, words), verbs.values()), strict=True))
    (audit,) = json.loads(said["audit"])
    return {"check": json.loads(said["check"]), "audit": audit, "data": out / "files" / "du-lieu" / "2021"}


def process(repo: Path, words: tuple[str, ...]) -> str:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "sangkien", *words, "--repo", str(repo)]
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    complained = [line for line in done.stderr.decode().splitlines() if not line.startswith("sangkien: Đang ")]  # how far it is
    assert (done.returncode in (0, 1), complained) == (True, []), words[0]
    return done.stdout.decode()


@pytest.mark.slow
def test_every_verdict_is_the_references(world: World, told: Mapping[str, Any]) -> None:
    codes: dict[str, list[str]] = {}
    for finding in told["check"]["findings"]:
        if finding["severity"] == "error":
            codes.setdefault(finding["path"], []).append(finding["code"])
    assert differing({path: tuple(sorted(found)) for path, found in codes.items()}, world.answer.verdicts) == {}


@pytest.mark.slow
def test_every_date_and_its_evidence_are_the_references(world: World, told: Mapping[str, Any]) -> None:
    lines = {line["path"]: line for line in told["audit"]["lines"]}
    expected = {path: its for path, its in world.answer.evidence.items() if path not in world.answer.unreadable}
    assert differing({path: evidence(line) for path, line in lines.items()}, expected) == {}
    late = {path for path, codes in world.answer.verdicts.items() if reference.LATE in codes}
    assert {path for path, line in lines.items() if line["late"]} == late
    changed = {path: frozenset(each["commit"] for each in line["after_closing"]) for path, line in lines.items()}
    assert differing(changed, {path: world.answer.after_closing.get(path, frozenset()) for path in expected}) == {}


@pytest.mark.slow
@pytest.mark.parametrize("report", REPORTS)
def test_every_count_is_the_references(report: str, world: World, told: Mapping[str, Any]) -> None:
    table = json.loads((told["data"] / "bao-cao.json").read_text(encoding="utf-8"))["tables"][report]
    rows = {name(row): counted(row) for row in table["rows"]}
    assert len(rows) == len(table["rows"])
    assert differing(rows, world.answer.tables[report]) == {}
    assert counted(table["total"]) == world.answer.total
    with (told["data"] / f"{report}.csv").open(encoding="utf-8-sig", newline="") as file:
        heads, *lines = csv.reader(file)
    # The same columns in the same order; what is honoured is nothing here.
    spread = {line[1]: reference.Counts(*map(int, (*line[2:6], line[8]))) for line in lines}
    assert len(heads) == 9
    assert differing(spread, world.answer.tables[report]) == {}


@pytest.mark.slow
def test_the_history_holds_what_it_should(world: World) -> None:
    """Otherwise the other tests would hold of nothing."""
    answer = world.answer
    assert len(answer.evidence) == SIZE
    codes = Counter(code for found in answer.verdicts.values() for code in set(found))
    wanted = {
        *("SK101", "SK103", "SK104", "SK105", "SK106", "SK107", "SK108", "SK109", "SK110", "SK126"),
        *("SK201", "SK202", "SK203", "SK204", "SK205", "SK206", "SK208", "SK209", "SK210", "SK211"),
        *("SK301", "SK302", "SK303", "SK401", "SK402", "SK403", "SK404", "SK407", "SK801"),
    }
    assert {code for code, count in codes.items() if count >= 5} == wanted, codes
    assert 300 < codes["SK301"] < 1_000
    kinds = Counter(each.kind for each in answer.evidence.values())
    assert min(kinds["receipt"], kinds["register"], kinds["landing"]) >= 60, kinds
    assert len(answer.carried) > 200
    assert {answer.evidence[path].kind for path in answer.carried} == {"landing", "receipt", "register"}
    closing = datetime.fromtimestamp(CLOSING, UTC)
    assert {each.kind for each in answer.evidence.values() if each.at == closing} == {"landing", "receipt", "register"}
    listed = ["git", "-C", str(world.repo), "log", "--first-parent", "--reverse", "--format=%ct %P", "main"]
    line = [told.split() for told in subprocess.run(listed, capture_output=True, check=True).stdout.decode().splitlines()]
    assert sum(len(parents) > 1 for _, *parents in line) > 2_000
    assert sum(int(late[0]) < int(early[0]) for early, late in itertools.pairwise(line)) > 20


def test_every_first_landing_of_a_real_history_is_the_references(project_clone: Path) -> None:
    """The project's own, which nobody invented."""
    landed: dict[str, dict[str, str]] = {}
    brought: dict[str, dict[str, str]] = {}
    for said in reference.landings(project_clone, "HEAD"):
        for key, found in ((said.path, landed), (reference.folder(said.path), brought)):
            found.setdefault(key, {}).setdefault(said.blob, said.evidence.proof)
    history = git.snapshot(git.open_repository(project_clone), "HEAD").history
    for ours, theirs in ((history.landings, landed), (history.brought, brought)):
        assert differing({key: {blob: commit.id for blob, commit in its.items()} for key, its in ours.items()}, theirs) == {}
    assert len(landed) > 500


def test_a_new_name_given_by_a_clock_that_is_behind_wins_no_time(story: Callable[[], Story]) -> None:
    """Of landings the first on the line counts: under a new name as under the old one."""
    told, late, behind = story(), "2021-04-25T08:00:00+07:00", "2021-04-20T08:00:00+07:00"
    told.step({"on": "main", "at": late, "write": {"bv-mau/moi.md": {}}})
    told.step({"on": "main", "at": behind, "move": {"bv-mau/moi.md": "bv-mau/ten-khac.md"}})
    first, blob = told.git("rev-parse", "main~1"), told.git("rev-parse", f"main:{HOME}bv-mau/ten-khac.md")
    history = git.snapshot(git.open_repository(told.folder), "main").history
    assert history.brought[f"{HOME}bv-mau"][blob].id == first


def differing(said: Mapping[str, Any], expected: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What the product says and what the reference says, where they are not one; a handful tells enough."""
    paths = [path for path in sorted({*said, *expected}) if said.get(path) != expected.get(path)]
    return {path: (said.get(path), expected.get(path)) for path in paths[:8]}


def evidence(line: Mapping[str, Any]) -> reference.Evidence:
    kind = line["evidence"]["kind"]
    proof = line["evidence"].get(kind)
    said = f"{proof['number']} ({proof['unit']})" if kind == "register" else str(proof)
    return reference.Evidence(datetime.fromisoformat(line["received_at"]), kind, said)


def name(row: Mapping[str, Any]) -> str:
    return row["name"] if isinstance(row["name"], str) else str(row["name"]["vi"])


def counted(row: Mapping[str, Any]) -> reference.Counts:
    return reference.Counts(**{each: row[each] for each in vars(reference.Counts())})


# The synthetic programme.


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    level: str
    block: str = ""
    allocation: int | None = None

    @property
    def told(self) -> str:
        said = f"  - {{id: {self.id}, name: {self.name}, level: {self.level}"
        said += f", block: {self.block}" if self.block else ""
        return said + (f", allocation: {self.allocation}}}\n" if self.allocation is not None else "}\n")


def organisation(chance: random.Random) -> list[Unit]:
    """Two provinces, eight upper unions, two hundred grassroots. Either the upper union is capped or those below it are: what is
    shared out must not exceed what there is."""
    units = []
    for province in ("thai-binh", "dong-nai"):
        units.append(Unit(province, f"LĐLĐ {province} (mẫu)", "province"))
        for sector in range(4):
            upper = f"{province}/nganh-{sector}"
            units.append(Unit(upper, f"Công đoàn {upper} (mẫu)", "upper", allocation=1_220 if sector == 0 else None))
            for number in range(25):
                allocation = chance.choice((None, None, 42, 48, 60)) if sector else None
                block = chance.choice(("agency", "enterprise", ""))
                units.append(Unit(f"{upper}/dv-{number}", f"CĐCS {upper} {number} (mẫu)", "grassroots", block, allocation))
    return units


def submission(number: int, unit: Unit, chance: random.Random) -> str:
    """A sound submission unlike every other, so that Git takes no two for one another."""

    def words(count: int) -> str:
        return " ".join(chance.choices(SYLLABLES, k=count))

    authors = chance.choice(("", "\n    share: 100", "\n    share: 60\n  - name: Trần Thị Mẫu\n    share: 40"))
    benefit = f"benefit_vnd: {chance.randrange(1, 900)}000000\n" if chance.random() < 0.7 else ""
    # Exactly the limit, now and then, and now and then spaces around it that count for nothing.
    solution = words(80)
    if chance.random() < 0.02:
        solution = f"  {solution:ế<1000.1000}  "
    return (
        f"---\ntitle: Sáng kiến số {number} về {words(6)}\nunit: {unit.id}\nauthors:\n  - name: Nguyễn Văn {number}{authors}\n"
        f"consent:\n  publish_name: {chance.choice(('true', 'false'))}\n  contact: false\nfield: {chance.choice(FIELDS)}\n"
        f"block: {unit.block or chance.choice(('agency', 'enterprise'))}\nkind: technical\nproposed_on: 2021-01-{number % 28 + 1:02}\n"
        f"applied_from: 2021-0{number % 4 + 2}-15\nstage: effective\nemployer_agreed: true\nscope: unit\n{benefit}sample: true\n---\n\n"
        f"## Thực trạng\n\n{words(60)}\n\n## Giải pháp\n\n{solution}\n\n## Hiệu quả\n\n{words(60)}\n"
    )


def instead(old: str, new: str) -> Callable[[str], bytes]:
    def broken(text: str) -> bytes:
        assert old in text, old
        return text.replace(old, new, 1).encode()

    return broken


def other_block(text: str) -> bytes:
    mine, other = ("agency", "enterprise") if "block: agency" in text else ("enterprise", "agency")
    return instead(f"block: {mine}", f"block: {other}")(text)


FAULTS: tuple[Callable[[str], bytes], ...] = (
    instead("scope: unit\n", ""),
    instead("## Giải pháp", "## Cách làm"),
    instead("proposed_on: 2021-01-", "proposed_on: 01/2021/"),
    instead("applied_from: 2021-0", "applied_from: 2021-1"),
    instead("contact: false", "contact: no"),
    instead("kind: technical", "kind: technical\nkind: management"),
    instead("## Hiệu quả", "## Thực trạng\n\n## Hiệu quả"),
    instead("stage: effective", "stage: effective\nphone: '0900'"),
    instead("field: ", "field: không-có-"),
    instead("scope: unit", "scope: khoa"),
    other_block,
    instead("unit: ", "unit: thai-binh/"),
    instead("-15\nstage", "-15\napplied_to: 2021-01-20\nstage"),
    instead("applied_from: 2021-0", "applied_from: 2022-0"),
    instead("proposed_on: 2021-01", "proposed_on: 2021-07"),
    instead("consent:", "  - name: Lê Văn Mẫu\n    share: 30\nconsent:"),
    instead("## Hiệu quả\n", f"## Hiệu quả\n\n{'a' * 1000}"),
    instead("title: Sáng kiến", "title: Sáng kiến: số"),
    instead("title: ", "title: &ten "),
    instead("title: Sáng kiến", f"title: {'Sáng kiến ' * 20}"),
    instead("title: ", "title: Cải tiến # "),
    lambda text: re.sub("title: .*", "title: Cải tiến", text).encode(),
    instead("sample: true\n---\n", "sample: true\n"),
    instead("## Thực trạng", "Kính gửi công đoàn\n\n## Thực trạng"),
    instead("## Giải pháp\n", "## Giải pháp\n\n<b>Mới</b>"),
    instead("sample: true", "sample: true\nconfidential: true"),
    lambda text: instead("stage", "benefit_vnd: -5\nstage")(without_benefit(text)),
    lambda text: instead("stage", "benefit_vnd: 2000000000000\nstage")(without_benefit(text)),
    lambda text: instead("stage", "benefit_vnd: 36.000.000\nstage")(without_benefit(text)),
    lambda text: text[: text.index("authors:")].encode() + b"authors: []\n" + text[text.index("consent:") :].encode(),
    lambda text: unicodedata.normalize("NFD", text).encode(),
    lambda text: text.replace("\n", "\r\n").encode(),  # no fault at all, like the next one
    lambda text: text.replace("## Giải pháp", "## Solution").encode(),
)
UNREADABLE: tuple[Callable[[str], bytes], ...] = (
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.encode() + b"\0",
    lambda text: text.encode("utf-16-le"),
    lambda text: text.encode() + b"\xe1\xba",
)


def without_benefit(text: str) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("benefit_vnd"))


def id_of(content: bytes) -> str:
    """The blob id that Git gives a content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()


@dataclass
class Programme:
    """Makes the history step by step: what stands on main now, what stood before, and the stream for `git fast-import`."""

    chance: random.Random
    stands: dict[str, bytes] = field(default_factory=dict)  # submissions only
    stood: dict[str, list[bytes]] = field(default_factory=dict)
    gone: dict[str, bytes] = field(default_factory=dict)
    notable: list[str] = field(default_factory=list)  # whose date rests on more than the landing
    aside: list[tuple[str, str, bytes]] = field(default_factory=list)
    receipts: dict[int, list[Taken]] = field(default_factory=dict)
    booked: int = 0
    waiting: list[tuple[str, bytes]] = field(default_factory=list)
    copied: list[tuple[str, str]] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    made: int = 0
    mark: int = 0
    now: int = FIRST

    def __post_init__(self) -> None:
        self.units = organisation(self.chance)
        self.places = [unit for unit in self.units if unit.level == "grassroots"]

    def write(self, repo: Path) -> None:
        self.begin()
        self.land(dict(self.new() for _ in range(SIZE // 10)))
        before, after = self.instants(FIRST, CLOSING, SIZE * 52 // 100), self.instants(CLOSING + HOUR, LAST, SIZE // 10)
        while len(self.stands) < SIZE - LATECOMERS:
            self.now = next(before, CLOSING - 2)
            self.step()
        for self.now in (CLOSING - 1, CLOSING, CLOSING + 1):
            self.land(dict(self.new() for _ in range(4)))
        for self.now in after:
            if len(self.stands) < SIZE - 3:
                self.step()
            if len(self.waiting) > 40:
                self.enter()
        self.enter()
        self.land(dict(self.new() for _ in range(SIZE - len(self.stands))))
        self.finish(repo)

    def instants(self, first: int, last: int, count: int) -> Iterator[int]:
        return iter(sorted(self.chance.randrange(first, last) for _ in range(count)))

    def step(self) -> None:
        """Any deed; each with how often it is done before the closing and after it."""
        deeds: dict[Callable[[], None], tuple[int, int]] = {
            self.arrive: (156, 60),
            self.edit: (16, 40),
            self.rename: (8, 36),
            self.move: (6, 16),
            self.move_over: (1, 4),
            self.change_places: (2, 6),
            self.remove: (3, 10),
            self.put_back: (2, 12),
            self.restore: (2, 10),
            self.copy: (2, 4),
            self.keep_one: (1, 3),
            self.take_over: (1, 4),
            self.lay_aside: (3, 1),
            self.hand_in: (1, 8),
        }
        after = self.now > CLOSING
        self.chance.choices(list(deeds), [weights[after] for weights in deeds.values()])[0]()

    # Deeds: each is one landing on main.

    def arrive(self) -> None:
        self.land(dict(self.new() for _ in range(self.chance.choice((1, 2, 3)))))

    def edit(self) -> None:
        """A sentence more, or a whole new text: a broken one is mended, a sound one spoilt."""
        path = self.any()
        content = self.stands[path] + f"\nThêm {self.made}, lần {self.mark}.\n".encode()
        if self.chance.random() < 0.2:
            content = self.text(self.unit(path))
        self.land({path: content})

    def rename(self) -> None:
        """In the same folder: under a new name, or one that something left; sometimes with a small edit, which makes it another text."""
        path = self.any()
        folder = path.rpartition("/")[0]
        left = [each for each in self.gone if each.rpartition("/")[0] == folder]
        new = self.chance.choice(left) if left and self.chance.random() < 0.5 else f"{folder}/ten-moi-{self.mark}.md"
        edited = b"\nL\xe1\xba\xa1i.\n" if self.chance.random() < 0.3 else b""
        self.carry(path, new, self.stands[path] + edited)

    def move(self) -> None:
        """To another unit's folder; the line that names the unit is mostly corrected."""
        path = self.any()
        unit = self.chance.choice(self.places)
        content = self.stands[path]
        if self.chance.random() < 0.7:
            content = content.replace(f"unit: {self.unit(path).id}\n".encode(), f"unit: {unit.id}\n".encode())
        self.carry(path, f"submissions/2021/{unit.id}/chuyen-{self.mark}.md", content)

    def carry(self, path: str, new: str, content: bytes) -> None:
        """What the file held under its old name may be put back under the new one."""
        self.stood.setdefault(new, []).extend(self.stood[path])
        self.land({path: None, new: content})

    def move_over(self) -> None:
        """In the same folder, onto another file, which is lost."""
        path, other, _ = self.neighbours()
        self.land({path: None, other: self.stands[path]})

    def change_places(self) -> None:
        """Two files of one folder, or three in a ring."""
        ring = self.neighbours()[: self.chance.choice((2, 2, 3))]
        contents = [self.stands[path] for path in ring]
        if len(set(contents)) == len(ring):
            self.land(dict(zip(ring, contents[1:] + contents[:1], strict=True)))

    def remove(self) -> None:
        self.land({self.any(): None})

    def put_back(self) -> None:
        """At its old place as it was, or, no news of the old one, at another."""
        if self.gone:
            path = self.chance.choice(sorted(self.gone))
            folder = path.rpartition("/")[0]
            self.land({path if self.chance.random() < 0.8 else f"{folder}/tra-lai-{self.mark}.md": self.gone[path]})

    def restore(self) -> None:
        """A content that the file once had; perhaps only on its topic, where it never counted."""
        paths = [path for path, held in self.stood.items() if len(held) > 1 and path in self.stands]
        path = self.chance.choice(paths)
        self.land({path: self.chance.choice(self.stood[path])})

    def copy(self) -> None:
        """Beside the other, or in another unit's folder."""
        path = self.any()
        folder = path.rpartition("/")[0]
        if self.chance.random() < 0.3:
            folder = f"submissions/2021/{self.chance.choice(self.places).id}"
        copy = f"{folder}/ban-sao-{self.mark}.md"
        self.copied.append((path, copy))
        self.land({copy: self.stands[path]})

    def keep_one(self) -> None:
        """Of two that are the same one goes, mostly the older: what remains has all that was said of the text in its folder."""
        pairs = [pair for pair in self.copied if len({self.stands.get(path) for path in pair}) == 1 and pair[0] in self.stands]
        if pairs:
            older, copy = self.chance.choice(pairs)
            self.land({older if self.chance.random() < 0.8 else copy: None})

    def take_over(self) -> None:
        """A file takes another's words while that one is edited: they stand at one path, and that is now another."""
        path, other, _ = self.neighbours()
        self.land({path: self.stands[path] + f"\nSửa {self.mark}.\n".encode(), other: self.stands[path]})

    def lay_aside(self) -> None:
        """A submission outside the programme's folders, or inside under a name that is none."""
        path, content = self.new()
        inside = (path.replace("bai-", "Bai-"), path.replace(".md", ".txt"), f"submissions/2021/{self.mark}.md")
        aside = self.chance.choice((f"nhap/{self.mark}.md", self.chance.choice(inside)))
        self.land({aside: content})
        self.aside.append((aside, path, content))

    def hand_in(self) -> None:
        """What was laid aside gets its place. What lay outside had not been received; what lay inside came when it came."""
        if self.aside:
            aside, path, content = self.aside.pop(self.chance.randrange(len(self.aside)))
            self.land({aside: None, path: content})

    # What deeds are made of.

    def new(self) -> tuple[str, bytes]:
        unit = self.chance.choice(self.places)
        if self.chance.random() < 0.01:
            unit = Unit(f"{unit.id.rpartition('/')[0]}/khong-co", "", "")
        content = self.text(unit)
        return f"submissions/2021/{unit.id}/bai-{self.made}.md", content

    def text(self, unit: Unit) -> bytes:
        self.made += 1
        text = submission(self.made, unit, self.chance)
        return self.chance.choice((*FAULTS, *UNREADABLE))(text) if self.chance.random() < 0.06 else text.encode()

    def any(self) -> str:
        """A submission that stands; after the closing mostly one with a story."""
        if self.now > CLOSING and self.chance.random() < 0.5:
            told = [path for path in self.notable if path in self.stands]
            return self.chance.choice(told)
        return self.chance.choice(list(self.stands))

    def neighbours(self) -> list[str]:
        """Three files of one folder, the first any."""
        path = self.any()
        beside = [each for each in self.stands if each.rpartition("/")[0] == path.rpartition("/")[0] and each != path]
        return [path, *self.chance.sample(beside, 2)] if len(beside) > 1 else self.neighbours()

    def unit(self, path: str) -> Unit:
        id = path.removeprefix("submissions/2021/").rpartition("/")[0]
        return next((unit for unit in self.units if unit.id == id), Unit(id, "", ""))

    def land(self, changes: Mapping[str, bytes | None]) -> None:
        """One commit on main, dated by the server: a merge of the sender's topic, or a plain one with the sender's author date."""
        dated = self.now + self.chance.choice((-3 * HOUR, HOUR, DAY)) * (self.chance.random() < 0.02)
        if self.chance.random() < 0.45:
            self.commit("main", changes, committed=dated, authored=dated, merge=self.topic(changes))
        else:
            self.commit("main", changes, committed=dated, authored=self.claimed())
        self.marks.append(self.mark)
        for path, content in changes.items():
            if reference.unit_of(path) is None:
                continue
            if content is None:
                self.gone[path] = self.stands.pop(path)
                continue
            self.gone.pop(path, None)
            self.stands[path] = content
            self.stood.setdefault(path, []).append(content)
            self.vouch(path, content)

    def topic(self, changes: Mapping[str, bytes | None]) -> int:
        """What the sender committed, one or two commits, from where main was some time ago if only new files came; the last mark."""
        fresh = not any(path in self.stands or content is None for path, content in changes.items())
        since = self.marks[-self.chance.randint(1, min(20, len(self.marks)))] if fresh else self.marks[-1]
        path, content = list(changes.items())[-1]
        if content is not None and self.chance.random() < 0.3:
            early = content + b"\nNh\xc3\xa1p.\n"
            self.commit("topic", {path: early}, committed=self.claimed(), authored=self.claimed(), since=since)
            self.stood.setdefault(path, []).append(early)
            since = self.mark
        self.commit("topic", changes, committed=self.claimed(), authored=self.claimed(), since=since)
        return self.mark

    def claimed(self) -> int:
        """A date that a sender may set at will: some days ago, or ahead."""
        return self.now - self.chance.choice((HOUR, HOUR, 3 * DAY, 20 * DAY, -40 * DAY))

    def vouch(self, path: str, content: bytes) -> None:
        """Perhaps a receipt or a line of the register, for this content, or one that proves nothing for it."""
        luck, blob = self.chance.random(), id_of(content)
        if self.now < CLOSING:
            if luck < 0.12:
                self.receive(
                    self.chance.choice([at for at in ROUNDS if self.now - 3 * DAY <= at <= self.now + DAY]), path, blob
                )
            elif luck < 0.14:
                self.receive(ROUNDS[0], self.chance.choice((path.upper(), path)), self.chance.choice((blob, id_of(b""))))
        elif luck < 0.35:
            self.receive(self.chance.choice(ROUNDS[-6:]), path, blob)
        elif luck < 0.5:
            self.waiting.append((path, content))
        elif luck < 0.55:
            self.receive(ROUNDS[-4], self.any(), blob)

    def receive(self, at: int, path: str, blob: str) -> None:
        self.receipts.setdefault(at, []).append(Taken(path, blob, "0" * 40, "push refs/heads/topic"))
        self.notable.append(path)

    def enter(self) -> None:
        """The officer writes down what came on paper, all at once: mostly in time, some at the very closing, some after."""
        lines: dict[str, bytes] = {}
        for path, content in self.waiting:
            at = self.chance.choice((CLOSING - self.chance.randrange(1, 9 * DAY),) * 6 + (CLOSING, (CLOSING + self.now) // 2))
            hours, suffix = self.chance.choice(((0, "Z"), (7, "+07:00")))
            said = {
                "received_at": f"{datetime.fromtimestamp(at + hours * HOUR, UTC):%Y-%m-%dT%H:%M:%S}{suffix}",
                "channel": "paper",
                "office": "Văn thư (mẫu)",
                "path": path,
                "blob": id_of(content),
            }
            self.booked += 1
            upper = "/".join(path.split("/")[2:4])
            lines[f"program/2021/register/{upper}/{self.booked:04d}-giay.yml"] = json.dumps(said, ensure_ascii=False).encode()
            self.notable.append(path)
        self.waiting.clear()
        self.commit("main", lines, committed=self.now, authored=self.now)
        self.marks.append(self.mark)

    # The stream.

    def begin(self) -> None:
        law = {f"schema/{file.name}": file.read_bytes() for file in (PROJECT / "schema").glob("*.json")}
        law["program/2021/rules.yml"] = (PROJECT / "program/2021/rules.yml").read_bytes()
        for province in ("thai-binh", "dong-nai"):
            ours = "".join(unit.told for unit in self.units if unit.id.split("/")[0] == province)
            law[f"program/2021/units/{province}.yml"] = f"units:\n{ours}".encode()
        self.commit("main", law, committed=FIRST, authored=FIRST)
        self.marks.append(self.mark)

    def commit(
        self,
        branch: str,
        changes: Mapping[str, bytes | None],
        *,
        committed: int,
        authored: int,
        since: int | None = None,
        merge: int | None = None,
    ) -> None:
        self.mark += 1
        self.parts.append(
            f"commit refs/heads/{branch}\nmark :{self.mark}\nauthor Người Mẫu <mau@example.org> {authored} +0700\n"
            f"committer Máy chủ Mẫu <may-chu@example.org> {committed} +0700\ndata 1\nx\n".encode()
        )
        self.parts += [f"{word} :{mark}\n".encode() for word, mark in (("from", since), ("merge", merge)) if mark is not None]
        for path, content in changes.items():
            if content is None:
                self.parts.append(f"D {path}\n".encode())
            else:
                self.parts.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")

    def finish(self, repo: Path) -> None:
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(repo)], check=True)
        subprocess.run(["git", "-C", str(repo), "fast-import", "--quiet"], input=b"".join(self.parts), check=True)
        subprocess.run(["git", "-C", str(repo), "branch", "--quiet", "-D", "topic"], check=True)
        opened = git.open_repository(repo)
        for at, taken in sorted(self.receipts.items()):
            instant = datetime.fromtimestamp(at, UTC)
            git.receipts.append(opened, taken, instant, instant + SLOW)

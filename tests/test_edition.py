"""Two whole editions on real Git: one of three provinces, its verdicts and ledgers set against tables written by hand; and one of
another city with other levels, fields, papers and hours, which needs data only.

The tables are for people: `editions/ba-tinh/su-kien.yml` tells every event with the verdict the rules ask for, and `so-cho.md` beside it
(and in `editions/thanh-pho-mau/`) every line of the ledger. They were written from the rules, not from what the program says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from built import SANGKIEN, run
from sangkien import git
from sangkien.app import receipts
from sangkien.app.judge import judge_change
from sangkien.app.revision import read_acts, read_judged, replay
from sangkien.app.verdict import Judgement
from sangkien.model.corpus import Corpus
from sangkien.model.history import AsOf
from sangkien.outputs.gate import text
from sangkien.rules.eligibility import Effect
from sangkien.rules.quota_ledger import Account, Proposed, QuotaStatus, ledger
from story import PROJECT, Story

EDITIONS = PROJECT / "tests" / "editions"
PROVINCES = EDITIONS / "ba-tinh"
CITY = EDITIONS / "thanh-pho-mau"
ACCEPTED = "nhận"
STANDINGS = {QuotaStatus.HOLDS: "giữ", QuotaStatus.WAITS: "chờ", QuotaStatus.OVER: "ngoài", QuotaStatus.OUT: "ra"}
BARS = {"complaint": "khiếu nại", "authorship": "tranh chấp", "withdrawn": "đã rút"}
AWARDS = {"national": "Bằng Lao động sáng tạo", "province": "Bằng khen", "upper": "Giấy khen", "grassroots": "Biểu dương"}

Row = tuple[str, ...]


def read(file: Path) -> Any:
    """The file's data with every value as it is written."""
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def written(data: Any) -> str:
    """Data as an officer writes it: Vietnamese as it is, fields in their order, no aliases."""
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False)


def tables(file: Path) -> dict[str, tuple[list[Row], list[Row]]]:
    """Under each heading of a table file, up to its `·`: the lines of the ledger and those of the dossiers."""
    found: dict[str, tuple[list[Row], list[Row]]] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            rows = found[line.removeprefix("## ").partition(" · ")[0]] = ([], [])
        elif line.startswith("| ") and not line.startswith(("| Cấp ", "| Hồ sơ ")):
            row = tuple(cell.strip() for cell in line.strip("|").split("|"))
            rows[len(row) == 3].append(row)
    return found


def accounts(corpus: Corpus, edition: str) -> list[Row]:
    """The program's ledger as lines of a table file."""
    return [_account(account, corpus) for account in ledger(corpus, edition).accounts]


def dossiers(corpus: Corpus, edition: str) -> list[Row]:
    """Every dossier in the order in which places are given, with the standing of each item, as lines of a table file."""
    items: dict[str, list[str]] = {}
    levels: dict[str, str] = {}
    for entry in ledger(corpus, edition).proposed:
        items.setdefault(entry.dossier.path, []).append(_item(entry))
        levels[entry.dossier.path] = entry.level
    folder = f"program/{edition}/dossiers/"
    return [(path.removeprefix(folder).removesuffix(".yml"), levels[path], "; ".join(said)) for path, said in items.items()]


def lined(stands: tuple[list[Row], list[Row]]) -> str:
    """Lines of a table file as text, which a failing test shows line by line."""
    return "\n".join(" | ".join(row) for rows in stands for row in rows)


def _account(account: Account, corpus: Corpus) -> Row:
    limit = account.limit
    honoured = "; ".join(_name(path) for path in account.honoured)
    return (
        limit.level,
        limit.unit,
        "phần riêng" if limit.own else f"hạn mức, {limit.field}" if limit.field else "hạn mức",
        *map(str, (limit.max, account.held, account.free)),
        *(str(len(account.of(standing))) for standing in (QuotaStatus.WAITS, QuotaStatus.OVER)),
        honoured or ("–" if limit.own else "chưa"),
        "; ".join(_item(entry) for entry in account.entries),
    )


def _item(entry: Proposed) -> str:
    standing = "đề nghị" if entry.status is QuotaStatus.HOLDS and not entry.limits else STANDINGS[entry.status]
    bars = (("đang " if bar.effect is Effect.BLOCKS else "") + BARS.get(bar.id, bar.id) for bar in entry.bars)
    return ", ".join([f"{_name(entry.path or entry.item.path)}: {standing}", *bars])


def _name(path: str) -> str:
    return Path(path).stem


def codes(judgement: Judgement) -> list[str]:
    return [finding.code for finding in judgement.verdict.introduced]


class Played(Story):
    """The edition of three provinces in a real repository: every event judged by the gate, and merged where the table says so."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.units = {unit["id"]: unit for file in (PROVINCES / "units").iterdir() for unit in read(file)["units"]}
        told = read(PROVINCES / "bai.yml").items()
        self.titles = {name: {**entry, "unit": unit} for unit, entries in told for name, entry in entries.items()}
        self.paths = {name: f"submissions/2021/{entry['unit']}/{name}.md" for name, entry in self.titles.items()}
        files = {f"schema/{file.name}": file.read_text() for file in (PROJECT / "schema").glob("*.json")}
        files |= {f"program/2021/units/{file.name}": file.read_text() for file in (PROVINCES / "units").iterdir()}
        rules = (PROJECT / "program/2021/rules.yml").read_text()
        # The shipped rules, with as few places as a story can fill.
        for shipped, few in (("{max: 4, per: province}", "{max: 2, per: province}"), ("{max: 50, per", "{max: 4, per")):
            assert rules.count(shipped) == 1, f"rules.yml says {shipped} no more: the story must be fitted to it"
            rules = rules.replace(shipped, few)
        self.commit("2021-03-12T08:00:00+07:00", {**files, "program/2021/rules.yml": rules})
        self.line = [("2021-03-12T08:00:00+07:00", self.git("rev-parse", "main"))]
        self.judgements: dict[int, Judgement] = {}
        self.standing: dict[str, tuple[list[Row], list[Row]]] = {}

    @property
    def repo(self) -> git.Repository:
        return git.open_repository(self.folder)

    def play(self, event: dict[str, Any]) -> None:
        at = datetime.fromisoformat(event["lúc"])
        branch = f"su-kien-{event.get('xét lại', event['số'])}"
        if "xét lại" not in event:
            sent = event.get("gửi", (at - timedelta(minutes=30)).isoformat())
            # A sender's branch leaves main as it was when the sender began, whatever was merged meanwhile.
            base = [commit for landed, commit in self.line if landed <= sent][-1]
            self.git("checkout", "--quiet", "-b", branch, base)
            self.commit(sent, dict(self.brought(event, date.fromisoformat(sent[:10]))))
            for key, act in (("vào sổ", self.registered), ("đính chính", self.correction)):
                if key in event:  # it tells the id of what was just brought
                    self.commit(sent, act(event[key], date.fromisoformat(sent[:10])))
        if "biên nhận" in event:
            received = datetime.fromisoformat(event["biên nhận"])
            receipts.receive(self.repo, "main", branch, f"push refs/heads/{branch}", received, received)
        self.judgements[int(event["số"])] = judge_change(self.repo, "main", branch, AsOf(at))
        self.git("checkout", "--quiet", "main")
        if event["xét"] == ACCEPTED and "gộp" not in event:
            self.git("merge", "--quiet", "--no-ff", f"--message=Sự kiện {event['số']}", branch, at=event["lúc"])
            self.line.append((event["lúc"], self.git("rev-parse", "main")))

    def keep(self, heading: str, revision: str, at: str | None = None) -> None:
        """What the ledger says now, under a table's heading."""
        corpus, _ = read_acts(self.repo, revision, AsOf(datetime.fromisoformat(at or heading)))
        self.standing[heading] = accounts(corpus, "2021"), dossiers(corpus, "2021")

    def brought(self, event: dict[str, Any], day: date) -> Iterator[tuple[str, str]]:
        """The files an event writes; what it moves or takes away is done on the way."""
        for name in event.get("gửi bài", ()):
            yield self.paths[name], self.submission(name)
        for name in event.get("rút bài", ()):
            self.git("rm", "--quiet", self.paths[name])
        for path in event.get("xóa", ()):
            self.git("rm", "--quiet", path)
        for old, new in event.get("đổi tên", {}).items():
            self.paths[new] = self.paths[old].replace(old, new)
            self.git("mv", self.paths[old], self.paths[new])
        for name, unit in event.get("chuyển", {}).items():
            old, self.paths[name] = self.sent_as(name), f"submissions/2021/{unit}/{name}.md"
            (self.folder / self.paths[name]).parent.mkdir(parents=True, exist_ok=True)
            self.git("mv", old, self.paths[name])
            content = (self.folder / self.paths[name]).read_text()
            assert content.count(f"\nunit: {self.titles[name]['unit']}\n") == 1
            yield self.paths[name], content.replace(f"\nunit: {self.titles[name]['unit']}\n", f"\nunit: {unit}\n")
        if "gạch" in event:
            path = f"program/2021/register/{event['gạch']['sổ']}.yml"
            said = {"reason": event["gạch"]["lý do"], "on": day}
            yield path, (self.folder / path).read_text() + written({"struck": said})
        for path, changes in event.get("sửa", {}).items():
            content = (self.folder / path).read_text()
            for old, new in changes.items():
                assert content.count(old) == 1, f"{path}: “{old}” is not there once"
                content = content.replace(old, new)
            yield path, content
        for key, folder, make in (
            ("hồ sơ", "dossiers", self.dossier),
            ("quyết định", "decisions", self.decision),
            ("vụ việc", "disputes", self.dispute),
            ("ghi nhớ", "agreements", self.agreement),
        ):
            told = event.get(key, [])
            for each in told if isinstance(told, list) else [told]:
                yield f"program/2021/{folder}/{each['tệp']}.yml", written(make(each, day) | {"sample": True})

    def sent_as(self, name: str) -> str:
        """The path under which a submission came."""
        return f"submissions/2021/{self.titles[name]['unit']}/{name}.md"

    def submission(self, name: str) -> str:
        entry = self.titles[name]
        title = entry["tên"]
        head = {
            "title": title,
            "unit": entry["unit"],
            "authors": [{"name": "Trần Thị Mẫu", "position": "Đoàn viên công đoàn", "share": 100}],
            "consent": {"publish_name": True, "contact": False},
            "field": entry["lĩnh vực"],
            "block": self.units[entry["unit"]]["block"],
            "kind": "technical",
            "proposed_on": date(2021, 1, 20),
            "applied_from": date(2021, 2, 22),
            "stage": "effective",
            "employer_agreed": True,
            "scope": "unit",
            "sample": True,
        }
        answers = {
            "Thực trạng": f"Trước đây chưa có “{title}”, mỗi ca phải làm tay và hay nhầm.",
            "Giải pháp": f"Tổ tự làm “{title}” từ vật liệu sẵn có, thử một tuần rồi sửa.",
            "Hiệu quả": f"Từ khi có “{title}”, việc nhanh hơn và anh chị em đỡ mệt.",
        }
        body = "\n\n".join(f"## {heading}\n\n{answer}" for heading, answer in answers.items())
        return f"---\n{written(head)}---\n\n{body}\n"

    def dossier(self, told: dict[str, Any], day: date) -> dict[str, Any]:
        signed = date.fromisoformat(told.get("ký ngày", day.isoformat()))
        above = self.units[told["tệp"].rpartition("/")[0]]["level"] != "grassroots"
        papers = ["to-trinh", "bien-ban-co-so", *(["bien-ban-cap-tren"] if above else []), "bang-tong-hop"]
        lacking = told.get("thiếu", ())
        made = {
            "level": told["lên"],
            "letter": {"number": "05/TTr (mẫu)", "signed_on": signed},
            "minutes": {"held_on": signed - timedelta(days=1), "members": 7, "present": 7},
            "papers": [paper for paper in papers if paper not in lacking],
            "employer_confirmed": True,
            "items": [self.item(each) for each in told["mục"]],
        }
        return {name: value for name, value in made.items() if name not in lacking}

    def item(self, told: str) -> dict[str, Any]:
        """`tên-bài`, `dự bị tên-bài`, or `tên-bài 3/7` when not all were in favour."""
        name, _, votes = told.removeprefix("dự bị ").partition(" ")
        yes, _, cast = (votes or "7/7").partition("/")
        reserve = {"reserve": True} if told.startswith("dự bị ") else {}
        return {"path": self.paths[name], "votes": {"in_favour": int(yes), "against": int(cast) - int(yes)}, **reserve}

    def decision(self, told: dict[str, Any], day: date) -> dict[str, Any]:
        level = self.units[told["tệp"].rpartition("/")[0]]["level"]
        items = [{"path": self.paths[name], "award": AWARDS[level]} for name in told.get("tôn vinh", ())]
        revoked = told.get("thu hồi")
        return {
            "number": told["số"],
            "signed_on": day,
            "level": level,
            **({"items": items} if items else {}),
            **({"revokes": [{"number": revoked["số"], "path": self.paths[revoked["bài"]]}]} if revoked else {}),
        }

    def dispute(self, told: dict[str, Any], day: date) -> dict[str, Any]:
        opened = date.fromisoformat(told.get("mở ngày", day.isoformat()))
        made = {
            "path": self.paths[told["bài"]],
            "kind": told["loại"],
            "opened": {"number": told["mở"], "signed_on": opened},
        }
        if "kết luận" in told:
            made["closed"] = {"number": told["số kết luận"], "signed_on": day, "result": told["kết luận"]}
        return made

    def agreement(self, told: dict[str, Any], day: date) -> dict[str, Any]:
        period = {"first": day, "last": date(2021, 4, 20)}
        return {"signed_on": day, "employer": told["với"], "period": period, "target": int(told["chỉ tiêu"])}

    def correction(self, told: dict[str, Any], day: date) -> dict[str, str]:
        """What main holds of a submission gives its time to what the branch has made of it."""
        new = self.paths[told["bài"]]
        old = self.sent_as(told["bài"])
        made = {
            "number": "01/ĐC (mẫu)",
            "signed_on": day,
            "reason": told["lý do"],
            "old": {"path": old, "content": self.git("rev-parse", f"main:{old}")},
            "new": {"path": new, "content": self.git("rev-parse", f"HEAD:{new}")},
            "sample": True,
        }
        return {f"program/2021/corrections/{told['tệp']}.yml": written(made)}

    def registered(self, told: dict[str, Any], _day: date) -> dict[str, str]:
        """One more line of the register of the unit above, which vouches for the very content that the branch has brought."""
        path = self.paths[told["bài"]] if "bài" in told else f"program/2021/dossiers/{told['hồ sơ']}.yml"
        *above, _, name = path.removeprefix("program/").split("/")[2:]
        folder = f"program/2021/register/{'/'.join(above)}"
        number = len([*(self.folder / folder).glob("*.yml")]) + 1
        line = {
            "received_at": told["nhận lúc"],
            "channel": told["đường"],
            "office": "Văn thư công đoàn cấp trên (mẫu)",
            "path": path,
            "blob": self.git("rev-parse", f"HEAD:{path}"),
            "sample": True,
        }
        return {f"{folder}/{number:04d}-{name.partition('.')[0]}.yml": written(line)}


EVENTS = read(PROVINCES / "su-kien.yml")
STANDS = tables(PROVINCES / "so-cho.md")
INSTANTS = [heading for heading in STANDS if heading[0].isdigit()]
IF_ACCEPTED = {heading.rpartition(" ")[2]: heading for heading in STANDS if heading.startswith("nếu nhận sự kiện ")}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The edition of three provinces from its first day to its last; what the ledger said is kept at each instant that has a table."""
    made, waiting = Played(tmp_path_factory.mktemp("ba-tinh") / "kho"), list(INSTANTS)
    for event in EVENTS:
        while waiting and waiting[0] < event["lúc"]:
            made.keep(waiting.pop(0), "main")
        made.play(event)
        if event["số"] in IF_ACCEPTED:
            made.keep(IF_ACCEPTED[event["số"]], f"su-kien-{event['số']}", event["lúc"])
    for instant in waiting:
        made.keep(instant, "main")
    return made


@pytest.fixture(scope="module")
def stranger(played: Played, tmp_path_factory: pytest.TempPathFactory) -> git.Repository:
    """A clone, as anybody may make one."""
    folder = tmp_path_factory.mktemp("nguoi-la") / "kho"
    played.git("clone", "--quiet", "--no-hardlinks", str(played.folder), str(folder))
    return git.open_repository(folder)


def test_events_and_tables_are_in_order() -> None:
    assert [event["số"] for event in EVENTS] == [str(place) for place in range(1, len(EVENTS) + 1)]
    times = [event["lúc"] for event in EVENTS]
    assert times == sorted(times)
    assert sorted(INSTANTS) == INSTANTS
    assert times[-1] < INSTANTS[-1]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event["số"])
def test_event(event: dict[str, Any], played: Played) -> None:
    judgement = played.judgements[int(event["số"])]
    told = text.render(judgement, "vi")
    assert codes(judgement) == ([] if event["xét"] == ACCEPTED else event["xét"]), f"{event['việc']}\n{told}"
    for words in event.get("nói", ()):
        assert words in told


@pytest.mark.parametrize("instant", STANDS)
def test_ledger(instant: str, played: Played) -> None:
    lines, filed = played.standing[instant]
    if instant in INSTANTS:
        assert lined((lines, filed)) == lined(STANDS[instant])
    else:
        concerned = {row[:3] for row in STANDS[instant][0]}
        assert lined(([row for row in lines if row[:3] in concerned], [])) == lined(STANDS[instant])


@pytest.mark.parametrize("instant", INSTANTS)
def test_a_stranger_gets_the_same_ledger_of_then(instant: str, stranger: git.Repository) -> None:
    corpus, *_ = replay(stranger, "HEAD", datetime.fromisoformat(instant))
    assert lined((accounts(corpus, "2021"), dossiers(corpus, "2021"))) == lined(STANDS[instant])


def test_nothing_is_wrong_in_the_end(stranger: git.Repository) -> None:
    as_of = AsOf(datetime.fromisoformat(INSTANTS[-1]))
    corpus, findings, _ = read_judged(stranger, "HEAD", as_of)
    assert findings == ()
    assert lined((accounts(corpus, "2021"), dossiers(corpus, "2021"))) == lined(STANDS[INSTANTS[-1]])


class City(Story):
    """The other edition's repository: schemas as they are shipped, and on three days its submissions, its dossiers, its decisions."""

    DAYS = (
        ("bai", "2026-04-20T10:00:00+08:00", ("submissions", "rules.yml", "units", "agreements")),
        ("ho-so", "2026-05-08T12:00:00+08:00", ("dossiers",)),
        ("ket-thuc", "2026-06-01T09:00:00+08:00", ("disputes", "decisions")),
    )

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        files = {f"schema/{file.name}": file.read_text() for file in (PROJECT / "schema").glob("*.json")}
        stored = CITY / "kho"
        told = {file.relative_to(stored).as_posix(): file.read_text() for file in stored.rglob("*.*") if file.is_file()}
        for tag, at, kinds in self.DAYS:
            files |= {path: content for path, content in told.items() if any(kind in path.split("/") for kind in kinds)}
            self.commit(at, files)
            self.git("tag", tag)
            files = {}

    def judge_on(self, base: str, at: str, files: dict[str, str]) -> Judgement:
        """What the gate says of these files, brought at this instant to main as it was on one of the three days."""
        self.git("checkout", "--quiet", "-B", "thay-doi", base)
        self.commit(at, files)
        return judge_change(git.open_repository(self.folder), base, "thay-doi", AsOf(datetime.fromisoformat(at)))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    return City(tmp_path_factory.mktemp("thanh-pho-mau") / "kho")


def proposing(level: str, unit: str, path: str, papers: str) -> dict[str, str]:
    """One more dossier of a unit, with one item."""
    made = {
        "level": level,
        "letter": {"number": "20/TTr (mẫu)", "signed_on": date(2026, 5, 8)},
        "minutes": {"held_on": date(2026, 5, 7), "members": 7, "present": 7},
        "papers": papers.split(),
        "employer_confirmed": True,
        "items": [{"path": f"submissions/xanh-2026/thanh-pho-mau/{path}.md", "votes": {"in_favour": 7, "against": 0}}],
    }
    return {f"program/xanh-2026/dossiers/thanh-pho-mau/{unit}/ho-so-them.yml": written(made)}


def honouring(level: str, file: str, *paths: str) -> dict[str, str]:
    """One more decision."""
    items = [{"path": f"submissions/xanh-2026/thanh-pho-mau/{path}.md", "award": "Bằng khen"} for path in paths]
    made = {"number": "30/QĐ (mẫu)", "signed_on": date(2026, 6, 5), "level": level, "items": items}
    return {f"program/xanh-2026/decisions/thanh-pho-mau/{file}.yml": written(made)}


def sending(old: str, new: str) -> dict[str, str]:
    """One more submission: an earlier one under another name, with something in it replaced."""
    folder = "submissions/xanh-2026/thanh-pho-mau/quan-tre/truong-hoa-cai"
    content = (CITY / "kho" / folder / "coi-bao-khi-gas.md").read_text()
    assert content.count(old) == 1, f"“{old}” is not there to be replaced"
    return {f"{folder}/bai-them.md": content.replace(old, new)}


TO_CITY, TO_DISTRICT = "don-de-nghi anh-hien-truong bien-ban-quan", "don-de-nghi anh-hien-truong danh-sach-co-so"
APRIL_25, MAY_10, JUNE_5 = (f"2026-{day}T09:00:00+08:00" for day in ("04-25", "05-10", "06-05"))


GAS, BALCONY = "quan-tre/truong-hoa-cai/coi-bao-khi-gas", "quan-sen/phuong-mot/vuon-treo-ban-cong"
CHANGES = {
    # Two of the field are held already, while one place of six is free in all and the district has one left of its three.
    "third of a field": ("ho-so", MAY_10, proposing("thanh-pho", "quan-tre", "quan-tre/xuong-den-long/tat-den-theo-ca", TO_CITY),
        ["SK701"], "Hạn mức cấp “Thành phố” của Liên đoàn Lao động Thành phố Mẫu, lĩnh vực “Môi trường, tiết kiệm năng lượng”: 2/2 chỗ đã"
        " có hồ sơ khác giữ, mục 1 của hồ sơ này đứng thứ 3. Đang giữ chỗ: Công đoàn quận Sen (mẫu) 1, Công đoàn quận Tre (mẫu) 1."),
    "second of another field": ("ho-so", MAY_10, proposing("thanh-pho", "quan-tre", "quan-tre/xuong-den-long/ma-vach-kho-giay", TO_CITY),
        ["SK701"], "lĩnh vực “Số hóa”: 1/1 chỗ đã có hồ sơ khác giữ, mục 1 của hồ sơ này đứng thứ 2"),
    "sixth of all, in a field without a quota": ("ho-so", MAY_10, proposing("thanh-pho", "quan-tre", GAS, TO_CITY), [], ""),
    "beyond the field and beyond the district's share": ("ho-so", MAY_10, proposing("thanh-pho", "quan-sen", BALCONY, TO_CITY),
        ["SK701", "SK702"], "Công đoàn quận Sen (mẫu) được đề nghị lên cấp “Thành phố” nhiều nhất 3 mục, 3 mục đã ở hồ sơ khác"),
    "fifth of a district, at the last second": ("ho-so", "2026-05-08T23:59:59+08:00",
        proposing("quan", "quan-tre/truong-hoa-cai", GAS, TO_DISTRICT),
        ["SK701"], "Hạn mức cấp “Quận” của Công đoàn quận Tre (mẫu): 4/4 chỗ đã có hồ sơ khác giữ, mục 1 của hồ sơ này đứng thứ 5"),
    # By a clock one hour behind, and told by the edition's own.
    "one second late": ("ho-so", "2026-05-08T23:00:01+07:00", proposing("quan", "quan-tre/truong-hoa-cai", GAS, TO_DISTRICT),
        ["SK601"], "nhận lúc 00:00:01 ngày 9/5/2026, trễ 1 giây; hạn là 24:00 ngày 8/5/2026"),
    # An incomplete dossier asks for no place, so nothing is said of places that are full.
    "without the paper asked of grassroots unions": ("ho-so", "2026-05-08T18:00:00+08:00",
        proposing("quan", "quan-tre/truong-hoa-cai", GAS, TO_CITY),
        ["SK602"], "Hồ sơ chưa có danh sách có chữ ký của công đoàn cơ sở (`danh-sach-co-so`)."),
    "without the paper asked of districts": ("ho-so", MAY_10, proposing("thanh-pho", "quan-tre", GAS, TO_DISTRICT),
        ["SK602"], "Hồ sơ chưa có biên bản họp xét của công đoàn quận (`bien-ban-quan`)."),
    "honours what was not proposed, and the third of a field": ("ket-thuc", JUNE_5, honouring("thanh-pho", "08-qd-ldld", BALCONY),
        ["SK509", "SK703"], "lĩnh vực “Môi trường, tiết kiệm năng lượng”"),
    "honours the last of its places and a reserve": ("ket-thuc", JUNE_5, honouring("thanh-pho", "08-qd-ldld",
        "quan-sen/truong-hai-dang/cau-thang-mot-chieu", "quan-tre/truong-hoa-cai/bua-sang-muon-gio"), [], ""),
    "honours by its own authority": ("ket-thuc", JUNE_5,
        honouring("co-so", "quan-tre/xuong-den-long/02-qd", "quan-tre/xuong-den-long/tat-den-theo-ca"), [], ""),
    "inside the grace": ("bai", "2026-05-01T00:14:59+08:00", sending("Còi báo", "Chuông báo"), [], ""),
    "after the grace": ("bai", "2026-05-01T00:15:00+08:00", sending("Còi báo", "Chuông báo"),
        ["SK301"], "giờ đóng là 24:00 ngày 30/4/2026"),
    "answer too long": ("bai", APRIL_25, sending("Hai lần còi báo đúng", "Hai lần " + "còi báo đúng " * 40),
        ["SK110"], "quá giới hạn 400"),
    "field of another edition": ("bai", APRIL_25, sending("field: an-toan", "field: production"),
        ["SK204"], "Chọn một trong: xanh ("),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_other_edition(change: str, city: City) -> None:
    base, at, files, expected, said = CHANGES[change]
    judgement = city.judge_on(base, at, files)
    told = text.render(judgement, "vi")
    assert codes(judgement) == expected, told
    assert said in told


def test_other_edition_is_whole(city: City) -> None:
    corpus, findings, _ = read_judged(git.open_repository(city.folder), "ket-thuc", AsOf(datetime.fromisoformat(JUNE_5)))
    assert findings == ()
    assert lined((accounts(corpus, "xanh-2026"), dossiers(corpus, "xanh-2026"))) == lined(tables(CITY / "so-cho.md")["cuối kỳ"])


def test_other_edition_has_its_site_and_its_reports(city: City, tmp_path: Path) -> None:
    run([SANGKIEN, "build", "--repo", str(city.folder), "--revision", "ket-thuc", "--out", str(tmp_path / "trang"),
         "--as-of", JUNE_5], tmp_path)  # fmt: skip
    made = json.loads((tmp_path / "trang" / "files" / "du-lieu" / "xanh-2026" / "bao-cao.json").read_text())["tables"]
    units = read(CITY / "kho/program/xanh-2026/units/thanh-pho-mau.yml")["units"]
    named = [{row["name"] for row in table["rows"] if isinstance(row["name"], str)} for table in made.values()]
    for level in ("thanh-pho", "quan", "co-so"):
        assert {unit["name"] for unit in units if unit["level"] == level} in named, f"no report by {level}"
    honoured = {row["name"]["vi"]: row["honoured"] for row in made["ton-vinh"]["rows"]}
    assert honoured == {"Thành phố": 4, "Quận": 3, "Cơ sở": 1}

"""The same verdicts, dates and counts once more, slowly and obviously: what the product is held against, and nothing of it is used here.

One revision, one edition. History is replayed change by change, every file is parsed as it stands, every rule that the synthetic
faults can break is one plain question. Acts of unions (dossiers, decisions, disputes, agreements) are left out.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator, FormatChecker

EDITION = "2021"
UNKNOWN = "Không rõ"
LATE = "SK301"
LARGEST = 65_536
LONGEST_PATH = 240
# Whatever the schema asks has a code of its own.
CODES = {
    "required": "SK201",
    "additionalProperties": "SK202",
    "type": "SK203",
    "enum": "SK204",
    "minLength": "SK205",
    "maxLength": "SK206",
    "pattern": "SK207",
    "format": "SK208",
    "minimum": "SK209",
    "maximum": "SK210",
    "minItems": "SK211",
    "maxItems": "SK212",
    "uniqueItems": "SK213",
}


@dataclass(frozen=True)
class Evidence:
    """When a content was received and by what: `proof` is the landing's commit, the receipt's commit or the register number."""

    at: datetime
    kind: str
    proof: str


@dataclass(frozen=True)
class Counts:
    """One row of a report."""

    received: int = 0
    on_time: int = 0
    late: int = 0
    invalid: int = 0
    benefit: int = 0


@dataclass(frozen=True)
class Answer:
    """All that is known of a revision: codes of the errors by path (files without any are left out), evidence by submission, the
    commits that changed it after closing, and counts by report and row. `unreadable` are submissions that are no text, `carried` those
    whose evidence was given to the same content under another name."""

    verdicts: Mapping[str, tuple[str, ...]]
    evidence: Mapping[str, Evidence]
    after_closing: Mapping[str, frozenset[str]]
    unreadable: frozenset[str]
    tables: Mapping[str, Mapping[str, Counts]]
    total: Counts
    carried: frozenset[str]


@dataclass(frozen=True)
class Said:
    """A landing, a receipt or a register line: one content of one path was there, or was given in, then."""

    path: str
    blob: str
    evidence: Evidence


@dataclass(frozen=True)
class Past:
    """By content: the paths that hold it now, its landings in the order of the line, and the receipts and lines for it."""

    holders: Mapping[str, list[str]]
    landings: Mapping[str, list[Said]]
    papers: Mapping[str, list[Said]]


@dataclass(frozen=True)
class Law:
    """Rules, units and the schema of a submission, as plain data."""

    rules: Mapping[str, Any]
    units: Mapping[str, Mapping[str, Any]]
    schema: Mapping[str, Any]

    @property
    def closing(self) -> datetime:
        portal = self.rules["portal"]
        at: datetime = portal["closes"][-1]["at"]
        return at + timedelta(minutes=portal.get("grace", {}).get("minutes", 0))

    @property
    def zone(self) -> Any:
        return datetime.strptime(self.rules["utc_offset"], "%z").tzinfo

    def ids(self, vocabulary: str) -> list[str]:
        return [term["id"] for term in self.rules[vocabulary]]

    def name(self, vocabulary: str, id: object) -> str:
        return next((str(term["name"]["vi"]) for term in self.rules[vocabulary] if term["id"] == id), UNKNOWN)


@dataclass(frozen=True)
class Reading:
    """What one file says: its codes, its text (None for no text), its data (None where a code says that it is none), and what can be
    read of it all the same, with the fields that are wrong or missing."""

    codes: tuple[str, ...]
    text: str | None = None
    data: Mapping[str, Any] | None = None
    legible: Mapping[str, Any] | None = None
    gaps: frozenset[str] = frozenset()


def answer(repo: Path, revision: str) -> Answer:
    """Everything about one revision, long after the closing."""
    contents = contents_at(repo, revision)
    blobs = blobs_at(repo, revision)
    law = law_of(contents)
    line = list(landings(repo, revision))
    papers = [*receipts(repo), *register_lines(contents)]
    past = Past(holders(blobs), by_content(line), by_content(papers))
    units = {path: unit for path in contents if (unit := unit_of(path))}
    counted = {path: earliest(path, blobs[path], past) for path in units}
    evidence = {path: said.evidence for path, said in counted.items()}
    readings = {path: read(contents[path], law) for path in units}

    codes = {path: list(reading.codes) for path, reading in readings.items()}
    for path, reading in readings.items():
        if reading.text is not None:
            codes[path] += seen_from_outside(reading.text, units[path], evidence[path].at, law)
        if reading.legible is not None:
            codes[path] += nonsense(reading.legible, reading.gaps, units[path], law)
    for path in over_allocation(units, evidence, law):
        if readings[path].text is not None:
            codes[path].append("SK403")
    for path in sent_twice(blobs, units, past):
        if readings[path].text is not None:
            codes[path].append("SK407")
    for path in contents:
        if path.startswith(("submissions/", "program/")) and path not in units and not is_programme(path):
            codes[path] = ["SK101"]

    return Answer(
        verdicts={path: tuple(sorted(found)) for path, found in codes.items() if found},
        evidence={path: Evidence(its.at.astimezone(law.zone), its.kind, its.proof) for path, its in evidence.items()},
        after_closing=changed_after(line, law.closing, past),
        unreadable=frozenset(path for path, reading in readings.items() if reading.text is None),
        tables=tables_of(units, codes, readings, evidence, law),
        total=counts([(codes[path], readings[path]) for path in units if not is_confidential(readings[path])]),
        carried=frozenset(path for path, said in counted.items() if said.path != path),
    )


# Git, asked in the plainest way.


def git(repo: Path, *words: str, asked: str = "") -> bytes:
    command = ["git", "-C", str(repo), "-c", "core.quotePath=false", *words]
    return subprocess.run(command, input=asked.encode(), capture_output=True, check=True).stdout


def contents_at(repo: Path, revision: str) -> dict[str, bytes]:
    """Every file's bytes, unpacked from an archive of the revision."""
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(git(repo, "archive", "--format=tar", revision))) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                found[member.name] = file.read()
    return found


def blobs_at(repo: Path, revision: str) -> dict[str, str]:
    lines = git(repo, "ls-tree", "-r", revision).decode().splitlines()
    return {path: facts.split()[2] for facts, path in (line.split("\t") for line in lines)}


def landings(repo: Path, revision: str) -> Iterator[Said]:
    """What each commit of the first-parent line, oldest first, brought to which path, against its first parent and no other."""
    listed = git(repo, "rev-list", "--first-parent", "--reverse", "--timestamp", "--parents", revision).decode().splitlines()
    line = [line.split() for line in listed]
    dates = {commit: datetime.fromtimestamp(int(seconds), UTC) for seconds, commit, *_ in line}
    asked = "".join(f"{' '.join(words[1:3])}\n" for words in line)
    told = git(repo, "diff-tree", "--stdin", "--root", "-r", "--no-renames", "--raw", "--no-abbrev", asked=asked).decode()
    commit = ""
    for row in told.splitlines():
        if not row.startswith(":"):
            commit = row
            continue
        facts, path = row.split("\t")
        *_, blob, status = facts.split()
        if status != "D":  # what landed here once landed: a file put back is no new one
            yield Said(path, blob, Evidence(dates[commit], "landing", commit))


# When was it received?


def receipts(repo: Path) -> Iterator[Said]:
    """Every commit of the receipts branch, in the order written; the author's date is when the server took the content."""
    for told in git(repo, "log", "--reverse", "--format=%H%x00%at%x00%B%x01", "receipts").decode().split("\x01\n"):
        if told:
            commit, seconds, message = told.split("\0")
            said = dict(line.split(": ", 1) for line in message.splitlines() if ": " in line)
            at = datetime.fromtimestamp(int(seconds), UTC)
            yield Said(json.loads(said["Path"]), said["Blob"], Evidence(at, "receipt", commit))


def register_lines(contents: Mapping[str, bytes]) -> Iterator[Said]:
    for path, content in sorted(contents.items()):
        if path.startswith(f"program/{EDITION}/register/"):
            line = yaml.safe_load(content)
            *unit, name = path.split("/")[3:]
            at = datetime.fromisoformat(line["received_at"])
            if "struck" not in line:
                number = f"{int(name.partition('-')[0])} ({'/'.join(unit)})"
                yield Said(line["path"], line["blob"], Evidence(at, "register", number))


def by_content(said: Iterable[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for each in said:
        found.setdefault(each.blob, []).append(each)
    return found


def holders(blobs: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path, blob in blobs.items():
        found.setdefault(blob, []).append(path)
    return found


def earliest(path: str, blob: str, past: Past) -> Said:
    """What dates this content of this path: what was said of it under any name in the folder, or, while another file of the folder holds
    it, under this one. Of landings the first on the line counts; of one instant the landing stands first, then the receipts as they were
    written: a paper is worth naming only where it came earlier."""
    others = [other for other in past.holders.get(blob, ()) if other != path and folder(other) == folder(path)]

    def counts(said: Said) -> bool:
        return said.path == path if others else folder(said.path) == folder(path)

    landing = next(said for said in past.landings[blob] if counts(said))
    return min([landing, *filter(counts, past.papers.get(blob, ()))], key=lambda said: said.evidence.at)


def folder(path: str) -> str:
    return path.rpartition("/")[0]


def changed_after(line: Iterable[Said], closing: datetime, past: Past) -> dict[str, frozenset[str]]:
    """By path, the commits that brought it a content received too late."""
    first: dict[tuple[str, str], Said] = {}
    for said in line:
        first.setdefault((said.path, said.blob), said)
    found: dict[str, set[str]] = {}
    for (path, blob), said in first.items():
        if earliest(path, blob, past).evidence.at >= closing:
            found.setdefault(path, set()).add(said.evidence.proof)
    return {path: frozenset(proofs) for path, proofs in found.items()}


def sent_twice(blobs: Mapping[str, str], units: Mapping[str, str], past: Past) -> list[str]:
    """Submissions whose very text another one held before, landed or taken by the server under its name; of one instant, the one whose
    name comes first."""
    came: dict[tuple[str, str], datetime] = {}
    for said in (said for its in past.landings.values() for said in its):
        came.setdefault((said.path, said.blob), said.evidence.at)
    for said in (said for its in past.papers.values() for said in its if said.evidence.kind == "receipt"):
        if (key := (said.path, said.blob)) in came:
            came[key] = min(came[key], said.evidence.at)
    same = ([path for path in its if path in units] for its in holders(blobs).values())
    return [path for its in same for path in sorted(its, key=lambda path: (came[path, blobs[path]], path))[1:]]


# What stands where?


def unit_of(path: str) -> str | None:
    """The unit in whose folder a submission of the edition stands; None for what is no submission."""
    folder, edition, *unit, name = path.split("/") if path.count("/") >= 3 else ("", "", "")
    slugs = [*unit, name.removesuffix(".md")]
    sound = folder == "submissions" and edition == EDITION and name.endswith(".md") and len(path) <= LONGEST_PATH
    return "/".join(unit) if sound and all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs) else None


def is_programme(path: str) -> bool:
    return re.fullmatch(f"program/{EDITION}/(rules|units/[a-z-]+|register/[a-z0-9/-]+)\\.yml", path) is not None


def law_of(contents: Mapping[str, bytes]) -> Law:
    rules = yaml.safe_load(contents[f"program/{EDITION}/rules.yml"])
    units: dict[str, Mapping[str, Any]] = {}
    for path, content in contents.items():
        if path.startswith(f"program/{EDITION}/units/"):
            units |= {unit["id"]: unit for unit in yaml.safe_load(content)["units"]}
    schema = json.loads(contents["schema/submission.schema.json"])
    for name, vocabulary in (("field", "fields"), ("block", "blocks")):
        schema["properties"][name]["enum"] = [term["id"] for term in rules[vocabulary]]
    return Law(rules, units, schema)


def lineage(unit: str) -> list[str]:
    """The unit's id and those above it."""
    steps = unit.split("/")
    return ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]


# What does the file say?


def read(content: bytes, law: Law) -> Reading:
    if len(content) > LARGEST:
        return Reading(("SK111",))
    if content.startswith(b"\xef\xbb\xbf") or b"\0" in content:
        return Reading(("SK103",))
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Reading(("SK103",))
    text = text.replace("\r\n", "\n")
    codes, data = parsed(text, law)
    if not isinstance(data, dict):
        return Reading(tuple(codes), text)
    gaps = broken_schema(data, codes, law)
    return Reading(tuple(codes), text, None if codes else data, data, gaps)


def parsed(text: str, law: Law) -> tuple[list[str], Any]:
    """Codes of the form, and front matter with answers as one mapping; no mapping where it cannot be read."""
    first, *rest = text.split("\n")
    closing = next((number for number, line in enumerate(rest) if line.rstrip(" \t") == "---"), None)
    if first.rstrip() != "---" or closing is None:
        return ["SK105"], None
    front = "\n".join(rest[:closing])
    codes: list[str] = []
    # A colon in a title: it is wrong, and the rest is judged as if it stood in quotation marks.
    quoted = re.sub(r"^title: ([^\"'\n]*: [^\n]*)$", lambda match: f'title: "{match[1]}"', front, flags=re.MULTILINE)
    if quoted != front:
        codes, front = ["SK105"], quoted
    try:
        tokens = list(yaml.scan(front, Loader=yaml.CBaseLoader))
        node = yaml.compose(front, Loader=yaml.CBaseLoader)
    except yaml.YAMLError:
        return ["SK105"], None
    if any(isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken) for token in tokens):
        return ["SK107"], None
    data = plain(node, codes, front.split("\n"))
    if not isinstance(data, dict):
        return ["SK105"], None
    return codes, data | {"answers": answers(rest[closing + 1 :], law, codes)}


def plain(node: Any, codes: list[str], lines: list[str]) -> Any:
    """YAML as JSON would have it: only true, false, null and numbers in digits are no text. Of equal keys the first counts, of a text all
    that stands on its line."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, codes, lines) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        made: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in made:
                codes.append("SK106")
            else:
                made[key.value] = plain(value, codes, lines)
        return made
    if node.style:
        return node.value
    behind = lines[node.end_mark.line][node.end_mark.column :]
    if re.match(r"[ \t]+#", behind) and not re.fullmatch("[0-9T:+Z-]+", node.value):
        codes.append("SK126")
        return node.value + behind
    if node.value in ("true", "false"):
        return node.value == "true"
    if node.value in ("", "~", "null"):
        return None
    if re.fullmatch("-?(0|[1-9][0-9]*)", node.value):
        return int(node.value)
    return float(node.value) if re.fullmatch(r"-?(0|[1-9][0-9]*)\.[0-9]+", node.value) else node.value


def answers(lines: list[str], law: Law, codes: list[str]) -> dict[str, str]:
    """The parts of the body by the field whose heading stands above them."""
    fields = law.schema["properties"]["answers"]["properties"]
    known = {title.casefold(): name for name, spec in fields.items() for title in (spec["title"], spec["x-en"]["title"])}
    found: dict[str, str] = {}
    name = ""
    for line in lines:
        if line.startswith("## "):
            heading = unicodedata.normalize("NFC", line[3:]).strip()
            name = known.get(heading.casefold(), heading)
            if name in found:
                codes.append("SK106")
            found.setdefault(name, "")
        elif name:
            found[name] += line + "\n"
        elif line.strip() and "SK108" not in codes:
            codes.append("SK108")
    return {name: text.strip() for name, text in found.items()}


def broken_schema(data: Mapping[str, Any], codes: list[str], law: Law) -> frozenset[str]:
    """The dotted names of fields that are wrong or missing."""
    gaps = set()
    for error in Draft202012Validator(law.schema, format_checker=FormatChecker(["date"])).iter_errors(data):
        codes.append(CODES[str(error.validator)])
        missing = (
            [name for name in error.validator_value if name not in error.instance] if error.validator == "required" else []
        )
        wrong = [] if error.validator in ("required", "additionalProperties") else [()]
        gaps |= {".".join(map(str, (*error.absolute_path, *names))) for names in [*wrong, *((name,) for name in missing)]}
    return frozenset(gaps)


def seen_from_outside(text: str, unit: str, at: datetime, law: Law) -> list[str]:
    """Codes of a text that may be no submission at all."""
    codes = ["SK109" for line in text.split("\n") if re.search("</?[a-zA-Z]", line)]
    if unicodedata.normalize("NFC", text) != text:
        codes.append("SK104")
    if at >= law.closing:
        codes.append(LATE)
    if unit not in law.units:
        codes.append("SK401")
    return codes


def nonsense(data: Mapping[str, Any], gaps: frozenset[str], unit: str, law: Law) -> list[str]:
    """Codes of a submission that says what cannot be, as far as the fields in question say anything."""
    codes = []
    for name in ("problem", "solution", "effect"):
        text = data["answers"].get(name, "")
        if f"answers.{name}" not in gaps and len(unicodedata.normalize("NFC", text)) > law.rules["answers"]["max_characters"]:
            codes.append("SK110")
    window = law.rules["applied"]
    if "applied_from" not in gaps and not window["first"] <= date.fromisoformat(data["applied_from"]) <= window["last"]:
        codes.append("SK302")
    for earlier, later in (("proposed_on", "applied_from"), ("applied_from", "applied_to")):
        if gaps & {earlier, later}:
            break
        if later in data and date.fromisoformat(data[earlier]) > date.fromisoformat(data[later]):
            codes.append("SK303")
    if "unit" not in gaps and data["unit"] != unit:
        codes.append("SK402")
    block = law.units.get(unit, {}).get("block")
    if "block" not in gaps and block is not None and data["block"] != block:
        codes.append("SK404")
    if not any(
        name == "authors" or (name.startswith("authors.") and not name.endswith((".name", ".position"))) for name in gaps
    ):
        shares = [author.get("share") for author in data["authors"]]
        if any(shares) and (None in shares or sum(shares) != 100):
            codes.append("SK801")
    return codes


def over_allocation(units: Mapping[str, str], evidence: Mapping[str, Evidence], law: Law) -> list[str]:
    """Submissions beyond what their unit, or one above it, may send: first received, first counted; of one instant, by path."""
    found = []
    for id, unit in law.units.items():
        if "allocation" in unit:
            ours = sorted((evidence[path].at, path) for path, its in units.items() if id in lineage(its))
            found += [path for _, path in ours[unit["allocation"] :]]
    return found


# What is counted.


def tables_of(
    units: Mapping[str, str],
    codes: Mapping[str, list[str]],
    readings: Mapping[str, Reading],
    evidence: Mapping[str, Evidence],
    law: Law,
) -> dict[str, dict[str, Counts]]:
    """Counts by report and by the Vietnamese name of its row."""
    rows: dict[str, dict[str, list[tuple[list[str], Reading]]]] = {}
    for path, unit in units.items():
        data = readings[path].data or {}
        if is_confidential(readings[path]):
            continue
        groups = {f"cap-{level}": above(unit, level, law) for level in ("province", "upper", "grassroots")}
        groups["khoi"] = law.name("blocks", data.get("block"))
        groups["linh-vuc"] = law.name("fields", data.get("field"))
        groups["tuan"] = week(evidence[path].at.astimezone(law.zone).date())
        for table, row in groups.items():
            rows.setdefault(table, {}).setdefault(row, []).append((codes[path], readings[path]))
    return {table: {row: counts(its) for row, its in by_row.items()} for table, by_row in rows.items()}


def is_confidential(reading: Reading) -> bool:
    """Whether it must not be counted: one more in a small unit would tell whose it is."""
    return bool((reading.data or {}).get("confidential"))


def above(unit: str, level: str, law: Law) -> str:
    """The name of the unit of this level that the unit is or stands below."""
    known = [law.units[id] for id in lineage(unit) if id in law.units]
    return next((str(each["name"]) for each in known if each["level"] == level), UNKNOWN)


def week(day: date) -> str:
    first = day - timedelta(days=day.weekday())
    last = first + timedelta(days=6)
    return f"{first.day}/{first.month} – {last.day}/{last.month}/{last.year}"


def counts(entries: list[tuple[list[str], Reading]]) -> Counts:
    """In time, late and invalid are apart: with any error but lateness nobody asks whether it was late."""
    standing = Counter("on_time" if not codes else "late" if codes == [LATE] else "invalid" for codes, _ in entries)
    benefit = sum((reading.data or {}).get("benefit_vnd", 0) for codes, reading in entries if not codes)
    return Counts(len(entries), standing["on_time"], standing["late"], standing["invalid"], benefit)

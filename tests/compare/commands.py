"""Makes the repositories that two revisions of the tool are asked about, and lists what is asked; must not know how answers are compared.

Runs in a process of its own, on the tests and the package of the base revision, whose stories it replays.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml

import attacks
import test_edition as editions
from story import AS_OF, HOME, PROJECT, WORLD, Story, read, spelled

FORMS = ("text", "page", "comment", "summary", "github", "json", "sarif")
VERBS = (
    *("", "check", "build", "rules", "status", "quota", "people", "audit", "timeline", "register", "correct", "receive"),
    *("receipts", "receipts verify", "hook", "hook install", "hook uninstall", "hook pre-receive"),
)
MISTAKES = (
    *("nothing", "check --nope", "check --format xml", "check --lang fr", "check --as-of hom-qua", "check --base khong-co"),
    *("check --fix", "check --base main khong-co.md", "check khong-co.md", "status", "status khong-co", "timeline README.md"),
    *("quota khong-co", "people --edition 1999", "people --least 0", "rules SK999", "register", "register --number x"),
    *(
        "correct a a",
        "receive --base main",
        "hook install khong-co",
        "build --out schema",
        "audit --edition 1999",
        "audit --head x",
    ),
)
IN_TIME, LATE, TODAY = "2021-04-15T08:00:00+07:00", "2021-04-25T08:00:00+07:00", "2026-11-22T12:00:00+07:00"
OLD, NEW = f"{HOME}bv-mau/cu.md", f"{HOME}bv-mau/moi.md"
SOUND = (WORLD / "submission.md").read_text(encoding="utf-8")

Command = dict[str, Any]
"""`repo`, the words of one or several `runs`, the environment to `set`, and whether what the runs leave there is `kept` to be compared."""

_count = itertools.count()


def ask(repo: Path, *runs: str | Iterable[str], kept: bool = False, lang: str = "", cache: bool | None = None) -> Command:
    """Commands on one repository, one after the other; language and cache take turns where they are not named."""
    number = next(_count)
    turn = {"SANGKIEN_LANG": lang or ("vi", "en")[number % 2]}
    if not (number // 2 % 2 if cache is None else cache):
        turn["SANGKIEN_CACHE"] = "off"
    return {
        "repo": repo.name,
        "runs": [run.split() if isinstance(run, str) else [*run] for run in runs],
        "set": turn,
        "kept": kept,
    }


def readings(repo: Path, paths: list[str], units: list[str], at: str) -> Iterator[Command]:
    """Every verb that only reads, and the build, on one revision."""
    yield from (ask(repo, f"check --as-of {at} --format {form}", lang="vi") for form in FORMS)
    yield from (ask(repo, f"check --as-of {at}", lang="en", cache=cache) for cache in (False, True))
    for form, lang in itertools.product(("text", "json"), ("vi", "en")):
        for verb in ("audit", "quota", "people --least 1"):
            yield ask(repo, f"{verb} --as-of {at} --format {form}", lang=lang)
    for path, form in itertools.product(paths, ("text", "json")):
        yield from (ask(repo, f"{verb} --as-of {at} --format {form} {path}") for verb in ("status", "timeline"))
    yield from (ask(repo, f"{verb} --as-of {at} {unit}") for verb in ("quota", "people") for unit in units)
    yield ask(repo, "receipts verify")
    yield from (ask(repo, f"build --as-of {at} --out made", kept=True, cache=cache) for cache in (False, True))


def some(repo: Path, many: int) -> list[str]:
    """So many of its submissions, from first to last."""
    found = sorted(file.relative_to(repo).as_posix() for file in repo.glob("submissions/**/*.md"))
    return found[:: max(1, len(found) // many)][:many]


def samples(repo: Path, project: str, commit: str) -> Iterator[Command]:
    """What the project ships, as it stands at that commit; and what needs no repository, or gets no further."""
    repo.mkdir()
    for words in (("init", "-q", "-b", "main"), ("fetch", "-q", project, commit), ("reset", "-q", "--hard", "FETCH_HEAD")):
        subprocess.run(["git", *words], cwd=repo, check=True)
    (repo / "nhap.md").write_text(SOUND, encoding="utf-8")
    yield from readings(repo, some(repo, 4), ["thai-binh", "dong-nai/kcn"], TODAY)
    yield from (ask(repo, f"{verb} --as-of {at}") for verb in ("check", "audit") for at in (IN_TIME, LATE))
    yield ask(repo, f"check --as-of {TODAY} nhap.md {' '.join(some(repo, 9))}")
    yield ask(repo, f"check --as-of {TODAY} --base HEAD~3 --head HEAD")
    yield from (ask(repo, f"{verb} --help", lang=lang) for verb in VERBS for lang in ("vi", "en"))
    yield from (ask(repo, mistake, lang=lang) for mistake in MISTAKES for lang in ("vi", "en"))
    codes = sorted(folder.name[:5] for folder in next(PROJECT.glob("**/rules/cases")).iterdir())
    yield from (ask(repo, f"rules {code}") for code in ["", *codes[::4]])


def told(repo: Path, script: dict[str, Any]) -> Iterator[Command]:
    """A story, judged as its test judges it."""
    made = Story(repo)
    for step in script["steps"]:
        made.step(step)
    judged = {"as_of": AS_OF, **script.get("judge", {"base": "main", "head": "topic"})}
    yield ask(repo, "check " + " ".join(f"--{name.replace('_', '-')} {value}" for name, value in judged.items()))


def faulty(repo: Path) -> Iterator[Command]:
    """A change with much to find, in every form; then the drafts that people break, judged and mended."""
    (_,) = told(repo, read(PROJECT / "tests" / "diagnostics"))
    change = f"check --as-of {AS_OF} --base main --head topic"
    for form, lang in itertools.product(FORMS, ("vi", "en")):
        yield ask(repo, f"{change} --format {form}", lang=lang)
    yield ask(repo, f"{change} --unit thai-binh/nganh-y-te/bv-mau")
    subprocess.run(["git", "checkout", "-q", "main"], cwd=repo, check=True)
    for number, case in enumerate(yaml.safe_load((PROJECT / "tests/repair/broken.yml").read_text(encoding="utf-8"))):
        draft = SOUND
        for old, new in case["breaks"].items():
            draft = draft.replace(spelled(old), spelled(new))
        (repo / HOME / "bv-mau" / f"nhap-{number:02}.md").write_text(draft, encoding="utf-8")
    for words, lang in itertools.product((*(f"--format {form}" for form in FORMS), "--fix --dry-run", "--fix"), ("vi", "en")):
        yield ask(repo, f"check --as-of {AS_OF} {words} {HOME}bv-mau", lang=lang, kept="--fix" in words)


def written(repo: Path) -> Iterator[Command]:
    """Every verb that writes, in a repository where one content came late and one was edited late."""
    made = Story(repo)
    made.commit(LATE, {NEW: SOUND, OLD: (repo / OLD).read_text(encoding="utf-8").replace("share: 100", "share: 90")})
    made.git("branch", "topic")
    made.commit(LATE, {"README.md": "Xin chào.\n"})
    made.step({"on": "topic", "at": LATE, "write": {"bv-mau/ba.md": {}}})
    made.git("checkout", "--quiet", "main")
    by = [*f"--as-of {TODAY} --on 2021-04-12T09:15:00+07:00 --channel paper --office".split(), "Văn thư (mẫu)"]
    why = ("--as-of", TODAY, "--reason", "Ghi nhầm sang bài khác")
    for lang in ("vi", "en"):
        enter, judge = ("register", NEW, *by), f"check --as-of {TODAY}"
        yield ask(repo, enter, judge, ("register", "--strike", "1", *why), judge, enter, kept=True, lang=lang)
        yield ask(repo, ("register", NEW, OLD, *by, "--unit", "thai-binh/nganh-y-te"), kept=True, lang=lang)
        yield ask(repo, ("register", NEW, *by, "--unit", "dong-nai"), kept=True, lang=lang)
        yield ask(repo, ("correct", OLD, OLD, "--signed-on", "22/4/2021", *why), judge, kept=True, lang=lang)
        yield ask(repo, ("correct", OLD, NEW, *why), kept=True, lang=lang)
        receive = [*f"receive --base main --head topic --at {IN_TIME} --source".split(), "github pull 12"]
        yield ask(repo, receive, receive, "receipts verify", f"status --head topic {HOME}bv-mau/ba.md", kept=True, lang=lang)
        pushed = "git push ../hosted topic:refs/heads/moi topic:main"
        yield ask(repo, "git clone -q --bare . ../hosted", "hook install ../hosted", pushed, kept=True, lang=lang)
        yield ask(repo, "hook install .", "hook install .", "hook uninstall .", kept=True, lang=lang)


def edition(repo: Path) -> Iterator[Command]:
    """The edition of three provinces from its first day to its last: every change judged when it came, and all of it in the end."""
    made = editions.Played(repo)
    for event in editions.EVENTS:
        main, branch = made.line[-1][1], f"su-kien-{event.get('xét lại', event['số'])}"
        made.play(event)
        yield ask(repo, f"check --as-of {event['lúc']} --base {main} --head {branch}")
    made.git("checkout", "--quiet", "main")
    yield from readings(repo, some(repo, 6), ["thai-binh", "dong-nai"], editions.INSTANTS[-1])
    yield from (ask(repo, f"{verb} --as-of {at}") for verb in ("quota", "audit") for at in editions.INSTANTS[::3])


def city(repo: Path) -> Iterator[Command]:
    """The edition with other levels, fields and hours."""
    at = editions.City(repo).DAYS[-1][1]
    yield from readings(repo, some(repo, 2), ["quan-tre"], at)


def hostile(repo: Path, every: int) -> Iterator[Command]:
    """Attacks, each as a change, and as drafts all at once."""
    ground = attacks.field_of_attacks(repo)
    for attack in [each for each in attacks.attacks() if not each.heavy][::every]:
        ground.lay(attack)
        yield ask(repo, f"check --as-of {AS_OF} --base main --head {attack.name}")
        for number, (path, content) in enumerate(ground.contents(attack) if not attack.tree else ()):
            draft = (repo / path).with_name(f"{attack.name}-{number}{Path(path).suffix}")
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
    for form in FORMS:
        yield ask(repo, f"check --as-of {AS_OF} --format {form} submissions program")


def main() -> None:
    """Prints the commands, one JSON object a line. Arguments: a new folder for the repositories, the project's repository, the commit
    of it whose samples are judged, and N, of which every Nth story and attack is told."""
    into, project, commit, every = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    stories = sorted([*next(PROJECT.glob("**/rules/cases")).iterdir(), *(PROJECT / "tests" / "stories").iterdir()])
    for command in itertools.chain(
        samples(into / "samples", project, commit),
        faulty(into / "faulty"),
        written(into / "written"),
        edition(into / "edition"),
        city(into / "city"),
        hostile(into / "hostile", every),
        *(told(into / folder.name, read(folder)) for folder in stories[::every]),
    ):
        print(json.dumps(command))


if __name__ == "__main__":
    main()

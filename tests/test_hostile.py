"""Every hostile case on a real repository, as a change and as a draft: refused with the code and the line it names, and nothing else."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys

import pytest

from attacks import HOSTILE, Attack, Field, attacks, field_of_attacks, said
from sangkien.cli import main
from sangkien.model.finding import Finding, Location, Mark, Severity
from sangkien.outputs.gate import github, text
from sangkien.rules import CATALOGUE
from story import AS_OF, PROJECT

ATTACKS = attacks()
MEMORY = 256 * 2**20
LOOKALIKE = re.compile("[\u0370-\u052f]")
PATIENCE = 60  # seconds: a hang is one that a busy machine does not explain

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Field:
    return field_of_attacks(tmp_path_factory.mktemp("thu-dich") / "kho")


def asked(*words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """What `sangkien check` prints when it refuses; it must say nothing else and end as a refusal ends."""
    monkeypatch.setattr(sys, "argv", ["sangkien", "check", "--as-of", AS_OF, "--format", "json", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr()
    assert (ended.value.code, told.err) == (1, "")
    return told.out


def found(report: str) -> list[Finding]:
    """The findings of a report to machines, as far as a case tells them."""
    told = json.loads(report)["findings"]
    return [Finding(each["code"], Severity(each["severity"]), Location(each["path"], Mark(each["line"])), ()) for each in told]


def codes(report: str) -> list[str]:
    """The codes of a report to people."""
    return sorted(line[4:9] for line in report.splitlines() if line.startswith("lỗi["))


def wanted(says: tuple[str, ...]) -> list[str]:
    """The codes of findings as a case writes them down."""
    found = []
    for code, where in (each.split(" ", 1) for each in says):
        first, _, last = where.partition(" ×")[0].partition("-")
        many = int(where.partition(" ×")[2] or int(last or first) - int(first) + 1)
        found += [code] * many
    return sorted(found)


@each_attack
def test_as_a_change_it_is_refused_where_it_stands(attack: Attack, ground: Field) -> None:
    ground.lay(attack)
    judgement = ground.change(attack)
    assert said(judgement.verdict.introduced) == attack.says
    assert judgement.verdict.refused
    report = text.render(judgement, "vi")
    assert codes(report) == wanted(attack.says)
    assert all(sign.isprintable() or sign == "\n" for sign in report), "nothing drives the reader's terminal"
    annotated = github.render(judgement, "en")
    commands = [line for line in annotated.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == len(wanted(attack.says))
    assert all(line.startswith("::error file=") for line in commands)
    assert "##[" not in annotated.removeprefix("".join(f"{line}\n" for line in commands))


@each_attack
def test_the_command_refuses_it_and_says_nothing_else(
    attack: Attack, ground: Field, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As drafts on the disk, where they can be such; as a change otherwise."""
    where = ("--repo", str(ground.story.folder))
    if attack.draft is None:
        ground.lay(attack)
        report = asked(*where, "--base", "main", "--head", attack.name, monkeypatch=monkeypatch, capsys=capsys)
        assert said(found(report)) == attack.says
        return
    with ground.drafts(attack) as files:
        report = asked(*where, "--head", "main", *map(str, files), monkeypatch=monkeypatch, capsys=capsys)
    assert said(found(report)) == attack.draft


@pytest.mark.parametrize("attack", [each for each in ATTACKS if each.heavy], ids=lambda attack: attack.name)
def test_what_is_made_to_be_heavy_is_refused_in_little_memory(attack: Attack, ground: Field) -> None:
    ground.lay(attack)
    command = [sys.executable, "-m", "sangkien", "check", "--as-of", AS_OF, "--repo", str(ground.story.folder)]
    done = subprocess.run(
        [*command, "--base", "main", "--head", attack.name],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert codes(done.stdout) == wanted(attack.says)


def test_every_rule_that_a_file_alone_may_break_by_form_has_a_hostile_case() -> None:
    tried = {each.partition(" ")[0] for attack in ATTACKS for each in attack.says}
    of_law = {"SK112"}  # a broken schema is a maintainer's slip
    honest = {"SK108"}  # words before the first heading harm nobody
    of_two = {"SK120"}  # no file alone conflicts with anything
    assert {code for code in CATALOGUE if code.startswith(("SK1", "SK9"))} - tried == of_law | honest | of_two


def test_a_case_shows_what_it_hides() -> None:
    """Whoever reviews a case sees every character of it."""
    for file in HOSTILE.glob("*.yml"):
        shown = file.read_bytes().decode("utf-8")
        assert all(sign.isprintable() or sign == "\n" for sign in shown), file.name
        assert not LOOKALIKE.search(shown), file.name
    assert PROJECT in HOSTILE.parents

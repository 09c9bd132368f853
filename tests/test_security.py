"""SECURITY.md promises nothing that no test shows; what it says of pins is so."""

from __future__ import annotations

import re

import pytest

from sangkien.publish import harmless
from story import PROJECT

TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [re.split(r" \| ", line.strip("| ")) for line in TEXT.splitlines() if line.startswith("| ") and "::test_" in line]
NAMED = sorted(set(re.findall(r"`((?:tests|scripts)/[\w./:\-]+)`", "".join(row[-1] for row in ROWS))))


def test_the_threats_of_everybody_are_told() -> None:
    who = [row[0].partition(" · ")[2] for row in ROWS]
    assert len(ROWS) >= 12
    for name in (
        "Contributor",
        "Stranger commenting",
        "Reviewer",
        "Officer",
        "Maintainer",
        "Server, forge",
        "Reader of the site",
    ):
        assert name in who
    assert any("dependency" in each for each in who)
    assert any("judged at home" in each for each in who)
    assert all(len(row) == 5 and all(row) for row in ROWS)


@pytest.mark.parametrize("named", NAMED)
def test_what_is_named_as_a_proof_exists(named: str) -> None:
    path, _, name = named.partition("::")
    assert (PROJECT / path).exists(), path
    if name:
        assert re.search(rf"^def {name}\(", (PROJECT / path).read_text(encoding="utf-8"), re.MULTILINE)
    else:
        assert (PROJECT / path / "story.yml").is_file()


def test_every_row_names_a_proof() -> None:
    assert len(NAMED) >= 25
    assert all("::test_" in row[-1] or "tests/stories/" in row[-1] for row in ROWS)


def test_it_gives_no_address_of_anybody() -> None:
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", TEXT) == []
    assert "Report a vulnerability" in TEXT


def test_the_policy_it_explains_is_the_one_in_the_pages() -> None:
    head = (PROJECT / "site/overrides/main.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', head)
    section = TEXT[TEXT.index("| Điều · Directive") : TEXT.index("Thẻ `<meta>`")]
    told = [
        directive for line in section.splitlines()[2:] for directive in re.findall(r"`([a-z-]+ '[^`]*)`", line.split(" | ")[0])
    ]
    plain = re.sub(r"\{\{.*?\}\}", "", policy)
    assert told == plain.split("; ")
    allowed = {(name, value) for name, values in harmless._ALLOWED.items() for value in values}
    assert allowed == {(name, value) for name, *values in map(str.split, plain.split("; ")) for value in values}


@pytest.mark.parametrize("name", sorted(file.name for file in (PROJECT / "requirements").glob("*.txt")))
def test_every_library_is_pinned_with_its_hash(name: str) -> None:
    text = (PROJECT / "requirements" / name).read_text(encoding="utf-8")
    pins = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).strip())
    assert pins
    assert [pin for pin in pins if not re.match(r"[\w.\-]+(\[[\w,]+\])?==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", pin)] == []
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    installs = re.findall(r"\$\(INSTALL\) .*?(?=&&|$)", makefile, re.MULTILINE)
    assert len(installs) >= 6
    ways = re.findall(r"^.*(?:\bpip\b|\$\(PIP\)).* install\b", makefile, re.MULTILINE)
    assert ways == ["INSTALL := $(PIP) install", "INSTALL = $(PIP) install"]
    assert all("--require-hashes" in line or "--no-deps --no-build-isolation -e ." in line for line in installs)

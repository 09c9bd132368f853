"""The README cannot lie: its commands are run in a fresh clone and must print what it shows; its other promises are looked up."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

import built
from story import PROJECT

README = (PROJECT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def steps() -> list[tuple[str, str]]:
    """Every command of the console blocks with the answer below it."""
    found = []
    for block in BLOCKS:
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, answer = part.partition("\n")
            found.append((command, answer))
    return found


def test_every_command_answers_as_shown(tmp_path: Path) -> None:
    folder = built.clone(tmp_path / "sangkien")
    path = f"{Path(built.SANGKIEN).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "SANGKIEN_LANG": "vi"}
    assert len(steps()) >= 6
    for command, answer in steps():
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        pattern = re.escape(answer).replace(re.escape("..."), ".*")
        assert re.fullmatch(pattern, done.stdout, re.DOTALL), f"$ {command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("target", re.findall(r"^make (\w+)", README, re.MULTILINE))
def test_make_knows_the_targets_of_the_readme(target: str) -> None:
    done = subprocess.run(["make", "--dry-run", target], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_mkdocs_reads_and_writes_below_build_only() -> None:
    config = (PROJECT / "mkdocs.yml").read_text(encoding="utf-8")
    assert re.search(r"^docs_dir: build/made/pages$", config, re.MULTILINE)
    assert re.search(r"^site_dir: build/frame$", config, re.MULTILINE)


def test_no_tracked_file_names_a_package_registry() -> None:
    hosts = "|".join(
        rf"{name}[.]{end}" for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))
    )
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
    named = [file for file in listed.split("\0") if file and (PROJECT / file).is_file()
             and re.search(hosts, (PROJECT / file).read_text(encoding="utf-8", errors="replace"))]  # fmt: skip
    assert named == []

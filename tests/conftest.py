"""Fixtures of every test: a story, the project's own built site, a browser on it; and `--update`, which rewrites expected answers.

`make test` runs as many processes as there are cores: whatever takes long to make and only to be read is made once for all of them.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, configuration, settings
from playwright.sync_api import Browser, Page, sync_playwright

import built
from story import PROJECT, Story

STRICT = shlex.join([sys.executable, "-W", "error", "-bb"])

# Random programmes: the same ones on every run of CI, others on every run at home.
configuration.set_hypothesis_home_dir(PROJECT / "build" / "hypothesis")
settings.register_profile(
    "ours",
    deadline=None,
    database=None,
    max_examples=150,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],  # a busy machine is no failure
)
settings.load_profile("ours")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite expected.txt of every story; read the difference before committing it"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Every process of a run is as strict as the one that `make test` starts."""
    for spec in specs:
        spec.python = STRICT


@pytest.fixture
def story(tmp_path: Path) -> Callable[[], Story]:
    """Makes a fresh repository with the small world in it."""
    return lambda: Story(tmp_path / "kho")


@pytest.fixture(scope="session")
def project_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of the project's last commit, with its site built; all processes of a run share it and none may change it."""
    return built.once(tmp_path_factory, "sangkien", lambda folder: built.build(built.clone(folder)))


@pytest.fixture(scope="session")
def site(project_clone: Path) -> Path:
    """The project's own site, built in that clone."""
    return project_clone / "build" / "site"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real browser; skipped, and said so, where there is none, but never in CI."""
    executable = built.browser()
    if executable is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have chromium: .ci/run installs it")
        pytest.skip("no chromium on this machine: browser tests are left out")
    with sync_playwright() as playwright:
        # As root and without network: no sandbox to set up, nothing to phone home to.
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        chromium = playwright.chromium.launch(executable_path=executable, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def page(site: Path, browser: Browser) -> Iterator[Page]:
    """A page of the browser on the built site."""
    with built.served(site) as address:
        yield browser.new_context(base_url=address).new_page()

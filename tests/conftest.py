"""Fixtures of every test: a story, the project's own built site, a browser on it; and `--update`, which rewrites expected answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, configuration, settings
from playwright.sync_api import Browser, Page, sync_playwright

import built
from story import PROJECT, Story

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


@pytest.fixture
def story(tmp_path: Path) -> Callable[[], Story]:
    """Makes a fresh repository with the small world in it."""
    return lambda: Story(tmp_path / "kho")


@pytest.fixture(scope="session")
def project_clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of the project's last commit."""
    return built.clone(tmp_path_factory.mktemp("ban-sao") / "sangkien")


@pytest.fixture(scope="session")
def site(project_clone: Path) -> Path:
    """The project's own site, built from that clone."""
    return built.build(project_clone)


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

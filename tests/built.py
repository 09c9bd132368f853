"""Builds the project's own site once for a test run, from a clone of its last commit, and opens it in a real browser."""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from command import SANGKIEN
from story import PROJECT

AS_OF = "2026-11-22T12:00:00+07:00"

ADDRESS = "https://sangkien.example/"
"""Where the built site is to stand."""
PASSED_ON = ("https://zalo.me/share?url=http", "https://www.facebook.com/sharer/sharer.php?u=http", "mailto:?body=http")
"""The only ways off the site: where a reader may pass a page on."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""And what everything is licensed under."""
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same browser without a window of its own: it asks a third of the processor."""


def once(places: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that all processes of a run share: the first that asks makes it, the others wait for it."""
    alone = "PYTEST_XDIST_WORKER" not in os.environ
    root = places.getbasetemp() if alone else places.getbasetemp().parent
    folder, made = root / "chung" / name, root / "chung" / f"{name}.xong"
    folder.parent.mkdir(exist_ok=True)
    with (root / "chung" / f"{name}.khoa").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)  # what another process could not finish
            make(folder)
            made.touch()
    return folder


def clone(folder: Path) -> Path:
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(PROJECT), str(folder)], check=True)
    return folder


def build(folder: Path, address: str = ADDRESS) -> Path:
    """The built site's folder, made in a clone by the commands of the Makefile, to stand at `address`; empty: unknown."""
    run([SANGKIEN, "build", "--as-of", AS_OF], folder, address)
    run([sys.executable, "-m", "sangkien.publish.assemble"], folder, address)
    run([sys.executable, "-m", "sangkien.publish.harmless", "build/site"], folder)
    return folder / "build" / "site"


def run(command: list[str], folder: Path, address: str = ADDRESS) -> str:
    quiet = {"DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1", "SANGKIEN_LANG": "vi", "SITE_URL": address}
    done = subprocess.run(command, cwd=folder, env={**os.environ, **quiet}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    assert "WARNING" not in done.stderr, done.stderr
    return done.stdout


def browser() -> str | None:
    """The browser on this machine, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def visit(page: Page, address: str) -> None:
    """Opens a page and waits until its own scripts have said all that they say unasked, and it is drawn."""
    page.goto(address)
    search, tracking = page.locator("#tim"), page.locator("#theo-doi")
    if search.count():
        expect(search.locator("input[type=search]")).to_be_attached()
        if "?" in address:
            expect(search.locator(".sk-told")).not_to_be_empty()
    if tracking.count() and "#" in address:
        expect(tracking.locator(".sk-told")).to_have_text(re.compile("^(?!Đang tìm|Looking).+"))
    page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def laid() -> dict[str, str]:
    """What a repository needs beside its programme for its site to be built: the generator's settings and the hand-written files."""
    files = [PROJECT / "mkdocs.yml", *(file for file in (PROJECT / "site").rglob("*") if file.is_file())]
    return {file.relative_to(PROJECT).as_posix(): file.read_text(encoding="utf-8") for file in files}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

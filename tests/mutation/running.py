"""Plays scenes again with a mutant in the place of its module, each in a process of its own; must not know how either was made."""

from __future__ import annotations

import gc
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from mutation.mutants import Mutant
from mutation.scenes import KEPT, Scene

RULES = Path(__file__).parent.parent.parent / "scripts" / "sangkien" / "rules"
_AGAIN = ("programmes", "test_properties", "test_judge")
_PATIENCE = 10  # times as long as it took before: the process is taken to run for ever
_LEAST = 5  # seconds


@dataclass(frozen=True)
class Played:
    """A scene as it is without any mutant: its answer, its seconds, and the functions and lines of rules that it ran through."""

    scene: Scene
    answer: object
    seconds: float
    functions: frozenset[tuple[str, str]]
    lines: frozenset[tuple[str, int]]


def play(scenes: Iterable[Scene]) -> list[Played]:
    """Every scene once, and once more to be sure that its answer rests on nothing else."""
    _forget()
    played = []
    for scene in scenes:
        stop = _traced()
        answer = scene.answer()
        functions, lines = stop()
        began = time.process_time()
        assert scene.answer() == answer, f"{scene.name}: another answer the second time"
        played.append(Played(scene, answer, time.process_time() - began, functions, lines))
    return played


def _traced() -> Callable[[], tuple[frozenset[tuple[str, str]], frozenset[tuple[str, int]]]]:
    functions: set[tuple[str, str]] = set()
    lines: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        if Path(code.co_filename).parent != RULES:
            return None
        module = Path(code.co_filename).stem
        functions.add((module, code.co_qualname.partition(".<")[0]))
        lines.add((module, frame.f_lineno))
        return trace

    def stop() -> tuple[frozenset[tuple[str, str]], frozenset[tuple[str, int]]]:
        sys.settrace(None)
        return frozenset(functions), frozenset(lines)

    sys.settrace(trace)
    return stop


def survivors(mutants: Sequence[Mutant], played: Sequence[Played], at_once: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with the name of the scene that killed it, or nothing, as they end."""
    gc.collect()
    gc.freeze()
    waiting, running = list(reversed(mutants)), {}
    while waiting or running:
        while waiting and len(running) < at_once:
            mutant = waiting.pop()
            reading, writing = os.pipe()
            if (child := os.fork()) == 0:
                _live(mutant, played, writing)
            os.close(writing)
            running[child] = (mutant, reading)
        child, status = os.wait()
        mutant, reading = running.pop(child)
        with os.fdopen(reading, encoding="utf-8") as told:
            killer = told.read()
        yield mutant, killer or ("it ran for ever" if status else "")


def _live(mutant: Mutant, played: Sequence[Played], writing: int) -> None:
    """Says which scene tells the mutant from its module, if any does, and ends this process."""
    code = 1
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(1, 2)
        scenes = relevant(mutant, played)
        seconds = int(_PATIENCE * sum(each.seconds for each in scenes)) + _LEAST
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.write(writing, killer(mutant, scenes).encode())
        code = 0
    finally:
        os._exit(code)


def relevant(mutant: Mutant, played: Sequence[Played]) -> list[Played]:
    """The scenes that ran through the mutant's function; those that ran through its very lines, and the quick ones, first."""
    function = (mutant.module, mutant.function)
    at_import = not any(function in each.functions for each in played) or mutant.decorates
    touched = {(mutant.module, line) for line in range(mutant.first, mutant.last + 1)}
    scenes = [each for each in played if at_import or function in each.functions]
    return sorted(scenes, key=lambda each: (each.lines.isdisjoint(touched), each.seconds))


def killer(mutant: Mutant, scenes: Iterable[Played]) -> str:
    """The first scene whose answer is another with the mutant in place; this process has no other rules any more."""
    _forget()
    file = RULES / f"{mutant.module}.py"
    name = "sangkien.rules" if mutant.module == "__init__" else f"sangkien.rules.{mutant.module}"
    sys.meta_path.insert(0, _InPlace(name, file, mutant.code(str(file))))
    for each in scenes:
        try:
            if each.scene.answer() != each.answer:
                return each.scene.name
        except BaseException as error:  # noqa: BLE001 whatever it is, a failing test too: the original did not raise it
            return f"{each.scene.name} ({type(error).__name__})"
    return ""


def _forget() -> None:
    """Lets everything be imported anew that knows the rules."""
    for name in [*sys.modules]:
        ours = name.startswith("sangkien.") and not name.startswith(KEPT)
        if ours or name in _AGAIN:
            del sys.modules[name]
    sys.modules.pop("sangkien", None)


class _InPlace(MetaPathFinder):
    """Finds a mutant where its module would be found."""

    def __init__(self, name: str, file: Path, code: CodeType) -> None:
        self._name, self._file, self._code = name, file, code

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._name:
            return None
        inside = [str(RULES)] if self._file.stem == "__init__" else None
        return spec_from_file_location(name, self._file, loader=_Loader(name, self._code), submodule_search_locations=inside)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, code: CodeType) -> None:
        super().__init__(name, str(RULES))
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        return self._code

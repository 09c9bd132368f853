"""Runs `sangkien` in this process as it runs in one of its own, which would take a quarter of a second to start; must not know a verb."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO
from unittest import mock

from sangkien.cli import main, terminal

SANGKIEN = str(Path(sys.executable).with_name("sangkien"))


def sangkien(
    *words: str, folder: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """How it ends and all that it prints, and whatever it starts prints, in this environment and folder. For one thread only."""
    command = [SANGKIEN, *words]
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with (
            mock.patch.dict(os.environ, os.environ if environment is None else environment, clear=True),
            mock.patch.object(sys, "argv", command),
            contextlib.chdir(folder or Path.cwd()),
            _going(1, "stdout", out),
            _going(2, "stderr", err),
        ):
            terminal._chosen.clear()
            try:
                main()
            except SystemExit as ended:
                code = ended.code
        out.seek(0)
        err.seek(0)
        assert isinstance(code, int)
        return subprocess.CompletedProcess(command, code, out.read().decode(), err.read().decode())


@contextlib.contextmanager
def _going(number: int, name: str, file: BinaryIO) -> Iterator[None]:
    """What is written to a stream, by Python or by any other program, goes to the file."""
    getattr(sys, name).flush()
    before = os.dup(number)
    os.dup2(file.fileno(), number)
    try:
        with open(number, "w", encoding="utf-8", closefd=False) as stream, mock.patch.object(sys, name, stream):
            yield
    finally:
        os.dup2(before, number)
        os.close(before)

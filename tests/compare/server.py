"""Runs a revision's command line many times over without the half second that Python takes to load it; must not know what is asked.

Loads the tool as `python -m sangkien` does, by asking for help, and from then on begins every command as a copy of this process. Reads
one JSON object a line: `words`, `folder`, `environment`, and the files for standard `out` and `err`; answers with the exit code.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import signal
import sys

PATIENCE = 300  # seconds for a command


def command(words: list[str]) -> None:
    sys.argv = ["sangkien", *words]
    runpy.run_module("sangkien", run_name="__main__", alter_sys=True)


def begin(words: list[str], folder: str, environment: dict[str, str], out: str, err: str) -> int:
    """Runs a command in a copy of this process; how it ended, as a shell tells it."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    signal.alarm(PATIENCE)
    for number, file in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT), number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    command(words)
    sys.exit()


def main() -> None:
    asked, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDWR), 1)
    for verb in ("check", "build", "rules", "status", "audit", "register", "correct", "receive", "hook"):
        with contextlib.suppress(SystemExit):
            command([verb, "--help"])
    sys.stdout.flush()
    for line in asked:
        print(begin(**json.loads(line)), file=answers, flush=True)


if __name__ == "__main__":
    main()

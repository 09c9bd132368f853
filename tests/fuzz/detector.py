"""Feeds the detector of personal data texts made of its own tables and of chance, until one breaks what must hold; `make fuzz` runs it.

What it finds is written to `build/fuzz/`. A crash becomes a row of `tests/told_table.py`, which the tests read on every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["sangkien.personal", "sangkien.text"]):
    from told import hold
    from told_table import FOUND, LEFT

# A beginning and an end of a row of a table are what most mistakes are about; the bytes choose which, and what stands between.
ROWS = [row.replace("⟦", "").replace("⟧", "") for listed in FOUND.values() for row in listed] + list(LEFT)


def one(content: bytes) -> None:
    data = atheris.FuzzedDataProvider(content)
    text = ""
    while data.remaining_bytes() > 2:
        row = ROWS[data.ConsumeIntInRange(0, len(ROWS) - 1)]
        cut = data.ConsumeIntInRange(0, len(row))
        text += row[cut:] if data.ConsumeBool() else row[:cut]
        text += data.ConsumeUnicodeNoSurrogates(data.ConsumeIntInRange(0, 4))
    hold(text)


def main() -> None:
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

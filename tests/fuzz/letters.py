"""Feeds the recogniser of old encodings texts that reach ever more of its lines; `make fuzz` runs it after the readers."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["sangkien.legacy_encoding"]):
    from sangkien.legacy_encoding import recognised, without_private


def one(content: bytes) -> None:
    for text in (content.decode("latin-1"), content.decode(errors="replace")):
        lines = text.split("\n")
        found = recognised(lines)
        for number, line in found[1].items() if found else ():
            assert line != lines[number - 1]
            assert "\n" not in line
        assert all("\n" not in without_private(line) for line in lines)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

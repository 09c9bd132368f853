"""Feeds the readers contents that reach ever more of their lines, until one breaks what must hold; `make fuzz` runs it.

What it finds is written to `build/fuzz/`. A crash becomes a seed in `tests/fuzz/corpus/`, which the tests read on every run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent))

with atheris.instrument_imports(include=["sangkien.corpus", "sangkien.rules", "sangkien.text", "frontmatter"]):
    from reading import hold
    from sangkien import git
    from sangkien.corpus import load_law
    from story import PROJECT


def main() -> None:
    repository = git.open_repository(PROJECT)
    law = load_law(git.snapshot(repository, "HEAD"), repository.store)

    def one(content: bytes) -> None:
        hold(content, law)
        # Most of what it tries is no text, or has no front matter: so that it gets further, the same is put where it would be read.
        text = content.decode(errors="replace").encode()
        hold(b"---\n" + text + b"\n---\n\n## Effect\n\n" + text, law)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

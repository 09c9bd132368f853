"""Times, in a process of its own, what the benchmark cannot ask a command for: parsing, validating and the history pass by themselves.

Usage: python tests/bench/limits.py parse N | history REPO
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from synthetic import PROJECT, submissions

from sangkien import git
from sangkien.corpus.document import submission_data
from sangkien.corpus.fast_yaml import fast_data
from sangkien.corpus.metaschema import read_schema
from sangkien.corpus.schema import headings, validator
from sangkien.git.history_index import history_of

MOST = 10_000  # documents that are really parsed; more of the same kind take as long each


def parse(size: int) -> tuple[float, float]:
    """Seconds to compose the front matters with libyaml, types aside, and to validate the data with jsonschema-rs."""
    texts = [text for _, text in submissions(min(size, MOST))]
    fronts = [text.split("---\n", 2)[1] for text in texts]
    began = time.perf_counter()
    for front in fronts:
        fast_data(front, lambda text, style: text)
    composed = time.perf_counter() - began
    schema = validator(read_schema((PROJECT / "schema/submission.schema.json").read_bytes()), None)
    data = [submission_data(text, headings(schema.fields)) for text in texts]
    began = time.perf_counter()
    assert all(schema.accepts(each) for each in data)
    validated = time.perf_counter() - began
    return composed * size / len(texts), validated * size / len(texts)


def history(repo: Path) -> tuple[float, float]:
    """Seconds of the whole pass up to the commit before the last of main, and of reading on to the last; nothing is kept before."""
    times = []
    for revision in ("main~1", "main"):
        opened = git.open_repository(repo)
        commit, files = git.resolve(opened, revision), git.snapshot(opened, revision).entries
        began = time.perf_counter()
        assert history_of(opened, commit, files).landings.get("no such path") is None
        times.append(time.perf_counter() - began)
        opened.store.close()
    return times[0], times[1]


if __name__ == "__main__":
    print(*(parse(int(sys.argv[2])) if sys.argv[1] == "parse" else history(Path(sys.argv[2]))))

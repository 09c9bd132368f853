"""Times and judges the search on some thousand texts, in a slowed browser too; must not know how the site is built.

The texts are the samples and recombinations of their sentences; what is right for a question is found by looking into every text.

Usage: python tests/bench/searching.py [TEXTS]   (on build/site, which `make pages` makes)
"""

from __future__ import annotations

import gzip
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

PROJECT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from playwright.sync_api import Response, sync_playwright  # noqa: E402

import built  # noqa: E402
from sangkien import git  # noqa: E402
from sangkien.app.revision import judge_revision  # noqa: E402
from sangkien.figures.honoured import innovations  # noqa: E402
from sangkien.model.corpus import FieldSpec  # noqa: E402
from sangkien.model.history import AsOf  # noqa: E402
from sangkien.model.innovation import PublicInnovation, PublicText  # noqa: E402
from sangkien.outputs.site import gallery, search_index  # noqa: E402
from search_table import TABLE, answers, precision, right, spelled, told, unpacked  # noqa: E402

HERE = PROJECT / "build" / "bench"
SLOWER = 6  # times, the browser's processor
SENTENCES = 8  # of each answer
FIRST = ("hồ sơ", "người bệnh", "nước rửa tay")  # what a reader asks first


def texts(size: int) -> tuple[Sequence[PublicInnovation], dict[str, FieldSpec]]:
    """The samples, and so many more as make up the size."""
    at = AsOf(datetime.fromisoformat(built.AS_OF), replayed=False)
    corpus = judge_revision(git.open_repository(PROJECT), "HEAD", at).corpus
    samples = [*innovations(corpus, corpus.editions["2021"]).values()]
    return [*samples, *_recombined(samples, size - len(samples))], dict(corpus.fields["submission"])


def _recombined(samples: Sequence[PublicInnovation], count: int) -> Iterator[PublicInnovation]:
    chance = random.Random(18)
    whole = "\n".join(
        file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in sorted(PROJECT.glob("submissions/2021/**/*.md"))
    )
    sentences = [line for line in re.split(r"(?<=[.:;])\s+|\n+", whole) if len(line.split()) > 3 and line[0].isalpha()]
    titles = [each.title.split() for each in samples]
    open_ones = [each for each in samples if each.details]
    for number in range(count):
        each = chance.choice(open_ones)
        assert each.details
        problem, solution, effect = (PublicText(" ".join(chance.sample(sentences, SENTENCES))) for _ in range(3))
        title = f"{' '.join(chance.choice(titles)[:5])} {' '.join(chance.choice(titles)[-5:])} · bài {number}"
        at = each.details.received.at + timedelta(minutes=number)
        details = replace(each.details, problem=problem, solution=solution, received=replace(each.details.received, at=at))
        yield replace(each, title=title, address=f"2021/bai-{number}", effect=effect, details=details)


def made(folder: Path, every: Sequence[PublicInnovation], labels: dict[str, FieldSpec]) -> Path:
    """The index in a folder; prints how long its making took."""
    facets, began, busy = gallery.facets(labels), time.monotonic(), time.process_time()
    contents = [gallery.searched(each, facets, labels) for each in every]
    words, taken, before = gallery.words(every, labels).content, time.monotonic(), time.process_time()
    bundle = search_index.read(contents, words)
    done, after = time.monotonic(), time.process_time()
    print(f"  index made in {done - taken:.1f} s, {after - before:.1f} of the processor (goal 8); {len(bundle) / 1e6:.1f} MB")
    print(f"    the words of all pages before that: {taken - began:.1f} s, {before - busy:.1f} of the processor")
    (folder / "chu.json").write_bytes(words)
    return unpacked(folder / "tim", bundle)


def judged(index: Path, every: Sequence[PublicInnovation]) -> None:
    """Prints how good the answers to the table's questions are."""
    known = {each.title: told(each) for each in every}
    absent = [each for each in TABLE if each.means or not any(spelled(each.text) in text for text in known.values())]
    scores: dict[str, list[float]] = {}
    wrong = []
    for question, answer in zip(absent, answers(index, absent), strict=True):
        wanted = right(known, question)
        scores.setdefault(question.kind, []).append(precision(answer["hits"], wanted))
        if question.kind in ("phrase", "absent"):
            wrong.append(not set(answer["hits"][:5]) <= wanted)
    every_score = [score for found in scores.values() for score in found]
    print(f"  precision@5 on {len(every_score)} questions: {sum(every_score) / len(every_score):.3f} (goal 0.9)")
    print("    " + ", ".join(f"{kind} {sum(found) / len(found):.2f} ({len(found)})" for kind, found in scores.items()))
    empty = scores["absent"]
    print(f"  everyday words with a wrong hit: {sum(wrong) / len(wrong):.3f} (goal 0.05)")
    print(f"  absent words that stay empty: {sum(empty) / len(empty):.2f} (goal 0.95)")


def in_a_browser(site: Path) -> None:
    """Prints what a first search asks for and how long it takes a slow processor."""
    with built.served(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=built.browser())
        for words in FIRST:
            page = browser.new_page()
            page.goto(f"{address}sang-kien/")
            page.locator("#tim-chu").wait_for()
            asked: list[str] = []
            page.on("response", lambda response, asked=asked: asked.append(_path(response, address)))
            page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            taken = page.evaluate(
                """words => new Promise(done => {
                  const field = document.getElementById("tim-chu"), told = document.querySelector(".sk-told"), began = performance.now();
                  new MutationObserver(() => { if (told.textContent) requestAnimationFrame(() => done(performance.now() - began)) })
                    .observe(told, { childList: true, characterData: true, subtree: true });
                  field.value = words;
                  field.form.requestSubmit();
                })""",
                words,
            )
            size = sum(_sent(site / path) for path in asked)
            took = f"{size / 1000:.0f} kB (goal 120), {len(asked)} requests, {taken / 1000:.2f} s at {SLOWER}× (goal 2)"
            print(f"  first search, {words!r}: {took}, {page.locator('.sk-told').inner_text()}")
            page.close()
        browser.close()


def _path(response: Response, address: str) -> str:
    return response.url.removeprefix(address).partition("?")[0]


def _sent(file: Path) -> int:
    """Bytes as a host sends them: it packs scripts, the index is packed already."""
    return file.stat().st_size if file.suffix == ".bin" else len(gzip.compress(file.read_bytes()))


def measure(site: Path, size: int) -> None:
    """Prints all of it. The page and its scripts are those of a built site, the index is of so many texts."""
    HERE.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=HERE, prefix="search-"))
    print(f"\nThe search, {size} texts:")
    every, labels = texts(size)
    index = made(folder, every, labels)
    judged(index, every)
    shown = folder / "site"
    shutil.copytree(site / "assets", shown / "assets")
    (shown / "sang-kien").mkdir()
    shutil.copy(site / "sang-kien/index.html", shown / "sang-kien/index.html")
    shutil.copy(folder / "chu.json", shown / "sang-kien/chu.json")
    index.rename(shown / "sang-kien/tim")
    in_a_browser(shown)
    shutil.rmtree(folder)


if __name__ == "__main__":
    measure(PROJECT / "build/site", int(sys.argv[1]) if len(sys.argv) > 1 else 4_000)

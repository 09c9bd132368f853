"""Runs every mutant of the rules against everything the tests ask of them, and says who survives: `make mutants`.

Ends with 1 when a mutant survives that `survivors.yml` does not explain, or when that file explains one that is killed or is not there.
Names of modules, as `quota quota_ledger`, or of single mutants, restrict a run; `--at-once N` uses N processes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import yaml

from mutation import running, scenes
from mutation.mutants import Mutant, mutants

LIST = Path(__file__).parent / "survivors.yml"


def explained() -> dict[str, str]:
    """Every mutant of the list and whether it is the `same` or `accepted`."""
    told = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return {name: kind for kind, groups in told.items() for group in groups for name in group["mutants"]}


def every() -> list[Mutant]:
    """All mutants of all modules of rules there are."""
    files = sorted(running.RULES.glob("*.py"))
    return [mutant for file in files for mutant in mutants(file.stem, file.read_text(encoding="utf-8"))]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("names", nargs="*")
    asked.add_argument("--at-once", type=int, default=1)
    asked.add_argument("--killers", type=Path, help="writes who killed whom to this file")
    asked.add_argument("--stories", nargs="+", help="tells by these stories only")
    options = asked.parse_args()
    began = time.monotonic()
    played = running.play(scenes.stories(options.stories) if options.stories else gathered())
    print(f"{len(played)} scenes in {time.monotonic() - began:.0f} s", flush=True)
    chosen = [each for each in every() if not options.names or each.module in options.names or each.name in options.names]
    known, killers = explained(), {}
    for mutant, killer in running.survivors(chosen, played, options.at_once):
        killers[mutant.name] = killer
        if not killer and mutant.name not in known:
            print(f"{mutant.module}.py:{mutant.first} survives: {mutant.name}", flush=True)
    if options.killers:
        options.killers.write_text(yaml.safe_dump(killers, allow_unicode=True, width=1000, sort_keys=False), encoding="utf-8")
    print(_table(chosen, killers, known))
    wrong = [name for name in known if killers.get(name) or (not options.names and name not in killers)]
    for name in wrong:
        print(f"{LIST.name} explains what is killed or is not there: {name}")
    print(f"{time.monotonic() - began:.0f} s")
    return bool(wrong) or any(not killer and name not in known for name, killer in killers.items())


def gathered() -> list[scenes.Scene]:
    asked = (
        scenes.stories(),
        scenes.editions(),
        scenes.answers(),
        scenes.hostile_and_honest(),
        scenes.promises(12),
        scenes.by_hand(),
    )
    return [*chain.from_iterable(asked), scenes.Pages()]


def _table(chosen: list[Mutant], killers: dict[str, str], known: dict[str, str]) -> str:
    rows, total = [f"{'module':<12} mutants killed same accepted unexplained survive"], Counter[str]()
    for module in [*dict.fromkeys(each.module for each in chosen), "all"]:
        counts = Counter(
            "killed" if killers[each.name] else known.get(each.name, "unexplained") for each in chosen if each.module == module
        )
        total += counts
        counts = total if module == "all" else counts
        number = counts.total()
        rows.append(
            f"{module:<12} {number:>7} {counts['killed']:>6} {counts['same']:>4} {counts['accepted']:>8}"
            f" {counts['unexplained']:>11} {100 * (number - counts['killed']) / number:>6.1f}%"
        )
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main())

"""Times the gate on every hostile case, each in a process of its own, beside the bounds of 1 s and 256 MB; asserts nothing.

Usage: python tests/bench/hostile.py [WORD ...]   (only cases whose names hold one of the words)
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from attacks import attacks, field_of_attacks
from story import AS_OF

SECONDS, MEGABYTES = 1.0, 256
COMMAND = [sys.executable, "-m", "sangkien", "check", "--as-of", AS_OF]


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the clock, seconds of a processor, and its peak in MB."""

    seconds: float
    worked: float
    megabytes: int

    def __str__(self) -> str:
        over = "*" if self.seconds > SECONDS or self.megabytes > MEGABYTES else " "
        return f"{self.seconds:>5.2f} s {self.worked:>5.2f} s {self.megabytes:>3} MB{over}"


def main() -> None:
    words = sys.argv[1:]
    chosen = [attack for attack in attacks() if not words or any(word in attack.name for word in words)]
    all_told: list[Cost] = []
    print(f"{'':<40} {'change: clock, work, peak':<23} {'draft':<23} (* over {SECONDS} s or {MEGABYTES} MB)")
    with tempfile.TemporaryDirectory() as folder:
        ground = field_of_attacks(Path(folder) / "kho")
        where = ["--repo", str(ground.story.folder)]
        for attack in chosen:
            ground.lay(attack)
            told = [measured([*COMMAND, *where, "--base", "main", "--head", attack.name])]
            if attack.draft is not None:
                with ground.drafts(attack) as files:
                    told.append(measured([*COMMAND, *where, "--head", "main", *map(str, files)]))
            all_told += told
            print(f"{attack.name:<40} {' '.join(map(str, told))}", flush=True)
    slowest, hardest = max(cost.seconds for cost in all_told), max(cost.worked for cost in all_told)
    print(
        f"{len(chosen)} cases; at most {slowest:.2f} s, {hardest:.2f} s of work, {max(cost.megabytes for cost in all_told)} MB"
    )


# A process is said to have been as large as the one that began it: a small one begins it, and measures.
_SMALL = """
import resource, subprocess, sys, time
began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, done.returncode, len(done.stderr))
"""


def measured(command: list[str]) -> Cost:
    """The cost of the whole process; it must end as a refusal ends."""
    told = subprocess.run([sys.executable, "-S", "-c", _SMALL, *command], stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds, worked, peak, ended, said = told.split()
    assert (ended, said) == ("1", "0"), command
    return Cost(float(seconds), float(worked), int(peak))


if __name__ == "__main__":
    main()

"""The command `sangkien`: one verb per job; the only room that reads the clock, the terminal and the disk, and writes files."""

import gc

# Most runs live a third of a second and make little that refers to itself; at the usual pace a tenth of that is spent looking for it.
gc.set_threshold(50_000, 20, 50)

from sangkien.cli.main import main  # noqa: E402

__all__ = ["main"]

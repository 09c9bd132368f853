"""The command `sangkien`: one verb a file; the only room with the clock and the terminal; must not know how a verdict is reached."""

import gc

# Most runs live a third of a second and make little that refers to itself; at the usual pace a tenth of that is spent looking for it.
gc.set_threshold(50_000, 20, 50)

from sangkien.cli.main import main  # noqa: E402

__all__ = ["main"]

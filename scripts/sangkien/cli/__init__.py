"""The command `sangkien`: one verb per job; the only room that reads the clock, the terminal and the disk, and writes files."""

from sangkien.cli.main import main

__all__ = ["main"]

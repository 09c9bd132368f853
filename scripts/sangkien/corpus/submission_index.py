"""Finds submissions in a revision's tree, folder by folder; must not read any of them."""

from __future__ import annotations

from collections.abc import Iterator

from sangkien.corpus.layout import address_of
from sangkien.model.corpus import SubmissionIndex
from sangkien.model.filed import Address
from sangkien.model.history import Files


class TreeIndex(SubmissionIndex):
    """The submissions of a tree. One path, or one unit, costs no more than its folders; only iterating lists the whole tree."""

    def __init__(self, files: Files) -> None:
        super().__init__(_submissions(files))
        self._files = files
        self._below: dict[tuple[str, str], tuple[str, ...]] = {}
        self._asked: dict[str, Address | None] = {}  # acts name the same few over and over

    def __getitem__(self, path: str) -> Address:
        if path not in self._asked:
            address = address_of(path)
            self._asked[path] = address if address and address.kind == "submission" and path in self._files else None
        if (found := self._asked[path]) is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and self.get(path) is not None

    def below(self, edition: str, unit: str) -> tuple[str, ...]:
        """Paths of the submissions of a unit and of the units below it, in one edition."""
        if (edition, unit) not in self._below:
            self._below[edition, unit] = tuple(self._under(f"submissions/{edition}/{unit}"))
        return self._below[edition, unit]

    def _under(self, folder: str) -> Iterator[str]:
        for path, _ in self._files.under(folder):
            if (address := address_of(path)) and address.kind == "submission":
                yield path


def _submissions(files: Files) -> Iterator[Address]:
    """The addresses of all submissions, listed when the first is asked for."""
    for path in sorted(files):
        if (address := address_of(path)) and address.kind == "submission":
            yield address

"""The placeholder for a value that is wrong or missing in a record; must not know which value."""

from __future__ import annotations

from typing import NoReturn


class Missing(Exception):
    """A value was asked for that is not there. Whoever asks has nothing to say about the record."""


class _Gap:
    """Any use of it except passing it on raises Missing, so only rules that do not need the value say anything."""

    def _refuse(self, *_: object) -> NoReturn:
        raise Missing

    def __reduce__(self) -> str:
        """Pickles to the one `GAP`, so it stays the same object in another process."""
        return "GAP"

    __getattr__ = __getitem__ = __contains__ = __iter__ = __len__ = __call__ = __bool__ = __str__ = __format__ = __hash__ = (
        _refuse
    )
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __int__ = __index__ = (
        _refuse
    )


GAP = _Gap()

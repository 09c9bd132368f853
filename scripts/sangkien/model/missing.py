"""Stands in a record for a value that is wrong or missing; must not know which."""

from __future__ import annotations

from typing import NoReturn


class Missing(Exception):
    """Somebody asked for a value that is not there to be judged by."""


class _Gap:
    """Whatever is done with it, but handing it on, raises Missing: only a rule that does not need the value has something to say."""

    def _refuse(self, *_: object) -> NoReturn:
        raise Missing

    def __reduce__(self) -> str:
        """Handed to another process, it is the same there."""
        return "GAP"

    __getattr__ = __getitem__ = __contains__ = __iter__ = __len__ = __call__ = __bool__ = __str__ = __format__ = __hash__ = (
        _refuse
    )
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __int__ = __index__ = (
        _refuse
    )


GAP = _Gap()

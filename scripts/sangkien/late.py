"""Puts off a record's methods until the first is made, and a pattern until it is first tried; must not know any record or pattern.

They are most of what starting takes, and a run uses few of them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast


def regex(text: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern `text` is compiled to, when it is first used. Raises re.error then, not here."""
    return cast("re.Pattern[str]", Pattern(text, flags))


class Pattern:
    """Stands for a compiled pattern and becomes it, method by method."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self._asked = text, flags

    @property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself, compiled by `re` or found among those it keeps."""
        return re.compile(*self._asked)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = getattr(self.compiled, name)
        setattr(self, name, found)  # from now on it is looked up like any attribute
        return found


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """`dataclasses.dataclass`, whose frozen records are the same in use and take a tenth of the time to define."""

        def made(cls):
            return _frozen(cls, slots, eq) if frozen else dataclasses.dataclass(cls, slots=slots, eq=eq)

        return made if cls is None else made(cls)


def _frozen(cls: type, slots: bool, eq: bool) -> type:
    if hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__qualname__}: a late record has no __post_init__")
    own = vars(cls).keys() - ({"__hash__"} if vars(cls).get("__hash__") is None else set())
    # Without the methods nothing is compiled: what is left is the list of fields.
    made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=slots)
    listed = dataclasses.fields(made)
    plain = all(each.init and not each.kw_only and each.hash is None for each in listed)
    if not plain or any(str(each.type).rpartition(".")[2].startswith("InitVar") for each in made.__dataclass_fields__.values()):
        raise TypeError(f"{cls.__qualname__}: a late record has plain fields only")

    def first(self: Any, /, *given: Any, **named: Any) -> None:
        made.__init__ = _init(made)
        made.__init__(self, *given, **named)

    methods = {"__init__": first, "__repr__": _repr, "__setattr__": _refuse, "__delattr__": _refuse}
    methods |= {"__eq__": _eq, "__hash__": _hash} if eq else {}
    methods |= {"__getstate__": _values, "__setstate__": _restore} if slots else {}
    for name in methods.keys() - own:
        setattr(made, name, methods[name])
    return cast("type", made)


def _init(cls: Any) -> Callable[..., None]:
    """What sets the fields of a record in their order, from their values, their defaults, or what makes one."""
    names: dict[str, Any] = {"__set": object.__setattr__, "__missing": dataclasses.MISSING}
    listed = dataclasses.fields(cls)
    record = "self" if all(each.name != "self" for each in listed) else "__record"
    words, body = [record], [" pass"]
    for each in listed:
        word = value = each.name
        if each.default_factory is not dataclasses.MISSING:
            names[f"__of_{word}"] = each.default_factory
            value = f"__of_{word}() if {word} is __missing else {word}"
            word = f"{word}=__missing"
        elif each.default is not dataclasses.MISSING:
            names[f"__of_{word}"] = each.default
            word = f"{word}=__of_{word}"
        words.append(word)
        body.append(f" __set({record}, {each.name!r}, {value})")
    exec("\n".join([f"def __init__({', '.join(words)}):", *body]), names)
    return cast("Callable[..., None]", names["__init__"])


class _Keys(dict[type, Callable[[Any], Any]]):
    """What takes from a record of a class that by which it is compared."""

    def __missing__(self, cls: Any) -> Callable[[Any], Any]:
        names = [each.name for each in dataclasses.fields(cls) if each.compare]
        self[cls] = attrgetter(*names) if names else lambda record: ()
        return self[cls]


_KEYS = _Keys()


def _eq(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    key = _KEYS[type(self)]
    return key(self) == key(other)


def _hash(self: Any) -> int:
    return hash(_KEYS[type(self)](self))


def _repr(self: Any) -> str:
    told = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({told})"


def _refuse(self: Any, name: str, value: object = None) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot change field {name!r}")


def _values(self: Any) -> list[Any]:
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, values: list[Any]) -> None:
    for each, value in zip(dataclasses.fields(self), values, strict=True):
        object.__setattr__(self, each.name, value)

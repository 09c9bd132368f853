"""What a start puts off is, in use, what the standard library makes at once: records and patterns."""

from __future__ import annotations

import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import re
from functools import cached_property
from typing import Any

import pytest

import sangkien
from sangkien import late

MODULES = [
    importlib.import_module(each.name)
    for each in pkgutil.walk_packages(sangkien.__path__, "sangkien.")
    if not each.name.endswith("__main__")
]
RECORDS = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, type) and dataclasses.is_dataclass(value) and value.__module__.startswith("sangkien")
    },
    key=lambda cls: f"{cls.__module__}.{cls.__qualname__}",
)


def both(**how: Any) -> list[Any]:
    """The same record, made late and at once."""

    def of(dataclass: Any) -> Any:
        @dataclass(frozen=True, **how)
        class Record:
            """One."""

            name: str
            count: int = 3
            kept: dict[str, int] = dataclasses.field(default_factory=dict, compare=False, repr=False)

        return Record

    return [of(late.dataclass), of(dataclasses.dataclass)]


@pytest.mark.parametrize("slots", [False, True])
def test_a_record_is_made_compared_shown_and_changed_as_the_standard_one(slots: bool) -> None:
    ours, standard = both(slots=slots)
    for given, named in ((("a",), {}), (("a", 4), {}), ((), {"name": "a", "kept": {"x": 1}}), (("a", 3, {}), {})):
        mine, other = ours(*given, **named), standard(*given, **named)
        assert dataclasses.astuple(mine) == dataclasses.astuple(other)
        assert repr(mine).rpartition("Record")[2] == repr(other).rpartition("Record")[2]
        assert dataclasses.replace(mine, count=9) == ours("a", 9)
        assert copy.copy(mine) == mine
    assert ours("a", kept={"x": 1}) == ours("a"), "what is not compared makes no difference"
    assert hash(ours("a", kept={"x": 1})) == hash(ours("a"))
    assert ours("a").kept is not ours("a").kept
    assert ours("a") != ours("b")
    assert ours("a") != standard("a")
    assert ours.__match_args__ == standard.__match_args__
    assert hasattr(ours("a"), "__dict__") is not slots


@pytest.mark.parametrize("slots", [False, True])
def test_a_record_refuses_what_the_standard_one_refuses(slots: bool) -> None:
    for cls in both(slots=slots):
        record = cls("a")
        with pytest.raises(dataclasses.FrozenInstanceError):
            record.count = 1
        with pytest.raises(dataclasses.FrozenInstanceError):
            del record.name
        for given, named in (((), {}), (("a", 1, {}, 2), {}), (("a",), {"nam": 1}), (("a",), {"name": "b"})):
            with pytest.raises(TypeError):
                cls(*given, **named)


def test_a_record_that_is_equal_only_to_itself_stays_so() -> None:
    ours, _ = both(eq=False)
    assert ours("a") != ours("a")
    assert len({ours("a"), ours("a")}) == 2


@late.dataclass(frozen=True, slots=True)
class Sent:
    name: str
    count: int = 3


@late.dataclass(frozen=True)
class Named:
    name: str

    @cached_property
    def shout(self) -> str:
        return self.name.upper()

    def __repr__(self) -> str:
        return self.name


@late.dataclass(frozen=True)
class Counted(Named):
    count: int = 0


def test_a_record_goes_to_another_process_and_comes_back() -> None:
    for record in (Sent("a", 4), Counted("a", 2)):
        assert pickle.loads(pickle.dumps(record)) == record


def test_a_record_keeps_its_own_methods_and_those_of_what_it_extends() -> None:
    assert repr(Named("a")) == "a"
    assert Named("a").shout == "A"
    assert dataclasses.astuple(Counted("a", 2)) == ("a", 2)
    assert Counted("a") != Named("a")
    assert {Counted("a"), Counted("a", 0)} == {Counted("a")}


def test_what_is_done_after_a_record_is_made_is_not_forgotten_in_silence() -> None:
    with pytest.raises(TypeError, match="__post_init__"):

        @late.dataclass(frozen=True)
        class Record:
            name: str

            def __post_init__(self) -> None: ...


@pytest.mark.parametrize("cls", [cls for cls in RECORDS if cls.__init__.__qualname__.startswith("_frozen")],
                         ids=lambda cls: cls.__qualname__)  # fmt: skip
def test_every_record_of_the_package_takes_what_the_standard_one_would(cls: Any) -> None:
    fields = []
    for each in dataclasses.fields(cls):
        default: Any = {"default": each.default} if each.default is not dataclasses.MISSING else {}
        if each.default_factory is not dataclasses.MISSING:
            default = {"default_factory": each.default_factory}
        fields.append((each.name, Any, dataclasses.field(**default)))
    standard = inspect.signature(dataclasses.make_dataclass("Standard", fields, frozen=True).__init__)
    ours = inspect.signature(late._init(cls))
    assert [*ours.parameters] == [*standard.parameters]
    for name, parameter in standard.parameters.items():
        assert (ours.parameters[name].default is parameter.empty) == (parameter.default is parameter.empty)


def test_a_pattern_is_compiled_when_it_is_first_tried_and_then_is_one() -> None:
    broken = late.regex("(")
    with pytest.raises(re.error):
        broken.search("x")
    found = late.regex(r"(\d+)-(?P<b>x)", re.IGNORECASE)
    assert "search" not in vars(found)
    whole = re.compile(r"(\d+)-(?P<b>x)", re.IGNORECASE)
    for text in ("12-x 3-X", "", "a"):
        assert found.findall(text) == whole.findall(text)
        assert found.sub("y", text) == whole.sub("y", text)
        assert bool(found.search(text)) == bool(whole.search(text))
    assert (found.pattern, found.flags, found.groupindex) == (whole.pattern, whole.flags, whole.groupindex)
    assert "search" in vars(found), "it is looked up once"


def test_every_pattern_of_the_package_can_be_compiled() -> None:
    made = [value for module in MODULES for value in vars(module).values() if isinstance(value, late.Pattern)]
    assert len(made) > 100
    assert all(each.compiled.pattern for each in made)


@pytest.mark.parametrize(
    "odd",
    [
        {"x": (int, dataclasses.field(init=False, default=1))},
        {"x": (int, dataclasses.field(kw_only=True))},
        {"x": (int, dataclasses.field(hash=False))},
        {"x": (dataclasses.InitVar[int], 1)},
    ],
    ids=["init", "keyword", "hash", "init-only"],
)
def test_what_a_late_record_cannot_do_is_refused_where_it_is_defined(odd: dict[str, tuple[Any, Any]]) -> None:
    body = {"__annotations__": {name: kind for name, (kind, _) in odd.items()}} | {
        name: each for name, (_, each) in odd.items()
    }
    with pytest.raises(TypeError, match="plain fields"):
        late.dataclass(frozen=True)(type("Odd", (), body))


def test_any_name_may_be_a_fields() -> None:
    @late.dataclass(frozen=True)
    class Named:
        self: int
        _x: int
        _set: int = 3
        x: list[int] = dataclasses.field(default_factory=list)

    assert dataclasses.astuple(Named(self=1, _x=2)) == (1, 2, 3, [])

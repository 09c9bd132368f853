"""Makes the mutants of a module: its source with one small thing changed; must not know what the module is for or who tests it.

Changed are comparisons and their boundaries, `and`, `or` and `not`, arithmetic, numbers, truths and strings, conditions (forced either
way), statements (taken out), loops (one round only), the order of arguments, named arguments, `sorted`, `min`, `max`, `any`, `all`. Left
alone are prose (docstrings and `Words`, which golden answers hold word by word), annotations, and assertions.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from itertools import pairwise
from types import CodeType
from typing import Any

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CALLED = {
    "min": "max", "max": "min", "any": "all", "all": "any", "partition": "rpartition", "rpartition": "partition",
    "union": "intersection", "intersection": "union",
}  # fmt: skip
_WORDS = "Words"
_LONGEST = 80


@dataclass(frozen=True)
class Mutant:
    """One change of one module. `name` tells it from all others, and stays the same when lines move."""

    module: str
    function: str
    name: str
    first: int
    last: int
    decorates: bool
    """Whether it is told when the module is imported, and not when the function runs."""
    _tree: ast.Module = field(repr=False)
    _slot: _Slot = field(repr=False)
    _new: Any = field(repr=False)

    def code(self, file: str) -> CodeType:
        old = self._slot.value
        self._slot.put(self._new)
        try:
            return compile(self._tree, file, "exec")
        finally:
            self._slot.put(old)


@dataclass(frozen=True)
class _Slot:
    """Where a node hangs in its tree."""

    parent: ast.AST
    field: str
    index: int | None = None

    @property
    def value(self) -> Any:
        held = getattr(self.parent, self.field)
        return held if self.index is None else held[self.index]

    def put(self, new: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.field, new)
        else:
            getattr(self.parent, self.field)[self.index] = new


@dataclass(frozen=True)
class _Site:
    """A node, the function it stands in, the nodes around it from the inside out, and whether its strings are prose."""

    slot: _Slot
    function: str
    around: tuple[ast.AST, ...] = ()
    prose: bool = False

    @property
    def node(self) -> Any:
        return self.slot.value

    @property
    def at_import(self) -> bool:
        """Whether it is part of a decorator, a default value or the body of the module or a class."""
        inner = (self.node, *self.around)
        for node, above in pairwise(inner):
            if isinstance(above, ast.FunctionDef):
                return node in above.decorator_list or isinstance(node, ast.arguments)
        return True


def mutants(module: str, source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree, known, made = ast.parse(source), Counter[str](), []
    for site in _below(tree, "", (), False):
        for slot, new in _changes(site):
            name = f"{module}.{site.function or '-'}: {_told(site, slot, new)}"
            known[name] += 1
            name += f" ({known[name]})" if known[name] > 1 else ""
            line = next(each for each in (site.node, *site.around) if hasattr(each, "lineno"))
            made.append(Mutant(module, site.function, name, line.lineno, line.end_lineno, site.at_import, tree, slot, new))
    return made


def _below(node: ast.AST, function: str, around: tuple[ast.AST, ...], prose: bool) -> Iterator[_Site]:
    around = (node, *around)
    prose = prose or _is_prose(node)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    for name, held in ast.iter_fields(node):
        if name in ("annotation", "returns") or (isinstance(node, ast.Subscript) and _is_type(node, around)):
            continue
        for index, each in enumerate(held) if isinstance(held, list) else [(None, held)]:
            if isinstance(each, ast.AST) and not _left_alone(each):
                yield _Site(_Slot(node, name, index), function, around, prose)
                yield from _below(each, function, around, prose)


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    named = isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] == ["__all__"]
    return named or isinstance(node, ast.Assert | ast.Import | ast.ImportFrom)


def _is_type(node: ast.Subscript, around: tuple[ast.AST, ...]) -> bool:
    """Whether this is a type that is given a name, like `Hit = tuple[Place, int]`."""
    return len(around) == 3 and isinstance(around[1], ast.Assign) and isinstance(node.value, ast.Name)


def _is_prose(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and _called(node) == _WORDS


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _changes(site: _Site) -> Iterator[tuple[_Slot, Any]]:
    node, slot = site.node, site.slot
    match node:
        case ast.Constant():
            yield from ((slot, _like(ast.Constant(new), node)) for new in _other_values(node.value, site.prose))
        case ast.Compare():
            for index, op in enumerate(node.ops):
                yield from ((_Slot(node, "ops", index), new()) for new in _COMPARED[type(op)])
        case ast.BoolOp():
            yield _Slot(node, "op"), ast.Or() if isinstance(node.op, ast.And) else ast.And()
            for index in range(len(node.values)):
                rest = node.values[:index] + node.values[index + 1 :]
                yield slot, rest[0] if len(rest) == 1 else _like(ast.BoolOp(node.op, rest), node)
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield slot, node.operand
        case ast.BinOp() if type(node.op) in _COUNTED:
            yield _Slot(node, "op"), _COUNTED[type(node.op)]()
        case ast.If() | ast.IfExp() | ast.While():
            yield from ((_Slot(node, "test"), _like(ast.Constant(forced), node.test)) for forced in (True, False))
        case ast.comprehension():
            for index, test in enumerate(node.ifs):
                yield from ((_Slot(node, "ifs", index), _like(ast.Constant(forced), test)) for forced in (True, False))
        case ast.For():
            yield _Slot(node, "body"), [*node.body, _like(ast.Break(), node.body[-1])]
        case ast.Call():
            yield from _other_calls(site)
        case ast.Expr(value=ast.Yield() | ast.YieldFrom()):  # what yields nothing must still be a generator
            yield slot, _like(ast.Expr(_like(ast.YieldFrom(_like(ast.Tuple([], ast.Load()), node)), node)), node)
        case ast.Expr() | ast.AugAssign() | ast.Break() | ast.Raise():
            yield slot, _like(ast.Pass(), node)
        case ast.Continue():
            yield slot, _like(ast.Pass(), node)
            yield slot, _like(ast.Break(), node)
        case ast.Return():
            yield slot, _like(ast.Pass() if node.value is None else ast.Return(None), node)


def _other_values(value: object, prose: bool) -> Iterator[object]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case float():
            yield from (value * 1.2, value / 1.2)
        case str() if not prose:
            yield f"{value}·"


def _other_calls(site: _Site) -> Iterator[tuple[_Slot, Any]]:
    node, name = site.node, _called(site.node)
    if _is_prose(node):
        return
    if name in _CALLED:
        func = copy(node.func)
        setattr(func, "attr" if isinstance(func, ast.Attribute) else "id", _CALLED[name])
        yield _Slot(node, "func"), func
    if name == "sorted":
        yield site.slot, _like(ast.Call(_like(ast.Name("list", ast.Load()), node), node.args[:1], []), node)
        if all(each.arg != "reverse" for each in node.keywords):
            reverse = _like(ast.keyword("reverse", _like(ast.Constant(True), node)), node)
            yield _Slot(node, "keywords"), [*node.keywords, reverse]
    if name not in ("isinstance", "getattr", "min", "max"):
        for index, pair in enumerate(zip(node.args, node.args[1:], strict=False)):
            alike = ast.dump(pair[0]) == ast.dump(pair[1])
            if not alike and not any(isinstance(each, ast.Starred) or _is_prose(each) for each in pair):
                yield _Slot(node, "args"), [*node.args[:index], pair[1], pair[0], *node.args[index + 2 :]]
    for index, each in enumerate(node.keywords):
        flag = isinstance(each.value, ast.Constant) and isinstance(each.value.value, bool)
        if each.arg and not flag and not _is_prose(each.value):
            yield _Slot(node, "keywords"), node.keywords[:index] + node.keywords[index + 1 :]


def _like(new: Any, old: ast.AST) -> Any:
    return ast.copy_location(new, old)


def _told(site: _Site, slot: _Slot, new: Any) -> str:
    """The change as a reader sees it: the widest expression around it that is short enough, before and after."""
    node = site.node
    if slot.field == "keywords" and isinstance(new, list) and len(new) < len(node.keywords):
        return f"{_called(node)}(…) without {_short(next(each for each in node.keywords if each not in new))}"
    if isinstance(node, ast.For):
        return f"for {_short(node.target)} in {_short(node.iter)}: only once"
    if isinstance(node, ast.stmt) and slot == site.slot:
        replaced = isinstance(new, ast.Break) or (isinstance(new, ast.Return) and node.value is not None)
        return f"{_short(node)} → {_short(new) if replaced else 'nothing'}"
    shown: ast.AST = slot.value if slot.field in ("test", "ifs") else node
    for each in () if shown is not node else site.around:
        if not isinstance(each, ast.expr | ast.keyword | ast.comprehension | ast.arg) or len(_whole(each)) > _LONGEST:
            break
        shown = each
    before = _short(shown)
    if (shown is node and slot == site.slot) or shown is slot.value:
        return f"{before} → {_short(new)}"
    old = slot.value
    slot.put(new)
    after = _short(shown)
    slot.put(old)
    return f"{before} → {after}"


def _whole(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _short(node: ast.AST) -> str:
    text = _whole(node)
    return text if len(text) <= 2 * _LONGEST else f"{text[: 2 * _LONGEST]}…"

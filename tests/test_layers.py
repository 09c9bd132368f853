"""Who may know whom: the layers, the rooms, and what only one room may touch, read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from story import PROJECT

PACKAGE = PROJECT / "scripts" / "sangkien"
LONGEST = 400
FILES = {
    ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): file
    for file in sorted(PACKAGE.rglob("*.py"))
}
TREES = {name: ast.parse(file.read_text(encoding="utf-8")) for name, file in FILES.items()}

LAYERS = (
    {
        "",
        "model",
        "language",
        "text",
        "legacy",
        "commonmark",
        "prose",
        "personal",
        "progress",
        "store",
        "cores",
        "late",
        "receipt_code",
    },
    {"git", "corpus", "rules"},
    set(),
    {"outputs", "inputs"},
    {"cli"},
    {"__main__"},
)
DERIVED = 2
"""The layer of any other room: it draws on the corpus and the rules, and outputs draw on it."""

# What a library or a call is for is one room's own business.
LIBRARIES = {
    "subprocess": {"git"},
    "pty": set(),
    "sqlite3": {"store"},
    "yaml": {"corpus"},
    "ruamel": set(),
    "jsonschema": {"corpus"},
    "frontmatter": {"corpus"},
    "markdown_it": {"commonmark", "prose"},
    "nh3": {"prose"},
    "mkdocs": set(),
    "markdown": set(),
    "material": set(),
    "click": {"cli"},
    "rich": {"cli"},
}
CALLS = {
    "datetime.now": {"cli"},
    "datetime.utcnow": set(),
    "datetime.today": set(),
    "date.today": set(),
    "time.time": {"cli"},
    "time.time_ns": {"cli"},
    "time.localtime": set(),
    "time.gmtime": set(),
    "os.environ": {"cli", "git"},
    "os.getenv": {"cli", "git"},
    "os.system": set(),
    "os.popen": set(),
    "os.execvp": set(),
    "os.posix_spawn": set(),
    "importlib.import_module": set(),
    "__import__": set(),
}


def room(module: str) -> str:
    """The first folder or module below the package; below outputs and inputs, each folder or module is a room of its own."""
    parts = module.split(".")[1:]
    return ".".join(parts[: 2 if parts and parts[0] in LAYERS[3] else 1])


def layer(room: str) -> int:
    first = room.partition(".")[0]
    return next((height for height, rooms in enumerate(LAYERS) if first in rooms), DERIVED)


def imports(module: str) -> Iterator[str]:
    """Full names of everything a module imports, wherever in it; what is a name inside a module is named as that module."""
    package = module if FILES[module].name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                yield f"{origin}.{alias.name}" if f"{origin}.{alias.name}" in FILES else origin


def may_know(asking: str, asked: str) -> bool:
    """Downwards only, and within the lowest layer. The revision is read before anything is made of it: only `cli` knows `git`."""
    if asking == asked:
        return True
    if asked == "git":
        return asking == "cli"
    return layer(asked) < layer(asking) or layer(asking) == layer(asked) == 0


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(
    ("asking", "asked", "allowed"),
    [
        ("model", "language", True),
        ("language", "model", True),
        ("text", "git", False),
        ("model", "rules", False),
        ("git", "model", True),
        ("git", "corpus", False),
        ("rules", "corpus", False),
        ("rules", "text", True),
        ("corpus", "cli", False),
        ("outputs.gate", "rules", True),
        ("outputs.gate", "git", False),
        ("outputs.gate", "cli", False),
        ("outputs.gate", "outputs.catalogue", False),
        ("outputs.gate", "inputs.register", False),
        ("inputs.register", "corpus", True),
        ("cli", "outputs.gate", True),
        ("figures", "rules", True),
        ("figures", "git", False),
        ("figures", "outputs.gate", False),
        ("figures", "another", False),
        ("outputs.gate", "figures", True),
        ("rules", "figures", False),
        ("cli", "git", True),
        ("cli", "__main__", False),
        ("__main__", "cli", True),
    ],
)
def test_the_layers_are_those_of_the_design(asking: str, asked: str, allowed: bool) -> None:
    assert may_know(asking, asked) is allowed


def test_a_module_knows_only_its_own_room_and_the_layers_below() -> None:
    ours = {module: {room(name) for name in imports(module) if name.partition(".")[0] == "sangkien"} for module in FILES}
    assert {(module, asked) for module in FILES for asked in ours[module] if not may_know(room(module), asked)} == set()


def test_the_imports_are_really_found() -> None:
    found = {module: set(imports(module)) for module in FILES}
    assert {"sangkien.language", "sangkien.model.finding", "subprocess"} <= (
        found["sangkien.git.run"] | found["sangkien.git.read"]
    )
    assert "sangkien.git" in found["sangkien.cli.terminal"]  # `from sangkien import git`
    assert {room(module) for module in FILES} >= {
        "",
        "model",
        "git",
        "corpus",
        "rules",
        "outputs.gate",
        "inputs.register",
        "cli",
    }


def test_a_library_is_imported_only_by_the_room_it_belongs_to() -> None:
    used = {(module, name.partition(".")[0]) for module in FILES for name in imports(module)}
    assert {(module, name) for module, name in used if room(module) not in LIBRARIES.get(name, {room(module)})} == set()
    assert {name for _, name in used} >= {"subprocess", "yaml", "jsonschema", "frontmatter", "click", "rich"}


def calls(module: str) -> set[str]:
    """Which of the calls above a module makes, under whatever name of their module."""
    used = {dotted(node) for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute | ast.Name)}
    used |= {
        f"{node.module}.{alias.name}"
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return {call for call in CALLS for name in used if f".{name}".endswith(f".{call}")}


def test_only_the_command_line_reads_the_clock_and_only_it_and_git_the_environment() -> None:
    assert {(module, call) for module in FILES for call in calls(module) if room(module) not in CALLS[call]} == set()
    assert "os.environ" in calls("sangkien.git.run")
    assert {"datetime.now", "os.environ"} <= calls("sangkien.cli.terminal")


def test_whether_a_submission_is_confidential_is_asked_in_one_place() -> None:
    """Whoever shows something gets it without what may not be told."""
    asked = {
        module: {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} for module, tree in TREES.items()
    }
    ours = {"sangkien.model.public", "sangkien.model.submission"}
    assert {module for module, names in asked.items() if "confidential" in names} == ours


def test_a_module_says_in_its_first_line_what_it_is_for() -> None:
    said = {module: (ast.get_docstring(tree) or "").partition("\n")[0] for module, tree in TREES.items()}
    assert {module for module, line in said.items() if not line.endswith((".", "?", "!"))} == set()


def test_a_module_is_short_enough_to_be_read_and_named_for_what_it_does() -> None:
    assert {module for module, file in FILES.items() if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST} == set()
    vague = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc", "base", "core", "shared"}
    assert {module for module in FILES if vague & set(module.split("."))} == set()


def test_the_package_imports_no_test() -> None:
    tests = {file.stem for file in Path(__file__).parent.glob("*.py")}
    assert {(module, name) for module in FILES for name in imports(module) if name.partition(".")[0] in tests} == set()

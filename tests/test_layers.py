"""Who may know whom: the layers, the rooms, and what only one room may touch, read from the source itself."""

from __future__ import annotations

import ast
import re
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
        "legacy_encoding",
        "commonmark",
        "prose",
        "markup",
        "personal",
        "progress",
        "parallel",
        "disk",
        "late",
        "cache",
        "receipt_code",
    },
    {"git", "corpus", "rules"},
    {"figures"},
    {"app"},
    {"outputs", "inputs"},
    {"publish"},
    {"cli"},
    {"__main__"},
)
SPLIT = {"outputs", "inputs"}
"""Below these each folder or module is a room of its own."""

GATHER = {"git", "corpus", "rules"}
"""What only `app` brings together: the floors above it call `app`, and of these know at most the rules' words."""

# What a library or a call is for is one room's own business.
LIBRARIES = {
    "subprocess": {"git", "publish"},
    "pty": set(),
    "sqlite3": {"cache"},
    "yaml": {"corpus"},
    "ruamel": set(),
    "jsonschema": {"corpus"},
    "frontmatter": {"corpus"},
    "markdown_it": {"commonmark", "prose"},
    "nh3": {"prose", "publish"},
    "markupsafe": {"markup"},
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
    "os.environ": {"cli", "git", "publish"},
    "os.getenv": {"cli", "git", "publish"},
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
    return ".".join(parts[: 2 if parts and parts[0] in SPLIT else 1])


def layer(room: str) -> int:
    first = room.partition(".")[0]
    return next(height for height, rooms in enumerate(LAYERS) if first in rooms)


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
    """Downwards only, and within the lowest layer. Git is known to `app` alone, the corpus also to what counts; callers know neither the
    rules."""
    if asking == asked:
        return True
    if asked == "git":
        return asking == "app"
    if asked in GATHER and layer(asking) >= layer("publish"):
        return False
    if asked == "corpus" and layer(asking) > layer("app"):
        return False
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
        ("outputs.gate", "inputs.moment", False),
        ("inputs.moment", "corpus", False),
        ("app", "git", True),
        ("app", "corpus", True),
        ("app", "rules", True),
        ("app", "outputs.gate", False),
        ("app", "inputs.moment", False),
        ("outputs.gate", "app", True),
        ("inputs.moment", "app", True),
        ("publish", "app", True),
        ("publish", "outputs.gate", True),
        ("publish", "cli", False),
        ("publish", "rules", False),
        ("cli", "app", True),
        ("cli", "publish", True),
        ("cli", "rules", False),
        ("cli", "corpus", False),
        ("cli", "outputs.gate", True),
        ("figures", "rules", True),
        ("figures", "git", False),
        ("figures", "outputs.gate", False),
        ("outputs.gate", "figures", True),
        ("rules", "figures", False),
        ("cli", "git", False),
        ("cli", "__main__", False),
        ("__main__", "cli", True),
    ],
)
def test_the_layers_are_those_of_the_design(asking: str, asked: str, allowed: bool) -> None:
    assert may_know(asking, asked) is allowed


def test_a_module_knows_only_its_own_room_and_the_layers_below() -> None:
    ours = {module: {room(name) for name in imports(module) if name.partition(".")[0] == "sangkien"} for module in FILES}
    assert {(module, asked) for module in FILES for asked in ours[module] if not may_know(room(module), asked)} == set()


def test_no_module_knows_itself_by_way_of_others() -> None:
    """Not by a late import either: whoever is asked later is asked all the same."""
    asks = {module: {name for name in imports(module) if name in FILES and name != module} for module in FILES}
    while free := {module for module in asks if not asks[module] & asks.keys()}:
        asks = {module: asked for module, asked in asks.items() if module not in free}
    assert asks == {}


def test_the_imports_are_really_found() -> None:
    found = {module: set(imports(module)) for module in FILES}
    assert {"sangkien.language", "sangkien.model.finding", "subprocess"} <= (
        found["sangkien.git.run"] | found["sangkien.git.read"]
    )
    assert "sangkien.git" in found["sangkien.app.judge"]  # `from sangkien import git`
    assert {room(module) for module in FILES} >= {
        "",
        "model",
        "git",
        "corpus",
        "rules",
        "outputs.gate",
        "inputs.moment",
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


def test_only_the_command_line_reads_the_clock_and_only_the_edges_the_environment() -> None:
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


def test_the_public_site_and_data_are_made_of_records_without_what_is_private() -> None:
    """`model.innovation` holds what may be told; of a file and a record as they were sent these outputs know nothing."""
    ours = {module for module in FILES if room(module) in ("outputs.site", "outputs.opendata")}
    closed = {f"sangkien.{name}" for name in ("model.submission", "model.filed", "model.public", "figures.honoured", "corpus")}
    assert {(module, name) for module in ours for name in imports(module) if name in closed} == set()
    private = {"consent", "confidential", "named", "submissions", "_written", "_withheld"}
    read = {(module, node.attr) for module in ours for node in ast.walk(TREES[module]) if isinstance(node, ast.Attribute)}
    assert {(module, name) for module, name in read if name in private} == set()
    assert ("sangkien.outputs.site.innovation", "details") in read


DOOR = {"html": 1, "literal": 1, "HtmlWords": 2}
"""What makes HTML of a template in `markup`, and how many of its first arguments are templates."""
WRITING_HTML = ("outputs.site", "outputs.opendata", "outputs.gate")
MARKDOWN = {"sangkien.outputs.gate.comment"}
"""What is written for a forge, which takes some tags in Markdown."""


def templates(module: str) -> Iterator[ast.expr]:
    """What a module hands to the door as a template."""
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Call) and (name := dotted(node.func).rpartition(".")[2]) in DOOR:
            yield from node.args[: DOOR[name]]


def test_text_becomes_html_in_one_place_and_templates_are_literals() -> None:
    """Whatever else stands in a page came in as a value and was escaped."""
    ours = set(FILES) - {"sangkien.markup"}
    assert {
        (module, node.lineno) for module in ours for node in templates(module) if not isinstance(node, ast.Constant)
    } == set()
    renamed = {
        (module, alias.name)
        for module in ours
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.ImportFrom) and node.module == "sangkien.markup"
        for alias in node.names
        if alias.asname
    }
    assert renamed == set()
    escaping = {"html.escape", "saxutils.escape", "Markup", "Html"}
    made = {(module, dotted(node.func)) for module in ours for node in ast.walk(TREES[module]) if isinstance(node, ast.Call)}
    assert {module for module, name in made if name in escaping} == {"sangkien.prose", "sangkien.commonmark"}
    origins = {
        (module, alias.name)
        for module in ours
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.ImportFrom) and node.module in ("html", "xml.sax.saxutils", "markupsafe")
        for alias in node.names
    }
    assert origins == set()


def test_no_tag_stands_in_a_text_that_does_not_go_through_the_door() -> None:
    tag = re.compile(r"</?[A-Za-z][\w:-]*[\s/>]|</?[A-Za-z]+$|<[!?]")
    written = set()
    for module in (module for module in FILES if room(module) in WRITING_HTML and module not in MARKDOWN):
        kept = {id(node) for node in templates(module)}
        kept |= {id(node.value) for node in ast.walk(TREES[module]) if isinstance(node, ast.Expr)}  # docstrings
        for node in ast.walk(TREES[module]):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in kept else ""
            if isinstance(text, str) and tag.search(text):
                written.add((module, text))
    # An answer's own table, in its HTML, is looked for.
    assert written == {("sangkien.outputs.site.elements", "<table>"), ("sangkien.outputs.site.elements", "</table>")}


def test_a_module_says_in_its_first_line_what_it_is_for() -> None:
    said = {module: (ast.get_docstring(tree) or "").partition("\n")[0] for module, tree in TREES.items()}
    assert {module for module, line in said.items() if not line.endswith((".", "?", "!"))} == set()


WIDE = 7
"""A record with so many fields says of each what it is, on the field's own line or above it."""


def public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    """Classes and functions that others may use, and the methods of such classes; names with an underscore are nobody else's."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def raised(node: ast.ClassDef | ast.FunctionDef) -> set[str]:
    """Names of the exceptions that the code of a function raises itself."""
    what = (each.exc for each in ast.walk(node) if isinstance(each, ast.Raise) and isinstance(node, ast.FunctionDef))
    return {dotted(each.func) if isinstance(each, ast.Call) else dotted(each) for each in what if each is not None}


def test_every_public_class_and_function_has_a_docstring() -> None:
    assert {(module, node.name) for module in FILES for node in public(TREES[module]) if not ast.get_docstring(node)} == set()


def test_a_docstring_names_the_failure_that_its_function_raises() -> None:
    failures = {"CannotJudge", "Unreadable", "Declined", "BadSchema"}
    assert {
        (module, node.name, name)
        for module in FILES
        for node in public(TREES[module])
        for name in raised(node) & failures
        if name not in (ast.get_docstring(node) or "")
    } == set()


def fields_without_a_word(module: str) -> Iterator[tuple[str, str]]:
    lines = FILES[module].read_text(encoding="utf-8").splitlines()
    for node in public(TREES[module]):
        fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
        if isinstance(node, ast.ClassDef) and len(fields) >= WIDE:
            for each in fields:
                beside, above = lines[(each.end_lineno or 0) - 1], lines[each.lineno - 2].strip()
                if "  # " not in beside and not above.startswith("# "):
                    yield node.name, dotted(each.target)


def test_a_wide_record_says_what_each_of_its_fields_is() -> None:
    assert {(module, *found) for module in FILES for found in fields_without_a_word(module)} == set()
    assert any(node.name == "Corpus" for node in public(TREES["sangkien.model.corpus"]))


def test_a_module_says_what_it_must_not_know() -> None:
    said = {name: (ast.get_docstring(TREES[name]) or "").partition("\n")[0] for name in FILES if "." in name}
    assert {module for module, line in said.items() if "ust not " not in line} == {"sangkien.__main__"}


def test_a_module_is_short_enough_to_be_read_and_named_for_what_it_does() -> None:
    assert {module for module, file in FILES.items() if len(file.read_text(encoding="utf-8").splitlines()) > LONGEST} == set()
    vague = {"utils", "util", "common", "helpers", "helper", "manager", "managers", "misc", "base", "core", "shared"}
    assert {module for module in FILES if vague & set(module.split("."))} == set()


def test_the_package_imports_no_test() -> None:
    tests = {file.stem for file in Path(__file__).parent.glob("*.py")}
    assert {(module, name) for module in FILES for name in imports(module) if name.partition(".")[0] in tests} == set()

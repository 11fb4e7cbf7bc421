"""Only queries, actions, adapters and services touch a model's manager: everybody else asks named, scoped queries.

Read from the syntax tree, because a text search misses `get_object_or_404(Pupil, ...)` and an alias.
"""

import ast
from pathlib import Path

from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
LAYERS_THAT_ASK = {"queries", "actions", "adapters", "services"}
MACHINERY = {
    "recording",
    "engine",
    "story",
}  # they write for actions, whatever the model, and no page reads through them
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}


def unscoped(tree: ast.AST) -> list[tuple[int, str]]:
    """Each unscoped query: line and what it asks. Shortcuts are fine on a query, not on a model class."""
    models = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1].startswith("model")
        for alias in node.names
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            found.append((node.lineno, ast.unparse(node)))
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called in SHORTCUTS and isinstance(first, ast.Name) and first.id in models:
                found.append((node.lineno, ast.unparse(node)))
    return found


def layer_of(path: Path) -> str:
    """The layer of a module of an app, "" for the app's own __init__."""
    parts = path.relative_to(APPS).parts
    return Path(parts[1]).stem if len(parts) > 1 else ""


def rooms():
    return sorted(
        path
        for path in APPS.rglob("*.py")
        if "migrations" not in path.parts and layer_of(path) not in {*LAYERS_THAT_ASK, *MACHINERY}
    )


def test_only_the_layers_that_ask_touch_managers():
    found = {}
    for path in rooms():
        faults = unscoped(ast.parse(path.read_text(encoding="utf-8")))
        if faults:
            found[str(path.relative_to(APPS))] = faults
    assert found == {}, (
        "Ask a named, scoped query instead: write it in queries/, by actor and permission, and call it here."
    )


def test_an_unscoped_query_would_be_found():
    text = (
        "from inreach.apps.schools.models import Pupil as P\n"
        "def a(request): return P.objects.all()\n"
        "def b(request, pk): return get_object_or_404(P, pk=pk)\n"
        "def c(request, pk): return get_object_or_404(pupils_with(request.actor), pk=pk)\n"
    )
    assert sorted(line for line, _ in unscoped(ast.parse(text))) == [2, 3]

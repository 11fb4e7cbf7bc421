"""Views, forms and presenters ask named, scoped queries: none of them touches a model's manager.

Read from the syntax tree, because a text search misses `get_object_or_404(Pupil, ...)` and an alias.
"""

import ast

from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
ROOMS = ("view", "form", "presenter", "context")
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


def rooms():
    return sorted(
        path
        for path in APPS.rglob("*.py")
        if ("migrations" not in path.parts and path.stem.startswith(ROOMS)) or "views" in path.parts
    )


def test_views_forms_and_presenters_ask_scoped_queries_only():
    found = {}
    for path in rooms():
        faults = unscoped(ast.parse(path.read_text(encoding="utf-8")))
        if faults:
            found[str(path.relative_to(APPS))] = faults
    assert found == {}


def test_an_unscoped_query_would_be_found():
    text = (
        "from inreach.apps.schools.models import Pupil as P\n"
        "def a(request): return P.objects.all()\n"
        "def b(request, pk): return get_object_or_404(P, pk=pk)\n"
        "def c(request, pk): return get_object_or_404(pupils_with(request.actor), pk=pk)\n"
    )
    assert sorted(line for line, _ in unscoped(ast.parse(text))) == [2, 3]

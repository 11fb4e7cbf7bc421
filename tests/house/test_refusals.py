"""Views catch nothing: an action refuses with a Refusal, and one helper turns it into form errors or a page.

Read from the syntax trees, so that a comment or a text never counts.
"""

import ast

from tests.paths import ROOT

APPS = ROOT / "src" / "inreach" / "apps"
WHAT_TO_DO = (
    "A view catches nothing. Let the action raise `Refusal` (inreach/core/refusal.py) and call it through `submit` or "
    "`attempt` (inreach/apps/ui/forms/submit.py); move the reading of a text into the app's forms."
)
REFUSE = "An action refuses with `Refusal` (inreach/core/refusal.py), by field with `field_errors`."
FOREIGN = {"ValidationError", "ValueError", "PermissionDenied"}


def catches(text: str) -> list[int]:
    """The lines on which a module catches, or silently drops, an exception."""
    return sorted(
        node.lineno
        for node in ast.walk(ast.parse(text))
        if (isinstance(node, ast.Try) and node.handlers)
        or isinstance(node, ast.TryStar)
        or (isinstance(node, ast.Call) and ast.unparse(node.func) in {"suppress", "contextlib.suppress"})
    )


def raises_of_others(text: str) -> list[tuple[int, str]]:
    """The lines on which a module raises an exception that no page can show as a refusal, and which."""
    raised = (
        (node.lineno, ast.unparse(node.exc.func if isinstance(node.exc, ast.Call) else node.exc))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Raise) and node.exc is not None
    )
    return sorted((line, name) for line, name in raised if name.split(".")[-1] in FOREIGN)


def modules(room: str):
    return sorted([*APPS.glob(f"*/{room}.py"), *APPS.glob(f"*/{room}/**/*.py")])


def test_no_view_catches_an_exception():
    found = {
        str(path.relative_to(ROOT)): lines
        for path in modules("views")
        if (lines := catches(path.read_text(encoding="utf-8")))
    }
    assert found == {}, WHAT_TO_DO


def test_actions_refuse_with_a_refusal():
    found = {
        str(path.relative_to(ROOT)): faults
        for path in modules("actions")
        if (faults := raises_of_others(path.read_text(encoding="utf-8")))
    }
    assert found == {}, REFUSE


def test_views_and_actions_are_read_at_all():
    assert len(modules("views")) > 20
    assert len(modules("actions")) > 10


def test_a_catching_view_would_be_found():
    text = (
        "def a(request):\n"
        "    try:\n"
        "        act()\n"
        "    except ValueError:\n"
        "        pass\n"
        "def b(request):\n"
        "    with suppress(ValueError):\n"
        "        act()\n"
        "def c(request):\n"
        "    'try: except:'\n"
    )
    assert catches(text) == [2, 7]


def test_an_action_that_raises_something_else_would_be_found():
    text = (
        "def a():\n    raise forms.ValidationError({'name': 'x'})\n"
        "def b():\n    raise ValueError\n"
        "def c():\n    raise Refusal('x')\n"
    )
    assert raises_of_others(text) == [(2, "forms.ValidationError"), (4, "ValueError")]

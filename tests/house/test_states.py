"""States have names: what compares, filters or sets one uses its enum, so that a slip of the pen is an error at once.

Read from the syntax trees, so that a comment or a sentence never counts.
"""

import ast
import re
from collections.abc import Iterator

from tests.paths import ROOT

SOURCE = ROOT / "src" / "inreach"
HOLD_STATES = {"state", "status", "to"}
WHAT_TO_DO = (
    "Use the member of the enum (inreach/core/transitions.py, or `State` of the model), or a property such as "
    "`target.is_draft`; in a template always the property."
)
COMPARED = re.compile(r"{%[^%]*?\b(?:state|status)\s*(?:==|!=|in)\s*[\"'](\w[\w ]*)[\"']")


def states() -> frozenset[str]:
    """Every value of an enum of states."""
    return frozenset(
        text
        for path in SOURCE.rglob("*.py")
        for enum in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(enum, ast.ClassDef) and enum.name.endswith("State") and enum.bases
        for member in enum.body
        if isinstance(member, ast.Assign)
        for text in texts(member.value)
        if text.islower()
    )


def texts(*nodes: ast.AST | None) -> Iterator[str]:
    """The texts that stand in an expression, but not in what it calls."""
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif node is not None and not isinstance(node, (ast.Call, ast.Subscript)):
            yield from texts(*ast.iter_child_nodes(node))


def holds_a_state(name: str) -> bool:
    """Whether something of this name (`target.state`, `case__state__in`) holds a state."""
    return not HOLD_STATES.isdisjoint({*name.split("."), *name.split("__")})


def literals(text: str, known: frozenset[str]) -> list[tuple[int, str]]:
    """The lines on which a module writes a state as text where it compares, filters, sets or moves to one."""
    faults = set()
    for node in ast.walk(ast.parse(text)):
        values: list[ast.AST | None] = []
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(s, (ast.Name, ast.Attribute)) and holds_a_state(last(s)) for s in sides):
                values = [*sides]
        elif isinstance(node, ast.keyword) and node.arg and holds_a_state(node.arg):
            values = [node.value]
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                values += [v for t, v in pairs(target, node.value) if holds_a_state(last(t))]
            values += [default for value in values for default in defaults(value)]
        elif isinstance(node, ast.Call) and last(node.func) in {"move", "move_case", "move_target"}:
            values = [*node.args]
        faults |= {(node_line(node), state) for state in texts(*values) if state in known}
    return sorted(faults)


def last(node: ast.AST) -> str:
    """The last part of a dotted name."""
    return ast.unparse(node).rsplit(".", 1)[-1]


def pairs(target: ast.AST, value: ast.AST | None) -> list[tuple[ast.AST, ast.AST | None]]:
    """What is set to what, where several are set at once too."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return list(zip(target.elts, value.elts, strict=True))
    return [(target, value)]


def defaults(node: ast.AST | None) -> list[ast.AST]:
    """What a field's declaration gives as its default."""
    return [k.value for k in node.keywords if k.arg == "default"] if isinstance(node, ast.Call) else []


def node_line(node: ast.AST) -> int:
    """The line on which a node stands."""
    return node.value.lineno if isinstance(node, ast.keyword) else node.lineno


def test_no_module_writes_a_state_as_text():
    known = states()
    faults = {
        str(path.relative_to(ROOT)): lines
        for path in sorted(SOURCE.rglob("*.py"))
        if "migrations" not in path.parts and (lines := literals(path.read_text(encoding="utf-8"), known))
    }
    assert faults == {}, WHAT_TO_DO


def test_no_template_compares_a_state_with_text():
    faults = {
        str(path.relative_to(ROOT)): compared
        for path in sorted(SOURCE.rglob("*.html"))
        if (compared := COMPARED.findall(path.read_text(encoding="utf-8")))
    }
    assert faults == {}, WHAT_TO_DO


def test_every_enum_of_states_is_known():
    assert {"draft", "meeting_arranged", "withdrawn", "applied", "refused", "over", "ended"} <= states()


def test_a_state_as_text_would_be_found():
    text = (
        "if target.state == 'draft': pass\n"
        "rows.filter(case__state__in=['closed', Case.OPEN])\n"
        "state = 'draft' if new else 'closed'\n"
        "run.file, run.state = 'draft', 'closed'\n"
        "move(target, 'closed', by=actor)\n"
        "state = CharField(help_text='closed', default='draft')\n"
        "if fate == 'draft' or request.status == 200: pass\n"
        "# state == 'draft'\n"
    )
    assert literals(text, frozenset({"draft", "closed"})) == [
        (1, "draft"),
        (2, "closed"),
        (3, "closed"),
        (3, "draft"),
        (4, "closed"),
        (5, "closed"),
        (6, "draft"),
    ]


def test_a_state_as_text_in_a_template_would_be_found():
    assert COMPARED.findall("{% if a %}{% elif view.target.state != 'draft' and b %}") == ["draft"]
    assert COMPARED.findall('{% if target.is_draft %} state == "draft"') == []

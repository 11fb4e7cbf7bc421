"""Write the parts of the documentation that the code itself knows: states, and what each role may do."""

import sys
from pathlib import Path

from inreach.core.cycle import TABLES, diagram
from inreach.core.policy import GRANTS, PHRASES, Permission, Role, Scope

ROOT = Path(__file__).resolve().parents[1]
REACH = {
    Scope.ORGANISATION: "all",
    Scope.PUPILS: "their pupils",
    Scope.SHARED: "shared pupils",
    Scope.OWN: "own",
    Scope.FIGURES: "figures",
}


def states() -> str:
    """The states of cases and targets: a table and a diagram each, from the transition tables."""
    parts = ["# States\n\nWritten from the tables in `core/cycle.py` by `scripts/generate_docs.py`.\n"]
    for name, steps in TABLES.items():
        parts.append(f"## {name.capitalize()}\n\n```mermaid\n{diagram(name).strip()}\n```\n")
        rows = [
            f"| {step.source.replace('_', ' ')} | {step.to.replace('_', ' ')} | {step.sentence} |"
            for step in steps
        ]
        parts.append("| from | to | what it means |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def roles() -> str:
    """What each role may do, and how far it reaches."""
    head = " | ".join(role.label for role in Role)
    lines = [
        "# Roles and permissions",
        "",
        "Written from `core/policy.py` by `scripts/generate_docs.py`. An empty cell is a no. *All* means everything of",
        "the person's own school or service; *shared pupils* are those whose school shares them with the service now;",
        "*figures* are numbers in which small ones are hidden.",
        "",
        f"| what | {head} |",
        "|---|" + "---|" * len(Role),
    ]
    for permission in Permission:
        if permission not in GRANTS or not GRANTS[permission]:
            continue
        cells = [REACH[GRANTS[permission][role]] if role in GRANTS[permission] else "" for role in Role]
        lines.append(f"| {PHRASES[permission]} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


PAGES = {"docs/reference/states.md": states, "docs/reference/roles.md": roles}


def main() -> None:
    """Write every page, or with --check say which are out of date and end with status 1."""
    stale = [
        name
        for name, write in PAGES.items()
        if not (ROOT / name).exists() or (ROOT / name).read_text("utf-8") != write()
    ]
    if "--check" in sys.argv:
        sys.exit(f"Out of date: {', '.join(stale)}. Run python scripts/generate_docs.py" if stale else 0)
    for name, write in PAGES.items():
        (ROOT / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()

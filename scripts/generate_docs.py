"""Write the parts of the documentation that the code itself knows: states, roles, the guard, the planner, the cast."""

import sys
from pathlib import Path

from inreach.apps.demo.story.cast import CAST
from inreach.core.access.permissions import GRANTS, PHRASES, Permission, Scope
from inreach.core.access.roles import Role
from inreach.core.guard.engine import NOT_A_LEGAL_LIMIT
from inreach.core.guard.rules import RULES
from inreach.core.guard.types import Rule
from inreach.core.transitions import TABLES, diagram
from inreach.planner import rules as planner_rules
from inreach.planner.objective.preferences import weights_in_words
from inreach.planner.objective.weights import PRESETS
from inreach.planner.rules import Severity

ROOT = Path(__file__).resolve().parents[1]
REACH = {
    Scope.ORGANISATION: "all",
    Scope.PUPILS: "their pupils",
    Scope.GROUPS: "their groups",
    Scope.SHARED: "shared pupils",
    Scope.OWN: "own",
    Scope.FIGURES: "figures",
}


def states() -> str:
    """The states of cases and targets: a table and a diagram each, from the transition tables."""
    parts = ["# States\n\nWritten from the tables in `core/transitions.py` by `scripts/generate_docs.py`.\n"]
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
        "Written from `core/access/permissions.py` by `scripts/generate_docs.py`. An empty cell is a no. *All* means",
        "everything of the person's own school or service; *their pupils* are those whom they teach or support;",
        "*their groups* are those that they run; *shared pupils* are those whose school shares them with the",
        "service now; *figures* are numbers in which small ones are hidden.",
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


GUARD = """# The guard

The rules and lines below are written from `core/guard/rules` by `scripts/generate_docs.py`.

Support can turn into exclusion without anybody deciding it: a programme is added, then another, and a pupil
spends more of the week out of class than anyone has counted. The guard counts, and says so in one sentence
with its numbers, where the line is from, and what could happen in class instead. {not_a_legal_limit}

**It judges only what is known.** A rule whose facts nobody has recorded stays silent, and the pupil's page
lists it under *Not known yet*. So does a rule that finds nothing in what is known and could find something in
minutes that are not. Silence is no praise.

**It speaks of planned support.** A session counts as planned. Whether it took place will count when
sessions are recorded.

**How grave.** A *note* is something to put in order, a *notice* something to look at, a *concern* something
to change, and an *outvention* something that needs a conscious decision. A higher line takes the place of a
lower one: a pupil at 30 % has one flag for the share, the concern.

**Lines can be moved.** The SENCO or the head moves a school's line, a service manager a service's, on the
page *Where the guard draws its lines*, and gives a reason. The reason stands beside the line, and every
flag from a moved line says that it was moved. A pupil's page and the school's ledger use the school's
lines. A service's lines are used in the service's own figures.

**Every rule is reviewed.** Each carries the day on which somebody looked at it last, and when somebody
looks again.

## Rules

"""


def line_words(rule: Rule) -> str:
    """The line of a rule with its unit: a share in per cent."""
    if rule.unit.startswith("share"):
        return f"{rule.threshold * 100:.0f} % of {rule.unit.removeprefix('share of ')}"
    return f"{rule.threshold:g} {rule.unit}"


def guard() -> str:
    """What the guard is, with every rule: its sentence, line, source, and what could happen in class instead."""
    parts = [GUARD.format(not_a_legal_limit=NOT_A_LEGAL_LIMIT)]
    for rule in RULES:
        movable = "can be moved" if rule.setting else "cannot be moved"
        parts.append(
            f"### {rule.title}\n\n{rule.sentence}\n\n"
            f"- **How grave:** {rule.severity.value}\n"
            f"- **Line:** {line_words(rule)}; it {movable}\n"
            f"- **Source:** {rule.source}\n"
            f"- **In class instead:** {rule.in_class_alternative}\n"
            f"- **Needs to know:** {', '.join(need.name.replace('_', ' ') for need in rule.needs)}\n"
            f"- **Looked at:** {rule.reviewed_on:%-d %B %Y}; again by {rule.next_review:%-d %B %Y}\n\n"
        )
    return "".join(parts).rstrip() + "\n"


PLANNER = """# The planner's rules and weights

Written from `planner/rules`, `planner/objective/weights.py` and `planner/objective/preferences.py` by
`scripts/generate_docs.py`. How they are used is told in [the planner](../explanation/planner.md).

"""
SEVERITIES = {
    Severity.MUST: "Rules that are always kept",
    Severity.SHOULD: "Rules that should be kept",
    Severity.NOTE: "What is only told",
}
LEADS = {
    Severity.MUST: "A session that cannot keep them is not placed, and the answer says why.",
    Severity.SHOULD: "Each has a weight; the answer says where one is not kept.",
    Severity.NOTE: "The timetable changes these only in part: they follow from how much support is asked for.",
}


def planner() -> str:
    """Every rule of the planner by severity, and what each kind of loss weighs in each preset."""
    parts = [PLANNER]
    for severity, title in SEVERITIES.items():
        parts.append(f"## {title}\n\n{LEADS[severity]}\n\n| rule | what it says |\n|---|---|\n")
        parts += [
            f"| {rule.id} | {rule.sentence} |\n" for rule in planner_rules.RULES if rule.severity is severity
        ]
        parts.append("\n")
    usual = weights_in_words(PRESETS["standard"])
    for name, weights in PRESETS.items():
        told = weights_in_words(weights)
        other = tuple(sentence for sentence in told if sentence not in usual)
        parts.append(f"## Weights: {name}\n\n" + ("As the standard weights, but:\n\n" if other else ""))
        parts += [f"- {sentence}\n" for sentence in other or told]
        parts.append("\n")
    return "".join(parts).rstrip() + "\n"


FIRST_LOOK = "docs/tutorial/first-look.md"
PEOPLE = "| person | who | what to look at |\n|---|---|---|\n"


def first_look() -> str:
    """The tutorial as it stands, with everybody of the cast in its table of people."""
    before, after = (ROOT / FIRST_LOOK).read_text("utf-8").split(PEOPLE)
    rows = [f"| {person.name} | {person.introduced} | {person.sees} |\n" for person in CAST]
    return before + PEOPLE + "".join(rows) + after[after.index("\n\n") + 1 :]


PAGES = {
    "docs/reference/planner-rules.md": planner,
    "docs/explanation/guard.md": guard,
    "docs/reference/states.md": states,
    "docs/reference/roles.md": roles,
    FIRST_LOOK: first_look,
}


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

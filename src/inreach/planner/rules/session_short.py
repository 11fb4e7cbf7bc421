"""Every planned session has a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each group and week with fewer sessions than planned."""
    for group in problem.groups:
        placed = Counter(item.week for item in timetable.of(group.id).sessions)
        for week in range(problem.weeks):
            if placed[week] < group.sessions:
                yield f"Group {group.id} has {placed[week]} of {group.sessions} sessions in week {week + 1}."


RULE = Rule(
    "session-short",
    "Every planned session has a time.",
    Severity.SHOULD,
    violations,
    weighed="session_short",
)

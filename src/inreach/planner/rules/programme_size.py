"""Sessions last 20 to 50 minutes, 3 to 5 times a week, as in tested programmes.

Often seen in tested programmes: Education Endowment Foundation, Making Best Use of Teaching Assistants (2015, 2021).
"""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity

MINUTES = range(20, 51)
TIMES = range(3, 6)


def violations(problem: Problem, _timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each group with shorter, longer, fewer or more sessions."""
    for group in problem.groups:
        if group.minutes not in MINUTES:
            yield f"A session of group {group.id} lasts {group.minutes} minutes; tested programmes last 20 to 50."
        if group.sessions not in TIMES:
            times = "once" if group.sessions == 1 else f"{group.sessions} times"
            yield f"Group {group.id} meets {times} a week; tested programmes meet 3 to 5 times."


RULE = Rule(
    "programme-size",
    "Sessions last 20 to 50 minutes, 3 to 5 times a week, as in tested programmes.",
    Severity.NOTE,
    violations,
)

"""Sessions of a group are on different days, and no more in a week than planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inreach.planner.problem import Problem
from inreach.planner.rules.rule import DAYS, Rule, Severity
from inreach.planner.timetable import Timetable


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each day with two sessions of a group and each week with too many."""
    for group in problem.groups:
        sessions = timetable.of(group.id).sessions
        for (week, day), times in sorted(Counter((item.week, item.day) for item in sessions).items()):
            if times > 1:
                yield f"Group {group.id} meets {times} times on {DAYS[day]} of week {week + 1}."
        for week, times in sorted(Counter(item.week for item in sessions).items()):
            if times > group.sessions:
                yield f"Group {group.id} meets {times} times in week {week + 1}; {group.sessions} are planned."


RULE = Rule(
    "dose",
    "Sessions of a group are on different days, and no more in a week than planned.",
    Severity.MUST,
    violations,
)

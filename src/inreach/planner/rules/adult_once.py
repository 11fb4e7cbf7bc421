"""An adult is in one place at a time, with time to get to the next."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem import Problem
from inreach.planner.rules.rule import Rule, Severity, clashes, meetings
from inreach.planner.timetable import Timetable


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pair of sessions of one adult that are too close."""
    every = list(meetings(problem, timetable))
    for adult in problem.adults:
        for one, two in clashes(
            problem, [item for item in every if item.adult == adult.id], problem.turnaround
        ):
            yield (
                f"Adult {adult.id} is with group {one.group.id} and cannot be with group {two.group.id} "
                f"on {two.when(problem)}."
            )


RULE = Rule(
    "adult-once",
    "An adult is in one place at a time, with time to get to the next.",
    Severity.MUST,
    violations,
)

"""No pupil is away from a qualified teacher for longer than the school's share allows."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity, led


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil beyond the share, with the minutes beyond it."""
    share = round(problem.weights.teacher_share * 100)
    for pupil, harm in ObjectiveEvaluator(problem).harm(led(problem, timetable)).pupils.items():
        if harm.teacher_over:
            yield (
                f"Pupil {pupil} is away from a qualified teacher for {harm.teacher_over} minutes more than the "
                f"{share} % of lessons that are allowed."
            )


RULE = Rule(
    "teacher-time",
    "No pupil is away from a qualified teacher for longer than the school's share allows.",
    Severity.SHOULD,
    violations,
    weighed="teacher_time",
)

"""No pupil loses far more than the others: more than twice what the other pupils lose on average."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity, led

FAR = 2


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil whose points are more than twice the mean of all other supported pupils."""
    points = {
        pupil: harm.points
        for pupil, harm in ObjectiveEvaluator(problem).harm(led(problem, timetable)).pupils.items()
    }
    whole, others = sum(points.values()), len(points) - 1
    for pupil, own in points.items():
        if others and own * others > FAR * (whole - own):
            mean = (whole - own) // others
            yield f"Pupil {pupil} loses {own} points; the other pupils lose {mean} points on average."


RULE = Rule(
    "worst-off",
    "No pupil loses far more than the others: more than twice what the other pupils lose on average.",
    Severity.NOTE,
    violations,
    weighed="worst_pupil",
)

"""No pupil is out of class for a share of lesson time at which the guard warns; no timetable can change it."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.objective.share_out import share_out
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity


def violations(problem: Problem, _timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil whose groups reach a line of the guard."""
    for warning in share_out(problem):
        yield warning.sentence


RULE = Rule(
    "out-share",
    "No pupil is out of class for a share of lesson time at which the guard warns; no timetable can change it.",
    Severity.NOTE,
    violations,
)

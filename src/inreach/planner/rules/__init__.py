"""The rules of a timetable, checked from first principles; the search shares no code with them."""

from __future__ import annotations

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules import (
    adult_hours,
    adult_once,
    adult_there,
    adult_trained,
    cover,
    dose,
    in_class,
    may_leave,
    out_share,
    pinned,
    preparation,
    programme_size,
    pupil_once,
    room_fits,
    room_once,
    same_subject,
    session_short,
    teacher_time,
    walking,
    worst_off,
)
from inreach.planner.rules.rule import Rule, Severity

__all__ = ["RULES", "Rule", "Severity", "broken", "told"]

RULES = tuple(
    module.RULE
    for module in (
        adult_once,
        pupil_once,
        room_once,
        adult_trained,
        adult_there,
        adult_hours,
        room_fits,
        dose,
        may_leave,
        in_class,
        walking,
        cover,
        pinned,
        session_short,
        preparation,
        teacher_time,
        worst_off,
        same_subject,
        out_share,
        programme_size,
    )
)


def soft_violations(problem: Problem, timetable: Timetable) -> tuple[tuple[Rule, str], ...]:
    """Return each rule that should be kept or is only told, with a sentence for each place where it is not kept."""
    return tuple(
        (rule, sentence)
        for rule in RULES
        if rule.severity is not Severity.MUST
        for sentence in rule.violations(problem, timetable)
    )


def broken(problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    """Return a sentence for each place where a timetable breaks a rule that must be kept."""
    return tuple(
        sentence
        for rule in RULES
        if rule.severity is Severity.MUST
        for sentence in rule.violations(problem, timetable)
    )

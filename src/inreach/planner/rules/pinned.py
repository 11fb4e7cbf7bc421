"""Pinned sessions stay where they are."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.core.school.calendar import hhmm
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding, Need
from inreach.planner.rules.rule import Rule, Severity


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pinned time at which a group that meets at all does not meet."""
    for group in problem.groups:
        sessions = {(item.week, item.day, item.start) for item in timetable.of(group.id).sessions}
        for pin in group.pins:
            if sessions and (pin.week, pin.day, pin.start) not in sessions:
                when = f"{problem.day_name(pin.day)} at {hhmm(pin.start)}"
                yield f"Group {group.id} does not meet on {when}, where it is pinned."


def encode(problem: Problem) -> Encoding:
    """Need each pinned time of a group."""
    return Encoding(
        needs=tuple(
            Need(group.id, pin.week, pin.day, pin.start) for group in problem.groups for pin in group.pins
        )
    )


RULE = Rule("pinned", "Pinned sessions stay where they are.", Severity.MUST, violations, encode)

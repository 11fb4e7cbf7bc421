"""A pupil is in one group at a time."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place, cells
from inreach.planner.rules.rule import Rule, Severity, clashes, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pair of sessions that want one pupil at the same time."""
    every = list(meetings(problem, timetable))
    for pupil in problem.pupils:
        for one, two in clashes(problem, [item for item in every if pupil.id in item.group.members], 0):
            yield f"Pupil {pupil.id} is in groups {one.group.id} and {two.group.id} at once on {two.when(problem)}."


def encode(problem: Problem) -> Encoding:
    """Claim each member for each step of a session, once."""
    groups = {group.id: group for group in problem.groups}

    def claims(place: Place) -> Iterator[Claim]:
        group = groups[place.group]
        for cell in cells(problem, place.start, place.start + group.minutes):
            for member in group.members:
                yield Claim(("pupil", member, place.week, place.day, cell), 1, 1)

    return Encoding(claims=claims)


RULE = Rule("pupil-once", "A pupil is in one group at a time.", Severity.MUST, violations, encode)

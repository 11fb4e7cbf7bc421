"""An adult is in one place at a time, with time to get to the next."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place, cells
from inreach.planner.rules.rule import Rule, Severity, clashes, meetings


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


def encode(problem: Problem) -> Encoding:
    """Claim the adult for each step of a session and of the turnaround after it, once."""
    known = {adult.id for adult in problem.adults}
    lasts = {group.id: group.minutes + problem.turnaround for group in problem.groups}

    def claims(place: Place) -> Iterator[Claim]:
        if place.adult in known:
            for cell in cells(problem, place.start, place.start + lasts[place.group]):
                yield Claim(("adult", place.adult, place.week, place.day, cell), 1, 1)

    return Encoding(claims=claims)


RULE = Rule(
    "adult-once",
    "An adult is in one place at a time, with time to get to the next.",
    Severity.MUST,
    violations,
    encode,
)

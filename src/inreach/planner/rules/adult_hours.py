"""Nobody works more minutes than agreed."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each adult with more minutes in the cycle than agreed."""
    every = list(meetings(problem, timetable))
    for adult in problem.adults:
        minutes = sum(item.group.minutes for item in every if item.adult == adult.id)
        agreed = adult.minutes * problem.weeks
        if minutes > agreed:
            yield f"Adult {adult.id} has {minutes} minutes of sessions; {agreed} are agreed."


def encode(problem: Problem) -> Encoding:
    """Claim the minutes of a session from those that the adult works in the cycle."""
    agreed = {adult.id: adult.minutes * problem.weeks for adult in problem.adults}
    lasts = {group.id: group.minutes for group in problem.groups}

    def claims(place: Place) -> Iterator[Claim]:
        if place.adult in agreed:
            yield Claim(("hours", place.adult), lasts[place.group], agreed[place.adult])

    return Encoding(claims=claims)


RULE = Rule("adult-hours", "Nobody works more minutes than agreed.", Severity.MUST, violations, encode)

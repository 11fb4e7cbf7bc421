"""A group has one adult, who is trained for the programme, and is the person asked for if one is."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding
from inreach.planner.rules.rule import Rule, Severity


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each placed group whose adult is missing, not trained or not the person asked for."""
    adults = {adult.id: adult for adult in problem.adults}
    for group in problem.groups:
        placement = timetable.of(group.id)
        if not placement.sessions:
            continue
        adult = adults.get(placement.adult or "")
        if adult is None:
            yield f"Group {group.id} meets without an adult."
        elif group.programme not in adult.trained:
            yield f"Adult {adult.id} is not trained for {group.programme}, the programme of group {group.id}."
        elif group.adult not in (None, adult.id):
            yield f"Group {group.id} has adult {adult.id}; it must be {group.adult}."


def encode(problem: Problem) -> Encoding:
    """Ban whoever may not lead a group, and hold a group to one adult."""
    leaders = {
        group.id: {
            adult.id
            for adult in problem.adults
            if group.programme in adult.trained and (group.adult is None or group.adult == adult.id)
        }
        for group in problem.groups
    }
    return Encoding(
        bans=lambda place: place.adult not in leaders[place.group],
        agrees=lambda place: (("adult", place.group), place.adult),
    )


RULE = Rule(
    "adult-trained",
    "A group has one adult, who is trained for the programme, and is the person asked for if one is.",
    Severity.MUST,
    violations,
    encode,
)

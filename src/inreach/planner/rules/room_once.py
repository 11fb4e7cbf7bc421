"""A room holds one group at a time."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place, cells
from inreach.planner.rules.rule import Rule, Severity, clashes, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pair of sessions that want one room at the same time."""
    every = list(meetings(problem, timetable))
    for room in problem.rooms:
        for one, two in clashes(problem, [item for item in every if item.session.room == room.id], 0):
            yield f"Room {room.id} holds groups {one.group.id} and {two.group.id} at once on {two.when(problem)}."


def encode(problem: Problem) -> Encoding:
    """Claim the room for each step of a session, once."""
    known = {room.id for room in problem.rooms}
    lasts = {group.id: group.minutes for group in problem.groups}

    def claims(place: Place) -> Iterator[Claim]:
        if place.room in known:
            for cell in cells(problem, place.start, place.start + lasts[place.group]):
                yield Claim(("room", place.room, place.week, place.day, cell), 1, 1)

    return Encoding(claims=claims)


RULE = Rule("room-once", "A room holds one group at a time.", Severity.MUST, violations, encode)

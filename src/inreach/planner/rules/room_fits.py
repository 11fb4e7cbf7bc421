"""A room is large enough for the group, and not taken by others."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding, Place
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each session whose room is unknown, too small or taken."""
    rooms = {room.id: room for room in problem.rooms}
    for item in meetings(problem, timetable):
        if item.group.joins is not None and not item.session.room:
            continue
        room = rooms.get(item.session.room)
        if room is None:
            yield f"Group {item.group.id} has no room on {item.when(problem)}."
            continue
        pupils = len(item.group.members)
        if pupils > room.places:
            yield f"Room {room.id} has {room.places} places; group {item.group.id} has {pupils} pupils."
        for busy in room.busy:
            if busy.day == item.session.day and busy.start < item.end and item.session.start < busy.end:
                yield f"Room {room.id} is taken when group {item.group.id} meets, on {item.when(problem)}."


def encode(problem: Problem) -> Encoding:
    """Ban every place but those in a room with a seat for each member that nobody else has at any minute."""
    groups = {group.id: group for group in problem.groups}
    seats = {room.id: room.places for room in problem.rooms}
    taken = {
        (room.id, busy.day, minute)
        for room in problem.rooms
        for busy in room.busy
        for minute in range(busy.start, busy.end)
    }

    def bans(place: Place) -> bool:
        group = groups[place.group]
        minutes = range(place.start, place.start + group.minutes)
        if group.joins is not None and not place.room:
            return False
        return seats.get(place.room, 0) < len(group.members) or any(
            (place.room, place.day, minute) in taken for minute in minutes
        )

    return Encoding(bans=bans)


RULE = Rule(
    "room-fits",
    "A room is large enough for the group, and not taken by others.",
    Severity.MUST,
    violations,
    encode,
)

"""How many times are left for a group after each rule, and who takes the last of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from inreach.core.text import listed
from inreach.planner.explain.occupancy import Occupancy
from inreach.planner.explain.wording import Names, capital, every_week, many, number
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Placement

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Waterfall:
    """Start times of a group in the cycle: on the clock, in lessons that some member may miss, that all members may
    miss, with an adult there, with a room there too, and beside all other groups."""

    group: str
    every: int
    lessons: int
    members: int
    adults: int
    rooms: int
    beside: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody or something wanted elsewhere at so many of a group's times; kind is “adult”, “pupil” or “room”."""

    kind: str
    name: str
    by: str
    times: int


def waterfall(problem: Problem, occupancy: Occupancy, group: Group, names: Names) -> Waterfall:
    """Return how many start times are left for a group after each rule."""
    openings, steps = occupancy.openings, occupancy.openings.steps(group)
    counts = [0] * 6
    for day in range(openings.days):
        some = there = roomy = free = 0
        for member in group.members:
            some |= openings.pupil(group, member, day)
        every = openings.members(group, day)
        for lead in openings.leads(group):
            alone, covered = openings.lead(lead, steps, day)
            there |= (alone | covered) & every
            for room in openings.rooms(group):
                roomy |= (alone | covered) & every & openings.room(room, steps, day)
                free |= occupancy.free(group, lead, room, day)
        day_long = max(0, openings.size - steps + 1)
        for at, mask in enumerate((some, every, there, roomy, free)):
            counts[at + 1] += mask.bit_count()
        counts[0] += day_long
    starts, lessons, members, adults, rooms, beside_others = counts
    sentence = _told(problem, group, counts, names)
    return Waterfall(group.id, starts, lessons, members, adults, rooms, beside_others, sentence)


def _told(problem: Problem, group: Group, counts: list[int], names: Names) -> str:
    every, lessons, members, adults, rooms, uncontested = (number(count) for count in counts)
    parts = [f"of {every} start times {every_week(problem)}, {lessons} lie in lessons that may be missed"]
    if len(group.members) > 1:
        parts.append(f"{members} suit all its pupils")
    parts.append(f"at {adults} somebody trained is there")
    if group.joins is None:
        parts.append(f"at {rooms} a room is large enough and not taken")
    parts.append(f"at {uncontested} nobody is needed by another group")
    return f"{capital(names.group(group.id))}: {listed(parts)}."


def takers(occupancy: Occupancy, group: Group) -> tuple[Taken, ...]:
    """Return who and what other groups take at the times that are left after rooms, the most often taken first."""
    openings, steps = occupancy.openings, occupancy.openings.steps(group)
    taken_by: Counter[tuple[str, str, str]] = Counter()
    rooms = openings.rooms(group)
    sites = sorted({room.site for room in rooms})
    for day in range(openings.days):
        members, shift = openings.members(group, day), day * openings.size
        free = {room.id: members & openings.room(room, steps, day) for room in rooms}
        roomy = there = 0
        for mask in free.values():
            roomy |= mask
        for lead in openings.leads(group):
            alone, covered = openings.lead(lead, steps, day)
            there |= alone | covered
            left = (alone | covered) & roomy
            for site in sites if left else ():
                for taken, by in occupancy.without_adult(group, day, lead.adult, site):
                    taken_by["adult", lead.adult, by] |= (taken & left) << shift
        for member in group.members if there & roomy else ():
            for site in sites:
                for taken, by in occupancy.without_pupil(group, day, member, site):
                    taken_by["pupil", member, by] |= (taken & there & roomy) << shift
        for room, mask in free.items():
            for taken, by in occupancy.without_room(group, day, room) if mask & there else ():
                taken_by["room", room, by] |= (taken & mask & there) << shift
    counted = [Taken(kind, name, by, mask.bit_count()) for (kind, name, by), mask in taken_by.items() if mask]
    return tuple(sorted(counted, key=lambda item: (-item.times, item.kind, item.name, item.by)))


def days_left(occupancy: Occupancy, group: Group, placement: Placement) -> tuple[tuple[int, int], ...]:
    """Return week and day of the days on which one more session of a group has a place beside everything else."""
    problem, left = occupancy.problem, occupancy.minutes_left
    days: list[tuple[int, int]] = []
    used = {(item.week, item.day) for item in placement.sessions}
    full = {
        week
        for week in range(problem.weeks)
        if sum(item.week == week for item in placement.sessions) >= group.sessions
    }
    for day in range(occupancy.openings.days):
        at = divmod(day, problem.days)
        if at in used or at[0] in full:
            continue
        free = 0
        for lead in occupancy.openings.leads(group):
            able = placement.adult in {None, lead.adult} and left[lead.adult] >= group.minutes
            for room in occupancy.openings.rooms(group) if able else ():
                free |= occupancy.free(group, lead, room, day)
        if free:
            days.append(at)
    return tuple(days)


def taken_phrase(every: tuple[Taken, ...], names: Names) -> str:
    """Return who is most often in the way: “Ms Bello is with Phonics (at 20 of the times)”."""
    parts = []
    for item in every[:MOST_NAMED]:
        who = names.of(item.kind, item.name)
        what = (
            f"{who} has {names.group(item.by)}"
            if item.kind == "room"
            else f"{who} is with {names.group(item.by)}"
        )
        parts.append(f"{what} (at {many(item.times, 'of these times', 'of these times')})")
    return listed(parts)

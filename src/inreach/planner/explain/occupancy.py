"""Who and what a timetable keeps busy, seen from one group: when it could meet beside all others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inreach.planner.explain.relaxed_problem import Lead, Openings, School
from inreach.planner.problem.problem import MAIN_SITE, Group, Problem, Room
from inreach.planner.problem.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Sitting:
    """One session of a timetable: the group, its first and last step, its room, and where each adult is for it."""

    group: str
    begin: int
    end: int
    room: str
    site: str
    adults: dict[str, str]


class Occupancy:
    """A timetable, asked when one of its groups could meet while all other groups stay where they are."""

    def __init__(self, problem: Problem, timetable: Timetable) -> None:
        self.problem = problem
        self.openings = Openings(School(problem))
        self._known: dict[tuple[str, str, int, str, str], int] = {}
        self.on: dict[int, list[Sitting]] = {day: [] for day in range(self.openings.days)}
        self.members = {group.id: frozenset(group.members) for group in problem.groups}
        sites = {room.id: room.site for room in problem.rooms}
        for group in problem.groups:
            placement = timetable.of(group.id)
            for item in placement.sessions:
                day, begin = item.week * problem.days + item.day, self.step(item.start)
                site = sites.get(item.room, MAIN_SITE)
                adults = {placement.adult or "": site}
                if placement.cover and self._taught(placement.adult or "", group, day, begin):
                    adults[placement.cover] = MAIN_SITE
                end = begin + self.openings.steps(group)
                self.on[day].append(Sitting(group.id, begin, end, item.room, site, adults))

    @cached_property
    def minutes_left(self) -> dict[str, int]:
        """Return the minutes of the cycle that each adult still has for sessions; covering a class counts too."""
        left = {adult.id: adult.minutes * self.problem.weeks for adult in self.problem.adults}
        for sitting in (item for day in self.on.values() for item in day):
            for name in sitting.adults.keys() & left.keys():
                left[name] -= (sitting.end - sitting.begin) * self.problem.step
        return left

    def covered(self, group: str, day: int) -> bool:
        """Say whether a group's session of a day needs somebody to take the adult's class."""
        return any(item.group == group and len(item.adults) > 1 for item in self.on[day])

    def _taught(self, adult: str, group: Group, day: int, begin: int) -> bool:
        alone, _ = self.openings.lead(Lead(adult), self.openings.steps(group), day)
        return not alone >> begin & 1

    def step(self, start: int) -> int:
        """Return the step of the day at which a time lies."""
        return (start - self.problem.day_starts) // self.problem.step

    def clock(self, begin: int) -> int:
        """Return the time of the day at which a step begins."""
        return self.problem.day_starts + begin * self.problem.step

    def _between(self, sitting: Sitting, steps: int, gap: int) -> int:
        """Return the starts of a session that is too close to a sitting."""
        low, high = max(0, sitting.begin - steps - gap + 1), sitting.end + gap
        return ((1 << high) - 1) & ~((1 << low) - 1)

    def without_adult(self, group: Group, day: int, adult: str, site: str) -> Iterator[tuple[int, str]]:
        """Yield the starts at which an adult is taken, each with the group that takes the adult."""
        steps = self.openings.steps(group)
        for sitting in self.on[day]:
            if sitting.group != group.id and adult in sitting.adults:
                gap = self.openings.gap(sitting.adults[adult], site, adult=True)
                yield self._between(sitting, steps, gap), sitting.group

    def without_pupil(self, group: Group, day: int, pupil: str, site: str) -> Iterator[tuple[int, str]]:
        """Yield the starts at which a pupil is taken, each with the group that takes the pupil."""
        steps = self.openings.steps(group)
        for sitting in self.on[day]:
            if sitting.group != group.id and pupil in self.members[sitting.group]:
                gap = self.openings.gap(sitting.site, site, adult=False)
                yield self._between(sitting, steps, gap), sitting.group

    def without_room(self, group: Group, day: int, room: str) -> Iterator[tuple[int, str]]:
        """Yield the starts at which a room is taken, each with the group that takes it."""
        steps = self.openings.steps(group)
        for sitting in self.on[day]:
            if room and sitting.group != group.id and sitting.room == room:
                yield self._between(sitting, steps, 0), sitting.group

    def _taken(self, kind: str, group: Group, day: int, name: str, site: str) -> int:
        """Return the starts at which an adult, the members or a room are taken; worked out once."""
        key = (kind, group.id, day, name, site)
        if key not in self._known:
            if kind == "adult":
                every = list(self.without_adult(group, day, name, site))
            elif kind == "room":
                every = list(self.without_room(group, day, name))
            else:
                every = [item for m in group.members for item in self.without_pupil(group, day, m, site)]
            taken = 0
            for mask, _ in every:
                taken |= mask
            self._known[key] = taken
        return self._known[key]

    def free(self, group: Group, lead: Lead, room: Room, day: int) -> int:
        """Return the starts at which a group can meet with this leader in this room beside all others."""
        steps, openings = self.openings.steps(group), self.openings
        alone, covered = openings.lead(lead, steps, day)
        if lead.cover and covered:
            covered &= ~self._taken("adult", group, day, lead.cover, MAIN_SITE)
        left = (alone | covered) & openings.members(group, day) & openings.room(room, steps, day)
        if not left:
            return 0
        left &= ~self._taken("adult", group, day, lead.adult, room.site)
        left &= ~self._taken("members", group, day, "", room.site)
        return left & ~self._taken("room", group, day, room.id, "")


def each_bit(mask: int) -> Iterator[int]:
    """Yield the positions of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low

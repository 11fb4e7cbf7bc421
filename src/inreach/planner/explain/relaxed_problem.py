"""A problem in which some rules may have been dropped, and when its groups may meet: one bit for each step of a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from inreach.core.ledger.types import PeriodKind
from inreach.planner.problem.problem import Adult, Group, Lesson, Problem, Pupil, Room, Window

IN_CLASS = Room("", 10**6)


@dataclass(frozen=True)
class School:
    """A problem, and who may be in two places at once: pairs of “adult”, “pupil” or “room” and an id.

    A pair of “group” and an id says that a group may meet twice on one day; only a count of space knows that. One of
    “class” and an id says that a group that meets in class may meet outside too, where it needs no room.
    """

    problem: Problem
    at_once: frozenset[tuple[str, str]] = frozenset()

    def only(self, groups: frozenset[str]) -> School:
        """Return the school with these groups and nobody but their pupils."""
        kept = tuple(group for group in self.problem.groups if group.id in groups)
        members = {member for group in kept for member in group.members}
        pupils = tuple(pupil for pupil in self.problem.pupils if pupil.id in members)
        lines = {pupil.stream for pupil in pupils}
        streams = tuple(stream for stream in self.problem.streams if stream.id in lines)
        return replace(
            self, problem=replace(self.problem, groups=kept, pupils=pupils, streams=streams, published=None)
        )


class Lead(NamedTuple):
    """Who leads a group, and who takes the leader's class meanwhile; nobody where no cover is used."""

    adult: str
    cover: str = ""


def may_lead(group: Group, adult: Adult) -> bool:
    """Say whether an adult may lead a group: trained, and the person asked for if one is."""
    return group.programme in adult.trained and group.adult in (None, adult.id)


def starts_inside(free: int, steps: int) -> int:
    """Return the steps at which a session of so many steps may begin so that all of it is free."""
    for _ in range(steps - 1):
        free &= free >> 1
    return free


class Openings:
    """When each group of a school may meet, step by step: by its pupils, by an adult, by a room."""

    def __init__(self, school: School) -> None:
        self.school, self.problem = school, school.problem
        problem = self.problem
        self.size = (problem.day_ends - problem.day_starts) // problem.step
        self.days = problem.days * problem.weeks
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.adults = {adult.id: adult for adult in problem.adults}
        self.groups = {group.id: group for group in problem.groups}
        self._open: dict[object, list[list[int]]] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._leads: dict[tuple[Lead, int, int], tuple[int, int]] = {}
        self._rooms: dict[tuple[str, int, int], int] = {}

    @cached_property
    def lessons(self) -> dict[tuple[str, int], list[Lesson]]:
        """Return the stretches of every stream and cycle day."""
        found: dict[tuple[str, int], list[Lesson]] = {}
        for stream in self.problem.streams:
            for item in sorted(stream.lessons):
                found.setdefault((stream.id, item.week * self.problem.days + item.day), []).append(item)
        return found

    def steps(self, group: Group) -> int:
        """Return how many steps a session lasts."""
        return group.minutes // self.problem.step

    def bits(self, start: int, end: int) -> int:
        """Return the whole steps between two times of the day."""
        zero, step = self.problem.day_starts, self.problem.step
        low, high = max(0, -((zero - start) // step)), min(self.size, (end - zero) // step)
        return ((1 << high) - 1) & ~((1 << low) - 1) if high > low else 0

    def touched(self, start: int, end: int) -> int:
        """Return the steps that a stretch of time touches."""
        zero, step = self.problem.day_starts, self.problem.step
        return self.bits(zero + (start - zero) // step * step, zero - (zero - end) // step * step)

    def _stretches(self, pupil: Pupil, joins: str | None, day: int) -> list[int]:
        """Return the stretches of a day in which a session may lie: one for each lesson where edges count."""
        key = (pupil.stream, pupil.protected, pupil.allowed, joins)
        if key not in self._open:
            problem, every = self.problem, []
            for cycle_day in range(self.days):
                lessons = [
                    self.bits(item.start, item.end)
                    for item in self.lessons.get((pupil.stream, cycle_day), ())
                    if (
                        problem.is_open(item, pupil)
                        if joins is None
                        else item.kind is PeriodKind.LESSON and item.subject == joins
                    )
                ]
                whole = 0
                for item in lessons:
                    whole |= item
                every.append(lessons if problem.within_lessons and joins is None else [whole])
            self._open[key] = every
        return self._open[key][day]

    def pupil(self, group: Group, member: str, day: int) -> int:
        """Return the steps at which a session of a group may begin for one member."""
        found, steps = 0, self.steps(group)
        for stretch in self._stretches(self.pupils[member], group.joins, day):
            found |= starts_inside(stretch, steps)
        if ("class", group.id) in self.school.at_once:
            for stretch in self._stretches(self.pupils[member], None, day):
                found |= starts_inside(stretch, steps)
        return found

    def members(self, group: Group, day: int) -> int:
        """Return the steps at which a session may begin for every member, a pinned day only at its time."""
        key = (group.id, day)
        if key not in self._starts:
            found = starts_inside((1 << self.size) - 1, self.steps(group))
            for member in group.members:
                found &= self.pupil(group, member, day)
            for pin in group.pins:
                if pin.week * self.problem.days + pin.day == day:
                    found &= self.pin_bit(pin.start)
            self._starts[key] = found
        return self._starts[key]

    def pin_bit(self, start: int) -> int:
        """Return the bit of one time of the day; none where it is before the day."""
        at = (start - self.problem.day_starts) // self.problem.step
        return 1 << at if at >= 0 else 0

    def inside(self, windows: tuple[Window, ...], day: int, steps: int) -> int:
        """Return the steps at which a session may begin that lies inside one of these windows of the week."""
        found = 0
        for window in windows:
            if window.day == day % self.problem.days:
                found |= starts_inside(self.bits(window.start, window.end), steps)
        return found

    def lead(self, lead: Lead, steps: int, day: int) -> tuple[int, int]:
        """Return the steps at which a session may begin: without cover, and with cover for the leader's class."""
        key = (lead, steps, day)
        if key not in self._leads:
            adult = self.adults[lead.adult]
            there, busy, covered = self.inside(adult.windows, day, steps), self._taught(adult, steps, day), 0
            if lead.cover and busy:
                other = self.adults[lead.cover]
                free = self.inside(other.windows, day, steps) & ~self._taught(other, steps, day)
                covered = there & busy & free
            self._leads[key] = (there & ~busy, covered)
        return self._leads[key]

    def _taught(self, adult: Adult, steps: int, day: int) -> int:
        """Return the steps at which a session may not begin without running into a lesson that an adult teaches."""
        found = 0
        for window in adult.teaches:
            if window.day == day % self.problem.days:
                taught = self.touched(window.start, window.end)
                for back in range(steps):
                    found |= taught >> back
        return found

    def room(self, room: Room, steps: int, day: int) -> int:
        """Return the steps at which a session may begin in a room that others leave free."""
        key = (room.id, steps, day)
        if key not in self._rooms:
            free = (1 << self.size) - 1
            for window in room.busy:
                if window.day == day % self.problem.days:
                    free &= ~self.touched(window.start, window.end)
            self._rooms[key] = starts_inside(free, steps)
        return self._rooms[key]

    def rooms(self, group: Group) -> tuple[Room, ...]:
        """Return the rooms that are large enough; the class itself for a group that meets in class."""
        if group.joins is not None:
            return (IN_CLASS,)
        return tuple(room for room in self.problem.rooms if room.places >= len(group.members))

    def leads(self, group: Group) -> Iterator[Lead]:
        """Yield who may lead a group; with each person who could take the class, where the leader has one."""
        for adult in self.problem.adults:
            if may_lead(group, adult):
                covers = [other.id for other in self.problem.adults if other.covers and other.id != adult.id]
                if adult.teaches and covers:
                    yield from (Lead(adult.id, other) for other in covers)
                else:
                    yield Lead(adult.id)

    def gap(self, one: str, other: str, *, adult: bool) -> int:
        """Return the steps between two sessions of one person on two sites."""
        minutes = self.problem.walk(one, other) + (self.problem.turnaround if adult else 0)
        return -(-minutes // self.problem.step)

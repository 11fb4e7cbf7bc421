"""A table on which groups are put one after another, each session where it is possible, with what it costs there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.search.candidates import Candidates


@dataclass(frozen=True, slots=True)
class Place:
    """A time at which a group can meet: cycle day, first and last step, bits of adults, losses of each member."""

    day: int
    begin: int
    end: int
    adults: int
    prepares: bool
    losses: list


class Desk:
    """The state of a half-made timetable, in plain Python."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.found = Candidates(problem)
        self.turnaround = -(-problem.turnaround // problem.step)
        self.places = [self._places(g) for g in range(len(problem.groups))]
        self.clear()

    def _places(self, g: int) -> list[Place]:
        group = self.problem.groups[g]
        length = group.minutes // self.problem.step
        prepared = self.found.prepared(group)
        return [
            Place(day, begin, begin + length, bits, bool(prepared[day, begin]), losses)
            for day, begin, bits, losses in self.found.places(g)
        ]

    def clear(self) -> None:
        """Take everything off the table."""
        self.adult_busy: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self.pupil_busy: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self.room_busy: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        self.hours = [
            adult.minutes // self.problem.step * self.problem.weeks for adult in self.problem.adults
        ]
        self.missed: dict[int, int] = defaultdict(int)
        self.away: dict[int, int] = defaultdict(int)
        self.harm: dict[int, int] = defaultdict(int)
        self.placed: dict[int, tuple[int, list[tuple[Place, int]]]] = {}

    def members(self, g: int) -> list[int]:
        """The numbers of the pupils of a group."""
        return [self.found.number[member] for member in self.problem.groups[g].members]

    def room_for(self, g: int, place: Place) -> int | None:
        """The smallest room that is free for the whole time, or None."""
        size, best = len(self.problem.groups[g].members), None
        for n, room in enumerate(self.problem.rooms):
            if room.places < size or not self.found.there[n, place.day, place.begin : place.end].all():
                continue
            if any(a < place.end and place.begin < b for a, b in self.room_busy[n, place.day]):
                continue
            if best is None or room.places < self.problem.rooms[best].places:
                best = n
        return best

    def possible(self, g: int, adult: int, place: Place) -> bool:
        """Whether this adult, every member and some room are free."""
        bit = self.found.crew[g].index(adult)
        if not place.adults >> bit & 1:
            return False
        gap = self.turnaround
        if any(a < place.end + gap and place.begin < b + gap for a, b in self.adult_busy[adult, place.day]):
            return False
        for pupil in self.members(g):
            if any(a < place.end and place.begin < b for a, b in self.pupil_busy[pupil, place.day]):
                return False
        return self.room_for(g, place) is not None

    def cost(self, g: int, adult: int, place: Place, *, cap: bool) -> int:
        """What one more session costs now; with `cap`, time away from a qualified teacher beyond the limit too."""
        weights, points = self.problem.weights, 0
        teacher = self.problem.adults[adult].teacher
        for pupil, (plain, away, pieces) in zip(self.members(g), place.losses, strict=True):
            points += plain
            for pair, steps in pieces.items():
                curve, now = self.found.curve[pair], self.missed[pair]
                points += self.found.points[curve + now + steps] - self.found.points[curve + now]
            points += weights.second_same_day * bool(self.pupil_busy[pupil, place.day])
            if cap and not teacher:
                limit, now = self.found.cap[pupil], self.away[pupil]
                over = max(0, now + away - limit) - max(0, now - limit)
                points += weights.teacher_time * self.found.fives * over
        return points

    def put(self, g: int, adult: int, place: Place) -> tuple[Place, int]:
        """Put one session on the table and return it with its room."""
        room = self.room_for(g, place)
        assert room is not None
        span = (place.begin, place.end)
        self.adult_busy[adult, place.day].append(span)
        self.room_busy[room, place.day].append(span)
        self.hours[adult] -= place.end - place.begin
        for pupil, (_, away, pieces) in zip(self.members(g), place.losses, strict=True):
            self.pupil_busy[pupil, place.day].append(span)
            self.away[pupil] += 0 if self.problem.adults[adult].teacher else away
            for pair, steps in pieces.items():
                self.missed[pair] += steps
        return place, room

    def take(self, g: int, adult: int, place: Place, room: int) -> None:
        """Take one session off the table."""
        span = (place.begin, place.end)
        self.adult_busy[adult, place.day].remove(span)
        self.room_busy[room, place.day].remove(span)
        self.hours[adult] += place.end - place.begin
        for pupil, (_, away, pieces) in zip(self.members(g), place.losses, strict=True):
            self.pupil_busy[pupil, place.day].remove(span)
            self.away[pupil] -= 0 if self.problem.adults[adult].teacher else away
            for pair, steps in pieces.items():
                self.missed[pair] -= steps

    def timetable(self) -> Timetable:
        """What lies on the table, with names and clock times."""
        problem, made = self.problem, []
        for g, group in enumerate(problem.groups):
            if g not in self.placed:
                made.append(Placement(group.id))
                continue
            adult, sessions = self.placed[g]
            times = []
            for place, room in sessions:
                week, day = divmod(place.day, problem.days)
                start = problem.day_starts + place.begin * problem.step
                times.append(Session(week, day, start, problem.rooms[room].id))
            made.append(Placement(group.id, problem.adults[adult].id, tuple(sorted(times))))
        return Timetable(tuple(made))

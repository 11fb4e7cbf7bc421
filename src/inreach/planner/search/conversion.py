"""States as timetables with names and clock times, and back: how one search hands its best answer to another."""

from __future__ import annotations

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.entry import put, total
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import broken
from inreach.planner.search.compiled_problem import CYCLE_DAYS, CompiledProblem
from inreach.planner.search.ruin_and_recreate import Incumbent, empty_incumbent
from inreach.planner.search.search_state import cover_at, empty_state


def as_timetable(problem: Problem, compiled: CompiledProblem, incumbent: Incumbent) -> Timetable:
    """Return the best state as a timetable with names and clock times."""
    placements = []
    for g, group in enumerate(problem.groups):
        if incumbent.lead[g] < 0:
            placements.append(Placement(group.id))
            continue
        adult = problem.adults[compiled.crew[compiled.crew_start[g] + incumbent.lead[g]]].id
        sessions, cover = [], None
        for day, place in enumerate(incumbent.place[g]):
            if place >= 0:
                start = problem.day_starts + int(compiled.begins[place]) * problem.step
                week, weekday = divmod(day, problem.days)
                room = problem.rooms[incumbent.where[g, day]].id if incumbent.where[g, day] >= 0 else ""
                sessions.append(Session(week, weekday, start, room))
                covering = cover_at(compiled, g, incumbent.lead[g], place)
                cover = problem.adults[covering].id if covering >= 0 else cover
        placements.append(Placement(group.id, adult, tuple(sessions), cover))
    return Timetable(tuple(placements))


def as_incumbent(problem: Problem, compiled: CompiledProblem, timetable: Timetable) -> Incumbent | None:
    """Return a timetable as a best state with its points; None if it breaks a rule of the problem."""
    if broken(problem, timetable):
        return None
    state = empty_state(compiled)
    rooms = {room.id: number for number, room in enumerate(problem.rooms)}
    for g, group in enumerate(problem.groups):
        placement = timetable.of(group.id)
        places = np.full(int(compiled.shape[CYCLE_DAYS]), -1, dtype=np.int64)
        where = places.copy()
        for session in placement.sessions:
            day = session.week * problem.days + session.day
            place = _place(problem, compiled, g, day, session.start)
            if place is None:
                return None
            places[day], where[day] = place, rooms.get(session.room, -1)
        if placement.sessions:
            lead = _lead(problem, compiled, g, placement, places[places >= 0])
            if lead is None:
                return None
            put(compiled, state, g, lead, places, where)
    incumbent = empty_incumbent(state)
    incumbent.points[0] = total(compiled, state)
    return incumbent


def _place(problem: Problem, compiled: CompiledProblem, group: int, day: int, start: int) -> int | None:
    """Return the place of a group at a time of a cycle day."""
    span = range(int(compiled.first[group, day]), int(compiled.first[group, day + 1]))
    since = start - problem.day_starts
    return next((place for place in span if compiled.begins[place] * problem.step == since), None)


def _lead(
    problem: Problem, compiled: CompiledProblem, group: int, placement: Placement, places: Ints
) -> int | None:
    """Return the adult of a placement in the group's own numbering, with the cover that the placement names."""
    for bit, at in enumerate(range(compiled.crew_start[group], compiled.crew_start[group + 1])):
        if (
            problem.adults[compiled.crew[at]].id != placement.adult
            or not (compiled.adults[places] >> bit & 1).all()
        ):
            continue
        covering = {cover_at(compiled, group, bit, place) for place in places.tolist()} - {-1}
        if {problem.adults[adult].id for adult in covering} == {placement.cover} - {None}:
            return bit
    return None

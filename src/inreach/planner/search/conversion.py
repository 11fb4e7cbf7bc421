"""Boards as timetables with names and clock times, and back: how one search hands its best answer to another."""

from __future__ import annotations

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.entry import put, total
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import broken
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.ruin_and_recreate import Kept, empty_kept
from inreach.planner.search.search_state import cover_at, empty_board


def as_timetable(problem: Problem, arena: Arena, kept: Kept) -> Timetable:
    """Return the best board as a timetable with names and clock times."""
    placements = []
    for g, group in enumerate(problem.groups):
        if kept.lead[g] < 0:
            placements.append(Placement(group.id))
            continue
        adult = problem.adults[arena.crew[arena.trained[g] + kept.lead[g]]].id
        sessions, cover = [], None
        for day, place in enumerate(kept.place[g]):
            if place >= 0:
                start = problem.day_starts + int(arena.begins[place]) * problem.step
                week, weekday = divmod(day, problem.days)
                room = problem.rooms[kept.where[g, day]].id if kept.where[g, day] >= 0 else ""
                sessions.append(Session(week, weekday, start, room))
                covering = cover_at(arena, g, kept.lead[g], place)
                cover = problem.adults[covering].id if covering >= 0 else cover
        placements.append(Placement(group.id, adult, tuple(sessions), cover))
    return Timetable(tuple(placements))


def as_kept(problem: Problem, arena: Arena, timetable: Timetable) -> Kept | None:
    """Return a timetable as a best board with its points; None if it breaks a rule of the problem."""
    if broken(problem, timetable):
        return None
    board = empty_board(arena)
    rooms = {room.id: number for number, room in enumerate(problem.rooms)}
    for g, group in enumerate(problem.groups):
        placement = timetable.of(group.id)
        places = np.full(int(arena.shape[4]), -1, dtype=np.int64)
        where = places.copy()
        for session in placement.sessions:
            day = session.week * problem.days + session.day
            place = _place(problem, arena, g, day, session.start)
            if place is None:
                return None
            places[day], where[day] = place, rooms.get(session.room, -1)
        if placement.sessions:
            lead = _lead(problem, arena, g, placement, places[places >= 0])
            if lead is None:
                return None
            put(arena, board, g, lead, places, where)
    kept = empty_kept(board)
    kept.points[0] = total(arena, board)
    return kept


def _place(problem: Problem, arena: Arena, group: int, day: int, start: int) -> int | None:
    """Return the place of a group at a time of a cycle day."""
    span = range(int(arena.first[group, day]), int(arena.first[group, day + 1]))
    since = start - problem.day_starts
    return next((place for place in span if arena.begins[place] * problem.step == since), None)


def _lead(problem: Problem, arena: Arena, group: int, placement: Placement, places: Ints) -> int | None:
    """Return the adult of a placement in the group's own numbering, with the cover that the placement names."""
    for bit, at in enumerate(range(arena.trained[group], arena.trained[group + 1])):
        if (
            problem.adults[arena.crew[at]].id != placement.adult
            or not (arena.adults[places] >> bit & 1).all()
        ):
            continue
        covering = {cover_at(arena, group, bit, place) for place in places.tolist()} - {-1}
        if {problem.adults[adult].id for adult in covering} == {placement.cover} - {None}:
            return bit
    return None

"""Rooms for a session where none is free throughout: those who are there change to other rooms at the same time."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import CYCLE_DAYS, ROOMS, CompiledProblem
from inreach.planner.search.search_state import MOST_SWAPS, SearchState, best_room, hold, room_free

NOBODY = -1


@bare
def move(compiled: CompiledProblem, state: SearchState, group: int, day: int, room: int) -> None:
    """Let a group's session of a day be in another room."""
    begin = compiled.begins[state.place[group, day]]
    end = begin + compiled.length[group]
    hold(state, group, state.where[group, day], day, begin, end, 0)
    hold(state, group, room, day, begin, end, 1)
    state.where[group, day] = room


@bare
def undo_swaps(compiled: CompiledProblem, state: SearchState, left: int) -> None:
    """Take back the newest swaps until so many are left; groups that are off the timetable are passed over."""
    for at in range(state.swapped[0] - 1, left - 1, -1):
        group = state.swaps[at, 0]
        if state.lead[group] >= 0:
            move(compiled, state, group, state.swaps[at, 1], state.swaps[at, 2])
    state.swapped[0] = left


@bare
def other_room(compiled: CompiledProblem, state: SearchState, group: int, day: int, wanted: int) -> int:
    """Return the smallest room to which a session could change from the one that is wanted; -1 if there is none."""
    begin = compiled.begins[state.place[group, day]]
    smallest = NOBODY
    for room in range(compiled.shape[ROOMS]):
        if (
            room != wanted
            and (smallest < 0 or compiled.room_places[room] < compiled.room_places[smallest])
            and room_free(compiled, state, group, day, begin, room)
        ):
            smallest = room
    return smallest


@bare
def emptied(
    compiled: CompiledProblem, state: SearchState, group: int, day: int, begin: int, room: int
) -> bool:
    """Let everybody in a room change to others for a group's session, and say so; or change nothing and say no."""
    before = state.swapped[0]
    end = begin + compiled.length[group]
    step = begin
    while step < end:
        there = state.holder[room, day, step] - 1
        if there < 0:
            if state.room[room, day, step] == 0:
                break
            step += 1
            continue
        target = other_room(compiled, state, there, day, room)
        if target < 0 or state.swapped[0] == MOST_SWAPS:
            break
        at = state.swapped[0]
        state.swaps[at, 0] = there
        state.swaps[at, 1] = day
        state.swaps[at, 2] = room
        state.swapped[0] = at + 1
        move(compiled, state, there, day, target)
    if step < end:
        undo_swaps(compiled, state, before)
        return False
    return True


@bare
def room_for(compiled: CompiledProblem, state: SearchState, group: int, day: int, place: int) -> int:
    """Return a room for a session, if need be one that others leave for it; -1 if there is none."""
    free_room = best_room(compiled, state, group, day, place)
    if free_room >= 0:
        return free_room
    held = compiled.member_start[group + 1] - compiled.member_start[group]
    for room in range(compiled.shape[ROOMS]):
        if compiled.room_places[room] >= held and emptied(
            compiled, state, group, day, compiled.begins[place], room
        ):
            return room
    return NOBODY


@bare
def shut_out(compiled: CompiledProblem, state: SearchState, group: int, places: Ints, rooms: Ints) -> int:
    """Fill `rooms` with a room for every place; return the first place for which there is none, or -1."""
    for day in range(compiled.shape[CYCLE_DAYS]):
        rooms[day] = NOBODY
        if places[day] >= 0:
            place: int = places[day]
            rooms[day] = room_for(compiled, state, group, day, place)
            if rooms[day] < 0:
                return place
    return NOBODY

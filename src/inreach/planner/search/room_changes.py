"""Rooms for a session where none is free throughout: those who are there change to other rooms at the same time."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.search_state import MOST_SWAPS, Board, best_room, hold, room_free

NOBODY = -1


@bare
def move(arena: Arena, board: Board, group: int, day: int, room: int) -> None:
    """Let a group's session of a day be in another room."""
    begin = arena.begins[board.place[group, day]]
    end = begin + arena.length[group]
    hold(board, group, board.where[group, day], day, begin, end, 0)
    hold(board, group, room, day, begin, end, 1)
    board.where[group, day] = room


@bare
def undo_swaps(arena: Arena, board: Board, left: int) -> None:
    """Take back the newest swaps until so many are left; groups that are off the board are passed over."""
    for at in range(board.swapped[0] - 1, left - 1, -1):
        group = board.swaps[at, 0]
        if board.lead[group] >= 0:
            move(arena, board, group, board.swaps[at, 1], board.swaps[at, 2])
    board.swapped[0] = left


@bare
def other_room(arena: Arena, board: Board, group: int, day: int, wanted: int) -> int:
    """Return the smallest room to which a session could change from the one that is wanted; -1 if there is none."""
    begin = arena.begins[board.place[group, day]]
    found = NOBODY
    for room in range(arena.shape[3]):
        if (
            room != wanted
            and (found < 0 or arena.holds[room] < arena.holds[found])
            and room_free(arena, board, group, day, begin, room)
        ):
            found = room
    return found


@bare
def emptied(arena: Arena, board: Board, group: int, day: int, begin: int, room: int) -> bool:
    """Let everybody in a room change to others for a group's session, and say so; or change nothing and say no."""
    before = board.swapped[0]
    end = begin + arena.length[group]
    step = begin
    while step < end:
        there = board.holder[room, day, step] - 1
        if there < 0:
            if board.room[room, day, step] == 0:
                break
            step += 1
            continue
        target = other_room(arena, board, there, day, room)
        if target < 0 or board.swapped[0] == MOST_SWAPS:
            break
        at = board.swapped[0]
        board.swaps[at, 0] = there
        board.swaps[at, 1] = day
        board.swaps[at, 2] = room
        board.swapped[0] = at + 1
        move(arena, board, there, day, target)
    if step < end:
        undo_swaps(arena, board, before)
        return False
    return True


@bare
def room_for(arena: Arena, board: Board, group: int, day: int, place: int) -> int:
    """Return a room for a session, if need be one that others leave for it; -1 if there is none."""
    found = best_room(arena, board, group, day, place)
    if found >= 0:
        return found
    held = arena.who[group + 1] - arena.who[group]
    for room in range(arena.shape[3]):
        if arena.holds[room] >= held and emptied(arena, board, group, day, arena.begins[place], room):
            return room
    return NOBODY


@bare
def shut_out(arena: Arena, board: Board, group: int, places: Ints, rooms: Ints) -> int:
    """Fill `rooms` with a room for every place; return the first place for which there is none, or -1."""
    for day in range(arena.shape[4]):
        rooms[day] = NOBODY
        if places[day] >= 0:
            place: int = places[day]
            rooms[day] = room_for(arena, board, group, day, place)
            if rooms[day] < 0:
                return place
    return NOBODY

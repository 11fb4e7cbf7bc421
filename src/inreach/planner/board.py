"""The board of the search: where every group stands, who is busy when, and what it costs, exact after every move."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.arena import Arena
from inreach.planner.jit import bare, compiled
from inreach.planner.weave import Meter, count, member_points


class Board(NamedTuple):
    """Arrays that change; steps are steps of the day, -1 stands for nobody, nowhere or not placed."""

    adult: np.ndarray  # adult, cycle day, step: 1 where busy, turnaround included
    pupil: np.ndarray  # pupil, cycle day, step: 1 where in a session
    room: np.ndarray  # room, cycle day, step: 1 where taken
    place: np.ndarray  # group, cycle day: its place
    where: np.ndarray  # group, cycle day: its room
    lead: np.ndarray  # group: its adult, in the group's own numbering
    fine: np.ndarray  # group: points for sessions short and preparation missed
    harm: np.ndarray  # pupil: points
    visits: np.ndarray  # pupil, cycle day: sessions
    worked: np.ndarray  # adult: steps of work in the cycle
    meter: Meter  # repeated loss and time away from the teacher, by pupil


def empty_board(arena: Arena) -> Board:
    """Return a board with no group placed."""
    groups, pupils, adults, rooms, days, size = (int(n) for n in arena.shape[:6])
    pairs = len(arena.curve)
    board = Board(
        adult=np.zeros((adults, days, size), dtype=np.int8),
        pupil=np.zeros((pupils, days, size), dtype=np.int8),
        room=(1 - arena.there).astype(np.int8).reshape(rooms, days, size),
        place=np.full((groups, days), -1, dtype=np.int64),
        where=np.full((groups, days), -1, dtype=np.int64),
        lead=np.full(groups, -1, dtype=np.int64),
        fine=np.zeros(groups, dtype=np.int64),
        harm=np.zeros(pupils, dtype=np.int64),
        visits=np.zeros((pupils, days), dtype=np.int64),
        worked=np.zeros(adults, dtype=np.int64),
        meter=Meter(
            which=arena.pair,
            count=np.zeros(pairs, dtype=np.int64),
            curve=arena.curve,
            points=arena.points,
            whose=arena.pupil,
            away=np.zeros(pupils, dtype=np.int64),
            even=np.zeros(pupils, dtype=np.int64),
            over=np.full(pupils, arena.weigh[4], dtype=np.int64),
            cap=arena.cap,
        ),
    )
    for group in range(groups):
        board.fine[group] = group_fine(arena, board, group)
    return board


@compiled
def group_fine(arena: Arena, board: Board, group: int) -> int:
    """Return the points for a group's sessions short and for its weeks without preparation."""
    found = 0
    for week in range(arena.shape[7]):
        placed = 0
        prepared = 0
        for day in range(week * arena.shape[6], (week + 1) * arena.shape[6]):
            place = board.place[group, day]
            if place >= 0:
                placed += 1
                prepared += arena.prepares[place]
        found += arena.weigh[2] * (arena.dose[group] - placed)
        if arena.linked[group, week] == 1 and prepared == 0:
            found += arena.weigh[3]
    return found


@bare
def learn(arena: Arena, board: Board, group: int, place: int, day: int, sign: int, helped: bool) -> None:
    """Charge the members for a session at a place, or with sign -1 give it back."""
    if sign < 0:
        count(arena, board.meter, group, place, -1, helped)
    first = arena.who[group]
    row = arena.own[place]
    for j in range(arena.who[group + 1] - first):
        pupil = arena.pupil[first + j]
        points = arena.plain[row + j] + member_points(arena, board.meter, row + j)
        if sign < 0:
            board.visits[pupil, day] -= 1
        if board.visits[pupil, day] > 0:
            points += arena.weigh[0]
        if sign > 0:
            board.visits[pupil, day] += 1
        board.harm[pupil] += sign * points
    if sign > 0:
        count(arena, board.meter, group, place, 1, helped)


@bare
def occupy(arena: Arena, board: Board, group: int, day: int, value: int) -> None:
    """Mark the group's adult, members and room of one day as busy (1) or free (0)."""
    begin = arena.begins[board.place[group, day]]
    end = begin + arena.length[group]
    adult = arena.crew[arena.trained[group] + board.lead[group]]
    for step in range(begin, min(arena.shape[5], end + arena.weigh[5])):
        board.adult[adult, day, step] = value
    for member in range(arena.who[group], arena.who[group + 1]):
        for step in range(begin, end):
            board.pupil[arena.pupil[member], day, step] = value
    for step in range(begin, end):
        board.room[board.where[group, day], day, step] = value
    board.worked[adult] += arena.length[group] * (1 if value == 1 else -1)


@bare
def best_room(arena: Arena, board: Board, group: int, day: int, place: int) -> int:
    """Return the smallest room that is large enough and free for the whole session; -1 if there is none."""
    size = arena.who[group + 1] - arena.who[group]
    begin = arena.begins[place]
    found = -1
    for room in range(arena.shape[3]):
        if arena.holds[room] < size or (found >= 0 and arena.holds[room] >= arena.holds[found]):
            continue
        free = True
        for step in range(begin, begin + arena.length[group]):
            free = free and board.room[room, day, step] == 0
        if free:
            found = room
    return found


@compiled
def put(arena: Arena, board: Board, group: int, lead: int, places: np.ndarray, rooms: np.ndarray) -> None:
    """Place a group that is not placed: adult, place or -1 for each cycle day, and its room there or -1 to find one."""
    board.lead[group] = lead
    helped = arena.teacher[arena.crew[arena.trained[group] + lead]] == 0
    for day in range(arena.shape[4]):
        if places[day] >= 0:
            board.place[group, day] = places[day]
            room = rooms[day]
            board.where[group, day] = room if room >= 0 else best_room(arena, board, group, day, places[day])
            occupy(arena, board, group, day, 1)
            learn(arena, board, group, places[day], day, 1, helped)
    board.fine[group] = group_fine(arena, board, group)


@compiled
def lift(arena: Arena, board: Board, group: int) -> None:
    """Take a group off the board; nothing happens if it is not placed."""
    if board.lead[group] < 0:
        return
    helped = arena.teacher[arena.crew[arena.trained[group] + board.lead[group]]] == 0
    for day in range(arena.shape[4]):
        if board.place[group, day] >= 0:
            learn(arena, board, group, board.place[group, day], day, -1, helped)
            occupy(arena, board, group, day, 0)
            board.place[group, day] = -1
            board.where[group, day] = -1
    board.lead[group] = -1
    board.fine[group] = group_fine(arena, board, group)


@compiled
def total(arena: Arena, board: Board) -> int:
    """Return the points of the whole board."""
    found = 0
    worst = 0
    for pupil in range(arena.shape[1]):
        found += board.harm[pupil]
        worst = max(worst, board.harm[pupil])
        found += arena.weigh[4] * max(0, board.meter.away[pupil] - arena.cap[pupil])
    for group in range(arena.shape[0]):
        found += board.fine[group]
    return found + arena.weigh[1] * worst

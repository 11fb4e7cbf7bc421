"""The board of the search: where every group stands, who is busy when, and what it costs, exact after every move."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.array_types import Ints, ShortInts, TinyInts
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.group_branch_and_bound import Meter, count, member_points

MOST_SWAPS = 1024


class Board(NamedTuple):
    """Arrays that change; steps are steps of the day, -1 stands for nobody, nowhere or not placed."""

    adult: ShortInts  # adult, cycle day, step: free steps from there on, turnaround counts as busy; 0 past the day
    pupil: ShortInts  # pupil, cycle day, step: free steps from there on
    room: ShortInts  # room, cycle day, step: free steps from there on
    place: Ints  # group, cycle day: its place
    where: Ints  # group, cycle day: its room, -1 where it meets in class
    lead: Ints  # group: its adult, in the group's own numbering
    fine: Ints  # group: points that are no pupil's: short, not prepared, covered, changed
    harm: Ints  # pupil: points beyond what is unavoidable
    visits: Ints  # pupil, cycle day: sessions
    worked: Ints  # adult: steps of work in the cycle
    meter: Meter  # repeated loss and time away from the teacher, by pupil
    adult_site: TinyInts  # adult, cycle day, step: 1 + the site of the session there; no steps where there is one site
    pupil_site: TinyInts  # pupil, cycle day, step: the same
    holder: ShortInts  # room, cycle day, step: 1 + the group that meets there, 0 for none
    swaps: Ints  # swap: group, cycle day, room it left; the newest last
    swapped: Ints  # one number: how many swaps are written down


def free_runs(free: ShortInts) -> ShortInts:
    """Return for each step how many free ones there are from it on, and a 0 past the day; `free` is 1 where free."""
    found = np.zeros((*free.shape[:2], free.shape[2] + 1), dtype=np.int16)
    for step in range(free.shape[2] - 1, -1, -1):
        found[:, :, step] = free[:, :, step] * (found[:, :, step + 1] + 1)
    return found


def empty_board(arena: Arena) -> Board:
    """Return a board with no group placed."""
    groups, pupils, adults, rooms, days, size = (int(n) for n in arena.shape[:6])
    pairs = len(arena.curve)
    walked = size if arena.far.shape[1] > 1 else 0
    board = Board(
        adult=free_runs(np.ones((adults, days, size), dtype=np.int16)),
        pupil=free_runs(np.ones((pupils, days, size), dtype=np.int16)),
        room=free_runs(arena.there.astype(np.int16).reshape(rooms, days, size)),
        place=np.full((groups, days), -1, dtype=np.int64),
        where=np.full((groups, days), -1, dtype=np.int64),
        lead=np.full(groups, -1, dtype=np.int64),
        fine=np.zeros(groups, dtype=np.int64),
        harm=-arena.unavoidable,
        visits=np.zeros((pupils, days), dtype=np.int64),
        worked=np.zeros(adults, dtype=np.int64),
        meter=Meter(
            which=arena.pair,
            missed=np.zeros(pairs, dtype=np.int64),
            curve=arena.curve,
            points=arena.points,
            whose=arena.pupil,
            away=np.zeros(pupils, dtype=np.int64),
            even=np.zeros(pupils, dtype=np.int64),
            over=np.full(pupils, arena.weigh[4], dtype=np.int64),
            cap=arena.cap,
        ),
        adult_site=np.zeros((adults, days, walked), dtype=np.int8),
        pupil_site=np.zeros((pupils, days, walked), dtype=np.int8),
        holder=np.zeros((rooms, days, size), dtype=np.int16),
        swaps=np.zeros((MOST_SWAPS, 3), dtype=np.int64),
        swapped=np.zeros(1, dtype=np.int64),
    )
    for group in range(groups):
        board.fine[group] = fine_of(arena, board, group)
    return board


def fine_of(arena: Arena, board: Board, group: int) -> int:
    """Return the points for a group's sessions short, its weeks without preparation, its cover and its changes."""
    found: int = arena.owed[group]
    low = arena.first[group, 0]
    taught = -1
    if board.lead[group] >= 0:
        kind = arena.sort[arena.trained[group] + board.lead[group]]
        found += arena.kind[kind, 2]
        taught = arena.kind[kind, 3]
    for week in range(arena.shape[7]):
        placed = 0
        prepared = 0
        for day in range(week * arena.shape[6], (week + 1) * arena.shape[6]):
            place = board.place[group, day]
            if place >= 0:
                placed += 1
                prepared += arena.prepares[place]
                found += arena.toll[place]
                if taught >= 0:
                    found += arena.weigh[7] * arena.taught[taught + place - low]
        found += arena.short[group] * (arena.dose[group] - placed)
        if arena.linked[group, week] == 1 and prepared == 0:
            found += arena.weigh[3]
    return found


group_fine = bare(fine_of)


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
        if arena.in_class[group] == 0:
            if sign < 0:
                board.visits[pupil, day] -= 1
            if board.visits[pupil, day] > 0:
                points += arena.weigh[0]
            if sign > 0:
                board.visits[pupil, day] += 1
        board.harm[pupil] += sign * points
    if sign > 0:
        count(arena, board.meter, group, place, 1, helped)


def cover_at(arena: Arena, group: int, bit: int, place: int) -> int:
    """Return the adult who covers for the group's adult at a place; -1 where nobody needs to."""
    adult = arena.cover[arena.trained[group] + bit]
    if adult < 0:
        return -1
    at = arena.kind[arena.sort[arena.trained[group] + bit], 3]
    return adult if arena.taught[at + place - arena.first[group, 0]] > 0 else -1


covers = bare(cover_at)


@bare
def mark(runs: ShortInts, who: int, day: int, begin: int, end: int, value: int) -> None:
    """Make the steps from `begin` up to `end` busy (1) or free (0), and set the lengths of free runs that end there."""
    for step in range(end - 1, begin - 1, -1):
        runs[who, day, step] = 0 if value == 1 else runs[who, day, step + 1] + 1
    step = begin - 1
    while step >= 0 and runs[who, day, step] > 0:
        runs[who, day, step] = runs[who, day, step + 1] + 1
        step -= 1


@bare
def hold(board: Board, group: int, room: int, day: int, begin: int, end: int, value: int) -> None:
    """Mark a room as busy (1) or free (0) for a group."""
    mark(board.room, room, day, begin, end, value)
    for step in range(begin, end):
        board.holder[room, day, step] = value * (1 + group)


@bare
def book(arena: Arena, board: Board, group: int, day: int, adult: int, site: int, value: int) -> None:
    """Mark an adult as busy (1) or free (0) for the group's session of a day, on a site."""
    begin = arena.begins[board.place[group, day]]
    end = begin + arena.length[group]
    mark(board.adult, adult, day, begin, min(arena.shape[5], end + arena.weigh[5]), value)
    if board.adult_site.shape[2] > 0:
        for step in range(begin, end):
            board.adult_site[adult, day, step] = value * (1 + site)
    board.worked[adult] += arena.length[group] * (1 if value == 1 else -1)


@bare
def occupy(arena: Arena, board: Board, group: int, day: int, value: int) -> None:
    """Mark the group's adult, cover, members and room of one day as busy (1) or free (0)."""
    place = board.place[group, day]
    room = board.where[group, day]
    begin = arena.begins[place]
    end = begin + arena.length[group]
    site = arena.site[room] if room >= 0 else arena.weigh[9]
    book(arena, board, group, day, arena.crew[arena.trained[group] + board.lead[group]], site, value)
    cover = covers(arena, group, board.lead[group], place)
    if cover >= 0:
        book(arena, board, group, day, cover, arena.weigh[9], value)
    for member in range(arena.who[group], arena.who[group + 1]):
        mark(board.pupil, arena.pupil[member], day, begin, end, value)
        if board.pupil_site.shape[2] > 0:
            for step in range(begin, end):
                board.pupil_site[arena.pupil[member], day, step] = value * (1 + site)
    if room >= 0:
        hold(board, group, room, day, begin, end, value)


@bare
def in_reach(
    arena: Arena, role: int, sites: TinyInts, who: int, day: int, begin: int, end: int, site: int
) -> bool:
    """Say whether an adult (role 0) or pupil (1) can be at a site from `begin` to `end`, walks minded."""
    last = sites.shape[2]
    for step in range(last):
        other = sites[who, day, step] - 1
        if other >= 0 and step < begin and step + 1 + arena.far[role, other, site] > begin:
            return False
        if other >= 0 and step >= end and end + arena.far[role, site, other] > step:
            return False
    return True


@bare
def pupils_reach(arena: Arena, board: Board, group: int, day: int, begin: int, site: int) -> bool:
    """Say whether every member can be at a site for a session that begins there and then."""
    end = begin + arena.length[group]
    for member in range(arena.who[group], arena.who[group + 1]):
        if not in_reach(arena, 1, board.pupil_site, arena.pupil[member], day, begin, end, site):
            return False
    return True


@bare
def lead_reaches(arena: Arena, board: Board, group: int, bit: int, day: int, begin: int, site: int) -> bool:
    """Say whether an adult of the group's own numbering can be at a site for a session that begins there and then."""
    adult = arena.crew[arena.trained[group] + bit]
    return in_reach(arena, 0, board.adult_site, adult, day, begin, begin + arena.length[group], site)


@bare
def room_free(arena: Arena, board: Board, group: int, day: int, begin: int, room: int) -> bool:
    """Say whether a room is large enough and free for the whole session."""
    held = arena.who[group + 1] - arena.who[group]
    free: bool = board.room[room, day, begin] >= arena.length[group] and arena.holds[room] >= held
    return free


@bare
def best_room(arena: Arena, board: Board, group: int, day: int, place: int) -> int:
    """Return the smallest room that is large enough, free for the whole session and in reach; -1 if there is none."""
    if arena.in_class[group] == 1:
        return -1
    begin = arena.begins[place]
    found = -1
    for room in range(arena.shape[3]):
        if found >= 0 and arena.holds[room] >= arena.holds[found]:
            continue
        if not room_free(arena, board, group, day, begin, room):
            continue
        site = arena.site[room]
        if arena.far.shape[1] < 2 or (
            pupils_reach(arena, board, group, day, begin, site)
            and lead_reaches(arena, board, group, board.lead[group], day, begin, site)
        ):
            found = room
    return found


@bare
def put(arena: Arena, board: Board, group: int, lead: int, places: Ints, rooms: Ints) -> None:
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


@bare
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


@bare
def total(arena: Arena, board: Board) -> int:
    """Return the points of the whole board."""
    found: int = arena.weigh[8]
    worst = 0
    for pupil in range(arena.shape[1]):
        found += board.harm[pupil]
        worst = max(worst, board.harm[pupil])
        found += arena.weigh[4] * max(0, board.meter.away[pupil] - arena.cap[pupil])
    for group in range(arena.shape[0]):
        found += board.fine[group]
    found += arena.weigh[1] * worst
    return found

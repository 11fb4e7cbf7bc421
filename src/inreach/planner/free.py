"""Who is free for a group, and where: adults by bits in the group's own numbering, at each of its places."""

# ruff: noqa: PLR0912, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

import numpy as np

from inreach.planner.arena import Arena
from inreach.planner.board import Board, covers, in_reach, lead_reaches, pupils_reach, room_free
from inreach.planner.jit import bare, inner


@bare
def reaching(arena: Arena, board: Board, group: int, day: int, place: int, site: int, bits: int) -> int:
    """Return those of some adults who can be at a site, and their cover in class, for a session at a place."""
    begin = arena.begins[place]
    end = begin + arena.length[group]
    found = 0
    for bit in range(arena.trained[group + 1] - arena.trained[group]):
        if (bits >> bit) & 1 == 0 or not lead_reaches(arena, board, group, bit, day, begin, site):
            continue
        cover = covers(arena, group, bit, place)
        if cover < 0 or in_reach(arena, 0, board.adult_site, cover, day, begin, end, arena.weigh[9]):
            found |= 1 << bit
    return found


@bare
def site_open(arena: Arena, board: Board, group: int, day: int, begin: int, site: int) -> bool:
    """Say whether a session that begins then can be on a site: room for it, and every member in reach."""
    there = arena.in_class[group] == 1 and site == arena.weigh[9]
    if arena.in_class[group] == 0:
        for room in range(arena.shape[3]):
            there = there or (arena.site[room] == site and room_free(arena, board, group, day, begin, room))
    return there and pupils_reach(arena, board, group, day, begin, site)


@bare
def within_reach(arena: Arena, board: Board, group: int, allow: np.ndarray) -> None:
    """Keep in `allow` the adults for whom a room is free on a site that they and all members reach; exact."""
    for day in range(arena.shape[4]):
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            local = place - arena.first[group, 0]
            if allow[local] == 0:
                continue
            begin = arena.begins[place]
            bits = 0
            for site in range(arena.far.shape[1]):
                if site_open(arena, board, group, day, begin, site):
                    bits |= reaching(arena, board, group, day, place, site, allow[local] & ~bits)
            allow[local] = bits


@inner
def free_adults(arena: Arena, board: Board, group: int, allow: np.ndarray) -> None:
    """Fill `allow` with the bits of adults free at every place of the group; 0 where a pupil or every room is taken."""
    size = arena.shape[5]
    length = arena.length[group]
    begin_crew = arena.trained[group]
    crew = arena.trained[group + 1] - begin_crew
    members = arena.who[group + 1] - arena.who[group]
    low = arena.first[group, 0]
    run = np.zeros(size + 1, dtype=np.int64)
    room_run = np.zeros(size + 1, dtype=np.int64)
    for day in range(arena.shape[4]):
        begin = arena.first[group, day]
        end = arena.first[group, day + 1]
        if begin == end:
            continue
        for step in range(size - 1, -1, -1):
            taken = 0
            for member in range(arena.who[group], arena.who[group + 1]):
                taken += board.pupil[arena.pupil[member], day, step]
            run[step] = 0 if taken > 0 else run[step + 1] + 1
        room_run[:] = size if arena.in_class[group] == 1 else 0
        for room in range(arena.shape[3]):
            if arena.holds[room] < members:
                continue
            free = 0
            for step in range(size - 1, -1, -1):
                free = 0 if board.room[room, day, step] == 1 else free + 1
                room_run[step] = max(room_run[step], free)
        for place in range(begin, end):
            step = arena.begins[place]
            allow[place - low] = -1 if run[step] >= length and room_run[step] >= length else 0
        for bit in range(crew):
            adult = arena.crew[begin_crew + bit]
            for step in range(size - 1, -1, -1):
                run[step] = 0 if board.adult[adult, day, step] == 1 else run[step + 1] + 1
            for place in range(begin, end):
                step = arena.begins[place]
                if run[step] < min(length + arena.weigh[5], size - step):
                    allow[place - low] &= ~(1 << bit)
            adult = arena.cover[begin_crew + bit]
            if adult < 0:
                continue
            for step in range(size - 1, -1, -1):
                run[step] = 0 if board.adult[adult, day, step] == 1 else run[step + 1] + 1
            for place in range(begin, end):
                step = arena.begins[place]
                if (
                    run[step] < min(length + arena.weigh[5], size - step)
                    and covers(arena, group, bit, place) >= 0
                ):
                    allow[place - low] &= ~(1 << bit)
        for place in range(begin, end):
            allow[place - low] &= arena.adults[place]
    if arena.far.shape[1] > 1:
        within_reach(arena, board, group, allow)


@bare
def allowed_crew(arena: Arena, board: Board, group: int, steps: int, kind: int) -> int:
    """Return the bits of the adults of a kind who have `steps` of work left, and whose cover has as many.

    The cover may be needed for fewer sessions than all. So a cover with little time left is passed over now and then
    though it would do; no rule is ever broken by it.
    """
    bits = 0
    for bit in range(arena.trained[group + 1] - arena.trained[group]):
        if (arena.kind[kind, 0] >> bit) & 1 == 0:
            continue
        adult = arena.crew[arena.trained[group] + bit]
        cover = arena.cover[arena.trained[group] + bit]
        if cover >= 0 and board.worked[cover] + steps > arena.hours[cover]:
            continue
        if board.worked[adult] + steps <= arena.hours[adult]:
            bits |= 1 << bit
    return bits

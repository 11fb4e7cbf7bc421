"""Who is free for a group, and where: adults by bits in the group's own numbering, at each of its places."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.search_state import Board, covers, in_reach, lead_reaches, pupils_reach, room_free


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
def within_reach(arena: Arena, board: Board, group: int, allow: Ints) -> None:
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


@bare
def in_parts(arena: Arena, board: Board, group: int, day: int, begin: int) -> bool:
    """Say whether at every step of a session some room that is large enough is free."""
    held = arena.who[group + 1] - arena.who[group]
    for step in range(begin, begin + arena.length[group]):
        room = 0
        while room < arena.shape[3] and (board.room[room, day, step] == 0 or arena.holds[room] < held):
            room += 1
        if room == arena.shape[3]:
            return False
    return True


@bare
def shut(arena: Arena, board: Board, group: int, day: int, begin: int, loose: bool) -> bool:
    """Say whether a member is in another session then, or no room is both large enough and free.

    When `loose`, it is enough that at every step some room is.
    """
    length = arena.length[group]
    for member in range(arena.who[group], arena.who[group + 1]):
        if board.pupil[arena.pupil[member], day, begin] < length:
            return True
    if arena.in_class[group] == 1:
        return False
    room = 0
    while room < arena.shape[3] and not room_free(arena, board, group, day, begin, room):
        room += 1
    return room == arena.shape[3] and not (loose and in_parts(arena, board, group, day, begin))


@bare
def free_adults(arena: Arena, board: Board, group: int, allow: Ints, loose: bool) -> None:
    """Fill `allow` with the bits of adults free at every place of the group; 0 where a pupil or every room is taken.

    When `loose`, places stay open where a room might be had if others changed theirs.
    """
    low = arena.first[group, 0]
    begin_crew = arena.trained[group]
    crew = arena.trained[group + 1] - begin_crew
    for day in range(arena.shape[4]):
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            begin = arena.begins[place]
            wanted = min(arena.length[group] + arena.weigh[5], arena.shape[5] - begin)
            bits = 0
            if not shut(arena, board, group, day, begin, loose):
                for bit in range(crew):
                    if (arena.adults[place] >> bit) & 1 == 0:
                        continue
                    cover = covers(arena, group, bit, place)
                    if board.adult[arena.crew[begin_crew + bit], day, begin] >= wanted and (
                        cover < 0 or board.adult[cover, day, begin] >= wanted
                    ):
                        bits |= 1 << bit
            allow[place - low] = bits
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

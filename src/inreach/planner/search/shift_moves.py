"""Move single sessions of a group to where they cost least, everything else given, until none can be moved for less."""

# ruff: noqa: PLR0912, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.search_state import Board, covers, learn


@bare
def worst_other(arena: Arena, board: Board, group: int) -> int:
    """Return the harm of the worst-off pupil who is no member of the group; 0 at least."""
    found = 0
    for pupil in range(arena.shape[1]):
        if board.harm[pupil] > found:
            member = arena.who[group]
            while member < arena.who[group + 1] and arena.pupil[member] != pupil:
                member += 1
            if member == arena.who[group + 1]:
                found = board.harm[pupil]
    return found


@bare
def price(
    arena: Arena, board: Board, group: int, bit: int, places: Ints, day: int, place: int, worst: int
) -> int:
    """Return the points of members and group with one session more, at a place; the others' places are charged."""
    low = arena.first[group, 0]
    lead = arena.trained[group] + bit
    taught = arena.kind[arena.sort[lead], 3]
    found: int = arena.toll[place] + (
        arena.weigh[7] * arena.taught[taught + place - low] if taught >= 0 else 0
    )
    helped = arena.teacher[arena.crew[lead]] == 0
    learn(arena, board, group, place, day, 1, helped)
    for member in range(arena.who[group], arena.who[group + 1]):
        pupil = arena.pupil[member]
        worst = max(worst, board.harm[pupil])
        found += board.harm[pupil] + arena.weigh[4] * max(0, board.meter.away[pupil] - arena.cap[pupil])
    learn(arena, board, group, place, day, -1, helped)
    week = day // arena.shape[6]
    prepared = arena.prepares[place]
    for other in range(week * arena.shape[6], (week + 1) * arena.shape[6]):
        if places[other] >= 0:
            prepared += arena.prepares[places[other]]
    if arena.linked[group, week] == 1 and prepared == 0:
        found += arena.weigh[3]
    found += arena.weigh[1] * worst
    return found


@bare
def covered(arena: Arena, board: Board, group: int, bit: int, places: Ints, place: int) -> bool:
    """Say whether nobody needs to cover at one more place, or whoever covers has the hours for it."""
    cover = covers(arena, group, bit, place)
    if cover < 0:
        return True
    work = arena.length[group]
    for other in places:
        if other >= 0 and covers(arena, group, bit, other) >= 0:
            work += arena.length[group]
    within: bool = board.worked[cover] + work <= arena.hours[cover]
    return within


@bare
def slide(arena: Arena, board: Board, group: int, bit: int, allow: Ints, places: Ints) -> bool:
    """Change `places` of a group that is off the board until no session is better elsewhere in its week.

    The adult stays; `allow` gives the bits of adults free at every place. Returns whether anything changed.
    """
    low = arena.first[group, 0]
    helped = arena.teacher[arena.crew[arena.trained[group] + bit]] == 0
    worst = worst_other(arena, board, group)
    for day in range(arena.shape[4]):
        if places[day] >= 0:
            learn(arena, board, group, places[day], day, 1, helped)
    changed = False
    moved = True
    while moved:
        moved = False
        for day in range(arena.shape[4]):
            here = places[day]
            if here < 0:
                continue
            learn(arena, board, group, here, day, -1, helped)
            places[day] = -1
            best = price(arena, board, group, bit, places, day, here, worst)
            target = here
            end = day
            monday = day // arena.shape[6] * arena.shape[6]
            for to in range(monday, monday + arena.shape[6]):
                if to != day and (places[to] >= 0 or arena.must[group, day] == 1):
                    continue
                for place in range(arena.first[group, to], arena.first[group, to + 1]):
                    if (allow[place - low] >> bit) & 1 == 0:
                        continue
                    points = price(arena, board, group, bit, places, to, place, worst)
                    if points < best and covered(arena, board, group, bit, places, place):
                        best = points
                        target = place
                        end = to
            places[end] = target
            learn(arena, board, group, target, end, 1, helped)
            if target != here:
                moved = True
                changed = True
    for day in range(arena.shape[4]):
        if places[day] >= 0:
            learn(arena, board, group, places[day], day, -1, helped)
    return changed

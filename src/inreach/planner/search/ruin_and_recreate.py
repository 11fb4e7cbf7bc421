"""Ruin and recreate: take a few related groups off the board, put each back exactly, keep the better board.

The idea is of Schrimpf and others (J. Computational Physics 159, 2000); a worse board is kept with the chance of
simulated annealing. Every draw is a whole number, so a seed gives the same answer on every machine.
"""

# ruff: noqa: PLR0912, PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.compiled_arrays import copied, copy, fill, filled
from inreach.planner.jit import bare, part
from inreach.planner.search.availability import free_adults
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.group_branch_and_bound import in_order
from inreach.planner.search.insertion import insert
from inreach.planner.search.rng import FINE, LUCK, draw
from inreach.planner.search.room_changes import undo_swaps
from inreach.planner.search.search_state import Board, lift, put, total
from inreach.planner.search.shift_moves import slide

MOST_GROUPS = 10
MORE_PATIENCE = 10  # times as much where each group is put back once more at the end


class Kept(NamedTuple):
    """The best board seen: its points, and for every group its places, rooms and adult."""

    points: Ints  # one number
    place: Ints
    where: Ints
    lead: Ints


def empty_kept(board: Board) -> Kept:
    """Return room for the best board."""
    return Kept(np.zeros(1, dtype=np.int64), board.place.copy(), board.where.copy(), board.lead.copy())


@bare
def keep(arena: Arena, board: Board, kept: Kept, points: int) -> None:
    """Remember the board."""
    kept.points[0] = points
    for group in range(arena.shape[0]):
        kept.lead[group] = board.lead[group]
        for day in range(arena.shape[4]):
            kept.place[group, day] = board.place[group, day]
            kept.where[group, day] = board.where[group, day]


@part
def restore(arena: Arena, board: Board, kept: Kept) -> None:
    """Set the board to the best one seen."""
    for group in range(arena.shape[0]):
        lift(arena, board, group)
    for group in range(arena.shape[0]):
        if kept.lead[group] >= 0:
            put(arena, board, group, kept.lead[group], kept.place[group], kept.where[group])


@bare
def add(chosen: Ints, size: int, group: int) -> int:
    """Add a group to the chosen ones unless it is there; return how many there are."""
    for at in range(size):
        if chosen[at] == group:
            return size
    chosen[size] = group
    return size + 1


@bare
def worst_off(arena: Arena, board: Board, dice: Ints) -> int:
    """Return a pupil who loses much: the worst-off one, or the worst of a few drawn."""
    found = draw(dice, arena.shape[1])
    tries = arena.shape[1] if draw(dice, 2) == 0 else 5
    for n in range(tries):
        pupil = n if tries == arena.shape[1] else draw(dice, arena.shape[1])
        if board.harm[pupil] > board.harm[found]:
            found = pupil
    return found


@bare
def over_cap_groups(arena: Arena, board: Board, dice: Ints, chosen: Ints, wanted: int) -> int:
    """Choose the groups of a pupil beyond the cap, and groups whose teacher could take one of them; 0 if nobody is."""
    size = 0
    pupil = draw(dice, arena.shape[1])
    for _ in range(arena.shape[1]):
        if board.meter.away[pupil] > arena.cap[pupil]:
            break
        pupil = (pupil + 1) % arena.shape[1]
    if board.meter.away[pupil] <= arena.cap[pupil]:
        return size
    for at in range(arena.joins[pupil], arena.joins[pupil + 1]):
        if size < wanted:
            size = add(chosen, size, arena.clubs[at])
    helped = chosen[draw(dice, size)]
    turn = draw(dice, arena.shape[0])
    for n in range(arena.shape[0]):
        group = (n + turn) % arena.shape[0]
        if size >= wanted or board.lead[group] < 0:
            continue
        adult = arena.crew[arena.trained[group] + board.lead[group]]
        for at in range(arena.trained[helped], arena.trained[helped + 1]):
            if arena.crew[at] == adult and arena.teacher[adult] == 1 and size < wanted:
                size = add(chosen, size, group)
    return size


@bare
def choose(arena: Arena, board: Board, dice: Ints, chosen: Ints) -> int:
    """Fill `chosen` with the groups to take off the board; return how many."""
    groups = arena.shape[0]
    most = min(groups, MOST_GROUPS)
    wanted = 1 + draw(dice, max(1, most))
    size = 0
    kind = draw(dice, 100)
    if kind < 25:
        pupil = worst_off(arena, board, dice)
        for at in range(arena.joins[pupil], arena.joins[pupil + 1]):
            if size < most:
                size = add(chosen, size, arena.clubs[at])
    elif kind < 45:
        first = draw(dice, groups)
        size = add(chosen, size, first)
        if board.lead[first] >= 0:
            adult = arena.crew[arena.trained[first] + board.lead[first]]
            turn = draw(dice, groups)
            for n in range(groups):
                group = (n + turn) % groups
                lead = board.lead[group]
                if size < wanted and lead >= 0 and arena.crew[arena.trained[group] + lead] == adult:
                    size = add(chosen, size, group)
    elif kind < 60:
        turn = draw(dice, groups)
        for n in range(groups):
            group = (n + turn) % groups
            if size < max(1, wanted // 2) and board.fine[group] > 0:
                size = add(chosen, size, group)
    elif kind < 75:
        size = over_cap_groups(arena, board, dice, chosen, wanted)
    if size == 0:
        size = add(chosen, size, draw(dice, groups))
    tries = 0
    while size < wanted and tries < 50:
        tries += 1
        anchor = chosen[draw(dice, size)]
        found = draw(dice, groups)
        for _ in range(draw(dice, 6)):
            other = draw(dice, groups)
            if arena.near[anchor, other] > arena.near[anchor, found]:
                found = other
        size = add(chosen, size, found)
    return size


@bare
def shuffle(arena: Arena, dice: Ints, chosen: Ints, size: int) -> None:
    """Put the chosen groups into a drawn order, or the ones with most to place first."""
    for at in range(size - 1, 0, -1):
        other = draw(dice, at + 1)
        chosen[at], chosen[other] = chosen[other], chosen[at]
    if draw(dice, 3) == 0:
        for at in range(1, size):
            back = at
            while back > 0 and work(arena, chosen[back]) > work(arena, chosen[back - 1]):
                chosen[back], chosen[back - 1] = chosen[back - 1], chosen[back]
                back -= 1


@bare
def work(arena: Arena, group: int) -> int:
    """Return the pupil steps that a group takes in a week: the more, the harder it is to place."""
    steps: int = arena.length[group] * arena.dose[group] * (arena.who[group + 1] - arena.who[group])
    return steps


@part
def construct(arena: Arena, board: Board, kept: Kept, dice: Ints) -> int:
    """Place every group, the ones with fewest choices of adult and place for their work first; return the points."""
    groups = arena.shape[0]
    days = arena.shape[4]
    order = filled(groups, 0)
    for group in range(groups):
        width = 1 + arena.first[group, days] - arena.first[group, 0]
        crew = arena.trained[group + 1] - arena.trained[group]
        order[group] = (width * crew * 16 // (1 + work(arena, group))) * groups + group
    in_order(order, 0, groups)
    for n in range(groups):
        board.swapped[0] = 0
        insert(arena, board, order[n] % groups, dice, False)
    points = total(arena, board)
    keep(arena, board, kept, points)
    return points


@part
def improve(
    arena: Arena, board: Board, kept: Kept, dice: Ints, now: int, heat: int, rounds: int, back: bool
) -> int:
    """Ruin and recreate `rounds` times at one heat (in 65,536ths of a point); return the points of the board.

    With `back` it goes back to the best board first.
    """
    if back:
        restore(arena, board, kept)
        now = kept.points[0]
    days = arena.shape[4]
    chosen = filled(arena.shape[0] + 1, 0)
    before = filled(arena.shape[0] + 1, 0)
    places = np.empty((arena.shape[0], days), dtype=np.int64)
    rooms = np.empty((arena.shape[0], days), dtype=np.int64)
    leads = filled(arena.shape[0], -1)
    for _ in range(rounds):
        size = choose(arena, board, dice, chosen)
        for at in range(size):
            group = chosen[at]
            before[at] = group
            copy(board.place[group], places[at], 0)
            copy(board.where[group], rooms[at], 0)
            leads[at] = board.lead[group]
        board.swapped[0] = 0
        for at in range(size):
            lift(arena, board, chosen[at])
        noisy = draw(dice, 10) < 4
        shuffle(arena, dice, chosen, size)
        for at in range(size):
            insert(arena, board, chosen[at], dice, noisy)
        then = total(arena, board)
        luck = LUCK[draw(dice, 1024)]
        if then <= now or (then - now) * FINE <= heat * luck // FINE:
            now = then
            if now < kept.points[0]:
                keep(arena, board, kept, now)
            continue
        for at in range(size):
            lift(arena, board, before[at])
        undo_swaps(arena, board, 0)
        for at in range(size):
            if leads[at] >= 0:
                put(arena, board, before[at], leads[at], places[at], rooms[at])
    return now


@part
def replace(arena: Arena, board: Board, group: int, dice: Ints, now: int) -> int:
    """Put a group back where it costs least, or move its sessions one by one, if that is better; return the points."""
    lead = board.lead[group]
    places = copied(board.place[group])
    rooms = copied(board.where[group])
    lift(arena, board, group)
    board.swapped[0] = 0
    insert(arena, board, group, dice, False)
    then = total(arena, board)
    if then < now or lead < 0:
        return then
    lift(arena, board, group)
    undo_swaps(arena, board, 0)
    allow = filled(arena.first[group, arena.shape[4]] - arena.first[group, 0], 0)
    free_adults(arena, board, group, allow, False)
    if slide(arena, board, group, lead, allow, places):
        fill(rooms, 0, len(rooms), -1)
    put(arena, board, group, lead, places, rooms)
    return total(arena, board)


@part
def polish(arena: Arena, board: Board, kept: Kept, dice: Ints) -> int:
    """Replace one group of the best board after the other until nothing gets better; return the points."""
    restore(arena, board, kept)
    now: int = kept.points[0]
    patience = arena.weigh[6]
    arena.weigh[6] = patience * MORE_PATIENCE
    group = 0
    calm = 0
    while calm < arena.shape[0]:
        then = replace(arena, board, group, dice, now)
        calm = 0 if then < now else calm + 1
        now = then
        group = (group + 1) % arena.shape[0]
    arena.weigh[6] = patience
    keep(arena, board, kept, now)
    return now

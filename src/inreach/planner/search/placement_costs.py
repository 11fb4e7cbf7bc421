"""What the places of a group cost apart from its own other sessions, for `insertion`."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.rng import draw
from inreach.planner.search.search_state import Board

NOISE = 30  # the most by which a place is taken to be dearer, in per cent


@bare
def line_costs(arena: Arena, board: Board, group: int, merged: Ints, lines: Ints) -> None:
    """Fill `lines` with the points of each open place and member that do not depend on the group's other sessions."""
    first = arena.who[group]
    size = arena.who[group + 1] - first
    at = 0
    for day in range(arena.shape[4]):
        for place in range(arena.first[group, day], arena.first[group, day + 1]):
            if merged[place - arena.first[group, 0]] != 0:
                for j in range(size):
                    visits = board.visits[arena.pupil[first + j], day] * (1 - arena.in_class[group])
                    lines[at + j] = arena.plain[arena.own[place] + j] + (arena.weigh[0] if visits > 0 else 0)
            at += size


@bare
def place_extra(
    arena: Arena, group: int, merged: Ints, lines: Ints, dice: Ints, noisy: bool, extra: Ints
) -> None:
    """Fill `extra` with the toll of every place that is allowed, and with noise if wanted."""
    low = arena.first[group, 0]
    members = arena.who[group + 1] - arena.who[group]
    for local in range(len(extra)):
        if merged[local] != 0:
            extra[local] = arena.toll[low + local]
            if noisy:
                points = 0
                for j in range(members):
                    points += lines[local * members + j]
                extra[local] += points * draw(dice, NOISE) // 100


@bare
def charge_cover(arena: Arena, group: int, kind: int, extra: Ints, with_cover: Ints) -> None:
    """Fill `with_cover` with `extra` and what cover for a kind of adult costs at every place."""
    at = arena.kind[kind, 3]
    for local in range(len(extra)):
        with_cover[local] = extra[local] + arena.weigh[7] * arena.taught[at + local]


@bare
def over_cap(arena: Arena, board: Board, group: int, places: Ints) -> bool:
    """Say whether these places take a member beyond the cap on time away from the teacher."""
    first = arena.who[group]
    for j in range(arena.who[group + 1] - first):
        pupil = arena.pupil[first + j]
        steps = board.meter.away[pupil]
        for day in range(arena.shape[4]):
            if places[day] >= 0:
                steps += arena.away[arena.own[places[day]] + j]
        if steps > arena.cap[pupil]:
            return True
    return False

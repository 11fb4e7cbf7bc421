"""What the places of a group cost apart from its own other sessions, for `insertion`."""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from inreach.planner.array_types import Ints
from inreach.planner.jit import bare
from inreach.planner.search.compiled_problem import (
    COVER,
    CYCLE_DAYS,
    KIND_TAUGHT,
    SECOND_SAME_DAY,
    CompiledProblem,
)
from inreach.planner.search.rng import draw
from inreach.planner.search.search_state import SearchState

NOISE = 30  # the most by which a place is taken to be dearer, in per cent


@bare
def line_costs(compiled: CompiledProblem, state: SearchState, group: int, merged: Ints, lines: Ints) -> None:
    """Fill `lines` with the points of each open place and member that do not depend on the group's other sessions."""
    first = compiled.member_start[group]
    size = compiled.member_start[group + 1] - first
    at = 0
    for day in range(compiled.shape[CYCLE_DAYS]):
        for place in range(compiled.first[group, day], compiled.first[group, day + 1]):
            if merged[place - compiled.first[group, 0]] != 0:
                for j in range(size):
                    visits = state.visits[compiled.pupil[first + j], day] * (1 - compiled.in_class[group])
                    lines[at + j] = compiled.plain[compiled.row_start[place] + j] + (
                        compiled.weights[SECOND_SAME_DAY] if visits > 0 else 0
                    )
            at += size


@bare
def place_extra(
    compiled: CompiledProblem, group: int, merged: Ints, lines: Ints, rng: Ints, noisy: bool, extra: Ints
) -> None:
    """Fill `extra` with what leaving its published times costs at each allowed place, and with noise if wanted."""
    low = compiled.first[group, 0]
    members = compiled.member_start[group + 1] - compiled.member_start[group]
    for local in range(len(extra)):
        if merged[local] != 0:
            extra[local] = compiled.move_cost[low + local]
            if noisy:
                points = 0
                for j in range(members):
                    points += lines[local * members + j]
                extra[local] += points * draw(rng, NOISE) // 100


@bare
def charge_cover(compiled: CompiledProblem, group: int, kind: int, extra: Ints, with_cover: Ints) -> None:
    """Fill `with_cover` with `extra` and what cover for a kind of adult costs at every place."""
    at = compiled.kind[kind, KIND_TAUGHT]
    for local in range(len(extra)):
        with_cover[local] = extra[local] + compiled.weights[COVER] * compiled.taught[at + local]


@bare
def over_cap(compiled: CompiledProblem, state: SearchState, group: int, places: Ints) -> bool:
    """Say whether these places take a member beyond the cap on time away from the teacher."""
    first = compiled.member_start[group]
    for j in range(compiled.member_start[group + 1] - first):
        pupil = compiled.pupil[first + j]
        steps = state.counters.away[pupil]
        for day in range(compiled.shape[CYCLE_DAYS]):
            if places[day] >= 0:
                steps += compiled.away[compiled.row_start[places[day]] + j]
        if steps > compiled.cap[pupil]:
            return True
    return False

"""Ruin and recreate: take a few related groups off the timetable, put each back exactly, keep the better state.

The idea is of Schrimpf and others (J. Computational Physics 159, 2000); a worse state is kept with the chance of
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
from inreach.planner.search.compiled_problem import (
    CYCLE_DAYS,
    GROUPS,
    PUPILS,
    SEARCH_PATIENCE,
    CompiledProblem,
)
from inreach.planner.search.group_branch_and_bound import in_order
from inreach.planner.search.insertion import insert
from inreach.planner.search.rng import FINE, LUCK, draw
from inreach.planner.search.room_changes import undo_swaps
from inreach.planner.search.search_state import SearchState, lift, put, total
from inreach.planner.search.shift_moves import shift

MOST_GROUPS = 10
MORE_PATIENCE = 10  # times as much where each group is put back once more at the end


class Incumbent(NamedTuple):
    """The best state seen: its points, and for every group its places, rooms and adult."""

    points: Ints  # one number
    place: Ints
    where: Ints
    lead: Ints


def empty_incumbent(state: SearchState) -> Incumbent:
    """Return room for the best state."""
    return Incumbent(np.zeros(1, dtype=np.int64), state.place.copy(), state.where.copy(), state.lead.copy())


@bare
def keep(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent, points: int) -> None:
    """Remember the state."""
    incumbent.points[0] = points
    for group in range(compiled.shape[GROUPS]):
        incumbent.lead[group] = state.lead[group]
        for day in range(compiled.shape[CYCLE_DAYS]):
            incumbent.place[group, day] = state.place[group, day]
            incumbent.where[group, day] = state.where[group, day]


@part
def restore(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent) -> None:
    """Set the state to the best one seen."""
    for group in range(compiled.shape[GROUPS]):
        lift(compiled, state, group)
    for group in range(compiled.shape[GROUPS]):
        if incumbent.lead[group] >= 0:
            put(compiled, state, group, incumbent.lead[group], incumbent.place[group], incumbent.where[group])


@bare
def add(chosen: Ints, size: int, group: int) -> int:
    """Add a group to the chosen ones unless it is there; return how many there are."""
    for at in range(size):
        if chosen[at] == group:
            return size
    chosen[size] = group
    return size + 1


@bare
def worst_off(compiled: CompiledProblem, state: SearchState, rng: Ints) -> int:
    """Return a pupil who loses much: the worst-off one, or the worst of a few drawn."""
    worst = draw(rng, compiled.shape[PUPILS])
    tries = compiled.shape[PUPILS] if draw(rng, 2) == 0 else 5
    for n in range(tries):
        pupil = n if tries == compiled.shape[PUPILS] else draw(rng, compiled.shape[PUPILS])
        if state.harm[pupil] > state.harm[worst]:
            worst = pupil
    return worst


@bare
def over_cap_groups(
    compiled: CompiledProblem, state: SearchState, rng: Ints, chosen: Ints, wanted: int
) -> int:
    """Choose the groups of a pupil beyond the cap, and groups whose teacher could take one of them; 0 if nobody is."""
    size = 0
    pupil = draw(rng, compiled.shape[PUPILS])
    for _ in range(compiled.shape[PUPILS]):
        if state.counters.away[pupil] > compiled.cap[pupil]:
            break
        pupil = (pupil + 1) % compiled.shape[PUPILS]
    if state.counters.away[pupil] <= compiled.cap[pupil]:
        return size
    for at in range(compiled.pupil_group_start[pupil], compiled.pupil_group_start[pupil + 1]):
        if size < wanted:
            size = add(chosen, size, compiled.pupil_groups[at])
    helped = chosen[draw(rng, size)]
    turn = draw(rng, compiled.shape[GROUPS])
    for n in range(compiled.shape[GROUPS]):
        group = (n + turn) % compiled.shape[GROUPS]
        if size >= wanted or state.lead[group] < 0:
            continue
        adult = compiled.crew[compiled.crew_start[group] + state.lead[group]]
        for at in range(compiled.crew_start[helped], compiled.crew_start[helped + 1]):
            if compiled.crew[at] == adult and compiled.teacher[adult] == 1 and size < wanted:
                size = add(chosen, size, group)
    return size


@bare
def choose(compiled: CompiledProblem, state: SearchState, rng: Ints, chosen: Ints) -> int:
    """Fill `chosen` with the groups to take off the timetable; return how many."""
    groups = compiled.shape[GROUPS]
    most = min(groups, MOST_GROUPS)
    wanted = 1 + draw(rng, max(1, most))
    size = 0
    kind = draw(rng, 100)
    if kind < 25:
        pupil = worst_off(compiled, state, rng)
        for at in range(compiled.pupil_group_start[pupil], compiled.pupil_group_start[pupil + 1]):
            if size < most:
                size = add(chosen, size, compiled.pupil_groups[at])
    elif kind < 45:
        first = draw(rng, groups)
        size = add(chosen, size, first)
        if state.lead[first] >= 0:
            adult = compiled.crew[compiled.crew_start[first] + state.lead[first]]
            turn = draw(rng, groups)
            for n in range(groups):
                group = (n + turn) % groups
                lead = state.lead[group]
                if size < wanted and lead >= 0 and compiled.crew[compiled.crew_start[group] + lead] == adult:
                    size = add(chosen, size, group)
    elif kind < 60:
        turn = draw(rng, groups)
        for n in range(groups):
            group = (n + turn) % groups
            if size < max(1, wanted // 2) and state.fine[group] > 0:
                size = add(chosen, size, group)
    elif kind < 75:
        size = over_cap_groups(compiled, state, rng, chosen, wanted)
    if size == 0:
        size = add(chosen, size, draw(rng, groups))
    tries = 0
    while size < wanted and tries < 50:
        tries += 1
        anchor = chosen[draw(rng, size)]
        nearest = draw(rng, groups)
        for _ in range(draw(rng, 6)):
            other = draw(rng, groups)
            if compiled.relatedness[anchor, other] > compiled.relatedness[anchor, nearest]:
                nearest = other
        size = add(chosen, size, nearest)
    return size


@bare
def shuffle(compiled: CompiledProblem, rng: Ints, chosen: Ints, size: int) -> None:
    """Put the chosen groups into a drawn order, or the ones with most to place first."""
    for at in range(size - 1, 0, -1):
        other = draw(rng, at + 1)
        chosen[at], chosen[other] = chosen[other], chosen[at]
    if draw(rng, 3) == 0:
        for at in range(1, size):
            back = at
            while back > 0 and work(compiled, chosen[back]) > work(compiled, chosen[back - 1]):
                chosen[back], chosen[back - 1] = chosen[back - 1], chosen[back]
                back -= 1


@bare
def work(compiled: CompiledProblem, group: int) -> int:
    """Return the pupil steps that a group takes in a week: the more, the harder it is to place."""
    steps: int = (
        compiled.length[group]
        * compiled.dose[group]
        * (compiled.member_start[group + 1] - compiled.member_start[group])
    )
    return steps


@part
def construct(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent, rng: Ints) -> int:
    """Place every group, the ones with fewest choices of adult and place for their work first; return the points."""
    groups = compiled.shape[GROUPS]
    days = compiled.shape[CYCLE_DAYS]
    order = filled(groups, 0)
    for group in range(groups):
        width = 1 + compiled.first[group, days] - compiled.first[group, 0]
        crew = compiled.crew_start[group + 1] - compiled.crew_start[group]
        order[group] = (width * crew * 16 // (1 + work(compiled, group))) * groups + group
    in_order(order, 0, groups)
    for n in range(groups):
        state.swapped[0] = 0
        insert(compiled, state, order[n] % groups, rng, False)
    points = total(compiled, state)
    keep(compiled, state, incumbent, points)
    return points


@part
def improve(
    compiled: CompiledProblem,
    state: SearchState,
    incumbent: Incumbent,
    rng: Ints,
    now: int,
    heat: int,
    rounds: int,
    back: bool,
) -> int:
    """Ruin and recreate `rounds` times at one heat (in 65,536ths of a point); return the points of the state.

    With `back` it goes back to the best state first.
    """
    if back:
        restore(compiled, state, incumbent)
        now = incumbent.points[0]
    days = compiled.shape[CYCLE_DAYS]
    chosen = filled(compiled.shape[GROUPS] + 1, 0)
    before = filled(compiled.shape[GROUPS] + 1, 0)
    places = np.empty((compiled.shape[GROUPS], days), dtype=np.int64)
    rooms = np.empty((compiled.shape[GROUPS], days), dtype=np.int64)
    leads = filled(compiled.shape[GROUPS], -1)
    for _ in range(rounds):
        size = choose(compiled, state, rng, chosen)
        for at in range(size):
            group = chosen[at]
            before[at] = group
            copy(state.place[group], places[at], 0)
            copy(state.where[group], rooms[at], 0)
            leads[at] = state.lead[group]
        state.swapped[0] = 0
        for at in range(size):
            lift(compiled, state, chosen[at])
        noisy = draw(rng, 10) < 4
        shuffle(compiled, rng, chosen, size)
        for at in range(size):
            insert(compiled, state, chosen[at], rng, noisy)
        then = total(compiled, state)
        luck = LUCK[draw(rng, 1024)]
        if then <= now or (then - now) * FINE <= heat * luck // FINE:
            now = then
            if now < incumbent.points[0]:
                keep(compiled, state, incumbent, now)
            continue
        for at in range(size):
            lift(compiled, state, before[at])
        undo_swaps(compiled, state, 0)
        for at in range(size):
            if leads[at] >= 0:
                put(compiled, state, before[at], leads[at], places[at], rooms[at])
    return now


@part
def replace(compiled: CompiledProblem, state: SearchState, group: int, rng: Ints, now: int) -> int:
    """Put a group back where it costs least, or move its sessions one by one, if that is better; return the points."""
    lead = state.lead[group]
    places = copied(state.place[group])
    rooms = copied(state.where[group])
    lift(compiled, state, group)
    state.swapped[0] = 0
    insert(compiled, state, group, rng, False)
    then = total(compiled, state)
    if then < now or lead < 0:
        return then
    lift(compiled, state, group)
    undo_swaps(compiled, state, 0)
    allow = filled(compiled.first[group, compiled.shape[CYCLE_DAYS]] - compiled.first[group, 0], 0)
    free_adults(compiled, state, group, allow, False)
    if shift(compiled, state, group, lead, allow, places):
        fill(rooms, 0, len(rooms), -1)
    put(compiled, state, group, lead, places, rooms)
    return total(compiled, state)


@part
def polish(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent, rng: Ints) -> int:
    """Replace one group of the best state after the other until nothing gets better; return the points."""
    restore(compiled, state, incumbent)
    now: int = incumbent.points[0]
    patience = compiled.weights[SEARCH_PATIENCE]
    compiled.weights[SEARCH_PATIENCE] = patience * MORE_PATIENCE
    group = 0
    calm = 0
    while calm < compiled.shape[GROUPS]:
        then = replace(compiled, state, group, rng, now)
        calm = 0 if then < now else calm + 1
        now = then
        group = (group + 1) % compiled.shape[GROUPS]
    compiled.weights[SEARCH_PATIENCE] = patience
    keep(compiled, state, incumbent, now)
    return now

"""The one compiled function that Python calls: it searches and proves, as its order says.

Every function that Python calls is linked and optimised with all that it calls, so there is one alone.
"""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import Any

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.bounds import lagrange_multipliers, reduced_cost_fixing
from inreach.planner.bounds.lagrange_multipliers import LagrangeMultipliers, RelaxationData, ResourceUse
from inreach.planner.jit import addressed, exported
from inreach.planner.search import ruin_and_recreate, search_state
from inreach.planner.search.compiled_problem import CompiledProblem
from inreach.planner.search.group_branch_and_bound import LossCounters
from inreach.planner.search.ruin_and_recreate import Incumbent
from inreach.planner.search.search_state import SearchState

CONSTRUCT, IMPROVE, POLISH, PUT, TOTAL, EVALUATE, THROUGH = range(7)


def _nothing(*axes: int, kind: type = np.int64) -> tuple[Any, ...]:
    """Return an empty array for each number of axes."""
    return tuple(np.zeros((0,) * count, dtype=kind) for count in axes)


NO_COUNTERS = LossCounters(*_nothing(*[1] * 9))
NO_RELAXATION = RelaxationData._make([*_nothing(2, 2, 1, 1, 1, 3, 1, 1, 1, 1, 1), NO_COUNTERS])
NO_MULTIPLIERS = LagrangeMultipliers(*_nothing(3, 1, 3, 3, 1, 2, 2, 1))
NO_RESOURCE_USE = ResourceUse(*_nothing(3, 1, 3, 3, 1, 2, 2, 1, 2, 1, 1))
NO_STATE = SearchState._make(
    [
        *_nothing(3, 3, 3, kind=np.int16),
        *_nothing(2, 2, 1, 1, 1, 2, 1),
        NO_COUNTERS,
        *_nothing(3, 3, kind=np.int8),
        *_nothing(3, kind=np.int16),
        *_nothing(2, 1),
    ]
)
NO_INCUMBENT = Incumbent(*_nothing(1, 2, 2, 1))
(NO_ROW,) = _nothing(1)
(NO_TABLE,) = _nothing(2)


@exported
def run(
    order: int,
    numbers: Ints,
    compiled: CompiledProblem,
    state: SearchState,
    incumbent: Incumbent,
    rng: Ints,
    places: Ints,
    rooms: Ints,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    use: ResourceUse,
    costs: Ints,
) -> int:
    """Do what an order says; return points for a state, and parts of a point for prices."""
    if order == EVALUATE:
        cycles = lagrange_multipliers.cheapest_cycles(compiled, relaxation, prices, use, numbers[0])
        return cycles - lagrange_multipliers.shared_worth(compiled, relaxation, prices)
    if order == THROUGH:
        reduced_cost_fixing.through(compiled, relaxation, prices, numbers[0], numbers[1], numbers[2], costs)
        return 0
    if order == CONSTRUCT:
        return ruin_and_recreate.construct(compiled, state, incumbent, rng)
    if order == IMPROVE:
        return ruin_and_recreate.improve(
            compiled, state, incumbent, rng, numbers[0], numbers[1], numbers[2], numbers[3] == 1
        )
    if order == POLISH:
        return ruin_and_recreate.polish(compiled, state, incumbent, rng)
    if order == PUT:
        search_state.put(compiled, state, numbers[0], numbers[1], places, rooms)
    return search_state.total(compiled, state)


def _search(
    order: int,
    numbers: list[int],
    compiled: CompiledProblem,
    state: SearchState,
    incumbent: Incumbent = NO_INCUMBENT,
    rng: Ints = NO_ROW,
    places: Ints = NO_ROW,
    rooms: Ints = NO_ROW,
) -> int:
    return run(
        order,
        np.array(numbers, dtype=np.int64),
        addressed(compiled),
        addressed(state),
        addressed(incumbent),
        rng,
        places,
        rooms,
        addressed(NO_RELAXATION),
        addressed(NO_MULTIPLIERS),
        addressed(NO_RESOURCE_USE),
        NO_TABLE,
    )


def _prove(
    order: int,
    numbers: list[int],
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    use: ResourceUse = NO_RESOURCE_USE,
    costs: Ints = NO_TABLE,
) -> int:
    return run(
        order,
        np.array(numbers, dtype=np.int64),
        addressed(compiled),
        addressed(NO_STATE),
        addressed(NO_INCUMBENT),
        NO_ROW,
        NO_ROW,
        NO_ROW,
        addressed(relaxation),
        addressed(prices),
        addressed(use),
        costs,
    )


def construct(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent, rng: Ints) -> int:
    """Place every group, the ones with fewest choices of adult and place for their work first; return the points."""
    return _search(CONSTRUCT, [], compiled, state, incumbent, rng)


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
    return _search(IMPROVE, [now, heat, rounds, int(back)], compiled, state, incumbent, rng)


def polish(compiled: CompiledProblem, state: SearchState, incumbent: Incumbent, rng: Ints) -> int:
    """Replace one group of the best state after the other until nothing gets better; return the points."""
    return _search(POLISH, [], compiled, state, incumbent, rng)


def put(
    compiled: CompiledProblem, state: SearchState, group: int, lead: int, places: Ints, rooms: Ints
) -> None:
    """Place a group that is not placed: adult, place or -1 for each cycle day, and its room there or -1 to find one."""
    _search(PUT, [group, lead], compiled, state, places=places, rooms=rooms)


def total(compiled: CompiledProblem, state: SearchState) -> int:
    """Return the points of the whole state."""
    return _search(TOTAL, [], compiled, state)


def evaluate(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    use: ResourceUse,
    patience: int,
) -> int:
    """Return a lower bound in parts of a point for the harm of every timetable, and fill `use`."""
    for amount in (use.adult, use.hours, use.pupil, use.room, use.worst, use.repeat, use.second, use.away):
        amount[...] = 0
    cycles = _prove(EVALUATE, [patience], compiled, relaxation, prices, use)
    return int(cycles) - lagrange_multipliers.plain_worth(compiled, relaxation, prices)


def through(
    compiled: CompiledProblem,
    relaxation: RelaxationData,
    prices: LagrangeMultipliers,
    group: int,
    limit: int,
    patience: int,
    costs: Ints,
) -> None:
    """Fill `costs` (adult of the group, place) with at least what a cycle through the place costs, in parts.

    What costs `limit` or more is not looked at closely: `limit` or more stands there, NEVER where the adult cannot
    be, or where another place with the same loss is as good for this adult.
    """
    _prove(THROUGH, [group, limit, patience], compiled, relaxation, prices, costs=costs)

"""The one compiled function that Python calls: it searches and proves, as its order says.

Every function that Python calls is linked and optimised with all that it calls, so there is one alone.
"""

# ruff: noqa: PLR0917 -- compiled loops: numba takes arguments by position and calls cost compile time

from __future__ import annotations

from typing import Any

import numpy as np

from inreach.planner.array_types import Ints
from inreach.planner.bounds import lagrange_multipliers as charges
from inreach.planner.bounds import reduced_cost_fixing
from inreach.planner.bounds.lagrange_multipliers import Field, Prices, Use
from inreach.planner.jit import addressed, compiled
from inreach.planner.search import ruin_and_recreate
from inreach.planner.search import search_state as boards
from inreach.planner.search.compiled_problem import Arena
from inreach.planner.search.group_branch_and_bound import Meter
from inreach.planner.search.ruin_and_recreate import Kept
from inreach.planner.search.search_state import Board

CONSTRUCT, IMPROVE, POLISH, PUT, TOTAL, EVALUATE, THROUGH = range(7)


def _nothing(*axes: int, kind: type = np.int64) -> tuple[Any, ...]:
    """Return an empty array for each number of axes."""
    return tuple(np.zeros((0,) * count, dtype=kind) for count in axes)


NO_METER = Meter(*_nothing(*[1] * 9))
NO_FIELD = Field._make([*_nothing(2, 2, 1, 1, 1, 3, 1, 1, 1, 1, 1), NO_METER])
NO_PRICES = Prices(*_nothing(3, 1, 3, 3, 1, 2, 2, 1))
NO_USE = Use(*_nothing(3, 1, 3, 3, 1, 2, 2, 1, 2, 1, 1))
NO_BOARD = Board._make(
    [
        *_nothing(3, 3, 3, kind=np.int16),
        *_nothing(2, 2, 1, 1, 1, 2, 1),
        NO_METER,
        *_nothing(3, 3, kind=np.int8),
        *_nothing(3, kind=np.int16),
        *_nothing(2, 1),
    ]
)
NO_KEPT = Kept(*_nothing(1, 2, 2, 1))
(NO_ROW,) = _nothing(1)
(NO_TABLE,) = _nothing(2)


@compiled
def run(
    order: int,
    numbers: Ints,
    arena: Arena,
    board: Board,
    kept: Kept,
    dice: Ints,
    places: Ints,
    rooms: Ints,
    field: Field,
    prices: Prices,
    use: Use,
    costs: Ints,
) -> int:
    """Do what an order says; return points for a board, and parts of a point for prices."""
    if order == EVALUATE:
        cycles = charges.cheapest_cycles(arena, field, prices, use, numbers[0])
        return cycles - charges.shared_worth(arena, field, prices)
    if order == THROUGH:
        reduced_cost_fixing.through(arena, field, prices, numbers[0], numbers[1], numbers[2], costs)
        return 0
    if order == CONSTRUCT:
        return ruin_and_recreate.construct(arena, board, kept, dice)
    if order == IMPROVE:
        return ruin_and_recreate.improve(
            arena, board, kept, dice, numbers[0], numbers[1], numbers[2], numbers[3] == 1
        )
    if order == POLISH:
        return ruin_and_recreate.polish(arena, board, kept, dice)
    if order == PUT:
        boards.put(arena, board, numbers[0], numbers[1], places, rooms)
    return boards.total(arena, board)


def _search(
    order: int,
    numbers: list[int],
    arena: Arena,
    board: Board,
    kept: Kept = NO_KEPT,
    dice: Ints = NO_ROW,
    places: Ints = NO_ROW,
    rooms: Ints = NO_ROW,
) -> int:
    return run(
        order,
        np.array(numbers, dtype=np.int64),
        addressed(arena),
        addressed(board),
        addressed(kept),
        dice,
        places,
        rooms,
        addressed(NO_FIELD),
        addressed(NO_PRICES),
        addressed(NO_USE),
        NO_TABLE,
    )


def _prove(
    order: int,
    numbers: list[int],
    arena: Arena,
    field: Field,
    prices: Prices,
    use: Use = NO_USE,
    costs: Ints = NO_TABLE,
) -> int:
    return run(
        order,
        np.array(numbers, dtype=np.int64),
        addressed(arena),
        addressed(NO_BOARD),
        addressed(NO_KEPT),
        NO_ROW,
        NO_ROW,
        NO_ROW,
        addressed(field),
        addressed(prices),
        addressed(use),
        costs,
    )


def construct(arena: Arena, board: Board, kept: Kept, dice: Ints) -> int:
    """Place every group, the ones with fewest choices of adult and place for their work first; return the points."""
    return _search(CONSTRUCT, [], arena, board, kept, dice)


def improve(
    arena: Arena, board: Board, kept: Kept, dice: Ints, now: int, heat: int, rounds: int, back: bool
) -> int:
    """Ruin and recreate `rounds` times at one heat (in 65,536ths of a point); return the points of the board.

    With `back` it goes back to the best board first.
    """
    return _search(IMPROVE, [now, heat, rounds, int(back)], arena, board, kept, dice)


def polish(arena: Arena, board: Board, kept: Kept, dice: Ints) -> int:
    """Replace one group of the best board after the other until nothing gets better; return the points."""
    return _search(POLISH, [], arena, board, kept, dice)


def put(arena: Arena, board: Board, group: int, lead: int, places: Ints, rooms: Ints) -> None:
    """Place a group that is not placed: adult, place or -1 for each cycle day, and its room there or -1 to find one."""
    _search(PUT, [group, lead], arena, board, places=places, rooms=rooms)


def total(arena: Arena, board: Board) -> int:
    """Return the points of the whole board."""
    return _search(TOTAL, [], arena, board)


def evaluate(arena: Arena, field: Field, prices: Prices, use: Use, patience: int) -> int:
    """Return a lower bound in parts of a point for the harm of every timetable, and fill `use`."""
    for amount in (use.adult, use.hours, use.pupil, use.room, use.worst, use.repeat, use.second, use.away):
        amount[...] = 0
    cycles = _prove(EVALUATE, [patience], arena, field, prices, use)
    return int(cycles) - charges.plain_worth(arena, field, prices)


def through(
    arena: Arena, field: Field, prices: Prices, group: int, limit: int, patience: int, costs: Ints
) -> None:
    """Fill `costs` (adult of the group, place) with at least what a cycle through the place costs, in parts.

    What costs `limit` or more is not looked at closely: `limit` or more stands there, NEVER where the adult cannot
    be, or where another place with the same loss is as good for this adult.
    """
    _prove(THROUGH, [group, limit, patience], arena, field, prices, costs=costs)

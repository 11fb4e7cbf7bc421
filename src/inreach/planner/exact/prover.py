"""The whole proof of one run: prices for single groups first, then blocks of groups, until nothing more is gained."""

from __future__ import annotations

from collections.abc import Callable

from inreach.planner.bound import Ascent
from inreach.planner.exact.climb import Climb
from inreach.planner.exact.mixed import available
from inreach.planner.problem import Problem

SETTLED = 0.02  # the pace at which prices of single groups gain little


def prove(
    problem: Problem,
    target: Callable[[], int | None],
    tell: Callable[[int], None],
    halted: Callable[[], bool],
) -> None:
    """Call `tell` with better and better bounds in points until halted or until nothing more is gained.

    `target` gives the points of the best timetable known, or None while there is none. Without HiGHS the prices of
    single groups go on.
    """
    ascent, blocks = Ascent(problem), available()
    while not halted() and not (blocks and ascent.pace <= SETTLED):
        points = target()
        if points is not None:
            tell(ascent.step(float(points)))
    if halted():
        return
    climb = Climb(ascent, halted, tell)
    while not halted() and not climb.done:
        climb.step()

"""The whole proof of one run: prices for single groups first, then blocks of groups, until nothing more is gained."""

from __future__ import annotations

from collections.abc import Callable

from inreach.planner.bounds.block_bound import BlockBound
from inreach.planner.bounds.block_solver import available
from inreach.planner.bounds.lagrange_multipliers import LagrangeMultipliers
from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.problem.problem import Problem

SETTLED = 0.02  # the pace at which prices of single groups gain little


class Proof:
    """A bound that rises step by step; without HiGHS the prices of single groups go on.

    `tell` is called with each bound in points; `halted` ends a step before its time.
    """

    def __init__(self, problem: Problem, tell: Callable[[int], None], halted: Callable[[], bool]) -> None:
        self.ascent, self.tell, self.halted = Ascent(problem), tell, halted
        self.blocks = available()
        self.climb: BlockBound | None = None

    def step(self, points: int) -> None:
        """Raise the bound once; `points` are those of the best timetable known."""
        if self.climb is not None:
            self.climb.step()
        elif self.blocks and self.ascent.pace <= SETTLED:
            self.climb = BlockBound(self.ascent, self.halted, self.tell)
        else:
            self.tell(self.ascent.step(float(points)))

    @property
    def done(self) -> bool:
        """Say whether a further step would gain next to nothing."""
        return self.climb is not None and self.climb.done

    @property
    def prices(self) -> LagrangeMultipliers | None:
        """Return the prices with the best bound so far; None before there is one."""
        return None if self.ascent.parts is None else self.ascent.whole(self.ascent.best)


def prove(
    problem: Problem,
    target: Callable[[], int | None],
    tell: Callable[[int], None],
    halted: Callable[[], bool],
) -> None:
    """Call `tell` with better and better bounds in points until halted or until nothing more is gained.

    `target` gives the points of the best timetable known, or None while there is none.
    """
    proof = Proof(problem, tell, halted)
    while not halted() and not proof.done:
        points = target()
        if points is not None:
            proof.step(points)

"""Forming groups: which pupils with the same need meet together, so that the groups lose least at their own best time.

A group is worth what its members would lose if it were alone in the school, at the best times that all of them have.
Few pupils are shared out in every way there is; more by putting them where they weigh least, moving and swapping them,
and by a set partition whose bound says how near the best the groups are.
"""

from __future__ import annotations

from inreach.planner.group_formation.brute_force import best_of_every
from inreach.planner.group_formation.group_cost_reference import Worth, points_of
from inreach.planner.group_formation.partition import shared_out
from inreach.planner.group_formation.refusal import beforehand, check_wanted, no_way
from inreach.planner.group_formation.request import (
    Formed,
    FormingRefused,
    Wanted,
    blocks_of,
    groups_of,
    most_groups,
)
from inreach.planner.problem.problem import Problem

__all__ = ["FEW", "Formed", "FormingRefused", "Wanted", "form"]

FEW = 7  # so many pupils, or blocks that stay together, are shared out in every way


def form(problem: Problem, wanted: Wanted, *, seed: int = 0, few: int = FEW, prove: bool = True) -> Formed:
    """Return the groups with fewest points; the problem gives lessons, adults, rooms and the groups there are already.

    Of several ways with as many points one with few groups is taken. Up to `few` blocks of pupils are shared out in
    every way; the same seed gives the same groups. FormingRefused if there is no way, with who cannot be placed and
    why.
    """
    check_wanted(problem, wanted)
    blocks = blocks_of(wanted)
    worth = Worth(problem, wanted)
    most = most_groups(problem, wanted, len(blocks))
    reasons = tuple(beforehand(worth, blocks))
    if reasons:
        raise FormingRefused(reasons)
    if most * wanted.largest < len(wanted.pupils):
        raise FormingRefused(tuple(no_way(worth, blocks, most, proved=True)))
    if len(blocks) <= few:
        best = best_of_every(worth, blocks, most)
        if best is None:
            raise FormingRefused(tuple(no_way(worth, blocks, most, proved=True)))
        points, parts = best
        return Formed(groups_of(problem, wanted, blocks, parts), points, points)
    shares = shared_out(worth, blocks, most, seed, prove=prove)
    least = points_of(worth, blocks, shares.parts) if shares.parts else None
    if least is None:
        raise FormingRefused(tuple(no_way(worth, blocks, most, proved=shares.hopeless)))
    return Formed(groups_of(problem, wanted, blocks, shares.parts), least, shares.least)

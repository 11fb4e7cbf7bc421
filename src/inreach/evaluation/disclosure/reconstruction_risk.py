"""Sums that give single values away: five ratings that add up to 49 are four tens and a nine.

A count and a sum are harmless as a rule, and not at the ends of the scale. Whether they are is worked out here for each
value: how many targets of the cell can have it, knowing all sums that leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.core.targets.ratings import HIGHEST, LOWEST

Floats = NDArray[np.float64]
ENDS = {"gain": (LOWEST - HIGHEST, HIGHEST - LOWEST), "achieved": (LOWEST, HIGHEST)}
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class CellSum:
    """What is known of one cell: how many targets, and the sum of their values."""

    n: int
    total: int


def squares_between(n: Floats, total: Floats, support: Sequence[int]) -> tuple[Floats, Floats]:
    """Return the least and greatest sum of squares of n values of the support with this sum; (inf, -inf) if none.

    The least is taken over mixtures, so it may lie a little under what whole values can give. Shapes broadcast.
    """
    at = np.asarray(support, float)
    count, aim = np.broadcast_arrays(np.asarray(n, float), np.asarray(total, float))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(count > 0, aim / count, at[0])
    fits = np.where(count > 0, (mean >= at[0]) & (mean <= at[-1]), aim == 0)
    least = count * np.interp(mean, at, at**2)
    greatest = count * ((at[0] + at[-1]) * mean - at[0] * at[-1])
    return np.where(fits, least, np.inf), np.where(fits, greatest, -np.inf)


def holders(
    cell: CellSum, value: int, squares: tuple[float, float], ends: tuple[int, int]
) -> tuple[int, int]:
    """Return the fewest and most targets of a cell that can have this value, knowing its sum and bounds of squares."""
    support = [x for x in range(ends[0], ends[1] + 1) if x != value]
    k = np.arange(cell.n + 1.0)
    others, rest = cell.n - k, cell.total - k * value
    least, greatest = squares_between(others, rest, support)
    least, greatest = least + k * value**2, greatest + k * value**2
    fits = (least <= squares[1] + ROUNDING) & (greatest >= squares[0] - ROUNDING)
    # Whole numbers without this value make every sum between their ends but three.
    fits &= ~((others == 1) & (rest == value))
    fits &= ~((value == ends[1] - 1) & (others > 0) & (rest == ends[1] * others - 1))
    fits &= ~((value == ends[0] + 1) & (others > 0) & (rest == ends[0] * others + 1))
    possible = np.flatnonzero(fits)
    if not possible.size:
        raise ValueError(f"{cell.n} values from {ends[0]} to {ends[1]} cannot add up to {cell.total}.")
    return int(possible[0]), int(possible[-1])


def cells_at_risk(
    cells: Sequence[CellSum], squares: float, ends: tuple[int, int], threshold: int
) -> list[int]:
    """Return which cells give away for certain that 1 to `threshold` - 1 of their targets have one value.

    `squares` is the sum of squares over all cells together; an attacker takes from it what the others must have.
    """
    n = np.array([cell.n for cell in cells], float)
    total = np.array([cell.total for cell in cells], float)
    least, greatest = squares_between(n, total, range(ends[0], ends[1] + 1))
    low = np.maximum(least, squares - (greatest.sum() - greatest))
    high = np.minimum(greatest, squares - (least.sum() - least))
    at_risk = []
    for at, cell in enumerate(cells):
        for value in range(ends[0], ends[1] + 1):
            fewest, most = holders(cell, value, (float(low[at]), float(high[at])), ends)
            if fewest >= 1 and most < threshold:
                at_risk.append(at)
                break
    return at_risk

"""What somebody can work out of hidden cells who knows the printed ones and how cells add up: linear programmes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from inreach.evaluation.disclosure.tables import Cell, Table, named

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Range:
    """What an attacker can say of a hidden cell: it lies between these two, ends included."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """How far apart the ends are; 0 means that the cell is known exactly."""
        return self.high - self.low


class Attacker:
    """Knows every cell that is not hidden, how cells add up, and that counts are not negative."""

    def __init__(self, table: Table, hidden: frozenset[Cell]) -> None:
        """ValueError if a hidden cell is not in the table."""
        strangers = hidden - set(table.cells)
        if strangers:
            raise ValueError(f"{named(min(strangers))} is not in the table and cannot be hidden.")
        self.cells = sorted(hidden)
        self.at = {cell: i for i, cell in enumerate(self.cells)}
        entries: list[tuple[int, int, float]] = []
        known: list[float] = []
        for line in table.adds:
            if not hidden & set(line.cells):
                continue
            total = 0.0
            for cell, sign in [*((part, 1.0) for part in line.parts), (line.whole, -1.0)]:
                if cell in hidden:
                    entries.append((len(known), self.at[cell], sign))
                else:
                    total -= sign * table.cells[cell]
            known.append(total)
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.equations = sparse.csc_array((signs, (rows, columns)), shape=(len(known), len(self.cells)))
        self.totals = np.array(known, float)
        self.unbounded = 1e3 * (sum(table.cells.values()) + 1)

    def ends(self, cells: Sequence[Cell]) -> Floats:
        """Two possible tables for each of these hidden cells, one row each: with its least and with its largest value.

        Each end is a programme of its own; they share nothing, so they are solved side by side as blocks of one,
        which is many times faster than one call for each. Columns are the hidden cells in their order.
        """
        k, size = len(cells), len(self.cells)
        aim = np.zeros((2 * k, size))
        for block, cell in enumerate(cells):
            aim[2 * block, self.at[cell]], aim[2 * block + 1, self.at[cell]] = 1.0, -1.0
        blocks, totals = _blocks(self.equations, 2 * k), np.tile(self.totals, 2 * k)
        solution = cheapest(aim.ravel(), blocks, totals, (0.0, self.unbounded))
        if solution is None:
            raise RuntimeError("The ranges of the hidden cells could not be worked out.")
        return np.round(solution, 7).reshape(2 * k, size)

    def ranges(self, cells: Sequence[Cell]) -> dict[Cell, Range]:
        """The attacker's range of each of these hidden cells; infinite where only the stand-in for "no bound" held."""
        if not cells:
            return {}
        ends = self.ends(cells)
        pairs = [ends[2 * block : 2 * block + 2, self.at[cell]].tolist() for block, cell in enumerate(cells)]
        return {cell: Range(*map(self._seen, pair)) for cell, pair in zip(cells, pairs, strict=True)}

    def _seen(self, value: float) -> float:
        """A value, or infinity where only the stand-in for it held."""
        return float("inf") if value >= self.unbounded / 2 else float(value)

    def range(self, cell: Cell) -> Range:
        """The attacker's range of one hidden cell."""
        return self.ranges([cell])[cell]


def cheapest(
    price: Floats, equations: sparse.csc_array, totals: Floats, ends: tuple[float | Floats, float | Floats]
) -> Floats | None:
    """The cheapest amounts between two ends that the equations allow; None if there are none."""
    given = optimize.LinearConstraint(equations, totals, totals) if totals.size else ()
    solution = optimize.milp(price, constraints=given, bounds=optimize.Bounds(*ends))
    return np.asarray(solution.x, float) if solution.status == 0 else None


def _blocks(equations: sparse.csc_array, copies: int) -> sparse.csc_array:
    """The equations over and over, each copy with columns of its own."""
    (rows, columns), count = equations.shape, equations.nnz
    at = np.arange(copies)[:, None]
    starts = np.concatenate([[0], (equations.indptr[1:] + count * at).ravel()])
    parts = (np.tile(equations.data, copies), (equations.indices + rows * at).ravel(), starts)
    return sparse.csc_array(parts, shape=(rows * copies, columns * copies))

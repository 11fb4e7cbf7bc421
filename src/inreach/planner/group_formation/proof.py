"""The least points that any groups have, proved with HiGHS where it is installed, and better groups on the way.

Groups are columns of a set partition: every block of pupils in one, at most so many in all. The linear program over the
columns that are known gives every block a price; for each pattern the best group at these prices is found in a moment,
and becomes a column. When no group is worth more than its prices, these bound the points of all ways to share out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from random import Random

import numpy as np

from inreach.planner.array_types import Floats, Ints
from inreach.planner.group_formation.local_search import Descent
from inreach.planner.group_formation.patterns import BAD
from inreach.planner.group_formation.subsets import Column, Limits, cheapest, relaxed, under

ROUNDS, DIVE_ROUNDS = 200, 12
AT_ONCE = 60  # columns taken in at once
TRIED = 400  # patterns looked into one by one in a round
COLUMNS = 8_000  # so many are weighed at last, all at once
STEPS = 400_000  # groups looked at while they are listed
MARGIN = 1e-3
ENDLESS = 1e30


def available() -> bool:
    """Say whether HiGHS is installed."""
    try:
        import highspy  # noqa: F401 -- optional
    except ImportError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Priced:
    """The linear program solved: its value, how much of each column is used, prices of blocks and of a group."""

    value: float
    used: dict[Column, float]
    prices: Floats
    group: float


class Proof:
    """Columns, prices and bound for one table that has every pattern.

    Costs are points times one more than the most groups, plus one a group: fewest points first, then fewest groups.
    """

    def __init__(self, descent: Descent) -> None:
        self.descent, self.table, self.most = descent, descent.table, descent.most
        self.limits = Limits.of(descent)
        self.scale = self.most + 1
        self.points = np.where(self.table.points < BAD, self.table.points * float(self.scale), np.inf)
        self.count = self.points.shape[1]
        finite = self.points[np.isfinite(self.points)]
        self.dear = float(finite.max(initial=0.0) * self.limits.largest + 1) * self.most
        self.known: dict[Column, int] = {}
        self.least = -math.inf
        self.prices = np.zeros(self.count)

    def learn(self, columns: Iterable[Column]) -> int:
        """Take groups in as columns; return how many are new."""
        new = 0
        for column in columns:
            if column not in self.known:
                points = self.descent.weight(column)
                if points < BAD:
                    self.known[column] = points * self.scale + 1
                    new += 1
        return new

    def bound(self) -> int:
        """Take in columns until no group is worth more than its prices; return the least points that are proved."""
        for _ in range(ROUNDS):
            solved = self.solve(range(self.count), self.most)
            beyond, columns = self.price(solved.prices, range(self.count), solved.group)
            least = float(solved.prices.sum()) + self.most * min(0.0, beyond)
            if least > self.least:
                self.least, self.prices = least, solved.prices
            if not self.learn(columns):
                break
        return self.proved

    @property
    def proved(self) -> int:
        """The least points that any groups have."""
        return max(0, math.ceil(self.least - MARGIN) // self.scale) if math.isfinite(self.least) else 0

    @property
    def hopeless(self) -> bool:
        """Say whether it is proved that there is no way to share all blocks out."""
        return self.least > self.dear + MARGIN

    def solve(self, blocks: Iterable[int], most: int, *, whole: dict[Column, int] | None = None) -> Priced:
        """Solve the linear program over some blocks and the columns of these, or all of `whole` in whole numbers."""
        import highspy

        rows = {n: row for row, n in enumerate(blocks)}
        costs = whole if whole is not None else self.known
        columns = [column for column in costs if all(n in rows for n in column)]
        spare = [] if whole is not None else list(rows)
        solver, program = highspy.Highs(), highspy.HighsLp()
        options = {"output_flag": False, "threads": 1, "mip_rel_gap": 0.0, "mip_abs_gap": 0.999}
        for name, value in (options | {"mip_max_nodes": 500}).items():
            solver.setOptionValue(name, value)
        program.num_col_, program.num_row_ = len(columns) + len(spare), len(rows) + 1
        program.col_cost_ = np.array(
            [*(float(costs[column]) for column in columns), *([self.dear] * len(spare))]
        )
        program.col_lower_ = np.zeros(program.num_col_)
        program.col_upper_ = np.full(program.num_col_, 1.0 if whole is not None else ENDLESS)
        if whole is not None:
            program.integrality_ = [highspy.HighsVarType.kInteger] * program.num_col_
        program.row_lower_ = np.array([1.0] * len(rows) + [-ENDLESS])
        program.row_upper_ = np.array([1.0] * len(rows) + [float(most)])
        parts = [[*(rows[n] for n in column), len(rows)] for column in columns] + [[rows[n]] for n in spare]
        matrix = program.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kColwise
        matrix.start_ = np.cumsum([0, *map(len, parts)])
        matrix.index_ = np.array([row for part in parts for row in part], dtype=np.int32)
        matrix.value_ = np.ones(len(matrix.index_))
        solver.passModel(program)
        solver.run()
        solution, info = solver.getSolution(), solver.getInfo()
        value = info.mip_dual_bound if whole is not None else info.objective_function_value
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            value = math.inf
        levels = solution.col_value if len(solution.col_value) == program.num_col_ else [0.0] * len(parts)
        used = {column: level for column, level in zip(columns, levels, strict=False) if level > 1e-6}
        prices, group = np.zeros(self.count), 0.0
        if whole is None:
            prices[list(rows)] = solution.row_dual[: len(rows)]
            group = solution.row_dual[len(rows)]
        return Priced(value, used, prices, group)

    def price(self, prices: Floats, blocks: Iterable[int], limit: float = 0.0) -> tuple[float, list[Column]]:
        """Return what the cheapest group of these blocks costs beyond its prices, or less, and cheap groups.

        Groups that cost no less than `limit` beyond their prices are of no use.
        """
        values = np.full_like(self.points, np.inf)
        some = list(blocks)
        values[:, some] = self.points[:, some] - prices[some]
        least, sizes = relaxed(values, self.table.seats, self.limits)
        order = np.argsort(least, kind="stable")
        if not self.limits.plain:
            return self._one_by_one(values, least, order, limit)
        columns = []
        for p in order[:AT_ONCE]:
            if least[p] + 1 < limit - MARGIN:
                columns.append(tuple(sorted(np.argsort(values[p], kind="stable")[: sizes[p]].tolist())))
        return float(least[order[0]]) + 1, columns

    def _one_by_one(
        self, values: Floats, least: Floats, order: Ints, limit: float
    ) -> tuple[float, list[Column]]:
        """Look into the most promising patterns: a group there minds sizes and who must not be together."""
        columns: list[Column] = []
        best = 0.0
        for number, p in enumerate(order):
            if least[p] + 1 >= best:
                break
            if number == TRIED:
                return min(best, float(least[p]) + 1), columns
            column = cheapest(values[p], int(self.table.seats[p]), self.limits, -1 - MARGIN)
            if column is not None:
                best = min(best, column[0] + 1)
                if column[0] + 1 < limit - MARGIN:
                    columns.append(column[1])
        return best, columns

    def dive(self, chance: Random | None = None) -> list[list[int]]:
        """Return groups by taking the column that the linear program uses most, then solving what is left, and so on.

        With `chance` a column is drawn, one that is used more more often. Blocks may be left over where the last of
        them make no group.
        """
        left = list(range(self.count))
        groups: list[list[int]] = []
        while left and len(groups) < self.most:
            room = self.most - len(groups)
            solved = self.solve(left, room)
            for _ in range(DIVE_ROUNDS):
                _, columns = self.price(solved.prices, left, solved.group)
                if not self.learn(columns):
                    break
                solved = self.solve(left, room)
            if not solved.used:
                break
            taken = [column for column, level in solved.used.items() if level > 1 - 1e-6]
            for column in taken or [self._one(solved.used, chance)]:
                groups.append(list(column))
                left = [n for n in left if n not in column]
        return groups

    @staticmethod
    def _one(used: dict[Column, float], chance: Random | None) -> Column:
        if chance is None:
            return max(used, key=used.__getitem__)
        return chance.choices(list(used), list(used.values()))[0]

    def close(self, points: int) -> list[list[int]] | None:
        """Return groups with fewer points than these, or prove that there are none; None where neither is possible.

        Only groups whose cost beyond their prices is less than the gap can be in a better answer: where they are few,
        they are all listed, and the best of all ways to choose from them is found.
        """
        listed = self._within(points * self.scale - 1 - self.least + MARGIN)
        if listed is None:
            return None
        solved = self.solve(range(self.count), self.most, whole=listed)
        self.least = max(self.least, min(solved.value, float(points * self.scale)))
        groups = [list(column) for column, level in solved.used.items() if level > 0.5]
        return groups if sorted(n for group in groups for n in group) == list(range(self.count)) else None

    def _within(self, gap: float) -> dict[Column, int] | None:
        """Return every group that may be in an answer within `gap`, with its cost; None if they are too many."""
        values = self.points - self.prices
        beyond, _ = self.price(self.prices, range(self.count))
        limit = gap + min(0.0, beyond) - 1
        least, _ = relaxed(values, self.table.seats, self.limits)
        costs: dict[Column, int] = {}
        steps = STEPS
        for p in np.nonzero(least <= limit)[0]:
            row = self.points[p]
            for _, column in islice(under(values[p], int(self.table.seats[p]), self.limits, [limit]), steps):
                steps -= 1
                cost = int(row[list(column)].sum()) + 1
                costs[column] = min(cost, costs.get(column, cost))
            if len(costs) > COLUMNS or steps <= 0:
                return None
        return costs

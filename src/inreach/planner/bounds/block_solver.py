"""Solves the model of a block with HiGHS, where it is installed: what any plan of the block costs at least.

HiGHS works in floating point. Its bound is taken less a margin, is never taken above what its own plan costs in whole
numbers, and is valid whenever it is stopped.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from inreach.planner.bounds.block_model import Hinge, Model
from inreach.planner.bounds.lagrange_multipliers import PARTS

MARGIN = 4  # parts
CLOSE = 0.2  # points between bound and plan at which the solver may stop
ENDLESS = 1e30


def available() -> bool:
    """Say whether HiGHS is installed."""
    try:
        import highspy  # noqa: F401 -- optional
    except ImportError:
        return False
    return True


@dataclass(slots=True)
class Solved:
    """What any plan of a block costs at least, in parts, None if nothing is known; and the best plan's columns."""

    least: int | None
    chosen: set[int] | None


class Rows:
    """Rows and further columns of a program; `leads` are the columns that say which adult a group has."""

    def __init__(self, model: Model) -> None:
        self.costs = [cost / PARTS for cost in model.costs]
        self.whole = [True] * len(self.costs)
        self.upper = [1.0] * len(self.costs)
        self.low: list[float] = []
        self.high: list[float] = []
        self.parts: list[dict[int, float]] = []
        self.leads: dict[tuple[int, int], int] = {}

    def column(self, cost: float, upper: float = ENDLESS, whole: bool = False) -> int:
        self.costs.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, low: float, high: float, parts: dict[int, float]) -> None:
        self.low.append(low)
        self.high.append(high)
        self.parts.append(parts)


def program(model: Model) -> Rows:
    """Return the rows of a model: one adult a group, one session a day, sessions short, preparation, hinges, worst."""
    rows = Rows(model)
    daily, weekly, ready = defaultdict(list), defaultdict(list), defaultdict(list)
    each: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for column, (g, _, _, line) in enumerate(model.columns):
        daily[g, line, model.day[column]].append(column)
        weekly[g, model.week[column]].append(column)
        each[g, line, model.week[column]].append(column)
        if model.prepares[column]:
            ready[g, model.week[column]].append(column)
    rows.leads = {key: rows.column(0.0, 1.0, whole=True) for key in sorted({key[:2] for key in daily})}
    for (g, line, _), columns in daily.items():
        rows.row(-ENDLESS, 0.0, {**dict.fromkeys(columns, 1.0), rows.leads[g, line]: -1.0})
    for (g, line, week), columns in each.items():
        lead = {rows.leads[g, line]: -float(model.doses[g, week])}
        rows.row(-ENDLESS, 0.0, {**dict.fromkeys(columns, 1.0), **lead})
    for group in model.block:
        mine = [lead for (g, _), lead in rows.leads.items() if g == group]
        if mine:
            rows.row(-ENDLESS, 1.0, dict.fromkeys(mine, 1.0))
    for key, dose in model.doses.items():
        short = rows.column(model.short / PARTS, dose)
        rows.row(dose, dose, {**dict.fromkeys(weekly[key], 1.0), short: 1.0})
    for key, parts in model.missing.items():
        missed = rows.column(parts / PARTS, 1.0)
        rows.row(1.0, ENDLESS, {**dict.fromkeys(ready[key], 1.0), missed: 1.0})
    beyond = [hinged(rows, model, hinge) for hinge in model.hinges]
    if model.worst and model.burdens:
        worst = rows.column(model.worst / PARTS)
        for burden in model.burdens:
            harm = {column: -float(points) for column, points in burden.plain.items()}
            harm.update({beyond[number]: -float(points) for number, points in burden.hinges.items()})
            rows.row(-burden.spared, ENDLESS, {worst: 1.0, **harm})
    return rows


def hinged(rows: Rows, model: Model, hinge: Hinge) -> int:
    """Add the units of a hinge beyond what is free, and return their column.

    One row says it. The others follow from it for whole sessions; without them parts of sessions would cost far too
    little. They are rounded for each size of session (mixed-integer rounding, Nemhauser and Wolsey 1988, II.1.7), and a
    group that other adults could have too uses what is free only as far as it has these.
    """
    excess = rows.column(hinge.cost / PARTS)
    rows.row(-hinge.free, ENDLESS, {excess: 1.0, **{c: -float(n) for c, n in hinge.units.items()}})
    for unit in sorted(set(hinge.units.values())):
        count, over = divmod(hinge.free, unit)
        left = unit - over
        if over:
            rounded = {c: n // unit * left + max(0, n % unit - over) for c, n in hinge.units.items()}
            rows.row(-count * left, ENDLESS, {excess: 1.0, **{c: -float(n) for c, n in rounded.items() if n}})
    groups: dict[int, dict[int, float]] = defaultdict(dict)
    for column, units in hinge.units.items():
        groups[model.columns[column][0]][column] = -float(units)
    for group, charges in groups.items():
        leads = {rows.leads[group, model.columns[column][3]]: float(hinge.free) for column in charges}
        if hinge.free and len(leads) < sum(key[0] == group for key in rows.leads):
            rows.row(0.0, ENDLESS, {excess: 1.0, **charges, **leads})
    return excess


def loaded(rows: Rows, options: dict[str, float]) -> Any:
    """Return HiGHS with these rows, on one thread and silent."""
    import highspy

    solver = highspy.Highs()
    for name, value in ({"output_flag": False, "threads": 1, "mip_rel_gap": 0.0} | options).items():
        solver.setOptionValue(name, value)
    program_of = highspy.HighsLp()
    program_of.num_col_, program_of.num_row_ = len(rows.costs), len(rows.parts)
    program_of.col_cost_ = np.array(rows.costs)
    program_of.col_lower_ = np.zeros(len(rows.costs))
    program_of.col_upper_ = np.array(rows.upper)
    kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
    program_of.integrality_ = [kinds[whole] for whole in rows.whole]
    program_of.row_lower_, program_of.row_upper_ = np.array(rows.low), np.array(rows.high)
    matrix = program_of.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(parts) for parts in rows.parts)])
    matrix.index_ = np.array([column for parts in rows.parts for column in parts], dtype=np.int32)
    matrix.value_ = np.array([value for parts in rows.parts for value in parts.values()])
    solver.passModel(program_of)
    return solver


def begin_with(solver: Any, start: set[int], columns: int) -> None:
    """Give HiGHS a choice of the first columns to begin with."""
    values = np.array([float(column in start) for column in range(columns)])
    solver.setSolution(columns, np.arange(columns, dtype=np.int32), values)


def solve(model: Model, seconds: float, halted: Callable[[], bool], start: set[int] | None = None) -> Solved:
    """Return what any plan of the model costs at least, after `seconds` at most or as soon as `halted` says so."""
    import highspy

    solver = loaded(program(model), {"time_limit": float(seconds), "mip_abs_gap": CLOSE})
    if start is not None:
        begin_with(solver, start, len(model.columns))

    def listen(event: Any) -> None:
        if halted():
            event.interrupt()

    solver.cbMipInterrupt += listen
    solver.run()
    info = solver.getInfo()
    chosen = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        values = np.array(solver.getSolution().col_value)[: len(model.columns)]
        chosen = set(np.nonzero(values > 0.5)[0].tolist())
    bound = info.mip_dual_bound
    if not math.isfinite(bound) or abs(bound) >= ENDLESS:
        return Solved(None, chosen)
    least = math.floor(bound * PARTS) - MARGIN
    return Solved(least if chosen is None else min(least, model.value(chosen)), chosen)

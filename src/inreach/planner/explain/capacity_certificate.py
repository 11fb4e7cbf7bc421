"""The most sessions that a program allows, shown in whole numbers, and the prices that show it.

HiGHS finds prices in floating point. They are rounded, and what they show is worked out anew in whole numbers: the
worth of every limit at its price, and what a session is worth beyond what it pays. Whatever the prices, no timetable
has more sessions than that.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass

from inreach.planner.explain.capacity_bound import Program, Row

WHOLE = 1 << 24  # parts of a session in which prices are counted
SLACK = 1e-6
FAVOUR = 1e-3


@dataclass(frozen=True, slots=True)
class CapacityCertificate:
    """No timetable has more than `space` sessions; `prices` are the prices of the rows that say so, in parts."""

    space: int
    prices: dict[Row, int]


def shown(program: Program, prices: dict[Row, int]) -> int:
    """Return the most sessions that a timetable can have, as these prices show; each is 0 or more."""
    worth = sum(limit * prices.get(row, 0) for row, limit in program.limits.items())
    for column in program.columns:
        rest = WHOLE - sum(amount * prices.get(row, 0) for row, amount in column.items())
        if rest > 0:
            worth += rest * min(program.limits[row] // amount for row, amount in column.items())
    return min(program.wanted, worth // WHOLE)


def certified_capacity(program: Program, seconds: float = math.inf) -> CapacityCertificate:
    """Return the most sessions that a program allows, whole sessions or not, rounded down.

    After so many seconds the prices found until then are taken: they show less, but what they show is true.
    """
    if not program.columns:
        return CapacityCertificate(0, {})
    prices, _ = _solved(program, [1.0] * len(program.columns), seconds)
    return CapacityCertificate(shown(program, prices), prices)


def needed(program: Program, count: int, seconds: float = math.inf, tries: int = 8) -> set[str]:
    """Return groups without which fewer than `count` sessions are shown to be lacking; perhaps not all such groups.

    If a plan of the program leaves a group short, the others lack so much less without it. The next plan favours the
    groups that are known already, so that others are left short.
    """
    of = [next(str(row[1]) for row in column if row[0] == "week") for column in program.columns]
    wanted: dict[str, int] = defaultdict(int)
    for row, limit in program.limits.items():
        if row[0] == "week":
            wanted[str(row[1])] += limit
    names: set[str] = set()
    for _ in range(tries):
        _, amounts = _solved(program, [1 + FAVOUR * (group in names) for group in of], seconds)
        lacks: dict[str, float] = dict(wanted)
        for group, amount in zip(of, amounts, strict=True):
            lacks[group] -= amount
        whole = program.wanted - sum(amounts)
        more = {name for name, lack in lacks.items() if math.ceil(whole - lack - SLACK) < count} - names
        if not more:
            break
        names |= more
    return names


def _solved(program: Program, worth: list[float], seconds: float) -> tuple[dict[Row, int], list[float]]:
    """Return the prices of the rows and the amounts of the columns at which sessions of such worth are worth most."""
    import highspy
    import numpy as np

    number = {row: n for n, row in enumerate(program.limits)}
    solver, question = highspy.Highs(), highspy.HighsLp()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", max(0.0, min(seconds, highspy.kHighsInf)))
    columns, rows = len(program.columns), len(number)
    question.num_col_, question.num_row_ = columns, rows
    question.sense_ = highspy.ObjSense.kMaximize
    question.col_cost_ = np.array(worth)
    question.col_lower_, question.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
    question.row_lower_ = np.full(rows, -highspy.kHighsInf)
    question.row_upper_ = np.array([float(limit) for limit in program.limits.values()])
    matrix = question.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kColwise
    matrix.start_ = np.cumsum([0, *(len(column) for column in program.columns)])
    matrix.index_ = np.array([number[row] for column in program.columns for row in column], dtype=np.int32)
    matrix.value_ = np.array([float(value) for column in program.columns for value in column.values()])
    solver.passModel(question)
    solver.run()
    solution = solver.getSolution()
    prices = {
        row: max(0, round(price * WHOLE)) for row, price in zip(number, solution.row_dual, strict=False)
    }
    return prices, list(solution.col_value) or [0.0] * columns

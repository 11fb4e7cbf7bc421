"""Several pupils probed over time: a line for all, and how far pupils differ in level and slope.

y = (level + u0) + (slope + u1) time + error, u0 and u1 of a pupil going together, by restricted maximum likelihood
(Laird and Ware 1982). Pupils' own lines are drawn towards the common one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Growth:
    """The common level and slope with errors, variances of pupils' levels and slopes, and each pupil's departures.

    `criterion` is minus twice the restricted log likelihood.
    """

    level: float
    slope: float
    level_se: float
    slope_se: float
    level_variance: float
    slope_variance: float
    covariance: float
    residual: float
    criterion: float
    pupils: tuple[object, ...]
    departures: Floats


def growth(pupil: Sequence[object], time: ArrayLike, value: ArrayLike) -> Growth:
    """Fit one line a pupil around a common line; one entry a probe.

    ValueError if lengths differ, there are fewer than 3 pupils, or no pupil has 3 probes.
    """
    t, y = np.asarray(time, float), np.asarray(value, float)
    names = tuple(dict.fromkeys(pupil))
    if not t.size == y.size == len(pupil):
        raise ValueError("Every probe needs its pupil, its time and its value.")
    at = [np.array([p == name for p in pupil]) for name in names]
    if len(names) < 3 or max(int(rows.sum()) for rows in at) < 3:
        raise ValueError("At least 3 pupils are needed, and at least 3 probes of one of them.")
    x = [np.column_stack([np.ones(int(rows.sum())), t[rows]]) for rows in at]
    own = [y[rows] for rows in at]
    free = y.size - 2

    def solved(theta: Floats) -> tuple[Floats, Floats, float, float, list[Floats]]:
        """Everything at a relative Cholesky factor: coefficients, their covariance, what is left, logs, factors."""
        factor = np.array([[theta[0], 0.0], [theta[1], theta[2]]])
        information, b, squares, logs, roots = np.zeros((2, 2)), np.zeros(2), 0.0, 0.0, []
        for design, values in zip(x, own, strict=True):
            z = design @ factor
            inner = np.eye(2) + z.T @ z
            root = np.linalg.inv(inner)
            inverse = np.eye(values.size) - z @ root @ z.T
            information += design.T @ inverse @ design
            b += design.T @ inverse @ values
            squares += float(values @ inverse @ values)
            logs += float(np.linalg.slogdet(inner)[1])
            roots.append(factor @ root @ z.T)
        covariance: Floats = np.asarray(np.linalg.inv(information), np.float64)
        fixed = covariance @ b
        return (
            fixed,
            covariance,
            squares - float(fixed @ b),
            logs + float(np.linalg.slogdet(information)[1]),
            roots,
        )

    def criterion(theta: Floats) -> float:
        _, _, left, logs, _ = solved(theta)
        return free * (math.log(2 * math.pi * left / free) + 1) + logs

    options = {"xatol": 1e-8, "fatol": 1e-10, "maxiter": 4000, "maxfev": 4000}
    starts = [np.array([1.0, 0.0, 0.2]), np.array([0.1, 0.0, 1.0])]
    found = min(
        (optimize.minimize(criterion, s, method="Nelder-Mead", options=options) for s in starts), key=_height
    )
    fixed, covariance, left, _, roots = solved(found.x)
    residual = left / free
    factor = np.array([[found.x[0], 0.0], [found.x[1], found.x[2]]])
    spread = residual * factor @ factor.T
    se = np.sqrt(residual * np.diag(covariance))
    departures = np.array(
        [root @ (values - design @ fixed) for root, values, design in zip(roots, own, x, strict=True)]
    )
    return Growth(
        level=float(fixed[0]),
        slope=float(fixed[1]),
        level_se=float(se[0]),
        slope_se=float(se[1]),
        level_variance=float(spread[0, 0]),
        slope_variance=float(spread[1, 1]),
        covariance=float(spread[0, 1]),
        residual=residual,
        criterion=float(found.fun),
        pupils=names,
        departures=departures,
    )


def _height(found: optimize.OptimizeResult) -> float:
    """The criterion that an optimisation reached."""
    return float(found.fun)

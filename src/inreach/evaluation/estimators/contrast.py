"""Two kinds of targets compared in percentage points, from one cumulative logit, with errors that schools share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ordinal_regression import Ordinal

Floats = NDArray[np.float64]
Kinds = tuple[ArrayLike, ArrayLike]
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference in percentage points, its standard error and t interval with schools - 1 degrees of freedom.

    `p` is that of the difference of the linear predictors, which is what the model says of all categories at once.
    """

    points: float
    se: float
    interval: Interval
    p: float


def chance(fit: Ordinal, x: ArrayLike, least: int) -> float:
    """Return the probability of category `least` or a higher one at one set of covariates."""
    return 1 - float(special.expit(fit.thresholds[least - 1] - np.asarray(x, float) @ fit.coefficients))


def contrast(fit: Ordinal, kinds: Kinds, least: int, schools: int) -> Contrast:
    """Return how many points more of category `least` or higher the second kind has than the first (delta method).

    With P = 1 - logistic(theta - x'b), the slope of P is -P(1 - P) for theta and P(1 - P) x for b. ValueError if both
    sets of covariates are the same.
    """
    x0, x1 = (np.asarray(kind, float) for kind in kinds)
    if (x0 == x1).all():
        raise ValueError("A comparison needs two different kinds of targets.")
    before, after = chance(fit, x0, least), chance(fit, x1, least)
    cuts = fit.thresholds.size
    slope = np.zeros(cuts + x0.size)
    slope[least - 1] = before * (1 - before) - after * (1 - after)
    slope[cuts:] = after * (1 - after) * x1 - before * (1 - before) * x0
    return from_slope(fit, x1 - x0, after - before, slope, schools)


def from_slope(fit: Ordinal, apart: Floats, difference: float, slope: Floats, schools: int) -> Contrast:
    """A difference with its slopes as a Contrast."""
    cuts, df = fit.thresholds.size, schools - 1
    se = math.sqrt(max(0.0, float(slope @ fit.covariance @ slope)))
    reach = float(stats.t.isf((1 - LEVEL) / 2, df)) * se
    lean, lean_se = (
        float(apart @ fit.coefficients),
        math.sqrt(float(apart @ fit.covariance[cuts:, cuts:] @ apart)),
    )
    ends = Interval(100 * max(-1.0, difference - reach), 100 * min(1.0, difference + reach), LEVEL)
    return Contrast(100 * difference, 100 * se, ends, 2 * float(stats.t.sf(abs(lean) / lean_se, df)))

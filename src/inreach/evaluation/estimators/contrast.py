"""Two kinds of targets compared in percentage points, from one cumulative logit, with errors that schools share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ordinal_regression import Ordinal

Floats = NDArray[np.float64]
Kinds = tuple[ArrayLike, ArrayLike]
LEVEL = 0.95
FEWEST_SCHOOLS = 20
# Errors over clusters are too small where clusters are few; Cameron and Miller (2015, Journal of Human Resources 50(2),
# 317-372) treat the trouble at length and give no one number. 20 is this product's own convention.
TOO_FEW_SCHOOLS = (
    "Only {0} {1} targets that can be compared, and targets of one school go together. "
    f"Below {FEWEST_SCHOOLS} schools errors come out too small (Cameron and Miller 2015; "
    f"where to draw the line is our own convention)."
)


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


def few_schools(schools: int) -> str:
    """The reason why so few schools give no comparison, empty if they are enough."""
    if schools >= FEWEST_SCHOOLS:
        return ""
    return TOO_FEW_SCHOOLS.format(schools, "school has" if schools == 1 else "schools have")


def more_or_fewer(points: float, interval: Interval, unit: str = "in 100") -> str:
    """Say a difference in words: "9 more in 100 (2 to 16)", or "between 3 fewer and 8 more in 100"."""
    low, high = interval.low, interval.high
    if low < 0 < high:
        return f"between {abs(low):.0f} fewer and {high:.0f} more {unit}"
    side: Literal["more", "fewer"] = "more" if points > 0 else "fewer"
    near, far = sorted((abs(low), abs(high)))
    return f"{abs(points):.0f} {side} {unit} ({near:.0f} to {far:.0f})"

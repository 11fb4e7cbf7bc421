"""What goes with not met, met and exceeded: a cumulative logit on patterns, with errors that schools share.

logit P(Y <= k) = theta_k - x'b (McCullagh 1980). Rows with the same school, covariates and category are one pattern
with a count, so ten million targets are some thousand lines. Errors allow targets of one school to go together.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse, special, stats

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
SETTLED = 1e-10
MOST_STEPS = 40
MOST_CONDITION = 1e13
UNSETTLED = "The fit does not settle: a covariate parts the categories, or there are too few targets."


@dataclass(frozen=True, slots=True)
class Ordinal:
    """A fitted cumulative logit: thresholds, coefficients, and two kinds of standard errors of coefficients.

    `se` supposes independent targets; `clustered` does not, and is None where no clusters were given. `covariance` is
    that of thresholds and coefficients together, clustered where clusters were given. A positive coefficient goes with
    a higher category.
    """

    thresholds: Floats
    coefficients: Floats
    se: Floats
    clustered: Floats | None
    log_likelihood: float
    n: float
    covariance: Floats

    def probabilities(self, x: ArrayLike) -> Floats:
        """The probability of each category at one set of covariates."""
        cut = special.expit(self.thresholds - float(np.asarray(x, float) @ self.coefficients))
        return np.diff(np.concatenate([[0.0], cut, [1.0]]))

    def points(self, x: ArrayLike, covariate: int, change: float = 1.0) -> Floats:
        """The change of each category's probability, in percentage points, when one covariate is higher by `change`."""
        here = np.asarray(x, float)
        there = here.copy()
        there[covariate] += change
        return 100 * (self.probabilities(there) - self.probabilities(here))


def cumulative_logit(
    category: Sequence[int] | Ints,
    covariates: ArrayLike,
    counts: ArrayLike | None = None,
    clusters: Sequence[object] | sparse.csr_array | None = None,
) -> Ordinal:
    """Fit by maximum likelihood (Newton on the exact second derivatives, steps halved where they would overshoot; the
    log likelihood is concave, Pratt 1981). One row a pattern, counts if not 1.

    `category` counts from 0 to K - 1, each of them used; `covariates` has a row for each pattern. `clusters` names the
    cluster of each pattern, or counts targets, clusters x patterns, where clusters share patterns. Clustered errors
    are the sandwich with G / (G - 1). ValueError if shapes do not fit, a category is unused, there are fewer than 2
    categories or clusters, or the fit does not settle (a covariate that parts the categories).
    """
    y, x = np.asarray(category, dtype=np.intp), np.asarray(covariates, float)
    w = np.ones(y.size) if counts is None else np.asarray(counts, float)
    if x.ndim != 2 or not x.shape[0] == y.size == w.size:
        raise ValueError("Every pattern needs its category, its covariates and its count.")
    k = int(y.max()) + 1 if y.size else 0
    used = np.bincount(y, weights=w, minlength=k)
    if k < 2 or not (used > 0).all():
        raise ValueError("At least 2 categories are needed, and none without targets.")
    cuts, p = k - 1, x.shape[1]
    upper = _design(y, x, cuts, 0)
    lower = _design(y, x, cuts, 1)
    start = np.append(special.logit(np.cumsum(used)[:-1] / used.sum()), np.zeros(p))
    beta = start
    value, slope, information = _pieces(beta, (upper, lower), y, k, w)
    for _ in range(MOST_STEPS):
        if not np.linalg.cond(information) < MOST_CONDITION:
            raise ValueError(UNSETTLED)
        step = np.asarray(np.linalg.solve(information, slope.T @ w), float)
        beta = (
            beta
            + _length(beta, step, float(w @ value), lambda b: _height(b, (upper, lower), (y, k, w))) * step
        )
        value, slope, information = _pieces(beta, (upper, lower), y, k, w)
        if np.abs(step).max() < SETTLED:
            break
    else:
        raise ValueError(UNSETTLED)
    if not np.linalg.cond(information) < MOST_CONDITION:
        raise ValueError(UNSETTLED)
    covariance = np.linalg.inv(information)
    plain = np.sqrt(np.diag(covariance))[cuts:]
    clustered = None
    if clusters is not None:
        shares = clusters if isinstance(clusters, sparse.csr_array) else _by_cluster(clusters, w)
        if shares.shape[0] < 2:
            raise ValueError("Errors over schools need at least 2 of them.")
        scores = shares @ slope
        meat = shares.shape[0] / (shares.shape[0] - 1) * scores.T @ scores
        covariance = covariance @ meat @ covariance
        clustered = np.sqrt(np.diag(covariance))[cuts:]
    return Ordinal(
        beta[:cuts],
        beta[cuts:],
        plain,
        clustered,
        float(w @ value),
        float(w.sum()),
        np.asarray(covariance, float),
    )


def _height(beta: Floats, ends: tuple[Floats, Floats], told: tuple[Ints, int, Floats]) -> float:
    """The log likelihood, minus infinity where the thresholds are out of order."""
    (upper, lower), (y, k, w) = ends, told
    if (np.diff(beta[: k - 1]) <= 0).any():
        return -math.inf
    high = np.where(y == k - 1, 1.0, special.expit(upper @ beta))
    low = np.where(y == 0, 0.0, special.expit(lower @ beta))
    return float(w @ np.log(np.maximum(high - low, 1e-300)))


def _length(beta: Floats, step: Floats, here: float, height: Callable[[Floats], float]) -> float:
    """How much of a step to take: all of it, or half as often as the log likelihood, which is concave, would fall."""
    length = 1.0
    while length > 1e-6 and height(beta + length * step) < here - 1e-9 * (1 + abs(here)):
        length /= 2
    return length


def _by_cluster(clusters: Sequence[object], counts: Floats) -> sparse.csr_array:
    """Counts, clusters x patterns, where each pattern is of one cluster."""
    names = {name: at for at, name in enumerate(dict.fromkeys(clusters))}
    at = np.fromiter((names[c] for c in clusters), dtype=np.intp, count=len(clusters))
    return sparse.csr_array((counts, (at, np.arange(counts.size))), shape=(len(names), counts.size))


def _design(y: Ints, x: Floats, cuts: int, below: int) -> Floats:
    """The row of a pattern's upper threshold (below 0) or lower one (below 1), minus its covariates."""
    at = y - below
    rows = np.zeros((y.size, cuts + x.shape[1]))
    inside = (at >= 0) & (at < cuts)
    rows[np.flatnonzero(inside), at[inside]] = 1.0
    rows[:, cuts:] = np.where(inside[:, None], -x, 0.0)
    return rows


def _pieces(
    beta: Floats, ends: tuple[Floats, Floats], y: Ints, k: int, w: Floats | None = None
) -> tuple[Floats, Floats, Floats]:
    """Log probability of each pattern, its slope, and the observed information (0 x 0 without counts)."""
    (upper, lower), top, bottom = ends, y == k - 1, y == 0
    high = np.where(top, 1.0, special.expit(upper @ beta))
    low = np.where(bottom, 0.0, special.expit(lower @ beta))
    chance = np.maximum(high - low, 1e-300)
    f, g = high * (1 - high), low * (1 - low)
    slope = (f[:, None] * upper - g[:, None] * lower) / chance[:, None]
    if w is None:
        return np.log(chance), slope, np.zeros((0, 0))
    bend_high, bend_low = w * f * (1 - 2 * high) / chance, w * g * (1 - 2 * low) / chance
    information = (w[:, None] * slope).T @ slope
    information -= upper.T @ (bend_high[:, None] * upper) - lower.T @ (bend_low[:, None] * lower)
    return np.log(chance), slope, information


def likelihood_ratio(full: Ordinal, less: Ordinal) -> tuple[float, float]:
    """Return twice the difference of log likelihoods of nested fits, and its p from chi-squared."""
    statistic = max(0.0, 2 * (full.log_likelihood - less.log_likelihood))
    return statistic, float(stats.chi2.sf(statistic, full.coefficients.size - less.coefficients.size))


def splits(
    category: Sequence[int] | Ints, covariates: ArrayLike, counts: ArrayLike | None = None
) -> tuple[Floats, Floats]:
    """Return the coefficients of the two binary splits of three categories, which proportional odds makes one.

    First "met or better", then "exceeded". Where their signs disagree both are to be shown. ValueError unless there
    are three categories.
    """
    y = np.asarray(category, dtype=np.intp)
    if y.size == 0 or int(y.max()) != 2:
        raise ValueError("The two splits are of three categories.")
    first, second = (cumulative_logit((y > cut).astype(np.intp), covariates, counts) for cut in (0, 1))
    return first.coefficients, second.coefficients

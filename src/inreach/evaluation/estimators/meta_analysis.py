"""Several services or schools put together: meta-analysis of estimates that come with their sampling variances.

`y` are estimates on one scale, `v` their sampling variances. Every function raises ValueError if these do not pair,
a variance is not above 0, or there are too few of them. A between-unit variance of 0 means "no detectable
difference", never "no difference".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Pooled:
    """A random-effects model: coefficients with errors and intervals, and the variance between units.

    `tau2` in squared units of y, `q` Cochran's Q, `i2` in per cent, `method` names the estimator of tau2 and the
    interval. One coefficient (the mean) unless there are moderators.
    """

    coefficients: tuple[float, ...]
    se: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    tau2: float
    q: float
    i2: float
    k: int
    method: str

    @property
    def mean(self) -> float:
        """The first coefficient: the mean, when there are no moderators."""
        return self.coefficients[0]

    @property
    def z(self) -> tuple[float, ...]:
        """Coefficients over their errors."""
        return tuple(b / s for b, s in zip(self.coefficients, self.se, strict=True))


def paired_with_variance(y: Sequence[float], v: Sequence[float], least: int) -> tuple[Floats, Floats]:
    """Return both as arrays; ValueError as the module says."""
    values, variances = np.asarray(y, float), np.asarray(v, float)
    if values.shape != variances.shape or values.ndim != 1:
        raise ValueError(f"Every estimate needs its variance: {values.size} and {variances.size}.")
    if values.size < least:
        raise ValueError(f"At least {least} estimates are needed, not {values.size}.")
    if not (variances > 0).all():
        raise ValueError("A sampling variance is above 0.")
    return values, variances


def design(k: int, moderators: Sequence[Sequence[float]]) -> Floats:
    """Return the design matrix: a column of ones and one column for each moderator."""
    columns = [np.ones(k), *(np.asarray(m, float) for m in moderators)]
    if any(column.size != k for column in columns):
        raise ValueError(f"Every moderator needs {k} values.")
    return np.column_stack(columns)


def _weighted(y: Floats, x: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Weighted least squares: coefficients, their covariance at weights w, and what is left."""
    covariance: Floats = np.asarray(np.linalg.inv(x.T @ (w[:, None] * x)), np.float64)
    b = covariance @ (x.T @ (w * y))
    return b, covariance, y - x @ b


def tau2_by_moments(y: Floats, v: Floats, x: Floats) -> float:
    """Return the between-unit variance of DerSimonian and Laird (1986), by moments, at least 0."""
    w = 1 / v
    _, covariance, left = _weighted(y, x, w)
    room = float(w.sum() - np.trace(covariance @ (x.T @ ((w**2)[:, None] * x))))
    excess = float(w @ left**2) - float(y.size - x.shape[1])
    return max(0.0, excess / room)


def tau2_by_reml(y: Floats, v: Floats, x: Floats) -> float:
    """Return the between-unit variance that maximises the restricted likelihood, at least 0 (Raudenbush 2009).

    The likelihood is scanned before it is refined, since it may have a maximum at 0 as well as one inside.
    """

    def minus(tau2: float) -> float:
        w = 1 / (v + tau2)
        _, covariance, left = _weighted(y, x, w)
        return float(-np.log(w).sum() - np.linalg.slogdet(covariance)[1] + w @ left**2) / 2

    top = 10 * max(float(y.var()), float(v.max()))
    grid = np.concatenate([[0.0], top * np.geomspace(1e-6, 1.0, 61)])
    heights = [minus(t) for t in grid]
    at = int(np.argmin(heights))
    low, high = grid[max(at - 1, 0)], grid[min(at + 1, grid.size - 1)]
    found = optimize.minimize_scalar(
        minus, bounds=(low, high), method="bounded", options={"xatol": 1e-10 * top}
    )
    return 0.0 if minus(0.0) <= found.fun + 1e-9 else float(found.x)


def pool(
    y: Sequence[float],
    v: Sequence[float],
    moderators: Sequence[Sequence[float]] = (),
    *,
    method: str = "REML",
    knapp_hartung: bool = False,
    level: float = 0.95,
) -> Pooled:
    """Fit a random-effects model: `method` is "DL" (DerSimonian and Laird), "REML", or "FE" (no variance between).

    With `knapp_hartung` the errors are rescaled and the interval is a t's (Knapp and Hartung 2003), the one to show
    for few units; without it the interval is normal and too short for few.
    """
    values, variances = paired_with_variance(y, v, 2 + len(moderators))
    x = design(values.size, moderators)
    k, p = x.shape
    estimators = {"DL": tau2_by_moments, "REML": tau2_by_reml, "FE": lambda *_: 0.0}
    if method not in estimators:
        raise ValueError(f"The method is one of {', '.join(estimators)}, not {method}.")
    tau2 = estimators[method](values, variances, x)
    _, _, fixed_left = _weighted(values, x, 1 / variances)
    q = float(fixed_left**2 @ (1 / variances))
    w = 1 / (variances + tau2)
    b, covariance, left = _weighted(values, x, w)
    if knapp_hartung:
        covariance = covariance * float(w @ left**2) / (k - p)
        reach = float(stats.t.isf((1 - level) / 2, k - p))
    else:
        reach = float(stats.norm.isf((1 - level) / 2))
    se = np.sqrt(np.diag(covariance))
    return Pooled(
        tuple(b.tolist()),
        tuple(se.tolist()),
        tuple((b - reach * se).tolist()),
        tuple((b + reach * se).tolist()),
        tau2,
        q,
        100 * tau2 / (tau2 + _typical_variance(variances, x)),
        k,
        f"{method}, {'Knapp-Hartung' if knapp_hartung else 'normal'}",
    )


def _typical_variance(v: Floats, x: Floats) -> float:
    """The "typical" sampling variance in I2 (Higgins and Thompson 2002)."""
    w = 1 / v
    _, covariance, _ = _weighted(np.zeros(v.size), x, w)
    return float(v.size - x.shape[1]) / float(w.sum() - np.trace(covariance @ (x.T @ ((w**2)[:, None] * x))))


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Estimates drawn towards their mean, each with its interval and the weight its own data kept."""

    estimate: tuple[float, ...]
    se: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    kept: tuple[float, ...]


def shrink(y: Sequence[float], v: Sequence[float], *, method: str = "REML", level: float = 0.95) -> Shrunken:
    """Return lambda y + (1 - lambda) mu, lambda = tau2 / (tau2 + v), with variance lambda v + (1 - lambda)^2 Var(mu).

    Plug-in: tau2 is taken as known, so for fewer than about 20 units these intervals are too short and
    `inreach.evaluation.estimators.partial_pooling` is to be used instead (Raudenbush and Bryk 1985).
    """
    values, variances = paired_with_variance(y, v, 2)
    model = pool(y, v, method=method)
    kept = model.tau2 / (model.tau2 + variances)
    estimate = kept * values + (1 - kept) * model.mean
    se = np.sqrt(kept * variances + (1 - kept) ** 2 * model.se[0] ** 2)
    reach = float(stats.norm.isf((1 - level) / 2)) * se
    return Shrunken(
        tuple(estimate.tolist()),
        tuple(se.tolist()),
        tuple((estimate - reach).tolist()),
        tuple((estimate + reach).tolist()),
        tuple(kept.tolist()),
    )


def james_stein(y: Sequence[float], variance: float) -> tuple[float, ...]:
    """Return mean + (1 - (k - 3) variance / sum (y - mean)^2)+ (y - mean), one known variance (Efron and Morris 1975).

    ValueError with fewer than 4 estimates: towards their own mean nothing is gained before.
    """
    values, _ = paired_with_variance(y, [variance] * len(y), 4)
    left = values - values.mean()
    spread = float(left @ left)
    kept = max(0.0, 1 - (values.size - 3) * variance / spread) if spread else 0.0
    return tuple((values.mean() + kept * left).tolist())


@dataclass(frozen=True, slots=True)
class ThreeLevels:
    """Estimates within districts: the mean and the variances of districts and of units within them."""

    mean: float
    se: float
    low: float
    high: float
    between: float
    within: float
    log_likelihood: float
    districts: tuple[float, ...]
    units: tuple[float, ...]


def three_levels(
    y: Sequence[float], v: Sequence[float], district: Sequence[object], *, level: float = 0.95
) -> ThreeLevels:
    """Fit y = mu + district + unit + error by REML, errors of known variance v (Konstantopoulos 2011).

    `districts` are predicted departures of each district, in the order in which they are first met, `units` of each
    row. Both variances are at least 0. The interval is normal.
    """
    values, variances = paired_with_variance(y, v, 3)
    names = list(dict.fromkeys(district))
    if len(district) != values.size or len(names) < 2:
        raise ValueError("Three levels need at least 2 districts, one named for each estimate.")
    rows = [np.array([d == name for d in district]) for name in names]

    def parts(between: float, within: float) -> tuple[float, float, float, float]:
        precision = cross = squares = logs = 0.0
        for at in rows:
            w = 1 / (variances[at] + within)
            shared = between / (1 + between * float(w.sum()))
            precision += float(w.sum()) - shared * float(w.sum()) ** 2
            cross += float(w @ values[at]) * (1 - shared * float(w.sum()))
            squares += float(w @ values[at] ** 2) - shared * float(w @ values[at]) ** 2
            logs += float(-np.log(w).sum()) + math.log1p(between * float(w.sum()))
        return precision, cross, squares, logs

    def minus(logged: Floats) -> float:
        precision, cross, squares, logs = parts(*np.exp(logged))
        return float(logs + math.log(precision) + squares - cross**2 / precision) / 2

    scale = float(values.var()) + 1e-12
    starts = [np.log([a * scale, b * scale]) for a in (0.5, 0.05) for b in (0.5, 0.05)]
    options = {"xatol": 1e-10, "fatol": 1e-12, "maxiter": 4000}
    found = min(
        (optimize.minimize(minus, s, method="Nelder-Mead", options=options) for s in starts),
        key=lambda f: f.fun,
    )
    between, within = (0.0 if x < 1e-9 * scale else float(x) for x in np.exp(found.x))
    precision, cross, squares, logs = parts(between, within)
    mean, se = cross / precision, 1 / math.sqrt(precision)
    reach = float(stats.norm.isf((1 - level) / 2)) * se
    left, of_units = values - mean, np.zeros(values.size)
    of_districts = []
    for at in rows:
        w = 1 / (variances[at] + within)
        lean = between * float(w @ left[at]) / (1 + between * float(w.sum()))
        of_districts.append(lean)
        of_units[at] = within * w * (left[at] - lean)
    likelihood = -(logs + math.log(precision) + squares - cross**2 / precision) / 2
    likelihood -= (values.size - 1) / 2 * math.log(2 * math.pi)
    return ThreeLevels(
        mean,
        se,
        mean - reach,
        mean + reach,
        between,
        within,
        likelihood,
        tuple(of_districts),
        tuple(of_units.tolist()),
    )

"""Counts and categories with units that differ: a random intercept, integrated by adaptive Gauss-Hermite quadrature.

One node is Laplace's approximation; nine or ten are as good as exact for units of usual size (Pinheiro and Bates
1995). For a few dozen units; a service of thousands is drawn together by `dirichlet_multinomial`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special

from inreach.evaluation.estimators.ordinal_regression import cumulative_logit

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Pieces = Callable[[Floats], tuple[Floats, Floats, Floats]]
STEP = 1e-4


@dataclass(frozen=True, slots=True)
class Intercepts:
    """Coefficients, the standard deviation between units, thresholds of categories (if any) and log likelihood."""

    coefficients: Floats
    sd: float
    thresholds: Floats
    log_likelihood: float
    units: int


def integrated_height(pieces: Pieces, unit: Ints, units: int, sd: float, nodes: int) -> float:
    """Return the log likelihood with a normal intercept of this standard deviation for each unit integrated out.

    `pieces` gives log likelihood, slope and curvature of each row at a shift of its linear predictor. Each unit's
    integral is centred at its own mode and scaled by its own curvature.
    """

    def by_unit(rows: Floats) -> Floats:
        return np.bincount(unit, weights=rows, minlength=units).astype(np.float64)

    z = np.zeros(units)
    for _ in range(50):
        _, slope, bend = pieces(sd * z[unit])
        step = (sd * by_unit(slope) - z) / (1 - sd**2 * by_unit(bend))
        z = z + np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-10:
            break
    _, _, bend = pieces(sd * z[unit])
    scale = 1 / np.sqrt(1 - sd**2 * by_unit(bend))
    x, weights = np.polynomial.hermite_e.hermegauss(nodes)
    parts = []
    for node, weight in zip(x, weights, strict=True):
        at = z + scale * node
        value, _, _ = pieces(sd * at[unit])
        parts.append(by_unit(value) - at**2 / 2 + node**2 / 2 + np.log(weight))
    whole = special.logsumexp(np.array(parts), axis=0) + np.log(scale) - np.log(2 * np.pi) / 2
    return float(whole.sum())


def counts_with_units(
    hits: ArrayLike, sizes: ArrayLike, x: ArrayLike, unit: Sequence[object], nodes: int
) -> Intercepts:
    """Fit logit share = x'b + unit from hits of sizes, one row a unit and pattern; `nodes` 1 is Laplace.

    ValueError if shapes do not fit, hits exceed sizes, or there are fewer than 3 units.
    """
    k, n, design = np.asarray(hits, float), np.asarray(sizes, float), np.asarray(x, float)
    at, units = _coded(unit, k.size)
    if design.shape[0] != k.size or k.shape != n.shape or (k > n).any() or (k < 0).any():
        raise ValueError("Every row needs its hits, a size not below them, and its covariates.")
    ways = special.gammaln(n + 1) - special.gammaln(k + 1) - special.gammaln(n - k + 1)

    def minus(theta: Floats) -> float:
        fixed = design @ theta[:-1]

        def pieces(shift: Floats) -> tuple[Floats, Floats, Floats]:
            eta = fixed + shift
            share = special.expit(eta)
            return ways + k * eta - n * np.logaddexp(0, eta), k - n * share, -n * share * (1 - share)

        return -integrated_height(pieces, at, units, abs(float(theta[-1])), nodes)

    start = np.append(np.zeros(design.shape[1]), 0.5)
    theta, height = _lowest(minus, start)
    return Intercepts(theta[:-1], abs(float(theta[-1])), np.zeros(0), height, units)


def categories_with_units(
    category: Sequence[int], x: ArrayLike, unit: Sequence[object], nodes: int
) -> Intercepts:
    """Fit logit P(Y <= k) = theta_k - x'b - unit, one row a target; `nodes` 1 is Laplace.

    ValueError as for cumulative_logit, or with fewer than 3 units.
    """
    y, design = np.asarray(category, dtype=np.intp), np.asarray(x, float)
    at, units = _coded(unit, y.size)
    plain = cumulative_logit(y, design)
    cuts = plain.thresholds.size

    def minus(theta: Floats) -> float:
        thresholds = np.concatenate([[theta[0]], theta[0] + np.cumsum(np.exp(theta[1:cuts]))])
        ends = np.concatenate([[-np.inf], thresholds, [np.inf]])
        fixed = design @ theta[cuts:-1]

        def pieces(shift: Floats) -> tuple[Floats, Floats, Floats]:
            high, low = special.expit(ends[y + 1] - fixed - shift), special.expit(ends[y] - fixed - shift)
            f, g = high * (1 - high), low * (1 - low)
            chance = np.maximum(high - low, 1e-300)
            slope = -(f - g) / chance
            bend = (f * (1 - 2 * high) - g * (1 - 2 * low)) / chance - slope**2
            return np.log(chance), slope, bend

        return -integrated_height(pieces, at, units, abs(float(theta[-1])), nodes)

    gaps = np.log(np.maximum(np.diff(plain.thresholds), 1e-3))
    theta, height = _lowest(minus, np.concatenate([plain.thresholds[:1], gaps, plain.coefficients, [0.7]]))
    thresholds = np.concatenate([[theta[0]], theta[0] + np.cumsum(np.exp(theta[1:cuts]))])
    return Intercepts(theta[cuts:-1], abs(float(theta[-1])), thresholds, height, units)


def _coded(unit: Sequence[object], rows: int) -> tuple[Ints, int]:
    """A number for each row's unit, and how many units there are."""
    names = {name: at for at, name in enumerate(dict.fromkeys(unit))}
    if len(unit) != rows:
        raise ValueError("Every row needs its unit.")
    if len(names) < 3:
        raise ValueError(f"At least 3 units are needed, not {len(names)}.")
    return np.fromiter((names[u] for u in unit), dtype=np.intp, count=rows), len(names)


def _lowest(minus: Callable[[Floats], float], start: Floats) -> tuple[Floats, float]:
    """The lowest point and minus its height, by a quasi-Newton search on central differences."""

    def slope(theta: Floats) -> Floats:
        steps = STEP * np.eye(theta.size)
        return np.array([(minus(theta + s) - minus(theta - s)) / (2 * STEP) for s in steps])

    found = optimize.minimize(minus, start, jac=slope, method="BFGS", options={"gtol": 1e-6, "maxiter": 200})
    return found.x, -float(found.fun)

"""One level of schools with fixed areas, by restricted maximum likelihood, from sums by school and area.

y = area + school + error. The same model as a mixed model over rows gives, at the cost of the number of areas. Kept to
be compared with such; for figures that are shown `crossed_effects` integrates over its spreads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize

Floats = NDArray[np.float64]
FLAT = 1e-9  # heights nearer than this are one height, and then the variance is 0
NOTHING = 2e-6  # the smallest ratio of variances that is searched


@dataclass(frozen=True, slots=True)
class TwoLevel:
    """Fixed means of areas with errors, both variances, and predicted departures of schools.

    `criterion` is minus twice the restricted log likelihood, as other programs print it.
    """

    areas: Floats
    se: Floats
    between: float
    residual: float
    schools: Floats
    criterion: float

    @property
    def sentence(self) -> str:
        """What a variance of 0 means, and what it does not."""
        if self.between == 0:
            return "No detectable difference between schools; that is not to say that there is none."
        return f"Schools differ by a standard deviation of {math.sqrt(self.between):.2f} points."


def two_level(n: ArrayLike, total: ArrayLike, squares: float) -> TwoLevel:
    """Fit from counts and sums by school (rows) and area (columns), and the sum of squares of all values.

    ValueError if there are fewer than 2 schools, an area without values, or no more values than areas and schools
    can explain.
    """
    counts, sums = np.asarray(n, float), np.asarray(total, float)
    by_area, by_school = counts.sum(axis=0), counts.sum(axis=1)
    free = float(by_area.sum()) - by_area.size
    if by_school.size < 2 or not (by_area > 0).all() or free < 1:
        raise ValueError("At least 2 schools, values in every area and more values than areas are needed.")
    school_sum, area_sum = sums.sum(axis=1), sums.sum(axis=0)

    def solved(ratio: float) -> tuple[Floats, Floats, float, float]:
        c = ratio / (1 + ratio * by_school)
        information = np.diag(by_area) - counts.T @ (c[:, None] * counts)
        b = area_sum - counts.T @ (c * school_sum)
        covariance = np.linalg.inv(information)
        areas = covariance @ b
        left = squares - float(c @ school_sum**2) - float(areas @ b)
        logs = float(np.log1p(ratio * by_school).sum()) + float(np.linalg.slogdet(information)[1])
        return areas, covariance, left, logs

    def minus(ratio: float) -> float:
        _, _, left, logs = solved(ratio)
        return float(free * math.log(max(left, 1e-300) / free) + logs)

    grid = np.linspace(math.log(1e-6), math.log(1e4), 24)
    heights = [minus(math.exp(x)) for x in grid]
    at = int(np.argmin(heights))
    found = optimize.minimize_scalar(
        lambda x: minus(math.exp(x)),
        bounds=(grid[max(at - 1, 0)], grid[min(at + 1, grid.size - 1)]),
        method="bounded",
        options={"xatol": 1e-8},
    )
    at_nothing = minus(0.0) <= found.fun + FLAT or math.exp(found.x) < NOTHING
    ratio = 0.0 if at_nothing else math.exp(float(found.x))
    areas, covariance, left, logs = solved(ratio)
    residual = left / free
    c = ratio / (1 + ratio * by_school)
    return TwoLevel(
        areas=areas,
        se=np.sqrt(residual * np.diag(covariance)),
        between=ratio * residual,
        residual=residual,
        schools=c * (school_sum - counts @ areas),
        criterion=free * (math.log(2 * math.pi * residual) + 1) + logs,
    )

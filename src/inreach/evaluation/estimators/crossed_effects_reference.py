"""The slow, obvious twin of `crossed_effects`: each target a row, and textbook formulas of the normal distribution."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inreach.evaluation.estimators.crossed_effects import Spread, Within

Floats = NDArray[np.float64]


def alike(names: Sequence[object]) -> Floats:
    """Return 1 where two rows have the same name and 0 where not."""
    return np.array([[float(a == b) for b in names] for a in names])


def posterior_reference(
    values: ArrayLike,
    school: Sequence[object],
    area: Sequence[object],
    pupil: Sequence[object],
    given: tuple[Spread, Within],
) -> dict[str, tuple[Floats, Floats] | float]:
    """Return the height, mu + area and school of `Crossed.at`, from the covariance of all rows.

    Equal to it, but for a constant in the height, where every pupil of a cell has as many targets and none has
    targets in several areas. Elsewhere `crossed_effects` weighs targets, not pupils, alike within a cell, and takes the
    covariance of a pupil's cells as one number a school: unbiased, and slightly less precise.
    """
    spread, inside = given
    y = np.asarray(values, float)
    parts = {
        "area": spread.area**2 * alike(area),
        "school": spread.school**2 * alike(school),
        "cell": spread.cell**2 * alike(list(zip(school, area, strict=True))),
        "pupil": inside.pupil * alike(list(zip(school, pupil, strict=True))),
        "residual": inside.residual * np.eye(y.size),
    }
    inverse = np.linalg.inv(sum(parts.values()))
    precision = float(inverse.sum())
    mu = float(inverse.sum(0) @ y) / precision
    left = y - mu
    height = (float(np.linalg.slogdet(inverse)[1]) - math.log(precision) - float(left @ inverse @ left)) / 2

    def effect(names: Sequence[object], variance: float, with_mu: bool) -> tuple[Floats, Floats]:
        belongs = np.array([[float(n == name) for n in names] for name in dict.fromkeys(names)])
        lean = variance * belongs @ inverse
        share = float(with_mu) - lean.sum(1)
        spreads = variance - np.einsum("ij,ij->i", lean, variance * belongs) + share**2 / precision
        return lean @ left + mu * float(with_mu), spreads

    return {
        "height": height,
        "areas": effect(area, spread.area**2, True),
        "schools": effect(school, spread.school**2, False),
    }

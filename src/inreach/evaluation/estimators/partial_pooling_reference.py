"""The slow, obvious twin of `partial_pooling`: the covariance of all rows at once, on one even grid."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from inreach.evaluation.estimators.partial_pooling import PRIOR, checked, gather

Floats = NDArray[np.float64]


def integrated_reference(
    values: ArrayLike, unit: Sequence[object], *, prior: float = PRIOR, nodes: int = 2000
) -> tuple[Floats, Floats]:
    """Return estimates and standard deviations of the units' true values, from the covariance of all rows at once.

    The slow, obvious twin of `integrated`: one even grid of standard deviations, and at each node the textbook
    formulas of the normal distribution, over rows.
    """
    y = np.asarray(values, float)
    units, names = gather(y, unit)
    sigma2 = checked(units)
    belongs = np.array([[u == name for name in names] for u in unit], float)
    taus = (np.arange(nodes) + 0.5) * 5 * prior / nodes
    heights, centres, spreads = [], [], []
    for tau in taus:
        inverse = np.linalg.inv(sigma2 * np.eye(y.size) + tau**2 * belongs @ belongs.T)
        mu_var = 1 / inverse.sum()
        mu = mu_var * (inverse.sum(0) @ y)
        lean = tau**2 * belongs.T @ inverse
        share = 1 - lean.sum(1)
        centres.append(mu + lean @ (y - mu))
        spreads.append(tau**2 - np.einsum("ij,ji->i", lean, tau**2 * belongs) + share**2 * mu_var)
        left = y - mu
        heights.append(
            (np.linalg.slogdet(inverse)[1] + math.log(mu_var) - left @ inverse @ left - (tau / prior) ** 2)
            / 2
        )
    weights = np.exp(np.array(heights) - max(heights))
    weights /= weights.sum()
    estimate = weights @ np.array(centres)
    variance = weights @ (np.array(spreads) + (np.array(centres) - estimate) ** 2)
    return estimate, np.sqrt(variance)

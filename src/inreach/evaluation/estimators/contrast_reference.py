"""The slow, obvious twin of `contrast`: slopes by moving each parameter a little, not by formula."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.estimators.contrast import Contrast, Kinds, from_slope
from inreach.evaluation.estimators.ordinal_regression import Ordinal

Floats = NDArray[np.float64]


def contrast_reference(fit: Ordinal, kinds: Kinds, least: int, schools: int) -> Contrast:
    """Return what `contrast` returns, with slopes by moving each parameter a little up and down."""
    x0, x1 = (np.asarray(kind, float) for kind in kinds)
    cuts = fit.thresholds.size
    middle = np.concatenate([fit.thresholds, fit.coefficients])

    def difference(parameters: Floats) -> float:
        moved = Ordinal(parameters[:cuts], parameters[cuts:], fit.se, None, 0.0, fit.n, fit.covariance)
        return float(moved.probabilities(x1)[least:].sum() - moved.probabilities(x0)[least:].sum())

    step = 1e-5
    slope = np.array(
        [
            (difference(middle + step * unit) - difference(middle - step * unit)) / (2 * step)
            for unit in np.eye(middle.size)
        ]
    )
    return from_slope(fit, x1 - x0, difference(middle), slope, schools)

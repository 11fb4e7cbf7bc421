"""Hedges' correction of a standardised difference for few degrees of freedom."""

from __future__ import annotations

import math


def correction(df: float) -> float:
    """Return 1 - 3 / (4 df - 1), the usual approximation (Hedges 1981); ValueError unless df is above 1."""
    if not df > 1:
        raise ValueError(f"The correction needs more than 1 degree of freedom, not {df}.")
    return 1 - 3 / (4 * df - 1)


def exact_correction(df: float) -> float:
    """Return gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)), of which correction() is the approximation."""
    if not df > 1:
        raise ValueError(f"The correction needs more than 1 degree of freedom, not {df}.")
    return math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)

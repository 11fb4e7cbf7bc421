"""Medians of counted values, and intervals from the order of values (sign test)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


def nth(values: Ints, count: Floats, k: int) -> int:
    """Return the k-th smallest of values with counts, k from 1."""
    order = np.argsort(values, kind="stable")
    return int(values[order][np.searchsorted(np.cumsum(count[order]), k - 0.5)])


def median(values: Ints, count: Floats) -> float:
    """Return the middle of values with counts, or halfway between the middle two."""
    n = int(count.sum())
    return (nth(values, count, (n + 1) // 2) + nth(values, count, n // 2 + 1)) / 2


def lower_rank(n: int) -> int:
    """Return which of n ordered values is the lower end of the median's 95 % interval, 0 if n is too few for one.

    The upper end is as far from the other end of the order.
    """
    return int(stats.binom.ppf(0.025, n, 0.5))

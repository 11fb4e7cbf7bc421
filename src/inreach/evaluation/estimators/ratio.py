"""A ratio of two sums over targets, with an error that targets of one school (or one pupil) may share."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ratio:
    """top / bottom over n targets in clusters; `squares` and `products` are sums over clusters of their own sums.

    They add up over places that share no cluster. A mean is the ratio whose bottom counts the targets.
    """

    n: float
    clusters: int
    top: float
    bottom: float
    top_squares: float
    products: float
    bottom_squares: float

    @property
    def value(self) -> float:
        """The ratio; ZeroDivisionError if the bottom is 0."""
        return self.top / self.bottom

    @property
    def se(self) -> float:
        """The standard error by the delta method: G/(G - 1) sum over clusters of (top - ratio x bottom)^2, rooted."""
        g, r = self.clusters, self.value
        if g < 2:
            raise ValueError(f"An interval over clusters needs at least 2 of them, not {g}.")
        left = self.top_squares - 2 * r * self.products + r**2 * self.bottom_squares
        return math.sqrt(g / (g - 1) * max(0.0, left)) / self.bottom

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The t interval with clusters - 1 degrees of freedom; ValueError with fewer than 2 clusters."""
        reach = float(stats.t.isf((1 - level) / 2, self.clusters - 1)) * self.se
        return self.value - reach, self.value + reach

    def __add__(self, other: Ratio) -> Ratio:
        """The targets of two places together, whose clusters are different ones."""
        return Ratio(
            self.n + other.n,
            self.clusters + other.clusters,
            self.top + other.top,
            self.bottom + other.bottom,
            self.top_squares + other.top_squares,
            self.products + other.products,
            self.bottom_squares + other.bottom_squares,
        )


def ratio(
    top: ArrayLike, bottom: ArrayLike, clusters: Sequence[Hashable], counts: ArrayLike | None = None
) -> Ratio:
    """Return the sums of a ratio over clusters; `counts` if an entry stands for several targets alike.

    ValueError if the lengths differ.
    """
    a, b = np.asarray(top, float), np.asarray(bottom, float)
    w = np.ones(a.size) if counts is None else np.asarray(counts, float)
    if not a.size == b.size == w.size == len(clusters):
        raise ValueError("Every target needs both of its amounts and its cluster.")
    number: dict[Hashable, int] = {}
    at = np.fromiter(
        (number.setdefault(c, len(number)) for c in clusters), dtype=np.intp, count=len(clusters)
    )
    tops = np.bincount(at, weights=w * a, minlength=len(number))
    bottoms = np.bincount(at, weights=w * b, minlength=len(number))
    return Ratio(
        float(w.sum()),
        len(number),
        float(tops.sum()),
        float(bottoms.sum()),
        float(tops @ tops),
        float(tops @ bottoms),
        float(bottoms @ bottoms),
    )


@dataclass(frozen=True, slots=True)
class ClusteredRatio:
    """The same ratio with the errors that schools share, and with those that pupils share.

    The latter may be left out where there are at least two schools, since the former are told then.
    """

    schools: Ratio
    pupils: Ratio | None

    @property
    def reported(self) -> Ratio:
        """Over schools where there are at least two, else over pupils."""
        return self.schools if self.pupils is None or self.schools.clusters >= 2 else self.pupils

    def __add__(self, other: ClusteredRatio) -> ClusteredRatio:
        """Two places together that share no school."""
        both = None if self.pupils is None or other.pupils is None else self.pupils + other.pupils
        return ClusteredRatio(self.schools + other.schools, both)

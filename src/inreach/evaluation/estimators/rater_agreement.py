"""How far raters agree: intraclass correlations for ratings, kappa for categories, and the error of one rating."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.inter_rater import cohens_kappa


@dataclass(frozen=True, slots=True)
class Intraclass:
    """The six intraclass correlations of Shrout and Fleiss (1979), and the interval of ICC(2,1).

    `single` and `mean_of_k` hold one-way random, two-way random (absolute agreement), two-way mixed (consistency).
    """

    single: tuple[float, float, float]
    mean_of_k: tuple[float, float, float]
    low: float
    high: float
    n: int
    raters: int

    @property
    def icc_2_1(self) -> float:
        """Absolute agreement of one rater with another."""
        return self.single[1]


def intraclass(ratings: Sequence[Sequence[float]], level: float = 0.95) -> Intraclass:
    """Return the intraclass correlations of ratings, one row a target and one column a rater, none missing.

    The interval of ICC(2,1) is that of McGraw and Wong (1996). ValueError with fewer than 2 targets or raters, or
    ratings that are all alike.
    """
    y = np.asarray(ratings, float)
    if y.ndim != 2 or min(y.shape) < 2 or not np.isfinite(y).all():
        raise ValueError("Agreement needs at least 2 targets, each rated by the same 2 or more raters.")
    n, k = y.shape
    grand = float(y.mean())
    between = k * float(((y.mean(1) - grand) ** 2).sum()) / (n - 1)
    raters = n * float(((y.mean(0) - grand) ** 2).sum()) / (k - 1)
    total = float(((y - grand) ** 2).sum())
    if not total:
        raise ValueError("Ratings that are all alike say nothing of agreement.")
    within = (total - (n - 1) * between) / (n * (k - 1))
    error = (total - (n - 1) * between - (k - 1) * raters) / ((n - 1) * (k - 1))
    single = (
        (between - within) / (between + (k - 1) * within),
        (between - error) / (between + (k - 1) * error + k * (raters - error) / n),
        (between - error) / (between + (k - 1) * error),
    )
    mean_of_k = (
        (between - within) / between,
        (between - error) / (between + (raters - error) / n),
        (between - error) / between,
    )
    low, high = _limits((between, raters, error), (n, k), single[1], level)
    return Intraclass(single, mean_of_k, low, high, n, k)


def _limits(
    squares: tuple[float, float, float], shape: tuple[int, int], icc: float, level: float
) -> tuple[float, float]:
    """McGraw and Wong's interval of ICC(2,1), with Satterthwaite degrees of freedom."""
    (between, raters, error), (n, k) = squares, shape
    if not error > 0 or icc >= 1:
        return icc, icc
    a, b = k * icc / (n * (1 - icc)), 1 + k * icc * (n - 1) / (n * (1 - icc))
    df = (a * raters + b * error) ** 2 / (
        (a * raters) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    )
    tail = (1 - level) / 2
    f_low, f_high = float(stats.f.isf(tail, n - 1, df)), float(stats.f.isf(tail, df, n - 1))
    noise = k * raters + (k * n - k - n) * error
    low = n * (between - f_low * error) / (f_low * noise + n * between)
    high = n * (f_high * between - error) / (noise + n * f_high * between)
    return max(-1.0, low), min(1.0, high)


def rating_error(sd: float, reliability: float) -> float:
    """Return the standard error of one rating, sd sqrt(1 - reliability), in points of the scale."""
    if not sd >= 0 or not 0 <= reliability <= 1:
        raise ValueError("The spread must not be negative and the reliability from 0 to 1.")
    return sd * math.sqrt(1 - reliability)


@dataclass(frozen=True, slots=True)
class Kappa:
    """Cohen's kappa with its standard error and normal interval."""

    value: float
    se: float
    low: float
    high: float
    n: int


def kappa(
    table: Sequence[Sequence[float]], weights: Sequence[float] | None = None, level: float = 0.95
) -> Kappa:
    """Return kappa of a square table (one rater's categories by another's), weighted linearly by `weights` if given.

    Weighted: agreement falls with the distance between the categories' weights (Cohen 1968; Fleiss, Cohen and
    Everitt 1969 for the error). ValueError if the table is not square, is empty, or only one category was used.
    """
    counts = np.asarray(table, float)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or not counts.sum():
        raise ValueError("Kappa needs a square table of counts: the same categories for both raters.")
    if max(counts.sum(0).max(), counts.sum(1).max()) == counts.sum() == counts.max():
        raise ValueError("Only one category was used, so agreement beyond chance cannot be told.")
    if weights is None:
        found = cohens_kappa(counts)
    else:
        if len(weights) != counts.shape[0]:
            raise ValueError(f"{counts.shape[0]} categories need as many weights, not {len(weights)}.")
        found = cohens_kappa(counts, weights=np.asarray(weights, float))
    value, se = float(found.kappa), float(found.std_kappa)
    reach = float(stats.norm.isf((1 - level) / 2)) * se
    return Kappa(value, se, value - reach, value + reach, int(counts.sum()))

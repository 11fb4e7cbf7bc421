"""Shares and counts: intervals, funnel limits, and the Benjamini-Hochberg correction over everything on a page."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from inreach.evaluation.estimators.interval import Interval


def checked(hits: float, n: float) -> None:
    """ValueError unless 0 <= hits <= n and n is above 0."""
    if not (n > 0 and 0 <= hits <= n):
        raise ValueError(f"{hits} of {n} is no share.")


def wilson(hits: float, n: float, *, design_effect: float = 1.0, level: float = 0.95) -> tuple[float, float]:
    """Return Wilson's interval for a share; with clustering both counts are divided by the design effect (Kish).

    ValueError unless 0 <= hits <= n, n above 0, and the design effect at least 1.
    """
    checked(hits, n)
    if design_effect < 1:
        raise ValueError(f"A design effect is at least 1, not {design_effect}.")
    low, high = proportion_confint(hits / design_effect, n / design_effect, 1 - level, "wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def share(count: float, total: float) -> float:
    """Return a count over what it is a count of; ValueError unless 0 <= count <= total and total is above 0."""
    checked(count, total)
    return count / total


def share_interval(hits: float, n: float, deff: float = 1.0) -> Interval:
    """Return Wilson's interval with a design effect, as an Interval."""
    return Interval(*wilson(hits, n, design_effect=deff))


def exact(hits: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of Clopper and Pearson (1934); ValueError unless 0 <= hits <= n and n is above 0."""
    checked(hits, n)
    low, high = proportion_confint(hits, n, 1 - level, "beta")
    return (0.0 if hits == 0 else float(low)), (1.0 if hits == n else float(high))


def design_effect(hits: Sequence[float], sizes: Sequence[float]) -> float:
    """Return the design effect of a share over clusters, at least 1: its cluster-robust variance over the plain one.

    `hits` and `sizes` are counts per cluster. 1 where there is nothing to compare: fewer than 2 clusters, or a share
    of 0 or 1. ValueError if the counts do not fit.
    """
    k, n = np.asarray(hits, float), np.asarray(sizes, float)
    if k.shape != n.shape or (k < 0).any() or (k > n).any() or not n.sum():
        raise ValueError("Each cluster needs its hits and its size, and hits not above the size.")
    g, total = k.size, float(n.sum())
    share = float(k.sum()) / total
    if g < 2 or share in {0.0, 1.0}:
        return 1.0
    robust = g / (g - 1) * float(((k - share * n) ** 2).sum()) / total**2
    return max(1.0, robust / (share * (1 - share) / total))


def poisson_limits(expected: float, level: float = 0.95) -> tuple[float, float]:
    """Return exact limits of the ratio of an observed to an expected count (funnel around 1), from chi-squared.

    chi2(tail, 2E) / 2E and chi2(1 - tail, 2(E + 1)) / 2E (Spiegelhalter 2005). ValueError unless expected is above 0.
    """
    if not expected > 0:
        raise ValueError("A funnel needs an expected count above 0.")
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * expected)) / (2 * expected)
    return low, float(stats.chi2.isf(tail, 2 * (expected + 1))) / (2 * expected)


def share_limits(share: float, n: int, level: float = 0.95, tau2: float = 0.0) -> tuple[float, float]:
    """Return funnel limits of an observed share in a unit of n when the true share is `share`.

    Without over-dispersion they are exact: the binomial quantiles, interpolated on the distribution function, over n
    (Spiegelhalter 2005). With `tau2`, the variance between units, they are share -+ z sqrt(share(1-share)/n + tau2).
    """
    checked(share, 1)
    tail = (1 - level) / 2
    if tau2 > 0:
        reach = float(stats.norm.isf(tail)) * math.sqrt(share * (1 - share) / n + tau2)
        return max(0.0, share - reach), min(1.0, share + reach)

    def quantile(chance: float) -> float:
        r = int(stats.binom.ppf(chance, n, share))
        above = float(stats.binom.cdf(r, n, share)) - chance
        mass = float(stats.binom.pmf(r, n, share))
        return min(max((r - above / mass) / n if mass else r / n, 0.0), 1.0)

    return quantile(tail), quantile(1 - tail)


def dispersion(hits: Sequence[float], sizes: Sequence[float]) -> float:
    """Return tau2, the variance of true shares between units beyond chance, by moments (DerSimonian and Laird)."""
    k, n = np.asarray(hits, float), np.asarray(sizes, float)
    share = float(k.sum() / n.sum())
    if share in {0.0, 1.0} or k.size < 2:
        return 0.0
    weights = n / (share * (1 - share))
    q = float((weights * (k / n - share) ** 2).sum())
    room = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (q - (k.size - 1)) / room)


@dataclass(frozen=True, slots=True)
class Outside:
    """How many units lie outside a pair of funnel limits, and how many would by luck alone."""

    units: int
    outside: int
    by_luck: float


def outside(hits: Sequence[int], sizes: Sequence[int], level: float = 0.998, tau2: float = 0.0) -> Outside:
    """Count units outside the funnel around the overall share; ValueError with no unit."""
    if not sizes:
        raise ValueError("A funnel needs units.")
    share = sum(hits) / sum(sizes)
    limits = {n: share_limits(share, n, level, tau2) for n in set(sizes)}
    beyond = sum(not limits[n][0] <= k / n <= limits[n][1] for k, n in zip(hits, sizes, strict=True))
    return Outside(len(sizes), beyond, (1 - level) * len(sizes))


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Return p adjusted for the false discovery rate over everything looked at (Benjamini and Hochberg 1995)."""
    if not p:
        return ()
    return tuple(float(x) for x in stats.false_discovery_control(np.asarray(p, float), method="bh"))


def bonferroni(p: Sequence[float]) -> tuple[float, ...]:
    """Return p times their number, at most 1."""
    return tuple(min(1.0, len(p) * x) for x in p)

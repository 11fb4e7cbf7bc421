"""Pupils before and after: the paired change, what selection alone gives, and a waiting list."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from inreach.evaluation.estimators.small_sample import correction, exact_correction

Floats = NDArray[np.float64]
ROUNDING = 1e-14  # a spread below this share of the squares is rounding
NO_SPREAD = "Ratings or changes that are all alike have no spread to measure against."


@dataclass(frozen=True, slots=True)
class Paired:
    """A paired change: means in the unit of the rating, `g_av` in standard deviations of a single rating."""

    n: int
    mean: float
    sd: float
    low: float
    high: float
    t: float
    p: float
    r: float
    g_av: float
    g_low: float
    g_high: float
    d_z: float
    share_higher: float


def noncentral_limits(t: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Return the noncentralities for which t lies at the ends of the central `level` of its distribution."""
    tail = (1 - level) / 2
    low, high = (float(special.nctdtrinc(df, share, abs(t))) for share in (1 - tail, tail))
    return (low, high) if t >= 0 else (-high, -low)


def paired(before: Sequence[float], after: Sequence[float], level: float = 0.95) -> Paired:
    """Return the change from before to after of the same pupils, one pair a pupil.

    d_av = mean change / sqrt((s_before^2 + s_after^2) / 2), and g_av = d_av (1 - 3/(4(n-1) - 1)); its interval is
    the noncentral t's, times s_change / (s_av sqrt n) (Algina and Keselman 2003; Lakens 2013). `share_higher` is
    the common-language form, Phi(mean / sd). ValueError with fewer than 3 pairs or no spread.
    """
    a, b = np.asarray(before, float), np.asarray(after, float)
    if a.shape != b.shape:
        raise ValueError(f"Every pupil needs both ratings: {a.size} before and {b.size} after.")
    if a.size < 3:
        raise ValueError(f"A paired change needs at least 3 pupils, not {a.size}.")
    if not (np.ptp(b - a) and np.ptp(a) and np.ptp(b)):
        raise ValueError(NO_SPREAD)
    return paired_from(moments(a - a.mean(), b - a.mean()), level)


@dataclass(frozen=True, slots=True)
class Moments:
    """Pairs of ratings before and after: how many, their sums, sums of squares and sum of products. They add up."""

    n: float
    before: float
    after: float
    before_squares: float
    after_squares: float
    products: float


def moments(before: Floats, after: Floats) -> Moments:
    """Return the sums of pairs of ratings."""
    sums = (before.sum(), after.sum(), before @ before, after @ after, before @ after)
    return Moments(float(before.size), *map(float, sums))


def paired_from(sums: Moments, level: float = 0.95) -> Paired:
    """Return the change of paired() from sums alone; ValueError with fewer than 3 pairs or no spread."""
    if sums.n < 3:
        raise ValueError(f"A paired change needs at least 3 pupils, not {sums.n:.0f}.")
    n, free = sums.n, sums.n - 1
    mean = (sums.after - sums.before) / n
    a = (sums.before_squares - sums.before**2 / n) / free
    b = (sums.after_squares - sums.after**2 / n) / free
    together = (sums.products - sums.before * sums.after / n) / free
    apart = a + b - 2 * together
    if not min(a, b, apart) > ROUNDING * (sums.before_squares + sums.after_squares):
        raise ValueError(NO_SPREAD)
    sd = math.sqrt(apart)
    error = sd / math.sqrt(n)
    t = mean / error
    reach = float(stats.t.isf((1 - level) / 2, free)) * error
    s_av = math.sqrt((a + b) / 2)
    low, high = (limit * error / s_av for limit in noncentral_limits(t, free, level))
    return Paired(
        n=int(n),
        mean=mean,
        sd=sd,
        low=mean - reach,
        high=mean + reach,
        t=t,
        p=2 * float(stats.t.sf(abs(t), free)),
        r=together / math.sqrt(a * b),
        g_av=correction(free) * mean / s_av,
        g_low=low,
        g_high=high,
        d_z=mean / sd,
        share_higher=float(stats.norm.cdf(mean / sd)),
    )


@dataclass(frozen=True, slots=True)
class Clustered:
    """A mean over clusters with its cluster-robust standard error and t interval on clusters - 1 degrees."""

    mean: float
    se: float
    low: float
    high: float
    n: int
    clusters: int


def clustered_mean(values: Sequence[float], clusters: Sequence[object], level: float = 0.95) -> Clustered:
    """Return the mean of values whose errors may go together within a cluster (targets of a pupil, of a school).

    Variance: G/(G-1) sum over clusters of (sum of deviations)^2 / n^2, a sandwich of an intercept (Liang and Zeger
    1986). ValueError with fewer than 2 clusters.
    """
    y = np.asarray(values, float)
    if y.size != len(clusters):
        raise ValueError(f"Every value needs its cluster: {y.size} values and {len(clusters)} clusters.")
    sums: dict[object, float] = {}
    mean = float(y.mean()) if y.size else 0.0
    for value, cluster in zip(y, clusters, strict=True):
        sums[cluster] = sums.get(cluster, 0.0) + float(value) - mean
    g = len(sums)
    if g < 2:
        raise ValueError(f"An interval over clusters needs at least 2 of them, not {g}.")
    se = math.sqrt(g / (g - 1) * sum(total**2 for total in sums.values())) / y.size
    reach = float(stats.t.isf((1 - level) / 2, g - 1)) * se
    return Clustered(mean, se, mean - reach, mean + reach, y.size, g)


def regression_to_the_mean(
    mean: float, sd: float, cut: float, reliability: float, *, below: bool = True
) -> float:
    """Return the rise to expect with no intervention, in points, of pupils chosen because they were below a cut.

    (1 - reliability) sd phi(z) / (1 - Phi(z)) with z = (mean - cut)/sd (Davis 1976; Barnett and others 2005). With
    `below=False` they were chosen for being above it, and the fall is returned. ValueError if a number cannot be.
    """
    if not sd > 0 or not 0 <= reliability <= 1:
        raise ValueError("The spread must be above 0 and the reliability from 0 to 1.")
    z = (mean - cut) / sd if below else (cut - mean) / sd
    return (1 - reliability) * sd * math.exp(float(stats.norm.logpdf(z) - stats.norm.logsf(z)))


@dataclass(frozen=True, slots=True)
class Reliable:
    """The reliable change index, its divisor, and the change in points beyond which it exceeds the level."""

    index: float
    s_difference: float
    needed: float


def reliable_change(
    before: float, after: float, sd: float, reliability: float, level: float = 0.95
) -> Reliable:
    """Return RC = (after - before) / (sd sqrt(2 (1 - reliability))) (Jacobson and Truax 1991).

    ValueError if the spread is not above 0 or the reliability not from 0 to below 1.
    """
    if not sd > 0 or not 0 <= reliability < 1:
        raise ValueError("The spread must be above 0 and the reliability from 0 to below 1.")
    spread = sd * math.sqrt(2 * (1 - reliability))
    return Reliable((after - before) / spread, spread, float(stats.norm.isf((1 - level) / 2)) * spread)


@dataclass(frozen=True, slots=True)
class Group:
    """Means and standard deviations of one group before and after, its size, and the correlation of the two."""

    n: int
    mean_before: float
    mean_after: float
    sd_before: float
    r: float = 0.0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comparison with a waiting list: d and its sampling variance."""

    d: float
    variance: float

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The normal interval."""
        reach = float(stats.norm.isf((1 - level) / 2)) * math.sqrt(self.variance)
        return self.d - reach, self.d + reach


def waiting_list(treated: Group, waiting: Group) -> Waiting:
    """Return d_ppc2, the difference of the two changes over the pooled spread before (Morris 2008).

    c(df) [(after - before)_T - (after - before)_W] / s_pooled, df = n_T + n_W - 2, with the exact correction;
    variance 2 (1 - r)(1/n_T + 1/n_W) + d^2 / (2 (n_T + n_W)), r the treated group's. ValueError for groups under 2.
    """
    n, w = treated.n, waiting.n
    if min(n, w) < 2:
        raise ValueError(f"Both groups need at least 2 pupils; there are {n} and {w}.")
    pooled = math.sqrt(((n - 1) * treated.sd_before**2 + (w - 1) * waiting.sd_before**2) / (n + w - 2))
    gained = (treated.mean_after - treated.mean_before) - (waiting.mean_after - waiting.mean_before)
    d = exact_correction(n + w - 2) * gained / pooled
    return Waiting(d, 2 * (1 - treated.r) * (1 / n + 1 / w) + d**2 / (2 * (n + w)))


def waiting_list_separate(treated: Group, waiting: Group) -> float:
    """Return d_ppc1, the difference of the two standardised changes, each over its own group's spread before."""
    t, w = (
        exact_correction(g.n - 1) * (g.mean_after - g.mean_before) / g.sd_before for g in (treated, waiting)
    )
    return t - w

"""Units (schools, areas, programmes) drawn towards their mean, with how sure we are of each.

y = mu + unit + error. Only counts, sums and sums of squares of each unit are needed. The variance between units is
integrated over, not plugged in: with few units its estimate is often 0, and intervals that take it as known are then
far too short. Nothing here puts units in order; what is said of one is how likely it lies above the mean.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, special, stats

Floats = NDArray[np.float64]
PRIOR = 1.0
NODES = 49
TOP_FIFTH = float(stats.norm.ppf(0.8))


@dataclass(frozen=True, slots=True)
class Units:
    """Count, sum and sum of squares of each unit; each array has one entry a unit. Units of nothing are not given."""

    n: Floats
    total: Floats
    squares: Floats

    def __post_init__(self) -> None:
        if not self.n.shape == self.total.shape == self.squares.shape or self.n.ndim != 1:
            raise ValueError("Every unit needs its count, its sum and its sum of squares.")
        if not (self.n > 0).all():
            raise ValueError("A unit with nothing in it is left out.")

    @property
    def mean(self) -> Floats:
        """The mean of each unit."""
        return self.total / self.n

    @property
    def within(self) -> float:
        """The sum of squares about the units' own means."""
        return float(max(0.0, (self.squares - self.total**2 / self.n).sum()))

    @property
    def df(self) -> float:
        """Degrees of freedom within units."""
        return float(self.n.sum() - self.n.size)

    def __add__(self, other: Units) -> Units:
        """The same units counted in two places together; ValueError if they are not equally many."""
        return Units(self.n + other.n, self.total + other.total, self.squares + other.squares)


def gather(values: ArrayLike, unit: Sequence[object]) -> tuple[Units, tuple[object, ...]]:
    """Return the sums of each unit and the units' names, in the order in which they are first met."""
    y = np.asarray(values, float)
    names = {name: at for at, name in enumerate(dict.fromkeys(unit))}
    if y.size != len(unit):
        raise ValueError("Every value needs its unit.")
    at = np.fromiter((names[u] for u in unit), dtype=np.intp, count=y.size)
    sums = [
        np.bincount(at, weights=w, minlength=len(names)).astype(np.float64)
        for w in (np.ones(y.size), y, y**2)
    ]
    return Units(*sums), tuple(names)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Units drawn together: estimate and interval of each, and two probabilities of its true value.

    `above` that it lies above the mean of units such as these, `top_fifth` that it lies in their top fifth; `between`
    and `within` are standard deviations. `kept` is the weight that each unit's own data kept.
    """

    mean: float
    mean_se: float
    between: float
    within: float
    estimate: Floats
    low: Floats
    high: Floats
    kept: Floats
    above: Floats
    top_fifth: Floats
    method: str

    @property
    def differ(self) -> tuple[int, ...]:
        """The units of which it is at least 95 % sure on which side of the mean they lie."""
        sure = (self.above >= 0.95) | (self.above <= 0.05)
        return tuple(int(i) for i in np.flatnonzero(sure))

    @property
    def sentence(self) -> str:
        """What may be said of all of them together."""
        k = self.estimate.size
        if not self.differ:
            return f"No detectable difference between these {k}; that is not to say that there is none."
        return (
            f"We can be fairly sure that {len(self.differ)} of {k} differ from the average. "
            "For the others the data cannot separate them; their order means nothing."
        )


def checked(units: Units) -> float:
    """Return the variance within units; ValueError if there are too few units or nothing repeated within them."""
    if units.n.size < 2:
        raise ValueError("At least 2 units are needed to draw them together.")
    if units.df < 1 or not units.within > 0:
        raise ValueError("No unit has two different values, so their spread cannot be told.")
    return units.within / units.df


def _at(units: Units, sigma2: float, tau: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """For each tau: weights kept, mean, its variance, and the log of the restricted likelihood of the means."""
    spread = sigma2 / units.n[None, :]
    precision = 1 / (tau[:, None] ** 2 + spread)
    whole = precision.sum(1)
    mu = precision @ units.mean / whole
    left = units.mean[None, :] - mu[:, None]
    height = (np.log(precision).sum(1) - np.log(whole) - (precision * left**2).sum(1)) / 2
    return tau[:, None] ** 2 * precision, mu, 1 / whole, height


def integrated(units: Units, *, prior: float = PRIOR, level: float = 0.95) -> Drawn:
    """Draw units together, integrating over the spread between them on a grid of standard deviations.

    Prior: half-normal with scale `prior`, in the unit of the values (1 rating point); a flat one for the mean. Each
    node of the grid gives a t with the degrees of freedom within units; the limits are quantiles of their mixture.
    Deterministic. ValueError if there are fewer than 2 units or nothing is repeated within them.
    """
    sigma2 = checked(units)
    taus, weights = _nodes(units, sigma2, prior)
    kept, mu, mu_var, _ = _at(units, sigma2, taus)
    spread = sigma2 / units.n[None, :]
    centre = kept * units.mean[None, :] + (1 - kept) * mu[:, None]
    scale = np.sqrt(kept * spread + (1 - kept) ** 2 * mu_var[:, None])
    apart = kept * (units.mean[None, :] - mu[:, None])
    apart_scale = np.sqrt(np.maximum(kept * spread + kept**2 * mu_var[:, None], 1e-300))
    above = weights @ special.stdtr(units.df, apart / apart_scale)
    beyond = (apart - TOP_FIFTH * taus[:, None]) / apart_scale
    low, high = mixture_limits(centre, scale, weights, units.df, level)
    mean = float(weights @ mu)
    return Drawn(
        mean=mean,
        mean_se=math.sqrt(float(weights @ (mu_var + (mu - mean) ** 2))),
        between=float(weights @ taus),
        within=math.sqrt(sigma2),
        estimate=weights @ centre,
        low=low,
        high=high,
        kept=weights @ kept,
        above=above,
        top_fifth=weights @ special.stdtr(units.df, beyond),
        method="integrated",
    )


def _nodes(units: Units, sigma2: float, prior: float) -> tuple[Floats, Floats]:
    """Standard deviations over the range that carries weight, and their weights (midpoint rule)."""

    def height(taus: Floats) -> Floats:
        return _at(units, sigma2, taus)[3] - (taus / prior) ** 2 / 2

    low, high = 0.0, 5 * prior
    for _ in range(3):
        edges = np.linspace(low, high, NODES + 1)
        taus = (edges[1:] + edges[:-1]) / 2
        heights = height(taus)
        carries = np.flatnonzero(heights > heights.max() - 12)
        low, high = float(edges[carries[0]]), float(edges[carries[-1] + 1])
    weights = np.exp(heights - heights.max())
    return taus, weights / weights.sum()


def mixture_limits(
    centre: Floats, scale: Floats, weights: Floats, df: float, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Return the limits of mixtures of t distributions, one a column (rows are nodes).

    Newton's steps, kept inside a bracket that halves whenever a step would leave it.
    """
    carries = weights > 1e-9 * weights.max()
    centre, scale, weights = centre[carries], scale[carries], weights[carries] / weights[carries].sum()
    tail = (1 - level) / 2
    middle = weights @ centre
    spread = np.sqrt(weights @ (scale**2 + (centre - middle) ** 2))
    peak = math.exp(special.gammaln((df + 1) / 2) - special.gammaln(df / 2)) / math.sqrt(df * math.pi)
    ends = []
    for share in (tail, 1 - tail):
        low, high = middle - 400 * spread, middle + 400 * spread
        x = middle + float(special.stdtrit(df, share)) * spread
        for _ in range(60):
            z = (x - centre) / scale
            over = weights @ special.stdtr(df, z) - share
            low, high = np.where(over < 0, x, low), np.where(over < 0, high, x)
            slope = weights @ (peak * np.exp(-(df + 1) / 2 * np.log1p(z**2 / df)) / scale)
            step = x - over / np.maximum(slope, 1e-300)
            x = np.where((step >= low) & (step <= high), step, (low + high) / 2)
            if np.abs(over).max() < 1e-10:
                break
        ends.append(x)
    return ends[0], ends[1]


def reml(units: Units) -> float:
    """Return the standard deviation between units that maximises the restricted likelihood, given that within."""
    sigma2 = checked(units)
    top = 4 * float(units.mean.std()) + math.sqrt(sigma2)
    grid = np.linspace(0, top, 41)
    heights = _at(units, sigma2, grid)[3]
    at = int(np.argmax(heights))
    found = optimize.minimize_scalar(
        lambda t: -float(_at(units, sigma2, np.array([t]))[3][0]),
        bounds=(grid[max(at - 1, 0)], grid[min(at + 1, 40)]),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return 0.0 if heights[0] >= -found.fun - 1e-9 else float(found.x)


def plug_in(units: Units, *, level: float = 0.95) -> Drawn:
    """Draw units together with the variance between them taken as known, as is usually done.

    Kept to be compared with `integrated`: its intervals are too short where units are few.
    """
    sigma2, tau = checked(units), reml(units)
    kept, mu, mu_var, _ = (part[0] for part in _at(units, sigma2, np.array([tau])))
    spread = sigma2 / units.n
    estimate = kept * units.mean + (1 - kept) * mu
    reach = float(stats.norm.isf((1 - level) / 2)) * np.sqrt(kept * spread + (1 - kept) ** 2 * mu_var)
    apart, error = kept * (units.mean - mu), np.sqrt(np.maximum(kept * spread + kept**2 * mu_var, 1e-300))
    return Drawn(
        mean=float(mu),
        mean_se=math.sqrt(float(mu_var)),
        between=tau,
        within=math.sqrt(sigma2),
        estimate=estimate,
        low=estimate - reach,
        high=estimate + reach,
        kept=kept,
        above=special.ndtr(apart / error),
        top_fifth=special.ndtr((apart - TOP_FIFTH * tau) / error),
        method="plug-in",
    )

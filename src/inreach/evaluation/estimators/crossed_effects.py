"""Schools and areas together: y = mu + area + school + cell + pupil + error, all but mu random.

Only sums by school and area are needed (`sufficient_statistics`). School effects are eliminated exactly, so the
work is one small system as large as the number of areas. The standard deviations between areas, schools and cells are
integrated over on a grid with half-normal priors, not plugged in. Nothing is put in order: what is said of a school or
an area is how likely it lies above the mean.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special

from inreach.evaluation.estimators.partial_pooling import PRIOR, TOP_FIFTH, mixture_limits
from inreach.evaluation.estimators.sufficient_statistics import Cells

Floats = NDArray[np.float64]
DROP = 5.0
NODES = 7
LIGHT = 1e-4


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations between areas, schools and cells, in the unit of the values."""

    area: float
    school: float
    cell: float


@dataclass(frozen=True, slots=True)
class Within:
    """Variances between pupils of a cell and within a pupil, with the degrees of freedom of the latter."""

    pupil: float
    residual: float
    df: float


def within(cells: Cells) -> Within:
    """Return the variances inside cells by analysis of variance; the pupils' share is at least 0.

    ValueError if no cell has two different values. Where no pupil has two targets in one cell the two cannot be told
    apart, and all of it is taken as within.
    """
    used = cells.used
    n, pupils = cells.n[used], cells.pupils[used]
    inside = float((cells.squares - cells.pupil_squares)[used].sum())
    means = float((cells.pupil_squares[used] - cells.total[used] ** 2 / n).sum())
    df, between = float((n - pupils).sum()), float((pupils - 1).sum())
    if df + between < 1 or not inside + means > 0:
        raise ValueError("No school and area has two different values, so their spread cannot be told.")
    if df < 1 or not inside > 0:
        return Within(0.0, (inside + means) / (df + between), df + between)
    residual = inside / df
    room = float((n - cells.pupil_n2[used] / n).sum())
    pupil = max(0.0, (means - between * residual) / room) if room > 0 else 0.0
    return Within(pupil, residual, df + between)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Everything given one Spread: log restricted likelihood, and means and variances of areas and schools.

    `areas` are mu + area, `schools` departures from it; each is a pair of means and variances.
    """

    height: float
    mu: float
    mu_var: float
    areas: tuple[Floats, Floats]
    area_apart: tuple[Floats, Floats]
    schools: tuple[Floats, Floats]


class Crossed:
    """The model of one set of cells; `at` evaluates it at one Spread."""

    def __init__(self, cells: Cells) -> None:
        """ValueError if there are fewer than 2 schools or areas, or nothing is repeated within a cell."""
        if min(cells.n.shape) < 2:
            raise ValueError("At least 2 schools and 2 areas are needed.")
        self.cells, self.used, self.y = cells, cells.used, cells.mean
        self.inside = within(cells)
        n = np.where(self.used, cells.n, 1.0)
        error = self.inside.residual / n + self.inside.pupil * cells.pupil_n2 / n**2
        pairs = cells.n.sum(1) ** 2 - (cells.n**2).sum(1)
        common = np.divide(
            cells.shared - cells.pupil_n2.sum(1), pairs, out=np.zeros_like(pairs), where=pairs > 0
        )
        # A pupil with targets in several areas ties their cells together. That covariance, taken as one number a
        # school, joins the school's own variance and leaves the cells'; without it the school takes it all.
        self.tie = self.inside.pupil * np.maximum(common, 0.0)
        self.error = np.where(self.used, np.maximum(error - self.tie[:, None], 0.05 * error), 1.0)

    def at(self, spread: Spread, *, full: bool = True) -> Posterior:
        """Evaluate the model at given standard deviations; without `full` only the height is worked out."""
        w = np.where(self.used, 1 / (spread.cell**2 + self.error), 0.0)
        whole = w.sum(1)
        shared = spread.school**2 + self.tie
        c = shared / (1 + shared * whole)
        wy = w * self.y
        school_sum = wy.sum(1)
        m = np.diag(w.sum(0)) - (w * c[:, None]).T @ w
        b = wy.sum(0) - w.T @ (c * school_sum)
        ones = m.sum(1)
        k, a2 = m.shape[0], spread.area**2
        opened = np.eye(k) + a2 * m
        q = a2 * np.linalg.inv(opened)
        q = (q + q.T) / 2
        precision = float(ones.sum() - ones @ q @ ones)
        mu = float(b.sum() - ones @ q @ b) / precision
        squares = float((wy * self.y).sum() - c @ school_sum**2 - b @ q @ b) - mu**2 * precision
        logs = -float(np.log(w[self.used]).sum()) + float(np.log1p(shared * whole).sum())
        height = -(logs + float(np.linalg.slogdet(opened)[1]) + math.log(precision) + squares) / 2
        nothing = (np.zeros(0), np.zeros(0))
        if not full:
            return Posterior(height, mu, 1 / precision, nothing, nothing, nothing)
        lean = q @ ones
        area = q @ b - lean * mu
        covariance = q + np.outer(1 - lean, 1 - lean) / precision
        own = np.divide(spread.school**2, shared, out=np.zeros_like(shared), where=shared > 0)
        f = own * c
        school = f * (school_sum - w @ (mu + area))
        variance = spread.school**2 - own**2 * (shared - c) + f**2 * ((w @ covariance) * w).sum(1)
        return Posterior(
            height,
            mu,
            1 / precision,
            (mu + area, np.diag(covariance)),
            (area, np.diag(q) + lean**2 / precision),
            (school, np.maximum(variance, 0.0)),
        )

    def log_posterior(self, sds: Floats, prior: float) -> float:
        """The height with half-normal priors; minus infinity below 0."""
        if (sds < 0).any():
            return -math.inf
        return self.at(Spread(*sds.tolist()), full=False).height - float((sds / prior) ** 2 @ np.ones(3)) / 2

    def grid(self, prior: float) -> list[tuple[Spread, float]]:
        """Return standard deviations that carry weight, and their weights, around the highest point."""

        def minus(sds: Floats) -> float:
            return -self.log_posterior(np.abs(sds), prior)

        start = np.full(3, max(0.1, 0.5 * float(self.y[self.used].std())))
        options = {"xatol": 1e-4, "fatol": 1e-4, "maxiter": 300}
        top = np.abs(optimize.minimize(minus, start, method="Nelder-Mead", options=options).x)
        peak = -minus(top)
        axes = [self._axis(top, axis, peak, prior) for axis in range(3)]
        nodes = [np.array(node) for node in itertools.product(*axes)]
        heights = np.array([self.log_posterior(node, prior) for node in nodes])
        weights = np.exp(heights - heights.max())
        kept = weights > LIGHT
        weights = weights[kept] / weights[kept].sum()
        spreads = [Spread(*node.tolist()) for node, keep in zip(nodes, kept, strict=True) if keep]
        return list(zip(spreads, weights.tolist(), strict=True))

    def _axis(self, top: Floats, axis: int, peak: float, prior: float) -> Floats:
        """Midpoints over the stretch of one standard deviation on which the height falls by no more than DROP."""

        def falls(value: float) -> bool:
            node = top.copy()
            node[axis] = value
            return self.log_posterior(node, prior) < peak - DROP

        def edge(near: float, far: float) -> float:
            if not falls(far):
                return far
            for _ in range(16):
                middle = (near + far) / 2
                near, far = (near, middle) if falls(middle) else (middle, far)
            return far

        low, high = edge(float(top[axis]), 0.0), edge(float(top[axis]), float(top[axis]) + 5 * prior)
        return low + (np.arange(NODES) + 0.5) * (high - low) / NODES


@dataclass(frozen=True, slots=True)
class Side:
    """Areas or schools: estimates, intervals, and how likely each lies above the mean, and in the top fifth."""

    names: tuple[object, ...]
    estimate: Floats
    low: Floats
    high: Floats
    above: Floats
    top_fifth: Floats

    @property
    def sentence(self) -> str:
        """What may be said of all of them together."""
        sure = int(((self.above >= 0.95) | (self.above <= 0.05)).sum())
        k = len(self.names)
        if not sure:
            return f"No detectable difference between these {k}; that is not to say that there is none."
        return (
            f"We can be fairly sure that {sure} of {k} differ from the average. "
            "For the others the data cannot separate them; their order means nothing."
        )


@dataclass(frozen=True, slots=True)
class Service:
    """A whole service: its mean, the spreads (means over the grid), and areas and schools."""

    mean: float
    mean_se: float
    spread: Spread
    within: Within
    areas: Side
    schools: Side
    targets: float
    nodes: int


def analyse(cells: Cells, *, prior: float = PRIOR, level: float = 0.95) -> Service:
    """Fit the model to sums by school and area, integrating over the spreads. Deterministic.

    Prior: half-normal with scale `prior` (1 rating point) for each spread. Areas are told as mu + area, schools as
    departures from the service. ValueError as for Crossed and within().
    """
    model = Crossed(cells)
    grid = model.grid(prior)
    weights = np.array([weight for _, weight in grid])
    at = [model.at(spread) for spread, _ in grid]
    df = model.inside.df
    area_sd = np.array([spread.area for spread, _ in grid])
    school_sd = np.array([spread.school for spread, _ in grid])
    mus = np.array([p.mu for p in at])
    mean = float(weights @ mus)
    means = [
        float(weights @ np.array([getattr(s, name) for s, _ in grid])) for name in ("area", "school", "cell")
    ]

    def side(
        names: tuple[object, ...],
        shown: list[tuple[Floats, Floats]],
        apart: list[tuple[Floats, Floats]],
        sds: Floats,
    ) -> Side:
        centre, scale = _stack(shown)
        low, high = mixture_limits(centre, scale, weights, df, level)
        off, error = _stack(apart)
        above = weights @ special.stdtr(df, off / error)
        fifth = weights @ special.stdtr(df, (off - TOP_FIFTH * sds[:, None]) / error)
        return Side(names, weights @ centre, low, high, above, fifth)

    schools = [p.schools for p in at]
    return Service(
        mean=mean,
        mean_se=math.sqrt(float(weights @ (np.array([p.mu_var for p in at]) + (mus - mean) ** 2))),
        spread=Spread(*means),
        within=model.inside,
        areas=side(cells.areas, [p.areas for p in at], [p.area_apart for p in at], area_sd),
        schools=side(cells.schools, schools, schools, school_sd),
        targets=float(cells.n.sum()),
        nodes=len(grid),
    )


def _stack(pairs: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Means and standard deviations, one row a node."""
    return (
        np.array([centre for centre, _ in pairs]),
        np.sqrt(np.maximum(np.array([variance for _, variance in pairs]), 1e-18)),
    )

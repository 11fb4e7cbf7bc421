"""How far one pupil's probes moved from the sessions before a start to those after it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inreach.evaluation.estimators.overlap_indices import phases
from inreach.evaluation.estimators.small_sample import correction

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """An estimate with its standard error."""

    value: float
    se: float

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The normal interval."""
        reach = float(stats.norm.isf((1 - level) / 2)) * self.se
        return self.value - reach, self.value + reach


@dataclass(frozen=True, slots=True)
class StandardisedMeans:
    """Within-case differences of means, over three standard deviations. Not comparable with a group's d."""

    glass: float
    hedges: float
    hedges_corrected: float


def smd(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> Estimate:
    """Return the difference of means over the baseline's standard deviation, corrected for few probes.

    g = J(m-1) (mean B - mean A) / s_A, with SE J sqrt(1/m + s_B^2/(n s_A^2) + g^2/(2(m-1))) (Gingerich 1984; Busk
    and Serlin 1992). ValueError with fewer than 3 probes in a phase or a baseline that never changes.
    """
    a, b = phases(before, after, falling, least=3)
    m, n, va, vb = a.size, b.size, float(a.var(ddof=1)), float(b.var(ddof=1))
    if not va:
        raise ValueError("A baseline that never changes has no spread to measure against.")
    small = correction(m - 1)
    g = small * float(b.mean() - a.mean()) / math.sqrt(va)
    return Estimate(g, small * math.sqrt(1 / m + vb / (n * va) + g**2 / (2 * (m - 1))))


def standardised(
    before: Sequence[float], after: Sequence[float], *, falling: bool = False
) -> StandardisedMeans:
    """Return Glass's delta (baseline spread) and Hedges' g (pooled spread), plain and corrected for few probes.

    ValueError with fewer than 2 probes in a phase or no spread.
    """
    a, b = phases(before, after, falling, least=2)
    m, n, va, vb = a.size, b.size, float(a.var(ddof=1)), float(b.var(ddof=1))
    pooled = math.sqrt(((m - 1) * va + (n - 1) * vb) / (m + n - 2))
    if not va or not pooled:
        raise ValueError("A baseline that never changes has no spread to measure against.")
    shift = float(b.mean() - a.mean())
    return StandardisedMeans(shift / math.sqrt(va), shift / pooled, correction(m + n - 2) * shift / pooled)


def log_response_ratio(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """Return ln(mean B / mean A), corrected to second order, with its SE (Pustejovsky 2018), for a real zero only.

    ln mB + vB/(2 n mB^2) - ln mA - vA/(2 m mA^2). ValueError if a probe is negative or a mean is 0: a count or a
    percentage has a real zero, a 1 to 10 rating has none.
    """
    a, b = phases(before, after, False, least=2)
    if min(a.min(), b.min()) < 0 or not a.mean() or not b.mean():
        raise ValueError("A ratio of means is for counts or percentages above 0.")
    part_a = float(a.var(ddof=1)) / (a.size * float(a.mean()) ** 2)
    part_b = float(b.var(ddof=1)) / (b.size * float(b.mean()) ** 2)
    ratio = math.log(float(b.mean()) / float(a.mean()))
    return Estimate(ratio + part_b / 2 - part_a / 2, math.sqrt(part_a + part_b))


def goal_obtained(before: Sequence[float], after: Sequence[float], goal: float) -> Estimate:
    """Return the percentage of the written goal obtained, 100 (mean B - mean A) / (goal - mean A), with its SE.

    SE by the delta method: 100 sqrt(vB/n + vA/m + (p/100)^2 vA/m) / |goal - mean A| (Ferron, Goldstein and
    Olszewski 2020). With one probe in each phase this is the progress of one target and has no SE (0).
    ValueError if the goal is the baseline itself.
    """
    a, b = phases(before, after, False)
    distance = goal - float(a.mean())
    if not distance:
        raise ValueError("A goal at the baseline leaves no distance to go.")
    part = float(b.mean() - a.mean()) / distance
    va = float(a.var(ddof=1)) / a.size if a.size > 1 else 0.0
    vb = float(b.var(ddof=1)) / b.size if b.size > 1 else 0.0
    return Estimate(100 * part, 100 * math.sqrt(vb + va + part**2 * va) / abs(distance))


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient with its standard error, t and two-sided p."""

    estimate: float
    se: float
    t: float
    p: float


@dataclass(frozen=True, slots=True)
class Piecewise:
    """Baseline level and trend, and the change of level and of slope at the start, with the lag-1 correlation left.

    A lag-1 correlation above about 0.3 makes every standard error here too small.
    """

    level: Coefficient
    trend: Coefficient
    level_change: Coefficient
    slope_change: Coefficient
    df: int
    lag_1: float

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """All four, in order."""
        return (self.level, self.trend, self.level_change, self.slope_change)


def piecewise(
    before: Sequence[float], after: Sequence[float], sessions: Sequence[float] | None = None
) -> Piecewise:
    """Fit level and trend of the first phase and their change at the start of the second by least squares.

    The trend counts from the first session, the slope change from the first session of the second phase (Huitema
    and McKean 2000, the "W" form). ValueError with fewer than 3 probes in a phase.
    """
    a, b = phases(before, after, False, least=3)
    y = np.concatenate([a, b])
    when = np.arange(1.0, y.size + 1) if sessions is None else np.asarray(sessions, float)
    if when.shape != y.shape:
        raise ValueError(f"{y.size} probes need as many sessions, not {when.size}.")
    later = (np.arange(y.size) >= a.size).astype(float)
    x = np.column_stack([np.ones(y.size), when - when[0], later, later * (when - when[a.size])])
    inverse = np.linalg.inv(x.T @ x)
    found = inverse @ x.T @ y
    left = y - x @ found
    df = y.size - 4
    errors = np.sqrt(float(left @ left) / df * np.diag(inverse))
    exact = not float(left @ left) > 1e-20 * float(y @ y)
    ts = np.full(4, math.inf) if exact else found / errors
    ps = 2 * stats.t.sf(np.abs(ts), df)
    level, trend, step, bend = (
        Coefficient(*(float(x) for x in row)) for row in zip(found, errors, ts, ps, strict=True)
    )
    lag = 0.0 if exact else float(left[1:] @ left[:-1]) / float(left @ left)
    return Piecewise(level, trend, step, bend, df, lag)


STATISTICS: dict[str, Callable[[Floats, Floats], float]] = {
    "median": lambda a, b: float(np.median(b) - np.median(a)),
    "mean": lambda a, b: float(b.mean() - a.mean()),
}


@dataclass(frozen=True, slots=True)
class Randomised:
    """A randomisation test: the observed difference among those of every start that could have been drawn."""

    observed: float
    starts: int
    mean: float
    sd: float
    p: float


def randomisation_test(
    values: Sequence[float],
    before: int,
    *,
    shortest_phase: int,
    start_was_drawn_by_lot: bool,
    statistic: str = "median",
    falling: bool = False,
) -> Randomised:
    """Return the share of possible starts with a difference at least as large as that of the actual one.

    `before` probes came before the start; every start that leaves both phases `shortest_phase` probes was possible
    (Edgington 1967; Bulte and Onghena 2008). ValueError unless the start was drawn by lot before the baseline:
    without the draw the share is no probability.
    """
    if not start_was_drawn_by_lot:
        raise ValueError(
            "The start was not drawn by lot before the baseline, so there is no chance to compare with."
        )
    y = (-1.0 if falling else 1.0) * np.asarray(values, float)
    starts = range(shortest_phase, y.size - shortest_phase + 1)
    if before not in starts:
        raise ValueError(
            f"A start after {before} of {y.size} probes was not among those that could be drawn."
        )
    measure = STATISTICS[statistic]
    every = np.array([measure(y[:cut], y[cut:]) for cut in starts])
    observed = measure(y[:before], y[before:])
    spread = float(every.std(ddof=1)) if every.size > 1 else 0.0
    return Randomised(
        observed, every.size, float(every.mean()), spread, float((every >= observed - 1e-12).mean())
    )

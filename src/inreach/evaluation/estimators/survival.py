"""Whether what was reached was held: curves over the time from review to the checks after it.

Times are in one unit, school weeks or days. Counts may be given instead of rows, so that a million checks on forty
common dates are forty rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
FEWEST_AT_RISK = 10
SETTLED = 1e-10
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a curve: the share still held from this time on, its Greenwood error, and how many were at risk.

    The interval is the log-log one, None where the share is 1 or 0 and it cannot be had.
    """

    time: float
    lost: float
    at_risk: float
    held: float
    se: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curve:
    """A Kaplan-Meier curve; `median` is the first time at which half or fewer are held, None if it is never reached."""

    steps: tuple[Step, ...]
    median: float | None
    median_low: float | None
    median_high: float | None
    n: float
    lost: float

    def held_at(self, time: float) -> float:
        """The share held at a time: that of the last step at or before it, 1 before the first."""
        return next((step.held for step in reversed(self.steps) if step.time <= time), 1.0)

    def fit_to_show(self, fewest: int = FEWEST_AT_RISK) -> tuple[Step, ...]:
        """The steps with at least `fewest` at risk; the tail beyond rests on too few and is not drawn."""
        return tuple(step for step in self.steps if step.at_risk >= fewest)


def kaplan_meier(
    times: Sequence[float],
    lost: Sequence[bool | int],
    weights: Sequence[float] | None = None,
    level: float = 0.95,
) -> Curve:
    """Return the Kaplan-Meier curve of times to loss, or to the last check (lost false), with Greenwood's error.

    One step for each time at which somebody was lost. The interval of the median is where the log-log limits cross
    one half. ValueError if lengths differ, nothing is given, or a time is negative.
    """
    t, d = np.asarray(times, float), np.asarray(lost, float)
    w = np.ones(t.size) if weights is None else np.asarray(weights, float)
    if not t.size == d.size == w.size or not t.size:
        raise ValueError("A curve needs times, and for each whether it ended in a loss.")
    if (t < 0).any() or (w < 0).any():
        raise ValueError("Times and counts must not be negative.")
    fitter = KaplanMeierFitter(alpha=1 - level).fit(t, d, weights=w)
    table, held = fitter.event_table, fitter.survival_function_.iloc[:, 0]
    z = float(stats.norm.isf((1 - level) / 2))
    steps: list[Step] = []
    greenwood = 0.0
    for time, row in table.iterrows():
        gone, risk = float(row["observed"]), float(row["at_risk"])
        if not gone:
            continue
        greenwood = greenwood + gone / (risk * (risk - gone)) if risk > gone else math.inf
        share = float(held.loc[time])
        low, high = _log_log(share, greenwood, z)
        se = share * math.sqrt(greenwood) if share > 0 else 0.0
        steps.append(Step(float(time), gone, risk, share, se, low, high))
    return Curve(
        tuple(steps),
        _crosses(steps, "held"),
        _crosses(steps, "low"),
        _crosses(steps, "high"),
        float(w.sum()),
        float(w @ d),
    )


def _log_log(share: float, greenwood: float, z: float) -> tuple[float | None, float | None]:
    """The log-log interval of a share with Greenwood's sum."""
    if not 0 < share < 1:
        return None, None
    reach = z * math.sqrt(greenwood) / math.log(share)
    return share ** math.exp(-reach), share ** math.exp(reach)


def _crosses(steps: Sequence[Step], which: str) -> float | None:
    """The first time at which the share (or one of its limits) is at most one half."""
    for step in steps:
        value = getattr(step, which)
        if value is not None and value <= 0.5 + 1e-12:
            return step.time
    return None


@dataclass(frozen=True, slots=True)
class LogRank:
    """A log-rank comparison: chi-squared, its degrees of freedom and p."""

    chi2: float
    df: int
    p: float


def log_rank(
    times: Sequence[float],
    lost: Sequence[bool | int],
    groups: Sequence[object],
    weights: Sequence[float] | None = None,
) -> LogRank:
    """Compare curves of two or more groups that were planned to be compared; ValueError with fewer than two."""
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        raise ValueError("A comparison needs at least two groups.")
    codes = [names.index(group) for group in groups]
    counts = None if weights is None else np.asarray(weights, float)
    found = multivariate_logrank_test(
        np.asarray(times, float), codes, np.asarray(lost, float), weights=counts
    )
    return LogRank(float(found.test_statistic), len(names) - 1, float(found.p_value))


@dataclass(frozen=True, slots=True)
class Mass:
    """A share of losses known only to lie after `left` and up to `right` (infinite if never seen lost)."""

    left: float
    right: float
    share: float


def turnbull(
    left: Sequence[float],
    right: Sequence[float | None],
    weights: Sequence[float] | None = None,
    *,
    closed: bool = False,
) -> tuple[Mass, ...]:
    """Return where the losses lie when each is known only to fall between two checks (Turnbull 1976).

    `left` is the last check at which the target was still held, `right` the first at which it was lost, None if it
    never was; the loss lies after the one and up to the other, so a target held at 13 weeks was not lost at 13. If both
    are the same the loss was seen at that time. `closed` lets the loss lie at `left` too, as some programs have it; a
    target held at 13 weeks could then be lost at 13. Intervals without mass are left out. Between `left` and `right`
    nothing is known, so a curve is drawn as two ends, not as a line. ValueError if the ends do not pair or run
    backwards.
    """
    lows = np.asarray(left, float)
    highs = np.array([math.inf if r is None else float(r) for r in right])
    if lows.size != highs.size or not lows.size or (highs < lows).any():
        raise ValueError("Every target needs its last check held and its first check lost, in that order.")
    counts = np.ones(lows.size) if weights is None else np.asarray(weights, float)
    opens = np.where((lows == highs) | closed, np.nextafter(lows, -math.inf), lows)
    ends = np.concatenate([highs, opens])
    opening = np.repeat([False, True], lows.size)
    order = np.lexsort((opening, ends))  # what closes at a time comes before what opens at it
    at = np.flatnonzero(opening[order][:-1] & ~opening[order][1:])
    starts, stops = ends[order][at], ends[order][at + 1]
    inside = ((opens[:, None] <= starts) & (stops <= highs[:, None])).astype(float)
    shares = _self_consistent(inside, counts)
    found = [
        Mass(_opened(float(start), lows), float(stop), share)
        for start, stop, share in zip(starts, stops, shares.tolist(), strict=True)
    ]
    return tuple(mass for mass in found if mass.share > 1e-6)


def _opened(start: float, lows: Floats) -> float:
    """The check at which an interval opens: the time itself, or the next one where it was moved down to be included."""
    return start if (lows == start).any() else math.nextafter(start, math.inf)


def _self_consistent(inside: Floats, counts: Floats) -> Floats:
    """Shares of intervals that reproduce themselves (expectation and maximisation), every third step extrapolated.

    `inside` says which intervals each target allows. Steps: squared extrapolation of Varadhan and Roland (2008), taken
    only where the likelihood does not fall.
    """

    def step(shares: Floats) -> Floats:
        return np.asarray(shares * (inside.T @ (counts / (inside @ shares))) / counts.sum(), float)

    def height(shares: Floats) -> float:
        return float(counts @ np.log(np.maximum(inside @ shares, 1e-300)))

    shares = np.full(inside.shape[1], 1 / inside.shape[1])
    for _ in range(MOST_STEPS):
        first = step(shares)
        second = step(first)
        change, bend = first - shares, second - 2 * first + shares
        if np.abs(change).max() < SETTLED:
            return second
        size = float(bend @ bend)
        length = -max(1.0, math.sqrt(float(change @ change) / size)) if size > 0 else -1.0
        leap = np.maximum(shares - 2 * length * change + length**2 * bend, 0.0)
        leap = step(leap / leap.sum()) if leap.sum() > 0 and (inside @ leap > 0).all() else second
        shares = leap if height(leap) >= height(second) else second
    raise ValueError("When targets were lost could not be worked out.")


@dataclass(frozen=True, slots=True)
class Extremes:
    """The share held at a time as observed, and if all never checked had been lost, or had all been held."""

    observed: float
    all_lost: float
    all_held: float
    checked: int
    never_checked: int


def never_checked(
    times: Sequence[float],
    lost: Sequence[bool | int],
    unchecked: int,
    at: float,
    weights: Sequence[float] | None = None,
) -> Extremes:
    """Return the share held at a time with the two extremes for targets that nobody ever checked.

    All lost: each unchecked target lost at once. All held: each held at that time. ValueError if the number is
    negative.
    """
    if unchecked < 0:
        raise ValueError("The number never checked cannot be negative.")
    t, d = list(times), [int(x) for x in lost]
    w = [1.0] * len(t) if weights is None else list(weights)
    observed = kaplan_meier(t, d, w).held_at(at)
    if not unchecked:
        return Extremes(observed, observed, observed, int(sum(w)), 0)
    last = max([*t, at])
    counts = [*w, float(unchecked)]
    gone = kaplan_meier([*t, 0.0], [*d, 1], counts).held_at(at)
    kept = kaplan_meier([*t, last], [*d, 0], counts).held_at(at)
    return Extremes(observed, gone, kept, int(sum(w)), unchecked)

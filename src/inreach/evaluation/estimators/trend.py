"""A pupil's probes over time: the line through them, and whether it will reach what was expected.

Times are in weeks (or sessions) and keep their gaps: a holiday between two probes is part of the time between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Floats = NDArray[np.float64]
FEWEST_PROBES = 6
RUN_BELOW = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line: value = intercept + slope x time, in the unit of the probe per unit of time."""

    slope: float
    intercept: float

    def at(self, time: float) -> float:
        """The value of the line at a time."""
        return self.intercept + self.slope * time


@dataclass(frozen=True, slots=True)
class Fit:
    """A least-squares line with the standard error of its slope and the degrees of freedom left."""

    line: Line
    se: float
    df: int

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The two-sided t interval of the slope."""
        reach = t_reach(self.df, level) * self.se
        return self.line.slope - reach, self.line.slope + reach

    def upper(self, level: float = 0.95) -> float:
        """The one-sided upper limit of the slope."""
        return self.line.slope + float(stats.t.isf(1 - level, self.df)) * self.se


def t_reach(df: int, level: float = 0.95) -> float:
    """How many standard errors a two-sided t interval reaches to either side."""
    return float(stats.t.isf((1 - level) / 2, df))


def series(times: ArrayLike, values: ArrayLike, least: int) -> tuple[Floats, Floats]:
    """Return times and values as arrays; ValueError if they do not pair, are too few, or share one time."""
    t, y = np.asarray(times, float), np.asarray(values, float)
    if t.shape != y.shape or t.ndim != 1:
        raise ValueError(f"Every probe needs its time: {t.size} times and {y.size} probes.")
    if t.size < least:
        raise ValueError(f"A line needs at least {least} probes, not {t.size}.")
    if not np.ptp(t) > 0:
        raise ValueError("All probes are of one time; a line needs at least two.")
    return t, y


def theil_sen(times: ArrayLike, values: ArrayLike) -> Line:
    """Return the Theil-Sen line: the median slope over all pairs of different times (Sen 1968).

    Intercept: median of value less slope times the median time (Conover's form). ValueError with fewer than two.
    """
    t, y = series(times, values, 2)
    found = stats.theilslopes(y, t)
    return Line(float(found.slope), float(found.intercept))


def least_squares(times: ArrayLike, values: ArrayLike) -> Fit:
    """Return the least-squares line with the standard error of its slope; ValueError with fewer than 3 probes."""
    t, y = series(times, values, 3)
    centred = t - t.mean()
    spread = float(centred @ centred)
    slope = float(centred @ y) / spread
    line = Line(slope, float(y.mean()) - slope * float(t.mean()))
    left = y - line.intercept - slope * t
    return Fit(line, math.sqrt(float(left @ left) / (t.size - 2) / spread), t.size - 2)


def theil_sen_many(times: ArrayLike, values: ArrayLike) -> Floats:
    """Return the Theil-Sen slope of each row of `values` (series x times) probed at the same `times`.

    All pairs of times at once; equal to theil_sen row by row. ValueError for fewer than two different times.
    """
    t, rows = np.asarray(times, float), np.asarray(values, float)
    if rows.ndim != 2 or rows.shape[1] != t.size:
        raise ValueError(f"Each row needs one probe for each of the {t.size} times.")
    i, j = np.triu_indices(t.size, 1)
    apart = t[j] - t[i]
    i, j, apart = i[apart != 0], j[apart != 0], apart[apart != 0]
    if not apart.size:
        raise ValueError("All probes are of one time; a line needs at least two.")
    return np.asarray(np.median((rows[:, j] - rows[:, i]) / apart, axis=1), float)


def aimline(baseline: float, expected: float, weeks: float) -> Line:
    """Return the straight line from the baseline at week 0 to the expected rating after the weeks planned."""
    if not weeks > 0:
        raise ValueError("An aimline needs a number of weeks above 0.")
    return Line((expected - baseline) / weeks, baseline)


class Signal(StrEnum):
    """What the probes say against the aimline."""

    TOO_FEW = "too few"
    ON_COURSE = "on course"
    LOOK = "look again"
    CHANGE = "change it"


@dataclass(frozen=True, slots=True)
class Course:
    """The signal with the numbers it rests on; `upper` is the one-sided limit of the slope, None if not judged."""

    signal: Signal
    probes: int
    below: int
    slope: float | None
    upper: float | None
    wanted: float


def course(times: ArrayLike, values: ArrayLike, aim: Line, level: float = 0.95) -> Course:
    """Judge probes against an aimline: "change it" only if even the upper limit of their slope is below its slope.

    "Look again" is the four-point rule: the last four probes lie below the aimline. Alone it asks for a change of
    19 to 48 in 100 pupils who are exactly on course (8 to 20 probes), which is why it does not decide. The slope's
    one-sided limit does so for 1 - level of them, whatever the noise, if it is independent and normal. Fewer than
    6 probes are not judged.
    """
    t, y = np.asarray(times, float), np.asarray(values, float)
    if t.size < FEWEST_PROBES:
        return Course(Signal.TOO_FEW, int(t.size), 0, None, None, aim.slope)
    fit = least_squares(t, y)
    order = np.argsort(t, kind="stable")
    under = (y < aim.intercept + aim.slope * t)[order]
    run = int(under.size if under.all() else np.argmin(under[::-1]))
    upper = fit.upper(level)
    held_back = Signal.LOOK if run >= RUN_BELOW else Signal.ON_COURSE
    signal = Signal.CHANGE if upper < aim.slope else held_back
    return Course(signal, int(t.size), run, fit.line.slope, upper, aim.slope)


def four_below(under: Sequence[bool]) -> bool:
    """Say whether four probes in a row lay below the aimline at any time, the usual four-point rule."""
    run = 0
    for below in under:
        run = run + 1 if below else 0
        if run == RUN_BELOW:
            return True
    return False

"""Checks after support ended, and whether they were made on common dates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation.types import Checks

Floats = NDArray[np.float64]
SNAP = 2.0
MOST_DATES = 6
SELECTED = "Follow-up was arranged for some targets only, and those are not like the others."
LASTED = "Targets of one school go together; this interval does not allow for that and is a little too short."


@dataclass(frozen=True, slots=True)
class Dated:
    """Checks on common dates: time of loss or last check, whether lost, and counts."""

    times: Floats
    lost: NDArray[np.bool_]
    counts: Floats
    dates: tuple[float, ...]

    def at_risk(self, date: float) -> float:
        """Targets still followed at a date."""
        return float(self.counts[self.times >= date].sum())


def dated(checks: Checks, check_weeks: Sequence[float] = ()) -> Dated | None:
    """Return checks on common dates, None if they have none: each within 2 weeks of one, no date skipped before a loss.

    Without `check_weeks` the times themselves are the dates if there are no more than 6.
    """
    seen = np.unique(np.concatenate([checks.left, checks.right]))
    seen = seen[(seen > 0) & np.isfinite(seen)]
    dates = np.array(sorted(check_weeks)) if check_weeks else seen
    if not dates.size or not seen.size or (not check_weeks and dates.size > MOST_DATES):
        return None
    if np.abs(seen[:, None] - dates[None, :]).min(1).max() > SNAP:
        return None

    def place(values: Floats) -> NDArray[np.intp]:
        return np.asarray(np.abs(values[:, None] - dates[None, :]).argmin(1), dtype=np.intp)

    lost = np.isfinite(checks.right)
    last = np.where(checks.left > 0, place(checks.left), -1)
    gone = np.where(lost, place(np.where(lost, checks.right, 0.0)), -1)
    if (gone[lost] != last[lost] + 1).any():
        return None
    times = np.where(lost, dates[gone], np.where(last >= 0, dates[last], 0.0))
    return Dated(times, lost, checks.count, tuple(dates.tolist()))


def first_lost(checks: Checks) -> list[float | None]:
    """First checks lost, None where no loss was seen."""
    return [float(r) if math.isfinite(r) else None for r in checks.right]

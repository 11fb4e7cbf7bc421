"""How long targets met were held, as the curve that a chart draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inreach.evaluation.aggregation.types import Checks
from inreach.evaluation.estimators.survival import FEWEST_AT_RISK, kaplan_meier, never_checked, turnbull
from inreach.evaluation.figures.follow_up_checks import dated, first_lost
from inreach.evaluation.figures.maintenance import both_ends


@dataclass(frozen=True, slots=True)
class MaintenanceStep:
    """The share held from a time on: estimate, interval if there is one, and targets still followed."""

    weeks: float
    held: float
    low: float | None
    high: float | None
    at_risk: float


@dataclass(frozen=True, slots=True)
class MaintenanceCurve:
    """How long targets met were held; the tail with fewer than 10 at risk is left out.

    `all_lost` and `all_held` are the extreme curves for those never checked, at the times of `steps`. Without
    `common_dates` losses are known only to lie between two checks; then each step is the higher end, `low` the lower.
    """

    steps: tuple[MaintenanceStep, ...]
    all_lost: tuple[float, ...]
    all_held: tuple[float, ...]
    checked: int
    unchecked: int
    common_dates: bool


def curve(checks: Checks | None, check_weeks: Sequence[float] = ()) -> MaintenanceCurve | None:
    """Return what the chart draws, ending before fewer than 10 are at risk; None where nothing may be drawn."""
    if checks is None or not checks.count.sum() or not checks.for_all:
        return None
    n, unchecked = float(checks.count.sum()), checks.unchecked
    whole = n + unchecked
    on_dates = dated(checks, check_weeks)
    if on_dates:
        times, lost, counts = (part.tolist() for part in (on_dates.times, on_dates.lost, on_dates.counts))
        estimate = kaplan_meier(times, lost, counts)
        dates = [date for date in on_dates.dates if on_dates.at_risk(date) >= FEWEST_AT_RISK]
        extremes = [never_checked(times, lost, unchecked, date, counts) for date in dates]
        steps = []
        for date in dates:
            step = next((s for s in reversed(estimate.steps) if s.time <= date), None)
            low, high = (step.low, step.high) if step else (None, None)
            steps.append(MaintenanceStep(date, estimate.held_at(date), low, high, on_dates.at_risk(date)))
        all_lost = [ends.all_lost for ends in extremes]
        all_held = [ends.all_held for ends in extremes]
    else:
        masses = turnbull(checks.left.tolist(), first_lost(checks), checks.count.tolist())
        ends = sorted({mass.right for mass in masses if math.isfinite(mass.right)} | {m.left for m in masses})
        steps, all_lost, all_held = [], [], []
        for time in ends:
            risk = float(checks.count[checks.left >= time].sum())
            if not time or risk < FEWEST_AT_RISK:
                continue
            low, high = both_ends(masses, time)
            steps.append(MaintenanceStep(time, high, low, high, risk))
            all_lost.append(low * n / whole)
            all_held.append((high * n + unchecked) / whole)
    if not steps:
        return None
    return MaintenanceCurve(
        tuple(steps), tuple(all_lost), tuple(all_held), int(n), unchecked, on_dates is not None
    )

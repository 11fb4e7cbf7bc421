"""Missing reviews: what the reviewed targets say when each stands for those like it that were not reviewed.

A second line beside the bounds, not instead of them. How likely a review was made is a logistic function of baseline,
area and school; those of small areas and schools are drawn towards the others. Each reviewed target then weighs one
over its chance. That is right only if, within a school, area and baseline, missing reviews are like those made.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from inreach.evaluation.aggregation.types import NO_REVIEW, Category, Patterns
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.pattern_grouping import group_patterns
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal, Shown
from inreach.evaluation.figures.group import FEWEST_FOR_SHARE
from inreach.evaluation.figures.reviews import Reviews

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
MOST_MISSING = 0.5
HEAVIEST = 20.0
DRAWN_TO_OTHERS = 1.0  # variance of the log odds between schools and areas that their effects are drawn in by
SETTLED = 1e-9
MOST_STEPS = 60
FEWEST_DUE = 5

WEIGHTED = (
    "Met or exceeded over reviews due, each reviewed target weighted by one over the chance of its review (logistic in "
    "baseline, area and school, those drawn in by a normal of variance 1); error over schools, weights taken as known."
)
NAME = "met, missing reviews weighed in"


@dataclass(frozen=True, slots=True)
class Chances:
    """The chance that a review was made, one entry a pattern; coefficients of plain columns and areas; of schools."""

    chance: Floats
    fixed: Floats
    schools: Floats


def chances(made: Floats, due: Floats, plain: Floats, area: Ints, school: Ints) -> Chances:
    """Fit the chance of a review by Newton's steps, schools eliminated exactly, so 2,000 schools cost like 40 areas.

    `made` of `due` reviews a pattern; `plain` has a row a pattern, the first column 1. Areas and schools are penalised
    by half their squares. ValueError if it does not settle.
    """
    q, areas, schools = plain.shape[1], int(area.max()) + 1, int(school.max()) + 1
    beta, own = np.zeros(q + areas), np.zeros(schools)
    penalty = np.repeat([0.0, 1 / DRAWN_TO_OTHERS], [q, areas])
    beta[0] = special.logit(np.clip(made.sum() / due.sum(), 0.01, 0.99))

    def over(place: Ints, size: int, weights: Floats) -> Floats:
        columns = weights if weights.ndim == 2 else weights[:, None]
        return np.column_stack([np.bincount(place, weights=c, minlength=size) for c in columns.T])

    for _ in range(MOST_STEPS):
        p = special.expit(plain @ beta[:q] + beta[q + area] + own[school])
        w, left = due * p * (1 - p), made - due * p
        weighed = w[:, None] * plain
        whole = over(school, schools, w)[:, 0] + 1 / DRAWN_TO_OTHERS
        both = np.bincount(school * areas + area, weights=w, minlength=schools * areas).reshape(
            schools, areas
        )
        cross = np.column_stack([over(school, schools, weighed), both])
        slope = np.concatenate([plain.T @ left, over(area, areas, left)[:, 0]]) - penalty * beta
        slope_own = over(school, schools, left)[:, 0] - own / DRAWN_TO_OTHERS
        side = over(area, areas, weighed)
        information = np.block([[plain.T @ weighed, side.T], [side, np.diag(over(area, areas, w)[:, 0])]])
        information += np.diag(penalty) - cross.T @ (cross / whole[:, None])
        step = np.linalg.solve(information, slope - cross.T @ (slope_own / whole))
        step_own = (slope_own - cross @ step) / whole
        size = max(float(np.abs(step).max()), float(np.abs(step_own).max()))
        damp = min(1.0, 2.0 / size) if size else 1.0
        beta, own = beta + damp * step, own + damp * step_own
        if size < SETTLED:
            chance = special.expit(plain @ beta[:q] + beta[q + area] + own[school])
            return Chances(chance, beta, own)
    raise ValueError("How likely reviews were made could not be worked out.")


def design(placed: Patterns, due: Ints) -> Floats:
    """A constant, and the baseline if it varies."""
    baseline = placed.baseline[due] - 5.0
    return np.column_stack([np.ones(due.size), *([baseline] if np.ptp(baseline) > 0 else [])])


def weighted(placed: Patterns, state: Reviews) -> Shown:
    """Return the share met of all due with the missing reviews weighed in, or why it is not shown."""
    if not state.missing:
        return Refusal(NAME, "No review is missing, so nothing has to be weighed in.", WEIGHTED)
    due = placed.due | placed.reviewed
    school, count, category = placed.school[due], placed.count[due], placed.category[due]
    made, size = category != NO_REVIEW, len(placed.schools)
    reason = ""
    reviewed_by_school = np.bincount(school, weights=count * made, minlength=size)
    due_by_school = np.bincount(school, weights=count, minlength=size)
    silent = (due_by_school >= FEWEST_DUE) & (reviewed_by_school == 0)
    used = int((reviewed_by_school > 0).sum())
    if state.reviewed < FEWEST_FOR_SHARE:
        reason = f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed, too few to stand for others."
    elif state.share_missing > MOST_MISSING:
        reason = (
            f"{state.missing} of {state.due} reviews due are missing; the few made cannot stand for so many."
        )
    elif used < 2:
        reason = "All reviews made are one school's, so nothing says how schools differ."
    elif silent.any():
        reason = (
            f"{int(silent.sum())} school{'' if silent.sum() == 1 else 's'} with {FEWEST_DUE} or more reviews due "
            "made none, and nobody can stand for their targets."
        )
    if reason:
        return Refusal(NAME, reason, WEIGHTED)
    keys = (placed.baseline[due], placed.area[due], school)
    lines = group_patterns(keys, count, school)
    kinds = np.flatnonzero(due)[lines.first]
    try:
        reviewed = np.bincount(lines.at, weights=count * made, minlength=kinds.size).astype(np.float64)
        fit = chances(reviewed, lines.count, design(placed, kinds), placed.area[kinds], placed.school[kinds])
    except ValueError as unsettled:
        return Refusal(NAME, str(unsettled), WEIGHTED)
    return _shown(fit.chance[lines.at], (count * made, category >= Category.MET, school), state, used)


def _shown(
    chance: Floats, targets: tuple[Floats, NDArray[np.bool_], Ints], state: Reviews, used: int
) -> Shown:
    """The weighted share as a figure: sum of weights met over sum of weights, linearised over schools."""
    count, met, school = targets
    weight = 1 / np.maximum(chance, 1 / HEAVIEST)
    total = float(count @ weight)
    share = float((count * met) @ weight) / total
    left = np.bincount(school, weights=count * weight * (met - share))
    se = math.sqrt(used / (used - 1) * float(left @ left)) / total
    reach = float(stats.t.isf(0.025, used - 1)) * se
    ends = Interval(max(0.0, share - reach), min(1.0, share + reach))
    capped = int(count[chance < 1 / HEAVIEST].sum())
    plain = 100 * state.met / state.reviewed
    return Figure(
        name=NAME,
        estimate=share,
        unit="share",
        interval=ends,
        n=state.reviewed,
        denominator=state.due,
        of="reviews due",
        label=Evidence.DESCRIBE,
        definition=WEIGHTED,
        sentence=(
            f"If missing reviews are like those made at the same school, in the same area and from the same baseline, "
            f"about {100 * share:.0f} in 100 due were met or exceeded ({100 * ends.low:.0f} to {100 * ends.high:.0f}); "
            f"of those reviewed it is {plain:.0f}."
        ),
        notes=(
            "No record can show whether missing reviews are like those made; the bounds need no such belief.",
            *((f"{capped} targets weigh no more than {HEAVIEST:.0f} each.",) if capped else ()),
        ),
    )

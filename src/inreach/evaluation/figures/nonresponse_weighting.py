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
from scipy import stats

from inreach.evaluation.aggregation.types import NO_REVIEW, Category, Patterns, Reviews
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.pattern_grouping import group_patterns
from inreach.evaluation.estimators.response_propensity import chances
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import NOT_ESTIMABLE, RefusalRule, Rules, refusal
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
NAME = "met, missing reviews weighed in"
DEFINITION = (
    "Met or exceeded over reviews due, each reviewed target weighted by one over the chance of its review (logistic in "
    "baseline, area and school, those drawn in by a normal of variance 1); error over schools, weights taken as known."
)
MOST_MISSING = 0.5
HEAVIEST = 20.0
FEWEST_DUE = 5


@dataclass(frozen=True, slots=True)
class WeightingBasis:
    """The state of reviews, schools with a review, and schools with several due of which none was made."""

    state: Reviews
    schools: int
    silent: int


CASE_RULES: tuple[RefusalRule[WeightingBasis], ...] = (
    RefusalRule(
        "none missing",
        lambda basis: not basis.state.missing,
        lambda basis: "No review is missing, so nothing has to be weighed in.",
    ),
    RefusalRule(
        "few reviewed",
        lambda basis: basis.state.reviewed < FEWEST_FOR_SHARE,
        lambda basis: f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed, too few to stand for others.",
    ),
    RefusalRule(
        "most missing",
        lambda basis: basis.state.share_missing > MOST_MISSING,
        lambda basis: (
            f"{basis.state.missing} of {basis.state.due} reviews due are missing; "
            "the few made cannot stand for so many."
        ),
    ),
    RefusalRule(
        "one school",
        lambda basis: basis.schools < 2,
        lambda basis: "All reviews made are one school's, so nothing says how schools differ.",
    ),
    RefusalRule(
        "silent schools",
        lambda basis: basis.silent > 0,
        lambda basis: (
            f"{basis.silent} school{'' if basis.silent == 1 else 's'} with {FEWEST_DUE} or more reviews due "
            "made none, and nobody can stand for their targets."
        ),
    ),
)
RULES: Rules = (*CASE_RULES, NOT_ESTIMABLE)


def sentence(share: float, interval: Interval, reviewed_only: float) -> str:
    """Say the weighted share beside that of the reviewed targets alone."""
    return (
        f"If missing reviews are like those made at the same school, in the same area and from the same baseline, "
        f"about {100 * share:.0f} in 100 due were met or exceeded "
        f"({100 * interval.low:.0f} to {100 * interval.high:.0f}); of those reviewed it is {reviewed_only:.0f}."
    )


def design(placed: Patterns, due: Ints) -> Floats:
    """A constant, and the baseline if it varies."""
    baseline = placed.baseline[due] - 5.0
    return np.column_stack([np.ones(due.size), *([baseline] if np.ptp(baseline) > 0 else [])])


def weighted(placed: Patterns, state: Reviews) -> Shown:
    """Return the share met of all due with the missing reviews weighed in, or why it is not shown."""
    due = placed.due | placed.reviewed
    school, count, category = placed.school[due], placed.count[due], placed.category[due]
    made, size = category != NO_REVIEW, len(placed.schools)
    reviewed_by_school = np.bincount(school, weights=count * made, minlength=size)
    due_by_school = np.bincount(school, weights=count, minlength=size)
    silent = (due_by_school >= FEWEST_DUE) & (reviewed_by_school == 0)
    basis = WeightingBasis(state, int((reviewed_by_school > 0).sum()), int(silent.sum()))
    refused = refusal(CASE_RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    lines = group_patterns((placed.baseline[due], placed.area[due], school), count, school)
    kinds = np.flatnonzero(due)[lines.first]
    try:
        reviewed = np.bincount(lines.at, weights=count * made, minlength=kinds.size).astype(np.float64)
        fit = chances(reviewed, lines.count, design(placed, kinds), placed.area[kinds], placed.school[kinds])
    except ValueError as unsettled:
        return NOT_ESTIMABLE.refuse(NAME, DEFINITION, unsettled)
    return _figure(fit.chance[lines.at], (count * made, category >= Category.MET, school), basis)


def _figure(chance: Floats, targets: tuple[Floats, NDArray[np.bool_], Ints], basis: WeightingBasis) -> Figure:
    """The weighted share as a figure: sum of weights met over sum of weights, linearised over schools."""
    count, met, school = targets
    state, schools = basis.state, basis.schools
    weight = 1 / np.maximum(chance, 1 / HEAVIEST)
    total = float(count @ weight)
    share = float((count * met) @ weight) / total
    left = np.bincount(school, weights=count * weight * (met - share))
    se = math.sqrt(schools / (schools - 1) * float(left @ left)) / total
    reach = float(stats.t.isf(0.025, schools - 1)) * se
    interval = Interval(max(0.0, share - reach), min(1.0, share + reach))
    capped = int(count[chance < 1 / HEAVIEST].sum())
    return Figure(
        name=NAME,
        estimate=share,
        unit="share",
        interval=interval,
        n=state.reviewed,
        denominator=state.due,
        of="reviews due",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(share, interval, 100 * state.met / state.reviewed),
        notes=(
            "No record can show whether missing reviews are like those made; the bounds need no such belief.",
            *((f"{capped} targets weigh no more than {HEAVIEST:.0f} each.",) if capped else ()),
        ),
    )

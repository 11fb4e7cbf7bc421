"""The mean change of pupils in standard deviations of a rating."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from inreach.core.targets.ratings import HIGHEST, LOWEST
from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.estimators.change import Moments, Paired, moments, paired_from
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, Rules, refusal
from inreach.evaluation.figures.selection import rise_by_selection
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.target_group import (
    POINTS_RULES,
    PointsBasis,
    RatingPairs,
    points_basis,
    rating_pairs,
    reviewed,
)

NAME = "standardised change"
DEFINITION = (
    "Mean change of pupils over sqrt((s_before^2 + s_after^2) / 2), corrected for few; noncentral t interval."
)
MOST_CLIPPED = 0.25
CLIPPED: RefusalRule[RatingPairs] = RefusalRule(
    "ends of the scale",
    lambda pairs: pairs.clipped > MOST_CLIPPED * pairs.n,
    lambda pairs: (
        f"{pairs.clipped} of {pairs.n} targets began at {LOWEST} or ended at {HIGHEST}; "
        "the ends of the scale cut off the spread that this figure divides by."
    ),
)
NO_SPREAD: RefusalRule[ValueError] = RefusalRule(
    "no spread",
    lambda error: True,
    lambda error: "The ratings are all alike, so there is no spread to divide by.",
)
RULES: Rules = (*POINTS_RULES, CLIPPED, NO_SPREAD)


def sentence(pupils: Moments, change: Paired) -> str:
    """Say from where to where pupils moved, in points and in standard deviations."""
    return (
        f"Pupils moved from {pupils.before / pupils.n:.1f} to {pupils.after / pupils.n:.1f}, "
        f"{change.g_av:.2f} standard deviations ({change.g_low:.2f} to {change.g_high:.2f}); "
        "this is no measure of months of progress."
    )


def standardised_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return g_av over pupils (each pupil's targets averaged first), or why it is not shown."""
    ratings: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for t, gained in reviewed(targets):
        ratings.setdefault((t.school, t.pupil), []).append((t.baseline, t.baseline + gained))
    means = np.array([np.mean(pairs, axis=0) for pairs in ratings.values()]).reshape(-1, 2)
    everyone = len({(t.school, t.pupil) for t in targets})
    pupils = moments(means[:, 0], means[:, 1])
    return standardised_change_from(pupils, everyone, rating_pairs(targets), points_basis(targets), selection)


def standardised_change_from(
    pupils: Moments, everyone: int, pairs: RatingPairs, basis: PointsBasis, selection: Selection | None = None
) -> Shown:
    """Return g_av from sums over pupils' mean ratings; `everyone` counts pupils with any target."""
    refused = refusal(POINTS_RULES, basis, figure=NAME, definition=DEFINITION) or refusal(
        (CLIPPED,), pairs, figure=NAME, definition=DEFINITION
    )
    if refused:
        return refused
    try:
        change = paired_from(pupils)
    except ValueError as error:
        return NO_SPREAD.refuse(NAME, DEFINITION, error)
    return Figure(
        name=NAME,
        estimate=change.g_av,
        unit="standard deviations of a rating",
        interval=Interval(change.g_low, change.g_high),
        n=change.n,
        denominator=everyone,
        of="pupils",
        label=Evidence.CHANGE,
        definition=DEFINITION,
        sentence=sentence(pupils, change),
        notes=(rise_by_selection(selection),),
    )

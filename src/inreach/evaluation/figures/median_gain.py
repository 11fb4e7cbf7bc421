"""The median gain in points."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.order_statistics import lower_rank, nth
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.selection import rise_by_selection
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.target_group import RatingPairs, rating_pairs

NAME = "median gain"
DEFINITION = "Median of achieved less baseline; interval from the order of the gains (sign test)."
RULES: tuple[RefusalRule[RatingPairs], ...] = (
    RefusalRule("none reviewed", lambda pairs: not pairs.n, lambda pairs: "No target is reviewed yet."),
)


def sentence(pairs: RatingPairs) -> str:
    """Say from where to where the middle rating moved."""
    before, after = pairs.middle(pairs.baseline), pairs.middle(pairs.achieved)
    return f"The middle rating of {pairs.n} targets moved from {before:g} to {after:g}."


def median_gain(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the median gain in points, or why it is not shown."""
    return median_gain_from(rating_pairs(targets), len(targets), selection)


def median_gain_from(pairs: RatingPairs, opened: int, selection: Selection | None = None) -> Shown:
    """Return the median gain from counts of ratings; `opened` counts all targets."""
    refused = refusal(RULES, pairs, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    gains, low = pairs.achieved - pairs.baseline, lower_rank(pairs.n)
    ends = (nth(gains, pairs.count, low), nth(gains, pairs.count, pairs.n - low + 1)) if low >= 1 else None
    return Figure(
        name=NAME,
        estimate=pairs.middle(gains),
        unit="points",
        interval=Interval(*ends) if ends else None,
        without="" if ends else f"{pairs.n} gains are too few for an interval of their median.",
        n=pairs.n,
        denominator=opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=DEFINITION,
        sentence=sentence(pairs),
        notes=(rise_by_selection(selection),),
    )

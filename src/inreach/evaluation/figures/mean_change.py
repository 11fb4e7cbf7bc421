"""The mean change in points."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.ratio import ClusteredRatio
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.selection import rise_by_selection
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.target_group import (
    POINTS_RULES,
    PointsBasis,
    known,
    points_basis,
    reviewed,
    shared,
)

NAME = "mean change"
DEFINITION = "Mean of achieved less baseline; interval widened for targets of one school."
RULES: tuple[RefusalRule[PointsBasis], ...] = POINTS_RULES


def sentence(before: float, change: float, interval: Interval) -> str:
    """Say from where to where ratings moved on average, and by how much."""
    return (
        f"Ratings moved from {before:.1f} to {before + change:.1f} on average, "
        f"a change of {change:.1f} points ({interval.low:.1f} to {interval.high:.1f})."
    )


def mean_change(targets: Sequence[Target], selection: Selection | None = None) -> Shown:
    """Return the mean change in points, or why it is not shown."""
    made = reviewed(targets)
    before = sum(t.baseline for t, _ in made) / max(1, len(made))
    return mean_change_from(shared(made, lambda t: 1.0), before, points_basis(targets), selection)


def mean_change_from(
    gained: ClusteredRatio | None, before: float, basis: PointsBasis, selection: Selection | None = None
) -> Shown:
    """Return the mean change from gains over targets and the mean baseline of reviewed ones."""
    refused = refusal(RULES, basis, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    gain = known(gained)
    interval = Interval(*gain.limits())
    return Figure(
        name=NAME,
        estimate=gain.value,
        unit="points",
        interval=interval,
        n=int(gain.n),
        denominator=basis.opened,
        of="targets",
        label=Evidence.CHANGE,
        definition=DEFINITION,
        sentence=sentence(before, gain.value, interval),
        notes=(rise_by_selection(selection),),
    )

"""What choosing pupils because they were low gives by itself: regression to the mean, said beside every change."""

from __future__ import annotations

from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.estimators.change import regression_to_the_mean
from inreach.evaluation.figures.target import RELIABILITIES


def rise_by_selection(selection: Selection | None) -> str:
    """The sentence that stands beside every change without a comparison: what selection alone would give.

    The cut lies half a point above the highest rating chosen, since ratings are whole numbers.
    """
    if selection is None:
        return (
            "Pupils chosen because they were low tend to rise by themselves; "
            "by how much cannot be said without the ratings of all pupils."
        )
    cut = selection.chosen_up_to + 0.5
    rises = [regression_to_the_mean(selection.mean, selection.sd, cut, r) for r in RELIABILITIES]
    return (
        f"Pupils chosen for a rating of {selection.chosen_up_to} or less would rise by {rises[0]:.2f} to "
        f"{rises[-1]:.2f} points with no support at all, depending on how well raters agree (0.9 to 0.6)."
    )

"""Targets by the state of their review, and why many missing reviews forbid a share."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.core.targets.ratings import Outcome
from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.figures.refusal_rule import RefusalRule
from inreach.evaluation.figures.target import Target

MOST_MISSING = 0.10
ACHIEVED = (Outcome.MET, Outcome.EXCEEDED)


def reviews(targets: Sequence[Target]) -> Reviews:
    """Count reviews made, missing and not due yet."""
    outcomes = [(target.outcome, target.due) for target in targets]
    reviewed = [outcome for outcome, _ in outcomes if outcome is not Outcome.NOT_RATED]
    missing = sum(outcome is Outcome.NOT_RATED and due for outcome, due in outcomes)
    return Reviews(
        opened=len(outcomes),
        reviewed=len(reviewed),
        missing=missing,
        not_due=len(outcomes) - len(reviewed) - missing,
        met=sum(outcome in ACHIEVED for outcome in reviewed),
    )


MANY_MISSING: RefusalRule[Reviews] = RefusalRule(
    "many missing reviews",
    lambda state: state.share_missing > MOST_MISSING,
    lambda state: (
        f"{state.missing} of {state.due} reviews due are missing, more than {100 * MOST_MISSING:.0f} in 100, "
        "so the reviewed ones do not stand for all; see the bounds."
    ),
)

"""The share met as two bounds that hold whatever the missing reviews would have said, with their tipping point."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.reviews import reviews
from inreach.evaluation.figures.target import Target

NAME = "met, with missing reviews"
DEFINITION = (
    "Met or exceeded over all due, once with every missing review not met and once with every one met."
)
FEWEST_DUE = 10
RULES: tuple[RefusalRule[Reviews], ...] = (
    RefusalRule("none due", lambda state: not state.due, lambda state: "No review is due yet."),
    RefusalRule(
        "few due",
        lambda state: state.due < FEWEST_DUE,
        lambda state: (
            f"Fewer than {FEWEST_DUE} reviews are due; targets are listed one by one, not as a share."
        ),
    ),
)


def sentence(state: Reviews, claim: float) -> str:
    """Say the two bounds, and how many of the missing reviews would have to be not met to fall below the claim."""
    low, high = state.bounds
    failed = state.tipping_point(claim)
    if failed is None:
        tips = f"Even if none of the {state.missing} missing were met, at least {100 * claim:.0f} in 100 would be."
    elif failed == 0:
        tips = f"Even if all {state.missing} missing were met, fewer than {100 * claim:.0f} in 100 would be."
    else:
        tips = f"If {failed} of the {state.missing} missing were not met, fewer than {100 * claim:.0f} in 100 would be."
    return f"Between {100 * low:.0f} and {100 * high:.0f} in 100 targets due for review were met or exceeded. {tips}"


def bounds(targets: Sequence[Target], claim: float = 0.5) -> Shown:
    """Return the share met over all due as a range from the harshest to the kindest reading of the missing reviews.

    `claim` is the share whose tipping point is told. The estimate is the middle of the range.
    """
    return bounds_from(reviews(targets), claim)


def bounds_from(state: Reviews, claim: float = 0.5) -> Shown:
    """Return the bounds of bounds() from the state of reviews alone."""
    refused = refusal(RULES, state, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    low, high = state.bounds
    return Figure(
        name=NAME,
        estimate=(low + high) / 2,
        unit="share",
        interval=None,
        without="The two ends are bounds, which hold whatever the missing reviews would have said.",
        n=state.reviewed or state.due,
        denominator=state.due,
        of="reviews due",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(state, claim),
        notes=(state.sentence,),
    )

"""How many of the reviewed targets were met or exceeded."""

from __future__ import annotations

from collections.abc import Sequence

from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.estimators.interval import Interval
from inreach.evaluation.estimators.proportions import design_effect, share, share_interval
from inreach.evaluation.figures.figure import Evidence, Figure, Shown
from inreach.evaluation.figures.refusal_rule import RefusalRule, refusal
from inreach.evaluation.figures.reviews import ACHIEVED, MANY_MISSING, reviews
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.target_group import reviewed
from inreach.evaluation.figures.thresholds import FEWEST_FOR_SHARE

NAME = "met or exceeded"
DEFINITION = (
    "Targets met or exceeded over targets reviewed; Wilson's interval, widened for targets of one school."
)
RULES: tuple[RefusalRule[Reviews], ...] = (
    RefusalRule(
        "few reviewed",
        lambda state: state.reviewed < FEWEST_FOR_SHARE,
        lambda state: (
            f"Fewer than {FEWEST_FOR_SHARE} targets are reviewed; they are listed one by one, not as a share."
        ),
    ),
    MANY_MISSING,
)


def sentence(state: Reviews, interval: Interval) -> str:
    """Say how many were met, and what true share that fits."""
    return (
        f"{state.met} of {state.reviewed} reviewed targets were rated met or exceeded, which fits a true share of "
        f"{100 * interval.low:.0f} to {100 * interval.high:.0f} in 100."
    )


def share_met(targets: Sequence[Target]) -> Shown:
    """Return the share of reviewed targets met or exceeded, or why it is not shown."""
    schools: dict[str, list[int]] = {}
    for target, _ in reviewed(targets):
        counts = schools.setdefault(target.school, [0, 0])
        counts[0] += target.outcome in ACHIEVED
        counts[1] += 1
    return share_met_from(
        reviews(targets), [h for h, _ in schools.values()], [n for _, n in schools.values()]
    )


def share_met_from(state: Reviews, hits: Sequence[float], sizes: Sequence[float]) -> Shown:
    """Return the share met from the state of reviews, and hits and reviewed targets of each school."""
    refused = refusal(RULES, state, figure=NAME, definition=DEFINITION)
    if refused:
        return refused
    interval = share_interval(state.met, state.reviewed, design_effect(hits, sizes))
    return Figure(
        name=NAME,
        estimate=share(state.met, state.reviewed),
        unit="share",
        interval=interval,
        n=state.reviewed,
        denominator=state.due,
        of="targets due for review",
        label=Evidence.DESCRIBE,
        definition=DEFINITION,
        sentence=sentence(state, interval),
        notes=(state.sentence,),
    )
